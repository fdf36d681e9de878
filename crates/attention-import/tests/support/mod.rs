//! Fixtures, and what to compare them with.

// Each test file is a crate of its own and uses a part of this.
#![allow(dead_code)]

use std::path::Path;

use attention::{Scenario, nalgebra::DMatrix};
use attention_import::{File, ImportError, Options, import};

pub fn fixture(name: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures");
    std::fs::read(folder.join(name)).expect(name)
}

/// One file on top of the default scenario.
pub fn import_one(name: &str, bytes: &[u8]) -> Result<Scenario, ImportError> {
    let files = [File { name, bytes }];
    import(&files, &Scenario::default(), &Options::default())
}

pub fn rows_of(matrix: &DMatrix<f64>) -> Vec<Vec<f64>> {
    let rows = matrix.row_iter();
    rows.map(|row| row.iter().copied().collect()).collect()
}
