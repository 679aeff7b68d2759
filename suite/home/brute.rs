//! What the lens says of ratifiers, worked out package by package and corner by corner.

use super::made::{Faction, Made, Ratifier, Rule};

/// The third party has no say on any issue, so that its lines and ratifiers do not count for a deal.
const COUNTING: usize = 2;

/// No, not known, yes: "and" is the least of them, "or" the greatest.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Truth {
    No,
    Unknown,
    Yes,
}

use Truth::{No, Unknown, Yes};

fn truth(rule: &Rule, package: &[usize]) -> Truth {
    let of = |holds: bool| if holds { Yes } else { No };
    match rule {
        Rule::Is(issue, options, negated) => of(options.contains(&package[*issue]) != *negated),
        Rule::AtMost(issue, option) => of(package[*issue] <= *option),
        Rule::Event => Unknown,
        Rule::Not(inner) => [Yes, Unknown, No][truth(inner, package) as usize],
        Rule::And(parts) => parts.iter().map(|part| truth(part, package)).min().unwrap_or(Yes),
        Rule::Or(parts) => parts.iter().map(|part| truth(part, package)).max().unwrap_or(No),
    }
}

pub struct Brute<'a> {
    made: &'a Made,
    admissible: Vec<Vec<usize>>,
}

impl<'a> Brute<'a> {
    pub fn new(made: &'a Made) -> Self {
        let mut packages = vec![Vec::new()];
        for options in &made.issues {
            let longer = |package: &Vec<usize>, own: usize| package.iter().copied().chain([own]).collect();
            packages = packages.iter().flat_map(|package| (0..*options).map(move |own| longer(package, own))).collect();
        }
        let keeps = |package: &Vec<usize>| {
            made.logic.iter().all(|rule| truth(rule, package) != No)
                && made
                    .lines
                    .iter()
                    .all(|(party, never)| *party >= COUNTING || names_nothing(never) || truth(never, package) != Yes)
        };
        Self { made, admissible: packages.into_iter().filter(keeps).collect() }
    }

    pub fn admissible(&self) -> &[Vec<usize>] {
        &self.admissible
    }

    fn count(&self, holds: impl Fn(&[usize]) -> (bool, bool)) -> (usize, usize) {
        let of = |which: fn((bool, bool)) -> bool| self.admissible.iter().filter(|own| which(holds(own))).count();
        (of(|both| both.0), of(|both| both.1))
    }

    /// Whether the package gets the ratifier's yes for certain, and possibly.
    fn yes(ratifier: &Ratifier, package: &[usize], left_out: Option<usize>) -> (bool, bool) {
        let factions: Vec<&Faction> =
            ratifier.factions.iter().enumerate().filter(|(at, _)| Some(*at) != left_out).map(|(_, own)| own).collect();
        if factions.is_empty() || ratifier.rule == "referendum" {
            return (false, true);
        }
        let vote = |own: &Faction| own.accepts.as_ref().map_or(Unknown, |rule| truth(rule, package));
        let votes: Vec<Truth> = factions.iter().map(|own| vote(own)).collect();
        if ratifier.rule != "majority" {
            return (votes.iter().all(|vote| *vote == Yes), votes.iter().all(|vote| *vote != No));
        }
        let threshold = ratifier.threshold.unwrap_or((50, 100));
        let (mut certain, mut possible) = (true, false);
        for corner in 0..1_usize << (factions.len() + 1) {
            let end = |at: usize, (low, high): (u32, u32)| if corner >> at & 1 == 1 { high } else { low };
            let weight = |at: usize| end(at, factions[at].weight);
            let sum = |in_favour: &dyn Fn(Truth) -> bool| -> u32 {
                (0..factions.len()).filter(|at| in_favour(votes[*at])).map(weight).sum()
            };
            let all = sum(&|_| true);
            let needed = end(factions.len(), threshold);
            let carries = |own: u32| {
                needed == 0 || own > 0 && (own * 100 > all * needed || own * 100 == all * needed && needed != 50)
            };
            certain &= carries(sum(&|vote| vote == Yes));
            possible |= carries(sum(&|vote| vote != No));
        }
        (certain, possible)
    }

    /// Whether the package needs the ratifier's yes.
    fn needs(ratifier: &Ratifier, package: &[usize]) -> Truth {
        ratifier.about.as_ref().map_or(Yes, |rule| truth(rule, package))
    }

    fn passing(ratifier: &Ratifier, package: &[usize], left_out: Option<usize>) -> (bool, bool) {
        let (needs, (certain, possible)) = (Self::needs(ratifier, package), Self::yes(ratifier, package, left_out));
        (needs == No || certain, needs != Yes || possible)
    }

    /// Whether a package passes the ratifier for certain, and possibly.
    pub fn judged(&self, ratifier: &Ratifier, package: &[usize]) -> (bool, bool) {
        Self::passing(ratifier, package, None)
    }

    pub fn passes(&self, ratifier: &Ratifier, left_out: Option<usize>) -> (usize, usize) {
        self.count(|package| Self::passing(ratifier, package, left_out))
    }

    pub fn asked(&self, ratifier: &Ratifier) -> (usize, usize) {
        self.count(|package| {
            let needs = Self::needs(ratifier, package);
            (needs == Yes, needs != No)
        })
    }

    pub fn empty(&self, ratifier: &Ratifier, left_out: Option<usize>) -> bool {
        let gets =
            |package: &Vec<usize>| Self::needs(ratifier, package) != No && Self::yes(ratifier, package, left_out).1;
        !self.admissible.iter().any(gets)
    }

    pub fn accepted(&self, faction: &Faction) -> (usize, usize) {
        self.count(|package| {
            let vote = faction.accepts.as_ref().map_or(Unknown, |rule| truth(rule, package));
            (vote == Yes, vote != No)
        })
    }

    /// Packages that pass all ratifiers that count: for certain, and possibly.
    pub fn joint(&self) -> (Vec<Vec<usize>>, Vec<Vec<usize>>) {
        let of = |which: fn((bool, bool)) -> bool| {
            let counts = || self.made.ratifiers.iter().filter(|own| own.party < COUNTING);
            let all = |package: &&Vec<usize>| counts().all(|own| which(Self::passing(own, package, None)));
            self.admissible.iter().filter(all).cloned().collect()
        };
        (of(|both| both.0), of(|both| both.1))
    }

    /// Admissible packages outside a mandate that cross no line of the same party, for certain.
    pub fn outside(&self, mandate: &(usize, Rule)) -> Vec<Vec<usize>> {
        let (party, within) = mandate;
        let own = || self.made.lines.iter().filter(|(whose, _)| whose == party);
        let outside =
            |package: &&Vec<usize>| truth(within, package) == No && own().all(|(_, never)| truth(never, package) == No);
        self.admissible.iter().filter(outside).cloned().collect()
    }

    /// The fewest rungs to an admissible package that is wanted and differs on exactly these issues.
    pub fn rungs(&self, package: &[usize], changed: &[usize], wanted: &dyn Fn(&[usize]) -> bool) -> Option<usize> {
        let fits = |own: &&Vec<usize>| {
            wanted(own) && (0..package.len()).all(|issue| changed.contains(&issue) == (package[issue] != own[issue]))
        };
        self.admissible.iter().filter(fits).map(|own| distance(package, own)).min()
    }

    /// The smallest sets of issues on which an admissible package that is wanted differs from this one, in order.
    pub fn nearest(&self, package: &[usize], wanted: &dyn Fn(&[usize]) -> bool) -> Vec<Vec<usize>> {
        let changed = |other: &Vec<usize>| -> Vec<usize> {
            (0..package.len()).filter(|issue| package[*issue] != other[*issue]).collect()
        };
        let mut sets: Vec<Vec<usize>> = self.admissible.iter().filter(|own| wanted(own)).map(changed).collect();
        let fewest = sets.iter().map(Vec::len).min().unwrap_or(0);
        sets.retain(|set| set.len() == fewest);
        sets.sort();
        sets.dedup();
        sets
    }
}

/// How many rungs apart two packages are in all.
pub fn distance(one: &[usize], two: &[usize]) -> usize {
    one.iter().zip(two).map(|(one, two)| one.abs_diff(*two)).sum()
}

/// Whether a rule names no issue; a line that does not counts for no deal.
pub fn names_nothing(rule: &Rule) -> bool {
    match rule {
        Rule::Is(..) | Rule::AtMost(..) => false,
        Rule::Event => true,
        Rule::Not(inner) => names_nothing(inner),
        Rule::And(parts) | Rule::Or(parts) => parts.iter().all(names_nothing),
    }
}
