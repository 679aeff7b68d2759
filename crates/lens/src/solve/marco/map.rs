//! The map of what is explored: a clause for every stretch of sets that some answer has settled.

use super::sat::{AtLeast, Sat};
use super::{Seed, Set};
use batsat::Lit;

pub(super) struct Map {
    sat: Sat,
    universe: Vec<usize>,
    size: usize,
    /// By constraint: the literal that it is lifted; nothing outside the universe.
    lifted: Vec<Option<Lit>>,
    many_lifted: AtLeast,
    many_in_force: AtLeast,
}

impl Map {
    pub fn new(universe: &Set) -> Self {
        let mut sat = Sat::new();
        let members: Vec<usize> = universe.iter().collect();
        let mut lifted = vec![None; universe.size()];
        members.iter().for_each(|member| lifted[*member] = Some(sat.variable()));
        let all: Vec<Lit> = lifted.iter().flatten().copied().collect();
        let many_in_force = AtLeast::new(all.iter().map(|lit| !*lit).collect());
        Self { sat, universe: members, size: universe.size(), lifted, many_lifted: AtLeast::new(all), many_in_force }
    }

    fn literals<'a>(&'a self, set: &'a Set) -> impl Iterator<Item = Lit> + 'a {
        set.iter().filter_map(|member| self.lifted[member])
    }

    /// Crosses out every set that holds all of a refused one: of it something must be lifted.
    pub fn cross_out_above(&mut self, refused: &Set) {
        let clause: Vec<Lit> = self.literals(refused).collect();
        self.sat.clause(&clause);
    }

    /// Crosses out every set within a granted one, given what that one leaves out: of this something must be in force.
    pub fn cross_out_below(&mut self, left_out: &Set) {
        let clause: Vec<Lit> = self.literals(left_out).map(|lifted| !lifted).collect();
        self.sat.clause(&clause);
    }

    /// Crosses out one set alone.
    pub fn cross_out(&mut self, in_force: &Set) {
        let differs = |member: &usize| {
            let lifted = self.lifted[*member]?;
            Some(if in_force.contains(*member) { lifted } else { !lifted })
        };
        let clause: Vec<Lit> = self.universe.iter().filter_map(differs).collect();
        self.sat.clause(&clause);
    }

    /// An unexplored set with at most `most` constraints lifted, none of them kept.
    pub fn least_lifted(&mut self, kept: &Set, most: usize, steps: &mut u64) -> Seed {
        let held: Vec<Lit> = self.literals(kept).map(|lifted| !lifted).collect();
        let bound = self.many_lifted.number(&mut self.sat, most + 1);
        self.seed(held, bound, steps)
    }

    /// An unexplored set with at most `most` constraints in force.
    pub fn least_in_force(&mut self, most: usize, steps: &mut u64) -> Seed {
        let bound = self.many_in_force.number(&mut self.sat, most + 1);
        self.seed(Vec::new(), bound, steps)
    }

    fn seed(&mut self, mut assumed: Vec<Lit>, bound: Option<Lit>, steps: &mut u64) -> Seed {
        assumed.extend(bound.map(|bound| !bound));
        match self.sat.solve(&assumed, steps) {
            None => Seed::Unknown,
            Some(true) => {
                let in_force = |member: &usize| self.lifted[*member].is_some_and(|lifted| !self.sat.holds(lifted));
                Seed::Found(Set::of(self.size, self.universe.iter().copied().filter(in_force)))
            }
            // Only the bound on the size may be to blame.
            Some(false) if bound.is_some_and(|bound| self.sat.blamed(bound)) => Seed::Larger,
            Some(false) => Seed::None,
        }
    }
}
