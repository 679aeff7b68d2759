//! Every way of drawing from a polytope against rejection from a box, and against moments known in closed form.

use super::super::part::{Part, Way};
use super::super::polytope::{Bound, Polytope};
use super::super::sampler::Sampler;
use super::super::single::Triangle;
use super::super::stream::{Key, Stream};
use proptest::prelude::*;
use proptest::test_runner::RngSeed;

/// A million ticks to the whole, so that rounding is felt.
const WHOLE: i128 = 1_000_000;

fn within(low: i128, high: i128) -> Bound {
    Bound { low: low * WHOLE, high: high * WHOLE, triangle: None }
}

fn triangle(low: i128, likely: i128, high: i128) -> Bound {
    let ticks = |x: i128| (x * WHOLE) as f64;
    let triangle = Triangle { low: ticks(low), likely: ticks(likely), high: ticks(high) };
    Bound { triangle: Some(triangle), ..within(low, high) }
}

/// By member: mean, mean square, and share below the middle of its bounds, in wholes.
fn moments(draws: &[Vec<f64>], bounds: &[(i128, i128)]) -> Vec<[f64; 3]> {
    let count = draws.len() as f64;
    let of = |member: usize| {
        let middle = (bounds[member].0 + bounds[member].1) as f64 / 2.0;
        let x = || draws.iter().map(move |draw| draw[member]);
        let whole = WHOLE as f64;
        [
            x().sum::<f64>() / whole / count,
            x().map(|x| x / whole * (x / whole)).sum::<f64>() / count,
            x().filter(|x| *x < middle).count() as f64 / count,
        ]
    };
    (0..bounds.len()).map(of).collect()
}

/// Asserts that two sets of draws have the same moments, up to five standard errors of either.
fn alike(one: &[Vec<f64>], two: &[Vec<f64>], bounds: &[(i128, i128)], what: &str) {
    for (member, (a, b)) in moments(one, bounds).iter().zip(moments(two, bounds)).enumerate() {
        let variance = (a[1] - a[0] * a[0]).max(b[1] - b[0] * b[0]).max(0.0);
        let largest = bounds[member].1.abs().max(bounds[member].0.abs()) as f64 / WHOLE as f64;
        let error = |variance: f64| 5.0 * (variance * (1.0 / one.len() as f64 + 1.0 / two.len() as f64)).sqrt() + 1e-9;
        let told = format!("{what}, member {member}: {a:?} against {b:?}");
        assert!((a[0] - b[0]).abs() <= error(variance), "mean of {told}");
        // The square has at most (2 max)^2 times the variance of the number.
        assert!((a[1] - b[1]).abs() <= error(4.0 * largest * largest * variance), "mean square of {told}");
        assert!((a[2] - b[2]).abs() <= error(0.25), "share below the middle of {told}");
    }
}

/// Draws by rejection from the box of all blocks but one, written down from the definition.
fn rejection(bounds: &[Bound], rungs: &[Vec<usize>], total: Option<i128>, count: usize) -> Vec<Vec<f64>> {
    let mut stream = Key::new(11, "rejection").stream(0);
    // Members that are equal have one number; each free member has its own.
    let mut leader: Vec<usize> = (0..bounds.len()).collect();
    rungs.iter().for_each(|rung| rung.iter().for_each(|member| leader[*member] = rung[0]));
    let leaders: Vec<usize> = (0..bounds.len()).filter(|member| leader[*member] == *member).collect();
    let mut draws = Vec::new();
    while draws.len() < count {
        let mut x = vec![0.0; bounds.len()];
        for member in &leaders {
            let (low, high) = (bounds[*member].low as f64, bounds[*member].high as f64);
            x[*member] = low + stream.uniform() * (high - low);
        }
        if let Some(total) = total {
            let last = *leaders.last().unwrap();
            let others: f64 =
                (0..bounds.len()).filter(|member| leader[*member] != last).map(|member| x[leader[member]]).sum();
            let size = leader.iter().filter(|own| **own == last).count();
            x[last] = (total as f64 - others) / size as f64;
        }
        for member in 0..bounds.len() {
            x[member] = x[leader[member]];
        }
        let bounded = (0..bounds.len())
            .all(|member| bounds[member].low as f64 <= x[member] && x[member] <= bounds[member].high as f64);
        let ordered = rungs.windows(2).all(|pair| x[pair[0][0]] <= x[pair[1][0]]);
        let chance: f64 =
            (0..bounds.len()).filter_map(|member| Some(bounds[member].triangle?.density(x[member]))).product();
        if bounded && ordered && stream.uniform() < chance {
            draws.push(x);
        }
    }
    draws
}

/// Draws of the members by one way of drawing the parts.
fn by(polytope: &Polytope, count: usize, way: impl Fn(&Part, &mut Stream) -> Option<Vec<f64>>) -> Vec<Vec<f64>> {
    let sampler = Sampler::new(polytope.clone());
    let mut stream = Key::new(12, "by").stream(0);
    let mut draws = Vec::new();
    for turn in 0.. {
        if draws.len() == count {
            break;
        }
        assert!(turn < 1_000 * count, "this way hardly ever succeeds");
        let mut numbers: Vec<f64> = polytope.blocks.iter().map(|block| block.low as f64).collect();
        let mut done = true;
        for part in &sampler.parts {
            match way(part, &mut stream) {
                Some(drawn) => part.blocks.iter().zip(drawn).for_each(|(block, x)| numbers[*block] = x),
                None => done = false,
            }
        }
        if done {
            let mut members = vec![0.0; polytope.bounds().len()];
            for (block, x) in polytope.blocks.iter().zip(&numbers) {
                block.members.iter().for_each(|member| members[*member] = *x);
            }
            draws.push(members);
        }
    }
    draws
}

/// Holds all ways of drawing against rejection.
fn check(what: &str, bounds: &[Bound], rungs: &[Vec<usize>], total: Option<i128>) {
    const N: usize = 4_000;
    let total = total.map(|total| total * WHOLE);
    let polytope = Polytope::new(bounds, rungs, total).unwrap();
    let tight = polytope.bounds();
    let known = rejection(bounds, rungs, total, N);
    alike(&by(&polytope, N, |part, stream| Some(part.walk(stream))), &known, &tight, &format!("{what}, hit-and-run"));
    alike(
        &by(&polytope, N, |part, stream| part.attempt(Way::Boxes, stream)),
        &known,
        &tight,
        &format!("{what}, boxes"),
    );
    if total.is_some() {
        let drawn = by(&polytope, N, |part, stream| part.attempt(Way::Spacings, stream));
        alike(&drawn, &known, &tight, &format!("{what}, spacings"));
    }
    let sampler = Sampler::new(polytope);
    let drawn = |index| sampler.draw(&mut Key::new(13, "whole").stream(index)).into_iter().map(|x| x as f64).collect();
    alike(&(0..N as u64).map(drawn).collect::<Vec<Vec<f64>>>(), &known, &tight, &format!("{what}, as drawn"));
}

#[test]
fn all_ways_agree_with_rejection_on_weights() {
    check("nothing known", &[within(0, 100); 3], &[], Some(100));
    check("in order", &[within(0, 100); 4], &[vec![0], vec![1], vec![2], vec![3]], Some(100));
    check("in part in order", &[within(0, 100); 4], &[vec![2], vec![0]], Some(100));
    check("with equal ones", &[within(0, 100); 5], &[vec![3], vec![1, 4], vec![0]], Some(100));
    check("within bounds", &[within(10, 40), within(20, 45), within(5, 60), within(0, 100)], &[], Some(100));
    let bounds = [within(10, 40), within(0, 100), within(15, 60), within(0, 30)];
    check("order and bounds", &bounds, &[vec![3], vec![1], vec![0], vec![2]], Some(100));
    check("with a point", &[within(20, 20), within(0, 100), within(0, 100)], &[vec![1], vec![0], vec![2]], Some(100));
}

#[test]
fn all_ways_agree_with_rejection_on_triangles() {
    check("triangles", &[triangle(10, 15, 40), triangle(20, 40, 45), within(0, 100)], &[], Some(100));
    check("only triangles", &[triangle(10, 30, 60), triangle(20, 40, 45), triangle(10, 10, 70)], &[], Some(100));
    let bounds = [triangle(0, 30, 60), within(0, 100), triangle(10, 12, 50), triangle(20, 45, 90)];
    check("triangles in order", &bounds, &[vec![2], vec![0], vec![3]], Some(100));
    let bounds = [triangle(0, 10, 40), triangle(5, 30, 40), within(0, 100)];
    check("equal triangles", &bounds, &[vec![0, 1]], Some(100));
    check("triangles without a sum", &[triangle(0, 30, 60), triangle(10, 12, 50)], &[vec![1], vec![0]], None);
}

#[test]
fn all_ways_agree_with_rejection_on_values() {
    check("free", &[within(0, 100), within(20, 30)], &[], None);
    check("sorted", &[within(0, 100); 4], &[vec![0], vec![1], vec![2], vec![3]], None);
    let bounds = [within(0, 0), within(0, 100), within(20, 70), within(0, 100), within(100, 100)];
    check("sorted within bounds", &bounds, &[vec![0], vec![1], vec![2], vec![3], vec![4]], None);
    let bounds = [within(0, 50), within(10, 60), within(20, 70), within(30, 40)];
    check("overlapping, with equal ones", &bounds, &[vec![1], vec![0, 3], vec![2]], None);
}

#[test]
fn means_and_spreads_are_those_of_flat_weights() {
    // Flat Dirichlet with n parts: mean 1/n, variance (n - 1) / (n^2 (n + 1)). Sorted, the k-th largest has mean
    // (1/n) sum over j = k..n of 1/j.
    const N: u64 = 6_000;
    let mean = |sampler: &Sampler, member: usize| {
        let draw = |index| sampler.draw(&mut Key::new(3, "flat").stream(index))[member] as f64 / (100 * WHOLE) as f64;
        let draws: Vec<f64> = (0..N).map(draw).collect();
        let mean = draws.iter().sum::<f64>() / N as f64;
        (mean, draws.iter().map(|x| (x - mean) * (x - mean)).sum::<f64>() / N as f64)
    };
    let n = 7.0;
    let free = Sampler::new(Polytope::new(&[within(0, 100); 7], &[], Some(100 * WHOLE)).unwrap());
    let (average, variance) = mean(&free, 3);
    let known = (n - 1.0) / (n * n * (n + 1.0));
    assert!((average - 1.0 / n).abs() < 4.0 * (known / N as f64).sqrt());
    assert!((variance / known - 1.0).abs() < 0.12);
    let rungs: Vec<Vec<usize>> = (0..7).map(|member| vec![member]).collect();
    let sorted = Sampler::new(Polytope::new(&[within(0, 100); 7], &rungs, Some(100 * WHOLE)).unwrap());
    for member in 0..7 {
        let known: f64 = (7 - member..=7).map(|j| 1.0 / j as f64).sum::<f64>() / n;
        let (average, variance) = mean(&sorted, member);
        assert!((average - known).abs() < 4.0 * (variance / N as f64).sqrt(), "{member}: {average} against {known}");
    }
}

#[test]
fn hit_and_run_reaches_everywhere_with_many_issues_in_order() {
    // Thirteen in order, two bounded, two equal, beside one free: spacings are exact here.
    let mut bounds = vec![within(0, 100); 14];
    (bounds[12], bounds[11]) = (within(16, 30), within(12, 24));
    let rungs: Vec<Vec<usize>> = [vec![0, 1]].into_iter().chain((2..13).map(|member| vec![member])).collect();
    let polytope = Polytope::new(&bounds, &rungs, Some(100 * WHOLE)).unwrap();
    let walked = by(&polytope, 2_000, |part, stream| Some(part.walk(stream)));
    let exact = by(&polytope, 8_000, |part, stream| part.attempt(Way::Spacings, stream));
    alike(&walked, &exact, &polytope.bounds(), "many in order");
    // Values of twelve options in order.
    let rungs: Vec<Vec<usize>> = (0..12).map(|member| vec![member]).collect();
    let polytope = Polytope::new(&[within(0, 100); 12], &rungs, None).unwrap();
    let walked = by(&polytope, 2_000, |part, stream| Some(part.walk(stream)));
    let exact = by(&polytope, 8_000, |part, stream| part.attempt(Way::Boxes, stream));
    alike(&walked, &exact, &polytope.bounds(), "many values in order");
}

#[test]
fn a_narrow_polytope_is_drawn_by_hit_and_run_and_stays_inside() {
    // Forty in order whose ranges overlap: rejection has no chance.
    let bounds: Vec<Bound> = (0..40).map(|at| within(at, at + 60)).collect();
    let rungs: Vec<Vec<usize>> = (0..40).map(|member| vec![member]).collect();
    let sampler = Sampler::new(Polytope::new(&bounds, &rungs, None).unwrap());
    assert!(sampler.parts.iter().any(|part| part.way.is_none()));
    for index in 0..20 {
        let drawn = sampler.draw(&mut Key::new(1, "narrow").stream(index));
        assert!(drawn.windows(2).all(|pair| pair[0] <= pair[1]));
        assert!(drawn.iter().zip(&bounds).all(|(x, bound)| bound.low <= *x && *x <= bound.high));
    }
}

/// A polytope that holds at least one point: bounds are laid around numbers that fit.
fn polytopes() -> impl Strategy<Value = (Vec<Bound>, Vec<Vec<usize>>, Option<i128>)> {
    let member = (0_i128..1_000_000, 0_i128..40_000, 0_i128..40_000, 0_usize..4, any::<bool>());
    (prop::collection::vec(member, 1..12), any::<bool>(), 0_usize..12).prop_map(|(members, sum, ordered)| {
        let x: Vec<i128> = members.iter().map(|member| member.0).collect();
        let mut order: Vec<usize> = (0..x.len()).collect();
        order.sort_by_key(|member| x[*member]);
        order.truncate(ordered);
        let mut rungs: Vec<Vec<usize>> = Vec::new();
        let mut x = x;
        for member in order {
            match rungs.last_mut() {
                // One in two joins the rung before and takes its number.
                Some(rung) if members[member].4 => {
                    x[member] = x[rung[0]];
                    rung.push(member);
                }
                _ => rungs.push(vec![member]),
            }
        }
        let bounds = members.iter().zip(&x).map(|((_, below, above, kind, _), x)| {
            let (low, high) = (x - below, x + above);
            let likely = Triangle { low: low as f64, likely: *x as f64, high: high as f64 };
            match kind {
                0 => Bound { low: -3_000_000, high: 3_000_000, triangle: None },
                1 => Bound { low: *x, high: *x, triangle: None },
                2 => Bound { low, high, triangle: None },
                _ => Bound { low, high, triangle: (low < high).then_some(likely) },
            }
        });
        let total = sum.then(|| x.iter().sum());
        (bounds.collect(), rungs, total)
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, rng_seed: RngSeed::Fixed(21), failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn every_draw_keeps_all_that_is_known((bounds, rungs, total) in polytopes()) {
        let polytope = Polytope::new(&bounds, &rungs, total).expect("a point is inside");
        let tight = polytope.bounds();
        let sampler = Sampler::new(polytope.clone());
        for index in 0..10 {
            let x = sampler.draw(&mut Key::new(9, "inside").stream(index));
            for (member, bound) in bounds.iter().enumerate() {
                prop_assert!(bound.low <= x[member] && x[member] <= bound.high);
                prop_assert!(tight[member].0 <= x[member] && x[member] <= tight[member].1);
            }
            for rung in &rungs {
                prop_assert!(rung.iter().all(|member| x[*member] == x[rung[0]]));
            }
            prop_assert!(rungs.windows(2).all(|pair| x[pair[0][0]] <= x[pair[1][0]]));
            if let Some(total) = total {
                let off = (x.iter().sum::<i128>() - total).abs();
                let single = polytope.blocks.iter().any(|block| block.size() == 1 && !block.still());
                let size = polytope.blocks.iter().map(|block| block.size()).max().unwrap();
                prop_assert!(off < size, "off by {off} ticks");
                prop_assert!(off == 0 || !single || polytope.blocks.iter().any(|block| block.size() > 1), "off by {off}");
            }
        }
    }
}
