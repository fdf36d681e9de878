//! What attention is said to do, as experiments.
//!
//! One file for each experiment. An experiment is small and pure: settings in,
//! named numbers out, no clock and no global state. Where chance takes part, a
//! seed fixes it. Its documentation gives the formula that it computes, where
//! the formula comes from, and the range of each setting, which is the range of
//! a slider. A setting outside of its range is refused by name.
//!
//! Where the mechanism itself is what is shown, the experiment builds a
//! [`Scenario`](crate::Scenario) and reads the trace of
//! [`attend`](crate::attend).

use std::ops::RangeInclusive;

use crate::error::Error;

pub mod counting;
pub mod flash;
pub mod kv_cache;

/// Refuses a whole number outside of its range.
fn whole(field: &'static str, value: u64, range: RangeInclusive<u64>) -> Result<(), Error> {
    if range.contains(&value) {
        return Ok(());
    }
    let expected = format!("a whole number from {} to {}", range.start(), range.end());
    Err(Error::scenario(field, expected, value.to_string()))
}
