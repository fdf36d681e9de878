//! The same vectors under other names.

use serde::Serialize;

use crate::{error::Error, forward::attend, random::Uniform, scenario::Scenario, steps::StepId};

/// A sentence without meaning, and what attention makes of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Relabelled {
    /// The made-up words; the same word has the same one.
    pub tokens: Vec<String>,
    /// The largest difference of a weight in any head: exactly 0.
    pub weights: f64,
    /// The largest difference of a number of the output: exactly 0.
    pub output: f64,
}

/// Puts made-up words in the place of the tokens, and keeps their vectors.
///
/// X stays the same, and labels stand in no equation: attention computes with
/// vectors, and whatever a word means to it has to be in them. (Where a model
/// has its vectors from is another question.)
///
/// # Errors
/// [`Error::NotFinite`] where the scenario overflows.
pub fn relabel(scenario: &Scenario, seed: u64) -> Result<Relabelled, Error> {
    let tokens = made_up(scenario.tokens(), seed);
    let before = attend::<f64>(scenario)?;
    let after = attend::<f64>(&scenario.relabelled(tokens.clone())?)?;
    let mut weights = 0.0_f64;
    for head in 0..scenario.shape().heads {
        let [before, after] = [&before, &after].map(|trace| trace.read(StepId::Weights, head));
        weights = weights.max((before? - after?).amax());
    }
    let output = before.read(StepId::Output, 0)? - after.read(StepId::Output, 0)?;
    Ok(Relabelled {
        tokens,
        weights,
        output: output.amax(),
    })
}

/// Words of two syllables, one for each different token.
fn made_up(tokens: &[String], seed: u64) -> Vec<String> {
    const ONSETS: [&str; 12] = ["b", "d", "f", "g", "k", "l", "m", "n", "r", "s", "t", "v"];
    const VOWELS: [&str; 5] = ["a", "e", "i", "o", "u"];
    let mut uniform = Uniform::new(seed, 0);
    let mut words: Vec<String> = Vec::new();
    for (row, token) in tokens.iter().enumerate() {
        if let Some(earlier) = tokens[..row].iter().position(|earlier| earlier == token) {
            words.push(words[earlier].clone());
            continue;
        }
        let mut word = String::new();
        for _syllable in 0..2 {
            word += ONSETS[uniform.whole(11) as usize];
            word += VOWELS[uniform.whole(4) as usize];
        }
        // Two tokens never share a word.
        while words.contains(&word) {
            word += VOWELS[uniform.whole(4) as usize];
        }
        words.push(word);
    }
    words
}
