//! What NegMAS writes of a scenario: an outcome space and utility functions, in YAML or JSON, or Genius XML.
//!
//! Facts of NegMAS 0.16: the value of a package is the sum over issues of weight times value function, as they come;
//! a reserved value of minus infinity is none; a discount is taken once a step, or over relative time.

use super::exact::{Decimal, Exact};
use super::files::{Files, shown};
use super::functions::{Function, real_grid, whole_grid};
use super::genius::stem;
use super::given::Given;
use super::nodes::{decimal, decimal_of, items, pairs, read_node, text};
use super::scenario::{Discount, Issue, Options, Party, Scaling, Scenario, Worth};
use super::{Read, Semantics, genius, too_many};
use zopa_case::{FileId, Kind, Node, Number, Span};

const HOW: &str = "Values as NegMAS reads them: weights and value functions as they come.";

/// Reads an outcome space and its utility functions.
pub(super) fn read(ids: &[FileId], steps: Option<i128>, files: &mut Files) -> Option<Read> {
    let is_xml = |file: &&FileId| files.texts.name(**file).to_lowercase().ends_with(".xml");
    let (xml, data): (Vec<FileId>, Vec<FileId>) = ids.iter().partition(is_xml);
    if data.is_empty() {
        return genius::read(&xml, Semantics::Negmas, steps, files);
    }
    for file in xml {
        files.mend(Span::new(file, 0, 0), "not read: the scenario is given in YAML or JSON too");
    }
    let mut nodes = Vec::new();
    for file in data {
        nodes.extend(read_node(file, files).map(|node| (file, node)));
    }
    if !files.problems.is_empty() {
        return None;
    }
    let mut domains = nodes.iter().filter(|(_, node)| node.get("issues").is_some());
    let Some((file, domain)) = domains.next() else {
        let span = Span::new(*ids.first()?, 0, 0);
        let help = "give the folder that `Scenario.dump` of NegMAS has written";
        files.error("no-issues", span, "no file has `issues`: the outcome space is missing", help);
        return None;
    };
    if let Some((other, _)) = domains.next() {
        let help = "give the files of one scenario";
        files.error("two-domains", Span::new(*other, 0, 0), "a second file has `issues`", help);
        return None;
    }
    if too_many(items(domain.get("issues")).len(), domain.span, files) {
        return None;
    }
    let issues: Vec<Issue> = items(domain.get("issues")).iter().filter_map(|node| issue(node, steps, files)).collect();
    if issues.is_empty() && files.problems.is_empty() {
        files.error("no-issues", domain.span, "the outcome space has no issues", "give one with issues");
    }
    let mut parties = Vec::new();
    for (file, node) in nodes.iter().filter(|(_, node)| node.get("issues").is_none()) {
        if node.get("type").is_none() {
            files.mend(node.span, "no utility function stands here: not read");
            continue;
        }
        let name = node.get("name").and_then(text).unwrap_or(stem(files.texts.name(*file))).to_string();
        parties.extend(party(node, name, &issues, files));
    }
    if parties.is_empty() && files.problems.is_empty() {
        let help = "give the utility functions too: the folder that `Scenario.dump` of NegMAS has written";
        files.error("no-profile", domain.span, "there is an outcome space and no utility function", help);
    }
    let title = domain.get("name").and_then(text).unwrap_or(stem(files.texts.name(*file))).to_string();
    files.problems.is_empty().then_some((Scenario { title, issues, parties }, Scaling::Raw, HOW))
}

/// The last part of a type's name.
fn kind(node: &Node) -> &str {
    let full = node.get("type").and_then(text).unwrap_or("");
    full.rsplit('.').next().unwrap_or(full)
}

fn issue(node: &Node, steps: Option<i128>, files: &mut Files) -> Option<Issue> {
    let name = node.get("name").and_then(text).unwrap_or("").to_string();
    let span = node.span;
    let said = kind(node);
    let values = items(node.get("values"));
    let options = match said {
        "ContiguousIssue" | "ContinuousIssue" => {
            let mut bounds = Vec::new();
            for value in values {
                let (number, _) = Exact::from(decimal(value, "a bound", files)?).number().or_else(|| {
                    files.error("number-too-large", value.span, "a bound is beyond 1e15", "give a smaller range");
                    None
                })?;
                bounds.push(number);
            }
            let [from, to] = bounds[..] else {
                let message = format!("`{}` has no two bounds", shown(&name));
                files.error("no-range", span, message, "give `values: [0, 10]`");
                return None;
            };
            match said {
                "ContiguousIssue" => whole_grid(&name, from, to, steps, span, files)?,
                _ => real_grid(&name, from, to, steps, span, files)?,
            }
        }
        _ if values.is_empty() => {
            let message = format!("`{}`, a {}, has no list of values", shown(&name), shown(said));
            files.error("no-options", span, message, "give `values: [a, b]`; issues without end cannot be read");
            return None;
        }
        _ => {
            let mut names: Vec<String> = Vec::new();
            let mut known = std::collections::BTreeSet::new();
            for value in values {
                let Some(option) = text(value) else {
                    let message = format!("a value of `{}` is {}", shown(&name), value.what());
                    files.error("unknown-type", value.span, message, "values are texts or numbers");
                    return None;
                };
                if known.insert(option) {
                    names.push(option.to_string());
                } else {
                    files.mend(value.span, format!("`{}` stands twice in `{}`", shown(option), shown(&name)));
                }
            }
            Options::Named(names)
        }
    };
    Some(Issue { name, options, span })
}

fn party(node: &Node, name: String, issues: &[Issue], files: &mut Files) -> Option<Party> {
    match kind(node) {
        "LinearAdditiveUtilityFunction" | "LinearUtilityAggregationFunction" => additive(node, name, issues, files),
        "LinearUtilityFunction" | "AffineUtilityFunction" => additive(node, name, issues, files),
        "ExpDiscountedUFun" => discounted(node, name, issues, files),
        other => {
            let message = format!("`{}` is a {}, which is no sum over issues", shown(&name), shown(other));
            let help = "read are LinearAdditive, Linear, Affine and ExpDiscounted functions; give the values of any \
                        other package by package, in a full table: see docs/guide/case-file.md";
            files.error("cannot-be-said", node.span, message, help);
            None
        }
    }
}

/// A function with a discount around it.
fn discounted(node: &Node, name: String, issues: &[Issue], files: &mut Files) -> Option<Party> {
    let inside = node.get("ufun").filter(|inside| !kind(inside).ends_with("DiscountedUFun"));
    let Some(inside) = inside else {
        let message = format!("the discounted function of `{}` is missing, or discounted itself", shown(&name));
        files.error("cannot-be-said", node.span, message, "give it one discount around one additive function");
        return None;
    };
    let mut party = party(inside, name, issues, files)?;
    if let Some(outer) = node.get("reserved_value") {
        let reserve = text(outer).and_then(Decimal::parse);
        if reserve.is_none() && party.reserve.is_some() {
            let text = "the discounted function has no reserved value, the one inside has: no `no deal` is written";
            files.mend(outer.span, text);
        }
        party.reserve = reserve;
    }
    let factor = decimal_of(node, "discount", Decimal::one(), files)?;
    let per = match node.get("factor").and_then(text).unwrap_or("step") {
        "step" | "current_step" => Some("round"),
        "relative_time" => Some("time"),
        _ => None,
    };
    let fits = !factor.is_negative() && !factor.is_zero() && factor <= Decimal::one();
    match per.filter(|_| fits) {
        Some(_) if factor == Decimal::one() => {}
        Some(per) => party.discount = Some(Discount { factor, per }),
        None => {
            files.mend(node.span, "the discount is neither a round nor over relative time, or not above 0: left out")
        }
    }
    Some(party)
}

fn additive(node: &Node, name: String, issues: &[Issue], files: &mut Files) -> Option<Party> {
    let by_issue = |key: &str, at: usize| match node.get(key).map(|part| &part.kind) {
        Some(Kind::List(items)) => items.get(at),
        Some(Kind::Map(_)) => node.get(key).and_then(|part| part.get(&issues[at].name)),
        _ => None,
    };
    let numbers = node.get("values").is_none();
    let mut worth = Vec::new();
    for (at, issue) in issues.iter().enumerate() {
        let weight = match by_issue("weights", at) {
            Some(weight) => decimal(weight, "a weight", files)?,
            None => {
                files.mend(node.span, format!("`{}` has no weight: 1, as NegMAS reads it", shown(&issue.name)));
                Decimal::one()
            }
        };
        let values = match by_issue("values", at) {
            Some(function) => values(function, issue, files),
            None if numbers => identity(issue, node.span, files),
            None => {
                files.mend(node.span, format!("nothing is said of `{}`: worth 0", shown(&issue.name)));
                Some(vec![Exact::from(Decimal::zero()); issue.options.len()])
            }
        };
        worth.extend(values.map(|values| Worth { weight, values }));
    }
    let constant = decimal_of(node, "bias", Decimal::zero(), files)?;
    let reserve = match node.get("reserved_value") {
        Some(Node { kind: Kind::Scalar { text, .. }, .. })
            if text.to_lowercase().trim_start_matches(['-', '.']).starts_with("inf") =>
        {
            None
        }
        None | Some(Node { kind: Kind::Empty, .. }) => None,
        Some(reserve) => Some(decimal(reserve, "the reserved value", files)?),
    };
    if reserve.is_none() {
        files.mend(node.span, format!("`{}` has no reserved value: no `no deal` is written", shown(&name)));
    }
    let whole = worth.len() == issues.len();
    whole.then_some(Party { name, span: node.span, worth, constant, reserve, discount: None })
}

/// Numbers as their own values.
fn identity(issue: &Issue, span: Span, files: &mut Files) -> Option<Vec<Exact>> {
    function_values(&Function::linear(Decimal::zero(), Decimal::one()), issue, span, files)
}

fn function_values(function: &Function, issue: &Issue, span: Span, files: &mut Files) -> Option<Vec<Exact>> {
    let arguments: Option<Vec<Decimal>> = match &issue.options {
        Options::Named(names) => names.iter().map(|name| Decimal::parse(name)).collect(),
        Options::Grid(..) => Some(issue.options.numbers().map(|number: Number| Decimal::of(number)).collect()),
    };
    if arguments.is_none() {
        let message = format!("`{}` has a function of numbers, and options that are no numbers", shown(&issue.name));
        files.error("number-form", span, message, "give the options values in a TableFun");
    }
    Some(arguments?.iter().map(|x| function.at(x)).collect())
}

/// The value of each option of an issue.
fn values(node: &Node, issue: &Issue, files: &mut Files) -> Option<Vec<Exact>> {
    let zero = Decimal::zero;
    let one = Decimal::one;
    let function = match (kind(node), &node.kind) {
        ("TableFun", _) | ("", Kind::Map(_)) => {
            let mapping = if kind(node).is_empty() { Some(node) } else { node.get("mapping") };
            let mut given = Given::default();
            for (option, value) in pairs(mapping) {
                let value = decimal(value, "a value", files)?;
                given.add(&option.value, value, &shown(&issue.name), option.span, files);
            }
            return Some(given.values(issue, false, node.span, files));
        }
        ("IdentityFun", _) => Function::linear(decimal_of(node, "bias", zero(), files)?, one()),
        ("ConstFun", _) => {
            let constant = decimal_of(node, "bias", zero(), files)?;
            return Some(vec![Exact::from(constant); issue.options.len()]);
        }
        ("LinearFun" | "AffineFun", _) => {
            let (slope, bias) = (decimal_of(node, "slope", one(), files)?, decimal_of(node, "bias", zero(), files)?);
            Function::linear(bias, slope)
        }
        ("QuadraticFun", _) => Function::Polynomial {
            constant: decimal_of(node, "bias", zero(), files)?,
            first: decimal_of(node, "a1", zero(), files)?,
            second: decimal_of(node, "a2", zero(), files)?,
        },
        ("TriangularFun", _) => Function::Tent {
            from: decimal_of(node, "start", zero(), files)?,
            top: decimal_of(node, "middle", one(), files)?,
            to: decimal_of(node, "end", one(), files)?,
            height: decimal_of(node, "scale", one(), files)?,
            bias: decimal_of(node, "bias", zero(), files)?,
        },
        (other, _) => {
            let message = format!("the value function `{}` of `{}` is not known", shown(other), shown(&issue.name));
            let help = "known: TableFun, IdentityFun, ConstFun, LinearFun, AffineFun, QuadraticFun, TriangularFun";
            files.error("unknown-function", node.span, message, help);
            return None;
        }
    };
    function_values(&function, issue, node.span, files)
}
