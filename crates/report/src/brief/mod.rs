//! Findings put into one page of words.

mod behind;
mod changes;
mod issues;
mod ledger;
mod opening;
pub(crate) use opening::marking_of;
mod talks;

use crate::document::{Content, Document};
use crate::text::Text;
use crate::words;
pub(crate) use behind::{ask_next, entry_row, line_row, remarks, source_row};
pub(crate) use ledger::{Ledger, marked};
pub(crate) use talks::{brackets, packages, sessions};
use zopa_case::Case;
use zopa_lens::blockers::Blockers;
use zopa_lens::diff::Diff;
use zopa_lens::gaps::Gaps;
use zopa_lens::roadmap::Roadmap;
use zopa_lens::rounds::Rounds;
use zopa_lens::settlement::Settlement;
use zopa_lens::stability::Stability;
use zopa_lens::{Basis, Run};

/// What a brief needs to know besides the findings.
#[derive(Clone, Copy, Debug, Default)]
pub struct BriefOptions<'a> {
    /// The case before it was cut to its day and before sources were taken away, cut to the same audience: tells
    /// which sources do not count. Without it only the sources that count are named.
    pub base: Option<&'a Case>,
    /// For whom the document is; `None` is the team, which sees all. Sources of `base` that this audience may not
    /// see are not named.
    pub audience: Option<&'a str>,
    /// Name and version of the program, for the last line.
    pub program: &'a str,
    /// Only what is needed to speak: no further issues in detail, no changes, drafts, sessions; the record is not printed.
    pub short: bool,
}

/// The findings that a brief is made of.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// Who stands where.
    pub gaps: &'a Run<Gaps>,
    /// What changed since an earlier day.
    pub since: Option<&'a Run<Diff>>,
    /// Is there a zone.
    pub settlement: Option<&'a Run<Settlement>>,
    /// What blocks, and what would open.
    pub blockers: Option<&'a Run<Blockers>>,
    /// In which order it could be done.
    pub roadmap: Option<&'a Run<Roadmap>>,
    /// What holds beside the table.
    pub stability: Option<&'a Run<Stability>>,
    /// What further rounds come to.
    pub rounds: Option<&'a Run<Rounds>>,
}

/// The brief: one page on where the talks stand.
///
/// `case` is the case the findings were computed on (cut to its day and audience).
pub fn brief(case: &Case, told: &Told<'_>, options: &BriefOptions<'_>) -> Document {
    let Told { gaps, since, settlement, blockers, roadmap, stability, rounds } = *told;
    let ledger = Ledger::new(case);
    let mut document = opening::opening(&ledger, options, &gaps.basis.marking);
    opening::three_lines(&ledger, gaps, &mut document);
    issues::who_stands_where(&ledger, gaps, &mut document);
    if !options.short {
        issues::further(&ledger, gaps, &mut document);
    }
    talks::jointly(&ledger, gaps, &mut document);
    talks::brackets(&ledger, gaps, &mut document);
    if let Some(settlement) = settlement {
        document.blocks.extend(crate::settlement::zone(&ledger, settlement));
    }
    if let Some(blockers) = blockers {
        crate::blockers::in_brief(&ledger, blockers, &mut document);
    }
    if let Some(roadmap) = roadmap {
        crate::roadmap::in_brief(&ledger, roadmap, options.short, &mut document);
    }
    if let Some(stability) = stability {
        crate::stability::in_brief(&ledger, stability, options.short, &mut document);
    }
    if let Some(rounds) = rounds {
        crate::rounds::in_brief(&ledger, rounds, options.short, &mut document);
    }
    talks::contradictions(&ledger, gaps, &mut document);
    if !options.short {
        if let Some(since) = since {
            changes::since(&ledger, since, &mut document);
        }
        talks::packages(&ledger, &mut document);
        talks::sessions(&ledger, &mut document);
    }
    behind::ask_next(&ledger, gaps, &mut document);
    if !options.short {
        behind::falls(&ledger, gaps, &mut document);
    }
    behind::sources(&ledger, options, &mut document);
    behind::not_looked_at(&ledger, &gaps.warnings, &mut document);
    behind::record(&ledger, &mut document);
    document.record_on_screen_only = options.short;
    colophon(&ledger, options, ("gaps", gaps.arithmetic.word(), gaps.stop.word()), &mut document);
    document
}

/// The findings of the lens `gaps` alone, with a full table for every issue.
pub fn gaps_document(case: &Case, gaps: &Run<Gaps>, options: &BriefOptions<'_>) -> Document {
    page(case, gaps, "gaps", options, |ledger, document| {
        document.heading(2, "On the record", "verdict");
        document.push_on(
            Content::Paragraph(opening::verdict(ledger, &gaps.findings.verdict)),
            &gaps.findings.verdict.basis,
        );
        issues::every_issue(ledger, gaps, document);
        talks::jointly(ledger, gaps, document);
        talks::brackets(ledger, gaps, document);
        talks::contradictions(ledger, gaps, document);
        talks::packages(ledger, document);
        behind::ask_next(ledger, gaps, document);
        behind::falls(ledger, gaps, document);
    })
}

/// The findings of the lens `diff` alone.
///
/// `case` is the case on the later of the two days.
pub fn diff_document(case: &Case, diff: &Run<Diff>, options: &BriefOptions<'_>) -> Document {
    page(case, diff, "diff", options, |ledger, document| changes::since(ledger, diff, document))
}

/// The page of one lens: title and cautions, its findings, then what they rest on and how they were got.
pub(crate) fn page<F>(
    case: &Case,
    run: &Run<F>,
    lens: &str,
    options: &BriefOptions<'_>,
    findings: impl FnOnce(&Ledger<'_>, &mut Document),
) -> Document {
    let ledger = Ledger::new(case);
    let mut document = opening::opening(&ledger, options, &run.basis.marking);
    findings(&ledger, &mut document);
    behind::sources(&ledger, options, &mut document);
    behind::remarks(&ledger, &run.warnings, &mut document);
    behind::record(&ledger, &mut document);
    colophon(&ledger, options, (lens, run.arithmetic.word(), run.stop.word()), &mut document);
    document
}

/// The last lines: what was computed, on what, by which program.
fn colophon(ledger: &Ledger<'_>, options: &BriefOptions<'_>, how: (&str, &str, &str), document: &mut Document) {
    let (lens, arithmetic, stop) = how;
    let day = words::day(&zopa_case::DateSpan::day(ledger.case.as_of()));
    let mut line = Text::new().plain(format!("As of {day}. Analysis {lens}: arithmetic {arithmetic}, ended {stop}."));
    if !options.program.is_empty() {
        line = line.plain(format!(" Made by {}.", options.program));
    }
    document.colophon.push(line);
    document.colophon.push(Text::new().plain("Case ").code(ledger.case.hash()));
}

/// A basis made of several.
pub(crate) fn joined<'a>(all: impl IntoIterator<Item = &'a Basis>) -> Basis {
    let mut basis = Basis::default();
    all.into_iter().for_each(|other| basis.join(other));
    basis
}
