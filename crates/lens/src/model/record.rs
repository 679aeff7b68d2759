//! Standing positions: what each party says on each issue once later words have replaced earlier ones.

use super::replace::{Replacing, replace};
use std::collections::BTreeMap;
use zopa_case::draft::{Reading, Stance};
use zopa_case::rule::{Decided, Leaf, can_be};
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
    /// Outcomes named as such that a later statement replaced.
    pub older_outcomes: Vec<usize>,
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

/// The positions of every party on every issue.
pub(crate) struct Record<'a> {
    pub case: &'a Case,
    /// By issue, then party.
    cells: Vec<Vec<Vec<Claim<'a>>>>,
    /// By issue, then party: entries with a position that no option expresses, as far as they stand.
    off_ladder: Vec<Vec<Vec<EntryId>>>,
    /// By issue: what each party's lines make of each option.
    lines: Vec<Vec<LineMark>>,
    /// By issue: lines, with the outcomes that cross them whatever else the package holds.
    crossed: Vec<Vec<(LineId, Vec<bool>)>>,
    undecided: Vec<String>,
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
                    older_outcomes: Vec::new(),
                    condition: entry.condition.as_ref(),
                    own: entry.own(),
                    our_reading: reading,
                });
            }
        }
        let mut off_ladder: Vec<Vec<Vec<EntryId>>> = vec![vec![Vec::new(); parties]; case.issues().len()];
        for (at, entry) in case.entries().iter().enumerate() {
            if let Some((issue, _)) = &entry.off_ladder {
                off_ladder[issue.index()][entry.party.index()].push(EntryId::new(at));
            }
        }
        let replacing = Replacing::of(case);
        for (issue, (row, off)) in cells.iter_mut().zip(&mut off_ladder).enumerate() {
            for (claims, off) in row.iter_mut().zip(off) {
                *off = replace(case, IssueId::new(issue), &replacing, claims, off);
            }
        }
        let Lines { marks, by_outcome, undecided } = lines(case);
        Self { case, cells, off_ladder, lines: marks, crossed: by_outcome, undecided }
    }

    /// Every claim of a party on an issue, standing or not, in ledger order.
    pub fn claims(&self, issue: IssueId, party: PartyId) -> &[Claim<'a>] {
        &self.cells[issue.index()][party.index()]
    }

    /// What lines make of the issue's options.
    pub fn line_marks(&self, issue: IssueId) -> &[LineMark] {
        &self.lines[issue.index()]
    }

    /// Ids of lines for which a step limit was reached before it was clear which options cross them.
    pub fn undecided_lines(&self) -> &[String] {
        &self.undecided
    }

    /// Lines that name the issue, each with the outcomes that cross it whatever else the package holds.
    pub fn crossed(&self, issue: IssueId) -> &[(LineId, Vec<bool>)] {
        &self.crossed[issue.index()]
    }

    /// The entry's position on the issue that no option expresses, while it stands.
    pub fn off_ladder(&self, issue: IssueId, entry: EntryId) -> Option<&'a str> {
        let case: &'a Case = self.case;
        let known = case.entry(entry);
        let stands = self.off_ladder[issue.index()][known.party.index()].contains(&entry);
        known.off_ladder.as_ref().filter(|_| stands).map(|(_, words)| words.as_str())
    }

    /// Entries about an issue that say something without options: positions off the ladder that stand, and backing.
    pub fn remarks(&self, issue: IssueId) -> impl Iterator<Item = (EntryId, &'a Entry)> {
        let case: &'a Case = self.case;
        case.entries().iter().enumerate().map(|(at, entry)| (EntryId::new(at), entry)).filter(move |(id, entry)| {
            self.off_ladder(issue, *id).is_some() || entry.backs.as_ref().is_some_and(|(_, on, _)| *on == Some(issue))
        })
    }

    /// Whether the party has said, or is said to have said, anything on the issue.
    pub fn has_spoken(&self, issue: IssueId, party: PartyId) -> bool {
        let off_ladder =
            |entry: &Entry| entry.party == party && entry.off_ladder.as_ref().is_some_and(|(on, _)| *on == issue);
        !self.claims(issue, party).is_empty() || self.case.entries().iter().any(off_ladder)
    }

    /// Whether the party's position holds something vague or known only by an account.
    pub fn vague(&self, issue: IssueId, party: PartyId) -> bool {
        let vague = |claim: &Claim<'_>| {
            let read = claim.options.iter().any(|option| claim.our_reading.contains(option));
            claim.stands() && (!claim.own || read || matches!(claim.stance, Stance::OneOf | Stance::Between))
        };
        self.claims(issue, party).iter().any(vague) || !self.off_ladder[issue.index()][party.index()].is_empty()
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
                    let all: Vec<usize> = claim.options.iter().chain(&claim.older).copied().collect();
                    when.push(test(&|outcome| all.iter().all(|wanted| outcome.contains(wanted))));
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
                    let any = |of: &dyn Fn(&usize) -> bool| outcome.0.iter().any(of);
                    match claim.stance {
                        Stance::Rejects => any(&|option| named.contains(option)) || claim.outcomes.contains(&at),
                        // The rest is what the demand does not name, whatever became of what it names.
                        Stance::Demands => {
                            let stands = !named.is_empty() || !claim.outcomes.is_empty();
                            let names = any(&|option| claim.options.contains(option) || claim.older.contains(option))
                                || claim.outcomes.contains(&at)
                                || claim.older_outcomes.contains(&at);
                            stands && !names
                        }
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

/// Steps of search for each line: one that takes more is not said to be crossed.
const LINE_STEPS: usize = limits::RULE_STEPS / 20;

type ByIssue<T> = Vec<Vec<T>>;

/// What lines make of options and outcomes, by issue, and the lines that stayed undecided.
struct Lines {
    marks: ByIssue<LineMark>,
    by_outcome: ByIssue<(LineId, Vec<bool>)>,
    undecided: Vec<String>,
}

/// For each issue, the options that cross a line always, or with some of the rest of a package; and each line with
/// the outcomes that cross it always.
fn lines(case: &Case) -> Lines {
    let mut marks: ByIssue<LineMark> = vec![Vec::new(); case.issues().len()];
    let mut by_outcome: ByIssue<(LineId, Vec<bool>)> = vec![Vec::new(); case.issues().len()];
    let logic: Vec<&Rule> = case.logic().iter().map(|logic| &logic.rule).collect();
    let mut undecided = Vec::new();
    for (at, line) in case.lines().iter().enumerate() {
        let id = LineId::new(at);
        let mut open = false;
        let crossed = crossing(line);
        let kept = crossed.clone().negated();
        let mut budget = LINE_STEPS;
        for issue in line.crossing.issues() {
            let known = case.issue(issue);
            let mut impossible = |rule: &Rule, outcomes: &[bool]| {
                let taken = Rule::Test(zopa_case::rule::Test { issue, holds: outcomes.to_vec() });
                let decided = can_be(&Rule::And(vec![taken, rule.clone()]), &logic, &mut budget);
                open |= decided == Decided::Open;
                decided == Decided::Impossible
            };
            let none = || vec![false; known.outcomes.len()];
            let (mut crosses, mut keeps, mut excluded) = (none(), none(), none());
            for class in alike(logic.iter().copied().chain([&crossed]), issue, known.outcomes.len()) {
                let (always, never) = (impossible(&kept, &class), impossible(&crossed, &class));
                for outcome in (0..class.len()).filter(|outcome| class[*outcome]) {
                    // What the logic excludes anyway crosses nothing.
                    crosses[outcome] = always && !never;
                    excluded[outcome] = always && never;
                    keeps[outcome] = never;
                }
            }
            for option in 0..known.options.len() {
                let with = || (0..known.outcomes.len()).filter(|outcome| known.outcomes[*outcome].0.contains(&option));
                let idle = with().all(|outcome| keeps[outcome]) || !matters(&crossed, false, issue, option, known);
                if !idle {
                    let always = with().all(|outcome| crosses[outcome] || excluded[outcome]);
                    marks[issue.index()].push(LineMark { line: id, option, always });
                }
            }
            by_outcome[issue.index()].push((id, crosses));
        }
        if open {
            undecided.push(line.name.clone());
        }
    }
    Lines { marks, by_outcome, undecided }
}

/// Sets of outcomes that the rules do not tell apart.
fn alike<'a>(rules: impl Iterator<Item = &'a Rule>, issue: IssueId, outcomes: usize) -> Vec<Vec<bool>> {
    let mut tests: Vec<&[bool]> = Vec::new();
    for rule in rules {
        rule.visit(&mut |leaf| {
            if let Leaf::Test(test) = leaf
                && test.issue == issue
            {
                tests.push(&test.holds);
            }
        });
    }
    let mut sets: BTreeMap<Vec<bool>, Vec<bool>> = BTreeMap::new();
    for outcome in 0..outcomes {
        let pattern = tests.iter().map(|holds| holds[outcome]).collect();
        sets.entry(pattern).or_insert_with(|| vec![false; outcomes])[outcome] = true;
    }
    sets.into_values().collect()
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
            test.issue == issue && helps && test.holds.contains(&negated)
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
    let demand = |claim: &Claim<'_>| claim.stance == Stance::Demands;
    let rest = (demand(one) && two.stance == Stance::Accepts) || (one.stance == Stance::Accepts && demand(two));
    let refused_rest = rest && single_choice && !overlap && one.condition.is_none() && two.condition.is_none();
    one.stands() && two.stands() && ((opposed && overlap) || (both_want && single_choice && !overlap) || refused_rest)
}

/// Whether the analyst reads the line into its source.
pub(crate) fn analyst(line: &zopa_case::Line) -> bool {
    line.reading == Reading::Analyst
}

/// Whether a claim is at odds with another one of the same party, both in own words: what the analyst reads into a
/// source contradicts nothing that the party said.
pub(crate) fn own_conflict(claim: &Claim<'_>, claims: &[Claim<'_>], single: bool) -> bool {
    let own = in_own_words(claim);
    let others = claims.iter().filter(|other| other.own && other.entry != claim.entry);
    claim.own && others.map(in_own_words).any(|other| conflict(&own, &other, single))
}

fn in_own_words<'a>(claim: &Claim<'a>) -> Claim<'a> {
    Claim { options: claim.own_options().collect(), ..claim.clone() }
}
