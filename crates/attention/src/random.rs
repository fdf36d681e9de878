//! Seeded random numbers, the same on every platform.

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};

use crate::positions::cos_sin;

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

/// A stream of normal numbers, mean 0 and variance 1.
///
/// Box and Muller's method (Ann. Math. Stat. 29, 1958): for independent u, w
/// uniform in (0, 1], √(−2 ln u)·cos 2πw and √(−2 ln u)·sin 2πw are independent
/// normal numbers. Platforms may differ in the last bits of a logarithm and a
/// cosine, so the numbers are the same everywhere to rounding, not bit for bit.
pub(crate) struct Normal {
    uniform: Uniform,
    spare: Option<f64>,
}

impl Normal {
    /// The numbers of one stream of a seed; other streams are independent.
    pub fn new(seed: u64, stream: u64) -> Self {
        Self {
            uniform: Uniform::new(seed, stream),
            spare: None,
        }
    }

    /// The next number; none is further from 0 than 6.8.
    pub fn draw(&mut self) -> f64 {
        if let Some(spare) = self.spare.take() {
            return spare;
        }
        let radius = (-2.0 * self.unit().ln()).sqrt();
        let angle = std::f64::consts::PI * self.uniform.signed();
        let (cos, sin) = cos_sin(angle);
        self.spare = Some(radius * sin);
        radius * cos
    }

    /// The sum of the squares of the next `count` numbers. Of two that are drawn
    /// together it is −2 ln u, since sin² + cos² = 1: their angle is passed over.
    /// A logarithm takes longer than the rest, so one is taken of several u.
    pub fn squares(&mut self, count: u64) -> f64 {
        let (mut sum, mut left) = (0.0, count);
        if left > 0
            && let Some(spare) = self.spare.take()
        {
            sum += spare.powi(2);
            left -= 1;
        }
        // None is below 2⁻³³, so that no product is too small for an f64.
        const TOGETHER: u64 = 16;
        let pairs = left / 2;
        for first in (0..pairs).step_by(TOGETHER as usize) {
            let mut product = 1.0;
            for _ in first..pairs.min(first + TOGETHER) {
                product *= self.unit();
                self.uniform.signed();
            }
            sum -= 2.0 * f64::ln(product);
        }
        if left % 2 == 1 {
            sum += self.draw().powi(2);
        }
        sum
    }

    /// Strictly between 0 and 1.
    fn unit(&mut self) -> f64 {
        0.5 * (1.0 + self.uniform.signed())
    }
}

#[cfg(test)]
mod tests {
    use super::Normal;

    #[test]
    fn squares_are_those_of_the_numbers_that_would_be_drawn() {
        let (mut one_by_one, mut together) = (Normal::new(7, 3), Normal::new(7, 3));
        for count in [0, 1, 2, 3, 8, 1, 1, 64, 5, 1_024, 7, 0, 2] {
            let squares: f64 = (0..count).map(|_| one_by_one.draw().powi(2)).sum();
            let sum = together.squares(count);
            assert!((sum - squares).abs() <= 1e-13 * squares, "{count}");
            assert_eq!(together.draw(), one_by_one.draw(), "after {count}");
        }
    }
}
