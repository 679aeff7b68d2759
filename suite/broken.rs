//! Broken cases: what is said to somebody who made a slip, to the letter.
//!
//! Each file of `suite/broken` is one broken case: a sentence on what went wrong, the files of the case in fences that
//! name them, and the problems that must be told, in order, each as [`Diagnostic::line`] gives it. The fences:
//!
//! - `yaml NAME`, `json NAME`, `text NAME`: a file of the case;
//! - `bytes NAME`: a file given as bytes in hexadecimal;
//! - `unreadable NAME`: a file that is there and cannot be read, with the reason;
//! - `import FORMAT FILE..`: the files of another program that are read instead, a line each: `semantics: NAME`, `steps: N`;
//! - `overlay`: what is asked of the case, a line each: `audience: NAME`, `without: SOURCE`, `as of: DAY`;
//! - `expect`: the problems;
//! - `mended NAME`: the way out, a line each: `WRONG ==> RIGHT`. With it taken, nothing may be left to tell.
//!
//! `ZOPA_BLESS=1 cargo test --test suite broken` writes what is told now into the `expect` fences: read the
//! difference before you keep it.

use std::collections::BTreeSet;
use std::ops::Range;
use std::path::{Path, PathBuf};
use zopa_case::{Diagnostic, Overlay, Texts};
use zopa_wire::{Format, Import, Semantics, World, import, read_case};

pub mod no_panic;
mod shapes;

/// Codes that no spec shows, because the file would be too long to read. The list may only shrink.
const NOT_SHOWN: [&str; 4] = ["limit-bytes", "limit-diagnostics", "limit-files", "limit-nodes"];
/// There are at least so many broken cases; raise it with them.
const AT_LEAST: usize = 174;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A file of a broken case: its bytes, or why it cannot be read.
type Content = Result<Vec<u8>, String>;

/// A broken case.
struct Spec {
    path: PathBuf,
    text: String,
    files: Files,
    overlay: Option<Overlay>,
    import: Option<(Import, Vec<String>)>,
    mends: Vec<(String, String)>,
    expect: String,
    /// Where the expectation stands in the text.
    expect_at: Range<usize>,
}

#[derive(Clone, Debug, Default)]
struct Files(Vec<(String, Content)>);

impl World for Files {
    fn list(&self) -> Vec<String> {
        self.0.iter().map(|(name, _)| name).filter(|name| !name.contains('/')).cloned().collect()
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        let found = self.0.iter().find(|(known, _)| known == name);
        found.map_or_else(|| Err("there is no such file".to_string()), |(_, content)| content.clone())
    }
}

impl Spec {
    fn read(path: PathBuf) -> Self {
        let text = std::fs::read_to_string(&path).expect("a spec");
        let mut spec = Self {
            path,
            text: text.clone(),
            files: Files::default(),
            overlay: None,
            import: None,
            mends: Vec::new(),
            expect: String::new(),
            expect_at: 0..0,
        };
        for (info, inside) in fences(&text) {
            let body = &text[inside.clone()];
            let (kind, name) = info.split_once(' ').unwrap_or((info, ""));
            match kind {
                "yaml" | "json" | "text" => spec.files.0.push((name.to_string(), Ok(body.as_bytes().to_vec()))),
                "bytes" => spec.files.0.push((name.to_string(), Ok(hexadecimal(body)))),
                "unreadable" => spec.files.0.push((name.to_string(), Err(body.trim().to_string()))),
                "overlay" => spec.overlay = Some(overlay(body)),
                "import" => spec.import = Some(import_of(name, body)),
                "mended" => spec.mends.extend(body.lines().map(|line| (name.to_string(), line.to_string()))),
                "expect" => (spec.expect, spec.expect_at) = (body.to_string(), inside),
                _ => panic!("{}: what is a fence `{info}`?", spec.path.display()),
            }
        }
        spec
    }

    fn name(&self) -> &str {
        self.path.file_stem().and_then(|name| name.to_str()).unwrap_or("")
    }

    /// The files with the way out taken.
    fn mended(&self) -> Files {
        let mut files = self.files.clone();
        for (name, mend) in &self.mends {
            let (wrong, right) = mend.split_once(" ==> ").unwrap_or_else(|| panic!("{}: {mend}", self.name()));
            let content = files.0.iter_mut().find(|(known, _)| known == name).map(|(_, content)| content);
            let Some(Ok(bytes)) = content else { panic!("{}: there is no `{name}` to mend", self.name()) };
            let text = String::from_utf8(bytes.clone()).expect("a text");
            assert!(text.contains(wrong), "{}: nothing reads `{wrong}`", self.name());
            *bytes = text.replacen(wrong, &right.replace("\\n", "\n"), 1).into_bytes();
        }
        files
    }
}

/// The fenced blocks of a text: what stands after the opening marks, and the place of the inside.
fn fences(text: &str) -> Vec<(&str, Range<usize>)> {
    let (mut found, mut open, mut at) = (Vec::new(), None, 0);
    for line in text.split_inclusive('\n') {
        let end = at + line.len();
        match (line.trim_end().strip_prefix("```"), open) {
            (Some(""), Some((info, start))) => {
                found.push((info, start..at));
                open = None;
            }
            (Some(info), None) => open = Some((info, end)),
            _ => {}
        }
        at = end;
    }
    assert!(open.is_none(), "a fence is not closed:\n{text}");
    found
}

fn hexadecimal(body: &str) -> Vec<u8> {
    body.split_whitespace().map(|byte| u8::from_str_radix(byte, 16).expect("a byte such as 0a")).collect()
}

fn overlay(body: &str) -> Overlay {
    let mut overlay = Overlay::default();
    for line in body.lines() {
        overlay = match line.split_once(": ") {
            Some(("audience", audience)) => overlay.audience(Some(audience)),
            Some(("without", source)) => overlay.without(source),
            Some(("as of", day)) => overlay.as_of(day.parse().expect("a day")),
            _ => panic!("what is `{line}` in an overlay?"),
        };
    }
    overlay
}

/// What is imported: a format and files, and how.
fn import_of(name: &str, body: &str) -> (Import, Vec<String>) {
    let mut words = name.split_whitespace();
    let mut format = match words.next() {
        Some("genius") => Format::Genius(Semantics::Genius),
        Some("geniusweb") => Format::GeniusWeb,
        Some("negmas") => Format::Negmas,
        Some("gmcr") => Format::Gmcr,
        other => panic!("what is the format {other:?}?"),
    };
    let mut steps = None;
    for line in body.lines() {
        match line.split_once(": ") {
            Some(("semantics", "negmas")) => format = Format::Genius(Semantics::Negmas),
            Some(("steps", number)) => steps = Some(number.parse().expect("a number")),
            _ => panic!("what is `{line}` in an import?"),
        }
    }
    (Import { format, as_of: "2026-02-18".into(), steps }, words.map(String::from).collect())
}

/// Every problem of a case, a line each; what an overlay finds counts where there is one. Of an import, what cannot be
/// read.
fn told(files: &Files, spec: &Spec) -> (String, Vec<Diagnostic>) {
    let overlay = spec.overlay.as_ref();
    let lines = |problems: &[Diagnostic], texts: &Texts| -> String {
        problems.iter().map(|problem| problem.line(texts) + "\n").collect()
    };
    if let Some((settings, names)) = &spec.import {
        let sources: Vec<(String, Vec<u8>)> =
            names.iter().map(|name| (name.clone(), files.read(name).expect("a file to import"))).collect();
        return match import(&sources, settings) {
            Ok(_) => (String::new(), Vec::new()),
            Err(unread) => (lines(&unread.diagnostics, &unread.texts), unread.diagnostics),
        };
    }
    let case = match read_case(files) {
        Ok(case) => case,
        Err(unread) => return (lines(&unread.diagnostics, &unread.texts), unread.diagnostics),
    };
    let texts = &case.materials().texts;
    match overlay.map(|overlay| case.with(overlay)) {
        None => (lines(case.warnings(), texts), case.warnings().to_vec()),
        Some(Ok(other)) => (lines(other.warnings(), texts), other.warnings().to_vec()),
        Some(Err(problems)) => (lines(&problems, texts), problems),
    }
}

/// What is wrong with the answer to a spec, if anything.
fn check(spec: &Spec) -> Result<(), String> {
    let (told, problems) = told(&spec.files, spec);
    for problem in &problems {
        no_panic::is_sound(problem, None).map_err(|reason| format!("{}: {reason}\n", spec.name()))?;
    }
    if told == spec.expect {
        return Ok(());
    }
    if std::env::var("ZOPA_BLESS").is_ok_and(|bless| bless == "1") {
        let mut text = spec.text.clone();
        text.replace_range(spec.expect_at.clone(), &told);
        return std::fs::write(&spec.path, text).map_err(|error| format!("{}: {error}\n", spec.name()));
    }
    Err(format!("{}:\n{}", spec.name(), difference(&spec.expect, &told)))
}

/// The lines of both texts: those in common once, the expected ones after `-`, the told ones after `+`.
fn difference(expected: &str, told: &str) -> String {
    let (expected, told): (Vec<&str>, Vec<&str>) = (expected.lines().collect(), told.lines().collect());
    let mut out = String::new();
    let mut next = 0;
    for line in &expected {
        match told[next..].iter().position(|other| other == line) {
            Some(skipped) => {
                told[next..next + skipped].iter().for_each(|new| out += &format!("  + {new}\n"));
                out += &format!("    {line}\n");
                next += skipped + 1;
            }
            None => out += &format!("  - {line}\n"),
        }
    }
    told[next..].iter().for_each(|new| out += &format!("  + {new}\n"));
    out
}

fn specs() -> Vec<Spec> {
    let folder = std::fs::read_dir(root().join("suite/broken")).expect("the folder");
    let paths = folder.map(|entry| entry.expect("an entry").path());
    let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    paths.sort();
    paths.into_iter().map(Spec::read).collect()
}

#[test]
fn every_broken_case_is_told_as_expected() {
    let specs = specs();
    assert!(specs.len() >= AT_LEAST, "{} broken cases are left of {AT_LEAST}", specs.len());
    let wrong: String = specs.iter().filter_map(|spec| check(spec).err()).collect();
    assert!(wrong.is_empty(), "ZOPA_BLESS=1 writes what is told now\n\n{wrong}");
}

#[test]
fn every_broken_case_says_what_the_user_did_and_is_told_something() {
    for spec in specs() {
        let prose = spec.text.split("```").next().unwrap_or("");
        assert!(prose.starts_with("# ") && prose.lines().count() > 2, "{} has no prose", spec.name());
        assert!(!spec.expect.is_empty(), "{} expects nothing", spec.name());
    }
}

#[test]
fn the_way_out_leads_out() {
    let mended: Vec<Spec> = specs().into_iter().filter(|spec| !spec.mends.is_empty()).collect();
    assert!(mended.len() >= AT_LEAST / 2, "only {} broken cases are mended", mended.len());
    let left = mended.iter().map(|spec| (spec.name(), told(&spec.mended(), spec).0));
    let left: String =
        left.filter(|(_, told)| !told.is_empty()).map(|(name, told)| format!("{name}:\n{told}")).collect();
    assert!(left.is_empty(), "mended, and still told\n\n{left}");
}

#[test]
fn every_code_is_shown_by_a_broken_case() {
    let known = codes();
    let shown: BTreeSet<String> = specs().iter().flat_map(|spec| codes_told(&spec.expect)).collect();
    let listed: BTreeSet<String> = NOT_SHOWN.map(String::from).into_iter().collect();
    let missing: Vec<&String> = known.iter().filter(|code| !shown.contains(*code) && !listed.contains(*code)).collect();
    assert!(missing.is_empty(), "no broken case shows {missing:?}");
    let gone: Vec<&String> = listed.iter().filter(|code| shown.contains(*code) || !known.contains(*code)).collect();
    assert!(gone.is_empty(), "take {gone:?} off the list of codes not shown");
    let unknown: Vec<&String> = shown.iter().filter(|code| !known.contains(*code)).collect();
    assert!(unknown.is_empty(), "{unknown:?} was not found in the sources: see how `codes` looks for codes");
}

/// The codes of an expectation: `error[CODE]`, `warning[CODE]`.
fn codes_told(expect: &str) -> Vec<String> {
    let after = |line: &str| {
        let start = [": error[", ": warning["].iter().find_map(|mark| line.find(mark).map(|at| at + mark.len()))?;
        line[start..].split(']').next().map(String::from)
    };
    expect.lines().filter_map(after).collect()
}

/// Every code that the readers can tell: the first text among the arguments of `error(`, `warning(` and `problem(`,
/// and the texts that functions called `code` answer.
fn codes() -> BTreeSet<String> {
    let mut codes = BTreeSet::new();
    for folder in ["crates/case/src", "crates/wire/src", "crates/lens/src/rounds"] {
        for source in sources(&root().join(folder)) {
            for call in ["error(", "warning(", "problem("] {
                codes.extend(source.split(call).skip(1).filter_map(first_text));
            }
            for body in source.split("fn code(").skip(1) {
                let body = body.split("\n    }\n").next().unwrap_or("");
                codes.extend(body.split("=> \"").skip(1).filter_map(|rest| rest.split('"').next()).map(String::from));
            }
        }
    }
    codes
}

/// The first text among the arguments of a call, where it is a code.
fn first_text(arguments: &str) -> Option<String> {
    let mut open = 1;
    for (at, letter) in arguments.char_indices() {
        match letter {
            '(' => open += 1,
            ')' => open -= 1,
            '"' => {
                let text = arguments[at + 1..].split('"').next()?;
                let fits = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '-';
                return (!text.is_empty() && text.chars().all(fits)).then(|| text.to_string());
            }
            _ => {}
        }
        if open == 0 {
            return None;
        }
    }
    None
}

/// The sources of a folder and of those below it, tests left out.
fn sources(folder: &Path) -> Vec<String> {
    let mut entries: Vec<PathBuf> =
        std::fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    entries.sort();
    let mut found = Vec::new();
    for path in entries {
        if path.is_dir() && !path.ends_with("tests") {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).expect("a source");
            found.push(text.split("#[cfg(test)]\nmod tests {").next().unwrap_or("").to_string());
        }
    }
    found
}
