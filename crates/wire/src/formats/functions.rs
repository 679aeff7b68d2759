//! Value functions of numbers, and grids for issues of numbers.

use super::exact::{Decimal, Exact};
use super::files::{Files, shown};
use super::scenario::Options;
use zopa_case::{Number, Span, TICKS, limits};

/// Steps of a grid where nobody says.
const STEPS: i128 = 10;

/// The value of a number.
pub(super) enum Function {
    /// `second * x * x + first * x + constant`.
    Polynomial { constant: Decimal, first: Decimal, second: Decimal },
    /// From `bias` up to `bias + height` at the top and down again, `bias` outside.
    Tent { from: Decimal, top: Decimal, to: Decimal, height: Decimal, bias: Decimal },
}

impl Function {
    pub(super) fn linear(constant: Decimal, first: Decimal) -> Self {
        Self::Polynomial { constant, first, second: Decimal::zero() }
    }

    pub(super) fn at(&self, x: &Decimal) -> Exact {
        match self {
            Self::Polynomial { constant, first, second } => {
                constant.plus(&first.times(x)).plus(&second.times(x).times(x)).into()
            }
            Self::Tent { from, top, to, height, bias } => {
                let (rise, run) = if x <= from || x >= to {
                    (Decimal::zero(), Decimal::one())
                } else if x < top {
                    (x.minus(from), top.minus(from))
                } else if x > top {
                    (to.minus(x), to.minus(top))
                } else {
                    (Decimal::one(), Decimal::one())
                };
                let above = height.times(&rise).plus(&bias.times(&run));
                Exact::over(above, run).unwrap_or_else(|| bias.clone().into())
            }
        }
    }
}

/// The value cut to 0 and 1.
pub(super) fn clamped(value: Exact) -> Exact {
    if value.is_negative() {
        Decimal::zero().into()
    } else if value.is_over_one() {
        Decimal::one().into()
    } else {
        value
    }
}

/// Whole numbers from one to another: all of them, or a grid where they are too many.
pub(super) fn whole_grid(
    name: &str,
    from: Number,
    to: Number,
    steps: Option<i128>,
    span: Span,
    files: &mut Files,
) -> Option<Options> {
    let (low, high) = (from.0.div_euclid(TICKS), to.0.div_euclid(TICKS));
    let count = high - low + 1;
    if low * TICKS != from.0 || high * TICKS != to.0 {
        return real_grid(name, from, to, steps, span, files);
    }
    ordered(name, from, to, span, files)?;
    if from == to {
        return Some(Options::Named(vec![from.to_string()]));
    }
    if count <= limits::OPTIONS as i128 {
        return Some(Options::Grid(from, to, Number::whole(1)));
    }
    let steps = within(steps, span, files)?;
    let step = (count - 1 + steps - 1) / steps;
    let text = format!("`{}` has {count} values: put on a grid of {step} (`--steps N` for another)", shown(name));
    files.mend(span, text);
    Some(Options::Grid(from, to, Number(step * TICKS)))
}

/// Real numbers from one to another, on a grid.
pub(super) fn real_grid(
    name: &str,
    from: Number,
    to: Number,
    steps: Option<i128>,
    span: Span,
    files: &mut Files,
) -> Option<Options> {
    ordered(name, from, to, span, files)?;
    if from == to {
        return Some(Options::Named(vec![from.to_string()]));
    }
    let steps = within(steps, span, files)?;
    let step = Number(((to.0 - from.0) / steps).max(1));
    let options = Options::Grid(from, to, step);
    let last = options.numbers().last().unwrap_or(from);
    let end = if last == to { String::new() } else { format!(", the last value {last}") };
    let text = format!(
        "`{}` takes any number from {from} to {to}: put on a grid of {step}{end} (`--steps N` for another)",
        shown(name)
    );
    files.mend(span, text);
    Some(options)
}

fn ordered(name: &str, from: Number, to: Number, span: Span, files: &mut Files) -> Option<()> {
    if from <= to {
        return Some(());
    }
    let message = format!("`{}` runs from {from} to {to}, the wrong way round", shown(name));
    files.error("number-order", span, message, "write the lower bound first");
    None
}

fn within(steps: Option<i128>, span: Span, files: &mut Files) -> Option<i128> {
    let steps = steps.unwrap_or(STEPS);
    if (1..limits::OPTIONS as i128).contains(&steps) {
        return Some(steps);
    }
    let message = format!("a grid of {steps} steps is too fine, or none");
    files.error("limit-options", span, message, format!("give `--steps` from 1 to {}", limits::OPTIONS - 1));
    None
}
