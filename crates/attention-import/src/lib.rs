//! People's own numbers as a scenario.
//!
//! Files go in, a whole [`Scenario`] comes out. Each file gives one field of
//! the scenario, or several; a base scenario supplies the rest:
//!
//! ```
//! use attention::Scenario;
//! use attention_import::{File, Options, import};
//!
//! let files = [File {
//!     name: "vectors.csv",
//!     bytes: b"the, 1, 0, 0, 0, 1, 0\ncat, 1, 0, 0, 1, 0.9, 0.5\n",
//! }];
//! let scenario = import(&files, &Scenario::default(), &Options::default())?;
//! assert_eq!(scenario.tokens(), ["the", "cat"]);
//! assert_eq!(scenario.vectors()[(1, 4)], 0.9);
//! # Ok::<(), attention_import::ImportError>(())
//! ```
//!
//! # Files
//!
//! | file | gives |
//! |---|---|
//! | `.json` | a whole scenario, as [`Scenario::from_json`] reads it; it takes the base's place |
//! | `.csv`, `.tsv` | the field that the file is named after |
//! | `.npy` | the field that the file is named after |
//! | `.npz` | the fields that its arrays are named after |
//! | `.safetensors` | the fields that its tensors are named after |
//!
//! # Fields
//!
//! | name | what | shape |
//! |---|---|---|
//! | `tokens`, `memory_tokens` | labels | n, m |
//! | `vectors`, `memory` | token vectors | n × d_model, m × d_model |
//! | `w_q`, `w_k` | weights | d_model × heads·d_k, or heads × d_model × d_k |
//! | `w_v` | weights | d_model × heads·d_v, or heads × d_model × d_v |
//! | `w_o` | weights | heads·d_v × d_model, or heads × d_v × d_model |
//! | `mask` | 1 or true where a query may attend | n × m, or text |
//! | `heads`, `kv_heads`, `d_k`, `d_v`, `temperature`, `sink`, `ssmax` | one number | none |
//! | `scale`, `positions` | text | none |
//! | `q`, `k`, `v` | queries, keys and values themselves | (heads ×) n × d_k, (kv_heads ×) m × d_k, (kv_heads ×) m × d_v |
//!
//! Leading dimensions of 1 are dropped. Sizes that no file gives follow from
//! the matrices, and otherwise from the base. Weights that no file gives are
//! the base's: drawn or designed ones for the new sizes, given ones as they
//! are. Vectors without labels are numbered from 1, and labels without vectors
//! get the vectors of [`attention::embed`].
//!
//! # Tables
//!
//! Cells are separated by commas, or by semicolons or tabs where the first
//! line has some. The first row is names, and not read, where no cell of it
//! after the first is a number. The first column is labels where none of its
//! cells below the names is a number; labels beside vectors, `memory`, `q` or
//! `k` name the tokens. A blank cell in the corner means that both are there.
//! A column that mixes labels and numbers is refused as a slip.
//!
//! # q, k and v
//!
//! A model's own queries, keys and values become a scenario that computes
//! exactly these: its token vectors are Q, K and V side by side, and its
//! weights select from them, as [`Options::heads`] describes. They are taken
//! as they go into the scores, so that positions are none, whatever the base
//! has; scale, temperature and mask are the base's.
//!
//! # What is refused
//!
//! Every file is checked before memory is taken for what it claims to hold,
//! and one import reads at most 2²⁵ numbers. Numbers that are not finite, text
//! in the place of numbers, shapes that do not fit and files that are cut off
//! are an [`ImportError`], which names the file, the array and the place.
//! Nothing is guessed, rounded or left out.
//!
//! # The other way round
//!
//! [`export`] writes a step's matrix as CSV or `.npy`, so that it reads back bit
//! for bit.
//!
//! The crate touches no file itself, and compiles to wasm.

#![forbid(unsafe_code)]

mod array;
mod assemble;
mod csv;
mod error;
mod export;
mod fields;
mod npy;
mod npz;
mod projections;
mod safetensors;

use std::ops::Range;

use attention::Scenario;

use array::Budget;
pub use csv::Table;
pub use error::ImportError;
pub use export::{Export, Format, export};
use fields::{FIELDS, Fields};

/// A file that somebody chose: its name and what is in it.
#[derive(Debug, Clone, Copy)]
pub struct File<'a> {
    /// Its name, with or without a path. The ending says the format; for
    /// `.csv`, `.tsv` and `.npy` the rest says the field.
    pub name: &'a str,
    /// Its content.
    pub bytes: &'a [u8],
}

/// What to take from files that hold more than one scenario's numbers.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// Takes only arrays whose name starts with this, and reads their names
    /// from there on: `"layers.3."` takes `layers.3.q` as `q`.
    pub prefix: Option<String>,
    /// Takes only these query heads of `q`, and the key/value heads that they
    /// use; `None` takes all.
    ///
    /// The token vectors are `X = [Q | K | V]`, which is heads·d_k +
    /// kv_heads·(d_k + d_v) numbers wide. Where queries and keys are not
    /// equally many, or the keys' side has labels of its own, that is
    /// cross-attention, with `X = [Q]` and a memory of `[K | V]`. An engine that
    /// takes 1024 numbers a token has no room for the heads of a large model,
    /// and the refusal says how many fit.
    ///
    /// Heads that share a key/value head are one group (arXiv 2305.13245): a
    /// selection is a part of one group, or whole groups.
    pub heads: Option<Range<usize>>,
    /// Takes this entry of a batch, where `q`, `k` and `v` have a dimension
    /// before the heads.
    pub batch: Option<usize>,
}

/// Reads files and makes one scenario of them, on top of a base.
///
/// # Errors
/// [`ImportError::File`] where a file is not what it has to be, and
/// [`ImportError::Scenario`] where the numbers that were read do not make a
/// scenario.
pub fn import(
    files: &[File<'_>],
    base: &Scenario,
    options: &Options,
) -> Result<Scenario, ImportError> {
    let mut budget = Budget::new();
    let mut fields = Fields::default();
    let mut whole = None;
    for file in files {
        let (stem, ending) = split_name(file.name);
        let prefix = options.prefix.as_deref();
        match ending.as_str() {
            "json" => {
                if whole.is_some() {
                    let expected = "one scenario in JSON";
                    return Err(ImportError::file(file.name, expected, "a second one"));
                }
                whole = Some((file.name, scenario_from_json(file)?));
            }
            "csv" | "tsv" => {
                let field = fields.claim(stem, file.name)?;
                fields.put(field, csv::read(file, field, &mut budget)?);
            }
            "npy" => {
                let field = fields.claim(stem, file.name)?;
                fields.put(field, npy::read(file.bytes, file.name, &mut budget)?);
            }
            "npz" => npz::read(file, prefix, &mut fields, &mut budget)?,
            "safetensors" => safetensors::read(file, prefix, &mut fields, &mut budget)?,
            _ => {
                let expected = "a file that ends in .json, .csv, .tsv, .npy, .npz or .safetensors";
                return Err(ImportError::file(file.name, expected, "another ending"));
            }
        }
    }
    if whole.is_none() && fields.is_empty() {
        let expected = format!("at least one of {}", FIELDS.join(", "));
        return Err(ImportError::file("files", expected, "none"));
    }
    let (base_name, base) = match &whole {
        Some((name, scenario)) => (*name, scenario),
        None => ("the base scenario", base),
    };
    assemble::assemble(fields, base_name, base, options)
}

fn scenario_from_json(file: &File<'_>) -> Result<Scenario, ImportError> {
    let text = std::str::from_utf8(file.bytes).map_err(|error| {
        let got = format!("other bytes at offset {}", error.valid_up_to());
        ImportError::file(file.name, "text in UTF-8", got)
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Scenario::from_json(text).map_err(|error| ImportError::scenario(file.name, error))
}

/// `folder/vectors.csv` → (`vectors`, `csv`).
fn split_name(name: &str) -> (&str, String) {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    let (stem, ending) = name.rsplit_once('.').unwrap_or((name, ""));
    (stem, ending.to_ascii_lowercase())
}
