//! Counts per cell, and the interval that they give for a number of pairs.

use std::fmt;

/// Cells along each of the two axes.
pub const CELLS: usize = 2048;

/// The most points that one grid takes.
pub const POINTS_MAX: u64 = u32::MAX as u64;

/// Binary places of the factor that makes cells out of values.
const PLACES: u32 = 52;

/// The points of a long list in two dimensions, counted by cell: 16 MiB, however many points.
///
/// `N` is the number of cells along each axis, [`CELLS`] unless a test wants fewer.
#[derive(Clone, Debug)]
pub struct Grid<const N: usize = CELLS> {
    axes: [Axis; 2],
    /// Row-major by the first axis.
    counts: Vec<u32>,
    points: u64,
}

/// One axis: equal cells over a range, the outer ones reaching as far out as any point did.
#[derive(Clone, Copy, Debug)]
struct Axis {
    low: i64,
    high: i64,
    /// Cells per unit, times 2^[`PLACES`].
    scale: u64,
    /// The least and the greatest value that came, where they are outside of the range.
    least: i64,
    greatest: i64,
}

impl Grid {
    /// An empty grid over `low[p] ..= high[p]`; a range the wrong way round is that of `low[p]` alone.
    ///
    /// Points outside are taken too, in the outer cells, which then reach to the furthest of them: the interval stays
    /// right and gets wider.
    pub fn new(low: [i64; 2], high: [i64; 2]) -> Self {
        Grid::with_cells(low, high)
    }
}

impl<const N: usize> Grid<N> {
    /// As [`Grid::new`], with any number of cells from 1.
    pub(super) fn with_cells(low: [i64; 2], high: [i64; 2]) -> Self {
        let axes = [0, 1].map(|axis| Axis::new(low[axis], high[axis], N));
        Grid { axes, counts: vec![0; N * N], points: 0 }
    }

    /// Counts row-major vectors of two entries. An entry that is left over is ignored.
    ///
    /// None of them is counted if there would be more than [`POINTS_MAX`] points. Cost: one cell per point.
    pub fn add(&mut self, vectors: &[i64]) -> Result<(), GridFull> {
        let rows = vectors.as_chunks::<2>().0;
        let points = self.points.saturating_add(rows.len() as u64);
        if points > POINTS_MAX {
            return Err(GridFull { points });
        }
        self.points = points;
        let [mut first, mut second] = self.axes;
        for row in rows {
            let cell = (first.cell(row[0]) % N) * N + second.cell(row[1]) % N;
            self.counts[cell] += 1;
        }
        self.axes = [first, second];
        Ok(())
    }

    /// The number of points so far.
    pub fn points(&self) -> u64 {
        self.points
    }
}

impl Axis {
    fn new(low: i64, high: i64, cells: usize) -> Self {
        let high = high.max(low);
        let span = u128::from(high.wrapping_sub(low).cast_unsigned()) + 1;
        let scale = ((cells as u128) << PLACES) / span;
        Axis { low, high, scale: scale.min(1 << PLACES) as u64, least: low, greatest: high }
    }

    fn cell(&mut self, value: i64) -> usize {
        if value < self.low || value > self.high {
            self.least = self.least.min(value);
            self.greatest = self.greatest.max(value);
        }
        self.inner(value.clamp(self.low, self.high))
    }

    /// The cell of a value of the range: one per value where cells are enough, else equal parts.
    fn inner(&self, value: i64) -> usize {
        let offset = value.wrapping_sub(self.low).cast_unsigned();
        ((u128::from(offset) * u128::from(self.scale)) >> PLACES) as usize
    }

    /// Per cell the least and the greatest value it can hold; nothing for cells that no value of the range falls in.
    fn corners(&self) -> Vec<(i64, i64)> {
        let last = self.inner(self.high);
        let start = |cell: usize| {
            let offset = ((cell as u128) << PLACES).div_ceil(u128::from(self.scale.max(1)));
            self.low.wrapping_add_unsigned(offset as u64)
        };
        let corner = |cell: usize| {
            let low = if cell == 0 { self.least } else { start(cell) };
            let high = if cell == last { self.greatest } else { start(cell + 1).wrapping_sub(1) };
            (low, high)
        };
        (0..=last).map(corner).collect()
    }
}

/// An interval that contains the number of pairs `(i, j)` with `a_i + b_j >= at_least` in both coordinates, `a_i` being
/// the points of one grid and `b_j` those of the other; both ends belong to it.
///
/// A pair counts below if the lower corners of its two cells reach `at_least`, and above if the upper corners do.
/// Cost: three passes over the cells, one for the sums of cells further up and one for each end, and 16 MiB.
pub fn bounds<const N: usize>(a: &Grid<N>, b: &Grid<N>, at_least: [i64; 2]) -> (u128, u128) {
    let table = table_of_sums::<N>(&b.counts);
    let corners = |grid: &Grid<N>| [grid.axes[0].corners(), grid.axes[1].corners()];
    let (of_a, of_b) = (corners(a), corners(b));
    let count = |end: fn(&(i64, i64)) -> i64| {
        // Per cell of one grid the first cell of the other that reaches, on each axis.
        let [rows, columns] = [0, 1].map(|axis| {
            let mut reach = vec![N; N];
            for (reach, corner) in reach.iter_mut().zip(&of_a[axis]) {
                let rest = at_least[axis].saturating_sub(end(corner));
                let place = of_b[axis].partition_point(|other| end(other) < rest);
                if place < of_b[axis].len() {
                    *reach = place;
                }
            }
            reach
        });
        // Both factors sum to less than 2^32 over all cells, so that the sum of products is within 64 bits.
        let mut pairs = 0_u64;
        for (counts, row) in a.counts.chunks_exact(N).zip(&rows).filter(|(_, row)| **row < N) {
            let above = &table[row * (N + 1)..(row + 1) * (N + 1)];
            for (count, column) in counts.iter().zip(&columns) {
                pairs += u64::from(*count) * u64::from(above[*column]);
            }
        }
        u128::from(pairs)
    };
    (count(|corner| corner.0), count(|corner| corner.1))
}

/// Per cell the number of points in it and in all cells that are no lower on either axis; with a last row and column
/// of zeros.
fn table_of_sums<const N: usize>(counts: &[u32]) -> Vec<u32> {
    let width = N + 1;
    let mut table = vec![0; width * width];
    for row in (0..N).rev() {
        let (before, after) = table.split_at_mut((row + 1) * width);
        let mut sum = 0;
        for column in (0..N).rev() {
            sum += counts[row * N + column];
            before[row * width + column] = sum + after[column];
        }
    }
    table
}

/// A grid would have more than [`POINTS_MAX`] points.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GridFull {
    /// How many points it would have.
    pub points: u64,
}

impl fmt::Display for GridFull {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a grid counts up to {POINTS_MAX} points, and it would have {}: split the blocks more evenly",
            self.points
        )
    }
}

impl std::error::Error for GridFull {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_grid_takes_nothing_more() {
        let mut grid = Grid::<2>::with_cells([0; 2], [1; 2]);
        // As if all but three had come already, into one cell.
        grid.points = POINTS_MAX - 3;
        grid.counts[0] = u32::MAX - 3;
        assert_eq!(grid.add(&[0; 8]), Err(GridFull { points: POINTS_MAX + 1 }));
        grid.add(&[0; 6]).unwrap();
        assert_eq!(grid.points(), POINTS_MAX);
        let all = u128::from(POINTS_MAX) * u128::from(POINTS_MAX);
        assert_eq!(bounds(&grid, &grid, [0; 2]), (all, all));
        assert_eq!(bounds(&grid, &grid, [0, 1]), (0, 0));
    }
}
