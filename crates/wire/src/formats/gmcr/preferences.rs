//! What decision makers of a `.gmcr` file prefer: statements or rankings, one of the two for the whole file.

use super::super::files::{Files, shown};
use super::super::nodes::{items, text};
use super::Prefers;
use super::read::{Conditions, list, place};
use super::terms::Term;
use std::collections::BTreeSet;
use zopa_case::{Kind, Node, limits};

/// What counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Flag {
    Statements,
    Rankings,
}

/// Keys under which rankings stand, the newer first.
const RANKINGS: [&str; 2] = ["preferenceRanking", "preferenceVector"];
const FLAGS: [&str; 2] = ["useManualPreferenceRanking", "useManualPreferenceVectors"];

/// What counts in a file; where it does not say so, rankings do if there are no statements.
pub(super) fn flag(root: &Node, makers: &[Node], files: &mut Files) -> Flag {
    let Some(node) = FLAGS.iter().find_map(|key| root.get(key)) else {
        let ranked = makers.iter().any(|maker| ranking_of(maker).is_some());
        let stated = makers.iter().any(|maker| !items(maker.get("preferences")).is_empty());
        let (flag, what) = match ranked && !stated {
            true => (Flag::Rankings, "rankings"),
            false => (Flag::Statements, "statements"),
        };
        let text = format!("there is no `useManualPreferenceRanking`: {what} are taken to count");
        files.mend(root.span, text);
        return flag;
    };
    match text(node) {
        Some("true") => Flag::Rankings,
        Some("false") => Flag::Statements,
        _ => {
            let message = "whether rankings count is true or false";
            files.error("wrong-form", node.span, message, "write true where rankings count, false where statements do");
            Flag::Statements
        }
    }
}

fn ranking_of(maker: &Node) -> Option<&Node> {
    RANKINGS.iter().find_map(|key| maker.get(key))
}

/// What a decision maker prefers; `states` are those that can be.
pub(super) fn prefers(
    name: &str,
    maker: &Node,
    flag: Flag,
    conditions: &Conditions<'_>,
    states: Option<&[u64]>,
    files: &mut Files,
) -> Prefers {
    let stated = items(maker.get("preferences")).len();
    let ranking = ranking_of(maker);
    match flag {
        Flag::Statements => {
            if let Some(ranking) = ranking {
                files.mend(ranking.span, format!("the ranking of `{}` does not count: left out", shown(name)));
            }
            statements(name, maker, conditions, files)
        }
        Flag::Rankings => {
            if stated > 0 {
                let text = format!("the statements of `{}` do not count: left out", shown(name));
                files.mend(place(maker, "preferences"), text);
            }
            let Some(node) = ranking else {
                let message = format!("rankings count, and `{}` has none", shown(name));
                let help = "add `preferenceRanking`, or let statements count: useManualPreferenceRanking false";
                files.error("missing-key", maker.span, message, help);
                return Prefers::Ranking(Vec::new());
            };
            Prefers::Ranking(states.map(|states| ranked(name, node, states, files)).unwrap_or_default())
        }
    }
}

fn statements(name: &str, maker: &Node, conditions: &Conditions<'_>, files: &mut Files) -> Prefers {
    let listed = match maker.get("preferences") {
        Some(node) => list(node, "`preferences`", files).unwrap_or_default(),
        None => &[],
    };
    let mut all: Vec<(Vec<Term>, zopa_case::Span)> = Vec::new();
    let mut known: BTreeSet<Vec<Term>> = BTreeSet::new();
    for node in listed {
        let Some(mut terms) = conditions.read(node, files) else { continue };
        if terms.is_empty() || terms.contains(&Term::default()) {
            let text = "a statement without options tells no states apart: left out";
            files.mend(node.span, text);
            continue;
        }
        terms.sort_unstable();
        terms.dedup();
        if known.insert(terms.clone()) {
            all.push((terms, node.span));
        } else {
            files.mend(node.span, "a statement stands twice: the more important counts");
        }
    }
    if let Some((_, span)) = all.get(limits::STATEMENTS) {
        let message = format!("`{}` has {} statements; the limit is {}", shown(name), all.len(), limits::STATEMENTS);
        files.error("limit-statements", *span, message, "leave out those that decide least");
    }
    if all.is_empty() && files.problems.is_empty() {
        let span = place(maker, "preferences");
        files.mend(span, format!("`{}` says of no state that it is better: all are equal to it", shown(name)));
    }
    Prefers::Statements(all)
}

/// A ranking by state numbers as one by decimals.
fn ranked(name: &str, node: &Node, states: &[u64], files: &mut Files) -> Vec<Vec<u64>> {
    let mut seen = vec![false; states.len()];
    let mut places = Vec::new();
    let before = files.problems.len();
    for item in list(node, "a ranking", files).unwrap_or_default() {
        let equal = match &item.kind {
            Kind::List(equal) => equal.as_slice(),
            _ => std::slice::from_ref(item),
        };
        let mut together = Vec::new();
        for node in equal {
            let number = text(node).and_then(|written| written.parse::<usize>().ok());
            let Some(number) = number.filter(|number| (1..=states.len()).contains(number)) else {
                let said = text(node).map_or_else(|| node.what().to_string(), |text| format!("`{}`", shown(text)));
                let message = format!("{said} is no state: those that can be are numbered from 1 to {}", states.len());
                let help = "number the states that can be by rising decimals, with options by decision maker";
                files.error("outside-range", node.span, message, help);
                continue;
            };
            if std::mem::replace(&mut seen[number - 1], true) {
                let message = format!("state {number} stands twice in the ranking of `{}`", shown(name));
                files.error("doubled-state", node.span, message, "name each state once");
                continue;
            }
            together.push(states[number - 1]);
        }
        if !together.is_empty() {
            places.push(together);
        }
    }
    let missing: Vec<usize> = (1..=states.len()).filter(|number| !seen[number - 1]).collect();
    if let (Some(first), true) = (missing.first(), files.problems.len() == before) {
        let more = if missing.len() == 1 { String::new() } else { format!(" and {} more", missing.len() - 1) };
        let message = format!("the ranking of `{}` leaves out state {first}{more}", shown(name));
        files.error(
            "missing-states",
            node.span,
            message,
            "name every state, those that are equal in a list of their own",
        );
    }
    places
}
