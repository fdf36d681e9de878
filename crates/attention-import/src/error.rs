//! The one error type of the crate.

use std::borrow::Cow;

/// Why files did not become a scenario.
///
/// ```
/// use attention_import::{File, Options, import};
///
/// let files = [File { name: "vectors.csv", bytes: b"1, 2\n3, x\n" }];
/// let error = import(&files, &Default::default(), &Options::default()).unwrap_err();
/// assert_eq!(
///     error.to_string(),
///     "vectors.csv, line 2, column 2: expected a number, got \"x\""
/// );
/// ```
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum ImportError {
    /// A file or an array in it is not what it has to be.
    #[error("{place}: expected {expected}, got {got}")]
    File {
        /// The file, the array in it, and the place in that.
        place: String,
        /// What has to be there.
        expected: Cow<'static, str>,
        /// What is there.
        got: Cow<'static, str>,
    },

    /// What was read does not make a valid scenario.
    #[error("{from}: {error}")]
    Scenario {
        /// Where the field that is at fault came from.
        from: String,
        /// What is wrong with it.
        error: attention::Error,
    },
}

impl ImportError {
    pub(crate) fn file(
        place: impl Into<String>,
        expected: impl Into<Cow<'static, str>>,
        got: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::File {
            place: place.into(),
            expected: expected.into(),
            got: got.into(),
        }
    }

    pub(crate) fn scenario(from: impl Into<String>, error: attention::Error) -> Self {
        Self::Scenario {
            from: from.into(),
            error,
        }
    }
}

/// Text in quotation marks that fits into a sentence.
pub(crate) fn quote(text: &str) -> String {
    const LONGEST: usize = 40;
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("\"{}…\"", &text[..end]),
        None => format!("\"{text}\""),
    }
}
