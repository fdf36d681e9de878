//! Queries, keys and values become a scenario that computes exactly these.
//!
//! A scenario starts from token vectors and weights. With
//!
//! `X = [Q | K | V]`,  `W_Q = (I 0 0)ᵀ`,  `W_K = (0 I 0)ᵀ`,  `W_V = (0 0 I)ᵀ`
//!
//! X W_Q = Q and so on, exactly: each number is multiplied by 1 once and
//! otherwise 0 is added. (The sign of a negative zero is lost.) In
//! cross-attention the tokens carry `[Q]` and the memory carries `[K | V]`.
//! W_O is (I 0): the output is the heads' outputs side by side.

use std::ops::Range;

use attention::{Document, nalgebra::DMatrix};

use crate::{
    Options,
    array::{Array, describe_shape},
    assemble::{Draft, labels, numbered, packed},
    error::ImportError,
    fields::Fields,
};

/// The engine's limits, to say what would fit before it refuses.
const MOST_TOKENS: usize = 512;
const WIDEST_MODEL: usize = 1024;

/// heads × tokens × width
struct Heads {
    source: String,
    heads: usize,
    tokens: usize,
    width: usize,
    labels: Option<Vec<String>>,
    numbers: Vec<f64>,
}

impl Heads {
    fn read(array: Array, batch: Option<usize>) -> Result<Self, ImportError> {
        let shape = array.shape_of_rank(3);
        let [batches, heads, tokens, width] = match *shape {
            [tokens, width] => [1, 1, tokens, width],
            [heads, tokens, width] => [1, heads, tokens, width],
            [batches, heads, tokens, width] => [batches, heads, tokens, width],
            _ => {
                let expected = "tokens × numbers, with heads and a batch before them or not";
                let got = format!("the shape {}", describe_shape(shape));
                return Err(ImportError::file(&array.source, expected, got));
            }
        };
        let chosen = match batch {
            None if batches > 1 => {
                let got = format!("{batches} of them");
                let expected = "one entry, or a choice of batch";
                return Err(ImportError::file(&array.source, expected, got));
            }
            Some(chosen) if chosen >= batches => {
                let expected = format!("a choice of batch below {batches}");
                return Err(ImportError::file(
                    &array.source,
                    expected,
                    chosen.to_string(),
                ));
            }
            chosen => chosen.unwrap_or(0),
        };
        if tokens > MOST_TOKENS {
            let expected = format!("at most {MOST_TOKENS} tokens");
            return Err(ImportError::file(
                &array.source,
                expected,
                tokens.to_string(),
            ));
        }
        let size = heads * tokens * width;
        let (source, labels) = (array.source.clone(), array.labels.clone());
        let mut numbers = array.numbers()?;
        numbers.drain(..chosen * size);
        numbers.truncate(size);
        Ok(Self {
            source,
            heads,
            tokens,
            width,
            labels,
            numbers,
        })
    }

    fn must_have(
        &self,
        what: &str,
        found: usize,
        wanted: usize,
        of: &str,
    ) -> Result<(), ImportError> {
        if found == wanted {
            return Ok(());
        }
        let expected = format!("{wanted} {what}, as in {of}");
        Err(ImportError::file(&self.source, expected, found.to_string()))
    }

    /// Writes some heads side by side, from column `start` on.
    fn write(&self, into: &mut DMatrix<f64>, start: usize, heads: Range<usize>) {
        for (place, head) in heads.enumerate() {
            for token in 0..self.tokens {
                for c in 0..self.width {
                    let number = self.numbers[(head * self.tokens + token) * self.width + c];
                    into[(token, start + place * self.width + c)] = number;
                }
            }
        }
    }
}

/// Makes q, k and v the scenario's vectors and weights.
pub fn draft(fields: &mut Fields, draft: &mut Draft, options: &Options) -> Result<(), ImportError> {
    let mut read = |name: &str| {
        let array = fields
            .take(name)
            .ok_or_else(|| ImportError::file(name, "q, k and v together", format!("no {name}")))?;
        Heads::read(array, options.batch)
    };
    let (q, k, v) = (read("q")?, read("k")?, read("v")?);
    for name in [
        "vectors",
        "memory",
        "heads",
        "kv_heads",
        "d_k",
        "d_v",
        "w_q",
        "w_k",
        "w_v",
        "w_o",
        // Queries and keys are taken as they went into the scores.
        "positions",
    ] {
        if let Some(array) = fields.get(name) {
            let expected = "either this or q, k and v";
            return Err(ImportError::file(&array.source, expected, "both"));
        }
    }
    k.must_have("numbers a key", k.width, q.width, "q")?;
    v.must_have("heads", v.heads, k.heads, "k")?;
    v.must_have("tokens", v.tokens, k.tokens, "k")?;
    if !q.heads.is_multiple_of(k.heads) {
        let expected = format!("a divisor of the {} heads of q", q.heads);
        return Err(ImportError::file(&k.source, expected, k.heads.to_string()));
    }
    let group = q.heads / k.heads;
    let (heads, kv_heads) = choose(options.heads.clone().unwrap_or(0..q.heads), &q, group)?;

    let keys_labels = fields.take("memory_tokens");
    let cross = q.tokens != k.tokens || keys_labels.is_some();
    let [h, kv] = [heads.len(), kv_heads.len()];
    let width = |h: usize, kv: usize| {
        let (asked, found) = (h * q.width, kv * (k.width + v.width));
        let beside = if cross {
            asked.max(found)
        } else {
            asked + found
        };
        beside.max(h * v.width)
    };
    let d_model = width(h, kv);
    if d_model > WIDEST_MODEL {
        // Whole groups first, then a part of one.
        let groups = (1..=kv).rev().map(|kv| (kv * group, kv));
        let parts = (1..=group).rev().map(|h| (h, 1));
        let fits = groups
            .chain(parts)
            .find(|&(h, kv)| h <= heads.len() && width(h, kv) <= WIDEST_MODEL);
        let advice = match fits {
            Some((h, _)) => format!(
                "choose fewer heads, such as {} to {}",
                heads.start,
                heads.start + h - 1
            ),
            None => "one head alone is too wide".into(),
        };
        let side = if cross {
            "Q, or K and V,"
        } else {
            "Q, K and V"
        };
        let expected = format!("at most {WIDEST_MODEL} numbers a token in {side} side by side");
        let got = format!("{d_model} for {h} query and {kv} key/value heads; {advice}");
        return Err(ImportError::file(&q.source, expected, got));
    }

    // Where each part starts among a token's numbers.
    let k_start = if cross { 0 } else { h * q.width };
    let v_start = k_start + kv * k.width;
    let mut x = DMatrix::zeros(q.tokens, d_model);
    q.write(&mut x, 0, heads.clone());
    if cross {
        let mut memory = DMatrix::zeros(k.tokens, d_model);
        k.write(&mut memory, k_start, kv_heads.clone());
        v.write(&mut memory, v_start, kv_heads.clone());
        let tokens = match (keys_labels, &k.labels) {
            (Some(given), _) => labels(given)?,
            (None, Some(beside)) => list(beside),
            (None, None) => numbered(k.tokens),
        };
        let memory = vec![
            ("tokens".into(), tokens),
            ("vectors".into(), packed(&memory)),
        ];
        draft.set("memory", &k.source, Document::Map(memory));
    } else {
        k.write(&mut x, k_start, kv_heads.clone());
        v.write(&mut x, v_start, kv_heads.clone());
        draft.set("memory", &k.source, Document::Null);
    }
    let (source, tokens) = match (fields.take("tokens"), &q.labels) {
        (Some(given), _) => (given.source.clone(), labels(given)?),
        (None, Some(beside)) => (q.source.clone(), list(beside)),
        (None, None) => (q.source.clone(), numbered(q.tokens)),
    };
    draft.set("tokens", &source, tokens);
    draft.set("vectors", &q.source, packed(&x));
    for (field, size, source) in [
        ("heads", h, &q.source),
        ("kv_heads", kv, &k.source),
        ("d_k", q.width, &q.source),
        ("d_v", v.width, &v.source),
    ] {
        draft.set(field, source, Document::Number(size as f64));
    }
    let weights = [
        ("w_q", selecting(d_model, 0, h * q.width)),
        ("w_k", selecting(d_model, k_start, kv * k.width)),
        ("w_v", selecting(d_model, v_start, kv * v.width)),
        ("w_o", selecting(d_model, 0, h * v.width).transpose()),
    ];
    let weights = weights.map(|(name, matrix)| (name.to_string(), packed(&matrix)));
    draft.set("weights", &q.source, Document::Map(weights.into()));
    draft.set("positions", &q.source, Document::Text("none".into()));
    Ok(())
}

/// The query heads that were asked for, and the key/value heads that they use.
fn choose(
    heads: Range<usize>,
    q: &Heads,
    group: usize,
) -> Result<(Range<usize>, Range<usize>), ImportError> {
    let refuse = |expected: String| {
        let got = format!("{} to {}", heads.start, heads.end.saturating_sub(1));
        Err(ImportError::file("the choice of heads", expected, got))
    };
    if heads.is_empty() || heads.end > q.heads {
        return refuse(format!("some heads out of 0 to {}", q.heads - 1));
    }
    let kv_heads = heads.start / group..heads.end.div_ceil(group);
    let whole = heads.start.is_multiple_of(group) && heads.end.is_multiple_of(group);
    if whole || kv_heads.len() == 1 {
        return Ok((heads, kv_heads));
    }
    refuse(format!(
        "whole groups of {group}, which share a key/value head, or a part of one"
    ))
}

/// The matrix whose product with X is `count` columns of X from `start` on.
fn selecting(d_model: usize, start: usize, count: usize) -> DMatrix<f64> {
    DMatrix::from_fn(d_model, count, |row, col| f64::from(row == start + col))
}

fn list(labels: &[String]) -> Document {
    Document::List(labels.iter().cloned().map(Document::Text).collect())
}
