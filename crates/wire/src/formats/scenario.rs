//! What other programs' files say, whatever their format, and the case that says the same.

use super::exact::{Decimal, Exact, shares};
use super::files::{Files, base, on_one_line, shown};
use super::names::ids;
use crate::text::write_yaml;
use zopa_case::{At, Kind, Node, Number, Span, limits};

/// Issues, and parties with what each option is worth to them.
pub(super) struct Scenario {
    pub title: String,
    pub issues: Vec<Issue>,
    pub parties: Vec<Party>,
}

/// An issue with its options.
pub(super) struct Issue {
    pub name: String,
    pub options: Options,
    pub span: Span,
}

/// The options of an issue.
pub(super) enum Options {
    /// By their names.
    Named(Vec<String>),
    /// Numbers from the first to the second, a step apart.
    Grid(Number, Number, Number),
}

impl Options {
    pub(super) fn len(&self) -> usize {
        match self {
            Self::Named(names) => names.len(),
            Self::Grid(..) => self.numbers().count(),
        }
    }

    /// The numbers of a grid; none of names.
    pub(super) fn numbers(&self) -> impl Iterator<Item = Number> + use<> {
        let (from, to, step) = match self {
            Self::Named(_) => (Number(0), Number(-1), Number(1)),
            Self::Grid(from, to, step) => (*from, *to, *step),
        };
        let step = step.0.max(1);
        (0..).map(move |at: i128| Number(from.0 + at * step)).take_while(move |value| *value <= to)
    }
}

/// A party.
pub(super) struct Party {
    pub name: String,
    pub span: Span,
    /// By issue.
    pub worth: Vec<Worth>,
    /// Value on top of every package.
    pub constant: Decimal,
    pub reserve: Option<Decimal>,
    pub discount: Option<Discount>,
}

/// What an issue is worth.
pub(super) struct Worth {
    pub weight: Decimal,
    /// By option.
    pub values: Vec<Exact>,
}

/// A discount.
pub(super) struct Discount {
    pub factor: Decimal,
    /// `round` or `time`.
    pub per: &'static str,
}

/// How the numbers of a file are to be put on a case's scale.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Scaling {
    /// Weights brought to a sum of one.
    Unit,
    /// As they come.
    Raw,
}

/// What is written over the case.
pub(super) struct Head<'a> {
    /// How the files were read, in sentences.
    pub about: &'a [String],
    /// The day of the case.
    pub as_of: &'a str,
    pub scaling: Scaling,
}

/// The case as commented YAML; `None` where something cannot be said in a case, which is told.
pub(super) fn case_text(scenario: &Scenario, head: &Head<'_>, files: &mut Files) -> Option<String> {
    let issue_ids = ids(scenario.issues.iter().map(|issue| issue.name.as_str()), "issue");
    let party_ids = ids(scenario.parties.iter().map(|party| party.name.as_str()), "party");
    let mut issues = Vec::new();
    let mut options: Vec<Vec<String>> = Vec::new();
    for (issue, id) in scenario.issues.iter().zip(&issue_ids) {
        let (node, names) = issue_node(issue);
        issues.push((key(id), node));
        options.push(names);
    }
    let mut parties = Vec::new();
    let mut preferences = Vec::new();
    for (party, id) in scenario.parties.iter().zip(&party_ids) {
        parties.push((key(id), map([("name", Node::text(title(&party.name, id))), ("role", Node::plain("party"))])));
        preferences.push((key(id), party_node(party, head.scaling, &issue_ids, &options, files)?));
    }
    let mut text = self::head(head.about, files);
    text.push_str(&write_yaml(&map([
        ("zopa", Node::plain("1")),
        ("case", Node::text(title(&scenario.title, "Imported scenario"))),
    ])));
    text.push_str("# No statement stands in the files: the day matters once the ledger has entries.\n");
    text.push_str(&write_yaml(&map([("as of", Node::plain(head.as_of))])));
    for (part, pairs) in [("parties", parties), ("issues", issues), ("preferences", preferences)] {
        text.push('\n');
        text.push_str(&write_yaml(&map([(part, Node::made(Kind::Map(pairs)))])));
    }
    Some(text)
}

/// What stands over a case: how it was made, and what was mended.
pub(super) fn head(about: &[String], files: &Files) -> String {
    let mut text = String::new();
    about.iter().for_each(|line| text.push_str(&format!("# {}\n", on_one_line(line))));
    let remarks = files.remarks(base);
    if !remarks.is_empty() {
        text.push_str("#\n# Mended, and taken for granted, in reading:\n");
        remarks.iter().for_each(|line| text.push_str(&format!("# - {}\n", on_one_line(line))));
    }
    text
}

/// A name as a title: on one line, never empty.
pub(super) fn title(name: &str, instead: &str) -> String {
    let line = on_one_line(name);
    let words: Vec<&str> = line.split_whitespace().collect();
    if words.is_empty() { instead.to_string() } else { words.join(" ") }
}

pub(super) fn key(name: &str) -> At<String> {
    At::new(name.to_string(), Span::default())
}

pub(super) fn map<'a>(pairs: impl IntoIterator<Item = (&'a str, Node)>) -> Node {
    Node::made(Kind::Map(pairs.into_iter().map(|(name, node)| (key(name), node)).collect()))
}

fn number(number: Number) -> Node {
    Node::plain(number.to_string())
}

/// An issue, and the ids of its options.
fn issue_node(issue: &Issue) -> (Node, Vec<String>) {
    let name = ("name", Node::text(title(&issue.name, "An issue without a name")));
    match &issue.options {
        Options::Named(names) => {
            let option_ids = super::names::option_ids(names.iter().map(String::as_str));
            let menu = names.iter().zip(&option_ids).map(|(name, id)| (key(id), Node::text(title(name, id)))).collect();
            let node = map([name, ("kind", Node::plain("menu")), ("menu", Node::made(Kind::Map(menu)))]);
            (node, option_ids)
        }
        Options::Grid(from, to, step) => {
            let grid = [("from", number(*from)), ("to", number(*to)), ("step", number(*step))];
            let node = map([name, ("kind", Node::plain("number"))].into_iter().chain(grid));
            (node, issue.options.numbers().map(|value| value.to_string()).collect())
        }
    }
}

/// How much was rounded.
#[derive(Default)]
struct Rounded(usize);

impl Rounded {
    fn number(&mut self, exact: &Exact) -> Option<Number> {
        let (number, whole) = exact.number()?;
        self.0 += usize::from(!whole);
        Some(number)
    }
}

fn party_node(
    party: &Party,
    scaling: Scaling,
    issues: &[String],
    options: &[Vec<String>],
    files: &mut Files,
) -> Option<Node> {
    let name = shown(&party.name);
    let mut rounded = Rounded::default();
    let too_large = |files: &mut Files| {
        let message = format!("a number of `{name}` is beyond 1e15");
        files.error("number-too-large", party.span, message, "bring the weights and evaluations to a smaller scale");
        None
    };
    let mut scale = if scaling == Scaling::Unit { "1" } else { "raw" };
    let raw: Vec<Decimal> = party.worth.iter().map(|worth| worth.weight.clone()).collect();
    let weights = match scaling {
        Scaling::Unit => unit_weights(&raw, party, files),
        Scaling::Raw => None,
    };
    let weights = match weights {
        Some(weights) => weights,
        None => {
            scale = "raw";
            let read: Option<Vec<Number>> = raw.into_iter().map(|weight| rounded.number(&weight.into())).collect();
            let Some(read) = read else { return too_large(files) };
            read
        }
    };
    let values = || party.worth.iter().flat_map(|worth| &worth.values);
    if scale == "1" && values().any(|value| value.is_negative() || value.is_over_one()) {
        files.mend(party.span, "values are not all between 0 and 1: the case takes them on `scale: raw`");
        scale = "raw";
    }
    let mut pairs = vec![(key("scale"), Node::plain(scale))];
    if let Some(reserve) = &party.reserve {
        let Some(reserve) = rounded.number(&reserve.clone().into()) else { return too_large(files) };
        pairs.push((key("no deal"), number(reserve)));
    }
    if let Some(discount) = &party.discount {
        let Some(factor) = rounded.number(&discount.factor.clone().into()) else { return too_large(files) };
        pairs.push((key("discount"), map([("factor", number(factor)), ("per", Node::plain(discount.per))])));
    }
    for (at, worth) in party.worth.iter().enumerate() {
        let mut worths = Vec::new();
        for (option, value) in options[at].iter().zip(&worth.values) {
            let Some(value) = rounded.number(value) else { return too_large(files) };
            worths.push((key(option), number(value)));
        }
        let node = map([("weight", number(weights[at])), ("values", Node::made(Kind::Map(worths)))]);
        pairs.push((key(&issues[at]), node));
    }
    if !party.constant.is_zero() {
        let Some(constant) = rounded.number(&party.constant.clone().into()) else { return too_large(files) };
        pairs.push((key("linkages"), constant_node(constant, issues, options, party, files)?));
    }
    if rounded.0 > 0 {
        let numbers = if rounded.0 == 1 { "1 number has" } else { &format!("{} numbers have", rounded.0) };
        let text = format!("`{name}`: {numbers} more than 12 decimals: rounded to the nearest");
        files.mend(party.span, text);
    }
    Some(Node::made(Kind::Map(pairs)))
}

/// Weights that sum to one; `None` where one is negative.
fn unit_weights(raw: &[Decimal], party: &Party, files: &mut Files) -> Option<Vec<Number>> {
    let sum = raw.iter().fold(Decimal::zero(), |sum, weight| sum.plus(weight));
    if raw.iter().any(Decimal::is_negative) {
        let text = "a weight is negative: weights are taken as they stand, on `scale: raw`";
        files.mend(party.span, text);
        return None;
    }
    if sum.is_zero() {
        files.mend(party.span, "the weights sum to nothing: every issue gets the same weight");
        let same = vec![Decimal::one(); raw.len()];
        return shares(&same).map(|(weights, _)| weights);
    }
    let (weights, exact) = shares(raw)?;
    if sum != Decimal::one() && sum.minus(&Decimal::one()).is_zero() {
        // The same number, written with other places.
    } else if sum != Decimal::one() {
        let said = Exact::from(sum).number().map(|(sum, _)| sum.to_string()).unwrap_or_default();
        files.mend(party.span, format!("the weights sum to {said}: they are divided by it"));
    }
    if !exact {
        let text = "weights are rounded to 12 decimals, by less than 1e-12 each, so that they sum to 1 exactly";
        files.mend(party.span, text);
    }
    Some(weights)
}

/// A rule that always holds: an issue takes one of its options.
pub(super) fn always(issue: &str, options: &[String]) -> String {
    format!("{issue} = {}", options.join(" | "))
}

/// A value that every package has, as a linkage whose rule always holds.
fn constant_node(
    constant: Number,
    issues: &[String],
    options: &[Vec<String>],
    party: &Party,
    files: &mut Files,
) -> Option<Node> {
    let rules = issues.iter().zip(options).map(|(issue, options)| always(issue, options));
    let Some(rule) = rules.min_by_key(String::len).filter(|rule| rule.len() <= limits::RULE_BYTES) else {
        let message = "a value that is added to every package cannot be said: every issue has too many options";
        let help = "take it off the reservation value, and leave it out";
        files.error("cannot-be-said", party.span, message, help);
        return None;
    };
    files.mend(party.span, format!("{constant} is added to every package: kept as the linkage `always`"));
    let linkage = map([
        ("id", Node::plain("always")),
        ("when", Node::text(rule)),
        ("value", number(constant)),
        ("note", Node::text("Holds for every package: a constant of the file.")),
    ]);
    Some(Node::made(Kind::List(vec![linkage])))
}
