//! JSON Schema of the case file, and the key reference of the guide, both from the declarations that read it.

use serde_json::{Map, Value, json};
use zopa_case::decode::{FieldShape, RecordShape, Shape, Value as _};
use zopa_case::draft::Draft;

/// The JSON Schema (draft 2020-12) of a case file. In a folder, each file holds some of the top-level keys,
/// so that none is required.
pub fn schema() -> Value {
    let mut definitions = Map::new();
    let Shape::Record(case) = Draft::shape() else { return Value::Null };
    let mut top = record(&case, &mut definitions);
    if let Value::Object(top) = &mut top {
        top.remove("required");
        top.insert("$schema".into(), json!("https://json-schema.org/draft/2020-12/schema"));
        top.insert("title".into(), json!("zopa case file, format 1"));
        top.insert("$defs".into(), Value::Object(definitions));
    }
    top
}

fn record(shape: &RecordShape, definitions: &mut Map<String, Value>) -> Value {
    let fields = (shape.fields)();
    let mut properties = Map::new();
    let mut others = json!(false);
    for field in &fields {
        let mut value = of(&field.shape, definitions);
        if field.key == "*" {
            others = value;
            continue;
        }
        if let Value::Object(object) = &mut value {
            object.insert("description".into(), json!(field.doc.trim()));
        }
        properties.insert(field.key.into(), value);
    }
    let required: Vec<&str> = fields.iter().filter(|field| field.required).map(|field| field.key).collect();
    json!({"type": "object", "properties": properties, "additionalProperties": others, "required": required})
}

fn of(shape: &Shape, definitions: &mut Map<String, Value>) -> Value {
    match shape {
        // A text may look like a number to a reader of plain words.
        Shape::Text => json!({"type": ["string", "number"]}),
        Shape::Bool => json!({"type": "boolean"}),
        Shape::Integer => json!({"type": "integer", "minimum": 0}),
        Shape::Number => json!({"type": "number"}),
        Shape::Pattern { pattern, example, .. } => {
            json!({"type": ["string", "number"], "pattern": pattern, "examples": [example]})
        }
        Shape::Words(words) => {
            let spelled = words.iter().map(|(word, doc)| match word.parse::<u64>() {
                Ok(number) => json!({"const": number, "description": doc.trim()}),
                Err(_) => json!({"const": word, "description": doc.trim()}),
            });
            json!({"oneOf": spelled.collect::<Vec<_>>()})
        }
        Shape::Quantity => {
            let range = json!({"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 3});
            json!({"oneOf": [{"type": "number"}, range]})
        }
        Shape::List(item) => json!({"type": "array", "items": of(item, definitions)}),
        Shape::OneOrMany(item) => {
            let one = of(item, definitions);
            json!({"anyOf": [one.clone(), {"type": "array", "items": one}]})
        }
        Shape::Map(item) => json!({"type": "object", "additionalProperties": of(item, definitions)}),
        Shape::AnyOf(shapes) => json!({"anyOf": shapes.iter().map(|shape| of(shape, definitions)).collect::<Vec<_>>()}),
        Shape::Any => json!({}),
        Shape::Record(inner) => {
            let name = inner.name.replace(' ', "-");
            if !definitions.contains_key(&name) {
                definitions.insert(name.clone(), Value::Null);
                let value = record(inner, definitions);
                definitions.insert(name.clone(), value);
            }
            json!({"$ref": format!("#/$defs/{name}")})
        }
    }
}

/// The key reference of the guide, in Markdown: every record with its keys.
pub fn key_reference() -> String {
    let mut out = String::from(
        "# Keys of the case file\n\nMade from the declarations that read the file; a key marked * must be there. `zopa schema` gives the same as JSON Schema.\n",
    );
    let mut seen: Vec<&'static str> = Vec::new();
    let Shape::Record(case) = Draft::shape() else { return out };
    let mut open = vec![case];
    while let Some(record) = open.pop() {
        if seen.contains(&record.name) {
            continue;
        }
        seen.push(record.name);
        let fields = (record.fields)();
        out.push_str(&format!("\n## {}\n\n| key | value | meaning |\n| --- | --- | --- |\n", record.name));
        let mut inner = Vec::new();
        for FieldShape { key, doc, required, shape } in &fields {
            let star = if *required { "*" } else { "" };
            let key = if *key == "*" { "(an issue's id)".to_string() } else { format!("`{key}`") };
            out.push_str(&format!(
                "| {key}{star} | {} | {} |\n",
                shape.words().replace('|', "\\|"),
                doc.trim().replace('|', "\\|")
            ));
            records(shape, &mut inner);
        }
        open.extend(inner.into_iter().rev());
    }
    out
}

fn records(shape: &Shape, found: &mut Vec<RecordShape>) {
    match shape {
        Shape::Record(record) => found.push(*record),
        Shape::List(item) | Shape::OneOrMany(item) | Shape::Map(item) => records(item, found),
        Shape::AnyOf(shapes) => shapes.iter().for_each(|shape| records(shape, found)),
        _ => {}
    }
}
