//! Programs in Python. The NumPy text needs a Python with NumPy:
//! `ATTENTION_PYTHON`, or the first of `python3`, `python` and
//! `/usr/bin/python3` that has it. PyTorch is tried where it is installed.

use std::{
    io::Write,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use attention::{Language, STEPS, Scenario, StepId, attend};
use serde_json::{Value, json};

use crate::{assert_equal, has, program, scenario, scenarios};

pub fn find(module: &str) -> Option<PathBuf> {
    let chosen = std::env::var_os("ATTENTION_PYTHON").map(PathBuf::from);
    let usual = ["python3", "python", "/usr/bin/python3"].map(PathBuf::from);
    chosen.into_iter().chain(usual).find(|python| {
        let mut command = Command::new(python);
        command
            .args(["-c", &format!("import {module}")])
            .stderr(Stdio::null());
        command.status().is_ok_and(|status| status.success())
    })
}

pub fn numpy() -> PathBuf {
    find("numpy").expect(
        "no Python with NumPy was found. `cargo xtask test` provides one; or install NumPy \
         (Debian: apt-get install python3-numpy), or set ATTENTION_PYTHON to a Python that has it",
    )
}

/// Runs programs in one process.
pub fn run(python: &Path, programs: &[String]) -> Vec<Value> {
    let names: Vec<&str> = STEPS
        .iter()
        .map(|step| step.name)
        .chain(["tokens", "memory_tokens"])
        .collect();
    let programs: Vec<Value> = programs
        .iter()
        .map(|text| json!({ "text": text, "names": names }))
        .collect();
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/code/run.py");
    let mut child = Command::new(python)
        .arg(script)
        .env("PYTHONIOENCODING", "utf-8")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("Python starts");
    let mut input = child.stdin.take().expect("a pipe");
    let text = Value::from(programs).to_string();
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = child.wait_with_output().expect("Python ends");
    assert!(output.status.success(), "a program failed");
    writer.join().expect("no panic").expect("Python reads");
    let Value::Array(results) = serde_json::from_slice(&output.stdout).expect("JSON") else {
        panic!("expected a list");
    };
    results
}

/// The items of a JSON list.
fn list(value: &Value) -> &[Value] {
    value.as_array().map(Vec::as_slice).expect("a list")
}

/// Compares every step that the program computes, and that it computes all
/// that the scenario changes.
fn assert_agrees(scenario: &Scenario, text: &str, values: &Value) {
    let trace = attend::<f64>(scenario).expect("small numbers");
    let shape = scenario.shape();
    for step in STEPS {
        let Some(found) = values.get(step.name) else {
            assert!(!has(scenario, step.id), "no {} in\n{text}", step.name);
            continue;
        };
        let (sizes, numbers) = (list(&found["shape"]), list(&found["numbers"]));
        let sizes: Vec<usize> = sizes
            .iter()
            .map(|size| size.as_u64().expect("a size") as usize)
            .collect();
        let numbers: Vec<f64> = numbers
            .iter()
            .map(|number| {
                number
                    .as_str()
                    .and_then(|text| text.parse().ok())
                    .expect("a number")
            })
            .collect();
        let heads = if step.per_head { 0..shape.heads } else { 0..1 };
        for head in heads {
            let width = trace.read(step.id, head).expect("a head").ncols();
            let own: Vec<f64> = match (step.id, sizes.as_slice()) {
                // Heads side by side, or one below the other.
                (StepId::WO, _) => {
                    let part = numbers.len() / shape.heads;
                    numbers[head * part..(head + 1) * part].to_vec()
                }
                (_, &[_, all]) => {
                    let heads_there = all / width;
                    let first = head * heads_there / shape.heads * width;
                    numbers
                        .chunks(all)
                        .flat_map(|row| &row[first..first + width])
                        .copied()
                        .collect()
                }
                (_, &[heads, rows, cols]) => {
                    assert_eq!(heads, shape.heads, "heads of {}", step.name);
                    numbers[head * rows * cols..(head + 1) * rows * cols].to_vec()
                }
                (_, other) => panic!("shape {other:?} of {}", step.name),
            };
            assert_equal(text, &trace, step.id, head, &own);
        }
    }
}

fn assert_runs(python: &Path, language: Language) {
    let scenarios = scenarios(200);
    let texts: Vec<String> = scenarios
        .iter()
        .map(|scenario| program(scenario, language).to_string())
        .collect();
    let results = run(python, &texts);
    assert_eq!(results.len(), scenarios.len());
    for ((scenario, text), result) in scenarios.iter().zip(&texts).zip(&results) {
        assert_agrees(scenario, text, &result["values"]);
        let printed = result["printed"].as_str().expect("text");
        assert!(printed.lines().count() >= scenario.shape().n, "{printed}");
    }
}

#[test]
fn numpy_programs_give_the_numbers_of_the_trace() {
    assert_runs(&numpy(), Language::NumPy);
}

#[test]
fn pytorch_programs_give_the_numbers_of_the_trace() {
    match find("torch") {
        Some(python) => assert_runs(&python, Language::PyTorch),
        None => println!("skipped: no Python with PyTorch was found"),
    }
}

#[test]
fn literals_read_back_bit_for_bit() {
    let scenario = scenario(
        r#"{ "tokens": ["a", "b"],
             "vectors": [[-0.0, 1, 1e-300], [0.1, 5e-324, 123456789012345680]],
             "heads": 1, "d_k": 1, "d_v": 1, "weights": {
               "w_q": [[1e-7], [-1.7976931348623157e308], [0.30000000000000004]],
               "w_k": [[0], [0], [0]], "w_v": [[1], [-1], [0]], "w_o": [[1e16, 0, -1]] } }"#,
    );
    let text = program(&scenario, Language::NumPy).to_string();
    for literal in ["[-0.0, 1.0, 1e-300]", "5e-324", "1e16"] {
        assert!(text.contains(literal), "{literal} in\n{text}");
    }
    // Only the data: the queries would overflow.
    let data = text
        .split("\n# Project")
        .next()
        .expect("a part")
        .to_string();
    let values = &run(&numpy(), &[data])[0]["values"];
    let weights = scenario.weights();
    for (name, expected) in [
        ("embedded", &**scenario.vectors()),
        ("w_q", &weights.w_q),
        ("w_o", &weights.w_o),
    ] {
        let expected: Vec<u64> = expected
            .transpose()
            .iter()
            .map(|number| number.to_bits())
            .collect();
        let actual: Vec<u64> = list(&values[name]["numbers"])
            .iter()
            .map(|number| {
                number
                    .as_str()
                    .and_then(|text| text.parse::<f64>().ok())
                    .expect("a number")
                    .to_bits()
            })
            .collect();
        assert_eq!(actual, expected, "{name}");
    }
}
