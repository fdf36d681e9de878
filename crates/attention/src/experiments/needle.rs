//! One key that matters, among more and more that don't.

use serde::Serialize;

use super::{number, whole};
use crate::{
    error::Error,
    random::Normal,
    softmax::{entropy, softmax},
};

/// A needle in a haystack.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Settings {
    /// N, keys, the needle among them, from 2 to 10⁶.
    pub keys: u64,
    /// Δ, how far the needle's score is above the mean of the others, from −50
    /// to 50.
    pub advantage: f64,
    /// σ, standard deviation of the others' scores, from 0 to 5. At 0 they are
    /// all alike.
    pub spread: f64,
    /// s, where scores are multiplied by s·ln N before softmax, from 0.01 to
    /// 10; `None` where they are not.
    pub log_n: Option<f64>,
    /// Which numbers are drawn.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            keys: 100,
            advantage: 6.0,
            spread: 1.0,
            log_n: None,
            seed: 7,
        }
    }
}

/// What is left for the needle.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Needle {
    /// Its weight, by softmax over all N keys.
    pub weight: f64,
    /// Its weight by the formula, which puts the others' mean e^s in the place
    /// of their e^s.
    pub formula: f64,
    /// Entropy of all N weights, in nats.
    pub entropy: f64,
    /// The largest weight of another key.
    pub rival: f64,
    /// c, what the scores were multiplied by: s·ln N, or 1.
    pub factor: f64,
    /// The advantage at which the formula gives the needle half of the weight:
    /// (ln(N − 1) + (cσ)²/2) / c.
    pub half_advantage: f64,
}

/// Gives N keys their scores, the needle's first, and takes the softmax.
///
/// With scores cΔ for the needle and cσ·z for the others, z normal, the mean
/// of their e^s is e^((cσ)²/2), and
///
/// w = 1 / (1 + (N − 1)·e^((cσ)²/2 − cΔ))
///
/// so that w = ½ at Δ = (ln(N − 1) + (cσ)²/2)/c. Without a factor, c = 1, any
/// advantage is drowned by enough keys. With c = s·ln N and σ = 0, the others
/// come to N^(1 − sΔ): a needle with sΔ > 1 is found among any number.
///
/// The formula is exact for σ = 0. For σ > 0 it is what many keys come close
/// to, and the more slowly the larger cσ is: then few keys make up the sum.
///
/// Time is in proportion to N: tens of milliseconds for 10⁶ keys with σ > 0.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range.
///
/// # Source
/// Dispersion: Veličković et al. 2024 (arXiv 2410.01104). Scores times s·ln n:
/// Nakanishi 2025, "Scalable-Softmax Is Superior for Attention" (arXiv
/// 2501.19399).
///
/// ```
/// use attention::experiments::needle::{Settings, find};
///
/// let alike = Settings { spread: 0.0, advantage: f64::ln(99.0), ..Settings::default() };
/// assert!((find(alike)?.weight - 0.5).abs() < 1e-14);
/// # Ok::<(), attention::Error>(())
/// ```
pub fn find(settings: Settings) -> Result<Needle, Error> {
    let Settings {
        keys,
        advantage,
        spread,
        log_n,
        seed,
    } = settings;
    whole("keys", keys, 2..=1_000_000)?;
    number("advantage", advantage, -50.0..=50.0)?;
    number("spread", spread, 0.0..=5.0)?;
    let s = log_n.map(|s| number("log_n", s, 0.01..=10.0).map(|()| s));
    let factor = s.transpose()?.map_or(1.0, |s| s * (keys as f64).ln());

    let mut weights = vec![0.0; keys as usize];
    weights[0] = factor * advantage;
    if spread > 0.0 {
        let mut normal = Normal::new(seed, 0);
        for score in &mut weights[1..] {
            *score = factor * spread * normal.draw();
        }
    }
    softmax(&mut weights);

    let others = ((keys - 1) as f64).ln() + (factor * spread).powi(2) / 2.0;
    Ok(Needle {
        weight: weights[0],
        formula: 1.0 / (1.0 + (others - factor * advantage).exp()),
        entropy: entropy(&weights),
        rival: weights[1..].iter().copied().fold(0.0, f64::max),
        factor,
        half_advantage: others / factor,
    })
}
