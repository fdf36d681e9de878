//! Attention, computed so that it can be looked into.
//!
//! One call computes scaled dot-product attention with any number of heads
//! and records every intermediate; another says why a cell has its value:
//!
//! ```
//! use attention::{Cell, Scenario, StepId, attend};
//!
//! let trace = attend::<f64>(&Scenario::default())?;
//!
//! // "it" (token 6) looks for its noun and finds "animal" (token 1).
//! let weights = trace.read(StepId::Weights, 0)?;
//! assert!(weights[(6, 1)] > 0.75);
//!
//! // Why that weight? e^(score − max) · 1/Σ, and the scores can be asked in turn.
//! let why = trace.explain(Cell::of_head(StepId::Weights, 0, 6, 1))?;
//! assert_eq!(why.terms[0].product, why.value);
//! assert_eq!(why.inputs.len(), 9);
//! # Ok::<(), attention::Error>(())
//! ```
//!
//! Data flows one way: a [`Document`] (whatever came from outside) is checked
//! once and becomes a [`Scenario`]; [`attend`] computes a [`Trace`] from it;
//! [`Trace::read`] and [`Trace::explain`] look into the trace. The names,
//! equations and shapes of the steps are data: [`STEPS`].
//!
//! The crate knows no JavaScript, no clock, no file and no global state, and
//! no input makes it panic.
//!
//! Sources: scaled dot-product and multi-head attention are Vaswani et al.
//! 2017, "Attention Is All You Need" (arXiv 1706.03762), §3.2; sharing keys
//! and values between heads is Shazeer 2019 (arXiv 1911.02150, multi-query)
//! and Ainslie et al. 2023 (arXiv 2305.13245, grouped-query).

#![forbid(unsafe_code)]

mod backward;
mod buffers;
mod code;
pub mod decode;
mod document;
mod embed;
mod error;
mod exp;
pub mod experiments;
mod explain;
pub mod flash;
mod forward;
pub mod grammar;
mod layout;
pub mod positions;
mod product;
mod random;
mod scalar;
mod scenario;
mod softmax;
mod steps;
mod trace;
mod traffic;
mod weights;

pub use backward::{Check, Gradients, Prediction, Target};
pub use buffers::Buffers;
pub use code::{Language, Line, Source, source};
pub use document::Document;
pub use embed::{FEATURES, Feature, embed};
pub use error::{Error, Got};
pub use explain::{Explanation, Factor, Operation, Term};
pub use forward::{attend, attend_observed, attend_reusing};
pub use grammar::{DESIGN, HeadDesign};
pub use layout::to_row_major;
pub use positions::Positions;
pub use scalar::Scalar;
pub use scenario::{Mask, Memory, Scale, Scenario, Shape, default_memory};
pub use steps::{Axis, Recipe, STEPS, Step, StepId};
pub use trace::{Cell, GRADIENT, SoftmaxRow, Trace};
pub use traffic::Traffic;
pub use weights::{Weights, WeightsSpec};

pub use nalgebra;
