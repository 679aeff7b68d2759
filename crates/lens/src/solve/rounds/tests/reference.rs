//! Alternating offers of time-dependent parties, written down once more the long way, over lists.

use super::super::{Act, Alternating, Ending, Halves, Listed, Menu, Seat, Settings, Sums, Tactic, Talks, tactic};
use crate::Unwatched;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// A party: its values by package in canonical order, its no-deal value, its exponent.
struct Party {
    values: Vec<i64>,
    no_deal: Option<i64>,
    exponent: f64,
}

impl Party {
    fn holds_out_for(&self, round: u32, rounds: u32) -> Option<i64> {
        let time = if rounds == 1 { 1.0 } else { f64::from(round) / f64::from(rounds - 1) };
        let lowest = *self.values.iter().min().expect("a package");
        let highest = *self.values.iter().max().expect("a package");
        let least = self.no_deal.map_or(lowest, |no_deal| no_deal.max(lowest));
        let share = 1.0 - libm::pow(time, self.exponent);
        (least <= highest).then(|| least + ((highest - least) as f64 * share).round() as i64)
    }

    /// The package of least value at or above what it holds out for; of equals the last.
    fn offer(&self, round: u32, rounds: u32) -> Option<usize> {
        let level = self.holds_out_for(round, rounds)?;
        let good = self.values.iter().enumerate().filter(|(_, value)| **value >= level);
        good.min_by_key(|(at, value)| (**value, std::cmp::Reverse(*at))).map(|(at, _)| at)
    }
}

type Trace = Vec<(u32, usize, Option<usize>)>;

/// Round, party, and what it offered; `None` for an acceptance or nothing. And the package agreed.
fn talk(parties: &[Party], rounds: u32) -> (Trace, Option<usize>) {
    let (mut trace, mut standing, mut yes) = (Vec::new(), None, 0);
    for round in 0..rounds {
        for (at, party) in parties.iter().enumerate() {
            let own = party.offer(round, rounds);
            let accepts = |package: usize| own.is_some_and(|own| party.values[package] >= party.values[own]);
            match standing {
                Some(package) if accepts(package) => {
                    yes += 1;
                    trace.push((round, at, None));
                    if yes == parties.len() - 1 {
                        return (trace, Some(package));
                    }
                }
                _ => {
                    (standing, yes) = (own, 0);
                    trace.push((round, at, own));
                }
            }
        }
    }
    (trace, None)
}

fn same(
    menu: &dyn Menu,
    sums: &[Vec<Vec<i64>>],
    styles: &[(Tactic, f64, Option<i64>)],
    rounds: u32,
) -> Result<(), TestCaseError> {
    let sizes: Vec<usize> = sums[0].iter().map(Vec::len).collect();
    let count: usize = sizes.iter().product();
    let values = |own: &Vec<Vec<i64>>| -> Vec<i64> {
        let value = |mut at: usize| {
            let mut sum = 0;
            for row in own.iter().rev() {
                sum += row[at % row.len()];
                at /= row.len();
            }
            sum
        };
        (0..count).map(value).collect()
    };
    let parties: Vec<Party> = sums
        .iter()
        .zip(styles)
        .map(|(own, (_, exponent, no_deal))| Party { values: values(own), no_deal: *no_deal, exponent: *exponent })
        .collect();
    let (trace, agreed) = talk(&parties, rounds);
    let seats = styles.iter().enumerate().map(|(at, (style, _, no_deal))| Seat::party(at, *no_deal, style)).collect();
    let talks = Talks::new(menu, &Alternating, seats, Settings { rounds, ..Settings::default() }).expect("seated");
    let ended = talks.run(0, true, &Unwatched);
    let number =
        |package| menu.choices(package).into_iter().zip(&sizes).fold(0, |at, (choice, size)| at * size + choice);
    let record = ended.record.expect("traced");
    let own: Trace = record
        .moves()
        .iter()
        .map(|own| (own.round, own.seat, own.package.filter(|_| own.act == Act::Offer).map(number)))
        .collect();
    prop_assert_eq!(own, trace);
    let ending = match ended.ending {
        Ending::Agreed(package) => Some(number(package)),
        Ending::TimedOut => None,
        other => return Err(TestCaseError::fail(format!("{other:?}"))),
    };
    prop_assert_eq!(ending, agreed);
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig {
        cases: 300, rng_seed: RngSeed::Fixed(62), failure_persistence: None, ..ProptestConfig::default()
    })]

    #[test]
    fn runs_are_those_of_the_long_way(
        (sums, no_deals) in (prop::collection::vec(1usize..5, 1..4), 2usize..5, prop::sample::select(vec![2i64, 1000]))
            .prop_flat_map(|(sizes, parties, most)| {
                let issue = move |size: usize| prop::collection::vec(0..=most, size);
                let own: Vec<_> = sizes.into_iter().map(issue).collect();
                (prop::collection::vec(own, parties), prop::collection::vec(prop::option::of(0..=2 * most), parties))
            }),
        exponents in prop::collection::vec(prop::sample::select(vec![0.25, 0.5, 1.0, 4.0]), 4),
        rounds in 1u32..30,
    ) {
        let styles: Vec<(Tactic, f64, Option<i64>)> = no_deals
            .iter()
            .zip(&exponents)
            .map(|(no_deal, exponent)| (tactic(&format!("exponent {exponent}")).expect("words"), *exponent, *no_deal))
            .collect();
        let made = Sums::new(sums.clone()).expect("small");
        same(&Listed::of_sums(&made).expect("small"), &sums, &styles, rounds)?;
        same(&Halves::new(&made).expect("small"), &sums, &styles, rounds)?;
    }
}
