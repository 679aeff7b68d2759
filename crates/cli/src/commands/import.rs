//! `zopa import`: a case made of another program's files.

use crate::args;
use crate::disk::write_whole;
use crate::output::{Fault, Status, counted, tell};
use std::fs;
use std::path::{Path, PathBuf};
use zopa_case::{DateSpan, limits};
use zopa_wire::{Format, Import, Semantics};

/// Reads the files and writes the case; nothing is written where something cannot be read.
///
/// # Errors
/// The files, or the place of the case, with every problem in one go.
pub fn import(args: &args::Import) -> Result<Status, Fault> {
    let asked = match args {
        args::Import::Genius(genius) => {
            Asked::of(Format::Genius(semantics(genius.semantics)), &genius.files, &[".xml"])
        }
        args::Import::GeniusWeb(files) => Asked::of(Format::GeniusWeb, files, &[".json"]),
        args::Import::Negmas(files) => Asked::of(Format::Negmas, files, &[".yml", ".yaml", ".json", ".xml"]),
        args::Import::Gmcr(one) => Asked {
            format: Format::Gmcr,
            files: std::slice::from_ref(&one.file),
            ends: &[".gmcr"],
            out: &one.out,
            as_of: one.as_of.as_deref(),
            steps: None,
        },
    };
    let case = target(asked.out)?;
    let as_of = match asked.as_of {
        Some(text) => super::view::day(text, "--as-of")?,
        None => DateSpan::day(jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date()),
    };
    let sources = sources(asked.files, asked.ends)?;
    let settings = Import { format: asked.format, as_of: as_of.to_string(), steps: asked.steps };
    let made =
        zopa_wire::import(&sources, &settings).map_err(|unread| Fault::problems(&unread.diagnostics, &unread.texts))?;
    if let Some(folder) = case.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder)
            .map_err(|error| Fault::new(format!("`{}` cannot be made: {error}", folder.display())))?;
    }
    write_whole(&case, &made.text)?;
    if !made.mended.is_empty() {
        tell(&format!("mended, or taken for granted:\n  {}", made.mended.join("\n  ")));
    }
    let (what, next) = match asked.format {
        Format::Gmcr => (counted(made.actions, "action", "actions"), "stability"),
        _ => (counted(made.issues, "issue", "issues"), "check"),
    };
    let parties = counted(made.parties, "party", "parties");
    tell(&format!("wrote {} with {parties} and {what}; next: zopa {next} {}", case.display(), asked.out.display()));
    Ok(Status::Yes)
}

/// What is read, and where the case goes.
struct Asked<'a> {
    format: Format,
    files: &'a [PathBuf],
    /// Endings of the files that count where a folder is given.
    ends: &'a [&'a str],
    out: &'a Path,
    as_of: Option<&'a str>,
    steps: Option<u32>,
}

impl<'a> Asked<'a> {
    fn of(format: Format, files: &'a args::ImportFiles, ends: &'a [&'a str]) -> Self {
        let (out, as_of) = (files.out.as_path(), files.as_of.as_deref());
        Self { format, files: &files.files, ends, out, as_of, steps: Some(files.steps) }
    }
}

/// The program whose reading is meant.
pub fn semantics(semantics: args::Semantics) -> Semantics {
    match semantics {
        args::Semantics::Genius => Semantics::Genius,
        args::Semantics::Negmas => Semantics::Negmas,
    }
}

/// The file of the case: a folder gets a `case.yaml`. Nothing that is there is written over.
fn target(out: &Path) -> Result<PathBuf, Fault> {
    let is_file = out.extension().is_some_and(|end| end == "yaml" || end == "yml");
    let case = if is_file { out.to_path_buf() } else { out.join("case.yaml") };
    if fs::symlink_metadata(&case).is_ok() {
        return Err(Fault::new(format!("`{}` is there already", case.display()))
            .help("name a file or folder that does not exist yet"));
    }
    Ok(case)
}

/// The files by name; of a folder those with one of the endings, but for what begins with `_` or `.`.
fn sources(paths: &[PathBuf], ends: &[&str]) -> Result<Vec<(String, Vec<u8>)>, Fault> {
    let fault = |path: &Path, error: std::io::Error| {
        Fault::new(format!("`{}` cannot be read: {error}", path.display())).help("check the name and the permissions")
    };
    let mut files: Vec<PathBuf> = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let mut found: Vec<PathBuf> = Vec::new();
        for entry in fs::read_dir(path).map_err(|error| fault(path, error))? {
            let below = entry.map_err(|error| fault(path, error))?.path();
            let name = below.file_name().and_then(|name| name.to_str()).unwrap_or("").to_lowercase();
            if ends.iter().any(|end| name.ends_with(end)) && !name.starts_with(['_', '.']) && below.is_file() {
                found.push(below);
            }
        }
        if found.is_empty() {
            return Err(Fault::new(format!("`{}` has no file that ends in {}", path.display(), ends.join(", ")))
                .help("give the files of one scenario, or the folder they are in"));
        }
        found.sort();
        files.extend(found);
    }
    let mut sources = Vec::new();
    for path in files {
        let length = fs::metadata(&path).map_err(|error| fault(&path, error))?.len();
        if length > limits::FILE_BYTES as u64 {
            let message = format!("`{}` has {length} bytes; at most {} are read", path.display(), limits::FILE_BYTES);
            return Err(Fault::new(message).help("split the scenario, or join options"));
        }
        let bytes = fs::read(&path).map_err(|error| fault(&path, error))?;
        sources.push((path.display().to_string(), bytes));
    }
    Ok(sources)
}
