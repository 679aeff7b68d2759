//! Runs of talks in sentences.

use super::findings::{Outcome, Rounds};
use crate::phrase::{capital, count, counted, list};
use crate::share::Share;

pub(super) fn cannot(missing: &[String]) -> String {
    format!("Talks cannot be run. Missing: {}.", list(missing, "and"))
}

/// A share as the start of a sentence: `About 70 % of the runs (67 to 73)`.
pub(super) fn of_runs(share: &Share) -> String {
    share.of_draws().replace("draws", "runs").replace("draw", "run")
}

pub(super) fn outcome(outcome: Outcome, share: &Share) -> String {
    let end = match outcome {
        Outcome::Settlement => "end with a settlement",
        Outcome::NotRatified => "end with an agreement that a ratifier rejects for certain",
        Outcome::Partial => "run out of time with some issues closed",
        Outcome::Roadmap => "run out of time with issues closed that carry out steps in stages",
        Outcome::Open => "run out of time with no issue closed",
        Outcome::WalkOut => "end with somebody walking out",
    };
    format!("{} {end}.", capital(&of_runs(share)))
}

/// How often a ratifier stops what was agreed, of all runs.
pub(super) fn rejects(title: &str, share: &Share, agreed: usize) -> String {
    if agreed == 0 {
        return format!("No run brought an agreement before {title}.");
    }
    if share.hits() == 0 {
        return format!("{title} rejects none of {} for certain.", counted(agreed, "agreement", "agreements"));
    }
    format!("{title} rejects for certain what {} agree on.", of_runs(share))
}

pub(super) fn decides(what: &str, most: &(String, Share), least: &(String, Share)) -> String {
    let part = |(way, share): &(String, Share)| format!("with {way} {} settle", of_runs(share));
    format!("It hangs on {what}: {}; {}.", part(most), part(least))
}

pub(super) fn sentence(found: &Rounds) -> String {
    if found.runs == 0 {
        return "No run was made.".into();
    }
    let settled = found.outcomes.iter().find(|own| own.outcome == Outcome::Settlement);
    let first = match settled {
        Some(own) => own.sentence.clone(),
        None => outcome(Outcome::Settlement, &Share::new(0, found.runs, found.undecided)),
    };
    let time = match found.agreed_in {
        Some([_, low, middle, high, _]) => format!(
            " Where they agree it is in round {middle} of {} in the middle run ({low} to {high} in half of them).",
            count(&found.rounds)
        ),
        None => format!(" Time is over after {}.", counted(found.rounds as usize, "round", "rounds")),
    };
    format!("{first}{time} Shares count the assumptions made and are no forecast.")
}

pub(super) fn ended(run: u64, outcome: Option<Outcome>, round: u32, left: Option<&str>) -> String {
    let round = count(&round);
    match (outcome, left) {
        (Some(Outcome::Settlement), _) => format!("Run {run} ends with a settlement in round {round}."),
        (Some(Outcome::NotRatified), _) => {
            format!("Run {run} ends in round {round} with an agreement that a ratifier rejects for certain.")
        }
        (Some(Outcome::WalkOut), Some(who)) => format!("In run {run} {who} walks out in round {round}."),
        (Some(Outcome::WalkOut), None) => format!("In run {run} somebody walks out in round {round}."),
        (Some(Outcome::Partial), _) => format!("Run {run} runs out of time with some issues closed."),
        (Some(Outcome::Roadmap), _) => {
            format!("Run {run} runs out of time with issues closed that carry out steps in stages.")
        }
        (Some(Outcome::Open), _) => format!("Run {run} runs out of time with no issue closed."),
        (None, _) => format!("Run {run} ended at a limit of steps."),
    }
}

/// Where an agreement came from, as a further sentence.
pub(super) fn brought(track: &str, by: &str) -> String {
    format!(
        " What was agreed had been agreed before in the back channel \u{201c}{track}\u{201d}, and {by} brought it to the table."
    )
}

/// What closed issues carry out, as a further sentence.
pub(super) fn stages(stages: &[Vec<&str>]) -> String {
    let stages: Vec<String> = stages.iter().map(|own| list(own, "and")).collect();
    format!(" They carry out, stage by stage: {}.", stages.join("; then "))
}
