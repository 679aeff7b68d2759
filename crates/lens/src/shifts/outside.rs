//! Drivers compiled: which numbers of a draw each moves, and the draw as it is with drivers at given levels.

use crate::model::{Game, Group, Numbers, Single, Terms};
use crate::solve::valued::{Charge, VALUE_MAX};
use num_bigint::BigInt;
use zopa_case::draft::Driver;
use zopa_case::{Known, LineId, Number, PartyId, Scale, TICKS};

/// What an effect moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum What {
    /// The no-deal value of a dimension.
    NoDeal(usize),
    /// The weight of an issue to a dimension.
    Weight(usize, usize),
    /// The firmness of a line.
    Firmness(LineId),
}

/// A driver with what it moves.
pub(super) struct Moved {
    /// Place in the draft.
    pub at: usize,
    today: Single,
    /// What is taken for today where one number is needed: the likely value, or the middle of a range.
    pub middle: Number,
    pub range: (Number, Number),
    /// Where it is, in samples that let it go over its range.
    anywhere: Single,
    pub effects: Vec<(What, Single)>,
}

impl Moved {
    /// Whether it moves weights or firmness, so that a draw has to be prepared anew for each of its levels.
    pub fn deep(&self) -> bool {
        self.effects.iter().any(|(what, _)| !matches!(what, What::NoDeal(_)))
    }

    /// Whether its value today or one of its effects is drawn.
    pub fn uncertain(&self) -> bool {
        !self.today.still() || self.effects.iter().any(|(_, by)| !by.still())
    }

    /// How much of its range a move takes.
    pub fn cost(&self, from: Number, to: Number) -> f64 {
        let width = (self.range.1.0 - self.range.0.0) as f64;
        (to.0 - from.0).abs() as f64 / width.max(1.0)
    }

    /// One of so many levels from the low to the high end.
    pub fn level(&self, at: usize, levels: usize) -> Number {
        let (low, high) = (self.range.0.0, self.range.1.0);
        // Numbers are below 1e27 ticks and levels below 1,000, so that this fits.
        Number(low + (high - low) * at as i128 / (levels.max(2) as i128 - 1))
    }
}

/// All drivers that move something.
pub(super) struct Outside {
    pub moved: Vec<Moved>,
    /// What the case says and the lens does not follow, in sentences.
    pub left_out: Vec<String>,
}

impl Outside {
    pub fn new(game: &Game<'_>, seed: u64) -> Self {
        let mut own = Self { moved: Vec::new(), left_out: Vec::new() };
        for (at, driver) in game.case.draft().drivers.iter().enumerate() {
            own.driver(game, seed, at, driver);
        }
        own
    }

    fn driver(&mut self, game: &Game<'_>, seed: u64, at: usize, driver: &Driver) {
        if driver.effects.is_empty() {
            return;
        }
        let id = &driver.id.value;
        let (Some(today), Some(range)) = (&driver.today, &driver.range) else {
            self.left_out.push(format!("`{id}` is not moved: it needs its value today and the range it can take."));
            return;
        };
        if range.low() == range.high() {
            self.left_out.push(format!("`{id}` is not moved: its range is one number."));
            return;
        }
        let mut effects = Vec::new();
        for effect in &driver.effects {
            let path = &effect.quantity.value;
            match what(game, path) {
                Ok(what) => {
                    effects.push((what, Single::new(seed, &format!("drivers.{id}.effects.{path}"), &effect.by)));
                }
                Err(why) => self.left_out.push(format!("The effect of `{id}` on `{path}` is left out: {why}.")),
            }
        }
        if effects.is_empty() {
            return;
        }
        let middle = match today.known {
            Known::Point(number) | Known::Triangle(_, number, _) => number,
            Known::Range(low, high) => Number(low.0 + (high.0 - low.0) / 2),
        };
        self.moved.push(Moved {
            at,
            today: Single::new(seed, &format!("drivers.{id}.today"), today),
            middle,
            range: (range.low(), range.high()),
            anywhere: Single::new(seed, &format!("shifts.drivers.{id}"), range),
            effects,
        });
    }

    /// Whether anything beside the case's own quantities is drawn.
    pub fn certain(&self) -> bool {
        self.moved.iter().all(|own| !own.uncertain())
    }

    /// The levels of all drivers in sample `index`, each anywhere in its range.
    pub fn anywhere(&self, index: u64) -> Vec<Option<Number>> {
        self.moved.iter().map(|own| Some(own.anywhere.number(index))).collect()
    }
}

/// What a path names, or why it cannot be moved.
fn what(game: &Game<'_>, path: &str) -> Result<What, &'static str> {
    let case = game.case;
    let parts: Vec<&str> = path.split('.').collect();
    let dimension = |party: &str| {
        let of = |own: &crate::model::Dimension| case.party(own.party).name == party;
        game.dimensions.iter().position(of).ok_or("the party has no values")
    };
    match parts.as_slice() {
        ["preferences", party, "no deal"] => {
            let at = dimension(party)?;
            let known = case.draft().preferences.get(party).is_some_and(|own| own.no_deal.is_some());
            if !known {
                return Err("no deal has no value that could move");
            }
            Ok(What::NoDeal(at))
        }
        ["preferences", party, issue, "weight"] => {
            let at = dimension(party)?;
            if !game.dimensions[at].sums() {
                return Err("weights are moved on the scales 100 and 1 alone, where they have a sum to keep");
            }
            let found = case.issues().iter().position(|own| own.name == *issue);
            found.map(|issue| What::Weight(at, issue)).ok_or("there is no such issue")
        }
        ["lines", line, "firmness"] => {
            let found = game.lines.iter().copied().find(|own| case.line(*own).name == *line);
            let line = found.ok_or("the line does not count on this day")?;
            if case.line(line).firmness.is_none() {
                return Err("the line has no firmness that could move");
            }
            if game.draws.certain() {
                return Err(
                    "all numbers of the values are points, so that every line is in force whatever its firmness",
                );
            }
            Ok(What::Firmness(line))
        }
        _ => Err("drivers move no-deal values, weights and firmness"),
    }
}

/// What can be taken from one draw into another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Input {
    /// A quantity of the case.
    Quantity(Group),
    /// Where a driver is.
    Level(usize),
    /// Its value today and its effects.
    Effects(usize),
}

/// One draw, with everything outside.
#[derive(Clone)]
pub(super) struct World {
    pub numbers: Numbers,
    /// By line of the case: the draw that says whether it is real.
    line_draw: Vec<u64>,
    /// By driver: its value today, and by effect the change for one unit.
    outside: Vec<(Number, Vec<Number>)>,
    /// By driver: where it is; `None`: where it is today.
    pub levels: Vec<Option<Number>>,
}

impl World {
    pub fn new(game: &Game<'_>, outside: &Outside, index: u64) -> Self {
        let of = |own: &Moved| (own.today.number(index), own.effects.iter().map(|(_, by)| by.number(index)).collect());
        Self {
            numbers: game.draws.numbers(index),
            line_draw: vec![index; game.case.lines().len()],
            outside: outside.moved.iter().map(of).collect(),
            levels: vec![None; outside.moved.len()],
        }
    }

    /// Takes one input over from another draw.
    pub fn take(&mut self, other: &Self, input: Input) {
        match input {
            Input::Quantity(group) => {
                self.numbers.take(&other.numbers, group);
                if let Group::Line(line) = group {
                    self.line_draw[line] = other.line_draw[line];
                }
            }
            Input::Level(at) => self.levels[at] = other.levels[at],
            Input::Effects(at) => self.outside[at].clone_from(&other.outside[at]),
        }
    }

    /// By how far a driver is away from today.
    fn away(&self, driver: usize) -> i128 {
        self.levels[driver].map_or(0, |level| level.0 - self.outside[driver].0.0)
    }

    /// The numbers with weights and lines moved.
    pub fn moved(&self, game: &Game<'_>, outside: &Outside) -> Numbers {
        let mut numbers = self.numbers.clone();
        let mut weights: Vec<(usize, usize, i128)> = Vec::new();
        let mut lines: Vec<(LineId, i128)> = Vec::new();
        for (driver, own) in outside.moved.iter().enumerate() {
            let away = self.away(driver);
            if away == 0 {
                continue;
            }
            for ((what, _), by) in own.effects.iter().zip(&self.outside[driver].1) {
                let change = product(by.0, away);
                match what {
                    What::Weight(dimension, issue) => {
                        let known = weights.iter_mut().find(|(one, other, _)| (one, other) == (dimension, issue));
                        match known {
                            Some((.., sum)) => *sum += change,
                            None => weights.push((*dimension, *issue, change)),
                        }
                    }
                    What::Firmness(line) => match lines.iter_mut().find(|(own, _)| own == line) {
                        Some((_, sum)) => *sum += change,
                        None => lines.push((*line, change)),
                    },
                    What::NoDeal(_) => {}
                }
            }
        }
        for (dimension, own) in game.dimensions.iter().enumerate() {
            let changes: Vec<(usize, i128)> = weights
                .iter()
                .filter(|(at, ..)| *at == dimension)
                .map(|(_, issue, change)| (*issue, *change))
                .collect();
            if let (false, Some(party)) = (changes.is_empty(), &mut numbers.parties[own.party.index()]) {
                shift_weights(&mut party.weights, &changes);
            }
        }
        for (line, change) in lines {
            let at = line.index();
            if let Some(real) = game.draws.real_moved(at, self.line_draw[at], Number(change)) {
                numbers.real[at] = real;
            }
        }
        numbers
    }

    /// The charge with the real lines in force; `None` if no package keeps the logic.
    pub fn charge(&self, game: &Game<'_>, outside: &Outside) -> Option<Charge> {
        let numbers = self.moved(game, outside);
        let terms = Terms { in_force: game.real_lines(&numbers), levers: Vec::new() };
        game.charge(&numbers, &terms)
    }

    /// By dimension, what those who must consent need at least.
    pub fn targets(&self, game: &Game<'_>, outside: &Outside) -> Vec<Option<i64>> {
        let none = |party: PartyId| self.numbers.parties[party.index()].as_ref().and_then(|own| own.no_deal);
        let target = |(at, own): (usize, &crate::model::Dimension)| {
            let base = none(own.party).filter(|_| own.consents)?;
            Some(self.target(game, outside, at, base))
        };
        game.dimensions.iter().enumerate().map(target).collect()
    }

    /// `d + sum of by * (level - today)`, rounded once to ticks, half away from zero.
    fn target(&self, game: &Game<'_>, outside: &Outside, dimension: usize, base: Number) -> i64 {
        let mut near: Option<i128> = base.0.checked_mul(TICKS);
        let mut changed = false;
        let mut terms: Vec<(i128, i128)> = Vec::new();
        for (driver, own) in outside.moved.iter().enumerate() {
            let away = self.away(driver);
            if away == 0 {
                continue;
            }
            for ((what, _), by) in own.effects.iter().zip(&self.outside[driver].1) {
                if *what == What::NoDeal(dimension) {
                    changed = true;
                    terms.push((by.0, away));
                    near = near.zip(by.0.checked_mul(away)).and_then(|(sum, change)| sum.checked_add(change));
                }
            }
        }
        if !changed {
            return game.ticks(dimension, base);
        }
        // Where everything fits, the same without numbers of any length.
        let unit = 10i128.checked_pow(game.dimensions[dimension].exponent).and_then(|unit| unit.checked_mul(TICKS));
        if let Some((sum, unit)) = near.zip(unit)
            && let Some(sum) = sum.checked_add(if sum < 0 { -unit / 2 } else { unit / 2 })
        {
            let most = i128::from(VALUE_MAX) * 2;
            return (sum / unit).clamp(-most, most) as i64;
        }
        let sum: BigInt = terms.into_iter().map(|(by, away)| BigInt::from(by) * away).sum();
        game.ticks_of_product(dimension, &(BigInt::from(base.0) * TICKS + sum))
    }
}

/// Product of two numbers in ticks, rounded to a tick.
fn product(one: i128, other: i128) -> i128 {
    match one.checked_mul(other) {
        Some(product) => {
            let half = if product < 0 { -TICKS / 2 } else { TICKS / 2 };
            product.saturating_add(half) / TICKS
        }
        // Beyond every bound of weights and firmness: only the sign counts.
        None if (one < 0) == (other < 0) => Number::whole(1_000_000).0,
        None => -Number::whole(1_000_000).0,
    }
}

/// Moves some weights, none below 0; the others share what is left of the sum in the proportion they had. Where nothing else has
/// weight, those moved are brought back to the sum, and where nothing at all is left, nothing is moved.
pub(super) fn shift_weights(weights: &mut [Number], changes: &[(usize, i128)]) {
    let before = weights.to_vec();
    let sum: i128 = weights.iter().map(|own| own.0).sum();
    let named = |at: usize| changes.iter().any(|(issue, _)| *issue == at);
    for (issue, change) in changes {
        if let Some(own) = weights.get_mut(*issue) {
            own.0 = own.0.saturating_add(*change).clamp(0, sum);
        }
    }
    let part = |weights: &[Number], moved: bool| -> i128 {
        weights.iter().enumerate().filter(|(at, _)| named(*at) == moved).map(|(_, own)| own.0).sum()
    };
    let (own, others) = (part(weights, true), part(weights, false));
    // The others give way, or, where they have nothing or too much is asked, the ones moved do.
    let moved_give = others == 0 || own >= sum;
    if moved_give {
        weights.iter_mut().enumerate().filter(|(at, _)| !named(*at)).for_each(|(_, own)| own.0 = 0);
    }
    let (have, want) = if moved_give { (own, sum) } else { (others, sum - own) };
    if have <= 0 {
        weights.copy_from_slice(&before);
        return;
    }
    let mut left = want;
    let mut last = None;
    for (at, own) in weights.iter_mut().enumerate().filter(|(at, _)| named(*at) == moved_give) {
        // Weights sum to 1e14 ticks at most: the product fits.
        own.0 = own.0 * want / have;
        left -= own.0;
        if own.0 > 0 {
            last = Some(at);
        }
    }
    if let Some(own) = last.and_then(|at| weights.get_mut(at)) {
        own.0 += left;
    }
}

impl crate::model::Dimension {
    /// Whether the weights have a sum to keep.
    fn sums(&self) -> bool {
        matches!(self.scale(), Scale::Hundred | Scale::One) && !self.by_table()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shifted(weights: &[i64], changes: &[(usize, i64)]) -> Vec<f64> {
        let mut own: Vec<Number> = weights.iter().map(|weight| Number::whole(*weight)).collect();
        let changes: Vec<(usize, i128)> = changes.iter().map(|(at, change)| (*at, Number::whole(*change).0)).collect();
        shift_weights(&mut own, &changes);
        assert_eq!(own.iter().map(|own| own.0).sum::<i128>(), Number::whole(weights.iter().sum()).0);
        own.into_iter().map(Number::to_f64).collect()
    }

    #[test]
    fn weights_keep_their_sum_and_the_others_their_proportion() {
        assert_eq!(shifted(&[50, 30, 20], &[(0, 10)]), [60.0, 24.0, 16.0]);
        assert_eq!(shifted(&[50, 30, 20], &[(0, -50)]), [0.0, 60.0, 40.0]);
        assert_eq!(shifted(&[50, 30, 20], &[(0, -90)]), [0.0, 60.0, 40.0]);
        assert_eq!(shifted(&[50, 30, 20], &[(0, 90)]), [100.0, 0.0, 0.0]);
        assert_eq!(shifted(&[50, 30, 20], &[(0, 30), (1, 30)]), [57.142857142857, 42.857142857143, 0.0]);
        assert_eq!(shifted(&[100], &[(0, -30)]), [100.0]);
        assert_eq!(shifted(&[50, 30, 20], &[(1, 0)]), [50.0, 30.0, 20.0]);
    }
}
