//! What a scenario needs of the mechanism.

use nalgebra::DMatrix;

use super::text::Writer;
use crate::{
    positions::Positions,
    scenario::{Mask, Scale, Scenario},
    steps::StepId,
};

/// A matrix that comes with the scenario.
pub struct Given<'a> {
    /// What it is, with its shape; no full stop at its end.
    pub comment: String,
    /// The step that it is, or becomes.
    pub step: StepId,
    /// Its name where it is not the step yet.
    pub bare: Option<&'static str>,
    /// Its numbers.
    pub values: &'a DMatrix<f64>,
}

impl Given<'_> {
    /// Writes its numbers under its name, as a language has them.
    pub fn write(&self, out: &mut Writer, numbers: impl Fn(&str, &DMatrix<f64>) -> Vec<String>) {
        match self.bare {
            Some(name) => out.lines(numbers(name, self.values)),
            None => out.step(self.step, numbers(self.step.name(), self.values)),
        }
    }
}

/// A scenario, asked what its program has to have.
#[derive(Clone, Copy)]
pub struct Plan<'a>(pub &'a Scenario);

impl<'a> Plan<'a> {
    /// Whether the memory is another text than the one that asks.
    pub fn is_cross(self) -> bool {
        self.0.memory().is_some()
    }

    /// Whether query heads share key/value heads.
    pub fn is_shared(self) -> bool {
        self.0.shape().kv_heads < self.0.shape().heads
    }

    /// Whether the largest scores take all the weight.
    pub fn is_lookup(self) -> bool {
        self.0.temperature() == 0.0
    }

    /// Whether token vectors get their positions added.
    pub fn is_sinusoidal(self) -> bool {
        self.0.positions() == Positions::Sinusoidal
    }

    /// What scaled scores are divided by, where that changes them.
    pub fn temperature(self) -> Option<f64> {
        Some(self.0.temperature()).filter(|&temperature| temperature != 0.0 && temperature != 1.0)
    }

    /// The pull of the empty slot, where there is one.
    pub fn sink(self) -> Option<f64> {
        Some(self.0.sink()).filter(|&sink| sink > 0.0)
    }

    /// Whether a rule, and not a matrix, says which key j a query i may attend to.
    pub fn has_rule(self) -> bool {
        matches!(self.0.mask(), Mask::Causal | Mask::Window(_))
    }

    /// Whether a step is computed, and is not simply the one before it.
    pub fn has(self, step: StepId) -> bool {
        match step {
            StepId::Scaled => {
                self.0.scale() == Scale::SqrtDK
                    || self.0.ssmax().is_some()
                    || self.temperature().is_some()
            }
            StepId::Masked => *self.0.mask() != Mask::None,
            step => self.0.step(step) == step,
        }
    }

    /// The name of the queries or keys that are compared.
    pub fn compared(self, plain: StepId, rotated: StepId) -> &'static str {
        if self.has(rotated) {
            rotated.name()
        } else {
            plain.name()
        }
    }

    /// The name of the scores that a step reads.
    pub fn scores_before(self, step: StepId) -> &'static str {
        [StepId::Masked, StepId::Biased, StepId::Scaled]
            .into_iter()
            .find(|&earlier| earlier < step && self.has(earlier))
            .unwrap_or(StepId::Scores)
            .name()
    }

    /// The variable that counts the keys.
    pub fn m(self) -> &'static str {
        if self.is_cross() { "m" } else { "n" }
    }

    /// The variable with the keys' and values' token vectors.
    pub fn memory(self) -> &'static str {
        if self.is_cross() {
            "memory"
        } else {
            "embedded"
        }
    }

    /// The variable that counts key/value heads.
    pub fn kv_heads(self) -> &'static str {
        if self.is_shared() {
            "kv_heads"
        } else {
            "heads"
        }
    }

    /// Its symbol in shapes.
    pub fn kv(self) -> &'static str {
        if self.is_shared() { "kv" } else { "h" }
    }

    /// The sizes that the program reads, each with its variable.
    pub fn sizes(self, wanted: &[&str]) -> (String, String) {
        let shape = self.0.shape();
        let all = [
            ("n", shape.n, true),
            ("m", shape.m, self.is_cross()),
            ("d_model", shape.d_model, self.is_sinusoidal()),
            ("heads", shape.heads, true),
            ("kv_heads", shape.kv_heads, self.is_shared()),
            ("d_k", shape.d_k, true),
            ("d_v", shape.d_v, true),
        ];
        let read = || {
            all.iter()
                .filter(|(name, _, is_read)| *is_read && wanted.contains(name))
        };
        let names: Vec<&str> = read().map(|(name, ..)| *name).collect();
        let sizes: Vec<String> = read().map(|(_, size, _)| size.to_string()).collect();
        (names.join(", "), sizes.join(", "))
    }

    /// The token vectors: what they are, in words; the step that they are, and
    /// their name where positions still have to be added to make it.
    pub fn vectors(self) -> impl Iterator<Item = Given<'a>> {
        let memory = self.0.memory().map(|memory| Given {
            comment: "The tokens that are asked: m × d_model".into(),
            step: StepId::Memory,
            bare: self.is_sinusoidal().then_some("memory_vectors"),
            values: &memory.vectors,
        });
        let own = Given {
            comment: "A row for each token: n × d_model".into(),
            step: StepId::Embedded,
            bare: self.is_sinusoidal().then_some("vectors"),
            values: self.0.vectors(),
        };
        [Some(own), memory].into_iter().flatten()
    }

    /// The weights.
    pub fn weights(self) -> impl Iterator<Item = Given<'a>> {
        let (weights, kv) = (self.0.weights(), self.kv());
        [
            (
                "What each head looks for, the heads side by side: d_model × h·d_k".into(),
                StepId::WQ,
                &weights.w_q,
            ),
            (
                format!("What each token is found by: d_model × {kv}·d_k"),
                StepId::WK,
                &weights.w_k,
            ),
            (
                format!("What each token hands over: d_model × {kv}·d_v"),
                StepId::WV,
                &weights.w_v,
            ),
            (
                "How it goes back into a token vector: h·d_v × d_model".into(),
                StepId::WO,
                &weights.w_o,
            ),
        ]
        .into_iter()
        .map(|(comment, step, values)| Given {
            comment,
            step,
            bare: None,
            values,
        })
    }

    /// Other numbers that the program reads, each with its variable.
    pub fn parameters(self) -> impl Iterator<Item = (&'static str, f64)> {
        [
            ("temperature", self.temperature()),
            ("ssmax", self.0.ssmax()),
            ("sink", self.sink()),
        ]
        .into_iter()
        .filter_map(|(name, value)| Some((name, value?)))
    }
}
