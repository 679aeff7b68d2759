//! Dropping most dominated vectors before anything is sorted.
//!
//! A few vectors that dominate many others are picked from a sample, and one pass drops all that they dominate; again
//! while that pays. Random inputs shrink to little more than their frontier in linear time (the idea: Bentley,
//! Clarkson & Levine, "Fast linear expected-time algorithms for computing maxima and convex hulls", Algorithmica 9,
//! 1993). The result does not depend on the picks: only dominated vectors go.

use super::beats;

/// The most vectors that are sampled for one pass.
const SAMPLE: usize = 512;

/// The most vectors that one pass compares with.
const STRONG: usize = 16;

/// Lists shorter than this are left as they are.
const SHORT: usize = 128;

/// The indices, rising, of the rows that remain: all maximal rows, every copy of them, and some others.
pub(super) fn survivors(dims: usize, values: &[i64], rows: usize) -> Vec<u32> {
    let mut left: Vec<u32> = Vec::new();
    let mut all = true;
    loop {
        let count = if all { rows } else { left.len() };
        let row = |at: usize| {
            let index = if all { at } else { left[at] as usize };
            &values[index * dims..(index + 1) * dims]
        };
        let strong = if count < SHORT { Vec::new() } else { strong(dims, count, row) };
        if strong.is_empty() {
            return if all { (0..rows as u32).collect() } else { left };
        }
        let kept = match dims {
            2 => pass::<2>(values, &strong, all.then_some(rows), &left),
            3 => pass::<3>(values, &strong, all.then_some(rows), &left),
            4 => pass::<4>(values, &strong, all.then_some(rows), &left),
            _ => {
                let rest = |at: &usize| !strong.chunks_exact(dims).any(|strong| beats(strong, row(*at)));
                (0..count).filter(rest).map(|at| if all { at as u32 } else { left[at] }).collect()
            }
        };
        all = false;
        let done = kept.len() * 2 > count;
        left = kept;
        if done {
            return left;
        }
    }
}

/// One pass with the number of coordinates known to the compiler: over the first `rows` rows, or over those of `left`.
fn pass<const D: usize>(values: &[i64], strong: &[i64], rows: Option<usize>, left: &[u32]) -> Vec<u32> {
    let (table, strong) = (values.as_chunks::<D>().0, strong.as_chunks::<D>().0);
    let rest = |row: &[i64; D]| {
        !strong.iter().any(|strong| {
            let mut covers = true;
            for at in 0..D {
                covers &= strong[at] >= row[at];
            }
            covers && strong != row
        })
    };
    match rows {
        Some(rows) => (0..rows as u32).zip(table).filter(|(_, row)| rest(row)).map(|(at, _)| at).collect(),
        None => left.iter().copied().filter(|at| rest(&table[*at as usize])).collect(),
    }
}

/// Up to [`STRONG`] rows that together dominate most of a sample, strongest first; none if they dominate too few.
fn strong<'a>(dims: usize, count: usize, row: impl Fn(usize) -> &'a [i64]) -> Vec<i64> {
    let size = (2 * count.isqrt()).min(SAMPLE);
    let sample: Vec<&[i64]> = (0..size).map(|at| row(at * (count / size))).collect();
    let words = size.div_ceil(64);
    let mut beaten = vec![0_u64; size * words];
    for (one, bits) in sample.iter().zip(beaten.chunks_exact_mut(words)) {
        for (at, other) in sample.iter().enumerate() {
            if beats(one, other) {
                bits[at / 64] |= 1 << (at % 64);
            }
        }
    }
    let mut fresh = vec![u64::MAX; words];
    let mut picked = Vec::with_capacity(STRONG * dims);
    let mut covered = 0;
    for _ in 0..STRONG {
        let gain = |at: &usize| {
            let bits = &beaten[at * words..(at + 1) * words];
            bits.iter().zip(&fresh).map(|(bits, fresh)| (bits & fresh).count_ones() as usize).sum::<usize>()
        };
        // Of equal gains the first, so that the same input always takes the same steps.
        let Some((gained, best)) = (0..size).map(|at| (gain(&at), size - at)).max() else { break };
        let best = size - best;
        if gained * 100 < size || gained == 0 {
            break;
        }
        covered += gained;
        picked.extend_from_slice(sample[best]);
        for (fresh, bits) in fresh.iter_mut().zip(&beaten[best * words..]) {
            *fresh &= !bits;
        }
    }
    if covered * 10 < size { Vec::new() } else { picked }
}
