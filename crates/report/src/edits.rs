//! Edits of a case in words.

use crate::brief::Ledger;
use crate::text::Text;
use crate::words;
use zopa_case::decode::{Reader, Value as _};
use zopa_case::draft::Edit;
use zopa_case::{Case, Kind, Node, Quantity};

/// An edit in words, with what stood there before: `The line fd-commitments of Federation is lifted: never c3.`
///
/// `case` is the case before the edit; what it does not know is told by its id alone.
pub fn edit_words(case: &Case, edit: &Edit) -> String {
    words::sentence(&match edit {
        Edit::AsOf(day) => format!("only what was known on {}", words::day(&day.value)),
        Edit::WithoutSource(id) => match case.sources().iter().find(|source| source.name == id.value) {
            Some(source) => format!("without the source {} ({}): {}", source.name, source.grade, source.title),
            None => format!("without the source {}", id.value),
        },
        Edit::WithoutEntry(id) => match case.entries().iter().find(|entry| entry.name == id.value) {
            Some(entry) => format!("without the entry {}: {}", entry.name, said(case, entry)),
            None => format!("without the entry {}", id.value),
        },
        Edit::LiftLine(id) => match case.lines().iter().find(|line| line.name == id.value) {
            Some(line) => {
                format!("the line {} of {} is lifted: {}", line.name, case.party(line.party).title, line.text)
            }
            None => format!("the line {} is lifted", id.value),
        },
        Edit::AddEntry(node) => format!("one more entry: {}", pairs(node)),
        Edit::AddLine(node) => format!("one more line: {}", pairs(node)),
        Edit::Set { path, to } => {
            let now = quantity(to);
            match case.quantities().into_iter().find(|(own, _)| *own == path.value) {
                Some((_, was)) => format!("{} is {now}; it was {was}", path.value),
                None => format!("{} is {now}; it was not given", path.value),
            }
        }
    })
}

fn said(case: &Case, entry: &zopa_case::Entry) -> String {
    let row = crate::brief::entry_row(&Ledger::new(case), entry);
    let said = row.cells.get(3).map(Text::words).unwrap_or_default();
    format!("{}, {}", case.party(entry.party).title, said.trim())
}

fn quantity(node: &Node) -> String {
    match Quantity::read(node, &mut Reader::default()) {
        Some(quantity) => quantity.to_string(),
        None => pairs(node),
    }
}

/// A tree on one line.
fn pairs(node: &Node) -> String {
    match &node.kind {
        Kind::Empty => String::new(),
        Kind::Scalar { text, .. } => text.clone(),
        Kind::List(items) => items.iter().map(pairs).collect::<Vec<_>>().join(", "),
        Kind::Map(keys) => {
            let keys = keys.iter().map(|(key, value)| match &value.kind {
                Kind::Map(_) => format!("{} ({})", key.value, pairs(value)),
                _ => format!("{} {}", key.value, pairs(value)),
            });
            keys.collect::<Vec<_>>().join("; ")
        }
    }
}
