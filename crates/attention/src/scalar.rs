//! The number types that the engine computes in.

use std::sync::Arc;

use nalgebra::{DMatrix, RealField};

use crate::{exp::Exponential, product::Tiled, weights::Weights};

/// A number type that [`attend`](crate::attend) computes in: `f64` wherever a
/// reader looks at the digits, `f32` where speed is the point.
///
/// `f32` and `f64` are all there is: what the engine has to know about them
/// cannot be named outside of it.
pub trait Scalar: RealField + Copy + Exponential + Tiled {
    /// The nearest value of this type; infinite where it is out of range.
    fn nearest(value: f64) -> Self;

    /// This value as `f64`, exactly.
    fn widen(self) -> f64;

    /// The matrix in this type; the same allocation where that is possible.
    #[doc(hidden)]
    fn share_matrix(matrix: &Arc<DMatrix<f64>>) -> Arc<DMatrix<Self>>;

    /// The weights in this type; the same allocation where that is possible.
    #[doc(hidden)]
    fn share_weights(weights: &Arc<Weights<f64>>) -> Arc<Weights<Self>>;
}

impl Scalar for f64 {
    fn nearest(value: f64) -> Self {
        value
    }

    fn widen(self) -> f64 {
        self
    }

    fn share_matrix(matrix: &Arc<DMatrix<f64>>) -> Arc<DMatrix<f64>> {
        Arc::clone(matrix)
    }

    fn share_weights(weights: &Arc<Weights<f64>>) -> Arc<Weights<f64>> {
        Arc::clone(weights)
    }
}

impl Scalar for f32 {
    fn nearest(value: f64) -> Self {
        value as f32
    }

    fn widen(self) -> f64 {
        f64::from(self)
    }

    fn share_matrix(matrix: &Arc<DMatrix<f64>>) -> Arc<DMatrix<f32>> {
        Arc::new(narrow(matrix))
    }

    fn share_weights(weights: &Arc<Weights<f64>>) -> Arc<Weights<f32>> {
        Arc::new(Weights {
            w_q: narrow(&weights.w_q),
            w_k: narrow(&weights.w_k),
            w_v: narrow(&weights.w_v),
            w_o: narrow(&weights.w_o),
        })
    }
}

fn narrow(matrix: &DMatrix<f64>) -> DMatrix<f32> {
    let values = matrix
        .as_slice()
        .iter()
        .map(|&value| value as f32)
        .collect();
    DMatrix::from_vec(matrix.nrows(), matrix.ncols(), values)
}
