//! Edits as the page writes them: JSON in the form of the case file, `{"lift line": "ridge"}`.

use crate::refusal::Refusal;
use serde_json::Value as Json;
use zopa_case::decode::{Reader, Value as _};
use zopa_case::draft::Edit;
use zopa_case::{At, Kind, Node, Span, limits};

/// Edits of one overlay at most.
pub const EDITS: usize = 200;

/// Reads an edit.
///
/// # Errors
/// It is no JSON, or no edit.
pub fn read_edit(text: &str) -> Result<Edit, Refusal> {
    let json: Json = serde_json::from_str(text).map_err(|error| {
        Refusal::bad(format!("an edit is not JSON: {error}")).help("write it as {\"lift line\": \"ID\"}")
    })?;
    edit_of(&json)
}

/// Reads an edit that was parsed.
///
/// # Errors
/// It is no edit.
pub fn edit_of(json: &Json) -> Result<Edit, Refusal> {
    let mut reader = Reader::default();
    let edit = node(json, 0).and_then(|node| Edit::read(&node, &mut reader));
    let problems = reader.finish();
    match (edit, problems.first()) {
        (Some(edit), None) => Ok(edit),
        (_, Some(problem)) => Err(Refusal::bad(problem.message.clone()).help(problem.help.clone().unwrap_or_default())),
        (None, None) => Err(Refusal::bad("an edit is too deep").help("edits are maps of a few keys")),
    }
}

/// JSON as the tree of a case file; `None` where it is deeper than a case may be.
fn node(json: &Json, depth: usize) -> Option<Node> {
    if depth > limits::DEPTH {
        return None;
    }
    Some(match json {
        Json::Null => Node::made(Kind::Empty),
        Json::Bool(yes) => Node::plain(yes.to_string()),
        Json::Number(number) => Node::plain(number.to_string()),
        // A word of a case file stands without quotes, and so do days and ids.
        Json::String(text) => Node::plain(text.clone()),
        Json::Array(items) => {
            Node::made(Kind::List(items.iter().map(|item| node(item, depth + 1)).collect::<Option<_>>()?))
        }
        Json::Object(keys) => {
            let pairs =
                keys.iter().map(|(key, value)| Some((At::new(key.clone(), Span::default()), node(value, depth + 1)?)));
            Node::made(Kind::Map(pairs.collect::<Option<_>>()?))
        }
    })
}

/// A scenario's file: its name, title and edits as YAML.
pub fn scenario_file(name: &str, title: &str, edits: &[Edit]) -> String {
    let key = |key: &str| At::new(key.to_string(), Span::default());
    let edits = edits.iter().filter_map(|edit| edit.write()).collect();
    let mut scenario = Vec::new();
    if !title.is_empty() {
        scenario.push((key("name"), Node::text(title)));
    }
    scenario.push((key("edits"), Node::made(Kind::List(edits))));
    let named = Node::made(Kind::Map(vec![(key(name), Node::made(Kind::Map(scenario)))]));
    zopa_wire::write_yaml(&Node::made(Kind::Map(vec![(key("scenarios"), named)])))
}

/// Whether a name can be that of a scenario and of its file.
pub fn is_name(name: &str) -> bool {
    let letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    name.len() <= limits::ID_CHARS
        && name.starts_with(|first: char| first.is_ascii_lowercase())
        && name.ends_with(letter)
        && name.chars().all(|own| letter(own) || own == '-')
}
