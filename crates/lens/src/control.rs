//! How long work is watched and stopped from outside.

/// What a long analysis asks once a step, and tells as it goes. Neither changes any number that is found.
pub trait Control: Sync {
    /// Whether somebody wants it stopped: it then ends early with what it has, and says so.
    fn cancelled(&self) -> bool {
        false
    }

    /// `done` of `all` steps of a part of the work are done.
    fn progress(&self, part: &'static str, done: u64, all: u64) {
        let _ = (part, done, all);
    }
}

/// Nobody watches.
#[derive(Clone, Copy, Debug, Default)]
pub struct Unwatched;

impl Control for Unwatched {}
