//! New inputs from old ones.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// No input grows longer than this.
const LONGEST: usize = 4096;
/// Numbers at which programs change their mind.
const NUMBERS: [u64; 14] = [
    0,
    1,
    2,
    7,
    0x7f,
    0x80,
    0xff,
    0x7fff,
    0xffff,
    0x7fff_ffff,
    0xffff_ffff,
    0x7fff_ffff_ffff_ffff,
    0x8000_0000_0000_0000,
    u64::MAX,
];
/// The same as text.
const WRITTEN: [&str; 16] = [
    "0",
    "-0.0",
    "1",
    "-1",
    "0.5",
    "2",
    "3",
    "64",
    "128",
    "1e-320",
    "1e308",
    "-1e308",
    "1e999",
    "9007199254740991",
    "18446744073709551616",
    "NaN",
];

/// Changes inputs at random, the same way for the same seed.
pub struct Mutator {
    random: ChaCha8Rng,
    words: &'static [&'static str],
}

impl Mutator {
    /// `words` are what the format is made of.
    pub fn new(seed: u64, words: &'static [&'static str]) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let random = ChaCha8Rng::from_seed(key);
        Self { random, words }
    }

    /// A whole number below `limit`, or 0.
    pub fn below(&mut self, limit: usize) -> usize {
        (self.random.next_u64() % limit.max(1) as u64) as usize
    }

    /// One input of the corpus, changed in a few places.
    pub fn change(&mut self, corpus: &[Vec<u8>]) -> Vec<u8> {
        // What was found last was found for a reason.
        let recent = corpus.len().min(8);
        let chosen = match self.below(3) {
            0 => corpus.len() - 1 - self.below(recent),
            _ => self.below(corpus.len()),
        };
        let mut input = corpus[chosen].clone();
        for _ in 0..=self.below(4) {
            self.change_once(&mut input, corpus);
        }
        input.truncate(LONGEST);
        input
    }

    fn change_once(&mut self, input: &mut Vec<u8>, corpus: &[Vec<u8>]) {
        let start = self.below(input.len() + 1);
        let length = match self.below(4) {
            0 => self.below(input.len() + 1),
            _ => self.below(8),
        };
        let part = start..(start + length).min(input.len());
        match self.below(9) {
            0 => {
                if let Some(byte) = input.get_mut(start) {
                    *byte ^= 1 << self.below(8);
                }
            }
            1 => {
                let byte = self.random.next_u32() as u8;
                input.splice(start..part.end.min(start + 1), [byte]);
            }
            2 => drop(input.drain(part)),
            3 => {
                let copy = input[part].to_vec();
                let place = self.below(input.len() + 1);
                input.splice(place..place, copy);
            }
            4 => {
                let number = NUMBERS[self.below(NUMBERS.len())].to_le_bytes();
                let width = 1 << self.below(4);
                let end = (start + width).min(input.len());
                input.splice(start..end, number.into_iter().take(width));
            }
            5 | 6 if !self.words.is_empty() => {
                let word = self.words[self.below(self.words.len())].bytes();
                let replaced = if self.below(2) == 0 { part.end } else { start };
                input.splice(start..replaced, word);
            }
            7 => self.change_written_number(input, start),
            _ => {
                let other = &corpus[self.below(corpus.len())];
                let from = self.below(other.len() + 1);
                let to = (from + length.max(1) * 4).min(other.len());
                input.splice(part, other[from..to].iter().copied());
            }
        }
    }

    /// Another number where the next one is written in digits.
    fn change_written_number(&mut self, input: &mut Vec<u8>, from: usize) {
        let of_number = |byte: &u8| matches!(byte, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e');
        let Some(skipped) = input[from..].iter().position(u8::is_ascii_digit) else {
            return;
        };
        let start = from + skipped;
        let length = input[start..]
            .iter()
            .take_while(|byte| of_number(byte))
            .count();
        let number = WRITTEN[self.below(WRITTEN.len())].bytes();
        input.splice(start..start + length, number);
    }
}
