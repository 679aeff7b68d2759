//! What the method page says of the zone, package by package: the slow way that is plainly right.

use super::super::count::{Place, Truth, truth};
use super::super::made::{Issue, Line, Rule};
use super::made::Talks;
use num_bigint::BigInt;
use std::cmp::Ordering;
use zopa_lens::settlement::Concept;

/// A case with every package and its values, in millionths.
pub struct Brute<'a> {
    pub talks: &'a Talks,
    /// By issue an outcome, in the order of [`Issue::outcomes`].
    pub packages: Vec<Vec<usize>>,
    /// By package: whether it keeps the logic, and the lines that count as well.
    pub logical: Vec<bool>,
    pub admissible: Vec<bool>,
    /// By party and package.
    pub values: Vec<Option<Vec<i128>>>,
    pub no_deal: Vec<Option<i128>>,
    /// Whose yes is needed.
    pub consenting: Vec<usize>,
}

fn issues_of(rule: &Rule) -> Vec<usize> {
    match rule {
        Rule::Is(issue, ..) | Rule::Compare(issue, ..) | Rule::Includes(issue, ..) => vec![*issue],
        Rule::Event(_) => Vec::new(),
        Rule::Not(inner) => issues_of(inner),
        Rule::And(parts) | Rule::Or(parts) => parts.iter().flat_map(issues_of).collect(),
        Rule::Implies(left, right) => [issues_of(left), issues_of(right)].concat(),
    }
}

/// Which of two packages a concept puts first.
type ByOrder<'a> = Box<dyn Fn(usize, usize) -> Ordering + 'a>;

impl<'a> Brute<'a> {
    pub fn new(talks: &'a Talks) -> Self {
        let made = &talks.made;
        let packages = talks.packages();
        let parties = 0..made.parties;
        let consenting: Vec<usize> =
            parties.clone().filter(|party| made.issues.iter().any(|issue| issue.consent.contains(party))).collect();
        let mut brute = Self {
            talks,
            logical: Vec::new(),
            admissible: Vec::new(),
            values: parties.clone().map(|party| talks.values(party)).collect(),
            no_deal: parties
                .map(|party| {
                    let known = talks.preferences[party].as_ref()?;
                    Some(i128::from(known.no_deal?) * 1_000_000 / i128::from(known.scale.units()))
                })
                .collect(),
            packages,
            consenting,
        };
        for at in 0..brute.packages.len() {
            let logical = brute.asked(at, |place| made.logic.iter().all(|rule| truth(rule, place) != Truth::No));
            let kept = made.lines.iter().filter(|line| brute.counts(line)).all(|line| brute.keeps(at, line));
            brute.logical.push(logical);
            brute.admissible.push(logical && kept);
        }
        brute
    }

    /// Asks something of a package, events not known.
    fn asked<T>(&self, at: usize, ask: impl Fn(&Place<'_>) -> T) -> T {
        let outcomes: Vec<Vec<Vec<usize>>> = self.talks.made.issues.iter().map(Issue::outcomes).collect();
        let package: Vec<Option<&[usize]>> =
            self.packages[at].iter().zip(&outcomes).map(|(at, outcomes)| Some(outcomes[*at].as_slice())).collect();
        ask(&Place { package: &package, events: [Truth::Unknown; 4] })
    }

    /// Whether a line counts: its party's yes is needed on one of the issues it names.
    pub fn counts(&self, line: &Line) -> bool {
        issues_of(&line.rule).iter().any(|issue| self.talks.made.issues[*issue].consent.contains(&line.party))
    }

    /// Whether a package does not cross a line for certain.
    pub fn keeps(&self, at: usize, line: &Line) -> bool {
        self.asked(at, |place| {
            let rule = truth(&line.rule, place);
            let crossed = if line.never { rule == Truth::Yes } else { rule == Truth::No };
            let in_force = line.condition.as_ref().is_none_or(|rule| truth(rule, place) == Truth::Yes);
            !(crossed && in_force)
        })
    }

    /// Whose yes is needed and whose values are known.
    pub fn voters(&self) -> Vec<usize> {
        self.consenting.iter().copied().filter(|party| self.values[*party].is_some()).collect()
    }

    /// Whether values and no-deal values of all whose yes is needed are known.
    pub fn whole(&self) -> bool {
        self.consenting.iter().all(|party| self.values[*party].is_some() && self.no_deal[*party].is_some())
    }

    pub fn value(&self, party: usize, at: usize) -> i128 {
        self.values[party].as_ref().unwrap()[at]
    }

    pub fn reaches(&self, party: usize, at: usize) -> bool {
        self.values[party].is_none() || self.no_deal[party].is_none_or(|no_deal| self.value(party, at) >= no_deal)
    }

    /// Packages that are admissible and no worse than no deal to all of whom that is known.
    pub fn zone(&self) -> Vec<usize> {
        let all = (0..self.packages.len()).filter(|at| self.admissible[*at]);
        all.filter(|at| self.consenting.iter().all(|party| self.reaches(*party, *at))).collect()
    }

    pub fn vector(&self, at: usize) -> Vec<i128> {
        self.voters().iter().map(|party| self.value(*party, at)).collect()
    }

    pub fn dominates(&self, one: usize, other: usize) -> bool {
        let (one, other) = (self.vector(one), self.vector(other));
        one != other && one.iter().zip(&other).all(|(a, b)| a >= b)
    }

    pub fn undominated(&self, at: usize) -> bool {
        (0..self.packages.len()).filter(|other| self.admissible[*other]).all(|other| !self.dominates(other, at))
    }

    pub fn efficient(&self, zone: &[usize]) -> Vec<usize> {
        zone.iter().copied().filter(|at| self.undominated(*at)).collect()
    }

    pub fn gains(&self, at: usize) -> Vec<i128> {
        self.voters().iter().map(|party| self.value(*party, at) - self.no_deal[*party].unwrap()).collect()
    }

    /// How deep a package is: the most packages that somebody likes better than it, and itself.
    fn depth(&self, at: usize) -> usize {
        let better = |party: &usize| {
            let all = (0..self.packages.len()).filter(|other| self.admissible[*other]);
            all.filter(|other| self.value(*party, *other) > self.value(*party, at)).count()
        };
        self.voters().iter().map(better).max().unwrap_or(0) + 1
    }

    /// The packages that a concept chooses, and the depth for fallback bargaining; `None` where nobody has anything to
    /// gain and the concept is about gains.
    pub fn best(&self, concept: Concept, zone: &[usize]) -> Option<(Vec<usize>, usize)> {
        let voters = self.voters().len();
        let most: Vec<i128> =
            (0..voters).map(|v| zone.iter().map(|at| self.gains(*at)[v]).max().unwrap_or(0)).collect();
        let gaining: Vec<usize> = (0..voters).filter(|v| most[*v] > 0).collect();
        let shares = |at: usize| -> Vec<(i128, i128)> {
            let gains = self.gains(at);
            let mut shares: Vec<(i128, i128)> = gaining.iter().map(|v| (gains[*v], most[*v])).collect();
            shares.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
            shares
        };
        let leximin = |a: &[(i128, i128)], b: &[(i128, i128)]| {
            a.iter()
                .zip(b)
                .map(|(a, b)| (a.0 * b.1).cmp(&(b.0 * a.1)))
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        };
        let efficient = || self.efficient(zone);
        let (among, order): (Vec<usize>, ByOrder<'_>) = match concept {
            Concept::Nash | Concept::KalaiSmorodinsky | Concept::KsMinSpread if gaining.is_empty() => return None,
            Concept::Nash => {
                let product = |at: usize| -> BigInt {
                    let gains = self.gains(at);
                    gaining.iter().map(|v| BigInt::from(gains[*v])).product()
                };
                (efficient(), Box::new(move |a, b| product(a).cmp(&product(b))))
            }
            Concept::Egalitarian => {
                let gains = |at: usize| {
                    let mut gains = self.gains(at);
                    gains.sort_unstable();
                    gains
                };
                (zone.to_vec(), Box::new(move |a, b| gains(a).cmp(&gains(b))))
            }
            Concept::KalaiSmorodinsky => (efficient(), Box::new(|a, b| leximin(&shares(a), &shares(b)))),
            Concept::KsMinSpread => {
                // Fractions of fractions: all brought to one denominator, the product of all most gains.
                let whole: BigInt = gaining.iter().map(|v| BigInt::from(most[*v])).product();
                let spread = |at: usize| -> BigInt {
                    let part = |(gain, most): &(i128, i128)| BigInt::from(*gain) * (&whole / BigInt::from(*most));
                    let shares = shares(at);
                    shares.last().map(part).unwrap_or_default() - shares.first().map(part).unwrap_or_default()
                };
                let spread = Box::new(spread);
                let all: Vec<BigInt> = (0..self.packages.len()).map(spread).collect();
                (zone.to_vec(), Box::new(move |a, b| all[b].cmp(&all[a])))
            }
            Concept::MaxWelfare => {
                let sum = |at: usize| self.vector(at).iter().sum::<i128>();
                (zone.to_vec(), Box::new(move |a, b| sum(a).cmp(&sum(b))))
            }
            Concept::Fallback => (efficient(), Box::new(|a, b| self.depth(b).cmp(&self.depth(a)))),
        };
        let best = |at: &usize| among.iter().all(|other| order(*other, *at).is_le());
        let best: Vec<usize> = among.iter().copied().filter(best).collect();
        let depth = best.first().map_or(0, |at| self.depth(*at));
        Some((best, depth))
    }

    /// Relative gains of an admissible package over a text that it is no worse than to anybody, the least first: over
    /// what each could gain most from the text on.
    pub fn relative(&self, text: usize, next: usize) -> Vec<(i128, i128)> {
        let no_worse = |at: &usize| {
            self.admissible[*at] && self.vector(*at).iter().zip(self.vector(text)).all(|(new, old)| *new >= old)
        };
        let open: Vec<usize> = (0..self.packages.len()).filter(no_worse).collect();
        let mut gains = Vec::new();
        for party in self.voters() {
            let from = self.value(party, text);
            let most = open.iter().map(|at| self.value(party, *at)).max().unwrap_or(from) - from;
            if most > 0 {
                gains.push((self.value(party, next) - from, most));
            }
        }
        gains.sort_by(|a, b| (a.0 * b.1).cmp(&(b.0 * a.1)));
        gains
    }

    /// Whether nothing has larger relative gains over a text than `next`, by leximin.
    pub fn is_best_step(&self, text: usize, next: usize) -> bool {
        let own = self.relative(text, next);
        let no_worse = |at: &usize| {
            self.admissible[*at] && self.vector(*at).iter().zip(self.vector(text)).all(|(new, old)| *new >= old)
        };
        (0..self.packages.len()).filter(no_worse).all(|other| {
            let order = self
                .relative(text, other)
                .iter()
                .zip(&own)
                .map(|(a, b)| (a.0 * b.1).cmp(&(b.0 * a.1)))
                .find(|o| o.is_ne());
            order.unwrap_or(Ordering::Equal).is_le()
        })
    }
}
