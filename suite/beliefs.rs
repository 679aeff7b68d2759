//! `zopa beliefs` from end to end.

use crate::folder::open;
use zopa_lens::beliefs::{Settings, beliefs};
use zopa_lens::{Stop, Unwatched};
use zopa_wire::beliefs_findings;

#[test]
fn the_twin_learns_from_its_sessions() {
    let case = open("teaching/twin");
    let settings = Settings { draws: 4_000, zone: 64, ..Settings::default() };
    let run = beliefs(&case, &settings, &Unwatched);
    let found = &run.findings;
    assert!(found.missing.is_empty(), "{:?}", found.missing);
    assert!(found.evidence.len() >= 8 && found.parties.len() >= 3);
    for own in &found.parties {
        assert!(own.effective >= 1.0 && own.effective <= 4_000.0 + 1e-6);
        assert!(own.quantities.iter().all(|own| own.prior[0] <= own.prior[2] && own.posterior[0] <= own.posterior[2]));
        assert!(own.thin || !own.quantities.iter().any(|own| own.estimate && own.share));
    }
    let json = beliefs_findings(&case, found);
    assert_eq!(json["zone"]["before"]["n"], 64);
    let again = beliefs(&case, &Settings { threads: 1, ..settings }, &Unwatched);
    assert_eq!(json, beliefs_findings(&case, &again.findings));
}

#[test]
fn a_case_of_words_alone_has_no_numbers_to_learn_about() {
    let case = open("talks/geneva-2026");
    let run = beliefs(&case, &Settings::default(), &Unwatched);
    assert_eq!(run.stop, Stop::Complete);
    assert!(run.findings.sentence.contains("no party has values"));
    assert!(run.findings.parties.is_empty() && run.findings.zone.is_none());
}
