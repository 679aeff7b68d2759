//! Grids: the lens for every combination of some settings and quantities, so that what they change is seen side by side.
//!
//! A grid has axes; a *cell* takes one value of each. Run `k` of every cell draws with the same seed (common random numbers:
//! Law & Kelton, Simulation Modeling and Analysis, 1982), so that cells differ in what the axes set and in nothing else.
//! Which of two cells settles more often is told only where their intervals do not meet.

use super::findings::{Outcome, Rounds, Spread};
use super::words;
use crate::control::Control;
use crate::phrase::{count, counted};
use crate::run::{Arithmetic, Basis, Run, Stop};
use crate::share::Share;

/// Cells of a grid at most.
pub const CELLS_MAX: usize = 1_024;
/// Runs of all cells together at most: 2^23.
pub const GRID_RUNS_MAX: u64 = 1 << 23;

/// An axis, as it was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Axis {
    /// What is varied.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
}

/// Ensembles side by side.
#[derive(Clone, Debug)]
pub struct Grid {
    /// What is varied.
    pub axes: Vec<Axis>,
    /// The cells worked out, in order: the last axis changes fastest.
    pub cells: Vec<Cell>,
    /// How many there are in all.
    pub all: usize,
    /// In a sentence.
    pub sentence: String,
}

/// An ensemble of a grid.
#[derive(Clone, Debug, PartialEq)]
pub struct Cell {
    /// Stable id: `rounds.cell.N`, from 1.
    pub id: String,
    /// By axis: which of its values.
    pub at: Vec<usize>,
    /// The hash of the case with these values.
    pub case: String,
    /// What is missing before talks can be run; then the rest is empty.
    pub missing: Vec<String>,
    /// Runs made.
    pub runs: u64,
    /// Runs that ended at a limit of steps.
    pub undecided: u64,
    /// The share of runs that end with a settlement.
    pub settlement: Share,
    /// Of runs that agreed: the round at the 5th, 25th, 50th, 75th and 95th of a hundred.
    pub agreed_in: Option<[u32; 5]>,
    /// Social welfare over all runs.
    pub welfare: Option<Spread>,
    /// The distance to the efficient set over all runs.
    pub to_efficient: Option<Spread>,
    /// What it rests on.
    pub basis: Basis,
}

/// The place of a cell: the last axis changes fastest.
pub fn place(axes: &[Axis], mut cell: usize) -> Vec<usize> {
    let mut at: Vec<usize> = axes
        .iter()
        .rev()
        .map(|axis| {
            let count = axis.values.len().max(1);
            let own = cell % count;
            cell /= count;
            own
        })
        .collect();
    at.reverse();
    at
}

/// How many cells axes have; `None` past [`CELLS_MAX`].
pub fn cells(axes: &[Axis]) -> Option<usize> {
    let count = axes.iter().try_fold(1_usize, |count, axis| count.checked_mul(axis.values.len()))?;
    (count <= CELLS_MAX).then_some(count)
}

/// Puts the ensembles of cells together: those that were worked out, in order, each with its case's hash.
pub fn grid(axes: Vec<Axis>, ensembles: &[(String, Run<Rounds>)]) -> Run<Grid> {
    let all = cells(&axes).unwrap_or(CELLS_MAX);
    let mut basis = Basis::default();
    let mut stop = if ensembles.len() < all { Stop::Cancelled } else { Stop::Complete };
    let mut warnings: Vec<String> = Vec::new();
    let mut found = Vec::new();
    for (number, (case, run)) in ensembles.iter().enumerate() {
        basis.join(&run.basis);
        stop = stop.and(run.stop);
        let new = run.warnings.iter().filter(|warning| !warnings.contains(warning)).cloned().collect::<Vec<_>>();
        warnings.extend(new);
        let own = &run.findings;
        let settled = own.outcomes.iter().find(|own| own.outcome == Outcome::Settlement);
        let none = Share::new(0, own.runs, own.undecided);
        let goal = own.metrics.apart.first().and_then(|own| own.spread.all);
        found.push(Cell {
            id: format!("rounds.cell.{}", number + 1),
            at: place(&axes, number),
            case: case.clone(),
            missing: own.missing.clone(),
            runs: own.runs,
            undecided: own.undecided,
            settlement: settled.map_or(none, |own| own.share),
            agreed_in: own.agreed_in,
            welfare: own.metrics.welfare.all,
            to_efficient: goal,
            basis: run.basis.clone(),
        });
    }
    let sentence = sentence(&axes, &found, all);
    let findings = Grid { axes, cells: found, all, sentence };
    Run { findings, arithmetic: Arithmetic::Sampled, stop, basis, warnings }
}

fn sentence(axes: &[Axis], cells: &[Cell], all: usize) -> String {
    let told: Vec<&Cell> = cells.iter().filter(|cell| cell.runs > 0).collect();
    let stopped = if cells.len() < all {
        format!(" Stopped after {} of {}.", count(&cells.len()), counted(all, "cell", "cells"))
    } else {
        String::new()
    };
    let most = told.iter().max_by(|a, b| a.settlement.low().total_cmp(&b.settlement.low()));
    let least = told.iter().min_by(|a, b| a.settlement.high().total_cmp(&b.settlement.high()));
    let (Some(most), Some(least)) = (most, least) else {
        return format!("No run was made in any cell.{stopped}");
    };
    let with = |cell: &Cell| {
        let said = axes.iter().zip(&cell.at).map(|(axis, at)| format!("{} {}", axis.name, axis.values[*at]));
        said.collect::<Vec<_>>().join(", ")
    };
    let body = if most.settlement.low() > least.settlement.high() {
        let of = |cell: &Cell| words::of_runs(&cell.settlement);
        format!("With {} {} settle; with {} {}.", with(most), of(most), with(least), of(least))
    } else {
        "No two cells can be told apart by how often they settle.".to_string()
    };
    format!("{body}{stopped} Shares count the assumptions made and are no forecast.")
}

/// Progress of one cell as that of all.
pub struct Watched<'c> {
    /// Who watches.
    pub control: &'c dyn Control,
    /// Runs of the cells before.
    pub before: u64,
    /// Runs of all cells.
    pub all: u64,
}

impl Control for Watched<'_> {
    fn cancelled(&self) -> bool {
        self.control.cancelled()
    }

    fn progress(&self, part: &'static str, done: u64, _: u64) {
        self.control.progress(part, self.all.min(self.before + done), self.all);
    }
}
