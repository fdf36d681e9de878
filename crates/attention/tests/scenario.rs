//! What a scenario accepts, what it refuses and in which words, and its way to text and back.

mod support;

use attention::{Document, Scenario, StepId, attend, embed};
use proptest::prelude::*;
use serde_json::{Value, json};
use support::{any_case, config, oracle::to_rows};

fn scenario(json: &Value) -> Scenario {
    Scenario::from_json(&json.to_string()).unwrap_or_else(|error| panic!("{error}"))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_scenario_comes_back_from_its_json_bit_for_bit(case in any_case()) {
        let original = case.scenario();
        let text = original.to_json();
        let returned = Scenario::from_json(&text).expect("its own text");
        prop_assert_eq!(&text, &returned.to_json());
        let read = |scenario: &Scenario| {
            to_rows(attend(scenario).expect("small numbers").read(StepId::Output, 0).expect("a step"))
        };
        prop_assert_eq!(read(&original), read(&returned));
    }
}

#[test]
fn the_default_and_seeded_scenarios_come_back_from_their_json() {
    for json in [
        json!({}),
        json!({ "weights": { "seed": 3 } }),
        json!({ "mask": "causal" }),
        json!({ "mask": { "window": 2 }, "memory": { "tokens": ["la", "rue", "a", "b", "c", "d", "e"] } }),
    ] {
        let text = scenario(&json).to_json();
        assert_eq!(
            Scenario::from_json(&text).expect("its own text").to_json(),
            text
        );
    }
}

#[test]
fn fields_that_are_left_out_take_the_defaults_value() {
    let shape = scenario(&json!({})).shape();
    assert_eq!(
        (shape.n, shape.heads, shape.kv_heads, shape.d_k, shape.d_v),
        (9, 2, 2, 4, 4)
    );
    // Key/value heads follow the heads, and vectors the words.
    assert_eq!(scenario(&json!({ "heads": 6 })).shape().kv_heads, 6);
    let two = scenario(&json!({ "tokens": ["a", "dog"] }));
    assert_eq!(**two.vectors(), embed(&["a", "dog"]));
}

/// Documents and the field that each refusal has to name.
fn refused() -> Vec<(Value, &'static str, &'static str)> {
    let million: Vec<String> = (0..1_000_000).map(|i| i.to_string()).collect();
    let two = json!(["a", "b"]);
    vec![
        (json!({ "tokens": [] }), "tokens", "1 to 512"),
        (json!({ "tokens": million }), "tokens", "1 to 512"),
        (json!({ "tokens": "a,b" }), "tokens", "list"),
        (json!({ "tokens": ["a", " "] }), "tokens[1]", "not blank"),
        (json!({ "tokens": ["a", 7] }), "tokens[1]", "label"),
        (json!({ "tokens": ["x".repeat(65)] }), "tokens[0]", "64"),
        (
            json!({ "tokens": two, "vectors": [[1.0, 2.0], [1.0]] }),
            "vectors[1]",
            "2",
        ),
        (
            json!({ "tokens": two, "vectors": [[1.0]] }),
            "vectors",
            "2 rows",
        ),
        (
            json!({ "tokens": two, "vectors": [[], []] }),
            "vectors",
            "numbers",
        ),
        (
            json!({ "tokens": two, "vectors": [[1.0], ["x"]] }),
            "vectors[1][0]",
            "number",
        ),
        (
            json!({ "tokens": two, "vectors": [[1.0], [null]] }),
            "vectors[1][0]",
            "number",
        ),
        (json!({ "heads": 0 }), "heads", "1 to 128"),
        (json!({ "heads": -1 }), "heads", "1 to 128"),
        (json!({ "heads": 129 }), "heads", "1 to 128"),
        (json!({ "heads": 1.5 }), "heads", "whole number"),
        (json!({ "heads": "2" }), "heads", "whole number"),
        (json!({ "heads": 6, "kv_heads": 4 }), "kv_heads", "divi"),
        (json!({ "kv_heads": 0 }), "kv_heads", ""),
        (json!({ "d_k": 0 }), "d_k", "1 to 512"),
        (json!({ "d_k": 513 }), "d_k", "1 to 512"),
        (json!({ "d_v": 1e300 }), "d_v", "1 to 512"),
        (json!({ "temperature": -1 }), "temperature", "above 0"),
        (json!({ "temperature": "warm" }), "temperature", "number"),
        (json!({ "scale": "sqrt" }), "scale", "sqrt_d_k"),
        (json!({ "mask": "future" }), "mask", "causal"),
        (
            json!({ "mask": { "window": -1 } }),
            "mask.window",
            "whole number",
        ),
        (json!({ "mask": { "windows": 1 } }), "mask.windows", ""),
        (
            json!({ "tokens": two, "mask": [[true, true], [false, false]] }),
            "mask[1]",
            "",
        ),
        (
            json!({ "tokens": two, "mask": [[true, true]] }),
            "mask",
            "2 rows",
        ),
        (
            json!({ "tokens": two, "mask": [[true, 1], [true, true]] }),
            "mask[0][1]",
            "",
        ),
        (
            json!({ "tokens": ["a", "b", "c", "d"], "memory": { "tokens": ["x"] }, "mask": { "window": 1 } }),
            "mask",
            "",
        ),
        (
            json!({ "weights": { "seed": -1 } }),
            "weights.seed",
            "whole number",
        ),
        (
            json!({ "weights": { "preset": "magic" } }),
            "weights.preset",
            "grammar",
        ),
        (json!({ "weights": { "w_q": [[1.0]] } }), "weights.w_q", ""),
        (json!({ "weights": { "sed": 1 } }), "weights.sed", ""),
        (
            json!({ "memory": { "tokens": [] } }),
            "memory.tokens",
            "1 to 512",
        ),
        (
            json!({ "memory": { "tokens": ["a"], "vectors": [[1.0]] } }),
            "memory.vectors",
            "6",
        ),
        (json!({ "memory": 7 }), "memory", ""),
        (json!({ "positions": "learned" }), "positions", "rotary"),
        (json!({ "positions": "rotary", "d_k": 3 }), "d_k", "even"),
        (json!({ "sink": -1 }), "sink", "not negative"),
        (json!({ "sink": 1, "temperature": 0 }), "sink", "lookup"),
        (json!({ "ssmax": 0 }), "ssmax", "above 0"),
        (json!({ "head": 2 }), "head", ""),
        (json!([1, 2]), "scenario", ""),
        (
            json!({ "tokens": (0..512).map(|i| i.to_string()).collect::<Vec<_>>(), "heads": 128 }),
            "",
            "",
        ),
    ]
}

#[test]
fn a_refusal_names_the_field_and_says_what_was_expected() {
    let mut wrong = Vec::new();
    for (json, field, expected) in refused() {
        let text = json.to_string();
        let shown: String = text.chars().take(80).collect();
        let Err(error) = Scenario::from_json(&text) else {
            wrong.push(format!("{shown} was accepted"));
            continue;
        };
        let sentence = error.to_string();
        let names_it = error.field().starts_with(field) && sentence.contains(error.field());
        if !names_it || !error.expected().contains(expected) || sentence.len() > 400 {
            wrong.push(format!(
                "{shown}: {sentence:.200} (wanted {field:?} and {expected:?})"
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn numbers_that_are_not_finite_are_refused_by_their_place() {
    let field = |name: &str, value: Document| (name.to_owned(), value);
    for bad in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        let vectors = Document::Rows {
            lengths: vec![2],
            values: vec![1.0, bad],
        };
        let tokens = Document::List(vec![Document::Text("a".into())]);
        let document = Document::Map(vec![field("tokens", tokens), field("vectors", vectors)]);
        let error = Scenario::from_document(&document).expect_err("not finite");
        assert_eq!(error.field(), "vectors[0][1]");
        assert!(error.expected().contains("finite"), "{error}");

        let document = Document::Map(vec![field("temperature", Document::Number(bad))]);
        let error = Scenario::from_document(&document).expect_err("not finite");
        assert_eq!(error.field(), "temperature");
    }
}

#[test]
fn numbers_that_overflow_on_the_way_are_refused_by_their_step() {
    let huge = json!({ "tokens": ["a"], "vectors": [[1e200, 1e200, 1e200, 1e200, 1e200, 1e200]] });
    let error = attend::<f64>(&scenario(&huge)).expect_err("1e400 is not a number");
    assert!(error.to_string().starts_with("scores:"), "{error}");
    let cold = json!({ "temperature": 1e-320 });
    let error = attend::<f64>(&scenario(&cold)).expect_err("scores over nothing");
    assert!(error.to_string().contains("scaled"), "{error}");
}

#[test]
fn any_label_that_says_something_is_a_token() {
    for label in [
        "the",
        "<img src=x onerror=alert(1)>",
        "שלום",
        "مرحبا",
        "👩‍👩‍👧",
        "a b",
        "\u{202e}x",
        "'; DROP",
    ] {
        let trace =
            attend::<f64>(&scenario(&json!({ "tokens": [label, label] }))).expect("a token");
        assert_eq!(trace.scenario().tokens()[1], label);
    }
}
