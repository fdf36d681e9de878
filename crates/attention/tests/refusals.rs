//! What is refused, word by word, where JSON cannot say it or two mistakes
//! are easily confused. The plain table of refusals is in `scenario.rs`.

use attention::{Cell, Document, Error, Scenario, StepId, attend};
use serde_json::{Value, json};

#[track_caller]
fn refusal(json: &Value) -> Error {
    Scenario::from_json(&json.to_string()).expect_err("a refusal")
}

fn packed(lengths: &[usize], values: &[f64]) -> Document {
    Document::Rows {
        lengths: lengths.into(),
        values: values.into(),
    }
}

/// Two tokens and one more field.
fn two_tokens_and(name: &str, value: Document) -> Document {
    let tokens = ["a", "b"].map(|label| Document::Text(label.into()));
    Document::Map(vec![
        ("tokens".into(), Document::List(tokens.into())),
        (name.into(), value),
    ])
}

#[test]
fn a_refusal_is_one_sentence_of_field_expectation_and_what_came() {
    let two = json!(["a", "b"]);
    for (json, sentence) in [
        (
            json!({ "heads": 0 }),
            "heads: expected a whole number from 1 to 128, got 0",
        ),
        (
            json!({ "heads": null }),
            "heads: expected a whole number from 1 to 128, got null",
        ),
        (
            json!({ "heads": [2] }),
            "heads: expected a whole number from 1 to 128, got a list of 1",
        ),
        (
            json!({ "heads": true }),
            "heads: expected a whole number from 1 to 128, got true",
        ),
        (
            json!({ "heads": 6, "kv_heads": 4 }),
            "kv_heads: expected a divisor of heads, which is 6, got 4",
        ),
        (
            json!({ "temperature": {} }),
            "temperature: expected a finite number above 0, or 0 for exact lookup, got an object",
        ),
        (
            json!({ "tokens": [] }),
            "tokens: expected a list of 1 to 512 labels, got a list of 0",
        ),
        (
            json!({ "tokens": ["a", "\t"] }),
            "tokens[1]: expected a label of 1 to 64 characters that is not blank, got \"\t\"",
        ),
        (
            json!({ "tokens": two, "vectors": [[1, 2], [3]] }),
            "vectors[1]: expected a row of 2, like the first, got a row of 1",
        ),
        (
            json!({ "tokens": two, "vectors": [[1], "x"] }),
            "vectors[1]: expected a list, got \"x\"",
        ),
        (
            json!({ "tokens": two, "vectors": [[1, 2], [3, "4"]] }),
            "vectors[1][1]: expected a finite number, got \"4\"",
        ),
        (
            json!({ "tokens": two, "mask": [[true, true], [false, false]] }),
            "mask[1]: expected at least one key that token 1 may attend to, \
             got a row that forbids every key",
        ),
        (
            json!({ "weights": {} }),
            "weights: expected a seed, a preset, or the four matrices w_q, w_k, w_v, w_o, \
             got an empty object",
        ),
        (
            json!({ "positions": "learned" }),
            "positions: expected \"none\", \"sinusoidal\", \"rotary\" or \"alibi\", got \"learned\"",
        ),
    ] {
        assert_eq!(refusal(&json).to_string(), sentence);
    }
}

#[test]
fn an_unknown_field_is_refused_at_any_depth_with_the_known_ones() {
    for (json, field, known) in [
        (
            json!({ "dmodel": 6 }),
            "dmodel",
            "tokens, vectors, memory, heads",
        ),
        (
            json!({ "memory": { "tokens": ["a"], "mask": 1 } }),
            "memory.mask",
            "tokens, vectors",
        ),
        (
            json!({ "mask": { "window": 1, "w": 1 } }),
            "mask.w",
            "window",
        ),
        (
            json!({ "weights": { "seed": 1, "w_q": [[1]] } }),
            "weights.w_q",
            "seed",
        ),
        (
            json!({ "weights": { "preset": "grammar", "w_q": [] } }),
            "weights.w_q",
            "preset, seed",
        ),
        (
            json!({ "weights": { "w_x": [] } }),
            "weights.w_x",
            "w_q, w_k, w_v, w_o",
        ),
    ] {
        let error = refusal(&json);
        assert_eq!(
            (error.field(), error.got().to_string().as_str()),
            (field, "an unknown field")
        );
        assert!(error.expected().contains(known), "{error}");
    }
}

#[test]
fn a_field_that_comes_twice_is_refused() {
    let error = Scenario::from_json(r#"{ "heads": 1, "heads": 2 }"#).expect_err("twice");
    assert_eq!(
        error.to_string(),
        "heads: expected one value, got a second one"
    );
}

#[test]
fn every_given_weight_matrix_has_to_have_its_own_shape() {
    let matrix = |rows: usize, cols: usize| json!(vec![vec![1.0; cols]; rows]);
    let given = json!({
        "tokens": ["a"], "vectors": [[1, 2, 3]], "heads": 4, "kv_heads": 2, "d_k": 5, "d_v": 7,
        "weights": {
            "w_q": matrix(3, 20), "w_k": matrix(3, 10), "w_v": matrix(3, 14), "w_o": matrix(28, 3),
        },
    });
    Scenario::from_json(&given.to_string()).expect("the right shapes");
    for (name, rows, cols) in [
        ("w_q", 3, 20),
        ("w_k", 3, 10),
        ("w_v", 3, 14),
        ("w_o", 28, 3),
    ] {
        for (other_rows, other_cols) in [(rows + 1, cols), (rows, cols + 1), (cols, rows)] {
            let mut wrong = given.clone();
            wrong["weights"][name] = matrix(other_rows, other_cols);
            let error = refusal(&wrong);
            assert_eq!(error.field(), format!("weights.{name}"));
            assert_eq!(error.expected(), format!("{rows} rows of {cols} numbers"));
        }
        let mut incomplete = given.clone();
        incomplete["weights"]
            .as_object_mut()
            .expect("matrices")
            .remove(name);
        assert_eq!(
            refusal(&incomplete).to_string(),
            format!("weights.{name}: expected a value, got none")
        );
    }
}

#[test]
fn numbers_that_are_not_finite_are_refused_wherever_a_matrix_is_given() {
    for (bad, got) in [
        (f64::NAN, "NaN"),
        (f64::INFINITY, "Infinity"),
        (f64::NEG_INFINITY, "-Infinity"),
    ] {
        let values = [0.0, 1.0, 2.0, bad];
        let listed = Document::List(
            values
                .chunks(2)
                .map(|row| Document::List(row.iter().map(|&x| Document::Number(x)).collect()))
                .collect(),
        );
        for vectors in [packed(&[2, 2], &values), listed] {
            let error =
                Scenario::from_document(&two_tokens_and("vectors", vectors)).expect_err(got);
            let expected = format!("vectors[1][1]: expected a finite number, got {got}");
            assert_eq!(error.to_string(), expected);
        }
    }
}

#[test]
fn a_packed_matrix_that_contradicts_itself_is_refused() {
    for (matrix, field) in [
        (packed(&[2, 3], &[0.0; 5]), "vectors[1]"),
        (packed(&[2, 2], &[0.0; 3]), "vectors"),
        (packed(&[2, 2], &[0.0; 5]), "vectors"),
        (packed(&[2, 2], &[]), "vectors"),
        (packed(&[], &[]), "vectors"),
        (packed(&[0, 0], &[]), "vectors"),
        (packed(&[usize::MAX; 2], &[0.0; 4]), "vectors"),
        (packed(&[1; 1_000_000], &[0.0; 1_000_000]), "vectors"),
    ] {
        let error = Scenario::from_document(&two_tokens_and("vectors", matrix)).expect_err(field);
        assert_eq!(error.field(), field, "{error}");
    }
    let error = Scenario::from_document(&two_tokens_and(
        "mask",
        packed(&[2, 2], &[1.0, 0.0, 0.5, 1.0]),
    ));
    assert_eq!(
        error.expect_err("half true").to_string(),
        "mask[1][0]: expected true or false, got 0.5",
    );
}

#[test]
fn a_million_tokens_are_refused_without_a_look_at_them() {
    let tokens = Document::List(vec![Document::Null; 1_000_000]);
    let error = Scenario::from_document(&Document::Map(vec![("tokens".into(), tokens)]));
    assert_eq!(
        error.expect_err("too many").to_string(),
        "tokens: expected a list of 1 to 512 labels, got a list of 1000000",
    );
}

#[test]
fn each_size_is_bounded_and_so_is_their_product() {
    let tokens = |count: usize| vec!["a"; count];
    for (json, field) in [
        (json!({ "tokens": tokens(513) }), "tokens"),
        (
            json!({ "memory": { "tokens": tokens(513) } }),
            "memory.tokens",
        ),
        (
            json!({ "tokens": ["a"], "vectors": [vec![0.0; 1025]] }),
            "vectors",
        ),
        (
            json!({ "tokens": tokens(512), "heads": 64, "d_k": 1, "d_v": 1 }),
            "scenario",
        ),
    ] {
        assert_eq!(refusal(&json).field(), field);
    }
    let largest = json!({ "tokens": tokens(512), "vectors": vec![vec![0.0; 1024]; 512] });
    Scenario::from_json(&largest.to_string()).expect("the longest and widest");
}

#[test]
fn what_is_no_scenario_at_all_is_refused_as_the_scenario() {
    let deep = "[".repeat(100_000);
    for text in [
        "",
        "{",
        "NaN",
        "7",
        "null",
        "\"x\"",
        "[]",
        "{} {}",
        deep.as_str(),
    ] {
        let error = Scenario::from_json(text).expect_err("no scenario");
        assert_eq!(error.field(), "scenario", "{error}");
    }
}

#[test]
fn what_came_is_quoted_shortly_and_never_interpreted() {
    let long = "<img src=x onerror=alert(1)>".repeat(1000);
    for json in [
        json!({ "scale": long }),
        json!({ &long: 1 }),
        json!({ "tokens": [long] }),
    ] {
        let sentence = refusal(&json).to_string();
        assert!(sentence.len() < 300, "{} bytes", sentence.len());
    }
}

/// One token (1, 1), two heads whose matrices are all ones but for one number.
fn with_a_large(name: &str, row: usize, col: usize) -> Scenario {
    let mut weights = json!({
        "w_q": vec![[1.0; 4]; 2], "w_k": vec![[1.0; 4]; 2],
        "w_v": vec![[1.0; 4]; 2], "w_o": vec![[1.0; 2]; 4],
    });
    weights[name][row][col] = json!(f64::MAX);
    if name == "w_o" {
        weights[name][row + 1][col] = json!(f64::MAX);
    } else {
        weights[name][1 - row][col] = json!(f64::MAX);
    }
    let json = json!({
        "tokens": ["a"], "vectors": [[1.0, 1.0]], "heads": 2, "d_k": 2, "d_v": 2, "weights": weights,
    });
    Scenario::from_json(&json.to_string()).expect("finite numbers")
}

#[test]
fn a_step_that_overflows_is_named_with_head_row_and_column() {
    for (name, row, col, sentence) in [
        (
            "w_q",
            0,
            3,
            "q: expected numbers small enough to compute with, got an overflow in head 1, row 0, column 1",
        ),
        (
            "w_k",
            0,
            2,
            "k: expected numbers small enough to compute with, got an overflow in head 1, row 0, column 0",
        ),
        (
            "w_v",
            1,
            1,
            "v: expected numbers small enough to compute with, got an overflow in head 0, row 0, column 1",
        ),
        (
            "w_o",
            2,
            1,
            "output: expected numbers small enough to compute with, got an overflow in row 0, column 1",
        ),
    ] {
        let error = attend::<f64>(&with_a_large(name, row, col)).expect_err("an overflow");
        assert_eq!(error.to_string(), sentence);
    }
}

#[test]
fn scores_that_overflow_are_named_before_and_after_their_scale() {
    for (weight, temperature, step) in [(1e200, 1.0, "scores"), (1e100, 1e-200, "scaled")] {
        let json = json!({
            "tokens": ["a"], "vectors": [[1.0]], "heads": 1, "d_k": 1, "d_v": 1,
            "temperature": temperature,
            "weights": { "w_q": [[weight]], "w_k": [[weight]], "w_v": [[1.0]], "w_o": [[1.0]] },
        });
        let scenario = Scenario::from_json(&json.to_string()).expect("finite numbers");
        let error = attend::<f64>(&scenario).expect_err("an overflow");
        assert_eq!(error.field(), step);
    }
}

#[test]
fn what_double_precision_holds_may_overflow_in_single_precision() {
    let json = json!({
        "tokens": ["a", "b"], "vectors": [[0.0], [1e300]], "heads": 1, "d_k": 1, "d_v": 1,
        "weights": { "w_q": [[1e-300]], "w_k": [[1e-300]], "w_v": [[1.0]], "w_o": [[1.0]] },
    });
    let scenario = Scenario::from_json(&json.to_string()).expect("finite numbers");
    attend::<f64>(&scenario).expect("in range");
    let error = attend::<f32>(&scenario).expect_err("1e300 is beyond single precision");
    assert!(matches!(
        error,
        Error::NotFinite {
            step: StepId::Embedded,
            head: None,
            row: 1,
            col: 0
        }
    ));
}

#[test]
fn a_value_that_overflows_is_refused_where_no_query_may_look_at_it() {
    let json = json!({
        "tokens": ["a", "b"], "vectors": [[0.0], [1e300]], "heads": 1, "d_k": 1, "d_v": 1,
        "mask": [[true, false], [true, false]],
        "weights": { "w_q": [[0.0]], "w_k": [[0.0]], "w_v": [[1e300]], "w_o": [[0.0]] },
    });
    let scenario = Scenario::from_json(&json.to_string()).expect("finite numbers");
    let error = attend::<f64>(&scenario).expect_err("1e600");
    assert!(matches!(
        error,
        Error::NotFinite {
            step: StepId::V,
            head: Some(0),
            row: 1,
            col: 0
        }
    ));
}

#[test]
fn a_cell_that_is_not_there_is_refused_by_what_is_too_large() {
    let trace = attend::<f64>(&Scenario::default()).expect("the default");
    for (cell, sentence) in [
        (
            Cell::of_head(StepId::Weights, 2, 0, 0),
            "head: expected a whole number below 2 in weights, got 2",
        ),
        (
            Cell::of_head(StepId::Weights, 0, 9, 0),
            "row: expected a whole number below 9 in weights, got 9",
        ),
        (
            Cell::of_head(StepId::K, 1, 0, 4),
            "col: expected a whole number below 4 in k, got 4",
        ),
        (
            Cell::shared(StepId::Output, 0, 6),
            "col: expected a whole number below 6 in output, got 6",
        ),
    ] {
        assert_eq!(
            trace.explain(cell).expect_err("no such cell").to_string(),
            sentence
        );
    }
    assert_eq!(
        StepId::from_name("attention")
            .expect_err("no such step")
            .to_string(),
        "step: expected the name of a step such as \"weights\", got \"attention\"",
    );
}
