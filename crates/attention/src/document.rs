//! What came from outside, before anything is known about it.

use std::fmt;

use crate::error::Got;
use serde::{
    Deserialize, Deserializer,
    de::{DeserializeSeed, MapAccess, SeqAccess, Visitor},
};

/// A loosely typed tree: whatever came in the place of a scenario.
///
/// It deserializes from any self-describing format and judges nothing;
/// [`Scenario::from_document`](crate::Scenario::from_document) does, and names
/// the field that it refuses.
#[derive(Debug, Clone, PartialEq)]
pub enum Document {
    /// Nothing.
    Null,
    /// True or false.
    Bool(bool),
    /// Any number, NaN and infinities included.
    Number(f64),
    /// Text.
    Text(String),
    /// A list.
    List(Vec<Document>),
    /// Named fields in the order in which they came.
    Map(Vec<(String, Document)>),
    /// A list of lists of numbers that is already packed: the length of each
    /// row, and all the numbers row by row. The rows may differ in length.
    Rows {
        /// The length of each row.
        lengths: Vec<usize>,
        /// The numbers of the rows, one row after the other.
        values: Vec<f64>,
    },
}

impl Document {
    /// What this is, for error messages.
    pub(crate) fn describe(&self) -> Got {
        match self {
            Self::Null => "null".into(),
            Self::Bool(true) => "true".into(),
            Self::Bool(false) => "false".into(),
            Self::Number(value) => (*value).into(),
            Self::Text(text) => quote(text).into(),
            Self::List(items) => format!("a list of {}", items.len()).into(),
            Self::Map(_) => "an object".into(),
            Self::Rows { lengths, .. } => format!("a list of {}", lengths.len()).into(),
        }
    }
}

/// Text in quotation marks.
pub(crate) fn quote(text: &str) -> String {
    format!("\"{}\"", shorten(text))
}

/// Text that fits into a sentence.
pub(crate) fn shorten(text: &str) -> String {
    const LONGEST: usize = 40;
    let mut short: String = text.chars().take(LONGEST).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}

/// No scenario nests deeper than an object, its field, a list and its rows. A
/// limit keeps an object that contains itself from exhausting the stack.
const DEEPEST: usize = 8;

impl<'de> Deserialize<'de> for Document {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Nested(DEEPEST).deserialize(deserializer)
    }
}

/// Reads a document that may nest this many levels deep.
#[derive(Clone, Copy)]
struct Nested(usize);

impl Nested {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        match self.0.checked_sub(1) {
            Some(levels) => Ok(Self(levels)),
            None => Err(E::custom("nested too deeply")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Nested {
    type Value = Document;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Document, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested {
    type Value = Document;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a scenario")
    }

    fn visit_unit<E>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_none<E>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Document, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Document, E> {
        Ok(Document::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Document, E> {
        Ok(Document::Number(value as f64))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Document, E> {
        Ok(Document::Number(value as f64))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Document, E> {
        Ok(Document::Number(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Document, E> {
        Ok(Document::Text(value.into()))
    }

    fn visit_string<E>(self, value: String) -> Result<Document, E> {
        Ok(Document::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Document, A::Error> {
        let inner = self.deeper::<A::Error>()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(inner)? {
            list.push(item);
        }
        Ok(Document::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut fields: A) -> Result<Document, A::Error> {
        let inner = self.deeper::<A::Error>()?;
        let mut map = Vec::new();
        while let Some(name) = fields.next_key::<String>()? {
            map.push((name, fields.next_value_seed(inner)?));
        }
        Ok(Document::Map(map))
    }
}
