//! A step's matrix as a file, the other way round.

use attention::{Axis, Error, Scenario, StepId, Trace, nalgebra::DMatrixView, to_row_major};

use crate::{csv::Table, npy};

/// How a matrix is written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Format {
    /// A table with the words at its edges, for a spreadsheet.
    Csv,
    /// The numbers alone, bit for bit, for NumPy.
    Npy,
}

/// A file that was made of a matrix.
#[derive(Debug, Clone, PartialEq)]
pub struct Export {
    /// Its name, such as `weights-head-1.csv`. Where a scenario has a field for
    /// the whole matrix, the name is that field's: [`import`](crate::import)
    /// takes the file back.
    pub name: String,
    /// (Heads ×) rows × columns.
    pub shape: Vec<usize>,
    /// Its content.
    pub bytes: Vec<u8>,
}

impl Format {
    /// Every format, in the order in which they are offered.
    pub const ALL: [Self; 2] = [Self::Csv, Self::Npy];

    /// How a file's name ends, such as `"csv"`.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Npy => "npy",
        }
    }

    /// The format of this ending.
    pub fn from_extension(extension: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|format| format.extension() == extension)
    }
}

/// Writes a step's matrix: of one query head, counted from 0, or with `None`
/// of all heads, one after the other, as NumPy stacks them.
///
/// Heads that share keys and values have those once in a stack.
///
/// # Errors
/// [`Error::OutOfRange`] where there is no such head, and [`Error::Argument`]
/// for several heads as CSV, which has rows and columns only.
///
/// ```
/// use attention::{Scenario, StepId, attend};
/// use attention_import::{File, Format, Options, export, import};
///
/// let scenario = Scenario::default();
/// let trace = attend(&scenario)?;
/// let file = export(&trace, StepId::Embedded, None, Format::Csv)?;
/// assert_eq!(file.name, "vectors.csv");
///
/// let files = [File { name: &file.name, bytes: &file.bytes }];
/// let again = import(&files, &scenario, &Options::default()).expect("what was written");
/// assert_eq!(again.tokens(), scenario.tokens());
/// assert_eq!(again.vectors(), scenario.vectors());
/// # Ok::<(), attention::Error>(())
/// ```
pub fn export(
    trace: &Trace<f64>,
    step: StepId,
    head: Option<usize>,
    format: Format,
) -> Result<Export, Error> {
    let scenario = trace.scenario();
    let step = scenario.step(step);
    let per_head = step.step().per_head;
    let of_one = head.filter(|_| per_head);
    let heads = match of_one {
        Some(head) => vec![head],
        None if per_head => distinct(step, scenario),
        None => vec![0],
    };
    let views = heads.iter().map(|&head| trace.read(step, head));
    let views = views.collect::<Result<Vec<_>, _>>()?;
    let (rows, cols) = views[0].shape();
    let mut shape = vec![rows, cols];
    if per_head && of_one.is_none() {
        shape.insert(0, views.len());
    }
    let bytes = match (format, &views[..]) {
        (Format::Npy, views) => {
            let numbers: Vec<f64> = views.iter().flat_map(|&view| to_row_major(view)).collect();
            npy::write(&shape, &numbers)
        }
        (Format::Csv, &[view]) => table(scenario, step, view).csv(),
        (Format::Csv, several) => {
            return Err(Error::Argument {
                field: "head",
                expected: "one head for CSV, which has rows and columns only".into(),
                got: several.len().to_string().into(),
            });
        }
    };
    let stem = stem(scenario, step);
    let of = of_one.map_or(String::new(), |head| format!("-head-{}", head + 1));
    let name = format!("{stem}{of}.{}", format.extension());
    Ok(Export { name, shape, bytes })
}

/// One query head for each matrix that is not a repetition.
fn distinct(step: StepId, scenario: &Scenario) -> Vec<usize> {
    let shape = scenario.shape();
    let group = match step {
        StepId::K | StepId::V | StepId::KRotated | StepId::WK | StepId::WV => {
            shape.heads / shape.kv_heads
        }
        _ => 1,
    };
    (0..shape.heads).step_by(group).collect()
}

/// A file's name up to its ending. What a scenario starts from is named after
/// its field, unless positions were added to it.
fn stem(scenario: &Scenario, step: StepId) -> &'static str {
    let is_as_given = scenario.positions().name() != "sinusoidal";
    match step {
        StepId::Embedded if is_as_given => "vectors",
        StepId::Memory if !is_as_given => "memory_embedded",
        step => step.name(),
    }
}

fn table(scenario: &Scenario, step: StepId, view: DMatrixView<'_, f64>) -> Table {
    let (row_axis, col_axis) = step.step().shape;
    let rows = names(scenario, row_axis, view.nrows());
    let cells = view
        .row_iter()
        .map(|row| row.iter().copied().map(Some).collect());
    Table {
        names: names(scenario, col_axis, view.ncols()),
        rows: rows.into_iter().zip(cells).collect(),
    }
}

/// The words along an axis, or numbers from 1.
fn names(scenario: &Scenario, axis: Axis, count: usize) -> Vec<String> {
    match axis {
        Axis::Queries => scenario.tokens().to_vec(),
        Axis::Keys => scenario
            .memory()
            .map_or(scenario.tokens(), |memory| &memory.tokens)
            .to_vec(),
        _ => (1..=count).map(|number| number.to_string()).collect(),
    }
}
