//! Claims 13 and 14: dividing by √d_k keeps scores from growing, and without it
//! the gradient vanishes. The typical one does; the mean need not.

use attention::experiments::{
    Histogram,
    scaling::{Comparison, Settings, compare, two_keys},
};

use crate::near;

const WIDTHS: [u64; 5] = [4, 16, 64, 256, 1024];

fn at(d_k: u64) -> Comparison {
    let settings = Settings {
        d_k,
        samples: 4_000,
        ..Settings::default()
    };
    compare(settings).expect("settings in range")
}

#[test]
fn unscaled_scores_spread_by_the_root_of_d_k() {
    for d_k in WIDTHS {
        let Comparison { unscaled, scaled } = at(d_k);
        let expected = (d_k as f64).sqrt();
        assert!(near(unscaled.score_deviation / expected, 1.0, 0.02));
        assert!(near(scaled.score_deviation, 1.0, 0.02));
    }
}

#[test]
fn unscaled_weights_saturate_and_scaled_ones_do_not() {
    let expected = [0.427, 0.686, 0.849, 0.923, 0.964];
    for (d_k, expected) in WIDTHS.into_iter().zip(expected) {
        let Comparison { unscaled, scaled } = at(d_k);
        let actual = unscaled.mean_max_weight;
        assert!(
            near(actual, expected, 0.01),
            "{d_k}: {actual}, not {expected}"
        );
        let actual = scaled.mean_max_weight;
        assert!((0.23..=0.255).contains(&actual), "{d_k}: {actual}");
    }
}

#[test]
fn the_typical_gradient_vanishes_without_scaling() {
    let expected = [0.33, 0.33, 0.10, 0.006, 1.6e-5];
    for (d_k, expected) in WIDTHS.into_iter().zip(expected) {
        let Comparison { unscaled, scaled } = at(d_k);
        let actual = unscaled.median_jacobian;
        // At d_k = 1024 the norms spread over twenty powers of ten, and so the
        // median of thousands is known to a factor of about 1.5.
        let tolerance = if d_k == 1024 { 0.7 } else { 0.15 };
        assert!(
            near((actual / expected).ln(), 0.0, tolerance),
            "{d_k}: {actual}, not {expected}"
        );
        assert!(near(scaled.median_jacobian, 0.30, 0.02));
        assert!(near(scaled.mean_jacobian, 0.30, 0.02));
    }
}

#[test]
fn the_mean_gradient_hides_what_the_median_shows() {
    let Comparison { unscaled, .. } = at(1024);
    assert!(unscaled.mean_jacobian > 1_000.0 * unscaled.median_jacobian);
}

#[test]
fn two_keys_move_by_p_times_the_rest() {
    for difference in [-700.0, -3.0, 0.0, 0.5, 40.0, 700.0_f64] {
        let two = two_keys(difference).expect("in range");
        let p = 1.0 / (1.0 + (-difference).exp());
        let slope = p * (1.0 / (1.0 + difference.exp()));
        assert!(near(two.weight, p, 1e-15));
        assert!(
            near(two.slope / slope, 1.0, 1e-14),
            "{}, not {slope}",
            two.slope
        );
    }
}

/// Whole vectors, drawn component by component, give the same scores.
#[test]
fn a_key_counts_by_its_component_along_the_query() {
    let (d_k, keys, samples) = (16, 16, 500);
    let mut state = 1_u64;
    let mut uniform = || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 11) as f64 / (1_u64 << 53) as f64
    };
    let mut normal = || (0..12).map(|_| uniform()).sum::<f64>() - 6.0;
    let mut max_weights = 0.0;
    for _ in 0..samples {
        let q: Vec<f64> = (0..d_k).map(|_| normal()).collect();
        let scores: Vec<f64> = (0..keys)
            .map(|_| q.iter().map(|q| q * normal()).sum())
            .collect();
        let max = scores.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        max_weights += 1.0 / scores.iter().map(|score| (score - max).exp()).sum::<f64>();
    }
    let expected = at(d_k).unscaled.mean_max_weight;
    assert!(near(max_weights / f64::from(samples), expected, 0.03));
}

#[test]
fn every_sample_is_in_every_histogram() {
    let Comparison { unscaled, scaled } = at(256);
    for (statistics, spread) in [(unscaled, 16.0), (scaled, 1.0)] {
        assert_eq!(count(&statistics.scores), 64_000);
        assert_eq!(count(&statistics.max_weights), 4_000);
        assert_eq!(count(&statistics.log_jacobians), 4_000);
        // Hardly any score is beyond three deviations.
        let Histogram {
            low, high, counts, ..
        } = &statistics.scores;
        let width = (high - low) / counts.len() as f64;
        let inside = counts
            .iter()
            .enumerate()
            .filter(|(bin, _)| (low + (*bin as f64 + 0.5) * width).abs() < spread * 3.0 + width);
        let inside: u32 = inside.map(|(_, count)| count).sum();
        assert!(inside > 63_000, "{inside}");
    }
}

fn count(histogram: &Histogram) -> u32 {
    histogram.counts.iter().sum::<u32>() + histogram.below + histogram.above
}

#[test]
fn the_example_is_one_query_of_the_statistic() {
    let settings = Settings {
        samples: 1,
        ..Settings::default()
    };
    let Comparison { unscaled, scaled } = compare(settings).expect("settings in range");
    let root = (settings.d_k as f64).sqrt();
    for (plain, divided) in unscaled.example_scores.iter().zip(&scaled.example_scores) {
        assert!(near(plain / root, *divided, 1e-12));
    }
    for statistics in [&unscaled, &scaled] {
        let weights = &statistics.example_weights;
        assert_eq!(weights.len(), settings.keys as usize);
        assert!(near(weights.iter().sum(), 1.0, 1e-12));
        // With one query, the mean of the largest weights is its largest weight.
        let largest = weights.iter().copied().fold(0.0, f64::max);
        assert_eq!(largest, statistics.mean_max_weight);
    }
}
