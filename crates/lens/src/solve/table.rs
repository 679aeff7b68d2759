//! Bit tables and the walk over their cells.
//!
//! Every table here is row-major over its axes: the last axis moves fastest. A walk goes through the cells of one
//! shape in that order and keeps, for any number of tables that share some of its axes, the place where each of
//! them stands. A step costs a few additions and allocates nothing.

/// A row of bits, all of them equal at the start.
#[derive(Clone, Debug)]
pub(super) struct Bits {
    words: Vec<u64>,
}

impl Bits {
    /// A row of `len` bits, each of them `value`.
    pub(super) fn new(len: usize, value: bool) -> Self {
        let word = if value { u64::MAX } else { 0 };
        Bits { words: vec![word; len.div_ceil(64)] }
    }

    /// The bit at `at`.
    pub(super) fn get(&self, at: usize) -> bool {
        self.words[at / 64] >> (at % 64) & 1 == 1
    }

    /// Sets the bit at `at`.
    pub(super) fn set(&mut self, at: usize) {
        self.words[at / 64] |= 1 << (at % 64);
    }

    /// Clears the bit at `at`.
    pub(super) fn clear(&mut self, at: usize) {
        self.words[at / 64] &= !(1 << (at % 64));
    }

    /// The places `k` in `0..len`, rising, for which the bit at `start + k` is set.
    pub(super) fn ones(&self, start: usize, len: usize) -> Ones<'_> {
        Ones { bits: self, start, len, next: 0, base: 0, chunk: 0 }
    }

    /// Whether all bits of a stretch are set.
    pub(super) fn all(&self, start: usize, len: usize) -> bool {
        (0..len)
            .step_by(64)
            .all(|from| self.chunk(start + from, len - from).count_ones() as usize == (len - from).min(64))
    }

    /// Up to 64 bits from `start` on, as one word; bits past `len` are zero.
    fn chunk(&self, start: usize, len: usize) -> u64 {
        let (word, shift) = (start / 64, start % 64);
        let mut chunk = self.words[word] >> shift;
        if shift > 0 && len > 64 - shift {
            chunk |= self.words[word + 1] << (64 - shift);
        }
        if len < 64 {
            chunk &= (1 << len) - 1;
        }
        chunk
    }
}

/// The set bits of a stretch of [`Bits`], word by word.
pub(super) struct Ones<'a> {
    bits: &'a Bits,
    start: usize,
    len: usize,
    next: usize,
    base: usize,
    chunk: u64,
}

impl Iterator for Ones<'_> {
    type Item = usize;

    #[inline]
    fn next(&mut self) -> Option<usize> {
        while self.chunk == 0 {
            if self.next >= self.len {
                return None;
            }
            self.base = self.next;
            self.chunk = self.bits.chunk(self.start + self.next, self.len - self.next);
            self.next += 64;
        }
        let place = self.chunk.trailing_zeros() as usize;
        self.chunk &= self.chunk - 1;
        Some(self.base + place)
    }
}

/// A constraint as a bit per combination of values, over the values its variables had when it was made.
#[derive(Clone, Debug)]
pub(super) struct Table {
    /// The distinct variables, one an axis.
    pub(super) scope: Vec<usize>,
    /// Per axis, the variable's values in rising order.
    pub(super) values: Vec<Vec<usize>>,
    /// Per axis, the distance between neighbouring values in `bits`.
    strides: Vec<usize>,
    /// `None`: every combination is allowed, and the table only ties its variables together.
    bits: Option<Bits>,
}

impl Table {
    /// Asks `allowed` for every combination, in row-major order; it is handed one value per axis.
    ///
    /// The caller has made sure that the number of cells is within the limit.
    pub(super) fn fill(scope: Vec<usize>, values: Vec<Vec<usize>>, mut allowed: impl FnMut(&[usize]) -> bool) -> Self {
        let sizes: Vec<usize> = values.iter().map(Vec::len).collect();
        let cells: usize = sizes.iter().product();
        let mut bits = Bits::new(cells, false);
        if cells > 0 {
            let mut choice: Vec<usize> = values.iter().map(|list| list[0]).collect();
            let mut walk = Walk::new(sizes.clone(), Vec::new());
            for cell in 0..cells {
                if allowed(&choice) {
                    bits.set(cell);
                }
                if let Some(axis) = walk.advance() {
                    for at in axis..values.len() {
                        choice[at] = values[at][walk.digits[at]];
                    }
                }
            }
        }
        Table { scope, values, strides: strides(&sizes), bits: Some(bits) }
    }

    /// A table that allows every combination.
    pub(super) fn open(scope: Vec<usize>, values: Vec<Vec<usize>>) -> Self {
        let sizes: Vec<usize> = values.iter().map(Vec::len).collect();
        Table { scope, values, strides: strides(&sizes), bits: None }
    }

    /// Whether it is one that allows every combination, whatever it is asked.
    pub(super) fn is_open(&self) -> bool {
        self.bits.is_none()
    }

    /// The bit of one cell, given as the sum of one offset per axis.
    pub(super) fn allows(&self, offset: usize) -> bool {
        self.bits.as_ref().is_none_or(|bits| bits.get(offset))
    }

    /// The offsets of some values on one axis. Values that the axis does not have are left out; a network only ever
    /// loses values after a table is made, so there are none.
    pub(super) fn offsets(&self, axis: usize, values: &[usize]) -> Vec<usize> {
        let known = &self.values[axis];
        let place = |value| known.binary_search(value).ok();
        values.iter().filter_map(place).map(|at| at * self.strides[axis]).collect()
    }
}

/// Row-major strides of a table with these axis sizes.
pub(super) fn strides(sizes: &[usize]) -> Vec<usize> {
    let mut out = vec![1; sizes.len()];
    for axis in (1..sizes.len()).rev() {
        out[axis - 1] = out[axis] * sizes[axis];
    }
    out
}

/// The place of one table during a [`Walk`].
#[derive(Debug)]
pub(super) struct Cursor {
    /// Per axis of the walk and digit, the offset in the table (zeros for an axis the table does not have).
    offsets: Vec<Vec<usize>>,
    /// `partial[j]` is the offset due to the first `j` axes.
    partial: Vec<usize>,
}

impl Cursor {
    /// A cursor with a constant start, and an offset per axis and digit.
    pub(super) fn new(start: usize, offsets: Vec<Vec<usize>>) -> Self {
        let partial = vec![start; offsets.len() + 1];
        Cursor { offsets, partial }
    }

    /// Where the table stands.
    pub(super) fn base(&self) -> usize {
        self.partial[self.offsets.len()]
    }

    fn refresh(&mut self, from: usize, digits: &[usize]) {
        let moved = self.offsets.iter().zip(digits).enumerate().skip(from);
        for (axis, (offsets, digit)) in moved {
            self.partial[axis + 1] = self.partial[axis] + offsets[*digit];
        }
    }
}

/// A walk in row-major order through the cells of a shape, all of whose axes have at least one value.
#[derive(Debug)]
pub(super) struct Walk {
    sizes: Vec<usize>,
    /// The cell it stands on, one digit per axis.
    pub(super) digits: Vec<usize>,
    /// One per table that is read or written along the way.
    pub(super) cursors: Vec<Cursor>,
}

impl Walk {
    /// A walk that stands on the first cell.
    pub(super) fn new(sizes: Vec<usize>, mut cursors: Vec<Cursor>) -> Self {
        let digits = vec![0; sizes.len()];
        for cursor in &mut cursors {
            cursor.refresh(0, &digits);
        }
        Walk { sizes, digits, cursors }
    }

    /// Where the table of a cursor stands.
    pub(super) fn base(&self, cursor: usize) -> usize {
        self.cursors[cursor].base()
    }

    /// Steps to the next cell and returns the first axis that moved, or `None` after the last cell.
    pub(super) fn advance(&mut self) -> Option<usize> {
        for axis in (0..self.sizes.len()).rev() {
            if self.digits[axis] + 1 < self.sizes[axis] {
                self.digits[axis] += 1;
                for cursor in &mut self.cursors {
                    cursor.refresh(axis, &self.digits);
                }
                return Some(axis);
            }
            self.digits[axis] = 0;
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::Bits;

    #[test]
    fn ones_are_the_set_bits_of_a_stretch() {
        let mut bits = Bits::new(200, false);
        for at in (0..200).filter(|at| at * at % 7 < 3 || (60..190).contains(at)) {
            bits.set(at);
        }
        for start in 0..200 {
            for len in 0..=200 - start {
                let expected = (0..len).filter(|k| bits.get(start + k));
                assert!(bits.ones(start, len).eq(expected), "{len} from {start}");
                assert_eq!(bits.all(start, len), (0..len).all(|k| bits.get(start + k)), "{len} from {start}");
            }
        }
    }
}
