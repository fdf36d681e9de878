//! The forward pass, as the paper has it.

use nalgebra::{DMatrix, DMatrixView, DMatrixViewMut, Dyn, MatrixView};

use crate::{
    error::Error,
    scalar::Scalar,
    scenario::{Mask, Scale, Scenario},
    steps::StepId,
    trace::Trace,
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
    let shape = scenario.shape();
    let (n, m, h) = (shape.n, shape.m, shape.heads);
    let (d_k, d_v) = (shape.d_k, shape.d_v);

    observe(StepId::Embedded);
    let x = T::share_matrix(scenario.vectors()); // n × d_model
    finite(StepId::Embedded, &x, x.ncols(), None)?;
    observe(StepId::Memory);
    let memory = scenario
        .memory()
        .map(|memory| T::share_matrix(&memory.vectors)); // m × d_model
    let y = memory.as_ref().unwrap_or(&x);
    finite(StepId::Memory, y, y.ncols(), None)?;
    let weights = T::share_weights(scenario.weights());

    // Project. All heads stand side by side: head h has columns h·d_k to (h+1)·d_k.
    observe(StepId::Q);
    let q = product(&x, &weights.w_q); // n × h·d_k
    finite(StepId::Q, &q, d_k, Some(1))?;
    observe(StepId::K);
    let k = product(y, &weights.w_k); // m × kv·d_k
    finite(StepId::K, &k, d_k, Some(h / shape.kv_heads))?;
    observe(StepId::V);
    let v = product(y, &weights.w_v); // m × kv·d_v
    finite(StepId::V, &v, d_v, Some(h / shape.kv_heads))?;

    // Compare every query with every key.
    observe(StepId::Scores);
    let mut scores = DMatrix::zeros(n, h * m);
    for head in 0..h {
        let q = q.columns(head * d_k, d_k); // n × d_k
        let k_t = columns_transposed(&k, shape.kv_head(head) * d_k, d_k); // d_k × m
        product_into(scores.columns_mut(head * m, m), q, k_t); // n × m
    }
    finite(StepId::Scores, &scores, m, Some(1))?;

    observe(StepId::Scaled);
    let factors = scale_factors(scenario).map(T::nearest);
    let scaled = scores.map(|score| factors.into_iter().fold(score, |s, factor| s * factor));
    finite(StepId::Scaled, &scaled, m, Some(1))?;

    observe(StepId::Masked);
    let mut masked = scaled.clone();
    forbid(&mut masked, scenario.mask(), m);

    // Each row becomes a distribution over the keys.
    observe(StepId::Weights);
    let mut attention = DMatrix::zeros(n, h * m);
    for head in 0..h {
        softmax(
            attention.columns_mut(head * m, m),
            masked.columns(head * m, m),
        );
    }

    // Blend the values by it. The heads' outputs, side by side, are Z.
    observe(StepId::HeadOutput);
    let mut concat = DMatrix::zeros(n, h * d_v);
    for head in 0..h {
        let a = attention.columns(head * m, m); // n × m
        let v = columns(&v, shape.kv_head(head) * d_v, d_v); // m × d_v
        product_into(concat.columns_mut(head * d_v, d_v), a, v); // n × d_v
    }
    finite(StepId::HeadOutput, &concat, d_v, Some(1))?;
    observe(StepId::Concat);

    observe(StepId::Output);
    let output = product(&concat, &weights.w_o); // n × d_model
    finite(StepId::Output, &output, output.ncols(), None)?;

    Ok(Trace {
        scenario: scenario.clone(),
        x,
        memory,
        weights,
        q,
        k,
        v,
        scores,
        scaled,
        masked,
        attention,
        concat,
        output,
    })
}

/// What scores are multiplied by, one after the other: 1/√d_k, then 1/T.
///
/// Two numbers, so that the arithmetic that a reader sees is the arithmetic
/// that was done.
pub(crate) fn scale_factors(scenario: &Scenario) -> [f64; 2] {
    let scale = match scenario.scale() {
        Scale::SqrtDK => 1.0 / (scenario.shape().d_k as f64).sqrt(),
        Scale::None => 1.0,
    };
    [scale, 1.0 / scenario.temperature()]
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

/// A(i, j) = e^(s(i, j) − max) · 1/Σ, each row by itself.
///
/// Every row has an allowed key, so its maximum is finite and its sum at least
/// 1; a forbidden key's e^−∞ is exactly 0. Columns are walked in turn because
/// that is how they lie in memory.
fn softmax<T: Scalar>(mut weights: DMatrixViewMut<'_, T>, scores: DMatrixView<'_, T>) {
    let mut max: Vec<T> = scores.column(0).iter().copied().collect();
    for column in scores.column_iter().skip(1) {
        for (max, &score) in max.iter_mut().zip(&column) {
            *max = max.max(score);
        }
    }
    let mut sum = vec![T::zero(); max.len()];
    for (mut exps, scores) in weights.column_iter_mut().zip(scores.column_iter()) {
        for (((exp, &score), &max), sum) in exps.iter_mut().zip(&scores).zip(&max).zip(&mut sum) {
            *exp = (score - max).exp();
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

/// Refuses the first number that is not finite. `width` columns belong to one
/// head, or to `group` query heads that share it; `None` where there are none.
#[inline(never)]
fn finite<T: Scalar>(
    step: StepId,
    matrix: &DMatrix<T>,
    width: usize,
    group: Option<usize>,
) -> Result<(), Error> {
    match matrix
        .as_slice()
        .iter()
        .position(|value| !value.is_finite())
    {
        None => Ok(()),
        Some(index) => {
            let (row, column) = (index % matrix.nrows(), index / matrix.nrows());
            let head = group.map(|group| column / width * group);
            Err(Error::NotFinite {
                step,
                head,
                row,
                col: column % width,
            })
        }
    }
}
