//! The actions of a conflict, its equilibria by concept, why each decision maker stays, and what equilibria share.

use super::{Beside, CONCEPTS, more_in, name, numbers, part, sentences};
use crate::document::{Content, Document, Item, Row, Table, columns};
use crate::settlement::say::short;
use crate::text::{Text, anchor};
use crate::words;
use std::collections::BTreeSet;
use zopa_lens::stability::{ActionFound, Concept, EngineUsed, EquilibriumFound, Held};

/// States named in a cell.
const NAMED: usize = 12;

/// The table of actions.
pub(super) fn actions(beside: &Beside<'_>, document: &mut Document) {
    let found = beside.found;
    if found.actions.is_empty() {
        return;
    }
    part(document, found, "Actions");
    let row = |(at, action): (usize, &ActionFound)| {
        let ways = match action.ways {
            (true, true) => "both ways",
            (true, false) => "can begin, and not end",
            (false, true) => "can end, and not begin",
            (false, false) => "cannot change",
        };
        let today = match action.today {
            Some(true) => "done",
            Some(false) => "not done",
            None => "not said",
        };
        Row {
            anchor: String::new(),
            cells: vec![
                Text::new().plain((at + 1).to_string()),
                Text::new().plain(action.title.clone()),
                Text::new().party(beside.ledger.party(action.party)),
                Text::from(ways),
                Text::from(today),
            ],
        }
    };
    let table = Table {
        caption: format!("{}: actions", found.title),
        columns: columns(&["No.", "Action", "Who decides", "Can change", "Today"]),
        rows: found.actions.iter().enumerate().map(row).collect(),
    };
    document.push_on(Content::Table(table), &found.basis);
    let text = format!(
        "{} can be. A state is numbered by its actions: 1 for the first, 2 for the second, 4 for the third, and so on, added up over those that are done.",
        words::sentence(&words::counted_with(&found.states, "state", "states")).trim_end_matches('.')
    );
    if found.missing.is_empty() {
        document.push(Content::Paragraph(Text::from(text)));
    }
}

/// What it takes for a decision maker to stay.
fn meaning(concept: Concept) -> &'static str {
    match concept {
        Concept::Nash => "no move of its own is a gain",
        Concept::Sseq => "as SEQ, and no counter-move of its own mends it",
        Concept::Seq => "every gain is undone by moves by which others gain",
        Concept::Smr => "as GMR, and no counter-move of its own mends it",
        Concept::Gmr => "every gain can be undone by others, at whatever cost to them",
    }
}

/// Equilibria: how many by concept, those told, why each holds, and what they share.
pub(super) fn equilibria(beside: &Beside<'_>, document: &mut Document) {
    let found = beside.found;
    part(document, found, "Equilibria by concept");
    let row = |(concept, count): &(Concept, u64)| {
        let listed = found.equilibria.iter().find(|(own, _)| own == concept);
        let states = listed.map_or(&[][..], |(_, states)| states.as_slice());
        let mut which = numbers(states, NAMED);
        // The list itself may be cut.
        if *count > states.len() as u64 && states.len() <= NAMED {
            which = format!("{which}, and more");
        } else if *count > states.len() as u64 {
            which = format!("{} and {} more", numbers(&states[..NAMED], NAMED), words::count(&(count - NAMED as u64)));
        }
        let most = found.at_most.iter().find(|(own, _)| own == concept).map_or(*count, |(_, most)| *most);
        let how_many = if most > *count {
            format!("{} to {}", words::count(count), words::count(&most))
        } else {
            words::count(count)
        };
        let cells =
            vec![Text::from(name(*concept)), Text::from(meaning(*concept)), Text::from(how_many), Text::from(which)];
        Row { anchor: String::new(), cells }
    };
    let table = Table {
        caption: format!("{}: equilibria by concept", found.title),
        columns: columns(&["Concept", "Everybody stays, since", "Equilibria", "States"]),
        rows: found.counts.iter().map(row).collect(),
    };
    document.push_on(Content::Table(table), &found.basis);
    if found.engine == EngineUsed::Diagrams {
        let bounds = if found.at_most.is_empty() {
            ""
        } else {
            " A limit was reached: where two numbers stand there are at least so many and at most so many."
        };
        let text = format!("Found by decision diagrams, not state by state.{bounds}");
        document.push(Content::Note(Text::from(text)));
    }
    if beside.drawn() {
        let text = format!(
            "{} of preferences were drawn, and a state counts where it is an equilibrium in more than half. A share counts draws of the preferences entered, and is no forecast.",
            words::counted_with(&found.draws, "set", "sets")
        );
        document.push(Content::Note(Text::from(text)));
    }
    if found.told.is_empty() {
        let text = "No state is an equilibrium under any concept: some decision maker would leave every one.";
        document.push_on(Content::Paragraph(Text::from(text)), &found.basis);
        return;
    }
    told(beside, document);
    if !found.common.is_empty() {
        part(document, found, "What equilibria share");
        sentences(document, found, found.common.iter().map(|common| common.sentence.as_str()));
    }
    held(beside, document);
}

/// The table of the equilibria told.
fn told(beside: &Beside<'_>, document: &mut Document) {
    let found = beside.found;
    part(document, found, "Equilibria");
    let mark = |state: &EquilibriumFound, concept: Concept| {
        let holds = state.concepts.contains(&concept);
        let sign = if holds { "x" } else { "-" };
        let share = state.shares.iter().find(|(own, _)| *own == concept).map(|(_, share)| share);
        match share.filter(|share| share.n() > 1 && share.hits() > 0) {
            Some(share) => Text::from(format!("{sign} {}", short(share))),
            None => Text::from(sign),
        }
    };
    let row = |state: &EquilibriumFound| {
        let mut cells = vec![Text::new().strong(state.state.to_string()), Text::new().plain(beside.taken(state.state))];
        cells.extend(CONCEPTS.map(|concept| mark(state, concept)));
        let (moves, gaining) = match (found.today, state.moves) {
            _ if found.engine == EngineUsed::Diagrams => ("not worked out".to_string(), "not worked out"),
            (None, _) => ("not said".to_string(), "not said"),
            (Some(_), None) => ("no way".to_string(), "no way"),
            (Some(_), Some(0)) => ("today's".to_string(), "today's"),
            (Some(_), Some(moves)) => (words::count(&moves), if state.gaining_way.is_some() { "yes" } else { "no" }),
        };
        cells.extend([Text::from(moves), Text::from(gaining)]);
        Row { anchor: anchor("state", &format!("{}.{}", found.conflict, state.state)), cells }
    };
    let mut heads = vec!["State", "Done"];
    heads.extend(CONCEPTS.map(name));
    heads.extend(["Moves from today", "Everybody gains on the way"]);
    let table = Table {
        caption: format!("{}: equilibria", found.title),
        columns: columns(&heads),
        rows: found.told.iter().map(row).collect(),
    };
    document.push_on(Content::Table(table), &found.basis);
    let key = match beside.drawn() {
        false => "x: an equilibrium under the concept; -: none.",
        true => {
            "x: an equilibrium under the concept in more than half of the draws, with the share of draws; -: in fewer, or in none."
        }
    };
    document.push(Content::Paragraph(Text::from(key)));
    let shown: BTreeSet<u64> = found.told.iter().map(|state| state.state).collect();
    let all: BTreeSet<u64> = found.equilibria.iter().flat_map(|(_, states)| states).copied().collect();
    let cut =
        found.counts.iter().zip(&found.equilibria).map(|((_, count), (_, listed))| {
            usize::try_from(*count).unwrap_or(usize::MAX).saturating_sub(listed.len())
        });
    let unlisted = cut.max().unwrap_or(0);
    let left = all.difference(&shown).count().saturating_add(unlisted);
    more_in(document, left, 0, "equilibrium", "equilibria");
}

/// Why each decision maker stays in each state told.
fn held(beside: &Beside<'_>, document: &mut Document) {
    let found = beside.found;
    let items: Vec<Item> = found
        .told
        .iter()
        .filter(|state| !state.held.is_empty())
        .map(|state| Item {
            text: Text::new()
                .strong(format!("State {}", state.state))
                .plain(format!(": {}.", beside.taken(state.state))),
            below: reasons(beside, state),
        })
        .collect();
    if items.is_empty() {
        return;
    }
    part(document, found, "Why each stays");
    document.push_on(Content::List { numbered: false, items }, &found.basis);
    if beside.drawn() {
        let text = "The reasons are those of the first draw in which the state is an equilibrium; for each the strongest concept under which it stays.";
        document.push(Content::Note(Text::from(text)));
    }
}

/// Why each stays, in sentences; those who would gain by no move of their own in one.
fn reasons(beside: &Beside<'_>, state: &EquilibriumFound) -> Vec<Text> {
    let (still, others): (Vec<&Held>, Vec<&Held>) =
        state.held.iter().partition(|held| held.concept == Concept::Nash && held.sanction.is_none());
    let parties: Vec<usize> = still.iter().map(|held| held.party).collect();
    let together = match still.as_slice() {
        [] => None,
        [one] => Some(one.sentence.clone()),
        _ => Some(format!("{} would gain by no move of their own (Nash).", beside.ledger.parties(&parties))),
    };
    together.into_iter().chain(others.iter().map(|held| held.sentence.clone())).map(Text::from).collect()
}
