//! How often one answer compares a query with a key.

use serde::Serialize;

use super::whole;
use crate::error::Error;

/// A model, a prompt and an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// L, from 1 to 1,000.
    pub layers: u64,
    /// H, query heads in each layer, from 1 to 1,024.
    pub heads: u64,
    /// P, tokens that are read before the first one is written, from 1 to 10⁷.
    pub prompt: u64,
    /// G, tokens that are written, from 0 to 10⁷.
    pub generated: u64,
}

impl Default for Settings {
    /// Llama-3-8B, and a thousand tokens each way.
    fn default() -> Self {
        Self {
            layers: 32,
            heads: 32,
            prompt: 1_000,
            generated: 1_000,
        }
    }
}

/// Exact counts. Each is at most 2⁵³ − 1, so that JavaScript can hold it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Count {
    /// Heads that are run to read the prompt, all its tokens at once: L·H.
    pub prefill_calls: u64,
    /// Heads that are run to write the answer, token by token: L·H·G.
    pub decode_calls: u64,
    /// Scores q·k to read the prompt: L·H·P(P+1)/2.
    pub prefill_scores: u64,
    /// Scores q·k to write the answer: L·H·(G·P + G(G+1)/2).
    pub decode_scores: u64,
    /// Both together.
    pub scores: u64,
}

/// The largest whole number that JavaScript counts to without gaps.
const LARGEST: u64 = (1 << 53) - 1;

/// Counts attention in one answer of a decoder with a key/value cache.
///
/// Token t attends to itself and to the t − 1 before it, in each of H heads of
/// each of L layers. The prompt's tokens are compared once, together:
///
/// prefill = L·H·Σ_{t=1…P} t = L·H·P(P+1)/2
///
/// Each of G further tokens is compared with everything so far and itself:
///
/// decode = L·H·Σ_{g=1…G} (P + g) = L·H·(G·P + G(G+1)/2)
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range, and for `prompt`
/// where there are 2⁵³ scores or more.
///
/// # Source
/// The causal mask of Vaswani et al. 2017 (arXiv 1706.03762), §3.2.3.
///
/// ```
/// use attention::experiments::counting::{Settings, count};
///
/// let counted = count(Settings::default())?;
/// assert_eq!(counted.decode_scores, 1_536_512_000);
/// assert_eq!(counted.prefill_scores, 512_512_000);
/// # Ok::<(), attention::Error>(())
/// ```
pub fn count(settings: Settings) -> Result<Count, Error> {
    let Settings {
        layers,
        heads,
        prompt,
        generated,
    } = settings;
    whole("layers", layers, 1..=1_000)?;
    whole("heads", heads, 1..=1_024)?;
    whole("prompt", prompt, 1..=10_000_000)?;
    whole("generated", generated, 0..=10_000_000)?;

    // The ranges keep everything per head below 2⁴⁸, but not all heads' sum.
    let all_heads = layers * heads;
    let prefill = all_heads.checked_mul(prompt * (prompt + 1) / 2);
    let decode = all_heads.checked_mul(generated * prompt + generated * (generated + 1) / 2);
    let sums = prefill.zip(decode).and_then(|(prefill, decode)| {
        let scores = prefill.checked_add(decode)?;
        (scores <= LARGEST).then_some((prefill, decode, scores))
    });
    let Some((prefill_scores, decode_scores, scores)) = sums else {
        return Err(Error::scenario(
            "prompt",
            "so few tokens, heads and layers that there are fewer than 2^53 scores",
            format!("{prompt} tokens, and {generated} generated, in {all_heads} heads"),
        ));
    };
    Ok(Count {
        prefill_calls: all_heads,
        decode_calls: all_heads * generated,
        prefill_scores,
        decode_scores,
        scores,
    })
}
