//! What a person who plays a seat is told, in lines of a terminal.

use crate::text::clean;
use crate::words;
use zopa_case::{Case, Number};
use zopa_lens::Run;
use zopa_lens::rounds::Outcome;
use zopa_lens::rounds::play::{Asked, Look, Over, SeenMove, Tabled, Wanted};
use zopa_lens::settlement::debrief::{Debrief, Scored};

/// Decimals of a distance.
const DECIMALS: usize = 3;

/// A package as it is typed: `water=half-flows, road=closed`.
pub fn package_typed(case: &Case, package: &[usize]) -> String {
    let said = case.issues().iter().zip(package);
    let said: Vec<String> = said.map(|(issue, at)| format!("{}={}", issue.name, issue.outcome_name(*at))).collect();
    clean(&said.join(", "))
}

/// The issues with their options.
pub fn play_issues(case: &Case) -> String {
    let mut text = String::new();
    for issue in case.issues() {
        text.push_str(&format!("  {} - {}\n", clean(&issue.name), clean(&issue.title)));
        for (at, outcome) in issue.outcomes.iter().enumerate().take(OPTIONS) {
            let said: Vec<&str> = outcome.0.iter().map(|option| issue.options[*option].text.as_str()).collect();
            text.push_str(&format!("      {}: {}\n", clean(&issue.outcome_name(at)), clean(&said.join("; "))));
        }
        if issue.outcomes.len() > OPTIONS {
            text.push_str(&format!("      and {} more\n", words::count(&(issue.outcomes.len() - OPTIONS))));
        }
    }
    text
}

/// Options of an issue that are told.
const OPTIONS: usize = 40;

/// Moves, one a line.
pub fn play_moves(case: &Case, party: usize, moves: &[SeenMove]) -> String {
    moves.iter().map(|own| format!("  {}\n", said(case, party, own))).collect()
}

fn said(case: &Case, player: usize, own: &SeenMove) -> String {
    let who = match own.party {
        None => "The facilitator".to_string(),
        Some(party) if party == player => "You".into(),
        Some(party) => clean(&case.parties()[party].title),
    };
    // The words are those of others: `offers`; one says of oneself `offer`.
    let act = match (own.party == Some(player), own.act) {
        (true, "passes") => "pass".to_string(),
        (true, "walks out") => "walk out".into(),
        (true, act) => act.strip_suffix('s').unwrap_or(act).into(),
        (false, act) => act.into(),
    };
    let channel = own.channel.as_ref().map_or(String::new(), |own| format!(" in {},", clean(own)));
    let mut said = format!("Round {}.{channel} {who} {act}", own.round);
    match (&own.package, own.answers) {
        (Some(package), false) => said.push_str(&format!(" {}", package_typed(case, package))),
        (Some(_), true) if own.brackets.is_empty() => said.push_str(" it"),
        _ => {}
    }
    if !own.brackets.is_empty() {
        let names: Vec<String> = own.brackets.iter().map(|at| clean(&case.issues()[*at].name)).collect();
        said.push_str(&format!(" {} in it", words::list(&names)));
    }
    if let (Some(worth), false) = (own.worth, own.answers) {
        said.push_str(&format!(" - worth {worth} to you"));
    }
    said
}

/// What is asked now.
pub fn play_turn(case: &Case, asked: &Asked) -> String {
    let mut text = format!("\nRound {} of {}.", words::count(&asked.round), words::count(&asked.rounds));
    if asked.room.len() < asked.order.len() {
        let others = asked.room.iter().filter(|party| **party != asked.party);
        let others: Vec<String> = others.map(|party| clean(&case.parties()[*party].title)).collect();
        let others = if others.is_empty() { "the facilitator".into() } else { words::list(&others) };
        text.push_str(&format!(" In a back channel with {others}; nobody else hears it."));
    }
    let tabled = |what: &str, own: &Tabled| {
        let by = match own.by {
            None => "the facilitator".to_string(),
            Some(party) if party == asked.party => "you".into(),
            Some(party) => clean(&case.parties()[party].title),
        };
        format!("\n  {what} ({by}): {} - worth {} to you", package_typed(case, &own.package), own.worth)
    };
    if let Some(standing) = &asked.standing {
        let what = match asked.wanted {
            Wanted::Compare => "The text",
            Wanted::Sign => "To sign",
            Wanted::Sounding => "Floated",
            Wanted::Move | Wanted::Float => "On the table",
        };
        text.push_str(&tabled(what, standing));
    }
    if asked.wanted == Wanted::Compare {
        text.push_str(&match &asked.beside {
            Some(beside) => tabled("Beside", beside),
            None => format!("\n  Beside no deal{}", asked.no_deal.map_or(String::new(), worth)),
        });
    }
    let to_do = match (asked.wanted, &asked.standing) {
        (Wanted::Move, Some(_)) => "Accept it, or offer something else.",
        (Wanted::Move, None) => "Nothing is on the table. Offer something.",
        (Wanted::Sounding, _) => "Could you accept it? Nobody is bound: accept or reject.",
        (Wanted::Float, _) => "Float a package (offer); nobody is bound by the answers.",
        (Wanted::Compare, _) if asked.beside.is_some() => {
            "Is the text at least as good? Nobody is bound: accept, reject, or bracket the issues that are worse."
        }
        (Wanted::Compare, _) => "Is the text at least as good? Nobody is bound: accept or reject.",
        (Wanted::Sign, _) => "Signed by all it is agreed: accept or reject.",
    };
    text.push_str(&format!("\n{to_do}\n"));
    text
}

fn worth(own: Number) -> String {
    format!(" - worth {own} to you")
}

/// Where a player begins.
pub fn play_opening(case: &Case, asked: &Asked) -> String {
    let title = |party: &usize| clean(&case.parties()[*party].title);
    let order: Vec<String> = asked.order.iter().map(title).collect();
    let no_deal = match asked.no_deal {
        Some(no_deal) => format!("No deal is worth {no_deal} to you"),
        None => "What no deal is worth to you is not known".into(),
    };
    format!(
        "You are {}. At the table, in the order of speaking: {}.\n{no_deal}; packages on offer are worth {} to {}.\nType help for what can be typed.\n",
        title(&asked.party),
        words::list(&order),
        asked.ends.0,
        asked.ends.1,
    )
}

/// What a package would be to the player; `objections` are those of the look, in words.
pub fn play_look(case: &Case, package: &[usize], look: &Look, objections: &[String]) -> String {
    let mut text = format!("  {}\n", package_typed(case, package));
    match (look.worth, look.no_deal) {
        (Some(worth), Some(no_deal)) => {
            text.push_str(&format!("  worth {worth} to you; no deal is worth {no_deal}\n"));
        }
        (Some(worth), None) => text.push_str(&format!("  worth {worth} to you\n")),
        _ => {}
    }
    objections.iter().for_each(|own| text.push_str(&format!("  {}\n", clean(own))));
    if objections.is_empty() {
        text.push_str("  no rule, no line and no no-deal value of yours speaks against it\n");
    }
    if !look.offered && look.objections.is_empty() {
        text.push_str("  it is not among the packages of this run\n");
    }
    text
}

/// How it ended, with what could have been had; `run` holds the one outcome against the case.
pub fn play_end(case: &Case, over: &Over, run: &Run<Debrief>) -> String {
    let mut text = format!("\n{}\n", clean(&over.sentence));
    if let Some(package) = &over.package {
        text.push_str(&format!("  {}\n", package_typed(case, package)));
    }
    let mut say = |line: String| text.push_str(&format!("{}\n", clean(&line)));
    match (over.worth, over.no_deal) {
        (Some(worth), Some(no_deal)) if worth != no_deal => {
            say(format!("You have {worth}; no deal was worth {no_deal} to you."))
        }
        (Some(worth), Some(_)) => say(format!("You have {worth}, what no deal was worth to you.")),
        (Some(worth), None) => say(format!("You have {worth}; what no deal was worth to you is not known.")),
        (None, _) => {}
    }
    let title = |party: usize| case.parties()[party].title.as_str();
    if let Some(scored) = run.findings.outcomes.first() {
        scored_lines(case, over, &run.findings, scored).into_iter().for_each(&mut say);
    }
    for (party, words) in &over.strategies {
        say(format!("{} followed: {words}.", title(*party)));
    }
    if let Some(words) = &over.facilitator {
        say(format!("The facilitator followed: {words}."));
    }
    text
}

fn scored_lines(case: &Case, over: &Over, found: &Debrief, scored: &Scored) -> Vec<String> {
    let mut lines = Vec::new();
    let title = |party: usize| case.parties()[party].title.as_str();
    let deal = over.outcome == Some(Outcome::Settlement);
    for (party, value) in scored.values.iter().filter(|(party, _)| *party != over.party) {
        let gain = scored.gains.iter().find(|(known, _)| known == party).map(|(_, gain)| *gain);
        lines.push(match gain {
            Some(gain) if deal && gain > Number::whole(0) => {
                format!("{} has {value}, {gain} more than no deal.", title(*party))
            }
            Some(gain) if deal && gain < Number::whole(0) => {
                format!("{} has {value}, less than no deal ({gain}).", title(*party))
            }
            _ => format!("{} has {value}.", title(*party)),
        });
    }
    lines.push(found.sentence.clone());
    match (scored.efficient, deal) {
        (Some(true), true) => {
            lines.push("The package is efficient: nobody could have more without another having less.".into())
        }
        (Some(false), true) => lines.push("The package is not efficient.".into()),
        _ => {}
    }
    if let Some(better) = scored.better.as_ref().filter(|_| deal || scored.package.is_none()) {
        let values: Vec<String> =
            better.values.iter().map(|(party, value)| format!("{} {}", title(*party), value.in_words())).collect();
        let what = package_typed(case, &better.package);
        lines.push(format!("Better for somebody and worse for nobody: {what} ({}).", values.join(", ")));
    }
    if let Some(distance) = scored.distance {
        let far = crate::settlement::say::rounded(distance, DECIMALS);
        let from = found.against.word();
        let from = if from == "zone" { "the efficient packages of the zone" } else { "the efficient packages" };
        lines.push(format!("Distance to {from}: {far} (1 is the whole scale of one party)."));
    }
    let zero = Number::whole(0);
    let here: Vec<&str> =
        scored.to_points.iter().filter(|(_, far)| *far == zero).map(|(concept, _)| concept.title()).collect();
    if !here.is_empty() {
        lines.push(format!("It is what these points choose: {}.", words::list(&here)));
    }
    let away = scored.to_points.iter().filter(|(_, far)| *far != zero);
    let away: Vec<String> = away
        .map(|(concept, far)| format!("{} {}", concept.title(), crate::settlement::say::rounded(*far, DECIMALS)))
        .collect();
    if !away.is_empty() {
        lines.push(format!("Distance to other points: {}.", away.join(", ")));
    }
    if found.scoring.parties.iter().any(|own| own.middle) {
        lines.push(
            "Here every party is scored by the middle of its ranges; the run drew numbers of its own from them.".into(),
        );
    }
    lines
}
