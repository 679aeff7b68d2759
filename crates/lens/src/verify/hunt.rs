//! Going through packages, issue by issue.
//!
//! The only bounds are that a rule already fails, and that a party cannot reach what it must have with the best of
//! every issue still open.

use super::value::{Ground, Near, Valued, Worth};
use zopa_case::{Line, Rule, Truth};

/// What a package must keep.
#[derive(Clone, Debug)]
pub(super) struct Demand<'a> {
    /// In words.
    pub name: String,
    /// All of these together must be so ..
    rules: Vec<&'a Rule>,
    /// .. not for certain, or else not fail for certain.
    excluded: bool,
}

impl<'a> Demand<'a> {
    /// A rule that must not fail for certain.
    pub fn holds(rule: &'a Rule, name: String) -> Self {
        Self { name, rules: vec![rule], excluded: false }
    }

    /// A line that must not be crossed for certain.
    pub fn keeps(line: &'a Line) -> Self {
        let condition = line.condition.as_ref().map(|condition| &condition.rule);
        let rules = condition.into_iter().chain([&line.crossing]).collect();
        Self { name: format!("the line `{}`", line.name), rules, excluded: true }
    }

    /// Whether it is broken by every package with these outcomes (`None`: still open).
    pub fn broken(&self, outcome: &dyn Fn(usize) -> Option<usize>) -> bool {
        let truths = self.rules.iter().map(|rule| rule.truth(&|issue| outcome(issue.index()), &|_| Truth::Unknown));
        let truth = truths.min().unwrap_or(Truth::Yes);
        truth == if self.excluded { Truth::Yes } else { Truth::No }
    }

    fn names(&self, at: usize) -> bool {
        self.rules.iter().any(|rule| rule.issues().iter().any(|issue| issue.index() == at))
    }
}

/// What a package must be worth to a party.
pub(super) struct Floor<'a> {
    valued: &'a Valued<'a>,
    /// What it is compared with: no deal, or another package.
    base: Base,
    /// By issue and outcome, the most that it can be above what it is compared with.
    above: Vec<Vec<i128>>,
    /// By number of issues taken, the most that all else can add.
    rest: Vec<i128>,
}

enum Base {
    NoDeal(Near),
    Package(Vec<usize>),
}

impl<'a> Floor<'a> {
    /// At least no deal; `None` if the party has no no-deal value.
    pub fn no_deal(valued: &'a Valued<'a>) -> Option<Self> {
        Some(Self::new(valued, Base::NoDeal(valued.no_deal?)))
    }

    /// At least what a package is worth.
    pub fn package(valued: &'a Valued<'a>, package: &[usize]) -> Self {
        Self::new(valued, Base::Package(package.to_vec()))
    }

    fn new(valued: &'a Valued<'a>, base: Base) -> Self {
        let high = |near: Near| near.ticks + near.slack;
        let (mut above, mut rest): (Vec<Vec<i128>>, Vec<i128>) = (Vec::new(), Vec::new());
        if let Worth::Sum { issues, linkages } = &valued.worth {
            for (at, parts) in issues.iter().enumerate() {
                above.push(match &base {
                    Base::NoDeal(_) => parts.iter().map(|part| high(part.near)).collect(),
                    Base::Package(other) => parts.iter().map(|part| high(part.less(&parts[other[at]]))).collect(),
                });
            }
            let linked = linkages.iter().map(|(rule, part)| {
                let has = matches!(&base, Base::Package(other) if rule.holds(other) == Truth::Yes);
                let size = part.near.ticks.abs() + part.near.slack;
                if has == (part.near.ticks > 0) { 0 } else { size }
            });
            let mut left =
                linked.sum::<i128>() - if let Base::NoDeal(no_deal) = base { no_deal.ticks - no_deal.slack } else { 0 };
            rest.push(left);
            for own in above.iter().rev() {
                left += own.iter().copied().max().unwrap_or(0);
                rest.push(left);
            }
            rest.reverse();
        }
        Self { valued, base, above, rest }
    }

    /// How far a package is above what it is compared with.
    pub fn gap(&self, package: &[usize]) -> Near {
        match (&self.base, &self.valued.worth) {
            (Base::NoDeal(no_deal), _) => self.valued.near(package).minus(*no_deal),
            (Base::Package(other), Worth::Table(..)) => self.valued.near(package).minus(self.valued.near(other)),
            (Base::Package(other), Worth::Sum { issues, linkages }) => {
                // What is the same in both is rounded alike.
                let own =
                    issues.iter().zip(package.iter().zip(other)).map(|(parts, (a, b))| parts[*a].less(&parts[*b]));
                let linked = linkages.iter().map(|(rule, part)| {
                    match (rule.holds(package) == Truth::Yes, rule.holds(other) == Truth::Yes) {
                        (true, false) => part.near,
                        (false, true) => Near::default().minus(part.near),
                        _ => Near::default(),
                    }
                });
                own.chain(linked).fold(Near::default(), Near::plus)
            }
        }
    }
}

/// How a hunt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Ended {
    /// Every package was gone through.
    Whole,
    /// It was told to stop.
    Left,
    /// The steps were spent.
    Spent,
}

/// A search for packages that keep demands and floors.
pub(super) struct Hunt<'a> {
    sizes: Vec<usize>,
    /// Demands that name no issue stand for every package.
    always: Vec<Demand<'a>>,
    /// By issue, the demands that name it.
    by_issue: Vec<Vec<Demand<'a>>>,
    floors: Vec<Floor<'a>>,
    /// Steps left.
    pub steps: u64,
}

impl<'a> Hunt<'a> {
    pub fn new(ground: &Ground<'a>, demands: Vec<Demand<'a>>, floors: Vec<Floor<'a>>) -> Self {
        let sizes = ground.sizes();
        let by_issue: Vec<Vec<Demand<'a>>> =
            (0..sizes.len()).map(|at| demands.iter().filter(|demand| demand.names(at)).cloned().collect()).collect();
        let nowhere = |demand: &Demand<'a>| (0..sizes.len()).all(|at| !demand.names(at));
        let always = demands.into_iter().filter(nowhere).collect();
        Self { sizes, always, by_issue, floors, steps: super::STEPS }
    }

    /// Calls `see` on every package that keeps all demands and is not below a floor for certain, the first issue slowest,
    /// with how far it is above each floor; until `see` says no.
    pub fn run(&mut self, see: &mut dyn FnMut(&[usize], &[Near]) -> bool) -> Ended {
        let issues = self.sizes.len();
        if self.always.iter().any(|demand| demand.broken(&|_| None)) {
            return Ended::Whole;
        }
        let mut package = vec![0usize; issues];
        let mut next = vec![0usize; issues + 1];
        let mut sums = vec![vec![0i128; issues + 1]; self.floors.len()];
        let mut depth = 0;
        loop {
            if depth == issues {
                let gaps: Vec<Near> = self.floors.iter().map(|floor| floor.gap(&package)).collect();
                if gaps.iter().all(|gap| gap.not_negative() != Truth::No) && !see(&package, &gaps) {
                    return Ended::Left;
                }
            }
            if depth == issues || next[depth] == self.sizes[depth] {
                next[depth] = 0;
                match depth.checked_sub(1) {
                    Some(up) => depth = up,
                    None => return Ended::Whole,
                }
                continue;
            }
            if self.steps == 0 {
                return Ended::Spent;
            }
            self.steps -= 1;
            package[depth] = next[depth];
            next[depth] += 1;
            let taken = |at: usize| (at <= depth).then(|| package[at]);
            if self.by_issue[depth].iter().any(|demand| demand.broken(&taken)) {
                continue;
            }
            let mut reaches = true;
            for (floor, sums) in self.floors.iter().zip(&mut sums).filter(|(floor, _)| !floor.rest.is_empty()) {
                sums[depth + 1] = sums[depth] + floor.above[depth][package[depth]];
                reaches &= sums[depth + 1] + floor.rest[depth + 1] >= 0;
            }
            if reaches {
                depth += 1;
            }
        }
    }
}
