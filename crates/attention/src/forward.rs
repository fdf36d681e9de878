//! The forward pass, as the paper has it.

use std::sync::Arc;

use nalgebra::DMatrix;

use crate::{
    buffers::{Buffers, Room},
    error::Error,
    exp::{Exp, exp},
    positions::{Positions, add_sinusoids, alibi_slope, rotate},
    product::{Block, product},
    scalar::Scalar,
    scenario::{Mask, Scenario, Shape},
    steps::{Recipe, STEPS, StepId},
    trace::{Record, Trace},
    weights::Weights,
};

/// Multi-head attention, every intermediate recorded.
///
/// head_h = softmax(Q_h K_hᵀ / √d_k) V_h, output = concat(head_1 … head_h) W_O
///
/// # Shapes
/// X n × d_model, memory m × d_model → output n × d_model; the shapes of all
/// steps between are in [`STEPS`](crate::STEPS).
///
/// # Errors
/// [`Error::NotFinite`] where the scenario's numbers are so large that a step
/// overflows: no NaN is ever recorded.
///
/// # Source
/// Vaswani et al. 2017 (arXiv 1706.03762), §3.2; key/value heads that several
/// query heads share: Ainslie et al. 2023 (arXiv 2305.13245), §2.2.
///
/// ```
/// use attention::{Scenario, StepId, attend};
///
/// // Queries 0 and 1 against keys 0 and 1, with 1 × 1 weights: scores are x·x.
/// let scenario = Scenario::from_json(
///     r#"{ "tokens": ["a", "b"], "vectors": [[0], [1]], "heads": 1, "d_k": 1, "d_v": 1,
///          "weights": { "w_q": [[1]], "w_k": [[1]], "w_v": [[1]], "w_o": [[1]] } }"#,
/// )?;
/// let trace = attend::<f64>(&scenario)?;
/// let e = std::f64::consts::E;
/// let output = trace.read(StepId::Output, 0)?;
/// assert!((output[(0, 0)] - 0.5).abs() < 1e-15);
/// assert!((output[(1, 0)] - e / (1.0 + e)).abs() < 1e-15);
/// # Ok::<(), attention::Error>(())
/// ```
pub fn attend<T: Scalar>(scenario: &Scenario) -> Result<Trace<T>, Error> {
    attend_observed(scenario, |_| ())
}

/// Like [`attend`], and calls `observe` as each step begins, so that a profiler
/// can be told which step the time goes to.
///
/// # Errors
/// As for [`attend`].
pub fn attend_observed<T: Scalar>(
    scenario: &Scenario,
    mut observe: impl FnMut(StepId),
) -> Result<Trace<T>, Error> {
    run(scenario, &mut Buffers::default(), &mut observe, ())
}

/// Like [`attend`], in the room of traces that are no longer needed.
///
/// # Errors
/// As for [`attend`].
///
/// ```
/// use attention::{Buffers, Scenario, StepId, attend_reusing};
///
/// let mut buffers = Buffers::<f64>::default();
/// let mut scenario = Scenario::default();
/// for step in 0..3 {
///     let moved = scenario.vectors().map(|component| component + 0.1);
///     scenario = scenario.with_vectors(moved)?;
///     let trace = attend_reusing(&scenario, &mut buffers)?;
///     assert_eq!(trace.read(StepId::Weights, 0)?.nrows(), 9);
///     buffers.recycle(trace);
/// }
/// # Ok::<(), attention::Error>(())
/// ```
pub fn attend_reusing<T: Scalar>(
    scenario: &Scenario,
    buffers: &mut Buffers<T>,
) -> Result<Trace<T>, Error> {
    run(scenario, buffers, &mut |_| (), ())
}

/// Like [`attend`], with one number changed as soon as it is computed.
pub(crate) fn attend_nudged<T: Scalar>(
    scenario: &Scenario,
    nudge: Nudge<T>,
) -> Result<Trace<T>, Error> {
    run(scenario, &mut Buffers::default(), &mut |_| (), nudge)
}

fn run<T: Scalar>(
    scenario: &Scenario,
    buffers: &mut Buffers<T>,
    observe: &mut dyn FnMut(StepId),
    nudge: impl Touch<T>,
) -> Result<Trace<T>, Error> {
    let shape = scenario.shape();
    let (n, m, h) = (shape.n, shape.m, shape.heads);
    let (d_k, d_v) = (shape.d_k, shape.d_v);
    let mut steps = Recorder {
        shape,
        buffers,
        observe,
        nudge,
    };

    let x = steps.given(StepId::Embedded, || embed(scenario, scenario.vectors())); // n × d_model
    let memory = match scenario.memory() {
        Some(memory) => {
            let memory = steps.given(StepId::Memory, || embed(scenario, &memory.vectors));
            Some(memory) // m × d_model
        }
        None => None,
    };
    let y = memory.as_ref().unwrap_or(&x);
    let weights = steps.weights(scenario.weights());

    // Project. All heads stand side by side: head h has columns h·d_k to (h+1)·d_k.
    let q = steps.take(StepId::Q, |q, room| {
        project(q, &x, &weights.w_q, room);
    }); // n × h·d_k
    let k = steps.take(StepId::K, |k, room| {
        project(k, y, &weights.w_k, room);
    }); // m × kv·d_k
    let v = steps.take(StepId::V, |v, room| {
        project(v, y, &weights.w_v, room);
    }); // m × kv·d_v

    // Turn queries and keys by their places.
    let (q_rotated, k_rotated) = match scenario.positions() {
        Positions::Rotary => (
            Some(steps.record(StepId::QRotated, || rotate(q.as_view(), d_k, false))),
            Some(steps.record(StepId::KRotated, || rotate(k.as_view(), d_k, false))),
        ),
        _ => (None, None),
    };

    // Compare every query with every key.
    let scores = steps.take(StepId::Scores, |scores, room| {
        let (q, k) = (
            q_rotated.as_ref().unwrap_or(&q),
            k_rotated.as_ref().unwrap_or(&k),
        );
        for (head, scores) in scores.as_mut_slice().chunks_exact_mut(n * m).enumerate() {
            let q = Block::columns(q, head * d_k, d_k); // n × d_k
            let k = Block::columns(k, shape.kv_head(head) * d_k, d_k); // m × d_k
            product(scores, q, k.transposed(), room); // n × m
        }
    });

    let scaled = steps.take(StepId::Scaled, |scaled, room| {
        scale(scaled, &scores, scenario, room);
    });

    // Let far keys count for less.
    let biased = match scenario.positions() {
        Positions::Alibi => Some(steps.record(StepId::Biased, || bias(&scaled, h))),
        _ => None,
    };

    // A mask that forbids nothing leaves them as they are.
    let masks = *scenario.mask() != Mask::None || steps.nudge.is_at(StepId::Masked);
    let masked = masks.then(|| {
        steps.take(StepId::Masked, |masked, _| {
            masked.copy_from(biased.as_ref().unwrap_or(&scaled));
            forbid(masked, scenario.mask(), m);
        })
    });

    // Each row becomes a distribution over the keys.
    let attention = steps.take(StepId::Weights, |attention, room| {
        let softmax = Softmax {
            slot: T::nearest(scenario.sink().ln()),
            lookup: scenario.temperature() == 0.0,
        };
        let heads = attention.as_mut_slice().chunks_exact_mut(n * m);
        let masked = masked.as_ref().or(biased.as_ref()).unwrap_or(&scaled);
        for (weights, scores) in heads.zip(masked.as_slice().chunks_exact(n * m)) {
            softmax.rows(weights, scores, n, room);
        }
    });

    // Blend the values by it. The heads' outputs, side by side, are Z.
    let concat = steps.take(StepId::HeadOutput, |concat, room| {
        for (head, output) in concat.as_mut_slice().chunks_exact_mut(n * d_v).enumerate() {
            let a = Block::columns(&attention, head * m, m); // n × m
            let v = Block::columns(&v, shape.kv_head(head) * d_v, d_v); // m × d_v
            product(output, a, v, room); // n × d_v
        }
    });
    let concat = steps.record(StepId::Concat, || concat);

    let output = steps.take(StepId::Output, |output, room| {
        project(output, &concat, &weights.w_o, room); // n × d_model
    });

    let record = Record {
        x,
        memory,
        weights,
        q,
        k,
        v,
        q_rotated,
        k_rotated,
        scores,
        scaled,
        biased,
        masked,
        attention,
        concat,
        output,
    };
    refuse_overflow(shape, &record)?;
    Ok(Trace {
        scenario: scenario.clone(),
        record,
    })
}

/// Refuses the first number that is not finite; −∞ is what a mask writes.
///
/// What is not finite makes no finite number in a product, so two steps tell of
/// all: the scores before the mask, and the output.
fn refuse_overflow<T: Scalar>(shape: Shape, record: &Record<T>) -> Result<(), Error> {
    if [StepId::Biased, StepId::Output]
        .into_iter()
        .all(|step| is_finite(record.whole(step).as_slice()))
    {
        return Ok(());
    }
    for step in STEPS {
        if matches!(step.recipe, Recipe::Given | Recipe::Mask(_)) {
            continue;
        }
        let matrix = record.whole(step.id);
        let overflow = |number: &T| !number.is_finite();
        if let Some(index) = matrix.iter().position(overflow) {
            let (row, column) = (index % matrix.nrows(), index / matrix.nrows());
            let width = shape.size(step.shape.1);
            return Err(Error::NotFinite {
                step: step.id,
                head: step
                    .per_head
                    .then_some(column / width * shape.sharing(step.id)),
                row,
                col: column % width,
            });
        }
    }
    Ok(())
}

/// Whether all are; it looks at all of them, because that goes several at a time.
pub(crate) fn is_finite<T: Scalar>(numbers: &[T]) -> bool {
    numbers
        .iter()
        .fold(true, |all, number| all & number.is_finite())
}

/// A number to be changed on the way: the cell of a step, all heads side by
/// side, and how much is added to it.
#[derive(Clone, Copy)]
pub(crate) struct Nudge<T> {
    /// As [`Scenario::step`] has it.
    pub step: StepId,
    pub row: usize,
    pub col: usize,
    pub by: T,
}

/// What may change a step as soon as it is computed.
trait Touch<T: Scalar> {
    fn is_at(&self, step: StepId) -> bool;

    fn touch<'a>(&self, step: StepId, matrix: impl FnOnce() -> &'a mut DMatrix<T>);
}

/// Nothing does, and no code for it is there.
impl<T: Scalar> Touch<T> for () {
    fn is_at(&self, _: StepId) -> bool {
        false
    }

    fn touch<'a>(&self, _: StepId, _: impl FnOnce() -> &'a mut DMatrix<T>) {}
}

impl<T: Scalar> Touch<T> for Nudge<T> {
    fn is_at(&self, step: StepId) -> bool {
        step == self.step
    }

    fn touch<'a>(&self, step: StepId, matrix: impl FnOnce() -> &'a mut DMatrix<T>) {
        if self.is_at(step) {
            matrix()[(self.row, self.col)] += self.by;
        }
    }
}

/// What happens to every step besides being computed: it is announced, and
/// touched where that is asked for.
struct Recorder<'a, T: Scalar, N> {
    shape: Shape,
    buffers: &'a mut Buffers<T>,
    observe: &'a mut dyn FnMut(StepId),
    nudge: N,
}

impl<T: Scalar, N: Touch<T>> Recorder<'_, T, N> {
    /// `compute` gets a matrix of the step's size and overwrites all of it.
    fn take(
        &mut self,
        step: StepId,
        compute: impl FnOnce(&mut DMatrix<T>, &mut Room<T>),
    ) -> DMatrix<T> {
        (self.observe)(step);
        let (rows, columns) = self.shape.whole(step);
        let mut matrix = self.buffers.matrix(rows, columns);
        compute(&mut matrix, self.buffers.room());
        self.nudge.touch(step, || &mut matrix);
        matrix
    }

    fn record(&mut self, step: StepId, compute: impl FnOnce() -> DMatrix<T>) -> DMatrix<T> {
        (self.observe)(step);
        let mut matrix = compute();
        self.nudge.touch(step, || &mut matrix);
        matrix
    }

    fn given(&mut self, step: StepId, share: impl FnOnce() -> Arc<DMatrix<T>>) -> Arc<DMatrix<T>> {
        (self.observe)(step);
        let mut matrix = share();
        self.nudge.touch(step, || Arc::make_mut(&mut matrix));
        matrix
    }

    fn weights(&mut self, weights: &Arc<Weights<f64>>) -> Arc<Weights<T>> {
        let mut weights = self.buffers.share_weights(weights);
        self.nudge
            .touch(StepId::WQ, || &mut Arc::make_mut(&mut weights).w_q);
        self.nudge
            .touch(StepId::WK, || &mut Arc::make_mut(&mut weights).w_k);
        self.nudge
            .touch(StepId::WV, || &mut Arc::make_mut(&mut weights).w_v);
        self.nudge
            .touch(StepId::WO, || &mut Arc::make_mut(&mut weights).w_o);
        weights
    }
}

/// Token vectors, with their positions where those are sinusoids.
fn embed<T: Scalar>(scenario: &Scenario, vectors: &Arc<DMatrix<f64>>) -> Arc<DMatrix<T>> {
    let vectors = T::share_matrix(vectors);
    match scenario.positions() {
        Positions::Sinusoidal => Arc::new(add_sinusoids(&vectors)),
        _ => vectors,
    }
}

/// x w
fn project<T: Scalar>(out: &mut DMatrix<T>, x: &DMatrix<T>, w: &DMatrix<T>, room: &mut Room<T>) {
    product(out.as_mut_slice(), Block::of(x), Block::of(w), room);
}

/// The scores times one factor after the other; each row has its own.
fn scale<T: Scalar>(
    scaled: &mut DMatrix<T>,
    scores: &DMatrix<T>,
    scenario: &Scenario,
    room: &mut Room<T>,
) {
    let n = scores.nrows();
    let lists = scenario.score_factors(0).len();
    let factors = room.rows(n * lists, T::one());
    for row in 0..n {
        for (list, factor) in scenario.score_factors(row).iter().enumerate() {
            if let Some((_, factor)) = factor {
                factors[list * n + row] = T::nearest(*factor);
            }
        }
    }
    scaled.copy_from(scores);
    for factors in factors.chunks_exact(n) {
        // What is 1 throughout changes nothing.
        if factors.iter().any(|&factor| factor != T::one()) {
            multiply(scaled.as_mut_slice(), factors);
        }
    }
}

/// Takes slope · |i − j| off the scaled scores, each head by its own slope.
fn bias<T: Scalar>(scaled: &DMatrix<T>, heads: usize) -> DMatrix<T> {
    let mut biased = scaled.clone();
    let keys = scaled.ncols() / heads;
    for (column, mut scores) in biased.column_iter_mut().enumerate() {
        let slope = T::nearest(alibi_slope(column / keys, heads));
        for (i, score) in scores.iter_mut().enumerate() {
            *score -= slope * T::nearest(i.abs_diff(column % keys) as f64);
        }
    }
    biased
}

/// Writes −∞ wherever the mask forbids, in every head.
fn forbid<T: Scalar>(masked: &mut DMatrix<T>, mask: &Mask, m: usize) {
    if *mask == Mask::None {
        return;
    }
    let n = masked.nrows();
    for j in 0..m {
        for i in (0..n).filter(|&i| !mask.allows(i, j)) {
            for column in (j..masked.ncols()).step_by(m) {
                masked[(i, column)] = -T::one() / T::zero();
            }
        }
    }
}

/// How scores become weights, each row by itself.
struct Softmax<T> {
    /// The score of an empty slot beside the keys; −∞ where there is none.
    slot: T,
    /// Whether the largest scores share the row's weight: temperature 0.
    lookup: bool,
}

impl<T: Scalar> Softmax<T> {
    /// A(i, j) = e^(s(i, j) − max) · 1/Σ
    ///
    /// Every row has an allowed key, so its maximum is finite and its sum at
    /// least 1; a forbidden key's e^−∞ is exactly 0. Columns of `n` numbers are
    /// walked in turn because that is how they lie in memory.
    fn rows(&self, weights: &mut [T], scores: &[T], n: usize, room: &mut Room<T>) {
        let (max, sum) = room.rows(2 * n, self.slot).split_at_mut(n);
        raise(max, scores);
        for (sum, &max) in sum.iter_mut().zip(&*max) {
            *sum = exp(self.slot - max);
        }
        match self.lookup {
            false => exponentials(weights, scores, max, sum, &Exp::in_memory()),
            true => lookups(weights, scores, max, sum),
        }
        for sum in &mut *sum {
            *sum = T::one() / *sum;
        }
        multiply(weights, sum);
    }
}

// One pass of a softmax, column after column; what has a number for each row is
// one column itself. Each is a function by itself, and never inlined, so that a
// browser compiles it soon.

#[inline(never)]
fn raise<T: Scalar>(max: &mut [T], scores: &[T]) {
    for scores in scores.chunks_exact(max.len()) {
        for (max, &score) in max.iter_mut().zip(scores) {
            // Not `max`, which has to think of NaN.
            *max = if score > *max { score } else { *max };
        }
    }
}

#[inline(never)]
fn exponentials<T: Scalar>(exps: &mut [T], scores: &[T], max: &[T], sum: &mut [T], exp: &Exp<T>) {
    let n = max.len();
    for (exps, scores) in exps.chunks_exact_mut(n).zip(scores.chunks_exact(n)) {
        for (((power, &score), &max), sum) in exps.iter_mut().zip(scores).zip(max).zip(&mut *sum) {
            *power = exp.of(score - max);
            *sum += *power;
        }
    }
}

/// As [`exponentials`] at temperature 0: the largest scores are 1.
#[inline(never)]
fn lookups<T: Scalar>(exps: &mut [T], scores: &[T], max: &[T], sum: &mut [T]) {
    let n = max.len();
    for (exps, scores) in exps.chunks_exact_mut(n).zip(scores.chunks_exact(n)) {
        for (((power, &score), &max), sum) in exps.iter_mut().zip(scores).zip(max).zip(&mut *sum) {
            *power = if score == max { T::one() } else { T::zero() };
            *sum += *power;
        }
    }
}

#[inline(never)]
fn multiply<T: Scalar>(numbers: &mut [T], factors: &[T]) {
    for numbers in numbers.chunks_exact_mut(factors.len()) {
        for (number, &factor) in numbers.iter_mut().zip(factors) {
            *number *= factor;
        }
    }
}
