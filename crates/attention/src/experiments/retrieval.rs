//! A question that no key answers, and a card that is added to answer it.

use serde::Serialize;

use super::{number, whole};
use crate::{
    error::Error,
    random::Normal,
    softmax::{entropy, softmax},
};

/// Keys that have nothing to do with the query, and one that is added.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Settings {
    /// N, keys before the card is added, from 1 to 16,384.
    pub keys: u64,
    /// σ, standard deviation of their scores, from 0 to 5.
    pub spread: f64,
    /// Δ, the added card's score, from −50 to 50.
    pub advantage: f64,
    /// d_v, components of a value, from 1 to 64.
    pub d_v: u64,
    /// Which numbers are drawn.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            keys: 64,
            spread: 0.0,
            advantage: 4.0,
            d_v: 64,
            seed: 7,
        }
    }
}

/// Without the card and with it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Retrieval {
    /// The keys by themselves.
    pub without: Blend,
    /// The keys and the card.
    pub with: Blend,
    /// The card's weight.
    pub card: f64,
    /// The card's weight by the formula: e^Δ / (e^Δ + N·e^(σ²/2)).
    pub card_formula: f64,
    /// Entropy without the card by the formula: ln N − σ²/2.
    pub entropy_formula: f64,
    /// Root mean square of the output without the card by the formula:
    /// e^(σ²/2)/√N.
    pub output_formula: f64,
}

/// How even the weights are, and how much is left of values that are blended
/// by them.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Blend {
    /// Entropy of the weights, in nats.
    pub entropy: f64,
    /// The largest weight.
    pub max_weight: f64,
    /// Root mean square of the output's components; a value's are 1 on average.
    pub output: f64,
    /// √Σ a², what it is on average over all values of variance 1.
    pub expected_output: f64,
}

/// Takes the softmax of scores that say nothing, and blends values by it.
///
/// N scores of deviation σ, and values with independent components of variance
/// 1, give weights that still add up to 1: the query has to take something.
/// For N large against e^(σ²),
///
/// entropy ≈ ln N − σ²/2, output's root mean square = √Σ a² ≈ e^(σ²/2)/√N:
///
/// it takes a little of everything, which comes to almost nothing. One more key
/// with the score Δ gets
///
/// e^Δ / (e^Δ + N·e^(σ²/2))
///
/// of the weight, and with it its value comes through: what retrieval adds to
/// a prompt. For σ = 0 all of these are exact.
///
/// Draws N·(d_v + 1) normal numbers: tens of milliseconds for the most.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range.
///
/// # Source
/// E e^(σz) = e^(σ²/2) for a normal z. Retrieval: Lewis et al. 2020 (arXiv
/// 2005.11401).
pub fn ask(settings: Settings) -> Result<Retrieval, Error> {
    let Settings {
        keys,
        spread,
        advantage,
        d_v,
        seed,
    } = settings;
    whole("keys", keys, 1..=16_384)?;
    number("spread", spread, 0.0..=5.0)?;
    number("advantage", advantage, -50.0..=50.0)?;
    whole("d_v", d_v, 1..=64)?;

    let mut normal = Normal::new(seed, 0);
    let mut without: Vec<f64> = (0..keys).map(|_| spread * normal.draw()).collect();
    // The card comes last, so that the others are the same with it.
    let mut with = without.clone();
    with.push(advantage);
    softmax(&mut without);
    softmax(&mut with);

    let mut values = Normal::new(seed, 1);
    let [mut output_without, mut output_with] = [(); 2].map(|()| vec![0.0; d_v as usize]);
    for (key, &weight) in with.iter().enumerate() {
        let weight_without = without.get(key).copied().unwrap_or(0.0);
        for (output_without, output_with) in output_without.iter_mut().zip(&mut output_with) {
            let value = values.draw();
            *output_without += weight_without * value;
            *output_with += weight * value;
        }
    }

    let n = keys as f64;
    let noise = spread * spread / 2.0;
    Ok(Retrieval {
        card: with[keys as usize],
        card_formula: 1.0 / (1.0 + (n.ln() + noise - advantage).exp()),
        entropy_formula: n.ln() - noise,
        output_formula: noise.exp() / n.sqrt(),
        without: Blend::of(&without, &output_without),
        with: Blend::of(&with, &output_with),
    })
}

impl Blend {
    fn of(weights: &[f64], output: &[f64]) -> Self {
        let length = |numbers: &[f64]| numbers.iter().map(|x| x * x).sum::<f64>().sqrt();
        Self {
            entropy: entropy(weights),
            max_weight: weights.iter().copied().fold(0.0, f64::max),
            output: length(output) / (output.len() as f64).sqrt(),
            expected_output: length(weights),
        }
    }
}
