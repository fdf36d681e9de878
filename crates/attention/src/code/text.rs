//! Lines, and what every language writes alike.

use nalgebra::DMatrix;

use super::Line;
use crate::steps::StepId;

/// Lines that are being written.
#[derive(Default)]
pub struct Writer(pub Vec<Line>);

impl Writer {
    /// Lines that belong to no step.
    pub fn text(&mut self, text: &str) {
        self.lines(text.lines());
    }

    /// Lines that belong to no step.
    pub fn lines(&mut self, lines: impl IntoIterator<Item = impl Into<String>>) {
        for line in lines {
            self.push(line, None);
        }
    }

    /// An empty line.
    pub fn gap(&mut self) {
        self.push("", None);
    }

    /// Lines of which the first makes a step.
    pub fn step(&mut self, step: StepId, lines: impl IntoIterator<Item = impl Into<String>>) {
        let mut step = Some(step);
        for line in lines {
            self.push(line, step.take());
        }
    }

    fn push(&mut self, text: impl Into<String>, step: Option<StepId>) {
        let text = text.into();
        self.0.push(Line { text, step });
    }
}

/// The shortest literal that reads back as this number, such as `1.0`,
/// `-0.0` or `1e-300`: Python and Rust write them alike.
pub fn number(value: f64) -> String {
    format!("{value:?}")
}

/// The rows of a matrix, each entry written down.
pub fn rows<T>(matrix: &DMatrix<T>, entry: impl Fn(&T) -> String) -> Vec<Vec<String>> {
    (0..matrix.nrows())
        .map(|row| {
            (0..matrix.ncols())
                .map(|col| entry(&matrix[(row, col)]))
                .collect()
        })
        .collect()
}

/// A label as a string literal.
///
/// Letters, digits, signs and spaces of any script stay as they are. What is
/// not seen, or turns the reading direction, or ends a line or the literal, is
/// escaped; `escape` writes a character by its number.
pub fn quoted(label: &str, escape: impl Fn(u32) -> String) -> String {
    let mut literal = String::from('"');
    for c in label.chars() {
        match c {
            '"' | '\\' => literal.extend(['\\', c]),
            '\n' => literal.push_str("\\n"),
            '\t' => literal.push_str("\\t"),
            c if is_visible(c) => literal.push(c),
            c => literal.push_str(&escape(c.into())),
        }
    }
    literal.push('"');
    literal
}

/// Whether a character shows, as itself or as a mark on the one before it.
fn is_visible(c: char) -> bool {
    c == '\'' || String::from_iter(['a', c]).escape_debug().eq(['a', c])
}

/// Items with commas between them, in lines of at most `width` characters
/// where an item fits. The first line starts with `first`, the others with
/// `next`, and the last ends with `last`.
pub fn fill(items: &[String], width: usize, [first, next, last]: [&str; 3]) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::from(first);
    for (index, item) in items.iter().enumerate() {
        let is_last = index + 1 == items.len();
        let end = if is_last { last } else { "," };
        // A line that goes on has a space after its comma; one that ends has none.
        let space = if line == first || line == next {
            ""
        } else {
            " "
        };
        let parts = [line.as_str(), space, item, end];
        let longer: usize = parts.iter().map(|part| part.chars().count()).sum();
        if space == " " && longer > width {
            lines.push(std::mem::replace(&mut line, String::from(next)));
        } else {
            line.push_str(space);
        }
        line.push_str(item);
        line.push_str(end);
    }
    lines.push(line);
    lines
}
