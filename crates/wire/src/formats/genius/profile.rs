//! A profile: weights, evaluations, reservation value and discount of a party.

use super::domain::{DomainIssue, Outline};
use super::{Collected, Found, collect, decimal};
use crate::formats::Semantics;
use crate::formats::exact::{Decimal, Exact};
use crate::formats::files::{Files, shown};
use crate::formats::functions::{Function, clamped};
use crate::formats::given::Given;
use crate::formats::names::Known;
use crate::formats::scenario::{Discount, Options, Party, Worth};
use crate::formats::xml::Element;
use zopa_case::Number;

/// What a profile says, issue by issue of the domain.
pub(super) fn profile(
    outline: &Outline,
    root: &Element,
    name: String,
    semantics: Semantics,
    files: &mut Files,
) -> Option<Party> {
    let tree = collect(root, files);
    let issue_names = || outline.issues.iter().map(|known| known.issue.name.as_str());
    let (names, leaves) = (Known::of(issue_names()), Known::of(issue_names().map(leaf)));
    let of = |found: &Found<'_>| {
        let indexed = || outline.issues.iter().position(|known| Some(known.index) == found.index);
        let mended = || names.near(&found.name).or_else(|| leaves.near(leaf(&found.name))).or_else(indexed);
        names.exact(&found.name).map(|at| (at, false)).or_else(|| mended().map(|at| (at, true)))
    };
    let mut own: Vec<Option<&Found<'_>>> = vec![None; outline.issues.len()];
    for found in &tree.issues {
        match of(found) {
            Some((at, mended)) => {
                let known = &outline.issues[at].issue.name;
                if own[at].is_some() {
                    let text = format!("`{}` stands twice: the last counts", shown(&found.name));
                    files.mend(found.element.span, text);
                } else if mended {
                    let text = format!("`{}` is taken for the issue `{}`", shown(&found.name), shown(known));
                    files.mend(found.element.span, text);
                }
                own[at] = Some(found);
            }
            None => {
                let text = format!("`{}` is no issue of the domain: left out", shown(&found.name));
                files.mend(found.element.span, text);
            }
        }
    }
    let (weights, constant) = weights(outline, &own, &tree, semantics, root, files);
    // NegMAS takes a number itself for its value where an issue says nothing, unless all issues are functions.
    let tabled = tree.issues.iter().any(|found| found.element.all("item").next().is_some());
    let mut worth = Vec::new();
    for ((known, found), weight) in outline.issues.iter().zip(&own).zip(weights) {
        let values = match found {
            Some(found) => match values(known, found, semantics, tabled, files) {
                Some(values) => values,
                // Told; the other issues may have something to tell too.
                None => continue,
            },
            None => {
                let text = format!("the profile says nothing of `{}`: worth 0", shown(&known.issue.name));
                files.mend(root.span, text);
                vec![Exact::from(Decimal::zero()); known.issue.options.len()]
            }
        };
        worth.push(Worth { weight, values });
    }
    let reserve = reserve(root, files);
    let discount = discount(root, semantics, files)?;
    let reserve = reserve?;
    let whole = worth.len() == outline.issues.len();
    whole.then_some(Party { name, span: root.span, worth, constant, reserve, discount })
}

/// The name of an issue without the objectives it stands in.
fn leaf(name: &str) -> &str {
    name.rsplit(": ").next().unwrap_or(name)
}

/// The weight of each issue, and what is added to every package.
fn weights(
    outline: &Outline,
    own: &[Option<&Found<'_>>],
    tree: &Collected<'_>,
    semantics: Semantics,
    root: &Element,
    files: &mut Files,
) -> (Vec<Decimal>, Decimal) {
    let mut found: Vec<Option<Decimal>> = vec![None; outline.issues.len()];
    let mut constant = Decimal::zero();
    let mut dummy = None;
    let largest = outline.issues.iter().map(|known| known.index).max().unwrap_or(0);
    for (objective, index, weight, span) in &tree.weights {
        let by_own = own
            .iter()
            .position(|found| found.is_some_and(|found| found.index == Some(*index) && found.objective == *objective));
        let by_domain = outline.issues.iter().position(|known| known.index == *index);
        let at = match semantics {
            Semantics::Genius => by_own.or(by_domain),
            Semantics::Negmas => by_domain,
        };
        if by_own.is_some() && by_domain.is_some() && by_own != by_domain {
            let text = format!("index {index} is another issue here than in the domain");
            files.mend(*span, text);
        }
        match at {
            Some(at) => {
                if found[at].as_ref().is_some_and(|known| known != weight) {
                    let name = shown(&outline.issues[at].issue.name);
                    files.mend(*span, format!("`{name}` has two weights: the last counts"));
                }
                found[at] = Some(weight.clone());
            }
            None if semantics == Semantics::Negmas && (*index < 1 || *index > largest) => {
                constant = constant.plus(weight);
            }
            None if semantics == Semantics::Negmas => dummy = Some(weight.clone()),
            None => files.mend(*span, format!("a weight of issue {index}, which is not there: left out")),
        }
    }
    let numeric = !tree.issues.iter().any(|found| found.element.all("item").next().is_some());
    if semantics == Semantics::Negmas && !outline.gaps.is_empty() && !numeric {
        let one = dummy.unwrap_or_else(Decimal::one);
        outline.gaps.iter().for_each(|_| constant = constant.plus(&one));
        let gaps: Vec<String> = outline.gaps.iter().take(8).map(i64::to_string).collect();
        let text =
            format!("no issue of the domain has the index {}: NegMAS adds a weight for each such", gaps.join(", "));
        files.mend(root.span, text);
    }
    let mut all = Vec::new();
    for (at, weight) in found.into_iter().enumerate() {
        let absent = match semantics {
            Semantics::Genius => Decimal::zero(),
            Semantics::Negmas if numeric && own[at].is_none() => Decimal::zero(),
            Semantics::Negmas => Decimal::one(),
        };
        if weight.is_none() {
            let zero = if absent.is_zero() { "0" } else { "1, as NegMAS reads it" };
            let text = format!("`{}` has no weight: {zero}", shown(&outline.issues[at].issue.name));
            files.mend(root.span, text);
        }
        all.push(weight.unwrap_or(absent));
    }
    (all, constant)
}

/// The value of each option of an issue.
fn values(
    known: &DomainIssue,
    found: &Found<'_>,
    semantics: Semantics,
    tabled: bool,
    files: &mut Files,
) -> Option<Vec<Exact>> {
    let element = found.element;
    let name = shown(&known.issue.name);
    if let Some(evaluator) = element.all("evaluator").next()
        && element.all("item").next().is_none()
    {
        let function = function(evaluator, known, semantics, files)?;
        let arguments: Option<Vec<Decimal>> = match &known.issue.options {
            Options::Named(names) => names.iter().map(|name| Decimal::parse(name)).collect(),
            Options::Grid(..) => Some(known.issue.options.numbers().map(Decimal::of).collect()),
        };
        let Some(arguments) = arguments else {
            let message = format!("`{name}` has a function of numbers, and options that are no numbers");
            files.error("number-form", evaluator.span, message, "give its items evaluations");
            return None;
        };
        let cut = |value: Exact| if semantics == Semantics::Genius { clamped(value) } else { value };
        return Some(arguments.iter().map(|x| cut(function.at(x))).collect());
    }
    let mut given = Given::default();
    for item in element.all("item") {
        let Some(option) = item.get("value") else { continue };
        if item.get("evaluation").is_none_or(|text| text == "null") {
            continue;
        }
        let value = decimal(item, "evaluation", files)?;
        given.add(option, value, &name, item.span, files);
    }
    let identity = semantics == Semantics::Negmas && tabled && given.is_empty();
    if let (true, Options::Grid(..)) = (identity, &known.issue.options) {
        files.mend(element.span, format!("`{name}` has no evaluations: each number is its own, as NegMAS reads it"));
        return Some(known.issue.options.numbers().map(|number| Decimal::of(number).into()).collect());
    }
    let divide = semantics == Semantics::Genius;
    Some(given.values(&known.issue, divide, element.span, files))
}

/// The function of an issue of numbers.
fn function(evaluator: &Element, known: &DomainIssue, semantics: Semantics, files: &mut Files) -> Option<Function> {
    let kind = evaluator.get("ftype").unwrap_or("linear").to_lowercase();
    let mut number = |keys: [&str; 2], absent: Decimal| match keys.iter().find(|key| evaluator.get(key).is_some()) {
        Some(key) => decimal(evaluator, key, files),
        None => Some(absent),
    };
    match kind.as_str() {
        "linear" => {
            let absent = if semantics == Semantics::Genius { Decimal::zero() } else { Decimal::one() };
            let (offset, slope) =
                (number(["offset", "parameter0"], Decimal::zero())?, number(["slope", "parameter1"], absent)?);
            // Genius counts whole numbers from the lower bound of their issue.
            let lower = if semantics == Semantics::Genius && known.whole { known.low } else { Number(0) };
            Some(Function::linear(offset.minus(&slope.times(&Decimal::of(lower))), slope))
        }
        "constant" => Some(Function::linear(number(["offset", "parameter0"], Decimal::zero())?, Decimal::zero())),
        "quadratic" if semantics == Semantics::Negmas => Some(Function::Polynomial {
            constant: number(["offset", "parameter0"], Decimal::zero())?,
            first: number(["a1", "parameter1"], Decimal::one())?,
            second: number(["a2", "parameter2"], Decimal::one())?,
        }),
        "triangular" => Some(Function::Tent {
            from: number(["start", "parameter0"], Decimal::zero())?,
            to: number(["end", "parameter1"], Decimal::one())?,
            top: number(["middle", "parameter2"], Decimal::one())?,
            height: Decimal::one(),
            bias: Decimal::zero(),
        }),
        other => {
            let message = format!("the function `{}` is not known", shown(other));
            files.error(
                "unknown-function",
                evaluator.span,
                message,
                "known: linear, constant, triangular; or give items",
            );
            None
        }
    }
}

/// The value of no deal; `None` inside where there is none.
fn reserve(root: &Element, files: &mut Files) -> Option<Option<Decimal>> {
    let Some(element) = root.find("reservation") else {
        files.mend(root.span, "no reservation value stands here: 0, as the programs read it");
        return Some(Some(Decimal::zero()));
    };
    if element.get("value").is_some_and(|text| text.to_lowercase().starts_with("-inf")) {
        files.mend(element.span, "the reservation value is below everything: no `no deal` is written");
        return Some(None);
    }
    decimal(element, "value", files).map(Some)
}

/// The discount; `None` inside where nothing is lost.
fn discount(root: &Element, semantics: Semantics, files: &mut Files) -> Option<Option<Discount>> {
    let Some(element) = root.find("discount_factor") else { return Some(None) };
    let factor = decimal(element, "value", files)?;
    if factor == Decimal::one() || factor.minus(&Decimal::one()).is_zero() {
        return Some(None);
    }
    if factor.is_zero() || factor.is_negative() || factor > Decimal::one() {
        files.mend(element.span, "a discount factor that is not above 0 and at most 1 is none");
        return Some(None);
    }
    let per = if semantics == Semantics::Genius { "time" } else { "round" };
    Some(Some(Discount { factor, per }))
}
