//! What attention is said to do, as experiments.
//!
//! One file for each experiment. An experiment is small and pure: settings in,
//! named numbers out, no clock and no global state. Where chance takes part, a
//! seed fixes it. Its documentation gives the formula that it computes, where
//! the formula comes from, and the range of each setting, which is the range of
//! a slider. A setting outside of its range is refused by name.
//!
//! Where the mechanism itself is what is shown, the experiment builds a
//! [`Scenario`](crate::Scenario) and reads the trace of
//! [`attend`](crate::attend).
//!
//! Statistics come from seeded normal numbers. Platforms may differ in the last
//! bits of a logarithm or a cosine, so two machines agree to rounding, not bit
//! for bit.

use std::{borrow::Cow, ops::RangeInclusive};

use crate::{
    document::{Document, describe_number},
    error::Error,
    layout::to_row_major,
    nalgebra::DMatrix,
};

pub mod alignment;
pub mod blend;
pub mod contributions;
pub mod counting;
pub mod flash;
pub mod gain;
pub mod gauge;
pub mod heads;
mod histogram;
pub mod kv_cache;
pub mod lookup;
pub mod masking;
pub mod needle;
pub mod relabel;
pub mod retrieval;
pub mod scaling;
mod settings;
pub mod softmax;

pub use histogram::Histogram;
pub use settings::{Given, Settings, settings};

/// Refuses a whole number outside of its range.
fn whole(field: &'static str, value: u64, range: RangeInclusive<u64>) -> Result<(), Error> {
    if range.contains(&value) {
        return Ok(());
    }
    let expected = format!("a whole number from {} to {}", range.start(), range.end());
    Err(Error::scenario(field, expected, value.to_string()))
}

/// Refuses a number outside of its range, and NaN.
fn number(
    field: impl Into<Cow<'static, str>>,
    value: f64,
    range: RangeInclusive<f64>,
) -> Result<(), Error> {
    if range.contains(&value) {
        return Ok(());
    }
    let expected = format!("a number from {} to {}", range.start(), range.end());
    Err(Error::scenario(field, expected, describe_number(value)))
}

/// An object of a scenario.
fn object<const N: usize>(fields: [(&str, Document); N]) -> Document {
    Document::Map(fields.map(|(name, value)| (name.into(), value)).into())
}

/// A matrix of a scenario.
fn matrix(matrix: &DMatrix<f64>) -> Document {
    Document::Rows {
        lengths: vec![matrix.ncols(); matrix.nrows()],
        values: to_row_major(matrix.as_view()),
    }
}

/// Labels of a scenario.
fn labels(labels: impl IntoIterator<Item = String>) -> Document {
    Document::List(labels.into_iter().map(Document::Text).collect())
}
