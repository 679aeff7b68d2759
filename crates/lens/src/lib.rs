//! The analyses of zopa: pure functions of case, settings and seed.
//!
//! A lens answers one question. It does no input or output, reads no clock and no environment; the same
//! case, settings and seed give the same bytes on every machine.

pub mod beliefs;
pub mod blockers;
mod control;
pub mod diff;
pub mod gaps;
mod model;
pub mod phrase;
pub mod probes;
mod registry;
pub mod roadmap;
pub mod rounds;
mod run;
pub mod settlement;
mod share;
pub mod shifts;
pub mod solve;
pub mod stability;
pub mod verify;
mod worth;

pub use control::{Control, Unwatched};
pub use registry::{LENSES, LensInfo};
pub use run::{Arithmetic, Basis, Run, Stop};
pub use share::Share;
pub use worth::Worth;
