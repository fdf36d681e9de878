//! The step table: what is computed, in which order, from what.
//!
//! Drawing, narration, the arithmetic of a cell and exported code all read
//! this one table, so a step is named, described and explained in one place.

use serde::{Serialize, Serializer};

use crate::{document::shorten, error::Error};

/// One step of the forward pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum StepId {
    /// X, the token vectors on the queries' side.
    Embedded,
    /// The token vectors on the keys' and values' side; in self-attention, X.
    Memory,
    /// W_Q, the query weights.
    WQ,
    /// W_K, the key weights.
    WK,
    /// W_V, the value weights.
    WV,
    /// W_O, the output weights.
    WO,
    /// Q = X W_Q.
    Q,
    /// K = X W_K.
    K,
    /// V = X W_V.
    V,
    /// Q, turned by rotary positions; without them, Q.
    QRotated,
    /// K, turned by rotary positions; without them, K.
    KRotated,
    /// S = Q Kᵀ.
    Scores,
    /// S / √d_k / T.
    Scaled,
    /// The scaled scores, less with distance under ALiBi; without it, those.
    Biased,
    /// The scaled scores, −∞ where the mask forbids.
    Masked,
    /// A, the softmax of each row.
    Weights,
    /// A V.
    HeadOutput,
    /// Z, the heads side by side.
    Concat,
    /// Z W_O.
    Output,
}

/// What one side of a step's matrix counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Axis {
    /// n, the tokens that ask.
    Queries,
    /// m, the tokens that are asked.
    Keys,
    /// d_model, the components of a token vector.
    Model,
    /// d_k, the components of a query or key.
    Key,
    /// d_v, the components of a value.
    Value,
    /// h·d_v, all heads' outputs side by side.
    HeadValues,
}

/// How a cell of a step is made from cells of earlier steps.
///
/// [`Trace::explain`](crate::Trace::explain) interprets this and nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recipe {
    /// Comes with the scenario.
    Given,
    /// Comes with the scenario, plus its sinusoid where positions are those.
    Embed,
    /// A query or key, turned with its neighbour by rotary positions.
    Rotate(StepId),
    /// Row times column: Σ_c left(i, c) · right(c, j).
    Product {
        /// The left operand.
        left: StepId,
        /// The right operand.
        right: StepId,
        /// Whether the right operand is transposed: right(j, c).
        transposed: bool,
    },
    /// s · 1/√d_k · s·ln n · 1/T, each factor where the scenario has it.
    Scale(StepId),
    /// s − slope · |i − j|.
    Bias(StepId),
    /// s, or −∞ where the mask forbids.
    Mask(StepId),
    /// e^(s − max) · 1/Σ over the row, or its limit at temperature 0.
    Softmax(StepId),
    /// Heads side by side.
    Concat(StepId),
}

/// A row of the step table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Which step.
    pub id: StepId,
    /// Its name in Rust, JavaScript, the page and the golden files.
    pub name: &'static str,
    /// Its symbol in equations.
    pub symbol: &'static str,
    /// How it is computed.
    pub equation: &'static str,
    /// Rows and columns (of one head, where it is per head).
    pub shape: (Axis, Axis),
    /// Whether each head has its own.
    pub per_head: bool,
    /// How a cell is made.
    pub recipe: Recipe,
}

/// Every step, in the order of computation.
///
/// `memory` without a memory, `q_rotated` and `k_rotated` without rotary
/// positions, and `biased` without ALiBi are no steps of their own: reading
/// them reads the step that stands in their place
/// ([`Scenario::step`](crate::Scenario::step)).
///
/// ```
/// use attention::{STEPS, StepId};
///
/// for (step, id) in STEPS.iter().zip([StepId::Embedded, StepId::Memory]) {
///     assert_eq!(step.id, id);
/// }
/// assert_eq!(StepId::Scores.step().equation, "S = Q Kᵀ");
/// ```
pub static STEPS: &[Step] = {
    use Axis::{HeadValues, Key, Keys, Model, Queries, Value};
    use StepId::{
        Biased, Concat, Embedded, HeadOutput, K, KRotated, Masked, Memory, Output, Q, QRotated,
        Scaled, Scores, V, WK, WO, WQ, WV, Weights,
    };

    const fn step(
        id: StepId,
        (name, symbol, equation): (&'static str, &'static str, &'static str),
        shape: (Axis, Axis),
        per_head: bool,
        recipe: Recipe,
    ) -> Step {
        Step {
            id,
            name,
            symbol,
            equation,
            shape,
            per_head,
            recipe,
        }
    }

    const fn product(left: StepId, right: StepId) -> Recipe {
        Recipe::Product {
            left,
            right,
            transposed: false,
        }
    }

    const SCORES: Recipe = Recipe::Product {
        left: QRotated,
        right: KRotated,
        transposed: true,
    };

    #[rustfmt::skip]
    static TABLE: [Step; 19] = [
        step(Embedded,   ("embedded",    "X",     "X = token vectors + positions"),  (Queries, Model),      false, Recipe::Embed),
        step(Memory,     ("memory",      "Y",     "Y = memory's vectors + positions"), (Keys, Model),       false, Recipe::Embed),
        step(WQ,         ("w_q",         "W_Q",   "W_Q = query weights"),            (Model, Key),          true,  Recipe::Given),
        step(WK,         ("w_k",         "W_K",   "W_K = key weights"),              (Model, Key),          true,  Recipe::Given),
        step(WV,         ("w_v",         "W_V",   "W_V = value weights"),            (Model, Value),        true,  Recipe::Given),
        step(WO,         ("w_o",         "W_O",   "W_O = output weights"),           (Value, Model),        true,  Recipe::Given),
        step(Q,          ("q",           "Q",     "Q = X W_Q"),                      (Queries, Key),        true,  product(Embedded, WQ)),
        step(K,          ("k",           "K",     "K = X W_K"),                      (Keys, Key),           true,  product(Memory, WK)),
        step(V,          ("v",           "V",     "V = X W_V"),                      (Keys, Value),         true,  product(Memory, WV)),
        step(QRotated,   ("q_rotated",   "Q'",    "Q' = Q turned, pair by pair"),    (Queries, Key),        true,  Recipe::Rotate(Q)),
        step(KRotated,   ("k_rotated",   "K'",    "K' = K turned, pair by pair"),    (Keys, Key),           true,  Recipe::Rotate(K)),
        step(Scores,     ("scores",      "S",     "S = Q Kᵀ"),                       (Queries, Keys),       true,  SCORES),
        step(Scaled,     ("scaled",      "S/√d_k", "S / √d_k / T"),                  (Queries, Keys),       true,  Recipe::Scale(Scores)),
        step(Biased,     ("biased",      "B",     "B = S/√d_k − slope·|i − j|"),     (Queries, Keys),       true,  Recipe::Bias(Scaled)),
        step(Masked,     ("masked",      "M",     "M = S/√d_k, −∞ where forbidden"), (Queries, Keys),       true,  Recipe::Mask(Biased)),
        step(Weights,    ("weights",     "A",     "A = softmax(M), row by row"),     (Queries, Keys),       true,  Recipe::Softmax(Masked)),
        step(HeadOutput, ("head_output", "A V",   "A V"),                            (Queries, Value),      true,  product(Weights, V)),
        step(Concat,     ("concat",      "Z",     "Z = heads side by side"),         (Queries, HeadValues), false, Recipe::Concat(HeadOutput)),
        step(Output,     ("output",      "Z W_O", "Z W_O"),                          (Queries, Model),      false, product(Concat, WO)),
    ];
    &TABLE
};

impl StepId {
    /// This step's row of the table.
    pub fn step(self) -> &'static Step {
        &STEPS[self as usize]
    }

    /// Its name, such as `"head_output"`.
    pub fn name(self) -> &'static str {
        self.step().name
    }

    /// The step of this name.
    ///
    /// # Errors
    /// [`Error::UnknownStep`] where there is none.
    pub fn from_name(name: &str) -> Result<Self, Error> {
        STEPS
            .iter()
            .find(|step| step.name == name)
            .map(|step| step.id)
            .ok_or_else(|| Error::UnknownStep(shorten(name)))
    }
}

impl Serialize for StepId {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Axis {
    /// Its symbol in shapes, such as `"d_k"`.
    pub fn symbol(self) -> &'static str {
        match self {
            Self::Queries => "n",
            Self::Keys => "m",
            Self::Model => "d_model",
            Self::Key => "d_k",
            Self::Value => "d_v",
            Self::HeadValues => "h·d_v",
        }
    }
}

impl Recipe {
    /// Its name, such as `"product"`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Given => "given",
            Self::Embed => "embed",
            Self::Rotate(_) => "rotate",
            Self::Product { .. } => "product",
            Self::Scale(_) => "scale",
            Self::Bias(_) => "bias",
            Self::Mask(_) => "mask",
            Self::Softmax(_) => "softmax",
            Self::Concat(_) => "concat",
        }
    }

    /// The steps that it reads, left before right.
    pub fn operands(self) -> Vec<StepId> {
        match self {
            Self::Given | Self::Embed => vec![],
            Self::Product { left, right, .. } => vec![left, right],
            Self::Rotate(of)
            | Self::Scale(of)
            | Self::Bias(of)
            | Self::Mask(of)
            | Self::Softmax(of)
            | Self::Concat(of) => vec![of],
        }
    }
}
