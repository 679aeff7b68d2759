//! The lens `blockers` as JSON.
//!
//! Constraints are told once under `constraints`; sets and openings repeat kind, id and party. A package is an object
//! `{issue: outcome}`, in the case's words; counts are strings, since they can pass 2^53.

use crate::answers::{Asked, answer, basis_json, issue, party};
use crate::blockers_values::with_values;
use num_bigint::BigUint;
use serde_json::{Map, Value, json};
use zopa_case::{Case, IssueId};
use zopa_lens::Run;
use zopa_lens::blockers::{
    Blockers, BlockingSet, Constraint, Dilution, Move, Mover, Near, Nearest, NoSingleMove, NotWithout, Opening, Part,
    Way,
};

/// The lens `blockers` as an answer.
pub fn blockers_answer(case: &Case, run: &Run<Blockers>, asked: &Asked) -> Value {
    answer("blockers", case, run, blockers_findings(case, &run.findings), asked)
}

/// The findings of the lens `blockers`.
pub fn blockers_findings(case: &Case, found: &Blockers) -> Value {
    let verdict = &found.verdict;
    let told = Told { case, constraints: &found.constraints };
    json!({
        "id": verdict.id, "verdict": verdict.answer.word(), "sentence": verdict.sentence,
        "refused_by_nobody": count(verdict.refused_by_nobody.as_ref()), "accepted_on_record": count(verdict.accepted.as_ref()),
        "basis": basis_json(&verdict.basis), "complete": found.complete,
        "blocking_sets": list(&found.blocking_sets, |set| told.blocking_set(set)),
        "blocking_sets_total": found.blocking_sets_count,
        "openings": list(&found.openings, |opening| told.opening(opening)),
        "openings_total": count(found.openings_count.as_ref()), "openings_order": found.openings_order,
        "no_opening_without": list(&found.no_opening_without, |found| told.not_without(found)),
        "no_single_move": found.no_single_move.as_ref().map(no_single_move),
        "parts": list(&found.parts, |found| part(case, found)),
        "moves": list(&found.moves, |found| told.smallest_move(found)),
        "nearest": list(&found.nearest, |found| told.nearest(found)),
        "dilution": list(&found.dilution, |found| dilution(case, found)),
        "values": with_values(case, found.values.as_ref()),
        "constraints": list(&found.constraints, |constraint| of_constraint(case, constraint)),
    })
}

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(one).collect())
}

fn count(count: Option<&BigUint>) -> Option<String> {
    count.map(ToString::to_string)
}

/// A package: the outcome of every issue.
fn package(case: &Case, outcomes: &[usize]) -> Value {
    let named = case.issue_ids().zip(outcomes);
    Value::Object(
        named.map(|(id, at)| (case.issue(id).name.clone(), json!(case.issue(id).outcome_name(*at)))).collect(),
    )
}

fn names(case: &Case, at: usize, outcomes: &[usize]) -> Vec<String> {
    outcomes.iter().map(|outcome| case.issue(IssueId::new(at)).outcome_name(*outcome)).collect()
}

fn issues(case: &Case, all: &[usize]) -> Vec<String> {
    all.iter().map(|at| issue(case, *at).to_string()).collect()
}

/// A constraint in full.
fn of_constraint(case: &Case, told: &Constraint) -> Value {
    json!({
        "kind": told.kind.word(), "id": told.id, "party": party(case, told.party), "from": told.from, "what": told.what,
        "on": told.on.map(|at| issue(case, at)), "issues": issues(case, &told.issues), "quote": told.quote,
        "date": told.date, "sources": told.sources, "not_for_trade": told.not_for_trade, "firmness": told.firmness,
        "also": list(&told.also, |also| json!({
            "kind": also.kind.word(), "id": also.id, "what": also.what, "date": also.date, "sources": also.sources,
        })),
    })
}

fn no_single_move(found: &NoSingleMove) -> Value {
    json!({"id": found.id, "least": found.least, "sentence": found.sentence, "basis": basis_json(&found.basis)})
}

fn part(case: &Case, found: &Part) -> Value {
    let (sets, openings) = (found.blocking_sets, found.openings);
    json!({
        "id": found.id, "issues": issues(case, &found.issues),
        "blocking_sets": {"found": sets.0, "complete": sets.1}, "openings": {"found": openings.0, "complete": openings.1},
        "smallest": found.smallest, "sentence": found.sentence, "basis": basis_json(&found.basis),
    })
}

fn dilution(case: &Case, found: &Dilution) -> Value {
    json!({
        "id": found.id, "line": found.line, "party": party(case, found.party), "packages": found.packages.to_string(),
        "of": found.of.to_string(), "sentence": found.sentence, "basis": basis_json(&found.basis),
    })
}

fn mover(case: &Case, mover: &Mover) -> Value {
    let lines: Vec<Value> =
        mover.lines.iter().map(|(line, analyst)| json!({"id": line, "our_reading": analyst})).collect();
    json!({"party": party(case, mover.party), "why": mover.why.word(), "lines": lines, "says": mover.says})
}

/// What findings point into.
struct Told<'a> {
    case: &'a Case,
    constraints: &'a [Constraint],
}

impl Told<'_> {
    /// Constraints by kind, id and party, with what they say.
    fn short(&self, all: &[usize]) -> Value {
        list(all, |at| {
            let told = &self.constraints[*at];
            json!({"kind": told.kind.word(), "id": told.id, "party": party(self.case, told.party), "what": told.what})
        })
    }

    fn blocking_set(&self, set: &BlockingSet) -> Value {
        json!({
            "id": set.id, "constraints": self.short(&set.constraints), "sentence": set.sentence,
            "basis": basis_json(&set.basis),
        })
    }

    fn opening(&self, opening: &Opening) -> Value {
        json!({
            "id": opening.id, "lift": self.short(&opening.lift), "opens": count(opening.opens.as_ref()),
            "example": opening.example.as_ref().map(|outcomes| package(self.case, outcomes)), "lacks": opening.lacks,
            "rank": opening.rank, "sentence": opening.sentence, "basis": basis_json(&opening.basis),
        })
    }

    fn not_without(&self, found: &NotWithout) -> Value {
        let sets: Vec<Value> = found.sets.iter().map(|set| self.short(set)).collect();
        json!({"id": found.id, "sets": sets, "sentence": found.sentence, "basis": basis_json(&found.basis)})
    }

    fn smallest_move(&self, found: &Move) -> Value {
        let case = self.case;
        let way = |way: &Way| {
            let movers = list(&way.movers, |own| mover(case, own));
            json!({"outcomes": names(case, found.issue, &way.outcomes), "movers": movers})
        };
        let lifts: Vec<Value> = found
            .lifts
            .iter()
            .map(|lift| json!({"lift": self.short(&lift.constraints), "outcomes": names(case, found.issue, &lift.outcomes)}))
            .collect();
        json!({
            "id": found.id, "issue": issue(case, found.issue), "fewest": found.fewest, "ways": list(&found.ways, way),
            "blocks_alone": found.blocks_alone, "lifts": lifts, "sentence": found.sentence,
            "basis": basis_json(&found.basis),
        })
    }

    fn nearest(&self, found: &Nearest) -> Value {
        let near = |near: &Near| {
            let mut missing: Map<String, Value> = Map::new();
            for (at, whose) in &near.missing {
                let parties = missing.entry(issue(self.case, *at).to_string()).or_insert_with(|| json!([]));
                if let Value::Array(parties) = parties {
                    parties.push(json!(party(self.case, *whose)));
                }
            }
            json!({"package": package(self.case, &near.package), "refused_by": self.short(&near.refused_by), "missing": missing})
        };
        json!({
            "id": found.id, "measure": found.measure.word(), "least": found.least, "packages": found.packages.to_string(),
            "examples": list(&found.examples, near), "sentence": found.sentence, "basis": basis_json(&found.basis),
        })
    }
}
