//! Exact linear programs: the simplex method on whole numbers, with an answer that can be checked.
//!
//! **Problem.** `n` variables `x_j >= 0`, `m` constraints `sum_j a_ij x_j {<=, =, >=} b_i`, find the largest
//! `sum_j c_j x_j`; all numbers are [`Fraction`]s.
//!
//! **Method.** The two-phase simplex method on a dense tableau, with Bland's rule (Bland, Mathematics of Operations
//! Research 2, 1977): among improving columns the first enters, among tied rows the one whose variable is first leaves, so that it
//! cannot circle. The tableau is kept in whole numbers over one common denominator, the last pivot (integer pivoting:
//! Edmonds, Journal of Research of the National Bureau of Standards 71B, 1967; Bareiss, Mathematics of Computation 22,
//! 1968), so that no fraction is ever reduced.
//!
//! **Answer.** Every answer carries its proof, and [`Program::proves`] checks it from the problem alone:
//! - the largest value: `x` keeps all constraints, the prices `y` are not negative on `<=`, not positive on `>=`, `sum_i y_i a_ij >= c_j`
//!   for every `j`, and `sum_j c_j x_j = sum_i y_i b_i` (strong duality);
//! - no solution: prices of the same signs with `sum_i y_i a_ij >= 0` for every `j` and `sum_i y_i b_i < 0` (Farkas 1902);
//! - no largest value: a solution, and a direction along which it stays one and the value grows.
//!
//! **Cost.** A pivot takes `m (n + 2 m)` multiplications of numbers as long as a determinant of the problem; meant for some
//! hundred variables and constraints. Steps are limited by the caller; past the limit the answer is [`Solved::Stopped`].

use num_bigint::{BigInt, Sign};
use std::cmp::Ordering;
use std::fmt;

/// An exact fraction in lowest terms, its denominator above 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fraction {
    numerator: BigInt,
    denominator: BigInt,
}

impl Fraction {
    /// `numerator / denominator`; `None` for a denominator of 0.
    pub fn new(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Self> {
        let (mut numerator, mut denominator) = (numerator.into(), denominator.into());
        match denominator.sign() {
            Sign::NoSign => return None,
            Sign::Minus => (numerator, denominator) = (-numerator, -denominator),
            Sign::Plus => {}
        }
        let common = common_divisor(numerator.clone(), denominator.clone());
        Some(Self { numerator: numerator / &common, denominator: denominator / common })
    }

    /// 0.
    pub fn zero() -> Self {
        Self::from(0)
    }

    /// What stands above the line.
    pub fn numerator(&self) -> &BigInt {
        &self.numerator
    }

    /// What stands below the line; above 0.
    pub fn denominator(&self) -> &BigInt {
        &self.denominator
    }

    /// The largest whole number not above it.
    pub fn floor(&self) -> BigInt {
        let whole = &self.numerator / &self.denominator;
        let cut = self.numerator.sign() == Sign::Minus && &whole * &self.denominator != self.numerator;
        if cut { whole - 1 } else { whole }
    }

    /// The least whole number not below it.
    pub fn ceil(&self) -> BigInt {
        -(-self).floor()
    }

    fn sign(&self) -> Sign {
        self.numerator.sign()
    }
}

impl From<i128> for Fraction {
    fn from(whole: i128) -> Self {
        BigInt::from(whole).into()
    }
}

impl From<BigInt> for Fraction {
    fn from(whole: BigInt) -> Self {
        Self { numerator: whole, denominator: 1.into() }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.numerator * &other.denominator).cmp(&(&other.numerator * &self.denominator))
    }
}

impl std::ops::Neg for &Fraction {
    type Output = Fraction;
    fn neg(self) -> Fraction {
        Fraction { numerator: -&self.numerator, denominator: self.denominator.clone() }
    }
}

impl std::ops::Add for &Fraction {
    type Output = Fraction;
    fn add(self, other: &Fraction) -> Fraction {
        let numerator = &self.numerator * &other.denominator + &other.numerator * &self.denominator;
        lowest(numerator, &self.denominator * &other.denominator)
    }
}

impl std::ops::Mul for &Fraction {
    type Output = Fraction;
    fn mul(self, other: &Fraction) -> Fraction {
        lowest(&self.numerator * &other.numerator, &self.denominator * &other.denominator)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.numerator.fmt(f)?;
        if self.denominator == BigInt::from(1) { Ok(()) } else { write!(f, "/{}", self.denominator) }
    }
}

/// The fraction of a denominator above 0.
fn lowest(numerator: BigInt, denominator: BigInt) -> Fraction {
    Fraction::new(numerator, denominator).unwrap_or_else(Fraction::zero)
}

/// Euclid's algorithm; 1 for two zeros.
fn common_divisor(mut one: BigInt, mut two: BigInt) -> BigInt {
    while two.sign() != Sign::NoSign {
        let rest = &one % &two;
        (one, two) = (two, rest);
    }
    match one.sign() {
        Sign::NoSign => 1.into(),
        Sign::Minus => -one,
        Sign::Plus => one,
    }
}

/// How the two sides of a constraint compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// `sum_j a_ij x_j <= b_i`.
    AtMost,
    /// `sum_j a_ij x_j = b_i`.
    Equal,
    /// `sum_j a_ij x_j >= b_i`.
    AtLeast,
}

#[derive(Clone, Debug)]
struct Constraint {
    coefficients: Vec<Fraction>,
    relation: Relation,
    bound: Fraction,
}

/// A linear program over variables that are not negative.
#[derive(Clone, Debug)]
pub struct Program {
    objective: Vec<Fraction>,
    constraints: Vec<Constraint>,
}

/// What came of a program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Solved {
    /// The largest value.
    Optimal {
        /// The value.
        value: Fraction,
        /// By variable: where it is attained.
        solution: Vec<Fraction>,
        /// By constraint: what one more unit of its bound would add to the value.
        prices: Vec<Fraction>,
    },
    /// No numbers keep all constraints.
    Infeasible {
        /// By constraint: multiples whose sum cannot hold.
        prices: Vec<Fraction>,
    },
    /// The value has no bound.
    Unbounded {
        /// By variable: numbers that keep all constraints.
        solution: Vec<Fraction>,
        /// By variable: the direction in which the value grows for ever.
        direction: Vec<Fraction>,
    },
    /// The step limit was reached first; nothing is claimed.
    Stopped,
}

impl Program {
    /// A program without constraints that asks for the largest `sum_j objective[j] x_j`.
    pub fn new(objective: Vec<Fraction>) -> Self {
        Self { objective, constraints: Vec::new() }
    }

    /// Adds a constraint. Coefficients beyond the variables are cut off, those left out are 0.
    pub fn constrain(&mut self, mut coefficients: Vec<Fraction>, relation: Relation, bound: Fraction) {
        coefficients.resize(self.objective.len(), Fraction::zero());
        self.constraints.push(Constraint { coefficients, relation, bound });
    }

    /// The largest value, in at most `steps` pivots.
    ///
    /// ```
    /// use zopa_lens::solve::lp::{Fraction, Program, Relation, Solved};
    /// // Largest 3x + 2y with x + y <= 4, x + 3y <= 6, x <= 3: 11 at (3, 1).
    /// let of = |numbers: &[i128]| numbers.iter().map(|number| Fraction::from(*number)).collect::<Vec<_>>();
    /// let mut program = Program::new(of(&[3, 2]));
    /// program.constrain(of(&[1, 1]), Relation::AtMost, 4.into());
    /// program.constrain(of(&[1, 3]), Relation::AtMost, 6.into());
    /// program.constrain(of(&[1, 0]), Relation::AtMost, 3.into());
    /// let solved = program.maximise(100);
    /// assert!(program.proves(&solved));
    /// assert_eq!(solved, Solved::Optimal { value: 11.into(), solution: of(&[3, 1]), prices: of(&[2, 0, 1]) });
    /// ```
    pub fn maximise(&self, steps: usize) -> Solved {
        let mut tableau = Tableau::new(self);
        let mut left = steps;
        match tableau.improve(Phase::Feasible, &mut left) {
            End::Best => {}
            // The first phase is bounded by 0.
            End::Stopped | End::Endless(_) => return Solved::Stopped,
        }
        if tableau.falls_short() {
            return Solved::Infeasible { prices: tableau.prices(Phase::Feasible) };
        }
        if !tableau.drop_artificials(&mut left) {
            return Solved::Stopped;
        }
        match tableau.improve(Phase::Value, &mut left) {
            End::Stopped => Solved::Stopped,
            End::Best => {
                let solution = tableau.solution();
                let value = dot(&self.objective, &solution);
                Solved::Optimal { value, solution, prices: tableau.prices(Phase::Value) }
            }
            End::Endless(column) => {
                Solved::Unbounded { solution: tableau.solution(), direction: tableau.direction(column) }
            }
        }
    }

    /// Whether an answer is proved by what it carries, from the problem alone. [`Solved::Stopped`] claims nothing and
    /// proves nothing.
    pub fn proves(&self, solved: &Solved) -> bool {
        match solved {
            Solved::Stopped => false,
            Solved::Optimal { value, solution, prices } => {
                self.keeps(solution)
                    && dot(&self.objective, solution) == *value
                    && self.signed(prices)
                    && (0..self.objective.len()).all(|j| self.priced(prices, j) >= self.objective[j])
                    && self.worth(prices) == *value
            }
            Solved::Infeasible { prices } => {
                self.signed(prices)
                    && (0..self.objective.len()).all(|j| self.priced(prices, j).sign() != Sign::Minus)
                    && self.worth(prices).sign() == Sign::Minus
            }
            Solved::Unbounded { solution, direction } => {
                let stays = |constraint: &Constraint| {
                    let slope = dot(&constraint.coefficients, direction);
                    match constraint.relation {
                        Relation::AtMost => slope.sign() != Sign::Plus,
                        Relation::Equal => slope.sign() == Sign::NoSign,
                        Relation::AtLeast => slope.sign() != Sign::Minus,
                    }
                };
                self.keeps(solution)
                    && direction.len() == self.objective.len()
                    && direction.iter().all(|step| step.sign() != Sign::Minus)
                    && self.constraints.iter().all(stays)
                    && dot(&self.objective, direction).sign() == Sign::Plus
            }
        }
    }

    fn keeps(&self, solution: &[Fraction]) -> bool {
        let holds = |constraint: &Constraint| {
            let side = dot(&constraint.coefficients, solution);
            match constraint.relation {
                Relation::AtMost => side <= constraint.bound,
                Relation::Equal => side == constraint.bound,
                Relation::AtLeast => side >= constraint.bound,
            }
        };
        solution.len() == self.objective.len()
            && solution.iter().all(|x| x.sign() != Sign::Minus)
            && self.constraints.iter().all(holds)
    }

    fn signed(&self, prices: &[Fraction]) -> bool {
        let fits = |(constraint, price): (&Constraint, &Fraction)| match constraint.relation {
            Relation::AtMost => price.sign() != Sign::Minus,
            Relation::Equal => true,
            Relation::AtLeast => price.sign() != Sign::Plus,
        };
        prices.len() == self.constraints.len() && self.constraints.iter().zip(prices).all(fits)
    }

    /// `sum_i y_i a_ij`.
    fn priced(&self, prices: &[Fraction], j: usize) -> Fraction {
        let terms = self.constraints.iter().zip(prices).map(|(constraint, price)| &constraint.coefficients[j] * price);
        terms.fold(Fraction::zero(), |sum, term| &sum + &term)
    }

    /// `sum_i y_i b_i`.
    fn worth(&self, prices: &[Fraction]) -> Fraction {
        let terms = self.constraints.iter().zip(prices).map(|(constraint, price)| &constraint.bound * price);
        terms.fold(Fraction::zero(), |sum, term| &sum + &term)
    }
}

fn dot(one: &[Fraction], two: &[Fraction]) -> Fraction {
    one.iter().zip(two).fold(Fraction::zero(), |sum, (a, b)| &sum + &(a * b))
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Phase {
    /// The sum of the artificial variables falls to 0.
    Feasible,
    /// The value rises.
    Value,
}

enum End {
    Best,
    /// No row bounds this column.
    Endless(usize),
    Stopped,
}

/// Columns: the variables, one slack for each inequality, one artificial variable for each row that has no slack to
/// start with, and the right side. Every entry is a whole number over `over`.
struct Tableau {
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
    fn new(program: &Program) -> Self {
        let variables = program.objective.len();
        let inequalities = program.constraints.iter().filter(|row| row.relation != Relation::Equal).count();
        let artificial = variables + inequalities;
        let starts_with_slack = |constraint: &Constraint| {
            matches!((constraint.relation, constraint.bound.sign()), (Relation::AtMost, Sign::Plus | Sign::NoSign) | (Relation::AtLeast, Sign::Minus | Sign::NoSign))
        };
        let right = artificial + program.constraints.iter().filter(|row| !starts_with_slack(row)).count();
        let (mut slack, mut helper) = (variables, artificial);
        let (mut rows, mut basis, mut unit) = (Vec::new(), Vec::new(), Vec::new());
        let mut short = vec![BigInt::from(0); right + 1];
        for constraint in &program.constraints {
            // Whole numbers, and a right side that is not negative.
            let mut factor = constraint.coefficients.iter().chain([&constraint.bound]).fold(BigInt::from(1), common_multiple);
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
    fn improve(&mut self, phase: Phase, left: &mut usize) -> End {
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
    fn falls_short(&self) -> bool {
        self.goals[0][self.right()].sign() != Sign::NoSign
    }

    /// Takes artificial variables at 0 out of the basis; what stays gives rows that say nothing new. `false` where the
    /// step limit is reached.
    fn drop_artificials(&mut self, left: &mut usize) -> bool {
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

    fn solution(&self) -> Vec<Fraction> {
        let right = self.right();
        self.by_variable(|row| &self.rows[row][right])
    }

    /// The direction in which a column can grow for ever.
    fn direction(&self, column: usize) -> Vec<Fraction> {
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
    fn prices(&self, phase: Phase) -> Vec<Fraction> {
        let goal = self.goal(phase);
        let price = |(column, factor): &(usize, Fraction)| {
            let mut price = lowest(goal[*column].clone(), self.over.clone());
            if phase == Phase::Feasible && *column >= self.artificial {
                price = &price + &Fraction::from(-1);
            }
            let price = &price * factor;
            if phase == Phase::Value { lowest(price.numerator, price.denominator * &self.scale) } else { price }
        };
        self.unit.iter().map(price).collect()
    }
}

/// The least common multiple of a number above 0 and a fraction's denominator.
fn common_multiple(multiple: BigInt, fraction: &Fraction) -> BigInt {
    let common = common_divisor(multiple.clone(), fraction.denominator.clone());
    multiple / common * &fraction.denominator
}

/// A fraction times a multiple of its denominator.
fn whole(fraction: &Fraction, multiple: &BigInt) -> BigInt {
    &fraction.numerator * multiple / &fraction.denominator
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    fn of(numbers: &[i128]) -> Vec<Fraction> {
        numbers.iter().map(|number| Fraction::from(*number)).collect()
    }

    fn program(objective: &[i128], rows: &[(&[i128], Relation, i128)]) -> Program {
        let mut program = Program::new(of(objective));
        rows.iter().for_each(|(row, relation, bound)| program.constrain(of(row), *relation, (*bound).into()));
        program
    }

    fn value(program: &Program) -> Option<Fraction> {
        let solved = program.maximise(10_000);
        assert!(program.proves(&solved), "{solved:?}");
        match solved {
            Solved::Optimal { value, .. } => Some(value),
            _ => None,
        }
    }

    use Relation::{AtLeast, AtMost, Equal};

    #[test]
    fn fractions_are_in_lowest_terms() {
        let half = Fraction::new(-2, -4).unwrap();
        assert_eq!(half.to_string(), "1/2");
        assert_eq!(Fraction::new(1, 0), None);
        assert_eq!((&half + &half).to_string(), "1");
        assert_eq!((-&half).floor(), BigInt::from(-1));
        assert_eq!((-&half).ceil(), BigInt::from(0));
        assert_eq!((half.floor(), half.ceil()), (0.into(), 1.into()));
        assert_eq!((Fraction::from(-3).floor(), Fraction::from(-3).ceil()), ((-3).into(), (-3).into()));
    }

    #[test]
    fn known_programs() {
        // Beale's example, on which the simplex method with the largest coefficient circles; largest value 1/20.
        let quarter = |numbers: &[(i128, i128)]| {
            numbers.iter().map(|(above, below)| Fraction::new(*above, *below).unwrap()).collect::<Vec<_>>()
        };
        let mut beale = Program::new(quarter(&[(3, 4), (-150, 1), (1, 50), (-6, 1)]));
        beale.constrain(quarter(&[(1, 4), (-60, 1), (-1, 25), (9, 1)]), AtMost, 0.into());
        beale.constrain(quarter(&[(1, 2), (-90, 1), (-1, 50), (3, 1)]), AtMost, 0.into());
        beale.constrain(quarter(&[(0, 1), (0, 1), (1, 1), (0, 1)]), AtMost, 1.into());
        assert_eq!(value(&beale), Fraction::new(1, 20));
        // Klee and Minty's cube in three dimensions: 10,000.
        let cube = program(&[100, 10, 1], &[(&[1, 0, 0], AtMost, 1), (&[20, 1, 0], AtMost, 100), (&[200, 20, 1], AtMost, 10_000)]);
        assert_eq!(value(&cube), Some(10_000.into()));
        // Shares of a whole with floors and an order.
        let shares = program(&[3, 1, 2], &[(&[1, 1, 1], Equal, 100), (&[1, -1, 0], AtMost, 0), (&[0, 0, 1], AtLeast, 10)]);
        assert_eq!(value(&shares), Some(200.into()));
    }

    #[test]
    fn without_solution_without_bound_and_without_constraints() {
        let none = program(&[1], &[(&[1], AtMost, 1), (&[1], AtLeast, 2)]);
        assert!(matches!(none.maximise(100), Solved::Infeasible { .. }) && none.proves(&none.maximise(100)));
        let none = program(&[1, 1], &[(&[1, 1], Equal, -1)]);
        assert!(matches!(none.maximise(100), Solved::Infeasible { .. }) && none.proves(&none.maximise(100)));
        let endless = program(&[1, 0], &[(&[1, -1], AtMost, 1), (&[0, 1], AtLeast, 3)]);
        assert!(matches!(endless.maximise(100), Solved::Unbounded { .. }) && endless.proves(&endless.maximise(100)));
        assert_eq!(value(&program(&[-1, 0], &[])), Some(0.into()));
        assert!(matches!(program(&[1], &[]).maximise(10), Solved::Unbounded { .. }));
        assert_eq!(value(&program(&[], &[(&[], Equal, 0)])), Some(0.into()));
        // The same twice, and nothing at all: rows that say nothing new.
        let twice = program(&[1, 1], &[(&[1, 2], Equal, 4), (&[2, 4], Equal, 8), (&[0, 0], Equal, 0)]);
        assert_eq!(value(&twice), Some(4.into()));
        assert_eq!(twice.maximise(0), Solved::Stopped);
        assert!(!twice.proves(&Solved::Stopped));
    }

    #[test]
    fn a_wrong_answer_is_not_proved() {
        let program = program(&[3, 2], &[(&[1, 1], AtMost, 4), (&[1, 0], AtMost, 3)]);
        let Solved::Optimal { value, solution, prices } = program.maximise(100) else { panic!("it has a largest value") };
        let other = |value: &Fraction, solution: &[Fraction], prices: &[Fraction]| {
            program.proves(&Solved::Optimal { value: value.clone(), solution: solution.to_vec(), prices: prices.to_vec() })
        };
        assert!(other(&value, &solution, &prices));
        assert!(!other(&12.into(), &solution, &prices));
        assert!(!other(&value, &of(&[3, 2]), &prices));
        assert!(!other(&8.into(), &of(&[0, 4]), &prices));
        assert!(!other(&value, &solution, &of(&[3, 0])));
        assert!(!program.proves(&Solved::Infeasible { prices: of(&[1, 1]) }));
        assert!(!program.proves(&Solved::Unbounded { solution: of(&[0, 0]), direction: of(&[1, 0]) }));
    }

    /// The largest value by brute force: every choice of as many tight rows (constraints or bounds) as there are
    /// variables, solved by Cramer's rule for two variables.
    fn corners(program: &Program) -> Option<Fraction> {
        let rows: Vec<(Vec<Fraction>, Fraction)> = program
            .constraints
            .iter()
            .map(|row| (row.coefficients.clone(), row.bound.clone()))
            .chain([(of(&[1, 0]), 0.into()), (of(&[0, 1]), 0.into())])
            .collect();
        let mut best: Option<Fraction> = None;
        for (one, a) in &rows {
            for (two, b) in &rows {
                let cross = |p: &Fraction, q: &Fraction, r: &Fraction, s: &Fraction| &(p * s) + &(-&(q * r));
                let determinant = cross(&one[0], &one[1], &two[0], &two[1]);
                let over = |above: Fraction| Fraction::new(above.numerator * &determinant.denominator, above.denominator * &determinant.numerator);
                let (Some(x), Some(y)) = (over(cross(a, &one[1], b, &two[1])), over(cross(&one[0], a, &two[0], b))) else { continue };
                let corner = [x, y];
                if program.keeps(&corner) {
                    best = best.max(Some(dot(&program.objective, &corner)));
                }
            }
        }
        best
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(31), failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn two_variables_agree_with_all_corners(
            objective in prop::collection::vec(-9_i128..10, 2),
            rows in prop::collection::vec((prop::collection::vec(-9_i128..10, 2), 0_usize..3, -20_i128..21, 1_i128..5), 0..6),
        ) {
            let mut program = Program::new(of(&objective));
            for (row, relation, bound, over) in &rows {
                let bound = Fraction::new(*bound, *over).unwrap();
                program.constrain(of(row), [AtMost, Equal, AtLeast][*relation], bound);
            }
            let solved = program.maximise(1_000);
            prop_assert!(program.proves(&solved), "{solved:?}");
            match solved {
                Solved::Optimal { value, .. } => prop_assert_eq!(Some(value), corners(&program)),
                Solved::Infeasible { .. } => prop_assert_eq!(None, corners(&program)),
                _ => {}
            }
        }

        #[test]
        fn every_answer_is_proved(
            objective in prop::collection::vec(-9_i128..10, 1..7),
            rows in prop::collection::vec((prop::collection::vec(-4_i128..5, 7), 0_usize..3, -9_i128..30), 0..9),
        ) {
            let mut program = Program::new(of(&objective));
            for (row, relation, bound) in &rows {
                program.constrain(of(row), [AtMost, Equal, AtLeast][*relation], (*bound).into());
            }
            let solved = program.maximise(10_000);
            prop_assert!(program.proves(&solved), "{solved:?}");
        }
    }
}
