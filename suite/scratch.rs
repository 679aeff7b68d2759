//! Folders of the tests' own, and the built program run in them.

use crate::folder::root;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A folder that goes when the test ends.
pub struct Scratch(PathBuf);

impl Scratch {
    /// An empty folder.
    pub fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("zopa-suite-{}-{name}", std::process::id()));
        fs::remove_dir_all(&path).ok();
        fs::create_dir_all(&path).expect("scratch folder");
        Self(path)
    }

    /// A folder with a copy of the catalog.
    pub fn with_catalog(name: &str) -> Self {
        let scratch = Self::new(name);
        copy(&root().join("catalog"), &scratch.path("catalog"));
        scratch
    }

    /// A path in it.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.path(name), text).expect("scratch file");
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        fs::remove_dir_all(&self.0).ok();
    }
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("folder");
    for entry in fs::read_dir(from).expect("folder") {
        let path = entry.expect("entry").path();
        let target = to.join(path.file_name().expect("name"));
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).expect("file");
        }
    }
}

/// What a command printed, and how it ended.
pub struct Output {
    /// Exit status.
    pub status: i32,
    /// Standard output.
    pub stdout: String,
    /// Standard error.
    pub stderr: String,
}

/// Runs the program in a folder.
pub fn zopa(scratch: &Scratch, arguments: &[&str]) -> Output {
    let output = Command::new(env!("CARGO_BIN_EXE_zopa"))
        .args(arguments)
        .current_dir(&scratch.0)
        .env_remove("COLUMNS")
        .output()
        .expect("the program runs");
    Output {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}

/// Begins the program in a folder; its output goes nowhere.
pub fn begin(scratch: &Scratch, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_zopa"))
        .args(arguments)
        .current_dir(&scratch.0)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program begins")
}

/// Begins the program in a folder with lines that can be typed to it; what it prints goes nowhere.
pub fn begin_typing(scratch: &Scratch, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_zopa"))
        .args(arguments)
        .current_dir(&scratch.0)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the program begins")
}

/// Runs the program in a folder with what is typed.
pub fn typed(scratch: &Scratch, arguments: &[&str], lines: &str) -> Output {
    scratch.write("typed.txt", lines);
    let output = Command::new(env!("CARGO_BIN_EXE_zopa"))
        .args(arguments)
        .current_dir(&scratch.0)
        .stdin(fs::File::open(scratch.path("typed.txt")).expect("what is typed"))
        .env_remove("COLUMNS")
        .output()
        .expect("the program runs");
    Output {
        status: output.status.code().unwrap_or(-1),
        stdout: String::from_utf8(output.stdout).expect("UTF-8"),
        stderr: String::from_utf8(output.stderr).expect("UTF-8"),
    }
}
