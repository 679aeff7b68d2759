//! A case as Genius XML: a domain, and a profile for each party with values.
//!
//! Only what the format can say is written: points on issues of which a package takes one option. Everything else is
//! told with its place and a way out, and nothing is written.

use super::Semantics;
use super::exact::Decimal;
use super::files::shown;
use std::collections::BTreeSet;
use zopa_case::draft::{Choose, DiscountPer, IssueKind, Preferences, Role};
use zopa_case::{Case, Diagnostic, Issue, Known, Number, Quantity, Scale, Span};

/// Files of another format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exported {
    /// The files, by name.
    pub files: Vec<(String, String)>,
    /// What a reader of the files would otherwise not know, a line each.
    pub remarks: Vec<String>,
}

/// Writes `domain.xml`, and `PARTY.xml` for each party with preferences. With [`Semantics::Genius`] values lie between
/// 0 and 1 and weights sum to 1; with [`Semantics::Negmas`] they are as on the party's own scale. Every number is exact.
///
/// # Errors
/// What cannot be said in this format, each with its place and a way out.
pub fn export_genius(case: &Case, semantics: Semantics) -> Result<Exported, Vec<Diagnostic>> {
    let mut export = Export { case, semantics, problems: Vec::new(), remarks: Vec::new() };
    export.rules();
    let names: Vec<Vec<String>> = case.issues().iter().map(option_names).collect();
    let issues = issue_names(case);
    let mut files = vec![("domain.xml".to_string(), domain(&issues, &names))];
    for (party, preferences) in case.draft().preferences.iter() {
        let worth = export.party(&party.value, party.span, preferences);
        if let Some(worth) = worth {
            files.push((format!("{}.xml", file_name(&party.value)), profile(&issues, &names, &worth)));
        }
    }
    export.silent();
    if export.problems.is_empty() { Ok(Exported { files, remarks: export.remarks }) } else { Err(export.problems) }
}

/// The domain has a name of its own.
fn file_name(party: &str) -> String {
    if party == "domain" { "domain-party".into() } else { party.to_string() }
}

/// What a profile says.
struct Worth {
    weights: Vec<Decimal>,
    values: Vec<Vec<Decimal>>,
    /// Value on top of every package, which NegMAS reads from the weight behind the last issue's.
    constant: Decimal,
    reserve: Option<Decimal>,
    discount: Decimal,
}

struct Export<'c> {
    case: &'c Case,
    semantics: Semantics,
    problems: Vec<Diagnostic>,
    remarks: Vec<String>,
}

impl Export<'_> {
    fn cannot(&mut self, span: Span, message: String, help: &str) {
        let message = format!("{message} cannot be said in Genius XML");
        self.problems.push(Diagnostic::error("cannot-be-said", span, message).help(help));
    }

    /// What the format has no words for, but for values.
    fn rules(&mut self) {
        let draft = self.case.draft();
        if let Some(rule) = draft.logic.first() {
            let help = "take the rules out of `logic`: every package would count in the other program";
            self.cannot(rule.here.0, "a rule that every package must keep".into(), help);
        }
        if let Some(line) = draft.lines.first() {
            let help = "export a scenario that lifts the lines: edits: [{lift line: ..}]";
            self.cannot(line.id.span, format!("the line `{}`", shown(&line.id.value)), help);
        }
        for (issue, (key, _)) in self.case.issues().iter().zip(draft.issues.iter()) {
            if issue.choose != Choose::One {
                let help = "make it `choose: one`, with an option for each set or order that matters";
                self.cannot(key.span, format!("`{}`, of which a package takes several options,", issue.name), help);
            }
        }
    }

    /// Parties whose yes is needed and that have no values.
    fn silent(&mut self) {
        let draft = self.case.draft();
        for (party, (key, _)) in self.case.parties().iter().zip(draft.parties.iter()) {
            if party.roles.contains(&Role::Party) && draft.preferences.get(&party.name).is_none() {
                let help = "give it `preferences`, or another role";
                self.cannot(key.span, format!("`{}`, which has no preferences,", party.name), help);
            }
        }
    }

    fn party(&mut self, name: &str, span: Span, preferences: &Preferences) -> Option<Worth> {
        let before = self.problems.len();
        let unit = self.semantics == Semantics::Genius;
        let id = self.case.party_named(name);
        if id.is_some_and(|id| self.case.table(id).is_some()) {
            let span = preferences.table.as_ref().map_or(span, |table| table.span);
            let help = "give weights and values by issue, if the values are sums over issues";
            self.cannot(span, format!("the full table of `{name}`"), help);
            return None;
        }
        let mut constant = Decimal::zero();
        for linkage in &preferences.linkages {
            if unit || !self.always(&linkage.when.text) {
                let help = "take the linkages out, or make one issue of those that are tied";
                self.cannot(linkage.id.span, format!("the linkage `{}` of `{name}`", shown(&linkage.id.value)), help);
                continue;
            }
            let what = format!("the value of the linkage `{}` of `{name}`", shown(&linkage.id.value));
            if let Some(value) = self.point(Some(&linkage.value), span, &what) {
                constant = constant.plus(&Decimal::of(value));
            }
        }
        let hundred = preferences.scale.value == Scale::Hundred;
        let percent = |number: Number, divide: bool| {
            let decimal = Decimal::of(number);
            if divide { decimal.hundredth() } else { decimal }
        };
        let (mut weights, mut values) = (Vec::new(), Vec::new());
        for issue in self.case.issues() {
            let worth = preferences.issues.get(&issue.name);
            let weight = worth.and_then(|worth| worth.weight.as_ref());
            let weight = self.point(weight, span, &format!("the weight of `{}` for `{name}`", issue.name));
            weights.extend(weight.map(|weight| percent(weight, hundred)));
            let mut own = Vec::new();
            for option in &issue.options {
                let value = worth.and_then(|worth| worth.values.iter().find(|(key, _)| stands_for(&key.value, option)));
                let what = format!("the value of `{} = {}` for `{name}`", issue.name, option.name);
                let value = self.point(value.map(|(_, value)| value), span, &what);
                own.extend(value.map(|value| percent(value, hundred && unit)));
            }
            values.push(own);
        }
        if self.problems.len() > before {
            return None;
        }
        self.as_genius_reads(name, span, &weights, &values);
        let reserve = match &preferences.no_deal {
            Some(no_deal) => {
                let point = self.point(Some(no_deal), span, &format!("the no-deal value of `{name}`"))?;
                Some(percent(point, hundred && unit))
            }
            None => {
                let text = format!("`{name}` has no no-deal value: none is written, and the programs take 0");
                self.remarks.push(text);
                None
            }
        };
        let discount = self.discount(name, preferences)?;
        (self.problems.len() == before).then_some(Worth { weights, values, constant, reserve, discount })
    }

    /// Whether a rule is one that always holds, as imports write it.
    fn always(&self, rule: &str) -> bool {
        self.case.issues().iter().any(|issue| {
            let options: Vec<String> = issue.options.iter().map(|option| option.name.clone()).collect();
            issue.choose == Choose::One && rule == super::scenario::always(&issue.name, &options)
        })
    }

    /// A quantity that is one number.
    fn point(&mut self, quantity: Option<&Quantity>, span: Span, what: &str) -> Option<Number> {
        match quantity {
            Some(Quantity { known: Known::Point(number), .. }) => Some(*number),
            Some(quantity) => {
                let help = "write one number: a scenario can `set` it without changing the case";
                self.cannot(quantity.span, format!("{what}, {quantity},"), help);
                None
            }
            None => {
                self.cannot(span, format!("{what}, which is not given,"), "give it as one number");
                None
            }
        }
    }

    /// On a raw scale, whether Genius leaves the numbers as they are.
    fn as_genius_reads(&mut self, name: &str, span: Span, weights: &[Decimal], values: &[Vec<Decimal>]) {
        if self.semantics == Semantics::Negmas {
            return;
        }
        let sum = weights.iter().fold(Decimal::zero(), |sum, weight| sum.plus(weight));
        let odd = |value: &Decimal| value.is_negative() || *value > Decimal::one();
        if !sum.minus(&Decimal::one()).is_zero() || values.iter().flatten().any(odd) {
            let help = "export with `--semantics negmas`, which takes numbers as they come, or use `scale: 1`: weights \
                        that sum to 1 and values from 0 to 1";
            self.cannot(span, format!("the raw scale of `{name}`"), help);
        }
    }

    fn discount(&mut self, name: &str, preferences: &Preferences) -> Option<Decimal> {
        let Some(discount) = &preferences.discount else { return Some(Decimal::one()) };
        let per = match self.semantics {
            Semantics::Genius => DiscountPer::Time,
            Semantics::Negmas => DiscountPer::Round,
        };
        if discount.per.value != per {
            let help = match self.semantics {
                Semantics::Genius => {
                    "Genius discounts over time: write `per: time`, or export with `--semantics negmas`"
                }
                Semantics::Negmas => {
                    "NegMAS discounts by round: write `per: round`, or export with `--semantics genius`"
                }
            };
            self.cannot(discount.per.span, format!("the discount of `{name}`"), help);
            return None;
        }
        let span = discount.factor.span;
        self.point(Some(&discount.factor), span, &format!("the discount of `{name}`")).map(Decimal::of)
    }
}

/// Whether a key of values names an option.
fn stands_for(key: &str, option: &zopa_case::Opt) -> bool {
    key == option.name || option.value.is_some_and(|value| Number::parse(key) == Some(value))
}

/// Names of the options of an issue, each once: their texts where those differ, else their ids.
fn option_names(issue: &Issue) -> Vec<String> {
    let text = |option: &zopa_case::Opt| match (issue.kind, option.value) {
        (IssueKind::Number, Some(value)) => value.to_string(),
        _ => option.text.split_whitespace().collect::<Vec<_>>().join(" "),
    };
    let texts: Vec<String> = issue.options.iter().map(text).collect();
    let distinct: BTreeSet<String> = texts.iter().map(|text| super::folded(text)).collect();
    if distinct.len() == texts.len() { texts } else { issue.options.iter().map(|option| option.name.clone()).collect() }
}

fn issue_names(case: &Case) -> Vec<String> {
    let titles: Vec<String> =
        case.issues().iter().map(|issue| issue.title.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
    let distinct: BTreeSet<String> = titles.iter().map(|title| super::folded(title)).collect();
    if distinct.len() == titles.len() { titles } else { case.issues().iter().map(|issue| issue.name.clone()).collect() }
}

fn domain(issues: &[String], names: &[Vec<String>]) -> String {
    let mut out =
        format!("<negotiation_template>\n  <utility_space number_of_issues=\"{}\">\n{OBJECTIVE}", issues.len());
    for (at, (issue, names)) in issues.iter().zip(names).enumerate() {
        out += &format!("      {}\n", issue_tag(at, issue));
        for (item, name) in names.iter().enumerate() {
            out += &format!("        <item index=\"{}\" value=\"{}\"/>\n", item + 1, attribute(name));
        }
        out += "      </issue>\n";
    }
    out += "    </objective>\n  </utility_space>\n</negotiation_template>\n";
    out
}

const OBJECTIVE: &str = "    <objective index=\"0\" etype=\"objective\" type=\"objective\" name=\"any\">\n";

fn issue_tag(at: usize, name: &str) -> String {
    let name = attribute(name);
    format!("<issue index=\"{}\" etype=\"discrete\" type=\"discrete\" vtype=\"discrete\" name=\"{name}\">", at + 1)
}

fn profile(issues: &[String], names: &[Vec<String>], worth: &Worth) -> String {
    let mut out = format!("<utility_space number_of_issues=\"{}\">\n{OBJECTIVE}", issues.len());
    for (at, weight) in worth.weights.iter().enumerate() {
        out += &format!("      <weight index=\"{}\" value=\"{}\"/>\n", at + 1, weight.print());
    }
    if !worth.constant.is_zero() {
        let index = worth.weights.len() + 1;
        out += &format!("      <weight index=\"{index}\" value=\"{}\"/>\n", worth.constant.print());
    }
    for (at, ((issue, names), values)) in issues.iter().zip(names).zip(&worth.values).enumerate() {
        out += &format!("      {}\n", issue_tag(at, issue));
        for (item, (name, value)) in names.iter().zip(values).enumerate() {
            let (index, name, value) = (item + 1, attribute(name), value.print());
            out += &format!("        <item index=\"{index}\" value=\"{name}\" evaluation=\"{value}\"/>\n");
        }
        out += "      </issue>\n";
    }
    out += "    </objective>\n";
    out += &format!("  <discount_factor value=\"{}\"/>\n", worth.discount.print());
    if let Some(reserve) = &worth.reserve {
        out += &format!("  <reservation value=\"{}\"/>\n", reserve.print());
    }
    out += "</utility_space>\n";
    out
}

/// A text inside the quotes of an attribute.
fn attribute(text: &str) -> String {
    quick_xml::escape::escape(super::files::on_one_line(text)).into_owned()
}
