//! The least and the largest that a package can be worth to a party, over all numbers that agree with what is said.
//!
//! These decide *necessary* and *possible* answers (true for every, or for some, consistent set of numbers: robust
//! ordinal regression, Greco, Mousseau & Slowinski, European Journal of Operational Research 191, 2008). With weights
//! `w_j` on the scale's total `top`, values `v_j` and linkages `b_k`, a package `x` is worth
//!
//! `u(x) = sum_j w_j v_j(x_j) / top + sum over k whose rule holds of b_k`, on the raw scale `sum_j w_j v_j(x_j) + ..`.
//!
//! Values do not hang on weights and weights are not negative, so that for the largest `u` every outcome is at its
//! largest value, whatever the weights; what is left is a linear program over the weights (order, bounds, sum), solved exactly by
//! [`crate::solve::lp`], and likewise for the least. Linkages are at their ends. A linkage counts where its rule holds for
//! certain: one that hangs on events does not count.
//!
//! The ends are exact, rounded outwards to ticks. A draw whose contributions are rounded one by one can lie outside by half a tick an
//! issue. Cost: two programs with a variable for each uncertain weight.

use super::draws::{Plan, Polytope, Values, preferences, top};
use crate::solve::lp::{Fraction, Program, Relation, Solved};
use num_bigint::BigInt;
#[cfg(test)]
use zopa_case::Scale;
use zopa_case::{Case, Issue, IssueId, Number, PartyId, Quantity, Rule, TICKS, Truth};

/// The most pivots for one program; Bland's rule needs a few times the number of weights in practice.
const STEPS: usize = 20_000;

/// The value of an outcome of an issue, given those of its options: that of the one option, or the sum over those taken
/// together. Sequences are summed, too: where no values are given all are 0, and linkages alone value them.
pub(crate) fn outcome_value(issue: &Issue, outcome: usize, values: &[Number]) -> Number {
    let options = issue.outcomes.get(outcome).map(|outcome| outcome.0.as_slice()).unwrap_or_default();
    Number(options.iter().filter_map(|option| values.get(*option)).map(|value| value.0).sum())
}

#[cfg(test)]
/// What a weight and a value contribute, rounded once to ticks, halves away from zero: `w v / top`; raw `w v`. `None` where
/// it is too large for a number.
pub(crate) fn contribution(scale: Scale, weight: Number, value: Number) -> Option<Number> {
    let product = weight.0.checked_mul(value.0)?;
    let over = top(scale).unwrap_or(TICKS);
    let half = if product < 0 { -(over / 2) } else { over / 2 };
    Some(Number(product.checked_add(half)? / over))
}

/// The least and the largest value of a package (the outcome of every issue, by index) to a party; `None` where the
/// party cannot be valued, where a number is too large, and where the step limit is reached.
pub(crate) fn value_range(case: &Case, party: PartyId, outcomes: &[usize]) -> Option<(Number, Number)> {
    Ranges::new(case, party)?.of(case, outcomes)
}

/// What [`value_range`] needs of a party, for many packages.
pub(crate) struct Ranges {
    party: PartyId,
    plan: Plan,
    linkages: Vec<(Rule, Number, Number)>,
}

impl Ranges {
    /// `None` where the party cannot be valued.
    pub(crate) fn new(case: &Case, party: PartyId) -> Option<Self> {
        let plan = Plan::new(case, party).ok()?;
        let linkages = preferences(case, party)?.linkages.iter();
        let ends = |value: &Quantity| (value.low(), value.high());
        let linkages = linkages.map(|linkage| {
            let (low, high) = ends(&linkage.value);
            Some((case.rule(&linkage.when)?.clone(), low, high))
        });
        Some(Self { party, linkages: linkages.collect::<Option<_>>()?, plan })
    }

    /// The least and the largest value of a package.
    pub(crate) fn of(&self, case: &Case, outcomes: &[usize]) -> Option<(Number, Number)> {
        let (mut low, mut high) = self.without_linkages(case, outcomes)?;
        for (_, least, most) in self.linkages.iter().filter(|(rule, _, _)| rule.holds(outcomes) == Truth::Yes) {
            low += least.0;
            high += most.0;
        }
        Some((Number(low.try_into().ok()?), Number(high.try_into().ok()?)))
    }

    /// The ends of what the issues are worth, or of what the table says.
    fn without_linkages(&self, case: &Case, outcomes: &[usize]) -> Option<(BigInt, BigInt)> {
        if self.plan.table {
            let table = case.table(self.party)?;
            let value = table.value(table.package(outcomes)?)?;
            return Some((value.0.into(), value.0.into()));
        }
        let range = |(issue, values): (&IssueId, &Values)| {
            Some(outcome_range(case.issue(*issue), *outcomes.get(issue.index())?, values))
        };
        let ends: Option<Vec<(i128, i128)>> = self.plan.issues.iter().zip(&self.plan.values).map(range).collect();
        let ends = ends?;
        let largest = self.weighed(&ends.iter().map(|ends| ends.1).collect::<Vec<_>>())?;
        let least = self.weighed(&ends.iter().map(|ends| -ends.0).collect::<Vec<_>>())?;
        Some(((-&least).floor(), largest.ceil()))
    }

    /// The largest weighted sum of the numbers of the issues, in ticks of value.
    fn weighed(&self, numbers: &[i128]) -> Option<Fraction> {
        let over = top(self.plan.scale).unwrap_or(TICKS);
        let Weighing { program, certain, .. } = Weighing::new(&self.plan.weights, numbers);
        match program.maximise(STEPS) {
            Solved::Optimal { value, .. } => {
                Fraction::new(value.numerator() + certain * value.denominator(), value.denominator() * over)
            }
            _ => None,
        }
    }
}

/// The linear program for the largest `sum_j w_j n_j` over the weights.
struct Weighing {
    /// Its variables: what a weight has above its lower bound, for blocks whose bounds leave something open.
    program: Program,
    /// What the lower bounds are worth.
    certain: BigInt,
    /// By block: its variable.
    #[cfg(test)]
    variable: Vec<Option<usize>>,
}

impl Weighing {
    fn new(weights: &Polytope, numbers: &[i128]) -> Self {
        let mut certain = BigInt::from(0);
        let mut variable = vec![None; weights.blocks.len()];
        let mut objective = Vec::new();
        for (own, block) in variable.iter_mut().zip(&weights.blocks) {
            let worth: i128 = block.members.iter().filter_map(|member| numbers.get(*member)).sum();
            certain += BigInt::from(worth) * block.given.0;
            if block.given.0 < block.given.1 {
                *own = Some(objective.len());
                objective.push(Fraction::from(worth));
            }
        }
        let count = objective.len();
        let mut program = Program::new(objective);
        let mut row = |entries: &[(usize, i128)], relation: Relation, bound: i128| {
            let mut coefficients = vec![Fraction::zero(); count];
            entries.iter().for_each(|(variable, entry)| coefficients[*variable] = (*entry).into());
            program.constrain(coefficients, relation, bound.into());
        };
        let least: i128 = weights.blocks.iter().map(|block| block.size() * block.given.0).sum();
        let spare = weights.total.map(|total| total - least);
        for (at, block) in weights.blocks.iter().enumerate() {
            let (Some(own), width) = (variable[at], block.given.1 - block.given.0) else { continue };
            let next = if at + 1 < weights.chain { variable[at + 1].zip(weights.blocks.get(at + 1)) } else { None };
            if let Some((above, next)) = next.filter(|(_, next)| block.given.1 > next.given.0) {
                row(&[(own, 1), (above, -1)], Relation::AtMost, next.given.0 - block.given.0);
            }
            // Bounds that the sum or the next in order imply need no row of their own.
            let by_the_sum = spare.is_some_and(|spare| block.size() * width >= spare);
            let by_the_next = next.is_some_and(|(_, next)| next.given.1 <= block.given.1);
            if !by_the_sum && !by_the_next {
                row(&[(own, 1)], Relation::AtMost, width);
            }
        }
        if let Some(spare) = spare.filter(|_| count > 0) {
            let sized = variable.iter().zip(&weights.blocks).filter_map(|(own, block)| Some(((*own)?, block.size())));
            row(&sized.collect::<Vec<_>>(), Relation::Equal, spare);
        }
        Self {
            program,
            certain,
            #[cfg(test)]
            variable,
        }
    }
}

/// The least and largest value of an outcome, in ticks: all its options at their ends together, which bounds and order allow.
fn outcome_range(issue: &Issue, outcome: usize, values: &Values) -> (i128, i128) {
    match values {
        Values::Nothing => (0, 0),
        Values::Known(polytope) => {
            let ends = polytope.bounds();
            let all =
                |end: fn(&(i128, i128)) -> i128| -> Vec<Number> { ends.iter().map(|ends| Number(end(ends))).collect() };
            let least = outcome_value(issue, outcome, &all(|ends| ends.0));
            (least.0, outcome_value(issue, outcome, &all(|ends| ends.1)).0)
        }
        Values::Unknown(top) => {
            // One option is worth 0 and another the top: taken all together, they are worth neither nothing nor all.
            let taken = issue.outcomes.get(outcome).map_or(0, |outcome| outcome.0.len()) as i128;
            if taken < issue.options.len() as i128 { (0, taken * top) } else { (*top, (taken - 1) * top) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::draws::tests::{case, case_with_table, party, twin};
    use super::super::draws::{Draws, PartyNumbers};
    use super::*;

    /// A package's value by the definition, each contribution rounded to ticks.
    fn worth(case: &Case, scale: Scale, own: &PartyNumbers, rules: &[Rule], outcomes: &[usize]) -> Number {
        let issues = case.issues().iter().enumerate().map(|(at, issue)| {
            let value = outcome_value(issue, outcomes[at], &own.values[at]);
            contribution(scale, own.weights[at], value).unwrap().0
        });
        let linkages = rules.iter().zip(&own.linkages).filter(|(rule, _)| rule.holds(outcomes) == Truth::Yes);
        Number(issues.sum::<i128>() + linkages.map(|(_, value)| value.0).sum::<i128>())
    }

    fn rules(case: &Case, party: PartyId) -> Vec<Rule> {
        preferences(case, party)
            .unwrap()
            .linkages
            .iter()
            .map(|linkage| case.rule(&linkage.when).unwrap().clone())
            .collect()
    }

    #[test]
    fn every_draw_of_the_twin_lies_inside() {
        let twin = twin();
        let draws = Draws::new(&twin, 5);
        let drawn: Vec<_> = (0..40).map(|index| draws.numbers(index)).collect();
        let tolerance = twin.issues().len() as i128;
        for id in ["norland", "sudmark", "federation", "compact"].map(|name| party(&twin, name)) {
            let (ranges, scale, rules) = (Ranges::new(&twin, id).unwrap(), draws.scale(id).unwrap(), rules(&twin, id));
            let mut state = 17_u64;
            for _ in 0..12 {
                let outcomes: Vec<usize> = twin
                    .issues()
                    .iter()
                    .map(|issue| {
                        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                        (state >> 33) as usize % issue.outcomes.len()
                    })
                    .collect();
                let (low, high) = ranges.of(&twin, &outcomes).unwrap();
                assert!(low < high || twin.party(id).name == "federation", "all but the federation have ranges");
                for numbers in &drawn {
                    let own = numbers.parties[id.index()].as_ref().unwrap();
                    let worth = worth(&twin, scale, own, &rules, &outcomes);
                    let told = format!("{}: {low} <= {worth} <= {high}", twin.party(id).name);
                    assert!(low.0 - tolerance <= worth.0 && worth.0 <= high.0 + tolerance, "{told}");
                }
            }
        }
    }

    #[test]
    fn the_ends_are_attained_by_weights_that_keep_all_that_is_said() {
        let twin = twin();
        for id in ["norland", "sudmark", "federation", "compact"].map(|name| party(&twin, name)) {
            let weights = Ranges::new(&twin, id).unwrap().plan.weights;
            for turn in 0..8 {
                let numbers: Vec<i128> =
                    (0..weights.bounds().len()).map(|at| (at as i128 * 37 + turn * 11) % 101 - 20).collect();
                let Weighing { program, certain, variable } = Weighing::new(&weights, &numbers);
                let solved = program.maximise(STEPS);
                assert!(program.proves(&solved));
                let Solved::Optimal { value, solution, .. } = solved else { panic!("weights are bounded") };
                let number = |at: usize| {
                    let spare = variable[at].map_or_else(Fraction::zero, |own| solution[own].clone());
                    &spare + &weights.blocks[at].given.0.into()
                };
                let mut sum = Fraction::zero();
                let mut worth = Fraction::zero();
                for (at, block) in weights.blocks.iter().enumerate() {
                    let weight = number(at);
                    assert!(weight >= block.given.0.into() && weight <= block.given.1.into());
                    assert!(at + 1 >= weights.chain || weight <= number(at + 1));
                    for member in &block.members {
                        sum = &sum + &weight;
                        worth = &worth + &(&weight * &numbers[*member].into());
                    }
                }
                assert!(weights.total.is_none_or(|total| sum == total.into()));
                assert_eq!(worth, &value + &certain.into());
            }
        }
    }

    /// The ends of a package's value to North, with these preferences of North's.
    fn ends(preferences: &str, outcomes: [usize; 3]) -> Option<(String, String)> {
        let head = "\
zopa: 1
case: Harbour and islands
as of: 2026-02-18
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
issues:
  islands: {name: Islands, kind: ladder, order by: islands, ladder: {i0: None, i1: Two, i2: All}}
  fish: {name: Fish, kind: menu, menu: {f1: One, f2: Two}}
  watch: {name: Watch, kind: menu, choose: any, menu: {w1: One, w2: Two}}
steps:
  - {id: landing, actor: north}
preferences:
  north:
";
        let case = case(&[&format!("{head}{preferences}")]);
        let (low, high) = value_range(&case, party(&case, "north"), &outcomes)?;
        Some((low.to_string(), high.to_string()))
    }

    fn told(low: &str, high: &str) -> Option<(String, String)> {
        Some((low.into(), high.into()))
    }

    #[test]
    fn weights_in_order_have_their_ends_at_the_corners() {
        // Corners of w1 >= w2 >= w3 with sum 100: (100, 0, 0), (50, 50, 0), thirds.
        let north = "    scale: 100
    order of weights: [islands, fish, watch]
    islands: {values: {i0: 0, i1: [40, 70], i2: 100}}
    fish: {values: {f1: 0, f2: 100}}
    watch: {values: {w1: 0, w2: 100}}
";
        assert_eq!(ends(north, [1, 1, 0]), told("40", "85"));
        assert_eq!(ends(north, [0, 1, 0]), told("0", "50"));
        assert_eq!(ends(north, [2, 0, 0]), told("33.333333333333", "100"));
        // Outwards: a third is no whole number of ticks.
        assert_eq!(ends(north, [0, 0, 1]), told("0", "33.333333333334"));
        assert_eq!(ends(north, [2, 1, 2]), told("100", "100"));
    }

    #[test]
    fn weights_in_bounds_on_both_scales() {
        let north = "    scale: 1
    islands: {weight: [0.2, 0.3], values: {i0: 0, i2: 1}}
    fish: {weight: [0.1, 0.9], values: {f1: 0, f2: 0.5}}
    watch: {values: {w1: 0, w2: 0}}
";
        assert_eq!(ends(north, [2, 0, 0]), told("0.2", "0.3"));
        // 0.3 and 0.7 with half of it; an option of which nothing is said is worth nothing or all.
        assert_eq!(ends(north, [2, 1, 0]), told("0.25", "0.65"));
        assert_eq!(ends(north, [1, 0, 0]), told("0", "0.3"));
        let north = "    scale: raw
    islands: {weight: [2, 3], values: {i0: -5, i1: [1, 4], i2: 9}}
    fish: {weight: 2, order: [f1, f2], values: {f2: 10}}
    watch: {weight: [1, 2], values: {w1: [1, 2], w2: -4}}
";
        assert_eq!(ends(north, [0, 0, 0]), told("-14", "-6"));
        assert_eq!(ends(north, [1, 1, 2]), told("16", "30"));
    }

    #[test]
    fn options_of_which_nothing_is_said_and_linkages() {
        let north = "    scale: 100
    islands: {weight: 60, order: [i0, i1, i2]}
    fish: {weight: 10}
    watch: {weight: 30}
    linkages:
      - {id: sure, when: islands = i1 or done(landing), value: [2, 5]}
      - {id: open, when: islands = i1 and done(landing), value: [7, 9]}
      - {id: loss, when: fish = f2, value: [-4, -3]}
";
        assert_eq!(ends(north, [0, 0, 0]), told("0", "40"));
        assert_eq!(ends(north, [1, 0, 0]), told("2", "105"));
        assert_eq!(ends(north, [0, 1, 0]), told("-4", "37"));
        // Both watchers together: one of them is worth nothing, the other all.
        assert_eq!(ends(north, [0, 0, 2]), told("30", "40"));
    }

    #[test]
    fn who_cannot_be_valued_has_no_range() {
        assert_eq!(ends("    scale: raw\n    fish: {values: {f1: 0, f2: 1}}\n", [0, 0, 0]), None);
        let huge = "    scale: raw\n    fish: {weight: 1000000000000000, values: {f1: 0, f2: 1000000000000000}}\n";
        assert_eq!(ends(huge, [0, 1, 0]), None);
    }

    #[test]
    fn a_table_gives_points() {
        let text = "\
zopa: 1
case: A table
as of: 2026-02-18
fictional: true
parties:
  north: {name: North, role: party}
  south: {name: South, role: party}
issues:
  fish: {name: Fish, kind: menu, menu: {f1: One, f2: Two}}
preferences:
  north:
    scale: 100
    table: worth.csv
";
        let case = case_with_table(&[text], "worth.csv", "fish,value\nf1,12\nf2,40.5\n");
        let range = |outcome| value_range(&case, party(&case, "north"), &[outcome]).unwrap();
        assert_eq!(range(0), (Number::whole(12), Number::whole(12)));
        assert_eq!(range(1), (Number(405 * TICKS / 10), Number(405 * TICKS / 10)));
        assert_eq!(value_range(&case, party(&case, "north"), &[2]), None);
        assert_eq!(value_range(&case, party(&case, "south"), &[0]), None);
    }

    #[test]
    fn contributions_are_rounded_once() {
        let tick = |ticks| Number(ticks);
        assert_eq!(contribution(Scale::Hundred, Number::whole(40), Number::whole(70)), Some(Number::whole(28)));
        assert_eq!(contribution(Scale::One, tick(1), Number(TICKS / 2)), Some(tick(1)));
        assert_eq!(contribution(Scale::One, tick(1), Number(TICKS / 2 - 1)), Some(tick(0)));
        assert_eq!(contribution(Scale::Raw, Number::whole(2), tick(-1)), Some(tick(-2)));
        assert_eq!(contribution(Scale::Raw, tick(1), Number(-TICKS / 2)), Some(tick(-1)));
        assert_eq!(contribution(Scale::Raw, tick(i128::MAX / 2), tick(3)), None);
    }
}
