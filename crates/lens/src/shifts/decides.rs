//! Which uncertain quantities decide: Sobol indices, a tornado, and the region in words, on two independent samples.
//!
//! Row r of the first sample is draw r of the case with every driver anywhere in its range; of the second, draw `rows + r`.

use super::ask::Asker;
use super::findings::{Bar, DecidesFound, Deciding, Region, Weighs};
use super::outside::{Input, World};
use super::{region, words};
use crate::control::Control;
use crate::model::{Group, in_chunks, uniform};
use crate::phrase::list;
use crate::share::Share;
use crate::solve::sobol::{Indices, indices};
use crate::worth::three_digits;
use zopa_case::Number;

/// Resamples of the bootstrap.
const RESAMPLES: usize = 200;
/// A total index below this with its whole interval is told as hardly mattering.
const HARDLY: f64 = 0.05;
/// Quantities named in the sentence.
const NAMED: usize = 3;
/// Rows in one part of the work.
const CHUNK: u64 = 4;

/// What the two samples say.
#[derive(Default)]
pub(super) struct Found {
    pub decides: Option<Deciding>,
    pub tornado: Vec<Bar>,
    pub region: Option<Region>,
    pub cancelled: bool,
}

/// An end at which a quantity is held.
#[derive(Clone, Copy)]
enum Pin {
    Level(usize, Number),
    NoDeal(usize, Number),
    Linkage(usize, usize, Number),
    Line(usize, bool),
}

struct Pinned {
    path: String,
    ends: (String, String),
    pins: (Pin, Pin),
}

struct Row {
    one: Option<bool>,
    two: Option<bool>,
    mixed: Vec<Option<bool>>,
    ends: Vec<(Option<bool>, Option<bool>)>,
    /// The numbers of the first sample and of the second, as the tree sees them.
    features: (Vec<f64>, Vec<f64>),
}

struct Samples<'a> {
    asker: &'a Asker<'a>,
    rows: u64,
    inputs: Vec<(String, Input)>,
    pinned: Vec<Pinned>,
    scalars: Vec<(usize, String)>,
}

pub(super) fn decides(asker: &Asker<'_>, rows: u64, seed: u64, threads: usize, control: &dyn Control) -> Found {
    let samples = Samples::new(asker, rows);
    if samples.inputs.is_empty() || rows < 2 {
        return Found::default();
    }
    let work = |chunk: u64| {
        let mut found = Vec::new();
        for row in chunk * CHUNK..rows.min((chunk + 1) * CHUNK) {
            if control.cancelled() {
                return None;
            }
            found.push(samples.row(row));
        }
        Some(found)
    };
    let mut all: Vec<Row> = Vec::new();
    let mut cancelled = false;
    for part in in_chunks(threads, rows.div_ceil(CHUNK), control, "what decides", work) {
        let Some(part) = part.flatten() else {
            cancelled = true;
            break;
        };
        all.extend(part);
    }
    let tornado = samples.tornado(&all);
    let region = samples.region(&all);
    Found { decides: samples.indices(&all, seed), tornado, region, cancelled }
}

impl<'a> Samples<'a> {
    fn new(asker: &'a Asker<'a>, rows: u64) -> Self {
        let (game, case) = (asker.game, asker.game.case);
        let consents = |party: usize| game.dimensions.iter().any(|own| own.consents && own.party.index() == party);
        let counts = |group: &Group| match group {
            Group::NoDeal(at) | Group::Weights(at) | Group::Values(at, _) | Group::Linkage(at, _) => consents(*at),
            Group::Line(line) => game.lines.iter().any(|own| own.index() == *line),
        };
        let quantities: Vec<(String, Group)> =
            game.draws.quantities(case).into_iter().filter(|(_, group)| counts(group)).collect();
        let id = |at: usize| &case.draft().drivers[asker.outside.moved[at].at].id.value;
        let mut inputs: Vec<(String, Input)> = Vec::new();
        for (at, own) in asker.outside.moved.iter().enumerate() {
            inputs.push((format!("drivers.{}", id(at)), Input::Level(at)));
            if own.uncertain() {
                inputs.push((format!("drivers.{}.effects", id(at)), Input::Effects(at)));
            }
        }
        inputs.extend(quantities.iter().map(|(path, group)| (path.clone(), Input::Quantity(*group))));
        let mut pinned = Vec::new();
        for (at, own) in asker.outside.moved.iter().enumerate() {
            let driver = &case.draft().drivers[own.at];
            let unit = driver.unit.as_ref().map(|unit| unit.value.as_str());
            pinned.push(Pinned {
                path: format!("drivers.{}", id(at)),
                ends: (words::amount(own.range.0, unit), words::amount(own.range.1, unit)),
                pins: (Pin::Level(at, own.range.0), Pin::Level(at, own.range.1)),
            });
        }
        for (path, group) in &quantities {
            let preferences = |at: usize| case.draft().preferences.get(&case.parties()[at].name);
            let told = |number: Number| three_digits(number.to_f64());
            let both = |(low, high): (Number, Number), pin: &dyn Fn(Number) -> Pin| {
                ((told(low), told(high)), (pin(low), pin(high)))
            };
            let ends = match *group {
                Group::NoDeal(at) => {
                    let known = preferences(at).and_then(|own| own.no_deal.as_ref());
                    known.map(|own| both((own.low(), own.high()), &|number| Pin::NoDeal(at, number)))
                }
                Group::Linkage(at, place) => {
                    let known = preferences(at).and_then(|own| own.linkages.get(place));
                    known
                        .map(|own| both((own.value.low(), own.value.high()), &|number| Pin::Linkage(at, place, number)))
                }
                Group::Line(line) => Some((
                    ("not real".to_string(), "real".to_string()),
                    (Pin::Line(line, false), Pin::Line(line, true)),
                )),
                Group::Weights(_) | Group::Values(..) => None,
            };
            pinned.extend(ends.map(|(ends, pins)| Pinned { path: path.clone(), ends, pins }));
        }
        // Of quantities of many numbers the tree and the tornado see each number.
        let scalars = game.draws.paths().into_iter().enumerate().filter(|(_, path)| {
            let party = path.strip_prefix("preferences.").and_then(|rest| rest.split('.').next());
            let at = party.and_then(|name| case.party_named(name));
            at.is_some_and(|at| consents(at.index())) || path.starts_with("lines.")
        });
        Self { asker, rows, inputs, pinned, scalars: scalars.collect() }
    }

    fn world(&self, index: u64) -> World {
        let mut world = World::new(self.asker.game, self.asker.outside, index);
        world.levels = self.asker.outside.anywhere(index);
        world
    }

    fn features(&self, world: &World) -> Vec<f64> {
        let (game, outside) = (self.asker.game, self.asker.outside);
        let levels = world.levels.iter().map(|level| level.map_or(0.0, Number::to_f64));
        let numbers = game.draws.scalars(&world.moved(game, outside));
        levels.chain(self.scalars.iter().map(|(at, _)| numbers[*at])).collect()
    }

    fn row(&self, row: u64) -> Row {
        let (one, two) = (self.world(row), self.world(self.rows + row));
        let mixed = self.inputs.iter().map(|(_, input)| {
            let mut mixed = one.clone();
            mixed.take(&two, *input);
            self.asker.zone(&mixed)
        });
        let mixed = mixed.collect();
        // Ends are held in the draw as it is today, so that nothing else moves.
        let today = World::new(self.asker.game, self.asker.outside, row);
        let held = |pin: Pin| {
            let mut held = today.clone();
            let own = match pin {
                Pin::NoDeal(at, _) | Pin::Linkage(at, ..) => held.numbers.parties.get_mut(at).and_then(Option::as_mut),
                _ => None,
            };
            match pin {
                Pin::Level(driver, level) => held.levels[driver] = Some(level),
                Pin::NoDeal(_, number) => {
                    if let Some(own) = own {
                        own.no_deal = Some(number);
                    }
                }
                Pin::Linkage(_, place, number) => {
                    if let Some(own) = own.and_then(|own| own.linkages.get_mut(place)) {
                        *own = number;
                    }
                }
                Pin::Line(line, real) => held.numbers.real[line] = real,
            }
            self.asker.zone(&held)
        };
        let ends = self.pinned.iter().map(|own| (held(own.pins.0), held(own.pins.1))).collect();
        let features = (self.features(&one), self.features(&two));
        Row { one: self.asker.zone(&one), two: self.asker.zone(&two), mixed, ends, features }
    }

    fn title(&self, path: &str) -> String {
        words::quantity(self.asker.game.case, path)
    }

    fn indices(&self, all: &[Row], seed: u64) -> Option<Deciding> {
        let decided = |row: &&Row| row.one.is_some() && row.two.is_some() && row.mixed.iter().all(Option::is_some);
        let rows: Vec<&Row> = all.iter().filter(decided).collect();
        let number = |answer: Option<bool>| f64::from(u8::from(answer == Some(true)));
        let one: Vec<f64> = rows.iter().map(|row| number(row.one)).collect();
        let two: Vec<f64> = rows.iter().map(|row| number(row.two)).collect();
        let column = |at: usize| rows.iter().map(|row| number(row.mixed[at])).collect::<Vec<f64>>();
        let mixed: Vec<Vec<f64>> = (0..self.inputs.len()).map(column).collect();
        let answers: Vec<((), Option<bool>)> = all.iter().flat_map(|row| [((), row.one), ((), row.two)]).collect();
        let share = Share::of(&answers);
        let undecided = (all.len() - rows.len()) as u64;
        let base =
            Deciding { rows: all.len() as u64, undecided, share, quantities: Vec::new(), sentence: String::new() };
        if rows.is_empty() {
            return (!all.is_empty())
                .then(|| Deciding { sentence: "No row was decided within the limit of steps.".into(), ..base });
        }
        let mut next = uniform(seed, "shifts.bootstrap");
        let Some(found) = indices(&one, &two, &mixed, RESAMPLES, &mut next) else {
            let what = if share.hits() > 0 { "Every" } else { "No" };
            let sentence =
                format!("{what} draw has a zone, wherever the drivers are in their ranges: nothing decides.");
            return Some(Deciding { sentence, ..base });
        };
        let mut quantities: Vec<DecidesFound> =
            self.inputs.iter().zip(&found).map(|((path, _), own)| self.decider(path, own)).collect();
        quantities
            .sort_by(|one, two| two.total.value.total_cmp(&one.total.value).then_with(|| one.path.cmp(&two.path)));
        let told: Vec<(&str, f64, f64, f64)> = quantities
            .iter()
            .filter(|own| own.verdict == Weighs::Decides)
            .take(NAMED)
            .map(|own| (own.title.as_str(), own.total.value, own.total.low, own.total.high))
            .collect();
        let lost = quantities.iter().filter(|own| own.verdict == Weighs::CannotSay).count();
        let sentence = words::decides(&told, lost);
        Some(Deciding { quantities, sentence, ..base })
    }

    fn decider(&self, path: &str, own: &Indices) -> DecidesFound {
        let verdict = if own.total.high < HARDLY {
            Weighs::Hardly
        } else if own.total.is_lost() {
            Weighs::CannotSay
        } else {
            Weighs::Decides
        };
        DecidesFound {
            id: format!("shifts.decides.{path}"),
            path: path.to_string(),
            title: self.title(path),
            first: own.first,
            total: own.total,
            verdict,
        }
    }

    fn tornado(&self, all: &[Row]) -> Vec<Bar> {
        let bar = |(at, own): (usize, &Pinned)| {
            let (low, high): (Vec<_>, Vec<_>) =
                all.iter().map(|row| (((), row.ends[at].0), ((), row.ends[at].1))).unzip();
            let (low, high) = (Share::of(&low), Share::of(&high));
            Bar {
                id: format!("shifts.tornado.{}", own.path),
                path: own.path.clone(),
                title: self.title(&own.path),
                ends: own.ends.clone(),
                low,
                high,
                apart: low.low() > high.high() || high.low() > low.high(),
            }
        };
        let mut bars: Vec<Bar> = self.pinned.iter().enumerate().map(bar).collect();
        let wide = |bar: &Bar| bar.low.value().zip(bar.high.value()).map_or(0.0, |(low, high)| (low - high).abs());
        bars.sort_by(|one, two| wide(two).total_cmp(&wide(one)).then_with(|| one.path.cmp(&two.path)));
        bars
    }

    fn region(&self, all: &[Row]) -> Option<Region> {
        let rows = |of: fn(&Row) -> (&Vec<f64>, Option<bool>)| -> Vec<(Vec<f64>, bool)> {
            all.iter().filter_map(|row| Some((of(row).0.clone(), of(row).1?))).collect()
        };
        let learnt = rows(|row| (&row.features.0, row.one));
        let held = rows(|row| (&row.features.1, row.two));
        let yes = learnt.iter().filter(|(_, zone)| *zone).count();
        if yes == 0 || yes == learnt.len() {
            return None;
        }
        let found = region::region(&learnt);
        let meets = |row: &[f64]| found.iter().all(|own| own.holds(row));
        let share = |within: bool| {
            let own: Vec<((), Option<bool>)> = held
                .iter()
                .filter(|(row, _)| !found.is_empty() && meets(row) == within)
                .map(|(_, zone)| ((), Some(*zone)))
                .collect();
            Share::of(&own)
        };
        let (inside, outside) = (share(true), share(false));
        let conditions: Vec<String> = found.iter().map(|own| self.condition(own)).collect();
        let sentence = match conditions.is_empty() {
            true => "No few conditions tell draws with a zone from those without.".to_string(),
            false => format!(
                "A zone goes with {}: of the {} such draws held back {} have one, of the {} others {}.",
                list(&conditions, "and"),
                inside.n(),
                inside.hits(),
                outside.n(),
                outside.hits()
            ),
        };
        Some(Region { conditions, inside, outside, learnt_on: learnt.len() as u64, sentence })
    }

    fn condition(&self, own: &region::Condition) -> String {
        let moved = &self.asker.outside.moved;
        if let Some(driver) = moved.get(own.feature) {
            let driver = &self.asker.game.case.draft().drivers[driver.at];
            let unit = driver.unit.as_ref().map_or(String::new(), |unit| format!(" {}", unit.value));
            return bounds(&driver.name.value, own, &unit);
        }
        let path = self.scalars.get(own.feature - moved.len()).map_or("", |(_, path)| path.as_str());
        if path.starts_with("lines.") {
            let line = path.trim_start_matches("lines.").trim_end_matches(".firmness");
            let real = if own.least.is_some() { "real" } else { "not real" };
            return format!("the line `{line}` being {real}");
        }
        bounds(&self.title(path), own, "")
    }
}

fn bounds(title: &str, own: &region::Condition, unit: &str) -> String {
    let told = |value: f64| format!("{}{unit}", three_digits(value));
    match (own.least, own.below) {
        (Some(least), Some(below)) => format!("{title} at {} to {}", three_digits(least), told(below)),
        (Some(least), None) => format!("{title} at {} or more", told(least)),
        (None, Some(below)) => format!("{title} below {}", told(below)),
        (None, None) => title.to_string(),
    }
}
