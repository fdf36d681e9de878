//! Room that one computation leaves to the next.

use std::{collections::VecDeque, sync::Arc};

use nalgebra::DMatrix;

use crate::{scalar::Scalar, trace::Trace, weights::Weights};

/// What [`attend_reusing`](crate::attend_reusing) computes in: the matrices of
/// traces that are no longer needed, and the room of its products.
///
/// After one trace of some shape has been given back, the next one of that
/// shape allocates nothing beside them (without rotary and ALiBi positions; in
/// `f32`, beside the token vectors as `f32`). A trace that is kept stays as it
/// is: only what is given back is written over.
#[derive(Debug)]
pub struct Buffers<T: Scalar> {
    /// In the order in which the steps take them.
    spare: VecDeque<Vec<T>>,
    room: Room<T>,
    weights: Option<Converted<T>>,
}

/// The last scenario's weights, as they were and in this number type.
#[derive(Debug)]
struct Converted<T> {
    given: Arc<Weights<f64>>,
    weights: Arc<Weights<T>>,
}

/// Room for what a step needs on the way and no trace records.
#[derive(Debug)]
pub struct Room<T> {
    /// Packed operands of a product: rows of A in panels, those that are left, and B.
    pub a: Vec<T>,
    pub rest: Vec<T>,
    pub b: Vec<T>,
    rows: Vec<T>,
}

impl<T: Scalar> Default for Buffers<T> {
    /// No room yet.
    fn default() -> Self {
        Self {
            spare: VecDeque::new(),
            room: Room::new(),
            weights: None,
        }
    }
}

impl<T: Scalar> Buffers<T> {
    /// Takes what a trace needed.
    pub fn recycle(&mut self, trace: Trace<T>) {
        let record = trace.record;
        self.spare.clear();
        let steps = [record.q, record.k, record.v, record.scores, record.scaled];
        let rest = [record.attention, record.concat, record.output];
        for matrix in steps.into_iter().chain(record.masked).chain(rest) {
            self.spare.push_back(matrix.data.into());
        }
    }

    /// A matrix whose numbers are anything.
    pub(crate) fn matrix(&mut self, rows: usize, columns: usize) -> DMatrix<T> {
        let mut numbers = self.spare.pop_front().unwrap_or_default();
        numbers.resize(rows * columns, T::zero());
        DMatrix::from_vec(rows, columns, numbers)
    }

    pub(crate) fn room(&mut self) -> &mut Room<T> {
        &mut self.room
    }

    /// The weights in this number type, converted only where they are not the
    /// last ones.
    pub(crate) fn share_weights(&mut self, weights: &Arc<Weights<f64>>) -> Arc<Weights<T>> {
        match &self.weights {
            Some(last) if Arc::ptr_eq(&last.given, weights) => Arc::clone(&last.weights),
            _ => {
                let converted = T::share_weights(weights);
                self.weights = Some(Converted {
                    given: Arc::clone(weights),
                    weights: Arc::clone(&converted),
                });
                converted
            }
        }
    }
}

impl<T: Scalar> Room<T> {
    pub(crate) fn new() -> Self {
        Self {
            a: Vec::new(),
            rest: Vec::new(),
            b: Vec::new(),
            rows: Vec::new(),
        }
    }

    /// That many numbers, all of them `value`.
    pub(crate) fn rows(&mut self, length: usize, value: T) -> &mut [T] {
        self.rows.clear();
        self.rows.resize(length, value);
        &mut self.rows
    }
}
