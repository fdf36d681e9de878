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

use crate::{document::Document, error::Error, layout::to_row_major, nalgebra::DMatrix};

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
    let (start, end) = (decimal(*range.start()), decimal(*range.end()));
    Err(Error::scenario(
        field,
        format!("a number from {start} to {end}"),
        value,
    ))
}

/// The end of a range, to two decimals. Rust's own way to write any number
/// would be 5 kB of the page's module.
fn decimal(end: f64) -> String {
    let hundredths = (end * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, rest) = (hundredths.abs() / 100, hundredths.abs() % 100);
    let text = match rest {
        0 => String::new(),
        rest => format!(".{rest:02}").trim_end_matches('0').into(),
    };
    format!("{sign}{whole}{text}")
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

#[cfg(test)]
mod tests {
    use super::decimal;

    #[test]
    fn the_ends_of_ranges_are_written_as_they_are_in_the_code() {
        let ends = [0.0, 0.01, 0.5, 10.0, 1e6, -1_000.0, -0.05, -2.25];
        let texts = ends.map(decimal);
        assert_eq!(texts, ends.map(|end| end.to_string()));
    }
}
