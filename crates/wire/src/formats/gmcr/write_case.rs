//! The case that says what a `.gmcr` file says.

use super::super::files::{Files, base, shown};
use super::super::names::ids;
use super::super::scenario::{head, key, map, title};
use super::terms::Term;
use super::{Model, Prefers};
use crate::text::write_yaml;
use zopa_case::{Kind, Node, Span, limits};

/// The case as commented YAML; `None` where something cannot be said in a case, which is told.
pub(in super::super) fn case_text(model: &Model, file: Span, as_of: &str, files: &mut Files) -> Option<String> {
    let party_ids = ids(model.makers.iter().map(|maker| maker.name.as_str()), "party");
    // An id names one thing in the whole case: the conflict has one beside its actions'.
    let names = std::iter::once(model.title.as_str()).chain(model.options.iter().map(|option| option.name.as_str()));
    let mut action_ids = ids(names, "action");
    let conflict_id = action_ids.remove(0);
    files.mend(file, "a case needs an issue, and the file has none: `talks` stands in its place");
    let mut preferences = Vec::new();
    for (maker, id) in model.makers.iter().zip(&party_ids) {
        let node = match &maker.prefers {
            Prefers::Statements(statements) => {
                let mut rules: Vec<Node> = Vec::new();
                for (terms, span) in statements {
                    rules.extend(rule(terms, &action_ids, *span, files).map(Node::text));
                }
                if statements.is_empty() {
                    rules.push(Node::text(always(&action_ids)));
                }
                map([("statements", Node::made(Kind::List(rules)))])
            }
            Prefers::Ranking(places) => map([("ranking", ranking(places))]),
        };
        preferences.push((key(id), node));
    }
    let impossible: Vec<Node> =
        model.impossible.iter().map(|term| Node::text(conjunction(*term, &action_ids))).collect();
    let parties = model.makers.iter().zip(&party_ids).map(|(maker, id)| {
        (key(id), map([("name", Node::text(title(&maker.name, id))), ("role", Node::plain("party"))]))
    });
    let actions = model.options.iter().zip(&action_ids).map(|(option, id)| {
        let moves = (option.moves != "both").then(|| ("moves", Node::plain(option.moves)));
        let party = &party_ids[option.owner];
        let named =
            [("id", Node::text(id)), ("name", Node::text(title(&option.name, id))), ("party", Node::text(party))];
        map(named.into_iter().chain(moves))
    });
    let listed = Node::made(Kind::List(action_ids.iter().map(Node::text).collect()));
    let conflict =
        map([("id", Node::text(&conflict_id)), ("name", Node::text(title(&model.title, "Imported conflict")))]
            .into_iter()
            .chain([("actions", listed)])
            .chain((!impossible.is_empty()).then(|| ("impossible", Node::made(Kind::List(impossible)))))
            .chain([("preferences", Node::made(Kind::Map(preferences)))]));
    let talks = map([(
        "talks",
        map([
            ("name", Node::text("What the talks are about")),
            ("kind", Node::plain("menu")),
            ("menu", map([("open", Node::text("Not entered yet"))])),
        ]),
    )]);
    let about = [
        format!("Made by `zopa import` of {}.", base(files.texts.name(file.file))),
        "Actions stand by decision maker: bit j of a state's number is action j. What is done today is not in the file: \
         give each action its `today`."
            .to_string(),
    ];
    let mut text = head(&about, files);
    text.push_str(&write_yaml(&map([
        ("zopa", Node::plain("1")),
        ("case", Node::text(title(&model.title, "Imported conflict"))),
        ("as of", Node::plain(as_of)),
    ])));
    let parts = [
        ("parties", Node::made(Kind::Map(parties.collect()))),
        ("issues", talks),
        ("actions", Node::made(Kind::List(actions.collect()))),
        ("conflicts", Node::made(Kind::List(vec![conflict]))),
    ];
    for (part, node) in parts {
        text.push('\n');
        text.push_str(&write_yaml(&map([(part, node)])));
    }
    if text.len() > limits::FILE_BYTES {
        let message = format!("the case would have {} bytes; the limit is {}", text.len(), limits::FILE_BYTES);
        files.error("limit-bytes", file, message, "leave out conditions that others contain, or shorten names");
    }
    files.problems.is_empty().then_some(text)
}

/// A rule that always holds: all states are equal under it.
fn always(actions: &[String]) -> String {
    let first = actions.first().map_or("", String::as_str);
    format!("taken({first}) or not taken({first})")
}

/// Alternatives as a rule.
fn rule(terms: &[Term], actions: &[String], span: Span, files: &mut Files) -> Option<String> {
    let parts: Vec<String> = terms
        .iter()
        .map(|term| match terms.len() > 1 && term.named().count_ones() > 1 {
            true => format!("({})", conjunction(*term, actions)),
            false => conjunction(*term, actions),
        })
        .collect();
    let rule = parts.join(" or ");
    if rule.len() > limits::RULE_BYTES {
        let message =
            format!("a statement becomes a rule of {} bytes; the limit is {}", rule.len(), limits::RULE_BYTES);
        files.error("limit-bytes", span, message, format!("shorten names such as `{}`", shown(&actions[0])));
        return None;
    }
    Some(rule)
}

fn conjunction(term: Term, actions: &[String]) -> String {
    let literal = |(bit, action): (usize, &String)| match (term.yes >> bit & 1, term.no >> bit & 1) {
        (1, _) => Some(format!("taken({action})")),
        (_, 1) => Some(format!("not taken({action})")),
        _ => None,
    };
    actions.iter().enumerate().filter_map(literal).collect::<Vec<_>>().join(" and ")
}

fn ranking(places: &[Vec<u64>]) -> Node {
    let state = |state: &u64| Node::plain(state.to_string());
    let place = |equal: &Vec<u64>| match equal.as_slice() {
        [one] => state(one),
        many => Node::made(Kind::List(many.iter().map(state).collect())),
    };
    Node::made(Kind::List(places.iter().map(place).collect()))
}
