//! The forward pass, as the paper has it.

use std::sync::Arc;

use nalgebra::{DMatrix, DMatrixView, DMatrixViewMut, Dyn, MatrixView};

use crate::{
    error::Error,
    positions::{Positions, add_sinusoids, alibi_slope, rotate},
    scalar::Scalar,
    scenario::{Mask, Scenario, Shape},
    steps::StepId,
    trace::{Record, Trace},
    weights::Weights,
};

/// Multi-head attention, every intermediate recorded.
///
/// head_h = softmax(Q_h K_hᵀ / √d_k) V_h, output = concat(head_1 … head_h) W_O
///
/// # Shapes
/// X n × d_model, memory m × d_model → output n × d_model; the shapes of all
/// steps between are in [`STEPS`](crate::STEPS).
///
/// # Errors
/// [`Error::NotFinite`] where the scenario's numbers are so large that a step
/// overflows: no NaN is ever recorded.
///
/// # Source
/// Vaswani et al. 2017 (arXiv 1706.03762), §3.2; key/value heads that several
/// query heads share: Ainslie et al. 2023 (arXiv 2305.13245), §2.2.
///
/// ```
/// use attention::{Scenario, StepId, attend};
///
/// // Queries 0 and 1 against keys 0 and 1, with 1 × 1 weights: scores are x·x.
/// let scenario = Scenario::from_json(
///     r#"{ "tokens": ["a", "b"], "vectors": [[0], [1]], "heads": 1, "d_k": 1, "d_v": 1,
///          "weights": { "w_q": [[1]], "w_k": [[1]], "w_v": [[1]], "w_o": [[1]] } }"#,
/// )?;
/// let trace = attend::<f64>(&scenario)?;
/// let e = std::f64::consts::E;
/// let output = trace.read(StepId::Output, 0)?;
/// assert!((output[(0, 0)] - 0.5).abs() < 1e-15);
/// assert!((output[(1, 0)] - e / (1.0 + e)).abs() < 1e-15);
/// # Ok::<(), attention::Error>(())
/// ```
pub fn attend<T: Scalar>(scenario: &Scenario) -> Result<Trace<T>, Error> {
    attend_observed(scenario, |_| ())
}

/// Like [`attend`], and calls `observe` as each step begins, so that a profiler
/// can be told which step the time goes to.
///
/// # Errors
/// As for [`attend`].
pub fn attend_observed<T: Scalar>(
    scenario: &Scenario,
    mut observe: impl FnMut(StepId),
) -> Result<Trace<T>, Error> {
    run(scenario, &mut observe, None)
}

/// Like [`attend`], with one number changed as soon as it is computed.
pub(crate) fn attend_nudged<T: Scalar>(
    scenario: &Scenario,
    nudge: Nudge<T>,
) -> Result<Trace<T>, Error> {
    run(scenario, &mut |_| (), Some(nudge))
}

fn run<T: Scalar>(
    scenario: &Scenario,
    observe: &mut dyn FnMut(StepId),
    nudge: Option<Nudge<T>>,
) -> Result<Trace<T>, Error> {
    let shape = scenario.shape();
    let (n, m, h) = (shape.n, shape.m, shape.heads);
    let (d_k, d_v) = (shape.d_k, shape.d_v);
    let mut steps = Recorder {
        shape,
        observe,
        nudge,
    };

    let x = steps.given(StepId::Embedded, || embed(scenario, scenario.vectors()))?; // n × d_model
    let memory = match scenario.memory() {
        Some(memory) => {
            let memory = steps.given(StepId::Memory, || embed(scenario, &memory.vectors))?;
            Some(memory) // m × d_model
        }
        None => None,
    };
    let y = memory.as_ref().unwrap_or(&x);
    let weights = steps.weights(T::share_weights(scenario.weights()));

    // Project. All heads stand side by side: head h has columns h·d_k to (h+1)·d_k.
    let q = steps.take(StepId::Q, || product(&x, &weights.w_q))?; // n × h·d_k
    let k = steps.take(StepId::K, || product(y, &weights.w_k))?; // m × kv·d_k
    let v = steps.take(StepId::V, || product(y, &weights.w_v))?; // m × kv·d_v

    // Turn queries and keys by their places.
    let (q_rotated, k_rotated) = match scenario.positions() {
        Positions::Rotary => (
            Some(steps.take(StepId::QRotated, || rotate(q.as_view(), d_k, false))?),
            Some(steps.take(StepId::KRotated, || rotate(k.as_view(), d_k, false))?),
        ),
        _ => (None, None),
    };

    // Compare every query with every key.
    let scores = steps.take(StepId::Scores, || {
        let (q, k) = (
            q_rotated.as_ref().unwrap_or(&q),
            k_rotated.as_ref().unwrap_or(&k),
        );
        let mut scores = DMatrix::zeros(n, h * m);
        for head in 0..h {
            let q = q.columns(head * d_k, d_k); // n × d_k
            let k_t = columns_transposed(k, shape.kv_head(head) * d_k, d_k); // d_k × m
            product_into(scores.columns_mut(head * m, m), q, k_t); // n × m
        }
        scores
    })?;

    let scaled = steps.take(StepId::Scaled, || {
        let mut scaled = scores.clone();
        scale(&mut scaled, scenario);
        scaled
    })?;

    // Let far keys count for less.
    let biased = match scenario.positions() {
        Positions::Alibi => Some(steps.take(StepId::Biased, || {
            scaled.map_with_location(|i, column, score| {
                let (head, j) = (column / m, column % m);
                let slope = T::nearest(alibi_slope(head, h));
                score - slope * T::nearest(i.abs_diff(j) as f64)
            })
        })?),
        _ => None,
    };

    let masked = steps.take(StepId::Masked, || {
        let mut masked = biased.as_ref().unwrap_or(&scaled).clone();
        forbid(&mut masked, scenario.mask(), m);
        masked
    })?;

    // Each row becomes a distribution over the keys.
    let attention = steps.take(StepId::Weights, || {
        let softmax = Softmax {
            slot: T::nearest(scenario.sink().ln()),
            lookup: scenario.temperature() == 0.0,
        };
        let mut attention = DMatrix::zeros(n, h * m);
        for head in 0..h {
            softmax.rows(
                attention.columns_mut(head * m, m),
                masked.columns(head * m, m),
            );
        }
        attention
    })?;

    // Blend the values by it. The heads' outputs, side by side, are Z.
    let concat = steps.take(StepId::HeadOutput, || {
        let mut concat = DMatrix::zeros(n, h * d_v);
        for head in 0..h {
            let a = attention.columns(head * m, m); // n × m
            let v = columns(&v, shape.kv_head(head) * d_v, d_v); // m × d_v
            product_into(concat.columns_mut(head * d_v, d_v), a, v); // n × d_v
        }
        concat
    })?;
    let concat = steps.take(StepId::Concat, || concat)?;

    let output = steps.take(StepId::Output, || product(&concat, &weights.w_o))?; // n × d_model

    Ok(Trace {
        scenario: scenario.clone(),
        record: Record {
            x,
            memory,
            weights,
            q,
            k,
            v,
            q_rotated,
            k_rotated,
            scores,
            scaled,
            biased,
            masked,
            attention,
            concat,
            output,
        },
    })
}

/// A number to be changed on the way: the cell of a step, all heads side by
/// side, and how much is added to it.
#[derive(Clone, Copy)]
pub(crate) struct Nudge<T> {
    /// As [`Scenario::step`] has it.
    pub step: StepId,
    pub row: usize,
    pub col: usize,
    pub by: T,
}

/// What happens to every step besides being computed: it is announced, nudged
/// where that is asked for, and refused where it overflows.
struct Recorder<'a, T> {
    shape: Shape,
    observe: &'a mut dyn FnMut(StepId),
    nudge: Option<Nudge<T>>,
}

impl<T: Scalar> Recorder<'_, T> {
    fn take(
        &mut self,
        step: StepId,
        compute: impl FnOnce() -> DMatrix<T>,
    ) -> Result<DMatrix<T>, Error> {
        (self.observe)(step);
        let mut matrix = compute();
        self.nudge(step, || &mut matrix);
        self.finite(step, &matrix)?;
        Ok(matrix)
    }

    fn given(
        &mut self,
        step: StepId,
        share: impl FnOnce() -> Arc<DMatrix<T>>,
    ) -> Result<Arc<DMatrix<T>>, Error> {
        (self.observe)(step);
        let mut matrix = share();
        self.nudge(step, || Arc::make_mut(&mut matrix));
        self.finite(step, &matrix)?;
        Ok(matrix)
    }

    fn weights(&self, mut weights: Arc<Weights<T>>) -> Arc<Weights<T>> {
        self.nudge(StepId::WQ, || &mut Arc::make_mut(&mut weights).w_q);
        self.nudge(StepId::WK, || &mut Arc::make_mut(&mut weights).w_k);
        self.nudge(StepId::WV, || &mut Arc::make_mut(&mut weights).w_v);
        self.nudge(StepId::WO, || &mut Arc::make_mut(&mut weights).w_o);
        weights
    }

    fn nudge<'a>(&self, step: StepId, matrix: impl FnOnce() -> &'a mut DMatrix<T>) {
        if let Some(nudge) = self.nudge.filter(|nudge| nudge.step == step) {
            matrix()[(nudge.row, nudge.col)] += nudge.by;
        }
    }

    /// Refuses the first number that is not finite; −∞ is what a mask writes.
    #[inline(never)]
    fn finite(&self, step: StepId, matrix: &DMatrix<T>) -> Result<(), Error> {
        if step == StepId::Masked {
            return Ok(());
        }
        let numbers = matrix.as_slice();
        let Some(index) = numbers.iter().position(|number| !number.is_finite()) else {
            return Ok(());
        };
        let (row, column) = (index % matrix.nrows(), index / matrix.nrows());
        let width = self.shape.size(step.step().shape.1);
        let group = match step {
            StepId::K | StepId::KRotated | StepId::V => self.shape.group(),
            _ => 1,
        };
        Err(Error::NotFinite {
            step,
            head: step.step().per_head.then_some(column / width * group),
            row,
            col: column % width,
        })
    }
}

/// Token vectors, with their positions where those are sinusoids.
fn embed<T: Scalar>(scenario: &Scenario, vectors: &Arc<DMatrix<f64>>) -> Arc<DMatrix<T>> {
    let vectors = T::share_matrix(vectors);
    match scenario.positions() {
        Positions::Sinusoidal => Arc::new(add_sinusoids(&vectors)),
        _ => vectors,
    }
}

/// Multiplies the scores by one factor after the other.
fn scale<T: Scalar>(scores: &mut DMatrix<T>, scenario: &Scenario) {
    let factors: Vec<Vec<T>> = (0..scores.nrows())
        .map(|row| {
            let factors = scenario.score_factors(row);
            factors.map(|(_, factor)| T::nearest(factor)).collect()
        })
        .collect();
    for which in 0..factors[0].len() {
        for mut column in scores.column_iter_mut() {
            for (score, factors) in column.iter_mut().zip(&factors) {
                *score *= factors[which];
            }
        }
    }
}

/// a b
fn product<T: Scalar>(a: &DMatrix<T>, b: &DMatrix<T>) -> DMatrix<T> {
    let mut out = DMatrix::zeros(a.nrows(), b.ncols());
    product_into(out.as_view_mut(), a.as_view(), columns(b, 0, b.ncols()));
    out
}

/// A view that may step over numbers in both directions.
type Strided<'a, T> = MatrixView<'a, T, Dyn, Dyn, Dyn, Dyn>;

/// out = a b. Inlined, it would be most of the wasm.
#[inline(never)]
fn product_into<T: Scalar>(
    mut out: DMatrixViewMut<'_, T>,
    a: DMatrixView<'_, T>,
    b: Strided<'_, T>,
) {
    out.gemm(T::one(), &a, &b, T::zero());
}

/// Some columns of a matrix, as they are.
fn columns<T: Scalar>(matrix: &DMatrix<T>, first: usize, width: usize) -> Strided<'_, T> {
    let rows = matrix.nrows();
    let columns = &matrix.as_slice()[first * rows..(first + width) * rows];
    MatrixView::from_slice_with_strides_generic(columns, Dyn(rows), Dyn(width), Dyn(1), Dyn(rows))
}

/// Some columns of a matrix as rows, without copying.
fn columns_transposed<T: Scalar>(
    matrix: &DMatrix<T>,
    first: usize,
    width: usize,
) -> Strided<'_, T> {
    let rows = matrix.nrows();
    let columns = &matrix.as_slice()[first * rows..(first + width) * rows];
    MatrixView::from_slice_with_strides_generic(columns, Dyn(width), Dyn(rows), Dyn(rows), Dyn(1))
}

/// Writes −∞ wherever the mask forbids, in every head.
fn forbid<T: Scalar>(masked: &mut DMatrix<T>, mask: &Mask, m: usize) {
    if *mask == Mask::None {
        return;
    }
    let n = masked.nrows();
    for j in 0..m {
        for i in (0..n).filter(|&i| !mask.allows(i, j)) {
            for column in (j..masked.ncols()).step_by(m) {
                masked[(i, column)] = -T::one() / T::zero();
            }
        }
    }
}

/// How scores become weights, each row by itself.
struct Softmax<T> {
    /// The score of an empty slot beside the keys; −∞ where there is none.
    slot: T,
    /// Whether the largest scores share the row's weight: temperature 0.
    lookup: bool,
}

impl<T: Scalar> Softmax<T> {
    /// A(i, j) = e^(s(i, j) − max) · 1/Σ
    ///
    /// Every row has an allowed key, so its maximum is finite and its sum at
    /// least 1; a forbidden key's e^−∞ is exactly 0. Columns are walked in turn
    /// because that is how they lie in memory.
    fn rows(&self, mut weights: DMatrixViewMut<'_, T>, scores: DMatrixView<'_, T>) {
        let mut max = vec![self.slot; scores.nrows()];
        for column in scores.column_iter() {
            for (max, &score) in max.iter_mut().zip(&column) {
                *max = max.max(score);
            }
        }
        let mut sum: Vec<T> = max.iter().map(|&max| (self.slot - max).exp()).collect();
        for (mut exps, scores) in weights.column_iter_mut().zip(scores.column_iter()) {
            for (((exp, &score), &max), sum) in exps.iter_mut().zip(&scores).zip(&max).zip(&mut sum)
            {
                *exp = match self.lookup {
                    false => (score - max).exp(),
                    true if score == max => T::one(),
                    true => T::zero(),
                };
                *sum += *exp;
            }
        }
        for sum in &mut sum {
            *sum = T::one() / *sum;
        }
        for mut column in weights.column_iter_mut() {
            for (weight, &inverse) in column.iter_mut().zip(&sum) {
                *weight *= inverse;
            }
        }
    }
}
