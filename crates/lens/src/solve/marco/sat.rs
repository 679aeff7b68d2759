//! Yes-or-no clauses, solved by conflict-driven search (the crate `batsat`) with a budget in steps.
//!
//! The solver draws nothing at random and is used with its settings as they come, so that the same clauses in the
//! same order take the same steps.

use batsat::{Callbacks, Lit, Solver, SolverInterface, SolverOpts, lbool};
use std::cell::Cell;

/// Steps that are left: the solver asks before every decision whether to stop.
struct Steps(Cell<u64>);

impl Callbacks for Steps {
    fn stop(&self) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(1));
        left == 0
    }
}

/// A set of clauses over yes-or-no variables.
pub(crate) struct Sat {
    solver: Solver<Steps>,
    /// The clauses contradict each other whatever is assumed.
    dead: bool,
}

impl Sat {
    /// No clauses yet.
    pub fn new() -> Self {
        Self { solver: Solver::new(SolverOpts::default(), Steps(Cell::new(0))), dead: false }
    }

    /// A new variable, as the literal that it is true.
    pub fn variable(&mut self) -> Lit {
        Lit::new(self.solver.new_var_default(), true)
    }

    /// A new variable that is never guessed, as the literal that it is true. The clauses it stands in must be met by
    /// making it false wherever they do not force it to be true.
    pub fn follower(&mut self) -> Lit {
        Lit::new(self.solver.new_var(lbool::UNDEF, false), true)
    }

    /// At least one of the literals must hold.
    pub fn clause(&mut self, literals: &[Lit]) {
        if !self.dead {
            self.dead = !self.solver.add_clause_reuse(&mut literals.to_vec());
        }
    }

    /// Whether all clauses can hold together with the assumptions; `None` where the steps that are left, decisions of
    /// the solver, did not settle it. What is used is taken from them, so that one budget can serve many questions.
    pub fn solve(&mut self, assumed: &[Lit], steps: &mut u64) -> Option<bool> {
        if self.dead {
            return Some(false);
        }
        self.solver.cb_mut().0.set(*steps);
        let answer = self.solver.solve_limited(assumed);
        *steps = self.solver.cb().0.get();
        match answer {
            _ if answer == lbool::TRUE => Some(true),
            _ if answer == lbool::FALSE => Some(false),
            _ => None,
        }
    }

    /// Whether a literal holds in the solution found last.
    pub fn holds(&self, literal: Lit) -> bool {
        self.solver.value_lit(literal) == lbool::TRUE
    }

    /// Whether the last refusal needed this assumption.
    pub fn blamed(&self, assumed: Lit) -> bool {
        !self.dead && self.solver.unsat_core_contains_var(assumed.var())
    }
}

/// Says of rising numbers whether at least so many of some literals hold (sequential counter: Sinz 2005), built one
/// number at a time. Only one direction is kept: where at least `k` hold, [`AtLeast::number`] of `k` does too, so
/// that assuming it false allows at most `k - 1`.
pub(super) struct AtLeast {
    of: Vec<Lit>,
    /// The last column: at place `i`, whether at least so many of the first `i + 1` hold.
    column: Vec<Lit>,
    /// By number less one, the literal for all.
    numbers: Vec<Lit>,
}

impl AtLeast {
    /// Counts the literals given.
    pub fn new(of: Vec<Lit>) -> Self {
        Self { of, column: Vec::new(), numbers: Vec::new() }
    }

    /// The literal that holds where at least `number` (from 1 on) of the literals do; `None`: there are not so many.
    /// Cost: three clauses a literal for every number asked for the first time.
    pub fn number(&mut self, sat: &mut Sat, number: usize) -> Option<Lit> {
        if number == 0 || number > self.of.len() {
            return None;
        }
        while self.numbers.len() < number {
            let first = self.numbers.is_empty();
            let column: Vec<Lit> = self.of.iter().map(|_| sat.follower()).collect();
            for (at, literal) in self.of.iter().enumerate() {
                let here = column[at];
                if at > 0 {
                    sat.clause(&[!column[at - 1], here]);
                }
                if first {
                    sat.clause(&[!*literal, here]);
                } else if at > 0 {
                    sat.clause(&[!*literal, !self.column[at - 1], here]);
                }
            }
            self.numbers.extend(column.last());
            self.column = column;
        }
        self.numbers.get(number - 1).copied()
    }
}
