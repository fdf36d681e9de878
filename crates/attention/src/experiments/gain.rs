//! Divisive normalisation in the brain, and softmax.

use serde::Serialize;

use super::number;
use crate::{error::Error, softmax::softmax};

/// What drives each unit, and how much attention multiplies it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settings {
    /// E, the stimulus drive of each of 1 to 64 units, from 0 to 10⁶.
    pub drives: Vec<f64>,
    /// A, the attention gain of each unit, from 0 to 10⁶.
    pub gains: Vec<f64>,
    /// σ, the semi-saturation constant, from 0 to 10⁶.
    pub sigma: f64,
}

/// The same division, written twice.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Responses {
    /// R_i = A_i·E_i / (σ + Σ_j A_j·E_j).
    pub responses: Vec<f64>,
    /// σ / (σ + Σ_j A_j·E_j), what no unit gets.
    pub unspent: f64,
    /// s_i = ln(A_i·E_i), the scores that give the same; −∞ for no drive.
    pub scores: Vec<f64>,
    /// Softmax of the scores, and of an empty slot of score ln σ if σ > 0.
    pub weights: Vec<f64>,
    /// The empty slot's weight; 0 without one.
    pub sink: f64,
}

/// Responses of units that share a pool, and the softmax that they are.
///
/// R_i = A_i·E_i / (σ + Σ_j A_j·E_j)
///
/// With A_i·E_i = e^(s_i) and σ = 0, that is softmax(s). With σ > 0 it is the
/// softmax of the same scores and one of ln σ that stands for an empty slot: a
/// sink, 0 for σ = 1.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range, and for a σ of 0
/// where no unit is driven, which leaves nothing to divide by.
///
/// # Source
/// Reynolds and Heeger 2009, "The Normalization Model of Attention", Neuron
/// 61:168, equation 1 with the pool taken over all units.
pub fn respond(settings: &Settings) -> Result<Responses, Error> {
    let Settings {
        drives,
        gains,
        sigma,
    } = settings;
    let units = drives.len();
    if !(1..=64).contains(&units) {
        return Err(Error::scenario(
            "drives",
            "a list of 1 to 64 numbers",
            format!("a list of {units}"),
        ));
    }
    if gains.len() != units {
        let expected = format!("a list of {units} numbers, one for each drive");
        return Err(Error::scenario(
            "gains",
            expected,
            format!("a list of {}", gains.len()),
        ));
    }
    for &drive in drives {
        number("drives", drive, 0.0..=1e6)?;
    }
    for &gain in gains {
        number("gains", gain, 0.0..=1e6)?;
    }
    number("sigma", *sigma, 0.0..=1e6)?;

    let driven: Vec<f64> = drives.iter().zip(gains).map(|(e, a)| a * e).collect();
    let pool = sigma + driven.iter().sum::<f64>();
    // What is too small to be divided by counts as nothing.
    if pool < f64::MIN_POSITIVE {
        return Err(Error::scenario(
            "sigma",
            "a number above 0 where no unit is driven",
            "0",
        ));
    }

    let scores: Vec<f64> = driven.iter().map(|driven| driven.ln()).collect();
    let mut weights = scores.clone();
    weights.push(sigma.ln());
    softmax(&mut weights);
    let sink = weights.pop().unwrap_or(0.0);
    Ok(Responses {
        responses: driven.iter().map(|driven| driven / pool).collect(),
        unspent: sigma / pool,
        scores,
        weights,
        sink,
    })
}
