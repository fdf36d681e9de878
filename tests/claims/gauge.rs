//! Claim 7: only W_Q W_Kᵀ and W_V W_O matter. Queries and keys can be turned
//! against each other, and so can values and W_O, and nothing downstream moves.

use attention::{
    Scenario, StepId, attend,
    experiments::gauge::{Settings, Turned, turn},
};
use proptest::prelude::*;

use crate::{near, support};

fn turned(angle: f64, stretch: f64, values: bool) -> Turned {
    let settings = Settings {
        angle,
        stretch,
        values,
        ..Settings::default()
    };
    turn(&settings).expect("settings in range")
}

#[test]
fn a_quarter_turn_swaps_two_components() {
    let before = attend::<f64>(&Scenario::default()).expect("the default");
    let [q, k] = [StepId::Q, StepId::K].map(|step| before.read(step, 0).expect("a head"));
    let after = turned(90.0, 2.0, false);
    for row in 0..q.nrows() {
        // (x, y) → (−y, x), then the first times 2, and for keys through 2.
        assert!(near(after.q[(row, 0)], -2.0 * q[(row, 1)], 1e-14));
        assert!(near(after.q[(row, 1)], q[(row, 0)], 1e-14));
        assert!(near(after.k[(row, 0)], -0.5 * k[(row, 1)], 1e-14));
        assert!(near(after.k[(row, 1)], k[(row, 0)], 1e-14));
        assert!(near(after.q[(row, 2)], q[(row, 2)], 1e-14));
    }
    assert!(after.scores_difference < 1e-14);
}

#[test]
fn with_rotary_positions_scores_do_move() {
    let scenario = Scenario::from_json(r#"{ "positions": "rotary" }"#).expect("valid");
    let settings = Settings {
        scenario,
        angle: 50.0,
        stretch: 3.0,
        ..Settings::default()
    };
    assert!(turn(&settings).expect("in range").scores_difference > 0.01);
}

#[test]
fn what_is_out_of_range_is_named() {
    let narrow = Scenario::from_json(r#"{ "d_k": 1, "d_v": 1 }"#).expect("valid");
    let field = |settings: Settings| turn(&settings).expect_err("refused").field().to_string();
    let default = Settings::default;
    assert_eq!(
        field(Settings {
            head: 2,
            ..default()
        }),
        "head"
    );
    assert_eq!(
        field(Settings {
            angle: 361.0,
            ..default()
        }),
        "angle"
    );
    assert_eq!(
        field(Settings {
            stretch: 0.0,
            ..default()
        }),
        "stretch"
    );
    assert_eq!(
        field(Settings {
            stretch: f64::NAN,
            ..default()
        }),
        "stretch"
    );
    assert_eq!(
        field(Settings {
            scenario: narrow.clone(),
            ..default()
        }),
        "scenario.d_k"
    );
    let values = Settings {
        scenario: narrow,
        values: true,
        ..default()
    };
    assert_eq!(field(values), "scenario.d_v");
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn nothing_downstream_moves(
        case in support::any_case(),
        pick in 0..6_usize,
        angle in 10.0..350.0,
        stretch in 0.2..5.0,
        values in any::<bool>(),
    ) {
        let sizes = case.sizes;
        prop_assume!(if values { sizes.d_v } else { sizes.d_k } > 1);
        let head = pick % sizes.heads;
        let settings = Settings { scenario: case.scenario(), head, angle, stretch, values };
        let found = turn(&settings).expect("in range");
        prop_assert!(found.scores_difference < 1e-12, "{}", found.scores_difference);
        prop_assert!(found.weights_difference < 1e-12);
        prop_assert!(found.output_difference < 1e-12, "{}", found.output_difference);

        // Not by its own account only: every head's scores, and the output.
        let (before, after) = (case.attend(), attend::<f64>(&found.scenario).expect("small"));
        for head in 0..sizes.heads {
            let [a, b] = [&before, &after].map(|it| it.read(StepId::Scores, head).expect("a head"));
            prop_assert!((a - b).amax() < 1e-12);
        }
        let [a, b] = [&before, &after].map(|it| it.read(StepId::Output, 0).expect("an output"));
        prop_assert!((a - b).amax() < 1e-12);

        // What was turned has moved, and nothing else.
        for (step, now, moves) in [
            (StepId::Q, &found.q, !values),
            (StepId::K, &found.k, !values),
            (StepId::V, &found.v, values),
        ] {
            let was = before.read(step, head).expect("a head");
            let plane = was.columns(0, now.ncols().min(2)).amax();
            prop_assert!(moves || was == *now);
            prop_assert!(!moves || plane < 1e-6 || was != *now);
            prop_assert_eq!(&after.read(step, head).expect("a head").into_owned(), now);
        }
    }
}
