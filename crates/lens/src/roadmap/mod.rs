//! Lens `roadmap`: in which order could it be done, where does the order lock, and would each step hold.
//!
//! The logical part needs no numbers: what every step waits for, from the whole case (`graph.rs`); readings of one step that
//! differ (`readings.rs`); what can be done now and what it opens (`steps.rs`); what waits for itself, with the ways out and
//! the conditions whose fall would free it (`locks.rs`); the earliest and latest days (`calendar.rs`). With costs and worths
//! of steps it says whether a plan holds by itself, and which order would hold best (`plans.rs`); with the stakes of cheating,
//! where trust is enough and how surely a breach must be seen (`trust.rs`).

mod calendar;
mod edges;
mod findings;
mod graph;
mod locks;
mod needs;
mod numbers;
mod plans;
mod readings;
mod steps;
mod trust;

pub use findings::{
    Addition, AdditionKind, Calendar, Cut, DateConflict, Dated, Deadlock, Edge, EventFound, Exit, FieldRead,
    Inspection, Mismatch, OrderFound, Origin, PatienceFound, PlanDecider, PlanFound, Roadmap, StageFound, Standing,
    StepFound, TrustFound, Wait, WayOut,
};

use crate::control::Control;
use crate::model::analyst;
use crate::run::{Arithmetic, Basis, Run, Stop};
use graph::Graph;
use zopa_case::{Case, LineId};

/// How far the lens goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settings {
    /// The seed of draws.
    pub seed: u64,
    /// How many sets of numbers to draw, where numbers of a plan are uncertain.
    pub draws: u64,
    /// In how many of the draws the best order is looked for.
    pub searches: u64,
    /// Partial orders held at once at most in the search for the best.
    pub labels: usize,
    /// Extensions of partial orders at most in each search.
    pub work: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self { seed: 0, draws: 1_024, searches: 16, labels: 1 << 20, work: 1 << 26 }
    }
}

/// Answers in which order the steps of `case` could be done; `case` should be cut to its day ([`Case::known`]).
///
/// `control` is asked whether to stop between searches and within each. Cost: the logical part grows with the square of
/// the number of steps at most; the search for the best order is exponential in the steps of a plan and bounded by
/// [`Settings::labels`] and [`Settings::work`], past which it says that it is not proved.
pub fn roadmap(case: &Case, settings: &Settings, control: &dyn Control) -> Run<Roadmap> {
    let mut warnings = Vec::new();
    let graph = Graph::new(case);
    if graph.cut {
        warnings.push(format!("of steps, ratifiers and actions only the first {} were looked at", graph::NODES_MAX));
    }
    let mut whole = Basis::default();
    (0..graph.nodes.len()).for_each(|node| graph.node_basis(node, &mut whole));
    for (at, line) in case.lines().iter().enumerate() {
        whole.line(case, LineId::new(at));
        if analyst(line) {
            whole.assumptions.insert(format!("the line {} is our reading", line.name));
        }
    }
    whole.logic(case);
    let mismatches = readings::mismatches(case);
    let (deadlocks, mut stop) = locks::deadlocks(&graph, &mismatches, control);
    if deadlocks.iter().any(|deadlock| !deadlock.complete) {
        warnings.push("not all cores and cuts of the locks are listed; those listed are proved".to_string());
    }
    let calendar = calendar::calendar(&graph, &whole);
    if !calendar.complete && !calendar.dates.is_empty() {
        warnings.push("the latest days of steps were not computed: there are too many".to_string());
    }
    let plans = plans::plans(&graph, &whole, settings, control);
    stop = plans.iter().map(|plan| plan.stop).fold(stop, Stop::and);
    let sampled = plans.iter().any(|plan| plan.arithmetic == Arithmetic::Sampled);
    let arithmetic = if sampled { Arithmetic::Sampled } else { Arithmetic::Exact };
    let findings = Roadmap {
        steps: steps::steps(&graph, &whole, &mut warnings),
        mismatches,
        deadlocks,
        calendar,
        plans,
        trust: trust::trust(case),
        inspections: trust::inspections(case),
    };
    let mut basis = whole;
    let own = findings.calendar.conflicts.iter().map(|found| &found.basis);
    let own = own.chain(findings.plans.iter().map(|found| &found.basis));
    let own = own.chain(findings.trust.iter().map(|found| &found.basis));
    own.chain(findings.inspections.iter().map(|found| &found.basis)).for_each(|own| basis.join(own));
    Run { findings, arithmetic, stop, basis, warnings }
}
