//! The article's experiments for JavaScript.
//!
//! A feature of its own: the page's first view does without them.

use attention::Document;
use attention::experiments::{alignment, blend, contributions, gauge, scaling, settings, softmax};
use attention::nalgebra::DMatrix;
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::{Engine, decode, encode, error::Refusal};

/// Settings in, a plain object out.
type Experiment = fn(&Document) -> Result<JsValue, Refusal>;

/// Every experiment by its name in `Experiments` of types.d.ts.
const EXPERIMENTS: [(&str, Experiment); 6] = [
    ("scaling", |given| {
        encode::plain(&scaling::compare(settings(given)?)?)
    }),
    ("alignment", |given| {
        encode::plain(&alignment::align(&settings(given)?)?)
    }),
    ("softmax", |given| {
        encode::plain(&softmax::share(&settings(given)?)?)
    }),
    ("blend", |given| {
        encode::plain(&blend::look(&settings(given)?)?)
    }),
    ("heads", |given| {
        contributions(&contributions::take_apart(&settings(given)?)?)
    }),
    ("gauge", |given| {
        Ok(turned(&gauge::turn(&settings(given)?)?))
    }),
];

#[wasm_bindgen]
impl Engine {
    /// The names of the experiments.
    #[wasm_bindgen(unchecked_return_type = "string[]")]
    pub fn experiments(&self) -> Array {
        EXPERIMENTS
            .iter()
            .map(|(name, _)| JsValue::from(*name))
            .collect()
    }

    /// Runs an experiment. `meta` is its settings without matrices; each of
    /// those travels packed and names its field.
    #[wasm_bindgen(unchecked_return_type = "unknown")]
    pub fn experiment(
        &self,
        name: &str,
        #[wasm_bindgen(unchecked_param_type = "unknown")] meta: JsValue,
        #[wasm_bindgen(unchecked_param_type = "PackedMatrix[]")] matrices: Array,
    ) -> Result<JsValue, Refusal> {
        let found = EXPERIMENTS.iter().find(|(known, _)| *known == name);
        let (_, run) = found.ok_or_else(|| {
            Refusal::of_call("experiment", "the name of an experiment", name.into())
        })?;
        run(&decode::scenario(&meta, &matrices)?)
    }
}

fn contributions(found: &contributions::Contributions) -> Result<JsValue, Refusal> {
    let (dropped, reordered) = (found.dropped.as_ref(), found.reordered.as_ref());
    let or_null = |value: Option<JsValue>| value.unwrap_or(JsValue::NULL);
    Ok(encode::object([
        ("parts_of", encode::plain(&found.parts_of)?),
        (
            "parts",
            found.parts.iter().map(matrix).collect::<Array>().into(),
        ),
        ("difference", found.difference.into()),
        ("output", matrix(&found.output)),
        ("without", or_null(dropped.map(|it| matrix(&it.without)))),
        ("lost", encode::plain(&dropped.map(|it| &it.lost))?),
        (
            "order_difference",
            or_null(reordered.map(|it| it.difference.into())),
        ),
        (
            "reordered",
            or_null(reordered.map(|it| encode::scenario(&it.scenario))),
        ),
    ]))
}

fn turned(turned: &gauge::Turned) -> JsValue {
    encode::object([
        ("scenario", encode::scenario(&turned.scenario)),
        ("q", matrix(&turned.q)),
        ("k", matrix(&turned.k)),
        ("v", matrix(&turned.v)),
        ("scores_difference", turned.scores_difference.into()),
        ("weights_difference", turned.weights_difference.into()),
        ("output_difference", turned.output_difference.into()),
    ])
}

fn matrix(matrix: &DMatrix<f64>) -> JsValue {
    encode::matrix(matrix.as_view())
}
