//! Two levels: what those at home let through, on the record alone.
//!
//! A deal needs the yes of ratifiers: leaders, bodies that vote, the people. Given are the rule by which a ratifier decides,
//! what each of its factions accepts, polls, and the mandates of delegations. Nothing here needs values.
//!
//! - **Win-set** (Putnam 1988): the packages that a ratifier lets through. Weights, thresholds and what factions accept may
//!   be unknown, so that it is two sets: what passes *for certain* and what passes *possibly* (`model/win_set.rs`, `model/votes.rs`).
//!   Both are counted exactly over the admissible packages.
//! - **Cohesion**: the same counts with each faction left out in turn.
//! - **Polls**, each tied to its question: ranges by sampling error, never in the win-set (`polls.rs`).
//! - **Sweetener**: the fewest issues whose change carries a package (`sweetener.rs`).
//! - **Mandates** against lines of the same party (`mandates.rs`).
//! - **Joint**: the packages that pass every ratifier whose party's consent a deal needs.
//!
//! What a ratifier waits for (`needs:`) is told in words: whether it has come about is not guessed. Counts take some
//! milliseconds each, about six for every faction; where the issues hang together too closely for one it is left out and
//! a warning says so.
//!
//! Sources: Putnam, International Organization 42 (1988); Iida, Journal of Conflict Resolution 37 (1993); Schelling, The
//! Strategy of Conflict (1960).

mod findings;
mod ground;
mod mandates;
mod polls;
mod sweetener;
mod telling;
#[cfg(test)]
mod tests;

pub use findings::{
    FactionHome, Home, HomeFindings, Interval, Joint, Mandated, Passing, Polled, Reach, Support, Sweetened, Sweetener,
};
pub use sweetener::sweetener;

use crate::model::win_set::{self, WinSet, win_set};
use crate::model::{Mode, Record, votes};
use ground::Ground;
use num_bigint::BigUint;
use telling::{and_list, counted, passing};
use zopa_case::decode::Word;
use zopa_case::draft::{Fit, Ratifier, RatifierRule};
use zopa_case::{Case, PartyId, Rule};

/// Factions of a ratifier that are told of one by one at most; all of them count in its vote.
pub const FACTIONS: usize = 64;
/// Smallest changes listed for a package at most.
pub const WAYS: usize = 7;

/// What ratifiers and mandates of `case` let through; the case should be cut to its day ([`Case::known`]).
///
/// Cost: a few exact counts of the package space for each ratifier, six for each faction, one elimination for each smallest
/// change.
pub fn home(case: &Case) -> HomeFindings {
    let mut ground = Ground::new(&Record::new(case));
    let ratifiers: Vec<Home> = case.draft().ratifiers.iter().filter_map(|own| ratified(&mut ground, own)).collect();
    let joint = joint(&mut ground, &ratifiers);
    let mandates = mandates::mandated(&mut ground);
    HomeFindings { admissible: ground.total.clone(), ratifiers, joint, mandates, warnings: ground.warnings() }
}

fn title(ratifier: &Ratifier) -> &str {
    zopa_case::draft::title(&ratifier.id, &ratifier.name)
}

/// The counts of two rules, the first for certain and the second as not excluded.
fn count(ground: &mut Ground<'_>, certain: &[&Rule], possible: &[&Rule]) -> Option<Passing> {
    let sure: Vec<(&Rule, Mode)> = certain.iter().map(|rule| (*rule, Mode::Certain)).collect();
    let open: Vec<(&Rule, Mode)> = possible.iter().map(|rule| (*rule, Mode::NotExcluded)).collect();
    Some(Passing { certain: ground.count(&sure)?, possible: ground.count(&open)? })
}

fn ratified(ground: &mut Ground<'_>, ratifier: &Ratifier) -> Option<Home> {
    let case = ground.case;
    let party = case.party_ids().find(|id| case.party(*id).name == ratifier.party.value)?;
    let name = &ratifier.id.value;
    let mut basis = ground.basis.clone();
    basis.ratifier(case, ratifier);
    let always = Rule::always();
    let about = win_set::about(case, ratifier).unwrap_or(&always);
    let win = win_set(case, ratifier);
    if !win.complete {
        ground.warn(format!(
            "{name}: more than {} winning coalitions, or factions with more than {} different rules: what passes for \
             certain is at least what is told, what passes possibly at most",
            votes::COALITIONS,
            votes::GROUPS
        ));
    }
    let mut threshold = ratifier.threshold.as_ref().map(|own| (own.low(), own.high()));
    if ratifier.rule.value == RatifierRule::Majority && threshold.is_none() {
        basis.assumptions.insert(format!("{name}: the threshold is not said: anything from more than half to all"));
    }
    if matches!(ratifier.rule.value, RatifierRule::Leader | RatifierRule::Veto) {
        threshold = None;
    }
    let polls: Vec<Polled> = ratifier
        .polls
        .iter()
        .enumerate()
        .map(|(at, poll)| {
            let mut own = ground.basis.clone();
            own.ratifier(case, ratifier);
            own.item(case, &poll.source, None);
            if ratifier.threshold.is_none() && poll.fit.value != Fit::Unfit {
                own.assumptions.insert(format!("{name}: the threshold is not said: polls are held against one half"));
            }
            basis.join(&own);
            let asks = poll.asks.as_ref().filter(|_| poll.fit.value == Fit::Exact);
            let covers = asks
                .and_then(|asks| case.rule(asks))
                .and_then(|asks| ground.count(&[(about, Mode::NotExcluded), (asks, Mode::Certain)]));
            polls::polled(ratifier, at, poll, covers, own)
        })
        .collect();
    let asked = count(ground, &[about], &[about]);
    let passes = count(ground, &[&win.certain], &[&win.possible]);
    let empty = gets_none(ground, about, asked.as_ref(), &win_set::yes(case, ratifier, None));
    let factions = factions(ground, ratifier, asked.as_ref(), passes.as_ref());
    let sweeteners = sweetener::sweetened(ground, ratifier, &win, &basis);
    sweeteners.iter().for_each(|found| basis.join(&found.basis));
    let mut home = Home {
        id: format!("settlement.home.{name}"),
        ratifier: name.clone(),
        title: title(ratifier).to_string(),
        party: party.index(),
        consents: consents(case, party),
        rule: ratifier.rule.value,
        threshold,
        about: ratifier.about.as_ref().map(|text| text.text.value.clone()),
        needs: ratifier.needs.as_ref().map(|text| text.text.value.clone()),
        asked,
        passes,
        empty,
        factions,
        polls,
        sweeteners,
        sentence: String::new(),
        basis,
    };
    home.sentence = sentence(ground, ratifier, &home);
    Some(home)
}

/// Whether a deal needs the party's yes on some issue.
fn consents(case: &Case, party: PartyId) -> bool {
    case.issues().iter().any(|issue| issue.consent.contains(&party))
}

/// Whether no admissible package that needs a yes could get it; `None` where none needs it.
fn gets_none(ground: &mut Ground<'_>, about: &Rule, asked: Option<&Passing>, yes: &WinSet) -> Option<bool> {
    asked.filter(|asked| asked.possible > BigUint::ZERO)?;
    let count = ground.count(&[(about, Mode::NotExcluded), (&yes.possible, Mode::NotExcluded)])?;
    Some(count == BigUint::ZERO)
}

fn factions(
    ground: &mut Ground<'_>,
    ratifier: &Ratifier,
    asked: Option<&Passing>,
    passes: Option<&Passing>,
) -> Vec<FactionHome> {
    let case = ground.case;
    if ratifier.factions.len() > FACTIONS {
        let name = &ratifier.id.value;
        ground.warn(format!("{name}: only the first {FACTIONS} of {} factions are told of", ratifier.factions.len()));
    }
    let (always, never) = (Rule::always(), win_set::never());
    let about = win_set::about(case, ratifier).unwrap_or(&always);
    let by_weight = ratifier.rule.value == RatifierRule::Majority;
    let voted = ratifier.rule.value != RatifierRule::Referendum;
    let votes = win_set::votes(ratifier, ratifier.factions.iter().map(|(_, faction)| faction));
    let mut found = Vec::new();
    for (at, (id, faction)) in ratifier.factions.iter().enumerate().take(FACTIONS) {
        let accepts = win_set::accepts(case, faction);
        let accepted = count(ground, &[accepts.unwrap_or(&never)], &[accepts.unwrap_or(&always)]);
        let (mut without, mut empties) = (None, None);
        if voted && ratifier.factions.len() > 1 {
            let win = win_set::without(case, ratifier, at);
            without = count(ground, &[&win.certain], &[&win.possible]);
            empties = gets_none(ground, about, asked, &win_set::yes(case, ratifier, Some(at)));
        }
        let mut own = FactionHome {
            faction: id.value.clone(),
            title: faction.name.as_ref().map_or_else(|| id.value.clone(), |name| name.value.clone()),
            weight: (faction.weight.low(), faction.weight.high()),
            accepts: faction.accepts.as_ref().map(|text| text.text.value.clone()),
            accepted,
            without,
            empties,
            decisive: if by_weight { votes.decisive(at) } else { None },
            sentence: String::new(),
        };
        own.sentence = of_faction(ground, &own, passes);
        found.push(own);
    }
    found
}

fn of_faction(ground: &Ground<'_>, own: &FactionHome, passes: Option<&Passing>) -> String {
    let title = &own.title;
    let Some(all) = &ground.total else { return format!("{title}: the packages could not be counted.") };
    let mut told = match (&own.accepts, &own.accepted) {
        (None, _) => format!("What {title} would accept is not on the record."),
        (Some(_), Some(accepted)) => {
            format!("{title} accepts {} of {} admissible packages.", passing(accepted, all), counted(all))
        }
        (Some(_), None) => format!("What {title} accepts could not be counted."),
    };
    if let (Some(without), Some(passes)) = (&own.without, passes) {
        told += &if without == passes {
            format!(" Without {title} as many pass.")
        } else {
            format!(" Without {title}, {} pass instead of {}.", passing(without, all), passing(passes, all))
        };
    }
    told += match (own.empties, own.decisive) {
        (Some(true), _) => " Without it nothing that needs this yes could get it.",
        (_, Some(false)) => " Its vote decides in no coalition.",
        (_, Some(true)) => " There are coalitions in which its vote decides.",
        _ => "",
    };
    told
}

fn sentence(ground: &Ground<'_>, ratifier: &Ratifier, home: &Home) -> String {
    let title = &home.title;
    let mut told = format!("{title} ({}", ratifier.rule.value.word());
    if let Some(threshold) = &ratifier.threshold {
        told += &format!(", threshold {threshold}");
    }
    told += "). ";
    let some = ground.total.as_ref().filter(|all| **all > BigUint::ZERO);
    if let (Some(_), Some(asked), Some(all)) = (&home.about, &home.asked, some) {
        told += &format!("{} of {} admissible packages need its yes. ", passing(asked, all), counted(all));
    }
    told += &match (&home.passes, &ground.total) {
        (_, Some(all)) if *all == BigUint::ZERO => "No package is admissible, so that none passes.".into(),
        (Some(passes), Some(all)) => format!("Of {} admissible packages {} pass.", counted(all), passing(passes, all)),
        _ => "How many packages pass could not be counted.".into(),
    };
    if ratifier.rule.value == RatifierRule::Referendum {
        told += " How people would vote on a package no poll decides.";
    } else if ratifier.factions.is_empty() {
        told += " What it would accept is not on the record.";
    } else {
        let silent: Vec<&str> =
            home.factions.iter().filter(|own| own.accepts.is_none()).map(|own| own.title.as_str()).collect();
        if !silent.is_empty() {
            told += &format!(" Not on the record: what {} would accept.", and_list(&silent));
        }
        let alone: Vec<&str> =
            home.factions.iter().filter(|own| own.empties == Some(true)).map(|own| own.title.as_str()).collect();
        if home.empty == Some(true) {
            told += " Nothing that needs its yes could get it.";
        } else if !alone.is_empty() {
            told += &format!(" Without {} nothing that needs its yes could get it.", alone.join(", or without "));
        }
    }
    if let Some(needs) = &home.needs {
        told += &format!(" Before it decides: `{needs}`.");
    }
    if !home.consents {
        told += &format!(" No issue asks for the consent of {}.", ground.case.party(PartyId::new(home.party)).title);
    }
    told
}

fn joint(ground: &mut Ground<'_>, homes: &[Home]) -> Option<Joint> {
    if homes.is_empty() {
        return None;
    }
    let case = ground.case;
    let counts = |ratifier: &&Ratifier| homes.iter().any(|home| home.ratifier == ratifier.id.value && home.consents);
    let wins: Vec<WinSet> = case.draft().ratifiers.iter().filter(counts).map(|own| win_set(case, own)).collect();
    let certain: Vec<&Rule> = wins.iter().map(|win| &win.certain).collect();
    let possible: Vec<&Rule> = wins.iter().map(|win| &win.possible).collect();
    let passes = count(ground, &certain, &possible);
    let some = |count: &BigUint| *count > BigUint::ZERO;
    let sure: Vec<(&Rule, Mode)> = certain.iter().map(|rule| (*rule, Mode::Certain)).collect();
    let open: Vec<(&Rule, Mode)> = possible.iter().map(|rule| (*rule, Mode::NotExcluded)).collect();
    let example = passes.as_ref().and_then(|passes| match () {
        () if some(&passes.certain) => ground.example(&sure),
        () if some(&passes.possible) => ground.example(&open),
        () => None,
    });
    let mut basis = ground.basis.clone();
    homes.iter().for_each(|home| basis.join(&home.basis));
    let names = |consents: bool| -> Vec<String> {
        homes.iter().filter(|home| home.consents == consents).map(|home| home.ratifier.clone()).collect()
    };
    let told: Vec<&str> = homes.iter().filter(|home| home.consents).map(|home| home.title.as_str()).collect();
    let sentence = match (&passes, &ground.total, told.as_slice()) {
        (_, _, []) => "No ratifier stands behind a party whose consent a deal needs.".to_string(),
        (Some(_), Some(all), _) if *all == BigUint::ZERO => "No package is admissible, so that none passes.".into(),
        (Some(passes), Some(all), told) => {
            let (who, all_of) = (and_list(told), counted(all));
            format!("Of {all_of} admissible packages {} pass {who}.", passing(passes, all))
        }
        _ => "How many packages pass every ratifier could not be counted.".into(),
    };
    let (ratifiers, left_out) = (names(true), names(false));
    Some(Joint { id: "settlement.home.joint".into(), ratifiers, left_out, passes, example, sentence, basis })
}
