//! An output is a blend of values, and a blend does not say what it is made of.

use serde::Serialize;

use super::Given;
use crate::{
    error::Error,
    forward::attend,
    nalgebra::{DMatrix, DVector},
    random::Normal,
    scenario::Scenario,
    steps::StepId,
    trace::{Cell, Trace},
};

/// Which blend is looked at.
#[derive(Debug, Clone)]
pub struct Settings {
    /// What is computed.
    pub scenario: Scenario,
    /// A query head.
    pub head: usize,
    /// A query.
    pub row: usize,
    /// Where [`same_output`] goes.
    pub seed: u64,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            scenario: Scenario::default(),
            head: 0,
            row: 0,
            seed: 7,
        }
    }
}

impl super::Settings for Settings {
    fn take(given: &mut Given<'_>) -> Result<Self, Error> {
        let scenario = given.scenario()?;
        let shape = scenario.shape();
        Ok(Self {
            head: given.place("head", shape.heads)?,
            row: given.place("row", shape.n)?,
            seed: given.whole("seed", Self::default().seed)?,
            scenario,
        })
    }
}

/// What can be said about one blend.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Blend {
    /// Between which values the output lies.
    pub hull: Hull,
    /// The corners of all that any weights could give; none unless d_v = 2.
    pub corners: Option<Vec<Option<usize>>>,
    /// Other weights with the same output; none for more than 64 keys, which
    /// would take too long.
    pub same_output: Option<SameOutput>,
}

/// Looks at one row of one head's output.
///
/// # Errors
/// [`Error::OutOfRange`] where there is no such head or row, and
/// [`Error::NotFinite`] where the scenario overflows.
pub fn look(settings: &Settings) -> Result<Blend, Error> {
    let Settings {
        scenario,
        head,
        row,
        seed,
    } = settings;
    let trace = attend::<f64>(scenario)?;
    let few = scenario.shape().m <= MOST_KEYS;
    Ok(Blend {
        hull: hull(&trace, *head, *row)?,
        corners: corners(&trace, *head, *row)?,
        same_output: match few {
            true => Some(same_output(&trace, *head, *row, *seed)?),
            false => None,
        },
    })
}

/// One row of a head's output, and the values that it lies between.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hull {
    /// The output, d_v numbers.
    pub output: Vec<f64>,
    /// The least that any allowed key's value has, by component.
    pub low: Vec<f64>,
    /// The most.
    pub high: Vec<f64>,
}

/// Most keys whose free directions are searched.
const MOST_KEYS: usize = 64;

/// Bounds a row of a head's output by the values that it is a blend of:
///
/// min_j v_jc ≤ Σ_j a_j v_jc ≤ max_j v_jc for each component c, but for
/// rounding, because a ≥ 0 and Σ a = 1. An empty slot (`sink` > 0) takes part
/// as a value of zeros. Keys that the mask forbids take no part.
///
/// # Errors
/// [`Error::OutOfRange`] where there is no such head or row.
pub fn hull(trace: &Trace<f64>, head: usize, row: usize) -> Result<Hull, Error> {
    let (allowed, _) = blend(trace, head, row)?;
    let values = trace.read(StepId::V, head)?;
    let output = trace.read(StepId::HeadOutput, head)?;
    let empty = (trace.scenario().sink() > 0.0).then_some(0.0);
    let bound = |better: fn(f64, f64) -> f64| {
        let columns = values.column_iter().map(|column| {
            let reach = allowed.iter().map(|&key| column[key]).chain(empty);
            reach.reduce(better).unwrap_or(0.0)
        });
        columns.collect()
    };
    Ok(Hull {
        low: bound(f64::min),
        high: bound(f64::max),
        output: output.row(row).iter().copied().collect(),
    })
}

/// The convex hull of the allowed keys' values in a plane: every output that
/// some weights could give.
///
/// Keys whose values are its corners, counter-clockwise from the leftmost (of
/// those, the lowest). Of keys with equal values the first stands for all, and
/// a value on an edge is no corner; so one point has one corner, and points on
/// a line have two. An empty slot (`sink` > 0) takes part as the origin, and as
/// a corner it is `None`. The whole is `None` unless d_v = 2.
///
/// # Errors
/// [`Error::OutOfRange`] where there is no such head or row.
///
/// # Source
/// Andrew 1979, "Another efficient algorithm for convex hulls in two
/// dimensions" (Information Processing Letters 9:216).
pub fn corners(
    trace: &Trace<f64>,
    head: usize,
    row: usize,
) -> Result<Option<Vec<Option<usize>>>, Error> {
    let (allowed, _) = blend(trace, head, row)?;
    let values = trace.read(StepId::V, head)?;
    if values.ncols() != 2 {
        return Ok(None);
    }
    let value = |&key: &usize| (Some(key), [values[(key, 0)], values[(key, 1)]]);
    let empty = (trace.scenario().sink() > 0.0).then_some((None, [0.0; 2]));
    let mut points: Vec<(Option<usize>, [f64; 2])> =
        allowed.iter().map(value).chain(empty).collect();
    // No −0 remains that would tell equals apart.
    let order = |[x, y]: [f64; 2], [u, v]: [f64; 2]| {
        (x + 0.0)
            .total_cmp(&(u + 0.0))
            .then((y + 0.0).total_cmp(&(v + 0.0)))
    };
    // The first of equals stays first; the empty slot is the last of all.
    let place = |key: Option<usize>| key.unwrap_or(usize::MAX);
    points.sort_unstable_by(|(i, a), (j, b)| order(*a, *b).then(place(*i).cmp(&place(*j))));
    points.dedup_by(|(_, later), (_, earlier)| later == earlier);

    let mut corners = half_hull(points.iter());
    let upper = half_hull(points.iter().rev());
    // Each half ends where the other begins.
    corners.pop();
    corners.extend(upper.iter().take(upper.len().saturating_sub(1)));
    if let [(only, _)] = points[..] {
        corners.push(only);
    }
    Ok(Some(corners))
}

/// The corners that a walk through sorted points passes on its right side.
fn half_hull<'a>(
    points: impl Iterator<Item = &'a (Option<usize>, [f64; 2])>,
) -> Vec<Option<usize>> {
    let mut chain: Vec<(Option<usize>, [f64; 2])> = Vec::new();
    for &point in points {
        while let [.., (_, a), (_, b)] = chain[..]
            && !turns_left(a, b, point.1)
        {
            chain.pop();
        }
        chain.push(point);
    }
    chain.into_iter().map(|(key, _)| key).collect()
}

/// Whether the way from a by b to c turns left by more than rounding.
fn turns_left([ax, ay]: [f64; 2], [bx, by]: [f64; 2], [cx, cy]: [f64; 2]) -> bool {
    let (one, other) = ((bx - ax) * (cy - ay), (by - ay) * (cx - ax));
    one - other > 4.0 * f64::EPSILON * (one.abs() + other.abs())
}

/// Two blends of the same values that come to the same.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SameOutput {
    /// The weights of the trace.
    pub weights: Vec<f64>,
    /// Other weights: not negative, and with the same sum.
    pub others: Vec<f64>,
    /// The largest difference of a component of the two outputs.
    pub difference: f64,
    /// Σ |a − a′| / 2: how much weight stands elsewhere.
    pub total_variation: f64,
    /// In how many independent directions the weights of the allowed keys can
    /// move while their output stays: their number less the rank of \[V 1\],
    /// which is at most d_v + 1.
    pub free_directions: usize,
}

/// Finds weights that differ as much as possible and give the same output.
///
/// A change δ of the weights leaves output and sum as they are if
/// \[V 1\]ᵀ δ = 0. That is at most d_v + 1 equations, so N keys leave at least
/// N − d_v − 1 free directions. Starting at the weights, it goes in a free
/// direction until some weight is 0, leaves that key out, and so on until no
/// direction is left and at most d_v + 1 keys have weight: Carathéodory's
/// theorem, made by hand. Of 32 seeded walks, the one that ends farthest away
/// is taken. Nothing says that none is farther.
///
/// # Errors
/// [`Error::OutOfRange`] where there is no such head or row, and
/// [`Error::Scenario`] for more than 64 keys, which would take too long.
///
/// # Source
/// Weights need not explain: Jain and Wallace 2019 (arXiv 1902.10186), and
/// Brunner et al. 2020 (arXiv 1908.04211), §3, on this null space.
pub fn same_output(
    trace: &Trace<f64>,
    head: usize,
    row: usize,
    seed: u64,
) -> Result<SameOutput, Error> {
    let (allowed, weights) = blend(trace, head, row)?;
    if weights.len() > MOST_KEYS {
        let got = weights.len().to_string();
        return Err(Error::scenario(
            "tokens",
            "64 keys or fewer for this experiment",
            got,
        ));
    }
    let values = trace.read(StepId::V, head)?;
    let select = |keys: &[usize]| values.select_rows(keys);

    let mut normal = Normal::new(seed, 0);
    let mut best = weights.clone();
    for _walk in 0..32 {
        let (mut others, mut keys) = (weights.clone(), allowed.clone());
        while let Some(direction) = free_direction(&select(&keys), &mut normal) {
            let walls = keys.iter().zip(&direction).enumerate();
            let wall = walls
                .filter(|(_, (_, step))| **step < 0.0)
                .map(|(place, (&key, step))| (place, others[key] / -step))
                .min_by(|(_, a), (_, b)| a.total_cmp(b));
            let Some((place, distance)) = wall else { break };
            for (&key, step) in keys.iter().zip(&direction) {
                others[key] = (others[key] + distance * step).max(0.0);
            }
            others[keys.remove(place)] = 0.0;
        }
        if variation(&weights, &others) > variation(&weights, &best) {
            best = others;
        }
    }

    let difference = values.column_iter().map(|column| {
        let moved = weights.iter().zip(&best).zip(&column);
        moved.map(|((a, b), v)| (a - b) * v).sum::<f64>().abs()
    });
    Ok(SameOutput {
        difference: difference.fold(0.0, f64::max),
        total_variation: variation(&weights, &best),
        free_directions: allowed.len() - constraints(&select(&allowed)).len(),
        weights,
        others: best,
    })
}

/// The keys that a row may attend to, and the weights of all.
fn blend(trace: &Trace<f64>, head: usize, row: usize) -> Result<(Vec<usize>, Vec<f64>), Error> {
    trace.check(Cell::of_head(StepId::Weights, head, row, 0))?;
    let weights = trace.read(StepId::Weights, head)?;
    let mask = trace.scenario().mask();
    let allowed = (0..weights.ncols()).filter(|&key| mask.allows(row, key));
    Ok((
        allowed.collect(),
        weights.row(row).iter().copied().collect(),
    ))
}

fn variation(a: &[f64], b: &[f64]) -> f64 {
    0.5 * a.iter().zip(b).map(|(a, b)| (a - b).abs()).sum::<f64>()
}

/// An orthonormal basis of what the columns of \[V 1\] span.
fn constraints(values: &DMatrix<f64>) -> Vec<DVector<f64>> {
    let ones = DVector::from_element(values.nrows(), 1.0);
    let columns = values.column_iter().map(|column| {
        // The length does not matter, and might overflow when squared.
        let size = column.amax();
        column.map(|v| if size > 0.0 { v / size } else { 0.0 })
    });
    let mut basis: Vec<DVector<f64>> = Vec::new();
    for column in std::iter::once(ones).chain(columns) {
        let (length, rest) = (column.norm(), remove(&basis, column));
        // What is left of a column that depends on others is rounding.
        if rest.norm() > 1e-10 * length {
            basis.push(rest.normalize());
        }
    }
    basis
}

/// A random direction of length 1 that is orthogonal to every constraint.
fn free_direction(values: &DMatrix<f64>, normal: &mut Normal) -> Option<DVector<f64>> {
    let basis = constraints(values);
    if basis.len() >= values.nrows() {
        return None;
    }
    let random = DVector::from_fn(values.nrows(), |_, _| normal.draw());
    let direction = remove(&basis, random);
    (direction.norm() > 1e-6).then(|| direction.normalize())
}

/// A vector less its part along the basis, taken away twice: after the first
/// time, some is left by rounding.
fn remove(basis: &[DVector<f64>], mut vector: DVector<f64>) -> DVector<f64> {
    for along in basis.iter().chain(basis) {
        vector.axpy(-along.dot(&vector), along, 1.0);
    }
    vector
}
