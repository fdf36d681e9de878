//! The article's claims, each held against a closed form or a seeded statistic
//! with its tolerance. One file for each experiment.

#[path = "../../crates/attention/tests/support/mod.rs"]
mod support;

mod counting;
mod flash;
mod kv_cache;
