//! Comma-separated values (RFC 4180), with semicolons or tabs as well.
//!
//! A table of numbers may have a row of names above it and a column of labels
//! before it. The first row is names where no cell of it after the first is a
//! number; the first column is labels where none of its cells below the names
//! is one. A blank cell in the corner, as pandas writes it, means both.
//!
//! A spreadsheet computes a cell that starts with `=`, `+`, `-` or `@`, unless an
//! apostrophe before it says that it is text. Labels are written so, and read so.

use crate::{
    File,
    array::{Array, Budget, Entries},
    error::{ImportError, quote},
};

/// A row and the line on which it starts.
struct Row {
    line: u64,
    cells: Vec<String>,
}

/// Reads the one field that a file gives.
pub fn read(
    file: &File<'_>,
    field: &'static str,
    budget: &mut Budget,
) -> Result<Array, ImportError> {
    let rows = rows(file, budget)?;
    if rows.is_empty() {
        return Err(ImportError::file(
            file.name,
            "at least one row",
            "an empty file",
        ));
    }
    match field {
        "tokens" | "memory_tokens" => labels(file, rows),
        _ => table(file, &rows),
    }
}

fn rows(file: &File<'_>, budget: &mut Budget) -> Result<Vec<Row>, ImportError> {
    let bytes = file
        .bytes
        .strip_prefix(b"\xef\xbb\xbf")
        .unwrap_or(file.bytes);
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(bytes))
        .from_reader(bytes);
    let mut rows: Vec<Row> = Vec::new();
    let mut record = csv::ByteRecord::new();
    loop {
        let line = reader.position().line();
        let more = reader
            .read_byte_record(&mut record)
            .map_err(|error| ImportError::file(file.name, "CSV", error.to_string()))?;
        if !more {
            return Ok(rows);
        }
        let line = record.position().map_or(line, csv::Position::line);
        if let Some(first) = rows.first()
            && first.cells.len() != record.len()
        {
            let expected = format!("{} columns, as in the first row", first.cells.len());
            let place = format!("{}, line {line}", file.name);
            return Err(ImportError::file(place, expected, record.len().to_string()));
        }
        let mut cells = Vec::new();
        for (column, cell) in record.iter().enumerate() {
            budget.take_one(file.name)?;
            let cell = std::str::from_utf8(cell).map_err(|_| {
                let place = place(file, line, column);
                ImportError::file(place, "text in UTF-8", "other bytes")
            })?;
            cells.push(cell.trim().to_string());
        }
        rows.push(Row { line, cells });
    }
}

/// What separates the first line's cells: a tab, or a semicolon, or a comma.
fn delimiter(bytes: &[u8]) -> u8 {
    let mut quoted = false;
    let mut found = b',';
    for &byte in bytes {
        match byte {
            b'"' => quoted = !quoted,
            b'\n' | b'\r' if !quoted => break,
            b'\t' if !quoted => return b'\t',
            b';' if !quoted => found = b';',
            _ => {}
        }
    }
    found
}

/// One label a row, or all in one row.
fn labels(file: &File<'_>, rows: Vec<Row>) -> Result<Array, ImportError> {
    let width = rows[0].cells.len();
    if rows.len() > 1 && width > 1 {
        let got = format!("{} rows of {width}", rows.len());
        let expected = "labels in one column or in one row";
        return Err(ImportError::file(file.name, expected, got));
    }
    let cells = rows.iter().flat_map(|row| &row.cells);
    let texts: Vec<_> = cells.map(|cell| label(cell).to_string()).collect();
    Ok(Array {
        source: file.name.into(),
        shape: vec![texts.len()],
        entries: Entries::Texts(texts),
        labels: None,
    })
}

fn table(file: &File<'_>, rows: &[Row]) -> Result<Array, ImportError> {
    let first = &rows[0].cells;
    let (width, corner) = (first.len(), first[0].is_empty());
    let named = match width {
        1 => rows.len() > 1 && number(&first[0]).is_none(),
        _ => corner || first[1..].iter().all(|cell| number(cell).is_none()),
    };
    let body = &rows[usize::from(named)..];
    if body.is_empty() {
        let expected = "at least one row of numbers";
        return Err(ImportError::file(file.name, expected, "names only"));
    }
    let labelled =
        width > 1 && ((corner && named) || body.iter().all(|row| number(&row.cells[0]).is_none()));
    let skipped = usize::from(labelled);

    let mut numbers = Vec::with_capacity(body.len() * (width - skipped));
    for row in body {
        for (column, cell) in row.cells.iter().enumerate().skip(skipped) {
            let Some(number) = number(cell) else {
                let place = place(file, row.line, column);
                return Err(ImportError::file(place, "a number", quote(cell)));
            };
            if !number.is_finite() {
                let place = place(file, row.line, column);
                return Err(ImportError::file(place, "a finite number", quote(cell)));
            }
            numbers.push(number);
        }
    }
    let mut array = Array::of_numbers(file.name, vec![body.len(), width - skipped], numbers)?;
    let labels = body.iter().map(|row| label(&row.cells[0]).to_string());
    array.labels = labelled.then(|| labels.collect());
    Ok(array)
}

/// A label without the apostrophe that says that it is no formula.
fn label(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if is_formula(text) => text,
        _ => cell,
    }
}

/// Whether a spreadsheet would compute this, or would if an apostrophe less
/// stood before it.
fn is_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r'])
}

/// A number, or a truth as 1 or 0.
fn number(cell: &str) -> Option<f64> {
    match cell {
        "true" | "True" | "TRUE" => Some(1.0),
        "false" | "False" | "FALSE" => Some(0.0),
        cell => cell.parse().ok(),
    }
}

fn place(file: &File<'_>, line: u64, column: usize) -> String {
    format!("{}, line {line}, column {}", file.name, column + 1)
}

/// Numbers with names at their edges.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Table {
    /// A name for each column.
    pub names: Vec<String>,
    /// A label for each row, and its numbers; `None` is a blank cell.
    pub rows: Vec<(String, Vec<Option<f64>>)>,
}

impl Table {
    /// The table as CSV: commas, a blank corner, every number so that it reads
    /// back bit for bit, and no name that a spreadsheet would compute.
    ///
    /// ```
    /// use attention_import::Table;
    ///
    /// let table = Table {
    ///     names: vec!["a".into(), "=b".into()],
    ///     rows: vec![("it".into(), vec![Some(0.5), None])],
    /// };
    /// assert_eq!(table.csv(), b"\"\",\"a\",\"'=b\"\n\"it\",0.5,\n");
    /// ```
    pub fn csv(&self) -> Vec<u8> {
        let mut text = String::from("\"\"");
        for name in &self.names {
            text.push(',');
            push_label(&mut text, name);
        }
        text.push('\n');
        for (label, numbers) in &self.rows {
            push_label(&mut text, label);
            for number in numbers {
                text.push(',');
                // The shortest text that reads back as this number.
                text.extend(number.map(|number| format!("{number:?}")));
            }
            text.push('\n');
        }
        text.into_bytes()
    }
}

/// In quotation marks, so that whatever is in it separates no cells.
fn push_label(text: &mut String, label: &str) {
    text.push('"');
    if is_formula(label) {
        text.push('\'');
    }
    text.push_str(&label.replace('"', "\"\""));
    text.push('"');
}
