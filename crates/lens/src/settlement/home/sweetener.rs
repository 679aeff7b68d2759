//! The smallest change that carries a package at home.
//!
//! Of a package, or of a package of the case whose terms fix every issue that the ratifier's rules name: the smallest
//! number of issues whose change makes it pass for certain while it keeps logic and lines. Exact for any number of issues;
//! only where the issues hang together too closely nothing is said. Issues that the terms leave open are filled in freely.

use super::findings::{Sweetened, Sweetener};
use super::ground::Ground;
use super::telling::{and_list, terms as in_words};
use crate::model::win_set::{WinSet, win_set};
use crate::model::{Mode, Record};
use crate::run::Basis;
use num_bigint::BigUint;
use zopa_case::draft::{Choose, Ratifier};
use zopa_case::{Case, IssueId, Package, PackageId, Truth};

/// The change of fewest issues that makes a package (one outcome an issue) pass the ratifier for certain, logic and lines
/// kept: the package it becomes, and the issues changed; none where it passes and keeps them as it is. `None` if no change
/// does it, if the package is none of the case, or past the limits of counting.
///
/// Cost: one elimination over the join tree.
pub fn sweetener(case: &Case, ratifier: &Ratifier, package: &[usize]) -> Option<Sweetener> {
    let fits = |(issue, outcome): (&zopa_case::Issue, &usize)| *outcome < issue.outcomes.len();
    if package.len() != case.issues().len() || !case.issues().iter().zip(package).all(fits) {
        return None;
    }
    let terms: Vec<Vec<bool>> = case
        .issues()
        .iter()
        .zip(package)
        .map(|(issue, own)| (0..issue.outcomes.len()).map(|outcome| outcome == *own).collect())
        .collect();
    let win = win_set(case, ratifier);
    let mut ground = Ground::new(&Record::new(case));
    let nearest = ground.nearest(&[(&win.certain, Mode::Certain)], &terms, &[])?;
    Some(Sweetener { package: nearest.package, changed: nearest.changed })
}

/// What would carry each package of the case that fixes every issue the ratifier's rules name.
pub(super) fn sweetened(ground: &mut Ground<'_>, ratifier: &Ratifier, win: &WinSet, basis: &Basis) -> Vec<Sweetened> {
    let case = ground.case;
    let mut named = win.certain.issues();
    named.extend(win.possible.issues());
    named.sort();
    named.dedup();
    let mut found = Vec::new();
    // A ratifier without a rule over issues has nothing that a change could meet; where nothing is admissible, nothing can
    // be changed to.
    if named.is_empty() || ground.total == Some(BigUint::ZERO) {
        return found;
    }
    for (at, package) in case.packages().iter().enumerate() {
        let terms = terms(case, package);
        let fixed = |issue: &IssueId| terms[issue.index()].iter().filter(|allowed| **allowed).count() == 1;
        if named.iter().all(fixed) {
            let mut basis = basis.clone();
            basis.package(case, PackageId::new(at));
            found.push(carried(ground, ratifier, win, package, &terms, basis));
        }
    }
    found
}

/// By issue, the outcomes that a package's terms allow; all where it says nothing. Several options are alternatives; where
/// options can be combined they stand together.
fn terms(case: &Case, package: &Package) -> Vec<Vec<bool>> {
    let mut allowed: Vec<Vec<bool>> = case.issues().iter().map(|issue| vec![true; issue.outcomes.len()]).collect();
    for term in &package.terms {
        let issue = case.issue(term.issue);
        let fits = |at: usize| {
            let outcome = issue.outcomes[at].0.as_slice();
            let by_options = match issue.choose {
                Choose::Any => outcome == term.options && !term.options.is_empty(),
                Choose::One | Choose::Sequence => matches!(outcome, [one] if term.options.contains(one)),
            };
            by_options || term.outcomes.contains(&at)
        };
        let said: Vec<bool> = (0..issue.outcomes.len()).map(fits).collect();
        if said.contains(&true) {
            allowed[term.issue.index()] = said;
        }
    }
    allowed
}

fn carried(
    ground: &mut Ground<'_>,
    ratifier: &Ratifier,
    win: &WinSet,
    package: &Package,
    terms: &[Vec<bool>],
    basis: Basis,
) -> Sweetened {
    let outcome = |issue: IssueId| terms[issue.index()].iter().position(|allowed| *allowed);
    let truth = |rule: &zopa_case::Rule| rule.truth(&outcome, &|_| Truth::Unknown);
    let passes = match (truth(&win.certain), truth(&win.possible)) {
        (Truth::Yes, _) => Truth::Yes,
        (_, Truth::No) => Truth::No,
        _ => Truth::Unknown,
    };
    let (mut ways, mut complete, mut for_lines): (Vec<Sweetener>, bool, Option<usize>) = (Vec::new(), true, None);
    if passes != Truth::Yes {
        for_lines = ground.nearest(&[], terms, &[]).map(|nearest| nearest.changed.len());
        let asked = [(&win.certain, Mode::Certain)];
        let mut apart: Vec<Vec<usize>> = Vec::new();
        while let Some(next) = ground.nearest(&asked, terms, &apart) {
            if ways.first().is_some_and(|first| next.changed.len() > first.changed.len()) {
                break;
            }
            if ways.len() == super::WAYS {
                complete = false;
                break;
            }
            apart.push(next.changed.clone());
            ways.push(Sweetener { package: next.package, changed: next.changed });
        }
        ways.sort_by(|one, two| one.changed.cmp(&two.changed));
    }
    let mut sweetened = Sweetened {
        id: format!("settlement.home.{}.sweetener.{}", ratifier.id.value, package.name),
        package: package.name.clone(),
        passes,
        for_lines,
        ways,
        complete,
        sentence: String::new(),
        basis,
    };
    sweetened.sentence = sentence(ground.case, ratifier, package, &sweetened);
    sweetened
}

fn sentence(case: &Case, ratifier: &Ratifier, package: &Package, found: &Sweetened) -> String {
    let whom = super::title(ratifier);
    let title = &package.title;
    let Some(first) = found.ways.first() else {
        return match found.passes {
            Truth::Yes => format!("{title} passes {whom} as it stands."),
            _ => format!("No change was found that carries {title} past {whom} for certain with logic and lines kept."),
        };
    };
    let stands = match found.passes {
        Truth::No => "does not pass",
        _ => "may not pass",
    };
    let issues =
        |changed: &[usize]| -> Vec<&str> { changed.iter().map(|issue| case.issues()[*issue].title.as_str()).collect() };
    let count = first.changed.len();
    let fewest = if count == 1 { "one issue".to_string() } else { format!("{count} issues") };
    let change = in_words(case, &first.package, first.changed.iter().map(|issue| IssueId::new(*issue)));
    let mut told = format!(
        "{title} {stands} {whom} as it stands. With a change on {fewest} it does for certain, logic and lines kept: {change}."
    );
    match found.for_lines {
        Some(0) | None => {}
        Some(lines) => told += &format!(" For logic and lines alone {lines} would have to change."),
    }
    if found.ways.len() > 1 {
        let other: Vec<String> = found.ways[1..].iter().map(|way| and_list(&issues(&way.changed))).collect();
        let more = if found.complete { "" } else { ", among others" };
        told += &format!(" As few: {}{more}.", other.join("; or "));
    }
    told
}
