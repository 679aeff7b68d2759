//! The numbers that outcomes are scored by, as a score sheet shows them.
//!
//! Points are taken as entered. Where a party's numbers are orders or ranges, it is scored by the **middle**: the mean of
//! [`Settings::draws`] complete sets of numbers that agree with all that is entered, which itself agrees with it, since what
//! agrees is convex (the central weights of Lahdelma, Hokkanen & Salminen 1998). The points of each option, linkages and no-deal
//! value are then rounded to a grain that can be added up by hand: 0.01 on the scale 100, 0.0001 on the scale 1, else a
//! millionth of the largest value, down to a power of ten. Rounded points are the ones that count, here and in a debrief:
//! a sheet adds up to what the debrief says.
//!
//! A quantity's draws hang on the seed and on what is said of it alone, so a party is scored by the same numbers whether or
//! not those of the others may be seen.

use super::super::ensemble::Prepared;
use super::super::entered::parties;
use super::Settings;
use crate::model::{Numbers, Terms, rest_on};
use crate::run::{Arithmetic, Basis, Run, Stop};
use crate::solve::TooWide;
use crate::solve::valued::{Charge, NONE, VALUE_MAX};
use zopa_case::{Case, Number, PartyId, Scale, Truth};

/// What a party's packages are scored by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartyScore {
    /// The party.
    pub party: usize,
    /// Whether a deal needs its yes.
    pub consents: bool,
    /// `100`, `1`, `raw`, as entered; `None` without preferences.
    pub scale: Option<String>,
    /// What keeps it from being scored, in words; empty where nothing does.
    pub missing: Vec<String>,
    /// Whether the numbers are the middle of what is entered, and not points as entered.
    pub middle: bool,
    /// What the middle is rounded to.
    pub grain: Option<Number>,
    /// What no deal is worth.
    pub no_deal: Option<Number>,
    /// By issue and option: the points of the option. Those of options that stand together add up. Empty with a table.
    pub points: Vec<Vec<Number>>,
    /// Linkages: id, rule as written, points that come on top where the rule holds, whether it can hold of a package alone
    /// (one that names events beside the table cannot, and is not scored unless it holds whatever happens).
    pub linkages: Vec<(String, String, Number, bool)>,
    /// Whether packages are valued one by one, in a table.
    pub table: bool,
    /// The best and the worst value of an admissible package.
    pub ends: Option<(Number, Number)>,
}

/// The numbers that outcomes are scored by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scoring {
    /// The seed of the draws that a middle is taken of.
    pub seed: u64,
    /// How many draws a middle is taken of.
    pub draws: u64,
    /// Every party that has values or whose yes is needed.
    pub parties: Vec<PartyScore>,
    /// Ids of the lines that count: all of them are in force.
    pub lines: Vec<String>,
}

/// The numbers by which outcomes of `case` are scored. `case` should be cut to its day, and to the party whose sheet is
/// made of it ([`zopa_case::Overlay::audience`]).
///
/// Cost: [`Settings::draws`] draws where numbers are not points.
pub fn scoring(case: &Case, settings: &Settings) -> Run<Scoring> {
    let mut basis = Basis::default();
    match compile(case, settings) {
        Ok(compiled) => {
            let game = &compiled.prepared.game;
            game.dimensions.iter().for_each(|own| rest_on(case, own.party, &mut basis));
            game.lines.iter().for_each(|line| basis.line(case, *line));
            let findings = compiled.scoring(settings);
            Run { findings, arithmetic: Arithmetic::Exact, stop: Stop::Complete, basis, warnings: Vec::new() }
        }
        Err(wide) => Run {
            findings: nothing(settings),
            arithmetic: Arithmetic::Exact,
            stop: Stop::Budget,
            basis,
            warnings: vec![format!("the packages could not be worked through: {wide}")],
        },
    }
}

/// Nothing to score by.
pub(super) fn nothing(settings: &Settings) -> Scoring {
    Scoring { seed: settings.seed, draws: settings.draws.max(1), parties: Vec::new(), lines: Vec::new() }
}

/// A case with the one set of numbers that is scored by.
pub(super) struct Compiled<'a> {
    pub prepared: Prepared<'a>,
    pub numbers: Numbers,
    /// By dimension, in its ticks.
    pub grains: Vec<i64>,
    /// All lines in force; `None`: no package keeps the logic and every line.
    pub charge: Option<Charge>,
    /// By dimension: the no-deal value of those whose yes is needed, where known.
    pub targets: Vec<Option<i64>>,
    /// By dimension: worst and best admissible value.
    pub ends: Vec<Option<(i64, i64)>>,
}

/// Compiles a case to score by.
pub(super) fn compile<'a>(case: &'a Case, settings: &Settings) -> Result<Compiled<'a>, TooWide> {
    let prepared = Prepared::new(case, Settings { deep: 0, ..*settings }, &[])?;
    let game = &prepared.game;
    let mut numbers = middle(&prepared, settings.draws.max(1));
    let grains: Vec<i64> = (0..game.dimensions.len()).map(|at| grain(&prepared, &numbers, at)).collect();
    for (at, dimension) in game.dimensions.iter().enumerate() {
        let round = |number: Number| {
            let (ticks, grain) = (game.ticks(at, number), grains[at]);
            game.number(at, nearest(ticks, grain))
        };
        if let Some(own) = numbers.parties[dimension.party.index()].as_mut().filter(|_| grains[at] > 1) {
            own.no_deal = own.no_deal.map(round);
            own.linkages.iter_mut().for_each(|linkage| *linkage = round(*linkage));
        }
    }
    let terms = Terms { in_force: (0..game.lines.len()).collect(), levers: Vec::new() };
    let charge = game.charge_to(&numbers, &terms, &grains);
    let targets = game.targets(&numbers, &terms);
    let dims = game.dimensions.len();
    let end = |charge: &Charge, p: usize, sign: i64| {
        let unit: Vec<i64> = (0..dims).map(|q| if q == p { sign } else { 0 }).collect();
        Some(charge.most(&unit)).filter(|most| *most != NONE)
    };
    let ends: Vec<Option<(i64, i64)>> = (0..dims)
        .map(|p| {
            let charge = charge.as_ref()?;
            Some((end(charge, p, -1)?.checked_neg()?, end(charge, p, 1)?))
        })
        .collect();
    // Where no package keeps the lines, the layout is there and every end is missing.
    let charge = charge.filter(|_| ends.iter().all(Option::is_some));
    Ok(Compiled { numbers, grains, charge, targets, ends, prepared })
}

/// Whether anything of a party's numbers is drawn.
fn drawn(prepared: &Prepared<'_>, party: PartyId) -> bool {
    let begin = format!("preferences.{}.", prepared.game.case.party(party).name);
    prepared.game.draws.paths().iter().any(|path| path.starts_with(&begin))
}

/// The mean of the first `count` draws; of what is certain, itself.
fn middle(prepared: &Prepared<'_>, count: u64) -> Numbers {
    let draws = &prepared.game.draws;
    let mut sum = draws.numbers(0);
    if draws.certain() {
        return sum;
    }
    // A number is below 1e27 ticks and there are at most 2^32 draws, so that no sum passes 128 bits.
    let count = count.min(1 << 32);
    for index in 1..count {
        let next = draws.numbers(index);
        for (sum, next) in
            sum.parties.iter_mut().zip(next.parties).filter_map(|(sum, next)| Some((sum.as_mut()?, next?)))
        {
            if let (Some(sum), Some(next)) = (&mut sum.no_deal, next.no_deal) {
                sum.0 += next.0;
            }
            sum.weights.iter_mut().zip(next.weights).for_each(|(sum, next)| sum.0 += next.0);
            sum.linkages.iter_mut().zip(next.linkages).for_each(|(sum, next)| sum.0 += next.0);
            for (sum, next) in sum.values.iter_mut().zip(next.values) {
                sum.iter_mut().zip(next).for_each(|(sum, next)| sum.0 += next.0);
            }
        }
    }
    let divide = |number: &mut Number| {
        let (sum, n) = (number.0, i128::from(count));
        number.0 = (sum.abs() + n / 2) / n * sum.signum();
    };
    for own in sum.parties.iter_mut().flatten() {
        own.no_deal.iter_mut().chain(&mut own.weights).chain(&mut own.linkages).for_each(divide);
        own.values.iter_mut().flatten().for_each(divide);
    }
    sum
}

/// The nearest multiple of a grain, halves away from zero.
fn nearest(ticks: i64, grain: i64) -> i64 {
    let (ticks, grain) = (i128::from(ticks), i128::from(grain.max(1)));
    ((ticks.abs() + grain / 2) / grain * grain * ticks.signum()) as i64
}

/// What the points of a dimension are rounded to; 1 where they are as entered.
fn grain(prepared: &Prepared<'_>, numbers: &Numbers, at: usize) -> i64 {
    let game = &prepared.game;
    let party = game.dimensions[at].party;
    let Some(own) = numbers.parties[party.index()].as_ref().filter(|_| drawn(prepared, party)) else { return 1 };
    let parts = |parts: i64| game.ticks(at, Number(Number::whole(1).0 / i128::from(parts))).max(1);
    match game.draws.scale(party) {
        Some(Scale::Hundred) => parts(100),
        Some(Scale::One) => parts(10_000),
        _ => {
            let issues = game.case.issue_ids().map(|issue| game.by_option(at, own, issue, 1));
            let points = issues.map(|points| points.iter().map(|ticks| i128::from(*ticks).abs()).sum::<i128>());
            let linkages = own.linkages.iter().map(|linkage| i128::from(game.ticks(at, *linkage)).abs());
            let no_deal = own.no_deal.map_or(0, |no_deal| i128::from(game.ticks(at, no_deal)).abs());
            let most = points.chain(linkages).sum::<i128>().max(no_deal);
            // Rounding adds at most a part of what is there; past the bound of values nothing is rounded.
            if most > i128::from(VALUE_MAX) / 2 {
                return 1;
            }
            let mut grain: i128 = 1;
            while grain * 10 <= most / 1_000_000 {
                grain *= 10;
            }
            grain as i64
        }
    }
}

impl Compiled<'_> {
    /// The numbers as a sheet shows them.
    pub fn scoring(&self, settings: &Settings) -> Scoring {
        let game = &self.prepared.game;
        let case = game.case;
        let of = |known: super::super::PartyValues| {
            let at = game.dimensions.iter().position(|dimension| dimension.party.index() == known.party);
            let own = self.numbers.parties.get(known.party).and_then(Option::as_ref);
            let mut score = PartyScore {
                party: known.party,
                consents: known.consents,
                missing: known.missing,
                middle: false,
                grain: None,
                no_deal: None,
                points: Vec::new(),
                linkages: Vec::new(),
                table: false,
                ends: None,
                scale: known.scale,
            };
            let (Some(at), Some(own)) = (at, own) else { return score };
            score.middle = drawn(&self.prepared, game.dimensions[at].party);
            score.grain = score.middle.then(|| game.number(at, self.grains[at]));
            score.no_deal = own.no_deal;
            score.table = own.table;
            score.ends = self.ends[at].map(|(worst, best)| (game.number(at, worst), game.number(at, best)));
            if !own.table {
                let ticks = |issue| game.by_option(at, own, issue, self.grains[at]);
                let points = |ticks: Vec<i64>| ticks.into_iter().map(|ticks| game.number(at, ticks)).collect();
                score.points = case.issue_ids().map(|issue| points(ticks(issue))).collect();
            }
            let written = case.draft().preferences.get(&case.party(game.dimensions[at].party).name);
            let linkages = written.map(|written| written.linkages.as_slice()).unwrap_or_default();
            for (linkage, value) in linkages.iter().zip(&own.linkages) {
                let alone = case.rule(&linkage.when).is_some_and(|rule| rule.events().is_empty());
                score.linkages.push((linkage.id.value.clone(), linkage.when.text.value.clone(), *value, alone));
            }
            score
        };
        Scoring {
            parties: parties(&self.prepared).into_iter().map(of).collect(),
            lines: game.lines.iter().map(|line| case.line(*line).name.clone()).collect(),
            ..nothing(settings)
        }
    }

    /// What a package is worth to a dimension, whether or not it is admissible.
    pub fn value(&self, at: usize, package: &[usize]) -> i64 {
        let game = &self.prepared.game;
        let case = game.case;
        let dimension = &game.dimensions[at];
        let Some(own) = &self.numbers.parties[dimension.party.index()] else { return 0 };
        if let Some(table) = case.table(dimension.party).filter(|_| own.table) {
            let value = table.package(package).and_then(|row| table.value(row)).unwrap_or_default();
            return game.ticks(at, value);
        }
        let issues = case.issue_ids().zip(package);
        let points = issues.map(|(issue, outcome)| game.contributions(at, own, issue, self.grains[at])[*outcome]);
        let written = case.draft().preferences.get(&case.party(dimension.party).name);
        let linkages = written.map(|written| written.linkages.as_slice()).unwrap_or_default().iter().zip(&own.linkages);
        let holds = |linkage: &zopa_case::draft::Linkage| {
            case.rule(&linkage.when).is_some_and(|rule| rule.holds(package) == Truth::Yes)
        };
        let linked = linkages.filter(|(linkage, _)| holds(linkage)).map(|(_, value)| game.ticks(at, *value));
        points.chain(linked).sum()
    }
}
