//! In how many draws each state is an equilibrium.

use super::words::STRONGEST_FIRST;
use crate::share::Share;
use crate::solve::conflict::{Bits, Concept};

/// Equilibria of the draws made. Concepts are told by their place, the strongest first.
pub(super) struct Tally {
    draws: u64,
    hits: Hits,
}

enum Hits {
    /// One draw: the equilibria by concept.
    Once(Vec<Bits>),
    /// By concept and state: draws in which it is an equilibrium; by state, the first draw in which it is one.
    Often(Vec<Vec<u32>>, Vec<u32>),
}

impl Tally {
    /// With one draw it takes a bit a state and concept, with several 24 bytes a state.
    pub fn new(states: usize, draws: u64) -> Self {
        let hits = match draws {
            1 => Hits::Once(vec![Bits::none(states); STRONGEST_FIRST.len()]),
            _ => Hits::Often(vec![vec![0; states]; STRONGEST_FIRST.len()], vec![u32::MAX; states]),
        };
        Self { draws: 0, hits }
    }

    /// Counts the equilibria of the next draw.
    pub fn add(&mut self, equilibria: impl Fn(Concept) -> Bits) {
        for (place, concept) in STRONGEST_FIRST.into_iter().enumerate() {
            let found = equilibria(concept);
            match &mut self.hits {
                Hits::Once(sets) => sets[place] = found,
                Hits::Often(hits, first) => {
                    for state in found.iter() {
                        hits[place][state] += 1;
                        first[state] = first[state].min(self.draws as u32);
                    }
                }
            }
        }
        self.draws += 1;
    }

    /// Draws counted.
    pub fn draws(&self) -> u64 {
        self.draws
    }

    /// The share of draws in which a state is an equilibrium under a concept.
    pub fn share(&self, place: usize, state: u32) -> Share {
        let hits = match &self.hits {
            Hits::Once(sets) => u64::from(sets[place].has(state as usize)),
            Hits::Often(hits, _) => hits[place].get(state as usize).map_or(0, |hits| u64::from(*hits)),
        };
        Share::new(hits, self.draws, 0)
    }

    /// Draws in which a state is an equilibrium, over all concepts.
    pub fn weight(&self, state: u32) -> u64 {
        (0..STRONGEST_FIRST.len()).map(|place| self.share(place, state).hits()).sum()
    }

    /// The first draw in which a state is an equilibrium under some concept; 0 where there is none.
    pub fn first(&self, state: u32) -> u64 {
        match &self.hits {
            Hits::Once(_) => 0,
            Hits::Often(_, first) => {
                first.get(state as usize).filter(|first| **first != u32::MAX).map_or(0, |first| u64::from(*first))
            }
        }
    }

    /// The concepts under which a state is an equilibrium in more than half of the draws.
    pub fn concepts(&self, state: u32) -> Vec<Concept> {
        let mostly = |place: &usize| self.share(*place, state).hits() * 2 > self.draws;
        (0..STRONGEST_FIRST.len()).filter(mostly).map(|place| STRONGEST_FIRST[place]).collect()
    }

    /// The states that are equilibria in more than half of the draws, by concept.
    pub fn mostly(&self) -> Vec<Bits> {
        match &self.hits {
            Hits::Once(sets) => sets.clone(),
            Hits::Often(hits, _) => {
                let more = |hits: &Vec<u32>| Bits::from_fn(hits.len(), |at| u64::from(hits[at]) * 2 > self.draws);
                hits.iter().map(more).collect()
            }
        }
    }

    /// The states that are equilibria in some draw, rising.
    pub fn some(&self) -> Vec<u32> {
        match &self.hits {
            Hits::Once(sets) => {
                let mut all: Vec<u32> = sets.iter().flat_map(Bits::iter).map(|state| state as u32).collect();
                all.sort_unstable();
                all.dedup();
                all
            }
            Hits::Often(_, first) => {
                (0..first.len() as u32).filter(|state| first[*state as usize] != u32::MAX).collect()
            }
        }
    }
}
