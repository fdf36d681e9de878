//! The engine as the benchmark calls it: token vectors in, every step computed
//! and kept, the output out.

use attention::{
    Buffers, Error, Scalar, Scenario, StepId, Trace, attend_reusing, nalgebra::DMatrix,
    to_row_major,
};
use wasm_bindgen::prelude::*;

/// n tokens, d_model, heads, d_k = d_v.
#[derive(Clone, Copy)]
pub struct Size {
    pub n: usize,
    pub d_model: usize,
    pub heads: usize,
    pub d_k: usize,
}

/// A layer with drawn weights, and the trace of its last input.
pub struct Layer<T: Scalar> {
    scenario: Scenario,
    buffers: Buffers<T>,
    trace: Option<Trace<T>>,
    output: Vec<T>,
}

impl<T: Scalar> Layer<T> {
    /// A layer of some size; its first input is zeros.
    pub fn new(size: Size) -> Result<Self, Error> {
        let Size {
            n,
            d_model,
            heads,
            d_k,
        } = size;
        let tokens = vec![r#""token""#; n].join(",");
        let row = format!("[{}]", vec!["0"; d_model].join(","));
        let rows = vec![row; n].join(",");
        let scenario = Scenario::from_json(&format!(
            r#"{{ "tokens": [{tokens}], "vectors": [{rows}], "heads": {heads}, "kv_heads": {heads},
                 "d_k": {d_k}, "d_v": {d_k}, "weights": {{ "seed": 7 }} }}"#
        ))?;
        Ok(Self {
            scenario,
            buffers: Buffers::default(),
            trace: None,
            output: Vec::new(),
        })
    }

    /// A weight matrix, row-major.
    pub fn weights(&self, name: &str) -> Option<Vec<f64>> {
        let weights = self.scenario.weights();
        let matrix = match name {
            "w_q" => &weights.w_q,
            "w_k" => &weights.w_k,
            "w_v" => &weights.w_v,
            "w_o" => &weights.w_o,
            _ => return None,
        };
        Some(to_row_major(matrix.as_view()))
    }

    /// Computes every step for row-major token vectors; returns the output, row-major.
    pub fn attend(&mut self, vectors: &[T]) -> Result<&[T], Error> {
        if let Some(spent) = self.trace.take() {
            self.buffers.recycle(spent);
        }
        let shape = self.scenario.shape();
        let vectors = DMatrix::from_fn(shape.n, shape.d_model, |row, column| {
            vectors[row * shape.d_model + column].widen()
        });
        self.scenario = self.scenario.with_vectors(vectors)?;
        let trace = attend_reusing(&self.scenario, &mut self.buffers)?;
        self.output = to_row_major(trace.read(StepId::Output, 0)?);
        self.trace = Some(trace);
        Ok(&self.output)
    }
}

/// A layer for JavaScript.
macro_rules! for_javascript {
    ($layer:ident, $number:ty) => {
        #[wasm_bindgen]
        pub struct $layer(Layer<$number>);

        #[wasm_bindgen]
        impl $layer {
            #[wasm_bindgen(constructor)]
            pub fn new(
                n: usize,
                d_model: usize,
                heads: usize,
                d_k: usize,
            ) -> Result<$layer, JsError> {
                let size = Size {
                    n,
                    d_model,
                    heads,
                    d_k,
                };
                Ok($layer(Layer::new(size)?))
            }

            pub fn weights(&self, name: &str) -> Option<Vec<f64>> {
                self.0.weights(name)
            }

            /// Where the output lies, n · d_model numbers, until the next call.
            pub fn attend(&mut self, vectors: &[$number]) -> Result<*const $number, JsError> {
                Ok(self.0.attend(vectors)?.as_ptr())
            }
        }
    };
}

for_javascript!(Layer32, f32);
for_javascript!(Layer64, f64);

/// Multiplies and adds in 12 vector registers, and nothing else; returns how
/// many operations that were. Twelve is what browsers leave of sixteen beside
/// the operands, and the number of registers that went fastest.
#[cfg(target_family = "wasm")]
#[wasm_bindgen]
pub fn peak(rounds: usize) -> f64 {
    use core::arch::wasm32::{f32x4_add, f32x4_extract_lane, f32x4_mul, f32x4_splat};
    use std::hint::black_box;

    const REGISTERS: usize = 12;
    let factor = f32x4_splat(black_box(0.999));
    let addend = f32x4_splat(black_box(0.001));
    let mut sums = [f32x4_splat(1.0); REGISTERS];
    for _ in 0..rounds {
        for sum in &mut sums {
            *sum = f32x4_add(f32x4_mul(*sum, factor), addend);
        }
    }
    for sum in sums {
        black_box(f32x4_extract_lane::<0>(sum));
    }
    (rounds * REGISTERS * 4 * 2) as f64
}
