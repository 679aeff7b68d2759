//! Where the case comes from: the shell's files.

use zopa_case::Case;
use zopa_wire::Unread;

/// The files of a case, as the page's server sees them.
///
/// Law: between two calls of [`Folder::stamp`] that answer alike, [`Folder::read`] gives the same case or the same problems.
pub trait Folder: Send + Sync + 'static {
    /// Reads and checks the case.
    ///
    /// # Errors
    /// Every problem of it.
    fn read(&self) -> Result<Case, Unread>;

    /// Something that differs once a file that was read, or the list of files, has changed. It is asked several times a second.
    fn stamp(&self) -> String;

    /// Writes a new file beside the case's own.
    ///
    /// # Errors
    /// It is there already, or cannot be written; nothing is then changed.
    fn save(&self, name: &str, text: &str) -> Result<(), String>;
}
