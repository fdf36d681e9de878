//! Attention again, as loops over lists, to compare with.

use attention::{
    Scenario, StepId,
    nalgebra::{DMatrix, DMatrixView},
};

use super::{Case, Rows, Sizes};

/// Every computed step: per query head, or once.
pub fn oracle(case: &Case, scenario: &Scenario) -> Vec<(StepId, Vec<Rows>)> {
    let Sizes {
        heads,
        kv_heads,
        d_k,
        d_v,
        ..
    } = case.sizes;
    let (x, y) = (&case.vectors, case.memory.as_ref().unwrap_or(&case.vectors));
    let weights = scenario.weights();
    let of_head = |matrix: &DMatrix<f64>, head: usize, width: usize| -> Rows {
        to_rows(matrix.columns(head * width, width))
    };
    let divisor = if case.scaled {
        (d_k as f64).sqrt()
    } else {
        1.0
    } * case.temperature;

    let mut steps = vec![
        (StepId::Q, vec![]),
        (StepId::K, vec![]),
        (StepId::V, vec![]),
        (StepId::Scores, vec![]),
        (StepId::Scaled, vec![]),
        (StepId::Masked, vec![]),
        (StepId::Weights, vec![]),
        (StepId::HeadOutput, vec![]),
    ];
    let mut concat: Rows = vec![vec![]; x.len()];
    for head in 0..heads {
        let kv = head * kv_heads / heads;
        let q = product(x, &of_head(&weights.w_q, head, d_k));
        let k = product(y, &of_head(&weights.w_k, kv, d_k));
        let v = product(y, &of_head(&weights.w_v, kv, d_v));
        let scores = product(&q, &transposed(&k));
        let scaled = map(&scores, |_, _, score| score / divisor);
        let masked = map(&scaled, |i, j, score| match case.mask.allows(i, j) {
            true => score,
            false => f64::NEG_INFINITY,
        });
        // e^s / Σ e^t is 1 / Σ e^(t − s), and that needs no maximum.
        let attention = map(&masked, |i, _, score| {
            let others = masked[i].iter().map(|other| (other - score).exp());
            if score.is_finite() {
                1.0 / others.sum::<f64>()
            } else {
                0.0
            }
        });
        let out = product(&attention, &v);
        for (all, own) in concat.iter_mut().zip(&out) {
            all.extend(own);
        }
        let made = [q, k, v, scores, scaled, masked, attention, out];
        for ((_, heads), matrix) in steps.iter_mut().zip(made) {
            heads.push(matrix);
        }
    }
    let output = product(&concat, &to_rows(weights.w_o.as_view()));
    steps.push((StepId::Concat, vec![concat]));
    steps.push((StepId::Output, vec![output]));
    steps
}

pub fn to_rows(view: DMatrixView<'_, f64>) -> Rows {
    view.row_iter()
        .map(|row| row.iter().copied().collect())
        .collect()
}

#[allow(clippy::needless_range_loop)] // It is to look like the formula.
fn product(a: &Rows, b: &Rows) -> Rows {
    let cols = b.first().map_or(0, Vec::len);
    let mut out = vec![vec![0.0; cols]; a.len()];
    for i in 0..a.len() {
        for j in 0..cols {
            for c in 0..b.len() {
                out[i][j] += a[i][c] * b[c][j];
            }
        }
    }
    out
}

fn transposed(a: &Rows) -> Rows {
    (0..a[0].len())
        .map(|col| a.iter().map(|row| row[col]).collect())
        .collect()
}

fn map(a: &Rows, make: impl Fn(usize, usize, f64) -> f64) -> Rows {
    let row = |(i, row): (usize, &Vec<f64>)| {
        let cell = |(j, value): (usize, &f64)| make(i, j, *value);
        row.iter().enumerate().map(cell).collect()
    };
    a.iter().enumerate().map(row).collect()
}
