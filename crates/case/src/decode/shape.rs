//! What values look like: enough for a JSON Schema, the key reference, and messages.

/// What a value looks like.
#[derive(Clone)]
pub enum Shape {
    /// Text.
    Text,
    /// `true` or `false`.
    Bool,
    /// A whole number, not negative.
    Integer,
    /// A number.
    Number,
    /// Text of a certain form: what it is, a regular expression that every such text matches, an example.
    Pattern {
        /// What it is.
        what: &'static str,
        /// A regular expression in the dialect of JSON Schema.
        pattern: &'static str,
        /// An example.
        example: &'static str,
    },
    /// One of a list of words.
    Words(Vec<(&'static str, &'static str)>),
    /// A point, a range or a triangle.
    Quantity,
    /// A list.
    List(Box<Shape>),
    /// One value, or a list.
    OneOrMany(Box<Shape>),
    /// A map from names to values.
    Map(Box<Shape>),
    /// A record.
    Record(RecordShape),
    /// One of several shapes.
    AnyOf(Vec<Shape>),
    /// Anything.
    Any,
}

/// A record: its name and its keys.
#[derive(Clone, Copy)]
pub struct RecordShape {
    /// Name of the record, as in messages.
    pub name: &'static str,
    /// Its keys.
    pub fields: fn() -> Vec<FieldShape>,
}

/// A key of a record.
#[derive(Clone)]
pub struct FieldShape {
    /// The key; `*` stands for any name that is not another key.
    pub key: &'static str,
    /// What it means.
    pub doc: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// What its value looks like.
    pub shape: Shape,
}

impl Shape {
    /// The shape in a few words, for messages and the key reference.
    pub fn words(&self) -> String {
        match self {
            Self::Text => "a text".into(),
            Self::Bool => "true or false".into(),
            Self::Integer => "a whole number".into(),
            Self::Number => "a number".into(),
            Self::Pattern { what, example, .. } => format!("{what} such as {example}"),
            Self::Words(words) => {
                let words: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
                format!("one of {}", words.join(", "))
            }
            Self::Quantity => "a number, [low, high] or [low, likely, high]".into(),
            Self::List(item) => format!("a list; each: {}", item.words()),
            Self::OneOrMany(item) => format!("{}; or a list of such", item.words()),
            Self::Map(item) => format!("a map from names to: {}", item.words()),
            Self::Record(record) => format!("the keys of {}", super::a(record.name)),
            Self::AnyOf(shapes) => shapes.iter().map(Shape::words).collect::<Vec<_>>().join("; or "),
            Self::Any => "a value".into(),
        }
    }
}
