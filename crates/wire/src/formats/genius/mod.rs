//! Genius XML: a domain and a profile for each party, as Genius and as NegMAS read them.
//!
//! The value of a package is the sum over issues of weight times evaluation (Lin, Kraus, Baarslag, Tykhonov, Hindriks
//! & Jonker 2014). Objectives inside each other only order the issues: weights are those of the issues.

mod domain;
mod profile;

use super::exact::Decimal;
use super::files::{Files, shown};
use super::scenario::{Scaling, Scenario};
use super::xml::{Element, read_xml};
use super::{Read, Semantics};
use domain::outline;
use profile::profile;
use zopa_case::{FileId, Span, limits};

/// Reads a domain and its profiles. The domain is the file with a template, else the first.
pub(super) fn read(ids: &[FileId], semantics: Semantics, steps: Option<i128>, files: &mut Files) -> Option<Read> {
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

const GENIUS: &str =
    "Values as Genius reads them: evaluations over the largest of their issue where one exceeds 1, weights sum to 1.";
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
            "issue" if all.issues.len() >= limits::ISSUES => {
                let message = format!("there are more than {} issues", limits::ISSUES);
                files.error("limit-items", child.span, message, "split the scenario");
                return;
            }
            "issue" => {
                let index = child.get("index").and_then(|index| index.parse().ok());
                if child.get("name").is_none() {
                    files.mend(child.span, "an issue has no name");
                }
                all.issues.push(Found { name: joined(child), index, element: child, objective: own });
            }
            "objective" => {
                let name = joined(child);
                files.mend(
                    child.span,
                    format!("the objective `{}` holds issues: its name goes before theirs", shown(&name)),
                );
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
