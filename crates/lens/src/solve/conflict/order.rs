//! Improvements of one mover: each fibre in falling order of its rank, so that one pass hands values down.

use super::fibres::{Fibres, within_bits};
use super::{Mover, TOP};

/// For each fibre of a mover, its states as places, those it likes best first and infeasible ones before all; a mark
/// stands where the rank falls. One byte a state for up to 7 own actions, two for up to 15, four for more.
#[derive(Debug)]
pub(super) struct Order {
    places: Places,
    patterns: Option<Patterns>,
}

#[derive(Debug)]
enum Places {
    Small(Vec<u8>),
    Middle(Vec<u16>),
    Large(Vec<u32>),
}

/// Where actions cannot be changed back: by place, which of these have been changed already. A mover gets from one place
/// to another of its fibre if and only if the second pattern contains the first.
#[derive(Debug)]
struct Patterns {
    of: Vec<u32>,
    count: usize,
}

impl Order {
    pub(super) fn new(fibres: &Fibres, mover: Mover, ranks: &[i32]) -> Self {
        let places = match mover.own.count_ones() {
            0..=7 => Places::Small(sorted(fibres, ranks)),
            8..=15 => Places::Middle(sorted(fibres, ranks)),
            _ => Places::Large(sorted(fibres, ranks)),
        };
        let once = mover.forward | mover.back;
        let patterns = (once != 0).then(|| {
            let place = |at: usize| {
                let changed = within_bits(mover.own).enumerate().filter(|(_, action)| once & action != 0);
                let changed = changed.map(|(bit, action)| (at >> bit & 1 == 1) != (mover.back & action != 0));
                changed.enumerate().map(|(bit, changed)| u32::from(changed) << bit).sum()
            };
            Patterns { of: (0..fibres.size()).map(place).collect(), count: 1 << once.count_ones() }
        });
        Self { places, patterns }
    }

    /// Every state of block `number` gets the least over itself and the mover's improvements from it.
    pub(super) fn hand_down<const W: usize>(
        &self,
        number: usize,
        lanes: usize,
        scratch: &mut [[i32; W]],
        by_pattern: &mut Vec<[i32; W]>,
    ) {
        match &self.places {
            Places::Small(places) => self.pass(places, number, lanes, scratch, by_pattern),
            Places::Middle(places) => self.pass(places, number, lanes, scratch, by_pattern),
            Places::Large(places) => self.pass(places, number, lanes, scratch, by_pattern),
        }
    }

    fn pass<E: Entry, const W: usize>(
        &self,
        places: &[E],
        number: usize,
        lanes: usize,
        scratch: &mut [[i32; W]],
        by_pattern: &mut Vec<[i32; W]>,
    ) {
        let block = &places[number * scratch.len()..][..scratch.len()];
        for (lane, list) in block.chunks_exact(scratch.len() / lanes).enumerate() {
            match &self.patterns {
                None => hand_down(list, lane, lanes, scratch),
                Some(patterns) => patterns.hand_down(list, lane, lanes, scratch, by_pattern),
            }
        }
    }
}

fn lesser<const W: usize>(one: [i32; W], other: [i32; W]) -> [i32; W] {
    std::array::from_fn(|at| one[at].min(other[at]))
}

/// Everything can be changed back: what is handed down is the least of all that is liked better.
fn hand_down<E: Entry, const W: usize>(list: &[E], lane: usize, lanes: usize, scratch: &mut [[i32; W]]) {
    // The least of what is strictly better than this place, and of all before it.
    let (mut better, mut before) = ([TOP; W], [TOP; W]);
    for entry in list {
        if entry.falls() {
            better = before;
        }
        let cell = &mut scratch[entry.place() * lanes + lane];
        let value = lesser(*cell, better);
        *cell = value;
        before = lesser(before, value);
    }
}

impl Patterns {
    /// The least is kept for each pattern over all places that can be got to from it. Places held equal ask first and are
    /// entered afterwards. Cost: a place with `c` changed actions is entered `2^c` times at most, and only where it lowers.
    fn hand_down<E: Entry, const W: usize>(
        &self,
        list: &[E],
        lane: usize,
        lanes: usize,
        scratch: &mut [[i32; W]],
        least: &mut Vec<[i32; W]>,
    ) {
        least.clear();
        least.resize(self.count, [TOP; W]);
        let mut from = 0;
        while from < list.len() {
            let equal = list[from + 1..].iter().take_while(|entry| !entry.falls()).count();
            let group = &list[from..=from + equal];
            for entry in group {
                let cell = &mut scratch[entry.place() * lanes + lane];
                *cell = lesser(*cell, least[self.of[entry.place()] as usize]);
            }
            for entry in group {
                let value = scratch[entry.place() * lanes + lane];
                let pattern = self.of[entry.place()];
                if lesser(value, least[pattern as usize]) == least[pattern as usize] {
                    // Whatever can get to this pattern has no more than it.
                    continue;
                }
                let mut below = pattern;
                loop {
                    least[below as usize] = lesser(least[below as usize], value);
                    if below == 0 {
                        break;
                    }
                    below = (below - 1) & pattern;
                }
            }
            from += equal + 1;
        }
    }
}

/// A place with its mark in one number.
trait Entry: Copy {
    /// As small as the size of a fibre allows: `place` keeps off the topmost bit.
    fn new(place: u32, falls: bool) -> Self;
    fn place(self) -> usize;
    /// Whether the rank is below that of the entry before.
    fn falls(self) -> bool;
}

macro_rules! entry {
    ($($number:ty),*) => {$(
        impl Entry for $number {
            fn new(place: u32, falls: bool) -> Self {
                place as $number | (<$number>::from(falls) << (<$number>::BITS - 1))
            }
            fn place(self) -> usize {
                (self & (<$number>::MAX >> 1)) as usize
            }
            fn falls(self) -> bool {
                self >> (<$number>::BITS - 1) == 1
            }
        }
    )*};
}

entry!(u8, u16, u32);

/// The places of all fibres in falling order of `ranks`, block by block and lane by lane.
fn sorted<E: Entry>(fibres: &Fibres, ranks: &[i32]) -> Vec<E> {
    let (ranks, _) = ranks.as_chunks::<1>();
    let mut scratch = fibres.scratch::<1>();
    let mut keys: Vec<u64> = Vec::with_capacity(fibres.size());
    let mut places = Vec::with_capacity(ranks.len());
    for base in fibres.bases() {
        fibres.gather(ranks, base, &mut scratch);
        for lane in 0..fibres.lanes() {
            let column = scratch.iter().skip(lane).step_by(fibres.lanes());
            // Infeasible states have rank 0 and come first: they hand nothing down and are handed nothing.
            let key = |rank: i32| if rank == 0 { 0 } else { (TOP - rank) as u64 };
            keys.clear();
            keys.extend(column.zip(0_u64..).map(|(rank, place)| key(rank[0]) << 32 | place));
            keys.sort_unstable();
            let mut last = 0;
            places.extend(keys.iter().map(|entry| {
                let falls = entry >> 32 != last;
                last = entry >> 32;
                E::new((entry & u64::from(u32::MAX)) as u32, falls)
            }));
        }
    }
    places
}
