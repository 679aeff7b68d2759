//! The API told in OpenAPI 3.1, made of the table of addresses.

use crate::pages::PAGES;
use crate::routes::{ROUTES, Route};
use serde_json::{Map, Value, json};

/// The document.
pub fn document() -> Value {
    let mut paths = Map::new();
    for route in ROUTES {
        let path = paths.entry(route.path).or_insert_with(|| json!({}));
        path[route.method] = operation(route);
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "zopa", "version": env!("CARGO_PKG_VERSION"), "license": {"name": "Apache-2.0 OR MIT", "identifier": "Apache-2.0 OR MIT"},
            "description": "The local page of a case of talks. Answers are those of the command line; what is asked is put on a copy of the case.",
        },
        "paths": paths,
        "components": {"schemas": schemas(), "securitySchemes": {
            "session": {"type": "apiKey", "in": "cookie", "name": "zopa", "description": "Asked for where the server has a password."},
        }},
        "security": [{}, {"session": []}],
    })
}

fn operation(route: &Route) -> Value {
    let mut parameters: Vec<Value> = Vec::new();
    let lenses = || zopa_lens::LENSES.iter().map(|lens| lens.name).chain(["brief", "check"]).collect::<Vec<_>>();
    let in_path = |name: &str, schema: Value| json!({"name": name, "in": "path", "required": true, "schema": schema});
    let has = |name: &str| route.path.contains(&format!("{{{name}}}"));
    if has("lens") {
        parameters.push(in_path("lens", json!({"type": "string", "enum": lenses()})));
    }
    if has("page") {
        let names: Vec<&str> = PAGES.iter().map(|page| page.name).collect();
        parameters.push(in_path("page", json!({"type": "string", "enum": names})));
    }
    if has("source") {
        parameters.push(in_path("source", json!({"type": "string"})));
    }
    let viewed = has("lens") || has("page") || has("source") || route.path == "/api/case";
    if viewed {
        parameters.extend(view());
    }
    if has("lens") || has("page") {
        parameters.extend(settings());
    }
    if route.method == "post" {
        let token = json!({"name": "x-zopa-token", "in": "header", "required": true, "schema": {"type": "string"}, "description": "The token of /api/session."});
        parameters.push(token);
    }
    let status = match route.path {
        "/api/scenarios" => "201",
        "/api/logout" => "204",
        _ => "200",
    };
    let mut answered = json!({"description": "Answered."});
    if !route.gives.is_empty() {
        answered["content"] = json!({route.gives: {"schema": schema_of(route)}});
    }
    let mut responses = Map::new();
    responses.insert(status.into(), answered);
    let refused = json!({"description": "Not answered, and why.", "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Refusal"}}}});
    responses.insert("default".into(), refused);
    let mut operation = json!({"summary": route.about, "parameters": parameters, "responses": responses});
    if route.path.starts_with("/api/scenario") {
        operation["requestBody"] = json!({"required": true, "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Scenario"}}}});
    }
    operation
}

fn schema_of(route: &Route) -> Value {
    let named = |name: &str| json!({"$ref": format!("#/components/schemas/{name}")});
    match route.path {
        "/api/answers/{lens}" => named("Answer"),
        "/api/pages/{page}" | "/api/sources/{source}" => named("Page"),
        "/api/case" => named("Described"),
        "/api/session" => named("Session"),
        "/api/scenarios" => named("Saved"),
        "/api/openapi.json" => json!({"type": "object"}),
        _ => json!({"type": "string"}),
    }
}

fn query(name: &str, schema: Value, about: &str) -> Value {
    let several = schema["type"] == "array";
    let mut own = json!({"name": name, "in": "query", "required": false, "schema": schema, "description": about});
    if several {
        own["style"] = json!("form");
        own["explode"] = json!(true);
    }
    own
}

/// How the case is seen.
fn view() -> Vec<Value> {
    let texts = || json!({"type": "array", "items": {"type": "string"}});
    vec![
        query("as_of", json!({"type": "string", "format": "date"}), "Only what was known on that day."),
        query("without", texts(), "Without these sources."),
        query("scenario", texts(), "With these scenarios of the case."),
        query("audience", json!({"type": "string"}), "For whom: public, internal, or a party's id."),
        query("edit", texts(), "Edits in the form of the case file, as JSON: {\"lift line\": \"ID\"}."),
    ]
}

/// How the answer is got.
fn settings() -> Vec<Value> {
    let number = |least: u64, most: u64| json!({"type": "integer", "minimum": least, "maximum": most});
    let text = || json!({"type": "string"});
    vec![
        query("seed", json!({"type": "integer", "minimum": 0}), "Seed of draws."),
        query("quick", json!({"const": "1"}), "A first answer, of few draws or runs."),
        query("draws", number(1, 1_000_000), "Number of draws."),
        query("runs", number(1, 1_000_000), "Runs of further rounds."),
        query("rounds", number(1, 65_536), "Rounds until time is over."),
        query("protocol", text(), "Protocol of further rounds."),
        query("facilitator", text(), "How the facilitator of further rounds acts."),
        query("strategy", json!({"type": "array", "items": {"type": "string"}}), "What a party might follow."),
        query("transcript", json!({"type": "integer", "minimum": 0}), "The run told move by move."),
        query("from", json!({"type": "string", "format": "date"}), "The earlier day of `diff`."),
        query("to", json!({"type": "string", "format": "date"}), "The later day of `diff`."),
        query(
            "package",
            text(),
            "The package to look at: a name of the case, ISSUE=OPTION with commas, or the first with changes.",
        ),
        query(
            "job",
            json!({"type": "string", "pattern": "^[A-Za-z0-9]{0,40}$"}),
            "A name under which progress is told.",
        ),
    ]
}

fn schemas() -> Value {
    let text = json!({"type": "string"});
    let texts = json!({"type": "array", "items": {"type": "string"}});
    let object = |required: &[&str], properties: Value| json!({"type": "object", "required": required, "properties": properties});
    json!({
        "Answer": object(
            &["zopa", "lens", "case", "settings", "stop", "arithmetic", "findings", "basis", "warnings"],
            json!({
                "zopa": {"const": 1}, "lens": text, "case": {"type": ["object", "null"]}, "settings": {"type": "object"},
                "seed": {"type": ["integer", "null"]}, "stop": {"enum": ["complete", "budget", "cancelled"]},
                "arithmetic": {"enum": ["exact", "sampled", "bounded"]}, "findings": {"type": "object"},
                "basis": {"type": "object"}, "warnings": texts,
            }),
        ),
        "Page": object(
            &["revision", "title", "html", "hash", "as_of", "edits", "quick", "stop"],
            json!({
                "revision": {"type": "integer"}, "title": text, "html": text, "hash": text, "as_of": text, "edits": texts,
                "quick": {"type": "boolean"}, "stop": {"enum": ["complete", "budget", "cancelled"]},
            }),
        ),
        "Described": object(
            &["revision", "problems", "pages", "protocols", "facilitators", "fixed", "case"],
            json!({
                "revision": {"type": "integer"}, "problems": {"type": ["string", "null"]}, "pages": {"type": "array", "items": {"type": "object"}},
                "protocols": {"type": "array", "items": {"type": "object"}}, "facilitators": {"type": "array", "items": {"type": "object"}}, "fixed": {"type": "object"}, "case": {"type": ["object", "null"]},
            }),
        ),
        "Session": object(&["token", "password"], json!({"token": text, "password": {"type": "boolean"}})),
        "Scenario": object(
            &["name", "edits"],
            json!({"name": text, "title": text, "edits": {"type": "array", "items": {"type": "object"}, "minItems": 1, "maxItems": 200}}),
        ),
        "Saved": object(&["file"], json!({"file": text})),
        "Refusal": object(&["error", "help"], json!({"error": text, "help": text})),
    })
}
