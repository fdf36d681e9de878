//! Which array gives which field of the scenario.

use std::collections::BTreeMap;

use crate::{
    array::Array,
    error::{ImportError, quote},
};

/// Every name that an array can have.
pub const FIELDS: [&str; 21] = [
    "tokens",
    "vectors",
    "memory",
    "memory_tokens",
    "heads",
    "kv_heads",
    "d_k",
    "d_v",
    "w_q",
    "w_k",
    "w_v",
    "w_o",
    "scale",
    "temperature",
    "mask",
    "positions",
    "sink",
    "ssmax",
    "q",
    "k",
    "v",
];

/// The arrays that were read, by field.
#[derive(Debug, Default)]
pub struct Fields(BTreeMap<&'static str, Option<Array>>);

impl Fields {
    /// The field of this name, which no other array may give as well. To be
    /// asked before an array is read: a name that means nothing costs nothing.
    pub fn claim(&mut self, name: &str, place: &str) -> Result<&'static str, ImportError> {
        let lower = name.to_ascii_lowercase();
        let Some(&field) = FIELDS.iter().find(|&&field| field == lower) else {
            let expected = format!("a name out of {}", FIELDS.join(", "));
            return Err(ImportError::file(place, expected, quote(name)));
        };
        if self.0.insert(field, None).is_some() {
            let expected = format!("{field} in one place only");
            return Err(ImportError::file(place, expected, "a second one"));
        }
        Ok(field)
    }

    /// What gives a field that was claimed.
    pub fn put(&mut self, field: &'static str, array: Array) {
        self.0.insert(field, Some(array));
    }

    /// Whether an array gives this field.
    pub fn has(&self, field: &str) -> bool {
        self.0.contains_key(field)
    }

    /// What gives this field.
    pub fn get(&self, field: &str) -> Option<&Array> {
        self.0.get(field)?.as_ref()
    }

    /// Takes out what gives this field.
    pub fn take(&mut self, field: &str) -> Option<Array> {
        self.0.remove(field)?
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}
