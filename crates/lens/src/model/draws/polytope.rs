//! What is known of numbers that belong together: bounds, an order with equal ones, perhaps a sum.
//!
//! Members that an order calls equal form one **block**; the first [`Polytope::chain`] blocks rise. With `m_k` members,
//! block `k` takes one number `x_k`:
//!
//! `low_k <= x_k <= high_k`, `x_0 <= x_1 <= ..` along the chain, and `sum_k m_k x_k = total` where there is one.
//!
//! Bounds are tightened exactly, in ticks: first along the chain, then against the sum (the largest `x_k` is the one at
//! which the least the others can sum to leaves just that much), so that every bound is attained. Cost: the square of
//! the number of blocks times some seventy steps of bisection.

use super::single::Triangle;
use std::ops::Range;

/// What is known of one member: its bounds in ticks, and its triangle if it has one.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Bound {
    pub low: i128,
    pub high: i128,
    pub triangle: Option<Triangle>,
}

/// Members that are equal to one another.
#[derive(Clone, Debug)]
pub(crate) struct Block {
    /// The members, by number.
    pub members: Vec<usize>,
    /// The least they can be, in ticks.
    pub low: i128,
    /// The most they can be, in ticks.
    pub high: i128,
    /// The same before the sum was looked at.
    pub given: (i128, i128),
    /// What is likely of them.
    pub triangles: Vec<Triangle>,
}

impl Block {
    /// How many members it has.
    pub fn size(&self) -> i128 {
        self.members.len() as i128
    }

    /// Whether it can be one number only.
    pub fn still(&self) -> bool {
        self.low == self.high
    }
}

/// Numbers under bounds, an order and a sum.
#[derive(Clone, Debug)]
pub(crate) struct Polytope {
    /// The blocks; the first [`Self::chain`] rise.
    pub blocks: Vec<Block>,
    /// How many blocks stand in the order.
    pub chain: usize,
    /// What the members sum to, in ticks.
    pub total: Option<i128>,
}

impl Polytope {
    /// The numbers of members `0..bounds.len()` within their bounds; `rungs` rise, those on one rung are equal. A member
    /// on several rungs makes these and all between them one. `None` where nothing fits.
    pub(crate) fn new(bounds: &[Bound], rungs: &[Vec<usize>], total: Option<i128>) -> Option<Self> {
        let merged = merge(rungs, bounds.len());
        let chain = merged.len();
        let named: Vec<bool> = merged.iter().flatten().fold(vec![false; bounds.len()], |mut named, member| {
            named[*member] = true;
            named
        });
        let free = (0..bounds.len()).filter(|member| !named[*member]).map(|member| vec![member]);
        let block = |members: Vec<usize>| {
            let known = || members.iter().map(|member| &bounds[*member]);
            let low = known().map(|bound| bound.low).max()?;
            let high = known().map(|bound| bound.high).min()?;
            let triangles = known().filter_map(|bound| bound.triangle).collect();
            (low <= high).then_some(Block { members, low, high, given: (low, high), triangles })
        };
        let blocks: Option<Vec<Block>> = merged.into_iter().chain(free).map(block).collect();
        let mut polytope = Self { blocks: blocks?, chain, total };
        polytope.along_the_order().then_some(())?;
        polytope.blocks.iter_mut().for_each(|block| block.given = (block.low, block.high));
        polytope.against_the_sum().then_some(polytope)
    }

    /// Whether every number is certain.
    pub(crate) fn still(&self) -> bool {
        self.blocks.iter().all(Block::still)
    }

    /// By member: its least and largest number.
    pub(crate) fn bounds(&self) -> Vec<(i128, i128)> {
        let mut bounds = vec![(0, 0); self.blocks.iter().map(|block| block.members.len()).sum()];
        for block in &self.blocks {
            block.members.iter().for_each(|member| bounds[*member] = (block.low, block.high));
        }
        bounds
    }

    fn along_the_order(&mut self) -> bool {
        let chain = &mut self.blocks[..self.chain];
        for at in 1..chain.len() {
            chain[at].low = chain[at].low.max(chain[at - 1].low);
        }
        for at in (1..chain.len()).rev() {
            chain[at - 1].high = chain[at - 1].high.min(chain[at].high);
        }
        chain.iter().all(|block| block.low <= block.high)
    }

    fn against_the_sum(&mut self) -> bool {
        let Some(total) = self.total.filter(|_| !self.blocks.is_empty()) else { return true };
        let least: i128 = self.blocks.iter().map(|block| block.size() * block.low).sum();
        let most: i128 = self.blocks.iter().map(|block| block.size() * block.high).sum();
        if least > total || most < total {
            return false;
        }
        // The sums with block `k` at a number, all else as low, or as high, as that number lets it be.
        let low_with = |k: usize, x: i128| {
            let above = if k < self.chain { k..self.chain } else { k..k + 1 };
            let raised = self.blocks[above].iter().map(|block| block.size() * (x.max(block.low) - block.low));
            least + raised.sum::<i128>()
        };
        let high_with = |k: usize, x: i128| {
            let below = if k < self.chain { 0..k + 1 } else { k..k + 1 };
            let lowered = self.blocks[below].iter().map(|block| block.size() * (block.high - x.min(block.high)));
            most - lowered.sum::<i128>()
        };
        let tight = |k: usize| {
            let Block { low, high, .. } = self.blocks[k];
            let largest = last(low..high, |x| low_with(k, x) <= total);
            let least = first(low..high, |x| high_with(k, x) >= total);
            // Between two ticks there may be no whole number of ticks left; the lower one then stands for it.
            (least.min(largest), largest)
        };
        let bounds: Vec<(i128, i128)> = (0..self.blocks.len()).map(tight).collect();
        for (block, (low, high)) in self.blocks.iter_mut().zip(bounds) {
            (block.low, block.high) = (low, high);
        }
        true
    }
}

/// The last number from `range.start` to `range.end`, both included, for which a falling test holds; it holds at the
/// start.
fn last(range: Range<i128>, holds: impl Fn(i128) -> bool) -> i128 {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = high - (high - low) / 2;
        if holds(middle) { low = middle } else { high = middle - 1 }
    }
    low
}

/// The first number from `range.start` to `range.end`, both included, for which a rising test holds; it holds at the
/// end.
fn first(range: Range<i128>, holds: impl Fn(i128) -> bool) -> i128 {
    let (mut low, mut high) = (range.start, range.end);
    while low < high {
        let middle = low + (high - low) / 2;
        if holds(middle) { high = middle } else { low = middle + 1 }
    }
    low
}

/// Rungs on which every member stands once: those between two places of one member are joined.
fn merge(rungs: &[Vec<usize>], members: usize) -> Vec<Vec<usize>> {
    let mut last = vec![0; members];
    for (at, rung) in rungs.iter().enumerate() {
        rung.iter().for_each(|member| last[*member] = at);
    }
    let mut merged: Vec<Vec<usize>> = Vec::new();
    let mut open_until = 0;
    for (at, rung) in rungs.iter().enumerate() {
        if at > open_until || merged.is_empty() {
            merged.push(Vec::new());
        }
        open_until = rung.iter().map(|member| last[*member]).fold(open_until.max(at), usize::max);
        if let Some(joined) = merged.last_mut() {
            joined.extend(rung);
        }
    }
    for rung in &mut merged {
        rung.sort_unstable();
        rung.dedup();
    }
    merged.retain(|rung| !rung.is_empty());
    merged
}

#[cfg(test)]
mod tests {
    use super::*;

    fn free(low: i128, high: i128) -> Bound {
        Bound { low, high, triangle: None }
    }

    #[test]
    fn bounds_are_tightened_along_the_order_and_against_the_sum() {
        // x0 <= x1 <= x2, sum 100: the largest lies between a third and all, the middle one below a half.
        let bounds = [free(0, 100); 3];
        let polytope = Polytope::new(&bounds, &[vec![0], vec![1], vec![2]], Some(100)).unwrap();
        assert_eq!(polytope.bounds(), [(0, 33), (0, 50), (34, 100)]);
        // Free: 20 + 30 are taken at least.
        let polytope = Polytope::new(&[free(20, 60), free(30, 90), free(0, 100)], &[], Some(100)).unwrap();
        assert_eq!(polytope.bounds(), [(20, 60), (30, 80), (0, 50)]);
        // Two equal ones beside a third: 2 x + y = 100.
        let polytope = Polytope::new(&[free(0, 100), free(10, 20), free(0, 100)], &[vec![0, 2]], Some(100)).unwrap();
        assert_eq!(polytope.bounds(), [(40, 45), (10, 20), (40, 45)]);
    }

    #[test]
    fn a_sum_that_is_no_whole_number_of_ticks_leaves_a_point() {
        let polytope = Polytope::new(&[free(0, 100); 3], &[vec![0, 1, 2]], Some(100)).unwrap();
        assert!(polytope.still());
        assert_eq!(polytope.bounds(), [(33, 33); 3]);
    }

    #[test]
    fn what_cannot_be_is_none() {
        assert!(Polytope::new(&[free(0, 10), free(20, 30)], &[vec![1], vec![0]], None).is_none());
        assert!(Polytope::new(&[free(0, 10), free(20, 30)], &[vec![1, 0]], None).is_none());
        assert!(Polytope::new(&[free(0, 10), free(20, 30)], &[], Some(41)).is_none());
        assert!(Polytope::new(&[free(0, 10), free(20, 30)], &[], Some(19)).is_none());
        assert!(Polytope::new(&[], &[], Some(100)).is_some_and(|empty| empty.still()));
    }

    #[test]
    fn a_member_on_two_rungs_makes_all_between_equal() {
        assert_eq!(merge(&[vec![0], vec![1], vec![2], vec![1], vec![3]], 4), [vec![0], vec![1, 2], vec![3]]);
        assert_eq!(merge(&[vec![0], vec![1], vec![0], vec![1]], 2), [vec![0, 1]]);
        assert_eq!(merge(&[vec![], vec![1], vec![0]], 3), [vec![1], vec![0]]);
    }
}
