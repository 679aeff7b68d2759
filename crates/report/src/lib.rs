//! From findings to one [`Document`], and from the document to terminal, HTML, Markdown and pictures.
//!
//! [`brief`], [`gaps_document`] and [`diff_document`] put findings into words; the renderers only lay the tree
//! out. No number is made here that a finding does not hold, and no sentence is written in a renderer.
//! Whatever comes from a case's files is cleaned or escaped by the renderer that prints it.

mod beliefs;
mod blockers;
mod blockers_values;
mod brief;
mod chart;
mod diagnostics;
mod document;
mod edits;
mod gap_table;
mod html;
mod markdown;
mod package;
mod play;
mod probes;
mod roadmap;
mod rounds;
mod rounds_grid;
mod rounds_metrics;
mod settlement;
mod shifts;
mod sign;
mod sources;
mod stability;
mod svg;
mod teaching;
mod terminal;
mod text;
mod tournament;
mod words;

#[cfg(test)]
mod tests;

pub use beliefs::beliefs_document;
pub use blockers::blockers_document;
pub use brief::{BriefOptions, Told, brief, diff_document, gaps_document};
pub use chart::{
    Axis, Chart, CurvePanel, FanPanel, GraphChart, GraphEdge, LockChart, LockEdge, LockExit, MapChart, Picture, Plane,
    PlaneKind, PlaneMark, RangeBar, Sequence, SequenceArrow, SequenceBar, ShareBar, StageBox, StageChart, StateNode,
    TreeChart, TreeNode,
};
pub use diagnostics::{render_diagnostics, render_plain};
pub use document::{Block, Column, Content, Document, Item, Place, Row, Table};
pub use edits::edit_words;
pub use gap_table::{GapColumn, GapRow, GapSpan, GapTable};
pub use html::{page_style, render_fragment, render_html};
pub use markdown::render_markdown;
pub use package::package_document;
pub use play::{package_typed, play_end, play_issues, play_look, play_moves, play_opening, play_turn};
pub use probes::probes_document;
pub use roadmap::roadmap_document;
pub use rounds::rounds_document;
pub use rounds_grid::grid_document;
pub use settlement::settlement_document;
pub use shifts::shifts_document;
pub use sign::{Reference, Sign};
pub use sources::{source_document, sources_document};
pub use stability::stability_document;
pub use svg::{render_chart, render_gap_chart};
pub use teaching::{
    debrief_document, facilitator_sheet, facilitators, instructor_sheet, players, public_sheet, role_sheet,
    score_sheet, sheet_name,
};
pub use terminal::render_terminal;
pub use text::{Inline, SourceRef, Text, clean};
pub use tournament::tournament_document;
