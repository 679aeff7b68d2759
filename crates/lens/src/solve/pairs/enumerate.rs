//! All sums of one vector from each of several lists.

/// The most integers that [`sums`] gives: 2 GiB.
pub const SUMS_MAX: u128 = 1 << 28;

/// Vectors that one block of [`visit_sums`] has at most, unless the last list alone has more.
const BLOCK: usize = 1 << 13;

/// How many sums there are: the product of the numbers of vectors, at most `u128::MAX`.
pub fn number_of_sums(dims: usize, lists: &[Vec<i64>]) -> u128 {
    lists.iter().fold(1, |product: u128, list| product.saturating_mul(vectors(dims, list) as u128))
}

/// All sums of one vector from each list, row-major, equal ones as often as they come; the last list changes fastest.
///
/// No lists have one sum, the zero vector; with an empty list there is none; with `dims` 0 vectors have no entries to
/// give. `None` if the answer would have more than [`SUMS_MAX`] integers: see [`visit_sums`].
///
/// ```
/// use zopa_lens::solve::pairs::sums;
/// assert_eq!(sums(1, &[vec![0, 10], vec![1, 2, 3]]), Some(vec![1, 2, 3, 11, 12, 13]));
/// ```
pub fn sums(dims: usize, lists: &[Vec<i64>]) -> Option<Vec<i64>> {
    let length = number_of_sums(dims, lists).checked_mul(dims as u128).filter(|length| *length <= SUMS_MAX)?;
    let mut all = Vec::with_capacity(length as usize);
    visit_sums(dims, lists, |block| all.extend_from_slice(block));
    Some(all)
}

/// Gives the sums of [`sums`], in their order, to `visit`, in row-major blocks of one vector or more.
///
/// Cost: one addition per integer. Memory: two blocks of 2^13 vectors, or of the length of the last list if it is
/// longer.
pub fn visit_sums(dims: usize, lists: &[Vec<i64>], mut visit: impl FnMut(&[i64])) {
    if dims == 0 || lists.iter().any(|list| vectors(dims, list) == 0) {
        return;
    }
    // The last lists are summed once, and the block is shifted by each sum of the first ones.
    let mut split = lists.len().saturating_sub(1);
    let mut size = lists.last().map_or(1, |list| vectors(dims, list));
    while split > 0 && size * vectors(dims, &lists[split - 1]) <= BLOCK {
        split -= 1;
        size *= vectors(dims, &lists[split]);
    }
    let mut tail = vec![0; dims];
    for list in lists[split..].iter().rev() {
        let mut longer = Vec::with_capacity(tail.len() * vectors(dims, list));
        for shift in list.chunks_exact(dims) {
            add_to_all(&tail, shift, &mut longer);
        }
        tail = longer;
    }
    let mut block = Vec::with_capacity(tail.len());
    let mut place = vec![0; split];
    loop {
        let mut shift = vec![0_i64; dims];
        for (at, list) in place.iter().zip(lists) {
            for (sum, value) in shift.iter_mut().zip(&list[at * dims..]) {
                *sum = sum.saturating_add(*value);
            }
        }
        block.clear();
        add_to_all(&tail, &shift, &mut block);
        visit(&block);
        let mut at = split;
        loop {
            if at == 0 {
                return;
            }
            at -= 1;
            place[at] += 1;
            if place[at] < vectors(dims, &lists[at]) {
                break;
            }
            place[at] = 0;
        }
    }
}

/// Appends every row with `shift` added.
fn add_to_all(rows: &[i64], shift: &[i64], to: &mut Vec<i64>) {
    let add =
        |row: &[i64]| row.iter().zip(shift).map(|(value, shift)| value.saturating_add(*shift)).collect::<Vec<_>>();
    match *shift {
        [shift] => to.extend(rows.iter().map(|value| value.saturating_add(shift))),
        [first, second] => to.extend(
            rows.as_chunks::<2>()
                .0
                .iter()
                .flat_map(|row| [row[0].saturating_add(first), row[1].saturating_add(second)]),
        ),
        _ => rows.chunks_exact(shift.len()).for_each(|row| to.extend(add(row))),
    }
}

fn vectors(dims: usize, list: &[i64]) -> usize {
    list.len().checked_div(dims).unwrap_or(list.len())
}
