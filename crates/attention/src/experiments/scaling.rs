//! Why scores are divided by √d_k.

use serde::Serialize;

use super::{Given, Histogram, whole};
use crate::{
    error::Error,
    random::Normal,
    softmax::{jacobian_norm, softmax},
};

/// How many queries meet how many keys of which width.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// d_k, components of a query and of a key, from 1 to 1,024.
    pub d_k: u64,
    /// N, keys that each query is compared with, from 2 to 256.
    pub keys: u64,
    /// Queries that are drawn, each with its own keys, from 1 to 20,000.
    pub samples: u64,
    /// Which numbers are drawn.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            d_k: 64,
            keys: 16,
            samples: 1_000,
            seed: 7,
        }
    }
}

impl super::Settings for Settings {
    fn take(given: &mut Given<'_>) -> Result<Self, Error> {
        let default = Self::default();
        Ok(Self {
            d_k: given.whole("d_k", default.d_k)?,
            keys: given.whole("keys", default.keys)?,
            samples: given.whole("samples", default.samples)?,
            seed: given.whole("seed", default.seed)?,
        })
    }
}

/// The same queries and keys, with and without the division.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Weights are softmax(q·k).
    pub unscaled: Statistics,
    /// Weights are softmax(q·k / √d_k).
    pub scaled: Statistics,
}

/// What scores of one kind look like, and what softmax makes of them.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Statistics {
    /// Standard deviation of the scores: √d_k, or 1 when scaled.
    pub score_deviation: f64,
    /// The scores, in 41 bins from −4√d_k to 4√d_k, scaled or not: the same
    /// ruler for both.
    pub scores: Histogram,
    /// Mean over the queries of the largest weight: 1/N if all are equal, 1 in
    /// a lookup.
    pub mean_max_weight: f64,
    /// The largest weights, in 20 bins from 0 to 1.
    pub max_weights: Histogram,
    /// Mean of ‖J‖_F. A few queries with two near rivals can hold it up when
    /// hardly any gradient is left elsewhere: see the median.
    pub mean_jacobian: f64,
    /// Median of ‖J‖_F: what a typical query has.
    pub median_jacobian: f64,
    /// log₁₀ ‖J‖_F, in 40 bins from −20 to 0.
    pub log_jacobians: Histogram,
    /// The first query's scores, one for each key.
    pub example_scores: Vec<f64>,
    /// And its weights.
    pub example_weights: Vec<f64>,
}

/// Draws queries and keys with independent normal components of variance 1,
/// as at the start of training, and compares them.
///
/// q·k = Σ_c q_c k_c has variance d_k, so its deviation is √d_k. Softmax of
/// scores so far apart is nearly a lookup, and its Jacobian
/// J = diag(a) − a aᵀ, which the gradient has to pass, is nearly 0:
///
/// ‖J‖²_F = Σ a² − 2 Σ a³ + (Σ a²)²
///
/// A key is drawn as one number, its component along the query, because that is
/// all that a score sees: q·k = ‖q‖ · (k along q), and a normal vector has a
/// normal component of variance 1 along any direction that was chosen without
/// looking at it. The distribution of the scores is that of whole vectors, for
/// samples·(d_k + N) drawn numbers in place of samples·N·d_k.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range.
///
/// # Source
/// Vaswani et al. 2017 (arXiv 1706.03762), §3.2.1 with footnote 4.
pub fn compare(settings: Settings) -> Result<Comparison, Error> {
    let Settings {
        d_k,
        keys,
        samples,
        seed,
    } = settings;
    whole("d_k", d_k, 1..=1_024)?;
    whole("keys", keys, 2..=256)?;
    whole("samples", samples, 1..=20_000)?;

    let mut normal = Normal::new(seed, 0);
    let mut scores = Vec::with_capacity((samples * keys) as usize);
    for _ in 0..samples {
        let norm = normal.squares(d_k).sqrt();
        scores.extend((0..keys).map(|_| norm * normal.draw()));
    }

    let reach = 4.0 * (d_k as f64).sqrt();
    let unscaled = Statistics::of(&mut scores.clone(), keys as usize, reach);
    let scale = 1.0 / (d_k as f64).sqrt();
    scores.iter_mut().for_each(|score| *score *= scale);
    let scaled = Statistics::of(&mut scores, keys as usize, reach);
    Ok(Comparison { unscaled, scaled })
}

impl Statistics {
    /// Turns the scores into weights, N at a time.
    fn of(scores: &mut [f64], keys: usize, reach: f64) -> Self {
        let count = scores.len() as f64;
        let histogram = Histogram::of(scores.iter().copied(), (-reach, reach), 41);
        let mean = scores.iter().sum::<f64>() / count;
        let squares: f64 = scores.iter().map(|score| (score - mean).powi(2)).sum();
        let example_scores = scores[..keys].to_vec();

        let (mut max_weights, mut jacobians) = (Vec::new(), Vec::new());
        for row in scores.chunks_exact_mut(keys) {
            softmax(row);
            max_weights.push(row.iter().copied().fold(0.0, f64::max));
            jacobians.push(jacobian_norm(row));
        }
        jacobians.sort_unstable_by(f64::total_cmp);
        let logs = jacobians.iter().map(|norm| norm.log10());
        let rows = jacobians.len() as f64;
        Self {
            score_deviation: (squares / count).sqrt(),
            scores: histogram,
            mean_max_weight: max_weights.iter().sum::<f64>() / rows,
            mean_jacobian: jacobians.iter().sum::<f64>() / rows,
            median_jacobian: median(&jacobians),
            log_jacobians: Histogram::of(logs, (-20.0, 0.0), 40),
            max_weights: Histogram::of(max_weights, (0.0, 1.0), 20),
            // By now, softmax has put weights where the scores were.
            example_weights: scores[..keys].to_vec(),
            example_scores,
        }
    }
}

/// The middle of sorted numbers, or the mean of the two in the middle.
fn median(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match sorted.len() % 2 {
        0 => 0.5 * (sorted[middle - 1] + sorted[middle]),
        _ => sorted[middle],
    }
}

/// Two keys: the weight of one, and how fast it moves.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TwoKeys {
    /// p = 1/(1 + e^−Δ), its weight.
    pub weight: f64,
    /// dp/dΔ = p(1 − p).
    pub slope: f64,
}

/// Softmax of two keys whose scores differ by Δ, the logistic function:
/// p = 1/(1 + e^−Δ), dp/dΔ = p(1 − p).
///
/// The slope is 1/4 at Δ = 0 and falls off like e^−|Δ|: the farther apart the
/// scores, the less a nudge of either moves the weights.
///
/// # Errors
/// [`Error::Scenario`] for a difference that is not from −700 to 700.
///
/// ```
/// use attention::experiments::scaling::two_keys;
///
/// assert_eq!(two_keys(0.0)?.slope, 0.25);
/// assert!((two_keys(-40.0)?.slope / f64::exp(-40.0) - 1.0).abs() < 1e-15);
/// # Ok::<(), attention::Error>(())
/// ```
pub fn two_keys(difference: f64) -> Result<TwoKeys, Error> {
    super::number("difference", difference, -700.0..=700.0)?;
    // The weight of the other key, from its own scores: 1 − p would be 0 long
    // before the slope is.
    let mut weights = [difference, 0.0];
    softmax(&mut weights);
    let [weight, other] = weights;
    Ok(TwoKeys {
        weight,
        slope: weight * other,
    })
}
