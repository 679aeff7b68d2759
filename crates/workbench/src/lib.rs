//! The local page of a case: a server that answers with the lenses' findings, and the front end it carries.
//!
//! [`serve`] binds to loopback, reads a case through a [`Folder`], reads it again when a file of it is saved, and keeps the
//! last good one while a save is broken. Every answer is that of a lens on the case under an overlay, as JSON (the same
//! as the command line's) or as a [`zopa_report::Document`] rendered for the page. Nothing here writes into a case, but for
//! a scenario that is saved on request as a new file beside it.
//!
//! Who may ask: only the host it is bound to is answered (no rebinding of names), nothing that another site's page asks for
//! is, and beyond loopback there is a password, with sessions, a limited rate of tries, and a token for what is not only read.

mod access;
mod answers;
mod api;
mod assets;
mod cache;
mod edits;
mod folder;
mod guard;
mod login;
mod openapi;
mod pages;
mod refusal;
mod routes;
mod server;
mod state;
mod view;

#[cfg(test)]
mod tests;

pub use folder::Folder;
pub use server::{Options, Stop, serve};
pub use view::View;
