//! Probes in sentences.

use super::assumed::Settings;
use super::findings::{Answered, Decision, Probe, Probes};
use crate::phrase::{count, counted, list};
use crate::solve::probe::{Estimate, Manner};
use crate::worth::three_digits;
use zopa_case::Case;

pub(super) fn cannot(missing: &[String]) -> String {
    format!(
        "It could not be said what an answer would teach. Missing: {}. What nobody has answered yet on the record is in `gaps`, under what to ask next.",
        list(missing, "and")
    )
}

/// A share in whole per cent, with its interval where it is an estimate.
pub(super) fn per_cent(share: f64) -> String {
    let rounded = (share * 100.0).round();
    match share {
        share if share > 0.0 && rounded < 1.0 => "under 1 %".into(),
        share if share < 1.0 && rounded > 99.0 => "over 99 %".into(),
        _ => format!("{rounded} %"),
    }
}

/// A number with its interval where it is an estimate.
pub(super) fn told(number: &Estimate) -> String {
    if number.low == number.high {
        return three_digits(number.value);
    }
    // No more than three decimals say anything of an estimate.
    let cut = |value: f64| {
        let text = three_digits((value * 1000.0).round() / 1000.0);
        if text == "-0" { "0".to_string() } else { text }
    };
    format!("{} ({} to {})", cut(number.value), cut(number.low), cut(number.high))
}

pub(super) fn manner(manner: &Manner) -> String {
    format!(
        "{} of the answers come out the wrong way round; of those that would say yes {} strike a tough pose and say no; of those whose answer would be yes {} stay silent, of those whose answer would be no {}.",
        per_cent(manner.errors),
        per_cent(manner.bluff),
        per_cent(manner.silent_yes),
        per_cent(manner.silent_no)
    )
}

pub(super) fn package(case: &Case, package: &[usize]) -> String {
    let options = case.issues().iter().zip(package);
    let said: Vec<String> =
        options.map(|(issue, at)| format!("{}: {}", issue.title, issue.outcome_name(*at))).collect();
    said.join("; ")
}

/// A package by its id, or by how it differs from what would be tabled where that is in less than half of the issues.
pub(super) fn told_package(case: &Case, own: &[usize], tabled: Option<&[usize]>) -> String {
    if let Some(known) = case.packages().iter().find(|known| case.whole(known).as_deref() == Some(own)) {
        return format!("the package `{}`", known.name);
    }
    let Some(tabled) = tabled else { return format!("\u{201c}{}\u{201d}", package(case, own)) };
    let apart: Vec<usize> = (0..own.len()).filter(|at| own[*at] != tabled[*at]).collect();
    if apart.is_empty() {
        return "what would be tabled".into();
    }
    if 2 * apart.len() >= own.len() {
        return format!("\u{201c}{}\u{201d}", package(case, own));
    }
    let change = |at: &usize| {
        let issue = &case.issues()[*at];
        format!("{}: {}", issue.title, issue.outcome_name(own[*at]))
    };
    format!(
        "what would be tabled, but with \u{201c}{}\u{201d}",
        apart.iter().map(change).collect::<Vec<_>>().join("; ")
    )
}

pub(super) fn switch(case: &Case, line: &str, at: f64, below: Option<&[usize]>, above: Option<&[usize]>) -> String {
    let act =
        |own: Option<&[usize]>| own.map_or("walk away".to_string(), |own| format!("table {}", package(case, own)));
    format!(
        "While the line `{line}` is held less firm than {}, it is best to {}; above that, to {}.",
        three_digits(at),
        act(below),
        act(above)
    )
}

/// One probe: who is asked what, what the answer teaches, what it gains.
pub(super) fn probe(case: &Case, found: &Probe) -> String {
    let zone = |own: &Answered| {
        own.zone.map(|zone| {
            let share = zone.draws.map_or_else(|| per_cent(zone.share.value), |draws| draws.in_words());
            let word = if own.word == "silent" { "silence" } else { own.word };
            format!("after {word} ({}) a zone in {share}", per_cent(own.chance))
        })
    };
    let answers: Vec<String> = found.answers.iter().filter_map(zone).collect();
    let track = match found.tracks.first() {
        Some(way) if way.track != "formal" => format!(" on {}", way.title),
        _ => String::new(),
    };
    format!(
        "Put {} to {}{track}: {}. It teaches {} of a bit about the zone and gains {} for the decision.",
        found.words,
        case.parties()[found.party].title,
        answers.join("; "),
        told(&found.bits),
        told(&found.net)
    )
}

/// The whole answer.
pub(super) fn sentence(case: &Case, found: &Probes, decision: &Decision, settings: &Settings) -> String {
    let zone = match found.zone.draws {
        Some(draws) => format!("There is a zone in {}, by the assumptions made.", draws.of_draws()),
        None if found.zone.share.value >= 1.0 => "There is a zone whichever lines are real.".to_string(),
        None if found.zone.share.value <= 0.0 => "There is no zone whichever lines are real.".to_string(),
        None => {
            format!("There is a zone with a chance of {}, by the firmness of lines.", per_cent(found.zone.share.value))
        }
    };
    let act = match &decision.table {
        None => "to walk away".to_string(),
        Some(package) => match case.packages().iter().find(|own| case.whole(own).as_ref() == Some(package)) {
            Some(own) => format!("to table the package `{}`", own.name),
            None => format!("to table \u{201c}{}\u{201d}", self::package(case, package)),
        },
    };
    let start = format!(
        "{zone} Without asking it is best {act}, worth {}; to know all would be worth {} more.",
        told(&decision.worth),
        told(&decision.perfect)
    );
    let Some(first) = found.probes.first() else { return format!("{start} There is nothing to ask.") };
    if found.probes.iter().all(|own| own.gain.value == 0.0 && own.bits.value == 0.0) {
        return format!("{start} No answer would change what is believed.");
    }
    let alike = found.probes.iter().filter(|own| own.rank == 1).count();
    let ties = match alike {
        0 | 1 => "It gains more than every other with its whole interval".to_string(),
        all if all == found.probes.len() => {
            format!("By what they gain none of the {} probes can be told apart", count(&all))
        }
        all => format!(
            "By what they gain {} of {} cannot be told apart",
            counted(all, "probe", "probes"),
            count(&found.probes.len())
        ),
    };
    let taught = found.probes.iter().filter(|own| own.rank_taught == 1).count();
    let taught = match (found.entropy > 0.0, taught) {
        (false, _) => String::new(),
        (true, 1) => " One teaches more about the zone than every other with its whole interval.".to_string(),
        (true, all) => format!(" {} teach most about the zone and cannot be told apart.", count(&all)),
    };
    let costs = match settings.anchoring > 0.0 || settings.leak > 0.0 {
        true => " Costs of leaks and anchoring are taken off where entered.",
        false => " No costs of leaks or anchoring are entered.",
    };
    format!("{start} First of all: {} {ties}.{taught}{costs}", first.sentence)
}
