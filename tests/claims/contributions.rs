//! Claim 23: what heads hand over, side by side and projected, is the sum of
//! what each adds; so one can be left out, and it is known what that loses.

use attention::{
    StepId,
    experiments::contributions::{Settings, take_apart},
};
use proptest::prelude::*;

use crate::{near, support};

#[test]
fn parts_are_of_the_heads_that_were_asked_for() {
    let all = take_apart(&Settings::default()).expect("the default");
    assert_eq!(all.parts_of, [0, 1]);
    assert!(all.dropped.is_none() && all.reordered.is_none());
    let settings = Settings {
        parts_of: Some(vec![1, 0, 1]),
        ..Settings::default()
    };
    let asked = take_apart(&settings).expect("two heads");
    assert_eq!(asked.parts_of, [1, 0, 1]);
    assert_eq!(asked.parts[0], all.parts[1]);
    assert_eq!(asked.parts[1], all.parts[0]);
    assert_eq!(asked.parts[2], all.parts[1]);
    // The sum is over all heads all the same.
    assert_eq!(asked.difference, all.difference);
}

#[test]
fn what_does_not_exist_is_refused() {
    let field = |settings: Settings| {
        let error = take_apart(&settings).expect_err("refused");
        error.field().to_string()
    };
    let default = Settings::default;
    assert_eq!(
        field(Settings {
            parts_of: Some(vec![2]),
            ..default()
        }),
        "head"
    );
    assert_eq!(
        field(Settings {
            dropped: Some(2),
            ..default()
        }),
        "head"
    );
    assert_eq!(
        field(Settings {
            order: Some(vec![0]),
            ..default()
        }),
        "order"
    );
    let many = vec![0; 1 << 20];
    assert_eq!(
        field(Settings {
            parts_of: Some(many),
            ..default()
        }),
        "parts_of"
    );
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn what_is_lost_is_the_heads_part(case in support::any_whole_case(), pick in 0..6_usize) {
        let head = pick % case.sizes.heads;
        let order: Vec<usize> = (0..case.sizes.n).rev().collect();
        let settings = Settings {
            scenario: case.scenario(),
            dropped: Some(head),
            order: Some(order.clone()),
            ..Settings::default()
        };
        let found = take_apart(&settings).expect("small numbers");
        prop_assert!(found.difference < 1e-13, "{}", found.difference);
        let trace = case.attend();
        prop_assert_eq!(trace.read(StepId::Output, 0).expect("one").into_owned(), found.output.clone());

        let others = found.parts.iter().enumerate().filter(|(index, _)| *index != head);
        let zero = 0.0 * &found.output;
        let expected = others.fold(zero, |sum, (_, part)| sum + part);
        let dropped = found.dropped.expect("a head was left out");
        prop_assert!((dropped.without - expected).amax() < 1e-13);
        for (lost, part) in dropped.lost.iter().zip(found.parts[head].row_iter()) {
            let length = part.iter().map(|x| x * x).sum::<f64>().sqrt();
            prop_assert!(near(*lost, length, 1e-12));
        }

        let reordered = found.reordered.expect("an order was given");
        let labels: Vec<&String> = reordered.scenario.tokens().iter().collect();
        let expected: Vec<&String> = order.iter().map(|&row| &trace.scenario().tokens()[row]).collect();
        prop_assert_eq!(labels, expected);
    }
}
