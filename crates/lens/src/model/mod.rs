//! The case compiled for computing: who stands where, and the space of packages under rules.

mod bounds;
mod chunks;
mod draws;
mod game;
mod position;
mod record;
mod replace;
mod space;
mod valued;
pub(crate) mod votes;
pub(crate) mod win_set;

pub(crate) use bounds::value_range;
pub(crate) use chunks::in_chunks;
#[cfg(test)]
pub(crate) use draws::tests::case as case_of;
pub(crate) use draws::{Addressed, Group, Numbers, PartyNumbers, Single, uniform};
pub(crate) use game::{Dimension, Game, Terms, rest_on};
pub(crate) use position::{Stand, basis_of, in_words, nearer, nearest, places, position, stand_of, stands, truth};
pub(crate) use record::{Claim, Record, analyst, conflict, crossing, own_conflict};
pub(crate) use space::{Constraint, Counter, Mode};
pub(crate) use valued::ValuedSpace;
