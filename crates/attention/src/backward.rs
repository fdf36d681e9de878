//! The backward pass: how one number depends on every number before it.

mod explain;

use std::sync::Arc;

use nalgebra::{DMatrix, DMatrixView};
use serde::Serialize;

use crate::{
    error::Error,
    forward::{Nudge, attend_nudged},
    positions::{Positions, rotate},
    scalar::Scalar,
    scenario::Shape,
    steps::StepId,
    trace::{Cell, Record, Trace},
    weights::Weights,
};

/// The number whose derivatives are asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A recorded number, such as one output or one weight.
    Cell(Cell),
    /// The cross-entropy of one row of the output against a token of the keys'
    /// side, with those tokens' vectors as the vocabulary:
    ///
    /// L = −ln p_t, p = softmax(logits), logit_j = output_row · y_j
    ///
    /// The vocabulary y (the step `memory`, in self-attention X) is held fixed:
    /// what flows back flows through the output alone.
    Loss {
        /// The row of the output.
        row: usize,
        /// The token that should have come, t.
        token: usize,
    },
}

/// The derivatives of a target by every recorded number and every input.
///
/// Named as the steps are: `"grad:scores"` has the shape of `scores`.
#[derive(Debug, Clone)]
pub struct Gradients<T: Scalar> {
    trace: Arc<Trace<T>>,
    target: Target,
    value: f64,
    record: Record<T>,
}

/// An analytic derivative beside a numeric one.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Check {
    /// The derivative of the backward pass.
    pub analytic: f64,
    /// The derivative by differences.
    pub numeric: f64,
    /// ε, by which the cell was changed at most, in the cell's own unit.
    pub epsilon: f64,
    /// |analytic − numeric| / max(|analytic|, |numeric|); 0 where both are 0.
    pub relative_error: f64,
}

/// What one row of the output predicts, for [`Target::Loss`].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Prediction {
    /// output · y of each token of the keys' side.
    pub logits: Vec<f64>,
    /// Their softmax.
    pub probabilities: Vec<f64>,
    /// −ln of the chosen token's probability, in nats.
    pub loss: f64,
}

impl<T: Scalar> Trace<T> {
    /// The derivatives of a target by everything that was recorded.
    ///
    /// With dM written for ∂target/∂M, from the last step to the first:
    ///
    /// | step | derivative |
    /// |---|---|
    /// | `concat`, `w_o` | dZ = dY W_Oᵀ, dW_O = Zᵀ dY |
    /// | `weights`, `v` | dA = dO Vᵀ, dV = Aᵀ dO |
    /// | `masked` | dM_j = Σ_k a_k (δ_jk − a_j) dA_k, row by row: the softmax Jacobian diag(a) − aaᵀ |
    /// | `scaled` | dM where the mask allows; elsewhere a = 0 makes it 0 |
    /// | `scores` | dS = d(scaled) · 1/√d_k · 1/T |
    /// | `q_rotated`, `k_rotated` | dQ' = dS K', dK' = dSᵀ Q' |
    /// | `q`, `k` | turned back by the same angles |
    /// | `w_q`, `w_k`, `w_v` | dW_Q = Xᵀ dQ, dW_K = Yᵀ dK, dW_V = Yᵀ dV |
    /// | `embedded`, `memory` | dX = Σ_heads dQ W_Qᵀ, dY = Σ dK W_Kᵀ + dV W_Vᵀ; in self-attention dX is both |
    ///
    /// A key/value head adds up what comes back from the query heads that share
    /// it. Wherever the target itself stands, 1 is added.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if the target is not there; [`Error::Argument`] if
    /// it is a gradient or a forbidden score; [`Error::Scenario`] at
    /// temperature 0, where weights jump and have no derivative.
    ///
    /// # Source
    /// Reverse accumulation: Linnainmaa 1970; for attention, Dao et al. 2022
    /// (arXiv 2205.14135), appendix B.2.
    ///
    /// ```
    /// use attention::{Cell, Scenario, StepId, Target, attend};
    /// use std::sync::Arc;
    ///
    /// let trace = Arc::new(attend::<f64>(&Scenario::default())?);
    /// // How does the weight of "animal" for "it" depend on the scores?
    /// let weight = Cell::of_head(StepId::Weights, 0, 6, 1);
    /// let gradients = trace.backward(Target::Cell(weight))?;
    /// let a = trace.read(StepId::Weights, 0)?;
    /// let scaled = gradients.read(StepId::Scaled, 0)?;
    /// assert!((scaled[(6, 1)] - a[(6, 1)] * (1.0 - a[(6, 1)])).abs() < 1e-15);
    /// assert!((scaled[(6, 3)] + a[(6, 1)] * a[(6, 3)]).abs() < 1e-15);
    /// # Ok::<(), attention::Error>(())
    /// ```
    pub fn backward(self: &Arc<Self>, target: Target) -> Result<Gradients<T>, Error> {
        let target = self.located(target)?;
        let scenario = self.scenario();
        let shape = scenario.shape();
        let Shape { n, m, heads, .. } = shape;
        let forward = &self.record;
        let seed = Seed {
            trace: self,
            target,
        };

        let mut output = DMatrix::zeros(n, shape.d_model);
        seed.plant_loss(&mut output);
        seed.plant(StepId::Output, &mut output);

        let mut concat = &output * forward.weights.w_o.transpose();
        seed.plant(StepId::HeadOutput, &mut concat);
        seed.plant(StepId::Concat, &mut concat);
        let mut w_o = forward.concat.transpose() * &output;
        seed.plant(StepId::WO, &mut w_o);

        let blended = |head| shape.part(&concat, StepId::HeadOutput, head);
        let mut attention = DMatrix::zeros(n, heads * m);
        let mut v = DMatrix::zeros(m, forward.v.ncols());
        for head in 0..heads {
            let d_o = blended(head); // n × d_v
            let a = self.view(StepId::Weights, head);
            let values = self.view(StepId::V, head);
            put(
                &mut attention,
                shape,
                StepId::Weights,
                head,
                &(d_o * values.transpose()),
            );
            put(&mut v, shape, StepId::V, head, &(a.transpose() * d_o));
        }
        seed.plant(StepId::Weights, &mut attention);
        seed.plant(StepId::V, &mut v);

        let mut masked = DMatrix::zeros(n, heads * m);
        for head in 0..heads {
            let a = self.view(StepId::Weights, head);
            let d_a = shape.part(&attention, StepId::Weights, head);
            put(
                &mut masked,
                shape,
                StepId::Masked,
                head,
                &through_softmax(a, d_a),
            );
        }
        seed.plant(StepId::Masked, &mut masked);

        // Where the mask forbids, the softmax has handed back 0 already.
        let mut below = masked.clone();
        let biased = match scenario.positions() {
            Positions::Alibi => {
                seed.plant(StepId::Biased, &mut below);
                Some(below.clone())
            }
            _ => None,
        };
        let mut scaled = below;
        seed.plant(StepId::Scaled, &mut scaled);

        let mut scores = scaled.clone();
        for (i, mut row) in scores.row_iter_mut().enumerate() {
            for (_, factor) in scenario.score_factors(i).into_iter().flatten() {
                row *= T::nearest(factor);
            }
        }
        seed.plant(StepId::Scores, &mut scores);

        let mut q = DMatrix::zeros(n, forward.q.ncols());
        let mut k = DMatrix::zeros(m, forward.k.ncols());
        for head in 0..heads {
            let d_s = shape.part(&scores, StepId::Scores, head); // n × m
            let (queries, keys) = (
                self.view(StepId::QRotated, head),
                self.view(StepId::KRotated, head),
            );
            put(&mut q, shape, StepId::Q, head, &(d_s * keys));
            put(&mut k, shape, StepId::K, head, &(d_s.transpose() * queries));
        }
        let (q_rotated, k_rotated) = match scenario.positions() {
            Positions::Rotary => {
                seed.plant(StepId::QRotated, &mut q);
                seed.plant(StepId::KRotated, &mut k);
                let turned = (q, k);
                q = rotate(turned.0.as_view(), shape.d_k, true);
                k = rotate(turned.1.as_view(), shape.d_k, true);
                (Some(turned.0), Some(turned.1))
            }
            _ => (None, None),
        };
        seed.plant(StepId::Q, &mut q);
        seed.plant(StepId::K, &mut k);

        let x = &forward.x;
        let y = forward.memory.as_ref().unwrap_or(x);
        let mut w_q = x.transpose() * &q;
        let mut w_k = y.transpose() * &k;
        let mut w_v = y.transpose() * &v;
        seed.plant(StepId::WQ, &mut w_q);
        seed.plant(StepId::WK, &mut w_k);
        seed.plant(StepId::WV, &mut w_v);

        let weights = &forward.weights;
        let mut d_x = &q * weights.w_q.transpose();
        let mut d_y = &k * weights.w_k.transpose() + &v * weights.w_v.transpose();
        let memory = match forward.memory {
            Some(_) => {
                seed.plant(StepId::Memory, &mut d_y);
                Some(Arc::new(d_y))
            }
            None => {
                d_x += d_y;
                None
            }
        };
        seed.plant(StepId::Embedded, &mut d_x);

        let gradients = Gradients {
            trace: Arc::clone(self),
            target,
            value: self.target_in(self, target)?,
            record: Record {
                x: Arc::new(d_x),
                memory,
                weights: Arc::new(Weights { w_q, w_k, w_v, w_o }),
                q,
                k,
                v,
                q_rotated,
                k_rotated,
                scores,
                scaled,
                biased,
                masked: Some(masked),
                attention,
                concat,
                output,
            },
        };
        gradients.refuse_overflow()?;
        Ok(gradients)
    }

    /// What one row of the output predicts about the tokens of the keys' side.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there is no such row, [`Error::Argument`] if
    /// there is no such token; [`Error::NotFinite`] where a logit overflows.
    pub fn prediction(&self, row: usize, token: usize) -> Result<Prediction, Error> {
        self.check(Cell::shared(StepId::Output, row, 0))?;
        let tokens = self.scenario().shape().m;
        if token >= tokens {
            let expected = format!("a whole number below {tokens}");
            return Err(Error::argument("token", expected, token.to_string()));
        }
        self.predict(self.view(StepId::Memory, 0), row, token)
    }

    /// The prediction over a vocabulary, one row a token.
    fn predict(
        &self,
        vocabulary: DMatrixView<'_, T>,
        row: usize,
        token: usize,
    ) -> Result<Prediction, Error> {
        let output = self.view(StepId::Output, 0);
        let logits: Vec<f64> = vocabulary
            .row_iter()
            .map(|y| y.dot(&output.row(row)).widen())
            .collect();
        if logits.iter().any(|logit| !logit.is_finite()) {
            return Err(Error::NotFinite {
                step: StepId::Output,
                head: None,
                row,
                col: 0,
            });
        }
        let max = logits.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let sum: f64 = logits.iter().map(|logit| (logit - max).exp()).sum();
        let probabilities = logits.iter().map(|logit| (logit - max).exp() / sum);
        Ok(Prediction {
            probabilities: probabilities.collect(),
            loss: sum.ln() + max - logits[token],
            logits,
        })
    }

    /// The target under the one address that its number goes by, if it has a
    /// derivative.
    fn located(&self, target: Target) -> Result<Target, Error> {
        if self.scenario().temperature() == 0.0 {
            let expected = "a number above 0, because an exact lookup has no gradient";
            return Err(Error::scenario("temperature", expected, "0"));
        }
        match target {
            Target::Loss { row, token } => {
                self.prediction(row, token)?;
                Ok(target)
            }
            Target::Cell(cell) => {
                if cell.gradient {
                    let got = cell.name().into_owned();
                    return Err(Error::argument("target", "a cell of a forward step", got));
                }
                self.check(cell)?;
                let cell = self.locate(cell.step, cell.head.unwrap_or(0), cell.row, cell.col);
                if !self.value(cell).is_finite() {
                    let expected = "a score that the mask allows";
                    return Err(Error::argument("target", expected, "a forbidden one"));
                }
                Ok(Target::Cell(cell))
            }
        }
    }

    /// The target's number in another trace of the same shape.
    fn target_in(&self, other: &Self, target: Target) -> Result<f64, Error> {
        match target {
            Target::Cell(cell) => Ok(other.value(cell)),
            Target::Loss { row, token } => {
                let vocabulary = self.view(StepId::Memory, 0);
                Ok(other.predict(vocabulary, row, token)?.loss)
            }
        }
    }
}

impl<T: Scalar> Gradients<T> {
    /// The forward pass that this is the backward pass of.
    pub fn trace(&self) -> &Arc<Trace<T>> {
        &self.trace
    }

    /// What is derived, under its own address.
    pub fn target(&self) -> Target {
        self.target
    }

    /// The target's number.
    pub fn value(&self) -> f64 {
        self.value
    }

    /// The derivatives of the target by one step, or by one head's part of it.
    ///
    /// # Shapes
    /// Those of the step.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there is no such head.
    pub fn read(&self, step: StepId, head: usize) -> Result<DMatrixView<'_, T>, Error> {
        self.trace.read(step, head)?;
        Ok(self.view(step, head))
    }

    fn view(&self, step: StepId, head: usize) -> DMatrixView<'_, T> {
        self.record.view(self.trace.scenario().shape(), step, head)
    }

    /// The number of a cell that exists, forward or gradient.
    pub(crate) fn number(&self, cell: Cell) -> f64 {
        match cell.gradient {
            false => self.trace.value(cell),
            true => self.view(cell.step, cell.head.unwrap_or(0))[(cell.row, cell.col)].widen(),
        }
    }

    /// The derivative by one cell, beside what differences say.
    ///
    /// D(ε) = (f(x + ε) − f(x − ε)) / 2ε, and of two such the better one that
    /// they imply, (4 D(ε/2) − D(ε)) / 3, whose error falls with ε⁴. The cell
    /// is changed where it is recorded, and everything after it computed anew;
    /// at a forbidden score, nothing changes.
    ///
    /// # Errors
    /// [`Error::OutOfRange`] if there is no such cell; [`Error::NotFinite`] if
    /// a step overflows beside it.
    ///
    /// # Source
    /// Richardson 1911 (Phil. Trans. R. Soc. A 210:307).
    pub fn check(&self, cell: Cell) -> Result<Check, Error> {
        let cell = cell.forward();
        self.trace.check(cell)?;
        let cell = self
            .trace
            .locate(cell.step, cell.head.unwrap_or(0), cell.row, cell.col);
        let analytic = self.number(cell.gradient());
        let number = self.trace.value(cell);
        let epsilon = match number.is_finite() {
            true => EPSILON * number.abs().max(1.0),
            false => EPSILON,
        };
        let wide = self.difference(cell, epsilon)?;
        let narrow = self.difference(cell, epsilon / 2.0)?;
        let numeric = (4.0 * narrow - wide) / 3.0;
        let size = analytic.abs().max(numeric.abs());
        let relative_error = match size > 0.0 {
            true => (analytic - numeric).abs() / size,
            false => 0.0,
        };
        Ok(Check {
            analytic,
            numeric,
            epsilon,
            relative_error,
        })
    }

    /// (f(x + ε) − f(x − ε)) / 2ε
    fn difference(&self, cell: Cell, epsilon: f64) -> Result<f64, Error> {
        let scenario = self.trace.scenario();
        let (row, col) = scenario.shape().origin(cell.step, cell.head.unwrap_or(0));
        let target = |by: f64| {
            let nudge = Nudge {
                step: cell.step,
                row: row + cell.row,
                col: col + cell.col,
                by: T::nearest(by),
            };
            let nudged = attend_nudged(scenario, nudge)?;
            self.trace.target_in(&nudged, self.target)
        };
        Ok((target(epsilon)? - target(-epsilon)?) / (2.0 * epsilon))
    }

    fn refuse_overflow(&self) -> Result<(), Error> {
        for step in crate::steps::STEPS {
            let heads = match step.per_head {
                true => self.trace.scenario().shape().heads,
                false => 1,
            };
            for head in 0..heads {
                let view = self.view(step.id, head);
                let overflow = |&(row, col): &(usize, usize)| !view[(row, col)].is_finite();
                let mut cells =
                    (0..view.ncols()).flat_map(|col| (0..view.nrows()).map(move |row| (row, col)));
                if let Some((row, col)) = cells.find(overflow) {
                    return Err(Error::NotFinite {
                        step: step.id,
                        head: step.per_head.then_some(head),
                        row,
                        col,
                    });
                }
            }
        }
        Ok(())
    }
}

/// Where f64's rounding, some 1e-16/ε, and the difference's own error, some ε⁴,
/// are both small.
const EPSILON: f64 = 2e-4;

/// What the target adds to the derivatives by its own step.
struct Seed<'a, T: Scalar> {
    trace: &'a Trace<T>,
    target: Target,
}

impl<T: Scalar> Seed<'_, T> {
    /// ∂target/∂target = 1.
    fn plant(&self, step: StepId, gradient: &mut DMatrix<T>) {
        if let Target::Cell(cell) = self.target
            && cell.step == step
        {
            let shape = self.trace.scenario().shape();
            let (row, col) = shape.origin(step, cell.head.unwrap_or(0));
            gradient[(row + cell.row, col + cell.col)] += T::one();
        }
    }

    /// ∂L/∂output = Σ_j (p_j − δ_jt) y_j
    fn plant_loss(&self, gradient: &mut DMatrix<T>) {
        if let Target::Loss { row, token } = self.target
            && let Ok(prediction) = self.trace.prediction(row, token)
        {
            let vocabulary = self.trace.view(StepId::Memory, 0);
            for (j, p) in prediction.probabilities.iter().enumerate() {
                let surplus = T::nearest(p - f64::from(j == token));
                for (col, &y) in vocabulary.row(j).iter().enumerate() {
                    gradient[(row, col)] += surplus * y;
                }
            }
        }
    }
}

/// dM_j = Σ_k a_k (δ_jk − a_j) dA_k = a_j (dA_j − Σ_k a_k dA_k), row by row.
fn through_softmax<T: Scalar>(a: DMatrixView<'_, T>, d_a: DMatrixView<'_, T>) -> DMatrix<T> {
    let mut d_m = a.component_mul(&d_a);
    for (i, mut row) in d_m.row_iter_mut().enumerate() {
        let mean = row.sum();
        row.zip_apply(&a.row(i), |d, a| *d -= a * mean);
    }
    d_m
}

/// Adds to one head's part of a gradient. Query heads that share a key/value
/// head add to the same place.
fn put<T: Scalar>(
    gradient: &mut DMatrix<T>,
    shape: Shape,
    step: StepId,
    head: usize,
    part: &DMatrix<T>,
) {
    let mut place = gradient.view_mut(shape.origin(step, head), part.shape());
    place += part;
}
