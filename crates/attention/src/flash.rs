//! Flash Attention: the same output, tile by tile.
//!
//! The plain forward pass writes all n × m scores down. This one cuts Q into
//! blocks of B_r rows, and K and V into blocks of B_c rows, and works off one
//! tile of B_r × B_c scores at a time. What a row needs to remember between
//! tiles is its maximum m so far, its sum l of exponentials so far, and its
//! unnormalised output o so far:
//!
//! | | |
//! |---|---|
//! | m′ = max(m, max_j s_j) | a new maximum |
//! | l′ = l·e^(m−m′) + Σ_j e^(s_j−m′) | what was summed under the old maximum is rescaled |
//! | o′ = o·e^(m−m′) + Σ_j e^(s_j−m′) v_j | and so is what was blended |
//!
//! Here s is the score after all that shapes it: scaling, SSMax, ALiBi, the
//! mask. m, l and o begin at −∞, 0 and 0, and after the last tile the row's output is o/l,
//! which is exact: the factors e^(m−m′) of later tiles multiply to the
//! difference between any earlier maximum and the last.
//!
//! A row of which no key has been allowed yet keeps m′ = −∞. Its exponentials
//! are then taken against 0 instead of m′, so that all of them, and the
//! rescale factor, are e^−∞ = 0 and not e^(−∞+∞).
//!
//! An empty slot of weight σ beside the keys is a key that comes before the
//! first tile, of score ln σ and value 0: m, l and o begin at ln σ, 1 and 0.
//! At temperature 0 both exponentials become 1 where the difference is 0, and 0
//! elsewhere: a new maximum drops what was blended before it, and o/l is the
//! mean of the values whose scores are largest.
//!
//! A tile all of whose pairs the mask forbids is skipped: none of its keys and
//! values are loaded. Under a causal mask that is every tile above the
//! diagonal.
//!
//! [`HeadInputs::tiled`] runs it and keeps nothing but the output;
//! [`Trace::flash`](crate::Trace::flash) runs the same and records every tile,
//! and [`Flash::explain`] says why a cell of a tile has its value.
//!
//! # What it saves, and what it does not
//! Both ways take n·m·(d_k + d_v) multiply-adds. What differs is what moves
//! between a large slow memory and a small fast one, see [`plain_traffic`] and
//! [`tiled_traffic`], and what has to be kept, see [`plain_memory`] and
//! [`Blocks::memory`]. On one thread of a CPU, whose caches hold the plain
//! pass's rows as well, it is about as fast as the plain pass; it is smaller.
//!
//! # Source
//! Dao et al. 2022 (arXiv 2205.14135), Algorithm 1, in the loop order of
//! Dao 2023 (arXiv 2307.08691), Algorithm 1: query blocks outside, so that an
//! output is written once, and divided by l once at the end. The running
//! maximum and sum are Milakov & Gimelshein 2018 (arXiv 1805.02867),
//! Algorithm 3; that attention needs little memory is also Rabe & Staats 2021
//! (arXiv 2112.05682).

mod explain;
mod inputs;
mod kernel;
mod model;
mod record;

pub use explain::{Operand, TileExplanation};
pub use inputs::{Blocks, HeadInputs};
pub use kernel::Tiled;
pub use model::{plain_memory, plain_traffic, tiled_traffic};
pub use record::{Flash, Quantity, Tile, TileCell};
