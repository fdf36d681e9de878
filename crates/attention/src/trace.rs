//! What a computation recorded.

use std::{borrow::Cow, sync::Arc};

use nalgebra::{DMatrix, DMatrixView};
use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{
    error::Error,
    exp::exp,
    scalar::Scalar,
    scenario::{Scenario, Shape},
    steps::{Axis, StepId},
    weights::Weights,
};

/// Every intermediate of one forward pass. Nothing changes it.
#[derive(Debug, Clone)]
pub struct Trace<T: Scalar> {
    pub(crate) scenario: Scenario,
    pub(crate) record: Record<T>,
}

/// One matrix for each step.
///
/// Heads stand side by side in each, so one head of a step is a view of some
/// columns, and the heads' outputs are Z as they lie. What the scenario does
/// without is `None`: [`Scenario::step`] says what stands in its place.
#[derive(Debug, Clone)]
pub(crate) struct Record<T: Scalar> {
    /// n × d_model
    pub x: Arc<DMatrix<T>>,
    /// m × d_model; `None` in self-attention, where it is X
    pub memory: Option<Arc<DMatrix<T>>>,
    pub weights: Arc<Weights<T>>,
    /// n × h·d_k
    pub q: DMatrix<T>,
    /// m × kv·d_k
    pub k: DMatrix<T>,
    /// m × kv·d_v
    pub v: DMatrix<T>,
    /// n × h·d_k; `None` without rotary positions
    pub q_rotated: Option<DMatrix<T>>,
    /// m × kv·d_k; `None` without rotary positions
    pub k_rotated: Option<DMatrix<T>>,
    /// n × h·m
    pub scores: DMatrix<T>,
    /// n × h·m
    pub scaled: DMatrix<T>,
    /// n × h·m; `None` without ALiBi
    pub biased: Option<DMatrix<T>>,
    /// n × h·m; `None` where the mask forbids nothing
    pub masked: Option<DMatrix<T>>,
    /// n × h·m
    pub attention: DMatrix<T>,
    /// n × h·d_v
    pub concat: DMatrix<T>,
    /// n × d_model
    pub output: DMatrix<T>,
}

impl<T: Scalar> Record<T> {
    /// One head's part of a step.
    pub fn view(&self, shape: Shape, step: StepId, head: usize) -> DMatrixView<'_, T> {
        shape.part(self.whole(step), step, head)
    }

    /// A step's matrix, all heads side by side.
    pub fn whole(&self, step: StepId) -> &DMatrix<T> {
        match step {
            StepId::Embedded => &self.x,
            StepId::Memory => self.memory.as_ref().unwrap_or(&self.x),
            StepId::WQ => &self.weights.w_q,
            StepId::WK => &self.weights.w_k,
            StepId::WV => &self.weights.w_v,
            StepId::WO => &self.weights.w_o,
            StepId::Q => &self.q,
            StepId::K => &self.k,
            StepId::V => &self.v,
            StepId::QRotated => self.q_rotated.as_ref().unwrap_or(&self.q),
            StepId::KRotated => self.k_rotated.as_ref().unwrap_or(&self.k),
            StepId::Scores => &self.scores,
            StepId::Scaled => &self.scaled,
            StepId::Biased => self.biased.as_ref().unwrap_or(&self.scaled),
            StepId::Masked => match &self.masked {
                Some(masked) => masked,
                None => self.whole(StepId::Biased),
            },
            StepId::Weights => &self.attention,
            StepId::HeadOutput | StepId::Concat => &self.concat,
            StepId::Output => &self.output,
        }
    }
}

/// The address of one number: in a trace, or of a gradient.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Cell {
    /// The step.
    pub step: StepId,
    /// Whether it is the derivative of a target by the step's number, instead
    /// of that number: `"grad:scores"` instead of `"scores"`.
    pub gradient: bool,
    /// The query head; `None` for a step that all heads share.
    pub head: Option<usize>,
    /// The row within that head's matrix.
    pub row: usize,
    /// The column within that head's matrix.
    pub col: usize,
}

/// What the name of a step begins with where its gradient is meant.
pub const GRADIENT: &str = "grad:";

impl Cell {
    /// A cell of a step that all heads share.
    pub fn shared(step: StepId, row: usize, col: usize) -> Self {
        Self {
            step,
            gradient: false,
            head: None,
            row,
            col,
        }
    }

    /// A cell of one head.
    pub fn of_head(step: StepId, head: usize, row: usize, col: usize) -> Self {
        Self {
            head: Some(head),
            ..Self::shared(step, row, col)
        }
    }

    /// The derivative of the target by this cell.
    pub fn gradient(self) -> Self {
        Self {
            gradient: true,
            ..self
        }
    }

    /// The cell that this is the derivative by; itself if it is none.
    pub fn forward(self) -> Self {
        Self {
            gradient: false,
            ..self
        }
    }

    /// The name of its step, such as `"scores"` or `"grad:scores"`.
    pub fn name(&self) -> Cow<'static, str> {
        match self.gradient {
            false => self.step.name().into(),
            true => format!("{GRADIENT}{}", self.step.name()).into(),
        }
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Cell", 4)?;
        fields.serialize_field("step", &self.name())?;
        fields.serialize_field("head", &self.head)?;
        fields.serialize_field("row", &self.row)?;
        fields.serialize_field("col", &self.col)?;
        fields.end()
    }
}

/// How one row of masked scores becomes weights: e^(s − max) / Σ.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SoftmaxRow {
    /// The largest score of the row, or ln σ of an empty slot where that is
    /// larger. It is taken off first, which changes no weight and keeps e^s
    /// from overflowing.
    pub max: f64,
    /// e^(s − max) of each key; 0 where the mask forbids. At temperature 0 its
    /// limit: 1 for a largest score, 0 for every other.
    pub exps: Vec<f64>,
    /// The empty slot's part of the sum, σ·e^(−max); 0 where there is none.
    pub sink: f64,
    /// The sum of them all, Σ.
    pub sum: f64,
}

impl SoftmaxRow {
    /// A row of scores under the softmax of a scenario.
    fn of(scores: &[f64], scenario: &Scenario) -> Self {
        let slot = scenario.sink().ln();
        let max = scores.iter().copied().fold(slot, f64::max);
        let exps: Vec<f64> = match scenario.temperature() > 0.0 {
            true => scores.iter().map(|score| exp(score - max)).collect(),
            false => scores
                .iter()
                .map(|&score| f64::from(score == max))
                .collect(),
        };
        let sink = exp(slot - max);
        let sum = exps.iter().sum::<f64>() + sink;
        Self {
            max,
            exps,
            sink,
            sum,
        }
    }
}

impl<T: Scalar> Trace<T> {
    /// The scenario that this is the trace of.
    pub fn scenario(&self) -> &Scenario {
        &self.scenario
    }

    /// How many rows or columns an axis has.
    pub fn size(&self, axis: Axis) -> usize {
        self.scenario.shape().size(axis)
    }

    /// One step's matrix, or one head's part of it.
    ///
    /// `head` counts query heads from 0. `k`, `v`, `w_k` and `w_v` are those of
    /// the key/value head that this query head uses; `w_q`, `w_k` and `w_v` are
    /// its columns, `w_o` its rows. Steps that all heads share take any head.
    /// A step that the scenario does without reads the one in its place
    /// ([`Scenario::step`]).
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
                step: self.scenario.step(step),
                field: "head",
                limit,
                got: head,
            });
        }
        Ok(self.view(step, head))
    }

    /// As [`Trace::read`], for a head that exists.
    pub(crate) fn view(&self, step: StepId, head: usize) -> DMatrixView<'_, T> {
        self.record.view(self.scenario.shape(), step, head)
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
        Ok(SoftmaxRow::of(&scores, &self.scenario))
    }
}
