//! The case compiled for computing: who stands where, and the space of packages under rules.

mod record;
mod space;

pub(crate) use record::{Claim, Record, analyst, conflict, crossing};
pub(crate) use space::{Constraint, Counter, Mode};
