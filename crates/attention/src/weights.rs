//! Weight matrices: given, drawn, or designed.

use std::sync::Arc;

use nalgebra::DMatrix;

use crate::{grammar, random::Uniform, scenario::Shape};

/// The four weight matrices of a layer, all heads side by side.
///
/// # Shapes
/// | | rows | columns |
/// |---|---|---|
/// | `w_q` | d_model | heads·d_k |
/// | `w_k` | d_model | kv_heads·d_k |
/// | `w_v` | d_model | kv_heads·d_v |
/// | `w_o` | heads·d_v | d_model |
#[derive(Debug, Clone, PartialEq)]
pub struct Weights<T> {
    /// W_Q: what each head asks for.
    pub w_q: DMatrix<T>,
    /// W_K: what each token offers to be found by.
    pub w_k: DMatrix<T>,
    /// W_V: what each token hands over.
    pub w_v: DMatrix<T>,
    /// W_O: how what was handed over goes back into a token vector.
    pub w_o: DMatrix<T>,
}

/// Where weights come from.
#[derive(Debug, Clone, PartialEq)]
pub enum WeightsSpec {
    /// Independent uniform numbers with variance 1/fan-in.
    Random {
        /// Which numbers; at most 2⁵³ − 1, so that JavaScript can hold it.
        seed: u64,
    },
    /// The designed heads of [`grammar`]; numbers beyond the design are drawn.
    Grammar {
        /// Which numbers stand beyond the design.
        seed: u64,
    },
    /// Given number by number.
    Explicit(Arc<Weights<f64>>),
}

impl Weights<f64> {
    /// The weights that a rule describes.
    ///
    /// Drawn entries are uniform in ±√(3/fan-in), so their variance is
    /// 1/fan-in and neither queries, keys nor values grow with the width. Each
    /// head of each matrix has its own stream of numbers, spent column by
    /// column (W_O: row by row). A larger d_k, d_v or head count therefore
    /// only appends: the columns that were there keep their numbers. W_O's
    /// rows keep their directions, and shrink together as its fan-in,
    /// heads·d_v, grows.
    ///
    /// ```
    /// use attention::{Scenario, Shape, Weights, WeightsSpec};
    ///
    /// let shape = Scenario::default().shape();
    /// let wider = Shape { d_k: 64, heads: 4, kv_heads: 4, ..shape };
    /// let spec = WeightsSpec::Random { seed: 7 };
    /// let (a, b) = (Weights::build(&spec, shape), Weights::build(&spec, wider));
    /// assert_eq!(a.w_q.columns(0, 4), b.w_q.columns(0, 4)); // head 0
    /// assert_eq!(a.w_q.columns(4, 4), b.w_q.columns(64, 4)); // head 1
    /// ```
    pub fn build(spec: &WeightsSpec, shape: Shape) -> Arc<Self> {
        match spec {
            WeightsSpec::Random { seed } => Arc::new(Self::random(*seed, shape)),
            WeightsSpec::Grammar { seed } => {
                let mut weights = Self::random(*seed, shape);
                grammar::imprint(&mut weights, shape);
                Arc::new(weights)
            }
            WeightsSpec::Explicit(weights) => Arc::clone(weights),
        }
    }

    fn random(seed: u64, shape: Shape) -> Self {
        let Shape {
            d_model,
            heads,
            kv_heads,
            d_k,
            d_v,
            ..
        } = shape;
        let stacked = draw(seed, 3, d_model, heads, d_v, heads * d_v);
        Self {
            w_q: draw(seed, 0, d_model, heads, d_k, d_model),
            w_k: draw(seed, 1, d_model, kv_heads, d_k, d_model),
            w_v: draw(seed, 2, d_model, kv_heads, d_v, d_model),
            w_o: stacked.transpose(),
        }
    }
}

/// rows × heads·width numbers with variance 1/fan-in, drawn column by column.
fn draw(
    seed: u64,
    matrix: u64,
    rows: usize,
    heads: usize,
    width: usize,
    fan_in: usize,
) -> DMatrix<f64> {
    let bound = (3.0 / fan_in as f64).sqrt();
    let mut drawn = DMatrix::zeros(rows, heads * width);
    let streams = drawn.as_mut_slice().chunks_exact_mut(rows * width);
    for (head, entries) in streams.enumerate() {
        let mut uniform = Uniform::new(seed, matrix << 32 | head as u64);
        for entry in entries {
            *entry = bound * uniform.signed();
        }
    }
    drawn
}
