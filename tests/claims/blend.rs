//! Claims 16 and 17: the output is a weighted sum of values, so it lies between
//! them; and the weights cannot be read off it.

use attention::{
    Scenario, StepId, Trace, attend,
    experiments::blend::{hull, same_output},
};
use proptest::prelude::*;

use crate::{
    near,
    support::{self, matrix, object, whole},
};

/// One query, 12 keys and values of 4 numbers, all drawn by the engine.
fn twelve_keys(seed: usize) -> Trace<f64> {
    let labels = |count| support::list((0..count).map(|i| support::text(&format!("t{i}"))));
    let mut state = seed as f64 + 0.5;
    let mut draw = || {
        state = (state * 997.131).fract();
        4.0 * state - 2.0
    };
    let rows: Vec<Vec<f64>> = (0..13).map(|_| (0..8).map(|_| draw()).collect()).collect();
    let scenario = Scenario::from_document(&object([
        ("tokens", labels(1)),
        ("vectors", matrix(&rows[..1])),
        (
            "memory",
            object([("tokens", labels(12)), ("vectors", matrix(&rows[1..]))]),
        ),
        ("heads", whole(1)),
        ("d_v", whole(4)),
        ("weights", object([("seed", whole(seed))])),
    ]));
    attend(&scenario.expect("a valid scenario")).expect("small numbers")
}

#[test]
fn twelve_keys_of_width_four_leave_seven_free_directions() {
    for seed in 1..=10 {
        let trace = twelve_keys(seed);
        let same = same_output(&trace, 0, 0, 7).expect("a row");
        assert_eq!(same.free_directions, 7);
        // One search found 0.476; how much there is to find depends on the numbers.
        assert!(same.total_variation > 0.3, "{}", same.total_variation);
        assert!(same.difference < 2e-15, "{}", same.difference);
        // Carathéodory: d_v + 1 keys are enough.
        assert!(same.others.iter().filter(|weight| **weight > 0.0).count() <= 5);
    }
}

#[test]
fn as_many_keys_as_equations_leave_no_freedom() {
    // Five values of four numbers: the weights are determined by the output.
    let case = object([
        (
            "tokens",
            support::list("abcde".chars().map(|c| support::text(&c.to_string()))),
        ),
        ("weights", object([("seed", whole(3))])),
        (
            "vectors",
            matrix(
                &(0..5)
                    .map(|i| (0..5).map(|c| f64::from(u8::from(c == i))).collect())
                    .collect::<Vec<_>>(),
            ),
        ),
    ]);
    let scenario = Scenario::from_document(&case).expect("a valid scenario");
    let trace = attend::<f64>(&scenario).expect("small numbers");
    let same = same_output(&trace, 0, 2, 7).expect("a row");
    assert_eq!(same.free_directions, 0);
    assert_eq!(same.others, same.weights);
    assert_eq!(same.total_variation, 0.0);
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn an_output_lies_between_its_values_and_others_give_the_same(case in support::any_whole_case()) {
        let Ok(trace) = attend::<f64>(&case.scenario()) else { return Ok(()) };
        for head in 0..case.sizes.heads {
            let values = trace.read(StepId::V, head).expect("a head");
            for row in 0..case.sizes.n {
                let hull = hull(&trace, head, row).expect("a row");
                for ((low, at), high) in hull.low.iter().zip(&hull.output).zip(&hull.high) {
                    prop_assert!(low - 1e-12 <= *at && *at <= high + 1e-12, "{low} {at} {high}");
                }
                let same = same_output(&trace, head, row, 1).expect("few keys");
                prop_assert!(same.others.iter().all(|weight| *weight >= 0.0));
                let [before, after] = [&same.weights, &same.others].map(|w| w.iter().sum::<f64>());
                prop_assert!(near(before, after, 1e-12));
                for (c, column) in values.column_iter().enumerate() {
                    let output: f64 = same.others.iter().zip(&column).map(|(a, v)| a * v).sum();
                    prop_assert!(near(output, hull.output[c], 1e-11), "{output}, {}", hull.output[c]);
                }
                for key in 0..case.sizes.keys() {
                    prop_assert!(case.mask.allows(row, key) || same.others[key] == 0.0);
                }
            }
        }
    }
}
