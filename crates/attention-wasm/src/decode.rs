//! From JavaScript to the engine.

use attention::{Document, StepId};
use js_sys::{Array, Float64Array, Reflect, Uint32Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::Refusal;

/// The scenario's plain part, with its matrices put back in their places.
pub fn scenario(meta: JsValue, matrices: &Array) -> Result<Document, Refusal> {
    let mut document: Document = serde_wasm_bindgen::from_value(meta)
        .map_err(|error| Refusal::of_scenario("scenario", "plain data", error.to_string()))?;
    for packed in matrices.iter() {
        let path = get(&packed, "path").as_string();
        let path = path.ok_or_else(|| unpacked("a matrix without a path"))?;
        insert(&mut document, &path, rows(&packed)?)?;
    }
    Ok(document)
}

fn rows(packed: &JsValue) -> Result<Document, Refusal> {
    let lengths = get(packed, "lengths").dyn_into::<Uint32Array>();
    let values = get(packed, "values").dyn_into::<Float64Array>();
    let (Ok(lengths), Ok(values)) = (lengths, values) else {
        return Err(unpacked("a matrix without its arrays"));
    };
    let lengths: Vec<usize> = lengths
        .to_vec()
        .into_iter()
        .map(|length| length as usize)
        .collect();
    let values = values.to_vec();
    if lengths.iter().sum::<usize>() != values.len() {
        return Err(unpacked("a matrix whose rows do not fill it"));
    }
    Ok(Document::Rows { lengths, values })
}

/// Puts a matrix at a path such as `memory.vectors`, whose objects exist.
fn insert(document: &mut Document, path: &str, rows: Document) -> Result<(), Refusal> {
    let Document::Map(fields) = document else {
        return Err(unpacked("a matrix outside of the scenario"));
    };
    match path.split_once('.') {
        None => fields.push((path.into(), rows)),
        Some((name, rest)) => {
            let field = fields.iter_mut().find(|(known, _)| known == name);
            let (_, inner) = field.ok_or_else(|| unpacked("a matrix outside of the scenario"))?;
            insert(inner, rest, rows)?;
        }
    }
    Ok(())
}

/// The step of a name.
pub fn step(name: &JsValue) -> Result<StepId, Refusal> {
    match name.as_string() {
        Some(name) => Ok(StepId::from_name(&name)?),
        None => Err(Refusal::of_call(
            "step",
            "the name of a step such as \"weights\"",
            describe(name),
        )),
    }
}

/// A head; the first one where it is left out.
pub fn head(head: &JsValue) -> Result<usize, Refusal> {
    if head.is_null() || head.is_undefined() {
        Ok(0)
    } else {
        index(head, "head")
    }
}

/// A count from 0.
pub fn index(value: &JsValue, field: &str) -> Result<usize, Refusal> {
    match value.as_f64() {
        Some(number) if number >= 0.0 && number.fract() == 0.0 && number <= f64::from(u32::MAX) => {
            Ok(number as usize)
        }
        _ => Err(Refusal::of_call(
            field,
            "a whole number from 0",
            describe(value),
        )),
    }
}

fn unpacked(got: &str) -> Refusal {
    Refusal::of_scenario("scenario", "matrices packed by www/engine", got.into())
}

/// A property, or undefined where it cannot be read.
fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or(JsValue::UNDEFINED)
}

/// What came, as a phrase; it never runs code of the value.
fn describe(value: &JsValue) -> String {
    if value.is_null() {
        return "null".into();
    }
    match (value.as_f64(), value.as_bool()) {
        (Some(number), _) => number.to_string(),
        (_, Some(truth)) => truth.to_string(),
        _ => value
            .js_typeof()
            .as_string()
            .map_or_else(String::new, |kind| match kind.as_str() {
                "undefined" => "nothing".into(),
                "string" => "a text".into(),
                kind => format!("a value of type {kind}"),
            }),
    }
}
