//! Named arrays on top of a base become a scenario.

use std::{collections::BTreeMap, sync::Arc};

use attention::{Document, Scenario, Weights, WeightsSpec, nalgebra::DMatrix, to_row_major};
use serde::Deserialize;

use crate::{
    Options,
    array::{Array, Entries, describe_shape},
    error::ImportError,
    fields::Fields,
    projections,
};

/// A scenario as it grows: its fields, and where each of them came from.
pub struct Draft {
    fields: Vec<(String, Document)>,
    sources: BTreeMap<&'static str, String>,
}

impl Draft {
    fn of(base: &Scenario) -> Self {
        // A scenario writes names and numbers only, which can't fail.
        let written = serde_json::to_value(base).unwrap_or_default();
        let fields = match Document::deserialize(written) {
            Ok(Document::Map(fields)) => fields,
            _ => Vec::new(),
        };
        Self {
            fields,
            sources: BTreeMap::new(),
        }
    }

    /// Gives a field a value and remembers where it came from.
    pub fn set(&mut self, field: &'static str, source: &str, value: Document) {
        self.sources.insert(field, source.into());
        match self.fields.iter_mut().find(|(name, _)| name == field) {
            Some((_, old)) => *old = value,
            None => self.fields.push((field.into(), value)),
        }
    }

    /// Leaves a field to the engine's default.
    fn leave(&mut self, field: &str) {
        self.fields.retain(|(name, _)| name != field);
    }

    fn scenario(self, base: &str) -> Result<Scenario, ImportError> {
        Scenario::from_document(&Document::Map(self.fields)).map_err(|error| {
            // The longest name that the field's path starts with.
            let path = error.field();
            let sources = self.sources.iter().rev();
            let mut fitting = sources.filter(|(name, _)| {
                path.strip_prefix(**name)
                    .is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '[']))
            });
            let from = match fitting.next() {
                Some((_, source)) => source,
                None if path == "scenario" => "all files together",
                None => base,
            };
            ImportError::scenario(from, error)
        })
    }
}

/// Makes a scenario of arrays. `base_name` is what errors call the base.
pub fn assemble(
    mut fields: Fields,
    base_name: &str,
    base: &Scenario,
    options: &Options,
) -> Result<Scenario, ImportError> {
    let mut draft = Draft::of(base);
    if ["q", "k", "v"].iter().any(|name| fields.has(name)) {
        projections::draft(&mut fields, &mut draft, options)?;
    } else {
        for (given, name) in [
            (options.heads.is_some(), "heads"),
            (options.batch.is_some(), "batch"),
        ] {
            if given {
                let place = format!("the choice of {name}");
                return Err(ImportError::file(
                    place,
                    "q, k and v to choose from",
                    "none",
                ));
            }
        }
        tokens(&mut fields, &mut draft)?;
        memory(&mut fields, &mut draft)?;
        weights(&mut fields, &mut draft, base_name, base)?;
    }
    for field in ["temperature", "sink", "ssmax"] {
        if let Some(array) = fields.take(field) {
            let source = array.source.clone();
            draft.set(field, &source, Document::Number(number(array)?));
        }
    }
    for field in ["scale", "positions"] {
        if let Some(array) = fields.take(field) {
            let source = array.source.clone();
            draft.set(field, &source, Document::Text(text(array)?));
        }
    }
    if let Some(array) = fields.take("mask") {
        let source = array.source.clone();
        let value = match array.entries {
            Entries::Texts(_) => Document::Text(text(array)?),
            Entries::Numbers(_) => rows(array)?,
        };
        draft.set("mask", &source, value);
    }
    draft.scenario(base_name)
}

fn tokens(fields: &mut Fields, draft: &mut Draft) -> Result<(), ImportError> {
    let given = fields.take("tokens");
    match (given, fields.take("vectors")) {
        (None, None) => {}
        (Some(given), None) => {
            draft.set("tokens", &given.source.clone(), labels(given)?);
            draft.leave("vectors");
        }
        (given, Some(vectors)) => {
            let (source, labels) = labels_or_numbers(given, &vectors)?;
            draft.set("tokens", &source, labels);
            draft.set("vectors", &vectors.source.clone(), rows(vectors)?);
        }
    }
    Ok(())
}

fn memory(fields: &mut Fields, draft: &mut Draft) -> Result<(), ImportError> {
    let given = fields.take("memory_tokens");
    let (source, parts) = match (given, fields.take("memory")) {
        (None, None) => return Ok(()),
        (Some(given), None) => {
            let source = given.source.clone();
            (source, vec![("tokens".into(), labels(given)?)])
        }
        (given, Some(vectors)) => {
            let (_, labels) = labels_or_numbers(given, &vectors)?;
            let source = vectors.source.clone();
            let vectors = rows(vectors)?;
            let parts = vec![("tokens".into(), labels), ("vectors".into(), vectors)];
            (source, parts)
        }
    };
    draft.set("memory", &source, Document::Map(parts));
    Ok(())
}

/// The labels that were given, or those beside the vectors, or numbers from 1.
fn labels_or_numbers(
    given: Option<Array>,
    vectors: &Array,
) -> Result<(String, Document), ImportError> {
    let source = vectors.source.clone();
    if let Some(given) = given {
        return Ok((given.source.clone(), labels(given)?));
    }
    if let Some(labels) = &vectors.labels {
        let labels = labels.iter().cloned().map(Document::Text).collect();
        return Ok((source, Document::List(labels)));
    }
    let count = vectors.shape_of_rank(2).first().copied().unwrap_or(0);
    Ok((source, numbered(count)))
}

/// The labels 1, 2, …
pub fn numbered(count: usize) -> Document {
    let labels = (1..=count).map(|number| Document::Text(number.to_string()));
    Document::List(labels.collect())
}

/// Sizes and weights. What no file gives follows from the matrices, and
/// otherwise from the base.
fn weights(
    fields: &mut Fields,
    draft: &mut Draft,
    base_name: &str,
    base: &Scenario,
) -> Result<(), ImportError> {
    let mut sizes = BTreeMap::new();
    for field in ["heads", "kv_heads", "d_k", "d_v"] {
        if let Some(array) = fields.take(field) {
            let source = array.source.clone();
            let number = number(array)?;
            draft.set(field, &source, Document::Number(number));
            sizes.insert(field, number as usize);
        }
    }
    if sizes.contains_key("heads") && !sizes.contains_key("kv_heads") {
        draft.leave("kv_heads");
    }
    const WEIGHTS: [&str; 4] = ["w_q", "w_k", "w_v", "w_o"];
    let given = WEIGHTS.map(|name| fields.take(name));
    let Some(first) = given.iter().flatten().next() else {
        return Ok(());
    };
    let source = first.source.clone();

    // The dimensions heads × rows × columns of a matrix, or rows × columns.
    let shape_of = |array: &Option<Array>| {
        let array = array.as_ref()?;
        let shape = array.shape_of_rank(if array.shape.len() > 3 { 3 } else { 2 });
        // One head, given as such, is one matrix.
        Some((array.source.clone(), shape.to_vec()))
    };
    let [q, k, v, o] = [&given[0], &given[1], &given[2], &given[3]].map(shape_of);
    let stacked = |array: &Option<(String, Vec<usize>)>, axis: usize| match array {
        Some((_, shape)) if shape.len() == 3 => Some(shape[axis]),
        _ => None,
    };
    // One of `parts` equal parts of a matrix's columns or rows.
    let part = |array: &Option<(String, Vec<usize>)>, axis: usize, parts: usize, what: &str| {
        let Some((source, shape)) = array else {
            return Ok(None);
        };
        if shape.len() != 2 {
            return Ok(None);
        }
        if parts > 0 && shape[axis].is_multiple_of(parts) && shape[axis] > 0 {
            return Ok(Some(shape[axis] / parts));
        }
        let side = if axis == 0 { "rows" } else { "columns" };
        let expected = format!("a multiple of {parts} {side}, for {what} = {parts}");
        Err(ImportError::file(source, expected, shape[axis].to_string()))
    };
    let size = |name: &str| sizes.get(name).copied();
    let standard = base.shape();

    let heads = size("heads")
        .or_else(|| stacked(&q, 0))
        .or_else(|| stacked(&o, 0))
        .unwrap_or(standard.heads);
    let d_k = match size("d_k")
        .or_else(|| stacked(&q, 2))
        .or_else(|| stacked(&k, 2))
    {
        Some(d_k) => d_k,
        None => part(&q, 1, heads, "heads")?.unwrap_or(standard.d_k),
    };
    let kv_heads = match size("kv_heads")
        .or_else(|| stacked(&k, 0))
        .or_else(|| stacked(&v, 0))
    {
        Some(kv_heads) => kv_heads,
        None => match part(&k, 1, d_k, "d_k")? {
            Some(kv_heads) => kv_heads,
            None if heads == standard.heads => standard.kv_heads,
            None => heads,
        },
    };
    let d_v = match size("d_v")
        .or_else(|| stacked(&v, 2))
        .or_else(|| stacked(&o, 1))
    {
        Some(d_v) => d_v,
        None => match part(&o, 0, heads, "heads")? {
            Some(d_v) => d_v,
            None => part(&v, 1, kv_heads, "kv_heads")?.unwrap_or(standard.d_v),
        },
    };
    for (field, value) in [
        ("heads", heads),
        ("kv_heads", kv_heads),
        ("d_k", d_k),
        ("d_v", d_v),
    ] {
        draft.set(field, &source, Document::Number(value as f64));
    }

    let mut parts = Vec::new();
    let mut own = None;
    for (name, array) in WEIGHTS.into_iter().zip(given) {
        let value = match array {
            Some(array) => {
                let source = array.source.clone();
                draft.sources.insert(path_of(name), source);
                matrix_of_heads(name, array)?
            }
            None => {
                draft.sources.insert(path_of(name), base_name.into());
                let own = match &own {
                    Some(own) => own,
                    None => own.insert(base_weights(draft, base, [heads, kv_heads, d_k, d_v])?),
                };
                packed(match name {
                    "w_q" => &own.w_q,
                    "w_k" => &own.w_k,
                    "w_v" => &own.w_v,
                    _ => &own.w_o,
                })
            }
        };
        parts.push((name.to_string(), value));
    }
    draft.set("weights", &source, Document::Map(parts));
    Ok(())
}

/// The path by which the engine names a weight matrix.
fn path_of(name: &str) -> &'static str {
    match name {
        "w_q" => "weights.w_q",
        "w_k" => "weights.w_k",
        "w_v" => "weights.w_v",
        _ => "weights.w_o",
    }
}

/// The base's weights: drawn or designed ones for these sizes, given ones as
/// they are.
fn base_weights(
    draft: &Draft,
    base: &Scenario,
    [heads, kv_heads, d_k, d_v]: [usize; 4],
) -> Result<Arc<Weights<f64>>, ImportError> {
    if let WeightsSpec::Explicit(weights) = base.weights_spec() {
        return Ok(Arc::clone(weights));
    }
    // A scenario of these sizes has them, once the engine has judged the sizes.
    let mut probe = Draft {
        fields: draft.fields.clone(),
        sources: draft.sources.clone(),
    };
    let spec = serde_json::to_value(base.weights_spec()).unwrap_or_default();
    probe.leave("weights");
    probe.leave("mask");
    if let Ok(spec) = Document::deserialize(spec) {
        probe.fields.push(("weights".into(), spec));
    }
    for (name, value) in [
        ("heads", heads),
        ("kv_heads", kv_heads),
        ("d_k", d_k),
        ("d_v", d_v),
    ] {
        probe.leave(name);
        probe
            .fields
            .push((name.into(), Document::Number(value as f64)));
    }
    let probe = probe.scenario("the base scenario")?;
    Ok(Arc::clone(probe.weights()))
}

/// Heads side by side, where they came one after the other.
fn matrix_of_heads(name: &str, array: Array) -> Result<Document, ImportError> {
    let [heads, rows, cols] = match *array.shape_of_rank(3) {
        [heads, rows, cols] if heads > 1 => [heads, rows, cols],
        _ => return self::rows(array),
    };
    let numbers = array.numbers()?;
    if name == "w_o" {
        // One head's rows below the other's, as they lie.
        return Ok(packed_rows(heads * rows, cols, numbers));
    }
    let mut side_by_side = Vec::with_capacity(numbers.len());
    for row in 0..rows {
        for head in 0..heads {
            let start = (head * rows + row) * cols;
            side_by_side.extend_from_slice(&numbers[start..start + cols]);
        }
    }
    Ok(packed_rows(rows, heads * cols, side_by_side))
}

/// A matrix as the engine reads it.
pub fn packed(matrix: &DMatrix<f64>) -> Document {
    packed_rows(
        matrix.nrows(),
        matrix.ncols(),
        to_row_major(matrix.as_view()),
    )
}

fn packed_rows(rows: usize, cols: usize, values: Vec<f64>) -> Document {
    Document::Rows {
        lengths: vec![cols; rows],
        values,
    }
}

fn rows(array: Array) -> Result<Document, ImportError> {
    match *array.shape_of_rank(2) {
        [rows, cols] => Ok(packed_rows(rows, cols, array.numbers()?)),
        ref shape => {
            let got = format!("the shape {}", describe_shape(shape));
            Err(ImportError::file(&array.source, "rows and columns", got))
        }
    }
}

/// A list of labels; whole numbers, such as token numbers, are labels too.
pub fn labels(array: Array) -> Result<Document, ImportError> {
    if array.shape_of_rank(1).len() != 1 {
        let got = format!("the shape {}", describe_shape(&array.shape));
        return Err(ImportError::file(array.source, "a list of labels", got));
    }
    let texts = match array.entries {
        Entries::Texts(texts) => texts,
        Entries::Numbers(numbers) => numbers.iter().map(ToString::to_string).collect(),
    };
    Ok(Document::List(
        texts.into_iter().map(Document::Text).collect(),
    ))
}

fn number(array: Array) -> Result<f64, ImportError> {
    let source = array.source.clone();
    match array.numbers()?[..] {
        [number] => Ok(number),
        ref several => {
            let got = several.len().to_string();
            Err(ImportError::file(source, "one number", got))
        }
    }
}

fn text(array: Array) -> Result<String, ImportError> {
    match array.entries {
        Entries::Texts(mut texts) if texts.len() == 1 => Ok(texts.swap_remove(0)),
        Entries::Texts(texts) => {
            let got = texts.len().to_string();
            Err(ImportError::file(array.source, "one text", got))
        }
        Entries::Numbers(_) => Err(ImportError::file(array.source, "text", "numbers")),
    }
}
