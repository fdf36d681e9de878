//! Why a derivative has its value: the chain rule, one consumer after another.
//!
//! d(cell) = Σ over the cells made from it of ∂(that cell)/∂(cell) · d(that
//! cell). Which cells those are, and the factor between, is read off the step
//! table, backwards.

use std::collections::HashSet;

use super::{Gradients, Target};
use crate::{
    error::Error,
    explain::{Explanation, Factor, Operation},
    positions::rotation,
    scalar::Scalar,
    steps::{Recipe, STEPS, Step, StepId},
    trace::{Cell, Trace},
};

impl<T: Scalar> Gradients<T> {
    /// Why a cell, forward or gradient, has its value:
    /// value = Σ over terms of Π over factors.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there is no such cell.
    ///
    /// ```
    /// use attention::{Cell, Scenario, StepId, Target, attend};
    /// use std::sync::Arc;
    ///
    /// let trace = Arc::new(attend::<f64>(&Scenario::default())?);
    /// let gradients = trace.backward(Target::Cell(Cell::shared(StepId::Output, 6, 0)))?;
    /// let score = Cell::of_head(StepId::Scores, 0, 6, 1).gradient();
    /// let why = gradients.explain(score)?;
    /// assert_eq!(why.terms[0].factors[1].label, Some("1/√d_k"));
    /// assert_eq!(why.inputs[0], Cell::of_head(StepId::Scaled, 0, 6, 1).gradient());
    /// # Ok::<(), attention::Error>(())
    /// ```
    pub fn explain(&self, cell: Cell) -> Result<Explanation, Error> {
        if !cell.gradient {
            return self.trace.explain(cell);
        }
        let trace = &self.trace;
        trace.check(cell.forward())?;
        let cell = trace.locate(cell.step, cell.head.unwrap_or(0), cell.row, cell.col);
        let mut why = Explanation::of(cell.gradient(), self.number(cell.gradient()));
        why.operation = Operation::Chain;
        if self.target == Target::Cell(cell) {
            why.add(&[Factor::named("target", 1.0)]);
        }
        if let (Target::Loss { row, token }, StepId::Output) = (self.target, cell.step)
            && row == cell.row
        {
            self.through_loss(&mut why, row, token)?;
        }
        for consumer in STEPS {
            if trace.scenario().step(consumer.id) == consumer.id {
                self.through(&mut why, cell, consumer);
            }
        }
        let mut seen = HashSet::new();
        let factors = why.terms.iter().flat_map(|term| &term.factors);
        why.inputs = factors
            .filter_map(|factor| factor.cell)
            .filter(|&input| seen.insert(input))
            .collect();
        Ok(why)
    }

    /// Σ_j (p_j − δ_jt) · y_j
    fn through_loss(&self, why: &mut Explanation, row: usize, token: usize) -> Result<(), Error> {
        let prediction = self.trace.prediction(row, token)?;
        for (j, &p) in prediction.probabilities.iter().enumerate() {
            let surplus = match j == token {
                true => Factor::named("p − 1", p - 1.0),
                false => Factor::named("p", p),
            };
            let y = self.trace.locate(StepId::Memory, 0, j, why.cell.col);
            why.add(&[surplus, self.factor(y)]);
        }
        Ok(())
    }

    /// The terms that one step adds, if it is made from this cell's step.
    fn through(&self, why: &mut Explanation, cell: Cell, consumer: &Step) {
        let trace = &self.trace;
        let shape = trace.scenario().shape();
        let is_from = |operand| trace.scenario().step(operand) == cell.step;
        let mut add = |of: Cell, factors: &[Factor]| {
            let mut all = vec![self.factor(of.gradient())];
            all.extend(factors);
            why.add(&all);
        };
        for head in self.heads_of(consumer, cell) {
            let at = |row, col| trace.locate(consumer.id, head, row, col);
            match consumer.recipe {
                Recipe::Given | Recipe::Embed => {}
                Recipe::Product {
                    left,
                    right,
                    transposed,
                } => {
                    // As the left operand, the cell meets a column of the right
                    // one for each column of the product.
                    let consumed = whole(trace, consumer, cell);
                    let (rows, cols) = consumer.shape;
                    if is_from(left) {
                        for j in 0..shape.size(cols) {
                            let (row, col) = match transposed {
                                true => (j, consumed.1),
                                false => (consumed.1, j),
                            };
                            let out = at(consumed.0, j);
                            let other = trace.beside(out, right, row, col);
                            add(out, &[self.factor(other)]);
                        }
                    }
                    if is_from(right) {
                        let (c, j) = match transposed {
                            true => (consumed.1, consumed.0),
                            false => consumed,
                        };
                        for i in 0..shape.size(rows) {
                            let out = at(i, j);
                            let other = trace.beside(out, left, i, c);
                            add(out, &[self.factor(other)]);
                        }
                    }
                }
                Recipe::Rotate(of) if is_from(of) => {
                    let (pair, second) = (cell.col / 2, !cell.col.is_multiple_of(2));
                    let (cos, sin) = rotation(cell.row, pair, shape.d_k);
                    let [first, other] = [2 * pair, 2 * pair + 1].map(|col| at(cell.row, col));
                    let cos = Factor::named("cos pθ", cos);
                    match second {
                        false => {
                            add(first, &[cos]);
                            add(other, &[Factor::named("sin pθ", sin)]);
                        }
                        true => {
                            add(first, &[Factor::named("−sin pθ", -sin)]);
                            add(other, &[cos]);
                        }
                    }
                }
                Recipe::Scale(of) if is_from(of) => {
                    let factors: Vec<Factor> = trace
                        .scenario()
                        .score_factors(cell.row)
                        .into_iter()
                        .flatten()
                        .map(|(label, factor)| Factor::named(label, factor))
                        .collect();
                    add(at(cell.row, cell.col), &factors);
                }
                Recipe::Bias(of) if is_from(of) => add(at(cell.row, cell.col), &[]),
                Recipe::Mask(of) if is_from(of) => {
                    let allowed = trace.scenario().mask().allows(cell.row, cell.col);
                    match allowed {
                        true => add(at(cell.row, cell.col), &[]),
                        false => add(at(cell.row, cell.col), &[Factor::named("mask", 0.0)]),
                    }
                }
                Recipe::Softmax(of) if is_from(of) => {
                    let own = at(cell.row, cell.col);
                    for k in 0..shape.m {
                        let other = at(cell.row, k);
                        let factors = match k == cell.col {
                            true => {
                                let rest = Factor {
                                    label: Some("1 − a"),
                                    value: 1.0 - trace.value(own),
                                    cell: Some(own),
                                };
                                [self.factor(own), rest]
                            }
                            false => {
                                let own = Factor {
                                    label: Some("−a"),
                                    value: -trace.value(own),
                                    cell: Some(own),
                                };
                                [self.factor(other), own]
                            }
                        };
                        add(other, &factors);
                    }
                }
                Recipe::Concat(of) if is_from(of) => {
                    let (row, col) = whole(trace, consumer, cell);
                    add(at(row, col), &[]);
                }
                Recipe::Rotate(_)
                | Recipe::Scale(_)
                | Recipe::Bias(_)
                | Recipe::Mask(_)
                | Recipe::Softmax(_)
                | Recipe::Concat(_) => {}
            }
        }
    }

    /// One query head for each head of a step that may be made from a cell.
    fn heads_of(&self, consumer: &Step, cell: Cell) -> Vec<usize> {
        let shape = self.trace.scenario().shape();
        if !consumer.per_head {
            return vec![0];
        }
        let reads = |head: usize| match cell.head {
            Some(own) => shape.origin(cell.step, head) == shape.origin(cell.step, own),
            None => true,
        };
        (0..shape.heads)
            .step_by(shape.sharing(consumer.id))
            .filter(|&head| reads(head))
            .collect()
    }

    fn factor(&self, cell: Cell) -> Factor {
        Factor {
            value: self.number(cell),
            label: None,
            cell: Some(cell),
        }
    }
}

/// A cell's row and column as a step reads them: one that all heads share
/// reads W_O's rows one head below the other, and outputs side by side.
fn whole<T: Scalar>(trace: &Trace<T>, consumer: &Step, cell: Cell) -> (usize, usize) {
    match cell.head {
        Some(head) if !consumer.per_head => {
            let (row, col) = trace.scenario().shape().origin(cell.step, head);
            (row + cell.row, col + cell.col)
        }
        _ => (cell.row, cell.col),
    }
}
