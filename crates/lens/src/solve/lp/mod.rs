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

mod fraction;
mod tableau;
#[cfg(test)]
mod tests;

pub use fraction::Fraction;

use num_bigint::Sign;
use tableau::{End, Phase, Tableau};

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
