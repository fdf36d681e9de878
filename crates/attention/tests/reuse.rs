//! Computing in the room of traces that are no longer needed.

use attention::{Buffers, STEPS, Scalar, Scenario, Step, Trace, attend, attend_reusing};
use serde_json::json;

fn scenario(changes: serde_json::Value) -> Scenario {
    Scenario::from_json(&changes.to_string()).expect("a valid scenario")
}

/// Scenarios of many shapes, with and without what is optional.
fn scenarios() -> Vec<Scenario> {
    [
        json!({}),
        json!({ "mask": "causal", "heads": 4, "kv_heads": 2, "d_k": 6, "d_v": 3 }),
        json!({ "positions": "rotary", "temperature": 0.3 }),
        json!({ "positions": "alibi", "sink": 1.0 }),
        json!({ "tokens": ["one"], "heads": 1, "kv_heads": 1 }),
        json!({ "temperature": 0, "weights": { "seed": 3 } }),
        json!({ "heads": 16, "kv_heads": 16, "d_k": 64, "ssmax": 0.4 }),
        json!({ "weights": { "seed": 4 } }),
        json!({}),
    ]
    .map(scenario)
    .into()
}

#[track_caller]
fn assert_equal<T: Scalar>(actual: &Trace<T>, expected: &Trace<T>) {
    for step in STEPS {
        for head in 0..expected.scenario().shape().heads {
            let [actual, expected] = [actual, expected].map(|trace| trace.read(step.id, head));
            assert_eq!(actual, expected, "{}", step.name);
        }
    }
}

fn check<T: Scalar>() {
    let mut buffers = Buffers::default();
    let mut kept = Vec::new();
    for scenario in scenarios() {
        let fresh = attend::<T>(&scenario).expect("small numbers");
        let trace = attend_reusing(&scenario, &mut buffers).expect("small numbers");
        assert_equal(&trace, &fresh);
        kept.push((trace.clone(), fresh));
        buffers.recycle(trace);
    }
    for (trace, fresh) in &kept {
        assert_equal(trace, fresh);
    }
}

#[test]
fn nothing_of_an_old_trace_is_left_in_a_new_one() {
    check::<f64>();
    check::<f32>();
}

#[test]
fn a_trace_of_the_same_shape_lies_where_the_last_one_lay() {
    let mut scenario = scenario(json!({ "mask": "causal", "heads": 4, "d_k": 5 }));
    let mut buffers = Buffers::<f64>::default();
    let mut places = Vec::new();
    for _ in 0..3 {
        let moved = scenario.vectors().map(|component| component + 0.25);
        scenario = scenario.with_vectors(moved).expect("finite numbers");
        let trace = attend_reusing(&scenario, &mut buffers).expect("small numbers");
        let given = ["embedded", "memory", "w_q", "w_k", "w_v", "w_o"];
        let computed = STEPS.iter().filter(|step| !given.contains(&step.name));
        let place = |step: &Step| trace.read(step.id, 0).expect("head 0").as_ptr();
        places.push(computed.map(place).collect::<Vec<_>>());
        buffers.recycle(trace);
    }
    assert_eq!(places[1], places[0]);
    assert_eq!(places[2], places[0]);
}

#[test]
fn an_overflow_leaves_buffers_that_can_be_used() {
    let huge = scenario(json!({}))
        .with_vectors(scenario(json!({})).vectors().map(|_| 1e200))
        .expect("finite numbers");
    let mut buffers = Buffers::<f64>::default();
    assert!(attend_reusing(&huge, &mut buffers).is_err());
    for scenario in scenarios() {
        let trace = attend_reusing(&scenario, &mut buffers).expect("small numbers");
        assert_equal(&trace, &attend(&scenario).expect("small numbers"));
        buffers.recycle(trace);
        assert!(attend_reusing(&huge.clone(), &mut buffers).is_err());
    }
}

#[test]
fn other_vectors_have_to_be_of_the_same_shape_and_finite() {
    let scenario = scenario(json!({}));
    let vectors = scenario.vectors();
    let narrow = vectors.columns(0, 2).into_owned();
    let error = scenario.with_vectors(narrow).expect_err("another shape");
    assert_eq!(
        error.to_string(),
        "vectors: expected 9 rows of 6 numbers, got 9 rows of 2"
    );
    let mut infinite = vectors.as_ref().clone();
    infinite[(7, 2)] = f64::INFINITY;
    let error = scenario.with_vectors(infinite).expect_err("an infinity");
    assert_eq!(
        error.to_string(),
        "vectors[7][2]: expected a finite number, got inf"
    );
}
