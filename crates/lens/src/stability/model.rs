//! A graph model from a case: actions as bits, what can be, and who prefers which states in a draw.

use crate::model::{Single, uniform};
use crate::run::Basis;
use crate::solve::conflict::{Bits, Condition, Seen};
use std::cmp::Ordering;
use std::collections::BTreeMap;
use zopa_case::draft::{Action, Conflict, Moves, StatePreferences, Today, title};
use zopa_case::rule::{Event, EventKind, Leaf};
use zopa_case::{Case, PartyId, Rule};

/// Statements ranked at a time: with a rank of 30 bits they fit 64.
const AT_ONCE: usize = 32;

/// How a party's preferences over states are given.
#[derive(Clone, Debug)]
enum Preference {
    /// Groups of statements in falling order of importance; the order within a group is drawn.
    Statements(Vec<Vec<Condition>>),
    /// Places, best first; states that are not named come after all of them, equal to each other.
    Ranking(BTreeMap<u32, u32>),
    /// What linkages over actions are worth.
    Worths(Vec<(Condition, Single)>),
}

/// A graph model of a case.
pub(super) struct Model<'a> {
    pub case: &'a Case,
    pub id: String,
    pub title: String,
    pub conflict: Option<&'a Conflict>,
    pub actions: Vec<&'a Action>,
    /// Those who decide, in order of parties.
    pub deciders: Vec<PartyId>,
    /// By action: who owns it, as a place among the deciders.
    pub owners: Vec<usize>,
    pub impossible: Vec<Condition>,
    pub wanted: Vec<(String, Condition)>,
    preferences: Vec<Preference>,
    /// By decision maker: what makes a difference a large one, where that is said.
    much: Vec<Option<u64>>,
    /// By decision maker: what keeps states from being compared.
    unknowns: Vec<Vec<Condition>>,
    /// Names by which orders of statements are drawn.
    streams: Vec<String>,
    seed: u64,
    /// Parties that decide and of whose preferences nothing is known.
    pub unknown: Vec<PartyId>,
    /// Rules that name other things than actions and are left aside, in words.
    pub beyond: Vec<String>,
}

impl<'a> Model<'a> {
    /// The models of a case: those entered, or one of all actions where some party's linkages speak of actions.
    pub fn all(case: &'a Case, seed: u64) -> Vec<Self> {
        let draft = case.draft();
        if !draft.conflicts.is_empty() {
            return draft.conflicts.iter().map(|conflict| Self::new(case, Some(conflict), seed)).collect();
        }
        let model = Self::new(case, None, seed);
        let valued =
            model.preferences.iter().any(|own| !matches!(own, Preference::Worths(worths) if worths.is_empty()));
        if valued { vec![model] } else { Vec::new() }
    }

    fn new(case: &'a Case, conflict: Option<&'a Conflict>, seed: u64) -> Self {
        let draft = case.draft();
        let named = conflict.filter(|conflict| !conflict.actions.is_empty());
        let actions: Vec<&Action> = match named {
            Some(conflict) => {
                let of = |id: &String| draft.actions.iter().find(|action| action.id.value == *id);
                conflict.actions.iter().filter_map(|id| of(&id.value)).collect()
            }
            None => draft.actions.iter().collect(),
        };
        let mut deciders: Vec<PartyId> =
            actions.iter().filter_map(|action| case.party_named(&action.party.value)).collect();
        deciders.sort();
        deciders.dedup();
        let place = |action: &&Action| {
            let owner = case.party_named(&action.party.value);
            deciders.iter().position(|decider| Some(*decider) == owner).unwrap_or(0)
        };
        let owners: Vec<usize> = actions.iter().map(place).collect();
        let formula = |rule: &zopa_case::RuleText| case.rule(rule).map(|rule| condition(rule, &actions));
        let mut impossible: Vec<Condition> =
            conflict.iter().flat_map(|conflict| &conflict.impossible).filter_map(formula).collect();
        let mut beyond = Vec::new();
        for (bit, action) in actions.iter().enumerate() {
            let only_if = action.only_if.as_ref().and_then(|rule| case.rule(rule));
            if only_if.is_some_and(|rule| speaks_of(rule).1) {
                beyond.push(format!("when \"{}\" can be done", title(&action.id, &action.name)));
            }
            impossible.extend(only_if.filter(|rule| over_actions(rule)).map(|rule| {
                let kept = condition(rule, &actions);
                Condition::All(vec![Condition::Taken(bit as u32), Condition::Not(Box::new(kept))])
            }));
        }
        let wanted = conflict
            .iter()
            .flat_map(|conflict| &conflict.wanted)
            .filter_map(|rule| Some((rule.text.value.clone(), formula(rule)?)))
            .collect();
        let id = conflict.map_or("actions".to_string(), |conflict| conflict.id.value.clone());
        let title = conflict
            .and_then(|conflict| conflict.name.as_ref())
            .map_or("Beside the table".into(), |name| name.value.clone());
        let preferences: Vec<Preference> = deciders
            .iter()
            .map(|decider| {
                let name = &case.party(*decider).name;
                match conflict.and_then(|conflict| conflict.preferences.get(name)) {
                    Some(own) => stated(own, &formula),
                    None => {
                        beyond.extend(worths_beyond(case, *decider));
                        Preference::Worths(worths(case, *decider, &actions, seed))
                    }
                }
            })
            .collect();
        let stated_of = |decider: &PartyId| conflict.and_then(|own| own.preferences.get(&case.party(*decider).name));
        let much = deciders.iter().map(|decider| stated_of(decider)?.much.as_ref().map(|much| much.value)).collect();
        let unknowns = deciders
            .iter()
            .map(|decider| stated_of(decider).iter().flat_map(|own| &own.unknown).filter_map(formula).collect())
            .collect();
        let silent = |own: &Preference| matches!(own, Preference::Worths(worths) if worths.is_empty());
        let unknown =
            deciders.iter().zip(&preferences).filter(|(_, own)| silent(own)).map(|(party, _)| *party).collect();
        let streams = deciders
            .iter()
            .map(|decider| format!("conflicts.{id}.preferences.{}.statements", case.party(*decider).name));
        Self {
            streams: streams.collect(),
            case,
            id,
            title,
            conflict,
            actions,
            deciders,
            owners,
            impossible,
            wanted,
            preferences,
            much,
            unknowns,
            seed,
            unknown,
            beyond,
        }
    }

    /// The states that can be.
    pub fn feasible(&self) -> Bits {
        Bits::from_words(1 << self.actions.len(), |block| {
            !self.impossible.iter().fold(0, |cannot, rule| cannot | rule.word(block))
        })
    }

    /// Today's state; `None` where it is not said of every action. There are at most 63.
    pub fn today(&self) -> Option<u64> {
        let bits = self.actions.iter().take(63).enumerate().map(|(bit, action)| {
            let taken = action.today.as_ref()?.value == Today::Taken;
            Some(u64::from(taken) << bit)
        });
        bits.sum()
    }

    /// Which way an action can be changed: taken up, given up.
    pub fn ways(&self, action: usize) -> (bool, bool) {
        match self.actions[action].moves.as_ref().map(|moves| moves.value) {
            Some(Moves::Forward) => (true, false),
            Some(Moves::Back) => (false, true),
            Some(Moves::Both) | None => (true, true),
        }
    }

    /// Whether the preferences are the same in every draw.
    pub fn certain(&self) -> bool {
        self.preferences.iter().all(|own| match own {
            Preference::Statements(groups) => groups.iter().all(|group| group.len() < 2),
            Preference::Ranking(_) => true,
            Preference::Worths(worths) => worths.iter().all(|(_, worth)| worth.still()),
        })
    }

    /// How a decision maker ranks every state in a draw: the larger the better, equal numbers are equal states.
    ///
    /// Memory for a moment: 16 bytes a state, 32 where linkages are added up.
    pub fn ranks(&self, decider: usize, draw: u64) -> Vec<u32> {
        let states = 1_u32 << self.actions.len();
        match &self.preferences[decider] {
            Preference::Statements(groups) => {
                let mut ranks = vec![0_u32; states as usize];
                // So many statements at a time that what they say fits beside a rank.
                for some in self.ordered(decider, groups, draw).chunks(AT_ONCE) {
                    let mut scores: Vec<u64> = ranks.iter().map(|rank| u64::from(*rank)).collect();
                    for (block, scores) in scores.chunks_mut(64).enumerate() {
                        for rule in some {
                            let word = rule.word(block as u32);
                            for (at, score) in scores.iter_mut().enumerate() {
                                *score = *score << 1 | word >> at & 1;
                            }
                        }
                    }
                    ranks = dense(&scores);
                }
                ranks
            }
            Preference::Ranking(places) => {
                let last = places.values().max().map_or(0, |last| last + 1);
                (0..states).map(|state| last - places.get(&state).copied().unwrap_or(last)).collect()
            }
            Preference::Worths(worths) => {
                let mut scores = vec![0_i128; states as usize];
                for (rule, worth) in worths {
                    let worth = worth.number(draw).0;
                    for (block, scores) in scores.chunks_mut(64).enumerate() {
                        let word = rule.word(block as u32);
                        for (at, score) in scores.iter_mut().enumerate() {
                            *score += worth * i128::from(word >> at & 1);
                        }
                    }
                }
                dense(&scores)
            }
        }
    }

    /// The statements of a decision maker in the order of the first draw; `None` where it is not by statements that it
    /// prefers.
    #[cfg(feature = "diagrams")]
    pub fn drawn_statements(&self, decider: usize) -> Option<Vec<Condition>> {
        let Preference::Statements(groups) = &self.preferences[decider] else { return None };
        Some(self.ordered(decider, groups, 0).into_iter().cloned().collect())
    }

    /// The statements of a decision maker in their order with their texts; `None` where it is not by statements that it
    /// prefers, or where their order is drawn.
    pub fn statements(&self, decider: usize) -> Option<Vec<(&Condition, &str)>> {
        let Preference::Statements(groups) = &self.preferences[decider] else { return None };
        let own = self.conflict?.preferences.get(&self.case.party(self.deciders[decider]).name)?;
        let texts = own.statements.iter().flat_map(|group| group.iter());
        let said: Vec<(&Condition, &str)> =
            groups.iter().flatten().zip(texts.map(|rule| rule.text.value.as_str())).collect();
        groups.iter().all(|group| group.len() == 1).then_some(said)
    }

    /// Whether something keeps states from being compared, and whether some differences are large.
    pub fn finer(&self) -> (bool, bool) {
        (self.unknowns.iter().any(|own| !own.is_empty()), self.much.iter().any(Option::is_some))
    }

    /// How a decision maker sees `other` against `one`, with the orders of the first draw and these ranks.
    pub fn seen(&self, decider: usize, ranks: &[u32], one: u32, other: u32) -> Seen {
        if self.unknowns[decider].iter().any(|rule| rule.holds(one.into()) != rule.holds(other.into())) {
            return Seen::Unknown;
        }
        let (here, there) = (ranks[one as usize], ranks[other as usize]);
        let large = match (&self.preferences[decider], self.much[decider]) {
            (_, None) | (Preference::Worths(_), _) => false,
            (Preference::Statements(groups), Some(much)) => {
                let order = self.ordered(decider, groups, 0);
                let first = order.iter().position(|rule| rule.holds(one.into()) != rule.holds(other.into()));
                first.is_some_and(|first| (first as u64) < much)
            }
            (Preference::Ranking(places), Some(much)) => {
                let last = places.values().max().map_or(0, |last| last + 1);
                let place = |state: u32| places.get(&state).copied().unwrap_or(last);
                u64::from(place(one).abs_diff(place(other))) >= much
            }
        };
        match (there.cmp(&here), large) {
            (Ordering::Equal, _) => Seen::Equal,
            (Ordering::Greater, true) => Seen::MuchBetter,
            (Ordering::Greater, false) => Seen::Better,
            (Ordering::Less, true) => Seen::MuchWorse,
            (Ordering::Less, false) => Seen::Worse,
        }
    }

    /// Statements in order, those of a group in an order of the draw.
    fn ordered<'m>(&self, decider: usize, groups: &'m [Vec<Condition>], draw: u64) -> Vec<&'m Condition> {
        let path = format!("{}.{draw}", self.streams[decider]);
        let mut next = uniform(self.seed, &path);
        let mut order = Vec::new();
        for group in groups {
            let mut left: Vec<&Condition> = group.iter().collect();
            while !left.is_empty() {
                let at = if left.len() == 1 { 0 } else { (next() * left.len() as f64) as usize };
                order.push(left.remove(at.min(left.len() - 1)));
            }
        }
        order
    }

    /// What the model rests on.
    pub fn basis(&self) -> Basis {
        let mut basis = Basis::default();
        for action in &self.actions {
            basis.item(self.case, &action.source, action.marking.as_ref());
        }
        if let Some(conflict) = self.conflict {
            basis.item(self.case, &conflict.source, conflict.marking.as_ref());
            for (_, own) in conflict.preferences.iter() {
                basis.item(self.case, &own.source, own.marking.as_ref());
            }
        }
        for (decider, own) in self.deciders.iter().zip(&self.preferences) {
            if matches!(own, Preference::Worths(_)) {
                crate::model::rest_on(self.case, *decider, &mut basis);
            } else {
                let title = &self.case.party(*decider).title;
                basis.assumptions.insert(format!("what {title} prefers in `{}`", self.id));
            }
        }
        basis
    }
}

/// A rule over actions as a condition on states; actions outside the model are not being taken.
fn condition(rule: &Rule, actions: &[&Action]) -> Condition {
    let all = |parts: &[Rule]| parts.iter().map(|part| condition(part, actions)).collect();
    match rule {
        Rule::Event(Event { kind: EventKind::Taken, of }) => {
            let bit = actions.iter().position(|action| action.id.value == *of);
            bit.map_or(Condition::Any(Vec::new()), |bit| Condition::Taken(bit as u32))
        }
        // Other events and tests cannot be here: rules over states name actions alone.
        Rule::Event(_) | Rule::Test(_) => Condition::Any(Vec::new()),
        Rule::Not(inner) => Condition::Not(Box::new(condition(inner, actions))),
        Rule::And(parts) => Condition::All(all(parts)),
        Rule::Or(parts) => Condition::Any(all(parts)),
    }
}

fn stated(own: &StatePreferences, formula: &dyn Fn(&zopa_case::RuleText) -> Option<Condition>) -> Preference {
    if own.ranking.is_empty() {
        let group =
            |group: &zopa_case::decode::OneOrMany<zopa_case::RuleText>| group.iter().filter_map(formula).collect();
        return Preference::Statements(own.statements.iter().map(group).collect());
    }
    let places = own.ranking.iter().enumerate();
    let named = places.flat_map(|(place, states)| states.iter().map(move |state| (state.value, place as u32)));
    Preference::Ranking(named.filter_map(|(state, place)| Some((u32::try_from(state).ok()?, place))).collect())
}

/// The linkages of a party that speak of actions and of nothing else.
fn worths(case: &Case, party: PartyId, actions: &[&Action], seed: u64) -> Vec<(Condition, Single)> {
    let name = &case.party(party).name;
    let Some(known) = case.draft().preferences.get(name) else { return Vec::new() };
    let linkages = known.linkages.iter().filter_map(|linkage| {
        let rule = case.rule(&linkage.when)?;
        over_actions(rule).then(|| {
            let path = format!("preferences.{name}.linkages.{}", linkage.id.value);
            (condition(rule, actions), Single::new(seed, &path, &linkage.value))
        })
    });
    linkages.collect()
}

/// The linkages of a party that speak of actions and of other things as well, in words.
fn worths_beyond(case: &Case, party: PartyId) -> Vec<String> {
    let title = &case.party(party).title;
    let Some(known) = case.draft().preferences.get(&case.party(party).name) else { return Vec::new() };
    let mixed = |rule: &&zopa_case::RuleText| case.rule(rule).map(speaks_of) == Some((true, true));
    let whens = known.linkages.iter().map(|linkage| &linkage.when).filter(mixed);
    whens.map(|rule| format!("what `{}` is worth to {title}", rule.text.value)).collect()
}

/// Whether a rule speaks of actions alone, and of one at least.
fn over_actions(rule: &Rule) -> bool {
    speaks_of(rule) == (true, false)
}

/// Whether a rule speaks of actions, and whether of anything else.
fn speaks_of(rule: &Rule) -> (bool, bool) {
    let (mut actions, mut others) = (false, false);
    rule.visit(&mut |leaf| match leaf {
        Leaf::Event(event) if event.kind == EventKind::Taken => actions = true,
        _ => others = true,
    });
    (actions, others)
}

/// The places of scores among those that occur, rising.
pub(super) fn dense<T: Ord + Copy>(scores: &[T]) -> Vec<u32> {
    let mut distinct = scores.to_vec();
    distinct.sort_unstable();
    distinct.dedup();
    scores.iter().map(|score| distinct.partition_point(|other| other < score) as u32).collect()
}
