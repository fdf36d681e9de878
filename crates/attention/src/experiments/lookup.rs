//! From a blend to a lookup: the temperature.

use serde::Serialize;

use super::{labels, matrix, number, object};
use crate::{
    document::Document, error::Error, forward::attend, nalgebra::DMatrix, scenario::Scenario,
    softmax::entropy, steps::StepId, trace::Trace,
};

/// A query, as its scores against some keys, and the keys' values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settings {
    /// The score of each of 1 to 64 keys, from −1,000 to 1,000.
    pub scores: Vec<f64>,
    /// A number for each key to hand over, from −1,000 to 1,000.
    pub values: Vec<f64>,
    /// T, from 0 to 1,000; at 0, an exact lookup.
    pub temperature: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            scores: vec![2.0, 1.0, 0.0],
            values: vec![10.0, 20.0, 30.0],
            temperature: 1.0,
        }
    }
}

/// A blend, and the lookup that it tends to.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Lookup {
    /// softmax(s/T).
    pub weights: Vec<f64>,
    /// Their entropy, in nats.
    pub entropy: f64,
    /// The values, blended by the weights.
    pub output: f64,
    /// The weights at T = 0: 1/m on the m best keys.
    pub exact_weights: Vec<f64>,
    /// The output at T = 0.
    pub exact_output: f64,
}

/// Blends values by softmax(s/T), and by the limit of T → 0.
///
/// a_j = e^(s_j/T) / Σ_l e^(s_l/T) → 1/m for the m keys of the largest score
/// and 0 for the others. As T grows, a_j → 1/N.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range, and
/// [`Error::NotFinite`] for a temperature above 0 so small that s/T overflows.
///
/// # Source
/// The differentiable lookup of Graves et al. 2014 (arXiv 1410.5401), §3.3.1,
/// whose key strength β is 1/T.
pub fn look_up(settings: &Settings) -> Result<Lookup, Error> {
    let soft = attend::<f64>(&settings.scenario()?)?;
    let exact = attend::<f64>(
        &Settings {
            temperature: 0.0,
            ..settings.clone()
        }
        .scenario()?,
    )?;
    let weights = first_row(&soft)?;
    Ok(Lookup {
        entropy: entropy(&weights),
        weights,
        output: soft.read(StepId::HeadOutput, 0)?[(0, 0)],
        exact_weights: first_row(&exact)?,
        exact_output: exact.read(StepId::HeadOutput, 0)?[(0, 0)],
    })
}

/// The weights of the only query.
pub(super) fn first_row(trace: &Trace<f64>) -> Result<Vec<f64>, Error> {
    let weights = trace.read(StepId::Weights, 0)?;
    Ok(weights.row(0).iter().copied().collect())
}

impl Settings {
    /// The scenario that has these scores: a query (1, 0) against keys whose
    /// first component is the score and whose second is the value.
    ///
    /// # Errors
    /// [`Error::Scenario`] for a setting outside of its range.
    pub fn scenario(&self) -> Result<Scenario, Error> {
        let n = self.scores.len();
        for (field, list) in [("scores", &self.scores), ("values", &self.values)] {
            if list.len() != n || !(1..=64).contains(&n) {
                let expected = "a list of 1 to 64 numbers, as many as there are keys";
                return Err(Error::scenario(
                    field,
                    expected,
                    format!("a list of {}", list.len()),
                ));
            }
            for &entry in list {
                number(field, entry, -1_000.0..=1_000.0)?;
            }
        }
        number("temperature", self.temperature, 0.0..=1_000.0)?;

        let mask = Document::Text("none".into());
        scenario(&self.scores, &self.values, self.temperature, mask)
    }
}

/// A query with these scores against keys with these values, one for each.
pub(super) fn scenario(
    scores: &[f64],
    values: &[f64],
    temperature: f64,
    mask: Document,
) -> Result<Scenario, Error> {
    let n = scores.len();
    let keys: Vec<f64> = scores.iter().chain(values).copied().collect();
    let weight =
        |rows, first, second| matrix(&DMatrix::from_row_slice(rows, 2 / rows, &[first, second]));
    let memory = object([
        ("tokens", labels((1..=n).map(|key| format!("key {key}")))),
        ("vectors", matrix(&DMatrix::from_column_slice(n, 2, &keys))),
    ]);
    Scenario::from_document(&object([
        ("tokens", labels(["query".into()])),
        ("vectors", weight(1, 1.0, 0.0)),
        ("memory", memory),
        ("heads", Document::Number(1.0)),
        ("d_k", Document::Number(1.0)),
        ("d_v", Document::Number(1.0)),
        (
            "weights",
            object([
                ("w_q", weight(2, 1.0, 0.0)),
                ("w_k", weight(2, 1.0, 0.0)),
                ("w_v", weight(2, 0.0, 1.0)),
                ("w_o", weight(1, 0.0, 1.0)),
            ]),
        ),
        ("temperature", Document::Number(temperature)),
        ("mask", mask),
    ]))
}
