//! How a token's place in the sequence takes part.

use nalgebra::{DMatrix, DMatrixView};

use crate::scalar::Scalar;

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
/// assert_eq!(sinusoid(3, 2, 4), (3.0_f64 / 100.0).sin());
/// ```
pub fn sinusoid(position: usize, col: usize, d_model: usize) -> f64 {
    let angle = angle(position, col / 2, d_model);
    if col.is_multiple_of(2) {
        angle.sin()
    } else {
        angle.cos()
    }
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
/// assert_eq!(rotation(5, 0, 8), (5.0_f64.cos(), 5.0_f64.sin()));
/// ```
pub fn rotation(position: usize, pair: usize, d_k: usize) -> (f64, f64) {
    let angle = angle(position, pair, d_k);
    (angle.cos(), angle.sin())
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
    (-8.0 * rank as f64 / power as f64).exp2()
}

/// position / BASE^(2·pair/width)
fn angle(position: usize, pair: usize, width: usize) -> f64 {
    position as f64 / BASE.powf(2.0 * pair as f64 / width as f64)
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
