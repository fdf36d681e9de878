//! The article's claims, each held against a closed form or a seeded statistic
//! with its tolerance. One file for each experiment.

#[path = "../../crates/attention/tests/support/mod.rs"]
mod support;

mod alignment;
mod blend;
mod bounds;
mod contributions;
mod counting;
mod flash;
mod gain;
mod gauge;
mod heads;
mod kv_cache;
mod lookup;
mod masking;
mod needle;
mod relabel;
mod retrieval;
mod scaling;
mod softmax;

/// Whether two numbers differ by no more than a tolerance. NaN never does.
fn near(actual: f64, expected: f64, tolerance: f64) -> bool {
    (actual - expected).abs() <= tolerance
}
