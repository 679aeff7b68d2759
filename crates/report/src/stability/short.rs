//! What holds beside the table in the brief: a few lines on each conflict, within a bound.

use super::{Beside, pictures};
use crate::brief::Ledger;
use crate::document::{Content, Document, Item};
use crate::text::Text;
use crate::words;
use unicode_width::UnicodeWidthStr;
use zopa_lens::Run;
use zopa_lens::stability::{ConflictFound, Stability};

/// Lines of a terminal for the whole section without its heading, and letters counted for a line.
const LINES: usize = 8;
const LETTERS: usize = 70;

/// The section "Beside the table" of the brief; nothing where the case has no conflict. `short` leaves all but the
/// sentence on each conflict out.
pub(crate) fn in_brief(ledger: &Ledger<'_>, run: &Run<Stability>, short: bool, document: &mut Document) {
    let conflicts = &run.findings.conflicts;
    if conflicts.is_empty() {
        return;
    }
    document.heading(2, "Beside the table", "stability");
    let mut items: Vec<Item> = Vec::new();
    // One line is kept for what is left out.
    let mut left = LINES - 1;
    let mut out = 0;
    let mut add = |said: Text| {
        let lines = said.words().width().div_ceil(LETTERS).max(1);
        if lines <= left {
            left -= lines;
            items.push(Item::from(said));
        } else {
            out += 1;
        }
    };
    conflicts.iter().for_each(|conflict| add(Text::new().plain(conflict.sentence.clone())));
    if !short {
        for conflict in conflicts {
            details(&Beside { ledger, found: conflict }).into_iter().for_each(&mut add);
        }
    }
    if out > 0 {
        let lead = words::counted(out, "more line", "more lines");
        items.push(Item::from(Text::new().plain(format!("{lead}: ")).code("zopa stability").plain(".")));
    }
    document.push_on(Content::List { numbered: false, items }, &run.basis);
    // One picture: where the conflict is small all its states and moves, else the ways from today.
    for conflict in conflicts.iter().take(usize::from(!short)) {
        let beside = Beside { ledger, found: conflict };
        match pictures::small_graph(&beside) {
            Some(chart) => document.push_on(Content::Chart(Box::new(chart)), &conflict.basis),
            None => pictures::tree(&beside, document),
        }
    }
}

/// What is told of a conflict beside its sentence, the most telling first.
fn details(beside: &Beside<'_>) -> Vec<Text> {
    let found: &ConflictFound = beside.found;
    let best = found.told.iter().find(|state| Some(state.state) != found.today);
    let said = best.map(|state| &state.sentence).into_iter().chain(found.wanted.iter().map(|wanted| &wanted.sentence));
    let leaving = found.leaves_today.iter().map(|leaving| &leaving.sentence);
    said.chain(leaving.take(1)).map(|said| Text::new().plain(said.clone())).collect()
}
