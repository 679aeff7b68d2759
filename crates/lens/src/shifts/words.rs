//! Shifts in sentences.

use super::findings::{DriverFound, PairFound, Tipping};
use crate::phrase::{capital, list};
use crate::share::Share;
use crate::worth::three_digits;
use zopa_case::{Case, Number};

/// A level or move, with its unit.
pub(super) fn amount(number: Number, unit: Option<&str>) -> String {
    let number = three_digits(number.to_f64());
    unit.map_or_else(|| number.clone(), |unit| format!("{number} {unit}"))
}

/// A share as the subject of a sentence; where nothing is drawn, whether there is a zone.
pub(super) fn zone(share: &Share, certain: bool) -> String {
    match (certain, share.value()) {
        (_, None) => "Whether there is a zone was not decided".into(),
        (true, Some(value)) if value > 0.5 => "There is a zone".into(),
        (true, Some(_)) => "There is no zone".into(),
        (false, Some(_)) => format!("{} have a zone", capital(&share.of_draws())),
    }
}

fn level(level: f64) -> String {
    three_digits(level * 100.0) + " %"
}

/// What a driver alone does.
pub(super) fn driver(found: &DriverFound, certain: bool, wanted: f64, middle: Number) -> String {
    let unit = found.unit.as_deref();
    let ways: Vec<String> = found.tipping.iter().map(|own| way(own, unit, certain, wanted)).collect();
    if !ways.is_empty() {
        let today = amount(middle, unit);
        return format!("{}: today {today}. {}", found.title, ways.join(" "));
    }
    let ends = found.curve.first().zip(found.curve.last());
    let all = ends.map_or_else(String::new, |((low, one), (high, other))| {
        let told = |own: &Share| own.value().map_or("not decided".into(), level);
        if certain {
            format!(" from {} to {}", amount(*low, None), amount(*high, unit))
        } else {
            format!(" ({} at {}, {} at {})", told(one), amount(*low, None), told(other), amount(*high, unit))
        }
    });
    match certain {
        true => format!("{} alone changes nothing{all}.", found.title),
        false => {
            format!("{} alone does not bring the share across {} within its range{all}.", found.title, level(wanted))
        }
    }
}

fn way(own: &Tipping, unit: Option<&str>, certain: bool, wanted: f64) -> String {
    let to = if own.up { "or more" } else { "or less" };
    let at = amount(own.at, unit);
    let by = amount(Number(own.by.0.abs()), None);
    let part = three_digits(own.cost * 100.0);
    let what = match (certain, own.opens) {
        (true, true) => "there is a zone".to_string(),
        (true, false) => "there is no zone any more".to_string(),
        (false, true) => format!("{} of the draws or more have a zone", level(wanted)),
        (false, false) => format!("less than {} of the draws have one", level(wanted)),
    };
    // On a coarse curve the crossing lies anywhere from the level before.
    let near = if certain || own.after == own.at {
        String::new()
    } else {
        let end = |end: Option<Number>| end.map_or("beyond its range".into(), |own| amount(own, None));
        format!("; with the share's interval {} to {}", end(own.between.0), end(own.between.1))
    };
    format!("At {at} {to} {what}: a move of {by}, {part} % of its range{near}.")
}

/// What two drivers do together.
pub(super) fn pair(found: &PairFound, titles: (&str, &str), wanted: f64, certain: bool, opens: bool) -> String {
    let Some(cheapest) = &found.cheapest else {
        return format!("{} and {} together do not bring the answer across anywhere on the map.", titles.0, titles.1);
    };
    let alone = match (cheapest.by.0.0, cheapest.by.1.0) {
        (0, _) => Some(titles.1),
        (_, 0) => Some(titles.0),
        _ => None,
    };
    if let Some(alone) = alone {
        return format!("{} and {}: moving {alone} alone is the cheapest on the map.", titles.0, titles.1);
    }
    let what = match (certain, opens) {
        (true, true) => "opens a zone".to_string(),
        (true, false) => "closes the zone".to_string(),
        (false, true) => format!("brings the share to {} or more", level(wanted)),
        (false, false) => format!("brings the share below {}", level(wanted)),
    };
    let sure = match (certain, cheapest.sure) {
        (true, _) => String::new(),
        (false, Some(sure)) => format!("; with the whole interval {} %", three_digits(sure * 100.0)),
        (false, None) => "; with the whole interval nowhere on the map".into(),
    };
    format!(
        "The cheapest move of both that {what}: {} by {} and {} by {}, {} % of their ranges together{sure}.",
        titles.0,
        three_digits(cheapest.by.0.to_f64()),
        titles.1,
        three_digits(cheapest.by.1.to_f64()),
        three_digits(cheapest.cost * 100.0)
    )
}

/// What decides.
pub(super) fn decides(told: &[(&str, f64, f64, f64)], lost: usize) -> String {
    let each = |(title, value, low, high): &(&str, f64, f64, f64)| {
        format!("{title} (total index {}, {} to {})", two(*value), two(*low), two(*high))
    };
    let told: Vec<String> = told.iter().map(each).collect();
    let rest = match lost {
        0 => String::new(),
        1 => " Of one quantity the error is as large as its index: of it nothing can be said.".into(),
        lost => format!(" Of {lost} quantities the error is as large as the index: of these nothing can be said."),
    };
    match told.is_empty() {
        true => format!("No quantity can be told to decide.{rest}"),
        false => format!("Whether there is a zone hangs most on {}.{rest}", list(&told, "and")),
    }
}

/// An index with two decimals.
pub(super) fn two(value: f64) -> String {
    format!("{:.2}", value.clamp(0.0, 1.0))
}

/// A quantity's path in words.
pub(super) fn quantity(case: &Case, path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    let party = |name: &str| case.party_named(name).map_or(name.to_string(), |own| case.party(own).title.clone());
    let issue = |name: &str| {
        let found = case.issues().iter().find(|own| own.name == name);
        found.map_or(name.to_string(), |own| own.title.clone())
    };
    let driver = |id: &str| {
        let found = case.draft().drivers.iter().find(|own| own.id.value == id);
        found.map_or(id.to_string(), |own| own.name.value.clone())
    };
    match parts.as_slice() {
        ["preferences", name, "no deal"] => format!("no deal to {}", party(name)),
        ["preferences", name, "weights"] => format!("the weights of {}", party(name)),
        ["preferences", name, "linkages", id] => format!("the linkage `{id}` of {}", party(name)),
        ["preferences", name, own, "values"] => format!("the values of {} to {}", issue(own), party(name)),
        ["preferences", name, own, "weight"] => format!("the weight of {} for {}", issue(own), party(name)),
        ["preferences", name, own, option] => format!("the value of {option} ({}) to {}", issue(own), party(name)),
        ["lines", line, _] => format!("whether the line `{line}` is real"),
        ["drivers", id] => driver(id),
        ["drivers", id, "effects"] => format!("what {} does", driver(id)),
        _ => format!("`{path}`"),
    }
}
