//! Weights that can be worked out by hand.

use attention::{Error, Scenario, SoftmaxRow, StepId, Trace, attend};
use serde_json::{Value, json};

/// One query, and one key per number, whose scores are those numbers.
fn scored(scores: &[f64], changes: Value) -> Trace<f64> {
    let keys: Vec<String> = (1..=scores.len()).map(|key| key.to_string()).collect();
    let rows: Vec<[f64; 1]> = scores.iter().map(|&score| [score]).collect();
    let mut scenario = json!({
        "tokens": ["one"], "vectors": [[1.0]], "memory": { "tokens": keys, "vectors": rows },
        "heads": 1, "d_k": 1, "d_v": 1,
        "weights": { "w_q": [[1.0]], "w_k": [[1.0]], "w_v": [[1.0]], "w_o": [[1.0]] },
    });
    for (name, value) in changes.as_object().expect("an object") {
        scenario[name] = value.clone();
    }
    let scenario = Scenario::from_json(&scenario.to_string()).expect("a valid scenario");
    attend(&scenario).expect("small numbers")
}

fn weights(trace: &Trace<f64>) -> Vec<f64> {
    let weights = trace.read(StepId::Weights, 0).expect("head 0");
    weights.row(0).iter().copied().collect()
}

#[track_caller]
fn assert_fractions(actual: &[f64], numerators: &[f64], denominator: f64) {
    assert_eq!(actual.len(), numerators.len());
    for (actual, numerator) in actual.iter().zip(numerators) {
        let expected = numerator / denominator;
        assert!((actual - expected).abs() <= 1e-15, "{actual}, {expected}");
    }
}

/// ln 1, ln 2, ln 3: e to the power of these is 1, 2, 3.
fn logarithms() -> [f64; 3] {
    [1.0, 2.0, 3.0].map(f64::ln)
}

#[test]
fn scores_that_are_logarithms_become_their_fractions() {
    let trace = scored(&logarithms(), json!({}));
    assert_fractions(&weights(&trace), &[1.0, 2.0, 3.0], 6.0);
}

#[test]
fn equal_scores_share_evenly() {
    let trace = scored(&[0.3; 7], json!({}));
    assert_eq!(weights(&trace), [1.0 / 7.0; 7]);
}

#[test]
fn a_forbidden_key_leaves_the_fractions_to_the_others() {
    let trace = scored(&logarithms(), json!({ "mask": [[true, false, true]] }));
    assert_fractions(&weights(&trace), &[1.0, 0.0, 3.0], 4.0);
    assert_eq!(weights(&trace)[1], 0.0);
}

#[test]
fn a_single_key_gets_everything() {
    for score in [0.0, 700.0, -700.0, 1e300] {
        assert_eq!(weights(&scored(&[score], json!({}))), [1.0]);
    }
}

#[test]
fn half_the_temperature_squares_and_twice_the_temperature_takes_roots() {
    let cold = scored(&logarithms(), json!({ "temperature": 0.5 }));
    assert_fractions(&weights(&cold), &[1.0, 4.0, 9.0], 14.0);
    let squares = [1.0, 4.0, 9.0].map(f64::ln);
    let warm = scored(&squares, json!({ "temperature": 2.0 }));
    assert_fractions(&weights(&warm), &[1.0, 2.0, 3.0], 6.0);
}

/// Four columns of ones make every score four times as large; √4 takes half of
/// that away again.
#[test]
fn the_scale_divides_by_the_root_of_the_key_width() {
    let four = json!([[1.0, 1.0, 1.0, 1.0]]);
    let wide = |scale: &str| {
        let weights = json!({ "w_q": four, "w_k": four, "w_v": [[1.0]], "w_o": [[1.0]] });
        let changes = json!({ "d_k": 4, "scale": scale, "weights": weights });
        scored(&logarithms(), changes)
    };
    assert_fractions(&weights(&wide("sqrt_d_k")), &[1.0, 4.0, 9.0], 14.0);
    assert_fractions(&weights(&wide("none")), &[1.0, 16.0, 81.0], 98.0);
}

#[test]
fn scores_too_large_for_an_exponential_still_become_fractions() {
    for shift in [-1e6, 1e6] {
        let trace = scored(&logarithms().map(|score| score + shift), json!({}));
        for (actual, expected) in weights(&trace).iter().zip([1.0, 2.0, 3.0]) {
            // Beside a million, a number keeps about ten digits after the point.
            assert!((actual - expected / 6.0).abs() < 1e-9, "{actual}");
        }
    }
    assert_eq!(weights(&scored(&[-1e300, 1e300], json!({}))), [0.0, 1.0]);
}

#[test]
fn the_output_is_the_values_by_their_fractions() {
    let trace = scored(&logarithms(), json!({}));
    let [_, two, three] = logarithms();
    let output = trace.read(StepId::Output, 0).expect("an output")[(0, 0)];
    assert!((output - (2.0 * two + 3.0 * three) / 6.0).abs() <= 1e-15);
}

#[test]
fn a_row_tells_its_maximum_its_exponentials_and_their_sum() {
    let trace = scored(&logarithms(), json!({ "mask": [[true, false, true]] }));
    let SoftmaxRow {
        max,
        exps,
        sink,
        sum,
    } = trace.softmax_row(0, 0).expect("row 0");
    assert_eq!(max, 3.0_f64.ln());
    assert_fractions(&exps, &[1.0, 0.0, 3.0], 3.0);
    assert!((sum - 4.0 / 3.0).abs() <= 1e-15);
    assert_eq!(sink, 0.0);
}

#[test]
fn a_row_or_head_that_is_not_there_is_refused() {
    let trace = scored(&logarithms(), json!({}));
    for (head, row, field) in [(1, 0, "head"), (0, 1, "row"), (usize::MAX, 0, "head")] {
        let error: Error = trace.softmax_row(head, row).expect_err("no such row");
        assert_eq!(
            (error.field(), error.expected().as_ref()),
            (field, "a whole number below 1")
        );
    }
}
