//! Settings on their way in, field by field.

use crate::{
    document::{Document, shorten},
    error::Error,
    scenario::Scenario,
};

/// Settings of an experiment that can be read from a [`Document`].
pub trait Settings: Sized {
    /// Takes each field, or its default where it is left out.
    ///
    /// # Errors
    /// [`Error::Scenario`] for a field that is not what it has to be.
    fn take(given: &mut Given<'_>) -> Result<Self, Error>;
}

/// Reads the settings of an experiment.
///
/// # Errors
/// [`Error::Scenario`] for a field that is unknown or not what it has to be.
/// Ranges are checked by the experiment itself.
///
/// ```
/// use attention::{Document, experiments::{scaling, settings}};
///
/// let given = Document::Map(vec![("d_k".into(), Document::Number(4.0))]);
/// let read: scaling::Settings = settings(&given)?;
/// assert_eq!(read, scaling::Settings { d_k: 4, ..Default::default() });
///
/// let given = Document::Map(vec![("dk".into(), Document::Number(4.0))]);
/// assert_eq!(settings::<scaling::Settings>(&given).unwrap_err().field(), "dk");
/// # Ok::<(), attention::Error>(())
/// ```
pub fn settings<S: Settings>(document: &Document) -> Result<S, Error> {
    let Document::Map(fields) = document else {
        return Err(Error::scenario(
            "settings",
            "an object",
            document.describe(),
        ));
    };
    let mut given = Given {
        fields,
        known: Vec::new(),
    };
    let settings = S::take(&mut given)?;
    given.refuse_others()?;
    Ok(settings)
}

/// The fields that came.
pub struct Given<'a> {
    fields: &'a [(String, Document)],
    /// The fields that were asked for.
    known: Vec<&'static str>,
}

/// The largest whole number that JavaScript counts to without gaps.
const LARGEST_WHOLE: f64 = 9_007_199_254_740_991.0;

impl<'a> Given<'a> {
    fn field(&mut self, name: &'static str) -> Option<&'a Document> {
        self.known.push(name);
        let mut fields = self.fields.iter();
        fields.find(|(known, _)| known == name).map(|(_, it)| it)
    }

    fn refuse_others(&self) -> Result<(), Error> {
        let unknown = |(name, _): &&(String, Document)| !self.known.contains(&name.as_str());
        match self.fields.iter().find(unknown) {
            None => Ok(()),
            Some((name, _)) => {
                let expected = format!("one of the fields {}", self.known.join(", "));
                Err(Error::scenario(shorten(name), expected, "an unknown field"))
            }
        }
    }

    /// A whole number.
    pub(super) fn whole(&mut self, name: &'static str, default: u64) -> Result<u64, Error> {
        let read = |document| whole(name, document);
        self.field(name).map_or(Ok(default), read)
    }

    /// A place in a list, below `limit`; at first the first.
    pub(super) fn place(&mut self, name: &'static str, limit: usize) -> Result<usize, Error> {
        let read = |document| place(name, document, limit);
        self.field(name).map_or(Ok(0), read)
    }

    /// A place in a list, below `limit`, or nothing.
    pub(super) fn place_or_none(
        &mut self,
        name: &'static str,
        limit: usize,
    ) -> Result<Option<usize>, Error> {
        match self.field(name) {
            None | Some(Document::Null) => Ok(None),
            Some(document) => place(name, document, limit).map(Some),
        }
    }

    /// Places in a list, each below `limit`, or nothing.
    pub(super) fn places_or_none(
        &mut self,
        name: &'static str,
        limit: usize,
    ) -> Result<Option<Vec<usize>>, Error> {
        match self.field(name) {
            None | Some(Document::Null) => Ok(None),
            Some(document) => {
                list(name, document, |name, entry| place(&name, entry, limit)).map(Some)
            }
        }
    }

    /// Any finite number.
    pub(super) fn number(&mut self, name: &'static str, default: f64) -> Result<f64, Error> {
        let read = |document| number(name, document);
        self.field(name).map_or(Ok(default), read)
    }

    /// True or false; at first false.
    pub(super) fn flag(&mut self, name: &'static str) -> Result<bool, Error> {
        match self.field(name) {
            None => Ok(false),
            Some(Document::Bool(truth)) => Ok(*truth),
            Some(other) => Err(Error::scenario(name, "true or false", other.describe())),
        }
    }

    /// A list of finite numbers.
    pub(super) fn numbers(
        &mut self,
        name: &'static str,
        default: Vec<f64>,
    ) -> Result<Vec<f64>, Error> {
        let read = |document| list(name, document, |name, entry| number(&name, entry));
        self.field(name).map_or(Ok(default), read)
    }

    /// A list of finite numbers with gaps.
    pub(super) fn numbers_or_none(
        &mut self,
        name: &'static str,
        default: Vec<Option<f64>>,
    ) -> Result<Vec<Option<f64>>, Error> {
        let entry = |name: String, entry: &Document| match entry {
            Document::Null => Ok(None),
            other => number(&name, other).map(Some),
        };
        let read = |document| list(name, document, entry);
        self.field(name).map_or(Ok(default), read)
    }

    /// A list of lists of finite numbers.
    pub(super) fn rows(
        &mut self,
        name: &'static str,
        default: Vec<Vec<f64>>,
    ) -> Result<Vec<Vec<f64>>, Error> {
        let row =
            |name: String, row: &Document| list(&name, row, |name, entry| number(&name, entry));
        let read = |document| list(name, document, row);
        self.field(name).map_or(Ok(default), read)
    }

    /// The field `scenario`, by the rules of [`Scenario::from_document`].
    pub(super) fn scenario(&mut self) -> Result<Scenario, Error> {
        let Some(document) = self.field("scenario") else {
            return Ok(Scenario::default());
        };
        Scenario::from_document(document).map_err(|error| match error {
            Error::Scenario {
                field,
                expected,
                got,
            } if field != "scenario" => Error::scenario(format!("scenario.{field}"), expected, got),
            other => other,
        })
    }
}

fn whole(name: &str, document: &Document) -> Result<u64, Error> {
    match document {
        Document::Number(number)
            if number.fract() == 0.0 && (0.0..=LARGEST_WHOLE).contains(number) =>
        {
            Ok(*number as u64)
        }
        other => {
            let name = name.to_string();
            Err(Error::scenario(
                name,
                "a whole number from 0",
                other.describe(),
            ))
        }
    }
}

fn place(name: &str, document: &Document, limit: usize) -> Result<usize, Error> {
    let number = whole(name, document)?;
    if number < limit as u64 {
        return Ok(number as usize);
    }
    let expected = format!("a whole number below {limit}");
    Err(Error::scenario(
        name.to_string(),
        expected,
        number.to_string(),
    ))
}

fn number(name: &str, document: &Document) -> Result<f64, Error> {
    match document {
        Document::Number(number) if number.is_finite() => Ok(*number),
        other => {
            let name = name.to_string();
            Err(Error::scenario(name, "a finite number", other.describe()))
        }
    }
}

fn list<T>(
    name: &str,
    document: &Document,
    entry: impl Fn(String, &Document) -> Result<T, Error>,
) -> Result<Vec<T>, Error> {
    let Document::List(list) = document else {
        return Err(Error::scenario(
            name.to_string(),
            "a list",
            document.describe(),
        ));
    };
    let entries = list.iter().enumerate();
    entries
        .map(|(index, document)| entry(format!("{name}[{index}]"), document))
        .collect()
}
