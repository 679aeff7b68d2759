//! Genius XML: a domain and a profile for each party, as Genius and as NegMAS read them.
//!
//! The value of a package is the sum over issues of weight times evaluation (Lin, Kraus, Baarslag, Tykhonov, Hindriks
//! & Jonker 2014). Objectives inside each other only order the issues: weights are those of the issues.

use super::exact::{Decimal, Exact};
use super::files::{Files, shown};
use super::functions::{Function, clamped, real_grid, whole_grid};
use super::scenario::{Discount, Issue, Options, Party, Scaling, Scenario, Worth};
use super::given::Given;
use super::xml::{Element, read_xml};
use super::{Read, Semantics, folded};
use zopa_case::{FileId, Number, Span};

/// Reads a domain and its profiles. The domain is the file with a template, else the first.
pub(super) fn read(
    ids: &[FileId],
    semantics: Semantics,
    steps: Option<i128>,
    files: &mut Files,
) -> Option<Read> {
    let mut roots = Vec::new();
    for file in ids {
        roots.extend(read_xml(*file, files).map(|root| (*file, root)));
    }
    if !files.problems.is_empty() {
        return None;
    }
    let evaluated = |root: &Element| has_evaluation(root);
    let template = roots.iter().position(|(_, root)| root.name == "negotiation_template");
    let bare = || roots.iter().position(|(_, root)| !evaluated(root));
    let domain = template.or_else(bare);
    let profiles: Vec<&(FileId, Element)> =
        roots.iter().enumerate().filter(|(at, _)| Some(*at) != domain).map(|(_, root)| root).collect();
    let (file, root) = roots.get(domain.unwrap_or(0))?;
    if domain.is_none() {
        files.mend(root.span, "no file is a domain: the issues are those of this profile");
    }
    if profiles.is_empty() {
        let help = "give the profiles too: `zopa import genius DOMAIN.xml PROFILE.xml.. -o CASE`";
        files.error("no-profile", root.span, "there is a domain and no profile", help);
        return None;
    }
    let tree = collect(root, files);
    let outline = outline(tree, steps, files)?;
    let mut parties = Vec::new();
    for (file, root) in profiles {
        let stem = stem(files.texts.name(*file)).to_string();
        parties.extend(profile(&outline, root, stem, semantics, files));
    }
    let name = root.find("objective").and_then(|objective| objective.get("name"));
    let named = name.filter(|name| !["any", "root"].contains(&name.to_lowercase().as_str()));
    let title = named.unwrap_or(stem(files.texts.name(*file))).to_string();
    let issues = outline.issues.into_iter().map(|known| known.issue).collect();
    let (scaling, how) = match semantics {
        Semantics::Genius => (Scaling::Unit, GENIUS),
        Semantics::Negmas => (Scaling::Raw, NEGMAS),
    };
    files.problems.is_empty().then_some((Scenario { title, issues, parties }, scaling, how))
}

const GENIUS: &str = "Values as Genius reads them: evaluations over the largest of their issue where one exceeds 1, weights sum to 1.";
const NEGMAS: &str = "Values as NegMAS reads them: weights and evaluations as they come.";

/// The name of a file without folders and ending.
pub(super) fn stem(name: &str) -> &str {
    let base = super::files::base(name);
    base.rsplit_once('.').map_or(base, |(stem, _)| if stem.is_empty() { base } else { stem })
}

/// Whether a tree gives evaluations: a profile does, a domain does not.
pub(super) fn has_evaluation(root: &Element) -> bool {
    root.get("evaluation").is_some()
        || ["evaluator", "weight", "reservation"].contains(&root.name.as_str())
        || root.children.iter().any(has_evaluation)
}

/// An issue of a tree.
struct Found<'e> {
    name: String,
    index: Option<i64>,
    element: &'e Element,
    /// The objective it stands in.
    objective: usize,
}

/// The issues and weights of a tree, objectives inside each other opened.
struct Collected<'e> {
    issues: Vec<Found<'e>>,
    /// Objective, index, weight.
    weights: Vec<(usize, i64, Decimal, Span)>,
    objectives: usize,
}

fn collect<'e>(root: &'e Element, files: &mut Files) -> Collected<'e> {
    let mut all = Collected { issues: Vec::new(), weights: Vec::new(), objectives: 0 };
    let objective = root.find("objective").or_else(|| root.holder("issue")).unwrap_or(root);
    gather(objective, "", &mut all, files);
    if let Some(odd) = ["utility_function", "utility", "ufun"].iter().find_map(|name| root.find(name)) {
        let message = format!("<{}> is a function of several issues together, which is no sum over issues", odd.name);
        let help = "give the values package by package, in a full table: see docs/guide/case-file.md";
        files.error("cannot-be-said", odd.span, message, help);
    }
    all
}

fn gather<'e>(objective: &'e Element, above: &str, all: &mut Collected<'e>, files: &mut Files) {
    let own = all.objectives;
    all.objectives += 1;
    let mut place = 0;
    let joined = |child: &Element| {
        let name = child.get("name").unwrap_or("");
        if above.is_empty() { name.to_string() } else { format!("{above}: {name}") }
    };
    for child in &objective.children {
        match child.name.as_str() {
            "issue" => {
                let index = child.get("index").and_then(|index| index.parse().ok());
                if child.get("name").is_none() {
                    files.mend(child.span, "an issue has no name");
                }
                all.issues.push(Found { name: joined(child), index, element: child, objective: own });
            }
            "objective" => {
                let name = joined(child);
                files.mend(child.span, format!("the objective `{}` holds issues: its name goes before theirs", shown(&name)));
                gather(child, &name, all, files);
            }
            "weight" => {
                place += 1;
                let index = child.get("index").and_then(|index| index.parse().ok());
                if index.is_none() {
                    files.mend(child.span, format!("the weight has no index: taken for issue {place}"));
                }
                if let Some(weight) = decimal(child, "value", files) {
                    all.weights.push((own, index.unwrap_or(place), weight, child.span));
                }
            }
            _ => {}
        }
    }
}

/// A number of a tag; what is no number is told.
fn decimal(element: &Element, key: &str, files: &mut Files) -> Option<Decimal> {
    let text = element.get(key).unwrap_or("");
    let read = Decimal::parse(text);
    if read.is_none() {
        let message = format!("`{}` of <{}> is `{}`, which is no number", key, shown(&element.name), shown(text));
        files.error("number-form", element.span, message, "write digits with a point, such as 0.25");
    }
    read
}

/// The issues of a domain.
struct Outline {
    issues: Vec<Known>,
    /// Indices below the largest that no issue has.
    gaps: Vec<i64>,
}

struct Known {
    issue: Issue,
    index: i64,
    whole: bool,
    /// The lower bound of numbers.
    low: Number,
}

fn outline(tree: Collected<'_>, steps: Option<i128>, files: &mut Files) -> Option<Outline> {
    let mut issues: Vec<Known> = Vec::new();
    let mut indices: Vec<i64> = tree.issues.iter().filter_map(|found| found.index).collect();
    indices.sort_unstable();
    let before = indices.len();
    indices.dedup();
    let by_index = before == indices.len() && before == tree.issues.len();
    if !by_index && let Some(first) = tree.issues.first() {
        files.mend(first.element.span, "indices of issues are missing or doubled: issues count in the order of the file");
    }
    for (at, found) in tree.issues.iter().enumerate() {
        let index = if by_index { found.index.unwrap_or(0) } else { at as i64 + 1 };
        issues.extend(domain_issue(found, index, steps, files));
    }
    issues.sort_by_key(|known| known.index);
    if issues.is_empty() && files.problems.is_empty() {
        let span = Span::new(files.texts.files().next().map_or(FileId(0), |(file, ..)| file), 0, 0);
        files.error("no-issues", span, "there is no <issue> in the domain", "give the domain file first");
    }
    let last = issues.iter().map(|known| known.index).max().unwrap_or(0).min(100_000);
    let gaps = (1..last).filter(|index| !issues.iter().any(|known| known.index == *index)).collect();
    files.problems.is_empty().then_some(Outline { issues, gaps })
}

fn domain_issue(found: &Found<'_>, index: i64, steps: Option<i128>, files: &mut Files) -> Option<Known> {
    let element = found.element;
    let said = ["type", "etype", "vtype"].iter().find_map(|key| element.get(key)).unwrap_or("discrete").to_lowercase();
    let bounds = bounds(element, files);
    let kind = match (said.as_str(), element.all("item").next().is_some(), bounds.is_some()) {
        ("integer" | "real", true, false) => "discrete",
        ("discrete", false, true) => "integer",
        (kind, ..) => kind,
    };
    if kind != said {
        files.mend(element.span, format!("`{}` is called {said} and is {kind}", shown(&found.name)));
    }
    let mut low = Number(0);
    let options = match kind {
        "discrete" => {
            let mut names: Vec<String> = Vec::new();
            let mut known = std::collections::BTreeSet::new();
            for item in element.all("item") {
                let name = item.get("value").unwrap_or("");
                if name.is_empty() {
                    files.mend(item.span, "an item without a value: left out");
                } else if known.insert(name.to_string()) {
                    names.push(name.to_string());
                } else {
                    files.mend(item.span, format!("`{}` stands twice in `{}`", shown(name), shown(&found.name)));
                }
            }
            if names.is_empty() {
                let message = format!("`{}` has no items", shown(&found.name));
                files.error("no-options", element.span, message, "give the issue items, or a range");
                return None;
            }
            Options::Named(names)
        }
        "integer" | "real" => {
            let Some((from, to)) = bounds else {
                let message = format!("`{}` has no range", shown(&found.name));
                let help = "give <range lowerbound=\"0\" upperbound=\"10\"/> inside the issue";
                files.error("no-range", element.span, message, help);
                return None;
            };
            low = from;
            if kind == "integer" {
                whole_grid(&found.name, from, to, steps, element.span, files)?
            } else {
                real_grid(&found.name, from, to, steps, element.span, files)?
            }
        }
        other => {
            let message = format!("`{}` is of the type `{}`", shown(&found.name), shown(other));
            files.error("unknown-type", element.span, message, "known: discrete, integer, real");
            return None;
        }
    };
    let issue = Issue { name: found.name.clone(), options, span: element.span };
    Some(Known { issue, index, whole: kind == "integer", low })
}

/// The bounds of an issue of numbers.
fn bounds(element: &Element, files: &mut Files) -> Option<(Number, Number)> {
    let range = element.all("range").next();
    let mut bound = |key: &str| {
        let holder = range.filter(|range| range.get(key).is_some()).unwrap_or(element);
        holder.get(key)?;
        let exact = Exact::from(decimal(holder, key, files)?);
        let number = exact.number();
        if number.is_none() {
            files.error("number-too-large", holder.span, format!("`{key}` is beyond 1e15"), "give a smaller range");
        }
        number.map(|(number, _)| number)
    };
    bound("lowerbound").zip(bound("upperbound"))
}

fn profile(outline: &Outline, root: &Element, name: String, semantics: Semantics, files: &mut Files) -> Option<Party> {
    let tree = collect(root, files);
    let of = |found: &Found<'_>| {
        let same = |known: &&Known| known.issue.name == found.name;
        let near = |known: &&Known| folded(&known.issue.name) == folded(&found.name);
        let leaf = |known: &&Known| known.issue.name.ends_with(&format!(": {}", found.name));
        let known = outline.issues.iter();
        let indexed = |known: &&Known| Some(known.index) == found.index;
        let exact = known.clone().position(|known| same(&&known));
        let close = || known.clone().position(|known| near(&&known) || leaf(&&known));
        let by_index = || known.clone().position(|known| indexed(&&known));
        match exact.or_else(close) {
            Some(at) => Some((at, exact.is_none())),
            None => by_index().map(|at| (at, true)),
        }
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
        let by_own = own.iter().position(|found| {
            found.is_some_and(|found| found.index == Some(*index) && found.objective == *objective)
        });
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
        let text = format!("no issue of the domain has the index {}: NegMAS adds a weight for each such", gaps.join(", "));
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
fn values(known: &Known, found: &Found<'_>, semantics: Semantics, tabled: bool, files: &mut Files) -> Option<Vec<Exact>> {
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
fn function(evaluator: &Element, known: &Known, semantics: Semantics, files: &mut Files) -> Option<Function> {
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
            files.error("unknown-function", evaluator.span, message, "known: linear, constant, triangular; or give items");
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
