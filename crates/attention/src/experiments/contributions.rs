//! An output as the sum of what its heads add, and what is lost without one.

use super::{
    Given,
    heads::{Parts, order_matters, parts_of},
};
use crate::{error::Error, forward::attend, nalgebra::DMatrix, scenario::Scenario, steps::StepId};

/// What is taken apart, and what is tried.
#[derive(Debug, Clone, Default)]
pub struct Settings {
    /// What is computed.
    pub scenario: Scenario,
    /// Heads whose parts are wanted; all where it is none.
    pub parts_of: Option<Vec<usize>>,
    /// A head to leave out.
    pub dropped: Option<usize>,
    /// Another order of the asking tokens: row i is what row `order[i]` was.
    pub order: Option<Vec<usize>>,
}

impl super::Settings for Settings {
    fn take(given: &mut Given<'_>) -> Result<Self, Error> {
        let scenario = given.scenario()?;
        let shape = scenario.shape();
        Ok(Self {
            parts_of: given.places_or_none("parts_of", shape.heads)?,
            dropped: given.place_or_none("dropped", shape.heads)?,
            order: given.places_or_none("order", shape.n)?,
            scenario,
        })
    }
}

/// The output, its parts, and what was tried.
#[derive(Debug, Clone)]
pub struct Contributions {
    /// The heads that `parts` are of.
    pub parts_of: Vec<usize>,
    /// (A V)_h W_O,h of each of them, n × d_model.
    pub parts: Vec<DMatrix<f64>>,
    /// The largest difference between a number of the output and the sum over
    /// all heads: rounding.
    pub difference: f64,
    /// The output, n × d_model.
    pub output: DMatrix<f64>,
    /// What leaving out a head does.
    pub dropped: Option<Dropped>,
    /// What another order does.
    pub reordered: Option<Reordered>,
}

/// The output without one head.
#[derive(Debug, Clone)]
pub struct Dropped {
    /// The output, n × d_model.
    pub without: DMatrix<f64>,
    /// ‖output − without‖ of each row.
    pub lost: Vec<f64>,
}

/// The same tokens in another order.
#[derive(Debug, Clone)]
pub struct Reordered {
    /// The scenario in that order.
    pub scenario: Scenario,
    /// The largest difference between its output and the output in that order:
    /// see [`order_matters`].
    pub difference: f64,
}

/// Most numbers of all the parts together: 32 MB.
const MOST_NUMBERS: usize = 1 << 22;

/// Takes an output apart into its heads' parts ([`parts_of`]), and where it is
/// asked for leaves a head out or puts the tokens in another order:
///
/// output = Σ_h (A V)_h W_O,h, and without head d the sum over h ≠ d.
///
/// # Errors
/// [`Error::Scenario`] for a setting outside of its range,
/// [`Error::OutOfRange`] where there is no such head, and [`Error::NotFinite`]
/// where the scenario overflows.
///
/// # Source
/// As for [`parts`](super::heads::parts), and Michel et al. 2019
/// (arXiv 1905.10650), §2.3, for leaving a head out.
pub fn take_apart(settings: &Settings) -> Result<Contributions, Error> {
    let Settings {
        scenario,
        parts_of: wanted,
        dropped,
        order,
    } = settings;
    let shape = scenario.shape();
    let all = || (0..shape.heads).collect();
    let wanted: Vec<usize> = wanted.clone().unwrap_or_else(all);
    let numbers = wanted.len().saturating_mul(shape.n * shape.d_model);
    if numbers > MOST_NUMBERS {
        let expected = format!("heads whose parts have at most {MOST_NUMBERS} numbers");
        return Err(Error::scenario("parts_of", expected, numbers.to_string()));
    }
    let trace = attend::<f64>(scenario)?;
    let output = trace.read(StepId::Output, 0)?.into_owned();
    let Parts { parts, difference } = parts_of(&trace, &wanted)?;
    let dropped = dropped.map(|head| {
        let trace = attend::<f64>(&scenario.without_head(head)?)?;
        let without = trace.read(StepId::Output, 0)?.into_owned();
        let lost = (&output - &without)
            .row_iter()
            .map(|row| row.norm())
            .collect();
        Ok::<_, Error>(Dropped { without, lost })
    });
    let reordered = order.as_ref().map(|order| {
        Ok::<_, Error>(Reordered {
            difference: order_matters(scenario, order)?,
            scenario: scenario.reordered(order)?,
        })
    });
    Ok(Contributions {
        parts_of: wanted,
        parts,
        difference,
        output,
        dropped: dropped.transpose()?,
        reordered: reordered.transpose()?,
    })
}
