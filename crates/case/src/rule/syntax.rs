//! The tree of a rule before its names mean anything.

/// A name with the bytes of the rule's text that it stands at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Name {
    /// The name.
    pub text: String,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// How an issue is compared with an option.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// At or above it.
    AtLeast,
    /// At or below it.
    AtMost,
    /// Above it.
    Above,
    /// Below it.
    Below,
}

/// What can happen outside a package.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EventKind {
    /// A step has begun.
    Begun,
    /// A step is done.
    Done,
    /// A step has held for so many days.
    Held(u32),
    /// A ratifier has said yes.
    Passed,
    /// An action is being taken.
    Taken,
}

/// A rule as a tree of names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expr {
    /// The issue takes one of the options (`=`), or none of them (`!=`).
    Is {
        /// The issue.
        issue: Name,
        /// The options.
        options: Vec<Name>,
        /// Whether written with `!=`.
        negated: bool,
    },
    /// The issue compares with the option.
    Compare {
        /// The issue.
        issue: Name,
        /// How.
        comparison: Comparison,
        /// The option.
        option: Name,
    },
    /// The issue takes the option among others, perhaps before another.
    Includes {
        /// The issue.
        issue: Name,
        /// The option.
        option: Name,
        /// The option it must stand before.
        before: Option<Name>,
    },
    /// Something happened.
    Event {
        /// What.
        kind: EventKind,
        /// To which step, ratifier or action.
        of: Name,
    },
    /// Not.
    Not(Box<Expr>),
    /// All of these.
    And(Vec<Expr>),
    /// One or more of these.
    Or(Vec<Expr>),
    /// The second wherever the first.
    Implies(Box<Expr>, Box<Expr>),
}

/// Why a text is no rule: the bytes at fault, and a way out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleError {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
    /// What is wrong.
    pub message: String,
    /// The way out.
    pub help: String,
}
