//! The lens `roadmap` as JSON.
//!
//! Steps, ratifiers and actions are told by id; days as `2026-02-18`. Keys of the stable interface: `mismatches`, `deadlocks`,
//! `cuts` (all locks' together), and `order`, `stages`, `weakest` of the first plan's best order, beside what each
//! finding says in full.

use crate::answers::{Asked, answer, basis_json, party};
use crate::settlement::{share, worth};
use serde_json::{Map, Value, json};
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::roadmap::{
    Addition, Calendar, Cut, DateConflict, Dated, Deadlock, Edge, EventFound, Exit, Inspection, Mismatch, OrderFound,
    PatienceFound, PlanDecider, PlanFound, Roadmap, StageFound, StepFound, TrustFound, Wait, WayOut,
};

/// The lens `roadmap` as an answer.
pub fn roadmap_answer(case: &Case, run: &Run<Roadmap>, asked: &Asked) -> Value {
    answer("roadmap", case, run, roadmap_findings(case, &run.findings), asked)
}

/// The findings of the lens `roadmap`.
pub fn roadmap_findings(case: &Case, found: &Roadmap) -> Value {
    let told = Told { case };
    let first = found.plans.first().and_then(|plan| plan.orders.get(plan.best));
    let cuts = found.deadlocks.iter().flat_map(|lock| lock.cuts.iter().map(|cut| told.cut_edges(lock, cut)));
    json!({
        "steps": list(&found.steps, |step| told.step(step)),
        "mismatches": list(&found.mismatches, |mismatch| told.mismatch(mismatch)),
        "deadlocks": list(&found.deadlocks, |lock| told.deadlock(lock)),
        "cuts": cuts.collect::<Vec<Value>>(),
        "calendar": told.calendar(&found.calendar),
        "plans": list(&found.plans, |plan| told.plan(plan)),
        "order": first.map(|order| order.stages.iter().flat_map(|stage| &stage.steps).collect::<Vec<_>>()),
        "stages": first.map(|order| list(&order.stages, |stage| told.stage(stage))),
        "weakest": first.and_then(|order| told.weakest(order)),
        "trust": list(&found.trust, |trust| told.trust(trust)),
        "inspections": list(&found.inspections, |inspection| told.inspection(inspection)),
    })
}

fn list<T>(items: &[T], one: impl Fn(&T) -> Value) -> Value {
    Value::Array(items.iter().map(one).collect())
}

struct Told<'a> {
    case: &'a Case,
}

impl Told<'_> {
    fn party(&self, at: usize) -> &str {
        party(self.case, at)
    }

    fn owner(&self, at: Option<usize>) -> Option<&str> {
        at.map(|at| self.party(at))
    }

    fn parties(&self, all: &[usize]) -> Vec<&str> {
        all.iter().map(|at| self.party(*at)).collect()
    }

    fn step(&self, step: &StepFound) -> Value {
        json!({
            "id": step.id, "step": step.step, "title": step.title, "actors": self.parties(&step.actors),
            "verifier": step.verifier, "standing": step.standing.word(), "waits": list(&step.waits, |wait| self.wait(wait)),
            "opens": step.opens, "named_by": step.named_by,
            "crosses": list(&step.crosses, |(line, whose, analyst)| json!({
                "line": line, "party": self.party(*whose), "our_reading": analyst,
            })),
            "refused_by": self.parties(&step.refused_by), "no_yes_of": self.parties(&step.no_yes_of), "granted": step.granted, "sentence": step.sentence,
            "basis": basis_json(&step.basis),
        })
    }

    fn wait(&self, wait: &Wait) -> Value {
        json!({
            "id": wait.id, "from": wait.from, "rule": wait.rule, "words": wait.words, "events": list(&wait.events, event),
            "origin": wait.origin.word(), "stated_in": wait.stated_in, "owner": self.owner(wait.owner),
            "account": wait.account, "date": wait.date, "age_days": wait.age, "source": wait.sources, "met": wait.met,
        })
    }

    fn mismatch(&self, found: &Mismatch) -> Value {
        let readings = found.fields.iter().flat_map(|read| {
            read.readings.iter().map(|(party, words, sources)| {
                json!({"party": self.party(*party), "field": read.field, "value": words, "source": sources})
            })
        });
        json!({
            "id": found.id, "step": found.steps.first(), "steps": found.steps, "title": found.title,
            "readings": readings.collect::<Vec<Value>>(), "silent": self.parties(&found.silent),
            "sentence": found.sentence, "basis": basis_json(&found.basis),
        })
    }

    fn deadlock(&self, lock: &Deadlock) -> Value {
        json!({
            "id": lock.id, "goal": lock.goal, "members": lock.members, "locked": lock.locked,
            "unless": list(&lock.unless, |exit| self.exit(exit)), "edges": list(&lock.edges, |edge| self.edge(edge)),
            "cores": lock.cores, "cuts": list(&lock.cuts, |cut| self.cut(cut)), "complete": lock.complete,
            "holds_up": lock.holds_up, "mismatched": lock.mismatched, "sentence": lock.sentence,
            "basis": basis_json(&lock.basis),
        })
    }

    fn exit(&self, exit: &Exit) -> Value {
        json!({
            "wait": exit.wait, "rule": exit.rule, "words": exit.words, "on_record": exit.on_record,
            "possible": exit.possible, "owner": self.owner(exit.owner), "date": exit.date, "age_days": exit.age,
            "source": exit.sources, "unanswered": self.parties(&exit.unanswered),
            "wanted_by": self.parties(&exit.wanted_by),
        })
    }

    fn edge(&self, edge: &Edge) -> Value {
        json!({
            "from": edge.from, "to": edge.to, "event": edge.event, "wait": edge.wait, "owner": self.owner(edge.owner),
            "account": edge.account, "date": edge.date, "source": edge.sources,
        })
    }

    fn cut(&self, cut: &Cut) -> Value {
        json!({
            "waits": cut.waits, "ways": list(&cut.ways, |ways| list(ways, |way: &WayOut| json!(way.word()))),
            "sentence": cut.sentence,
        })
    }

    /// A cut as the edges it takes away.
    fn cut_edges(&self, lock: &Deadlock, cut: &Cut) -> Value {
        let cut = lock.edges.iter().filter(|edge| cut.waits.contains(&edge.wait));
        cut.map(|edge| json!({"from": edge.from, "to": edge.to, "owner": self.owner(edge.owner), "wait": edge.wait}))
            .collect()
    }

    fn calendar(&self, calendar: &Calendar) -> Value {
        json!({
            "id": calendar.id, "dates": list(&calendar.dates, dated), "critical": chain(&calendar.critical),
            "conflicts": list(&calendar.conflicts, conflict), "complete": calendar.complete,
            "basis": basis_json(&calendar.basis),
        })
    }

    fn plan(&self, plan: &PlanFound) -> Value {
        json!({
            "id": plan.id, "plan": plan.plan, "title": plan.title, "missing": plan.missing,
            "arithmetic": plan.arithmetic.word(), "n": plan.draws,
            "orders": list(&plan.orders, |order| self.order(order)), "best": plan.best,
            "bound": plan.bound.as_ref().map(worth), "proved": plan.proved, "searched": plan.searched,
            "additions": list(&plan.additions, |addition| self.addition(addition)),
            "patience": list(&plan.patience, |patience| self.patience(patience)),
            "decides": list(&plan.decides, decider), "granted": plan.granted, "stop": plan.stop.word(),
            "sentence": plan.sentence, "basis": basis_json(&plan.basis),
        })
    }

    fn order(&self, order: &OrderFound) -> Value {
        json!({
            "planned": order.planned, "stages": list(&order.stages, |stage| self.stage(stage)),
            "least": order.least.as_ref().map(worth), "holds": share(&order.holds), "weakest": self.weakest(order),
            "breaks": order.breaks,
        })
    }

    fn weakest(&self, order: &OrderFound) -> Option<Value> {
        let (stage, party, slack) = order.weakest?;
        Some(json!({"stage": stage + 1, "party": self.party(party), "slack": worth(&slack)}))
    }

    fn stage(&self, stage: &StageFound) -> Value {
        let slack: Map<String, Value> =
            stage.slack.iter().map(|(party, slack, _)| (self.party(*party).to_string(), worth(slack))).collect();
        let holds: Map<String, Value> =
            stage.slack.iter().map(|(party, _, holds)| (self.party(*party).to_string(), share(holds))).collect();
        json!({"steps": stage.steps, "slack": slack, "holds": holds})
    }

    fn addition(&self, addition: &Addition) -> Value {
        json!({
            "kind": addition.kind.word(), "party": self.owner(addition.party), "stage": addition.stage.map(|at| at + 1),
            "amount": worth(&addition.amount), "enough": share(&addition.enough), "sentence": addition.sentence,
        })
    }

    fn patience(&self, found: &PatienceFound) -> Value {
        json!({
            "party": self.party(found.party), "least": found.least.as_ref().map(worth), "some": share(&found.some),
        })
    }

    fn trust(&self, found: &TrustFound) -> Value {
        json!({
            "id": found.id, "party": self.party(found.party), "whom": self.party(found.whom), "step": found.step,
            "threshold": {"low": found.threshold.0, "high": found.threshold.1}, "pays": found.pays,
            "sentence": found.sentence, "basis": basis_json(&found.basis),
        })
    }

    fn inspection(&self, found: &Inspection) -> Value {
        json!({
            "id": found.id, "step": found.step, "party": self.party(found.party),
            "needed": {"low": found.needed.0, "high": found.needed.1}, "enough": found.enough,
            "sentence": found.sentence, "basis": basis_json(&found.basis),
        })
    }
}

fn event(event: &EventFound) -> Value {
    json!({"of": event.of, "event": event.event, "words": event.words})
}

fn chain(chain: &[(EventFound, jiff::civil::Date)]) -> Value {
    list(chain, |(of, day)| json!({"event": of.event, "of": of.of, "date": day.to_string()}))
}

fn dated(dated: &Dated) -> Value {
    json!({
        "of": dated.of, "title": dated.title, "begin": dated.begin.to_string(), "done": dated.done.to_string(),
        "duration_known": dated.duration_known, "latest": dated.latest.map(|day| day.to_string()),
        "deadline": dated.deadline.map(|day| day.to_string()), "critical": dated.critical,
    })
}

fn conflict(found: &DateConflict) -> Value {
    json!({
        "id": found.id, "of": found.of, "facilitators": found.facilitators,
        "deadline": found.deadline.map(|day| day.to_string()), "earliest": found.earliest.map(|day| day.to_string()),
        "chain": chain(&found.chain), "sentence": found.sentence, "basis": basis_json(&found.basis),
    })
}

fn decider(decider: &PlanDecider) -> Value {
    json!({
        "path": decider.path, "title": decider.title, "thirds": [decider.thirds.0, decider.thirds.1],
        "low": share(&decider.shares.0), "high": share(&decider.shares.1), "sentence": decider.sentence,
    })
}
