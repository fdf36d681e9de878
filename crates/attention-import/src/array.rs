//! An array as every format gives it.

use crate::error::ImportError;

/// Numbers that one import reads in all: as many as a trace may record.
const MOST_NUMBERS: usize = 1 << 25;
/// No field has more dimensions than batch × heads × rows × columns.
const MOST_DIMENSIONS: usize = 8;

/// An array with the name under which errors speak of it.
#[derive(Debug)]
pub struct Array {
    /// The file, and the array in it where there are several.
    pub source: String,
    /// Its dimensions, none of which is 0.
    pub shape: Vec<usize>,
    /// Its entries, the last dimension fastest.
    pub entries: Entries,
    /// A label for each row, where the file has some.
    pub labels: Option<Vec<String>>,
}

/// What an array holds.
#[derive(Debug)]
pub enum Entries {
    /// Finite numbers; truth is 1 or 0.
    Numbers(Vec<f64>),
    /// Labels or names.
    Texts(Vec<String>),
}

/// How many more numbers an import may read. Memory is taken from it before
/// it is taken from the machine.
#[derive(Debug)]
pub struct Budget(usize);

impl Budget {
    pub fn new() -> Self {
        Self(MOST_NUMBERS)
    }

    /// How many numbers are left.
    pub fn left(&self) -> usize {
        self.0
    }

    /// Takes as many entries as a shape has, and says how many that is.
    pub fn take_shape(&mut self, place: &str, shape: &[usize]) -> Result<usize, ImportError> {
        if shape.len() > MOST_DIMENSIONS {
            let expected = format!("at most {MOST_DIMENSIONS} dimensions");
            return Err(ImportError::file(place, expected, shape.len().to_string()));
        }
        if shape.contains(&0) {
            let got = format!("the shape {}", describe_shape(shape));
            return Err(ImportError::file(place, "no dimension of length 0", got));
        }
        let count = shape
            .iter()
            .try_fold(1_usize, |count, &length| count.checked_mul(length));
        match count {
            Some(count) if count <= self.0 => {
                self.0 -= count;
                Ok(count)
            }
            _ => Err(self.exceeded(place, format!("the shape {}", describe_shape(shape)))),
        }
    }

    /// Takes one entry.
    pub fn take_one(&mut self, place: &str) -> Result<(), ImportError> {
        self.take_shape(place, &[]).map(drop)
    }

    /// A refusal of what is more than an import may read.
    pub fn exceeded(&self, place: &str, got: String) -> ImportError {
        let expected = format!("at most {MOST_NUMBERS} numbers in all files together");
        ImportError::file(place, expected, got)
    }
}

/// `3 × 4`
pub fn describe_shape(shape: &[usize]) -> String {
    match shape {
        [] => "of a single number".into(),
        shape => {
            let lengths: Vec<_> = shape.iter().map(ToString::to_string).collect();
            lengths.join(" × ")
        }
    }
}

impl Array {
    /// Puts numbers under a name once all are known to be finite.
    pub fn of_numbers(
        source: impl Into<String>,
        shape: Vec<usize>,
        numbers: Vec<f64>,
    ) -> Result<Self, ImportError> {
        let source = source.into();
        if let Some(index) = numbers.iter().position(|number| !number.is_finite()) {
            let place = format!("{source}{}", subscript(&shape, index));
            let got = numbers[index].to_string();
            return Err(ImportError::file(place, "a finite number", got));
        }
        Ok(Self {
            source,
            shape,
            entries: Entries::Numbers(numbers),
            labels: None,
        })
    }

    /// The dimensions without leading ones, as long as more than `rank` are left.
    pub fn shape_of_rank(&self, rank: usize) -> &[usize] {
        let mut shape = &self.shape[..];
        while let [1, rest @ ..] = shape
            && shape.len() > rank
        {
            shape = rest;
        }
        shape
    }

    /// Its numbers.
    pub fn numbers(self) -> Result<Vec<f64>, ImportError> {
        match self.entries {
            Entries::Numbers(numbers) => Ok(numbers),
            Entries::Texts(_) => Err(ImportError::file(self.source, "numbers", "text")),
        }
    }
}

/// `[2][1]`: the place of an entry in an array.
pub fn subscript(shape: &[usize], index: usize) -> String {
    let mut rest = index;
    let mut places = Vec::with_capacity(shape.len());
    for &length in shape.iter().rev() {
        places.push(format!("[{}]", rest % length));
        rest /= length;
    }
    places.reverse();
    places.concat()
}
