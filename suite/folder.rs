//! Cases on disk, as the tests see them.

use std::fs;
use std::path::{Path, PathBuf};
use zopa_case::{Case, DateSpan, Overlay};
use zopa_wire::{World, read_case};

/// The root of the repository.
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A folder as a world.
pub struct Folder(pub PathBuf);

impl World for Folder {
    fn list(&self) -> Vec<String> {
        names(&self.0, Path::is_file)
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        fs::read(self.0.join(name)).map_err(|error| error.to_string())
    }
}

/// The names in a folder that are wanted, sorted.
pub fn names(folder: &Path, wanted: impl Fn(&Path) -> bool) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let paths = entries.map(|entry| entry.unwrap().path()).filter(|path| wanted(path));
    let mut names: Vec<String> = paths.map(|path| path.file_name().unwrap().to_str().unwrap().to_string()).collect();
    names.sort();
    names
}

/// Every case of the catalog: its name (`talks/geneva-2026`) and its folder.
pub fn catalog() -> Vec<(String, PathBuf)> {
    let catalog = root().join("catalog");
    let mut cases = Vec::new();
    for shelf in names(&catalog, Path::is_dir) {
        for case in names(&catalog.join(&shelf), Path::is_dir) {
            let folder = catalog.join(&shelf).join(&case);
            cases.push((format!("{shelf}/{case}"), folder));
        }
    }
    assert!(cases.len() >= 4, "the catalog has shrunk: {cases:?}");
    cases
}

/// A case of the catalog.
#[track_caller]
pub fn open(name: &str) -> Case {
    read(&root().join("catalog").join(name))
}

/// A case in a folder, read and checked.
#[track_caller]
pub fn read(folder: &Path) -> Case {
    read_case(&Folder(folder.to_path_buf())).unwrap_or_else(|unread| {
        let lines: Vec<String> = unread.diagnostics.iter().map(|problem| problem.line(&unread.texts)).collect();
        panic!("{}:\n{}", folder.display(), lines.join("\n"))
    })
}

/// An overlay without a cut to any day.
pub fn every_day() -> Overlay {
    Overlay::default().as_of(DateSpan::parse("9999").unwrap().last)
}

/// Puts overlays on a case; any problem fails the test.
#[track_caller]
pub fn with(case: &Case, overlay: &Overlay) -> Case {
    case.with(overlay).unwrap_or_else(|problems| {
        let lines: Vec<String> = problems.iter().map(|problem| problem.line(&case.materials().texts)).collect();
        panic!("{overlay:?}:\n{}", lines.join("\n"))
    })
}
