//! Objects, and the whole numbers in them.

use crate::{
    document::{Document, shorten},
    error::Error,
};

/// The fields of an object, together with its path.
pub(super) struct Fields<'a> {
    /// What stands before a field's name, such as `memory.`.
    prefix: &'static str,
    fields: &'a [(String, Document)],
}

impl<'a> Fields<'a> {
    pub fn of(
        prefix: &'static str,
        name: &'static str,
        document: &'a Document,
    ) -> Result<Self, Error> {
        match document {
            Document::Map(fields) => Ok(Self { prefix, fields }),
            other => Err(Error::scenario(name, "an object", other.describe())),
        }
    }

    pub fn is_empty(&self) -> bool {
        self.fields.is_empty()
    }

    /// Refuses a field that is not known, and one that comes twice.
    pub fn refuse_all_but(&self, known: &[&str]) -> Result<(), Error> {
        for (index, (name, _)) in self.fields.iter().enumerate() {
            let (expected, got) = if !known.contains(&name.as_str()) {
                (
                    format!("one of the fields {}", known.join(", ")),
                    "an unknown field",
                )
            } else if self.fields[..index]
                .iter()
                .any(|(earlier, _)| earlier == name)
            {
                ("one value".into(), "a second one")
            } else {
                continue;
            };
            let field = format!("{}{}", self.prefix, shorten(name));
            return Err(Error::scenario(field, expected, got));
        }
        Ok(())
    }

    pub fn get(&self, name: &str) -> Option<&'a Document> {
        self.fields
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| value)
    }

    /// A field that may not be left out.
    pub fn required(&self, name: &'static str) -> Result<&'a Document, Error> {
        self.get(name)
            .ok_or_else(|| Error::scenario(format!("{}{name}", self.prefix), "a value", "none"))
    }

    /// A whole number from `least` to `most`, or the default.
    pub fn whole(
        &self,
        name: &'static str,
        least: usize,
        most: usize,
        default: usize,
    ) -> Result<usize, Error> {
        let Some(document) = self.get(name) else {
            return Ok(default);
        };
        let number = whole(name, document, least as u64, most as u64)?;
        Ok(number as usize)
    }
}

/// A whole number from `least` to `most`.
pub(super) fn whole(
    name: &'static str,
    document: &Document,
    least: u64,
    most: u64,
) -> Result<u64, Error> {
    match document {
        Document::Number(number)
            if number.fract() == 0.0 && (least as f64..=most as f64).contains(number) =>
        {
            Ok(*number as u64)
        }
        other => {
            let expected = format!("a whole number from {least} to {most}");
            Err(Error::scenario(name, expected, other.describe()))
        }
    }
}
