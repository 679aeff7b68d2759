//! Conditions on states: what can be, and what a decision maker would like to hold.

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
}
