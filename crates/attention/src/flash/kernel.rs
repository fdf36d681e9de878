//! The recurrence, and what it moves.

use std::ops::Range;

use nalgebra::DMatrix;

use super::{
    inputs::{Blocks, HeadInputs, blocks},
    record::Quantity,
};
use crate::{error::Error, scalar::Scalar, steps::StepId, traffic::Traffic};

/// What is left of a run that records nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct Tiled<T: Scalar> {
    /// softmax(Q Kᵀ scaled, biased and masked) V, n × d_v.
    pub output: DMatrix<T>,
    /// What moved, counted where it was copied.
    pub traffic: Traffic,
}

/// Looks on while tiles are worked off.
pub(super) trait Watch<T> {
    /// A tile begins, or is passed over.
    fn tile(&mut self, rows: &Range<usize>, cols: &Range<usize>, skipped: bool);
    /// A quantity of the tile is there, its numbers row by row.
    fn quantity(&mut self, quantity: Quantity, rows: usize, values: &[T]);
}

impl<T> Watch<T> for () {
    fn tile(&mut self, _: &Range<usize>, _: &Range<usize>, _: bool) {}
    fn quantity(&mut self, _: Quantity, _: usize, _: &[T]) {}
}

impl<T: Scalar> HeadInputs<T> {
    /// The head's output by tiles. Besides the inputs and the output it keeps
    /// [`Blocks::memory`] numbers.
    ///
    /// # Errors
    /// [`Error::Argument`] for a block of no rows, or of more than there are;
    /// [`Error::NotFinite`] where a step overflows.
    ///
    /// ```
    /// use attention::{Scenario, StepId, attend};
    /// use attention::flash::{Blocks, HeadInputs};
    ///
    /// let trace = attend::<f64>(&Scenario::default())?;
    /// let blocks = Blocks { queries: 4, keys: 2 };
    /// let tiled = HeadInputs::of(&trace, 0)?.tiled(blocks)?;
    /// let plain = trace.read(StepId::HeadOutput, 0)?;
    /// assert!((tiled.output - plain).amax() < 1e-13);
    /// # Ok::<(), attention::Error>(())
    /// ```
    pub fn tiled(&self, blocks: Blocks) -> Result<Tiled<T>, Error> {
        run(self, blocks, &mut ())
    }
}

/// Works off the tiles, row block by row block.
pub(super) fn run<T: Scalar>(
    head: &HeadInputs<T>,
    sizes: Blocks,
    watch: &mut impl Watch<T>,
) -> Result<Tiled<T>, Error> {
    let (n, m) = (head.q.nrows(), head.k.nrows());
    sizes.check(n, m)?;
    let mut chip = Chip::new(head, sizes);
    let mut output = DMatrix::zeros(n, head.v.ncols());
    let mut traffic = Traffic::default();
    for rows in blocks(n, sizes.queries) {
        traffic.read += load_columns(&mut chip.q, &head.q, &rows);
        chip.forget(head);
        for cols in blocks(m, sizes.keys) {
            let skipped = head.is_forbidden(&rows, &cols);
            watch.tile(&rows, &cols, skipped);
            if skipped {
                continue;
            }
            traffic.read += load_columns(&mut chip.k, &head.k, &cols);
            traffic.read += load_rows(&mut chip.v, &head.v, &cols);
            chip.tile(head, &rows, &cols, watch)?;
        }
        traffic.written += chip.finish(&mut output, &rows, watch)?;
    }
    Ok(Tiled { output, traffic })
}

/// The small memory: all that a run keeps.
struct Chip<T> {
    d_k: usize,
    d_v: usize,
    /// A block of Q, column by column.
    q: Vec<T>,
    /// A block of K, column by column, so that a row of scores is a sum of
    /// columns.
    k: Vec<T>,
    /// A block of V, row by row, so that a blend is a sum of rows.
    v: Vec<T>,
    /// A tile of q·k, which become scores, which become e^(s − m′); row by row.
    tile: Vec<T>,
    /// m of each row.
    max: Vec<T>,
    /// e^(m − m′) of each row.
    rescale: Vec<T>,
    /// l of each row.
    sum: Vec<T>,
    /// o of each row, row by row.
    acc: Vec<T>,
}

impl<T: Scalar> Chip<T> {
    fn new(head: &HeadInputs<T>, sizes: Blocks) -> Self {
        let (d_k, d_v) = (head.k.ncols(), head.v.ncols());
        let (rows, cols) = (sizes.queries, sizes.keys);
        let zeros = |len| vec![T::zero(); len];
        Self {
            d_k,
            d_v,
            q: zeros(rows * d_k),
            k: zeros(cols * d_k),
            v: zeros(cols * d_v),
            tile: zeros(rows * cols),
            max: zeros(rows),
            rescale: zeros(rows),
            sum: zeros(rows),
            acc: zeros(rows * d_v),
        }
    }

    /// Begins a row block.
    fn forget(&mut self, head: &HeadInputs<T>) {
        let (max, sum) = head.start();
        self.max.fill(max);
        self.sum.fill(sum);
        self.acc.fill(T::zero());
    }

    /// One step of the recurrence.
    fn tile(
        &mut self,
        head: &HeadInputs<T>,
        rows: &Range<usize>,
        cols: &Range<usize>,
        watch: &mut impl Watch<T>,
    ) -> Result<(), Error> {
        let (height, width) = (rows.len(), cols.len());
        let tile = height * width;

        self.dot(height, width);
        finite(StepId::Scores, &self.tile[..tile], rows, cols)?;
        watch.quantity(Quantity::Dot, height, &self.tile[..tile]);

        self.score(head, rows, cols)?;
        watch.quantity(Quantity::Score, height, &self.tile[..tile]);

        for (i, scores) in self.tile[..tile].chunks_exact(width).enumerate() {
            let before = self.max[i];
            let after = scores.iter().fold(before, |max, &score| max.max(score));
            self.max[i] = after;
            self.rescale[i] = exp(before, shift(after), head.lookup);
        }
        watch.quantity(Quantity::Max, height, &self.max[..height]);
        watch.quantity(Quantity::Rescale, height, &self.rescale[..height]);

        for (scores, &max) in self.tile[..tile].chunks_exact_mut(width).zip(&self.max) {
            let shift = shift(max);
            for score in scores {
                *score = exp(*score, shift, head.lookup);
            }
        }
        watch.quantity(Quantity::Exp, height, &self.tile[..tile]);

        for (i, exps) in self.tile[..tile].chunks_exact(width).enumerate() {
            let kept = self.sum[i] * self.rescale[i];
            self.sum[i] = exps.iter().fold(kept, |sum, &exp| sum + exp);
        }
        watch.quantity(Quantity::Sum, height, &self.sum[..height]);

        self.blend(height, width);
        watch.quantity(
            Quantity::Accumulator,
            height,
            &self.acc[..height * self.d_v],
        );
        Ok(())
    }

    /// tile(i, j) = Σ_c q(i, c) k(j, c)
    #[inline(never)]
    fn dot(&mut self, height: usize, width: usize) {
        let dots = self.tile[..height * width].chunks_exact_mut(width);
        for (i, dots) in dots.enumerate() {
            dots.fill(T::zero());
            for c in 0..self.d_k {
                let q = self.q[c * height + i];
                for (dot, &k) in dots.iter_mut().zip(&self.k[c * width..]) {
                    *dot += q * k;
                }
            }
        }
    }

    /// q·k times its factors, less slope·|i − j| with ALiBi, or −∞ where the
    /// mask forbids.
    fn score(
        &mut self,
        head: &HeadInputs<T>,
        rows: &Range<usize>,
        cols: &Range<usize>,
    ) -> Result<(), Error> {
        let scores = &mut self.tile[..rows.len() * cols.len()];
        for (i, scores) in rows.clone().zip(scores.chunks_exact_mut(cols.len())) {
            for &(_, factor) in &head.factors[i] {
                let factor = T::nearest(factor);
                scores.iter_mut().for_each(|score| *score *= factor);
            }
        }
        finite(StepId::Scaled, scores, rows, cols)?;
        if let Some(slope) = head.slope.map(T::nearest) {
            for (i, scores) in rows.clone().zip(scores.chunks_exact_mut(cols.len())) {
                for (j, score) in cols.clone().zip(scores) {
                    *score -= slope * T::nearest(i.abs_diff(j) as f64);
                }
            }
            finite(StepId::Biased, scores, rows, cols)?;
        }
        for (i, scores) in rows.clone().zip(scores.chunks_exact_mut(cols.len())) {
            for (j, score) in cols.clone().zip(scores) {
                if !head.mask.allows(i, j) {
                    *score = -infinity::<T>();
                }
            }
        }
        Ok(())
    }

    /// acc(i, ·) = acc(i, ·)·rescale(i) + Σ_j exp(i, j) v(j, ·)
    #[inline(never)]
    fn blend(&mut self, height: usize, width: usize) {
        let rows = self.acc.chunks_exact_mut(self.d_v).take(height);
        for (i, acc) in rows.enumerate() {
            for acc in &mut *acc {
                *acc *= self.rescale[i];
            }
            let exps = &self.tile[i * width..(i + 1) * width];
            for (&exp, v) in exps.iter().zip(self.v.chunks_exact(self.d_v)) {
                for (acc, &v) in acc.iter_mut().zip(v) {
                    *acc += exp * v;
                }
            }
        }
    }

    /// Ends a row block: writes o · 1/l, and says how many numbers that was.
    fn finish(
        &mut self,
        output: &mut DMatrix<T>,
        rows: &Range<usize>,
        watch: &mut impl Watch<T>,
    ) -> Result<u64, Error> {
        let block = &mut self.acc[..rows.len() * self.d_v];
        for (acc, &sum) in block.chunks_exact_mut(self.d_v).zip(&self.sum) {
            // The largest of a row, an allowed key or the slot, has added 1.
            let inverse = T::one() / sum;
            for acc in acc {
                *acc *= inverse;
            }
        }
        finite(StepId::HeadOutput, block, rows, &(0..self.d_v))?;
        watch.quantity(Quantity::Output, rows.len(), block);
        for (i, values) in rows.clone().zip(block.chunks_exact(self.d_v)) {
            for (c, &value) in values.iter().enumerate() {
                output[(i, c)] = value;
            }
        }
        Ok(block.len() as u64)
    }
}

/// e^(s − m′), or with exact lookup 1 where s = m′ and 0 elsewhere.
fn exp<T: Scalar>(score: T, shift: T, lookup: bool) -> T {
    match lookup {
        false => (score - shift).exp(),
        true if score == shift => T::one(),
        true => T::zero(),
    }
}

/// What a row's scores are lowered by before e^: its maximum, or 0 where no
/// key has been allowed yet.
fn shift<T: Scalar>(max: T) -> T {
    if max.is_finite() { max } else { T::zero() }
}

fn infinity<T: Scalar>() -> T {
    T::one() / T::zero()
}

/// Copies a block of rows, column by column; as many numbers as it says.
fn load_columns<T: Scalar>(block: &mut [T], matrix: &DMatrix<T>, rows: &Range<usize>) -> u64 {
    for (c, block) in block
        .chunks_exact_mut(rows.len())
        .take(matrix.ncols())
        .enumerate()
    {
        let column = &matrix.as_slice()[c * matrix.nrows()..][rows.clone()];
        block.copy_from_slice(column);
    }
    (rows.len() * matrix.ncols()) as u64
}

/// Copies a block of rows, row by row; as many numbers as it says.
fn load_rows<T: Scalar>(block: &mut [T], matrix: &DMatrix<T>, rows: &Range<usize>) -> u64 {
    let width = matrix.ncols();
    for (c, column) in matrix.column_iter().enumerate() {
        for (row, &value) in column.as_slice()[rows.clone()].iter().enumerate() {
            block[row * width + c] = value;
        }
    }
    (rows.len() * width) as u64
}

/// Refuses the first number that is not finite, by its place in the whole.
fn finite<T: Scalar>(
    step: StepId,
    values: &[T],
    rows: &Range<usize>,
    cols: &Range<usize>,
) -> Result<(), Error> {
    match values.iter().position(|value| !value.is_finite()) {
        None => Ok(()),
        Some(index) => Err(Error::NotFinite {
            step,
            head: None,
            row: rows.start + index / cols.len(),
            col: cols.start + index % cols.len(),
        }),
    }
}
