//! Chains past what can be gone through, and interruption.

use super::super::*;
use crate::Unwatched;
use std::sync::atomic::{AtomicU32, Ordering};

/// The generator of Steele, Lea & Flood (2014): the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    fn between(&mut self, least: f64, most: f64) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let share = ((mixed ^ (mixed >> 31)) >> 12) as f64 / (1_u64 << 52) as f64;
        least + (most - least) * share
    }
}

/// Steps in rows: each needs the one `rows` before it, and each third one may follow another row instead.
fn chain(steps: usize, parties: usize, rows: Option<usize>, seed: u64) -> Chain {
    let mut numbers = Numbers(seed);
    let steps = (0..steps).map(|at| {
        let actor = numbers.between(0.0, parties as f64) as usize;
        let pays = |party: usize| party == actor || party == at % parties;
        let cost = (0..parties).map(|party| if pays(party) { numbers.between(0.2, 2.0) } else { 0.0 }).collect();
        let worth = (0..parties).map(|_| numbers.between(-0.2, 1.5)).collect();
        let deposit = (0..parties).map(|_| numbers.between(0.0, 0.5)).collect();
        let needs = match rows {
            Some(rows) if at > rows && at % 3 == 0 => vec![vec![1 << (at - rows), 1 << (at - rows - 1)]],
            Some(rows) if at >= rows => vec![vec![1 << (at - rows)]],
            _ => Vec::new(),
        };
        Step { cost, worth, deposit, seen: if at % 4 == 0 { 0.9 } else { 1.0 }, needs }
    });
    let steps = steps.collect();
    let patience = (0..parties).map(|_| numbers.between(0.8, 0.97)).collect();
    let after = (0..parties).map(|_| numbers.between(1.0, 4.0)).collect();
    Chain::new(steps, patience, after).unwrap()
}

fn checked(chain: &Chain, limits: &Limits) -> Best {
    let found = best(chain, limits, &Unwatched).unwrap();
    let course = chain.course(&found.order).expect("it keeps the needs");
    assert!(found.order.iter().all(|stage| stage.count_ones() as usize <= limits.group_max));
    assert_eq!(course.least(), found.least);
    assert!(found.bound >= found.least && (!found.proved || found.bound == found.least));
    found
}

#[test]
fn thirteen_free_steps_and_24_in_rows_are_proved() {
    let limits = Limits { group_max: 1, ..Limits::default() };
    for (steps, parties, rows) in [(13, 2, None), (13, 4, None), (24, 2, Some(4)), (24, 4, Some(3))] {
        let chain = chain(steps, parties, rows, steps as u64);
        assert!(checked(&chain, &limits).proved);
        let mut order: Vec<u64> = checked(&chain, &limits).order;
        // A law: no exchange of two neighbours does better.
        let least = chain.course(&order).unwrap().least();
        for at in 1..order.len() {
            order.swap(at - 1, at);
            assert!(chain.course(&order).is_none_or(|course| course.least() <= least));
            order.swap(at - 1, at);
        }
    }
}

/// More freedom is never worse, where all is proved.
#[test]
fn larger_groups_and_fewer_needs_do_no_harm() {
    for seed in 0..6 {
        let (tied, free) = (chain(9, 3, Some(2), seed), chain(9, 3, None, seed));
        let least = |chain: &Chain, group_max| {
            let found = checked(chain, &Limits { group_max, ..Limits::default() });
            assert!(found.proved);
            found.least
        };
        for group_max in 1..4 {
            assert!(least(&tied, group_max) <= least(&tied, group_max + 1));
            assert!(least(&tied, group_max) <= least(&free, group_max));
        }
    }
}

#[test]
fn sixty_four_steps_have_a_good_order_and_a_bound() {
    let limits = Limits { group_max: 2, labels: 10_000, work: 20_000_000 };
    for rows in [None, Some(16)] {
        let chain = chain(64, 3, rows, 5);
        let found = checked(&chain, &limits);
        let plain: Vec<u64> = (0..64).map(|step| 1 << step).collect();
        assert!(found.least > chain.course(&plain).unwrap().least());
        assert!(!found.proved || found.least == found.bound);
        assert_eq!(found, checked(&chain, &limits));
    }
}

/// Stops after so many questions.
struct After(AtomicU32);

impl crate::control::Control for After {
    fn cancelled(&self) -> bool {
        self.0.fetch_update(Ordering::Relaxed, Ordering::Relaxed, |left| left.checked_sub(1)).is_err()
    }
}

#[test]
fn a_stopped_search_has_an_order_and_proves_nothing_wrong() {
    let chain = chain(12, 3, None, 3);
    let limits = Limits { group_max: 1, ..Limits::default() };
    let whole = checked(&chain, &limits);
    assert!(whole.proved);
    for questions in [0, 1, 5, 20, 100, 1_000] {
        let found = best(&chain, &limits, &After(AtomicU32::new(questions))).unwrap();
        assert!(chain.course(&found.order).is_some());
        assert!(found.least <= whole.least && whole.least <= found.bound);
        assert!(!found.proved || found.least == whole.least);
        assert!(questions > 0 || !found.proved);
    }
}
