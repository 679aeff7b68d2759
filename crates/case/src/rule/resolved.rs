//! A rule whose names are known: tests over outcomes of issues, and events.

use super::syntax::EventKind;
use crate::ids::IssueId;

/// What can be said of a rule: it holds, it does not, or that hangs on what is not known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Truth {
    /// It does not hold.
    No,
    /// Not known.
    Unknown,
    /// It holds.
    Yes,
}

impl Truth {
    /// Yes or no.
    pub fn of(value: bool) -> Self {
        if value { Self::Yes } else { Self::No }
    }

    /// Kleene's negation.
    #[must_use]
    pub fn opposite(self) -> Self {
        match self {
            Self::No => Self::Yes,
            Self::Unknown => Self::Unknown,
            Self::Yes => Self::No,
        }
    }
}

/// Something that can happen outside a package, by the id of its step, ratifier or action.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Event {
    /// What happens.
    pub kind: EventKind,
    /// To what.
    pub of: String,
}

/// Whether the outcome of an issue is one of a set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Test {
    /// The issue.
    pub issue: IssueId,
    /// One entry an outcome of the issue: whether the test holds there.
    pub holds: Vec<bool>,
}

/// A rule over the outcomes of issues and over events.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rule {
    /// A test of one issue.
    Test(Test),
    /// An event.
    Event(Event),
    /// Not.
    Not(Box<Rule>),
    /// All.
    And(Vec<Rule>),
    /// At least one.
    Or(Vec<Rule>),
}

impl Rule {
    /// A rule that always holds.
    pub fn always() -> Self {
        Self::And(Vec::new())
    }

    /// The negation.
    #[must_use]
    pub fn negated(self) -> Self {
        match self {
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// Whether the rule holds, given for each issue the outcome taken (`None`: open) and for each
    /// event whether it happened.
    pub fn truth(&self, outcome: &dyn Fn(IssueId) -> Option<usize>, happened: &dyn Fn(&Event) -> Truth) -> Truth {
        match self {
            Self::Test(test) => match outcome(test.issue) {
                Some(at) => Truth::of(test.holds.get(at).copied().unwrap_or(false)),
                None => Truth::Unknown,
            },
            Self::Event(event) => happened(event),
            Self::Not(inner) => inner.truth(outcome, happened).opposite(),
            Self::And(parts) => parts.iter().map(|part| part.truth(outcome, happened)).min().unwrap_or(Truth::Yes),
            Self::Or(parts) => parts.iter().map(|part| part.truth(outcome, happened)).max().unwrap_or(Truth::No),
        }
    }

    /// Whether the rule holds for a package (the outcome of every issue, by index) when no event is known.
    pub fn holds(&self, package: &[usize]) -> Truth {
        self.truth(&|issue| package.get(issue.index()).copied(), &|_| Truth::Unknown)
    }

    /// Calls `see` on every test and event.
    pub fn visit<'a>(&'a self, see: &mut dyn FnMut(Leaf<'a>)) {
        match self {
            Self::Test(test) => see(Leaf::Test(test)),
            Self::Event(event) => see(Leaf::Event(event)),
            Self::Not(inner) => inner.visit(see),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.visit(see)),
        }
    }

    /// The issues the rule names, each once, in order of id.
    pub fn issues(&self) -> Vec<IssueId> {
        let mut issues = Vec::new();
        self.visit(&mut |leaf| {
            if let Leaf::Test(test) = leaf {
                issues.push(test.issue);
            }
        });
        issues.sort();
        issues.dedup();
        issues
    }

    /// The events the rule names, each once, in order.
    pub fn events(&self) -> Vec<Event> {
        let mut events = Vec::new();
        self.visit(&mut |leaf| {
            if let Leaf::Event(event) = leaf {
                events.push(event.clone());
            }
        });
        events.sort();
        events.dedup();
        events
    }
}

/// A leaf of a rule.
#[derive(Clone, Copy, Debug)]
pub enum Leaf<'a> {
    /// A test of an issue.
    Test(&'a Test),
    /// An event.
    Event(&'a Event),
}
