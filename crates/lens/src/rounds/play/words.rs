//! What a player is told, in sentences.

use super::super::Outcome;
use super::hand::Unfit;
use super::{Objection, Over};
use crate::phrase::count;
use zopa_case::Case;

/// An objection as a part of a sentence: `it breaks the rule \`r1\` (not a and b)`.
pub(super) fn objection(case: &Case, objection: &Objection) -> String {
    match objection {
        Objection::Logic(None) => "it breaks a rule of the case that this seat may not see".into(),
        Objection::Logic(Some(name)) => {
            let text = case.logic().iter().find(|own| own.name == *name).map_or("", |own| own.text.as_str());
            format!("it breaks the rule `{name}` of the case ({text})")
        }
        Objection::OwnLine { line, in_force } => {
            let how = if *in_force { "" } else { ", which is not firm in this run" };
            format!("it crosses your line {}{how}", named(case, line))
        }
        Objection::Line { line: None } => "it crosses a line of another that this seat may not see".into(),
        Objection::Line { line: Some((line, party)) } => {
            format!("it crosses the line {} of {}", named(case, line), case.parties()[*party].title)
        }
        Objection::BelowNoDeal => "it is worth less to you than no deal".into(),
    }
}

fn named(case: &Case, line: &str) -> String {
    let text = case.lines().iter().find(|own| own.name == line).map_or("", |own| own.text.as_str());
    format!("`{line}` (crossed by: {text})")
}

/// What is wrong with a deed, and the way out.
pub(super) fn unfit(case: &Case, unfit: Unfit) -> (String, &'static str) {
    match unfit {
        Unfit::NothingStands => {
            ("nothing stands that could be accepted or rejected".into(), "offer something, or pass")
        }
        Unfit::OnlyAnswers => ("an answer is asked for, and no offer".into(), "accept or reject"),
        Unfit::MustAnswer => ("an answer is asked for".into(), "accept or reject"),
        Unfit::NoBrackets => ("brackets belong to a text that stands beside another".into(), "accept or reject"),
        Unfit::BesideNoDeal => {
            ("the text stands beside no deal: there is nothing before it to like better".into(), "accept or reject")
        }
        Unfit::Same(issue) => {
            let issue = case.issues().get(issue).map_or("", |issue| issue.name.as_str());
            (format!("on `{issue}` the text is the same as the one beside it"), "bracket issues on which they differ")
        }
    }
}

/// How the talks ended for the player.
pub(super) fn over(case: &Case, over: &Over) -> String {
    let round = count(&over.round);
    match (over.outcome, over.left) {
        (Some(Outcome::Settlement), _) => format!("All agreed, in round {round}."),
        (Some(Outcome::NotRatified), _) => {
            format!("All agreed, in round {round}, and a ratifier rejects the agreement for certain: there is no deal.")
        }
        (Some(Outcome::WalkOut), Some(party)) if party == over.party => {
            format!("You walked out in round {round}: there is no deal.")
        }
        (Some(Outcome::WalkOut), Some(party)) => {
            format!("{} walked out in round {round}: there is no deal.", case.parties()[party].title)
        }
        (Some(Outcome::WalkOut), None) => format!("The facilitator left in round {round}: there is no deal."),
        (Some(Outcome::Roadmap), _) => {
            "Time is over with issues closed that carry out steps in stages: as long as nothing is agreed there is no deal."
                .into()
        }
        (Some(Outcome::Partial), _) => {
            "Time is over with some issues closed: as long as nothing is agreed there is no deal.".into()
        }
        (Some(Outcome::Open), _) => "Time is over, and nothing is agreed: there is no deal.".into(),
        (None, _) => "The run ended at a limit of steps: it cannot be played on.".into(),
    }
}
