//! What a case assumes of further rounds: read into settings, and held against the words of the engine.

use super::{Settings, Strategies};
use crate::solve::rounds::{Entry, FACILITATORS, PROTOCOLS, facilitator};
use zopa_case::draft::FurtherRounds;
use zopa_case::{At, Case, Diagnostic, way_out};

/// The protocols of a back channel: those in which all who sit there can agree without a text, or sound each other.
const OF_CHANNELS: [&str; 3] = ["alternating", "shuttle", "probe"];

impl Settings {
    /// The settings that a case assumes; what it says nothing of is as in [`Settings::default`].
    ///
    /// # Errors
    ///
    /// What is wrong with a strategy of the case, in words; never for a case whose `rounds` pass [`check_further`].
    pub fn assumed(case: &Case) -> Result<Self, String> {
        let mut settings = Self::default();
        let Some(own) = &case.draft().rounds else { return Ok(settings) };
        let words = |words: &[At<String>]| Strategies::read(words.iter().map(|own| own.value.as_str()));
        if let Some(number) = &own.number {
            settings.rounds = u32::try_from(number.value).unwrap_or(zopa_case::limits::ROUNDS);
        }
        if let Some(protocol) = &own.protocol {
            settings.protocol.clone_from(&protocol.value);
        }
        settings.facilitator = match &own.facilitator {
            Some(word) => word.value.clone(),
            None => Self::usual_facilitator(&settings.protocol).into(),
        };
        if !own.others.is_empty() {
            settings.others = words(&own.others)?;
        }
        for (party, own) in own.strategies.iter().filter(|(_, own)| !own.is_empty()) {
            if let Some(party) = case.party_named(&party.value) {
                settings.strategies.push((party, words(own)?));
            }
        }
        Ok(settings)
    }

    /// How a facilitator acts under a protocol if nothing is said.
    pub fn usual_facilitator(protocol: &str) -> &'static str {
        if protocol == "shuttle" { "carry" } else { "learning" }
    }
}

/// Holds the words of a case's `rounds` against the tables of protocols, facilitators and strategies.
///
/// The tables are the engine's, so that this is not told by `case`, which knows no analysis: whoever reads a case asks here.
pub fn check_further(own: &FurtherRounds) -> Vec<Diagnostic> {
    let mut problems = Vec::new();
    let known = |entries: &[Entry]| entries.iter().map(|own| own.word).collect::<Vec<_>>();
    let mut problem = |code: &'static str, word: &At<String>, what: &str, known: &[&'static str]| {
        if !known.contains(&word.value.as_str()) {
            let message = format!("there is no {what} `{}`", word.value);
            let help = way_out(&word.value, what, known.iter().copied());
            problems.push(Diagnostic::error(code, word.span, message).help(help));
        }
    };
    if let Some(protocol) = &own.protocol {
        problem("unknown-protocol", protocol, "protocol", &known(PROTOCOLS));
    }
    for protocol in own.tracks.iter().filter_map(|track| track.protocol.as_ref()) {
        problem("unknown-protocol", protocol, "protocol of a back channel", &OF_CHANNELS);
    }
    if let Some(own) = &own.facilitator {
        problem("unknown-strategy", own, "strategy of a facilitator", &known(FACILITATORS));
    }
    let protocol = own.protocol.as_ref().map_or("alternating", |own| own.value.as_str());
    if let Some(own) = own.facilitator.as_ref().filter(|own| facilitator(&own.value).is_ok())
        && !fits(protocol, &own.value)
    {
        let message = format!("a facilitator who follows `{}` has no part in the protocol `{protocol}`", own.value);
        let help = format!("write `facilitator: {}`, or leave it out", Settings::usual_facilitator(protocol));
        problems.push(Diagnostic::error("unknown-strategy", own.span, message).help(help));
    }
    let dated = own.first.is_some() && own.every.is_some();
    for words in own.strategies.iter().flat_map(|(_, words)| words.iter()).chain(own.others.iter()) {
        match Strategies::read([words.value.as_str()]) {
            Err(problem) => problems.push(
                Diagnostic::error("unknown-strategy", words.span, problem)
                    .help("write strategies as after `zopa rounds --strategy`, such as boulware, or \"linear accepting next, from 12 conceder\""),
            ),
            Ok(read) if read.names_a_day() && !dated => problems.push(
                Diagnostic::error("no-calendar", words.span, "a strategy changes on a day, and the rounds have no calendar")
                    .help("give `first: DAY` and `every: 14 days` under `rounds`, or write a round, such as `from 12`"),
            ),
            Ok(_) => {}
        }
    }
    problems
}

/// Whether a facilitator who follows a word has a part in a protocol, or sits by.
pub(super) fn fits(protocol: &str, word: &str) -> bool {
    match protocol {
        "shuttle" => word == "carry",
        "single-text" => word != "carry",
        _ => true,
    }
}
