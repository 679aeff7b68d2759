//! The search against every order of chains of up to seven steps.

use super::super::*;
use crate::Unwatched;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};

/// Numbers are small multiples of powers of 1/2, so that no sum is rounded and ties are ties.
fn chains() -> impl Strategy<Value = (Chain, usize)> {
    (2..5_usize, 1..8_usize, 1..4_usize).prop_flat_map(|(parties, steps, group_max)| {
        let patience = prop::sample::select(vec![0.0, 0.5, 0.5, 0.75, 0.75, 0.875, 1.0]);
        let chain = (vec(step(parties, steps), steps), vec(patience, parties), vec(-1..7_i32, parties));
        chain.prop_map(move |(steps, patience, after)| {
            let after = after.into_iter().map(f64::from).collect();
            (Chain::new(steps, patience, after).unwrap(), group_max)
        })
    })
}

fn step(parties: usize, steps: usize) -> impl Strategy<Value = Step> {
    let some = move |most: i32| {
        let number = prop_oneof![2 => Just(0), 3 => 0..=most];
        vec(number.prop_map(f64::from), parties)
    };
    let worth = vec((-2..5_i32).prop_map(f64::from), parties);
    let seen = prop_oneof![6 => Just(1.0), 1 => Just(0.75), 1 => Just(0.5), 1 => Just(0.0)];
    let mask = prop_oneof![
        (0..steps).prop_map(|step| 1_u64 << step),
        (0..steps, 0..steps).prop_map(|(one, other)| 1_u64 << one | 1 << other)
    ];
    let needs = prop_oneof![5 => Just(Vec::new()), 2 => vec(vec(mask, 1..4), 1..3)];
    (some(4), worth, some(2), seen, needs).prop_map(|(cost, worth, deposit, seen, needs)| Step {
        cost,
        worth,
        deposit,
        seen,
        needs,
    })
}

/// All orders that keep the needs, last stage first, with their least slacks.
struct Every<'a> {
    chain: &'a Chain,
    group_max: u32,
    /// Least slack, stages, and the order as lists of steps.
    best: Option<(f64, usize, Vec<Vec<u32>>)>,
    /// How many orders have the best least slack.
    tied: u32,
}

/// The best of every order.
struct Found {
    least: f64,
    order: Vec<u64>,
    tied: u32,
}

impl Every<'_> {
    fn visit(&mut self, left: u64, tail: &[Vec<u32>], least: f64, values: &[f64]) {
        if left == 0 {
            let known = self.best.as_ref().map(|(slack, ..)| *slack);
            self.tied = if known.is_some_and(|known| known >= least) { self.tied } else { 0 };
            self.tied += u32::from(known.is_none_or(|known| least >= known));
            let better = match &self.best {
                None => true,
                Some((slack, stages, order)) => {
                    least > *slack || least == *slack && (tail.len(), tail) < (*stages, order.as_slice())
                }
            };
            if better {
                self.best = Some((least, tail.len(), tail.to_vec()));
            }
            return;
        }
        let (chain, group_max) = (self.chain, self.group_max);
        for group in (1..=left).filter(|group| group & !left == 0 && group.count_ones() <= group_max) {
            let done = left & !group;
            let list: Vec<u32> = (0..64).filter(|step| group >> step & 1 == 1).collect();
            let steps: Vec<&Step> = list.iter().map(|step| &chain.steps()[*step as usize]).collect();
            let met = |step: &&Step| step.needs.iter().all(|any| any.iter().any(|mask| mask & done == *mask));
            if !steps.iter().all(met) {
                continue;
            }
            let mut least = least;
            let mut before = Vec::new();
            for (party, value) in values.iter().enumerate() {
                let later = chain.patience()[party] * value;
                let reward = later + steps.iter().map(|step| step.deposit[party]).sum::<f64>();
                for out in 1..1_usize << steps.len() {
                    let out =
                        || steps.iter().enumerate().filter(move |(at, _)| out >> at & 1 == 1).map(|(_, step)| step);
                    if out().all(|step| step.cost[party] > 0.0) {
                        let missed: f64 = out().map(|step| 1.0 - step.seen).product();
                        least = least.min((1.0 - missed) * reward - out().map(|step| step.cost[party]).sum::<f64>());
                    }
                }
                before.push(steps.iter().map(|step| step.worth[party] - step.cost[party]).sum::<f64>() + later);
            }
            self.visit(done, &[&[list], tail].concat(), least, &before);
        }
    }
}

fn every_order(chain: &Chain, group_max: usize) -> Option<Found> {
    let mut every = Every { chain, group_max: group_max as u32, best: None, tied: 0 };
    every.visit(chain.all(), &[], f64::INFINITY, chain.after());
    let mask = |list: &Vec<u32>| list.iter().fold(0, |mask, step| mask | 1 << step);
    let tied = every.tied;
    every.best.map(|(least, _, order)| Found { least, order: order.iter().map(mask).collect(), tied })
}

/// What one value per set of steps gives: at each set only the tail of the greatest least slack is kept, then the one of
/// the greatest sum of values.
fn one_tail_per_set(chain: &Chain) -> Option<f64> {
    let all = chain.all();
    let mut tails: Vec<Option<(f64, Vec<f64>)>> = vec![None; all as usize + 1];
    tails[all as usize] = Some((f64::INFINITY, chain.after().to_vec()));
    for done in (0..all).rev() {
        for step in (0..chain.steps().len()).filter(|step| chain.ready(done) >> step & 1 == 1) {
            let Some((least, values)) = &tails[(done | 1 << step) as usize] else { continue };
            let of = &chain.steps()[step];
            let (mut least, mut before) = (*least, Vec::new());
            for (party, value) in values.iter().enumerate() {
                let later = chain.patience()[party] * value;
                if of.cost[party] > 0.0 {
                    least = least.min(of.seen * (later + of.deposit[party]) - of.cost[party]);
                }
                before.push(of.worth[party] - of.cost[party] + later);
            }
            let key = |tail: &(f64, Vec<f64>)| (tail.0, tail.1.iter().sum::<f64>());
            let tail = (least, before);
            if tails[done as usize].as_ref().is_none_or(|known| key(known) < key(&tail)) {
                tails[done as usize] = Some(tail);
            }
        }
    }
    tails[0].as_ref().map(|(least, _)| *least)
}

fn runner(cases: u32, seed: u64) -> TestRunner {
    TestRunner::new(Config { cases, failure_persistence: None, rng_seed: RngSeed::Fixed(seed), ..Config::default() })
}

fn finite(slack: f64) -> Option<f64> {
    (slack < f64::INFINITY).then_some(slack)
}

#[test]
fn the_best_order_is_the_best_of_every_order() {
    let (mut beaten, mut locked, mut negative, mut several) = (0, 0, 0, 0);
    let counted = std::cell::RefCell::new((&mut beaten, &mut locked, &mut negative, &mut several));
    runner(1_500, 1999)
        .run(&chains(), |(chain, group_max)| {
            let limits = Limits { group_max, ..Limits::default() };
            let found = best(&chain, &limits, &Unwatched);
            let Some(Found { least, order, tied }) = every_order(&chain, group_max) else {
                prop_assert_eq!(found, None);
                *counted.borrow_mut().1 += 1;
                return Ok(());
            };
            let found = found.expect("there is an order");
            prop_assert!(chain.course(&found.order).is_some());
            prop_assert_eq!(found.least, finite(least));
            prop_assert_eq!(chain.course(&found.order).unwrap().least(), found.least);
            prop_assert!(found.proved && found.first && found.bound == found.least);
            prop_assert_eq!(&found.order, &order);
            let mut counted = counted.borrow_mut();
            *counted.2 += u32::from(least < 0.0);
            *counted.3 += u32::from(tied > 1);
            if group_max == 1 {
                let simple = one_tail_per_set(&chain).expect("there is an order");
                prop_assert!(simple <= least);
                *counted.0 += u32::from(simple < least);
            }
            Ok(())
        })
        .unwrap();
    assert!(beaten >= 10, "one tail per set was beaten {beaten} times");
    assert!(locked >= 50 && negative >= 300 && several >= 300, "{locked} {negative} {several}");
}

/// Numbers that are rounded at each operation, so that thresholds need their margin.
#[test]
fn rounded_numbers_give_the_best_order_too() {
    runner(600, 1991)
        .run(&chains(), |(chain, group_max)| {
            let uneven = |at: usize, list: &[f64]| {
                let scale = |party: usize| 0.1 + ((at * 7 + party * 3) % 11) as f64 / 7.0;
                list.iter().enumerate().map(|(party, number)| number * scale(party)).collect::<Vec<f64>>()
            };
            let step = |(at, step): (usize, &Step)| Step {
                cost: uneven(at, &step.cost),
                worth: uneven(at + 1, &step.worth),
                deposit: uneven(at + 2, &step.deposit),
                seen: step.seen * 0.9,
                needs: step.needs.clone(),
            };
            let steps = chain.steps().iter().enumerate().map(step).collect();
            let patience = chain.patience().iter().map(|share| share * 0.97).collect();
            let chain = Chain::new(steps, patience, uneven(5, chain.after())).unwrap();
            let Some(Found { least, .. }) = every_order(&chain, group_max) else { return Ok(()) };
            let found = best(&chain, &Limits { group_max, ..Limits::default() }, &Unwatched).expect("an order");
            prop_assert!(found.proved && found.bound == found.least);
            let own = found.least.unwrap_or(f64::INFINITY);
            prop_assert!(own == least || (own - least).abs() < 1e-12, "{} {}", own, least);
            Ok(())
        })
        .unwrap();
}

/// Limits that stop the search in the midst of it.
#[test]
fn bounds_hold_whatever_the_limits() {
    let limits = (0..40_usize, prop_oneof![0..60_u64, 0..3_000_u64]);
    let (mut open, mut cut) = (0, 0);
    let counted = std::cell::RefCell::new((&mut open, &mut cut));
    runner(1_000, 2002)
        .run(&(chains(), limits), |((chain, group_max), (labels, work))| {
            let found = best(&chain, &Limits { group_max, labels, work }, &Unwatched);
            let Some(Found { least, .. }) = every_order(&chain, group_max) else {
                prop_assert_eq!(found, None);
                return Ok(());
            };
            let found = found.expect("an order is found however little is allowed");
            let course = chain.course(&found.order).expect("it keeps the needs");
            prop_assert_eq!(course.least(), found.least);
            prop_assert!(found.order.iter().all(|stage| stage.count_ones() as usize <= group_max));
            let (own, bound) = (found.least.unwrap_or(f64::INFINITY), found.bound.unwrap_or(f64::INFINITY));
            prop_assert!(own <= least && least <= bound, "{} {} {}", own, least, bound);
            prop_assert!(!found.proved || own == least);
            let mut counted = counted.borrow_mut();
            *counted.0 += u32::from(!found.proved);
            *counted.1 += u32::from(own < least);
            Ok(())
        })
        .unwrap();
    assert!(open >= 100 && cut >= 20, "{open} {cut}");
}

/// Past the size of tables it stands alone.
#[test]
fn the_bound_without_tables_holds() {
    let mut sharp = 0;
    let counted = std::cell::RefCell::new(&mut sharp);
    runner(1_000, 1981)
        .run(&chains(), |(chain, group_max)| {
            if let Some(Found { least, .. }) =
                every_order(&chain, group_max).filter(|found| found.least < f64::INFINITY)
            {
                let bound = root_bound(&chain, group_max, Margin::new(&chain));
                prop_assert!(bound >= least, "{} {}", bound, least);
                if bound - least < 1e-6 {
                    **counted.borrow_mut() += 1;
                }
            }
            Ok(())
        })
        .unwrap();
    assert!(sharp >= 100, "{sharp}");
}
