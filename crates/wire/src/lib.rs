//! Bytes in and out: case files into cases, findings into JSON, the JSON Schema of the case file, other programs'
//! files.

mod answers;
mod blockers;
mod blockers_values;
mod case_files;
mod entry;
mod formats;
mod play;
mod roadmap;
mod rounds;
mod runs;
mod schema;
mod settlement;
mod stability;
mod text;
mod world;

pub use answers::{
    Asked, Briefed, LIST_ITEMS, brief_answer, check_answer, cut_lists, diff_answer, diff_findings, gaps_answer,
    gaps_findings,
};
pub use blockers::{blockers_answer, blockers_findings};
pub use case_files::{Unread, read_case};
pub use entry::{EntryText, Insertion, insert_entry, parse_entry};
pub use formats::{Exported, Format, Import, Imported, Semantics, export_genius, export_gmcr, import};
pub use play::{play_head, play_line, read_play};
pub use roadmap::{roadmap_answer, roadmap_findings};
pub use rounds::{rounds_answer, rounds_findings};
pub use runs::{read_runs, runs_csv, runs_head, runs_lines};
pub use schema::{key_reference, schema};
pub use settlement::{debrief_answer, debrief_findings, settlement_answer, settlement_findings};
pub use stability::{stability_answer, stability_findings};
pub use text::{decode_utf8, read_text, write_json, write_yaml};
pub use world::{Memory, World};
