//! The order of variables: what stands in one condition comes close together.

/// Rounds of moving everything to its centre of gravity; usually some twenty settle it.
const ROUNDS: usize = 100;

/// Other starts than the order given.
const STARTS: u64 = 12;

/// Centres of gravity are kept in this many parts of a place.
const PARTS: i64 = 1 << 16;

/// An order of the items below `count` in which the spans of the groups add up to little: the least found.
///
/// FORCE (Aloul, Markov & Sakallah 2003): every group gets the mean place of its items as its centre, every item the mean of
/// the centres of its groups as its new place. Cost: rounds times the sizes of all groups.
pub(super) fn close_together(count: usize, groups: &[Vec<usize>]) -> Vec<usize> {
    let mut best: Vec<usize> = (0..count).collect();
    let mut least = span(&best, groups);
    for start in 0..=STARTS {
        let mut order: Vec<usize> = (0..count).collect();
        if start > 0 {
            order.sort_by_key(|item| (mixed(start << 32 | *item as u64), *item));
        }
        for _ in 0..ROUNDS {
            let next = towards_centres(&order, groups);
            let found = span(&next, groups);
            if found < least {
                least = found;
                best.clone_from(&next);
            }
            if next == order {
                break;
            }
            order = next;
        }
    }
    best
}

fn places(order: &[usize]) -> Vec<i64> {
    let mut places = vec![0; order.len()];
    for (item, place) in order.iter().zip(0..) {
        places[*item] = place;
    }
    places
}

fn span(order: &[usize], groups: &[Vec<usize>]) -> i64 {
    let places = places(order);
    let span = |group: &Vec<usize>| {
        let of = || group.iter().map(|item| places[*item]);
        of().max().unwrap_or(0) - of().min().unwrap_or(0)
    };
    groups.iter().map(span).sum()
}

fn towards_centres(order: &[usize], groups: &[Vec<usize>]) -> Vec<usize> {
    let places = places(order);
    let mut sums = vec![(0_i64, 0_i64); order.len()];
    for group in groups.iter().filter(|group| !group.is_empty()) {
        let centre = group.iter().map(|item| places[*item]).sum::<i64>() * PARTS / group.len() as i64;
        for item in group {
            sums[*item].0 += centre;
            sums[*item].1 += 1;
        }
    }
    let key = |item: usize| match sums[item] {
        (_, 0) => places[item] * PARTS,
        (sum, groups) => sum / groups,
    };
    let mut next = order.to_vec();
    next.sort_by_key(|item| (key(*item), *item));
    next
}

/// The mixing of Steele, Lea & Flood (2014).
fn mixed(number: u64) -> u64 {
    let mut mixed = number.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}
