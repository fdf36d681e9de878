//! What a dot product measures: direction, and also length.

use serde::Serialize;

use super::{Given, number};
use crate::{error::Error, softmax::softmax};

/// A query and the keys that it is compared with.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settings {
    /// q, 2 to 64 components from −1,000 to 1,000.
    pub query: Vec<f64>,
    /// 1 to 16 keys, each as wide as the query.
    pub keys: Vec<Vec<f64>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            query: vec![2.0, 1.0],
            keys: vec![vec![2.0, 1.0], vec![1.0, 2.0], vec![-1.0, 2.0]],
        }
    }
}

impl super::Settings for Settings {
    fn take(given: &mut Given<'_>) -> Result<Self, Error> {
        let default = Self::default();
        Ok(Self {
            query: given.numbers("query", default.query)?,
            keys: given.rows("keys", default.keys)?,
        })
    }
}

/// A query against each of the keys.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Alignment {
    /// ‖q‖.
    pub query_length: f64,
    /// One for each key.
    pub keys: Vec<Key>,
    /// softmax(q·k) over the keys.
    pub weights: Vec<f64>,
    /// softmax(q·k / √d), d the number of components.
    pub scaled_weights: Vec<f64>,
}

/// How one key stands to the query.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Key {
    /// q_c·k_c for each component.
    pub products: Vec<f64>,
    /// q·k, their sum.
    pub score: f64,
    /// ‖k‖.
    pub length: f64,
    /// cos θ = q·k / (‖q‖‖k‖); none where a length is 0.
    pub cosine: Option<f64>,
    /// θ in degrees, from 0 to 180; none where a length is 0.
    pub angle: Option<f64>,
    /// q·k / ‖q‖, the length of the key's shadow on the query, negative where
    /// it points away; 0 for a query of length 0.
    pub along: f64,
}

/// Compares a query with keys.
///
/// q·k = Σ_c q_c k_c = ‖q‖ ‖k‖ cos θ. A key of twice the length has twice the
/// score at the same angle, so a high score is not alignment alone. The angle
/// is 2·atan2(‖u − v‖, ‖u + v‖) of the unit vectors u and v, which keeps its
/// digits near 0° and 180°, where the arc cosine does not.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range.
///
/// # Source
/// Vaswani et al. 2017 (arXiv 1706.03762), §3.2.1; the angle: Kahan 2006, "How
/// Futile are Mindless Assessments of Roundoff", §12.
pub fn align(settings: &Settings) -> Result<Alignment, Error> {
    settings.check()?;
    let Settings { query, keys } = settings;
    let query_length = length(query);
    let keys: Vec<Key> = keys
        .iter()
        .map(|key| Key::of(query, query_length, key))
        .collect();
    let mut weights: Vec<f64> = keys.iter().map(|key| key.score).collect();
    let scale = 1.0 / (query.len() as f64).sqrt();
    let mut scaled_weights: Vec<f64> = weights.iter().map(|score| score * scale).collect();
    softmax(&mut weights);
    softmax(&mut scaled_weights);
    Ok(Alignment {
        query_length,
        keys,
        weights,
        scaled_weights,
    })
}

impl Settings {
    fn check(&self) -> Result<(), Error> {
        let width = self.query.len();
        if !(2..=64).contains(&width) {
            let got = format!("a list of {width}");
            return Err(Error::scenario("query", "a list of 2 to 64 numbers", got));
        }
        if !(1..=16).contains(&self.keys.len()) {
            let got = format!("a list of {}", self.keys.len());
            return Err(Error::scenario("keys", "a list of 1 to 16 keys", got));
        }
        let range = || -1_000.0..=1_000.0;
        for (index, &component) in self.query.iter().enumerate() {
            number(format!("query[{index}]"), component, range())?;
        }
        for (row, key) in self.keys.iter().enumerate() {
            if key.len() != width {
                let expected = format!("a list of {width} numbers, like the query");
                let got = format!("a list of {}", key.len());
                return Err(Error::scenario(format!("keys[{row}]"), expected, got));
            }
            for (col, &component) in key.iter().enumerate() {
                number(format!("keys[{row}][{col}]"), component, range())?;
            }
        }
        Ok(())
    }
}

impl Key {
    fn of(query: &[f64], query_length: f64, key: &[f64]) -> Self {
        let products: Vec<f64> = query.iter().zip(key).map(|(q, k)| q * k).collect();
        let score = products.iter().sum::<f64>();
        let length = length(key);
        let both = query_length > 0.0 && length > 0.0;
        Self {
            products,
            score,
            length,
            cosine: both.then(|| (score / query_length / length).clamp(-1.0, 1.0)),
            angle: both.then(|| {
                let units = || {
                    let pairs = query.iter().zip(key);
                    pairs.map(|(q, k)| (q / query_length, k / length))
                };
                let apart = self::length(&units().map(|(u, v)| u - v).collect::<Vec<_>>());
                let joined = self::length(&units().map(|(u, v)| u + v).collect::<Vec<_>>());
                2.0 * apart.atan2(joined).to_degrees()
            }),
            along: if query_length > 0.0 {
                score / query_length
            } else {
                0.0
            },
        }
    }
}

/// ‖x‖ = √Σ x², after division by the largest component, so that the squares
/// of tiny ones do not vanish.
fn length(vector: &[f64]) -> f64 {
    let largest = vector.iter().fold(0.0_f64, |most, x| most.max(x.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    let squares: f64 = vector.iter().map(|x| (x / largest).powi(2)).sum();
    largest * squares.sqrt()
}
