//! What refuses packages on the record, one constraint for each thing said, and which issues hang together.

use super::findings::{Also, Constraint, ConstraintKind};
use crate::model::{Claim, Record, analyst, basis_of, crossing, in_words};
use crate::run::Basis;
use zopa_case::decode::Word;
use zopa_case::draft::{IssueKind, Stance};
use zopa_case::rule::Test;
use zopa_case::{Case, Entry, EntryId, IssueId, LineId, PartyId, Quantity, Rule, StanceOn, Truth};

/// A constraint with the packages it refuses.
pub(super) struct Soft {
    pub told: Constraint,
    /// Holds where it refuses the package; what hangs on events does not.
    pub against: Rule,
    pub firmness: Option<Quantity>,
    /// What it and its standing rest on, the logic included.
    pub basis: Basis,
}

/// Issues that hang together, with their constraints by number.
pub(super) struct Tied {
    pub issues: Vec<IssueId>,
    pub softs: Vec<usize>,
    /// Numbers of the case's logic rules about them.
    pub logic: Vec<usize>,
    pub basis: Basis,
}

/// Packages of a constraint's issues up to which it is compared with others of its party.
const COMPARED: usize = 1 << 14;

/// Every constraint, in canonical order; what one party says twice is one, with its statements together.
///
/// Together they refuse exactly what the standing refusals and stated lines of those whose consent is needed refuse:
/// each refuses what its own statement is against, unless the party takes it elsewhere in its own standing words.
pub(super) fn softs(record: &Record<'_>) -> Vec<Soft> {
    let case = record.case;
    let mut softs = Vec::new();
    for issue in case.issue_ids() {
        let mut claims: Vec<(&Claim<'_>, PartyId)> = Vec::new();
        for party in &case.issue(issue).consent {
            claims.extend(record.claims(issue, *party).iter().map(|claim| (claim, *party)));
        }
        claims.sort_by_key(|(claim, _)| (claim.entry, claim.stance != Stance::Demands));
        for (claim, party) in claims.into_iter().filter(|(claim, _)| claim.own) {
            match claim.stance {
                Stance::Demands => softs.extend(demand(record, issue, party, claim)),
                Stance::Rejects => softs.extend(rejections(record, issue, party, claim)),
                _ => {}
            }
        }
    }
    softs.extend(record.counting_lines().filter(|(_, line)| !analyst(line)).map(|(id, _)| line(case, id)));
    together(case, softs)
}

/// Joins constraints of one party that refuse exactly the same packages.
fn together(case: &Case, softs: Vec<Soft>) -> Vec<Soft> {
    let mut joined: Vec<(Soft, Option<Vec<bool>>)> = Vec::new();
    for soft in softs {
        let refuses = refused(case, &soft);
        // Statements on different issues stay apart, though conditions may make them refuse the same.
        let same = |(known, own): &&mut (Soft, Option<Vec<bool>>)| {
            let apart = known.told.on.is_some() && soft.told.on.is_some() && known.told.on != soft.told.on;
            let whose = known.told.party == soft.told.party && known.told.issues == soft.told.issues;
            whose && !apart && refuses.is_some() && *own == refuses
        };
        match joined.iter_mut().find(same) {
            None => joined.push((soft, refuses)),
            Some((known, _)) => {
                let told = soft.told;
                known.told.not_for_trade |= told.not_for_trade;
                let ends = |soft: &Option<Quantity>| soft.as_ref().map(|firmness| (firmness.high(), firmness.low()));
                if ends(&soft.firmness) > ends(&known.firmness) {
                    (known.firmness, known.told.firmness) = (soft.firmness, told.firmness);
                }
                known.basis.join(&soft.basis);
                known.told.also.push(Also {
                    kind: told.kind,
                    id: told.id,
                    what: told.what,
                    date: told.date,
                    sources: told.sources,
                });
            }
        }
    }
    joined.into_iter().map(|(soft, _)| soft).collect()
}

/// For every combination of outcomes of its issues, the last issue fastest, whether it refuses; `None`: too many.
fn refused(case: &Case, soft: &Soft) -> Option<Vec<bool>> {
    let issues = &soft.told.issues;
    let domain = |at: usize| case.issue(IssueId::new(issues[at])).outcomes.len();
    let number = (0..issues.len()).try_fold(1_usize, |all, at| all.checked_mul(domain(at)))?;
    if number > COMPARED {
        return None;
    }
    let mut values = vec![0; issues.len()];
    let mut found = Vec::with_capacity(number);
    for _ in 0..number {
        let outcome = |issue: IssueId| issues.binary_search(&issue.index()).ok().map(|at| values[at]);
        found.push(soft.against.truth(&outcome, &|_| Truth::Unknown) == Truth::Yes);
        for at in (0..values.len()).rev() {
            values[at] += 1;
            if values[at] < domain(at) {
                break;
            }
            values[at] = 0;
        }
    }
    Some(found)
}

fn demand(record: &Record<'_>, issue: IssueId, party: PartyId, claim: &Claim<'_>) -> Option<Soft> {
    let known = record.case.issue(issue);
    let named: Vec<usize> = claim.own_options().collect();
    if named.is_empty() && claim.outcomes.is_empty() {
        return None;
    }
    // The rest is what the demand does not name, whatever became of what it names.
    let rest = known.outcomes.iter().enumerate().map(|(at, outcome)| {
        let of = |options: &[usize]| outcome.0.iter().any(|option| options.contains(option));
        let outcomes = claim.outcomes.contains(&at) || claim.older_outcomes.contains(&at);
        !(of(&claim.options) || of(&claim.older) || outcomes)
    });
    let said = Said { stance: Stance::Demands, options: &named, outcomes: &claim.outcomes, part: None };
    soft(record, issue, party, claim, rest.collect(), &said)
}

/// The rejection of each option by itself; of numbers, which are said as ranges, all together.
fn rejections(record: &Record<'_>, issue: IssueId, party: PartyId, claim: &Claim<'_>) -> Vec<Soft> {
    let known = record.case.issue(issue);
    let named: Vec<usize> = claim.own_options().collect();
    let holding = |options: &[usize]| -> Vec<bool> {
        known.outcomes.iter().map(|outcome| outcome.0.iter().any(|option| options.contains(option))).collect()
    };
    if known.kind == IssueKind::Number {
        let said = Said { stance: Stance::Rejects, options: &named, outcomes: &[], part: Some("rejects".into()) };
        return soft(record, issue, party, claim, holding(&named), &said).into_iter().collect();
    }
    let options = named.iter().filter_map(|option| {
        let part = Some(known.options[*option].name.clone());
        let said = Said { stance: Stance::Rejects, options: &[*option], outcomes: &[], part };
        soft(record, issue, party, claim, holding(&[*option]), &said)
    });
    let outcomes = claim.outcomes.iter().filter_map(|outcome| {
        let part = Some(known.outcome_name(*outcome).replace(' ', "-"));
        let said = Said { stance: Stance::Rejects, options: &[], outcomes: &[*outcome], part };
        let holds = (0..known.outcomes.len()).map(|at| at == *outcome).collect();
        soft(record, issue, party, claim, holds, &said)
    });
    options.chain(outcomes).collect()
}

/// What a constraint says of one issue.
struct Said<'a> {
    stance: Stance,
    options: &'a [usize],
    outcomes: &'a [usize],
    /// What of the entry's words on the issue it is.
    part: Option<String>,
}

fn soft(
    record: &Record<'_>,
    issue: IssueId,
    party: PartyId,
    claim: &Claim<'_>,
    outcomes: Vec<bool>,
    said: &Said<'_>,
) -> Option<Soft> {
    if !outcomes.contains(&true) {
        return None;
    }
    let case = record.case;
    let entry = case.entry(claim.entry);
    let way = Rule::Test(Test { issue, holds: outcomes });
    let against: Vec<Rule> = claim.condition.iter().map(|condition| condition.rule.clone()).chain([way]).collect();
    let against = Rule::And(against.into_iter().chain([record.refuses(issue, party)]).collect());
    let mut id = entry.name.clone();
    if things_refused(case, entry) > 1 {
        id = format!("{id}/{}", case.issue(issue).name);
        id.extend(said.part.iter().map(|part| format!("/{part}")));
    }
    let kind = if said.stance == Stance::Demands { ConstraintKind::Demand } else { ConstraintKind::Rejection };
    let condition = claim.condition.map(|condition| condition.text.as_str());
    let named = in_words(case, issue, said.stance, said.options, said.outcomes, None);
    let condition = condition.map(|rule| format!(" if {rule}")).unwrap_or_default();
    let mut basis = cell_basis(case, issue, party);
    basis.logic(case);
    let told = Constraint {
        kind,
        id,
        from: entry.name.clone(),
        party: party.index(),
        issues: against.issues().into_iter().map(IssueId::index).collect(),
        on: Some(issue.index()),
        what: format!("{named}{}{condition}", terms(case, issue, said.options)),
        quote: entry.quote.clone(),
        date: entry.date.to_string(),
        sources: entry.sources.iter().map(|source| case.source(*source).name.clone()).collect(),
        not_for_trade: false,
        firmness: None,
        also: Vec::new(),
    };
    Some(Soft { told, against, firmness: None, basis })
}

/// How many things an entry refuses as written, whatever of it still stands: so that ids do not hang on the rest of
/// the ledger.
fn things_refused(case: &Case, entry: &Entry) -> usize {
    let of = |stance: &StanceOn| match stance.stance {
        Stance::Demands => 1,
        Stance::Rejects if case.issue(stance.issue).kind == IssueKind::Number => 1,
        Stance::Rejects => stance.options.len() + stance.outcomes.len(),
        _ => 0,
    };
    entry.stances.iter().map(of).sum()
}

/// The words of up to two options, in quotes: they are a side's own terms.
fn terms(case: &Case, issue: IssueId, options: &[usize]) -> String {
    let known = case.issue(issue);
    let texts = options.iter().map(|option| &known.options[*option]).filter(|option| option.text != option.name);
    let quoted: Vec<String> = texts.map(|option| format!("\"{}\"", option.text.trim().replace('"', "'"))).collect();
    if quoted.is_empty() || options.len() > 2 { String::new() } else { format!(" ({})", quoted.join("; ")) }
}

fn line(case: &Case, id: LineId) -> Soft {
    let known = case.line(id);
    let against = crossing(known);
    let condition = known.condition.as_ref().map(|condition| format!(" if {}", condition.text)).unwrap_or_default();
    let mut basis = Basis::default();
    basis.line(case, id);
    basis.logic(case);
    let date = case.draft().lines.get(id.index()).and_then(|line| line.date.as_ref());
    let told = Constraint {
        kind: ConstraintKind::Line,
        id: known.name.clone(),
        from: known.name.clone(),
        party: known.party.index(),
        issues: against.issues().into_iter().map(IssueId::index).collect(),
        on: None,
        what: format!("{}: {}{condition}", known.kind.word(), known.text),
        quote: known.quote.clone(),
        date: date.map(|date| date.value.to_string()).unwrap_or_default(),
        sources: known.sources.iter().map(|source| case.source(*source).name.clone()).collect(),
        not_for_trade: known.not_for_trade,
        firmness: known.firmness.as_ref().map(ToString::to_string),
        also: Vec::new(),
    };
    Soft { told, against, firmness: known.firmness.clone(), basis }
}

/// What a party's standing words on an issue rest on: its entries there, and those linked with them by the analyst.
fn cell_basis(case: &Case, issue: IssueId, party: PartyId) -> Basis {
    let own = |id: EntryId| case.entry(id).party == party && case.entry(id).issues().contains(&issue);
    let mut basis = Basis::default();
    for (at, entry) in case.entries().iter().enumerate() {
        let id = EntryId::new(at);
        let linked = || entry.replaces.iter().chain(&entry.stands_beside).chain(&entry.disputes);
        if own(id) {
            linked().for_each(|other| basis.entry(case, *other));
        }
        if own(id) || linked().any(|other| own(*other)) {
            basis.entry(case, id);
        }
    }
    basis
}

/// Groups of issues that no rule, line or condition of the case ties to another group, in order of their first issue.
///
/// Everything in the case ties, counting or not and standing or not, so that a group stays as it is when something
/// about other issues goes.
pub(super) fn tied(record: &Record<'_>, softs: &[Soft]) -> Vec<Tied> {
    let case = record.case;
    let mut group: Vec<usize> = (0..case.issues().len()).collect();
    fn root(group: &[usize], mut at: usize) -> usize {
        while group[at] != at {
            at = group[at];
        }
        at
    }
    let mut tie = |issues: Vec<IssueId>| {
        for pair in issues.windows(2) {
            let (one, two) = (root(&group, pair[0].index()), root(&group, pair[1].index()));
            group[one.max(two)] = one.min(two);
        }
    };
    case.logic().iter().for_each(|logic| tie(logic.rule.issues()));
    case.lines().iter().for_each(|line| tie(crossing(line).issues()));
    for entry in case.entries() {
        if let Some(condition) = &entry.condition {
            let on = condition.rule.issues();
            tie(entry.issues().into_iter().chain(on).collect());
        }
    }
    let mut parts: Vec<Tied> = Vec::new();
    for issue in case.issue_ids() {
        let first = root(&group, issue.index());
        let within = |issues: &[IssueId]| issues.iter().any(|issue| root(&group, issue.index()) == first);
        match parts.iter_mut().find(|part| part.issues.first().is_some_and(|own| own.index() == first)) {
            Some(part) => {
                part.issues.push(issue);
                part.basis.join(&basis_of(record, issue));
            }
            None => {
                let mut basis = basis_of(record, issue);
                basis.logic(case);
                let own = |soft: &usize| softs[*soft].told.issues.iter().any(|at| root(&group, *at) == first);
                let logic = (0..case.logic().len()).filter(|at| within(&case.logic()[*at].rule.issues())).collect();
                parts.push(Tied { issues: vec![issue], softs: (0..softs.len()).filter(own).collect(), logic, basis });
            }
        }
    }
    parts
}
