//! Derivatives for JavaScript.
//!
//! A feature of its own, because they are a third of the module and the page's
//! first view does without them.

use wasm_bindgen::prelude::*;

use crate::{Trace, decode, encode, error::Refusal};

#[wasm_bindgen]
impl Trace {
    /// The derivatives of a number, or of a loss, by everything recorded.
    pub fn backward(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Target")] target: JsValue,
    ) -> Result<Gradients, Refusal> {
        let gradients = self.trace.backward(decode::target(&target)?)?;
        Ok(Gradients { gradients })
    }
}

/// The derivatives of one target by every step; they never change.
#[wasm_bindgen]
pub struct Gradients {
    gradients: attention::Gradients<f64>,
}

#[wasm_bindgen]
impl Gradients {
    /// The target's number.
    pub fn value(&self) -> f64 {
        self.gradients.value()
    }

    /// The matrix of a step, or of its derivatives.
    #[wasm_bindgen(unchecked_return_type = "Matrix")]
    pub fn read(
        &self,
        #[wasm_bindgen(unchecked_param_type = "StepName | GradientName")] step: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number | null | undefined")] head: JsValue,
    ) -> Result<JsValue, Refusal> {
        let ((step, gradient), head) = (decode::step_or_gradient(&step)?, decode::head(&head)?);
        let view = match gradient {
            true => self.gradients.read(step, head)?,
            false => self.gradients.trace().read(step, head)?,
        };
        Ok(encode::matrix(view))
    }

    /// Why a cell has its value, or its derivative.
    #[wasm_bindgen(unchecked_return_type = "Explanation<StepName | GradientName>")]
    pub fn explain(
        &self,
        #[wasm_bindgen(unchecked_param_type = "StepName | GradientName")] step: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number | null | undefined")] head: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] row: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] col: JsValue,
    ) -> Result<JsValue, Refusal> {
        let cell = decode::cell(&step, &head, &row, &col)?;
        encode::plain(&self.gradients.explain(cell)?)
    }

    /// The derivative by a cell, beside what finite differences say.
    #[wasm_bindgen(unchecked_return_type = "GradientCheck")]
    pub fn check(
        &self,
        #[wasm_bindgen(unchecked_param_type = "StepName | GradientName")] step: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number | null | undefined")] head: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] row: JsValue,
        #[wasm_bindgen(unchecked_param_type = "number")] col: JsValue,
    ) -> Result<JsValue, Refusal> {
        let cell = decode::cell(&step, &head, &row, &col)?;
        Ok(encode::check(&self.gradients.check(cell)?))
    }
}
