//! What talks are: parties, issues, the sourced ledger, lines, rules, overlays and diagnostics.
//!
//! A case is read from a tree of plain data ([`Node`]) into a [`draft::Draft`] (anything of the right
//! shape) and checked into a [`Case`] (valid, immutable). An [`Overlay`] makes another case from a case.
//! This crate does no input or output, reads no clock, and needs no randomness.

mod case;
mod date;
pub mod decode;
mod diagnostic;
pub mod draft;
mod ids;
pub mod limits;
mod node;
mod overlay;
mod quantity;
pub mod rule;
mod span;
mod table;
mod trim;
mod validate;
pub(crate) use validate::stands_in as validate_quote;

pub use case::{
    Case, Condition, Entry, Issue, Line, Logic, Materials, Opt, Order, Outcome, Package, Party, Source, StanceOn, Term,
};
pub use date::DateSpan;
pub use diagnostic::{Diagnostic, Label, Severity, nearest, way_out};
pub use ids::{EntryId, IssueId, LineId, PackageId, PartyId, SourceId};
pub use node::{Kind, Node, Style};
pub use overlay::Overlay;
pub use quantity::{Duration, Known, Number, Quantity, Scale, TICKS, TimeUnit};
pub use rule::{Rule, RuleText, Truth};
pub use span::{At, FileId, Span, Texts};
pub use table::Table;
pub use validate::{GroupOutcome, read_changed_package, read_issue, read_outcome, read_outcomes, read_package};
