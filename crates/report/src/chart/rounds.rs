//! What the pictures of further rounds hold: what was on the table round by round, and how often talks end in which way.

use zopa_lens::Share;

/// What the package last brought up is worth to a party, round by round, over runs.
#[derive(Clone, Debug, PartialEq)]
pub struct FanPanel {
    /// The party's own name.
    pub party: String,
    /// By round, rising: the 5th, 25th, 50th, 75th and 95th of a hundred runs, on the party's scale.
    pub rounds: Vec<(u32, [f64; 5])>,
}

/// How often something comes about.
#[derive(Clone, Debug, PartialEq)]
pub struct ShareBar {
    /// What, in a few words.
    pub label: String,
    /// How often.
    pub share: Share,
}
