//! `.gmcr`: graph models of conflicts in option form, as GMCR+ and gmcr-py keep them, in JSON.
//!
//! Facts of the format: `options` with a direction (`fwd` only taken up, `back` only given up), `decisionMakers` with the
//! places of their options and what they prefer, `infeasibles`. A condition is a list of pairs, option and `Y` or `N`, all
//! of which must hold; with `compound` it has `members`, one of which must. Preferences are statements, most important
//! first, or a ranking of states, best first, equal ones in a list of their own; which of the two counts is said
//! for the whole file. States are numbered from 1 in the order of their decimals, bit `j` of a decimal being option
//! `j` once options stand by decision maker.
//!
//! `read.rs` reads a file into a [`Model`], `write_case.rs` makes the case, `states.rs` numbers the states that can be,
//! `terms.rs` turns rules of a case into conditions. The way back is `export_gmcr.rs`.

mod preferences;
mod read;
pub(super) mod states;
pub(super) mod terms;
mod write_case;

pub(super) use read::read;
pub(super) use write_case::case_text;

use terms::Term;
use zopa_case::Span;

/// A graph model: options by decision maker, what cannot be, and who prefers what.
pub(super) struct Model {
    pub title: String,
    pub options: Vec<Choice>,
    pub makers: Vec<Maker>,
    /// What cannot be.
    pub impossible: Vec<Term>,
}

/// A yes-or-no option.
pub(super) struct Choice {
    pub name: String,
    /// `both`, `forward` or `back`.
    pub moves: &'static str,
    /// Its decision maker, by place.
    pub owner: usize,
}

/// A decision maker.
pub(super) struct Maker {
    pub name: String,
    pub prefers: Prefers,
}

/// What a decision maker prefers.
pub(super) enum Prefers {
    /// Statements in falling order of importance, each with its alternatives and its place.
    Statements(Vec<(Vec<Term>, Span)>),
    /// States by decimal, best first; equal ones together.
    Ranking(Vec<Vec<u64>>),
}
