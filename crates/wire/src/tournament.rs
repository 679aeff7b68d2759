//! Tournaments as JSON, as a table of runs, and the first line of their kept runs. Numbers are rounded to nine decimals in JSON.

use crate::answers::{Asked, basis_json, header};
use crate::rounds_metrics::nine;
use crate::runs::LAYOUT;
use crate::runs_table::ended;
use crate::settlement::share;
use crate::tables::{Cells, Table};
use serde_json::{Map, Value, json};
use zopa_case::{Case, Number};
use zopa_lens::rounds::tournament::{CaseFound, Mean, Settings, StrategyFound, Tournament};
use zopa_lens::rounds::{Goal, Measured, RunRow};
use zopa_lens::{Basis, Run};

/// A tournament as an answer. `case` is the one it was played on, or null where there are several; all stand under `cases`.
pub fn tournament_answer(cases: &[Case], run: &Run<Tournament>, asked: &Asked) -> Value {
    let mut warnings = run.warnings.clone();
    for case in cases {
        warnings.extend(case.warnings().iter().map(|warning| warning.line(&case.materials().texts)));
    }
    let one = if let [case] = cases { header(case) } else { Value::Null };
    json!({
        "zopa": 1, "lens": "tournament", "case": one, "cases": cases.iter().map(header).collect::<Vec<_>>(),
        "settings": asked.settings, "seed": asked.seed, "stop": run.stop.word(), "arithmetic": run.arithmetic.word(),
        "findings": tournament_findings(&run.findings), "basis": basis_json(&run.basis), "warnings": warnings,
    })
}

/// The findings of a tournament.
pub fn tournament_findings(found: &Tournament) -> Value {
    let mut basis = Basis::default();
    found.cases.iter().for_each(|own| basis.join(&own.basis));
    let strategies: Vec<Value> = found.strategies.iter().map(|own| strategy(own, &found.words, &basis)).collect();
    let against: Map<String, Value> = found
        .words
        .iter()
        .zip(&found.against)
        .map(|(words, row)| {
            let row: Map<String, Value> = found.words.iter().cloned().zip(row.iter().map(mean)).collect();
            (words.clone(), Value::Object(row))
        })
        .collect();
    json!({
        "missing": found.missing, "protocol": found.protocol, "facilitator": found.facilitator,
        "rounds": found.rounds, "discount": found.discount.word(), "seatings": found.seatings.word(),
        "repetitions": found.repetitions, "runs_asked": found.runs.0, "runs": found.runs.1,
        "undecided": found.undecided, "unproved": found.unproved, "strategies": strategies, "against": against,
        "cases": found.cases.iter().map(case_found).collect::<Vec<_>>(), "sentence": found.sentence,
    })
}

fn case_found(own: &CaseFound) -> Value {
    json!({
        "title": own.title, "hash": own.hash, "missing": own.missing, "parties": own.parties,
        "seatings": own.seatings.len(), "all_seatings": own.all_seatings.to_string(),
        "sampled": (own.seatings.len() as u128) < own.all_seatings && own.missing.is_empty(),
        "basis": basis_json(&own.basis),
    })
}

fn strategy(own: &StrategyFound, words: &[String], basis: &Basis) -> Value {
    let apart: Map<String, Value> =
        own.apart.iter().map(|(goal, found)| (goal.word().to_string(), mean(found))).collect();
    json!({
        "id": own.id, "strategy": words[own.strategy], "rank": own.rank,
        "alike": own.alike.iter().map(|at| &words[*at]).collect::<Vec<_>>(), "value": mean(&own.value),
        "advantage": mean(&own.advantage), "settled": share(&own.settled), "welfare": mean(&own.welfare),
        "distance": apart, "sentence": own.sentence, "basis": basis_json(basis),
    })
}

fn mean(found: &Option<Mean>) -> Value {
    found.as_ref().map_or(Value::Null, |own| {
        let (low, high) = own.interval.unzip();
        json!({"value": nine(own.value), "low": low.map(nine), "high": high.map(nine), "n": own.n})
    })
}

/// The first line of kept runs of a tournament; the runs themselves are written by [`runs_lines`](crate::runs_lines) and read
/// by [`read_runs`](crate::read_runs). Threads are no part of it.
pub fn tournament_head(cases: &[Case], settings: &Settings) -> String {
    let mut same = settings.clone();
    (same.talks.threads, same.talks.transcript) = (0, None);
    let hashes: Vec<&str> = cases.iter().map(Case::hash).collect();
    let head = json!({
        "zopa_runs": LAYOUT, "tournament": hashes, "seed": settings.talks.seed, "settings": format!("{same:?}"),
    });
    format!("{head}\n")
}

/// The runs of a tournament as a table, one row a run: the case's hash, seed, case, seating, repetition, outcome, round, who opened,
/// the package agreed, the metrics, and for every seat (from 1) party, strategy, value on its own scale, scaled value and advantage.
/// Seatings and cases are counted from 0; repetition `k` is run `k` of the lens `rounds` with these strategies.
pub fn tournament_table(cases: &[Case], found: &Tournament, settings: &Settings, rows: &[Option<RunRow>]) -> Table {
    struct Placed<'t> {
        at: usize,
        own: &'t CaseFound,
        seating: usize,
        repetition: u64,
        row: Option<&'t RunRow>,
    }
    let mut placed: Vec<Placed<'_>> = Vec::with_capacity(rows.len());
    for (at, own) in found.cases.iter().enumerate() {
        let width = own.seatings.len();
        let from = (own.from as usize).min(rows.len());
        let to = from.saturating_add(width * settings.talks.runs as usize).min(rows.len());
        placed.extend(rows[from..to].iter().enumerate().map(|(run, row)| Placed {
            at,
            own,
            seating: run % width,
            repetition: (run / width) as u64,
            row: row.as_ref(),
        }));
    }
    let mut table = Table::default();
    let real = |of: &dyn Fn(&Measured) -> Option<f64>| {
        let of = |own: &Placed<'_>| own.row?.measured.as_ref().and_then(of).map(|own| own + 0.0);
        Cells::Real(placed.iter().map(of).collect())
    };
    table.add("case", Cells::words(placed.iter().map(|own| Some(&own.own.hash))));
    table.add("seed", Cells::Whole(vec![Some(settings.talks.seed); placed.len()]));
    table.add("title", Cells::words(placed.iter().map(|own| Some(&own.own.title))));
    table.add("seating", Cells::Whole(placed.iter().map(|own| Some(own.seating as u64)).collect()));
    table.add("run", Cells::Whole(placed.iter().map(|own| Some(own.repetition)).collect()));
    table.add("outcome", Cells::words(placed.iter().map(|own| Some(ended(own.row)))));
    table.add("round", Cells::Whole(placed.iter().map(|own| Some(u64::from(own.row?.round))).collect()));
    table.add("opener", Cells::words(placed.iter().map(|own| own.own.parties.get(own.row?.opener))));
    let agreed = |own: &Placed<'_>| {
        let case = cases.get(own.at)?;
        let taken = case.issues().iter().zip(own.row?.package.as_ref()?);
        let said: Vec<String> =
            taken.map(|(issue, at)| format!("{}={}", issue.name, issue.outcome_name(*at))).collect();
        Some(said.join("; "))
    };
    table.add("agreement", Cells::words(placed.iter().map(agreed)));
    table.add("welfare", real(&|own| Some(own.welfare)));
    for (at, goal) in Goal::ALL.into_iter().enumerate() {
        table.add(format!("to_{}", goal.word()), real(&|own: &Measured| own.apart[at]));
    }
    let seats = found.cases.iter().map(|own| own.seats.len()).max().unwrap_or(0);
    for seat in 0..seats {
        let name = |what: &str| format!("{what}.{}", seat + 1);
        table.add(name("party"), Cells::words(placed.iter().map(|own| own.own.parties.get(seat))));
        let strategy = |own: &Placed<'_>| found.words.get(*own.own.seatings[own.seating].get(seat)?);
        table.add(name("strategy"), Cells::words(placed.iter().map(strategy)));
        let value = |own: &Placed<'_>| {
            let (ticks, tick) = (own.row?.values.get(seat)?.0?, own.own.seats.get(seat)?.tick);
            Some(Number(tick.0.saturating_mul(i128::from(ticks))))
        };
        table.add(name("value"), Cells::Exact(placed.iter().map(value).collect()));
        table.add(name("scaled"), real(&|own: &Measured| own.scaled.get(seat).copied()));
        table.add(name("advantage"), real(&|own: &Measured| own.advantages.get(seat).copied().flatten()));
    }
    table
}
