//! Grids of ensembles as JSON.

use crate::answers::{Asked, answer, basis_json};
use crate::rounds_metrics::spread;
use crate::settlement::share;
use serde_json::{Map, Value, json};
use zopa_case::Case;
use zopa_lens::Run;
use zopa_lens::rounds::grid::{Cell, Grid};

/// A grid as an answer of the lens `rounds`.
pub fn grid_answer(case: &Case, run: &Run<Grid>, asked: &Asked) -> Value {
    answer("rounds", case, run, grid_findings(&run.findings), asked)
}

/// The findings of a grid: `axes` and, under `grid`, its cells.
pub fn grid_findings(found: &Grid) -> Value {
    let axes: Map<String, Value> = found.axes.iter().map(|axis| (axis.name.clone(), json!(axis.values))).collect();
    let cells: Vec<Value> = found.cells.iter().map(|own| cell(found, own)).collect();
    json!({"axes": axes, "cells": found.all, "grid": cells, "sentence": found.sentence})
}

fn cell(found: &Grid, own: &Cell) -> Value {
    let with: Map<String, Value> =
        found.axes.iter().zip(&own.at).map(|(axis, at)| (axis.name.clone(), json!(axis.values[*at]))).collect();
    json!({
        "id": own.id, "with": with, "case": own.case, "missing": own.missing, "runs": own.runs,
        "undecided": own.undecided, "settlement": share(&own.settlement), "agreed_in": own.agreed_in,
        "welfare": own.welfare.as_ref().map(spread), "to_efficient": own.to_efficient.as_ref().map(spread), "basis": basis_json(&own.basis),
    })
}
