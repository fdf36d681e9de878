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
        Self {
            w_q: columns(seed, 0, d_model, heads, d_k),
            w_k: columns(seed, 1, d_model, kv_heads, d_k),
            w_v: columns(seed, 2, d_model, kv_heads, d_v),
            w_o: columns_of_transposed(seed, 3, d_model, heads, d_v),
        }
    }
}

/// rows × heads·width, fan-in = rows.
fn columns(seed: u64, matrix: u64, rows: usize, heads: usize, width: usize) -> DMatrix<f64> {
    let mut drawn = draw(seed, matrix, rows, heads, width);
    drawn *= (3.0 / rows as f64).sqrt();
    drawn
}

/// heads·width × cols, fan-in = heads·width.
fn columns_of_transposed(
    seed: u64,
    matrix: u64,
    cols: usize,
    heads: usize,
    width: usize,
) -> DMatrix<f64> {
    let mut drawn = draw(seed, matrix, cols, heads, width).transpose();
    drawn *= (3.0 / (heads * width) as f64).sqrt();
    drawn
}

/// Uniform in ±1, one stream per head, column by column.
fn draw(seed: u64, matrix: u64, rows: usize, heads: usize, width: usize) -> DMatrix<f64> {
    let mut drawn = DMatrix::zeros(rows, heads * width);
    let streams = drawn.as_mut_slice().chunks_exact_mut(rows * width);
    for (head, entries) in streams.enumerate() {
        let mut uniform = Uniform::new(seed, matrix << 32 | head as u64);
        entries.fill_with(|| uniform.signed());
    }
    drawn
}
