//! The lens `stability` as JSON.
//!
//! A state is a number whose bit j is the conflict's action j. Keys of the stable interface: `states`, `equilibria`,
//! `stable`, of the first conflict, beside what each conflict says in full under `conflicts`.

use crate::answers::{Asked, answer, basis_json, party};
use crate::settlement::share;
use serde_json::{Map, Value, json};
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::stability::{
    ActionFound, Change, CoalitionConcept, CoalitionFound, Common, Concept, ConflictFound, Effect, EngineUsed,
    EquilibriumFound, Form, Group, Held, Leaving, LimitedFound, LockFound, MixedFound, Stability, State, StateFound,
    StatementsMoved, StatesByConcept, Together, WantedFound, concept_word,
};

/// The lens `stability` as an answer.
pub fn stability_answer(case: &Case, run: &Run<Stability>, asked: &Asked) -> Value {
    answer("stability", case, run, stability_findings(case, &run.findings), asked)
}

/// The findings of the lens `stability`.
pub fn stability_findings(case: &Case, found: &Stability) -> Value {
    let told = Told { case };
    let first = found.conflicts.first();
    json!({
        "states": first.map(|conflict| conflict.states),
        "equilibria": first.map(|conflict| by_concept(&conflict.equilibria)),
        "stable": first.map(|conflict| told.stable(conflict)),
        "conflicts": list(&found.conflicts, |conflict| told.conflict(conflict)),
        "missing": found.missing,
    })
}

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(one).collect())
}

fn by_concept<T: Clone + Into<Value>>(lists: &[(Concept, T)]) -> Map<String, Value> {
    lists.iter().map(|(concept, states)| (concept_word(*concept).to_string(), states.clone().into())).collect()
}

fn form_word(form: Form) -> &'static str {
    match form {
        Form::A => "a",
        Form::B => "b",
        Form::C => "c",
        Form::D => "d",
    }
}

fn words(concepts: &[Concept]) -> Vec<&'static str> {
    concepts.iter().map(|concept| concept_word(*concept)).collect()
}

fn engine_word(engine: EngineUsed) -> &'static str {
    match engine {
        EngineUsed::States => "states",
        EngineUsed::Diagrams => "diagrams",
    }
}

fn effect(effect: &Effect) -> Value {
    json!({"appear": effect.appear, "vanish": effect.vanish})
}

fn statements(found: &StatementsMoved) -> Value {
    let way = |way: &Vec<zopa_lens::stability::StatementMoved>| {
        list(way, |moved| json!({"statement": moved.statement, "from": moved.places.0, "to": moved.places.1}))
    };
    json!({"ways": list(&found.ways, way), "looked": found.looked})
}

struct Told<'a> {
    case: &'a Case,
}

impl Told<'_> {
    fn party(&self, at: usize) -> &str {
        party(self.case, at)
    }

    fn stable(&self, conflict: &ConflictFound) -> Map<String, Value> {
        let of = |(party, lists): &(usize, StatesByConcept)| {
            (self.party(*party).to_string(), Value::Object(by_concept(lists)))
        };
        conflict.stable.iter().map(of).collect()
    }

    fn conflict(&self, found: &ConflictFound) -> Value {
        json!({
            "id": found.id, "conflict": found.conflict, "title": found.title,
            "actions": list(&found.actions, |action| self.action(action)),
            "decision_makers": found.deciders.iter().map(|at| self.party(*at)).collect::<Vec<_>>(),
            "missing": found.missing, "states": found.states, "today": found.today,
            "counts": by_concept(&found.counts), "at_most": by_concept(&found.at_most),
            "equilibria": by_concept(&found.equilibria),
            "stable": self.stable(found), "graph": list(&found.graph, |state| self.state(found, state)),
            "told": list(&found.told, |state| self.equilibrium(found, state)),
            "common": list(&found.common, |common| self.common(found, common)),
            "leaves_today": list(&found.leaves_today, |leaving| self.leaving(leaving)),
            "wanted": list(&found.wanted, |wanted| self.wanted(found, wanted)),
            "coalitions": list(&found.coalitions, |own| self.coalition(own)),
            "forms": found.forms.iter().map(|(form, states)| (form_word(*form).to_string(), by_concept(states).into())).collect::<Map<String, Value>>(),
            "strength": list(&found.strength, |own| json!({
                "concept": concept_word(own.concept), "strong": own.strong, "weak": own.weak,
            })),
            "mixed": found.mixed.as_ref().map(|mixed| self.mixed(mixed)),
            "limited": found.limited.as_ref().map(Self::limited),
            "left_out": found.left_out, "notes": found.notes, "engine": engine_word(found.engine), "n": found.draws,
            "arithmetic": found.arithmetic.word(), "stop": found.stop.word(), "sentence": found.sentence,
            "basis": basis_json(&found.basis),
        })
    }

    fn action(&self, action: &ActionFound) -> Value {
        let moves = match action.ways {
            (true, true) => "both",
            (true, false) => "forward",
            (false, true) => "back",
            (false, false) => "none",
        };
        json!({
            "action": action.action, "title": action.title, "party": self.party(action.party), "moves": moves,
            "today": action.today,
        })
    }

    fn actions(found: &ConflictFound, places: &[usize]) -> Vec<String> {
        places.iter().filter_map(|bit| found.actions.get(*bit)).map(|action| action.action.clone()).collect()
    }

    fn taken(found: &ConflictFound, state: State) -> Vec<String> {
        let places: Vec<usize> = (0..found.actions.len()).filter(|bit| state >> bit & 1 == 1).collect();
        Self::actions(found, &places)
    }

    fn steps(&self, steps: &[(usize, State)]) -> Value {
        list(steps, |(mover, to)| json!({"party": self.party(*mover), "to": to}))
    }

    fn state(&self, conflict: &ConflictFound, found: &StateFound) -> Value {
        let moves =
            list(&found.moves, |own| json!({"party": self.party(own.party), "to": own.to, "gains": share(&own.gains)}));
        json!({"state": found.state, "taken": Self::taken(conflict, found.state), "moves": moves})
    }

    fn equilibrium(&self, conflict: &ConflictFound, found: &EquilibriumFound) -> Value {
        let shares: Map<String, Value> =
            found.shares.iter().map(|(concept, own)| (concept_word(*concept).to_string(), share(own))).collect();
        json!({
            "id": found.id, "state": found.state, "taken": Self::taken(conflict, found.state),
            "concepts": words(&found.concepts), "shares": shares, "moves": found.moves, "way": self.steps(&found.way),
            "gaining_way": found.gaining_way.as_ref().map(|way| self.steps(way)),
            "held": list(&found.held, |held| self.held(held)), "sentence": found.sentence,
            "basis": basis_json(&found.basis),
        })
    }

    fn held(&self, held: &Held) -> Value {
        json!({
            "party": self.party(held.party), "concept": concept_word(held.concept),
            "sanction": held.sanction.as_ref().map(|(to, path)| json!({"gain": to, "answer": self.steps(path)})),
            "sentence": held.sentence,
        })
    }

    fn common(&self, conflict: &ConflictFound, common: &Common) -> Value {
        let group = |group: &Group| {
            json!({
                "states": group.states, "taken": Self::actions(conflict, &group.taken),
                "not_taken": Self::actions(conflict, &group.not_taken), "whole": group.whole,
            })
        };
        json!({
            "concepts": words(&common.concepts), "states": common.states, "groups": list(&common.groups, group),
            "sentence": common.sentence,
        })
    }

    fn mixed(&self, found: &MixedFound) -> Value {
        let concepts: Map<String, Value> = found
            .concepts
            .iter()
            .map(|(at, concept)| (self.party(*at).to_string(), concept_word(*concept).into()))
            .collect();
        json!({"concepts": concepts, "count": found.count, "states": found.states, "sentence": found.sentence})
    }

    fn limited(found: &LimitedFound) -> Value {
        let horizons = list(&found.horizons, |(moves, states)| json!({"moves": moves, "states": states}));
        json!({"horizons": horizons, "non_myopic": found.non_myopic, "sentence": found.sentence})
    }

    fn leaving(&self, leaving: &Leaving) -> Value {
        json!({
            "party": self.party(leaving.party), "to": leaving.to, "concepts": words(&leaving.concepts),
            "sentence": leaving.sentence,
        })
    }

    fn wanted(&self, conflict: &ConflictFound, found: &WantedFound) -> Value {
        json!({
            "id": found.id, "rule": found.rule, "states": found.states, "equilibria": by_concept(&found.equilibria),
            "state": found.state, "changes": list(&found.changes, |change| self.change(change)),
            "together": list(&found.together, |together| self.together(together)),
            "locks": found.locks.as_ref().map(|locks| list(locks, |lock| Self::lock(conflict, lock))),
            "sentence": found.sentence,
            "basis": basis_json(&found.basis),
        })
    }

    fn coalition(&self, found: &CoalitionFound) -> Value {
        let concepts = found.concepts.iter().map(|concept| match concept {
            CoalitionConcept::CNash => "cnash",
            CoalitionConcept::CGmr => "cgmr",
            CoalitionConcept::CSmr => "csmr",
            CoalitionConcept::CSeq => "cseq",
        });
        json!({
            "state": found.state, "members": found.members.iter().map(|at| self.party(*at)).collect::<Vec<_>>(),
            "to": found.to, "concepts": concepts.collect::<Vec<_>>(), "sentence": found.sentence,
        })
    }

    fn change(&self, change: &Change) -> Value {
        json!({
            "concept": concept_word(change.concept), "party": self.party(change.party),
            "lower": list(&change.lower, |lower| lower.states.clone().into()),
            "swaps": list(&change.lower, |lower| lower.swaps.into()),
            "complete": change.complete, "rankings": change.rankings.as_ref().map(ToString::to_string),
            "effect": change.effect.as_ref().map(effect),
            "statements": change.statements.as_ref().map(statements), "sentence": change.sentence,
        })
    }

    fn together(&self, found: &Together) -> Value {
        let lower = list(&found.lower, |(at, states)| json!({"party": self.party(*at), "states": states}));
        json!({
            "concepts": words(&found.concepts), "lower": lower, "tried": found.tried, "complete": found.complete,
            "effect": effect(&found.effect), "sentence": found.sentence,
        })
    }

    fn lock(conflict: &ConflictFound, lock: &LockFound) -> Value {
        json!({
            "concept": concept_word(lock.concept), "action": Self::actions(conflict, &[lock.action]).pop(),
            "sentence": lock.sentence,
        })
    }
}
