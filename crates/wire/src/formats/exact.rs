//! Exact numbers of other programs' files, and rounding them once to the case's 12 decimals.

use num_bigint::{BigInt, Sign};
use zopa_case::{Number, TICKS};

/// Digits that a number in a file may have.
const DIGITS: usize = 80;
/// The largest exponent that is read, either way.
const EXPONENT: i64 = 60;

/// A decimal number: `digits * 10^-places`, exact.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Decimal {
    digits: BigInt,
    places: u32,
}

impl Decimal {
    pub(super) fn zero() -> Self {
        Self::whole(0)
    }

    pub(super) fn one() -> Self {
        Self::whole(1)
    }

    pub(super) fn whole(value: i64) -> Self {
        Self { digits: BigInt::from(value), places: 0 }
    }

    /// Reads `0.5`, `-3`, `.5`, `5.`, `1e-05`; at most 80 digits and exponents up to 60.
    pub(super) fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (body, exponent) = match text.split_once(['e', 'E']) {
            Some((body, exponent)) => (body, exponent.strip_prefix('+').unwrap_or(exponent).parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (negative, digits) = match body.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, body.strip_prefix('+').unwrap_or(body)),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let all = format!("{whole}{part}");
        if all.is_empty() || all.len() > DIGITS || exponent.abs() > EXPONENT {
            return None;
        }
        if !all.bytes().all(|byte| byte.is_ascii_digit()) {
            return None;
        }
        let value: BigInt = all.parse().ok()?;
        let mut digits = if negative { -value } else { value };
        let places = part.len() as i64 - exponent;
        if places < 0 {
            digits *= ten(places.unsigned_abs() as u32);
        }
        Some(Self { digits, places: places.max(0) as u32 })
    }

    pub(super) fn of(number: Number) -> Self {
        Self { digits: BigInt::from(number.0), places: 12 }
    }

    pub(super) fn is_negative(&self) -> bool {
        self.digits.sign() == Sign::Minus
    }

    pub(super) fn is_zero(&self) -> bool {
        self.digits.sign() == Sign::NoSign
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let (a, b, places) = self.aligned(other);
        Self { digits: a + b, places }
    }

    pub(super) fn minus(&self, other: &Self) -> Self {
        let (a, b, places) = self.aligned(other);
        Self { digits: a - b, places }
    }

    pub(super) fn times(&self, other: &Self) -> Self {
        Self { digits: &self.digits * &other.digits, places: self.places + other.places }
    }

    /// A hundredth of it.
    pub(super) fn hundredth(&self) -> Self {
        Self { digits: self.digits.clone(), places: self.places + 2 }
    }

    /// Its digits, with a point where there are decimals.
    pub(super) fn print(&self) -> String {
        let sign = if self.is_negative() { "-" } else { "" };
        let digits = self.digits.magnitude().to_string();
        let places = self.places as usize;
        let padded = format!("{digits:0>width$}", width = places + 1);
        let (whole, part) = padded.split_at(padded.len() - places);
        let part = part.trim_end_matches('0');
        if part.is_empty() { format!("{sign}{whole}") } else { format!("{sign}{whole}.{part}") }
    }

    fn aligned(&self, other: &Self) -> (BigInt, BigInt, u32) {
        let places = self.places.max(other.places);
        (&self.digits * ten(places - self.places), &other.digits * ten(places - other.places), places)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        let (a, b, _) = self.aligned(other);
        a.partial_cmp(&b)
    }
}

fn ten(power: u32) -> BigInt {
    BigInt::from(10).pow(power)
}

/// One decimal over another, exact; the lower one is not zero.
#[derive(Clone, Debug)]
pub(super) struct Exact {
    above: Decimal,
    below: Decimal,
}

impl From<Decimal> for Exact {
    fn from(above: Decimal) -> Self {
        Self { above, below: Decimal::one() }
    }
}

impl Exact {
    /// A fraction; `None` over zero.
    pub(super) fn over(above: Decimal, below: Decimal) -> Option<Self> {
        (!below.is_zero()).then_some(Self { above, below })
    }

    /// This divided by a decimal that is not zero; else this.
    pub(super) fn divided(&self, by: &Decimal) -> Self {
        if by.is_zero() {
            return self.clone();
        }
        Self { above: self.above.clone(), below: self.below.times(by) }
    }

    pub(super) fn is_negative(&self) -> bool {
        !self.above.is_zero() && self.above.is_negative() != self.below.is_negative()
    }

    /// Whether it is larger than one.
    pub(super) fn is_over_one(&self) -> bool {
        if self.below.is_negative() { self.above < self.below } else { self.above > self.below }
    }

    /// The whole ticks of 1e-12 at or below it, and what is left over one tick as a fraction of two numbers.
    fn ticks(&self) -> (BigInt, BigInt, BigInt) {
        let (above, below, _) = self.above.aligned(&self.below);
        let (above, below) = if below.sign() == Sign::Minus { (-above, -below) } else { (above, below) };
        let scaled = above * BigInt::from(TICKS);
        let mut whole = &scaled / &below;
        let mut rest = &scaled - &whole * &below;
        if rest.sign() == Sign::Minus {
            whole -= 1;
            rest += &below;
        }
        (whole, rest, below)
    }

    /// The nearest number of 12 decimals (halves to even), and whether it is this one exactly; `None` beyond 1e15.
    pub(super) fn number(&self) -> Option<(Number, bool)> {
        let (mut whole, rest, below) = self.ticks();
        let exact = rest.sign() == Sign::NoSign;
        let twice: BigInt = &rest * 2;
        let odd = &whole % 2 != BigInt::from(0);
        if twice > below || (twice == below && odd) {
            whole += 1;
        }
        fits(&whole).map(|number| (number, exact))
    }
}

fn fits(ticks: &BigInt) -> Option<Number> {
    let ticks = i128::try_from(ticks).ok()?;
    Number::parse(&Number(ticks).to_string()).filter(|number| number.0 == ticks)
}

/// Shares that sum to one exactly: each weight over the sum of all, cut to 12 decimals, what is left given to those
/// that lost most (Hamilton's method of largest remainders). Whether nothing had to be rounded. `None` where the
/// weights sum to nothing or one is negative.
pub(super) fn shares(weights: &[Decimal]) -> Option<(Vec<Number>, bool)> {
    let sum = weights.iter().fold(Decimal::zero(), |sum, weight| sum.plus(weight));
    if sum.is_zero() || weights.iter().any(Decimal::is_negative) {
        return None;
    }
    let mut shares: Vec<(BigInt, BigInt)> = Vec::new();
    for weight in weights {
        let (whole, rest, below) = Exact::over(weight.clone(), sum.clone())?.ticks();
        // The remainders are over different denominators: brought to a common, fine measure.
        shares.push((whole, rest * ten(30) / below));
    }
    let exact = shares.iter().all(|(_, rest)| rest.sign() == Sign::NoSign);
    let given = shares.iter().fold(BigInt::from(0), |sum, (whole, _)| sum + whole);
    let left = i128::try_from(BigInt::from(TICKS) - given).ok()?;
    let mut order: Vec<usize> = (0..shares.len()).collect();
    order.sort_by(|a, b| shares[*b].1.cmp(&shares[*a].1).then(a.cmp(b)));
    for at in order.into_iter().take(usize::try_from(left).ok()?) {
        shares[at].0 += 1;
    }
    let numbers: Option<Vec<Number>> = shares.iter().map(|(whole, _)| fits(whole)).collect();
    numbers.map(|numbers| (numbers, exact))
}

#[cfg(test)]
mod tests {
    use super::{Decimal, Exact, shares};
    use zopa_case::{Number, TICKS};

    fn decimal(text: &str) -> Decimal {
        Decimal::parse(text).unwrap_or_else(|| panic!("{text}"))
    }

    #[test]
    fn numbers_are_read_as_programs_write_them() {
        for (text, expected) in [
            ("0.5", "0.5"),
            (" 1e-05 ", "0.00001"),
            ("-.5", "-0.5"),
            ("5.", "5"),
            ("+2.5E+1", "25"),
            ("12e3", "12000"),
            ("0.30000000000000004", "0.3"),
        ] {
            let (number, _) = Exact::from(decimal(text)).number().unwrap();
            assert_eq!(number.to_string(), expected, "{text}");
        }
        for text in ["", ".", "-", "1e", "1e999999999999", "0x10", "nan", "1,5", "--1", "1e61", &"9".repeat(81)] {
            assert!(Decimal::parse(text).is_none(), "{text}");
        }
        assert!(Exact::from(decimal("1e16")).number().is_none());
    }

    #[test]
    fn rounding_is_to_the_nearest_and_halves_to_even() {
        let number = |above: &str, below: &str| Exact::over(decimal(above), decimal(below)).unwrap().number().unwrap();
        assert_eq!(number("2", "3"), (Number(666_666_666_667), false));
        assert_eq!(number("-2", "3"), (Number(-666_666_666_667), false));
        assert_eq!(number("1", "-4"), (Number(-250_000_000_000), true));
        assert_eq!(number("0.0000000000005", "1"), (Number(0), false));
        assert_eq!(number("0.0000000000015", "1"), (Number(2), false));
        assert_eq!(number("-0.0000000000015", "1"), (Number(-2), false));
        assert!(Exact::over(decimal("1"), decimal("0.0")).is_none());
    }

    #[test]
    fn shares_sum_to_one_exactly() {
        for weights in [vec!["1", "1", "1"], vec!["0.3333", "0.3333", "0.3335"], vec!["7"], vec!["0", "2", "1e-13"]] {
            let weights: Vec<Decimal> = weights.into_iter().map(decimal).collect();
            let (shares, _) = shares(&weights).unwrap();
            assert_eq!(shares.iter().map(|share| share.0).sum::<i128>(), TICKS);
        }
        let (thirds, exact) = shares(&[decimal("1"), decimal("1"), decimal("1")]).unwrap();
        assert_eq!(thirds, [Number(333_333_333_334), Number(333_333_333_333), Number(333_333_333_333)]);
        assert!(!exact);
        assert!(shares(&[decimal("0.2"), decimal("0.8")]).unwrap().1);
        assert!(shares(&[decimal("0")]).is_none() && shares(&[decimal("-1"), decimal("2")]).is_none());
    }
}
