//! Lens `stability`: talks happen beside a conflict; which situations hold there, by whose counter-move, and which change
//! of preference would make a wanted one hold.
//!
//! The graph model for conflict resolution (Fang, Hipel & Kilgour 1993; Kilgour & Hipel 2005) on the case's actions
//! (`model.rs`), with the engine of [`crate::solve::conflict`]. Preferences are stated, ranked, or what linkages over actions
//! are worth; where they are uncertain, every answer is a share of draws. The inverse question is answered for one
//! decision maker after the other, the others' preferences as they are (`inverse.rs`).

mod beyond;
mod compute;
#[cfg(feature = "diagrams")]
mod diagrams;
mod findings;
mod graph;
mod groups;
mod inverse;
mod model;
mod statements;
mod tally;
mod told;
mod wanted;
mod words;

pub use crate::solve::conflict::{CoalitionConcept, Concept, Equals, Form, Members, Rules};
pub use findings::{
    ActionFound, Change, CoalitionFound, Common, ConflictFound, Effect, EngineUsed, EquilibriumFound, Group, Held,
    Leaving, LimitedFound, LockFound, Lowered, MixedFound, MoveFound, Stability, State, StateFound, StatementMoved,
    StatementsMoved, StatesByConcept, StrengthFound, Together, WantedFound,
};
pub use words::concept_word;

use crate::control::Control;
use crate::run::{Arithmetic, Basis, Run, Stop};
use model::Model;
use zopa_case::{Case, PartyId};

/// States listed of a concept.
pub const LISTED: usize = 10_000;
/// States that can be, and actions, up to which the graph of a conflict is told move by move.
pub const GRAPH_STATES: usize = 16;
/// Actions, likewise.
pub const GRAPH_ACTIONS: usize = 5;

/// How far the lens goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The seed of draws.
    pub seed: u64,
    /// Sets of preferences drawn, where they are uncertain.
    pub draws: u64,
    /// Bits of the largest number of states that is worked through: 24 are 16,777,216.
    pub bits: usize,
    /// Equilibria told in full.
    pub told: usize,
    /// What counts as a sanction.
    pub rules: Rules,
    /// When a coalition prefers a state.
    pub members: Members,
    /// How each decision maker looks ahead, where that is asked.
    pub mixed: Option<Mixed>,
    /// Threads to use at most; no answer hangs on it.
    pub threads: usize,
}

impl Default for Settings {
    fn default() -> Self {
        let (rules, members) = (Rules::default(), Members::default());
        Self { seed: 0, draws: 256, bits: 24, told: 12, rules, members, mixed: None, threads: 2 }
    }
}

/// A concept for each decision maker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mixed {
    /// Those of some.
    pub of: Vec<(PartyId, Concept)>,
    /// That of all others.
    pub others: Concept,
}

impl Mixed {
    fn concept(&self, party: PartyId) -> Concept {
        self.of.iter().find(|(own, _)| *own == party).map_or(self.others, |(_, concept)| *concept)
    }
}

/// Answers which situations beside the table hold; `case` should be cut to its day ([`Case::known`]).
///
/// Cost: linear in the states of a conflict and its decision makers, for each draw; `control` is asked whether to stop
/// once a pass.
pub fn stability(case: &Case, settings: &Settings, control: &dyn Control) -> Run<Stability> {
    let models = Model::all(case, settings.seed);
    let missing = match (models.is_empty(), case.draft().actions.is_empty()) {
        (true, true) => vec!["what parties can do beside the table (`actions`)".to_string()],
        (true, false) => vec!["who prefers which states (`conflicts`)".to_string()],
        (false, _) => Vec::new(),
    };
    let conflicts: Vec<ConflictFound> =
        models.iter().map(|model| compute::conflict(model, settings, control)).collect();
    let mut basis = Basis::default();
    conflicts.iter().for_each(|found| basis.join(&found.basis));
    let stop = conflicts.iter().map(|found| found.stop).fold(Stop::Complete, Stop::and);
    let sampled = conflicts.iter().any(|found| found.arithmetic == Arithmetic::Sampled);
    let arithmetic = if sampled { Arithmetic::Sampled } else { Arithmetic::Exact };
    Run { findings: Stability { conflicts, missing }, arithmetic, stop, basis, warnings: Vec::new() }
}
