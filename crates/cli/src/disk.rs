//! Files: a case's folder as a world, and writing without leaving half a file.

use crate::output::Fault;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use zopa_wire::World;

/// A case on disk.
pub struct Disk {
    /// The folder that names are seen from.
    folder: PathBuf,
    /// The case's files by name.
    files: Vec<String>,
}

impl Disk {
    /// The world of a case file or folder.
    ///
    /// # Errors
    /// Nothing there, or a name that cannot be read.
    pub fn open(case: &Path) -> Result<Self, Fault> {
        let found = fs::metadata(case).map_err(|error| {
            Fault::new(format!("`{}` cannot be opened: {error}", case.display()))
                .help("give a case file or folder; `zopa new DIR` writes a starter case")
        })?;
        if found.is_file() {
            let name = case.file_name().and_then(|name| name.to_str()).map(str::to_string);
            let name = name.ok_or_else(|| Fault::new(format!("the name of `{}` is not UTF-8", case.display())))?;
            let folder =
                case.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_path_buf();
            return Ok(Self { folder, files: vec![name] });
        }
        let listed =
            fs::read_dir(case).map_err(|error| Fault::new(format!("`{}` cannot be read: {error}", case.display())))?;
        let mut files: Vec<String> = listed
            .filter_map(Result::ok)
            .filter(|entry| entry.path().is_file())
            .filter_map(|entry| entry.file_name().to_str().map(str::to_string))
            .filter(|name| !name.starts_with('.'))
            .collect();
        files.sort();
        Ok(Self { folder: case.to_path_buf(), files })
    }

    /// The folder that names are seen from.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// The path of a name.
    pub fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }
}

impl World for Disk {
    fn list(&self) -> Vec<String> {
        self.files.clone()
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let path = self.path(name);
        let length = fs::metadata(&path).map_err(|error| plain(&error))?.len();
        // What a name may be is known to the reader, which has its own limits: this is the largest of them.
        let limit = zopa_case::limits::TABLE_BYTES as u64;
        if length > limit {
            return Err(format!("it has {length} bytes; the limit is {limit}"));
        }
        fs::read(&path).map_err(|error| plain(&error))
    }
}

/// The system's words without its error number.
fn plain(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".into(),
        std::io::ErrorKind::PermissionDenied => "permission denied".into(),
        _ => error.to_string(),
    }
}

/// Writes a file as a whole: readers see the old text or the new one, never half of it.
///
/// # Errors
/// What the system says; the old file is then untouched.
pub fn write_whole(path: &Path, text: &str) -> Result<(), Fault> {
    let fault =
        |error: std::io::Error| Fault::new(format!("`{}` cannot be written: {}", path.display(), plain(&error)));
    // A device or a pipe is written to, never replaced; through a link, the file itself is replaced and the link stays.
    if fs::metadata(path).is_ok_and(|found| !found.is_file()) {
        return fs::OpenOptions::new()
            .write(true)
            .open(path)
            .and_then(|mut file| file.write_all(text.as_bytes()))
            .map_err(fault);
    }
    if fs::symlink_metadata(path).is_ok() && fs::metadata(path).is_err() {
        return Err(Fault::new(format!("`{}` is a link that leads nowhere", path.display()))
            .help("remove the link, or name another file"));
    }
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("file");
    let beside = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
    let written = fs::File::create(&beside).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()
    });
    let kept = written.and_then(|()| match fs::metadata(&path) {
        Ok(old) => fs::set_permissions(&beside, old.permissions()),
        Err(_) => Ok(()),
    });
    kept.and_then(|()| fs::rename(&beside, &path)).map_err(|error| {
        fs::remove_file(&beside).ok();
        fault(error)
    })
}
