//! `zopa serve`: the local page of a case.

use crate::args::Serve;
use crate::disk::{Disk, write_whole};
use crate::output::{Fault, Status, answer, tell};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::UNIX_EPOCH;
use zopa_case::{Case, Diagnostic, Span, Texts};
use zopa_wire::{Unread, World};
use zopa_workbench::{Folder, Options, Stop, View};

/// Bytes of a password's file at most.
const PASSWORD_FILE: u64 = 4_096;

/// Serves the page until Ctrl-C.
///
/// # Errors
/// The case cannot be opened at all, the view, the address, or the password.
pub fn serve(args: &Serve) -> Result<Status, Fault> {
    // A case that is not there is a slip of the command line; one that is broken is shown on the page.
    Disk::open(&args.view.case)?;
    let view = View {
        as_of: args.view.as_of.clone(),
        without: args.view.without.clone(),
        scenario: args.view.scenario.clone(),
        audience: args.view.audience.clone(),
    };
    let mut options =
        Options { port: args.port, names: args.name.clone(), password: password(args)?, view, ..Options::default() };
    if let Some(host) = args.host {
        if !host.is_loopback() && options.password.is_none() {
            return Err(Fault::new(format!("--host {host}: beyond this machine a password is needed"))
                .help("put one into a file and name it with --password-file, or set ZOPA_PASSWORD"));
        }
        options.host = host;
    }
    let stop = Stop::new();
    let ended = std::sync::atomic::AtomicBool::new(false);
    let stopping = stop.clone();
    ctrlc::set_handler(move || {
        if ended.swap(true, std::sync::atomic::Ordering::Relaxed) {
            std::process::exit(130);
        }
        stopping.stop();
    })
    .map_err(|error| Fault::new(format!("Ctrl-C cannot be heard: {error}")))?;
    let mut printed = Ok(());
    zopa_workbench::serve(CaseFolder::new(&args.view.case), &options, &stop, |address| {
        printed = answer(address);
        tell("Ctrl-C ends it; the case's files are watched and never changed");
        if !args.no_open && args.host.is_none() {
            open(address);
        }
    })
    .map_err(Fault::new)?;
    printed.map(|()| Status::Yes)
}

/// The password of a file, else of the environment.
fn password(args: &Serve) -> Result<Option<String>, Fault> {
    let Some(path) = &args.password_file else {
        return Ok(std::env::var("ZOPA_PASSWORD").ok().filter(|password| !password.is_empty()));
    };
    let fault = |why: String| Fault::new(format!("`{}`: {why}", path.display()));
    let length = fs::metadata(path).map_err(|error| fault(error.to_string()))?.len();
    if length > PASSWORD_FILE {
        return Err(fault(format!("it has {length} bytes; a password's file has {PASSWORD_FILE} at most")));
    }
    let text = fs::read_to_string(path).map_err(|error| fault(error.to_string()))?;
    match text.lines().next().unwrap_or_default().trim_end() {
        "" => Err(fault("its first line is empty".into()).help("write the password on the first line")),
        password => Ok(Some(password.to_string())),
    }
}

/// Opens the browser where there is a screen; where that does not work the address was printed.
fn open(address: &str) {
    let there = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    let mut command = if cfg!(target_os = "macos") {
        Command::new("open")
    } else if cfg!(windows) {
        let mut command = Command::new("cmd");
        command.args(["/C", "start", ""]);
        command
    } else if there("DISPLAY") || there("WAYLAND_DISPLAY") {
        Command::new("xdg-open")
    } else {
        return;
    };
    let opened = command.arg(address).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if let Ok(mut browser) = opened {
        // So that nothing of it stays behind when it ends.
        std::thread::spawn(move || browser.wait().ok());
    }
}

/// A case on disk that is read again and again.
struct CaseFolder {
    path: PathBuf,
    /// The names that were read last: texts and tables that the case names as well as its files.
    read: Mutex<BTreeSet<String>>,
}

impl CaseFolder {
    fn new(path: &Path) -> Self {
        Self { path: path.to_path_buf(), read: Mutex::default() }
    }

    fn names(&self) -> std::sync::MutexGuard<'_, BTreeSet<String>> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A world that remembers what was read of it.
struct Remembering<'a> {
    disk: Disk,
    names: &'a Mutex<BTreeSet<String>>,
}

impl World for Remembering<'_> {
    fn list(&self) -> Vec<String> {
        self.disk.list()
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        self.names.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_string());
        self.disk.read(name)
    }
}

impl Folder for CaseFolder {
    fn read(&self) -> Result<Case, Unread> {
        let disk = Disk::open(&self.path).map_err(|fault| Unread {
            diagnostics: vec![Diagnostic::error("no-case", Span::default(), fault.words())],
            texts: Texts::default(),
        })?;
        let world = Remembering { disk, names: &self.read };
        let read = zopa_wire::read_case(&world);
        if read.is_ok() {
            // What no file names any more is not looked at any more.
            let mut names = self.names();
            let listed: BTreeSet<String> = world.disk.list().into_iter().collect();
            if let Ok(case) = &read {
                let named = |name: &String| {
                    case.materials().documents.contains_key(name) || case.materials().tables.contains_key(name)
                };
                names.retain(|name| listed.contains(name) || named(name));
            }
        }
        read
    }

    fn stamp(&self) -> String {
        let Ok(disk) = Disk::open(&self.path) else { return "gone".into() };
        let mut names = self.names().clone();
        names.extend(disk.list());
        let mut stamp = String::new();
        for name in names {
            let mark = fs::metadata(disk.path(&name)).map(|found| {
                let at = found.modified().ok().and_then(|at| at.duration_since(UNIX_EPOCH).ok());
                (found.len(), at.map(|at| at.as_nanos()))
            });
            stamp.push_str(&format!("{name} {:?}\n", mark.ok()));
        }
        stamp
    }

    fn save(&self, name: &str, text: &str) -> Result<(), String> {
        if fs::metadata(&self.path).is_ok_and(|found| found.is_file()) {
            return Err("the case is one file: a scenario beside it would not be read".into());
        }
        let disk = Disk::open(&self.path).map_err(|fault| fault.words())?;
        let path = disk.folder().join(name);
        if fs::symlink_metadata(&path).is_ok() {
            return Err(format!("`{name}` is there already"));
        }
        write_whole(&path, text).map_err(|fault| fault.words())
    }
}
