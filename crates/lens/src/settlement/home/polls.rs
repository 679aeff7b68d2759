//! What polls come to, tied to the question that was asked.
//!
//! For a poll that says which of its answers count for and against: the share `s` of all asked that is in favour, the
//! share `r` against, `d = s / (s + r)` of the decided, and `s` with every listed answer that counts on neither side
//! added to it. The range of `s` by sampling error alone is the quoted margin where there is one, taken as
//! `1.96` standard errors as pollsters do, else Wilson's interval (1927) at 95 per cent from the number asked.
//!
//! Against a threshold `t`: *reached* if the lower end for `s` is above it, that is, even if all the undecided said no;
//! *out of reach* if the upper end for `1 - r` is below it, that is, not even if all the undecided said yes; else
//! *undecided*. The chance that more than `t` of the decided are in favour is
//! `erfc((t - d) / (e sqrt 2)) / 2` with the standard error `e = margin / 1.96 / (s + r)`, or without a margin
//! `sqrt(d (1 - d) / (asked (s + r)))`.
//!
//! All of this is sampling error only. Wording, turnout and the campaign weigh more, quotas and weighting make the true
//! error larger, and a poll of a question like the one put says nothing of the vote: a range, never a forecast.

use super::findings::{Interval, Polled, Reach, Support};
use super::telling::counted;
use crate::run::Basis;
use num_bigint::BigUint;
use zopa_case::draft::{Fit, Poll, Ratifier};
use zopa_case::{Number, Quantity, TICKS};

/// Standard errors in a quoted margin.
const QUOTED: f64 = 1.96;
/// The 97.5 per cent point of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// What a poll of a ratifier comes to; `covers` counts packages that the question covers, where it is the same.
pub(super) fn polled(ratifier: &Ratifier, at: usize, poll: &Poll, covers: Option<BigUint>, basis: Basis) -> Polled {
    let support = if poll.fit.value == Fit::Unfit { None } else { support(ratifier, poll) };
    let name = poll.id.as_ref().map_or_else(|| (at + 1).to_string(), |id| id.value.clone());
    let polled = Polled {
        id: format!("settlement.home.{}.poll.{name}", ratifier.id.value),
        poll: poll.id.as_ref().map(|id| id.value.clone()),
        fit: poll.fit.value,
        asks: poll.asks.as_ref().map(|asks| asks.text.value.clone()),
        wording: poll.wording.value.clone(),
        date: poll.date.value.to_string(),
        asked: poll.asked.value,
        support,
        covers,
        sentence: String::new(),
        basis,
    };
    Polled { sentence: sentence(&polled), ..polled }
}

/// The sums of shares on the two sides and on neither, low and high, in per cent.
fn sides(poll: &Poll) -> [(Number, Number); 3] {
    let mut sums = [(Number(0), Number(0)); 3];
    for (answer, share) in poll.shares.iter() {
        let side = match () {
            () if poll.in_favour.iter().any(|own| own.value == answer.value) => 0,
            () if poll.against.iter().any(|own| own.value == answer.value) => 1,
            () => 2,
        };
        let sum = &mut sums[side];
        *sum = (Number(sum.0.0 + share.low().0), Number(sum.1.0 + share.high().0));
    }
    sums
}

pub(super) fn support(ratifier: &Ratifier, poll: &Poll) -> Option<Support> {
    if poll.in_favour.is_empty() || poll.asked.value == 0 {
        return None;
    }
    let part = |per_cent: Number| (per_cent.to_f64() / 100.0).clamp(0.0, 1.0);
    let [(yes_low, yes_high), (no_low, no_high), (open_low, open_high)] = sides(poll);
    let share = (part(yes_low), part(yes_high));
    let against = (part(no_low), part(no_high));
    let asked = poll.asked.value as f64;
    let margin = poll.margin.as_ref().map(Quantity::high);
    let (interval, quoted) = match margin {
        Some(margin) => (Interval::Quoted(margin), Some(part(margin))),
        None => (Interval::Wilson, None),
    };
    let low_end = |share: f64| quoted.map_or_else(|| wilson(share, asked, -1.0), |margin| (share - margin).max(0.0));
    let high_end = |share: f64| quoted.map_or_else(|| wilson(share, asked, 1.0), |margin| (share + margin).min(1.0));
    let (threshold, threshold_assumed) = match &ratifier.threshold {
        Some(threshold) => ((threshold.low().to_f64(), threshold.high().to_f64()), false),
        None => ((0.5, 0.5), true),
    };
    let decided = |yes: f64, no: f64| (no_high.0 > 0 && yes + no > 0.0).then(|| yes / (yes + no));
    let of_decided = decided(share.0, against.1).zip(decided(share.1, against.0));
    let chance = |yes: f64, no: f64, threshold: f64| {
        let (of, both) = (decided(yes, no)?, yes + no);
        let error = quoted.map_or_else(|| (of * (1.0 - of) / (asked * both)).sqrt(), |margin| margin / QUOTED / both);
        (error > 0.0).then(|| libm::erfc((threshold - of) / (error * std::f64::consts::SQRT_2)) / 2.0)
    };
    let listed = Number(yes_low.0 + no_low.0 + open_low.0);
    Some(Support {
        share,
        sampled: (low_end(share.0), high_end(share.1)),
        interval,
        of_decided,
        with_undecided: (part(Number(yes_low.0 + open_low.0)), part(Number(yes_high.0 + open_high.0))),
        unlisted: part(Number((100 * TICKS - listed.0).max(0))),
        threshold,
        threshold_assumed,
        // What no answer accounts for may go either way as well, so that the most there can be is all that is not against.
        reach: if above(low_end(share.0), threshold.1) {
            Reach::Reached
        } else if !above(high_end(1.0 - against.0), threshold.0) {
            Reach::OutOfReach
        } else {
            Reach::Undecided
        },
        chance: chance(share.0, against.1, threshold.1).zip(chance(share.1, against.0, threshold.0)),
    })
}

/// Whether a share meets a threshold: more than one half, or at least any other.
fn above(share: f64, threshold: f64) -> bool {
    share > threshold || share == threshold && threshold != 0.5
}

/// One end of Wilson's interval for a share of so many asked, on the side of `sign`.
fn wilson(share: f64, asked: f64, sign: f64) -> f64 {
    let square = Z * Z;
    let half = Z * (share * (1.0 - share) / asked + square / (4.0 * asked * asked)).sqrt();
    ((share + square / (2.0 * asked) + sign * half) / (1.0 + square / asked)).clamp(0.0, 1.0)
}

fn sentence(polled: &Polled) -> String {
    let name = polled.poll.as_deref().unwrap_or("A poll");
    let asked = counted(&BigUint::from(polled.asked));
    let mut told = format!("{name}, {asked} people asked, {} ({})", polled.date, fit(polled.fit));
    let Some(support) = &polled.support else {
        told += match polled.fit {
            Fit::Unfit => ": shown, not used.",
            _ => ": which answers count in favour is not entered, so that it is shown and not used.",
        };
        return told;
    };
    let quoted = match support.interval {
        Interval::Quoted(margin) => format!("the quoted margin of {margin} points"),
        Interval::Wilson => format!("Wilson's interval for {asked}"),
    };
    told += &format!(
        ": {} of all asked are in favour, {} by {quoted}",
        range(support.share),
        from_to(support.sampled.0, support.sampled.1)
    );
    if let Some(decided) = support.of_decided {
        told += &format!("; {} of the decided", range(decided));
    }
    told += &format!("; {} if all the undecided said yes", range(support.with_undecided));
    if support.unlisted > 0.0 {
        told += &format!(" ({} gave no answer that is listed)", percent(support.unlisted));
    }
    told += ". ";
    let bar = if support.threshold.0 == support.threshold.1 {
        let more = if support.threshold.0 == 0.5 { "More than" } else { "At least" };
        format!("{more} {}", percent(support.threshold.0))
    } else {
        format!("A share of {}", from_to(support.threshold.0, support.threshold.1))
    };
    let why = if support.threshold_assumed { " (one half, since no threshold is on the record)" } else { "" };
    told += &match support.reach {
        Reach::Reached => format!("{bar}{why} is reached on these shares, even if all the undecided said no."),
        Reach::OutOfReach => format!("{bar}{why} is out of reach on these shares, even if all the undecided said yes."),
        Reach::Undecided => format!("{bar}{why} is neither reached nor out of reach on sampling error alone."),
    };
    if let Some((low, high)) = support.chance {
        let chance = if chance_words(low) == chance_words(high) {
            chance_words(low)
        } else {
            format!("{} to {}", chance_words(low), chance_words(high))
        };
        let bar = format!("{}{}", bar[..1].to_lowercase(), &bar[1..]);
        told += &format!(
            " If sampling error were all, the chance that {bar} of the decided are in favour would be {chance}."
        );
    }
    told += " Sampling error only: wording, turnout and the campaign weigh more; a range, never a forecast.";
    if polled.fit == Fit::Near {
        told += " The question is like the one to be decided and not the same.";
    }
    if let (Fit::Exact, Some(covers)) = (polled.fit, &polled.covers) {
        told += &format!(" The question covers {} admissible packages that need this yes.", counted(covers));
    }
    told
}

fn fit(fit: Fit) -> &'static str {
    match fit {
        Fit::Exact => "the same question",
        Fit::Near => "a question like it",
        Fit::Unfit => "another question",
    }
}

/// A share in per cent, to one decimal at most.
fn percent(share: f64) -> String {
    let rounded = (share * 1_000.0).round() / 10.0;
    format!("{rounded} %")
}

fn from_to(low: f64, high: f64) -> String {
    let (low, high) = (percent(low), percent(high));
    if low == high { low } else { format!("{} to {high}", low.trim_end_matches(" %")) }
}

fn range((low, high): (f64, f64)) -> String {
    from_to(low, high)
}

/// A chance, with no more than it says: two digits below and above the middle are enough.
fn chance_words(chance: f64) -> String {
    match chance {
        low if low < 0.001 => "under 0.1 %".into(),
        high if high > 0.999 => "over 99.9 %".into(),
        middle => percent(middle),
    }
}
