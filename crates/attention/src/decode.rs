//! Decoding with a cache of keys and values: one token at a time.
//!
//! Under a causal mask, what a token attends to is itself and what came before,
//! and nothing that comes later changes a key or a value that is there. So they
//! are kept: step t projects one token, appends one row to K and one to V of
//! each key/value head, and compares its queries with the t rows that are then
//! in the cache. Computing the same from scratch projects all t tokens again.
//!
//! # What a step costs
//! With h query heads, g key/value heads and t tokens in the cache, a step takes
//! [`step_work`] multiply-adds and moves [`step_traffic`] numbers. The part that
//! grows with t is the cache: g·(d_k + d_v) numbers for each token so far, read
//! once in each step, which is what sharing keys and values between query heads
//! makes smaller.
//!
//! # Source
//! Shazeer 2019 (arXiv 1911.02150), §2.4 (incremental decoding, and why its
//! memory traffic matters) and §3 (one key/value head); Ainslie et al. 2023
//! (arXiv 2305.13245), §2.2 (groups).

use std::sync::Arc;

use nalgebra::{DMatrix, DMatrixView};

use crate::{
    error::Error,
    positions::{Positions, add_sinusoids, alibi_slope, rotation},
    scalar::Scalar,
    scenario::{Mask, Scenario, Shape},
    steps::StepId,
    traffic::Traffic,
    weights::Weights,
};

/// Takes a causal self-attention scenario's tokens one by one.
///
/// ```
/// use attention::{Scenario, StepId, attend, decode::Decoder};
///
/// let scenario = Scenario::from_json(r#"{ "mask": "causal", "kv_heads": 1 }"#)?;
/// let mut decoder = Decoder::<f64>::new(&scenario)?;
/// for _ in 0..7 {
///     decoder.step()?;
/// }
/// let it = decoder.step()?;
/// assert_eq!(it.token, 7);
/// assert_eq!(it.weights.shape(), (2, 8)); // two query heads, eight cached keys
/// assert_eq!(decoder.keys(0)?.shape(), (8, 4)); // one key/value head for both
///
/// let whole = attend::<f64>(&scenario)?;
/// let output = whole.read(StepId::Output, 0)?;
/// assert!((it.output - output.row(7)).amax() < 1e-12);
/// # Ok::<(), attention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Decoder<T: Scalar> {
    scenario: Scenario,
    x: Arc<DMatrix<T>>,
    weights: Arc<Weights<T>>,
    /// n × g·d_k, of which the first `cached` rows are filled.
    keys: DMatrix<T>,
    /// n × g·d_v
    values: DMatrix<T>,
    cached: usize,
}

/// What one step computed, heads one below the other, and what it cost.
#[derive(Debug, Clone, PartialEq)]
pub struct DecodeStep<T: Scalar> {
    /// Which token; it is the row that was appended to each cache.
    pub token: usize,
    /// Its queries, turned where positions are rotary; h × d_k.
    pub queries: DMatrix<T>,
    /// The row appended to K of each key/value head, turned as queries are;
    /// g × d_k.
    pub key: DMatrix<T>,
    /// The row appended to V of each key/value head, g × d_v.
    pub value: DMatrix<T>,
    /// q·k with each cached key, h × t.
    pub scores: DMatrix<T>,
    /// The scaled scores, h × t.
    pub scaled: DMatrix<T>,
    /// The scaled scores less slope·distance, the same without ALiBi; h × t.
    /// None is masked: the future is not there yet.
    pub biased: DMatrix<T>,
    /// Their softmax, beside an empty slot if there is one, or at temperature 0
    /// an equal share for the largest; h × t.
    pub weights: DMatrix<T>,
    /// The cached values blended, h × d_v.
    pub head_output: DMatrix<T>,
    /// The heads' outputs side by side times W_O, 1 × d_model.
    pub output: DMatrix<T>,
    /// Multiply-adds, counted as they were done.
    pub work: u64,
    /// Numbers read and written, counted where it was done: the token vector,
    /// the weights and the cache in; the new key and value and the output out.
    pub traffic: Traffic,
}

/// Multiply-adds of the step that brings the cache to `tokens` tokens:
///
/// d_model·(h·d_k + g·(d_k + d_v)) + t·h·(d_k + d_v) + h·d_v·d_model
pub fn step_work(shape: Shape, tokens: usize) -> u64 {
    let sizes = Sizes::of(shape);
    sizes.projections() + tokens as u64 * sizes.heads * (sizes.d_k + sizes.d_v)
}

/// Multiply-adds to get the same from scratch, all of `tokens` tokens
/// projected and attended again, each to itself and those before it, as a model
/// of several layers without a cache has to:
///
/// t·(d_model·(h·d_k + g·(d_k + d_v)) + h·d_v·d_model) + t(t+1)/2·h·(d_k + d_v)
///
/// It is the sum of [`step_work`] over all steps so far, so that T tokens take
/// Θ(T²) with a cache and Θ(T³) without.
pub fn scratch_work(shape: Shape, tokens: usize) -> u64 {
    let sizes = Sizes::of(shape);
    let t = tokens as u64;
    t * sizes.projections() + t * (t + 1) / 2 * sizes.heads * (sizes.d_k + sizes.d_v)
}

/// Numbers that the step moves that brings the cache to `tokens` tokens.
///
/// Read: a token vector, all weights, t·g·(d_k + d_v) of the cache. Written:
/// g·(d_k + d_v) into the cache, and an output. A cached number is read once
/// for all query heads of its group; what has just been appended is read back.
pub fn step_traffic(shape: Shape, tokens: usize) -> Traffic {
    let sizes = Sizes::of(shape);
    let row = sizes.groups * (sizes.d_k + sizes.d_v);
    Traffic {
        read: sizes.d_model + sizes.projections() + tokens as u64 * row,
        written: row + sizes.d_model,
    }
}

/// A shape's sizes as counts.
struct Sizes {
    d_model: u64,
    heads: u64,
    groups: u64,
    d_k: u64,
    d_v: u64,
}

impl Sizes {
    fn of(shape: Shape) -> Self {
        Self {
            d_model: shape.d_model as u64,
            heads: shape.heads as u64,
            groups: shape.kv_heads as u64,
            d_k: shape.d_k as u64,
            d_v: shape.d_v as u64,
        }
    }

    /// Multiply-adds of one token's four projections, and as many weights.
    fn projections(&self) -> u64 {
        let row = self.groups * (self.d_k + self.d_v);
        self.d_model * (self.heads * (self.d_k + self.d_v) + row)
    }
}

impl<T: Scalar> Decoder<T> {
    /// Begins with an empty cache.
    ///
    /// # Errors
    /// [`Error::Scenario`] for cross-attention, and for a mask other than
    /// causal: an earlier token would see a later one.
    /// [`Error::NotFinite`] where a vector is out of the number type's range.
    pub fn new(scenario: &Scenario) -> Result<Self, Error> {
        if scenario.memory().is_some() {
            let got = "a memory with tokens of its own";
            return Err(Error::scenario("memory", "null, to decode", got));
        }
        if *scenario.mask() != Mask::Causal {
            let got = match scenario.mask() {
                Mask::None => "\"none\"",
                Mask::Window(_) => "a window",
                _ => "a matrix",
            };
            return Err(Error::scenario("mask", "\"causal\", to decode", got));
        }
        let shape = scenario.shape();
        let mut x = T::share_matrix(scenario.vectors());
        if scenario.positions() == Positions::Sinusoidal {
            x = Arc::new(add_sinusoids(&x));
        }
        for row in 0..shape.n {
            finite(StepId::Embedded, x.row(row).iter(), row, None)?;
        }
        Ok(Self {
            x,
            weights: T::share_weights(scenario.weights()),
            keys: DMatrix::zeros(shape.n, shape.kv_heads * shape.d_k),
            values: DMatrix::zeros(shape.n, shape.kv_heads * shape.d_v),
            cached: 0,
            scenario: scenario.clone(),
        })
    }

    /// How many tokens are in the cache.
    pub fn cached(&self) -> usize {
        self.cached
    }

    /// The cached keys of one key/value head, t × d_k.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no such key/value head.
    pub fn keys(&self, kv_head: usize) -> Result<DMatrixView<'_, T>, Error> {
        self.cache(&self.keys, kv_head)
    }

    /// The cached values of one key/value head, t × d_v.
    ///
    /// # Errors
    /// [`Error::Argument`] if there is no such key/value head.
    pub fn values(&self, kv_head: usize) -> Result<DMatrixView<'_, T>, Error> {
        self.cache(&self.values, kv_head)
    }

    fn cache<'a>(
        &self,
        cache: &'a DMatrix<T>,
        kv_head: usize,
    ) -> Result<DMatrixView<'a, T>, Error> {
        let groups = self.scenario.shape().kv_heads;
        if kv_head >= groups {
            let expected = format!("a whole number below {groups}");
            return Err(Error::argument("kv_head", expected, kv_head.to_string()));
        }
        let width = cache.ncols() / groups;
        Ok(cache.view((0, kv_head * width), (self.cached, width)))
    }

    /// Takes the next token. After an error the cache is as it was.
    ///
    /// # Errors
    /// [`Error::Argument`] where no token is left; [`Error::NotFinite`] where a
    /// step overflows.
    pub fn step(&mut self) -> Result<DecodeStep<T>, Error> {
        let shape = self.scenario.shape();
        let Shape {
            heads,
            kv_heads: groups,
            d_k,
            d_v,
            ..
        } = shape;
        let token = self.cached;
        if token >= shape.n {
            let expected = format!("at most {} steps, one for each token", shape.n);
            return Err(Error::argument("step", expected, (token + 1).to_string()));
        }
        let mut ledger = Ledger::default();
        let x: Vec<T> = self.x.row(token).iter().copied().collect();
        ledger.traffic.read += x.len() as u64;

        // Project one token, and append its key and value to the cache.
        let weights = &self.weights;
        let mut queries = ledger.project(&x, &weights.w_q, heads);
        let mut key = ledger.project(&x, &weights.w_k, groups);
        let value = ledger.project(&x, &weights.w_v, groups);
        let group = heads / groups;
        finite_heads(StepId::Q, &queries, token, 1)?;
        finite_heads(StepId::K, &key, token, group)?;
        finite_heads(StepId::V, &value, token, group)?;
        if self.scenario.positions() == Positions::Rotary {
            // Once, before it is cached: a key's place does not change.
            rotate(&mut queries, token);
            rotate(&mut key, token);
            finite_heads(StepId::QRotated, &queries, token, 1)?;
            finite_heads(StepId::KRotated, &key, token, group)?;
        }
        for kv in 0..groups {
            for c in 0..d_k {
                self.keys[(token, kv * d_k + c)] = key[(kv, c)];
            }
            for c in 0..d_v {
                self.values[(token, kv * d_v + c)] = value[(kv, c)];
            }
        }
        ledger.traffic.written += (key.len() + value.len()) as u64;

        // Compare with every key so far. A cached row serves its whole group.
        let t = token + 1;
        let mut scores = DMatrix::zeros(heads, t);
        for kv in 0..groups {
            for j in 0..t {
                let cached = ledger.load(&self.keys, j, kv * d_k, d_k);
                for head in kv * group..(kv + 1) * group {
                    scores[(head, j)] = ledger.dot(queries.row(head).iter(), &cached);
                }
            }
        }
        let mut scaled = scores.clone();
        for (_, factor) in self.scenario.score_factors(token).into_iter().flatten() {
            scaled *= T::nearest(factor);
        }
        finite_heads(StepId::Scores, &scores, token, 1)?;
        finite_heads(StepId::Scaled, &scaled, token, 1)?;
        let mut biased = scaled.clone();
        if self.scenario.positions() == Positions::Alibi {
            biased = scaled.map_with_location(|head, j, score| {
                let slope = T::nearest(alibi_slope(head, heads));
                score - slope * T::nearest((token - j) as f64)
            });
            finite_heads(StepId::Biased, &biased, token, 1)?;
        }
        let weights = softmax(&biased, &self.scenario);

        // Blend the values by it.
        let mut head_output = DMatrix::zeros(heads, d_v);
        for kv in 0..groups {
            for j in 0..t {
                let cached = ledger.load(&self.values, j, kv * d_v, d_v);
                for head in kv * group..(kv + 1) * group {
                    for (c, &v) in cached.iter().enumerate() {
                        head_output[(head, c)] += weights[(head, j)] * v;
                    }
                    ledger.work += cached.len() as u64;
                }
            }
        }
        finite_heads(StepId::HeadOutput, &head_output, token, 1)?;
        let z: Vec<T> = head_output.transpose().iter().copied().collect();
        let output = ledger.project(&z, &self.weights.w_o, 1);
        finite(StepId::Output, output.iter(), token, None)?;
        ledger.traffic.written += output.len() as u64;

        self.cached = t;
        Ok(DecodeStep {
            token,
            queries,
            key,
            value,
            scores,
            scaled,
            biased,
            weights,
            head_output,
            output,
            work: ledger.work,
            traffic: ledger.traffic,
        })
    }
}

/// Counts what is done where it is done.
#[derive(Default)]
struct Ledger {
    work: u64,
    traffic: Traffic,
}

impl Ledger {
    /// x times a matrix, cut into as many rows as there are heads.
    fn project<T: Scalar>(&mut self, x: &[T], matrix: &DMatrix<T>, heads: usize) -> DMatrix<T> {
        let width = matrix.ncols() / heads;
        self.traffic.read += matrix.len() as u64;
        DMatrix::from_fn(heads, width, |head, c| {
            self.dot(x.iter(), matrix.column(head * width + c).as_slice())
        })
    }

    fn dot<'a, T: Scalar>(&mut self, a: impl Iterator<Item = &'a T>, b: &[T]) -> T {
        self.work += b.len() as u64;
        a.zip(b).fold(T::zero(), |sum, (&a, &b)| sum + a * b)
    }

    /// Part of a row of the cache.
    fn load<T: Scalar>(
        &mut self,
        cache: &DMatrix<T>,
        row: usize,
        first: usize,
        width: usize,
    ) -> Vec<T> {
        self.traffic.read += width as u64;
        (first..first + width)
            .map(|col| cache[(row, col)])
            .collect()
    }
}

/// Turns each row, a query or a key of one head, by the angles of a position.
fn rotate<T: Scalar>(heads: &mut DMatrix<T>, position: usize) {
    let d_k = heads.ncols();
    for pair in 0..d_k / 2 {
        let (cos, sin) = rotation(position, pair, d_k);
        let (cos, sin) = (T::nearest(cos), T::nearest(sin));
        for mut row in heads.row_iter_mut() {
            let (a, b) = (row[2 * pair], row[2 * pair + 1]);
            row[2 * pair] = a * cos - b * sin;
            row[2 * pair + 1] = b * cos + a * sin;
        }
    }
}

/// e^(s − max) · 1/(e^(ln σ − max) + Σ), each row by itself; at temperature 0,
/// 1 where s = max and 0 elsewhere takes the place of e^(s − max).
fn softmax<T: Scalar>(scores: &DMatrix<T>, scenario: &Scenario) -> DMatrix<T> {
    let slot = T::nearest(scenario.sink().ln());
    let lookup = scenario.temperature() == 0.0;
    let mut weights = scores.clone();
    for mut row in weights.row_iter_mut() {
        let max = row.iter().fold(slot, |max, &score| max.max(score));
        row.apply(|score| {
            *score = match lookup {
                false => (*score - max).exp(),
                true if *score == max => T::one(),
                true => T::zero(),
            }
        });
        let slot = (slot - max).exp();
        let sum = row.iter().fold(slot, |sum, &exp| sum + exp);
        row *= T::one() / sum;
    }
    weights
}

/// Refuses the first number that is not finite, where each row belongs to a
/// head, or to a group of query heads that share it.
fn finite_heads<T: Scalar>(
    step: StepId,
    heads: &DMatrix<T>,
    token: usize,
    group: usize,
) -> Result<(), Error> {
    heads
        .row_iter()
        .enumerate()
        .try_for_each(|(head, row)| finite(step, row.iter(), token, Some(head * group)))
}

/// Refuses the first number of a row that is not finite.
fn finite<'a, T: Scalar>(
    step: StepId,
    mut values: impl Iterator<Item = &'a T>,
    row: usize,
    head: Option<usize>,
) -> Result<(), Error> {
    match values.position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(col) => Err(Error::NotFinite {
            step,
            head,
            row,
            col,
        }),
    }
}
