//! Openings of the whole: the smallest ways of opening every blocked part together, counted and put in order.

use super::findings::{Constraint, NoSingleMove, NotWithout, Opening};
use super::ground::Count;
use super::part::PartFound;
use super::record::Soft;
use super::{LISTED, words};
use crate::run::Basis;
use crate::solve::marco::{Reach, Set, smallest_picks};
use num_bigint::BigUint;
use std::cmp::Reverse;
use zopa_case::{Case, Number, Quantity};

/// What a part is like once constraints are lifted.
#[derive(Clone)]
struct Opened {
    packages: Option<BigUint>,
    /// A package of it that lacks the fewest yeses, and how many.
    example: Option<(Vec<usize>, Option<usize>)>,
}

pub(super) struct Openings {
    pub listed: Vec<Opening>,
    pub count: Option<BigUint>,
    /// How the list is ordered, in a sentence.
    pub order: String,
}

/// Joins the openings of the parts; there are as many as their product.
pub(super) fn openings(case: &Case, softs: &[Soft], parts: &mut [PartFound<'_>], whole: &Basis) -> Openings {
    let blocked: Vec<usize> = (0..parts.len()).filter(|at| parts[*at].blocked()).collect();
    if blocked.is_empty() || parts.iter().any(|part| !part.blocked() && !part.open()) {
        return Openings {
            listed: Vec::new(),
            count: blocked.is_empty().then_some(BigUint::ZERO),
            order: String::new(),
        };
    }
    let all = blocked.iter().all(|at| parts[*at].found.corrections_reach == Reach::All);
    let count = all.then(|| blocked.iter().map(|at| BigUint::from(parts[*at].found.corrections.len())).product());
    let sizes: Vec<Vec<usize>> =
        blocked.iter().map(|at| parts[*at].found.corrections.iter().map(Set::len).collect()).collect();
    let picks = smallest_picks(&sizes, LISTED);
    let open: Vec<Option<Opened>> = parts
        .iter_mut()
        .map(|part| {
            let nothing = Set::empty(part.ground.tied.softs.len());
            (!part.blocked() && !picks.is_empty()).then(|| opened(case, softs, part, &nothing))
        })
        .collect();
    let mut known: Vec<Vec<Option<Opened>>> = sizes.iter().map(|sizes| vec![None; sizes.len()]).collect();
    let mut listed = Vec::new();
    for pick in picks {
        let mut lift: Vec<usize> = Vec::new();
        let mut each: Vec<Option<Opened>> = open.clone();
        for (which, (at, choice)) in blocked.iter().zip(&pick).enumerate() {
            let part = &mut parts[*at];
            let lifted = part.found.corrections[*choice].clone();
            lift.extend(lifted.iter().map(|soft| part.ground.tied.softs[soft]));
            let here = known[which][*choice].get_or_insert_with(|| opened(case, softs, part, &lifted));
            each[*at] = Some(here.clone());
        }
        lift.sort_unstable();
        listed.push(opening(case, softs, parts, lift, &each, whole));
    }
    let order = rank(softs, &mut listed);
    Openings { listed, count, order }
}

fn opened(case: &Case, softs: &[Soft], part: &mut PartFound<'_>, lifted: &Set) -> Opened {
    let in_force = Set::full(lifted.size()).less(lifted);
    let example = match part.ground.least(Count::MissingYeses, &in_force) {
        Ok(least) => least.and_then(|least| Some((least.examples.first()?.clone(), Some(least.cost as usize)))),
        Err(()) => part.first(case, softs, &in_force).map(|package| (package, None)),
    };
    Opened { packages: part.count(case, softs, &in_force), example }
}

fn opening(
    case: &Case,
    softs: &[Soft],
    parts: &[PartFound<'_>],
    lift: Vec<usize>,
    each: &[Option<Opened>],
    whole: &Basis,
) -> Opening {
    let opens = each.iter().map(|opened| opened.as_ref()?.packages.clone()).product::<Option<BigUint>>();
    let mut example = Some(vec![0; case.issues().len()]);
    let mut lacks = Some(0);
    for (part, opened) in parts.iter().zip(each) {
        let own = opened.as_ref().and_then(|opened| opened.example.as_ref());
        lacks = lacks.zip(own.and_then(|(_, lacks)| *lacks)).map(|(sum, own)| sum + own);
        match (own, &mut example) {
            (Some((package, _)), Some(example)) => {
                part.ground.tied.issues.iter().zip(package).for_each(|(issue, at)| example[issue.index()] = *at);
            }
            _ => example = None,
        }
    }
    let constraints: Vec<&Constraint> = lift.iter().map(|at| &softs[*at].told).collect();
    let ids: Vec<&str> = constraints.iter().map(|constraint| constraint.id.as_str()).collect();
    Opening {
        id: format!("blockers.opening.{}", ids.join("+")),
        sentence: words::opening(case, &constraints, opens.as_ref()),
        lift,
        opens,
        example,
        lacks,
        rank: None,
        basis: whole.clone(),
    }
}

/// Firmness of what is lifted, the largest first; of a range its upper end, then its lower. `None`: not all have one.
fn firmness(softs: &[Soft], lift: &[usize]) -> Option<Vec<(Number, Number)>> {
    let of = |quantity: &Quantity| (quantity.high(), quantity.low());
    let mut all = lift.iter().map(|at| softs[*at].firmness.as_ref().map(of)).collect::<Option<Vec<_>>>()?;
    all.sort_by_key(|firmness| Reverse(*firmness));
    Some(all)
}

/// Puts openings in order: the fewest lifted first; of equal number those whose firmness is known in full, the least
/// firm first; then the others as they come, unranked. Says so.
fn rank(softs: &[Soft], listed: &mut [Opening]) -> String {
    type Key = (usize, bool, Option<Vec<(Number, Number)>>);
    let key = |opening: &Opening| -> Key {
        let firmness = firmness(softs, &opening.lift);
        (opening.lift.len(), firmness.is_none(), firmness)
    };
    listed.sort_by_cached_key(|opening| (key(opening), opening.lift.clone()));
    let keys: Vec<Key> = listed.iter().map(key).collect();
    for (at, opening) in listed.iter_mut().enumerate().filter(|(at, _)| !keys[*at].1) {
        let before = |other: &&Key| other.0 == keys[at].0 && !other.1 && other.2 < keys[at].2;
        opening.rank = Some(1 + keys.iter().filter(before).count());
    }
    let (ranked, unranked) = (keys.iter().any(|key| !key.1), keys.iter().any(|key| key.1));
    let fewest = "The fewest lifted come first";
    match (ranked, unranked) {
        (false, false) => String::new(),
        (true, false) => format!("{fewest}; of equal number, the less firm."),
        (true, true) => {
            format!(
                "{fewest}; of equal number, the less firm, then unranked and as they come those of which not all have a firmness."
            )
        }
        (false, true) => {
            format!(
                "{fewest}; of equal number they stand unranked and as they come, since no firmness is known of all they lift."
            )
        }
    }
}

/// The parts that no opening opens without something not for trade.
pub(super) fn not_without(case: &Case, softs: &[Soft], parts: &[PartFound<'_>]) -> Vec<NotWithout> {
    let found = parts.iter().filter(|part| !part.found.without.is_empty()).map(|part| {
        let ground = &part.ground;
        let sets: Vec<Vec<usize>> = part
            .found
            .without
            .iter()
            .take(LISTED)
            .map(|set| set.iter().map(|soft| ground.tied.softs[soft]).collect())
            .collect();
        let said: Vec<String> = sets
            .iter()
            .take(4)
            .map(|set| words::by_party(case, &set.iter().map(|at| &softs[*at].told).collect::<Vec<_>>()))
            .collect();
        let more = match part.found.without.len().saturating_sub(4) {
            0 => String::new(),
            more => format!(", or {more} other sets"),
        };
        NotWithout {
            id: format!("blockers.not-without.{}", part.name(case)),
            sets,
            sentence: format!("No opening without what is not for trade: {}{more}.", words::list(&said, "or")),
            basis: ground.tied.basis.clone(),
        }
    });
    found.collect()
}

/// Said where every opening lifts more than one constraint.
pub(super) fn no_single_move(
    case: &Case,
    softs: &[Soft],
    parts: &[PartFound<'_>],
    openings: &[Opening],
    whole: &Basis,
) -> Option<NoSingleMove> {
    let first = openings.first()?;
    let each: Vec<(usize, bool)> = parts.iter().filter(|part| part.blocked()).map(PartFound::least).collect();
    let least = each.iter().fold(0_usize, |sum, (least, _)| sum.saturating_add(*least));
    if least < 2 {
        return None;
    }
    let proved = each.iter().all(|(_, found)| *found);
    let mut parties: Vec<usize> = first.lift.iter().map(|at| softs[*at].told.party).collect();
    parties.sort_unstable();
    parties.dedup();
    let blocked: Vec<String> =
        parts.iter().filter(|part| part.blocked()).map(|part| part.titles(case, softs)).collect();
    let apart =
        if blocked.len() > 1 { format!(" Blocked each by itself: {}.", blocked.join("; ")) } else { String::new() };
    Some(NoSingleMove {
        id: "blockers.no-single-move".into(),
        least,
        sentence: format!(
            "No single move opens the whole: the smallest opening{} takes {}, of {}.{apart}",
            if proved { "" } else { " found" },
            words::counted(first.lift.len(), "move", "moves"),
            words::counted(parties.len(), "party", "parties"),
        ),
        basis: whole.clone(),
    })
}
