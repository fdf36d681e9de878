//! What to compute, checked once.

mod parse;
mod write;

use std::sync::Arc;

use nalgebra::DMatrix;

use crate::{
    embed::embed,
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
    temperature: f64,
    mask: Mask,
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
        head / (self.heads / self.kv_heads).max(1)
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

    /// What scaled scores are divided by; finite and positive.
    pub fn temperature(&self) -> f64 {
        self.temperature
    }

    /// Which keys a query may attend to.
    pub fn mask(&self) -> &Mask {
        &self.mask
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
            temperature: 1.0,
            mask: Mask::None,
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
