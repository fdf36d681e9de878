//! Claims 18 and 22: heads look for words or for places. And what holds for all
//! heads: without positions order means nothing, and the heads' parts add up.

use attention::{
    Scenario, StepId, attend,
    experiments::heads::{Kind, Settings, gain_for, order_matters, parts, run},
};
use proptest::prelude::*;

use crate::{
    near,
    support::{self, MaskCase},
};

const KINDS: [Kind; 3] = [Kind::SameWord, Kind::Previous, Kind::First];

fn sentence(gain: f64) -> Settings {
    let words = "the dog saw the cat and the bird saw the dog run";
    let tokens = words.split(' ').map(String::from).collect();
    Settings {
        tokens,
        kinds: KINDS.to_vec(),
        gain,
    }
}

#[test]
fn matches_get_what_the_closed_form_says() {
    for gain in [0.0, 1.0, 4.0, 30.0_f64] {
        let heads = run(&sentence(gain)).expect("settings in range");
        for (kind, rows) in KINDS.iter().zip(&heads) {
            for (row, found) in rows.iter().enumerate() {
                let m = match kind {
                    Kind::SameWord => [4, 2, 2, 4, 1, 1, 4, 1, 2, 4, 2, 1][row],
                    Kind::Previous => usize::from(row > 0),
                    Kind::First => 1,
                };
                assert_eq!(found.matches, m);
                let e = gain.exp();
                let expected = if m == 0 {
                    1.0 / 12.0
                } else {
                    e / (m as f64 * e + (12 - m) as f64)
                };
                assert!(near(found.formula, expected, 1e-15));
                assert!(
                    near(found.weight, expected, 1e-15),
                    "{kind:?} {row}: {found:?}"
                );
            }
        }
    }
}

#[test]
fn the_gain_that_gives_nine_tenths() {
    let gain = gain_for(0.9, 1, 12).expect("in range");
    assert!(near(gain, (9.0 * 11.0_f64).ln(), 1e-14));
    let heads = run(&sentence(gain)).expect("in range");
    assert!(near(heads[2][5].weight, 0.9, 1e-14));
    let gain = gain_for(0.9, 4, 12).expect("in range");
    let shared = run(&sentence(gain)).expect("in range")[0][0];
    assert!(near(4.0 * shared.weight, 0.9, 1e-14));
}

#[test]
fn order_means_nothing_until_positions_tell() {
    let vectors = |positions: &str, mask: &str| {
        // Words without a clock of their own.
        let text = format!(
            r#"{{ "tokens": ["a", "b", "c", "d"], "positions": "{positions}", "mask": "{mask}",
                "vectors": [[1, 0, 2, 1], [0, 1, -1, 0], [1, 1, 0, 3], [0, 2, 1, -1]],
                "weights": {{ "seed": 3 }} }}"#
        );
        Scenario::from_json(&text).expect("a valid scenario")
    };
    let order = [2, 0, 3, 1];
    let difference =
        |positions, mask| order_matters(&vectors(positions, mask), &order).expect("a permutation");
    assert!(difference("none", "none") < 1e-14);
    for positions in ["sinusoidal", "rotary", "alibi"] {
        assert!(difference(positions, "none") > 1e-3, "{positions}");
    }
    assert!(difference("none", "causal") > 1e-3);
    let twice = order_matters(&vectors("none", "none"), &[0, 0, 1, 2]);
    assert_eq!(twice.expect_err("not a permutation").field(), "order");
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn the_parts_add_up_and_a_head_can_be_dropped(case in support::any_case(), pick in 0..6_usize) {
        let trace = case.attend();
        let taken = parts(&trace).expect("finite");
        prop_assert!(taken.difference < 1e-14, "{}", taken.difference);

        let head = pick % case.sizes.heads;
        let dropped = trace.scenario().without_head(head).expect("a head");
        let dropped = attend::<f64>(&dropped).expect("small numbers");
        let output = trace.read(StepId::Output, 0).expect("an output");
        let without = dropped.read(StepId::Output, 0).expect("an output");
        prop_assert!((output - &taken.parts[head] - without).amax() < 1e-13);
        // What is left is what the other heads add up to.
        prop_assert!(taken.parts[head].amax() == 0.0 || output != without);
    }

    #[test]
    fn without_positions_and_mask_order_only_orders(case in support::any_case(), turn in 0..5_usize) {
        let case = support::Case { mask: MaskCase::None, ..case };
        let mut order: Vec<usize> = (0..case.sizes.n).rev().collect();
        order.rotate_left(turn % case.sizes.n);
        let difference = order_matters(&case.scenario(), &order).expect("a permutation");
        prop_assert!(difference < 1e-13, "{difference}");
    }
}
