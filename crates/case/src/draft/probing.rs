//! What a case assumes of probes: how answers come about, and what asking costs.

use super::basics::Marking;
use crate::decode::{OneOrMany, Prose, record};
use crate::quantity::Quantity;
use crate::span::At;

record! {
    /// What is assumed of probes. Options of the command come before it.
    pub struct Probing "probes" {
        /// What the decision goes by that answers are for: agreement (unless said), welfare, or a party.
        decision: Option<At<String>> = "decision",
        /// Share of answers that come out the wrong way round; 0.1 unless said.
        errors: Option<Quantity> = "errors",
        /// Of those that would say yes, the share that strikes a tough pose and says no; 0.1 unless said.
        bluff: Option<Quantity> = "bluff",
        /// Of those whose answer would be yes, the share that stays silent; 0.1 unless said.
        silent_yes: Option<Quantity> = "silent if yes",
        /// Of those whose answer would be no, the share that stays silent; 0.2 unless said.
        silent_no: Option<Quantity> = "silent if no",
        /// What it costs to table a package that then fails, in the terms of the decision.
        failed: Option<Quantity> = "failed",
        /// What it costs that a probe is taken for an offer.
        anchoring: Option<Quantity> = "anchoring",
        /// What it costs if a probe becomes known.
        leak: Option<Quantity> = "leak",
        /// The chance that a probe at the formal table becomes known.
        leaks: Option<Quantity> = "leaks",
        /// Source or sources.
        source: OneOrMany<At<String>> = "source",
        /// A remark.
        note: Option<Prose> = "note",
        /// Who may see it.
        marking: Option<At<Marking>> = "marking",
    }
}
