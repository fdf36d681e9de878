//! What a model's cache of keys and values takes.

use serde::Serialize;

use super::whole;
use crate::error::Error;

/// What of a model's shape its cache depends on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Model {
    /// Its name.
    pub name: &'static str,
    /// L, layers, from 1 to 1,000.
    pub layers: u64,
    /// Query heads in each layer, from 1 to 1,024.
    pub heads: u64,
    /// n_kv, key/value heads in each layer; a divisor of `heads`.
    pub kv_heads: u64,
    /// d_h, components of a key or value, from 1 to 1,024.
    pub width: u64,
    /// How many tokens back a query can look, where that is limited: no more
    /// are cached.
    pub window: Option<u64>,
}

const fn model(name: &'static str, [layers, heads, kv_heads, width]: [u64; 4]) -> Model {
    Model {
        name,
        layers,
        heads,
        kv_heads,
        width,
        window: None,
    }
}

/// Real models.
///
/// # Source
/// GPT-3: Brown et al. 2020 (arXiv 2005.14165), Table 2.1. All others:
/// `litgpt/config.py` of Lightning-AI/litgpt at commit 26857050.
pub const MODELS: [Model; 12] = [
    model("GPT-3", [96, 96, 96, 128]),
    model("Llama-2-7B", [32, 32, 32, 128]),
    model("Llama-2-70B", [80, 64, 8, 128]),
    model("Llama-3-8B", [32, 32, 8, 128]),
    model("Llama-3-70B", [80, 64, 8, 128]),
    model("Llama-3.1-405B", [126, 128, 8, 128]),
    Model {
        window: Some(4_096),
        ..model("Mistral-7B", [32, 32, 8, 128])
    },
    model("Gemma-2B", [18, 8, 1, 256]),
    model("Gemma-7B", [28, 16, 16, 256]),
    model("Qwen2.5-7B", [28, 28, 4, 128]),
    model("Qwen3-8B", [36, 32, 8, 128]),
    model("Falcon-7B", [32, 71, 1, 64]),
];

/// What is cached, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Settings {
    /// Whose cache.
    pub model: Model,
    /// T, tokens so far in each sequence, from 1 to 10⁷.
    pub tokens: u64,
    /// Sequences side by side, from 1 to 10,000.
    pub batch: u64,
    /// Bytes of one number, from 1 to 8; 2 at 16 bits.
    pub bytes_per_number: u64,
}

/// What the cache takes with one way of sharing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Cache {
    /// n_kv.
    pub kv_heads: u64,
    /// Bytes that each token of a sequence adds: 2·L·n_kv·d_h·bytes.
    pub bytes_per_token: u64,
    /// Tokens that are cached: T, or the window if that is less.
    pub tokens: u64,
    /// All of it: 2·L·n_kv·d_h·T·bytes·batch.
    pub bytes: u64,
}

/// One model with three ways of sharing keys and values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Sharing {
    /// Each query head has its own (multi-head).
    pub multi_head: Cache,
    /// As the model has it.
    pub configured: Cache,
    /// All share one (multi-query).
    pub multi_query: Cache,
}

/// The largest whole number that JavaScript counts to without gaps.
const LARGEST: u64 = (1 << 53) - 1;

/// What a model's cache takes, as it is, and if it shared less or more.
///
/// Each layer keeps a key and a value of d_h numbers for each token and each
/// key/value head:
///
/// bytes = 2·L·n_kv·d_h·T·bytes per number·batch
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range, and for `tokens`
/// where there are 2⁵³ bytes or more.
///
/// # Source
/// Shazeer 2019 (arXiv 1911.02150) for n_kv = 1; Ainslie et al. 2023
/// (arXiv 2305.13245) for groups; Jiang et al. 2023 (arXiv 2310.06825), §2, for
/// a rolling cache of a window's size.
///
/// ```
/// use attention::experiments::kv_cache::{MODELS, Settings, sharing};
///
/// let llama_2_70b = Settings { model: MODELS[2], tokens: 4096, batch: 1, bytes_per_number: 2 };
/// let caches = sharing(llama_2_70b)?;
/// assert_eq!(caches.configured.bytes_per_token, 320 * 1024);
/// assert_eq!(caches.multi_head.bytes_per_token, 2560 * 1024);
/// # Ok::<(), attention::Error>(())
/// ```
pub fn sharing(settings: Settings) -> Result<Sharing, Error> {
    let Model {
        layers,
        heads,
        kv_heads,
        width,
        window,
        ..
    } = settings.model;
    whole("layers", layers, 1..=1_000)?;
    whole("heads", heads, 1..=1_024)?;
    whole("width", width, 1..=1_024)?;
    if kv_heads == 0 || heads % kv_heads != 0 {
        let expected = format!("a divisor of {heads} heads");
        return Err(Error::scenario("kv_heads", expected, kv_heads.to_string()));
    }
    whole("window", window.unwrap_or(1), 1..=LARGEST)?;
    whole("tokens", settings.tokens, 1..=10_000_000)?;
    whole("batch", settings.batch, 1..=10_000)?;
    whole("bytes_per_number", settings.bytes_per_number, 1..=8)?;

    let tokens = window.map_or(settings.tokens, |window| window.min(settings.tokens));
    let cache = |kv_heads: u64| {
        // The ranges keep this below 2³⁵, but not all tokens' sum below 2⁵³.
        let bytes_per_token = 2 * layers * kv_heads * width * settings.bytes_per_number;
        let bytes = bytes_per_token.checked_mul(tokens * settings.batch);
        match bytes.filter(|&bytes| bytes <= LARGEST) {
            Some(bytes) => Ok(Cache {
                kv_heads,
                bytes_per_token,
                tokens,
                bytes,
            }),
            None => Err(Error::scenario(
                "tokens",
                "so few tokens, sequences and heads that there are fewer than 2^53 bytes",
                format!(
                    "{tokens} tokens of {bytes_per_token} bytes, {} times",
                    settings.batch
                ),
            )),
        }
    };
    Ok(Sharing {
        multi_head: cache(heads)?,
        configured: cache(kv_heads)?,
        multi_query: cache(1)?,
    })
}
