//! Claims 12, 15 and 37: only differences of scores matter, weights always add
//! up to 1, and a lookup is softmax at temperature 0.

use attention::experiments::softmax::{Settings, Shares, share};
use proptest::{collection::vec, option, prelude::*};

use crate::{near, support};

fn shares(scores: &[Option<f64>], temperature: f64, shift: f64) -> Shares {
    let scores = scores.to_vec();
    let settings = Settings {
        scores,
        temperature,
        shift,
    };
    share(&settings).expect("settings in range")
}

const MASKED: Option<f64> = None;

#[test]
fn the_default_is_the_textbooks_example() {
    let found = share(&Settings::default()).expect("in range");
    for (weight, expected) in found.weights.iter().zip([0.6652, 0.2447, 0.0900]) {
        assert!(near(*weight, expected, 5e-5), "{weight}, not {expected}");
    }
    assert_eq!(found.max, 2.0);
    assert_eq!(found.exps[0], 1.0);
    assert_eq!(found.exact_weights, [1.0, 0.0, 0.0]);
    assert!(near(found.uniform, 1.0 / 3.0, 1e-16));
}

#[test]
fn ties_share_equally_at_temperature_0() {
    let scores = [Some(3.0), MASKED, Some(1.0), Some(3.0), Some(3.0)];
    let found = shares(&scores, 0.0, 0.25);
    let third = 1.0 / 3.0;
    assert_eq!(found.weights, [third, 0.0, 0.0, third, third]);
    assert_eq!(found.weights, found.exact_weights);
    assert!(near(found.entropy, 3.0_f64.ln(), 1e-15));
    assert_eq!(
        found.shifted,
        [Some(3.25), MASKED, Some(1.25), Some(3.25), Some(3.25)]
    );
    assert_eq!(found.uniform, 0.25);
}

#[test]
fn a_high_temperature_forgets_the_scores() {
    let found = shares(&[Some(5.0), MASKED, Some(-5.0)], 1_000.0, 0.0);
    assert!(near(found.weights[0], found.uniform, 0.003));
    assert!(near(found.entropy, 2.0_f64.ln(), 1e-4));
    assert_eq!(found.scaled[0], Some(0.005));
}

#[test]
fn what_is_out_of_range_is_named() {
    let field = |scores: &[Option<f64>], temperature, shift| {
        let scores = scores.to_vec();
        let settings = Settings {
            scores,
            temperature,
            shift,
        };
        share(&settings)
            .expect_err("out of range")
            .field()
            .to_string()
    };
    assert_eq!(field(&[], 1.0, 0.0), "scores");
    assert_eq!(field(&[MASKED; 3], 1.0, 0.0), "scores");
    assert_eq!(field(&[Some(0.0); 65], 1.0, 0.0), "scores");
    assert_eq!(field(&[Some(0.0), Some(1e4)], 1.0, 0.0), "scores[1]");
    assert_eq!(field(&[Some(f64::NAN)], 1.0, 0.0), "scores[0]");
    assert_eq!(field(&[Some(0.0)], 1e-7, 0.0), "temperature");
    assert_eq!(field(&[Some(0.0)], -1.0, 0.0), "temperature");
    assert_eq!(field(&[Some(0.0)], 1.0, 1e4), "shift");
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn a_shift_moves_no_weight(
        scores in vec(option::weighted(0.8, -20.0..20.0), 1..=12),
        temperature in 0.1..10.0,
        shift in -500.0..500.0,
    ) {
        prop_assume!(scores.iter().any(Option::is_some));
        let (plain, shifted) = (shares(&scores, temperature, 0.0), shares(&scores, temperature, shift));
        // The sum of score and shift is rounded to a unit in the last place of
        // 520, and the temperature divides that.
        for (a, b) in plain.weights.iter().zip(&shifted.weights) {
            prop_assert!(near(*a, *b, 2e-13 / temperature), "{a}, not {b}");
        }
        prop_assert!(near(shifted.max - plain.max, shift / temperature, 1e-11));

        let highest = scores.iter().flatten().copied().fold(f64::NEG_INFINITY, f64::max);
        let e = |score: &Option<f64>| score.map_or(0.0, |s| ((s - highest) / temperature).exp());
        let sum: f64 = scores.iter().map(e).sum();
        prop_assert!(near(plain.weights.iter().sum(), 1.0, 1e-14));
        prop_assert!(near(plain.sum, sum, 1e-12));
        let mut entropy = 0.0;
        for (score, &weight) in scores.iter().zip(&plain.weights) {
            prop_assert!(near(weight, e(score) / sum, 1e-13));
            prop_assert_eq!(score.is_none(), weight == 0.0);
            entropy -= if weight > 0.0 { weight * weight.ln() } else { 0.0 };
        }
        prop_assert!(near(plain.entropy, entropy, 1e-13));
    }
}
