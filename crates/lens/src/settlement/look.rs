//! One package looked at: who said what of it, which lines it crosses, what it is worth, and who is short by how much.
//!
//! On the record, by issue and party whose yes is needed there: the rule under which the party's own standing words take
//! the outcome, and the one under which they refuse it, are worked out with the package put in. What is left open, and
//! every event, counts as not known, so that a condition on it shows as one. Lines likewise.
//!
//! With values, for a package that fixes every issue and keeps the logic: over the draws of the lens, what it is worth to
//! each party, in what share of them it is worth less than no deal, and by how much where it is; in what share it is in the
//! zone. With points there is one set of numbers, and every line is taken as in force. A draw costs one sum an issue.

use super::candidates::acceptable;
use super::ensemble::Prepared;
use super::entered::{left_out, parties};
use super::findings::{Acceptable, PartyValues};
use super::words::party_title;
use super::{Settings, Worth};
use crate::model::{Record, Terms, basis_of, crossing, rest_on};
use crate::phrase::{count, list};
use crate::run::{Arithmetic, Basis, Run, Stop};
use crate::share::Share;
use zopa_case::{Case, IssueId, LineId, PartyId, Rule, Truth, rule::Event};

/// Draws from which a range is told at least.
pub const FEW: usize = 20;

/// What a party's own words on record make of what a package has on an issue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Said {
    /// It wants or accepts it.
    Accepts,
    /// It refuses it.
    Refuses,
    /// It hangs on what the package leaves open, or on events.
    Depends,
    /// It spoke on the issue, and not of this.
    Otherwise,
    /// It said nothing on the issue.
    Silent,
}

impl Said {
    /// The word used in answers.
    pub fn word(self) -> &'static str {
        match self {
            Self::Accepts => "accepts",
            Self::Refuses => "refuses",
            Self::Depends => "depends",
            Self::Otherwise => "not of this",
            Self::Silent => "silent",
        }
    }
}

/// What is said of the outcome on one issue.
#[derive(Clone, Debug)]
pub struct SaidOn {
    /// `package.issue.ISSUE`.
    pub id: String,
    /// The issue.
    pub issue: usize,
    /// The outcome.
    pub outcome: usize,
    /// By party whose yes is needed on it.
    pub by: Vec<(usize, Said)>,
    /// What it rests on.
    pub basis: Basis,
}

/// A line that counts for a deal, and whether the package crosses it.
#[derive(Clone, Debug)]
pub struct LineLook {
    /// `package.line.LINE`.
    pub id: String,
    /// The line.
    pub line: LineId,
    /// Whether it is crossed; unknown where that hangs on what is open, or on events.
    pub crossed: Truth,
    /// What it rests on.
    pub basis: Basis,
}

/// What a package is worth to a party.
#[derive(Clone, Debug)]
pub struct PartyLook {
    /// `package.party.PARTY`.
    pub id: String,
    /// What is entered of it.
    pub entered: PartyValues,
    /// What the package is worth to it, on its own scale.
    pub worth: Option<Worth>,
    /// What no deal is worth to it.
    pub no_deal: Option<Worth>,
    /// Share of draws in which the package is worth less than no deal; only where its yes is needed.
    pub short: Option<Share>,
    /// By how much, in those draws; `None` where they are fewer than [`FEW`].
    pub by: Option<Worth>,
    /// Whether it is worth no deal in every, some or no consistent set of numbers; only where its yes is needed.
    pub acceptable: Option<Acceptable>,
    /// What it rests on.
    pub basis: Basis,
}

/// A package looked at.
#[derive(Clone, Debug)]
pub struct Look {
    /// By issue, the outcome; `None` is open.
    pub package: Vec<Option<usize>>,
    /// Rules of the case that it breaks, by name, with the rule as written.
    pub breaks: Vec<(String, String)>,
    /// Rules that hang on what is open.
    pub open_rules: Vec<(String, String)>,
    /// By issue that is fixed, what is said of it.
    pub said: Vec<SaidOn>,
    /// Lines that it crosses, or may.
    pub lines: Vec<LineLook>,
    /// By party with values, or whose yes is needed.
    pub parties: Vec<PartyLook>,
    /// Share of draws in which it is in the zone; `None` where that cannot be said.
    pub in_zone: Option<Share>,
    /// Sets of numbers drawn; 1 where all are points, 0 where none was looked at.
    pub draws: u64,
    /// What is missing to say what it is worth, in words.
    pub missing: Vec<String>,
    /// All of it in words.
    pub sentence: String,
}

/// Looks at a package of `case`, which should be cut to its day ([`Case::known`]): by issue the outcome, `None` where it is
/// open. What has another shape than the case is cut off, or open.
pub fn look(case: &Case, package: &[Option<usize>], settings: &Settings) -> Run<Look> {
    let package: Vec<Option<usize>> = case
        .issues()
        .iter()
        .enumerate()
        .map(|(at, issue)| package.get(at).copied().flatten().filter(|outcome| *outcome < issue.outcomes.len()))
        .collect();
    let truth = |rule: &Rule| rule.truth(&|issue: IssueId| package[issue.index()], &|_: &Event| Truth::Unknown);
    let record = Record::new(case);
    let rules = |wanted: Truth| -> Vec<(String, String)> {
        let all = case.logic().iter().filter(|logic| truth(&logic.rule) == wanted);
        all.map(|logic| (logic.name.clone(), logic.text.clone())).collect()
    };
    let mut basis = Basis::default();
    basis.logic(case);
    let said: Vec<SaidOn> = (0..package.len())
        .filter_map(|at| Some((IssueId::new(at), package[at]?)))
        .map(|(issue, outcome)| SaidOn {
            id: format!("package.issue.{}", case.issue(issue).name),
            issue: issue.index(),
            outcome,
            by: case
                .issue(issue)
                .consent
                .iter()
                .map(|party| (party.index(), stance(&record, issue, *party, &truth)))
                .collect(),
            basis: basis_of(&record, issue),
        })
        .collect();
    let lines: Vec<LineLook> = record
        .counting_lines()
        .map(|(id, line)| (id, truth(&crossing(line))))
        .filter(|(_, crossed)| *crossed != Truth::No)
        .map(|(id, crossed)| {
            let mut own = Basis::default();
            own.line(case, id);
            LineLook { id: format!("package.line.{}", case.line(id).name), line: id, crossed, basis: own }
        })
        .collect();
    said.iter().for_each(|own| basis.join(&own.basis));
    lines.iter().for_each(|own| basis.join(&own.basis));
    let mut found = Look {
        breaks: rules(Truth::No),
        open_rules: rules(Truth::Unknown),
        said,
        lines,
        parties: Vec::new(),
        in_zone: None,
        draws: 0,
        missing: Vec::new(),
        sentence: String::new(),
        package,
    };
    let mut warnings = Vec::new();
    let mut stop = Stop::Complete;
    let mut arithmetic = Arithmetic::Exact;
    match Prepared::new(case, *settings, &[]) {
        Ok(prepared) => {
            left_out(&prepared, &mut warnings);
            if valued(&prepared, &mut found) && !prepared.game.draws.certain() {
                arithmetic = Arithmetic::Sampled;
            }
            found.parties.iter().for_each(|own| basis.join(&own.basis));
        }
        Err(wide) => {
            warnings.push(format!("the packages could not be worked through: {wide}"));
            found.missing.push("issues that hang together less closely".into());
            stop = Stop::Budget;
        }
    }
    found.sentence = sentence(case, &found);
    Run { findings: found, arithmetic, stop, basis, warnings }
}

fn stance(record: &Record<'_>, issue: IssueId, party: PartyId, truth: &dyn Fn(&Rule) -> Truth) -> Said {
    match (truth(&record.refuses(issue, party)), truth(&record.accepts(issue, party))) {
        (Truth::Yes, _) => Said::Refuses,
        (_, Truth::Yes) => Said::Accepts,
        (Truth::Unknown, _) | (_, Truth::Unknown) => Said::Depends,
        _ if record.has_spoken(issue, party) => Said::Otherwise,
        _ => Said::Silent,
    }
}

/// Adds what values say; `false` where they say nothing.
fn valued(prepared: &Prepared<'_>, found: &mut Look) -> bool {
    let game = &prepared.game;
    let case = game.case;
    found.parties = parties(prepared)
        .into_iter()
        .map(|entered| {
            let mut basis = Basis::default();
            rest_on(case, PartyId::new(entered.party), &mut basis);
            let id = format!("package.party.{}", case.parties()[entered.party].name);
            PartyLook { id, entered, worth: None, no_deal: None, short: None, by: None, acceptable: None, basis }
        })
        .collect();
    if game.dimensions.is_empty() {
        found.missing.push("values".into());
        return false;
    }
    let whole: Vec<usize> = found.package.iter().copied().flatten().collect();
    if whole.len() < found.package.len() {
        let open = found.package.iter().zip(case.issues()).filter(|(own, _)| own.is_none());
        let names: Vec<String> = open.map(|(_, issue)| issue.name.clone()).collect();
        found.missing.push(format!("an option on {}", list(&names, "and")));
        return false;
    }
    if !found.breaks.is_empty() {
        found.missing.push("a package that keeps the rules".into());
        return false;
    }
    let dims = game.dimensions.len();
    let draws = if game.draws.certain() { 1 } else { prepared.settings.draws.max(1) };
    let mut values = vec![Vec::new(); dims];
    let mut targets = vec![Vec::new(); dims];
    let mut by = vec![Vec::new(); dims];
    let (mut hits, mut unknown, mut seen) = (0, 0, 0);
    for index in 0..draws {
        let numbers = game.draws.numbers(index);
        let Some(charge) = game.charge(&numbers, &Terms::default()) else { continue };
        let Some(digits) = game.space.digits(&charge, &whole) else { continue };
        seen += 1;
        let (own, _) = charge.evaluate(&digits);
        let least = game.targets(&numbers, &Terms::default());
        for p in 0..dims {
            values[p].push(own[p]);
            if let Some(least) = least[p] {
                targets[p].push(least);
                if own[p] < least {
                    by[p].push(least - own[p]);
                }
            }
        }
        let keeps = game.real_lines(&numbers).iter().all(|line| !game.crosses(*line, &whole));
        let reaches = own.iter().zip(&least).all(|(value, least)| least.is_none_or(|least| *value >= least));
        let valued = game.unvalued(&numbers).is_empty();
        hits += u64::from(keeps && reaches && valued);
        unknown += u64::from(keeps && reaches && !valued);
    }
    if seen == 0 {
        found.missing.push("a package that keeps the rules".into());
        return false;
    }
    found.draws = seen;
    found.in_zone = Some(Share::new(hits, seen, unknown)).filter(|share| share.value().is_some());
    for own in &mut found.parties {
        let Some(p) = game.dimensions.iter().position(|known| known.party.index() == own.entered.party) else {
            continue;
        };
        let worth = |all: &[i64]| Worth::of_draws(all.to_vec(), |ticks| game.number(p, ticks));
        own.worth = worth(&values[p]);
        if !targets[p].is_empty() {
            own.no_deal = worth(&targets[p]);
            own.short = Some(Share::new(by[p].len() as u64, targets[p].len() as u64, 0));
            own.by = worth(&by[p]).filter(|_| seen == 1 || by[p].len() >= FEW);
        }
        own.acceptable = own.entered.consents.then(|| acceptable(case, game.dimensions[p].party, &whole));
    }
    true
}

fn sentence(case: &Case, found: &Look) -> String {
    if found.package.iter().all(Option::is_none) {
        return "Nothing is fixed: name options as ISSUE=OPTION, or a package of the case.".into();
    }
    let mut parts = Vec::new();
    if !found.breaks.is_empty() {
        let names: Vec<String> = found.breaks.iter().map(|(name, _)| name.clone()).collect();
        parts.push(format!(
            "It breaks {} of the case: {}.",
            plural(names.len(), "a rule", "rules"),
            list(&names, "and")
        ));
    }
    let of = |said: Said| -> Vec<String> {
        let all = |party: &usize| found.said.iter().any(|own| own.by.contains(&(*party, said)));
        let parties: Vec<usize> = (0..case.parties().len()).filter(all).collect();
        parties.into_iter().map(|party| party_title(case, party).to_string()).collect()
    };
    let (refusing, open) = (
        of(Said::Refuses),
        found
            .said
            .iter()
            .flat_map(|own| &own.by)
            .filter(|(_, said)| *said != Said::Accepts && *said != Said::Refuses)
            .count(),
    );
    parts.push(match refusing.is_empty() {
        false => format!(
            "On record {} {} something in it.",
            list(&refusing, "and"),
            if refusing.len() == 1 { "refuses" } else { "refuse" }
        ),
        true if open == 0 => "On record all whose yes is needed take all of it.".into(),
        true => "On record nobody refuses anything in it.".into(),
    });
    if open > 0 {
        let yeses: usize = found.said.iter().map(|own| own.by.len()).sum();
        parts.push(format!(
            "Of {} yeses that it needs, {} {} not said outright.",
            count(&yeses),
            count(&open),
            if open == 1 { "is" } else { "are" }
        ));
    }
    let crossed: Vec<String> = found
        .lines
        .iter()
        .filter(|own| own.crossed == Truth::Yes)
        .map(|own| case.line(own.line).name.clone())
        .collect();
    if !crossed.is_empty() {
        parts.push(format!("It crosses {} {}.", plural(crossed.len(), "the line", "the lines"), list(&crossed, "and")));
    }
    match (&found.in_zone, found.draws) {
        (Some(share), 1) => {
            let inside = share.hits() == 1;
            parts.push(format!("With the values entered it is {} the zone.", if inside { "in" } else { "not in" }));
        }
        (Some(share), _) => parts.push(format!("With the values entered it is in the zone in {}.", share.of_draws())),
        (None, 0) if !found.missing.is_empty() => {
            parts.push(format!("What it is worth cannot be said: that would need {}.", list(&found.missing, "and")));
        }
        _ => parts.push("Whether it is in the zone cannot be said: not all whose yes is needed have values.".into()),
    }
    for own in &found.parties {
        if let Some(short) = own.short.filter(|short| short.hits() > 0) {
            let title = party_title(case, own.entered.party);
            let when = if found.draws == 1 { String::new() } else { format!(" in {}", short.of_draws()) };
            let by = own.by.map_or_else(String::new, |by| format!(", by {}", by.in_words()));
            parts.push(format!("{title} is short of its no-deal value{when}{by}."));
        }
    }
    parts.join(" ")
}

fn plural(count: usize, one: &'static str, more: &'static str) -> &'static str {
    if count == 1 { one } else { more }
}
