//! Column-major inside, row-major outside.

use nalgebra::{DMatrixView, Scalar};

/// The numbers of a matrix, row by row.
///
/// nalgebra stores columns one after the other; JavaScript, NumPy and readers
/// want rows. This is the only place where one becomes the other.
///
/// # Shapes
/// r × c → r·c numbers.
///
/// ```
/// use attention::{nalgebra::DMatrix, to_row_major};
///
/// let matrix = DMatrix::from_row_slice(2, 3, &[1, 2, 3, 4, 5, 6]);
/// assert_eq!(matrix.as_slice(), [1, 4, 2, 5, 3, 6]);
/// assert_eq!(to_row_major(matrix.as_view()), [1, 2, 3, 4, 5, 6]);
/// ```
pub fn to_row_major<T: Scalar + Copy>(view: DMatrixView<'_, T>) -> Vec<T> {
    let mut values = Vec::with_capacity(view.len());
    for row in 0..view.nrows() {
        values.extend((0..view.ncols()).map(|column| view[(row, column)]));
    }
    values
}
