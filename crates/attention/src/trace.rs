//! What a computation recorded.

use std::sync::Arc;

use nalgebra::{DMatrix, DMatrixView};
use serde::Serialize;

use crate::{
    error::Error,
    scalar::Scalar,
    scenario::Scenario,
    steps::{Axis, StepId},
    weights::Weights,
};

/// Every intermediate of one forward pass. Nothing changes it.
///
/// Heads stand side by side in each matrix, so one head of a step is a view of
/// some columns, and the heads' outputs are Z as they lie.
#[derive(Debug, Clone)]
pub struct Trace<T: Scalar> {
    pub(crate) scenario: Scenario,
    /// n × d_model
    pub(crate) x: Arc<DMatrix<T>>,
    /// m × d_model; `None` in self-attention, where it is X
    pub(crate) memory: Option<Arc<DMatrix<T>>>,
    pub(crate) weights: Arc<Weights<T>>,
    /// n × h·d_k
    pub(crate) q: DMatrix<T>,
    /// m × kv·d_k
    pub(crate) k: DMatrix<T>,
    /// m × kv·d_v
    pub(crate) v: DMatrix<T>,
    /// n × h·m
    pub(crate) scores: DMatrix<T>,
    /// n × h·m
    pub(crate) scaled: DMatrix<T>,
    /// n × h·m
    pub(crate) masked: DMatrix<T>,
    /// n × h·m
    pub(crate) attention: DMatrix<T>,
    /// n × h·d_v
    pub(crate) concat: DMatrix<T>,
    /// n × d_model
    pub(crate) output: DMatrix<T>,
}

/// The address of one number in a trace.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
pub struct Cell {
    /// The step.
    pub step: StepId,
    /// The query head; `None` for a step that all heads share.
    pub head: Option<usize>,
    /// The row within that head's matrix.
    pub row: usize,
    /// The column within that head's matrix.
    pub col: usize,
}

impl Cell {
    /// A cell of a step that all heads share.
    pub fn shared(step: StepId, row: usize, col: usize) -> Self {
        Self {
            step,
            head: None,
            row,
            col,
        }
    }

    /// A cell of one head.
    pub fn of_head(step: StepId, head: usize, row: usize, col: usize) -> Self {
        Self {
            step,
            head: Some(head),
            row,
            col,
        }
    }
}

/// How one row of masked scores becomes weights: e^(s − max) / Σ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SoftmaxRow {
    /// The largest score of the row. It is taken off first, which changes no
    /// weight and keeps e^s from overflowing.
    pub max: f64,
    /// e^(s − max) of each key; 0 where the mask forbids.
    pub exps: Vec<f64>,
    /// Their sum, Σ.
    pub sum: f64,
}

impl<T: Scalar> Trace<T> {
    /// The scenario that this is the trace of.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// How many rows or columns an axis has.
    pub fn size(&self, axis: Axis) -> usize {
        let shape = self.scenario.shape();
        match axis {
            Axis::Queries => shape.n,
            Axis::Keys => shape.m,
            Axis::Model => shape.d_model,
            Axis::Key => shape.d_k,
            Axis::Value => shape.d_v,
            Axis::HeadValues => shape.heads * shape.d_v,
        }
    }

    /// One step's matrix, or one head's part of it.
    ///
    /// `head` counts query heads from 0. `k`, `v`, `w_k` and `w_v` are those of
    /// the key/value head that this query head uses; `w_q`, `w_k` and `w_v` are
    /// its columns, `w_o` its rows. Steps that all heads share take any head.
    /// In self-attention, [`StepId::Memory`] is X.
    ///
    /// # Shapes
    /// As in [`STEPS`](crate::STEPS).
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there is no such head.
    pub fn read(&self, step: StepId, head: usize) -> Result<DMatrixView<'_, T>, Error> {
        let shape = self.scenario.shape();
        if step.step().per_head && head >= shape.heads {
            let limit = shape.heads;
            return Err(Error::OutOfRange {
                step,
                field: "head",
                limit,
                got: head,
            });
        }
        Ok(self.view(step, head))
    }

    /// As [`Trace::read`], for a head that exists.
    fn view(&self, step: StepId, head: usize) -> DMatrixView<'_, T> {
        let shape = self.scenario.shape();
        let (m, d_k, d_v) = (shape.m, shape.d_k, shape.d_v);
        let kv = shape.kv_head(head);
        match step {
            StepId::Embedded => self.x.as_view(),
            StepId::Memory => self.memory.as_ref().unwrap_or(&self.x).as_view(),
            StepId::WQ => self.weights.w_q.columns(head * d_k, d_k),
            StepId::WK => self.weights.w_k.columns(kv * d_k, d_k),
            StepId::WV => self.weights.w_v.columns(kv * d_v, d_v),
            StepId::WO => self.weights.w_o.rows(head * d_v, d_v),
            StepId::Q => self.q.columns(head * d_k, d_k),
            StepId::K => self.k.columns(kv * d_k, d_k),
            StepId::V => self.v.columns(kv * d_v, d_v),
            StepId::Scores => self.scores.columns(head * m, m),
            StepId::Scaled => self.scaled.columns(head * m, m),
            StepId::Masked => self.masked.columns(head * m, m),
            StepId::Weights => self.attention.columns(head * m, m),
            StepId::HeadOutput => self.concat.columns(head * d_v, d_v),
            StepId::Concat => self.concat.as_view(),
            StepId::Output => self.output.as_view(),
        }
    }

    /// The number in a cell that exists.
    pub(crate) fn value(&self, cell: Cell) -> f64 {
        self.view(cell.step, cell.head.unwrap_or(0))[(cell.row, cell.col)].widen()
    }

    /// Whether a cell exists.
    pub(crate) fn check(&self, cell: Cell) -> Result<(), Error> {
        let view = self.read(cell.step, cell.head.unwrap_or(0))?;
        for (field, limit, got) in [
            ("row", view.nrows(), cell.row),
            ("col", view.ncols(), cell.col),
        ] {
            if got >= limit {
                return Err(Error::OutOfRange {
                    step: cell.step,
                    field,
                    limit,
                    got,
                });
            }
        }
        Ok(())
    }

    /// How one row of one head's masked scores becomes weights.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there is no such head or row.
    ///
    /// ```
    /// # use attention::{Scenario, attend};
    /// let trace = attend::<f64>(&Scenario::default())?;
    /// let row = trace.softmax_row(0, 6)?;
    /// assert_eq!(row.exps[1], 1.0); // "animal" has the largest score
    /// assert_eq!(row.sum, row.exps.iter().sum::<f64>());
    /// # Ok::<(), attention::Error>(())
    /// ```
    pub fn softmax_row(&self, head: usize, row: usize) -> Result<SoftmaxRow, Error> {
        self.check(Cell::of_head(StepId::Masked, head, row, 0))?;
        let masked = self.view(StepId::Masked, head);
        let scores: Vec<f64> = masked.row(row).iter().map(|score| score.widen()).collect();
        let max = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let exps: Vec<f64> = scores.iter().map(|score| (score - max).exp()).collect();
        let sum = exps.iter().sum();
        Ok(SoftmaxRow { max, exps, sum })
    }
}
