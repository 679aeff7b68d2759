//! Whether some package of a part meets constraints, asked of clauses.
//!
//! Each class of outcomes of each issue is a yes-or-no variable of which one an issue holds; rules become clauses with
//! one more variable for each inner part (Tseitin 1968, in the direction that is needed: Plaisted & Greenbaum 1986);
//! a constraint binds while its own switch is assumed. Events count in favour: a rule that hangs on one neither
//! excludes nor refuses. The solver's blame gives cores, and what its package satisfies is read off the rules.

use super::ground::Ground;
use super::record::Soft;
use crate::solve::marco::{Feasible, Oracle, Sat, Set};
use batsat::Lit;
use zopa_case::rule::Test;
use zopa_case::{Case, Rule, Truth};

pub(super) struct Packages<'a> {
    ground: &'a Ground<'a>,
    softs: Vec<&'a Rule>,
    sat: Sat,
    /// By place and class.
    takes: Vec<Vec<Lit>>,
    /// By constraint: while it is assumed, the constraint binds.
    switches: Vec<Lit>,
    steps: u64,
}

/// A rule as a literal that implies it, if it is no constant.
enum Half {
    Always,
    Never,
    If(Lit),
}

impl<'a> Packages<'a> {
    /// Makes the clauses; `steps` are the decisions at most for all questions together.
    pub fn new(case: &Case, ground: &'a Ground<'a>, softs: &'a [Soft], steps: u64) -> Self {
        let mut sat = Sat::new();
        let takes: Vec<Vec<Lit>> =
            ground.first.iter().map(|classes| classes.iter().map(|_| sat.variable()).collect()).collect();
        for classes in &takes {
            one_of(&mut sat, classes);
        }
        let rules: Vec<&Rule> = ground.tied.softs.iter().map(|at| &softs[*at].against).collect();
        let switches: Vec<Lit> = rules.iter().map(|_| sat.variable()).collect();
        let mut packages = Self { ground, softs: rules.clone(), sat, takes, switches, steps };
        for at in &ground.tied.logic {
            let half = packages.half(&case.logic()[*at].rule, false);
            packages.require(&[], half);
        }
        for (soft, rule) in rules.into_iter().enumerate() {
            let half = packages.half(rule, true);
            packages.require(&[!packages.switches[soft]], half);
        }
        packages
    }

    /// Adds the clause that one of the literals or the rule holds.
    fn require(&mut self, or: &[Lit], half: Half) {
        match half {
            Half::Always => {}
            Half::Never => self.sat.clause(or),
            Half::If(literal) => self.sat.clause(&[or, &[literal]].concat()),
        }
    }

    fn half(&mut self, rule: &Rule, negated: bool) -> Half {
        match (rule, negated) {
            (Rule::Event(_), _) => Half::Always,
            (Rule::Test(test), _) => self.test(test, negated),
            (Rule::Not(inner), _) => self.half(inner, !negated),
            (Rule::And(parts), false) | (Rule::Or(parts), true) => {
                let mut literals = Vec::new();
                for part in parts {
                    match self.half(part, negated) {
                        Half::Always => {}
                        Half::Never => return Half::Never,
                        Half::If(literal) => literals.push(literal),
                    }
                }
                match literals[..] {
                    [] => Half::Always,
                    [one] => Half::If(one),
                    _ => {
                        let all = self.sat.follower();
                        literals.iter().for_each(|literal| self.sat.clause(&[!all, *literal]));
                        Half::If(all)
                    }
                }
            }
            (Rule::Or(parts), false) | (Rule::And(parts), true) => {
                let mut literals = Vec::new();
                for part in parts {
                    match self.half(part, negated) {
                        Half::Always => return Half::Always,
                        Half::Never => {}
                        Half::If(literal) => literals.push(literal),
                    }
                }
                self.any(literals)
            }
        }
    }

    fn any(&mut self, mut literals: Vec<Lit>) -> Half {
        match literals[..] {
            [] => Half::Never,
            [one] => Half::If(one),
            _ => {
                let any = self.sat.follower();
                literals.push(!any);
                self.sat.clause(&literals);
                Half::If(any)
            }
        }
    }

    fn test(&mut self, test: &Test, negated: bool) -> Half {
        let Some(place) = self.ground.place(test.issue) else { return Half::Always };
        let firsts = &self.ground.first[place];
        let holds = |class: &usize| test.holds.get(firsts[*class]).copied().unwrap_or(false) != negated;
        let classes: Vec<usize> = (0..firsts.len()).filter(holds).collect();
        if classes.len() == firsts.len() {
            return Half::Always;
        }
        let literals = classes.into_iter().map(|class| self.takes[place][class]).collect();
        self.any(literals)
    }

    fn assumed(&self, in_force: &Set) -> Vec<Lit> {
        in_force.iter().map(|soft| self.switches[soft]).collect()
    }

    /// The outcomes of the package found last, by place.
    fn package(&self) -> Vec<usize> {
        let class = |place: usize| self.takes[place].iter().position(|takes| self.sat.holds(*takes)).unwrap_or(0);
        (0..self.takes.len()).map(|place| self.ground.first[place].get(class(place)).copied().unwrap_or(0)).collect()
    }

    /// The first package, by outcome within issue, that the logic allows and that meets the constraints in force.
    pub fn first(&mut self, in_force: &Set) -> Option<Vec<usize>> {
        let mut assumed = self.assumed(in_force);
        for place in 0..self.takes.len() {
            let taken = self.takes[place].clone().into_iter().find(|takes| {
                assumed.push(*takes);
                let fits = self.sat.solve(&assumed, &mut self.steps) == Some(true);
                if !fits {
                    assumed.pop();
                }
                fits
            });
            taken?;
        }
        (self.sat.solve(&assumed, &mut self.steps) == Some(true)).then(|| self.package())
    }
}

/// Exactly one of the literals holds.
///
/// Of many a chain says which have been passed (sequential: Sinz 2005), so that the clauses stay linear in their number.
fn one_of(sat: &mut Sat, literals: &[Lit]) {
    sat.clause(literals);
    let mut passed: Option<Lit> = None;
    for literal in literals {
        let here = sat.follower();
        sat.clause(&[!*literal, here]);
        if let Some(before) = passed {
            sat.clause(&[!before, here]);
            sat.clause(&[!before, !*literal]);
        }
        passed = Some(here);
    }
}

impl Oracle for Packages<'_> {
    fn ask(&mut self, in_force: &Set) -> Feasible {
        let assumed = self.assumed(in_force);
        match self.sat.solve(&assumed, &mut self.steps) {
            None => Feasible::Unknown,
            Some(true) => {
                let package = self.package();
                let outcome = |issue| self.ground.place(issue).map(|place| package[place]);
                let refused = |rule: &Rule| rule.truth(&outcome, &|_| Truth::Unknown) == Truth::Yes;
                let met = (0..self.softs.len()).filter(|soft| !refused(self.softs[*soft]));
                Feasible::Yes(Some(Set::of(self.softs.len(), met)))
            }
            Some(false) => {
                let blamed = in_force.iter().filter(|soft| self.sat.blamed(self.switches[*soft]));
                Feasible::No(Some(Set::of(self.softs.len(), blamed)))
            }
        }
    }
}
