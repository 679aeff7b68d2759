//! Standing positions: what each party says on each issue once later words have replaced earlier ones.

use std::collections::BTreeSet;
use zopa_case::draft::{Reading, Stance};
use zopa_case::rule::{Decided, can_be};
use zopa_case::{Case, Condition, Entry, EntryId, IssueId, LineId, PartyId, Rule, limits};

/// One stance of one entry on one issue, with what still stands of it.
#[derive(Clone, Debug)]
pub(crate) struct Claim<'a> {
    pub entry: EntryId,
    pub stance: Stance,
    /// Options that stand.
    pub options: Vec<usize>,
    /// Options that a later statement replaced.
    pub older: Vec<usize>,
    /// Outcomes named as such that stand.
    pub outcomes: Vec<usize>,
    pub condition: Option<&'a Condition>,
    /// The party's own words (options read into the source by the analyst excepted).
    pub own: bool,
    /// Options of it that are the analyst's reading.
    pub our_reading: Vec<usize>,
}

impl Claim<'_> {
    /// Whether anything of it stands.
    pub fn stands(&self) -> bool {
        !self.options.is_empty() || !self.outcomes.is_empty()
    }

    /// Options that count as the party's own words.
    pub fn own_options(&self) -> impl Iterator<Item = usize> + '_ {
        let own = self.own;
        self.options.iter().copied().filter(move |option| own && !self.our_reading.contains(option))
    }

    /// Whether it speaks for its options: acceptance on record if own.
    pub fn is_for(&self) -> bool {
        matches!(self.stance, Stance::Wants | Stance::Demands | Stance::Accepts | Stance::WantsAll)
    }
}

fn want_like(stance: Stance) -> bool {
    matches!(stance, Stance::Wants | Stance::Demands | Stance::WantsAll | Stance::OneOf | Stance::Between)
}

/// The positions of every party on every issue.
pub(crate) struct Record<'a> {
    pub case: &'a Case,
    /// By issue, then party.
    cells: Vec<Vec<Vec<Claim<'a>>>>,
    /// By issue: what each party's lines make of each option.
    lines: Vec<Vec<LineMark>>,
}

/// A line and an option it touches.
#[derive(Clone, Copy, Debug)]
pub(crate) struct LineMark {
    pub line: LineId,
    pub option: usize,
    /// Crossed whatever else the package holds; else with some of the rest.
    pub always: bool,
}

impl<'a> Record<'a> {
    pub fn new(case: &'a Case) -> Self {
        let parties = case.parties().len();
        let mut cells: Vec<Vec<Vec<Claim<'a>>>> = vec![vec![Vec::new(); parties]; case.issues().len()];
        for (at, entry) in case.entries().iter().enumerate() {
            for stance in &entry.stances {
                let reading: Vec<usize> = entry
                    .our_reading
                    .iter()
                    .filter(|(issue, _)| *issue == stance.issue)
                    .map(|(_, option)| *option)
                    .collect();
                cells[stance.issue.index()][entry.party.index()].push(Claim {
                    entry: EntryId::new(at),
                    stance: stance.stance,
                    options: stance.options.clone(),
                    older: Vec::new(),
                    outcomes: stance.outcomes.clone(),
                    condition: entry.condition.as_ref(),
                    own: entry.own(),
                    our_reading: reading,
                });
            }
        }
        for (issue, row) in cells.iter_mut().enumerate() {
            row.iter_mut().for_each(|claims| replace(case, IssueId::new(issue), claims));
        }
        let lines = line_marks(case);
        Self { case, cells, lines }
    }

    /// Every claim of a party on an issue, standing or not, in ledger order.
    pub fn claims(&self, issue: IssueId, party: PartyId) -> &[Claim<'a>] {
        &self.cells[issue.index()][party.index()]
    }

    /// What lines make of the issue's options.
    pub fn line_marks(&self, issue: IssueId) -> &[LineMark] {
        &self.lines[issue.index()]
    }

    /// Entries about an issue that have no options: positions off the ladder and backing.
    pub fn remarks(&self, issue: IssueId) -> impl Iterator<Item = (EntryId, &'a Entry)> {
        let case: &'a Case = self.case;
        case.entries().iter().enumerate().map(|(at, entry)| (EntryId::new(at), entry)).filter(move |(_, entry)| {
            entry.off_ladder.as_ref().is_some_and(|(on, _)| *on == issue)
                || entry.backs.as_ref().is_some_and(|(_, on, _)| *on == Some(issue))
        })
    }

    /// Whether the party has said, or is said to have said, anything on the issue.
    pub fn has_spoken(&self, issue: IssueId, party: PartyId) -> bool {
        let off_ladder = |entry: &Entry| entry.party == party && entry.off_ladder.is_some();
        !self.claims(issue, party).is_empty() || self.remarks(issue).any(|(_, entry)| off_ladder(entry))
    }

    /// Whether the party's position holds something vague or known only by an account.
    pub fn vague(&self, issue: IssueId, party: PartyId) -> bool {
        let vague = |claim: &Claim<'_>| {
            claim.stands()
                && (!claim.own
                    || !claim.our_reading.is_empty()
                    || matches!(claim.stance, Stance::OneOf | Stance::Between))
        };
        self.claims(issue, party).iter().any(vague)
            || self.remarks(issue).any(|(_, entry)| entry.party == party && entry.off_ladder.is_some())
    }

    /// When the party takes an outcome, as a rule over the package; own standing words only.
    ///
    /// An outcome is taken when each of its options is wanted or accepted (or the outcome itself is), under the
    /// conditions given, and not refused as well.
    pub fn accepts(&self, issue: IssueId, party: PartyId) -> Rule {
        Rule::And(vec![self.takes(issue, party), self.turns_down(issue, party).negated()])
    }

    /// When the party refuses an outcome, as a rule over the package; own standing words only.
    pub fn refuses(&self, issue: IssueId, party: PartyId) -> Rule {
        Rule::And(vec![self.turns_down(issue, party), self.takes(issue, party).negated()])
    }

    fn takes(&self, issue: IssueId, party: PartyId) -> Rule {
        let known = self.case.issue(issue);
        let test = |holds: &dyn Fn(&[usize]) -> bool| {
            Rule::Test(zopa_case::rule::Test {
                issue,
                holds: known.outcomes.iter().map(|outcome| holds(&outcome.0)).collect(),
            })
        };
        let mut parts = Vec::new();
        for option in 0..known.options.len() {
            let mut covers = Vec::new();
            for claim in self.claims(issue, party).iter().filter(|claim| claim.is_for()) {
                if !claim.own_options().any(|own| own == option) {
                    continue;
                }
                let mut when = vec![condition(claim)];
                if claim.stance == Stance::WantsAll {
                    when.push(test(&|outcome| claim.options.iter().all(|wanted| outcome.contains(wanted))));
                }
                covers.push(Rule::And(when));
            }
            covers.push(test(&|outcome| !outcome.contains(&option)));
            parts.push(Rule::Or(covers));
        }
        let mut ways = vec![Rule::And(parts)];
        for claim in
            self.claims(issue, party).iter().filter(|claim| claim.is_for() && claim.own && !claim.outcomes.is_empty())
        {
            let named = test(&|outcome| claim.outcomes.iter().any(|at| known.outcomes[*at].0 == outcome));
            ways.push(Rule::And(vec![condition(claim), named]));
        }
        Rule::Or(ways)
    }

    fn turns_down(&self, issue: IssueId, party: PartyId) -> Rule {
        let known = self.case.issue(issue);
        let mut ways = Vec::new();
        for claim in self.claims(issue, party).iter().filter(|claim| claim.own) {
            let named: Vec<usize> = claim.own_options().collect();
            let holds: Vec<bool> = known
                .outcomes
                .iter()
                .enumerate()
                .map(|(at, outcome)| {
                    let touches = outcome.0.iter().any(|option| named.contains(option)) || claim.outcomes.contains(&at);
                    match claim.stance {
                        Stance::Rejects => touches,
                        Stance::Demands => claim.stands() && !touches,
                        _ => false,
                    }
                })
                .collect();
            if holds.contains(&true) {
                ways.push(Rule::And(vec![condition(claim), Rule::Test(zopa_case::rule::Test { issue, holds })]));
            }
        }
        Rule::Or(ways)
    }

    /// The lines that count for a deal: those of parties whose consent is needed on one of the issues they name.
    pub fn counting_lines(&self) -> impl Iterator<Item = (LineId, &'a zopa_case::Line)> {
        let case: &'a Case = self.case;
        case.lines().iter().enumerate().map(|(at, line)| (LineId::new(at), line)).filter(move |(_, line)| {
            line.crossing.issues().iter().any(|issue| case.issue(*issue).consent.contains(&line.party))
        })
    }
}

/// The rule under which a package crosses a line in force.
pub(crate) fn crossing(line: &zopa_case::Line) -> Rule {
    Rule::And(line.condition.iter().map(|condition| condition.rule.clone()).chain([line.crossing.clone()]).collect())
}

fn condition(claim: &Claim<'_>) -> Rule {
    claim.condition.map_or_else(Rule::always, |condition| condition.rule.clone())
}

/// Marks what later statements replace.
fn replace(case: &Case, issue: IssueId, claims: &mut [Claim<'_>]) {
    let before = claims.to_vec();
    for claim in claims.iter_mut() {
        let earlier = case.entry(claim.entry);
        for by in &before {
            let later = case.entry(by.entry);
            let beside = later.stands_beside.contains(&claim.entry) || earlier.stands_beside.contains(&by.entry);
            if by.entry == claim.entry || beside {
                continue;
            }
            let explicit = later.replaces.contains(&claim.entry);
            // What the analyst reads into a source replaces no more than an account does.
            let words = by.own && (by.own_options().next().is_some() || !by.outcomes.is_empty());
            let in_time = later.date.later_than(&earlier.date) && words >= claim.own;
            if explicit || (in_time && want_like(by.stance) && want_like(claim.stance)) {
                retire(claim, |_| true);
                claim.outcomes.clear();
            } else if in_time
                && matches!(by.stance, Stance::Wants | Stance::Demands | Stance::Accepts | Stance::Rejects)
            {
                retire(claim, |option| by.options.contains(&option));
                claim.outcomes.retain(|outcome| !by.outcomes.contains(outcome));
            }
        }
        // Replaced as a whole by an entry that speaks of other issues only.
        let spoken = |entry: &Entry| entry.issues().contains(&issue);
        if case
            .entries()
            .iter()
            .any(|later| later.replaces.contains(&claim.entry) && !spoken(later) && !shares(later, earlier))
        {
            retire(claim, |_| true);
            claim.outcomes.clear();
        }
        let off_ladder = case.entries().iter().any(|later| {
            let on_issue = later.off_ladder.as_ref().is_some_and(|(on, _)| *on == issue);
            on_issue
                && later.party == earlier.party
                && later.own() >= claim.own
                && later.date.later_than(&earlier.date)
                && !later.stands_beside.contains(&claim.entry)
        });
        if off_ladder && want_like(claim.stance) {
            retire(claim, |_| true);
            claim.outcomes.clear();
        }
    }
}

fn shares(one: &Entry, two: &Entry) -> bool {
    let issues: BTreeSet<IssueId> = one.issues().into_iter().collect();
    two.issues().iter().any(|issue| issues.contains(issue))
}

fn retire(claim: &mut Claim<'_>, gone: impl Fn(usize) -> bool) {
    let (older, stands): (Vec<usize>, Vec<usize>) = claim.options.iter().partition(|option| gone(**option));
    claim.older.extend(older);
    claim.older.sort_unstable();
    claim.older.dedup();
    claim.options = stands;
}

/// For each issue, the options that cross a line always, or with some of the rest of a package.
fn line_marks(case: &Case) -> Vec<Vec<LineMark>> {
    let mut marks: Vec<Vec<LineMark>> = vec![Vec::new(); case.issues().len()];
    let logic: Vec<&Rule> = case.logic().iter().map(|logic| &logic.rule).collect();
    let mut budget = limits::RULE_STEPS;
    for (at, line) in case.lines().iter().enumerate() {
        let crossed = crossing(line);
        let kept = crossed.clone().negated();
        for issue in line.crossing.issues() {
            let known = case.issue(issue);
            for option in 0..known.options.len() {
                let holds = known.outcomes.iter().map(|outcome| outcome.0.contains(&option)).collect();
                let taken = Rule::Test(zopa_case::rule::Test { issue, holds });
                let with_option = |rule: &Rule| Rule::And(vec![taken.clone(), rule.clone()]);
                let can_keep = can_be(&with_option(&kept), &logic, &mut budget);
                let can_cross = can_be(&with_option(&crossed), &logic, &mut budget);
                let idle = can_cross == Decided::Impossible || !matters(&crossed, false, issue, option, known);
                if !idle {
                    let always = can_keep == Decided::Impossible;
                    marks[issue.index()].push(LineMark { line: LineId::new(at), option, always });
                }
            }
        }
    }
    marks
}

/// Whether taking the option can help the rule hold: in negation normal form some test of the issue
/// holds with it and fails with something else.
fn matters(rule: &Rule, negated: bool, issue: IssueId, option: usize, known: &zopa_case::Issue) -> bool {
    match rule {
        Rule::Event(_) => false,
        Rule::Not(inner) => matters(inner, !negated, issue, option, known),
        Rule::And(parts) | Rule::Or(parts) => parts.iter().any(|part| matters(part, negated, issue, option, known)),
        Rule::Test(test) => {
            let helps = known
                .outcomes
                .iter()
                .zip(&test.holds)
                .any(|(outcome, holds)| outcome.0.contains(&option) && *holds != negated);
            test.issue == issue && helps && test.holds.iter().any(|holds| *holds == negated)
        }
    }
}

/// Whether two entries of one party say on an issue what cannot both be so.
pub(crate) fn conflict(one: &Claim<'_>, two: &Claim<'_>, single_choice: bool) -> bool {
    let meets = |a: &[usize], b: &[usize]| a.iter().any(|option| b.contains(option));
    if one.condition.is_some() && two.condition.is_some() {
        return false;
    }
    let overlap = meets(&one.options, &two.options);
    let wanting = |claim: &Claim<'_>| matches!(claim.stance, Stance::Wants | Stance::Demands | Stance::OneOf);
    let opposed = (one.is_for() && two.stance == Stance::Rejects) || (one.stance == Stance::Rejects && two.is_for());
    let both_want = wanting(one) && wanting(two) && one.condition.is_none() && two.condition.is_none();
    one.stands() && two.stands() && ((opposed && overlap) || (both_want && single_choice && !overlap))
}

/// Whether the analyst reads the line into its source.
pub(crate) fn analyst(line: &zopa_case::Line) -> bool {
    line.reading == Reading::Analyst
}

/// Whether an own claim is at odds with another own standing claim on one of its options.
pub(crate) fn own_conflict(claim: &Claim<'_>, claims: &[Claim<'_>], single: bool) -> bool {
    claim.own && claims.iter().any(|other| other.own && other.entry != claim.entry && conflict(claim, other, single))
}
