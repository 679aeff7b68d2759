//! Bytes as `case.yaml`: a case, or problems whose places fit and that have a way out; never a panic.

#![no_main]

use libfuzzer_sys::fuzz_target;
use zopa_case::{Case, Diagnostic, Severity, Texts, limits};
use zopa_wire::{World, read_case};

/// A case of one file and the one text that its sources can name.
struct One<'b>(&'b [u8]);

impl World for One<'_> {
    fn list(&self) -> Vec<String> {
        vec!["case.yaml".into()]
    }

    fn read(&self, name: &str) -> Result<Vec<u8>, String> {
        match name {
            "case.yaml" => Ok(self.0.to_vec()),
            "memo.txt" => Ok(b"not one island would be given up".to_vec()),
            _ => Err("there is no such file".into()),
        }
    }
}

fn are_sound(problems: &[Diagnostic], texts: &Texts) {
    assert!(problems.len() <= limits::DIAGNOSTICS, "{} problems", problems.len());
    for problem in problems {
        assert!(!problem.message.is_empty() && !problem.labels.is_empty());
        assert!(problem.severity == Severity::Warning || problem.help.as_ref().is_some_and(|help| !help.is_empty()));
        assert!(!problem.line(texts).contains(['\n', '\r']), "{problem:?}");
        for label in &problem.labels {
            let (start, end) = (label.span.start as usize, label.span.end as usize);
            assert!(texts.text(label.span.file).get(start..end).is_some(), "{problem:?}");
        }
    }
}

fn holds(case: &Case) {
    are_sound(case.warnings(), &case.materials().texts);
    assert!(case.known().is_ok(), "a case that falls on its own day");
}

fuzz_target!(|bytes: &[u8]| {
    match read_case(&One(bytes)) {
        Ok(case) => holds(&case),
        Err(unread) => {
            assert!(unread.diagnostics.iter().any(|problem| problem.severity == Severity::Error));
            are_sound(&unread.diagnostics, &unread.texts);
        }
    }
});
