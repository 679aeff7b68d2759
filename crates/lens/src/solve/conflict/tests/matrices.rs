//! The same concepts as products of matrices (Xu, Hipel & Kilgour 2009): a state is stable if its entry on the diagonal of
//! the concept's matrix is 0.

use super::*;

type Matrix = Vec<Vec<bool>>;

fn matrix(size: usize, entry: impl Fn(usize, usize) -> bool) -> Matrix {
    (0..size).map(|row| (0..size).map(|column| entry(row, column)).collect()).collect()
}

/// The sign of the product.
fn times(one: &Matrix, other: &Matrix) -> Matrix {
    let size = one.len();
    let mut product = matrix(size, |_, _| false);
    for row in 0..size {
        for between in (0..size).filter(|between| one[row][*between]) {
            for column in 0..size {
                product[row][column] |= other[between][column];
            }
        }
    }
    product
}

fn not(one: &Matrix) -> Matrix {
    matrix(one.len(), |row, column| !one[row][column])
}

fn transposed(one: &Matrix) -> Matrix {
    matrix(one.len(), |row, column| one[column][row])
}

fn and(one: &Matrix, other: &Matrix) -> Matrix {
    matrix(one.len(), |row, column| one[row][column] && other[row][column])
}

fn or(one: &Matrix, other: &Matrix) -> Matrix {
    matrix(one.len(), |row, column| one[row][column] || other[row][column])
}

/// What some reach by legal sequences: by last mover, one step more at a time.
fn reach(steps: &[&Matrix]) -> Matrix {
    let size = steps[0].len();
    let none = matrix(size, |_, _| false);
    let mut last: Vec<Matrix> = steps.iter().map(|step| (*step).clone()).collect();
    let mut all = last.iter().fold(none.clone(), |all, one| or(&all, one));
    // No state needs more steps than there are pairs of a state and a last mover.
    for _ in 0..size * steps.len() {
        let next: Vec<Matrix> = (0..steps.len())
            .map(|mover| {
                let others = (0..steps.len()).filter(|other| *other != mover);
                times(&others.fold(none.clone(), |all, other| or(&all, &last[other])), steps[mover])
            })
            .collect();
        let wider = next.iter().fold(all.clone(), |all, one| or(&all, one));
        // A step that reaches nothing new can still bring new last movers, so that both must stand still.
        if wider == all && next.iter().zip(&last).all(|(next, last)| or(next, last) == *last) {
            break;
        }
        all = wider;
        last = next.iter().zip(&last).map(|(next, last)| or(next, last)).collect();
    }
    all
}

proptest! {
    #![proptest_config(config(300))]

    #[test]
    fn matrices_agree_with_two_and_three_decision_makers(given in given(2..=3, 1..=4)) {
        let conflict = given.conflict();
        let states = given.states();
        let size = states.len();
        let count = given.ranks.len();
        let owned = |who: usize| {
            given.actions.iter().enumerate().filter(|(_, a)| a.owners.contains(&who)).map(|(at, _)| 1 << at).sum::<u32>()
        };
        let once = |direction: Direction| {
            given.actions.iter().enumerate().filter(|(_, a)| a.direction == direction).map(|(at, _)| 1 << at).sum::<u32>()
        };
        let moves: Vec<Matrix> = (0..count).map(|who| matrix(size, |from, to| {
            let (from, to) = (states[from], states[to]);
            let (taken, given_up) = (to & !from, from & !to);
            from != to && (from ^ to) & !owned(who) == 0
                && taken & once(Direction::Back) == 0 && given_up & once(Direction::Forward) == 0
        })).collect();
        let preferred: Vec<Matrix> = (0..count).map(|who| matrix(size, |from, to| {
            given.ranks[who][states[to] as usize] > given.ranks[who][states[from] as usize]
        })).collect();
        let improvements: Vec<Matrix> = (0..count).map(|who| and(&moves[who], &preferred[who])).collect();
        let engine = Engine::new(&conflict);
        for who in 0..count {
            let others = |of: &[Matrix]| {
                let others: Vec<&Matrix> = (0..count).filter(|other| *other != who).map(|other| &of[other]).collect();
                reach(&others)
            };
            let (by_moves, by_improvements) = (others(&moves), others(&improvements));
            let held = transposed(&not(&preferred[who]));
            let mended = times(&moves[who], &transposed(&preferred[who]));
            let lasting = and(&held, &not(&mended));
            let concept = |answers: &Matrix, sanctions: &Matrix| times(&improvements[who], &not(&times(answers, sanctions)));
            let found = engine.stability(who, Rules::default(), &Unwatched).unwrap();
            for (name, matrix) in [
                (Concept::Nash, times(&improvements[who], &matrix(size, |_, _| true))),
                (Concept::Gmr, concept(&by_moves, &held)),
                (Concept::Smr, concept(&by_moves, &lasting)),
                (Concept::Seq, concept(&by_improvements, &held)),
                (Concept::Sseq, concept(&by_improvements, &lasting)),
            ] {
                for (at, state) in states.iter().enumerate() {
                    prop_assert_eq!(found.of(name).has(*state as usize), !matrix[at][at], "{:?} {} {}", name, who, state);
                }
            }
        }
    }
}
