//! Runs kept in a file while they are made.

use crate::output::Fault;
use std::fs::{File, OpenOptions, TryLockError};
use std::io::{ErrorKind, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use zopa_lens::rounds::RunRow;
use zopa_wire::{read_runs, runs_lines};

/// A file of runs that is open to be added to.
pub struct Kept {
    /// The runs that were in it.
    pub runs: Vec<Option<RunRow>>,
    /// What kept it from being written.
    pub problem: Option<Fault>,
    path: PathBuf,
    file: File,
}

impl Kept {
    /// Opens a file of runs, or makes one; a last line that was not written whole is cut off.
    ///
    /// # Errors
    /// It cannot be read or written, or holds something else: then it is left as it is.
    pub fn open(path: &Path, head: &str) -> Result<Self, Fault> {
        let cannot =
            |what: &str, error: &std::io::Error| Fault::new(format!("`{}` cannot be {what}: {error}", path.display()));
        // The file is locked before it is read, so that no two programs add to it at once; the lock goes with the file.
        let open = OpenOptions::new().create(true).truncate(false).read(true).write(true).open(path);
        let mut file = open.map_err(|error| cannot("opened", &error))?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let message = format!("`{}` is in use: another zopa is adding runs to it", path.display());
                return Err(Fault::new(message).help("wait until that one has ended, or name another file"));
            }
            // A file system without locks: nobody else is kept out.
            Err(TryLockError::Error(error)) if error.kind() == ErrorKind::Unsupported => {}
            Err(TryLockError::Error(error)) => return Err(cannot("locked", &error)),
        }
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| cannot("read", &error))?;
        let (runs, whole) = read_runs(&text, head).map_err(|problem| {
            Fault::new(format!("`{}`: {problem}", path.display()))
                .help("name another file, or ask for the same case, day, seed and settings")
        })?;
        file.set_len(whole as u64).map_err(|error| cannot("written", &error))?;
        file.seek(SeekFrom::End(0)).map_err(|error| cannot("written", &error))?;
        if whole == 0 {
            file.write_all(head.as_bytes()).map_err(|error| cannot("written", &error))?;
        }
        Ok(Self { runs, problem: None, path: path.to_path_buf(), file })
    }

    /// Adds runs; says whether that could be done.
    pub fn add(&mut self, rows: &[Option<RunRow>]) -> bool {
        let written = self.file.write_all(runs_lines(rows).as_bytes()).and_then(|()| self.file.sync_data());
        if let Err(error) = written {
            self.problem = Some(Fault::new(format!("`{}` cannot be written: {error}", self.path.display())));
        }
        self.problem.is_none()
    }
}
