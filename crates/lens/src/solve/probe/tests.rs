//! Values of information against closed forms, enumeration and their laws.

use super::*;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

const PLAIN: Manner = Manner { errors: 0.0, bluff: 0.0, silent_yes: 0.0, silent_no: 0.0 };

/// Raiffa & Schlaifer 1961 on Fearon's offer: B is tough (its war costs 0.05) with a chance of 0.4, else soft (0.3).
fn screening(tough: f64) -> Problem {
    let (p, low, high, own) = (0.5, 0.05, 0.3, 0.15);
    let payoffs = vec![vec![p - own; 2], vec![p + low; 2], vec![p - own, p + high]];
    Problem::new(vec![tough, 1.0 - tough], vec![Some(true); 2], payoffs, true).unwrap()
}

#[test]
fn the_value_of_a_probe_is_that_of_the_closed_form() {
    let problem = screening(0.4);
    let near = |one: f64, two: f64| assert!((one - two).abs() < 1e-12, "{one} {two}");
    near(problem.value(1).value, 0.55);
    near(problem.value(2).value, 0.62);
    assert_eq!(problem.now(), 2);
    near(problem.perfect().value, 0.08);
    let manner = Manner { errors: 0.2, ..PLAIN };
    let worth = problem.probe(&[manner.heard(0.0), manner.heard(1.0)]);
    near(worth.gain.value, 0.034);
    near(worth.chances[1], 0.44);
    assert_eq!(worth.then, [2, 1, 2]);
    let tough = |s: usize| problem.part(|k| [manner.heard(0.0), manner.heard(1.0)][k][s], |k| Some(f64::from(k == 0)));
    near(tough(1).share, 0.32 / 0.44);
    near(tough(0).share, 0.08 / 0.56);
}

#[test]
fn the_threshold_of_screening_is_that_of_the_closed_form() {
    for tough in [0.1, 0.4, 0.9] {
        let switches = screening(tough).switches(|k| k == 0);
        assert_eq!(switches.len(), 1);
        let (share, below, above) = switches[0];
        assert!((share - 0.25 / 0.45).abs() < 1e-12 && (below, above) == (2, 1));
    }
}

#[test]
fn a_true_answer_to_an_even_question_is_worth_one_bit() {
    let problem = Problem::new(vec![1.0; 2], vec![Some(true), Some(false)], vec![vec![0.0; 2]], true).unwrap();
    let worth = problem.probe(&[PLAIN.heard(1.0), PLAIN.heard(0.0)]);
    assert_eq!((problem.entropy(), worth.bits), (1.0, Estimate::exact(1.0)));
    let posing = Manner { bluff: 1.0, ..PLAIN };
    let worth = problem.probe(&[posing.heard(1.0), posing.heard(0.0)]);
    assert_eq!((worth.bits.value, worth.chances), (0.0, [0.0, 1.0, 0.0]));
}

#[test]
fn what_does_not_fit_together_is_told() {
    let one = |weights: Vec<f64>, payoffs: Vec<Vec<f64>>| Problem::new(weights, vec![None], payoffs, true).is_err();
    assert!(one(vec![], vec![vec![]]) && one(vec![1.0], vec![]) && one(vec![1.0], vec![vec![]]));
    assert!(one(vec![f64::NAN], vec![vec![0.0]]) && one(vec![-1.0], vec![vec![0.0]]));
    assert!(one(vec![1.0], vec![vec![f64::INFINITY]]));
    let undecided = Problem::new(vec![0.0], vec![None], vec![vec![1.0]], false).unwrap();
    let worth = undecided.probe(&[PLAIN.heard(1.0)]);
    assert_eq!((worth.bits.value, worth.gain.value, undecided.yes(|_| 1.0).effective), (0.0, 0.0, 0.0));
}

/// Weights, the question, payoffs by action, and how likely the package is accepted.
type Drawn = (Vec<f64>, Vec<Option<bool>>, Vec<Vec<f64>>, Vec<f64>);

fn worlds() -> impl Strategy<Value = Drawn> {
    (1_usize..7, 1_usize..5).prop_flat_map(|(n, actions)| {
        let payoffs = prop::collection::vec(prop::collection::vec(-5_i32..5, n), actions);
        let weights = prop::collection::vec(1_u32..9, n);
        let question = prop::collection::vec(prop::option::weighted(0.8, any::<bool>()), n);
        let accepts = prop::collection::vec(0_u32..=4, n);
        (weights, question, payoffs, accepts).prop_map(|(weights, question, payoffs, accepts)| {
            (
                weights.into_iter().map(f64::from).collect(),
                question,
                payoffs.into_iter().map(|own| own.into_iter().map(f64::from).collect()).collect(),
                accepts.into_iter().map(|own| f64::from(own) / 4.0).collect(),
            )
        })
    })
}

fn manner() -> impl Strategy<Value = Manner> {
    [0_u32..=4, 0..=4, 0..=4, 0..=4].prop_map(|shares| {
        let [errors, bluff, silent_yes, silent_no] = shares.map(|own| f64::from(own) / 4.0);
        Manner { errors, bluff, silent_yes, silent_no }
    })
}

proptest! {
    #![proptest_config(ProptestConfig { rng_seed: RngSeed::Fixed(8), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn information_keeps_its_laws((weights, question, payoffs, accepts) in worlds(), manner in manner(), exact: bool) {
        let problem = Problem::new(weights, question, payoffs, exact).unwrap();
        let heard: Vec<[f64; ANSWERS]> = accepts.iter().map(|own| manner.heard(*own)).collect();
        for own in &heard {
            prop_assert!((own.iter().sum::<f64>() - 1.0).abs() < 1e-12 && own.iter().all(|chance| *chance >= 0.0));
        }
        let worth = problem.probe(&heard);
        prop_assert!(worth.gain.value >= 0.0 && worth.gain.value <= problem.perfect().value + 1e-9);
        prop_assert!(worth.bits.value >= 0.0 && worth.bits.value <= problem.entropy() + 1e-9);
        prop_assert!(worth.gain.low <= worth.gain.value && worth.gain.value <= worth.gain.high + 1e-12);
        prop_assert!(worth.bits.low <= worth.bits.value && worth.bits.value <= worth.bits.high + 1e-12);
        let deaf = problem.probe(&vec![manner.heard(0.5); heard.len()]);
        prop_assert!(deaf.gain.value == 0.0 && deaf.bits.value < 1e-12);
    }

    #[test]
    fn values_are_those_of_enumeration((weights, question, payoffs, accepts) in worlds(), manner in manner()) {
        let problem = Problem::new(weights.clone(), question.clone(), payoffs.clone(), true).unwrap();
        let heard: Vec<[f64; ANSWERS]> = accepts.iter().map(|own| manner.heard(*own)).collect();
        let (n, actions, sum) = (weights.len(), payoffs.len(), weights.iter().sum::<f64>());
        // Every policy: an action for each answer.
        let mut most = f64::NEG_INFINITY;
        for policy in 0..actions.pow(3) {
            let then = [policy % actions, policy / actions % actions, policy / actions / actions];
            let worth: f64 = (0..n)
                .map(|k| weights[k] / sum * (0..ANSWERS).map(|s| heard[k][s] * payoffs[then[s]][k]).sum::<f64>())
                .sum();
            most = most.max(worth);
        }
        let now = (0..actions).map(|a| problem.value(a).value).fold(f64::NEG_INFINITY, f64::max);
        let worth = problem.probe(&heard);
        prop_assert!((worth.gain.value - (most - now)).abs() < 1e-9);
        // Entropy before less the expected entropy after, from the table of answers and the question.
        let mut table = [[0.0; 2]; ANSWERS];
        for k in 0..n {
            let Some(yes) = question[k] else { continue };
            (0..ANSWERS).for_each(|s| table[s][usize::from(yes)] += weights[k] * heard[k][s]);
        }
        let all: f64 = table.iter().flatten().sum();
        if all > 0.0 {
            let entropy = |no: f64, yes: f64| {
                let sum = no + yes;
                if sum <= 0.0 { 0.0 } else { super::bits(no / sum) + super::bits(yes / sum) }
            };
            let before = entropy(table.iter().map(|own| own[0]).sum(), table.iter().map(|own| own[1]).sum());
            let after: f64 = table.iter().map(|own| (own[0] + own[1]) / all * entropy(own[0], own[1])).sum();
            prop_assert!((worth.bits.value - (before - after)).abs() < 1e-9);
        }
    }

    #[test]
    fn a_switch_is_where_two_actions_are_worth_the_same((weights, question, payoffs, _) in worlds()) {
        let n = weights.len();
        let problem = Problem::new(weights.clone(), question, payoffs.clone(), true).unwrap();
        let holds = |k: usize| k.is_multiple_of(2);
        let value = |share: f64, action: usize| -> f64 {
            let total = |wanted: bool| (0..n).filter(|k| holds(*k) == wanted).map(|k| weights[k]).sum::<f64>();
            (0..n)
                .map(|k| {
                    let part = if holds(k) { share / total(true) } else { (1.0 - share) / total(false) };
                    part * weights[k] * payoffs[action][k]
                })
                .sum()
        };
        if n < 2 {
            prop_assert!(problem.switches(holds).is_empty());
            return Ok(());
        }
        let best = |share: f64| (0..payoffs.len()).map(|a| value(share, a)).fold(f64::NEG_INFINITY, f64::max);
        let mut from = 0.0;
        for (share, below, above) in problem.switches(holds) {
            prop_assert!(share >= from && share < 1.0);
            prop_assert!((value(share, below) - best(share)).abs() < 1e-9);
            prop_assert!((value(share, above) - best(share)).abs() < 1e-9);
            let middle = f64::midpoint(from, share);
            prop_assert!((value(middle, below) - best(middle)).abs() < 1e-9);
            from = share;
        }
    }
}
