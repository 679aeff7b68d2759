//! Conditions on states: what can be, and what a decision maker would like to hold.

/// By action below the sixth: in which of 64 states in a row it is taken.
const TAKEN: [u64; 6] = [
    0xAAAA_AAAA_AAAA_AAAA,
    0xCCCC_CCCC_CCCC_CCCC,
    0xF0F0_F0F0_F0F0_F0F0,
    0xFF00_FF00_FF00_FF00,
    0xFFFF_0000_FFFF_0000,
    0xFFFF_FFFF_0000_0000,
];

/// A condition on which actions are taken.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// The action of this number is taken.
    Taken(u32),
    /// The other does not hold.
    Not(Box<Condition>),
    /// All of them hold; without any it always holds.
    All(Vec<Condition>),
    /// At least one of them holds; without any it never holds.
    Any(Vec<Condition>),
}

impl Condition {
    /// The action of this number is not taken.
    pub fn left(action: u32) -> Self {
        Self::Not(Box::new(Self::Taken(action)))
    }

    /// Whether it holds in a state, given as a number whose bit `j` is action `j`; an action of 64 or more is not taken.
    ///
    /// Cost: linear in the size of the condition; as deep in calls as it is nested.
    pub fn holds(&self, state: u64) -> bool {
        match self {
            Self::Taken(action) => state.checked_shr(*action).is_some_and(|rest| rest & 1 == 1),
            Self::Not(inner) => !inner.holds(state),
            Self::All(parts) => parts.iter().all(|part| part.holds(state)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(state)),
        }
    }

    /// Where it holds among the 64 states from `64 * block` on, one bit each; an action of 38 or more is not taken there.
    ///
    /// Cost: that of asking for one state.
    pub fn word(&self, block: u32) -> u64 {
        match self {
            Self::Taken(action) => match TAKEN.get(*action as usize) {
                Some(taken) => *taken,
                None => 0_u64.wrapping_sub(u64::from(block.checked_shr(action - 6).unwrap_or(0) & 1)),
            },
            Self::Not(inner) => !inner.word(block),
            Self::All(parts) => parts.iter().fold(u64::MAX, |all, part| all & part.word(block)),
            Self::Any(parts) => parts.iter().fold(0, |some, part| some | part.word(block)),
        }
    }
}
