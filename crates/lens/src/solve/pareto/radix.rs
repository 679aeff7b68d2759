//! Sorting by integer keys in a few linear passes (Knuth, The Art of Computer Programming 3, section 5.2.5).

/// Bits of a key that one pass sorts by, at most.
const DIGIT: u32 = 11;

/// Lists shorter than this are sorted by comparison.
const SHORT: usize = 400;

/// The key under which greater values come first.
pub(in crate::solve) fn falling(value: i64) -> u64 {
    !rising(value)
}

/// The key under which lesser values come first.
pub(in crate::solve) fn rising(value: i64) -> u64 {
    value.cast_unsigned() ^ (1 << 63)
}

/// Sorts by rising key; what has equal keys stays in order.
///
/// Cost: one pass over the list for every 11 bits in which the keys' span is written; a copy of the list.
pub(in crate::solve) fn sort_by_key<T: Copy>(items: &mut Vec<T>, key: impl Fn(&T) -> u64) {
    if items.len() < SHORT {
        items.sort_by_key(key);
        return;
    }
    let mut low = u64::MAX;
    let mut high = 0;
    let mut sorted = true;
    for item in items.iter() {
        let key = key(item);
        sorted &= key >= high;
        low = low.min(key);
        high = high.max(key);
    }
    if sorted {
        return;
    }
    let bits = u64::BITS - (high - low).leading_zeros();
    let passes = bits.div_ceil(DIGIT);
    let width = bits.div_ceil(passes);
    let digits = 1_usize << width;
    let digit = |item: &T, pass: u32| ((key(item) - low) >> (pass * width)) as usize & (digits - 1);
    let mut counts = vec![0_usize; digits * passes as usize];
    for item in items.iter() {
        for (pass, counts) in (0..passes).zip(counts.chunks_exact_mut(digits)) {
            counts[digit(item, pass)] += 1;
        }
    }
    let mut other = items.clone();
    for (pass, starts) in (0..passes).zip(counts.chunks_exact_mut(digits)) {
        let mut start = 0;
        for count in starts.iter_mut() {
            start += std::mem::replace(count, start);
        }
        for item in items.iter() {
            let place = &mut starts[digit(item, pass)];
            other[*place] = *item;
            *place += 1;
        }
        std::mem::swap(items, &mut other);
    }
}
