//! What each way moves and keeps, by formula.
//!
//! The large memory holds whole matrices; arithmetic is done in a small one.
//! Counted are the numbers that cross, whatever their type. With M numbers of
//! small memory and d = d_k = d_v, the plain pass moves Θ(Nd + N²), the tiled
//! one Θ(N²d²/M), since its blocks can have Θ(M/d) rows (Dao et al. 2022,
//! Theorem 2).

use super::inputs::Blocks;
use crate::{scenario::Shape, traffic::Traffic};

/// What the plain pass moves for one head, without a mask: it reads Q and K,
/// writes the scores, reads them, writes the weights, reads them and V, and
/// writes the output.
///
/// (n + m)(d_k + d_v) + 4nm in all; for n = m = N and d_k = d_v = d, 4Nd + 4N².
///
/// # Source
/// Dao et al. 2022 (arXiv 2205.14135), Algorithm 0.
pub fn plain_traffic(shape: Shape) -> Traffic {
    let (n, m) = (shape.n as u64, shape.m as u64);
    let (d_k, d_v) = (shape.d_k as u64, shape.d_v as u64);
    Traffic {
        read: (n + m) * d_k + m * d_v + 2 * n * m,
        written: 2 * n * m + n * d_v,
    }
}

/// What the tiled pass moves for one head, where no tile is skipped: it reads
/// Q and writes the output once, and reads K and V once for each block of
/// queries.
///
/// n(d_k + d_v) + m(d_k + d_v)⌈n/B_r⌉ in all; for n = m = N and d_k = d_v = d,
/// 2Nd(1 + ⌈N/B_r⌉). For N much larger than d and B_r, the plain pass moves
/// 2B_r/d times as much.
///
/// # Source
/// The loop order of Dao 2023 (arXiv 2307.08691), Algorithm 1, without its
/// logarithm of sums, which only a backward pass needs.
///
/// ```
/// use attention::{Scenario, Shape};
/// use attention::flash::{Blocks, plain_traffic, tiled_traffic};
///
/// let shape = Shape { n: 4096, m: 4096, d_k: 64, d_v: 64, ..Scenario::default().shape() };
/// let blocks = Blocks { queries: 128, keys: 128 };
/// let plain = plain_traffic(shape).total() as f64;
/// let ratio = plain / tiled_traffic(shape, blocks).total() as f64;
/// assert!((ratio - 3.94).abs() < 0.005); // towards 2·128/64 = 4
/// ```
pub fn tiled_traffic(shape: Shape, blocks: Blocks) -> Traffic {
    let (n, m) = (shape.n as u64, shape.m as u64);
    let (d_k, d_v) = (shape.d_k as u64, shape.d_v as u64);
    let passes = n.div_ceil((blocks.queries as u64).max(1));
    Traffic {
        read: n * d_k + passes * m * (d_k + d_v),
        written: n * d_v,
    }
}

/// Numbers that the plain pass keeps besides the head's inputs and its output:
/// n·m, if the weights take the place of the scores. The tiled pass keeps
/// [`Blocks::memory`].
pub fn plain_memory(shape: Shape) -> u64 {
    shape.n as u64 * shape.m as u64
}
