//! Exact fractions of whole numbers of any length.

use num_bigint::{BigInt, Sign};
use std::cmp::Ordering;
use std::fmt;

/// An exact fraction in lowest terms, its denominator above 0.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fraction {
    numerator: BigInt,
    denominator: BigInt,
}

impl Fraction {
    /// `numerator / denominator`; `None` for a denominator of 0.
    pub fn new(numerator: impl Into<BigInt>, denominator: impl Into<BigInt>) -> Option<Self> {
        let (mut numerator, mut denominator) = (numerator.into(), denominator.into());
        match denominator.sign() {
            Sign::NoSign => return None,
            Sign::Minus => (numerator, denominator) = (-numerator, -denominator),
            Sign::Plus => {}
        }
        let common = common_divisor(numerator.clone(), denominator.clone());
        Some(Self { numerator: numerator / &common, denominator: denominator / common })
    }

    /// 0.
    pub fn zero() -> Self {
        Self::from(0)
    }

    /// What stands above the line.
    pub fn numerator(&self) -> &BigInt {
        &self.numerator
    }

    /// What stands below the line; above 0.
    pub fn denominator(&self) -> &BigInt {
        &self.denominator
    }

    /// The largest whole number not above it.
    pub fn floor(&self) -> BigInt {
        let whole = &self.numerator / &self.denominator;
        let cut = self.numerator.sign() == Sign::Minus && &whole * &self.denominator != self.numerator;
        if cut { whole - 1 } else { whole }
    }

    /// The least whole number not below it.
    pub fn ceil(&self) -> BigInt {
        -(-self).floor()
    }

    pub(super) fn sign(&self) -> Sign {
        self.numerator.sign()
    }
}

impl From<i128> for Fraction {
    fn from(whole: i128) -> Self {
        BigInt::from(whole).into()
    }
}

impl From<BigInt> for Fraction {
    fn from(whole: BigInt) -> Self {
        Self { numerator: whole, denominator: 1.into() }
    }
}

impl PartialOrd for Fraction {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Fraction {
    fn cmp(&self, other: &Self) -> Ordering {
        (&self.numerator * &other.denominator).cmp(&(&other.numerator * &self.denominator))
    }
}

impl std::ops::Neg for &Fraction {
    type Output = Fraction;
    fn neg(self) -> Fraction {
        Fraction { numerator: -&self.numerator, denominator: self.denominator.clone() }
    }
}

impl std::ops::Add for &Fraction {
    type Output = Fraction;
    fn add(self, other: &Fraction) -> Fraction {
        let numerator = &self.numerator * &other.denominator + &other.numerator * &self.denominator;
        lowest(numerator, &self.denominator * &other.denominator)
    }
}

impl std::ops::Mul for &Fraction {
    type Output = Fraction;
    fn mul(self, other: &Fraction) -> Fraction {
        lowest(&self.numerator * &other.numerator, &self.denominator * &other.denominator)
    }
}

impl fmt::Display for Fraction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.numerator.fmt(f)?;
        if self.denominator == BigInt::from(1) { Ok(()) } else { write!(f, "/{}", self.denominator) }
    }
}

/// The fraction of a denominator above 0.
pub(super) fn lowest(numerator: BigInt, denominator: BigInt) -> Fraction {
    Fraction::new(numerator, denominator).unwrap_or_else(Fraction::zero)
}

/// Euclid's algorithm; 1 for two zeros.
pub(super) fn common_divisor(mut one: BigInt, mut two: BigInt) -> BigInt {
    while two.sign() != Sign::NoSign {
        let rest = &one % &two;
        (one, two) = (two, rest);
    }
    match one.sign() {
        Sign::NoSign => 1.into(),
        Sign::Minus => -one,
        Sign::Plus => one,
    }
}
