//! The states that one mover can pass between, gathered block by block: passes over all states that keep to the cache.

use super::{Mover, TOP};

/// Two to this many states share one mark of what has changed.
pub(super) const GROUP: u32 = 4;

/// Fibres are worked on up to two to this many at a time.
const LANES: u32 = 4;

/// A block of more than one fibre has at most two to this many states.
const BLOCK: u32 = 14;

/// Long runs of actions are passed over this many at a time where nothing has to be done in between.
const PART: u32 = 8;

/// States that differ in the actions `own` alone make a fibre. A block is a few fibres side by side, its *lanes*: the
/// state at place `at` of lane `lane` of the block at `base` is `base | offsets[at] | lanes[lane]`.
#[derive(Debug)]
pub(super) struct Fibres {
    mover: Mover,
    offsets: Vec<u32>,
    lanes: Vec<u32>,
    /// The actions that tell blocks apart.
    rest: u32,
    /// The lanes of a place stand side by side in memory.
    together: bool,
    /// The groups of states that a block touches, less those of its base.
    groups: Vec<u32>,
}

impl Fibres {
    pub(super) fn new(actions: usize, mover: Mover) -> Self {
        let all = (1_u32 << actions) - 1;
        let own = mover.own.count_ones();
        let count = LANES.min(actions as u32 - own).min(BLOCK.saturating_sub(own));
        let mut lanes = 0_u32;
        for _ in 0..count {
            let free = all & !mover.own & !lanes;
            lanes |= free & free.wrapping_neg();
        }
        Self {
            mover,
            offsets: within(mover.own).collect(),
            lanes: within(lanes).collect(),
            rest: all & !mover.own & !lanes,
            together: lanes == (1 << count) - 1,
            groups: within((mover.own | lanes) >> GROUP).collect(),
        }
    }

    /// The number of states in a fibre.
    pub(super) fn size(&self) -> usize {
        self.offsets.len()
    }

    pub(super) fn lanes(&self) -> usize {
        self.lanes.len()
    }

    pub(super) fn bases(&self) -> impl Iterator<Item = u32> + use<> {
        within(self.rest)
    }

    pub(super) fn scratch<const W: usize>(&self) -> Vec<[i32; W]> {
        vec![[0; W]; self.offsets.len() * self.lanes.len()]
    }

    /// The groups of states of the block at `base`.
    pub(super) fn groups(&self, base: u32) -> impl Iterator<Item = usize> + '_ {
        self.groups.iter().map(move |group| (base >> GROUP | group) as usize)
    }

    pub(super) fn gather<const W: usize>(&self, values: &[[i32; W]], base: u32, scratch: &mut [[i32; W]]) {
        let lanes = self.lanes.len();
        for (row, offset) in scratch.chunks_exact_mut(lanes).zip(&self.offsets) {
            let at = (base | offset) as usize;
            if self.together {
                row.copy_from_slice(&values[at..at + lanes]);
            } else {
                for (cell, lane) in row.iter_mut().zip(&self.lanes) {
                    *cell = values[at | *lane as usize];
                }
            }
        }
    }

    fn scatter<const W: usize>(&self, values: &mut [[i32; W]], base: u32, scratch: &[[i32; W]]) {
        let lanes = self.lanes.len();
        for (row, offset) in scratch.chunks_exact(lanes).zip(&self.offsets) {
            let at = (base | offset) as usize;
            if self.together {
                values[at..at + lanes].copy_from_slice(row);
            } else {
                for (cell, lane) in row.iter().zip(&self.lanes) {
                    values[at | *lane as usize] = *cell;
                }
            }
        }
    }

    /// Writes values back that have not risen, but for infeasible states, which stay at [`TOP`]; in `marks`, groups in
    /// which something has fallen get the bits of `others`. Says whether anything has fallen.
    pub(super) fn lower<const W: usize>(
        &self,
        values: &mut [[i32; W]],
        base: u32,
        scratch: &[[i32; W]],
        marks: &mut [u16],
        others: u16,
    ) -> bool {
        let lanes = self.lanes.len();
        let mut any = false;
        for (row, offset) in scratch.chunks_exact(lanes).zip(&self.offsets) {
            let at = (base | offset) as usize;
            if self.together {
                let mut fallen = false;
                for (old, new) in values[at..at + lanes].as_flattened_mut().iter_mut().zip(row.as_flattened()) {
                    let new = if *old == TOP { TOP } else { *new };
                    fallen |= new != *old;
                    *old = new;
                }
                if fallen {
                    any = true;
                    marks[at >> GROUP] |= others;
                }
            } else {
                for (new, lane) in row.iter().zip(&self.lanes) {
                    let at = at | *lane as usize;
                    if *new != values[at] && values[at][0] != TOP {
                        values[at] = *new;
                        any = true;
                        marks[at >> GROUP] |= others;
                    }
                }
            }
        }
        any
    }

    /// Every state of the block gets the best over itself and all states that the mover could bring it to, feasible or
    /// not: one action after the other.
    pub(super) fn spread<const W: usize>(&self, scratch: &mut [[i32; W]], best: impl Fn(i32, i32) -> i32 + Copy) {
        let flat = scratch.as_flattened_mut();
        let mut stride = self.lanes.len() * W;
        for action in within_bits(self.mover.own) {
            let (to_yes, to_no) = (self.mover.back & action == 0, self.mover.forward & action == 0);
            for pair in flat.chunks_exact_mut(2 * stride) {
                let (no, yes) = pair.split_at_mut(stride);
                match (to_yes, to_no) {
                    (true, true) => no.iter_mut().zip(yes).for_each(|(no, yes)| {
                        let both = best(*no, *yes);
                        (*no, *yes) = (both, both);
                    }),
                    (true, false) => no.iter_mut().zip(yes).for_each(|(no, yes)| *no = best(*no, *yes)),
                    (false, true) => no.iter_mut().zip(yes).for_each(|(no, yes)| *yes = best(*yes, *no)),
                    (false, false) => {}
                }
            }
            stride *= 2;
        }
    }
}

/// Every state gets the best over itself and all states that somebody with these actions could bring it to.
pub(super) fn spread_all<const W: usize>(
    values: &mut [[i32; W]],
    actions: usize,
    mover: Mover,
    best: impl Fn(i32, i32) -> i32 + Copy,
) {
    let mut left = mover.own;
    while left != 0 {
        let part: u32 = within_bits(left).take(PART as usize).sum();
        left &= !part;
        let fibres = Fibres::new(actions, Mover { own: part, forward: mover.forward & part, back: mover.back & part });
        let mut scratch = fibres.scratch::<W>();
        for base in fibres.bases() {
            fibres.gather(values, base, &mut scratch);
            fibres.spread(&mut scratch, best);
            fibres.scatter(values, base, &scratch);
        }
    }
}

/// All sets of bits of `mask`, rising.
pub(super) fn within(mask: u32) -> impl Iterator<Item = u32> + use<> {
    let mut next = Some(0_u32);
    std::iter::from_fn(move || {
        let set = next?;
        let above = set.wrapping_sub(mask) & mask;
        next = (above != 0).then_some(above);
        Some(set)
    })
}

/// The bits of `mask` one by one, rising.
pub(super) fn within_bits(mask: u32) -> impl Iterator<Item = u32> + use<> {
    (0..32).map(|at| 1_u32 << at).filter(move |bit| mask & bit != 0)
}
