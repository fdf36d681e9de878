//! The matrix product: packed, tiled, in plain loops.
//!
//! A tile of the result, R × C, is summed up in registers while one panel of A
//! and a few columns of B stream past it. To let them stream, blocks of A are
//! copied ("packed") row panel by row panel, as Goto and van de Geijn 2008
//! ("Anatomy of High-Performance Matrix Multiplication") describe. The loops
//! have fixed lengths, so that the compiler turns them into vector instructions
//! wherever the target has them: there is one path, and nothing unsafe in it.
//!
//! Pack, tile and store are separate small functions that are never inlined,
//! because a browser compiles small functions to fast code soon and evenly.

use std::ops::Range;

use nalgebra::DMatrix;

use crate::{buffers::Room, scalar::Scalar};

/// No tile has more columns.
const MOST_COLUMNS: usize = 4;

/// How deep a block is: a panel of this depth stays in the first-level cache.
const DEPTH: usize = 256;

/// How many rows of A are packed at a time: they stay in the second-level cache.
/// Whole panels, whatever the number type.
const ROWS: usize = 144;

/// Some numbers of a matrix as a matrix of their own, without copying.
#[derive(Debug, Clone, Copy)]
pub struct Block<'a, T> {
    values: &'a [T],
    rows: usize,
    columns: usize,
    /// From a number to the one below it.
    down: usize,
    /// From a number to the one on its right.
    right: usize,
}

impl<'a, T> Block<'a, T> {
    /// A matrix as it is.
    pub(crate) fn of(matrix: &'a DMatrix<T>) -> Self {
        Self::columns(matrix, 0, matrix.ncols())
    }

    /// Some columns of a matrix.
    pub(crate) fn columns(matrix: &'a DMatrix<T>, first: usize, width: usize) -> Self {
        let rows = matrix.nrows();
        Self {
            values: &matrix.as_slice()[first * rows..(first + width) * rows],
            rows,
            columns: width,
            down: 1,
            right: rows,
        }
    }

    /// Rows for columns.
    pub(crate) fn transposed(self) -> Self {
        Self {
            rows: self.columns,
            columns: self.rows,
            down: self.right,
            right: self.down,
            ..self
        }
    }
}

/// out = a b, where `out` holds whole columns one after the other.
///
/// Each number is the sum of its products in order, in runs of [`DEPTH`] whose
/// sums are added in order; an empty sum is 0.
///
/// # Shapes
/// r × d, d × c → r × c; `out` has r·c numbers.
pub(crate) fn product<T: Scalar>(
    out: &mut [T],
    a: Block<'_, T>,
    b: Block<'_, T>,
    room: &mut Room<T>,
) {
    T::product(out, a, b, room);
}

/// How large a tile of a number type is: its sums, which are vectors of 128
/// bits, and what they are made of share the processor's 16 vector registers.
pub trait Tiled: Sized {
    /// As [`product`].
    fn product(out: &mut [Self], a: Block<Self>, b: Block<Self>, room: &mut Room<Self>);
}

impl Tiled for f32 {
    fn product(out: &mut [f32], a: Block<f32>, b: Block<f32>, room: &mut Room<f32>) {
        // 3 × 3 vectors, and of a few rows 1 × 3.
        tiled::<f32, 12, 4, 3>(out, a, b, room);
    }
}

impl Tiled for f64 {
    fn product(out: &mut [f64], a: Block<f64>, b: Block<f64>, room: &mut Room<f64>) {
        // 2 × 4 vectors.
        tiled::<f64, 4, 4, 4>(out, a, b, room);
    }
}

/// With tiles of `R` rows, and of `L` where no more are left; all have `C` columns.
fn tiled<T: Scalar, const R: usize, const L: usize, const C: usize>(
    out: &mut [T],
    a: Block<'_, T>,
    b: Block<'_, T>,
    room: &mut Room<T>,
) {
    debug_assert_eq!((a.columns, a.rows * b.columns), (b.rows, out.len()));
    if out.is_empty() {
        return;
    }
    if a.columns == 0 {
        out.fill(T::zero());
    }
    for start in (0..a.columns).step_by(DEPTH) {
        let depth = start..a.columns.min(start + DEPTH);
        let b = straighten(b, depth.clone(), &mut room.b);
        for top in (0..a.rows).step_by(ROWS) {
            let rows = top..a.rows.min(top + ROWS);
            let left_over = rows.len() % R;
            let few = if left_over <= L { left_over } else { 0 };
            let last = rows.end - few;
            let panels = pack::<T, R>(a, top..last, depth.clone(), &mut room.a);
            strip::<T, R, C>(out, a.rows, top, panels, b, start > 0);
            let rest = pack::<T, L>(a, last..rows.end, depth.clone(), &mut room.rest);
            strip::<T, L, C>(out, a.rows, last, rest, b, start > 0);
        }
    }
}

/// Packed rows of A, from row `top` on, times all of B.
fn strip<T: Scalar, const R: usize, const C: usize>(
    out: &mut [T],
    height: usize,
    top: usize,
    panels: &[[T; R]],
    b: Block<'_, T>,
    add: bool,
) {
    if panels.is_empty() {
        return;
    }
    let panels = panels.chunks_exact(b.rows); // outside of the loop, because it divides
    for left in (0..b.columns).step_by(C) {
        // Beyond the last column the last one is taken again; its sums are dropped.
        let columns = std::array::from_fn(|c| {
            let column = b.columns.min(left + c + 1) - 1;
            &b.values[column * b.right..][..b.rows]
        });
        let out = &mut out[left * height..];
        for (panel, top) in panels.clone().zip((top..).step_by(R)) {
            let sums = tile::<T, R, C>(panel, columns);
            store(out, height, top, &sums, add);
        }
    }
}

/// Some rows of B with their columns lying in memory as columns: as they are, or copied.
fn straighten<'a, T: Scalar>(
    b: Block<'a, T>,
    depth: Range<usize>,
    room: &'a mut Vec<T>,
) -> Block<'a, T> {
    if b.down == 1 {
        return Block {
            values: &b.values[depth.start..],
            rows: depth.len(),
            ..b
        };
    }
    room.resize(b.columns * depth.len(), T::zero());
    transpose(room, b, depth.clone());
    Block {
        values: room,
        rows: depth.len(),
        down: 1,
        right: depth.len(),
        ..b
    }
}

/// Some rows of a B whose rows lie as rows, column by column. A few columns at a
/// time, so that what is read and what is written stay in the first-level cache.
#[inline(never)]
fn transpose<T: Scalar>(out: &mut [T], b: Block<'_, T>, rows: Range<usize>) {
    debug_assert_eq!(b.right, 1);
    let length = rows.len();
    for (group, out) in out.chunks_mut(16 * length).enumerate() {
        for (at, row) in rows.clone().enumerate() {
            let row = &b.values[row * b.down + 16 * group..];
            // One of each column.
            for (place, &number) in out[at..].iter_mut().step_by(length).zip(row) {
                *place = number;
            }
        }
    }
}

/// Panels of `R` rows of A, one after the other, each column by column; the last
/// one is filled up with zeros. Columns of `R` numbers are a panel as they lie.
#[inline(never)]
fn pack<'a, T: Scalar, const R: usize>(
    a: Block<'a, T>,
    rows: Range<usize>,
    depth: Range<usize>,
    room: &'a mut Vec<T>,
) -> &'a [[T; R]] {
    if (a.down, a.right, rows.len()) == (1, R, R) {
        return &a.values.as_chunks().0[depth];
    }
    room.resize(rows.len().div_ceil(R) * depth.len() * R, T::zero());
    let (packed, _) = room.as_chunks_mut::<R>();
    for (panel, top) in packed
        .chunks_exact_mut(depth.len())
        .zip(rows.clone().step_by(R))
    {
        let height = R.min(rows.end - top);
        let values = &a.values[top * a.down + depth.start * a.right..];
        if height == R && a.down == 1 && a.right >= R {
            for (packed, column) in panel.iter_mut().zip(values.chunks(a.right)) {
                packed.copy_from_slice(&column[..R]);
            }
        } else {
            for (k, packed) in panel.iter_mut().enumerate() {
                let number = |r: usize| values[r * a.down + k * a.right];
                *packed = std::array::from_fn(|r| if r < height { number(r) } else { T::zero() });
            }
        }
    }
    packed
}

/// One panel of A times the first `C` columns of B.
#[inline(never)]
fn tile<T: Scalar, const R: usize, const C: usize>(
    panel: &[[T; R]],
    columns: [&[T]; MOST_COLUMNS],
) -> [[T; R]; C] {
    let mut sums = [[T::zero(); R]; C];
    // Zipped, no index can be out of bounds, and nothing in the loop looks whether one is.
    let [b0, b1, b2, b3] = columns;
    for ((((a, &b0), &b1), &b2), &b3) in panel.iter().zip(b0).zip(b1).zip(b2).zip(b3) {
        for (sums, b) in sums.iter_mut().zip([b0, b1, b2, b3]) {
            for (sum, &a) in sums.iter_mut().zip(a) {
                *sum += a * b;
            }
        }
    }
    sums
}

/// Puts a tile's sums where they belong, or adds them to what is there.
#[inline(never)]
fn store<T: Scalar, const R: usize, const C: usize>(
    mut out: &mut [T],
    height: usize,
    top: usize,
    sums: &[[T; R]; C],
    add: bool,
) {
    for sums in sums {
        let Some((column, rest)) = out.split_at_mut_checked(height) else {
            break; // beyond the last column
        };
        out = rest;
        let column = &mut column[top..];
        match column.first_chunk_mut::<R>() {
            Some(out) if add => (0..R).for_each(|r| out[r] += sums[r]),
            Some(out) => *out = *sums,
            None => {
                for (out, &sum) in column.iter_mut().zip(sums) {
                    *out = if add { *out + sum } else { sum };
                }
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Uniform;

    fn random<T: Scalar>(rows: usize, columns: usize, stream: u64) -> DMatrix<T> {
        let mut uniform = Uniform::new(1, stream);
        DMatrix::from_fn(rows, columns, |_, _| T::nearest(uniform.signed()))
    }

    /// Compares a product with the sums of the definition in f64, for operands
    /// that lie as columns, as rows, and between other columns.
    ///
    /// The bound is that of a sum of d products in any order, d · ε · Σ |a b|
    /// (Higham 2002, "Accuracy and Stability of Numerical Algorithms", §3.1);
    /// the last addend is the rounding of the result.
    #[track_caller]
    fn check<T: Scalar>(rows: usize, depth: usize, columns: usize) {
        let mut room = Room::new();
        let (a, a_t) = (
            random::<T>(rows, depth + 2, 1),
            random::<T>(depth, rows + 2, 2),
        );
        let (b, b_t) = (
            random::<T>(depth, columns + 2, 3),
            random::<T>(columns, depth + 2, 4),
        );
        for a in [
            Block::columns(&a, 1, depth),
            Block::columns(&a_t, 1, rows).transposed(),
        ] {
            for b in [
                Block::columns(&b, 1, columns),
                Block::columns(&b_t, 1, depth).transposed(),
            ] {
                let at = |block: Block<T>, i: usize, j: usize| {
                    block.values[i * block.down + j * block.right].widen()
                };
                let mut out = vec![T::nearest(f64::NAN); rows * columns];
                product(&mut out, a, b, &mut room);
                for (index, out) in out.iter().enumerate() {
                    let (i, j) = (index % rows, index / rows);
                    let products = (0..depth).map(|k| at(a, i, k) * at(b, k, j));
                    let sum: f64 = products.clone().sum();
                    let size: f64 = products.map(f64::abs).sum();
                    let bound = (depth + 1) as f64 * T::default_epsilon().widen() * size;
                    assert!(
                        (out.widen() - sum).abs() <= bound,
                        "{rows} × {depth} × {columns}, ({i}, {j}): {out}, expected {sum}"
                    );
                }
            }
        }
    }

    fn check_both(rows: usize, depth: usize, columns: usize) {
        check::<f32>(rows, depth, columns);
        check::<f64>(rows, depth, columns);
    }

    #[test]
    fn every_small_shape_agrees_with_the_definition() {
        for rows in 0..=10 {
            for depth in 0..=4 {
                for columns in 0..=6 {
                    check_both(rows, depth, columns);
                }
            }
        }
    }

    #[test]
    fn shapes_around_the_sizes_of_blocks_agree_with_the_definition() {
        for (rows, depth, columns) in [
            (ROWS - 1, 3, 5),
            (ROWS, DEPTH, MOST_COLUMNS),
            (ROWS + 1, DEPTH + 1, 7),
            (2 * ROWS + 9, 2 * DEPTH + 3, 2),
            (1, DEPTH - 1, 33),
            (37, 1, 41),
        ] {
            check_both(rows, depth, columns);
        }
    }

    #[test]
    fn a_sum_is_taken_in_order() {
        let (a, b) = (random::<f64>(9, 40, 1), random::<f64>(40, 5, 2));
        let mut out = vec![0.0; 45];
        product(&mut out, Block::of(&a), Block::of(&b), &mut Room::new());
        let in_order = DMatrix::from_fn(9, 5, |i, j| {
            (0..40).fold(0.0, |sum, k| sum + a[(i, k)] * b[(k, j)])
        });
        assert_eq!(out, in_order.as_slice());
    }
}
