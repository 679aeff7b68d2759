//! The case compiled for computing: who stands where, and the space of packages under rules.

mod position;
mod record;
mod replace;
mod space;

pub(crate) use position::{Stand, basis_of, in_words, nearer, nearest, places, position, stands};
pub(crate) use record::{Record, analyst, conflict, crossing, own_conflict};
pub(crate) use space::{Constraint, Counter, Mode};
