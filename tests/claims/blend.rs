//! Claims 16 and 17: the output is a weighted sum of values, so it lies between
//! them; and the weights cannot be read off it.

use attention::{
    Scenario, StepId, Trace, attend,
    experiments::blend::{Settings, corners, hull, look, same_output},
};
use proptest::{collection::vec, prelude::*};

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

/// Self-attention whose values are these points.
fn points(values: &[[f64; 2]], sink: f64, mask: &str) -> Trace<f64> {
    let labels = (0..values.len()).map(|i| support::text(&format!("t{i}")));
    let rows: Vec<Vec<f64>> = values.iter().map(|point| point.to_vec()).collect();
    let unit = || matrix(&[vec![1.0, 0.0], vec![0.0, 1.0]]);
    let scenario = Scenario::from_document(&object([
        ("tokens", support::list(labels)),
        ("vectors", matrix(&rows)),
        ("heads", whole(1)),
        ("d_k", whole(2)),
        ("d_v", whole(2)),
        ("sink", attention::Document::Number(sink)),
        ("mask", support::text(mask)),
        (
            "weights",
            object([
                ("w_q", unit()),
                ("w_k", unit()),
                ("w_v", unit()),
                ("w_o", unit()),
            ]),
        ),
    ]));
    attend(&scenario.expect("a valid scenario")).expect("small numbers")
}

fn corners_of(values: &[[f64; 2]]) -> Vec<Option<usize>> {
    let found = corners(&points(values, 0.0, "none"), 0, 0).expect("a row");
    found.expect("a plane")
}

#[test]
fn corners_of_few_equal_and_collinear_points() {
    let some = |keys: &[usize]| keys.iter().copied().map(Some).collect::<Vec<_>>();
    assert_eq!(corners_of(&[[3.0, 4.0]]), some(&[0]));
    assert_eq!(corners_of(&[[3.0, 4.0]; 3]), some(&[0]));
    assert_eq!(corners_of(&[[0.0, 0.0], [-0.0, 0.0]]), some(&[0]));
    assert_eq!(corners_of(&[[3.0, 4.0], [1.0, 2.0]]), some(&[1, 0]));
    assert_eq!(
        corners_of(&[[2.0, 2.0], [0.0, 0.0], [3.0, 3.0], [1.0, 1.0]]),
        some(&[1, 2])
    );
    // A tenth is no machine number, so these are collinear but for rounding.
    assert_eq!(
        corners_of(&[[0.1, 0.3], [0.2, 0.6], [0.3, 0.9]]),
        some(&[0, 2])
    );
    // A square with a point inside, one on an edge, and a corner twice.
    let square = [
        [1.0, 1.0],
        [2.0, 0.0],
        [2.0, 2.0],
        [0.0, 2.0],
        [1.0, 0.0],
        [0.0, 0.0],
        [2.0, 2.0],
    ];
    assert_eq!(corners_of(&square), some(&[5, 1, 2, 3]));
}

#[test]
fn a_forbidden_key_is_no_corner_and_an_empty_slot_can_be() {
    let values = [[1.0, 1.0], [2.0, 1.0], [1.0, 2.0], [9.0, 9.0]];
    let causal = corners(&points(&values, 0.0, "causal"), 0, 2).expect("a row");
    assert_eq!(causal, Some(vec![Some(0), Some(1), Some(2)]));
    let slot = corners(&points(&values, 1.0, "causal"), 0, 2).expect("a row");
    assert_eq!(slot, Some(vec![None, Some(1), Some(2)]));
    assert_eq!(corners(&twelve_keys(1), 0, 0).expect("a row"), None);
}

#[test]
fn many_keys_have_a_hull_and_no_search() {
    let values: Vec<[f64; 2]> = (0..65).map(|i| [f64::from(i), f64::from(i * i)]).collect();
    let settings = Settings {
        scenario: points(&values, 0.0, "none").scenario().clone(),
        ..Settings::default()
    };
    let found = look(&settings).expect("a row");
    assert_eq!(found.same_output, None);
    assert_eq!(found.corners.expect("a plane").len(), 65);
    assert_eq!(found.hull.high, [64.0, 4096.0]);
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
    fn every_point_is_left_of_every_edge(
        grid in vec((-4..=4_i32, -4..=4_i32), 3..=14),
    ) {
        let values: Vec<[f64; 2]> = grid.iter().map(|&(x, y)| [x.into(), y.into()]).collect();
        let found: Vec<usize> = corners_of(&values).into_iter().flatten().collect();
        let cross = |a: usize, b: usize, c: usize| {
            let [[ax, ay], [bx, by], [cx, cy]] = [a, b, c].map(|key| values[key]);
            (bx - ax) * (cy - ay) - (by - ay) * (cx - ax)
        };
        for (place, &a) in found.iter().enumerate() {
            let b = found[(place + 1) % found.len()];
            let c = found[(place + 2) % found.len()];
            prop_assert!((0..values.len()).all(|key| cross(a, b, key) >= 0.0));
            prop_assert!(found.len() < 3 || cross(a, b, c) > 0.0);
            // Of equals, the first.
            prop_assert!(values[..a].iter().all(|earlier| *earlier != values[a]));
        }
        // Two corners are the ends of a line: nothing lies beyond them.
        if let [a, b] = found[..] {
            let within = |v: &[f64; 2]| (0..2).all(|i| {
                let (low, high) = (values[a][i].min(values[b][i]), values[a][i].max(values[b][i]));
                (low..=high).contains(&v[i])
            });
            prop_assert!(values.iter().all(within));
        }
        prop_assert!(found.len() > 1 || values.iter().all(|v| *v == values[0]));
    }

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
