//! Claims 35 and 36: queries, keys and values from one sequence or from two;
//! and a causal mask, under which nobody sees the future.

use attention::{
    Scenario, attend, default_memory,
    experiments::masking::{reach, report},
};
use proptest::prelude::*;

use crate::{
    near,
    support::{self, MaskCase},
};

fn scenario(fields: &str) -> Scenario {
    Scenario::from_json(&format!("{{ {fields} }}")).expect("a valid scenario")
}

#[test]
fn under_a_causal_mask_future_weights_are_exactly_zero() {
    let causal = attend::<f64>(&scenario(r#""mask": "causal""#)).expect("small numbers");
    let seen = report(&causal).expect("weights");
    assert_eq!((seen.queries, seen.keys, seen.forbidden), (9, 9, 36));
    assert_eq!(seen.largest_future, Some(0.0));
    assert_eq!(seen.largest_forbidden, 0.0);
    assert!(near(seen.least_sum, 1.0, 1e-15) && near(seen.most_sum, 1.0, 1e-15));

    let open = attend::<f64>(&Scenario::default()).expect("small numbers");
    let seen = report(&open).expect("weights");
    assert_eq!(seen.forbidden, 0);
    assert!(seen.largest_future.expect("self-attention") > 0.1);
}

#[test]
fn cross_attention_has_a_row_for_each_query_and_a_column_for_each_key() {
    let tokens: Vec<String> = default_memory()
        .tokens
        .iter()
        .map(|t| format!("{t:?}"))
        .collect();
    let fields = format!(r#""memory": {{ "tokens": [{}] }}"#, tokens.join(", "));
    let cross = attend::<f64>(&scenario(&fields)).expect("small numbers");
    let seen = report(&cross).expect("weights");
    assert_eq!((seen.queries, seen.keys), (9, 6));
    assert_eq!(seen.largest_future, None);
    assert!(near(seen.least_sum, 1.0, 1e-15) && near(seen.most_sum, 1.0, 1e-15));
}

#[test]
fn a_token_reaches_those_that_may_look_at_it() {
    let causal = scenario(r#""mask": "causal""#);
    assert_eq!(reach(&causal, 6).expect("a key"), [6, 7, 8]);
    assert_eq!(
        reach(&Scenario::default(), 6).expect("a key"),
        [0, 1, 2, 3, 4, 5, 6, 7, 8]
    );
    let window = scenario(r#""mask": { "window": 1 }"#);
    assert_eq!(reach(&window, 6).expect("a key"), [5, 6, 7]);
    assert_eq!(reach(&window, 9).expect_err("nine tokens").field(), "key");
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn what_is_forbidden_has_no_weight_and_no_effect(case in support::any_case(), pick in 0..5_usize) {
        let key = pick % case.sizes.keys();
        let seen = report(&case.attend()).expect("weights");
        let allows = |i, j| case.mask.allows(i, j);
        let pairs = (0..case.sizes.n).flat_map(|i| (0..case.sizes.keys()).map(move |j| (i, j)));
        prop_assert_eq!(seen.forbidden, pairs.filter(|&(i, j)| !allows(i, j)).count());
        prop_assert_eq!(seen.largest_forbidden.to_bits(), 0);
        prop_assert!(near(seen.least_sum, 1.0, 1e-14) && near(seen.most_sum, 1.0, 1e-14));
        if case.mask == MaskCase::Causal && case.memory.is_none() {
            prop_assert_eq!(seen.largest_future, Some(0.0));
        }
        for row in reach(&case.scenario(), key).expect("a key") {
            // In self-attention, a token also asks another question.
            prop_assert!(allows(row, key) || case.memory.is_none() && row == key);
        }
    }
}
