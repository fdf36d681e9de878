//! What a scenario makes of what is given and of what is left out.

mod support;

use std::sync::Arc;

use attention::{
    Document, Mask, Scale, Scenario, WeightsSpec, default_memory, embed, nalgebra::DMatrix,
};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{
    Case, Source, any_case, config, explicit_case, matrix, object, oracle::to_rows, rows, text,
};

fn scenario(json: &Value) -> Scenario {
    Scenario::from_json(&json.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

fn document(json: &Value) -> Document {
    serde_json::from_str(&json.to_string()).expect("any JSON is a document")
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn given_numbers_arrive_as_they_were_given(case in explicit_case()) {
        let scenario = case.scenario();
        prop_assert_eq!(to_rows(scenario.vectors().as_view()), case.vectors);
        prop_assert_eq!(
            scenario.memory().map(|memory| to_rows(memory.vectors.as_view())),
            case.memory
        );
        let Source::Explicit(given) = case.weights else {
            unreachable!("every weight is given");
        };
        let weights = scenario.weights();
        for (matrix, given) in [&weights.w_q, &weights.w_k, &weights.w_v, &weights.w_o].into_iter().zip(given) {
            prop_assert_eq!(to_rows(matrix.as_view()), given);
        }
    }

    #[test]
    fn a_packed_matrix_is_the_same_as_a_list_of_lists(numbers in rows(3, 4)) {
        let labels = Document::List(["a", "b", "c"].map(text).into());
        let with = |vectors| {
            let document = object([("tokens", labels.clone()), ("vectors", vectors)]);
            Scenario::from_document(&document).expect("a valid scenario")
        };
        let packed = Document::Rows { lengths: vec![4; 3], values: numbers.concat() };
        let (packed, listed) = (with(packed), with(matrix(&numbers)));
        prop_assert_eq!(packed.vectors(), listed.vectors());
    }

    #[test]
    fn every_field_comes_back_from_json(case in any_case()) {
        let original = case.scenario();
        let returned = Scenario::from_json(&original.to_json()).expect("its own text");
        prop_assert_eq!(original.tokens(), returned.tokens());
        prop_assert_eq!(original.vectors(), returned.vectors());
        prop_assert_eq!(original.memory(), returned.memory());
        prop_assert_eq!(original.shape(), returned.shape());
        prop_assert_eq!(original.weights_spec(), returned.weights_spec());
        prop_assert_eq!(original.weights(), returned.weights());
        prop_assert_eq!(original.scale(), returned.scale());
        prop_assert_eq!(original.temperature(), returned.temperature());
        prop_assert_eq!(original.mask(), returned.mask());
    }

    /// Drawing weights is most of the work of a scenario, so a drag must not
    /// do it again.
    #[test]
    fn drawn_weights_are_shared_while_their_seed_and_shape_stay(
        case in any_case(),
        seed in any::<u32>(),
    ) {
        let first = Case { weights: Source::Random(seed.into()), ..case };
        let previous = first.scenario();
        let reuse = |case: &Case| {
            Scenario::from_document_reusing(&case.document(), Some(&previous)).expect("a valid case")
        };
        let warmer = reuse(&Case { temperature: 5.0, ..first.clone() });
        prop_assert!(Arc::ptr_eq(previous.weights(), warmer.weights()));
        for weights in [Source::Random(1 << 40), Source::Grammar(seed.into())] {
            let other = Case { weights, ..first.clone() };
            let (reused, fresh) = (reuse(&other), other.scenario());
            prop_assert_eq!(reused.weights(), fresh.weights());
        }
    }
}

#[test]
fn weights_are_not_shared_with_another_shape() {
    let narrow = scenario(&json!({}));
    for other in [
        json!({ "d_k": 5 }),
        json!({ "d_v": 3 }),
        json!({ "heads": 4 }),
        json!({ "kv_heads": 1 }),
    ] {
        let reused = Scenario::from_document_reusing(&document(&other), Some(&narrow));
        let reused = reused.expect("a valid scenario");
        assert_eq!(reused.weights(), scenario(&other).weights(), "{other}");
    }
}

#[test]
fn an_empty_scenario_is_the_default() {
    let default = Scenario::default();
    assert_eq!(scenario(&json!({})).to_json(), default.to_json());
    assert_eq!(
        default.tokens().join(" "),
        "the animal crossed the street because it was hungry"
    );
    assert_eq!(default.weights_spec(), &WeightsSpec::Grammar { seed: 7 });
    assert_eq!(
        (default.scale(), default.temperature(), default.mask()),
        (Scale::SqrtDK, 1.0, &Mask::None)
    );
    assert!(default.memory().is_none());
}

#[test]
fn leaving_out_any_one_field_gives_it_the_defaults_value() {
    let full: Value = serde_json::from_str(&Scenario::default().to_json()).expect("JSON");
    for name in full.as_object().expect("an object").keys() {
        let mut partial = full.clone();
        partial.as_object_mut().expect("an object").remove(name);
        assert_eq!(
            scenario(&partial).to_json(),
            Scenario::default().to_json(),
            "{name}"
        );
    }
}

#[test]
fn key_and_value_heads_follow_the_heads_unless_they_are_given() {
    let kv_heads = |json: Value| scenario(&json).shape().kv_heads;
    assert_eq!(kv_heads(json!({ "heads": 1 })), 1);
    assert_eq!(kv_heads(json!({ "heads": 12 })), 12);
    assert_eq!(kv_heads(json!({ "heads": 12, "kv_heads": 3 })), 3);
}

#[test]
fn vectors_that_are_left_out_are_made_from_the_words() {
    let words = ["rain", "stopped", "<b>"];
    let cross = scenario(&json!({ "tokens": words, "memory": { "tokens": ["la", "pluie"] } }));
    assert_eq!(**cross.vectors(), embed(&words));
    assert_eq!(*cross.keys().vectors, embed(&["la", "pluie"]));
    assert_eq!((cross.shape().n, cross.shape().m), (3, 2));
}

#[test]
fn a_memory_of_null_is_no_memory() {
    let own = scenario(&json!({ "memory": null }));
    assert!(own.memory().is_none());
    assert_eq!(own.keys().tokens.as_ref(), own.tokens());
}

#[test]
fn the_offered_memory_is_accepted_and_comes_back() {
    let offered = default_memory();
    let cross = scenario(&json!({ "memory": { "tokens": offered.tokens.as_ref() } }));
    assert_eq!(cross.memory(), Some(&offered));
    assert_eq!(cross.shape().m, 6);
}

#[test]
fn a_seed_without_a_preset_draws_and_a_preset_without_a_seed_takes_seven() {
    let spec = |weights: Value| {
        scenario(&json!({ "weights": weights }))
            .weights_spec()
            .clone()
    };
    assert_eq!(spec(json!({ "seed": 3 })), WeightsSpec::Random { seed: 3 });
    assert_eq!(
        spec(json!({ "preset": "grammar" })),
        WeightsSpec::Grammar { seed: 7 }
    );
    let largest = (1_u64 << 53) - 1;
    assert_eq!(
        spec(json!({ "preset": "grammar", "seed": largest })),
        WeightsSpec::Grammar { seed: largest }
    );
}

#[test]
fn numbers_come_back_from_json_to_the_last_bit() {
    let numbers = [
        0.1 + 0.2,
        -0.0,
        5e-324,
        f64::MIN_POSITIVE,
        f64::MAX,
        f64::EPSILON,
        1.0 / 3.0,
        std::f64::consts::PI,
    ];
    let vectors = Document::Rows {
        lengths: vec![numbers.len()],
        values: numbers.into(),
    };
    let tokens = Document::List(vec![text("\"\\\u{0}\u{202e}\u{1f600}é")]);
    let original = Scenario::from_document(&object([("tokens", tokens), ("vectors", vectors)]))
        .expect("finite numbers");
    let returned = Scenario::from_json(&original.to_json()).expect("its own text");
    let bits = |matrix: &DMatrix<f64>| -> Vec<u64> { matrix.iter().map(|x| x.to_bits()).collect() };
    assert_eq!(bits(returned.vectors()), numbers.map(f64::to_bits));
    assert_eq!(returned.tokens(), original.tokens());
}

#[test]
fn a_label_may_be_anything_that_can_be_seen_and_may_come_twice() {
    let labels = [
        "it",
        "it",
        "يا",
        "שלום",
        "👩‍👩‍👧‍👦",
        "e\u{301}",
        "\u{202e}abc",
        "<img onerror=alert(1)>",
        "null",
        " a ",
        "__proto__",
        "${x}",
    ];
    let scenario = scenario(&json!({ "tokens": labels }));
    assert_eq!(scenario.tokens(), labels);
    let twice = scenario.vectors();
    let kinds = |row: usize| twice.row(row).iter().copied().take(4).collect::<Vec<_>>();
    assert_eq!(kinds(0), kinds(1));
}
