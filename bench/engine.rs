//! The values of a case with points, put straight into the engine under the lenses: for benches that time the engine
//! by itself. Logic and lines are not taken along; the scenarios of these benches have none.

use std::sync::Arc;
use zopa_case::Case;
use zopa_lens::solve::Network;
use zopa_lens::solve::valued::search::ANYTHING;
use zopa_lens::solve::valued::{Charge, Layout, VALUE_MAX};

/// One tick is 1e-12 of the scale.
const TICKS: i128 = zopa_case::TICKS;

/// Values in ticks.
pub struct Values {
    /// By issue, the number of options.
    pub sizes: Vec<usize>,
    /// By party.
    pub parties: Vec<Party>,
}

/// The values of one party.
pub struct Party {
    /// By issue and option, weight times value; empty with a table.
    pub issues: Vec<Vec<i64>>,
    /// By package, the first issue slowest.
    pub table: Vec<i64>,
    /// No-deal value.
    pub least: i64,
}

impl Values {
    /// Reads the preferences of all parties that have any, which are points on the scale `raw` or `1`.
    pub fn of(case: &Case) -> Self {
        let sizes = case.issues().iter().map(|issue| issue.outcomes.len()).collect();
        let parties = case.party_ids().filter_map(|party| {
            let known = case.draft().preferences.get(&case.party(party).name)?;
            let table: Vec<i64> =
                case.table(party).iter().flat_map(|table| table.values()).map(|n| n.0 as i64).collect();
            let of = |issue: &zopa_case::Issue| -> Vec<i64> {
                let Some(worth) = known.issues.get(&issue.name) else { return vec![0; issue.options.len()] };
                let weight = worth.weight.as_ref().map_or(TICKS, |weight| weight.low().0);
                let value = |option: &zopa_case::Opt| worth.values.get(&option.name).map_or(0, |value| value.low().0);
                issue.options.iter().map(|option| rounded(weight * value(option))).collect()
            };
            let issues: Vec<Vec<i64>> =
                if table.is_empty() { case.issues().iter().map(of).collect() } else { Vec::new() };
            let most: i64 = issues.iter().filter_map(|values| values.iter().max()).sum();
            assert!(most <= VALUE_MAX, "values fit ticks of 1e-12");
            Some(Party {
                issues,
                table,
                least: known.no_deal.as_ref().map_or(ANYTHING, |no_deal| no_deal.low().0 as i64),
            })
        });
        Self { sizes, parties: parties.collect() }
    }

    /// Everything from the numbers to a charge: network, join tree, values.
    pub fn charge(&self) -> Charge {
        let network = Network::new(self.sizes.iter().map(|size| vec![1; *size]).collect());
        let mut scopes: Vec<Vec<usize>> = (0..self.sizes.len()).map(|issue| vec![issue]).collect();
        let with_table = self.parties.iter().any(|party| !party.table.is_empty());
        if with_table {
            scopes.push((0..self.sizes.len()).collect());
        }
        let layout = Layout::new(network, &self.sizes, Vec::new(), &scopes).expect("narrow").expect("not empty");
        let mut charge = Charge::new(&Arc::new(layout), self.parties.len());
        for (dimension, party) in self.parties.iter().enumerate() {
            for (issue, values) in party.issues.iter().enumerate() {
                charge.add(issue, dimension, values);
            }
            if !party.table.is_empty() {
                charge.add(self.sizes.len(), dimension, &party.table);
            }
        }
        charge
    }

    /// By party, the no-deal value.
    pub fn least(&self) -> Vec<i64> {
        self.parties.iter().map(|party| party.least).collect()
    }
}

/// Ticks of a product, rounded half away from zero.
fn rounded(product: i128) -> i64 {
    let half = TICKS / 2;
    (if product < 0 { product - half } else { product + half } / TICKS) as i64
}
