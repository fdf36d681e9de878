//! Why a cell has its value.
//!
//! One rule for every step: the value is the sum over terms of the product of
//! each term's factors. Which terms those are is read off the step table.

use serde::{Serialize, Serializer};

use crate::{
    error::Error,
    forward::scale_factors,
    scalar::Scalar,
    scenario::Scale,
    steps::{Recipe, StepId},
    trace::{Cell, SoftmaxRow, Trace},
};

/// The arithmetic behind one number.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Explanation {
    /// The cell's step.
    pub step: StepId,
    /// Its head; `None` for a step that all heads share.
    pub head: Option<usize>,
    /// Its row.
    pub row: usize,
    /// Its column.
    pub col: usize,
    /// The number in it.
    pub value: f64,
    /// What kind of arithmetic it is.
    pub operation: Operation,
    /// What is added up to give the value.
    pub terms: Vec<Term>,
    /// The cells that it is made from, each once. Each can be explained in
    /// turn; a given cell has none.
    pub inputs: Vec<Cell>,
    /// For a weight, the softmax of its row.
    pub softmax: Option<SoftmaxRow>,
}

/// What kind of arithmetic makes a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// None: it came with the scenario.
    Given,
    /// A row times a column.
    Dot,
    /// A score times its scale.
    Scale,
    /// A score, or −∞.
    Mask,
    /// e^(s − max) / Σ.
    Softmax,
    /// The same number in another place.
    Copy,
}

/// One addend: the product of its factors.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Term<C = Cell> {
    /// What is multiplied.
    pub factors: Vec<Factor<C>>,
    /// Their product.
    pub product: f64,
}

/// One factor of a term: a cell's number, or a number with a name. `C` is the
/// address of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Factor<C = Cell> {
    /// The number.
    pub value: f64,
    /// What it is, where it isn't simply a cell's number.
    pub label: Option<&'static str>,
    /// The cell that it is, or is made from.
    pub cell: Option<C>,
}

impl Operation {
    /// Its name, such as `"dot"`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Dot => "dot",
            Self::Scale => "scale",
            Self::Mask => "mask",
            Self::Softmax => "softmax",
            Self::Copy => "copy",
        }
    }
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<C> Term<C> {
    pub(crate) fn of(factors: Vec<Factor<C>>) -> Self {
        let product = factors.iter().map(|factor| factor.value).product();
        Self { factors, product }
    }
}

impl<C> Factor<C> {
    pub(crate) fn named(label: &'static str, value: f64) -> Self {
        Self {
            value,
            label: Some(label),
            cell: None,
        }
    }
}

impl<T: Scalar> Trace<T> {
    /// Why a cell has its value: value = Σ over terms of Π over factors.
    ///
    /// The terms' numbers are those of this trace, and their sum is the value
    /// but for the rounding of a sum in another order. Following `inputs` ends
    /// at token vectors and weights.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there is no such cell.
    ///
    /// ```
    /// use attention::{Cell, Scenario, StepId, attend};
    ///
    /// let trace = attend::<f64>(&Scenario::default())?;
    /// let score = trace.explain(Cell::of_head(StepId::Scores, 0, 6, 1))?;
    /// let sum: f64 = score.terms.iter().map(|term| term.product).sum();
    /// assert_eq!(sum, score.value);
    /// assert_eq!(score.inputs[0], Cell::of_head(StepId::Q, 0, 6, 0));
    /// # Ok::<(), attention::Error>(())
    /// ```
    pub fn explain(&self, cell: Cell) -> Result<Explanation, Error> {
        self.check(cell)?;
        let cell = self.locate(cell.step, cell.head.unwrap_or(0), cell.row, cell.col);
        let value = self.value(cell);
        let mut why = Explanation {
            step: cell.step,
            head: cell.head,
            row: cell.row,
            col: cell.col,
            value,
            operation: Operation::Given,
            terms: Vec::new(),
            inputs: Vec::new(),
            softmax: None,
        };
        match cell.step.step().recipe {
            Recipe::Given => {
                why.terms.push(Term::of(vec![Factor {
                    value,
                    label: None,
                    cell: None,
                }]));
            }
            Recipe::Product {
                left,
                right,
                transposed,
            } => {
                why.operation = Operation::Dot;
                let inner = self.size(left.step().shape.1);
                let lefts = (0..inner).map(|c| self.beside(cell, left, cell.row, c));
                why.inputs.extend(lefts);
                for c in 0..inner {
                    let (row, col) = if transposed {
                        (cell.col, c)
                    } else {
                        (c, cell.col)
                    };
                    why.inputs.push(self.beside(cell, right, row, col));
                }
                for c in 0..inner {
                    let (left, right) = (why.inputs[c], why.inputs[inner + c]);
                    why.terms
                        .push(Term::of(vec![self.factor(left), self.factor(right)]));
                }
            }
            Recipe::Scale(scores) => {
                why.operation = Operation::Scale;
                let score = self.beside(cell, scores, cell.row, cell.col);
                let [scale, temperature] = scale_factors(&self.scenario);
                let mut factors = vec![self.factor(score)];
                if self.scenario.scale() == Scale::SqrtDK {
                    factors.push(Factor::named("1/√d_k", scale));
                }
                factors.push(Factor::named("1/T", temperature));
                why.terms.push(Term::of(factors));
                why.inputs.push(score);
            }
            Recipe::Mask(scaled) => {
                why.operation = Operation::Mask;
                let score = self.beside(cell, scaled, cell.row, cell.col);
                let allowed = self.scenario.mask().allows(cell.row, cell.col);
                why.terms.push(Term::of(vec![match allowed {
                    true => self.factor(score),
                    false => Factor::named("mask", value),
                }]));
                why.inputs.push(score);
            }
            Recipe::Softmax(masked) => {
                why.operation = Operation::Softmax;
                let softmax = self.softmax_row(cell.head.unwrap_or(0), cell.row)?;
                let keys = 0..softmax.exps.len();
                why.inputs
                    .extend(keys.map(|key| self.beside(cell, masked, cell.row, key)));
                let exp = Factor {
                    value: softmax.exps[cell.col],
                    label: Some("e^(s−max)"),
                    cell: Some(why.inputs[cell.col]),
                };
                let inverse = Factor::named("1/Σ", 1.0 / softmax.sum);
                why.terms.push(Term::of(vec![exp, inverse]));
                why.softmax = Some(softmax);
            }
            Recipe::Concat(part) => {
                why.operation = Operation::Copy;
                let width = self.size(part.step().shape.1);
                let original = self.locate(part, cell.col / width, cell.row, cell.col % width);
                why.terms.push(Term::of(vec![self.factor(original)]));
                why.inputs.push(original);
            }
        }
        Ok(why)
    }

    /// A cell of another step that belongs to the same head.
    ///
    /// A step that all heads share reads a step that each head has as one
    /// matrix, the heads' rows one below the other.
    fn beside(&self, cell: Cell, step: StepId, row: usize, col: usize) -> Cell {
        match cell.head {
            None if step.step().per_head => {
                let rows = self.size(step.step().shape.0);
                self.locate(step, row / rows, row % rows, col)
            }
            head => self.locate(step, head.unwrap_or(0), row, col),
        }
    }

    /// The one address that a number goes by: a step that all heads share has
    /// no head, and in self-attention the memory is X.
    fn locate(&self, step: StepId, head: usize, row: usize, col: usize) -> Cell {
        let step = match step {
            StepId::Memory if self.memory.is_none() => StepId::Embedded,
            step => step,
        };
        let head = step.step().per_head.then_some(head);
        Cell {
            step,
            head,
            row,
            col,
        }
    }

    fn factor(&self, cell: Cell) -> Factor {
        Factor {
            value: self.value(cell),
            label: None,
            cell: Some(cell),
        }
    }
}
