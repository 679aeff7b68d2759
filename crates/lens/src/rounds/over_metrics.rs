//! The metrics of all runs together: distances to what could have been had, social welfare, advantages.

use super::findings::{ApartFound, Measured, MetricsFound, Outcome, RunRow, Spread, SpreadFound};
use super::over_runs::{OverRuns, PARTS, at};
use crate::phrase::counted;
use crate::solve::rounds::{Goal, NoGoal};

/// Distances, welfare and advantages over runs.
pub(super) fn metrics(over: &OverRuns<'_, '_>) -> MetricsFound {
    let lacks = over.prepared.lacks();
    let made = over.made().count();
    let apart = |(at, goal): (usize, Goal)| {
        let spread = spread(over, |own| own.apart[at]);
        let n = spread.all.map_or(0, |own| own.n as usize);
        let why_not = match (lacks[at], made - n) {
            (_, 0) => None,
            (Some(lack), _) if over.prepared.certain() || n == 0 || lack == NoGoal::Moving => {
                Some(lack.words().to_string())
            }
            (lack, left) => {
                let lack = lack.filter(|own| *own == NoGoal::ManyPackages).map_or(SOME, NoGoal::words);
                Some(format!("{lack}: {} without it", counted(left, "run", "runs")))
            }
        };
        ApartFound { goal, spread, why_not }
    };
    MetricsFound {
        discount: over.prepared.settings.discount,
        apart: Goal::ALL.into_iter().enumerate().map(apart).collect(),
        welfare: spread(over, |own| Some(own.welfare)),
        advantages: (0..over.prepared.seats.len())
            .map(|seat| (over.party(seat), spread(over, |own| own.advantages[seat])))
            .collect(),
    }
}

/// Why some draws have no goal, where packages are few enough.
const SOME: &str = "some draws have no zone, nothing to gain, an unknown no-deal value, or too many efficient packages";

fn spread(over: &OverRuns<'_, '_>, of: impl Fn(&Measured) -> Option<f64>) -> SpreadFound {
    let of = |row: &RunRow| row.measured.as_ref().and_then(&of);
    let settled = |row: &&RunRow| row.outcome == Some(Outcome::Settlement);
    SpreadFound {
        all: Spread::of(over.made().filter_map(of).collect()),
        settled: Spread::of(over.made().filter(settled).filter_map(of).collect()),
    }
}

impl Spread {
    /// Of some numbers; `None` without any.
    pub(super) fn of(mut values: Vec<f64>) -> Option<Self> {
        if values.is_empty() {
            return None;
        }
        // Sorted before they are added: the order of runs changes nothing.
        values.sort_by(f64::total_cmp);
        let (n, sum) = (values.len() as u64, values.iter().sum::<f64>());
        Some(Self { parts: PARTS.map(|part| *at(&values, part)), mean: sum / n as f64, n })
    }
}
