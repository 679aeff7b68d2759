//! The sets of steps that can be done at some time.

use super::chain::Chain;
use super::stake::members;

/// The most steps for which sets are addressed by a table of all 2^steps.
const DENSE_MAX: usize = 22;
/// Where a set cannot be done.
const NONE: u32 = u32::MAX;

/// All sets reachable by taking ready steps one after the other.
///
/// Taking several at a time reaches no other sets: what is ready together can be taken one after the other. Every
/// reachable set but the empty one is reached by one last step from another.
pub(super) struct Sets {
    /// Rising, so that a set stands after all its subsets.
    pub masks: Vec<u64>,
    /// Per set, the steps ready after it.
    pub ready: Vec<u64>,
    /// From mask to place, or empty.
    places: Vec<u32>,
}

impl Sets {
    /// `None` if there are more than `most`.
    pub fn new(chain: &Chain, most: usize) -> Option<Sets> {
        let steps = chain.steps().len();
        let (mut masks, mut ready, mut places) = (Vec::new(), Vec::new(), Vec::new());
        if steps <= DENSE_MAX {
            places = vec![NONE; 1 << steps];
            places[0] = 0;
            for mask in 0..1_u64 << steps {
                if places[mask as usize] == NONE {
                    continue;
                }
                if masks.len() == most {
                    return None;
                }
                let next = chain.ready(mask);
                members(next).for_each(|step| places[(mask | 1 << step) as usize] = 0);
                places[mask as usize] = masks.len() as u32;
                masks.push(mask);
                ready.push(next);
            }
            return Some(Sets { masks, ready, places });
        }
        let mut layer = vec![0_u64];
        while !layer.is_empty() {
            if masks.len() + layer.len() > most {
                return None;
            }
            // The next layer is counted before it is freed of what it holds twice: at most 64 times `most`.
            let next = layer.iter().flat_map(|mask| members(chain.ready(*mask)).map(move |step| mask | 1 << step));
            let mut next: Vec<u64> = next.collect();
            next.sort_unstable();
            next.dedup();
            masks.append(&mut layer);
            layer = next;
        }
        masks.sort_unstable();
        ready.extend(masks.iter().map(|mask| chain.ready(*mask)));
        Some(Sets { masks, ready, places })
    }

    /// The place of a set, if it is one of these.
    pub fn place(&self, mask: u64) -> Option<usize> {
        match self.places.get(mask as usize) {
            Some(place) => (*place != NONE).then_some(*place as usize),
            None => self.masks.binary_search(&mask).ok(),
        }
    }

    /// Forgets the sets at the places that are not to be kept; with `single` steps only, also the moves to them.
    pub fn keep(&mut self, kept: impl Fn(usize) -> bool, single: bool) {
        let mut count = 0;
        for at in 0..self.masks.len() {
            let mask = self.masks[at];
            let place = if kept(at) { count as u32 } else { NONE };
            if let Some(known) = self.places.get_mut(mask as usize) {
                *known = place;
            }
            if place != NONE {
                (self.masks[count], self.ready[count]) = (mask, self.ready[at]);
                count += 1;
            }
        }
        self.masks.truncate(count);
        self.ready.truncate(count);
        for at in (0..count).filter(|_| single) {
            let leads = |step: &usize| self.place(self.masks[at] | 1 << step).is_some();
            self.ready[at] = members(self.ready[at]).filter(leads).fold(0, |set, step| set | 1 << step);
        }
    }
}
