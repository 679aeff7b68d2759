//! Conditions: actions that are being taken and actions that are not, and rules as alternatives of such.

use std::collections::BTreeSet;
use zopa_case::Rule;
use zopa_case::rule::{Event, EventKind, Leaf};

/// Alternatives of a rule that are written out; past this a rule has too many.
pub(in super::super) const TERMS: usize = 512;

/// All of these actions are being taken and none of those, as bits. Without either it always holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(in super::super) struct Term {
    /// The actions that are being taken.
    pub yes: u64,
    /// The actions that are not.
    pub no: u64,
}

impl Term {
    pub fn holds(self, state: u64) -> bool {
        state & self.yes == self.yes && state & self.no == 0
    }

    /// The actions it names.
    pub fn named(self) -> u64 {
        self.yes | self.no
    }

    /// Whether it holds wherever the other does.
    fn covers(self, other: Self) -> bool {
        self.yes & !other.yes == 0 && self.no & !other.no == 0
    }
}

/// A rule over actions as alternatives, each of which is enough; none of them holds where another one does already.
/// Actions outside `actions` are not being taken. `None` past [`TERMS`].
///
/// Cost: what the rule's brackets multiply out to, at most `TERMS` squared for each `and`.
pub(in super::super) fn alternatives(rule: &Rule, actions: &[&str]) -> Option<Vec<Term>> {
    of(rule, actions, false)
}

/// Whether a rule speaks of actions alone, and of one at least.
pub(in super::super) fn over_actions(rule: &Rule) -> bool {
    let (mut only, mut some) = (true, false);
    rule.visit(&mut |leaf| match leaf {
        Leaf::Event(event) if event.kind == EventKind::Taken => some = true,
        _ => only = false,
    });
    only && some
}

fn of(rule: &Rule, actions: &[&str], negated: bool) -> Option<Vec<Term>> {
    let all = |parts: &[Rule]| {
        let mut terms = vec![Term::default()];
        for part in parts {
            let own = of(part, actions, negated)?;
            terms = least(terms.iter().flat_map(|one| own.iter().filter_map(|other| both(*one, *other))))?;
        }
        Some(terms)
    };
    let some = |parts: &[Rule]| {
        let mut terms = Vec::new();
        for part in parts {
            terms = least(terms.into_iter().chain(of(part, actions, negated)?))?;
        }
        Some(terms)
    };
    match (rule, negated) {
        (Rule::Event(Event { kind: EventKind::Taken, of }), _) => {
            let bit = actions.iter().position(|action| action == of).map(|bit| 1_u64 << bit);
            Some(match (bit, negated) {
                (Some(yes), false) => vec![Term { yes, no: 0 }],
                (Some(no), true) => vec![Term { yes: 0, no }],
                (None, false) => Vec::new(),
                (None, true) => vec![Term::default()],
            })
        }
        // Other events and tests cannot be here: rules over states name actions alone.
        (Rule::Event(_) | Rule::Test(_), _) => Some(Vec::new()),
        (Rule::Not(inner), _) => of(inner, actions, !negated),
        (Rule::And(parts), false) | (Rule::Or(parts), true) => all(parts),
        (Rule::Or(parts), false) | (Rule::And(parts), true) => some(parts),
    }
}

/// Where both hold; `None` where they cannot.
fn both(one: Term, other: Term) -> Option<Term> {
    let joined = Term { yes: one.yes | other.yes, no: one.no | other.no };
    (joined.yes & joined.no == 0).then_some(joined)
}

/// Terms without those that another covers; `None` where more than [`TERMS`] are left.
pub(in super::super) fn least(terms: impl Iterator<Item = Term>) -> Option<Vec<Term>> {
    let sorted: BTreeSet<(u32, Term)> = terms.map(|term| (term.named().count_ones(), term)).collect();
    let mut kept: Vec<Term> = Vec::new();
    for (_, term) in sorted {
        if !kept.iter().any(|known| known.covers(term)) {
            if kept.len() == TERMS {
                return None;
            }
            kept.push(term);
        }
    }
    Some(kept)
}

#[cfg(test)]
mod tests {
    use super::{Term, alternatives};
    use zopa_case::Rule;
    use zopa_case::rule::{Event, EventKind};

    fn taken(of: &str) -> Rule {
        Rule::Event(Event { kind: EventKind::Taken, of: of.into() })
    }

    #[test]
    fn alternatives_hold_where_the_rule_does() {
        let actions = ["a", "b", "c"];
        let [a, b, c] = actions.map(taken);
        let rules = [
            Rule::And(vec![Rule::Or(vec![a.clone(), b.clone()]), c.clone().negated()]),
            Rule::Or(vec![a.clone(), Rule::And(vec![a.clone(), b.clone()])]).negated(),
            Rule::Or(vec![a.clone(), a.clone().negated()]),
            Rule::And(vec![b.clone(), b.clone().negated()]),
            Rule::Or(vec![taken("elsewhere"), c]),
        ];
        for rule in rules {
            let terms = alternatives(&rule, &actions).expect("few");
            for state in 0..8_u64 {
                let happened = |event: &Event| {
                    let bit = actions.iter().position(|action| *action == event.of);
                    zopa_case::Truth::of(bit.is_some_and(|bit| state >> bit & 1 == 1))
                };
                let truth = rule.truth(&|_| None, &happened) == zopa_case::Truth::Yes;
                assert_eq!(terms.iter().any(|term| term.holds(state)), truth, "{rule:?} in {state}");
            }
        }
        let absorbed = alternatives(&Rule::Or(vec![a.clone(), Rule::And(vec![a, b])]), &actions);
        assert_eq!(absorbed, Some(vec![Term { yes: 1, no: 0 }]));
    }

    #[test]
    fn too_many_alternatives_are_not_written_out() {
        let names: Vec<String> = (0..24).map(|at| format!("a{at}")).collect();
        let actions: Vec<&str> = names.iter().map(String::as_str).collect();
        let pair = |at: usize| Rule::Or(vec![taken(actions[2 * at]), taken(actions[2 * at + 1])]);
        assert_eq!(alternatives(&Rule::And((0..9).map(pair).collect()), &actions).map(|terms| terms.len()), Some(512));
        assert_eq!(alternatives(&Rule::And((0..10).map(pair).collect()), &actions), None);
    }
}
