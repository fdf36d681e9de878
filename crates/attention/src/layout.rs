//! Column-major inside, row-major outside.

use nalgebra::DMatrixView;

use crate::scalar::Scalar;

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
/// let matrix = DMatrix::from_row_slice(2, 3, &[1., 2., 3., 4., 5., 6.]);
/// assert_eq!(matrix.as_slice(), [1., 4., 2., 5., 3., 6.]);
/// assert_eq!(to_row_major(matrix.as_view()), [1., 2., 3., 4., 5., 6.]);
/// ```
pub fn to_row_major<T: Scalar>(view: DMatrixView<'_, T>) -> Vec<T> {
    let mut values = vec![T::zero(); view.len()];
    for (at, column) in view.column_iter().enumerate() {
        // One of each row.
        let places = values[at..].iter_mut().step_by(view.ncols());
        for (place, &number) in places.zip(column.as_slice()) {
            *place = number;
        }
    }
    values
}
