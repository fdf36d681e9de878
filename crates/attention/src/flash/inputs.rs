//! What one head computes from, and how it is cut.

use std::ops::Range;

use nalgebra::DMatrix;
use serde::Serialize;

use crate::{
    error::Error,
    positions::{Positions, alibi_slope},
    scalar::Scalar,
    scenario::Mask,
    steps::StepId,
    trace::Trace,
};

/// How many queries and keys a tile has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Blocks {
    /// B_r, rows of Q in a block, from 1 to n.
    pub queries: usize,
    /// B_c, rows of K and V in a block, from 1 to m.
    pub keys: usize,
}

/// Queries, keys and values of one head, and what turns q·k into a score.
#[derive(Debug, Clone)]
pub struct HeadInputs<T: Scalar> {
    /// n × d_k
    pub(super) q: DMatrix<T>,
    /// m × d_k
    pub(super) k: DMatrix<T>,
    /// m × d_v
    pub(super) v: DMatrix<T>,
    pub(super) mask: Mask,
    /// The steps that q and k are: turned ones with rotary positions.
    pub(super) steps: [StepId; 2],
    /// What q·k is multiplied by, one after the other and by its name: a list
    /// for each query.
    pub(super) factors: Vec<Vec<(&'static str, f64)>>,
    /// What a score then loses for each place between query and key: ALiBi's.
    pub(super) slope: Option<f64>,
    /// ln σ, the score of an empty slot beside the keys, if there is one.
    pub(super) slot: Option<f64>,
    /// Whether a row's largest scores share its weight: temperature 0.
    pub(super) lookup: bool,
}

impl Blocks {
    /// Numbers that a run keeps besides the head's inputs and its output:
    /// a block each of Q, K and V, a tile of scores, m, l, the rescale factor
    /// and o of each of its rows.
    ///
    /// B_r·d_k + B_c·(d_k + d_v) + B_r·B_c + 3·B_r + B_r·d_v, whatever n and m.
    pub fn memory(self, d_k: usize, d_v: usize) -> u64 {
        let [rows, cols, d_k, d_v] = [self.queries, self.keys, d_k, d_v].map(|size| size as u64);
        rows * d_k + cols * (d_k + d_v) + rows * cols + 3 * rows + rows * d_v
    }

    pub(super) fn check(self, n: usize, m: usize) -> Result<(), Error> {
        for (field, size, most) in [
            ("block_queries", self.queries, n),
            ("block_keys", self.keys, m),
        ] {
            if !(1..=most).contains(&size) {
                let expected = format!("a whole number from 1 to {most}");
                return Err(Error::argument(field, expected, size.to_string()));
            }
        }
        Ok(())
    }
}

impl<T: Scalar> HeadInputs<T> {
    /// Given matrices, scores scaled by 1/√d_k.
    ///
    /// # Shapes
    /// Q n × d_k, K m × d_k, V m × d_v, none of them empty.
    ///
    /// # Errors
    /// [`Error::Argument`] where the shapes do not fit each other, or where the
    /// mask leaves a query without a key.
    pub fn new(q: DMatrix<T>, k: DMatrix<T>, v: DMatrix<T>, mask: Mask) -> Result<Self, Error> {
        let (n, m) = (q.nrows(), k.nrows());
        for (field, matrix) in [("q", &q), ("k", &k), ("v", &v)] {
            if matrix.is_empty() {
                let got = format!("{} × {}", matrix.nrows(), matrix.ncols());
                return Err(Error::argument(field, "rows and columns", got));
            }
        }
        if k.ncols() != q.ncols() {
            let expected = format!("{} columns, as q has", q.ncols());
            return Err(Error::argument("k", expected, k.ncols().to_string()));
        }
        if v.nrows() != m {
            let expected = format!("{m} rows, as k has");
            return Err(Error::argument("v", expected, v.nrows().to_string()));
        }
        if let Some(query) = (0..n).find(|&i| !(0..m).any(|j| mask.allows(i, j))) {
            let got = format!("none for query {query}");
            return Err(Error::argument("mask", "a key for each query", got));
        }
        let scale = ("1/√d_k", 1.0 / (q.ncols() as f64).sqrt());
        Ok(Self {
            q,
            k,
            v,
            mask,
            steps: [StepId::Q, StepId::K],
            factors: vec![vec![scale]; n],
            slope: None,
            slot: None,
            lookup: false,
        })
    }

    /// What one head of a trace computes from; with rotary positions, its
    /// turned queries and keys. Nothing else of the trace is used.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there is no such head.
    pub fn of(trace: &Trace<T>, head: usize) -> Result<Self, Error> {
        let scenario = trace.scenario();
        let shape = scenario.shape();
        let factors =
            (0..shape.n).map(|row| scenario.score_factors(row).into_iter().flatten().collect());
        let read = |step| trace.read(step, head).map(|view| view.into_owned());
        Ok(Self {
            q: read(StepId::QRotated)?,
            k: read(StepId::KRotated)?,
            v: read(StepId::V)?,
            mask: scenario.mask().clone(),
            steps: [StepId::QRotated, StepId::KRotated].map(|step| scenario.step(step)),
            factors: factors.collect(),
            slope: (scenario.positions() == Positions::Alibi)
                .then(|| alibi_slope(head, shape.heads)),
            slot: (scenario.sink() > 0.0).then(|| scenario.sink().ln()),
            lookup: scenario.temperature() == 0.0,
        })
    }

    /// m and l of a row before its first key: −∞ and 0, or with an empty slot
    /// ln σ and 1, as after a key of that score whose value is 0.
    pub(super) fn start(&self) -> (T, T) {
        match self.slot {
            None => (-T::one() / T::zero(), T::zero()),
            Some(slot) => (T::nearest(slot), T::one()),
        }
    }

    /// Q n × d_k, K m × d_k and V m × d_v.
    pub fn matrices(&self) -> (&DMatrix<T>, &DMatrix<T>, &DMatrix<T>) {
        (&self.q, &self.k, &self.v)
    }

    /// Which keys a query may attend to.
    pub fn mask(&self) -> &Mask {
        &self.mask
    }

    /// Whether the mask forbids every pair of a tile: by position where the
    /// mask is one of positions, by looking at each pair where it is explicit.
    pub(super) fn is_forbidden(&self, rows: &Range<usize>, cols: &Range<usize>) -> bool {
        match &self.mask {
            Mask::None => false,
            Mask::Causal => cols.start >= rows.end,
            Mask::Window(width) => {
                let after = (cols.start + 1).saturating_sub(rows.end);
                let before = (rows.start + 1).saturating_sub(cols.end);
                after.max(before) as u64 > *width
            }
            explicit => !rows
                .clone()
                .any(|i| cols.clone().any(|j| explicit.allows(i, j))),
        }
    }
}

/// 0 … length in blocks of `size`; the last may be smaller.
pub(super) fn blocks(length: usize, size: usize) -> impl Iterator<Item = Range<usize>> {
    (0..length)
        .step_by(size)
        .map(move |start| start..(start + size).min(length))
}
