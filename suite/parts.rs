//! Every part of the format, with every key of its records in use: read, written, read again.

use crate::folder::{Folder, catalog, root};
use serde_json::Value as Json;
use std::collections::BTreeSet;
use zopa_case::decode::{FieldShape, Shape, Value as _};
use zopa_case::draft::Draft;
use zopa_case::{Case, FileId, Kind, Node};
use zopa_wire::{Memory, World as _, read_case, read_text, schema, write_json, write_yaml};

/// The case that all parts lean on, with every key of the head.
const HEAD: &str = include_str!("parts/case.yaml");

/// The parts by key, in the order of the format.
pub const PARTS: [(&str, &str); 24] = [
    ("parties", include_str!("parts/parties.yaml")),
    ("issues", include_str!("parts/issues.yaml")),
    ("sources", include_str!("parts/sources.yaml")),
    ("ledger", include_str!("parts/ledger.yaml")),
    ("packages", include_str!("parts/packages.yaml")),
    ("lines", include_str!("parts/lines.yaml")),
    ("preferences", include_str!("parts/preferences.yaml")),
    ("logic", include_str!("parts/logic.yaml")),
    ("ratifiers", include_str!("parts/ratifiers.yaml")),
    ("mandates", include_str!("parts/mandates.yaml")),
    ("sessions", include_str!("parts/sessions.yaml")),
    ("steps", include_str!("parts/steps.yaml")),
    ("plans", include_str!("parts/plans.yaml")),
    ("trust", include_str!("parts/trust.yaml")),
    ("actions", include_str!("parts/actions.yaml")),
    ("conflicts", include_str!("parts/conflicts.yaml")),
    ("drivers", include_str!("parts/drivers.yaml")),
    ("power", include_str!("parts/power.yaml")),
    ("leverage", include_str!("parts/leverage.yaml")),
    ("rounds", include_str!("parts/rounds.yaml")),
    ("probes", include_str!("parts/probes.yaml")),
    ("ripeness", include_str!("parts/ripeness.yaml")),
    ("scenarios", include_str!("parts/scenarios.yaml")),
    ("text", include_str!("parts/text.yaml")),
];

#[track_caller]
fn read<'a>(files: impl IntoIterator<Item = (&'a str, &'a str)>) -> Case {
    let table = table();
    let texts = [("radio.txt", "words"), ("table.csv", table.as_str())];
    let files: Vec<(&str, &str)> = files.into_iter().collect();
    read_case(&Memory::new(files.iter().copied().chain(texts))).unwrap_or_else(|unread| {
        panic!("{:#?}", unread.diagnostics.iter().map(|problem| problem.line(&unread.texts)).collect::<Vec<_>>())
    })
}

/// A table for the issues of the head, a whole number more for each package.
pub fn table() -> String {
    let people = ["h1", "h2", "h1 + h2"];
    let order = ["stop", "vote", "stop then vote", "vote then stop"];
    let mut rows = String::from("islands,years,people,order,value\n");
    let mut value = -7;
    for islands in ["i0", "i1", "i2"] {
        for years in (0..=50).step_by(5) {
            let years = match years {
                15 => "short".to_string(),
                30 => "long".to_string(),
                years => years.to_string(),
            };
            for (people, order) in people.iter().flat_map(|people| order.iter().map(move |order| (people, order))) {
                rows += &format!("{islands},{years},{people},{order},{value}\n");
                value += 1;
            }
        }
    }
    rows
}

/// One part: read, written as YAML and as JSON, and read again: the same draft, the same hash.
#[track_caller]
fn round_trip(key: &str) {
    let (_, part) = PARTS.iter().find(|(part, _)| *part == key).unwrap();
    let case = read([("case.yaml", HEAD), ("part.yaml", *part)]);
    let tree = case.draft().write().unwrap();
    let written = write_yaml(&tree);
    let again = read([("case.yaml", written.as_str())]);
    assert_eq!(again.draft(), case.draft(), "{written}");
    assert_eq!(again.hash(), case.hash());
    assert_eq!(write_yaml(&again.draft().write().unwrap()), written);
    let json = write_json(&tree);
    let again = read([("case.json", json.as_str())]);
    assert_eq!(again.draft(), case.draft(), "{json}");
    assert_eq!(again.hash(), case.hash());
    // Nothing is lost on the way: every value of the file stands in what is written.
    let mut values = Vec::new();
    scalars(&read_text(FileId(0), part).unwrap(), &mut values);
    let mut kept = Vec::new();
    scalars(&tree, &mut kept);
    let lost: Vec<&String> = values.iter().filter(|value| !kept.contains(value)).collect();
    assert!(lost.is_empty(), "{lost:?}");
}

fn scalars(node: &Node, found: &mut Vec<String>) {
    match &node.kind {
        Kind::Empty => {}
        Kind::Scalar { text, .. } => found.push(text.clone()),
        Kind::List(items) => items.iter().for_each(|item| scalars(item, found)),
        Kind::Map(pairs) => pairs.iter().for_each(|(key, value)| {
            found.push(key.value.clone());
            scalars(value, found);
        }),
    }
}

macro_rules! each_part {
    ($($name:ident $key:literal,)*) => {$(
        #[test]
        fn $name() {
            round_trip($key);
        }
    )*};
}

each_part! {
    parties_come_back_as_written "parties",
    issues_come_back_as_written "issues",
    sources_come_back_as_written "sources",
    the_ledger_comes_back_as_written "ledger",
    packages_come_back_as_written "packages",
    lines_come_back_as_written "lines",
    preferences_come_back_as_written "preferences",
    logic_comes_back_as_written "logic",
    ratifiers_come_back_as_written "ratifiers",
    mandates_come_back_as_written "mandates",
    sessions_come_back_as_written "sessions",
    steps_come_back_as_written "steps",
    plans_come_back_as_written "plans",
    trust_comes_back_as_written "trust",
    actions_come_back_as_written "actions",
    conflicts_come_back_as_written "conflicts",
    drivers_come_back_as_written "drivers",
    power_comes_back_as_written "power",
    leverage_comes_back_as_written "leverage",
    further_rounds_come_back_as_written "rounds",
    what_is_assumed_of_probes_comes_back_as_written "probes",
    ripeness_comes_back_as_written "ripeness",
    scenarios_come_back_as_written "scenarios",
    the_text_comes_back_as_written "text",
}

/// Every record of the format with its keys; `*` stands for an issue's id.
pub fn all_keys() -> BTreeSet<(&'static str, &'static str)> {
    fn walk(shape: &Shape, found: &mut BTreeSet<(&'static str, &'static str)>) {
        match shape {
            Shape::Record(record) => {
                for FieldShape { key, shape, .. } in (record.fields)() {
                    if found.insert((record.name, key)) {
                        walk(&shape, found);
                    }
                }
            }
            Shape::List(item) | Shape::OneOrMany(item) | Shape::Map(item) => walk(item, found),
            Shape::AnyOf(shapes) => shapes.iter().for_each(|shape| walk(shape, found)),
            _ => {}
        }
    }
    let mut found = BTreeSet::new();
    walk(&Draft::shape(), &mut found);
    found
}

/// The keys that a tree has of the records it is made of.
fn used_keys(node: &Node, shape: &Shape, found: &mut BTreeSet<(&'static str, &'static str)>) {
    match (shape, &node.kind) {
        (Shape::Record(record), Kind::Map(pairs)) => {
            let fields = (record.fields)();
            for (key, value) in pairs {
                let field = fields.iter().find(|field| field.key == key.value);
                let field = field.or_else(|| fields.iter().find(|field| field.key == "*"));
                let field = field.unwrap_or_else(|| panic!("a {} has no `{}`", record.name, key.value));
                found.insert((record.name, field.key));
                used_keys(value, &field.shape, found);
            }
        }
        (Shape::List(item) | Shape::OneOrMany(item), Kind::List(items)) => {
            items.iter().for_each(|below| used_keys(below, item, found));
        }
        (Shape::OneOrMany(item), _) => used_keys(node, item, found),
        (Shape::Map(item), Kind::Map(pairs)) => pairs.iter().for_each(|(_, below)| used_keys(below, item, found)),
        (Shape::AnyOf(shapes), Kind::Map(_)) => {
            let fits = |shape: &&Shape| matches!(shape, Shape::Record(_) | Shape::Map(_));
            shapes.iter().filter(fits).for_each(|shape| used_keys(node, shape, found));
        }
        _ => {}
    }
}

#[test]
fn every_key_of_every_record_is_in_use_here() {
    let parts: BTreeSet<&str> = PARTS.iter().map(|(key, _)| *key).collect();
    let Shape::Record(case) = Draft::shape() else { panic!("a case is a record") };
    let head = ["zopa", "case", "about", "not looked at", "as of", "fictional", "marking"];
    for field in (case.fields)().iter().filter(|field| !head.contains(&field.key)) {
        assert!(parts.contains(field.key), "the part `{}` has no file in suite/parts", field.key);
    }
    let mut used = BTreeSet::new();
    for text in PARTS.iter().map(|(_, text)| *text).chain([HEAD]) {
        used_keys(&read_text(FileId(0), text).unwrap(), &Draft::shape(), &mut used);
    }
    let missing: Vec<_> = all_keys().difference(&used).copied().collect();
    assert!(missing.is_empty(), "no file in suite/parts uses {missing:?}");
}

/// The keywords that the schema may use, each with what it must be.
fn is_schema(schema: &Json, root: &Json) {
    let Json::Object(keywords) = schema else { panic!("{schema} is no schema") };
    for (keyword, value) in keywords {
        match keyword.as_str() {
            "$schema" => assert_eq!(value, "https://json-schema.org/draft/2020-12/schema"),
            "title" | "description" => assert!(value.as_str().is_some_and(|text| !text.is_empty())),
            "type" => {
                let names: Vec<&Json> = value.as_array().map_or(vec![value], |list| list.iter().collect());
                let known = ["object", "array", "string", "number", "integer", "boolean"];
                assert!(
                    !names.is_empty() && names.iter().all(|name| known.iter().any(|known| name == known)),
                    "{value}"
                );
            }
            "properties" | "$defs" => {
                value.as_object().unwrap().values().for_each(|below| is_schema(below, root));
            }
            "additionalProperties" => match value {
                Json::Bool(_) => {}
                below => is_schema(below, root),
            },
            "items" => is_schema(value, root),
            "anyOf" | "oneOf" => {
                assert!(!value.as_array().unwrap().is_empty());
                value.as_array().unwrap().iter().for_each(|below| is_schema(below, root));
            }
            "required" => {
                let properties = &keywords["properties"];
                assert!(value.as_array().unwrap().iter().all(|key| properties.get(key.as_str().unwrap()).is_some()));
            }
            "minItems" | "maxItems" | "minimum" => assert!(value.is_u64()),
            "pattern" => assert!(value.is_string()),
            "examples" => assert!(!value.as_array().unwrap().is_empty()),
            "const" => assert!(value.is_string() || value.is_u64()),
            "$ref" => assert!(resolve(value.as_str().unwrap(), root).is_some(), "{value} leads nowhere"),
            other => panic!("a keyword that these tests do not know: {other}"),
        }
    }
}

fn resolve<'a>(reference: &str, root: &'a Json) -> Option<&'a Json> {
    root.get("$defs")?.get(reference.strip_prefix("#/$defs/")?)
}

/// Why a value does not fit a schema. Patterns are left to the other reader (`second_reader.py`).
fn misfit(value: &Json, schema: &Json, root: &Json, path: &str) -> Option<String> {
    if let Some(reference) = schema.get("$ref") {
        return misfit(value, resolve(reference.as_str().unwrap(), root).unwrap(), root, path);
    }
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.is_u64() || value.is_i64(),
        _ => value.is_boolean(),
    };
    let typed = match schema.get("type") {
        Some(Json::Array(names)) => names.iter().any(|name| is(name.as_str().unwrap())),
        Some(name) => is(name.as_str().unwrap()),
        None => true,
    };
    if !typed {
        return Some(format!("{path}: {value} is not of type {}", schema["type"]));
    }
    if schema.get("const").is_some_and(|wanted| wanted != value) {
        return Some(format!("{path}: {value} is not {}", schema["const"]));
    }
    for (keyword, single) in [("anyOf", false), ("oneOf", true)] {
        if let Some(Json::Array(choices)) = schema.get(keyword) {
            let fits: Vec<_> = choices.iter().map(|choice| misfit(value, choice, root, path)).collect();
            let count = fits.iter().filter(|misfit| misfit.is_none()).count();
            if count == 0 || (single && count > 1) {
                return Some(format!("{path}: {value} fits {count} of {keyword}: {fits:?}"));
            }
        }
    }
    if let (Some(items), Json::Array(values)) = (schema.get("items"), value) {
        let bounds = |key: &str, none: u64| schema.get(key).and_then(Json::as_u64).unwrap_or(none);
        let count = values.len() as u64;
        if count < bounds("minItems", 0) || count > bounds("maxItems", u64::MAX) {
            return Some(format!("{path}: {count} items"));
        }
        return values.iter().find_map(|below| misfit(below, items, root, &format!("{path}[]")));
    }
    let Json::Object(pairs) = value else { return None };
    let required = schema.get("required").and_then(Json::as_array);
    if let Some(missing) = required.into_iter().flatten().find(|key| !pairs.contains_key(key.as_str().unwrap())) {
        return Some(format!("{path}: no {missing}"));
    }
    pairs.iter().find_map(|(key, below)| {
        let path = format!("{path}.{key}");
        match (schema.get("properties").and_then(|all| all.get(key)), schema.get("additionalProperties")) {
            (Some(known), _) => misfit(below, known, root, &path),
            (None, Some(Json::Bool(false))) => Some(format!("{path}: no such key")),
            (None, Some(others)) if others.is_object() => misfit(below, others, root, &path),
            _ => None,
        }
    })
}

#[test]
fn the_schema_is_one_and_takes_every_case_file() {
    let schema = schema();
    is_schema(&schema, &schema);
    let mut count = 0;
    let mut check = |name: &str, text: &str| {
        let json: Json = serde_json::from_str(&write_json(&read_text(FileId(0), text).unwrap())).unwrap();
        assert_eq!(misfit(&json, &schema, &schema, ""), None, "{name}");
        count += 1;
    };
    let starter = root().join("crates/cli/src/starter");
    for folder in catalog().into_iter().map(|(_, folder)| folder).chain([starter]) {
        let world = Folder(folder.clone());
        for name in world.list().iter().filter(|name| name.ends_with(".yaml")) {
            check(&format!("{}/{name}", folder.display()), &String::from_utf8(world.read(name).unwrap()).unwrap());
        }
    }
    PARTS.iter().for_each(|(key, text)| check(key, text));
    check("head", HEAD);
    assert!(count >= 40, "{count}");
}

#[test]
fn the_schema_refuses_what_is_no_case() {
    let schema = schema();
    let refused = [
        "parties: {north: {role: party}}",
        "parties: {north: {name: North, role: partie}}",
        "parties: {north: {name: North, role: party, colour: red}}",
        "issues: {islands: {name: Islands, kind: stair}}",
        "ledger: {date: 2026-01-01}",
        "ledger: [{date: 2026-01-01, party: north, stated: public}]",
        "lines: [{id: a, party: north, kind: red line, firmness: [0.1]}]",
        "lines: [{id: a, party: north, kind: red line, not for trade: \"true\"}]",
        "preferences: {north: {scale: 10}}",
        "preferences: {north: {scale: 100, islands: 3}}",
        "colour: red",
    ];
    for text in refused {
        let json: Json = serde_json::from_str(&write_json(&read_text(FileId(0), text).unwrap())).unwrap();
        assert!(misfit(&json, &schema, &schema, "").is_some(), "{text}");
    }
}
