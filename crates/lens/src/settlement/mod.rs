//! Lens `settlement`: is there a zone of possible agreement, and what is in it.

mod findings;
pub mod home;

pub use findings::{
    Acceptable, AdjustedWinner, Candidate, Concept, Curve, Decider, Efficient, Improvement, Levers, PartyValues, Point,
    RiskLimits, Settlement, Size, Trade, Valued, Worth, Zone,
};

/// Packages listed at most in any list of a finding.
pub const LISTED: usize = 10_000;
