//! Where there is a zone, in a few conditions: a shallow tree of yes or no questions.
//!
//! Classification trees of Breiman, Friedman, Olshen & Stone (1984): each split is the one that lowers the Gini impurity most,
//! to a depth of three. Of the leaves the one with the largest part of draws with a zone is told, and how pure it is on draws
//! that the tree has not seen.

/// Depth of the tree.
const DEPTH: usize = 3;
/// A leaf holds at least this part of the draws, and at least so many.
const LEAST: f64 = 0.05;
const FEWEST: usize = 10;

/// A condition on one number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Condition {
    /// Which number.
    pub feature: usize,
    pub least: Option<f64>,
    /// Below this.
    pub below: Option<f64>,
}

impl Condition {
    pub fn holds(&self, row: &[f64]) -> bool {
        let value = row[self.feature];
        self.least.is_none_or(|least| value >= least) && self.below.is_none_or(|below| value < below)
    }
}

/// The conditions of the leaf with the largest part of yes; none where no split helps. `rows` are numbers and the answer.
pub(super) fn region(rows: &[(Vec<f64>, bool)]) -> Vec<Condition> {
    let all: Vec<usize> = (0..rows.len()).collect();
    let fewest = FEWEST.max((rows.len() as f64 * LEAST) as usize);
    let mut best: Option<(f64, Vec<Condition>)> = None;
    grow(rows, &all, fewest, Vec::new(), &mut best);
    best.map_or_else(Vec::new, |(_, conditions)| conditions)
}

fn yes(rows: &[(Vec<f64>, bool)], members: &[usize]) -> f64 {
    members.iter().filter(|at| rows[**at].1).count() as f64
}

fn grow(
    rows: &[(Vec<f64>, bool)],
    members: &[usize],
    fewest: usize,
    conditions: Vec<Condition>,
    best: &mut Option<(f64, Vec<Condition>)>,
) {
    let part = yes(rows, members) / (members.len() as f64).max(1.0);
    let split = if conditions.len() < DEPTH { split(rows, members, fewest) } else { None };
    let Some((feature, at)) = split else {
        if best.as_ref().is_none_or(|(known, _)| part > *known) {
            *best = Some((part, merged(conditions)));
        }
        return;
    };
    let (low, high): (Vec<usize>, Vec<usize>) = members.iter().partition(|member| rows[**member].0[feature] < at);
    for (members, condition) in [
        (low, Condition { feature, least: None, below: Some(at) }),
        (high, Condition { feature, least: Some(at), below: None }),
    ] {
        let mut further = conditions.clone();
        further.push(condition);
        grow(rows, &members, fewest, further, best);
    }
}

/// Conditions on the same number as one.
fn merged(conditions: Vec<Condition>) -> Vec<Condition> {
    let mut found: Vec<Condition> = Vec::new();
    for own in conditions {
        match found.iter_mut().find(|known| known.feature == own.feature) {
            // A later condition lies within an earlier one of its side.
            Some(known) => {
                known.least = own.least.or(known.least);
                known.below = own.below.or(known.below);
            }
            None => found.push(own),
        }
    }
    found
}

/// The split that lowers the impurity most: a number, and from where on.
fn split(rows: &[(Vec<f64>, bool)], members: &[usize], fewest: usize) -> Option<(usize, f64)> {
    let count = members.len() as f64;
    let impurity = |yes: f64, all: f64| if all > 0.0 { 2.0 * yes * (all - yes) / all } else { 0.0 };
    let all = yes(rows, members);
    let whole = impurity(all, count);
    let mut best: Option<(f64, usize, f64)> = None;
    for feature in 0..rows.first().map_or(0, |row| row.0.len()) {
        let mut sorted: Vec<(f64, bool)> = members.iter().map(|at| (rows[*at].0[feature], rows[*at].1)).collect();
        sorted.sort_by(|one, two| one.0.total_cmp(&two.0));
        let mut below = 0.0;
        for place in 1..sorted.len() {
            below += f64::from(u8::from(sorted[place - 1].1));
            if place < fewest || sorted.len() - place < fewest || sorted[place - 1].0 == sorted[place].0 {
                continue;
            }
            let left = impurity(below, place as f64) + impurity(all - below, count - place as f64);
            let gain = whole - left;
            if gain > 0.01 * count.max(1.0) * 0.5 && best.is_none_or(|(known, ..)| gain > known + 1e-12) {
                best = Some((gain, feature, (sorted[place - 1].0 + sorted[place].0) / 2.0));
            }
        }
    }
    best.map(|(_, feature, at)| (feature, at))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::uniform;

    fn rows(n: usize, of: impl Fn(&[f64]) -> bool) -> Vec<(Vec<f64>, bool)> {
        let mut next = uniform(3, "rows");
        let mut row = || (0..4).map(|_| next()).collect::<Vec<f64>>();
        (0..n).map(|_| row()).map(|row| (row.clone(), of(&row))).collect()
    }

    #[test]
    fn a_box_is_found_again() {
        let known = rows(2_000, |row| row[1] >= 0.4 && row[2] < 0.7);
        let found = region(&known);
        let by = |feature: usize| found.iter().find(|own| own.feature == feature).copied().expect("a condition");
        assert!((by(1).least.expect("from below") - 0.4).abs() < 0.05, "{found:?}");
        assert!((by(2).below.expect("from above") - 0.7).abs() < 0.05, "{found:?}");
        let held = rows(500, |row| row[1] >= 0.4 && row[2] < 0.7);
        let inside: Vec<&(Vec<f64>, bool)> =
            held.iter().filter(|(row, _)| found.iter().all(|own| own.holds(row))).collect();
        assert!(inside.iter().filter(|(_, yes)| *yes).count() * 10 >= inside.len() * 9);
    }

    #[test]
    fn yes_or_no_features_are_split() {
        let mut known = rows(400, |row| row[0] >= 0.9);
        known.iter_mut().for_each(|(row, answer)| row[3] = f64::from(u8::from(*answer)));
        known.iter_mut().for_each(|(row, _)| row[0] = 0.0);
        let found = region(&known);
        assert_eq!((found.len(), found[0].feature, found[0].least), (1, 3, Some(0.5)));
    }

    #[test]
    fn noise_has_no_region() {
        let mut known = rows(400, |_| false);
        known.iter_mut().enumerate().for_each(|(at, row)| row.1 = at % 2 == 0);
        let told: usize = region(&known).len();
        assert!(told <= DEPTH);
        assert_eq!(region(&rows(400, |_| true)), Vec::new());
        assert_eq!(region(&[]), Vec::new());
    }
}
