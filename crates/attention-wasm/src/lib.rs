//! The engine for JavaScript: conversions, typed errors and TypeScript types.
//!
//! Numbers cross the boundary as typed arrays, a whole matrix at a time and
//! row-major; names and counts cross as plain objects. Everything is checked
//! before it is computed with, so that no value from JavaScript can make the
//! module panic: a panic would leave it unusable.

mod decode;
mod encode;
mod error;
#[cfg(feature = "exchange")]
mod exchange;
#[cfg(feature = "experiments")]
mod experiments;
#[cfg(feature = "gradients")]
mod gradients;
mod marks;

use std::{cell::Cell, sync::Arc};

use attention::{DESIGN, FEATURES, STEPS, Scenario, attend, attend_observed, default_memory};
use js_sys::Array;
use wasm_bindgen::prelude::*;

use crate::error::Refusal;
use crate::marks::Marks;

#[wasm_bindgen(typescript_custom_section)]
const TYPES: &str = include_str!("types.d.ts");

/// The engine: what it knows, and the way to traces.
#[wasm_bindgen]
#[derive(Default)]
pub struct Engine {
    /// The last scenario, whose weights the next one shares where they are equal.
    last: Cell<Option<Scenario>>,
    marks: Cell<bool>,
}

#[wasm_bindgen]
impl Engine {
    /// An engine that has computed nothing yet.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Engine {
        Engine::default()
    }

    /// Computes every step of a scenario. `meta` is the scenario without its
    /// matrices; each of those travels packed and names its field.
    pub fn attend(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] meta: JsValue,
        #[wasm_bindgen(unchecked_param_type = "PackedMatrix[]")] matrices: Array,
    ) -> Result<Trace, Refusal> {
        let document = decode::scenario(&meta, &matrices)?;
        // Taken out and put back, so that nothing stays borrowed if memory runs out.
        let last = self.last.take();
        let scenario = Scenario::from_document_reusing(&document, last.as_ref());
        self.last.set(scenario.as_ref().ok().cloned().or(last));
        let scenario = scenario?;
        let trace = match self.marks.get().then(Marks::new).flatten() {
            None => attend(&scenario)?,
            Some(mut marks) => {
                let trace = attend_observed(&scenario, |step| marks.begin(step.name()))?;
                marks.end();
                trace
            }
        };
        Ok(Trace {
            trace: Arc::new(trace),
        })
    }

    /// The vectors that the lexicon gives these tokens.
    #[wasm_bindgen(unchecked_return_type = "Matrix")]
    pub fn embed(
        &self,
        #[wasm_bindgen(unchecked_param_type = "unknown")] meta: JsValue,
    ) -> Result<JsValue, Refusal> {
        let scenario = Scenario::from_document(&decode::scenario(&meta, &Array::new())?)?;
        // Vectors that are left out are those of the lexicon.
        Ok(encode::matrix(scenario.vectors().as_view()))
    }

    /// The step table.
    #[wasm_bindgen(unchecked_return_type = "Step[]")]
    pub fn steps(&self) -> Array {
        STEPS.iter().map(encode::step).collect()
    }

    /// What the components of a token vector mean.
    #[wasm_bindgen(unchecked_return_type = "Feature[]")]
    pub fn features(&self) -> Array {
        FEATURES.iter().map(encode::feature).collect()
    }

    /// The designed heads.
    #[wasm_bindgen(unchecked_return_type = "HeadDesign[]")]
    pub fn design(&self) -> Array {
        DESIGN.iter().map(encode::head_design).collect()
    }

    /// The scenario that fills in what another one leaves out.
    #[wasm_bindgen(js_name = defaultScenario, unchecked_return_type = "Scenario")]
    pub fn default_scenario(&self) -> JsValue {
        encode::scenario(&Scenario::default())
    }

    /// The memory that is offered for cross-attention.
    #[wasm_bindgen(js_name = defaultMemory, unchecked_return_type = "Memory")]
    pub fn default_memory(&self) -> JsValue {
        encode::memory(&default_memory())
    }

    /// Whether `attend` names its steps in the browser's profiler. Off at
    /// first, because the entries pile up in the page.
    #[wasm_bindgen(js_name = setMarks)]
    pub fn set_marks(&self, on: bool) {
        self.marks.set(on);
    }
}

/// Every step of one computation; it never changes.
#[wasm_bindgen]
pub struct Trace {
    trace: Arc<attention::Trace<f64>>,
}

#[wasm_bindgen]
impl Trace {
    /// The scenario with everything that was left out filled in.
    #[wasm_bindgen(unchecked_return_type = "Scenario")]
    pub fn scenario(&self) -> JsValue {
        encode::scenario(self.trace.scenario())
    }

    /// One step's matrix; of one head, where the step has heads.
    #[wasm_bindgen(unchecked_return_type = "Matrix")]
    pub fn read(
        &self,
        #[wasm_bindgen(unchecked_param_type = "StepName")] step: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number | null | undefined")] head: JsValue,
    ) -> Result<JsValue, Refusal> {
        let view = self
            .trace
            .read(decode::step(&step)?, decode::head(&head)?)?;
        Ok(encode::matrix(view))
    }

    /// Why a cell has its value.
    #[wasm_bindgen(unchecked_return_type = "Explanation")]
    pub fn explain(
        &self,
        #[wasm_bindgen(unchecked_param_type = "StepName")] step: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number | null | undefined")] head: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] row: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] col: JsValue,
    ) -> Result<JsValue, Refusal> {
        let cell = decode::cell(&step, &head, &row, &col)?;
        encode::plain(&self.trace.explain(cell)?)
    }

    /// A row of masked scores on its way to weights.
    #[wasm_bindgen(js_name = softmaxRow, unchecked_return_type = "SoftmaxRow")]
    pub fn softmax_row(
        &self,
        #[wasm_bindgen(unchecked_param_type = "number | null | undefined")] head: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] row: JsValue,
    ) -> Result<JsValue, Refusal> {
        let row = self
            .trace
            .softmax_row(decode::head(&head)?, decode::index(&row, "row")?)?;
        Ok(encode::softmax_row(&row))
    }
}
