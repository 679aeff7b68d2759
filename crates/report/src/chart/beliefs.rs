//! What was believed and what is now.

/// A quantity before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct RangeBar {
    /// What, in a few words.
    pub label: String,
    /// The ends of its scale: each has its own.
    pub scale: (f64, f64),
    /// Low end, middle and high end before.
    pub before: [f64; 3],
    /// The same after.
    pub after: [f64; 3],
    /// Both in words.
    pub words: String,
}
