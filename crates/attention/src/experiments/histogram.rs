//! How often numbers fall where.

use serde::Serialize;

/// Counts in bins of equal width.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Histogram {
    /// Where the first bin begins.
    pub low: f64,
    /// Where the last bin ends.
    pub high: f64,
    /// Numbers in each bin; a bin has its lower edge and not its upper one.
    pub counts: Vec<u32>,
    /// Numbers below the first bin.
    pub below: u32,
    /// Numbers above the last bin or at its end.
    pub above: u32,
}

impl Histogram {
    /// Counts numbers; −∞ and +∞ fall below and above.
    pub(crate) fn of(
        numbers: impl IntoIterator<Item = f64>,
        (low, high): (f64, f64),
        bins: usize,
    ) -> Self {
        let mut histogram = Self {
            low,
            high,
            counts: vec![0; bins],
            below: 0,
            above: 0,
        };
        let per_unit = bins as f64 / (high - low);
        for number in numbers {
            let place = ((number - low) * per_unit).floor();
            let bin = if place < 0.0 {
                &mut histogram.below
            } else {
                // Beyond the range of a usize, a cast stops at its end.
                let counts = histogram.counts.get_mut(place as usize);
                counts.unwrap_or(&mut histogram.above)
            };
            *bin += 1;
        }
        histogram
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_number_is_counted_once_where_it_belongs() {
        let numbers = [-0.1, 0.0, 0.49, 0.5, 1.99, 2.0, 7.0];
        let infinite = [f64::NEG_INFINITY, f64::INFINITY];
        let histogram = Histogram::of(numbers.into_iter().chain(infinite), (0.0, 2.0), 4);
        assert_eq!(histogram.counts, [2, 1, 0, 1]);
        assert_eq!((histogram.below, histogram.above), (2, 3));
    }
}
