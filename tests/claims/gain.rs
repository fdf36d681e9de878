//! Claim 38: the closest analogue in the brain is divisive normalisation, which
//! without its constant is softmax.

use attention::{
    Scenario, StepId, attend,
    experiments::gain::{Settings, respond},
};

use crate::{
    near,
    support::{list, matrix, object, text, whole},
};

fn settings(sigma: f64) -> Settings {
    let [drives, gains] = [vec![1.0, 2.5, 0.3, 40.0], vec![1.0, 3.0, 2.0, 0.1]];
    Settings {
        drives,
        gains,
        sigma,
    }
}

#[test]
fn without_a_constant_the_responses_are_softmax() {
    let shared = respond(&settings(0.0)).expect("in range");
    let exps: Vec<f64> = shared.scores.iter().map(|s| s.exp()).collect();
    let sum: f64 = exps.iter().sum();
    for (i, exp) in exps.iter().enumerate() {
        assert!(near(shared.responses[i], exp / sum, 2e-16));
        assert!(near(shared.weights[i], exp / sum, 2e-16));
    }
    assert_eq!((shared.unspent, shared.sink), (0.0, 0.0));
}

#[test]
fn a_constant_is_an_empty_slot() {
    for sigma in [1.0, 0.01, 300.0] {
        let shared = respond(&settings(sigma)).expect("in range");
        for (response, weight) in shared.responses.iter().zip(&shared.weights) {
            assert!(near(*response, *weight, 2e-16));
        }
        assert!(near(shared.unspent, shared.sink, 2e-16));
        let sum: f64 = shared.responses.iter().sum();
        assert!(near(sum + shared.unspent, 1.0, 1e-15));
    }
    // σ = 1 is a score of 0: 1 of 1 + 1 + 7.5 + 0.6 + 4.
    let shared = respond(&settings(1.0)).expect("in range");
    assert!(near(shared.unspent, 1.0 / 14.1, 1e-15));
}

#[test]
fn a_gain_multiplies_one_response_against_the_others() {
    let ratio = |gains: Vec<f64>| {
        let shared = respond(&Settings {
            gains,
            ..settings(1.0)
        })
        .expect("in range");
        shared.responses[1] / shared.responses[0]
    };
    let [before, after] = [vec![1.0; 4], vec![1.0, 2.0, 1.0, 1.0]].map(ratio);
    assert!(near(after, 2.0 * before, 1e-14));
}

#[test]
fn nothing_to_divide_by_is_refused() {
    let silent = Settings {
        drives: vec![0.0; 4],
        ..settings(0.0)
    };
    let refusal = respond(&silent).expect_err("nothing is driven");
    assert_eq!(refusal.field(), "sigma");
    let driven = respond(&Settings {
        sigma: 1.0,
        ..silent
    })
    .expect("σ alone");
    assert_eq!(driven.responses, [0.0; 4]);
    assert_eq!(driven.sink, 1.0);
}

/// The engine's own empty slot, at scores ln(A·E).
#[test]
fn the_engines_sink_is_the_constant() {
    for sigma in [0.0, 0.5, 1.0, 20.0] {
        let shared = respond(&settings(sigma)).expect("in range");
        let labels = |count: usize| list((0..count).map(|i| text(&format!("t{i}"))));
        let keys: Vec<Vec<f64>> = shared.scores.iter().map(|&score| vec![score]).collect();
        let one = || matrix(&[vec![1.0]]);
        let scenario = Scenario::from_document(&object([
            ("tokens", labels(1)),
            ("vectors", one()),
            (
                "memory",
                object([("tokens", labels(4)), ("vectors", matrix(&keys))]),
            ),
            ("heads", whole(1)),
            ("d_k", whole(1)),
            ("d_v", whole(1)),
            (
                "weights",
                object(["w_q", "w_k", "w_v", "w_o"].map(|name| (name, one()))),
            ),
            ("sink", attention::Document::Number(sigma)),
        ]))
        .expect("a valid scenario");
        let trace = attend::<f64>(&scenario).expect("small numbers");
        let weights = trace.read(StepId::Weights, 0).expect("a head");
        for (weight, response) in weights.iter().zip(&shared.responses) {
            assert!(
                near(*weight, *response, 3e-16),
                "{sigma}: {weight}, not {response}"
            );
        }
    }
}
