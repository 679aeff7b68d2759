//! What would close a stage that does not hold.

use super::super::*;
use super::{near, plain, watson};

fn unsure(seen: f64) -> Chain {
    let step = |cost: f64| Step {
        cost: vec![cost, 0.0],
        worth: vec![0.0, cost],
        deposit: vec![0.25, 0.0],
        seen,
        needs: Vec::new(),
    };
    Chain::new(vec![step(1.0), step(2.0)], vec![0.5; 2], vec![4.0; 2]).unwrap()
}

#[test]
fn patience_needed_for_watson_at_once_and_in_steps() {
    // One step: 2 delta >= 4 never holds.
    assert_eq!(watson(&[10.0]).course(&[1]).unwrap().patience_needed(0), None);
    // Four steps, the last: 2 delta >= 1.6.
    let growing = watson(&[1.0, 2.0, 3.0, 4.0]);
    let needed = growing.course(&[1, 2, 4, 8]).unwrap().patience_needed(1).unwrap();
    assert!(near(needed, 0.8) && needed >= 0.8);
    assert_eq!(growing.course(&[1, 2, 4, 8]).unwrap().patience_needed(2), None);
    // Nothing to withhold: any patience does.
    assert_eq!(plain(&[[0.0]], &[[1.0]], &[0.5], &[-1.0]).course(&[1]).unwrap().patience_needed(0), Some(0.0));
}

/// With a bad end and a deposit a party keeps its word only as long as it does not look ahead.
#[test]
fn patience_can_harm() {
    let step = Step { cost: vec![1.0], worth: vec![0.0], deposit: vec![2.0], seen: 1.0, needs: Vec::new() };
    let chain = Chain::new(vec![step], vec![0.5], vec![-4.0]).unwrap();
    let course = chain.course(&[1]).unwrap();
    // At 1 it fails, so there is no patience from which on it holds; at 0 it holds.
    assert_eq!(course.patience_needed(0), None);
    assert_eq!(course.least(), Some(-1.0));
}

#[test]
fn what_is_added_after_the_last_stage_just_suffices() {
    let chain = watson(&[4.0, 3.0, 6.0]);
    let course = chain.course(&[1, 2, 4]).unwrap();
    assert!(course.least().unwrap() < 0.0);
    let more = course.after_needed(0).unwrap();
    let with = |more: f64| {
        let after = vec![2.0 + more; 2];
        let chain = Chain::new(chain.steps().to_vec(), chain.patience().to_vec(), after).unwrap();
        chain.course(&[1, 2, 4]).unwrap().least().unwrap()
    };
    assert!(with(more).abs() < 1e-9 && with(more - 1e-6) < 0.0);
    let held = watson(&[1.0, 2.0, 3.0, 4.0]);
    assert_eq!(held.course(&[1, 2, 4, 8]).unwrap().after_needed(0), Some(0.0));
    // A party that does not look ahead, and one never seen cheating, are not moved by what comes after.
    let blind = plain(&[[1.0]], &[[0.0]], &[0.0], &[1.0]);
    assert_eq!(blind.course(&[1]).unwrap().after_needed(0), None);
    let unseen = unsure(0.0);
    assert_eq!(unseen.course(&[1, 2]).unwrap().after_needed(0), None);
    assert_eq!(unseen.course(&[1, 2]).unwrap().after_needed(1), Some(0.0));
    assert_eq!(unseen.course(&[1, 2]).unwrap().after_needed(7), None);
}

#[test]
fn deposits_are_divided_by_the_chance_of_being_seen() {
    let chain = unsure(0.5);
    let course = chain.course(&[1, 2]).unwrap();
    // The second stage: 0.5 * (2 + 0.25) - 2 = -0.875; the first: W = -2 + 2, 0.5 * 0.25 - 1.
    assert_eq!(course.deposits_needed(), [[Some(1.75), Some(0.0)], [Some(1.75), Some(0.0)]]);
    // Together: both out is seen with 0.75: 0.75 * 2.5 - 3 = -1.125; the second alone: 0.5 * 2.5 - 2 = -0.75.
    assert_eq!(chain.course(&[3]).unwrap().deposits_needed(), [[Some(1.5), Some(0.0)]]);
    assert_eq!(unsure(0.0).course(&[1, 2]).unwrap().deposits_needed()[1], [None, Some(0.0)]);
}

#[test]
fn the_chance_of_being_seen_that_is_needed() {
    let chain = unsure(0.0);
    // (delta W + h) = 2.25, cost 2.
    let needed = chain.course(&[1, 2]).unwrap().seen_needed(1).unwrap();
    assert!(near(needed, 2.0 / 2.25) && needed >= 2.0 / 2.25);
    // Together they cost 3, and 2.5 is at stake; one stage earlier 0.25 is, and the step costs 1.
    assert_eq!(chain.course(&[3]).unwrap().seen_needed(0), None);
    assert_eq!(chain.course(&[1, 2]).unwrap().seen_needed(0), None);
    assert_eq!(chain.course(&[1, 2]).unwrap().seen_needed(2), None);
    // Two steps of cost 1 each against 4: 1 - (1 - x)^2 >= 1/2 and x >= 1/4.
    let two = plain(&[[1.0], [1.0]], &[[0.0], [0.0]], &[1.0], &[4.0]);
    assert!(near(two.course(&[3]).unwrap().seen_needed(0).unwrap(), 1.0 - 0.5_f64.sqrt()));
    assert_eq!(plain(&[[0.0]], &[[1.0]], &[0.5], &[1.0]).course(&[1]).unwrap().seen_needed(0), Some(0.0));
}

#[test]
fn parts_are_as_if_the_steps_were_entered_in_parts() {
    let at_once = watson(&[10.0]);
    let parts = at_once.course(&[1]).unwrap().parts_needed(0).unwrap();
    let holds = |parts: u32| {
        let levels = vec![10.0 / f64::from(parts); parts as usize];
        let order: Vec<u64> = (0..parts).map(|step| 1 << step).collect();
        watson(&levels).course(&order).unwrap().least().unwrap() >= 0.0
    };
    assert!(parts > 2 && holds(parts) && (2..parts).all(|fewer| !holds(fewer)));
    assert_eq!(at_once.course(&[1]).unwrap().parts_needed(1), None);
    // What it costs is never worth it: no number of parts is enough.
    let bad = plain(&[[40.0]], &[[0.0]], &[0.5], &[1.0]);
    assert_eq!(bad.course(&[1]).unwrap().parts_needed(0), None);
}
