//! What waits for what: steps, ratifiers and actions, and the conditions of each, from the whole case.
//!
//! A condition is a monotone formula over events: `and`, `or`, and events of other nodes. What speaks of the package, or
//! of something that has not happened, waits for nothing and is taken for granted. Conditions come from
//!
//! - the steps' own preconditions, the needs of ratifiers, and what actions hang on;
//! - entries with a condition: where every option by which a party would take a step (as an actor, or because its
//!   consent is needed) is wanted, accepted or offered on a condition only, the step waits for one of these;
//! - options that set an order: where every option that a party holds on an issue makes a step wait, it waits for one
//!   of these.
//!
//! A party's own words come first; accounts of it count where it has said nothing itself, and are told as such.

use super::findings::{EventFound, Origin};
use crate::model::{Record, basis_of};
use crate::phrase::list;
use crate::run::Basis;
use std::collections::BTreeMap;
use zopa_case::draft::{Proposal, Session, Today, title};
use zopa_case::rule::{Event, EventKind, Test};
use zopa_case::{At, Case, DateSpan, IssueId, PartyId, Rule};

/// Steps, ratifiers and actions looked at.
pub(super) const NODES_MAX: usize = 4_096;

/// What a node is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Step,
    Ratifier,
    Action,
}

/// Something that can come about.
#[derive(Clone, Debug)]
pub(super) struct Node {
    pub kind: Kind,
    /// Its place among the case's steps, ratifiers or actions.
    pub at: usize,
    pub id: String,
    pub title: String,
    /// Its conditions, as places in [`Graph::waits`].
    pub waits: Vec<usize>,
    /// What is taken for granted with it.
    pub granted: Vec<String>,
}

/// An event of a node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Atom {
    pub node: usize,
    pub kind: EventKind,
}

/// A condition.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Formula {
    Atom(Atom),
    /// What waits for nothing, as a rule.
    Free(String),
    And(Vec<Formula>),
    Or(Vec<Formula>),
}

/// One statement of a condition.
#[derive(Clone, Debug)]
pub(super) struct Said {
    pub formula: Formula,
    pub origin: Origin,
    pub stated_in: String,
    pub date: Option<DateSpan>,
    pub sources: Vec<String>,
    pub account: bool,
}

/// A condition of a node: one of what was said must be met.
#[derive(Clone, Debug)]
pub(super) struct Waiting {
    pub id: String,
    pub node: usize,
    pub formula: Formula,
    pub said: Vec<Said>,
    pub owner: Option<PartyId>,
    /// Options on which the owner has said nothing and with which it would not wait.
    pub unsaid: Vec<(IssueId, usize)>,
}

/// The nodes with their conditions.
pub(super) struct Graph<'a> {
    pub case: &'a Case,
    pub record: Record<'a>,
    pub nodes: Vec<Node>,
    pub waits: Vec<Waiting>,
    /// Whether there were more nodes than are looked at.
    pub cut: bool,
    named: BTreeMap<(u8, String), usize>,
}

impl Formula {
    /// Whether it is met where `holds` says which events have come about.
    pub fn met(&self, holds: &dyn Fn(Atom) -> bool) -> bool {
        match self {
            Self::Atom(atom) => holds(*atom),
            Self::Free(_) => true,
            Self::And(parts) => parts.iter().all(|part| part.met(holds)),
            Self::Or(parts) => parts.iter().any(|part| part.met(holds)),
        }
    }

    /// Calls `see` on every event.
    pub fn visit(&self, see: &mut dyn FnMut(Atom)) {
        match self {
            Self::Atom(atom) => see(*atom),
            Self::Free(_) => {}
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.visit(see)),
        }
    }

    /// Its events, each once, in order.
    pub fn atoms(&self) -> Vec<Atom> {
        let mut atoms = Vec::new();
        self.visit(&mut |atom| atoms.push(atom));
        atoms.sort();
        atoms.dedup();
        atoms
    }

    /// Whether it names a node for which `inside` holds.
    pub fn touches(&self, inside: &dyn Fn(usize) -> bool) -> bool {
        let mut touches = false;
        self.visit(&mut |atom| touches |= inside(atom.node));
        touches
    }

    /// Calls `see` on what is taken for granted.
    pub fn granted(&self, see: &mut dyn FnMut(&str)) {
        match self {
            Self::Atom(_) => {}
            Self::Free(text) => see(text),
            Self::And(parts) | Self::Or(parts) => parts.iter().for_each(|part| part.granted(see)),
        }
    }
}

impl<'a> Graph<'a> {
    pub fn new(case: &'a Case) -> Self {
        let draft = case.draft();
        let node = |kind: Kind, at: usize, id: &At<String>, title: String| Node {
            kind,
            at,
            id: id.value.clone(),
            title,
            waits: Vec::new(),
            granted: Vec::new(),
        };
        let steps = draft.steps.iter().enumerate();
        let mut nodes: Vec<Node> =
            steps.map(|(at, step)| node(Kind::Step, at, &step.id, title(&step.id, &step.name).to_string())).collect();
        let ratifiers = draft.ratifiers.iter().enumerate();
        nodes.extend(
            ratifiers.map(|(at, own)| node(Kind::Ratifier, at, &own.id, title(&own.id, &own.name).to_string())),
        );
        let actions = draft.actions.iter().enumerate();
        nodes.extend(actions.map(|(at, own)| node(Kind::Action, at, &own.id, title(&own.id, &own.name).to_string())));
        let cut = nodes.len() > NODES_MAX;
        nodes.truncate(NODES_MAX);
        let named = nodes.iter().enumerate().map(|(at, node)| ((node.kind as u8, node.id.clone()), at)).collect();
        let record = Record::new(case);
        let mut graph = Self { case, record, nodes, waits: Vec::new(), cut, named };
        graph.preconditions();
        for step in 0..graph.nodes.len().min(draft.steps.len()) {
            graph.entries(step);
        }
        case.issue_ids().for_each(|issue| graph.options(issue));
        graph
    }

    /// The node of an event; `None` where an overlay took it away.
    fn node_of(&self, event: &Event) -> Option<usize> {
        let kind = match event.kind {
            EventKind::Passed => Kind::Ratifier,
            EventKind::Taken => Kind::Action,
            _ => Kind::Step,
        };
        self.named.get(&(kind as u8, event.of.clone())).copied()
    }

    /// A step by id.
    pub fn step(&self, id: &str) -> Option<usize> {
        self.named.get(&(Kind::Step as u8, id.to_string())).copied()
    }

    /// A rule as a formula over events.
    pub fn formula(&self, rule: &Rule, negated: bool) -> Formula {
        match (rule, negated) {
            (Rule::Test(test), _) => Formula::Free(self.test(test, negated)),
            (Rule::Event(event), false) => match self.node_of(event) {
                Some(node) => Formula::Atom(Atom { node, kind: event.kind }),
                None => Formula::Free(event_rule(event.kind, &event.of)),
            },
            (Rule::Event(event), true) => Formula::Free(format!("not {}", event_rule(event.kind, &event.of))),
            (Rule::Not(inner), _) => self.formula(inner, !negated),
            (Rule::And(parts), false) | (Rule::Or(parts), true) => {
                all(parts.iter().map(|part| self.formula(part, negated)).collect())
            }
            (Rule::Or(parts), false) | (Rule::And(parts), true) => {
                any(parts.iter().map(|part| self.formula(part, negated)).collect())
            }
        }
    }

    /// A test as a rule.
    fn test(&self, test: &Test, negated: bool) -> String {
        let issue = self.case.issue(test.issue);
        let names = |which: bool| -> Vec<String> {
            let outcomes = (0..issue.outcomes.len()).filter(|at| test.holds.get(*at) == Some(&which));
            outcomes.map(|outcome| issue.outcome_name(outcome)).collect()
        };
        let (with, without) = (names(!negated), names(negated));
        let (sign, names) = if without.len() < with.len() { ("!=", without) } else { ("=", with) };
        format!("{} {sign} {}", issue.name, names.join(" | "))
    }

    /// A formula as a rule.
    pub fn rule(&self, formula: &Formula) -> String {
        let group = |part: &Formula| match part {
            Formula::And(parts) | Formula::Or(parts) if parts.len() > 1 => format!("({})", self.rule(part)),
            _ => self.rule(part),
        };
        match formula {
            Formula::Atom(atom) => event_rule(atom.kind, &self.nodes[atom.node].id),
            Formula::Free(text) => text.clone(),
            Formula::And(parts) => parts.iter().map(group).collect::<Vec<_>>().join(" and "),
            Formula::Or(parts) => parts.iter().map(group).collect::<Vec<_>>().join(" or "),
        }
    }

    /// A formula in words.
    pub fn words(&self, formula: &Formula) -> String {
        let each = |parts: &[Formula]| parts.iter().map(|part| self.words(part)).collect::<Vec<_>>();
        match formula {
            Formula::Atom(atom) => self.event_words(*atom),
            Formula::Free(text) => format!("`{text}`"),
            Formula::And(parts) => list(&each(parts), "and"),
            Formula::Or(parts) => list(&each(parts), "or"),
        }
    }

    fn event_words(&self, atom: Atom) -> String {
        let title = &self.nodes[atom.node].title;
        match atom.kind {
            EventKind::Begun => format!("\"{title}\" has begun"),
            EventKind::Done => format!("\"{title}\" is done"),
            EventKind::Held(1) => format!("\"{title}\" has held for a day"),
            EventKind::Held(days) => format!("\"{title}\" has held for {days} days"),
            EventKind::Passed => format!("\"{title}\" has said yes"),
            EventKind::Taken => format!("\"{title}\" is being done"),
        }
    }

    /// An event as it is told.
    pub fn event(&self, atom: Atom) -> EventFound {
        let of = self.nodes[atom.node].id.clone();
        EventFound { event: event_rule(atom.kind, &of), words: self.event_words(atom), of }
    }

    /// Whether an event has come about by the day of the case.
    pub fn happened(&self, atom: Atom) -> bool {
        let (today, draft) = (self.case.as_of(), self.case.draft());
        let node = &self.nodes[atom.node];
        match node.kind {
            Kind::Ratifier => false,
            Kind::Action => draft.actions[node.at].today.as_ref().is_some_and(|today| today.value == Today::Taken),
            Kind::Step => {
                let known = |date: Option<&At<DateSpan>>| date.map(|date| date.value).filter(|date| date.last <= today);
                let step = &draft.steps[node.at];
                let (begun, done) = (known(step.begun.as_ref()), known(step.done.as_ref()));
                match atom.kind {
                    EventKind::Done => done.is_some(),
                    EventKind::Held(days) => begun.is_some_and(|begun| {
                        let until = done.map_or(today, |done| done.first);
                        i64::from((until - begun.last).get_days()) >= i64::from(days)
                    }),
                    _ => begun.is_some() || done.is_some(),
                }
            }
        }
    }

    /// Which nodes can come about, one after the other: the least fixpoint of "all its conditions are met by what can
    /// come about". `free` says of which conditions nothing is asked, `never` which nodes cannot come about at all.
    pub fn can_be(&self, free: &dyn Fn(usize) -> bool, never: &dyn Fn(usize) -> bool) -> Vec<bool> {
        let mut able = vec![false; self.nodes.len()];
        let mut naming: Vec<Vec<usize>> = vec![Vec::new(); self.nodes.len()];
        for wait in &self.waits {
            wait.formula.visit(&mut |atom| naming[atom.node].push(wait.node));
        }
        let mut open: Vec<usize> = (0..self.nodes.len()).rev().collect();
        while let Some(node) = open.pop() {
            if able[node] || never(node) {
                continue;
            }
            let holds = |atom: Atom| able[atom.node] || self.happened(atom);
            let met = |wait: &usize| free(*wait) || self.waits[*wait].formula.met(&holds);
            if self.over(node) || self.nodes[node].waits.iter().all(met) {
                able[node] = true;
                open.extend(naming[node].iter().filter(|other| !able[**other]));
            }
        }
        able
    }

    /// Whether a node has come about already.
    pub fn over(&self, node: usize) -> bool {
        let kind = if self.nodes[node].kind == Kind::Action { EventKind::Taken } else { EventKind::Begun };
        self.happened(Atom { node, kind })
    }

    /// Where a step was proposed.
    pub fn proposals(&self, step: &str) -> impl Iterator<Item = (&'a Session, &'a Proposal)> {
        let case: &'a Case = self.case;
        let all =
            case.draft().sessions.iter().flat_map(|session| session.proposals.iter().map(move |own| (session, own)));
        all.filter(move |(_, own)| own.step.as_ref().is_some_and(|id| id.value == step))
    }

    /// What is said of a node by itself: its own sources, and the record on the issues by which it is realised or ordered.
    pub fn node_basis(&self, node: usize, basis: &mut Basis) {
        let (case, draft) = (self.case, self.case.draft());
        let own = &self.nodes[node];
        match own.kind {
            Kind::Ratifier => {
                let ratifier = &draft.ratifiers[own.at];
                basis.item(case, &ratifier.source, ratifier.marking.as_ref());
            }
            Kind::Action => {
                let action = &draft.actions[own.at];
                basis.item(case, &action.source, action.marking.as_ref());
            }
            Kind::Step => {
                let step = &draft.steps[own.at];
                basis.item(case, &step.source, step.marking.as_ref());
                step.readings.iter().for_each(|(_, reading)| basis.item(case, &reading.source, None));
                for (session, proposal) in self.proposals(&own.id) {
                    basis.item(case, &session.source, session.marking.as_ref());
                    basis.item(case, &proposal.source, proposal.marking.as_ref());
                    proposal.answers.iter().for_each(|answer| basis.item(case, &answer.source, None));
                }
                let realises = step.realises.as_ref().and_then(|rule| case.rule(rule));
                let mut issues: Vec<IssueId> = realises.map(Rule::issues).unwrap_or_default();
                let orders = |issue: &IssueId| self.listed(*issue).any(|option| option.waits.get(&own.id).is_some());
                issues.extend(case.issue_ids().filter(orders));
                issues.iter().for_each(|issue| basis.join(&basis_of(&self.record, *issue)));
            }
        }
    }

    /// The basis of a node and of all that it waits for, directly or not.
    pub fn closure_basis(&self, from: &[usize]) -> Basis {
        let mut seen = vec![false; self.nodes.len()];
        let mut open: Vec<usize> = from.to_vec();
        let mut basis = Basis::default();
        while let Some(node) = open.pop() {
            if std::mem::replace(&mut seen[node], true) {
                continue;
            }
            self.node_basis(node, &mut basis);
            for wait in &self.nodes[node].waits {
                self.waits[*wait].formula.visit(&mut |atom| open.push(atom.node));
            }
        }
        basis
    }
}

fn event_rule(kind: EventKind, of: &str) -> String {
    match kind {
        EventKind::Begun => format!("begun({of})"),
        EventKind::Done => format!("done({of})"),
        EventKind::Held(days) => format!("held({of} for {days} days)"),
        EventKind::Passed => format!("passed({of})"),
        EventKind::Taken => format!("taken({of})"),
    }
}

/// All of these, flat.
pub(super) fn all(parts: Vec<Formula>) -> Formula {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Formula::And(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    if flat.len() == 1 { flat.swap_remove(0) } else { Formula::And(flat) }
}

/// One of these, flat.
pub(super) fn any(parts: Vec<Formula>) -> Formula {
    let mut flat = Vec::new();
    for part in parts {
        match part {
            Formula::Or(inner) => flat.extend(inner),
            other => flat.push(other),
        }
    }
    if flat.len() == 1 { flat.swap_remove(0) } else { Formula::Or(flat) }
}
