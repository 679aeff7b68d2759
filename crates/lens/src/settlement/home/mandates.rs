//! Mandates held against the lines of the same party: where a no may be the mandate and not the line.

use super::findings::Mandated;
use super::ground::Ground;
use super::telling::{counted, per_cent, terms};
use crate::model::{Mode, crossing};
use num_bigint::BigUint;
use zopa_case::draft::Mandate;
use zopa_case::{Case, LineId, PartyId, Rule};

/// Every mandate of the case whose rule can be read.
pub(super) fn mandated(ground: &mut Ground<'_>) -> Vec<Mandated> {
    let case = ground.case;
    case.draft().mandates.iter().filter_map(|mandate| one(ground, case, mandate)).collect()
}

fn one(ground: &mut Ground<'_>, case: &Case, mandate: &Mandate) -> Option<Mandated> {
    let party = case.party_ids().find(|id| case.party(*id).name == mandate.party.value)?;
    let within = case.rule(&mandate.within)?;
    let mut basis = ground.basis.clone();
    basis.item(case, &mandate.source, mandate.marking.as_ref());
    // The party's own lines must be kept for certain: those on issues where its consent is not needed, too.
    let mut asked: Vec<Rule> = vec![within.clone().negated()];
    for (at, line) in case.lines().iter().enumerate().filter(|(_, line)| line.party == party) {
        asked.push(crossing(line).negated());
        basis.line(case, LineId::new(at));
    }
    let asked: Vec<(&Rule, Mode)> = asked.iter().map(|rule| (rule, Mode::Certain)).collect();
    let outside = ground.count(&asked);
    let some = outside.as_ref().is_some_and(|count| *count > BigUint::ZERO);
    let example = if some { ground.example(&asked) } else { None };
    let day = |date: &Option<zopa_case::At<zopa_case::DateSpan>>| date.as_ref().map(|date| date.value.to_string());
    let mut mandated = Mandated {
        id: format!("settlement.home.mandate.{}", mandate.id.value),
        mandate: mandate.id.value.clone(),
        party: party.index(),
        within: mandate.within.text.value.clone(),
        from: day(&mandate.from),
        until: day(&mandate.until),
        in_force: mandate.from.as_ref().is_none_or(|from| from.value.first <= case.as_of())
            && mandate.until.as_ref().is_none_or(|until| until.value.last >= case.as_of()),
        outside,
        example,
        sentence: String::new(),
        basis,
    };
    mandated.sentence = sentence(ground, case, party, within, &mandated);
    Some(mandated)
}

fn sentence(ground: &Ground<'_>, case: &Case, party: PartyId, within: &Rule, found: &Mandated) -> String {
    let title = &case.party(party).title;
    let days = match (&found.from, &found.until) {
        (Some(from), Some(until)) => format!(" ({from} to {until})"),
        (Some(from), None) => format!(" (from {from}, no end given)"),
        (None, Some(until)) => format!(" (until {until})"),
        (None, None) => " (no days given)".into(),
    };
    let mut told = format!("{title}: the delegation may agree to `{}`{days}.", found.within);
    if !found.in_force {
        told += &format!(" It does not run on {}.", case.as_of());
    }
    match (&found.outside, &ground.total) {
        (Some(outside), Some(all)) if *outside > BigUint::ZERO => {
            told += &format!(
                " {} of {} admissible packages ({}) lie outside it and cross no line of {title}: a no to one of them may be \
                 the mandate, not a line.",
                counted(outside),
                counted(all),
                per_cent(outside, all)
            );
            if let Some(example) = &found.example {
                told += &format!(" Such as {}.", terms(case, example, within.issues()));
            }
        }
        (Some(_), Some(all)) if *all == BigUint::ZERO => told += " No package is admissible.",
        (Some(_), _) => {
            told += &format!(" No admissible package is known to lie outside it without crossing a line of {title}.");
        }
        _ => told += " How many packages lie outside it could not be counted.",
    }
    told
}
