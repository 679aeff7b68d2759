//! `zopa export`: a case as another program's files, or as sheets for a class.

use super::{import::semantics, view};
use crate::args;
use crate::disk::write_whole;
use crate::output::{Fault, Status, tell};
use std::fs;
use std::path::Path;

/// Writes the files of the format: all of them or none.
///
/// # Errors
/// The case, what it says that the format cannot, or a place where something is already.
pub fn export(args: &args::Export) -> Result<Status, Fault> {
    match args {
        args::Export::Genius(args) => genius(args),
        args::Export::Gmcr(args) => gmcr(args),
        args::Export::Sheets(args) => super::sheets::sheets(args),
    }
}

fn genius(args: &args::ExportGenius) -> Result<Status, Fault> {
    let seen = view::open(&args.view)?;
    let exported = zopa_wire::export_genius(&seen.known, semantics(args.semantics))
        .map_err(|problems| view::faults(&seen.known, &problems))?;
    write_folder(&args.out, &exported.files)?;
    exported.remarks.iter().for_each(|remark| tell(remark));
    let names: Vec<&str> = exported.files.iter().map(|(name, _)| name.as_str()).collect();
    tell(&format!("wrote {} into {}", names.join(", "), args.out.display()));
    Ok(Status::Yes)
}

fn gmcr(args: &args::ExportGmcr) -> Result<Status, Fault> {
    if fs::symlink_metadata(&args.out).is_ok() {
        return Err(Fault::new(format!("`{}` is there already", args.out.display()))
            .help("name a file that does not exist yet"));
    }
    let seen = view::open(&args.view)?;
    let exported = zopa_wire::export_gmcr(&seen.known, args.conflict.as_deref())
        .map_err(|problems| view::faults(&seen.known, &problems))?;
    for (_, text) in &exported.files {
        write_whole(&args.out, text)?;
    }
    exported.remarks.iter().for_each(|remark| tell(remark));
    tell(&format!("wrote {}", args.out.display()));
    Ok(Status::Yes)
}

/// Writes files into a new or empty folder, which is there with all of them or not at all.
///
/// # Errors
/// The folder has files in it, or cannot be written.
pub fn write_folder(folder: &Path, files: &[(String, String)]) -> Result<(), Fault> {
    let fault = |error: std::io::Error| Fault::new(format!("`{}` cannot be made: {error}", folder.display()));
    let found = match fs::read_dir(folder) {
        Ok(mut entries) => Some(entries.next().is_none()),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return Err(fault(error)),
    };
    if found == Some(false) {
        return Err(
            Fault::new(format!("`{}` is not empty", folder.display())).help("name a folder that does not exist yet")
        );
    }
    let name = folder.file_name().and_then(|name| name.to_str()).unwrap_or("export");
    if let Some(above) = folder.parent().filter(|above| !above.as_os_str().is_empty()) {
        fs::create_dir_all(above).map_err(fault)?;
    }
    let part = folder.with_file_name(format!(".{name}.{}.part", std::process::id()));
    fs::create_dir(&part).map_err(fault)?;
    let written = files.iter().try_for_each(|(name, text)| write_whole(&part.join(name), text));
    let kept = written.and_then(|()| {
        if found.is_some() {
            fs::remove_dir(folder).map_err(fault)?;
        }
        fs::rename(&part, folder).map_err(fault)
    });
    if kept.is_err() {
        // The fault of writing is the one to tell.
        fs::remove_dir_all(&part).ok();
    }
    kept
}
