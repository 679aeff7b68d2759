//! The tableau of the simplex method, in whole numbers over one denominator.

use super::fraction::{common_divisor, lowest};
use super::{Constraint, Fraction, Program, Relation};
use num_bigint::{BigInt, Sign};

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// The sum of the artificial variables falls to 0.
    Feasible,
    /// The value rises.
    Value,
}

pub(super) enum End {
    Best,
    /// No row bounds this column.
    Endless(usize),
    Stopped,
}

/// Columns: the variables, one slack for each inequality, one artificial variable for each row that has no slack to
/// start with, and the right side. Every entry is a whole number over `over`.
pub(super) struct Tableau {
    /// By constraint.
    rows: Vec<Vec<BigInt>>,
    /// For each phase: `z_j - c_j`, and the value on the right.
    goals: [Vec<BigInt>; 2],
    /// By row: the column whose variable it gives.
    basis: Vec<usize>,
    /// The common denominator: the last pivot, above 0.
    over: BigInt,
    variables: usize,
    /// The first artificial column; the last is the one before the right side.
    artificial: usize,
    /// By row: the column that held the unit vector at the start, and what the row was multiplied by to get there.
    unit: Vec<(usize, Fraction)>,
    /// What the objective was multiplied by.
    scale: BigInt,
}

impl Tableau {
    pub(super) fn new(program: &Program) -> Self {
        let variables = program.objective.len();
        let inequalities = program.constraints.iter().filter(|row| row.relation != Relation::Equal).count();
        let artificial = variables + inequalities;
        let starts_with_slack = |constraint: &Constraint| {
            matches!(
                (constraint.relation, constraint.bound.sign()),
                (Relation::AtMost, Sign::Plus | Sign::NoSign) | (Relation::AtLeast, Sign::Minus | Sign::NoSign)
            )
        };
        let right = artificial + program.constraints.iter().filter(|row| !starts_with_slack(row)).count();
        let (mut slack, mut helper) = (variables, artificial);
        let (mut rows, mut basis, mut unit) = (Vec::new(), Vec::new(), Vec::new());
        let mut short = vec![BigInt::from(0); right + 1];
        for constraint in &program.constraints {
            // Whole numbers, and a right side that is not negative.
            let mut factor =
                constraint.coefficients.iter().chain([&constraint.bound]).fold(BigInt::from(1), common_multiple);
            let negative = constraint.bound.sign() == Sign::Minus
                || (constraint.bound.sign() == Sign::NoSign && constraint.relation == Relation::AtLeast);
            if negative {
                factor = -factor;
            }
            let mut row = vec![BigInt::from(0); right + 1];
            for (entry, coefficient) in row.iter_mut().zip(&constraint.coefficients) {
                *entry = whole(coefficient, &factor);
            }
            row[right] = whole(&constraint.bound, &factor);
            let own_slack = match constraint.relation {
                Relation::Equal => None,
                relation => {
                    row[slack] = if (relation == Relation::AtMost) == negative { (-1).into() } else { 1.into() };
                    slack += 1;
                    Some(slack - 1)
                }
            };
            let start = match own_slack.filter(|_| starts_with_slack(constraint)) {
                Some(own) => own,
                None => {
                    short.iter_mut().zip(&row).for_each(|(short, entry)| *short -= entry);
                    row[helper] = 1.into();
                    helper += 1;
                    helper - 1
                }
            };
            unit.push((start, Fraction::from(factor)));
            basis.push(start);
            rows.push(row);
        }
        let scale = program.objective.iter().fold(BigInt::from(1), common_multiple);
        let mut value = vec![BigInt::from(0); right + 1];
        for (entry, coefficient) in value.iter_mut().zip(&program.objective) {
            *entry = -whole(coefficient, &scale);
        }
        Self { rows, goals: [short, value], basis, over: 1.into(), variables, artificial, unit, scale }
    }

    fn right(&self) -> usize {
        self.goals[0].len() - 1
    }

    fn goal(&self, phase: Phase) -> &[BigInt] {
        &self.goals[usize::from(phase == Phase::Value)]
    }

    /// Pivots by Bland's rule until the phase has its best.
    pub(super) fn improve(&mut self, phase: Phase, left: &mut usize) -> End {
        loop {
            // An artificial variable that has left never comes back.
            let goal = self.goal(phase);
            let Some(column) = (0..self.artificial).find(|column| goal[*column].sign() == Sign::Minus) else {
                return End::Best;
            };
            let Some(row) = self.leaving(column) else { return End::Endless(column) };
            match left.checked_sub(1) {
                Some(fewer) => *left = fewer,
                None => return End::Stopped,
            }
            self.pivot(row, column);
        }
    }

    /// The row that bounds a column most tightly; among several, that of the first variable.
    fn leaving(&self, column: usize) -> Option<usize> {
        let right = self.right();
        let positive = (0..self.rows.len()).filter(|row| self.rows[*row][column].sign() == Sign::Plus);
        positive.min_by(|one, two| {
            let (a, b) = (&self.rows[*one], &self.rows[*two]);
            let ratio = (&a[right] * &b[column]).cmp(&(&b[right] * &a[column]));
            ratio.then(self.basis[*one].cmp(&self.basis[*two]))
        })
    }

    /// Exchanges; the pivot must be above 0.
    fn pivot(&mut self, row: usize, column: usize) {
        let pivot = self.rows[row][column].clone();
        debug_assert!(pivot.sign() == Sign::Plus);
        let lead = std::mem::take(&mut self.rows[row]);
        let over = &self.over;
        let update = |other: &mut Vec<BigInt>| {
            let factor = other[column].clone();
            for (entry, own) in other.iter_mut().zip(&lead) {
                if factor.sign() == Sign::NoSign || own.sign() == Sign::NoSign {
                    if entry.sign() != Sign::NoSign {
                        *entry = &*entry * &pivot / over;
                    }
                } else {
                    *entry = (&*entry * &pivot - &factor * own) / over;
                }
            }
        };
        self.rows.iter_mut().filter(|other| !other.is_empty()).for_each(update);
        self.goals.iter_mut().for_each(update);
        self.rows[row] = lead;
        self.basis[row] = column;
        self.over = pivot;
    }

    /// Whether some artificial variable is left above 0.
    pub(super) fn falls_short(&self) -> bool {
        self.goals[0][self.right()].sign() != Sign::NoSign
    }

    /// Takes artificial variables at 0 out of the basis; what stays gives rows that say nothing new. `false` where the
    /// step limit is reached.
    pub(super) fn drop_artificials(&mut self, left: &mut usize) -> bool {
        for row in 0..self.rows.len() {
            if self.basis[row] < self.artificial {
                continue;
            }
            let entries = &self.rows[row][..self.artificial];
            let Some(column) = entries.iter().position(|entry| entry.sign() != Sign::NoSign) else { continue };
            let Some(fewer) = left.checked_sub(1) else { return false };
            *left = fewer;
            if self.rows[row][column].sign() == Sign::Minus {
                // The right side is 0, so that the row holds with either sign.
                self.rows[row].iter_mut().for_each(|entry| *entry = -&*entry);
            }
            self.pivot(row, column);
        }
        true
    }

    pub(super) fn solution(&self) -> Vec<Fraction> {
        let right = self.right();
        self.by_variable(|row| &self.rows[row][right])
    }

    /// The direction in which a column can grow for ever.
    pub(super) fn direction(&self, column: usize) -> Vec<Fraction> {
        let mut direction: Vec<Fraction> =
            self.by_variable(|row| &self.rows[row][column]).iter().map(|step| -step).collect();
        if column < self.variables {
            direction[column] = 1.into();
        }
        direction
    }

    fn by_variable<'a>(&'a self, entry: impl Fn(usize) -> &'a BigInt) -> Vec<Fraction> {
        let mut numbers = vec![Fraction::zero(); self.variables];
        for (row, column) in self.basis.iter().enumerate().filter(|(_, column)| **column < self.variables) {
            numbers[*column] = lowest(entry(row).clone(), self.over.clone());
        }
        numbers
    }

    /// The prices of the constraints as they were given. In the first phase artificial variables cost 1 each, in the
    /// second they are free.
    pub(super) fn prices(&self, phase: Phase) -> Vec<Fraction> {
        let goal = self.goal(phase);
        let price = |(column, factor): &(usize, Fraction)| {
            let mut price = lowest(goal[*column].clone(), self.over.clone());
            if phase == Phase::Feasible && *column >= self.artificial {
                price = &price + &Fraction::from(-1);
            }
            let price = &price * factor;
            if phase == Phase::Value {
                lowest(price.numerator().clone(), price.denominator() * &self.scale)
            } else {
                price
            }
        };
        self.unit.iter().map(price).collect()
    }
}

/// The least common multiple of a number above 0 and a fraction's denominator.
fn common_multiple(multiple: BigInt, fraction: &Fraction) -> BigInt {
    let common = common_divisor(multiple.clone(), fraction.denominator().clone());
    multiple / common * fraction.denominator()
}

/// A fraction times a multiple of its denominator.
fn whole(fraction: &Fraction, multiple: &BigInt) -> BigInt {
    fraction.numerator() * multiple / fraction.denominator()
}
