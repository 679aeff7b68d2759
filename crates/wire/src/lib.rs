//! Bytes in and out: case files into cases, findings into JSON, the JSON Schema of the case file, other programs'
//! files.

mod answers;
mod beliefs;
mod blockers;
mod blockers_values;
mod case_files;
mod entry;
mod formats;
mod package;
#[cfg(feature = "parquet")]
mod parquet;
mod play;
mod probes;
mod roadmap;
mod rounds;
mod rounds_grid;
mod rounds_metrics;
mod runs;
mod runs_table;
mod schema;
mod settlement;
mod shifts;
mod stability;
mod tables;
mod text;
mod tournament;
mod world;

pub use answers::{
    Asked, Briefed, LIST_ITEMS, brief_answer, check_answer, cut_lists, diff_answer, diff_findings, gaps_answer,
    gaps_findings,
};
pub use beliefs::{beliefs_answer, beliefs_findings};
pub use blockers::{blockers_answer, blockers_findings};
pub use case_files::{Unread, read_case};
pub use entry::{EntryText, Insertion, insert_entry, parse_entry};
pub use formats::{Exported, Format, Import, Imported, Semantics, export_genius, export_gmcr, import};
pub use package::{package_answer, package_findings};
#[cfg(feature = "parquet")]
pub use parquet::write_parquet;
pub use play::{play_head, play_line, read_play};
pub use probes::{probes_answer, probes_findings};
pub use roadmap::{roadmap_answer, roadmap_findings};
pub use rounds::{rounds_answer, rounds_findings};
pub use rounds_grid::{grid_answer, grid_findings};
pub use runs::{read_runs, runs_head, runs_lines};
pub use runs_table::{runs_csv, runs_table};
pub use schema::{key_reference, schema};
pub use settlement::{debrief_answer, debrief_findings, settlement_answer, settlement_findings};
pub use shifts::{shifts_answer, shifts_findings};
pub use stability::{stability_answer, stability_findings};
pub use tables::{Cells, Column, Table};
pub use text::{decode_utf8, read_text, write_json, write_yaml};
pub use tournament::{tournament_answer, tournament_findings, tournament_head, tournament_table};
pub use world::{Memory, World};
