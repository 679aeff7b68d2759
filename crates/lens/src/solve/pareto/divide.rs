//! Maximal vectors in three dimensions and more, by dividing and conquering over ranks.
//!
//! The rows are distinct and come in falling lexicographic order, so that a row can be dominated only by one before
//! it, and its first coordinate no longer matters. Halves: the maximal rows of the first half are found, those of the
//! second half that they dominate are dropped, and the rest of the second half is treated likewise. *Dropping from
//! `b` what `a` dominates* in `k` coordinates: split both at the median of one coordinate; the upper `a` meets the
//! lower `b` in `k - 1` coordinates, and upper meets upper and lower meets lower in `k`. Two and three coordinates are
//! one sweep, with a Fenwick tree (1994) of maxima for the third.
//!
//! Kung, Luccio & Preparata, "On finding the maxima of a set of vectors", Journal of the ACM 22 (1975); Jensen,
//! "Reducing the run-time complexity of multiobjective EAs", IEEE Transactions on Evolutionary Computation 7 (2003).
//! Ties are kept apart by ranks in which equal values have equal ranks, and a split goes between two different ranks.
//!
//! Cost for n rows: three dimensions n log n; d dimensions n (log n)^(d-2), and never more than d n^1.6 or so.

use super::radix::{rising, sort_by_key};

/// Rows that are compared pair by pair when a list is no longer than this.
const LEAF: usize = 48;

/// Two lists are compared pair by pair when the shorter is no longer than this.
const FEW: usize = 24;

/// Rows as ranks per coordinate, the first coordinate left out.
pub(super) struct Ranked {
    rows: usize,
    /// Coordinates per row.
    width: usize,
    /// Row-major; from 1, the greater the better, equal values equal.
    ranks: Vec<u32>,
    dominated: Vec<bool>,
    sweep: Sweep,
}

/// What a sweep needs, kept so that it is not allocated anew.
#[derive(Default)]
struct Sweep {
    keys: Vec<u64>,
    seconds: Vec<u32>,
    best: Vec<u32>,
}

impl Ranked {
    /// `firsts` are distinct rows of two coordinates or more, in falling lexicographic order.
    pub(super) fn new<'a>(dims: usize, firsts: &[u32], row: impl Fn(u32) -> &'a [i64]) -> Self {
        let (rows, width) = (firsts.len(), dims - 1);
        let mut ranks = vec![0; rows * width];
        let mut order: Vec<(u64, u32)> = Vec::with_capacity(rows);
        for coordinate in 0..width {
            order.clear();
            order.extend((0..).zip(firsts).map(|(at, index)| (rising(row(*index)[coordinate + 1]), at)));
            sort_by_key(&mut order, |(key, _)| *key);
            let mut rank = 0;
            let mut before = None;
            for (key, at) in &order {
                rank += u32::from(before != Some(*key));
                before = Some(*key);
                ranks[*at as usize * width + coordinate] = rank;
            }
        }
        Ranked { rows, width, ranks, dominated: vec![false; rows], sweep: Sweep::default() }
    }

    /// The places of the maximal rows, rising.
    pub(super) fn maximal(mut self) -> Vec<u32> {
        let mut places: Vec<u32> = (0..self.rows as u32).collect();
        if self.width == 2 {
            self.staircase();
            places.retain(|at| !self.dominated[*at as usize]);
        } else {
            let coordinates: Vec<usize> = (0..self.width).collect();
            let kept = self.halves(&mut places, &coordinates);
            places.truncate(kept);
        }
        places
    }

    fn rank(&self, at: u32, coordinate: usize) -> u32 {
        self.ranks[at as usize * self.width + coordinate]
    }

    fn row(&self, at: u32) -> &[u32] {
        &self.ranks[at as usize * self.width..(at as usize + 1) * self.width]
    }

    /// Three dimensions: one sweep over all rows in their order.
    fn staircase(&mut self) {
        let top = self.rows;
        let mut best = vec![0; top + 1];
        for (row, dominated) in self.ranks.as_chunks::<2>().0.iter().zip(&mut self.dominated) {
            let place = top - row[0] as usize + 1;
            *dominated = highest(&best, place) >= row[1];
            if !*dominated {
                raise(&mut best, place, row[1]);
            }
        }
    }

    /// Puts the maximal ones of rising `places` in front, still rising, and says how many they are.
    fn halves(&mut self, places: &mut [u32], coordinates: &[usize]) -> usize {
        if places.len() <= LEAF {
            return self.few(places);
        }
        let middle = places.len() / 2;
        let (left, right) = places.split_at_mut(middle);
        let first = self.halves(left, coordinates);
        self.drop_dominated(&mut left[..first].to_vec(), &mut right.to_vec(), coordinates);
        let open = self.forward(right);
        let second = self.halves(&mut right[..open], coordinates);
        places.copy_within(middle..middle + second, first);
        first + second
    }

    /// As [`Ranked::halves`], by pairs.
    fn few(&mut self, places: &mut [u32]) -> usize {
        let mut kept = 0;
        for at in 0..places.len() {
            let row = self.row(places[at]);
            let covers = |other: &u32| self.row(*other).iter().zip(row).all(|(other, own)| other >= own);
            if !places[..kept].iter().any(covers) {
                places[kept] = places[at];
                kept += 1;
            }
        }
        kept
    }

    /// Puts the rows not dominated in front, in order, and says how many they are.
    fn forward(&self, places: &mut [u32]) -> usize {
        let mut kept = 0;
        for at in 0..places.len() {
            if !self.dominated[places[at] as usize] {
                places[kept] = places[at];
                kept += 1;
            }
        }
        kept
    }

    /// Marks the rows of `b` that some row of `a` reaches in all of `coordinates`; reorders both lists.
    ///
    /// The depth of the calls is at most twice the sum of the coordinates and the logarithm of the rows: every second
    /// one has half the rows or a coordinate less.
    fn drop_dominated(&mut self, mut a: &mut [u32], mut b: &mut [u32], coordinates: &[usize]) {
        if a.len().min(b.len()) > FEW {
            // What cannot dominate, or be dominated, by its place in one coordinate alone is set aside.
            let a_top: Vec<u32> = coordinates.iter().map(|c| self.extremes(a, *c).1).collect();
            let b_low: Vec<u32> = coordinates.iter().map(|c| self.extremes(b, *c).0).collect();
            let reaches = |at: u32| coordinates.iter().zip(&b_low).all(|(c, low)| self.rank(at, *c) >= *low);
            let within = |at: u32| coordinates.iter().zip(&a_top).all(|(c, top)| self.rank(at, *c) <= *top);
            let (reaching, inside) = (forward_if(a, reaches), forward_if(b, within));
            a = &mut a[..reaching];
            b = &mut b[..inside];
        }
        if a.is_empty() || b.is_empty() {
            return;
        }
        if a.len().min(b.len()) <= FEW {
            return self.pairs(a, b, coordinates);
        }
        // A coordinate in which all of `a` reach all of `b` says nothing.
        let open = |c: &usize| self.extremes(a, *c).0 < self.extremes(b, *c).1;
        let open: Vec<usize> = coordinates.iter().copied().filter(open).collect();
        match open[..] {
            [] => b.iter().for_each(|at| self.dominated[*at as usize] = true),
            [one] => {
                let top = self.extremes(a, one).1;
                for at in b.iter() {
                    self.dominated[*at as usize] |= self.rank(*at, one) <= top;
                }
            }
            [first, second] => self.sweep(a, b, first, |_| 1, |row| row[second]),
            [first, second, third] => self.sweep(a, b, first, |row| row[second], |row| row[third]),
            [.., last] => self.split(a, b, &open, last),
        }
    }

    /// The least and the greatest rank in one coordinate.
    fn extremes(&self, places: &[u32], coordinate: usize) -> (u32, u32) {
        places.iter().fold((u32::MAX, 0), |(low, top), at| {
            let rank = self.rank(*at, coordinate);
            (low.min(rank), top.max(rank))
        })
    }

    fn pairs(&mut self, a: &[u32], b: &[u32], coordinates: &[usize]) {
        for at in b {
            let own = self.row(*at);
            let covers = |other: &u32| {
                let row = self.row(*other);
                coordinates.iter().all(|c| row[*c] >= own[*c])
            };
            if a.iter().any(covers) {
                self.dominated[*at as usize] = true;
            }
        }
    }

    /// By falling `first`, `a` before `b`: a row of `b` is dominated if an earlier one of `a` with no lesser `second`
    /// has no lesser `third`.
    fn sweep(
        &mut self,
        a: &[u32],
        b: &[u32],
        first: usize,
        second: impl Fn(&[u32]) -> u32,
        third: impl Fn(&[u32]) -> u32,
    ) {
        let Sweep { mut keys, mut seconds, mut best } = std::mem::take(&mut self.sweep);
        keys.clear();
        let lists = a.iter().map(|at| (0, at)).chain(b.iter().map(|at| (1, at)));
        // Rank, list and place: 32, 1 and 31 bits.
        keys.extend(
            lists.map(|(list, at)| (u64::from(u32::MAX - self.rank(*at, first)) << 32) | (list << 31) | u64::from(*at)),
        );
        keys.sort_unstable();
        seconds.clear();
        seconds.extend(a.iter().map(|at| second(self.row(*at))));
        seconds.sort_unstable();
        seconds.dedup();
        best.clear();
        best.resize(seconds.len() + 1, 0);
        for key in &keys {
            let (list, at) = (key >> 31 & 1, (key & 0x7fff_ffff) as u32);
            let row = self.row(at);
            let (second, third) = (second(row), third(row));
            let place = seconds.len() - seconds.partition_point(|other| *other < second);
            if list == 0 {
                raise(&mut best, place, third);
            } else if highest(&best, place) >= third {
                self.dominated[at as usize] = true;
            }
        }
        self.sweep = Sweep { keys, seconds, best };
    }

    fn split(&mut self, a: &mut [u32], b: &mut [u32], open: &[usize], last: usize) {
        let mut ranks: Vec<u32> = a.iter().chain(b.iter()).map(|at| self.rank(*at, last)).collect();
        let middle = ranks.len() / 2;
        let (_, median, _) = ranks.select_nth_unstable(middle);
        let median = *median;
        // Something lies below the cut and something on or above it: the coordinate is open, so ranks differ.
        let cut = if ranks.iter().any(|rank| *rank < median) {
            median
        } else {
            ranks.iter().copied().filter(|rank| *rank > median).min().unwrap_or(median)
        };
        let above = |at: u32| self.rank(at, last) >= cut;
        let (a_cut, b_cut) = (forward_if(a, above), forward_if(b, above));
        let (a_above, a_below) = a.split_at_mut(a_cut);
        let (b_above, b_below) = b.split_at_mut(b_cut);
        let fewer: Vec<usize> = open.iter().copied().filter(|c| *c != last).collect();
        self.drop_dominated(a_above, b_below, &fewer);
        let left = self.forward(b_below);
        self.drop_dominated(a_below, &mut b_below[..left], open);
        self.drop_dominated(a_above, b_above, open);
    }
}

/// Puts what fulfils a condition in front, in any order, and says how much it is.
fn forward_if(places: &mut [u32], keep: impl Fn(u32) -> bool) -> usize {
    let mut kept = 0;
    for at in 0..places.len() {
        if keep(places[at]) {
            places.swap(kept, at);
            kept += 1;
        }
    }
    kept
}

/// The greatest number that was raised at one of the places `1..=place`; 0 if none was.
fn highest(tree: &[u32], mut place: usize) -> u32 {
    let mut top = 0;
    while place > 0 {
        top = top.max(tree[place]);
        place &= place - 1;
    }
    top
}

/// Raises the number of one place, counted from 1.
fn raise(tree: &mut [u32], mut place: usize, value: u32) {
    // Cells further up cover more places: where one is high enough, so are they.
    while place < tree.len() && tree[place] < value {
        tree[place] = value;
        place += place & place.wrapping_neg();
    }
}

#[cfg(test)]
mod tests {
    use proptest::collection::vec;
    use proptest::prelude::*;
    use proptest::test_runner::RngSeed;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig {
            cases: 1000,
            failure_persistence: None,
            rng_seed: RngSeed::Fixed(20_260_220),
            ..ProptestConfig::default()
        })]

        /// Any two lists in any number of coordinates, with few different values, against all pairs.
        #[test]
        fn dropping_is_the_definition(
            (dims, values) in (2..=7_usize, 1..=6_i64).prop_flat_map(|(dims, top)| {
                (Just(dims), vec(0..=top, 0..=160 * dims))
            }),
            share in 1..=4_usize,
            least in 0..=2_i64,
        ) {
            let mut values = values;
            let count = values.len() / dims;
            let (a, b): (Vec<u32>, Vec<u32>) = (0..count as u32).partition(|at| (*at as usize).is_multiple_of(share));
            // The first list is raised, so that whole coordinates say nothing.
            a.iter().for_each(|at| values[*at as usize * dims..][..dims].iter_mut().for_each(|v| *v = (*v).max(least)));
            let row = |at: u32| &values[at as usize * dims..(at as usize + 1) * dims];
            let all: Vec<u32> = (0..count as u32).collect();
            let mut ranked = Ranked::new(dims, &all, row);
            let coordinates: Vec<usize> = (0..dims - 1).collect();
            ranked.drop_dominated(&mut a.clone(), &mut b.clone(), &coordinates);
            let reached = |at: &u32| {
                let reaches = |other: &u32| (1..dims).all(|p| row(*other)[p] >= row(*at)[p]);
                b.contains(at) && a.iter().any(reaches)
            };
            prop_assert_eq!(ranked.dominated, all.iter().map(reached).collect::<Vec<bool>>());
        }
    }
}
