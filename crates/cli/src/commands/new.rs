//! `zopa new`: a commented starter case.

use crate::args::New;
use crate::disk::write_whole;
use crate::output::{Fault, Status, tell};
use std::fs;

/// The starter case's files.
const FILES: [(&str, &str); 6] = [
    ("case.yaml", include_str!("../starter/case.yaml")),
    ("sources.yaml", include_str!("../starter/sources.yaml")),
    ("ledger.yaml", include_str!("../starter/ledger.yaml")),
    ("process.yaml", include_str!("../starter/process.yaml")),
    ("sources/memo.txt", include_str!("../starter/sources/memo.txt")),
    ("README.md", include_str!("../starter/README.md")),
];

/// Writes the starter case into a new or empty folder.
///
/// # Errors
/// The folder has files in it, or cannot be written.
pub fn new(args: &New) -> Result<Status, Fault> {
    let dir = &args.dir;
    let fault = |error: std::io::Error| Fault::new(format!("`{}` cannot be made: {error}", dir.display()));
    let taken = match fs::read_dir(dir) {
        Ok(mut entries) => entries.next().is_some(),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
        Err(error) => return Err(fault(error)),
    };
    if taken {
        return Err(
            Fault::new(format!("`{}` is not empty", dir.display())).help("name a folder that does not exist yet")
        );
    }
    fs::create_dir_all(dir.join("sources")).map_err(fault)?;
    for (name, text) in FILES {
        write_whole(&dir.join(name), text)?;
    }
    tell(&format!("wrote a starter case; next: zopa check {0}, zopa brief {0}", dir.display()));
    Ok(Status::Yes)
}
