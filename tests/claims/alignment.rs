//! Claims 10 to 12: relevance is q·k, which is alignment and length.

use attention::{
    Error,
    experiments::alignment::{Alignment, Settings, align},
};
use proptest::{collection::vec, prelude::*};

use crate::{near, support};

fn aligned(query: &[f64], keys: &[&[f64]]) -> Alignment {
    let keys = keys.iter().map(|key| key.to_vec()).collect();
    let query = query.to_vec();
    align(&Settings { query, keys }).expect("settings in range")
}

#[test]
fn known_angles_have_known_scores() {
    let third = 3.0_f64.sqrt();
    let found = aligned(
        &[2.0, 0.0],
        &[
            &[3.0, 0.0],
            &[0.0, 5.0],
            &[-1.0, 0.0],
            &[1.0, third],
            &[0.0, 0.0],
        ],
    );
    assert_eq!(found.query_length, 2.0);
    let scores: Vec<f64> = found.keys.iter().map(|key| key.score).collect();
    assert_eq!(scores, [6.0, 0.0, -2.0, 2.0, 0.0]);
    assert_eq!(found.keys[3].products, [2.0, 0.0]);
    let along: Vec<f64> = found.keys.iter().map(|key| key.along).collect();
    assert_eq!(along, [3.0, 0.0, -1.0, 1.0, 0.0]);
    let degrees = [0.0, 90.0, 180.0, 60.0];
    for (key, expected) in found.keys.iter().zip(degrees) {
        assert!(near(key.angle.expect("an angle"), expected, 1e-13));
        let cosine = key.cosine.expect("a cosine");
        assert!(near(cosine, expected.to_radians().cos(), 1e-15));
    }
    // A key of length 0 points nowhere, and neither does such a query.
    assert_eq!((found.keys[4].cosine, found.keys[4].angle), (None, None));
    let nowhere = &aligned(&[0.0, 0.0], &[&[3.0, 1.0]]).keys[0];
    assert_eq!((nowhere.cosine, nowhere.angle), (None, None));
    assert_eq!((nowhere.score, nowhere.along), (0.0, 0.0));
}

#[test]
fn a_tiny_angle_keeps_its_digits() {
    let found = aligned(&[1.0, 0.0], &[&[1.0, 1e-9]]);
    let expected = 1e-9_f64.to_degrees();
    let angle = found.keys[0].angle.expect("an angle");
    assert!(near(angle / expected, 1.0, 1e-14), "{angle}");
}

#[test]
fn what_is_out_of_range_is_named() {
    let refused = |query: Vec<f64>, keys: Vec<Vec<f64>>| -> Error {
        align(&Settings { query, keys }).expect_err("out of range")
    };
    let field = |error: Error| error.field().to_string();
    let two = || vec![1.0, 2.0];
    assert_eq!(field(refused(vec![1.0], vec![vec![1.0]])), "query");
    assert_eq!(field(refused(two(), vec![])), "keys");
    assert_eq!(field(refused(two(), vec![two(); 17])), "keys");
    assert_eq!(field(refused(two(), vec![two(), vec![1.0]])), "keys[1]");
    assert_eq!(field(refused(two(), vec![vec![0.0, 1001.0]])), "keys[0][1]");
    assert_eq!(field(refused(vec![f64::NAN, 1.0], vec![two()])), "query[0]");
}

fn vectors() -> impl Strategy<Value = (Vec<f64>, Vec<Vec<f64>>)> {
    (2..=64_usize, 1..=16_usize).prop_flat_map(|(width, keys)| {
        let vector = || vec(-10.0..10.0, width);
        (vector(), vec(vector(), keys))
    })
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn a_score_is_lengths_times_cosine((query, keys) in vectors()) {
        let width = query.len() as f64;
        let found = align(&Settings { query, keys }).expect("in range");
        let total = |scale: f64| -> f64 {
            found.keys.iter().map(|key| (key.score * scale).exp()).sum()
        };
        for (index, key) in found.keys.iter().enumerate() {
            let size = found.query_length * key.length;
            let cosine = key.angle.expect("an angle").to_radians().cos();
            prop_assert!(near(key.score / size, cosine, 1e-14));
            prop_assert!(near(key.cosine.expect("a cosine"), cosine, 1e-14));
            prop_assert!(near(key.along, key.length * cosine, 1e-13 * key.length));
            if total(1.0).is_finite() {
                let expected = key.score.exp() / total(1.0);
                prop_assert!(near(found.weights[index], expected, 1e-12));
            }
            let scale = 1.0 / width.sqrt();
            let expected = (key.score * scale).exp() / total(scale);
            prop_assert!(near(found.scaled_weights[index], expected, 1e-12));
        }
    }

    #[test]
    fn a_key_of_twice_the_length_has_twice_the_score((query, keys) in vectors()) {
        let doubled = keys.iter().map(|key| key.iter().map(|k| 2.0 * k).collect()).collect();
        let before = align(&Settings { query: query.clone(), keys }).expect("in range");
        let after = align(&Settings { query, keys: doubled }).expect("in range");
        for (before, after) in before.keys.iter().zip(&after.keys) {
            // Doubling is exact.
            prop_assert_eq!(after.score, 2.0 * before.score);
            prop_assert_eq!(after.length, 2.0 * before.length);
            prop_assert_eq!(after.cosine, before.cosine);
            prop_assert_eq!(after.angle, before.angle);
        }
    }
}
