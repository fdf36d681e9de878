//! Self- and cross-attention, and what a mask keeps apart.

use serde::Serialize;

use crate::{error::Error, forward::attend, scenario::Scenario, steps::StepId, trace::Trace};

/// What all heads' weights have in common.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Report {
    /// N_q, the rows of each head's weights.
    pub queries: usize,
    /// N_k, their columns: N_q in self-attention.
    pub keys: usize,
    /// Pairs of a query and a key that the mask forbids.
    pub forbidden: usize,
    /// The largest weight of such a pair in any head: exactly 0.
    pub largest_forbidden: f64,
    /// The largest weight on a key that comes after the query, in any head; in
    /// cross-attention, where the two sides have places of their own, `None`.
    pub largest_future: Option<f64>,
    /// The smallest sum of a row: 1 but for rounding, less with an empty slot.
    pub least_sum: f64,
    /// The largest.
    pub most_sum: f64,
}

/// Looks through the weights of all heads.
///
/// A forbidden key has the score −∞, and e^−∞ is 0, not nearly 0: its weight is
/// exactly 0 whatever the numbers, and the others still add up to 1.
///
/// # Errors
/// None: every trace has weights.
///
/// # Source
/// Vaswani et al. 2017 (arXiv 1706.03762), §3.2.3.
pub fn report(trace: &Trace<f64>) -> Result<Report, Error> {
    let scenario = trace.scenario();
    let (mask, shape) = (scenario.mask(), scenario.shape());
    let pairs = || (0..shape.n).flat_map(|i| (0..shape.m).map(move |j| (i, j)));
    let is_self = scenario.memory().is_none();
    let mut report = Report {
        queries: shape.n,
        keys: shape.m,
        forbidden: pairs().filter(|&(i, j)| !mask.allows(i, j)).count(),
        largest_forbidden: 0.0,
        largest_future: is_self.then_some(0.0),
        least_sum: f64::INFINITY,
        most_sum: 0.0,
    };
    for head in 0..shape.heads {
        let weights = trace.read(StepId::Weights, head)?;
        for (i, j) in pairs() {
            let weight = weights[(i, j)];
            if !mask.allows(i, j) {
                report.largest_forbidden = report.largest_forbidden.max(weight);
            }
            if j > i {
                report.largest_future = report.largest_future.map(|most| most.max(weight));
            }
        }
        for row in weights.row_iter() {
            report.least_sum = report.least_sum.min(row.sum());
            report.most_sum = report.most_sum.max(row.sum());
        }
    }
    Ok(report)
}

/// The rows of the output in which any number changes when 1 is added to every
/// component of one key's token vector.
///
/// Under a causal mask those are its own row and later ones, never earlier
/// ones, to the last bit.
///
/// # Errors
/// [`Error::Scenario`] where there is no such key, and [`Error::NotFinite`]
/// where the scenario overflows.
pub fn reach(scenario: &Scenario, key: usize) -> Result<Vec<usize>, Error> {
    let nudged = attend::<f64>(&scenario.nudged(key, 1.0)?)?;
    let plain = attend::<f64>(scenario)?;
    let [before, after] = [
        plain.read(StepId::Output, 0)?,
        nudged.read(StepId::Output, 0)?,
    ];
    let changed = |&row: &usize| before.row(row) != after.row(row);
    Ok((0..before.nrows()).filter(changed).collect())
}
