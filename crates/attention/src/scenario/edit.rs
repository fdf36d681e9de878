//! Scenarios that differ from another in one respect.

use std::sync::Arc;

use super::{Memory, Scenario};
use crate::{
    error::Error,
    weights::{Weights, WeightsSpec},
};

impl Scenario {
    /// The same with the asking tokens in another order: row i is what row
    /// `order[i]` was. The mask and the positions stay where they are.
    ///
    /// # Errors
    /// [`Error::Scenario`] where `order` does not have each token once.
    pub fn reordered(&self, order: &[usize]) -> Result<Self, Error> {
        let n = self.shape.n;
        let mut missing = vec![true; n];
        for &row in order {
            if let Some(missing) = missing.get_mut(row) {
                *missing = false;
            }
        }
        if order.len() != n || missing.contains(&true) {
            let expected = format!("each whole number below {n} once");
            let got = format!("a list of {} with others", order.len());
            return Err(Error::scenario("order", expected, got));
        }
        let tokens = order.iter().map(|&row| self.tokens()[row].clone());
        let queries = Memory {
            tokens: tokens.collect(),
            vectors: Arc::new(self.vectors().select_rows(order)),
        };
        Ok(Self {
            queries,
            ..self.clone()
        })
    }

    /// The same with other labels on the asking tokens, which keep their
    /// vectors.
    ///
    /// # Errors
    /// [`Error::Scenario`] where there is not one label for each token, or one
    /// is blank.
    pub fn relabelled(&self, labels: Vec<String>) -> Result<Self, Error> {
        let n = self.shape.n;
        if labels.len() != n || labels.iter().any(|label| label.trim().is_empty()) {
            let expected = format!("{n} labels that are not blank");
            return Err(Error::scenario("tokens", expected, "others"));
        }
        let queries = Memory {
            tokens: labels.into(),
            vectors: Arc::clone(self.vectors()),
        };
        Ok(Self {
            queries,
            ..self.clone()
        })
    }

    /// The same with `amount` added to every component of one key's token
    /// vector: in self-attention, of the token itself.
    ///
    /// # Errors
    /// [`Error::Scenario`] where there is no such key, or its vector would no
    /// longer be finite.
    pub fn nudged(&self, key: usize, amount: f64) -> Result<Self, Error> {
        let m = self.shape.m;
        if key >= m {
            let expected = format!("a whole number below {m}");
            return Err(Error::scenario("key", expected, key.to_string()));
        }
        let mut nudged = self.clone();
        let side = nudged.memory.as_mut().unwrap_or(&mut nudged.queries);
        let vectors = Arc::make_mut(&mut side.vectors);
        vectors.row_mut(key).add_scalar_mut(amount);
        if vectors.row(key).iter().all(|number| number.is_finite()) {
            return Ok(nudged);
        }
        let expected = "a number that keeps every vector finite";
        Err(Error::scenario("amount", expected, amount))
    }

    /// The same with one query head silenced: its rows of W_O are 0, as if the
    /// head's output had been multiplied by a mask of 0.
    ///
    /// # Errors
    /// [`Error::Scenario`] where there is no such head.
    ///
    /// # Source
    /// Michel et al. 2019 (arXiv 1905.10650), §2.3.
    pub fn without_head(&self, head: usize) -> Result<Self, Error> {
        let (heads, d_v) = (self.shape.heads, self.shape.d_v);
        if head >= heads {
            let expected = format!("a whole number below {heads}");
            return Err(Error::scenario("head", expected, head.to_string()));
        }
        let mut weights = (*self.weights).clone();
        weights.w_o.rows_mut(head * d_v, d_v).fill(0.0);
        Ok(self.with_weights(weights))
    }

    /// The same with other weights of the same shapes.
    pub(crate) fn with_weights(&self, weights: Weights<f64>) -> Self {
        let weights = Arc::new(weights);
        Self {
            spec: WeightsSpec::Explicit(Arc::clone(&weights)),
            weights,
            ..self.clone()
        }
    }
}
