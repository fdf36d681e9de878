//! Heads that were built by hand, and what all heads have in common.

use serde::Serialize;

use super::{labels, matrix, number, object};
use crate::{
    document::Document, error::Error, forward::attend, nalgebra::DMatrix, scenario::Scenario,
    steps::StepId, trace::Trace,
};

/// What a head looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The same word, itself included: reads what tokens are.
    SameWord,
    /// The token before: reads where tokens stand. The first one finds none.
    Previous,
    /// The first token, as heads do that have nothing else to do.
    First,
}

/// A sentence, and the heads that read it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Settings {
    /// 1 to 48 words.
    pub tokens: Vec<String>,
    /// 1 to 8 heads.
    pub kinds: Vec<Kind>,
    /// β, the score of a match, from 0 to 100; every other key has 0.
    pub gain: f64,
}

/// One row of a head's weights.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Match {
    /// m, the keys that match.
    pub matches: usize,
    /// The weight of the first that does; without any, of the first key.
    pub weight: f64,
    /// What it should be.
    pub formula: f64,
}

impl Settings {
    /// The scenario of these heads.
    ///
    /// A token vector says which word it is and which place it has, each by a
    /// 1 in a column of its own. W_K picks the words' columns or the places',
    /// W_Q asks for one of them with β, and W_V and W_O hand over the word.
    ///
    /// # Errors
    /// [`Error::Scenario`] for a setting outside of its range.
    pub fn scenario(&self) -> Result<Scenario, Error> {
        let (n, heads) = (self.tokens.len(), self.kinds.len());
        if !(1..=48).contains(&n) {
            return Err(Error::scenario(
                "tokens",
                "a list of 1 to 48 words",
                format!("a list of {n}"),
            ));
        }
        if !(1..=8).contains(&heads) {
            return Err(Error::scenario(
                "kinds",
                "a list of 1 to 8 kinds",
                format!("a list of {heads}"),
            ));
        }
        number("gain", self.gain, 0.0..=100.0)?;

        // Columns 0 to n − 1 are words, n to 2n − 1 places.
        let mut vectors = DMatrix::zeros(n, 2 * n);
        for row in 0..n {
            vectors[(row, self.word(row))] = 1.0;
            vectors[(row, n + row)] = 1.0;
        }
        let [mut w_q, mut w_k] = [(); 2].map(|()| DMatrix::zeros(2 * n, heads * n));
        let mut w_v = DMatrix::zeros(2 * n, heads * n);
        let mut w_o = DMatrix::zeros(heads * n, 2 * n);
        for (head, kind) in self.kinds.iter().enumerate() {
            for place in 0..n {
                let (from, column) = match kind {
                    Kind::SameWord => (place, Some(place)),
                    Kind::Previous => (n + place, place.checked_sub(1)),
                    Kind::First => (n + place, Some(0)),
                };
                let keys = if *kind == Kind::SameWord { 0 } else { n };
                w_k[(keys + place, head * n + place)] = 1.0;
                if let Some(column) = column {
                    w_q[(from, head * n + column)] = self.gain;
                }
                w_v[(place, head * n + place)] = 1.0;
                w_o[(head * n + place, place)] = 1.0;
            }
        }
        let weights = object([
            ("w_q", matrix(&w_q)),
            ("w_k", matrix(&w_k)),
            ("w_v", matrix(&w_v)),
            ("w_o", matrix(&w_o)),
        ]);
        Scenario::from_document(&object([
            ("tokens", labels(self.tokens.iter().cloned())),
            ("vectors", matrix(&vectors)),
            ("heads", Document::Number(heads as f64)),
            ("d_k", Document::Number(n as f64)),
            ("d_v", Document::Number(n as f64)),
            ("weights", weights),
            ("scale", Document::Text("none".into())),
        ]))
    }

    /// A number for a word: where it stands first.
    fn word(&self, row: usize) -> usize {
        let same = |token: &String| *token == self.tokens[row];
        self.tokens.iter().position(same).unwrap_or(row)
    }

    /// Which keys match a query.
    fn matching(&self, kind: Kind, row: usize) -> Vec<usize> {
        let matches = |&key: &usize| match kind {
            Kind::SameWord => self.word(key) == self.word(row),
            Kind::Previous => key + 1 == row,
            Kind::First => key == 0,
        };
        (0..self.tokens.len()).filter(matches).collect()
    }
}

/// Runs the heads, and says for each head and row how much a match gets.
///
/// Of N keys, m match with the score β and the others have 0, so each match
/// gets e^β / (m·e^β + N − m). Without a match every key gets 1/N.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range.
pub fn run(settings: &Settings) -> Result<Vec<Vec<Match>>, Error> {
    let trace = attend::<f64>(&settings.scenario()?)?;
    let n = settings.tokens.len();
    let mut heads = Vec::new();
    for (head, &kind) in settings.kinds.iter().enumerate() {
        let weights = trace.read(StepId::Weights, head)?;
        let rows = (0..n).map(|row| {
            let keys = settings.matching(kind, row);
            let matches = keys.len();
            // e^−β on both sides: e^β alone might overflow in other hands.
            let rest = (n - matches) as f64 * (-settings.gain).exp();
            Match {
                matches,
                weight: weights[(row, keys.first().copied().unwrap_or(0))],
                formula: match matches {
                    0 => 1.0 / n as f64,
                    _ => 1.0 / (matches as f64 + rest),
                },
            }
        });
        heads.push(rows.collect());
    }
    Ok(heads)
}

/// The gain that gives m matches among N keys a share p of the weight:
/// β = ln(p/(1 − p) · (N − m)/m), which for one match and 0.9 is ln 9(N − 1).
///
/// # Errors
/// [`Error::Scenario`] unless 0 < p < 1 and 1 ≤ m < N ≤ 10⁶.
///
/// ```
/// # use attention::experiments::heads::gain_for;
/// assert!((gain_for(0.9, 1, 12)? - f64::ln(9.0 * 11.0)).abs() < 1e-14);
/// # Ok::<(), attention::Error>(())
/// ```
pub fn gain_for(share: f64, matches: u64, keys: u64) -> Result<f64, Error> {
    super::whole("keys", keys, 2..=1_000_000)?;
    super::whole("matches", matches, 1..=keys - 1)?;
    if !(share > 0.0 && share < 1.0) {
        return Err(Error::scenario("share", "a number between 0 and 1", share));
    }
    Ok((share / (1.0 - share)).ln() + ((keys - matches) as f64 / matches as f64).ln())
}

/// What each head adds to the output.
#[derive(Debug, Clone, PartialEq)]
pub struct Parts {
    /// (A V)_h W_O,h for each head that was asked for, n × d_model.
    pub parts: Vec<DMatrix<f64>>,
    /// The largest difference between a number of the output and the sum over
    /// all heads.
    pub difference: f64,
}

/// Takes the output apart: setting heads side by side and multiplying by W_O
/// is adding up what each head makes of its own rows of W_O,
///
/// concat(head_1 … head_h) W_O = Σ_h head_h W_O,h.
///
/// So a head can be dropped by leaving out its part;
/// [`Scenario::without_head`] does the same to the weights.
///
/// # Errors
/// None for a trace whose numbers are finite, which [`attend`] makes sure of.
///
/// # Source
/// Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits",
/// "Attention heads are independent and additive".
pub fn parts(trace: &Trace<f64>) -> Result<Parts, Error> {
    let heads: Vec<usize> = (0..trace.scenario().shape().heads).collect();
    parts_of(trace, &heads)
}

/// As [`parts`], and keeps the parts of some heads only, in their order.
///
/// # Errors
/// [`Error::OutOfRange`] where there is no such head.
pub fn parts_of(trace: &Trace<f64>, heads: &[usize]) -> Result<Parts, Error> {
    let part = |head| {
        let head_output = trace.read(StepId::HeadOutput, head)?;
        Ok::<_, Error>(head_output * trace.read(StepId::WO, head)?)
    };
    let output = trace.read(StepId::Output, 0)?;
    let mut sum = DMatrix::zeros(output.nrows(), output.ncols());
    for head in 0..trace.scenario().shape().heads {
        sum += part(head)?;
    }
    let parts = heads.iter().map(|&head| part(head));
    Ok(Parts {
        parts: parts.collect::<Result<_, _>>()?,
        difference: (output - sum).amax(),
    })
}

/// The largest difference between f(PX) and P f(X): the output for tokens in
/// another order, and the output in that order.
///
/// Without positions and mask it is 0 but for rounding: attention sees a set.
/// With either it is not, and that is what they are for. In cross-attention the
/// asking tokens are put in order, and the mask is all that can tell.
///
/// # Errors
/// [`Error::Scenario`] where `order` does not have each token once, and
/// [`Error::NotFinite`] where the scenario overflows.
pub fn order_matters(scenario: &Scenario, order: &[usize]) -> Result<f64, Error> {
    let permuted = attend::<f64>(&scenario.reordered(order)?)?;
    let plain = attend::<f64>(scenario)?;
    let expected = plain.read(StepId::Output, 0)?.select_rows(order);
    Ok((permuted.read(StepId::Output, 0)? - expected).amax())
}
