//! The marks of the gap table.

use super::findings::{Contradiction, Mark, MarkKind, Remark};
use crate::model::{Record, analyst};
use std::collections::BTreeSet;
use zopa_case::{Case, IssueId, SourceId};

pub(super) fn source_names(case: &Case, sources: &[SourceId]) -> Vec<String> {
    sources.iter().map(|source| case.source(*source).name.clone()).collect()
}

/// Every mark of an issue, by option, party and kind.
pub(super) fn marks(record: &Record<'_>, issue: IssueId, contradictions: &[Contradiction]) -> Vec<Mark> {
    let case = record.case;
    let disputed: BTreeSet<&str> = contradictions
        .iter()
        .filter(|found| found.issue == issue.index())
        .flat_map(|found| found.statements.iter().map(|statement| statement.entry.as_str()))
        .collect();
    let mut marks = Vec::new();
    for party in case.party_ids() {
        for claim in record.claims(issue, party) {
            let entry = case.entry(claim.entry);
            let ordered = claim.outcomes.iter().flat_map(|outcome| case.issue(issue).outcomes[*outcome].0.iter());
            let standing: BTreeSet<usize> = claim.options.iter().chain(ordered).copied().collect();
            let all =
                standing.iter().map(|option| (*option, false)).chain(claim.older.iter().map(|option| (*option, true)));
            for (option, older) in all {
                marks.push(Mark {
                    option,
                    party: party.index(),
                    kind: MarkKind::Stance(claim.stance),
                    condition: claim.condition.map(|condition| condition.text.clone()),
                    account: !claim.own,
                    our_reading: claim.our_reading.contains(&option),
                    contradicted: !older && disputed.contains(entry.name.as_str()),
                    older,
                    weaker: entry.weaker,
                    from: entry.name.clone(),
                    date: entry.date.to_string(),
                    sources: source_names(case, &entry.sources),
                });
            }
        }
    }
    for mark in record.line_marks(issue) {
        let line = case.line(mark.line);
        marks.push(Mark {
            option: mark.option,
            party: line.party.index(),
            kind: if mark.always { MarkKind::CrossesLine } else { MarkKind::MayCrossLine },
            condition: line.condition.as_ref().map(|condition| condition.text.clone()),
            account: false,
            our_reading: analyst(line),
            contradicted: false,
            older: false,
            weaker: line.weaker,
            from: line.name.clone(),
            date: case.draft().lines[mark.line.index()].date.as_ref().map(|date| date.to_string()).unwrap_or_default(),
            sources: source_names(case, &line.sources),
        });
    }
    for package in case.packages() {
        for term in package.terms.iter().filter(|term| term.issue == issue) {
            for (option, party) in
                term.options.iter().flat_map(|option| package.by.iter().map(move |party| (*option, *party)))
            {
                marks.push(Mark {
                    option,
                    party: party.index(),
                    kind: MarkKind::InDraft,
                    condition: None,
                    account: package.stated != zopa_case::draft::Stated::Public,
                    our_reading: false,
                    contradicted: false,
                    older: false,
                    weaker: package.weaker,
                    from: package.name.clone(),
                    date: package.date.to_string(),
                    sources: source_names(case, &package.sources),
                });
            }
        }
    }
    marks.sort_by(|a, b| (a.option, a.party, a.kind, &a.from).cmp(&(b.option, b.party, b.kind, &b.from)));
    marks
}

/// What no option expresses: positions off the ladder, and backing.
pub(super) fn remarks(record: &Record<'_>, issue: IssueId) -> Vec<Remark> {
    let case = record.case;
    let mut remarks = Vec::new();
    for (id, entry) in record.remarks(issue) {
        let mut add = |text: String| {
            remarks.push(Remark {
                party: entry.party.index(),
                text,
                account: !entry.own(),
                from: entry.name.clone(),
                sources: source_names(case, &entry.sources),
            });
        };
        if let Some(words) = record.off_ladder(issue, id) {
            add(format!("off the listed options: {words}"));
        }
        if let Some((backed, _, extent)) = entry.backs.as_ref().filter(|(_, on, _)| *on == Some(issue)) {
            let extent = extent.as_ref().map_or_else(|| "of what is not said".to_string(), Clone::clone);
            add(format!("backs {} ({extent})", case.party(*backed).title));
        }
    }
    remarks
}
