//! What moves no-deal values between rounds: drivers on their courses, and leverage that is brought.

use super::calendar::Calendar;
use crate::model::{Game, Numbers, Single};
use crate::phrase::count;
use num_bigint::BigInt;
use std::ops::Range;
use zopa_case::draft::{Driver, DriverCourse, FurtherRounds, LeverKind, title};
use zopa_case::{Number, TICKS};

/// What is compiled once.
pub(super) struct Outside {
    courses: Vec<Course>,
    levers: Vec<Brought>,
    /// Inducements for some packages only, brought in every round: places among the game's levers. They are part of what
    /// packages are worth.
    pub throughout: Vec<usize>,
    /// What is drawn beside the case's own numbers, with its path.
    drawn: Vec<(String, Single)>,
    /// What the case says and runs do not follow, in sentences.
    pub left_out: Vec<String>,
}

/// A driver on its course.
struct Course {
    title: String,
    today: Single,
    how: How,
    range: Option<(Number, Number)>,
    /// By dimension moved, the change for one unit.
    effects: Vec<(usize, Single)>,
}

enum How {
    Drift(Single),
    /// By round from which it holds.
    Levels(Vec<(u32, Single)>),
}

/// Leverage that shifts a no-deal value while it is brought.
struct Brought {
    /// Place among the game's levers.
    lever: usize,
    rounds: Range<u32>,
}

/// What one party has without a deal, from a round on, in ticks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Step {
    pub from: u32,
    /// What it has.
    pub none: Option<i64>,
    /// What any agreement gives it on top of the package.
    pub extra: i64,
}

impl Step {
    /// What a package has to be worth to it by itself.
    pub fn needs(&self) -> Option<i64> {
        self.none.map(|none| none.saturating_sub(self.extra))
    }
}

impl Outside {
    pub fn new(game: &Game<'_>, seed: u64, rounds: u32) -> Self {
        let mut own = Self {
            courses: Vec::new(),
            levers: Vec::new(),
            throughout: Vec::new(),
            drawn: Vec::new(),
            left_out: Vec::new(),
        };
        let Some(assumed) = &game.case.draft().rounds else { return own };
        let calendar = Calendar::of(Some(assumed));
        for (name, course) in assumed.drivers.iter() {
            let driver = game.case.draft().drivers.iter().find(|driver| driver.id.value == name.value);
            if let Some(driver) = driver {
                own.course(game, seed, calendar, driver, course);
            }
        }
        own.levers(game, assumed, calendar, rounds);
        own
    }

    fn draw(&mut self, single: &Single, path: String) {
        if !single.still() {
            self.drawn.push((path, single.clone()));
        }
    }

    fn course(&mut self, game: &Game<'_>, seed: u64, calendar: Calendar, driver: &Driver, course: &DriverCourse) {
        let id = &driver.id.value;
        let Some(today) = &driver.today else { return };
        let path = format!("drivers.{id}.today");
        let today = Single::new(seed, &path, today);
        let mut effects = Vec::new();
        for effect in &driver.effects {
            let path = &effect.quantity.value;
            let moved = |dimension: &usize| {
                let party = &game.case.party(game.dimensions[*dimension].party).name;
                *path == format!("preferences.{party}.no deal")
            };
            if let Some(dimension) = (0..game.dimensions.len()).find(moved) {
                let by = Single::new(seed, &format!("drivers.{id}.effects.{path}"), &effect.by);
                effects.push((dimension, by));
            } else if !path.ends_with(".no deal") {
                self.left_out.push(format!(
                    "Between rounds `{id}` moves no-deal values only: its effect on `{path}` is left out."
                ));
            }
        }
        if effects.is_empty() {
            self.left_out.push(format!("`{id}` moves no no-deal value of a party with values: it is left out."));
            return;
        }
        self.draw(&today, path);
        let how = match &course.drift {
            Some(drift) => {
                let path = format!("rounds.drivers.{id}.drift");
                let drift = Single::new(seed, &path, drift);
                self.draw(&drift, path);
                How::Drift(drift)
            }
            None => {
                let mut levels = Vec::new();
                for (at, level) in course.levels.iter().enumerate() {
                    let path = format!("rounds.drivers.{id}.levels.{}", at + 1);
                    let value = Single::new(seed, &path, &level.value);
                    self.draw(&value, path);
                    levels.extend(calendar.from(level.from.value).map(|from| (from, value)));
                }
                levels.sort_by_key(|(from, _)| *from);
                How::Levels(levels)
            }
        };
        for (dimension, by) in &effects {
            let party = &game.case.party(game.dimensions[*dimension].party).name;
            self.draw(by, format!("drivers.{id}.effects.preferences.{party}.no deal"));
        }
        let range = driver.range.as_ref().map(|range| (range.low(), range.high()));
        self.courses.push(Course { title: driver.name.value.clone(), today, how, range, effects });
    }

    fn levers(&mut self, game: &Game<'_>, assumed: &FurtherRounds, calendar: Calendar, rounds: u32) {
        for (name, brought) in assumed.levers.iter() {
            let all = &game.case.draft().leverage;
            let Some(at) = all.iter().position(|lever| lever.id.value == name.value) else { continue };
            let (lever, id) = (&all[at], &name.value);
            let from = brought.from.as_ref().map_or(Some(0), |from| calendar.from(from.value));
            let until = match (&brought.until, &lever.until) {
                (Some(until), _) => calendar.after(until.value),
                (None, Some(until)) if calendar.is_known() => {
                    calendar.after(zopa_case::draft::Moment::Day(until.value.last))
                }
                (None, Some(until)) => {
                    self.left_out.push(format!(
                        "`{id}` is on offer until {}: without a calendar of the rounds that is left out.",
                        until.value.in_words()
                    ));
                    Some(rounds)
                }
                (None, None) => Some(rounds),
            };
            let (Some(from), Some(until)) = (from, until) else { continue };
            let own = from..until.min(rounds);
            if lever.worth.is_none() {
                self.left_out.push(format!("`{id}` has no worth: it is left out."));
                continue;
            }
            let Some(place) = game.levers.iter().position(|own| own.at == at) else {
                let why = if lever.condition.is_some() {
                    "its condition hangs on more than the package, or it is pressure under a condition"
                } else {
                    "the party that it moves has no values"
                };
                self.left_out.push(format!("`{id}` is left out: {why}."));
                continue;
            };
            if own.is_empty() {
                self.left_out.push(format!("`{id}` is brought in no round."));
            } else if lever.condition.is_none() {
                self.levers.push(Brought { lever: place, rounds: own });
            } else if own == (0..rounds) {
                self.throughout.push(place);
            } else {
                self.left_out.push(format!(
                    "`{id}` is left out: an inducement for some packages only can be brought in all rounds or in none, since \
                     packages keep their worth from round to round."
                ));
            }
        }
    }

    /// The paths of what is drawn beside the case's own numbers.
    pub fn paths(&self) -> impl Iterator<Item = String> + '_ {
        self.drawn.iter().map(|(path, _)| path.clone())
    }

    /// Their numbers in a run, in the same order.
    pub fn scalars(&self, run: u64) -> impl Iterator<Item = f64> + '_ {
        self.drawn.iter().map(move |(_, single)| single.number(run).to_f64())
    }

    /// Whether anything moves a no-deal value, or goes with any agreement for some rounds.
    pub fn moves(&self) -> bool {
        !self.courses.is_empty() || !self.levers.is_empty()
    }

    /// What a party has without a deal, round by round of a run: each entry holds from its round on.
    pub fn steps(&self, game: &Game<'_>, dimension: usize, numbers: &Numbers, run: u64, rounds: u32) -> Vec<Step> {
        let party = &numbers.parties[game.dimensions[dimension].party.index()];
        let base = party.as_ref().and_then(|own| own.no_deal).filter(|_| game.dimensions[dimension].consents);
        let courses: Vec<(Way, Number)> = self
            .courses
            .iter()
            .flat_map(|course| {
                let own = course.effects.iter().filter(|(moved, _)| *moved == dimension);
                own.map(|(_, by)| (course.way(run), by.number(run)))
            })
            .collect();
        let levers: Vec<(&Range<u32>, bool, i64)> = self
            .levers
            .iter()
            .filter_map(|brought| {
                let lever = &game.levers[brought.lever];
                let own = numbers.levers[lever.at];
                let worth = own.worth.filter(|_| own.believed && lever.dimension == dimension)?;
                Some((&brought.rounds, lever.pressure, game.ticks(dimension, worth)))
            })
            .collect();
        let mut moments: Vec<u32> = vec![0];
        moments.extend(levers.iter().flat_map(|(own, ..)| [own.start, own.end]));
        for (way, _) in &courses {
            way.moments(rounds, &mut moments);
        }
        moments.sort_unstable();
        moments.dedup();
        let mut steps: Vec<Step> = Vec::new();
        for from in moments.into_iter().filter(|from| *from < rounds) {
            let in_force = |pressure: bool| {
                let own = levers.iter().filter(move |(own, kind, _)| *kind == pressure && own.contains(&from));
                own.fold(0_i64, |sum, (.., ticks)| sum.saturating_add(*ticks))
            };
            let none = base.map(|base| moved(game, dimension, base, &courses, from).saturating_sub(in_force(true)));
            let step = Step { from, none, extra: in_force(false) };
            if steps.last().is_none_or(|last| (last.none, last.extra) != (step.none, step.extra)) {
                steps.push(step);
            }
        }
        steps
    }

    /// What a run has drawn of this, in sentences.
    pub fn told(&self, game: &Game<'_>, numbers: &Numbers, run: u64, rounds: u32) -> Vec<String> {
        let mut told = Vec::new();
        for course in &self.courses {
            let way = course.way(run);
            let (first, last) = (way.level(0), way.level(rounds.saturating_sub(1)));
            let three = |number: Number| crate::worth::three_digits(number.to_f64());
            told.push(match first == last {
                true => format!("{} stands at {} in the first round and in the last.", course.title, three(first)),
                false => format!(
                    "{} goes from {} in the first round to {} in the last.",
                    course.title,
                    three(first),
                    three(last)
                ),
            });
        }
        let all = self.levers.iter().map(|own| (own.lever, own.rounds.clone()));
        for (place, own) in all.chain(self.throughout.iter().map(|place| (*place, 0..rounds))) {
            let lever = &game.case.draft().leverage[game.levers[place].at];
            let (what, believed) = (title(&lever.id, &lever.name), numbers.levers[game.levers[place].at].believed);
            let party = |name: &str| {
                game.case.party_named(name).map_or(name.to_string(), |party| game.case.party(party).title.clone())
            };
            let kind = match lever.kind.value {
                LeverKind::Inducement => "offers",
                LeverKind::Pressure => "threatens",
            };
            told.push(format!(
                "{} {kind} {}{} \u{201c}{what}\u{201d} from round {} to {}; {} is {}believed.",
                party(&lever.by.value),
                party(&lever.upon.value),
                if kind == "offers" { "" } else { " with" },
                count(&(own.start + 1)),
                count(&own.end),
                if kind == "offers" { "the offer" } else { "the threat" },
                if believed { "" } else { "not " },
            ));
        }
        told
    }
}

/// The course of a driver in one run.
struct Way<'a> {
    course: &'a Course,
    today: Number,
    drift: Number,
    levels: Vec<(u32, Number)>,
}

impl Course {
    fn way(&self, run: u64) -> Way<'_> {
        let (drift, levels) = match &self.how {
            How::Drift(drift) => (drift.number(run), Vec::new()),
            How::Levels(levels) => (Number(0), levels.iter().map(|(from, value)| (*from, value.number(run))).collect()),
        };
        Way { course: self, today: self.today.number(run), drift, levels }
    }
}

impl Way<'_> {
    /// Its level in a round, from 0; within its range.
    fn level(&self, round: u32) -> Number {
        let last = self.levels.iter().rfind(|(from, _)| *from <= round);
        let level = last.map_or(self.today, |(_, level)| *level).0;
        // Numbers are below 1e15 and rounds below 2^17, so that this stays within 1e33 ticks.
        let level = level.saturating_add(self.drift.0.saturating_mul(i128::from(round)));
        Number(self.course.range.map_or(level, |(low, high)| level.clamp(low.0, high.0.max(low.0))))
    }

    /// The rounds in which it may change.
    fn moments(&self, rounds: u32, moments: &mut Vec<u32>) {
        moments.extend(self.levels.iter().map(|(from, _)| *from));
        if self.drift.0 == 0 {
            return;
        }
        let mut last = self.level(0);
        for round in 1..rounds {
            let level = self.level(round);
            if level == last {
                // At an end of its range it stays there.
                break;
            }
            moments.push(round);
            last = level;
        }
    }
}

/// A no-deal value with what drivers add to it in a round, `d + sum of by * (level - today)`, rounded once to ticks, half away
/// from zero.
fn moved(game: &Game<'_>, dimension: usize, base: Number, courses: &[(Way<'_>, Number)], round: u32) -> i64 {
    let change = courses.iter().filter(|(way, _)| way.level(round) != way.today);
    let change: Vec<BigInt> = change.map(|(way, by)| BigInt::from(by.0) * (way.level(round).0 - way.today.0)).collect();
    if change.is_empty() {
        return game.ticks(dimension, base);
    }
    let sum = BigInt::from(base.0) * TICKS + change.into_iter().sum::<BigInt>();
    game.ticks_of_product(dimension, &sum)
}
