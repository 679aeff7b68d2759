//! Reading trees of plain data that other programs wrote.

use super::exact::Decimal;
use super::files::{Files, shown};
use super::json::read_json;
use crate::text::read_text;
use zopa_case::{At, Diagnostic, FileId, Kind, Node};

/// The tree of a YAML or JSON file; `None` where it cannot be read, which is told.
pub(super) fn read_node(file: FileId, files: &mut Files) -> Option<Node> {
    let name = files.texts.name(file).to_lowercase();
    let text = files.texts.text(file);
    if name.ends_with(".json") || text.trim_start_matches(['\u{feff}', ' ', '\n', '\r', '\t']).starts_with('{') {
        return read_json(file, files);
    }
    match read_text(file, text) {
        Ok(node) => Some(node),
        Err(problems) => {
            let Some(quoted) = in_quotes(text, &problems) else {
                files.problems.extend(problems);
                return None;
            };
            let file = files.texts.add(files.texts.name(file).to_string(), quoted.clone());
            read_text(file, &quoted).map_err(|problems| files.problems.extend(problems)).ok()
        }
    }
}

/// The text with quotes around every `y` and `n`, where those are all that is wrong with it: PyYAML writes them
/// without quotes and reads them as texts.
fn in_quotes(text: &str, problems: &[Diagnostic]) -> Option<String> {
    let mut places: Vec<usize> = Vec::new();
    for problem in problems {
        let (start, end) = (problem.span().start as usize, problem.span().end as usize);
        if problem.code != "yaml-ambiguous" || !matches!(text.get(start..end)?, "y" | "Y" | "n" | "N") {
            return None;
        }
        places.push(start);
    }
    places.sort_unstable();
    places.dedup();
    let mut quoted = String::with_capacity(text.len() + 2 * places.len());
    let mut from = 0;
    for at in places {
        quoted.push_str(text.get(from..at)?);
        quoted.push('"');
        quoted.push_str(text.get(at..at + 1)?);
        quoted.push('"');
        from = at + 1;
    }
    quoted.push_str(text.get(from..)?);
    Some(quoted)
}

/// The text of a scalar.
pub(super) fn text(node: &Node) -> Option<&str> {
    match &node.kind {
        Kind::Scalar { text, .. } => Some(text),
        _ => None,
    }
}

/// The items of a list; none of anything else.
pub(super) fn items(node: Option<&Node>) -> &[Node] {
    match node.map(|node| &node.kind) {
        Some(Kind::List(items)) => items,
        _ => &[],
    }
}

/// The pairs of a map; none of anything else.
pub(super) fn pairs(node: Option<&Node>) -> &[(At<String>, Node)] {
    match node.map(|node| &node.kind) {
        Some(Kind::Map(pairs)) => pairs,
        _ => &[],
    }
}

/// A number; what is no number is told.
pub(super) fn decimal(node: &Node, what: &str, files: &mut Files) -> Option<Decimal> {
    let read = text(node).and_then(Decimal::parse);
    if read.is_none() {
        let written = text(node).map_or_else(|| node.what().to_string(), |text| format!("`{}`", shown(text)));
        let message = format!("{what} is {written}, which is no number");
        files.error("number-form", node.span, message, "write digits with a point, such as 0.25");
    }
    read
}

/// The number of a key; `absent` where it is not there or empty.
pub(super) fn decimal_of(node: &Node, key: &str, absent: Decimal, files: &mut Files) -> Option<Decimal> {
    match node.get(key) {
        None | Some(Node { kind: Kind::Empty, .. }) => Some(absent),
        Some(number) => decimal(number, &format!("`{key}`"), files),
    }
}
