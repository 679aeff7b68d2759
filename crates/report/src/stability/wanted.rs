//! What is wanted: whether it holds, the least changes of preference that would make it hold, and locks.

use super::{Beside, more_in, name, numbers, part, sentences};
use crate::document::{Content, Document, Row, Table, columns};
use crate::text::{Text, anchor};
use crate::words;
use zopa_lens::stability::{Change, WantedFound};

/// Wanted rules told, least changes of one decision maker told, and states named in a cell.
const WANTED: usize = 20;
const LEAST: usize = 3;
const NAMED: usize = 8;

/// The section on everything wanted.
pub(super) fn wanted(beside: &Beside<'_>, document: &mut Document) {
    let found = beside.found;
    part(document, found, "Wanted");
    if found.wanted.is_empty() {
        let text = "Nothing is wanted of this conflict. The case would need `wanted`: rules over its actions, such as what should end.";
        document.push_on(Content::Paragraph(Text::from(text)), &found.basis);
        return;
    }
    for wanted in found.wanted.iter().take(WANTED) {
        let text = beside.ledger.on_basis(Text::new().plain(wanted.sentence.clone()), &wanted.basis);
        document.push_on(Content::Paragraph(text), &wanted.basis);
        changes(beside, wanted, document);
        sentences(document, found, wanted.locks.iter().map(|lock| lock.sentence.as_str()));
        if wanted.state.is_some() && !wanted.changes.is_empty() && wanted.locks.is_empty() {
            let text = "No single action that could not be changed would make it hold, as far as was looked.";
            document.push(Content::Paragraph(Text::from(text)));
        }
    }
    more_in(document, found.wanted.len(), WANTED, "rule", "rules");
}

fn changes(beside: &Beside<'_>, wanted: &WantedFound, document: &mut Document) {
    let Some(state) = wanted.state.filter(|_| !wanted.changes.is_empty()) else { return };
    let states = beside.found.states;
    let row = |change: &Change| {
        let mut lower = Text::new();
        for (at, least) in change.lower.iter().take(LEAST).enumerate() {
            let or = if at > 0 { "or " } else { "" };
            lower = lower.new_line().plain(format!("{or}{}", numbers(least, NAMED)));
        }
        if change.lower.len() > LEAST {
            let least = if change.complete { "" } else { " at least" };
            let sets = words::counted(change.lower.len() - LEAST, "other set", "other sets");
            lower = lower.new_line().plain(format!("or {sets}{least}"));
        } else if change.lower.is_empty() {
            lower = lower.plain("no change is enough");
        } else if !change.complete {
            lower = lower.new_line().plain("or perhaps other sets");
        }
        let rankings = match &change.rankings {
            Some(rankings) => format!("{} of {states}!", words::count(rankings)),
            None => "not counted".into(),
        };
        let turned = match (change.lower.is_empty(), change.appear.as_slice(), change.vanish.as_slice()) {
            (true, _, _) => [Text::from("-"), Text::from("-")],
            (false, appear, vanish) => [appear, vanish].map(|states| Text::from(numbers(states, NAMED))),
        };
        let [appear, vanish] = turned;
        let cells = vec![
            Text::from(name(change.concept)),
            Text::new().party(beside.ledger.party(change.party)),
            lower,
            Text::from(rankings),
            appear,
            vanish,
        ];
        Row { anchor: anchor("change", &format!("{}.{}.{}", wanted.id, name(change.concept), change.party)), cells }
    };
    let table = Table {
        caption: format!("`{}`: least changes of preference", wanted.rule),
        columns: columns(&[
            "Concept",
            "Who would leave",
            "Would have to like no better",
            "Rankings in which it stays",
            "Equilibria that appear",
            "Equilibria that vanish",
        ]),
        rows: wanted.changes.iter().map(row).collect(),
    };
    document.push_on(Content::Table(table), &wanted.basis);
    let text = format!(
        "State {state} ({}). Each line is about one decision maker, the others' preferences as they are: minimal sets of states that it would have to like no better than state {state}, the smallest first, and of the {states}! rankings of all states without ties those in which it stays. What appears and vanishes is said of the first set.",
        beside.taken(state)
    );
    document.push(Content::Note(Text::from(text)));
}
