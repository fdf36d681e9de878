//! Programs and files for JavaScript.
//!
//! A feature of its own: the page loads it when somebody asks for a figure's
//! code or data.

use attention::{Language, Scenario, StepId, attend, source};
use attention_import::{File, Format, Options, Table, export, import};
use js_sys::{Array, Float64Array, Uint8Array};
use wasm_bindgen::{JsCast, prelude::*};

use crate::{Engine, decode, encode, error::Refusal};

/// Bytes of all files together that are read.
const MOST_BYTES: u64 = 64_000_000;

#[wasm_bindgen]
impl Engine {
    /// The scenario as a program that prints the output.
    #[wasm_bindgen(unchecked_return_type = "Program")]
    pub fn code(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] meta: JsValue,
        #[wasm_bindgen(unchecked_param_type = "PackedMatrix[]")] matrices: Array,
        #[wasm_bindgen(unchecked_param_type = "Language")] language: JsValue,
    ) -> Result<JsValue, Refusal> {
        let language = self::language(&language)?;
        let scenario = Scenario::from_document(&decode::scenario(&meta, &matrices)?)?;
        let program = source(&scenario, language)?;
        let lines = program.lines().iter().map(|line| {
            encode::object([
                ("text", line.text.as_str().into()),
                (
                    "step",
                    line.step
                        .map_or(JsValue::NULL, |step| StepId::name(step).into()),
                ),
            ])
        });
        Ok(encode::object([
            ("text", program.to_string().into()),
            ("lines", lines.collect::<Array>().into()),
            ("extension", language.extension().into()),
        ]))
    }

    /// A scenario from files, on top of one that gives what they don't.
    #[wasm_bindgen(unchecked_return_type = "Scenario")]
    pub fn open(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] names: Array,
        #[wasm_bindgen(unchecked_param_type = "Uint8Array[]")] contents: Array,
        #[wasm_bindgen(unchecked_param_type = "unknown")] meta: JsValue,
        #[wasm_bindgen(unchecked_param_type = "PackedMatrix[]")] matrices: Array,
        #[wasm_bindgen(unchecked_param_type = "OpenOptions")] options: JsValue,
    ) -> Result<JsValue, Refusal> {
        let base = Scenario::from_document(&decode::scenario(&meta, &matrices)?)?;
        let options = self::options(&options)?;
        let files = files(&names, &contents)?;
        let files: Vec<File<'_>> = files
            .iter()
            .map(|(name, bytes)| File { name, bytes })
            .collect();
        Ok(encode::scenario(&import(&files, &base, &options)?))
    }

    /// A step's matrix as a file.
    #[wasm_bindgen(unchecked_return_type = "MatrixFile")]
    pub fn file(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] meta: JsValue,
        #[wasm_bindgen(unchecked_param_type = "PackedMatrix[]")] matrices: Array,
        #[wasm_bindgen(unchecked_param_type = "StepName")] step: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number | null")] head: JsValue,
        #[wasm_bindgen(unchecked_param_type = "MatrixFormat")] format: JsValue,
    ) -> Result<JsValue, Refusal> {
        let step = decode::step(&step)?;
        let head = match head.is_null() {
            true => None,
            false => Some(decode::head(&head)?),
        };
        let known = format
            .as_string()
            .as_deref()
            .and_then(Format::from_extension);
        let format = known.ok_or_else(|| {
            let got = decode::describe(&format);
            Refusal::of_call("format", "\"csv\" or \"npy\"", got)
        })?;
        let scenario = Scenario::from_document(&decode::scenario(&meta, &matrices)?)?;
        let file = export(&attend(&scenario)?, step, head, format)?;
        let shape = file.shape.iter().map(|&length| JsValue::from(length));
        Ok(encode::object([
            ("name", file.name.into()),
            ("shape", shape.collect::<Array>().into()),
            ("bytes", Uint8Array::from(&file.bytes[..]).into()),
        ]))
    }

    /// A table of any numbers as CSV, row by row; what is not a number is blank.
    pub fn csv(
        &self,
        #[wasm_bindgen(unchecked_param_type = "string[]")] names: Array,
        #[wasm_bindgen(unchecked_param_type = "string[]")] labels: Array,
        values: Float64Array,
    ) -> Result<String, Refusal> {
        let (names, labels) = (texts(&names), texts(&labels));
        let values = values.to_vec();
        if values.len() != names.len() * labels.len() {
            let expected = "a number for each column of each row";
            return Err(Refusal::of_call(
                "values",
                expected,
                values.len().to_string(),
            ));
        }
        let mut rest = &values[..];
        let rows = labels.into_iter().map(|label| {
            let (row, others) = rest.split_at(names.len());
            rest = others;
            let row = row.iter().map(|&value| (!value.is_nan()).then_some(value));
            (label, row.collect())
        });
        let rows = rows.collect();
        let csv = Table { names, rows }.csv();
        Ok(String::from_utf8(csv).unwrap_or_default())
    }
}

fn language(name: &JsValue) -> Result<Language, Refusal> {
    let found = name.as_string().as_deref().and_then(Language::from_name);
    found.ok_or_else(|| {
        let names = Language::ALL.map(|language| format!("\"{}\"", language.name()));
        let expected = format!("one of {}", names.join(", "));
        Refusal::of_call("language", &expected, decode::describe(name))
    })
}

/// Copies files out of JavaScript once they are known to be small enough.
fn files(names: &Array, contents: &Array) -> Result<Vec<(String, Vec<u8>)>, Refusal> {
    let mut left = MOST_BYTES;
    let mut files = Vec::new();
    for (name, bytes) in texts(names).into_iter().zip(contents.iter()) {
        let Some(bytes) = bytes.dyn_ref::<Uint8Array>() else {
            let got = decode::describe(&bytes);
            return Err(Refusal::of_scenario(&name, "the bytes of a file", got));
        };
        let size = u64::from(bytes.length());
        let Some(rest) = left.checked_sub(size) else {
            let expected = format!("at most {MOST_BYTES} bytes in all files together");
            return Err(Refusal::of_scenario(&name, &expected, "more".into()));
        };
        left = rest;
        files.push((name, bytes.to_vec()));
    }
    Ok(files)
}

/// `{ prefix, heads: [first, last], batch }`, each of which may be left out.
fn options(given: &JsValue) -> Result<Options, Refusal> {
    let field = |name| {
        let value = decode::get(given, name);
        (!value.is_null() && !value.is_undefined()).then_some(value)
    };
    let heads = match field("heads") {
        None => None,
        Some(heads) => {
            let [first, last] = [0, 1].map(|place| {
                let list = heads.dyn_ref::<Array>();
                decode::index(
                    &list.map_or(JsValue::UNDEFINED, |list| list.get(place)),
                    "heads",
                )
            });
            // Below 2³², so that no sum overflows.
            Some(first?..last?.saturating_add(1))
        }
    };
    Ok(Options {
        prefix: field("prefix").and_then(|prefix| prefix.as_string()),
        heads,
        batch: field("batch")
            .map(|batch| decode::index(&batch, "batch"))
            .transpose()?,
    })
}

fn texts(list: &Array) -> Vec<String> {
    list.iter()
        .map(|text| text.as_string().unwrap_or_default())
        .collect()
}
