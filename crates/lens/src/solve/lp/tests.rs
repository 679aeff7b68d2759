//! Known programs, proofs that hold, wrong answers that do not, and brute force over corners.

use super::*;
use num_bigint::BigInt;
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

fn of(numbers: &[i128]) -> Vec<Fraction> {
    numbers.iter().map(|number| Fraction::from(*number)).collect()
}

fn program(objective: &[i128], rows: &[(&[i128], Relation, i128)]) -> Program {
    let mut program = Program::new(of(objective));
    rows.iter().for_each(|(row, relation, bound)| program.constrain(of(row), *relation, (*bound).into()));
    program
}

fn value(program: &Program) -> Option<Fraction> {
    let solved = program.maximise(10_000);
    assert!(program.proves(&solved), "{solved:?}");
    match solved {
        Solved::Optimal { value, .. } => Some(value),
        _ => None,
    }
}

use Relation::{AtLeast, AtMost, Equal};

#[test]
fn fractions_are_in_lowest_terms() {
    let half = Fraction::new(-2, -4).unwrap();
    assert_eq!(half.to_string(), "1/2");
    assert_eq!(Fraction::new(1, 0), None);
    assert_eq!((&half + &half).to_string(), "1");
    assert_eq!((-&half).floor(), BigInt::from(-1));
    assert_eq!((-&half).ceil(), BigInt::from(0));
    assert_eq!((half.floor(), half.ceil()), (0.into(), 1.into()));
    assert_eq!((Fraction::from(-3).floor(), Fraction::from(-3).ceil()), ((-3).into(), (-3).into()));
}

#[test]
fn known_programs() {
    // Beale's example, on which the simplex method with the largest coefficient circles; largest value 1/20.
    let quarter = |numbers: &[(i128, i128)]| {
        numbers.iter().map(|(above, below)| Fraction::new(*above, *below).unwrap()).collect::<Vec<_>>()
    };
    let mut beale = Program::new(quarter(&[(3, 4), (-150, 1), (1, 50), (-6, 1)]));
    beale.constrain(quarter(&[(1, 4), (-60, 1), (-1, 25), (9, 1)]), AtMost, 0.into());
    beale.constrain(quarter(&[(1, 2), (-90, 1), (-1, 50), (3, 1)]), AtMost, 0.into());
    beale.constrain(quarter(&[(0, 1), (0, 1), (1, 1), (0, 1)]), AtMost, 1.into());
    assert_eq!(value(&beale), Fraction::new(1, 20));
    // Klee and Minty's cube in three dimensions: 10,000.
    let cube =
        program(&[100, 10, 1], &[(&[1, 0, 0], AtMost, 1), (&[20, 1, 0], AtMost, 100), (&[200, 20, 1], AtMost, 10_000)]);
    assert_eq!(value(&cube), Some(10_000.into()));
    // Shares of a whole with floors and an order.
    let shares = program(&[3, 1, 2], &[(&[1, 1, 1], Equal, 100), (&[1, -1, 0], AtMost, 0), (&[0, 0, 1], AtLeast, 10)]);
    assert_eq!(value(&shares), Some(200.into()));
}

#[test]
fn without_solution_without_bound_and_without_constraints() {
    let none = program(&[1], &[(&[1], AtMost, 1), (&[1], AtLeast, 2)]);
    assert!(matches!(none.maximise(100), Solved::Infeasible { .. }) && none.proves(&none.maximise(100)));
    let none = program(&[1, 1], &[(&[1, 1], Equal, -1)]);
    assert!(matches!(none.maximise(100), Solved::Infeasible { .. }) && none.proves(&none.maximise(100)));
    let endless = program(&[1, 0], &[(&[1, -1], AtMost, 1), (&[0, 1], AtLeast, 3)]);
    assert!(matches!(endless.maximise(100), Solved::Unbounded { .. }) && endless.proves(&endless.maximise(100)));
    assert_eq!(value(&program(&[-1, 0], &[])), Some(0.into()));
    assert!(matches!(program(&[1], &[]).maximise(10), Solved::Unbounded { .. }));
    assert_eq!(value(&program(&[], &[(&[], Equal, 0)])), Some(0.into()));
    // The same twice, and nothing at all: rows that say nothing new.
    let twice = program(&[1, 1], &[(&[1, 2], Equal, 4), (&[2, 4], Equal, 8), (&[0, 0], Equal, 0)]);
    assert_eq!(value(&twice), Some(4.into()));
    assert_eq!(twice.maximise(0), Solved::Stopped);
    assert!(!twice.proves(&Solved::Stopped));
}

#[test]
fn a_wrong_answer_is_not_proved() {
    let program = program(&[3, 2], &[(&[1, 1], AtMost, 4), (&[1, 0], AtMost, 3)]);
    let Solved::Optimal { value, solution, prices } = program.maximise(100) else { panic!("it has a largest value") };
    let other = |value: &Fraction, solution: &[Fraction], prices: &[Fraction]| {
        program.proves(&Solved::Optimal { value: value.clone(), solution: solution.to_vec(), prices: prices.to_vec() })
    };
    assert!(other(&value, &solution, &prices));
    assert!(!other(&12.into(), &solution, &prices));
    assert!(!other(&value, &of(&[3, 2]), &prices));
    assert!(!other(&8.into(), &of(&[0, 4]), &prices));
    assert!(!other(&value, &solution, &of(&[3, 0])));
    assert!(!program.proves(&Solved::Infeasible { prices: of(&[1, 1]) }));
    assert!(!program.proves(&Solved::Unbounded { solution: of(&[0, 0]), direction: of(&[1, 0]) }));
}

/// The largest value by brute force: every choice of as many tight rows (constraints or bounds) as there are
/// variables, solved by Cramer's rule for two variables.
fn corners(program: &Program) -> Option<Fraction> {
    let rows: Vec<(Vec<Fraction>, Fraction)> = program
        .constraints
        .iter()
        .map(|row| (row.coefficients.clone(), row.bound.clone()))
        .chain([(of(&[1, 0]), 0.into()), (of(&[0, 1]), 0.into())])
        .collect();
    let mut best: Option<Fraction> = None;
    for (one, a) in &rows {
        for (two, b) in &rows {
            let cross = |p: &Fraction, q: &Fraction, r: &Fraction, s: &Fraction| &(p * s) + &(-&(q * r));
            let determinant = cross(&one[0], &one[1], &two[0], &two[1]);
            let over = |above: Fraction| {
                Fraction::new(
                    above.numerator() * determinant.denominator(),
                    above.denominator() * determinant.numerator(),
                )
            };
            let (Some(x), Some(y)) = (over(cross(a, &one[1], b, &two[1])), over(cross(&one[0], a, &two[0], b))) else {
                continue;
            };
            let corner = [x, y];
            if program.keeps(&corner) {
                best = best.max(Some(dot(&program.objective, &corner)));
            }
        }
    }
    best
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, rng_seed: RngSeed::Fixed(31), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn two_variables_agree_with_all_corners(
        objective in prop::collection::vec(-9_i128..10, 2),
        rows in prop::collection::vec((prop::collection::vec(-9_i128..10, 2), 0_usize..3, -20_i128..21, 1_i128..5), 0..6),
    ) {
        let mut program = Program::new(of(&objective));
        for (row, relation, bound, over) in &rows {
            let bound = Fraction::new(*bound, *over).unwrap();
            program.constrain(of(row), [AtMost, Equal, AtLeast][*relation], bound);
        }
        let solved = program.maximise(1_000);
        prop_assert!(program.proves(&solved), "{solved:?}");
        match solved {
            Solved::Optimal { value, .. } => prop_assert_eq!(Some(value), corners(&program)),
            Solved::Infeasible { .. } => prop_assert_eq!(None, corners(&program)),
            _ => {}
        }
    }

    #[test]
    fn every_answer_is_proved(
        objective in prop::collection::vec(-9_i128..10, 1..7),
        rows in prop::collection::vec((prop::collection::vec(-4_i128..5, 7), 0_usize..3, -9_i128..30), 0..9),
    ) {
        let mut program = Program::new(of(&objective));
        for (row, relation, bound) in &rows {
            program.constrain(of(row), [AtMost, Equal, AtLeast][*relation], (*bound).into());
        }
        let solved = program.maximise(10_000);
        prop_assert!(program.proves(&solved), "{solved:?}");
    }
}
