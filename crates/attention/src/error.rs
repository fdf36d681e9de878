//! The one error type of the crate.

use std::{borrow::Cow, fmt};

use crate::{document::shorten, steps::StepId};

/// Why a scenario was refused, or why a cell could not be read.
///
/// ```
/// use attention::{Document, Error, Scenario};
///
/// let scenario = Document::Map(vec![("heads".into(), Document::Number(0.0))]);
/// let error = Scenario::from_document(&scenario).unwrap_err();
/// assert_eq!(error.to_string(), "heads: expected a whole number from 1 to 128, got 0");
/// assert_eq!(error.field(), "heads");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub enum Error {
    /// A field of the scenario is not what it has to be.
    Scenario {
        /// Path of the field, such as `vectors[2][1]`.
        field: Cow<'static, str>,
        /// What the field has to be.
        expected: Cow<'static, str>,
        /// What came instead.
        got: Got,
    },

    /// A valid scenario whose numbers are so large that a step overflows.
    NotFinite {
        /// The first step that overflows.
        step: StepId,
        /// The head, for a step that has one.
        head: Option<usize>,
        /// The row of the first cell that is not finite.
        row: usize,
        /// Its column.
        col: usize,
    },

    /// There is no step of this name.
    UnknownStep(String),

    /// An argument of a function is not what it has to be.
    Argument {
        /// Name of the argument.
        field: &'static str,
        /// What it has to be.
        expected: Cow<'static, str>,
        /// What came instead.
        got: Got,
    },

    /// A head, row or column outside of the step's shape.
    OutOfRange {
        /// The step that was asked.
        step: StepId,
        /// `head`, `row` or `col`.
        field: &'static str,
        /// How many there are.
        limit: usize,
        /// Which one was asked for.
        got: usize,
    },
}

impl Error {
    /// A refusal of one field of a scenario.
    pub(crate) fn scenario(
        field: impl Into<Cow<'static, str>>,
        expected: impl Into<Cow<'static, str>>,
        got: impl Into<Got>,
    ) -> Self {
        Self::Scenario {
            field: field.into(),
            expected: expected.into(),
            got: got.into(),
        }
    }

    /// A refusal of one argument of a function.
    pub(crate) fn argument(
        field: &'static str,
        expected: impl Into<Cow<'static, str>>,
        got: impl Into<Got>,
    ) -> Self {
        Self::Argument {
            field,
            expected: expected.into(),
            got: got.into(),
        }
    }

    /// The path of the field, the argument, or the name of the step, that is
    /// at fault.
    pub fn field(&self) -> &str {
        match self {
            Self::Scenario { field, .. } => field,
            Self::NotFinite { step, .. } => step.name(),
            Self::UnknownStep(_) => "step",
            Self::Argument { field, .. } | Self::OutOfRange { field, .. } => field,
        }
    }

    /// What was expected, as a phrase.
    pub fn expected(&self) -> Cow<'_, str> {
        match self {
            Self::Scenario { expected, .. } | Self::Argument { expected, .. } => {
                Cow::Borrowed(expected)
            }
            Self::NotFinite { .. } => Cow::Borrowed("numbers small enough to compute with"),
            Self::UnknownStep(_) => Cow::Borrowed("the name of a step such as \"weights\""),
            Self::OutOfRange { limit, .. } => Cow::Owned(format!("a whole number below {limit}")),
        }
    }

    /// What came instead.
    pub fn got(&self) -> Got {
        match self {
            Self::Scenario { got, .. } | Self::Argument { got, .. } => got.clone(),
            Self::NotFinite { .. } => "an overflow".into(),
            Self::UnknownStep(name) => name.clone().into(),
            Self::OutOfRange { got, .. } => got.to_string().into(),
        }
    }

    /// The whole sentence, with [`got`](Self::got) in the caller's words.
    pub fn sentence(&self, got: &str) -> String {
        let (field, expected) = (self.field(), self.expected());
        match self {
            Self::Scenario { .. } | Self::Argument { .. } => {
                format!("{field}: expected {expected}, got {got}")
            }
            Self::NotFinite { head, row, col, .. } => {
                let head = head.map(|h| format!("head {h}, ")).unwrap_or_default();
                format!("{field}: expected {expected}, got {got} in {head}row {row}, column {col}")
            }
            Self::UnknownStep(_) => format!("{field}: expected {expected}, got \"{got}\""),
            Self::OutOfRange { step, .. } => {
                format!("{field}: expected {expected} in {}, got {got}", step.name())
            }
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence(&self.got().to_string()))
    }
}

impl std::error::Error for Error {}

/// What came instead of what was expected. A number stays one until somebody
/// reads the sentence: JavaScript has its own way to write it, which saves the
/// page's module the 5 kB that Rust's takes.
#[derive(Debug, Clone, PartialEq)]
pub enum Got {
    /// A phrase.
    Text(Cow<'static, str>),
    /// A number.
    Number(f64),
}

impl fmt::Display for Got {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text(text) => f.write_str(text),
            // As JavaScript names them, without exponents.
            Self::Number(value) if value.is_infinite() => f.write_str(if *value > 0.0 {
                "Infinity"
            } else {
                "-Infinity"
            }),
            Self::Number(value) => f.write_str(&shorten(&value.to_string())),
        }
    }
}

impl From<f64> for Got {
    fn from(number: f64) -> Self {
        Self::Number(number)
    }
}

impl From<&'static str> for Got {
    fn from(text: &'static str) -> Self {
        Self::Text(text.into())
    }
}

impl From<String> for Got {
    fn from(text: String) -> Self {
        Self::Text(text.into())
    }
}
