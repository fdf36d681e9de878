//! What to compute, checked once.

mod edit;
mod parse;
mod write;

use std::sync::Arc;

use nalgebra::{DMatrix, DMatrixView};

use crate::{
    embed::embed,
    error::Error,
    forward::is_finite,
    positions::Positions,
    steps::{Axis, StepId},
    weights::{Weights, WeightsSpec},
};

/// Everything that a computation depends on, valid by construction.
///
/// Cloning is cheap: tokens, vectors and weights are shared.
///
/// ```
/// use attention::Scenario;
///
/// let scenario = Scenario::from_json(r#"{ "tokens": ["it", "was"], "mask": "causal" }"#)?;
/// assert_eq!(scenario.shape().n, 2);
/// assert_eq!(scenario.shape().heads, 2); // left out: as in the default
/// # Ok::<(), attention::Error>(())
/// ```
#[derive(Debug, Clone)]
pub struct Scenario {
    queries: Memory,
    memory: Option<Memory>,
    shape: Shape,
    spec: WeightsSpec,
    weights: Arc<Weights<f64>>,
    scale: Scale,
    ssmax: Option<f64>,
    temperature: f64,
    mask: Mask,
    positions: Positions,
    sink: f64,
}

/// Tokens with their vectors: the keys' and values' side in cross-attention.
#[derive(Debug, Clone, PartialEq)]
pub struct Memory {
    /// One label per token.
    pub tokens: Arc<[String]>,
    /// One row per token.
    pub vectors: Arc<DMatrix<f64>>,
}

/// How large everything is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Shape {
    /// Tokens that ask.
    pub n: usize,
    /// Tokens that are asked; in self-attention, n.
    pub m: usize,
    /// Components of a token vector.
    pub d_model: usize,
    /// Query heads.
    pub heads: usize,
    /// Key/value heads; a divisor of `heads`.
    pub kv_heads: usize,
    /// Components of a query or key.
    pub d_k: usize,
    /// Components of a value.
    pub d_v: usize,
}

/// What scores are divided by before the temperature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scale {
    /// √d_k.
    SqrtDK,
    /// Nothing.
    None,
}

/// Which keys a query may attend to.
#[derive(Debug, Clone, PartialEq)]
pub enum Mask {
    /// All.
    None,
    /// Its own position and those before: j ≤ i.
    Causal,
    /// Those near its own position: |i − j| ≤ w.
    Window(u64),
    /// Those that are marked true, n × m.
    Explicit(Arc<DMatrix<bool>>),
}

impl Mask {
    /// Whether query i may attend to key j.
    pub fn allows(&self, i: usize, j: usize) -> bool {
        match self {
            Self::None => true,
            Self::Causal => j <= i,
            Self::Window(width) => i.abs_diff(j) as u64 <= *width,
            Self::Explicit(allowed) => allowed.get((i, j)).copied().unwrap_or(false),
        }
    }
}

impl Shape {
    /// The key/value head that a query head uses: heads share in groups of
    /// heads / kv_heads (arXiv 2305.13245).
    pub fn kv_head(self, head: usize) -> usize {
        head / self.group()
    }

    /// How many query heads share a key/value head.
    fn group(self) -> usize {
        (self.heads / self.kv_heads).max(1)
    }

    /// How many query heads share a head's part of a step.
    pub(crate) fn sharing(self, step: StepId) -> usize {
        use StepId::{K, KRotated, V, WK, WV};
        match step {
            WK | K | KRotated | WV | V => self.group(),
            _ => 1,
        }
    }

    /// How large the matrix is in which all heads of a computed step stand side
    /// by side.
    pub(crate) fn whole(self, step: StepId) -> (usize, usize) {
        let (rows, columns) = step.step().shape;
        let heads = match step.step().per_head {
            true => self.heads / self.sharing(step),
            false => 1,
        };
        (self.size(rows), self.size(columns) * heads)
    }

    /// How many rows or columns an axis has.
    pub(crate) fn size(self, axis: Axis) -> usize {
        match axis {
            Axis::Queries => self.n,
            Axis::Keys => self.m,
            Axis::Model => self.d_model,
            Axis::Key => self.d_k,
            Axis::Value => self.d_v,
            Axis::HeadValues => self.heads * self.d_v,
        }
    }

    /// The row and column where a head's part of a step begins in the matrix
    /// in which all heads stand side by side (W_O: one below the other).
    #[inline(never)]
    pub(crate) fn origin(self, step: StepId, head: usize) -> (usize, usize) {
        if !step.step().per_head {
            return (0, 0);
        }
        let before = head / self.sharing(step);
        match step {
            StepId::WO => (before * self.d_v, 0),
            _ => (0, before * self.size(step.step().shape.1)),
        }
    }

    /// One head's part of the matrix in which all heads stand side by side.
    pub(crate) fn part<T>(
        self,
        matrix: &DMatrix<T>,
        step: StepId,
        head: usize,
    ) -> DMatrixView<'_, T> {
        let (rows, cols) = step.step().shape;
        matrix.view(self.origin(step, head), (self.size(rows), self.size(cols)))
    }
}

impl Scenario {
    /// The labels of the tokens that ask.
    pub fn tokens(&self) -> &[String] {
        &self.queries.tokens
    }

    /// Their vectors, n × d_model.
    pub fn vectors(&self) -> &Arc<DMatrix<f64>> {
        &self.queries.vectors
    }

    /// The keys' and values' side in cross-attention; `None` in self-attention.
    pub fn memory(&self) -> Option<&Memory> {
        self.memory.as_ref()
    }

    /// The tokens that are asked: the memory, or in self-attention the tokens
    /// themselves.
    pub fn keys(&self) -> &Memory {
        self.memory.as_ref().unwrap_or(&self.queries)
    }

    /// How large everything is.
    pub fn shape(&self) -> Shape {
        self.shape
    }

    /// Where the weights come from.
    pub fn weights_spec(&self) -> &WeightsSpec {
        &self.spec
    }

    /// The weights.
    pub fn weights(&self) -> &Arc<Weights<f64>> {
        &self.weights
    }

    /// What scores are divided by before the temperature.
    pub fn scale(&self) -> Scale {
        self.scale
    }

    /// s, where scores are also multiplied by s·ln n, n the number of keys
    /// that the row may attend to; positive.
    ///
    /// # Source
    /// Scalable-Softmax: Nakanishi 2025 (arXiv 2501.19399), §2.
    pub fn ssmax(&self) -> Option<f64> {
        self.ssmax
    }

    /// What scaled scores are divided by; finite. At 0, the limit of ever lower
    /// temperatures: the largest scores of a row share its weight equally, and
    /// the scaled scores are left undivided.
    pub fn temperature(&self) -> f64 {
        self.temperature
    }

    /// Which keys a query may attend to.
    pub fn mask(&self) -> &Mask {
        &self.mask
    }

    /// How a token's place takes part.
    pub fn positions(&self) -> Positions {
        self.positions
    }

    /// σ of e^s / (σ + Σ e^s): the pull of an empty slot beside the keys, which
    /// takes a share of each row's weight and hands over nothing. At 0 there is
    /// none; 1 is a slot whose score is 0. Finite, not negative, dimensionless.
    ///
    /// # Source
    /// The semi-saturation of divisive normalisation: Reynolds & Heeger 2009
    /// (Neuron 61:168), eq. 1; as attention's sink: Xiao et al. 2023
    /// (arXiv 2309.17453), §3.
    pub fn sink(&self) -> f64 {
        self.sink
    }

    /// The step that is computed in this step's place: X for the memory in
    /// self-attention, Q and K for the rotated ones without rotary positions,
    /// the scaled scores for the biased ones without ALiBi; otherwise itself.
    pub fn step(&self, step: StepId) -> StepId {
        let (rotary, alibi) = (Positions::Rotary, Positions::Alibi);
        match step {
            StepId::Memory if self.memory.is_none() => StepId::Embedded,
            StepId::QRotated if self.positions != rotary => StepId::Q,
            StepId::KRotated if self.positions != rotary => StepId::K,
            StepId::Biased if self.positions != alibi => StepId::Scaled,
            step => step,
        }
    }

    /// The same scenario with other token vectors; nothing else is copied.
    ///
    /// # Shapes
    /// n × d_model, as they were.
    ///
    /// # Errors
    /// [`Error::Scenario`] if the shape differs or a number is not finite.
    pub fn with_vectors(&self, vectors: DMatrix<f64>) -> Result<Self, Error> {
        let (n, d_model) = (self.shape.n, self.shape.d_model);
        if vectors.shape() != (n, d_model) {
            let got = format!("{} rows of {}", vectors.nrows(), vectors.ncols());
            let expected = format!("{n} rows of {d_model} numbers");
            return Err(Error::scenario("vectors", expected, got));
        }
        // Which one it is, is looked for only where there is one.
        let infinite = || vectors.iter().position(|number| !number.is_finite());
        if !is_finite(vectors.as_slice())
            && let Some(index) = infinite()
        {
            let field = format!("vectors[{}][{}]", index % n, index / n);
            return Err(Error::scenario(
                field,
                "a finite number",
                vectors[index].to_string(),
            ));
        }
        let mut scenario = self.clone();
        scenario.queries.vectors = Arc::new(vectors);
        Ok(scenario)
    }

    /// What the scores of a query are multiplied by, one after the other.
    ///
    /// Several numbers, so that the arithmetic that a reader sees is the
    /// arithmetic that was done.
    /// Which of the three there are is the same for every row.
    #[inline(never)]
    pub(crate) fn score_factors(&self, row: usize) -> [Option<(&'static str, f64)>; 3] {
        let scale =
            (self.scale == Scale::SqrtDK).then(|| ("1/√d_k", 1.0 / (self.shape.d_k as f64).sqrt()));
        let ssmax = self.ssmax.map(|s| {
            let allowed = (0..self.shape.m).filter(|&j| self.mask.allows(row, j));
            ("s·ln n", s * (allowed.count() as f64).ln())
        });
        let temperature = (self.temperature > 0.0).then(|| ("1/T", 1.0 / self.temperature));
        [scale, ssmax, temperature]
    }
}

/// The sentence of the default scenario.
const SENTENCE: [&str; 9] = [
    "the", "animal", "crossed", "the", "street", "because", "it", "was", "hungry",
];

const MEMORY: [&str; 6] = ["l'", "animal", "a", "traversé", "la", "rue"];

/// The seed where none is given.
const SEED: u64 = 7;

impl Default for Scenario {
    /// *the animal crossed the street because it was hungry*, two designed
    /// heads of width 4, no mask.
    fn default() -> Self {
        let queries = Memory::embedded(SENTENCE.map(String::from).into());
        let n = SENTENCE.len();
        let d_model = queries.vectors.ncols();
        let shape = Shape {
            n,
            m: n,
            d_model,
            heads: 2,
            kv_heads: 2,
            d_k: 4,
            d_v: 4,
        };
        let spec = WeightsSpec::Grammar { seed: SEED };
        Self {
            queries,
            memory: None,
            shape,
            weights: Weights::build(&spec, shape),
            spec,
            scale: Scale::SqrtDK,
            ssmax: None,
            temperature: 1.0,
            mask: Mask::None,
            positions: Positions::None,
            sink: 0.0,
        }
    }
}

/// The memory that is offered for cross-attention: *l' animal a traversé la
/// rue*.
pub fn default_memory() -> Memory {
    Memory::embedded(MEMORY.map(String::from).into())
}

impl Memory {
    /// Tokens with the vectors that [`embed`] makes for them.
    fn embedded(tokens: Arc<[String]>) -> Self {
        let vectors = Arc::new(embed(&tokens));
        Self { tokens, vectors }
    }
}
