//! A scenario as it is written down.

use nalgebra::DMatrix;
use serde::{
    Serialize, Serializer,
    ser::{SerializeSeq, SerializeStruct},
};

use super::{Mask, Memory, Scale, Scenario};
use crate::weights::WeightsSpec;

impl Serialize for Scenario {
    /// Writes every field, so that what is read back does not depend on
    /// defaults.
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Scenario", 14)?;
        fields.serialize_field("tokens", self.tokens())?;
        fields.serialize_field("vectors", &Rows(self.vectors()))?;
        fields.serialize_field("memory", &self.memory)?;
        fields.serialize_field("heads", &self.shape.heads)?;
        fields.serialize_field("kv_heads", &self.shape.kv_heads)?;
        fields.serialize_field("d_k", &self.shape.d_k)?;
        fields.serialize_field("d_v", &self.shape.d_v)?;
        fields.serialize_field("weights", &self.spec)?;
        fields.serialize_field("scale", self.scale.name())?;
        fields.serialize_field("temperature", &self.temperature)?;
        fields.serialize_field("mask", &self.mask)?;
        fields.serialize_field("positions", self.positions.name())?;
        fields.serialize_field("ssmax", &self.ssmax)?;
        fields.serialize_field("sink", &self.sink)?;
        fields.end()
    }
}

impl Serialize for Memory {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut fields = serializer.serialize_struct("Memory", 2)?;
        fields.serialize_field("tokens", &self.tokens[..])?;
        fields.serialize_field("vectors", &Rows(&self.vectors))?;
        fields.end()
    }
}

impl Serialize for WeightsSpec {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Random { seed } => {
                let mut fields = serializer.serialize_struct("Weights", 1)?;
                fields.serialize_field("seed", seed)?;
                fields.end()
            }
            Self::Grammar { seed } => {
                let mut fields = serializer.serialize_struct("Weights", 2)?;
                fields.serialize_field("preset", "grammar")?;
                fields.serialize_field("seed", seed)?;
                fields.end()
            }
            Self::Explicit(weights) => {
                let mut fields = serializer.serialize_struct("Weights", 4)?;
                fields.serialize_field("w_q", &Rows(&weights.w_q))?;
                fields.serialize_field("w_k", &Rows(&weights.w_k))?;
                fields.serialize_field("w_v", &Rows(&weights.w_v))?;
                fields.serialize_field("w_o", &Rows(&weights.w_o))?;
                fields.end()
            }
        }
    }
}

impl Serialize for Mask {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::None => serializer.serialize_str("none"),
            Self::Causal => serializer.serialize_str("causal"),
            Self::Window(width) => {
                let mut fields = serializer.serialize_struct("Window", 1)?;
                fields.serialize_field("window", width)?;
                fields.end()
            }
            Self::Explicit(allowed) => Rows(allowed).serialize(serializer),
        }
    }
}

impl Scale {
    /// Its name in a scenario.
    pub fn name(self) -> &'static str {
        match self {
            Self::SqrtDK => "sqrt_d_k",
            Self::None => "none",
        }
    }
}

/// A matrix as a list of rows.
struct Rows<'a, T>(&'a DMatrix<T>);

impl<T: Serialize> Serialize for Rows<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut rows = serializer.serialize_seq(Some(self.0.nrows()))?;
        for row in 0..self.0.nrows() {
            rows.serialize_element(&Row(self.0, row))?;
        }
        rows.end()
    }
}

/// One row of a matrix.
struct Row<'a, T>(&'a DMatrix<T>, usize);

impl<T: Serialize> Serialize for Row<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((0..self.0.ncols()).map(|col| &self.0[(self.1, col)]))
    }
}

#[cfg(feature = "json")]
impl Scenario {
    /// This scenario as JSON; [`Scenario::from_json`] reads it back, bit for
    /// bit.
    pub fn to_json(&self) -> String {
        // Neither a map with keys that are not text nor a failing writer is in
        // the way, which are the ways in which this can fail.
        serde_json::to_string(self).unwrap_or_default()
    }
}
