//! A `.gmcr` file as a model, every problem in one go.

use super::super::files::{Files, shown};
use super::super::genius::stem;
use super::super::json::read_json;
use super::super::nodes::{items, pairs, text};
use super::preferences::{Flag, flag, prefers};
use super::states::{STATES, TooMany, possible};
use super::terms::Term;
use super::{Choice, Maker, Model};
use zopa_case::{FileId, Kind, Node, Span, limits};

/// Keys that are read, and those that only repeat what others say.
const KEYS: [&str; 11] = [
    "options",
    "decisionMakers",
    "infeasibles",
    "useManualPreferenceRanking",
    "useManualPreferenceVectors",
    "coalitions",
    "coalitionsFull",
    "program",
    "version",
    "nodes",
    "name",
];

/// Reads a file; `None` where it cannot be read, which is told.
pub(in super::super) fn read(file: FileId, files: &mut Files) -> Option<Model> {
    let root = read_json(file, files)?;
    let Kind::Map(keys) = &root.kind else {
        let help = "give a file that GMCR+ or gmcr-py has saved";
        files.error("wrong-kind", root.span, format!("a conflict is expected here, not {}", root.what()), help);
        return None;
    };
    for (key, _) in keys.iter().filter(|(key, _)| !KEYS.contains(&key.value.as_str())) {
        files.mend(key.span, format!("`{}` is no key of a conflict: left out", shown(&key.value)));
    }
    let options =
        list_of(&root, "options", "such as [{\"name\": \"Attack\", \"permittedDirection\": \"both\"}]", files);
    let makers =
        list_of(&root, "decisionMakers", "such as [{\"name\": \"A\", \"options\": [0], \"preferences\": []}]", files);
    let (options, makers) = (options?, makers?);
    sized(&root, options, makers, files)?;
    let names: Vec<String> = options.iter().enumerate().map(|(at, node)| name(node, "option", at, files)).collect();
    let order = owners(&names, options, makers, files);
    let order = order.filter(|_| files.problems.is_empty())?;
    let mut places = vec![0_u64; options.len()];
    order.iter().enumerate().for_each(|(place, (option, _))| places[*option] = place as u64);
    let choices: Vec<Choice> = order
        .iter()
        .map(|(option, owner)| Choice {
            name: names[*option].clone(),
            moves: moves(&options[*option], files),
            owner: *owner,
        })
        .collect();
    let conditions = Conditions { places, names: &names };
    let impossible = conditions.impossible(&root, files);
    let flag = flag(&root, makers, files);
    let states = states(choices.len(), &impossible, &root, flag, files);
    let makers: Vec<Maker> = makers
        .iter()
        .enumerate()
        .map(|(at, node)| {
            let name = name(node, "decision maker", at, files);
            if items(node.get("options")).is_empty() {
                files.mend(
                    node.span,
                    format!("`{}` controls no option: it is a party that decides nothing", shown(&name)),
                );
            }
            if !items(node.get("misperceptions")).is_empty() {
                let text = format!("`{}` misperceives states, which a case cannot say: left out", shown(&name));
                files.mend(node.get("misperceptions").map_or(node.span, |node| node.span), text);
            }
            let prefers = prefers(&name, node, flag, &conditions, states.as_deref(), files);
            Maker { name, prefers }
        })
        .collect();
    coalitions(&root, &makers, files);
    let title = stem(files.texts.name(file)).to_string();
    files.problems.is_empty().then_some(Model { title, options: choices, makers, impossible })
}

/// Whether the model keeps a case's limits.
fn sized(root: &Node, options: &[Node], makers: &[Node], files: &mut Files) -> Option<()> {
    let at = |key: &str| root.get(key).map_or(root.span, |node| node.span);
    if options.is_empty() {
        files.error("no-options", at("options"), "the conflict has no options", "add what decision makers can do");
    }
    if options.len() > limits::CONFLICT_ACTIONS {
        let message = format!("there are {} options; the limit is {}", options.len(), limits::CONFLICT_ACTIONS);
        files.error("limit-actions", options[limits::CONFLICT_ACTIONS].span, message, "join options that go together");
    }
    if makers.is_empty() {
        let help = "add those who control the options";
        files.error("no-party", at("decisionMakers"), "the conflict has no decision makers", help);
    }
    if makers.len() > limits::CONFLICT_PARTIES {
        let most = limits::CONFLICT_PARTIES;
        let message = format!("there are {} decision makers; the limit is {most}", makers.len());
        files.error("limit-parties", makers[most].span, message, "join those who decide together");
    }
    files.problems.is_empty().then_some(())
}

/// The list of a key that has to be there.
fn list_of<'n>(node: &'n Node, key: &str, example: &str, files: &mut Files) -> Option<&'n [Node]> {
    match node.get(key) {
        Some(found) => list(found, &format!("`{key}`"), files),
        None => {
            files.error("missing-key", node.span, format!("there is no `{key}`"), format!("add `{key}`, {example}"));
            None
        }
    }
}

/// The items of a list; what is none is told.
pub(super) fn list<'n>(node: &'n Node, what: &str, files: &mut Files) -> Option<&'n [Node]> {
    match &node.kind {
        Kind::List(items) => Some(items),
        _ => {
            let message = format!("{what} is {}, not a list", node.what());
            files.error("wrong-kind", node.span, message, "write it in brackets, such as [[0, \"Y\"], [1, \"N\"]]");
            None
        }
    }
}

/// The name of an option or decision maker.
fn name(node: &Node, what: &str, at: usize, files: &mut Files) -> String {
    match node.get("name").and_then(text) {
        Some(name) if !name.trim().is_empty() => name.to_string(),
        _ => {
            let instead = format!("{what} {}", at + 1);
            files.mend(node.span, format!("an item has no name: called `{instead}`"));
            instead
        }
    }
}

fn moves(option: &Node, files: &mut Files) -> &'static str {
    match option.get("permittedDirection").map(|node| (node, text(node).unwrap_or(""))) {
        Some((_, "both")) => "both",
        Some((_, "fwd")) => "forward",
        Some((_, "back")) => "back",
        Some((node, written)) => {
            let message = format!("`{}` is no direction", shown(written));
            files.error("unknown-word", node.span, message, "write both, fwd (only taken up) or back (only given up)");
            "both"
        }
        None => {
            files.mend(option.span, "no direction is given: the option can be taken up and given up");
            "both"
        }
    }
}

/// The options in the order of their decision makers, each with its own.
fn owners(names: &[String], options: &[Node], makers: &[Node], files: &mut Files) -> Option<Vec<(usize, usize)>> {
    let mut order: Vec<(usize, usize)> = Vec::new();
    let mut owned: Vec<Option<usize>> = vec![None; options.len()];
    for (owner, maker) in makers.iter().enumerate() {
        let Some(own) = list_of(maker, "options", "the places of its options, counted from 0", files) else { continue };
        for node in own {
            let Some(option) = index(node, options.len(), "option", files) else { continue };
            match owned[option] {
                None => {
                    owned[option] = Some(owner);
                    order.push((option, owner));
                }
                Some(other) if other == owner => files.mend(node.span, "an option stands twice here: once counts"),
                Some(_) => {
                    let message = format!(
                        "`{}` is controlled by several decision makers, and an action of a case has one party",
                        shown(&names[option])
                    );
                    let help = "leave it to one of them, or give each an option of its own";
                    files.error("cannot-be-said", node.span, message, help);
                }
            }
        }
    }
    for (option, _) in owned.iter().enumerate().filter(|(_, owner)| owner.is_none()) {
        let message = format!("nobody controls `{}`, and an action of a case has a party", shown(&names[option]));
        let help = "give it to a decision maker, or take it out of the file";
        files.error("cannot-be-said", options[option].span, message, help);
    }
    files.problems.is_empty().then_some(order)
}

/// A place, counted from 0.
fn index(node: &Node, count: usize, what: &str, files: &mut Files) -> Option<usize> {
    let written = text(node).unwrap_or("");
    match written.parse::<usize>() {
        Ok(place) if place < count => Some(place),
        Ok(place) => {
            let message = format!("there is no {what} {place}: they go from 0 to {}", count.saturating_sub(1));
            files.error("outside-range", node.span, message, "name one of the file's, counted from 0");
            None
        }
        Err(_) => {
            let said = text(node).map_or_else(|| node.what().to_string(), |text| format!("`{}`", shown(text)));
            let message = format!("the place of an {what} is expected here, not {said}");
            files.error("number-form", node.span, message, "write a whole number, counted from 0");
            None
        }
    }
}

/// How conditions are read: options of the file as bits of the model.
pub(super) struct Conditions<'n> {
    places: Vec<u64>,
    names: &'n [String],
}

impl Conditions<'_> {
    /// A condition as alternatives; `None` where it cannot be read, which is told.
    pub fn read(&self, node: &Node, files: &mut Files) -> Option<Vec<Term>> {
        let members = match &node.kind {
            Kind::Map(_) => list_of(node, "members", "the conditions of which one must hold", files)?,
            _ => std::slice::from_ref(node),
        };
        let before = files.problems.len();
        let terms: Vec<Term> = members.iter().filter_map(|member| self.term(member, files)).collect();
        (files.problems.len() == before).then_some(terms)
    }

    fn term(&self, node: &Node, files: &mut Files) -> Option<Term> {
        let mut term = Term::default();
        for pair in list(node, "a condition", files)? {
            let [option, letter] = items(Some(pair)) else {
                let message = "an option with Y or N is expected here";
                files.error("wrong-kind", pair.span, message, "write a pair, such as [0, \"Y\"]");
                return None;
            };
            let at = index(option, self.places.len(), "option", files)?;
            let bit = 1_u64 << self.places[at];
            match text(letter) {
                Some("Y") => term.yes |= bit,
                Some("N") => term.no |= bit,
                _ => {
                    let written = text(letter).unwrap_or(letter.what());
                    let message = format!("`{}` is neither Y nor N", shown(written));
                    files.error("unknown-word", letter.span, message, "write \"Y\" (taken) or \"N\" (not taken)");
                    return None;
                }
            }
            if term.yes & term.no != 0 {
                let message = format!("`{}` is both taken and not taken in one condition", shown(&self.names[at]));
                files.error("rule-never", pair.span, message, "keep one of the two, or make two conditions of it");
                return None;
            }
        }
        Some(term)
    }

    fn impossible(&self, root: &Node, files: &mut Files) -> Vec<Term> {
        let Some(node) = root.get("infeasibles") else {
            files.mend(root.span, "there is no `infeasibles`: every state can be");
            return Vec::new();
        };
        let mut known = std::collections::BTreeSet::new();
        let mut all = Vec::new();
        for node in list(node, "`infeasibles`", files).unwrap_or_default() {
            let terms = self.read(node, files).unwrap_or_default();
            if terms.contains(&Term::default()) {
                let help = "name the options that cannot go together, or take the condition out";
                files.error("no-states", node.span, "a condition without options rules out every state", help);
            }
            for term in terms {
                match known.insert(term) {
                    true => all.push(term),
                    false => files.mend(node.span, "a condition stands twice: once counts"),
                }
            }
        }
        all
    }
}

/// The states that can be, where rankings name them; told where there are none, or too many to rank.
fn states(actions: usize, impossible: &[Term], root: &Node, flag: Flag, files: &mut Files) -> Option<Vec<u64>> {
    if !files.problems.is_empty() {
        return None;
    }
    let ranked = flag == Flag::Rankings;
    let span = root.get("infeasibles").map_or(root.span, |node| node.span);
    match possible(actions, impossible, if ranked { STATES } else { 1 }) {
        Ok(states) if states.is_empty() => {
            let help = "take out a condition of `infeasibles`";
            files.error("no-states", span, "no state can be: `infeasibles` rule out all of them", help);
            None
        }
        Ok(states) => Some(states),
        Err(_) if !ranked => None,
        Err(why) => {
            let message = match why {
                TooMany::States => format!("more than {STATES} states can be, too many for rankings"),
                TooMany::Looks => "which states can be takes too long to find for rankings".to_string(),
            };
            files.error("limit-states", span, message, "prefer by statements, with useManualPreferenceRanking false");
            None
        }
    }
}

/// Says which coalitions a case does not keep.
fn coalitions(root: &Node, makers: &[Maker], files: &mut Files) {
    for node in items(root.get("coalitions")) {
        let members = items(Some(node));
        if members.len() < 2 {
            continue;
        }
        let name = |node: &Node| text(node)?.parse::<usize>().ok().and_then(|at| makers.get(at));
        let names: Vec<String> =
            members.iter().filter_map(name).map(|maker| format!("`{}`", shown(&maker.name))).collect();
        let text = format!(
            "the coalition of {} is left out: each decides for itself, and `zopa stability` looks at every coalition",
            names.join(" and ")
        );
        files.mend(node.span, text);
    }
    for (key, node) in pairs(Some(root)).iter().filter(|(key, _)| key.value == "coalitions") {
        if !matches!(node.kind, Kind::List(_)) {
            files.mend(key.span, "`coalitions` is no list: left out");
        }
    }
}

/// Places by which messages about a decision maker point into its part.
pub(super) fn place(node: &Node, key: &str) -> Span {
    node.get(key).map_or(node.span, |found| found.span)
}
