//! How much a computation moves between a large memory and a small one.

use std::ops::AddAssign;

use serde::Serialize;

/// Numbers that were moved: from the large memory to where arithmetic is done,
/// and back. A number that is moved twice counts twice.
///
/// ```
/// use attention::Traffic;
///
/// let traffic = Traffic { read: 3, written: 1 };
/// assert_eq!(traffic.total(), 4);
/// assert_eq!(traffic.bytes(2), 8); // at 16 bits a number
/// ```
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize)]
pub struct Traffic {
    /// Numbers read.
    pub read: u64,
    /// Numbers written.
    pub written: u64,
}

impl Traffic {
    /// Numbers read and numbers written.
    pub fn total(self) -> u64 {
        self.read + self.written
    }

    /// Bytes moved, where each number takes so many.
    pub fn bytes(self, bytes_per_number: u64) -> u64 {
        self.total() * bytes_per_number
    }
}

impl AddAssign for Traffic {
    fn add_assign(&mut self, other: Self) {
        self.read += other.read;
        self.written += other.written;
    }
}
