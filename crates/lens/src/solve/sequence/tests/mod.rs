//! Known answers, laws, and every order of small chains.

mod closing;
mod every_order;
mod large;

use super::*;

/// A chain with one party per entry of `patience`, cheating always seen, no deposits and no needs.
fn plain<const P: usize>(cost: &[[f64; P]], worth: &[[f64; P]], patience: &[f64; P], after: &[f64; P]) -> Chain {
    let step = |(cost, worth): (&[f64; P], &[f64; P])| Step {
        cost: cost.to_vec(),
        worth: worth.to_vec(),
        deposit: vec![0.0; patience.len()],
        seen: 1.0,
        needs: Vec::new(),
    };
    Chain::new(cost.iter().zip(worth).map(step).collect(), patience.to_vec(), after.to_vec()).unwrap()
}

/// Watson's partnership, in one step and in four that grow.
fn watson(levels: &[f64]) -> Chain {
    let pair = |share: f64| -> Vec<[f64; 2]> { levels.iter().map(|level| [share * level; 2]).collect() };
    plain(&pair(0.4), &pair(0.5), &[0.9; 2], &[2.0; 2])
}

fn one_by_one(limits: Limits) -> Limits {
    Limits { group_max: 1, ..limits }
}

fn near(one: f64, other: f64) -> bool {
    (one - other).abs() < 1e-9
}

#[test]
fn watson_starts_small() {
    let at_once = watson(&[10.0]);
    let stages = at_once.stages(&[1]).unwrap();
    assert!(stages[0].slack.iter().all(|slack| near(slack.unwrap(), -2.2)));
    let growing = watson(&[1.0, 2.0, 3.0, 4.0]);
    let stages = growing.stages(&[1, 2, 4, 8]).unwrap();
    for (stage, slack) in stages.iter().zip([1.6268, 1.252, 0.78, 0.2]) {
        assert!(stage.slack.iter().all(|own| near(own.unwrap(), slack)), "{stage:?}");
    }
    assert!(near(stages[3].next[0], 2.0) && near(stages[2].next[0], 2.2));
    // Any other order has the dearest step earlier or later; 0.2 is what the dearest last gives.
    let found = best(&growing, &one_by_one(Limits::default()), &crate::Unwatched).unwrap();
    assert!(found.proved && found.first && found.bound == found.least);
    assert_eq!(growing.course(&found.order).unwrap().least(), found.least);
    assert!(found.least.unwrap() >= 0.2);
}

#[test]
fn a_slack_is_the_least_over_what_can_be_left_out() {
    let step = |cost: f64, seen: f64| Step {
        cost: vec![cost, 0.0],
        worth: vec![0.0, 1.0],
        deposit: vec![0.5, 0.0],
        seen,
        needs: Vec::new(),
    };
    let chain = Chain::new(vec![step(1.0, 0.5), step(2.0, 0.75)], vec![0.5, 0.5], vec![6.0, 6.0]).unwrap();
    let stage = &chain.stages(&[3]).unwrap()[0];
    // Reward 3 + 1. Leaving out the first: 2 - 1; the second: 3 - 2; both: 0.875 * 4 - 3.
    assert_eq!(stage.slack, [Some(0.5), None]);
    assert_eq!(chain.stages(&[1, 2]).unwrap()[1].slack[0], Some(0.75 * 3.5 - 2.0));
}

#[test]
fn orders_are_held_against_needs() {
    let mut steps = plain(&[[1.0]; 3], &[[1.0]; 3], &[0.5], &[1.0]).steps().to_vec();
    steps[2].needs = vec![vec![1, 2]];
    let chain = Chain::new(steps.clone(), vec![0.5], vec![1.0]).unwrap();
    assert_eq!((chain.ready(0), chain.ready(2), chain.reachable()), (3, 5, 7));
    for order in [&[1_u64, 2, 4] as &[u64], &[3, 4], &[2, 5]] {
        assert!(chain.course(order).is_some(), "{order:?}");
    }
    for order in [&[4_u64, 1, 2] as &[u64], &[7], &[1, 2], &[1, 0, 2, 4], &[1, 1, 2, 4], &[1, 2, 4, 8]] {
        assert!(chain.course(order).is_none(), "{order:?}");
    }
    // Each waits for the other.
    steps[0].needs = vec![vec![2]];
    steps[1].needs = vec![vec![1]];
    let locked = Chain::new(steps, vec![0.5], vec![1.0]).unwrap();
    assert_eq!(locked.reachable(), 0);
    assert_eq!(best(&locked, &Limits::default(), &crate::Unwatched), None);
}

#[test]
fn numbers_out_of_bounds_are_refused() {
    let sound = plain(&[[1.0]], &[[1.0]], &[0.5], &[1.0]).steps()[0].clone();
    let one = |change: &dyn Fn(&mut Step)| {
        let mut step = sound.clone();
        change(&mut step);
        Chain::new(vec![step], vec![0.5], vec![1.0]).unwrap_err()
    };
    assert_eq!(one(&|step| step.cost[0] = -1.0), ChainError::Number { step: 0 });
    assert_eq!(one(&|step| step.worth[0] = f64::NAN), ChainError::Number { step: 0 });
    assert_eq!(one(&|step| step.deposit[0] = 2e12), ChainError::Number { step: 0 });
    assert_eq!(one(&|step| step.worth.clear()), ChainError::Lengths { step: 0 });
    assert_eq!(one(&|step| step.seen = 1.5), ChainError::Seen { step: 0 });
    assert_eq!(one(&|step| step.needs = vec![vec![2]]), ChainError::Needs { step: 0 });
    assert_eq!(Chain::new(Vec::new(), vec![1.1], vec![0.0]), Err(ChainError::Patience));
    assert_eq!(Chain::new(Vec::new(), vec![1.0], vec![f64::INFINITY]), Err(ChainError::After));
    assert_eq!(Chain::new(Vec::new(), vec![], vec![]), Err(ChainError::Parties { patience: 0, after: 0 }));
    assert_eq!(Chain::new(vec![sound.clone(); 65], vec![1.0], vec![0.0]), Err(ChainError::Steps { given: 65 }));
    assert!(Chain::new(vec![sound; 64], vec![0.5], vec![1.0]).is_ok());
}

#[test]
fn without_costs_there_is_no_slack_and_the_fewest_stages_are_best() {
    let chain = plain(&[[0.0, 0.0]; 5], &[[1.0, -2.0]; 5], &[0.5; 2], &[1.0; 2]);
    let found = best(&chain, &Limits::default(), &crate::Unwatched).unwrap();
    assert_eq!(found, Best { order: vec![0b11, 0b11100], least: None, bound: None, proved: true, first: true });
    let nothing = Chain::new(Vec::new(), vec![0.5], vec![1.0]).unwrap();
    let found = best(&nothing, &Limits::default(), &crate::Unwatched).unwrap();
    assert_eq!(found, Best { order: Vec::new(), least: None, bound: None, proved: true, first: true });
}
