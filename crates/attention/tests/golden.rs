//! Every intermediate against NumPy, and the result against PyTorch.
//!
//! The values and the script that made them are in `tests/golden/`.

use std::{fs, path::PathBuf};

use attention::{STEPS, Scenario, Step, Trace, attend};
use serde_json::Value;

const FORMAT: u64 = 1;
const TOLERANCE: f64 = 1e-12;
const REGENERATE: &str = "HINT: run tests/golden/generate.py again; its head says how";

/// One reference file: a scenario, and what each recorded step should be.
struct Golden {
    name: String,
    scenario: Scenario,
    steps: serde_json::Map<String, Value>,
}

impl Golden {
    fn parse(name: String, text: &str) -> Self {
        let file: Value = serde_json::from_str(text).expect("a golden file is JSON");
        assert_eq!(
            file["format"], FORMAT,
            "{name}: another format. {REGENERATE}"
        );
        let scenario = Scenario::from_json(&file["scenario"].to_string())
            .unwrap_or_else(|error| panic!("{name}: {error}"));
        let Value::Object(steps) = &file["steps"] else {
            panic!("{name}: no steps. {REGENERATE}");
        };
        Self {
            name,
            scenario,
            steps: steps.clone(),
        }
    }
}

/// The files whose names begin with `torch_`, or all the others.
fn golden_files(by_torch: bool) -> Vec<Golden> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/values");
    let mut files: Vec<PathBuf> = fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}. {REGENERATE}", folder.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    files.sort();
    files
        .iter()
        .map(|path| {
            let name = path.file_stem().unwrap_or_default().to_string_lossy();
            (name.into_owned(), path)
        })
        .filter(|(name, _)| name.starts_with("torch_") == by_torch)
        .map(|(name, path)| Golden::parse(name, &fs::read_to_string(path).expect("readable")))
        .collect()
}

/// Says which cell of a head's matrix is not what the reference says.
///
/// A masked cell is null in JSON and has to be −∞ exactly.
fn check(trace: &Trace<f64>, step: &Step, head: usize, expected: &Value) -> Result<(), String> {
    let actual = trace
        .read(step.id, head)
        .map_err(|error| error.to_string())?;
    let rows = expected.as_array().ok_or("no rows")?;
    if rows.len() != actual.nrows() {
        return Err(format!("{} rows, expected {}", actual.nrows(), rows.len()));
    }
    for (i, row) in rows.iter().enumerate() {
        let row = row.as_array().ok_or("a row is no list")?;
        if row.len() != actual.ncols() {
            return Err(format!(
                "{} columns, expected {}",
                actual.ncols(),
                row.len()
            ));
        }
        for (j, expected) in row.iter().enumerate() {
            let actual = actual[(i, j)];
            let agrees = match expected.as_f64() {
                Some(expected) => (actual - expected).abs() <= TOLERANCE,
                None => expected.is_null() && actual == f64::NEG_INFINITY,
            };
            if !agrees {
                return Err(format!("({i}, {j}) is {actual}, expected {expected}"));
            }
        }
    }
    Ok(())
}

/// Compares the given steps of every file, and says which differ.
fn compare(files: &[Golden], is_compared: impl Fn(&Step) -> bool) {
    let mut failures = Vec::new();
    for Golden {
        name,
        scenario,
        steps,
    } in files
    {
        let trace = attend::<f64>(scenario).unwrap_or_else(|error| panic!("{name}: {error}"));
        for step in STEPS.iter().filter(|step| is_compared(step)) {
            let Some(expected) = steps.get(step.name) else {
                let is_another = scenario.step(step.id) != step.id;
                if is_another && step.name != "memory" {
                    continue;
                }
                failures.push(format!("{name}: {} is missing. {REGENERATE}", step.name));
                continue;
            };
            let heads = if step.per_head {
                scenario.shape().heads
            } else {
                1
            };
            for head in 0..heads {
                let expected = if step.per_head {
                    &expected[head]
                } else {
                    expected
                };
                if let Err(message) = check(&trace, step, head, expected) {
                    failures.push(format!("{name}: {} of head {head}: {message}", step.name));
                }
            }
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}

#[test]
fn every_intermediate_agrees_with_numpy() {
    let files = golden_files(false);
    assert!(
        files.len() >= 12,
        "only {} files. {REGENERATE}",
        files.len()
    );
    compare(&files, |_| true);
}

#[test]
fn weights_and_output_agree_with_pytorch() {
    let files = golden_files(true);
    assert!(files.len() >= 3, "only {} files. {REGENERATE}", files.len());
    compare(&files, |step| matches!(step.name, "weights" | "output"));
}
