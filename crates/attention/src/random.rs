//! Seeded random numbers, the same on every platform.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

/// A stream of uniform numbers that is fixed by a seed and a stream number.
pub(crate) struct Uniform(ChaCha8Rng);

impl Uniform {
    /// The numbers of one stream of a seed; other streams are independent.
    pub fn new(seed: u64, stream: u64) -> Self {
        let mut key = [0; 32];
        key[..8].copy_from_slice(&seed.to_le_bytes());
        let mut generator = ChaCha8Rng::from_seed(key);
        generator.set_stream(stream);
        Self(generator)
    }

    /// Strictly between −1 and 1. No transcendental function takes part, so
    /// every platform draws the same bits.
    pub fn signed(&mut self) -> f64 {
        const HALF: f64 = 2_147_483_648.0; // 2³¹
        (f64::from(self.0.next_u32()) + 0.5) / HALF - 1.0
    }

    /// A whole number from 0 to `max`.
    pub fn whole(&mut self, max: u32) -> u32 {
        self.0.next_u32() % (max + 1)
    }
}
