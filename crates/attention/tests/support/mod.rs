//! Random valid scenarios as plain data, and what they should give.

// Each test file is a crate of its own and uses a part of this.
#![allow(dead_code)]

pub mod oracle;

use attention::{Document, Scenario, Trace, attend};
use proptest::{
    collection::vec,
    option,
    prelude::*,
    sample::{select, subsequence},
    test_runner::RngSeed,
};

/// A matrix as a list of rows.
pub type Rows = Vec<Vec<f64>>;

/// The same cases in every run, unless `PROPTEST_RNG_SEED` asks for others.
pub fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    ProptestConfig {
        cases: 64,
        failure_persistence: None,
        rng_seed: match default.rng_seed {
            RngSeed::Random => RngSeed::Fixed(7),
            chosen => chosen,
        },
        ..default
    }
}

/// How large a scenario is; `m` is `None` in self-attention.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    pub n: usize,
    pub m: Option<usize>,
    pub d_model: usize,
    pub heads: usize,
    pub kv_heads: usize,
    pub d_k: usize,
    pub d_v: usize,
}

impl Sizes {
    pub fn keys(&self) -> usize {
        self.m.unwrap_or(self.n)
    }
}

/// A scenario as a caller would write it down.
#[derive(Debug, Clone)]
pub struct Case {
    pub sizes: Sizes,
    pub vectors: Rows,
    pub memory: Option<Rows>,
    pub weights: Source,
    pub scaled: bool,
    pub temperature: f64,
    pub mask: MaskCase,
    pub options: Options,
}

/// What a plain scenario does without.
#[derive(Debug, Clone)]
pub struct Options {
    pub positions: &'static str,
    pub ssmax: Option<f64>,
    pub sink: f64,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            positions: "none",
            ssmax: None,
            sink: 0.0,
        }
    }
}

#[derive(Debug, Clone)]
pub enum Source {
    Random(u64),
    Grammar(u64),
    /// w_q, w_k, w_v, w_o
    Explicit([Rows; 4]),
}

#[derive(Debug, Clone, PartialEq)]
pub enum MaskCase {
    None,
    Causal,
    Window(usize),
    Explicit(Vec<Vec<bool>>),
}

impl MaskCase {
    /// Written without a look at the engine's own rule.
    pub fn allows(&self, i: usize, j: usize) -> bool {
        match self {
            Self::None => true,
            Self::Causal => i >= j,
            Self::Window(width) => i <= j + width && j <= i + width,
            Self::Explicit(allowed) => allowed[i][j],
        }
    }
}

impl Case {
    pub fn document(&self) -> Document {
        let Sizes {
            heads,
            kv_heads,
            d_k,
            d_v,
            ..
        } = self.sizes;
        object([
            ("tokens", labels(self.vectors.len())),
            ("vectors", matrix(&self.vectors)),
            (
                "memory",
                self.memory.as_ref().map_or(Document::Null, |rows| {
                    object([("tokens", labels(rows.len())), ("vectors", matrix(rows))])
                }),
            ),
            ("heads", whole(heads)),
            ("kv_heads", whole(kv_heads)),
            ("d_k", whole(d_k)),
            ("d_v", whole(d_v)),
            ("weights", self.weights.document()),
            ("scale", text(if self.scaled { "sqrt_d_k" } else { "none" })),
            ("temperature", Document::Number(self.temperature)),
            ("mask", self.mask.document()),
            ("positions", text(self.options.positions)),
            (
                "ssmax",
                self.options.ssmax.map_or(Document::Null, Document::Number),
            ),
            ("sink", Document::Number(self.options.sink)),
        ])
    }

    /// Makes d_k one larger, the new columns zero.
    fn widen_keys(&mut self) {
        let d_k = self.sizes.d_k;
        self.sizes.d_k += 1;
        if let Source::Explicit([w_q, w_k, ..]) = &mut self.weights {
            for row in w_q.iter_mut().chain(w_k) {
                let heads = row.chunks(d_k);
                *row = heads.flat_map(|head| [head, &[0.0]].concat()).collect();
            }
        }
    }

    /// The same shape and mask, with exact lookup and nothing but small whole
    /// numbers in vectors and weights, whose scores tie often and without
    /// rounding.
    pub fn whole_numbers(mut self, positions: &'static str) -> Self {
        let round = |rows: &mut Rows| {
            let numbers = rows.iter_mut().flatten();
            numbers.for_each(|number| *number = (1.4 * *number).round());
        };
        let Sizes {
            d_model,
            heads,
            kv_heads,
            d_k,
            d_v,
            ..
        } = self.sizes;
        if !matches!(self.weights, Source::Explicit(_)) {
            let pattern = |rows: usize, cols: usize, by: usize| -> Rows {
                let number = |i, j| ((3 * i + by * j) % 5) as f64 / 2.0 - 1.0;
                let row = |i| (0..cols).map(|j| number(i, j)).collect();
                (0..rows).map(row).collect()
            };
            self.weights = Source::Explicit([
                pattern(d_model, heads * d_k, 2),
                pattern(d_model, kv_heads * d_k, 1),
                pattern(d_model, kv_heads * d_v, 4),
                pattern(heads * d_v, d_model, 3),
            ]);
        }
        if let Source::Explicit(weights) = &mut self.weights {
            weights.iter_mut().for_each(round);
        }
        round(&mut self.vectors);
        self.memory.iter_mut().for_each(round);
        self.scaled = false;
        self.temperature = 0.0;
        self.options = Options {
            positions,
            ..Options::default()
        };
        self
    }

    pub fn scenario(&self) -> Scenario {
        Scenario::from_document(&self.document()).expect("a valid case")
    }

    pub fn attend(&self) -> Trace<f64> {
        attend(&self.scenario()).expect("small numbers")
    }
}

impl Source {
    fn document(&self) -> Document {
        match self {
            Self::Random(seed) => object([("seed", whole(*seed as usize))]),
            Self::Grammar(seed) => {
                object([("preset", text("grammar")), ("seed", whole(*seed as usize))])
            }
            Self::Explicit([w_q, w_k, w_v, w_o]) => object([
                ("w_q", matrix(w_q)),
                ("w_k", matrix(w_k)),
                ("w_v", matrix(w_v)),
                ("w_o", matrix(w_o)),
            ]),
        }
    }
}

impl MaskCase {
    fn document(&self) -> Document {
        match self {
            Self::None => text("none"),
            Self::Causal => text("causal"),
            Self::Window(width) => object([("window", whole(*width))]),
            Self::Explicit(allowed) => list(
                allowed
                    .iter()
                    .map(|row| list(row.iter().map(|&truth| Document::Bool(truth)))),
            ),
        }
    }
}

pub fn object<const N: usize>(fields: [(&str, Document); N]) -> Document {
    Document::Map(fields.map(|(name, value)| (name.into(), value)).into())
}

pub fn text(text: &str) -> Document {
    Document::Text(text.into())
}

pub fn whole(number: usize) -> Document {
    Document::Number(number as f64)
}

pub fn list(items: impl IntoIterator<Item = Document>) -> Document {
    Document::List(items.into_iter().collect())
}

pub fn matrix(rows: &[Vec<f64>]) -> Document {
    list(
        rows.iter()
            .map(|row| list(row.iter().map(|&number| Document::Number(number)))),
    )
}

fn labels(count: usize) -> Document {
    list((0..count).map(|index| text(&format!("t{index}"))))
}

/// Whether two numbers agree to 1e-12 of the larger of 1 and their size.
pub fn close(a: f64, b: f64) -> bool {
    a == b || (a - b).abs() <= 1e-12 * a.abs().max(1.0)
}

/// Any valid scenario at all: a plain one with positions, SSMax, an empty slot
/// and exact lookup.
pub fn any_whole_case() -> impl Strategy<Value = Case> {
    let positions = select(vec!["none", "sinusoidal", "rotary", "alibi"]);
    let ssmax = option::of(0.1..2.0);
    let end = prop_oneof![
        2 => Just((None, 0.0)),
        1 => Just((Some(0.0), 0.0)),
        2 => (0.01..4.0).prop_map(|sink| (None, sink)),
    ];
    (any_case(), positions, ssmax, end).prop_map(
        |(mut case, positions, ssmax, (temperature, sink))| {
            if positions == "rotary" && case.sizes.d_k % 2 == 1 {
                case.widen_keys();
            }
            Case {
                temperature: temperature.unwrap_or(case.temperature),
                options: Options {
                    positions,
                    ssmax,
                    sink,
                },
                ..case
            }
        },
    )
}

/// Any plain scenario: self- or cross-attention, shared key/value heads, every
/// kind of mask, scale and weights; the options of [`Options`] left out.
pub fn any_case() -> impl Strategy<Value = Case> {
    case_of(|sizes| {
        prop_oneof![
            2 => explicit(sizes).prop_map(Source::Explicit),
            1 => any::<u32>().prop_map(|seed| Source::Random(seed.into())),
            1 => any::<u32>().prop_map(|seed| Source::Grammar(seed.into())),
        ]
        .boxed()
    })
}

/// Like [`any_case`], every weight given.
pub fn explicit_case() -> impl Strategy<Value = Case> {
    case_of(|sizes| explicit(sizes).prop_map(Source::Explicit).boxed())
}

fn case_of(weights: impl Fn(Sizes) -> BoxedStrategy<Source>) -> impl Strategy<Value = Case> {
    any_sizes().prop_flat_map(move |sizes| {
        let memory = match sizes.m {
            Some(m) => rows(m, sizes.d_model).prop_map(Some).boxed(),
            None => Just(None).boxed(),
        };
        (
            Just(sizes),
            rows(sizes.n, sizes.d_model),
            memory,
            weights(sizes),
            any::<bool>(),
            0.25..4.0,
            any_mask(sizes.n, sizes.keys()),
        )
            .prop_map(
                |(sizes, vectors, memory, weights, scaled, temperature, mask)| Case {
                    sizes,
                    vectors,
                    memory,
                    weights,
                    scaled,
                    temperature,
                    mask,
                    options: Options::default(),
                },
            )
    })
}

fn any_sizes() -> impl Strategy<Value = Sizes> {
    let heads = select(vec![
        (1, 1),
        (2, 2),
        (2, 1),
        (3, 3),
        (4, 2),
        (4, 1),
        (5, 5),
        (6, 3),
    ]);
    let widths = (1..=7_usize, 1..=6_usize, 1..=6_usize);
    (1..=5_usize, option::of(1..=5_usize), widths, heads).prop_map(
        |(n, m, (d_model, d_k, d_v), (heads, kv_heads))| Sizes {
            n,
            m,
            d_model,
            heads,
            kv_heads,
            d_k,
            d_v,
        },
    )
}

pub fn rows(count: usize, width: usize) -> impl Strategy<Value = Rows> {
    vec(vec(-1.0..1.0, width), count)
}

fn explicit(sizes: Sizes) -> impl Strategy<Value = [Rows; 4]> {
    let Sizes {
        d_model,
        heads,
        kv_heads,
        d_k,
        d_v,
        ..
    } = sizes;
    (
        rows(d_model, heads * d_k),
        rows(d_model, kv_heads * d_k),
        rows(d_model, kv_heads * d_v),
        rows(heads * d_v, d_model),
    )
        .prop_map(<[Rows; 4]>::from)
}

/// Any mask that leaves every query a key.
fn any_mask(n: usize, m: usize) -> impl Strategy<Value = MaskCase> {
    let narrowest = n.saturating_sub(m);
    let row = subsequence((0..m).collect::<Vec<_>>(), 1..=m)
        .prop_map(move |allowed| (0..m).map(|j| allowed.contains(&j)).collect());
    prop_oneof![
        Just(MaskCase::None),
        Just(MaskCase::Causal),
        (narrowest..=narrowest + 3).prop_map(MaskCase::Window),
        vec(row, n).prop_map(MaskCase::Explicit),
    ]
}
