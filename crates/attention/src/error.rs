//! The one error type of the crate.

use std::borrow::Cow;

use crate::steps::StepId;

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
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// A field of the scenario is not what it has to be.
    #[error("{field}: expected {expected}, got {got}")]
    Scenario {
        /// Path of the field, such as `vectors[2][1]`.
        field: Cow<'static, str>,
        /// What the field has to be.
        expected: Cow<'static, str>,
        /// What came instead.
        got: Cow<'static, str>,
    },

    /// A valid scenario whose numbers are so large that a step overflows.
    #[error(
        "{}: expected numbers small enough to compute with, got an overflow in {}row {row}, column {col}",
        step.name(),
        head.map(|h| format!("head {h}, ")).unwrap_or_default()
    )]
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
    #[error("step: expected the name of a step such as \"weights\", got \"{0}\"")]
    UnknownStep(String),

    /// An argument of a function is not what it has to be.
    #[error("{field}: expected {expected}, got {got}")]
    Argument {
        /// Name of the argument.
        field: &'static str,
        /// What it has to be.
        expected: Cow<'static, str>,
        /// What came instead.
        got: Cow<'static, str>,
    },

    /// A head, row or column outside of the step's shape.
    #[error("{field}: expected a whole number below {limit} in {}, got {got}", step.name())]
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
        got: impl Into<Cow<'static, str>>,
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
        got: impl Into<Cow<'static, str>>,
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

    /// What came instead, as a phrase.
    pub fn got(&self) -> Cow<'_, str> {
        match self {
            Self::Scenario { got, .. } | Self::Argument { got, .. } => Cow::Borrowed(got),
            Self::NotFinite { .. } => Cow::Borrowed("an overflow"),
            Self::UnknownStep(name) => Cow::Borrowed(name),
            Self::OutOfRange { got, .. } => Cow::Owned(got.to_string()),
        }
    }
}
