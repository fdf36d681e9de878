//! Exported programs run and give the trace's numbers.

mod labels;
mod python;
mod rust;
#[path = "../support/mod.rs"]
mod support;

use attention::{Language, STEPS, Scenario, Source, StepId, Trace, source};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{RngAlgorithm, TestRng, TestRunner},
};
use serde_json::Value;
use support::{any_whole_case, close};

/// The same scenarios in every run.
fn sample<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>, count: usize) -> Vec<T> {
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &[7; 32]);
    let mut runner = TestRunner::new_with_rng(support::config(), rng);
    (0..count)
        .map(|_| strategy.new_tree(&mut runner).expect("a case").current())
        .collect()
}

fn scenario(json: &str) -> Scenario {
    Scenario::from_json(json).expect("a valid scenario")
}

fn program(scenario: &Scenario, language: Language) -> Source {
    source(scenario, language).expect("a small scenario")
}

/// Options one by one, then all kinds of them together.
fn scenarios(random: usize) -> Vec<Scenario> {
    let chosen = [
        "{}",
        r#"{ "mask": "causal", "temperature": 0.5 }"#,
        r#"{ "scale": "none", "heads": 1 }"#,
        r#"{ "heads": 4, "kv_heads": 2, "mask": { "window": 2 }, "ssmax": 0.5 }"#,
        r#"{ "heads": 6, "positions": "alibi", "mask": "causal", "ssmax": 1.5, "sink": 1 }"#,
        r#"{ "heads": 6, "positions": "alibi", "scale": "none", "sink": 0.25 }"#,
        r#"{ "positions": "rotary", "temperature": 2, "heads": 4, "kv_heads": 1 }"#,
        // A tie without rounding: 5, 4, 5, ½.
        r#"{ "tokens": ["a", "b", "c", "d"], "vectors": [[1, 2], [2, 1], [1, 2], [0.5, 0]],
             "heads": 1, "d_k": 2, "d_v": 2, "temperature": 0, "weights": {
               "w_q": [[1, 0], [0, 1]], "w_k": [[1, 0], [0, 1]],
               "w_v": [[1, 0], [0, 1]], "w_o": [[1, 0], [0, 1]] } }"#,
        r#"{ "positions": "sinusoidal", "ssmax": 0.5, "temperature": 2 }"#,
        r#"{ "positions": "rotary", "memory": { "tokens": ["l'", "animal"] }, "mask": "causal" }"#,
        r#"{ "positions": "sinusoidal", "memory": { "tokens": ["l'", "animal"] }, "ssmax": 1 }"#,
        r#"{ "tokens": ["it", "was"], "mask": [[true, false], [true, true]], "temperature": 0 }"#,
        r#"{ "tokens": ["it"], "vectors": [[3]], "heads": 1, "d_k": 1, "d_v": 1,
             "weights": { "seed": 1 } }"#,
    ];
    let random = sample(any_whole_case(), random);
    let chosen = chosen.iter().map(|json| scenario(json));
    chosen
        .chain(random.iter().map(|case| case.scenario()))
        .collect()
}

/// One head of a step, or a step that all heads share, as rows.
fn assert_equal(what: &str, trace: &Trace<f64>, step: StepId, head: usize, numbers: &[f64]) {
    let expected = trace.read(step, head).expect("a head");
    let (rows, cols) = expected.shape();
    let name = step.name();
    assert_eq!(numbers.len(), rows * cols, "{what}: size of {name}");
    for row in 0..rows {
        for col in 0..cols {
            let (expected, actual) = (expected[(row, col)], numbers[row * cols + col]);
            assert!(
                close(expected, actual),
                "{what}: {name} of head {head}, cell {row}, {col}: {expected} and {actual}"
            );
        }
    }
}

/// Whether a step is more than a copy of the one before it.
fn has(scenario: &Scenario, step: StepId) -> bool {
    let json: Value = serde_json::from_str(&scenario.to_json()).expect("JSON");
    let positions = json["positions"].as_str().expect("a name");
    match step {
        StepId::Memory => !json["memory"].is_null(),
        StepId::QRotated | StepId::KRotated => positions == "rotary",
        StepId::Biased => positions == "alibi",
        StepId::Masked => json["mask"] != "none",
        StepId::Scaled => {
            let temperature = json["temperature"].as_f64().expect("a number");
            json["scale"] != "none"
                || json.get("ssmax").is_some_and(|ssmax| !ssmax.is_null())
                || (temperature != 1.0 && temperature != 0.0)
        }
        _ => true,
    }
}

#[test]
fn each_step_that_is_computed_has_one_line_and_every_step_finds_one() {
    for scenario in scenarios(100) {
        for language in Language::ALL {
            let program = program(&scenario, language);
            let text = program.to_string();
            for step in STEPS {
                let own = program
                    .lines()
                    .iter()
                    .filter(|line| line.step == Some(step.id));
                let own = own.count();
                assert_eq!(
                    own,
                    usize::from(has(&scenario, step.id)),
                    "{}\n{text}",
                    step.name
                );
                let line = program.line_of(step.id).expect("a line");
                let tied = program.lines()[line].step.expect("a step");
                assert_eq!(
                    has(&scenario, step.id),
                    tied == step.id,
                    "{}\n{text}",
                    step.name
                );
                assert!(program.lines()[line].text.contains(tied.name()));
            }
        }
    }
}

#[test]
fn the_plain_scenario_has_nothing_that_it_does_not_need() {
    for language in Language::ALL {
        let text = program(&Scenario::default(), language).to_string();
        for word in [
            "mask",
            "allowed",
            "memory",
            "kv",
            "temperature",
            "sink",
            "ssmax",
            "rotate",
            "waves",
            "slope",
            "repeat",
        ] {
            assert!(!text.contains(word), "{word} in\n{text}");
        }
        let mechanism = text.split("Project").nth(1).expect("a part");
        let lines = mechanism.lines().filter(|line| {
            let line = line.trim();
            !(line.is_empty() || line.starts_with(['#', '/', '}']))
        });
        assert!((12..=24).contains(&lines.count()), "{mechanism}");
    }
}

#[test]
fn no_line_is_longer_than_the_language_likes() {
    for scenario in scenarios(60) {
        for (language, width) in [
            (Language::NumPy, 79),
            (Language::PyTorch, 79),
            (Language::Rust, 100),
        ] {
            for line in program(&scenario, language).lines() {
                assert!(line.text.chars().count() <= width, "{}", line.text);
                assert_eq!(line.text, line.text.trim_end());
                assert!(!line.text.contains('\n'));
            }
        }
    }
}

#[test]
fn a_program_too_long_to_read_is_refused_with_its_size() {
    let wide = scenario(r#"{ "heads": 8, "d_k": 512, "weights": { "seed": 1 } }"#);
    let error = source(&wide, Language::Rust).expect_err("50,000 numbers");
    let numbers = 9 * 6 + 6 * 8 * (512 + 512 + 4) + 8 * 4 * 6;
    assert_eq!(
        error.to_string(),
        format!(
            "scenario: expected at most 20000 numbers to write out as code, got {numbers}: \
             fewer tokens or heads, or smaller d_model, d_k or d_v, need less"
        )
    );
}

#[test]
fn a_language_has_a_name() {
    for language in Language::ALL {
        assert_eq!(Language::from_name(language.name()), Some(language));
    }
    assert_eq!(Language::from_name("fortran"), None);
    assert_eq!(Language::ALL.map(Language::extension), ["py", "py", "rs"]);
}
