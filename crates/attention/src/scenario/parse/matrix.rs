//! Matrices, packed or as lists of lists.

use std::borrow::Cow;

use nalgebra::DMatrix;

use crate::{
    document::Document,
    error::{Error, Got},
};

/// What the entries of a matrix have to be.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Entry {
    /// Finite numbers.
    Number,
    /// True or false; packed, 1 or 0.
    Boolean,
}

/// A matrix that is expected in some field.
pub(super) struct Wanted<'a> {
    pub path: &'static str,
    pub entry: Entry,
    pub rows: usize,
    pub cols: std::ops::RangeInclusive<usize>,
    /// What the field has to be, for the message.
    pub expected: &'a dyn Fn() -> String,
}

/// The length of each row, and the numbers row by row.
type Packed<'a> = (Cow<'a, [usize]>, Cow<'a, [f64]>);

impl Wanted<'_> {
    /// Reads the matrix; booleans come as 1 and 0.
    pub fn read(&self, document: &Document) -> Result<DMatrix<f64>, Error> {
        let (lengths, values) = self.pack(document)?;
        let (rows, cols) = (lengths.len(), lengths.first().copied().unwrap_or(0));

        // A long list is not searched for the row at fault if it is as wrong
        // as a whole.
        if rows != self.rows {
            return Err(self.refuse(format!("{rows} rows")));
        }
        if let Some(row) = lengths.iter().position(|&length| length != cols) {
            let expected = format!("a row of {cols}, like the first");
            let got = format!("a row of {}", lengths[row]);
            return Err(Error::scenario(
                format!("{}[{row}]", self.path),
                expected,
                got,
            ));
        }
        if !self.cols.contains(&cols) {
            return Err(self.refuse(format!("{rows} rows of {cols}")));
        }
        if values.len() != rows * cols {
            return Err(self.refuse(format!(
                "{rows} rows of {cols} with {} entries",
                values.len()
            )));
        }
        let fits = |value: &f64| match self.entry {
            Entry::Number => value.is_finite(),
            Entry::Boolean => *value == 0.0 || *value == 1.0,
        };
        if let Some(index) = values.iter().position(|value| !fits(value)) {
            return Err(self.refuse_entry(index / cols, index % cols, values[index]));
        }
        Ok(DMatrix::from_row_slice(rows, cols, &values))
    }

    fn pack<'a>(&self, document: &'a Document) -> Result<Packed<'a>, Error> {
        let list = match document {
            Document::Rows { lengths, values } => return Ok((lengths.into(), values.into())),
            Document::List(list) => list,
            other => return Err(self.refuse(other.describe())),
        };
        let mut lengths = Vec::new();
        let mut values = Vec::new();
        for (row, entries) in list.iter().enumerate() {
            let Document::List(entries) = entries else {
                let field = format!("{}[{row}]", self.path);
                return Err(Error::scenario(field, "a list", entries.describe()));
            };
            lengths.push(entries.len());
            for (col, entry) in entries.iter().enumerate() {
                values.push(match (entry, self.entry) {
                    (Document::Number(number), Entry::Number) => *number,
                    (Document::Bool(truth), Entry::Boolean) => f64::from(u8::from(*truth)),
                    (other, _) => return Err(self.refuse_entry(row, col, other.describe())),
                });
            }
        }
        Ok((lengths.into(), values.into()))
    }

    fn refuse(&self, got: impl Into<Got>) -> Error {
        Error::scenario(self.path, (self.expected)(), got)
    }

    fn refuse_entry(&self, row: usize, col: usize, got: impl Into<Got>) -> Error {
        let expected = match self.entry {
            Entry::Number => "a finite number",
            Entry::Boolean => "true or false",
        };
        Error::scenario(format!("{}[{row}][{col}]", self.path), expected, got)
    }
}
