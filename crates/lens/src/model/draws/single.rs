//! Single numbers: a point, a uniform range, a triangle; and yes or no with a chance.
//!
//! A number comes from one uniform `u` by the inverse of its distribution function, so that an edit of its bounds moves
//! it steadily and never shuffles it. For a triangle (low `a`, likely `m`, high `b`) with `c = (m - a) / (b - a)`:
//! `a + sqrt(u (b - a)(m - a))` where `u < c`, else `b - sqrt((1 - u)(b - a)(b - m))`.

use super::stream::{Key, Stream};
use zopa_case::{Known, Number, Quantity, TICKS};

/// A triangle, in ticks.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Triangle {
    pub low: f64,
    pub likely: f64,
    pub high: f64,
}

impl Triangle {
    /// The triangle of a quantity; `None` for points, ranges, and triangles without width.
    pub(crate) fn of(known: Known) -> Option<Self> {
        match known {
            Known::Triangle(low, likely, high) if low < high => {
                Some(Self { low: low.0 as f64, likely: likely.0 as f64, high: high.0 as f64 })
            }
            _ => None,
        }
    }

    /// The density, as a share of its peak.
    pub(super) fn density(&self, x: f64) -> f64 {
        if x < self.low || x > self.high {
            0.0
        } else if x < self.likely {
            (x - self.low) / (self.likely - self.low)
        } else if x > self.likely {
            (self.high - x) / (self.high - self.likely)
        } else {
            1.0
        }
    }

    /// The distribution function.
    pub(super) fn below(&self, x: f64) -> f64 {
        let Self { low, likely, high } = *self;
        let width = high - low;
        if x <= low {
            0.0
        } else if x >= high {
            1.0
        } else if x < likely {
            (x - low) / width * ((x - low) / (likely - low))
        } else {
            1.0 - (high - x) / width * ((high - x) / (high - likely).max(f64::MIN_POSITIVE))
        }
    }

    /// The number below which the share `u` lies.
    pub(super) fn quantile(&self, u: f64) -> f64 {
        let Self { low, likely, high } = *self;
        let width = high - low;
        if u * width < likely - low {
            low + (u * width).sqrt() * (likely - low).sqrt()
        } else {
            high - ((1.0 - u) * width).sqrt() * (high - likely).sqrt()
        }
    }
}

/// A quantity by itself.
#[derive(Clone, Debug)]
pub(crate) struct Single {
    key: Key,
    known: Known,
}

impl Single {
    /// The quantity at `path`.
    pub(crate) fn new(seed: u64, path: &str, quantity: &Quantity) -> Self {
        Self { key: Key::new(seed, path), known: quantity.known }
    }

    /// Whether there is nothing to draw.
    pub(crate) fn still(&self) -> bool {
        low(self.known) == high(self.known)
    }

    /// Its number in draw `index`.
    pub(crate) fn number(&self, index: u64) -> Number {
        if self.still() { low(self.known) } else { draw(self.known, &mut self.key.stream(index)) }
    }

    /// Whether what it is the chance of comes about in draw `index`; the chance itself is drawn first.
    pub(super) fn comes_about(&self, index: u64) -> bool {
        if self.sure() {
            return low(self.known) == Number::whole(1);
        }
        let mut stream = self.key.stream(index);
        let chance = draw(self.known, &mut stream);
        stream.uniform() < chance.0 as f64 / TICKS as f64
    }

    /// The same with the chance moved by `change` and kept within 0 and 1. Without a change it is [`Self::comes_about`].
    pub(super) fn comes_about_moved(&self, index: u64, change: Number) -> bool {
        let mut stream = self.key.stream(index);
        let chance = draw(self.known, &mut stream).0.saturating_add(change.0).clamp(0, TICKS);
        stream.uniform() < chance as f64 / TICKS as f64
    }

    /// Whether, as a chance, it is none or certainty.
    pub(super) fn sure(&self) -> bool {
        self.still() && [Number(0), Number::whole(1)].contains(&low(self.known))
    }
}

fn low(known: Known) -> Number {
    match known {
        Known::Point(low) | Known::Range(low, _) | Known::Triangle(low, _, _) => low,
    }
}

fn high(known: Known) -> Number {
    match known {
        Known::Point(high) | Known::Range(_, high) | Known::Triangle(_, _, high) => high,
    }
}

/// A number from one uniform; a point uses it up, too, so that what follows stays in place.
fn draw(known: Known, stream: &mut Stream) -> Number {
    let u = stream.uniform();
    let (low, high) = (low(known).0, high(known).0);
    let ticks = match Triangle::of(known) {
        Some(triangle) => triangle.quantile(u).round() as i128,
        None => low + ((high - low) as f64 * u).round() as i128,
    };
    Number(ticks.clamp(low, high))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn single(known: Known) -> Single {
        Single::new(3, "single", &Quantity { known, span: zopa_case::Span::default() })
    }

    #[test]
    fn quantile_and_distribution_are_inverse() {
        for (low, likely, high) in [(0.0, 3.0, 10.0), (0.0, 0.0, 1.0), (0.0, 1.0, 1.0), (-5.0, 2.0, 2.5)] {
            let triangle = Triangle { low, likely, high };
            for step in 0..=100 {
                let u = f64::from(step) / 100.0;
                let x = triangle.quantile(u);
                assert!((triangle.below(x) - u).abs() < 1e-12, "{triangle:?} at {u}: {x}");
                assert!((low..=high).contains(&x));
            }
            // The density is the slope of the distribution function; its peak is 2 / width.
            for step in 1..100 {
                let x = low + (high - low) * f64::from(step) / 100.0;
                let slope = (triangle.below(x + 1e-6) - triangle.below(x - 1e-6)) / 2e-6;
                assert!((slope - triangle.density(x) * 2.0 / (high - low)).abs() < 1e-4, "{triangle:?} at {x}");
            }
        }
    }

    #[test]
    fn means_are_those_of_the_distribution() {
        const N: u64 = 20_000;
        let mean = |known| (0..N).map(|index| single(known).number(index).to_f64()).sum::<f64>() / N as f64;
        let whole = Number::whole;
        // Four standard errors: width / sqrt(12 n); for a triangle sqrt((aa + mm + bb - am - ab - mb) / 18 n).
        assert!((mean(Known::Range(whole(10), whole(40))) - 25.0).abs() < 4.0 * 30.0 / (12.0 * N as f64).sqrt());
        let error = ((4.0 + 25.0 + 100.0 - 10.0 - 20.0 - 50.0) / 18.0 / N as f64).sqrt();
        assert!((mean(Known::Triangle(whole(2), whole(5), whole(10))) - 17.0 / 3.0).abs() < 4.0 * error);
        assert_eq!(single(Known::Point(whole(7))).number(9), whole(7));
        assert_eq!(single(Known::Range(whole(7), whole(7))).number(9), whole(7));
        assert_eq!(single(Known::Triangle(whole(7), whole(7), whole(7))).number(9), whole(7));
    }

    #[test]
    fn chances_come_about_as_often_as_they_say() {
        const N: u64 = 20_000;
        let often = |known| (0..N).filter(|index| single(known).comes_about(*index)).count() as f64 / N as f64;
        let tenths = |tenths: i64| Number(Number::whole(tenths).0 / 10);
        let error = 4.0 * (0.25 / N as f64).sqrt();
        assert!((often(Known::Point(tenths(7))) - 0.7).abs() < error);
        assert!((often(Known::Range(tenths(2), tenths(8))) - 0.5).abs() < error);
        assert!((often(Known::Triangle(tenths(0), tenths(3), tenths(3))) - 0.2).abs() < error);
        assert_eq!(often(Known::Point(tenths(10))), 1.0);
        assert_eq!(often(Known::Point(tenths(0))), 0.0);
    }

    #[test]
    fn an_edit_of_the_bounds_moves_a_number_steadily() {
        for index in 0..200 {
            let at = |low, high| single(Known::Range(Number::whole(low), Number::whole(high))).number(index);
            assert!(at(10, 20) <= at(12, 20) && at(10, 20) <= at(10, 22));
            assert_eq!(at(10, 20).0 + Number::whole(5).0, at(15, 25).0);
        }
    }
}
