//! The end-to-end tests of the whole program: laws, brute force, the catalog, and the tree itself.

mod audience;
mod beliefs;
mod blockers;
mod broken;
mod brute;
mod catalog;
mod catalog_answers;
mod commands;
#[cfg(feature = "diagrams")]
mod diagrams;
mod docs;
mod folder;
mod formats;
mod further;
mod gmcr;
mod grid;
mod home;
mod human_talks;
mod laws;
mod package;
mod parts;
mod play;
mod playing;
mod probes;
mod rounds;
mod scratch;
mod shifts;
mod tables;
mod teaching;
mod tidy;
mod tournament;
