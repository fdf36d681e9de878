//! Claim 37: attention is a soft lookup, and an exact one at temperature 0 if
//! the match is unique.

use attention::experiments::lookup::{Lookup, Settings, look_up};

use crate::near;

fn at(scores: &[f64], temperature: f64) -> Lookup {
    let values = (1..=scores.len()).map(|key| 10.0 * key as f64).collect();
    let scores = scores.to_vec();
    look_up(&Settings {
        scores,
        values,
        temperature,
    })
    .expect("settings in range")
}

#[test]
fn the_best_key_takes_over_as_the_temperature_falls() {
    let warm = at(&[2.0, 1.0, 0.0], 1.0);
    for (weight, expected) in warm.weights.iter().zip([0.6652, 0.2447, 0.0900]) {
        assert!(near(*weight, expected, 5e-5), "{:?}", warm.weights);
    }
    let cold = at(&[2.0, 1.0, 0.0], 0.1);
    assert!(near(cold.weights[0], 0.99995, 5e-6));
    assert!(cold.entropy < warm.entropy);
    assert!(near(cold.output, 10.0, 1e-3));

    let frozen = at(&[2.0, 1.0, 0.0], 0.0);
    assert_eq!(frozen.weights, [1.0, 0.0, 0.0]);
    assert_eq!((frozen.output, frozen.entropy), (10.0, 0.0));
    assert_eq!(warm.exact_weights, frozen.weights);
    assert_eq!(warm.exact_output, 10.0);
}

#[test]
fn keys_that_tie_share() {
    let tied = at(&[2.0, 0.0, 2.0, 2.0], 0.01);
    for (key, share) in [1.0, 0.0, 1.0, 1.0].into_iter().enumerate() {
        assert!(near(tied.weights[key], share / 3.0, 1e-15));
        assert!(near(tied.exact_weights[key], share / 3.0, 1e-15));
    }
    // (10 + 30 + 40)/3: a value that no key has.
    assert!(near(tied.exact_output, 80.0 / 3.0, 1e-13));
    assert!(near(tied.entropy, 3.0_f64.ln(), 1e-14));
}

#[test]
fn lists_of_different_lengths_are_refused() {
    let settings = Settings {
        values: vec![1.0],
        ..Settings::default()
    };
    assert_eq!(look_up(&settings).expect_err("too few").field(), "values");
}
