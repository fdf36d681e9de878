//! e^x for x ≤ 0, in arithmetic that a compiler can do on many numbers at once.

use crate::scalar::Scalar;

/// 1/k!
const INVERSE_FACTORIALS: [f64; 14] = {
    let mut inverse = [1.0; 14];
    let mut factorial = 1.0;
    let mut k = 1;
    while k < 14 {
        factorial *= k as f64;
        inverse[k] = 1.0 / factorial;
        k += 1;
    }
    inverse
};

/// What the exponential has to know about a number type.
pub trait Exponential: Sized {
    /// ln 2 cut off after so many bits that a whole number of them is exact,
    /// and what was cut off.
    const LN_2: [Self; 2];
    /// 1.5 · 2^(bits after the point): added to a number, it leaves no place
    /// for a fraction, so that the sum's last bits are the number, rounded.
    const ROUND: Self;
    /// Below this, e^x would be smaller than the smallest normal number.
    const LEAST: Self;
    /// How many terms of Taylor's series are as good as all, for |x| ≤ ½ ln 2.
    const TERMS: usize;

    /// x · 2^n, where n is in the last bits of `rounded`.
    fn times_power_of_two(self, rounded: Self) -> Self;
}

impl Exponential for f64 {
    const LN_2: [Self; 2] = [0.693_147_180_485_539_1, 7.440_617_110_012_397e-11];
    const ROUND: Self = 6_755_399_441_055_744.0;
    const LEAST: Self = -708.0;
    const TERMS: usize = 14;

    #[inline(always)]
    fn times_power_of_two(self, rounded: Self) -> Self {
        f64::from_bits(self.to_bits().wrapping_add(rounded.to_bits() << 52))
    }
}

impl Exponential for f32 {
    const LN_2: [Self; 2] = [355.0 / 512.0, -2.121_944_4e-4];
    const ROUND: Self = 12_582_912.0;
    const LEAST: Self = -87.0;
    const TERMS: usize = 8;

    #[inline(always)]
    fn times_power_of_two(self, rounded: Self) -> Self {
        f32::from_bits(self.to_bits().wrapping_add(rounded.to_bits() << 23))
    }
}

/// e^x for x ≤ 0, within 2 units in the last place; exactly 0 for −∞.
///
/// x = n ln 2 + r with |r| ≤ ½ ln 2; e^x = 2^n · Σ r^k / k!. What would be
/// smaller than the smallest normal number (x < −708, in `f32` x < −87) is 0.
///
/// # Source
/// The reduction is Cody and Waite 1980, "Software Manual for the Elementary
/// Functions", chapter 6.
#[inline(always)]
pub(crate) fn exp<T: Scalar>(x: T) -> T {
    Exp::new().of(x)
}

/// The numbers that [`exp`] is computed with.
pub(crate) struct Exp<T> {
    log2_e: T,
    round: T,
    ln_2: [T; 2],
    least: T,
    inverse_factorials: [T; INVERSE_FACTORIALS.len()],
}

impl<T: Scalar> Exp<T> {
    #[inline(always)]
    fn new() -> Self {
        Self {
            log2_e: T::nearest(std::f64::consts::LOG2_E),
            round: T::ROUND,
            ln_2: T::LN_2,
            least: T::LEAST,
            inverse_factorials: INVERSE_FACTORIALS.map(T::nearest),
        }
    }

    /// For a loop over many x: read from memory once. As constants, a browser
    /// would put each together anew for every x, which took longer than the
    /// arithmetic.
    pub(crate) fn in_memory() -> Self {
        std::hint::black_box(Self::new())
    }

    /// e^x. There is no branch in it, so a loop over it becomes vector instructions.
    #[inline(always)]
    pub(crate) fn of(&self, x: T) -> T {
        let rounded = x * self.log2_e + self.round;
        let n = rounded - self.round;
        let r = x - n * self.ln_2[0] - n * self.ln_2[1];
        // From r² on, even and odd powers apart: two chains, half as long, that a
        // processor works on at once. The last two terms settle the digits.
        let square = r * r;
        let [mut odd, mut even] =
            [T::TERMS - 1, T::TERMS - 2].map(|last| self.inverse_factorials[last]);
        for terms in self.inverse_factorials[2..T::TERMS - 2].rchunks_exact(2) {
            even = even * square + terms[0];
            odd = odd * square + terms[1];
        }
        let series = ((odd * r + even) * r + T::one()) * r + T::one();
        let power = series.times_power_of_two(rounded);
        if x < self.least { T::zero() } else { power }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How many units in the last place e^x is away from the standard library's.
    fn error<T: Scalar>(x: T) -> f64 {
        let expected = x.widen().exp();
        // A unit in the last place is at least ½ ε of the number, and at most ε.
        (exp(x).widen() - expected).abs() / (expected * T::default_epsilon().widen() / 2.0)
    }

    #[test]
    fn it_is_the_exponential() {
        for step in 0..700_000 {
            let x = -f64::from(step) * 1e-3 * (1.0 + 1e-7);
            assert!(error(x) <= 2.0, "{x}: {}", error(x));
            let x = x as f32 / 8.1;
            assert!(error(x) <= 2.0, "{x}: {}", error(x));
        }
    }

    #[test]
    fn its_ends_are_exact() {
        assert_eq!((exp(0.0_f32), exp(0.0_f64)), (1.0, 1.0));
        assert_eq!((exp(-0.0_f32), exp(-0.0_f64)), (1.0, 1.0));
        for x in [f64::NEG_INFINITY, f64::MIN, -709.0] {
            assert_eq!(exp(x).to_bits(), 0, "{x}");
        }
        for x in [f32::NEG_INFINITY, f32::MIN, -88.0] {
            assert_eq!(exp(x).to_bits(), 0, "{x}");
        }
    }
}
