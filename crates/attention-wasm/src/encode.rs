//! From the engine to JavaScript.

use attention::nalgebra::{DMatrix, DMatrixView};
use attention::{
    Feature, HeadDesign, Mask, Memory, Scale, Scenario, SoftmaxRow, Step, StepId, WeightsSpec,
    to_row_major,
};
use js_sys::{Array, Float64Array, Object, Reflect};
use serde::Serialize;
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::JsValue;

use crate::error::Refusal;

/// `{ rows, cols, values }`, row-major.
pub fn matrix(view: DMatrixView<'_, f64>) -> JsValue {
    object([
        ("rows", view.nrows().into()),
        ("cols", view.ncols().into()),
        (
            "values",
            Float64Array::from(to_row_major(view).as_slice()).into(),
        ),
    ])
}

/// `{ max, exps, sink, sum }`.
pub fn softmax_row(row: &SoftmaxRow) -> JsValue {
    object([
        ("max", row.max.into()),
        ("exps", Float64Array::from(row.exps.as_slice()).into()),
        ("sink", row.sink.into()),
        ("sum", row.sum.into()),
    ])
}

/// `{ analytic, numeric, epsilon, relativeError }`.
#[cfg(feature = "gradients")]
pub fn check(check: &attention::Check) -> JsValue {
    object([
        ("analytic", check.analytic.into()),
        ("numeric", check.numeric.into()),
        ("epsilon", check.epsilon.into()),
        ("relativeError", check.relative_error.into()),
    ])
}

/// Names and counts as a plain object; what is missing is null.
pub fn plain(value: &impl Serialize) -> Result<JsValue, Refusal> {
    value
        .serialize(&Serializer::new().serialize_missing_as_null(true))
        .map_err(|error| Refusal::of_call("explain", "a cell", error.to_string()))
}

/// The whole scenario, as it can be given back.
pub fn scenario(scenario: &Scenario) -> JsValue {
    let shape = scenario.shape();
    object([
        ("tokens", texts(scenario.tokens())),
        ("vectors", rows(scenario.vectors())),
        ("memory", scenario.memory().map_or(JsValue::NULL, memory)),
        ("heads", shape.heads.into()),
        ("kv_heads", shape.kv_heads.into()),
        ("d_k", shape.d_k.into()),
        ("d_v", shape.d_v.into()),
        ("weights", weights(scenario)),
        (
            "scale",
            match scenario.scale() {
                Scale::SqrtDK => "sqrt_d_k".into(),
                Scale::None => "none".into(),
            },
        ),
        ("temperature", scenario.temperature().into()),
        ("mask", mask(scenario.mask())),
        ("positions", scenario.positions().name().into()),
        (
            "ssmax",
            scenario.ssmax().map_or(JsValue::NULL, JsValue::from),
        ),
        ("sink", scenario.sink().into()),
    ])
}

/// `{ tokens, vectors }`.
pub fn memory(memory: &Memory) -> JsValue {
    object([
        ("tokens", texts(&memory.tokens)),
        ("vectors", rows(&memory.vectors)),
    ])
}

/// A row of the step table.
pub fn step(step: &Step) -> JsValue {
    let (rows, cols) = step.shape;
    object([
        ("name", step.name.into()),
        ("symbol", step.symbol.into()),
        ("equation", step.equation.into()),
        ("shape", texts(&[rows.symbol(), cols.symbol()])),
        ("perHead", step.per_head.into()),
        (
            "operands",
            texts(
                &step
                    .recipe
                    .operands()
                    .into_iter()
                    .map(StepId::name)
                    .collect::<Vec<_>>(),
            ),
        ),
        ("recipe", step.recipe.name().into()),
    ])
}

/// `{ name, positional }`.
pub fn feature(feature: &Feature) -> JsValue {
    object([
        ("name", feature.name.into()),
        ("positional", feature.positional.into()),
    ])
}

/// `{ id, queryColumns, valueColumns }`.
pub fn head_design(design: &HeadDesign) -> JsValue {
    object([
        ("id", design.id.into()),
        ("queryColumns", texts(&design.query_columns)),
        ("valueColumns", texts(&design.value_columns)),
    ])
}

fn weights(scenario: &Scenario) -> JsValue {
    match scenario.weights_spec() {
        WeightsSpec::Random { seed } => object([("seed", number(*seed))]),
        WeightsSpec::Grammar { seed } => {
            object([("preset", "grammar".into()), ("seed", number(*seed))])
        }
        WeightsSpec::Explicit(weights) => object([
            ("w_q", rows(&weights.w_q)),
            ("w_k", rows(&weights.w_k)),
            ("w_v", rows(&weights.w_v)),
            ("w_o", rows(&weights.w_o)),
        ]),
    }
}

fn mask(mask: &Mask) -> JsValue {
    match mask {
        Mask::None => "none".into(),
        Mask::Causal => "causal".into(),
        Mask::Window(width) => object([("window", number(*width))]),
        Mask::Explicit(allowed) => {
            let row = |i| {
                allowed
                    .row(i)
                    .iter()
                    .map(|&may| JsValue::from(may))
                    .collect::<Array>()
            };
            (0..allowed.nrows()).map(row).collect::<Array>().into()
        }
    }
}

/// A matrix as a list of rows.
fn rows(matrix: &DMatrix<f64>) -> JsValue {
    let values = Float64Array::from(to_row_major(matrix.as_view()).as_slice());
    let width = matrix.ncols() as u32;
    (0..matrix.nrows() as u32)
        .map(|row| Array::from(&values.subarray(row * width, (row + 1) * width)))
        .collect::<Array>()
        .into()
}

/// A whole number that JavaScript holds exactly, because it came from there.
fn number(value: u64) -> JsValue {
    (value as f64).into()
}

fn texts<S: AsRef<str>>(texts: &[S]) -> JsValue {
    texts
        .iter()
        .map(|text| JsValue::from(text.as_ref()))
        .collect::<Array>()
        .into()
}

/// A plain object.
pub fn object<const N: usize>(fields: [(&str, JsValue); N]) -> JsValue {
    let object = Object::new();
    for (name, value) in fields {
        // A new object accepts properties.
        let _ = Reflect::set(&object, &name.into(), &value);
    }
    object.into()
}
