//! Why a cell has its value.
//!
//! One rule for every step: the value is the sum over terms of the product of
//! each term's factors. Which terms those are is read off the step table.

use serde::{Serialize, Serializer, ser::SerializeStruct};

use crate::{
    error::Error,
    positions::{Positions, alibi_slope, rotation, sinusoid},
    scalar::Scalar,
    steps::{Recipe, StepId},
    trace::{Cell, SoftmaxRow, Trace},
};

/// The arithmetic behind one number.
///
/// Serialized, the cell's fields stand beside the others.
#[derive(Debug, Clone, PartialEq)]
pub struct Explanation {
    /// The cell.
    pub cell: Cell,
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

impl Serialize for Explanation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Explanation", 9)?;
        fields.serialize_field("step", &self.cell.name())?;
        fields.serialize_field("head", &self.cell.head)?;
        fields.serialize_field("row", &self.cell.row)?;
        fields.serialize_field("col", &self.cell.col)?;
        fields.serialize_field("value", &self.value)?;
        fields.serialize_field("operation", &self.operation)?;
        fields.serialize_field("terms", &self.terms)?;
        fields.serialize_field("inputs", &self.inputs)?;
        fields.serialize_field("softmax", &self.softmax)?;
        fields.end()
    }
}

/// What kind of arithmetic makes a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Operation {
    /// None: it came with the scenario.
    Given,
    /// A token vector's component plus its position's.
    Position,
    /// A row times a column.
    Dot,
    /// Two components, turned together.
    Rotate,
    /// A score times its scale.
    Scale,
    /// A score less its distance's part.
    Bias,
    /// A score, or −∞.
    Mask,
    /// e^(s − max) / Σ.
    Softmax,
    /// The same number in another place.
    Copy,
    /// A derivative: by the chain rule, from those of the cells made from it.
    Chain,
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
            Self::Position => "position",
            Self::Dot => "dot",
            Self::Rotate => "rotate",
            Self::Scale => "scale",
            Self::Bias => "bias",
            Self::Mask => "mask",
            Self::Softmax => "softmax",
            Self::Copy => "copy",
            Self::Chain => "chain",
        }
    }
}

impl Serialize for Operation {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Explanation {
    /// Of a cell whose number came with the scenario.
    pub(crate) fn of(cell: Cell, value: f64) -> Self {
        Self {
            cell,
            value,
            operation: Operation::Given,
            terms: Vec::new(),
            inputs: Vec::new(),
            softmax: None,
        }
    }

    /// One more term. Inlined a dozen times, it would be a fiftieth of the wasm.
    #[inline(never)]
    pub(crate) fn add(&mut self, factors: &[Factor]) {
        self.terms.push(Term::of(factors.to_vec()));
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
        if cell.gradient {
            // A gradient is that of some target: `Gradients::explain`.
            return Err(Error::UnknownStep(cell.name().into()));
        }
        self.check(cell)?;
        let cell = self.locate(cell.step, cell.head.unwrap_or(0), cell.row, cell.col);
        let value = self.value(cell);
        let mut why = Explanation::of(cell, value);
        match cell.step.step().recipe {
            Recipe::Embed if self.scenario.positions() == Positions::Sinusoidal => {
                why.operation = Operation::Position;
                let vectors = match cell.step {
                    StepId::Memory => &self.scenario.keys().vectors,
                    _ => self.scenario.vectors(),
                };
                let (row, col) = (cell.row, cell.col);
                let position = sinusoid(row, col, vectors.ncols());
                why.add(&[Factor::named("x", vectors[(row, col)])]);
                why.add(&[Factor::named("position", position)]);
            }
            Recipe::Given | Recipe::Embed => {
                why.add(&[Factor {
                    value,
                    label: None,
                    cell: None,
                }]);
            }
            Recipe::Rotate(unturned) => {
                why.operation = Operation::Rotate;
                let (pair, second) = (cell.col / 2, !cell.col.is_multiple_of(2));
                let (cos, sin) = rotation(cell.row, pair, self.scenario.shape().d_k);
                let first = self.beside(cell, unturned, cell.row, 2 * pair);
                let other = self.beside(cell, unturned, cell.row, 2 * pair + 1);
                let (by_cos, by_sin, sin) = match second {
                    false => (first, other, Factor::named("−sin pθ", -sin)),
                    true => (other, first, Factor::named("sin pθ", sin)),
                };
                why.add(&[self.factor(by_cos), Factor::named("cos pθ", cos)]);
                why.add(&[self.factor(by_sin), sin]);
                why.inputs.extend([first, other]);
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
                    why.add(&[self.factor(left), self.factor(right)]);
                }
            }
            Recipe::Scale(scores) => {
                why.operation = Operation::Scale;
                let score = self.beside(cell, scores, cell.row, cell.col);
                let mut factors = vec![self.factor(score)];
                let scale = self.scenario.score_factors(cell.row);
                for (label, factor) in scale.into_iter().flatten() {
                    factors.push(Factor::named(label, factor));
                }
                why.add(&factors);
                why.inputs.push(score);
            }
            Recipe::Bias(scaled) => {
                why.operation = Operation::Bias;
                let score = self.beside(cell, scaled, cell.row, cell.col);
                let slope = alibi_slope(cell.head.unwrap_or(0), self.scenario.shape().heads);
                let distance = cell.row.abs_diff(cell.col) as f64;
                why.add(&[self.factor(score)]);
                why.add(&[
                    Factor::named("−slope", -slope),
                    Factor::named("distance", distance),
                ]);
                why.inputs.push(score);
            }
            Recipe::Mask(biased) => {
                why.operation = Operation::Mask;
                let score = self.beside(cell, biased, cell.row, cell.col);
                let allowed = self.scenario.mask().allows(cell.row, cell.col);
                why.add(&[match allowed {
                    true => self.factor(score),
                    false => Factor::named("mask", value),
                }]);
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
                    label: Some(match self.scenario.temperature() > 0.0 {
                        true => "e^(s−max)",
                        false => "1 if s = max",
                    }),
                    cell: Some(why.inputs[cell.col]),
                };
                let inverse = Factor::named("1/Σ", 1.0 / softmax.sum);
                why.add(&[exp, inverse]);
                why.softmax = Some(softmax);
            }
            Recipe::Concat(part) => {
                why.operation = Operation::Copy;
                let width = self.size(part.step().shape.1);
                let original = self.locate(part, cell.col / width, cell.row, cell.col % width);
                why.add(&[self.factor(original)]);
                why.inputs.push(original);
            }
        }
        Ok(why)
    }

    /// A cell of another step that belongs to the same head.
    ///
    /// A step that all heads share reads a step that each head has as one
    /// matrix, the heads' rows one below the other.
    #[inline(never)]
    pub(crate) fn beside(&self, cell: Cell, step: StepId, row: usize, col: usize) -> Cell {
        match cell.head {
            None if step.step().per_head => {
                let rows = self.size(step.step().shape.0);
                self.locate(step, row / rows, row % rows, col)
            }
            head => self.locate(step, head.unwrap_or(0), row, col),
        }
    }

    /// The one address that a number goes by: a step that all heads share has
    /// no head, and a step that the scenario does without is another one.
    pub(crate) fn locate(&self, step: StepId, head: usize, row: usize, col: usize) -> Cell {
        let step = self.scenario.step(step);
        match step.step().per_head {
            true => Cell::of_head(step, head, row, col),
            false => Cell::shared(step, row, col),
        }
    }

    #[inline(never)]
    pub(crate) fn factor(&self, cell: Cell) -> Factor {
        Factor {
            value: self.value(cell),
            label: None,
            cell: Some(cell),
        }
    }
}
