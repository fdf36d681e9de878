//! From JavaScript to the engine.

use attention::{Cell, Document, GRADIENT, StepId};
use js_sys::{Array, Float64Array, Object, Reflect, Uint32Array};
use wasm_bindgen::{JsCast, JsValue};

use crate::error::Refusal;

/// The scenario's plain part, with its matrices put back in their places.
pub fn scenario(meta: &JsValue, matrices: &Array) -> Result<Document, Refusal> {
    let mut document = plain(meta, DEEPEST)?;
    for packed in matrices.iter() {
        let path = get(&packed, "path").as_string();
        let path = path.ok_or_else(|| unpacked("a matrix without a path"))?;
        insert(&mut document, &path, rows(&packed)?)?;
    }
    Ok(document)
}

/// Levels of lists and objects in a scenario without its matrices. The limit
/// keeps an object that contains itself from exhausting the stack.
const DEEPEST: u8 = 4;

/// Plain data of a few fields and labels. By hand, because serde's way in
/// brings error texts that no scenario can cause, and they are an eighth of
/// the module.
fn plain(value: &JsValue, levels: u8) -> Result<Document, Refusal> {
    if value.is_null() || value.is_undefined() {
        return Ok(Document::Null);
    }
    if let Some(truth) = value.as_bool() {
        return Ok(Document::Bool(truth));
    }
    if let Some(number) = value.as_f64() {
        return Ok(Document::Number(number));
    }
    if let Some(text) = value.as_string() {
        return Ok(Document::Text(text));
    }
    let Some(levels) = levels.checked_sub(1) else {
        return Err(unpacked("an object that is nested too deeply"));
    };
    if let Some(list) = value.dyn_ref::<Array>() {
        let items = list.iter().map(|item| plain(&item, levels));
        return Ok(Document::List(items.collect::<Result<_, _>>()?));
    }
    if !value.is_object() {
        return Err(Refusal::of_scenario(
            "scenario",
            "plain data",
            describe(value),
        ));
    }
    // Not `dyn_ref`: an object without a prototype is no instance of Object.
    let object = value.unchecked_ref::<Object>();
    let mut fields = Vec::new();
    for key in Object::keys(object).iter() {
        let value = Reflect::get(object, &key).unwrap_or_default();
        fields.push((key.as_string().unwrap_or_default(), plain(&value, levels)?));
    }
    Ok(Document::Map(fields))
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

/// The step of a name, and whether its derivatives are meant: `"grad:scores"`.
pub fn step_or_gradient(name: &JsValue) -> Result<(StepId, bool), Refusal> {
    let text = name.as_string();
    match text.as_deref().and_then(|text| text.strip_prefix(GRADIENT)) {
        Some(of) => Ok((StepId::from_name(of)?, true)),
        None => Ok((step(name)?, false)),
    }
}

/// The address of a number.
pub fn cell(step: &JsValue, head: &JsValue, row: &JsValue, col: &JsValue) -> Result<Cell, Refusal> {
    let (step, gradient) = step_or_gradient(step)?;
    Ok(Cell {
        gradient,
        ..Cell::of_head(
            step,
            self::head(head)?,
            index(row, "row")?,
            index(col, "col")?,
        )
    })
}

/// `{ step, head, row, col }`, or `{ loss: { row, token } }`.
#[cfg(feature = "gradients")]
pub fn target(target: &JsValue) -> Result<attention::Target, Refusal> {
    use attention::Target;

    let field = |name| get(target, name);
    let loss = field("loss");
    if loss.is_object() {
        return Ok(Target::Loss {
            row: index(&get(&loss, "row"), "row")?,
            token: index(&get(&loss, "token"), "token")?,
        });
    }
    if !target.is_object() {
        return Err(Refusal::of_call(
            "target",
            "{ step, head, row, col } or { loss: { row, token } }",
            describe(target),
        ));
    }
    let cell = cell(&field("step"), &field("head"), &field("row"), &field("col"))?;
    Ok(Target::Cell(cell))
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
pub fn get(object: &JsValue, key: &str) -> JsValue {
    Reflect::get(object, &key.into()).unwrap_or_default()
}

/// A number in JavaScript's own writing; Rust's would be 5 kB of the page.
pub fn number_text(number: f64) -> String {
    let text = js_sys::Number::from(number).to_string_with_radix(10);
    // Ten is a radix.
    text.map(String::from).unwrap_or_default()
}

/// What came, as a phrase; it never runs code of the value.
pub fn describe(value: &JsValue) -> String {
    if value.is_null() {
        return "null".into();
    }
    match (value.as_f64(), value.as_bool()) {
        (Some(number), _) => number_text(number),
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
