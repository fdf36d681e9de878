//! Softmax alone: scores in, shares out.

use serde::Serialize;

use super::{Given, lookup, number};
use crate::{
    document::Document, error::Error, forward::attend, scenario::Scenario, softmax::entropy,
    steps::StepId,
};

/// The scores of one query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settings {
    /// The score of each of 1 to 64 keys, from −1,000 to 1,000; none where the
    /// mask forbids the key (−∞).
    pub scores: Vec<Option<f64>>,
    /// T: 0, or from 10⁻⁶ to 1,000.
    pub temperature: f64,
    /// c, added to every score, from −1,000 to 1,000.
    pub shift: f64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            scores: vec![Some(2.0), Some(1.0), Some(0.0)],
            temperature: 1.0,
            shift: 0.0,
        }
    }
}

impl super::Settings for Settings {
    fn take(given: &mut Given<'_>) -> Result<Self, Error> {
        let default = Self::default();
        Ok(Self {
            scores: given.numbers_or_none("scores", default.scores)?,
            temperature: given.number("temperature", default.temperature)?,
            shift: given.number("shift", default.shift)?,
        })
    }
}

/// A row of scores on its way to weights. What belongs to a forbidden key is
/// none among the scores, and 0 among exponentials and weights.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Shares {
    /// s + c.
    pub shifted: Vec<Option<f64>>,
    /// (s + c)/T; at T = 0, undivided.
    pub scaled: Vec<Option<f64>>,
    /// The largest of them.
    pub max: f64,
    /// e^(scaled − max); at T = 0 its limit, 1 for a largest score, else 0.
    pub exps: Vec<f64>,
    /// Σ, their sum.
    pub sum: f64,
    /// exps / Σ.
    pub weights: Vec<f64>,
    /// −Σ a ln a of the weights, in nats: 0 for a lookup, ln m for equal shares
    /// of m keys.
    pub entropy: f64,
    /// The weights at T = 0, shared equally among the largest scores.
    pub exact_weights: Vec<f64>,
    /// 1/m, the weight of each of the m allowed keys as T → ∞.
    pub uniform: f64,
}

/// softmax((s + c)/T), with everything on the way.
///
/// a_j = e^((s_j + c)/T − max) / Σ_l e^((s_l + c)/T − max), for which c is no
/// matter: it moves every score and the largest one alike. A forbidden key has
/// s = −∞ and gets exactly 0.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range, and where every key
/// is forbidden.
///
/// # Source
/// Bridle 1990, "Probabilistic Interpretation of Feedforward Classification
/// Network Outputs"; the temperature as in Hinton et al. 2015
/// (arXiv 1503.02531), §2.
pub fn share(settings: &Settings) -> Result<Shares, Error> {
    let soft = attend::<f64>(&settings.scenario(settings.temperature)?)?;
    let exact = attend::<f64>(&settings.scenario(0.0)?)?;
    let row = soft.softmax_row(0, 0)?;
    let scores = |step| -> Result<Vec<Option<f64>>, Error> {
        let scores = soft.read(step, 0)?;
        let keys = scores.iter().zip(&settings.scores);
        Ok(keys.map(|(score, given)| given.map(|_| *score)).collect())
    };
    let weights = lookup::first_row(&soft)?;
    let allowed = settings.scores.iter().flatten().count();
    Ok(Shares {
        shifted: scores(StepId::Scores)?,
        scaled: scores(StepId::Scaled)?,
        max: row.max,
        exps: row.exps,
        sum: row.sum,
        entropy: entropy(&weights),
        weights,
        exact_weights: lookup::first_row(&exact)?,
        uniform: 1.0 / allowed as f64,
    })
}

impl Settings {
    /// The scenario that has these scores, and a mask where they have gaps.
    fn scenario(&self, temperature: f64) -> Result<Scenario, Error> {
        let n = self.scores.len();
        if !(1..=64).contains(&n) {
            let expected = "a list of 1 to 64 numbers, null where a key is masked";
            return Err(Error::scenario(
                "scores",
                expected,
                format!("a list of {n}"),
            ));
        }
        if self.scores.iter().all(Option::is_none) {
            let expected = "at least one key that is not masked";
            return Err(Error::scenario("scores", expected, "none"));
        }
        number("shift", self.shift, -1_000.0..=1_000.0)?;
        for (index, &score) in self.scores.iter().enumerate() {
            number(
                format!("scores[{index}]"),
                score.unwrap_or(0.0),
                -1_000.0..=1_000.0,
            )?;
        }
        if !(temperature == 0.0 || (1e-6..=1_000.0).contains(&temperature)) {
            let expected = "0, or a number from 0.000001 to 1000";
            let got = temperature;
            return Err(Error::scenario("temperature", expected, got));
        }
        let scores = self.scores.iter();
        let scores: Vec<f64> = scores
            .map(|score| score.unwrap_or(0.0) + self.shift)
            .collect();
        let allowed = self.scores.iter().map(Option::is_some);
        let allowed = Document::List(allowed.map(Document::Bool).collect());
        let mask = Document::List(vec![allowed]);
        lookup::scenario(&scores, &vec![0.0; n], temperature, mask)
    }
}
