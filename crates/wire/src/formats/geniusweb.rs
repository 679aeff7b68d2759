//! GeniusWeb JSON: a linear additive profile for each party, with the domain in it or in a file of its own.
//!
//! Facts of GeniusWeb: weights sum to 1, utilities lie between 0 and 1, utilities of numbers run straight from a low to
//! a high value; no deal is worth what the reservation bid is worth, and 0 without one.

use super::exact::{Decimal, Exact, shares};
use super::files::{Files, shown};
use super::functions::whole_grid;
use super::genius::stem;
use super::given::Given;
use super::names::Known;
use super::nodes::{decimal, items, pairs, read_node, text};
use super::scenario::{Issue, Options, Party, Scaling, Scenario, Worth};
use super::{Read, too_many};
use zopa_case::{At, FileId, Node, Number, Span, TICKS, limits};

const HOW: &str = "Values as GeniusWeb reads them: weights sum to 1, utilities from 0 to 1.";

/// Reads profiles.
pub(super) fn read(ids: &[FileId], steps: Option<i128>, files: &mut Files) -> Option<Read> {
    let mut nodes = Vec::new();
    for file in ids {
        nodes.extend(read_node(*file, files).map(|node| (*file, node)));
    }
    if !files.problems.is_empty() {
        return None;
    }
    let space = |node: &Node| {
        let named = ["LinearAdditiveUtilitySpace", "LinearAdditive"].iter().find_map(|key| node.get(key));
        named.or_else(|| node.get("issueUtilities").map(|_| node)).cloned()
    };
    let values = |node: &Node| node.get("issuesValues").or_else(|| node.get("issueValues")).cloned();
    let mut domain: Option<(Node, Node)> = None;
    let mut profiles: Vec<(FileId, Node)> = Vec::new();
    for (file, node) in &nodes {
        let of_profile = space(node);
        let own = of_profile.as_ref().and_then(|space| space.get("domain")).unwrap_or(node);
        if let (None, Some(values)) = (&domain, values(own)) {
            domain = Some((own.clone(), values));
        }
        match of_profile {
            Some(space) => profiles.push((*file, space)),
            None if values(node).is_some() => {}
            None => {
                let help = "profiles that are a LinearAdditiveUtilitySpace can be read; give the values of any other \
                            package by package, in a full table: see docs/guide/case-file.md";
                files.error("cannot-be-said", node.span, "no linear additive profile stands here", help);
            }
        }
    }
    let Some((domain, values)) = domain else {
        let span = Span::new(*ids.first()?, 0, 0);
        files.error("no-issues", span, "no file has a domain with `issuesValues`", "give the domain's file too");
        return None;
    };
    if profiles.is_empty() && files.problems.is_empty() {
        files.error("no-profile", domain.span, "there is a domain and no profile", "give a profile for each party");
    }
    if too_many(pairs(Some(&values)).len(), values.span, files) {
        return None;
    }
    let mut issues = Vec::new();
    for (name, node) in pairs(Some(&values)) {
        issues.extend(issue(name, node, steps, files));
    }
    if issues.is_empty() && files.problems.is_empty() {
        files.error("no-issues", values.span, "the domain has no issues", "give one with issues");
    }
    let mut parties = Vec::new();
    for (file, space) in &profiles {
        let name = space.get("name").and_then(text).unwrap_or(stem(files.texts.name(*file))).to_string();
        parties.extend(party(space, name, &issues, files));
    }
    let title = domain.get("name").and_then(text).unwrap_or("GeniusWeb scenario").to_string();
    files.problems.is_empty().then_some((Scenario { title, issues, parties }, Scaling::Unit, HOW))
}

fn issue(name: &At<String>, node: &Node, steps: Option<i128>, files: &mut Files) -> Option<Issue> {
    let (name, span) = (name.value.clone(), name.span);
    let range = items(node.get("range"));
    let options = if let [from, to, step] = range {
        let mut bounds = Vec::new();
        for bound in [from, to, step] {
            let (number, _) = Exact::from(decimal(bound, "a bound", files)?).number().or_else(|| {
                files.error("number-too-large", bound.span, "a bound is beyond 1e15", "give a smaller range");
                None
            })?;
            bounds.push(number);
        }
        grid(&name, [bounds[0], bounds[1], bounds[2]], steps, span, files)?
    } else {
        let mut names: Vec<String> = Vec::new();
        let mut known = std::collections::BTreeSet::new();
        for value in items(node.get("values")) {
            let Some(option) = text(value) else { continue };
            if known.insert(option) {
                names.push(option.to_string());
            } else {
                files.mend(value.span, format!("`{}` stands twice in `{}`", shown(option), shown(&name)));
            }
        }
        if names.is_empty() {
            let message = format!("`{}` has neither `values` nor a `range` of three numbers", shown(&name));
            files.error("no-options", node.span, message, "give {\"values\": [..]} or {\"range\": [from, to, step]}");
            return None;
        }
        Options::Named(names)
    };
    Some(Issue { name, options, span })
}

fn grid(
    name: &str,
    [from, to, step]: [Number; 3],
    steps: Option<i128>,
    span: Span,
    files: &mut Files,
) -> Option<Options> {
    if step.0 <= 0 || from > to {
        let message = format!("`{}` runs from {from} to {to} in steps of {step}", shown(name));
        files.error("number-order", span, message, "write the lower bound first, and a step above 0");
        return None;
    }
    if (to.0 - from.0) / step.0 < limits::OPTIONS as i128 {
        return Some(Options::Grid(from, to, step));
    }
    whole_grid(name, from, to, steps, span, files)
}

fn party(space: &Node, name: String, issues: &[Issue], files: &mut Files) -> Option<Party> {
    let known = Known::of(issues.iter().map(|issue| issue.name.as_str()));
    let (weights, utilities) = (pairs(space.get("issueWeights")), pairs(space.get("issueUtilities")));
    let given = |pairs: &'_ [(At<String>, Node)]| -> Vec<Option<usize>> {
        let names = Known::of(pairs.iter().map(|(given, _)| given.value.as_str()));
        issues.iter().map(|issue| names.near(&issue.name)).collect()
    };
    let (weight_of, utility_of) = (given(weights), given(utilities));
    for (given, _) in utilities.iter().filter(|(given, _)| known.near(&given.value).is_none()) {
        files.mend(given.span, format!("`{}` is no issue of the domain: left out", shown(&given.value)));
    }
    let mut worth = Vec::new();
    for (at, issue) in issues.iter().enumerate() {
        let weight = match weight_of[at].map(|at| &weights[at]) {
            Some((_, weight)) => decimal(weight, "a weight", files)?,
            None => {
                files.mend(space.span, format!("`{}` has no weight: 0", shown(&issue.name)));
                Decimal::zero()
            }
        };
        let values = match utility_of[at].map(|at| &utilities[at]) {
            Some((_, utilities)) => match values(utilities, issue, files) {
                Some(values) => values,
                // Told; the other issues may have something to tell too.
                None => continue,
            },
            None => {
                files.mend(space.span, format!("nothing is said of `{}`: worth 0", shown(&issue.name)));
                vec![Exact::from(Decimal::zero()); issue.options.len()]
            }
        };
        worth.push(Worth { weight, values });
    }
    if worth.len() < issues.len() {
        return None;
    }
    let reserve = match space.get("reservationBid").and_then(|bid| bid.get("issuevalues")) {
        Some(bid) if !pairs(Some(bid)).is_empty() => Some(bid_value(bid, issues, &worth, files)?),
        _ => {
            files.mend(space.span, format!("`{}` has no reservation bid: no deal is worth 0", shown(&name)));
            Some(Decimal::zero())
        }
    };
    Some(Party { name, span: space.span, worth, constant: Decimal::zero(), reserve, discount: None })
}

/// The value of each option of an issue.
fn values(node: &Node, issue: &Issue, files: &mut Files) -> Option<Vec<Exact>> {
    let part = |keys: [&str; 2]| keys.iter().find_map(|key| node.get(key));
    if let Some(discrete) = part(["DiscreteValueSetUtilities", "discreteutils"]) {
        let mut given = Given::default();
        for (option, value) in pairs(discrete.get("valueUtilities")) {
            let value = decimal(value, "a utility", files)?;
            given.add(&option.value, value, &shown(&issue.name), option.span, files);
        }
        return Some(given.values(issue, false, node.span, files));
    }
    if let (Some(straight), Options::Grid(..)) = (part(["NumberValueSetUtilities", "numberutils"]), &issue.options) {
        let mut number = |key: &str| match straight.get(key) {
            Some(number) => decimal(number, key, files),
            None => {
                files.error(
                    "number-form",
                    straight.span,
                    format!("there is no `{key}`"),
                    "give low and high, each with its value and utility",
                );
                None
            }
        };
        let (low, high) = (number("lowValue")?, number("highValue")?);
        let (from, to) = (number("lowUtility")?, number("highUtility")?);
        let run = high.minus(&low);
        let at = |x: Number| {
            let rise = Decimal::of(x).minus(&low).times(&to.minus(&from));
            Exact::over(from.times(&run).plus(&rise), run.clone()).unwrap_or_else(|| from.clone().into())
        };
        return Some(issue.options.numbers().map(at).collect());
    }
    let message =
        format!("the utilities of `{}` have neither DiscreteValueSetUtilities nor numbers", shown(&issue.name));
    files.error("unknown-function", node.span, message, "give each value its utility");
    None
}

/// What the reservation bid is worth, to 12 decimals.
fn bid_value(bid: &Node, issues: &[Issue], worth: &[Worth], files: &mut Files) -> Option<Decimal> {
    let weights: Vec<Decimal> = worth.iter().map(|worth| worth.weight.clone()).collect();
    let weights = shares(&weights).map(|(weights, _)| weights).unwrap_or_default();
    let mut sum = 0i128;
    for ((issue, worth), weight) in issues.iter().zip(worth).zip(weights) {
        let Some(taken) = bid.get(&issue.name) else {
            files.mend(bid.span, format!("the reservation bid says nothing of `{}`: worth 0", shown(&issue.name)));
            continue;
        };
        let written = text(taken).unwrap_or("");
        let option = match &issue.options {
            Options::Named(names) => names.iter().position(|name| name == written),
            Options::Grid(..) => {
                let number = Decimal::parse(written).and_then(|decimal| Exact::from(decimal).number());
                issue.options.numbers().position(|known| number.is_some_and(|(number, _)| number == known))
            }
        };
        let Some(value) = option.and_then(|option| worth.values.get(option)).and_then(Exact::number) else {
            let message = format!("`{}` is no option of `{}`", shown(written), shown(&issue.name));
            files.error("unknown-option", taken.span, message, "name an option of the domain");
            return None;
        };
        sum += (weight.0 * value.0.0 + TICKS / 2).div_euclid(TICKS);
    }
    Some(Decimal::of(Number(sum)))
}
