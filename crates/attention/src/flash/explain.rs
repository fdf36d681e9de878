//! Why a cell of a tile has its value.
//!
//! The same rule as for a trace: the value is the sum over terms of the product
//! of each term's factors.

use serde::Serialize;

use super::record::{Flash, Quantity, TileCell};
use crate::{
    error::Error,
    explain::{Factor, Term},
    scalar::Scalar,
    steps::StepId,
    trace::Cell,
};

/// The address of a number that a tile's cell is made from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(untagged)]
pub enum Operand {
    /// A query, key or value of the trace, which
    /// [`Trace::explain`](crate::Trace::explain) follows to the tokens.
    Trace(Cell),
    /// A number of this tile, or of the one before.
    Tile(TileCell),
}

/// The arithmetic behind one number of a tile.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct TileExplanation {
    /// Where the number is.
    pub cell: TileCell,
    /// The number.
    pub value: f64,
    /// How it is computed.
    pub equation: &'static str,
    /// What is added up to give the value.
    pub terms: Vec<Term<Operand>>,
    /// The cells that it is made from, each once.
    pub inputs: Vec<Operand>,
}

impl<T: Scalar> Flash<T> {
    /// Why a cell of a tile has its value.
    ///
    /// Following `inputs` goes through this tile and the ones before it, and
    /// ends at queries, keys and values.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no such cell.
    ///
    /// ```
    /// use attention::{Cell, Scenario, StepId, attend};
    /// use attention::flash::{Blocks, Operand};
    ///
    /// let trace = attend::<f64>(&Scenario::default())?;
    /// let flash = trace.flash(0, Blocks { queries: 4, keys: 4 })?;
    /// let why = flash.explain(flash.output_cell(6, 1)?)?;
    /// // o′ · 1/l′, and each can be asked in turn.
    /// assert_eq!(why.terms[0].factors.len(), 2);
    /// let Operand::Tile(sum) = why.inputs[1] else { unreachable!() };
    /// assert_eq!(flash.explain(sum)?.equation, "l′ = l·e^(m−m′) + Σ e^(s−m′)");
    /// # Ok::<(), attention::Error>(())
    /// ```
    pub fn explain(&self, cell: TileCell) -> Result<TileExplanation, Error> {
        self.check(cell)?;
        let value = self.value(cell);
        let tile = &self.tiles[cell.tile];
        let (query, key) = (tile.rows.start + cell.row, tile.cols.start + cell.col);
        let width = tile.cols.len();

        let here = |quantity, col| TileCell {
            quantity,
            col,
            ..cell
        };
        let earlier = |quantity, col| {
            let tile = tile.before?;
            Some(TileCell {
                tile,
                quantity,
                col,
                ..cell
            })
        };
        let given = |step, row, col| Cell::of_head(step, self.head, row, col);
        // e^(m−m′) times what was there before, if anything was.
        let carried = |quantity, col| {
            let before = earlier(quantity, col)?;
            Some([before, here(Quantity::Rescale, 0)].map(Operand::Tile))
        };

        let mut why = TileExplanation {
            cell,
            value,
            equation: match self.inputs.lookup {
                false => cell.quantity.equation(),
                true => cell.quantity.lookup_equation(),
            },
            terms: Vec::new(),
            inputs: Vec::new(),
        };
        match cell.quantity {
            Quantity::Dot => {
                let [q, k] = self.inputs.steps;
                for c in 0..self.inputs.k.ncols() {
                    let operands = [given(q, query, c), given(k, key, c)];
                    self.add(&mut why, &operands.map(Operand::Trace));
                }
            }
            Quantity::Score => {
                let dot = Operand::Tile(here(Quantity::Dot, cell.col));
                why.inputs.push(dot);
                if self.inputs.mask.allows(query, key) {
                    let mut factors = vec![self.factor(dot)];
                    let scale = self.inputs.factors[query].iter();
                    factors.extend(scale.map(|&(label, factor)| Factor::named(label, factor)));
                    why.terms.push(Term::of(factors));
                    why.terms.extend(self.inputs.slope.map(|slope| {
                        Term::of(vec![
                            Factor::named("−slope", -slope),
                            Factor::named("distance", query.abs_diff(key) as f64),
                        ])
                    }));
                } else {
                    why.terms.push(Term::of(vec![Factor::named("mask", value)]));
                }
            }
            Quantity::Max => {
                let scores = (0..width).map(|j| here(Quantity::Score, j));
                let candidates = earlier(Quantity::Max, 0).into_iter().chain(scores);
                why.inputs.extend(candidates.map(Operand::Tile));
                let largest = why
                    .inputs
                    .iter()
                    .find(|&&input| self.number(input) == value);
                // No cell has it: it is the empty slot's.
                why.terms.push(Term::of(vec![match largest {
                    Some(&largest) => self.factor(largest),
                    None => Factor::named("ln σ", value),
                }]));
            }
            Quantity::Rescale => {
                let before = earlier(Quantity::Max, 0).map(Operand::Tile);
                why.inputs.extend(before);
                why.inputs.push(Operand::Tile(here(Quantity::Max, 0)));
                why.terms.push(Term::of(vec![Factor {
                    value,
                    label: Some(match self.inputs.lookup {
                        false => "e^(m−m′)",
                        true => "1 if m = m′",
                    }),
                    cell: before,
                }]));
            }
            Quantity::Exp => {
                let score = Operand::Tile(here(Quantity::Score, cell.col));
                why.inputs = vec![score, Operand::Tile(here(Quantity::Max, 0))];
                why.terms.push(Term::of(vec![Factor {
                    value,
                    label: Some(match self.inputs.lookup {
                        false => "e^(s−m′)",
                        true => "1 if s = m′",
                    }),
                    cell: Some(score),
                }]));
            }
            Quantity::Sum => {
                if let Some(carried) = carried(Quantity::Sum, 0) {
                    self.add(&mut why, &carried);
                } else if self.inputs.slot.is_some() {
                    // l = 1 of the empty slot, carried from before all keys.
                    let rescale = Operand::Tile(here(Quantity::Rescale, 0));
                    let slot = Factor::named("l", 1.0);
                    why.terms.push(Term::of(vec![slot, self.factor(rescale)]));
                    why.inputs.push(rescale);
                }
                for j in 0..width {
                    self.add(&mut why, &[Operand::Tile(here(Quantity::Exp, j))]);
                }
            }
            Quantity::Accumulator => {
                if let Some(carried) = carried(Quantity::Accumulator, cell.col) {
                    self.add(&mut why, &carried);
                }
                for j in 0..width {
                    let exp = Operand::Tile(here(Quantity::Exp, j));
                    let v = given(StepId::V, tile.cols.start + j, cell.col);
                    self.add(&mut why, &[exp, Operand::Trace(v)]);
                }
            }
            Quantity::Output => {
                let acc = Operand::Tile(here(Quantity::Accumulator, cell.col));
                let sum = Operand::Tile(here(Quantity::Sum, 0));
                let inverse = Factor {
                    value: 1.0 / self.number(sum),
                    label: Some("1/l′"),
                    cell: Some(sum),
                };
                why.terms.push(Term::of(vec![self.factor(acc), inverse]));
                why.inputs = vec![acc, sum];
            }
        }
        Ok(why)
    }

    /// Adds a term that is a product of operands.
    fn add(&self, why: &mut TileExplanation, operands: &[Operand]) {
        let factors = operands.iter().map(|&operand| self.factor(operand));
        why.terms.push(Term::of(factors.collect()));
        why.inputs.extend(operands);
    }

    fn factor(&self, operand: Operand) -> Factor<Operand> {
        Factor {
            value: self.number(operand),
            label: None,
            cell: Some(operand),
        }
    }

    /// The number in a cell that exists.
    fn number(&self, operand: Operand) -> f64 {
        match operand {
            Operand::Tile(cell) => self.value(cell),
            Operand::Trace(cell) => {
                let matrix = match cell.step {
                    StepId::Q | StepId::QRotated => &self.inputs.q,
                    StepId::K | StepId::KRotated => &self.inputs.k,
                    _ => &self.inputs.v,
                };
                matrix[(cell.row, cell.col)].widen()
            }
        }
    }
}
