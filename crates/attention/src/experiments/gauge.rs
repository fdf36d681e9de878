//! What of the four matrices matters: only two products of them.

use super::{Given, number};
use crate::{
    error::Error,
    forward::attend,
    nalgebra::{DMatrix, Matrix2},
    positions::cos_sin,
    scenario::Scenario,
    steps::StepId,
    trace::Trace,
    weights::Weights,
};

/// Which head is turned, and how far.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What is computed before the turn.
    pub scenario: Scenario,
    /// A query head. Its key/value head is turned, and with it every query head
    /// of the group.
    pub head: usize,
    /// The angle of the rotation R in degrees, from −360 to 360.
    pub angle: f64,
    /// What component 0 is multiplied by after the rotation, from 0.01 to 100,
    /// dimensionless.
    pub stretch: f64,
    /// Whether W_V and W_O are turned in place of W_Q and W_K.
    pub values: bool,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            scenario: Scenario::default(),
            head: 0,
            angle: 0.0,
            stretch: 1.0,
            values: false,
        }
    }
}

impl super::Settings for Settings {
    fn take(given: &mut Given<'_>) -> Result<Self, Error> {
        let default = Self::default();
        let scenario = given.scenario()?;
        Ok(Self {
            head: given.place("head", scenario.shape().heads)?,
            scenario,
            angle: given.number("angle", default.angle)?,
            stretch: given.number("stretch", default.stretch)?,
            values: given.flag("values")?,
        })
    }
}

/// The same attention by other weights.
#[derive(Debug, Clone)]
pub struct Turned {
    /// The scenario with the turned weights.
    pub scenario: Scenario,
    /// The head's queries afterwards, n × d_k.
    pub q: DMatrix<f64>,
    /// Its keys, m × d_k.
    pub k: DMatrix<f64>,
    /// Its values, m × d_v.
    pub v: DMatrix<f64>,
    /// The largest change of a score of any head of the group.
    pub scores_difference: f64,
    /// The largest change of a weight of any head of the group.
    pub weights_difference: f64,
    /// The largest change of a number of the output.
    pub output_difference: f64,
}

/// Turns a head's queries by M and its keys by M⁻ᵀ: W_Q → W_Q M and
/// W_K → W_K M⁻ᵀ. Every query and key changes, and no score does:
///
/// (q M)·(k M⁻ᵀ) = q M M⁻¹ kᵀ = q·k.
///
/// With `values`, W_V → W_V M and W_O → M⁻¹ W_O for the head's rows: every
/// value changes, and the output does not, because v M M⁻¹ W_O = v W_O. So W_Q
/// and W_K matter only by W_Q W_Kᵀ, and W_V and W_O by W_V W_O.
///
/// M = R S: R rotates the plane of components 0 and 1 counter-clockwise,
/// (1, 0) → (cos, sin), and S multiplies component 0. So M⁻ᵀ = R S⁻¹.
///
/// The differences are rounding. With rotary positions W_Q W_Kᵀ is no longer
/// all that matters: a rotation by each token's place stands between the two,
/// and scores stay only where M commutes with it.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range, and for a head of
/// width 1, which has no plane; [`Error::NotFinite`] where numbers overflow.
///
/// # Source
/// Elhage et al. 2021, "A Mathematical Framework for Transformer Circuits",
/// "Splitting attention head terms into circuits".
pub fn turn(settings: &Settings) -> Result<Turned, Error> {
    let Settings {
        scenario,
        head,
        angle,
        stretch,
        values,
    } = settings;
    let (head, shape) = (*head, scenario.shape());
    super::whole("head", head as u64, 0..=shape.heads as u64 - 1)?;
    number("angle", *angle, -360.0..=360.0)?;
    number("stretch", *stretch, 0.01..=100.0)?;
    let (width, name) = match values {
        true => (shape.d_v, "d_v"),
        false => (shape.d_k, "d_k"),
    };
    if width < 2 {
        let expected = "2 or more, because a turn needs a plane";
        return Err(Error::scenario(format!("scenario.{name}"), expected, "1"));
    }

    let kv_head = shape.kv_head(head);
    let group: Vec<usize> = (0..shape.heads)
        .filter(|&other| shape.kv_head(other) == kv_head)
        .collect();
    let mut weights = (**scenario.weights()).clone();
    apply(&mut weights, settings, kv_head, &group);
    let turned = scenario.with_weights(weights);

    let (before, after) = (attend::<f64>(scenario)?, attend::<f64>(&turned)?);
    let difference = |step| largest_difference(&before, &after, step, &group);
    let read = |step| Ok::<_, Error>(after.read(step, head)?.into_owned());
    Ok(Turned {
        scores_difference: difference(StepId::Scores)?,
        weights_difference: difference(StepId::Weights)?,
        output_difference: difference(StepId::Output)?,
        q: read(StepId::Q)?,
        k: read(StepId::K)?,
        v: read(StepId::V)?,
        scenario: turned,
    })
}

/// Multiplies the weights of a group of heads.
fn apply(weights: &mut Weights<f64>, settings: &Settings, kv_head: usize, group: &[usize]) {
    let shape = settings.scenario.shape();
    let (cos, sin) = cos_sin(settings.angle.to_radians());
    let rotation = Matrix2::new(cos, sin, -sin, cos);
    let stretch = Matrix2::new(settings.stretch, 0.0, 0.0, 1.0);
    let shrink = Matrix2::new(1.0 / settings.stretch, 0.0, 0.0, 1.0);
    // Rows of two numbers, times a matrix.
    let columns = |matrix: &mut DMatrix<f64>, start: usize, by: Matrix2<f64>| {
        let turned = matrix.fixed_columns::<2>(start) * by;
        matrix.fixed_columns_mut::<2>(start).copy_from(&turned);
    };
    if settings.values {
        columns(&mut weights.w_v, kv_head * shape.d_v, rotation * stretch);
        for head in group {
            let mut rows = weights.w_o.fixed_rows_mut::<2>(head * shape.d_v);
            let turned = shrink * rotation.transpose() * &rows;
            rows.copy_from(&turned);
        }
    } else {
        columns(&mut weights.w_k, kv_head * shape.d_k, rotation * shrink);
        for head in group {
            columns(&mut weights.w_q, head * shape.d_k, rotation * stretch);
        }
    }
}

/// The largest difference of a step's numbers in some heads.
fn largest_difference(
    a: &Trace<f64>,
    b: &Trace<f64>,
    step: StepId,
    heads: &[usize],
) -> Result<f64, Error> {
    let mut most = 0.0_f64;
    for &head in heads {
        most = most.max((a.read(step, head)? - b.read(step, head)?).amax());
    }
    Ok(most)
}
