//! What is wanted: whether it holds, the least changes of preference that would make it hold, and locks.

use super::{Beside, more_in, name, numbers, part, sentences};
use crate::document::{Content, Document, Row, Table, columns};
use crate::text::{Text, anchor};
use crate::words;
use zopa_lens::stability::{Change, Effect, StatementMoved, WantedFound};

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
        sentences(document, found, wanted.together.iter().map(|together| together.sentence.as_str()));
        moved(beside, wanted, document);
        let Some(locks) = &wanted.locks else { continue };
        sentences(document, found, locks.iter().map(|lock| lock.sentence.as_str()));
        if wanted.state.is_some() && !wanted.changes.is_empty() && locks.is_empty() {
            let text = "No single action that could not be changed would make it hold.";
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
            let pairs = words::counted_with(&least.swaps, "pair", "pairs");
            lower = lower.new_line().plain(format!("{or}{} ({pairs})", numbers(&least.states, NAMED)));
        }
        if change.lower.len() > LEAST {
            let least = if change.complete { "" } else { " at least" };
            let sets = words::counted(change.lower.len() - LEAST, "other set", "other sets");
            lower = lower.new_line().plain(format!("or {sets}{least}"));
        } else if change.lower.is_empty() {
            lower = lower.plain("not found within the limits");
        } else if !change.complete {
            lower = lower.new_line().plain("or perhaps other sets");
        }
        let rankings = match &change.rankings {
            Some(rankings) => format!("{} of {states}!", words::count(rankings)),
            None => "not counted".into(),
        };
        let effect = |of: fn(&Effect) -> &[u64]| match &change.effect {
            _ if change.lower.is_empty() => Text::from("-"),
            Some(effect) => Text::from(numbers(of(effect), NAMED)),
            None => Text::from("not worked out"),
        };
        let cells = vec![
            Text::from(name(change.concept)),
            Text::new().party(beside.ledger.party(change.party)),
            lower,
            Text::from(rankings),
            effect(|effect| &effect.appear),
            effect(|effect| &effect.vanish),
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
        "State {state} ({}). Each line is about one decision maker, the others' preferences as they are: minimal sets of states that it would have to like no better than state {state}, in brackets the pairs of states whose order changes with that, the least first; and of the {states}! rankings of all states without ties those in which it stays. What appears and vanishes is said of the first set.",
        beside.taken(state)
    );
    document.push(Content::Note(Text::from(text)));
}

/// Moves of statements that would do, where preferences are by statements.
fn moved(beside: &Beside<'_>, wanted: &WantedFound, document: &mut Document) {
    let way = |way: &Vec<StatementMoved>| {
        let moves = way.iter().map(|moved| {
            let (from, to) = moved.places;
            format!("`{}` came in place {to} instead of {from}", moved.statement)
        });
        words::list(&moves.collect::<Vec<_>>())
    };
    let said = wanted.changes.iter().filter_map(|change| {
        let moved = change.statements.as_ref()?;
        let title = beside.ledger.party(change.party);
        let under = name(change.concept);
        let looked = words::counted(moved.looked, "statement", "statements");
        Some(match moved.ways.as_slice() {
            [] => format!("No order of {title}'s statements with up to {looked} moved makes it stay under {under}."),
            [first, others @ ..] => {
                let more = match others.len() {
                    0 => String::new(),
                    _ => format!(", or {}", others.iter().map(way).collect::<Vec<_>>().join("; or ")),
                };
                format!("By its statements {title} would stay under {under} if {}{more}.", way(first))
            }
        })
    });
    let said: Vec<String> = said.collect();
    sentences(document, beside.found, said.iter().map(String::as_str));
}
