//! The two declarations: a record with its keys, and a word with its spellings.

use crate::span::Span;

/// Where a record stands; never part of a comparison.
#[derive(Clone, Copy, Debug, Default)]
pub struct Place(pub Span);

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// A value with a fixed list of spellings.
pub trait Word: Copy + Sized + 'static {
    /// What the words are about, for messages.
    const WHAT: &'static str;
    /// Every spelling with what it means.
    const ALL: &'static [(&'static str, Self, &'static str)];

    /// The value of a spelling.
    fn from_word(text: &str) -> Option<Self> {
        Self::ALL.iter().find(|(word, ..)| *word == text).map(|(_, value, _)| *value)
    }

    /// The spelling.
    fn word(&self) -> &'static str;
}

/// Declares an enum with one spelling a variant; gives [`Word`] and the scalar reader.
macro_rules! words {
    ($(#[$meta:meta])* pub enum $name:ident $what:literal {
        $($(#[doc = $doc:expr])* $variant:ident = $word:literal,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum $name { $($(#[doc = $doc])* $variant,)* }

        impl $crate::decode::Word for $name {
            const WHAT: &'static str = $what;
            const ALL: &'static [(&'static str, Self, &'static str)] =
                &[$(($word, Self::$variant, concat!($($doc),*))),*];
            fn word(&self) -> &'static str {
                match self { $(Self::$variant => $word,)* }
            }
        }
    };
}

/// Declares a struct whose fields are keys of a map: `field: Type = "key"`, with `required` behind it where
/// an empty list will not do; `= stances` and `= rest` gather keys by their own rule. Gives [`crate::decode::Value`].
macro_rules! record {
    ($(#[$meta:meta])* pub struct $name:ident $what:literal {
        $($(#[doc = $doc:expr])* $field:ident : $type:ty = $key:tt $($required:ident)?,)*
    }) => {
        $(#[$meta])*
        #[derive(Clone, Debug, PartialEq)]
        pub struct $name {
            /// Where it stands.
            pub here: $crate::decode::Place,
            $($(#[doc = $doc])* pub $field: $type,)*
        }

        impl $name {
            /// The keys, with what they mean.
            pub fn fields() -> Vec<$crate::decode::FieldShape> {
                let mut fields: Vec<$crate::decode::FieldShape> = Vec::default();
                $($crate::decode::record!(@shape fields, $type, $key $($required)?, concat!($($doc),*));)*
                fields
            }
        }

        impl $crate::decode::Value for $name {
            fn read(node: &$crate::node::Node, reader: &mut $crate::decode::Reader) -> Option<Self> {
                let mut map = $crate::decode::MapReader::new($what, node, reader)?;
                $(let $field: Option<$type> = $crate::decode::record!(@read map, reader, $type, $key $($required)?);)*
                if !map.finish(&Self::fields(), reader) {
                    return None;
                }
                Some(Self { here: $crate::decode::Place(node.span), $($field: $field?,)* })
            }

            fn write(&self) -> Option<$crate::node::Node> {
                let mut pairs = Vec::new();
                $($crate::decode::record!(@write pairs, self.$field, $key);)*
                Some($crate::node::Node::made($crate::node::Kind::Map(pairs)))
            }

            fn shape() -> $crate::decode::Shape {
                $crate::decode::Shape::Record($crate::decode::RecordShape { name: $what, fields: Self::fields })
            }
        }
    };
    (@read $map:ident, $reader:ident, $type:ty, $key:literal) => { $map.field::<$type>($key, false, $reader) };
    (@read $map:ident, $reader:ident, $type:ty, $key:literal required) => { $map.field::<$type>($key, true, $reader) };
    (@read $map:ident, $reader:ident, $type:ty, $special:ident) => {
        Some(<$type as $crate::draft::Gather>::gather(&mut $map, Self::fields, $reader))
    };
    (@write $pairs:ident, $value:expr, $key:literal) => {
        if let Some(node) = $crate::decode::Value::write(&$value) {
            $pairs.push(($crate::span::At::new($key.to_string(), $crate::span::Span::default()), node));
        }
    };
    (@write $pairs:ident, $value:expr, $special:ident) => { $crate::draft::Gather::scatter(&$value, &mut $pairs); };
    (@shape $fields:ident, $type:ty, $key:literal, $doc:expr) => {
        $fields.extend([$crate::decode::FieldShape {
            key: $key,
            doc: $doc,
            required: <$type as $crate::decode::Value>::absent().is_none(),
            shape: <$type as $crate::decode::Value>::shape(),
        }]);
    };
    (@shape $fields:ident, $type:ty, $key:literal required, $doc:expr) => {
        $fields.extend([$crate::decode::FieldShape {
            key: $key,
            doc: $doc,
            required: true,
            shape: <$type as $crate::decode::Value>::shape(),
        }]);
    };
    (@shape $fields:ident, $type:ty, $special:ident, $doc:expr) => {
        $fields.extend(<$type as $crate::draft::Gather>::fields($doc));
    };
}

pub(crate) use {record, words};
