//! How a token's place in the sequence takes part.

use std::f64::consts::{FRAC_PI_2, LN_2};

use nalgebra::{DMatrix, DMatrixView};

use crate::{exp::exp, scalar::Scalar};

/// How a token's place takes part. Places count from 0, on the queries' and on
/// the keys' side each.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Positions {
    /// Not at all: attention is blind to order, but for its mask.
    None,
    /// Sines and cosines are added to the token vectors: [`sinusoid`].
    Sinusoidal,
    /// Queries and keys are turned by angles: [`rotation`].
    Rotary,
    /// Scores fall with distance: [`alibi_slope`].
    Alibi,
}

/// The base of the geometric row of wavelengths, in both papers that have one.
const BASE: f64 = 10_000.0;

/// What is added to component `col` of the token vector at `position`.
///
/// PE(p, 2i) = sin(p / 10000^(2i/d_model)),
/// PE(p, 2i+1) = cos(p / 10000^(2i/d_model)); dimensionless
///
/// An odd d_model ends with a sine.
///
/// # Source
/// Vaswani et al. 2017 (arXiv 1706.03762), §3.5.
///
/// ```
/// use attention::positions::sinusoid;
///
/// assert_eq!(sinusoid(0, 0, 8), 0.0); // sin 0
/// assert_eq!(sinusoid(0, 1, 8), 1.0); // cos 0
/// assert!((sinusoid(3, 2, 4) - (3.0_f64 / 100.0).sin()).abs() < 1e-16);
/// ```
pub fn sinusoid(position: usize, col: usize, d_model: usize) -> f64 {
    let (cos, sin) = cos_sin(angle(position, col / 2, d_model));
    if col.is_multiple_of(2) { sin } else { cos }
}

/// The cosine and the sine by which components 2·`pair` and 2·`pair` + 1 of
/// the query or key at `position` are turned.
///
/// θ_i = 10000^(−2i/d_k), angle p·θ_i in radians;
/// (q'_{2i}, q'_{2i+1}) = (q_{2i} cos − q_{2i+1} sin, q_{2i+1} cos + q_{2i} sin)
///
/// A score then depends on two places only through their difference.
///
/// # Source
/// Su et al. 2021 (arXiv 2104.09864), §3.4.2: adjacent components are paired,
/// as in the paper. d_k is even.
///
/// ```
/// use attention::positions::rotation;
///
/// assert_eq!(rotation(0, 3, 8), (1.0, 0.0));
/// let (cos, sin) = rotation(5, 0, 8);
/// assert!((cos - 5.0_f64.cos()).abs() < 1e-15 && (sin - 5.0_f64.sin()).abs() < 1e-15);
/// ```
pub fn rotation(position: usize, pair: usize, d_k: usize) -> (f64, f64) {
    cos_sin(angle(position, pair, d_k))
}

/// The slope m of a head: −m·|i − j| is added to its scaled scores;
/// dimensionless.
///
/// For h heads, h a power of two, m is 2^(−8/h), its square, its cube and so
/// on. For another h: the slopes of the next smaller power of two, and then
/// every other slope of the power of two above it.
///
/// # Source
/// Press et al. 2021 (arXiv 2108.12409), §3 and, for other head counts, the
/// authors' code.
///
/// ```
/// use attention::positions::alibi_slope;
///
/// assert_eq!(alibi_slope(0, 8), 0.5);
/// assert_eq!(alibi_slope(7, 8), 1.0 / 256.0);
/// assert_eq!(alibi_slope(2, 3), 0.25); // of four heads: 1/4, 1/16, 1/64, 1/256
/// ```
pub fn alibi_slope(head: usize, heads: usize) -> f64 {
    let below = if heads.is_power_of_two() {
        heads
    } else {
        heads.next_power_of_two() / 2
    };
    let (power, rank) = if head < below {
        (below, head + 1)
    } else {
        (2 * below, 2 * (head - below) + 1)
    };
    let (whole, rest) = (8 * rank / power, 8 * rank % power);
    0.5_f64.powi(whole as i32) * exp(-LN_2 * rest as f64 / power as f64)
}

/// position · BASE^(−2·pair/width), in radians. Where the power is near 1, its
/// exponent is near 0, so the angle of any token is right to 1e-13.
fn angle(position: usize, pair: usize, width: usize) -> f64 {
    position as f64 * exp(-2.0 * pair as f64 / width as f64 * BASE.ln())
}

/// 1/(1·2), 1/(2·3), 1/(3·4), …
const FACTORS: [f64; 18] = {
    let mut factors = [0.0; 18];
    let mut n = 0;
    while n < factors.len() {
        factors[n] = 1.0 / ((n + 1) * (n + 2)) as f64;
        n += 1;
    }
    factors
};

/// The cosine and the sine of an angle of at most a thousand, to 1e-15.
///
/// By the Taylor series of what is left beside the nearest quarter turn: the
/// page pays for every byte of the engine, and the standard functions, which
/// reduce angles of any size, are a tenth of it.
pub(crate) fn cos_sin(angle: f64) -> (f64, f64) {
    // π/2 in two parts, the first so short that a few hundred times it is exact.
    const LONG: f64 = f64::from_bits(FRAC_PI_2.to_bits() >> 20 << 20);
    const REST: f64 = FRAC_PI_2 - LONG + 6.123_233_995_736_766e-17;
    let quarters = (angle / FRAC_PI_2).round();
    let left = angle - quarters * LONG - quarters * REST;
    let square = left * left;
    // 1 − x²/(1·2) · (1 − x²/(3·4) · (…)), and the same for sin x / x.
    let series = |first: usize| {
        let factors = FACTORS[first..].iter().step_by(2);
        factors
            .rev()
            .fold(1.0, |tail, factor| 1.0 - square * factor * tail)
    };
    let (cos, sin) = (series(0), left * series(1));
    match (quarters as i32).rem_euclid(4) {
        0 => (cos, sin),
        1 => (-sin, cos),
        2 => (-cos, -sin),
        _ => (sin, -cos),
    }
}

impl Positions {
    /// Its name in a scenario.
    pub fn name(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Sinusoidal => "sinusoidal",
            Self::Rotary => "rotary",
            Self::Alibi => "alibi",
        }
    }

    /// The kind of this name.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::None, Self::Sinusoidal, Self::Rotary, Self::Alibi]
            .into_iter()
            .find(|positions| positions.name() == name)
    }
}

/// X + PE; n × d_model.
pub(crate) fn add_sinusoids<T: Scalar>(vectors: &DMatrix<T>) -> DMatrix<T> {
    let d_model = vectors.ncols();
    vectors.map_with_location(|position, col, x| x + T::nearest(sinusoid(position, col, d_model)))
}

/// Every head's queries or keys, turned; n × h·d_k. Backwards, each is turned
/// by the opposite angle.
pub(crate) fn rotate<T: Scalar>(
    matrix: DMatrixView<'_, T>,
    d_k: usize,
    backwards: bool,
) -> DMatrix<T> {
    let mut rotated = matrix.clone_owned();
    for pair in 0..d_k / 2 {
        for position in 0..matrix.nrows() {
            let (cos, sin) = rotation(position, pair, d_k);
            let (cos, sin) = (T::nearest(cos), T::nearest(sin));
            let sin = if backwards { -sin } else { sin };
            for first in (2 * pair..matrix.ncols()).step_by(d_k) {
                let (a, b) = (matrix[(position, first)], matrix[(position, first + 1)]);
                rotated[(position, first)] = a * cos - b * sin;
                rotated[(position, first + 1)] = b * cos + a * sin;
            }
        }
    }
    rotated
}

#[cfg(test)]
mod tests {
    use super::{angle, cos_sin};

    #[test]
    fn angles_of_both_signs_are_those_of_the_standard_functions() {
        for tenth in -10_000..=10_000 {
            let angle = f64::from(tenth) * 0.1;
            let (cos, sin) = cos_sin(angle);
            assert!((cos - angle.cos()).abs() < 1e-15, "cos {angle}");
            assert!((sin - angle.sin()).abs() < 1e-15, "sin {angle}");
        }
    }

    #[test]
    fn every_angle_of_every_token_is_that_of_the_standard_functions() {
        for width in [1, 2, 3, 6, 64, 101, 512, 1024] {
            for pair in 0..width / 2 + 1 {
                for position in (0..512).step_by(7).chain([511]) {
                    let mine = angle(position, pair, width);
                    let power = 10_000_f64.powf(2.0 * pair as f64 / width as f64);
                    let theirs = position as f64 / power;
                    assert!((mine - theirs).abs() < 2e-13, "{position} {pair} {width}");
                    let (cos, sin) = cos_sin(mine);
                    assert!((cos - mine.cos()).abs() < 1e-15, "cos {mine}");
                    assert!((sin - mine.sin()).abs() < 1e-15, "sin {mine}");
                }
            }
        }
    }
}
