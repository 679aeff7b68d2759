//! What the map of two drivers holds.

use zopa_lens::Share;

/// The share of draws with a zone over the levels of two drivers.
#[derive(Clone, Debug, PartialEq)]
pub struct MapChart {
    /// The driver across, with its unit.
    pub across: String,
    /// The driver up, with its unit.
    pub up: String,
    /// The levels across, rising, and up.
    pub levels: (Vec<f64>, Vec<f64>),
    /// By level across, then by level up.
    pub shares: Vec<Share>,
    /// Where both are today.
    pub today: (f64, f64),
    /// The cheapest point at which the share crosses.
    pub cheapest: Option<(f64, f64)>,
    /// The share at which the line between is drawn.
    pub level: f64,
}
