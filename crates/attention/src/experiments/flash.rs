//! What tiles change: not the output, but what moves and what is kept.

use nalgebra::DMatrix;
use serde::Serialize;

use super::whole;
use crate::{
    error::Error,
    flash::{Blocks, HeadInputs, plain_memory, plain_traffic, tiled_traffic},
    random::Uniform,
    scalar::Scalar,
    scenario::{Mask, Shape},
    traffic::Traffic,
};

/// One head with drawn queries, keys and values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// N, queries and keys, from 1 to 8,192.
    pub tokens: u64,
    /// d, components of a query, key or value, from 1 to 256.
    pub width: u64,
    /// B_r, queries in a block, from 1 to N.
    pub block_queries: u64,
    /// B_c, keys in a block, from 1 to N.
    pub block_keys: u64,
    /// Whether a token attends to itself and those before it only.
    pub causal: bool,
    /// Which numbers are drawn.
    pub seed: u64,
}

impl Default for Settings {
    /// Small enough to run at once.
    fn default() -> Self {
        Self {
            tokens: 256,
            width: 64,
            block_queries: 32,
            block_keys: 32,
            causal: false,
            seed: 7,
        }
    }
}

/// What one way moves and keeps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Cost {
    /// Numbers that move between the large memory and the small one.
    pub traffic: Traffic,
    /// Numbers that are kept besides the inputs and the output.
    pub memory: u64,
}

/// Both ways, by formula.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Costs {
    /// All scores written down.
    pub plain: Cost,
    /// Tile by tile, none skipped.
    pub tiled: Cost,
    /// How many times as much the plain way moves.
    pub ratio: f64,
    /// What the ratio tends to as N grows: 2B_r/d.
    pub limit: f64,
}

/// Both ways, executed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Comparison {
    /// The largest difference between the two outputs.
    pub difference: f64,
    /// The largest number in the plain output.
    pub size: f64,
    /// What the tiled run moved, counted as it ran: less than by formula where
    /// the causal mask skipped tiles.
    pub traffic: Traffic,
}

/// What both ways move and keep, from the sizes alone.
///
/// Plain: 4Nd + 4N² numbers moved, N² kept. Tiled: 2Nd(1 + ⌈N/B_r⌉) moved,
/// [`Blocks::memory`] kept, whatever N.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range.
///
/// # Source
/// Dao et al. 2022 (arXiv 2205.14135), §3; see [`flash`](crate::flash).
///
/// ```
/// use attention::experiments::flash::{Settings, costs};
///
/// let settings = Settings { tokens: 4096, block_queries: 128, ..Settings::default() };
/// let costs = costs(settings)?;
/// assert!((costs.ratio - 3.94).abs() < 0.005);
/// assert_eq!(costs.limit, 4.0);
/// # Ok::<(), attention::Error>(())
/// ```
pub fn costs(settings: Settings) -> Result<Costs, Error> {
    let (shape, blocks) = settings.check()?;
    let plain = Cost {
        traffic: plain_traffic(shape),
        memory: plain_memory(shape),
    };
    let tiled = Cost {
        traffic: tiled_traffic(shape, blocks),
        memory: blocks.memory(shape.d_k, shape.d_v),
    };
    Ok(Costs {
        plain,
        tiled,
        ratio: plain.traffic.total() as f64 / tiled.traffic.total() as f64,
        limit: 2.0 * settings.block_queries as f64 / settings.width as f64,
    })
}

/// Runs both ways on the same drawn numbers. The two share no code.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range.
pub fn compare<T: Scalar>(settings: Settings) -> Result<Comparison, Error> {
    let (_, blocks) = settings.check()?;
    let inputs = draw::<T>(settings)?;
    let tiled = inputs.tiled(blocks)?;
    let plain = plain(&inputs);
    Ok(Comparison {
        difference: (tiled.output - &plain).amax().widen(),
        size: plain.amax().widen(),
        traffic: tiled.traffic,
    })
}

/// Queries, keys and values of unit variance, uniform in ±√3, each matrix from
/// its own stream of the seed.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range.
pub fn draw<T: Scalar>(settings: Settings) -> Result<HeadInputs<T>, Error> {
    let (shape, _) = settings.check()?;
    let mask = match settings.causal {
        true => Mask::Causal,
        false => Mask::None,
    };
    let [q, k, v] = [0, 1, 2].map(|stream| {
        let mut uniform = Uniform::new(settings.seed, stream);
        let bound = 3_f64.sqrt();
        DMatrix::from_fn(shape.n, shape.d_k, |_, _| {
            T::nearest(bound * uniform.signed())
        })
    });
    HeadInputs::new(q, k, v, mask)
}

/// softmax(Q Kᵀ/√d, masked) V with all N² scores written down; the weights take
/// their place.
///
/// # Source
/// Dao et al. 2022 (arXiv 2205.14135), Algorithm 0.
pub fn plain<T: Scalar>(inputs: &HeadInputs<T>) -> DMatrix<T> {
    let (q, k, v) = inputs.matrices();
    let mut scores = DMatrix::zeros(q.nrows(), k.nrows());
    let scale = T::one() / T::nearest(q.ncols() as f64).sqrt();
    scores.gemm(scale, q, &k.transpose(), T::zero());
    for (i, mut row) in scores.row_iter_mut().enumerate() {
        let allowed = |j: &usize| inputs.mask().allows(i, *j);
        let keys = || (0..k.nrows()).filter(allowed);
        let max = keys().fold(-T::one() / T::zero(), |max: T, j| max.max(row[j]));
        let mut sum = T::zero();
        for j in 0..k.nrows() {
            row[j] = match allowed(&j) {
                true => (row[j] - max).exp(),
                false => T::zero(),
            };
            sum += row[j];
        }
        row /= sum;
    }
    scores * v
}

impl Settings {
    fn check(self) -> Result<(Shape, Blocks), Error> {
        whole("tokens", self.tokens, 1..=8_192)?;
        whole("width", self.width, 1..=256)?;
        whole("block_queries", self.block_queries, 1..=self.tokens)?;
        whole("block_keys", self.block_keys, 1..=self.tokens)?;
        let [n, d] = [self.tokens, self.width].map(|size| size as usize);
        let shape = Shape {
            n,
            m: n,
            d_model: d,
            heads: 1,
            kv_heads: 1,
            d_k: d,
            d_v: d,
        };
        let blocks = Blocks {
            queries: self.block_queries as usize,
            keys: self.block_keys as usize,
        };
        Ok((shape, blocks))
    }
}
