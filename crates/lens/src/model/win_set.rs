//! The win-set of a ratifier as two rules over packages: what passes for certain, and what may pass.
//!
//! - *leader*, *veto*: every faction must accept.
//! - *majority*: some coalition that carries the vote accepts ([`super::votes`]). A threshold that nobody states is
//!   anything from more than one half to all.
//! - *referendum*: no poll is the vote, so that nothing passes for certain and everything may.
//!
//! Packages outside `about` need no yes and pass. What a faction accepts is what its rule holds for; a faction without
//! one may accept anything or nothing, as does a ratifier without factions. Where a rule hangs on events it is for the
//! caller to ask of the first rule that it holds for certain, of the second that it is not excluded.
//!
//! Source: Putnam, International Organization 42 (1988).

use super::votes::{Sure, Votes};
use std::collections::BTreeMap;
use zopa_case::draft::{Faction, Ratifier, RatifierRule};
use zopa_case::{Case, Quantity, Rule, TICKS};

/// What a ratifier lets through.
#[derive(Clone, Debug)]
pub(crate) struct WinSet {
    /// Holds for packages that pass whatever is not known; to be asked for certain.
    pub certain: Rule,
    /// Holds for packages that may pass; to be asked as not excluded.
    pub possible: Rule,
    /// Whether the two say all that is known: past a limit on coalitions the first takes in too few, the second too many.
    pub complete: bool,
}

/// The win-set of a ratifier of the case.
pub(crate) fn win_set(case: &Case, ratifier: &Ratifier) -> WinSet {
    exempting(case, ratifier, yes(case, ratifier, None))
}

/// The same with one faction left out: its weight taken away, or its veto lifted.
pub(crate) fn without(case: &Case, ratifier: &Ratifier, faction: usize) -> WinSet {
    exempting(case, ratifier, yes(case, ratifier, Some(faction)))
}

/// Lets pass what needs no yes.
fn exempting(case: &Case, ratifier: &Ratifier, yes: WinSet) -> WinSet {
    let Some(about) = about(case, ratifier) else { return yes };
    let or_exempt = |rule: Rule| Rule::Or(vec![about.clone().negated(), rule]);
    WinSet { certain: or_exempt(yes.certain), possible: or_exempt(yes.possible), complete: yes.complete }
}

/// Which packages need the ratifier; `None`: all.
pub(crate) fn about<'a>(case: &'a Case, ratifier: &Ratifier) -> Option<&'a Rule> {
    ratifier.about.as_ref().and_then(|text| case.rule(text))
}

/// The packages that get the ratifier's yes.
pub(crate) fn yes(case: &Case, ratifier: &Ratifier, left_out: Option<usize>) -> WinSet {
    let factions: Vec<&Faction> =
        ratifier.factions.iter().enumerate().filter(|(at, _)| Some(*at) != left_out).map(|(_, (_, own))| own).collect();
    let anything = WinSet { certain: never(), possible: Rule::always(), complete: true };
    if factions.is_empty() {
        return anything;
    }
    match ratifier.rule.value {
        RatifierRule::Referendum => anything,
        RatifierRule::Leader | RatifierRule::Veto => {
            let known: Vec<Rule> = factions.iter().filter_map(|faction| accepts(case, faction).cloned()).collect();
            let all_known = known.len() == factions.len();
            let possible = Rule::And(known);
            WinSet { certain: if all_known { possible.clone() } else { never() }, possible, complete: true }
        }
        RatifierRule::Majority => by_weight(case, ratifier, &factions),
    }
}

/// What a faction accepts, where it is on the record.
pub(crate) fn accepts<'a>(case: &'a Case, faction: &Faction) -> Option<&'a Rule> {
    faction.accepts.as_ref().and_then(|text| case.rule(text))
}

/// A rule that never holds.
pub(crate) fn never() -> Rule {
    Rule::Or(Vec::new())
}

/// The votes of factions.
pub(crate) fn votes<'a>(ratifier: &Ratifier, factions: impl Iterator<Item = &'a Faction>) -> Votes {
    let ends = |quantity: &Quantity| (quantity.low().0.max(0), quantity.high().0.max(0));
    Votes {
        weights: factions.map(|faction| ends(&faction.weight)).collect(),
        threshold: ratifier.threshold.as_ref().map_or((TICKS / 2, TICKS), ends),
    }
}

fn by_weight(case: &Case, ratifier: &Ratifier, factions: &[&Faction]) -> WinSet {
    let votes = votes(ratifier, factions.iter().copied());
    // Factions that accept the same vote together.
    let mut groups: BTreeMap<&str, (&Rule, Vec<usize>)> = BTreeMap::new();
    let mut unknown = Vec::new();
    for (at, faction) in factions.iter().enumerate() {
        match (&faction.accepts, accepts(case, faction)) {
            (Some(text), Some(rule)) => {
                groups.entry(&text.text.value).or_insert_with(|| (rule, Vec::new())).1.push(at);
            }
            _ => unknown.push(at),
        }
    }
    let (rules, members): (Vec<&Rule>, Vec<Vec<usize>>) = groups.into_values().unzip();
    let any_of = |coalitions: Vec<Vec<usize>>| {
        let all_of = |coalition: Vec<usize>| Rule::And(coalition.into_iter().map(|at| rules[at].clone()).collect());
        Rule::Or(coalitions.into_iter().map(all_of).collect())
    };
    let certain = votes.minimal(Sure::Certain, &[], &members);
    let possible = votes.minimal(Sure::Possible, &unknown, &members);
    let complete = certain.is_some() && possible.is_some();
    let everybody: Vec<usize> = (0..rules.len()).collect();
    let all_carry = || {
        let mut in_favour = vec![true; factions.len()];
        unknown.iter().for_each(|at| in_favour[*at] = false);
        votes.carries(Sure::Certain, &in_favour)
    };
    WinSet {
        // Past the limit: certain where all whose rule is known accept, and that is enough; possible anywhere.
        certain: match certain {
            Some(coalitions) => any_of(coalitions),
            None if all_carry() => any_of(vec![everybody]),
            None => never(),
        },
        possible: possible.map_or_else(Rule::always, any_of),
        complete,
    }
}
