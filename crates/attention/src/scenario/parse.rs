//! From a document to a scenario, field by field.

mod fields;
mod matrix;

use std::sync::Arc;

use nalgebra::DMatrix;

use self::{
    fields::{Fields, whole},
    matrix::{Entry, Wanted},
};
use super::{Mask, Memory, SEED, Scale, Scenario, Shape};
use crate::{
    document::Document,
    embed::{FEATURES, embed},
    error::Error,
    positions::Positions,
    weights::{Weights, WeightsSpec},
};

const MOST_TOKENS: usize = 512;
const LONGEST_LABEL: usize = 64;
const MOST_HEADS: usize = 128;
const WIDEST_MODEL: usize = 1024;
const WIDEST_HEAD: usize = 512;
/// Numbers that a trace may record in all: a quarter of a gigabyte.
const MOST_NUMBERS: u64 = 1 << 25;
/// The largest whole number that JavaScript counts to without gaps.
const LARGEST_WHOLE: u64 = (1 << 53) - 1;

impl Scenario {
    /// Checks a document and makes a scenario of it.
    ///
    /// Fields that are left out take the default's value, but `kv_heads`
    /// follows `heads`, and vectors that are left out are made from the tokens
    /// by [`embed`].
    ///
    /// # Errors
    /// [`Error::Scenario`] names the first field that is unknown or not what
    /// it has to be, says what was expected, and what came.
    pub fn from_document(document: &Document) -> Result<Self, Error> {
        Self::from_document_reusing(document, None)
    }

    /// Like [`Scenario::from_document`], and shares the weights of a previous
    /// scenario where they are the same: drawing them is most of the work.
    ///
    /// # Errors
    /// As for [`Scenario::from_document`].
    pub fn from_document_reusing(
        document: &Document,
        previous: Option<&Self>,
    ) -> Result<Self, Error> {
        let scenario = Fields::of("", "scenario", document)?;
        scenario.refuse_all_but(&[
            "tokens",
            "vectors",
            "memory",
            "heads",
            "kv_heads",
            "d_k",
            "d_v",
            "weights",
            "scale",
            "temperature",
            "mask",
            "positions",
            "ssmax",
            "sink",
        ])?;
        let default = Self::default();

        let queries = match (scenario.get("tokens"), scenario.get("vectors")) {
            (None, None) => default.queries.clone(),
            (None, Some(_)) => tokens_and_vectors(&scenario, &default.queries.tokens)?,
            (Some(labels), _) => tokens_and_vectors(&scenario, &tokens("tokens", labels)?)?,
        };
        let d_model = queries.vectors.ncols();
        let memory = match scenario.get("memory") {
            None | Some(Document::Null) => None,
            Some(document) => Some(memory(document, d_model)?),
        };

        let heads = scenario.whole("heads", 1, MOST_HEADS, default.shape.heads)?;
        let shape = Shape {
            n: queries.tokens.len(),
            m: memory.as_ref().unwrap_or(&queries).tokens.len(),
            d_model,
            heads,
            kv_heads: kv_heads(&scenario, heads)?,
            d_k: scenario.whole("d_k", 1, WIDEST_HEAD, default.shape.d_k)?,
            d_v: scenario.whole("d_v", 1, WIDEST_HEAD, default.shape.d_v)?,
        };
        shape.refuse_too_many_numbers()?;

        let scale = scenario.get("scale").map_or(Ok(default.scale), scale)?;
        let temperature = scenario
            .get("temperature")
            .map_or(Ok(default.temperature), temperature)?;
        let mask = scenario
            .get("mask")
            .map_or(Ok(default.mask), |document| mask(document, shape))?;
        let positions = scenario
            .get("positions")
            .map_or(Ok(default.positions), |document| {
                positions(document, shape.d_k)
            })?;
        let ssmax = scenario.get("ssmax").map_or(Ok(default.ssmax), ssmax)?;
        let sink = scenario
            .get("sink")
            .map_or(Ok(default.sink), |document| sink(document, temperature))?;

        let spec = scenario
            .get("weights")
            .map_or(Ok(default.spec), |document| weights(document, shape))?;
        let weights = match (&spec, previous) {
            // These are shared already.
            (WeightsSpec::Explicit(weights), _) => Arc::clone(weights),
            (spec, Some(previous))
                if previous.spec == *spec && previous.shape.same_weights(shape) =>
            {
                Arc::clone(&previous.weights)
            }
            (spec, _) => Weights::build(spec, shape),
        };

        Ok(Self {
            queries,
            memory,
            shape,
            spec,
            weights,
            scale,
            ssmax,
            temperature,
            mask,
            positions,
            sink,
        })
    }

    /// Reads a scenario from JSON text.
    ///
    /// # Errors
    /// As for [`Scenario::from_document`]; text that is not JSON is a refusal
    /// of the field `scenario`.
    #[cfg(feature = "json")]
    pub fn from_json(text: &str) -> Result<Self, Error> {
        let document: Document = serde_json::from_str(text)
            .map_err(|error| Error::scenario("scenario", "JSON", error.to_string()))?;
        Self::from_document(&document)
    }
}

impl Shape {
    /// Whether weights of this shape fit the other one as well.
    fn same_weights(self, other: Self) -> bool {
        Self { n: 0, m: 0, ..self }
            == Self {
                n: 0,
                m: 0,
                ..other
            }
    }

    fn refuse_too_many_numbers(self) -> Result<(), Error> {
        let Self {
            n,
            m,
            d_model,
            heads,
            kv_heads,
            d_k,
            d_v,
        } = self;
        let [n, m, d_model, h, kv, d_k, d_v] =
            [n, m, d_model, heads, kv_heads, d_k, d_v].map(|size| size as u64);
        let given = (n + m) * d_model + d_model * (h + kv) * (d_k + d_v);
        // Rotated queries and keys, and biased scores, are there or not: the
        // limit is the same for every kind of positions.
        let projected = 2 * (n * h + m * kv) * d_k + m * kv * d_v;
        let computed = 5 * h * n * m + 2 * n * h * d_v + n * d_model;
        let numbers = given + projected + computed;
        if numbers <= MOST_NUMBERS {
            return Ok(());
        }
        Err(Error::scenario(
            "scenario",
            format!("at most {MOST_NUMBERS} numbers in all steps together"),
            format!("{numbers}: fewer tokens or heads, or smaller d_model, d_k or d_v, need less"),
        ))
    }
}

fn kv_heads(scenario: &Fields<'_>, heads: usize) -> Result<usize, Error> {
    let kv_heads = scenario.whole("kv_heads", 1, MOST_HEADS, heads)?;
    if heads.is_multiple_of(kv_heads) {
        return Ok(kv_heads);
    }
    let expected = format!("a divisor of heads, which is {heads}");
    Err(Error::scenario("kv_heads", expected, kv_heads.to_string()))
}

fn tokens(path: &'static str, document: &Document) -> Result<Arc<[String]>, Error> {
    let expected = || format!("a list of 1 to {MOST_TOKENS} labels");
    let Document::List(labels) = document else {
        return Err(Error::scenario(path, expected(), document.describe()));
    };
    if !(1..=MOST_TOKENS).contains(&labels.len()) {
        return Err(Error::scenario(path, expected(), document.describe()));
    }
    let mut tokens = Vec::with_capacity(labels.len());
    for (index, label) in labels.iter().enumerate() {
        match label {
            Document::Text(text)
                if !text.trim().is_empty() && text.chars().count() <= LONGEST_LABEL =>
            {
                tokens.push(text.clone());
            }
            other => {
                let expected =
                    format!("a label of 1 to {LONGEST_LABEL} characters that is not blank");
                return Err(Error::scenario(
                    format!("{path}[{index}]"),
                    expected,
                    other.describe(),
                ));
            }
        }
    }
    Ok(tokens.into())
}

fn tokens_and_vectors(scenario: &Fields<'_>, tokens: &Arc<[String]>) -> Result<Memory, Error> {
    let vectors = match scenario.get("vectors") {
        None => embed(tokens),
        Some(document) => Wanted {
            path: "vectors",
            entry: Entry::Number,
            rows: tokens.len(),
            cols: 1..=WIDEST_MODEL,
            expected: &|| {
                format!(
                    "{} rows, one per token, of 1 to {WIDEST_MODEL} numbers",
                    tokens.len()
                )
            },
        }
        .read(document)?,
    };
    Ok(Memory {
        tokens: Arc::clone(tokens),
        vectors: Arc::new(vectors),
    })
}

fn memory(document: &Document, d_model: usize) -> Result<Memory, Error> {
    let fields = Fields::of("memory.", "memory", document)?;
    fields.refuse_all_but(&["tokens", "vectors"])?;
    let tokens = tokens("memory.tokens", fields.required("tokens")?)?;
    let vectors = match fields.get("vectors") {
        None if d_model == FEATURES.len() => embed(&tokens),
        None => {
            let expected = format!("{} rows of {d_model} numbers", tokens.len());
            return Err(Error::scenario("memory.vectors", expected, "none"));
        }
        Some(document) => numbers("memory.vectors", document, tokens.len(), d_model)?,
    };
    Ok(Memory {
        tokens,
        vectors: Arc::new(vectors),
    })
}

/// A matrix of numbers with exactly this shape.
fn numbers(
    path: &'static str,
    document: &Document,
    rows: usize,
    cols: usize,
) -> Result<DMatrix<f64>, Error> {
    let expected = || format!("{rows} rows of {cols} numbers");
    let (entry, cols) = (Entry::Number, cols..=cols);
    Wanted {
        path,
        entry,
        rows,
        cols,
        expected: &expected,
    }
    .read(document)
}

fn weights(document: &Document, shape: Shape) -> Result<WeightsSpec, Error> {
    let fields = Fields::of("weights.", "weights", document)?;
    let seed = |document| whole("weights.seed", document, 0, LARGEST_WHOLE);
    if let Some(preset) = fields.get("preset") {
        fields.refuse_all_but(&["preset", "seed"])?;
        if !matches!(preset, Document::Text(name) if name == "grammar") {
            return Err(Error::scenario(
                "weights.preset",
                "\"grammar\"",
                preset.describe(),
            ));
        }
        let seed = fields.get("seed").map_or(Ok(SEED), seed)?;
        return Ok(WeightsSpec::Grammar { seed });
    }
    if let Some(number) = fields.get("seed") {
        fields.refuse_all_but(&["seed"])?;
        return Ok(WeightsSpec::Random {
            seed: seed(number)?,
        });
    }
    if fields.is_empty() {
        let expected = "a seed, a preset, or the four matrices w_q, w_k, w_v, w_o";
        return Err(Error::scenario("weights", expected, "an empty object"));
    }
    fields.refuse_all_but(&["w_q", "w_k", "w_v", "w_o"])?;
    let Shape {
        d_model,
        heads,
        kv_heads,
        d_k,
        d_v,
        ..
    } = shape;
    let matrix = |name, path, rows, cols| numbers(path, fields.required(name)?, rows, cols);
    Ok(WeightsSpec::Explicit(Arc::new(Weights {
        w_q: matrix("w_q", "weights.w_q", d_model, heads * d_k)?,
        w_k: matrix("w_k", "weights.w_k", d_model, kv_heads * d_k)?,
        w_v: matrix("w_v", "weights.w_v", d_model, kv_heads * d_v)?,
        w_o: matrix("w_o", "weights.w_o", heads * d_v, d_model)?,
    })))
}

fn scale(document: &Document) -> Result<Scale, Error> {
    match document {
        Document::Text(name) if name == "sqrt_d_k" => Ok(Scale::SqrtDK),
        Document::Text(name) if name == "none" => Ok(Scale::None),
        other => Err(Error::scenario(
            "scale",
            "\"sqrt_d_k\" or \"none\"",
            other.describe(),
        )),
    }
}

fn temperature(document: &Document) -> Result<f64, Error> {
    match document {
        Document::Number(number) if number.is_finite() && *number >= 0.0 => Ok(number.abs()),
        other => Err(Error::scenario(
            "temperature",
            "a finite number above 0, or 0 for exact lookup",
            other.describe(),
        )),
    }
}

fn positions(document: &Document, d_k: usize) -> Result<Positions, Error> {
    let positions = match document {
        Document::Text(name) => Positions::from_name(name),
        _ => None,
    };
    let Some(positions) = positions else {
        let expected = "\"none\", \"sinusoidal\", \"rotary\" or \"alibi\"";
        return Err(Error::scenario("positions", expected, document.describe()));
    };
    if positions == Positions::Rotary && !d_k.is_multiple_of(2) {
        let expected = "an even number, because rotary positions turn components in pairs";
        return Err(Error::scenario("d_k", expected, d_k.to_string()));
    }
    Ok(positions)
}

fn ssmax(document: &Document) -> Result<Option<f64>, Error> {
    match document {
        Document::Null => Ok(None),
        Document::Number(number) if number.is_finite() && *number > 0.0 => Ok(Some(*number)),
        other => Err(Error::scenario(
            "ssmax",
            "null, or a finite number above 0",
            other.describe(),
        )),
    }
}

fn sink(document: &Document, temperature: f64) -> Result<f64, Error> {
    match document {
        Document::Number(number) if *number > 0.0 && number.is_finite() && temperature == 0.0 => {
            Err(Error::scenario(
                "sink",
                "0, because temperature is 0 and an exact lookup has no empty slot",
                *number,
            ))
        }
        Document::Number(number) if number.is_finite() && *number >= 0.0 => Ok(number.abs()),
        other => Err(Error::scenario(
            "sink",
            "a finite number that is not negative",
            other.describe(),
        )),
    }
}

fn mask(document: &Document, shape: Shape) -> Result<Mask, Error> {
    let Shape { n, m, .. } = shape;
    let expected = || format!("\"none\", \"causal\", {{ window: w }}, or {n} rows of {m} booleans");
    let mask = match document {
        Document::Text(name) if name == "none" => Mask::None,
        Document::Text(name) if name == "causal" => Mask::Causal,
        Document::Map(_) => {
            let fields = Fields::of("mask.", "mask", document)?;
            fields.refuse_all_but(&["window"])?;
            Mask::Window(whole(
                "mask.window",
                fields.required("window")?,
                0,
                LARGEST_WHOLE,
            )?)
        }
        document => {
            let (path, entry, cols) = ("mask", Entry::Boolean, m..=m);
            let wanted = Wanted {
                path,
                entry,
                rows: n,
                cols,
                expected: &expected,
            };
            Mask::Explicit(Arc::new(
                wanted.read(document)?.map(|allowed| allowed != 0.0),
            ))
        }
    };
    match (0..n).find(|&i| !(0..m).any(|j| mask.allows(i, j))) {
        None => Ok(mask),
        Some(row) => Err(Error::scenario(
            format!("mask[{row}]"),
            format!("at least one key that token {row} may attend to"),
            "a row that forbids every key",
        )),
    }
}
