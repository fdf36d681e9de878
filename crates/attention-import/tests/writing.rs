//! Matrices that are written read back to the last bit.

mod support;

use attention::{STEPS, Scenario, StepId, attend, nalgebra::DMatrixView};
use attention_import::{Export, File, Format, Options, export, import};
use support::rows_of;

const HOSTILE: [&str; 6] = [
    "=1+1",
    "'@it",
    "a;b,c\"\n<img src=x onerror=alert(1)>",
    "-7",
    "'",
    "it's",
];

fn scenario(json: &str) -> Scenario {
    Scenario::from_json(json).expect("a valid scenario")
}

fn grouped() -> Scenario {
    let tokens = serde_json::to_string(&HOSTILE).expect("JSON");
    scenario(&format!(
        r#"{{ "tokens": {tokens}, "heads": 4, "kv_heads": 2, "d_v": 3,
              "weights": {{ "seed": 3 }}, "mask": "causal",
              "memory": {{ "tokens": ["l'", "=animal"] }} }}"#
    ))
}

fn reimport(files: &[&Export], base: &Scenario) -> Scenario {
    let files: Vec<File<'_>> = files
        .iter()
        .map(|file| File {
            name: &file.name,
            bytes: &file.bytes,
        })
        .collect();
    import(&files, base, &Options::default()).expect("what was written")
}

/// Bits, so that −0 and 0 differ.
fn bits(view: DMatrixView<'_, f64>) -> Vec<u64> {
    view.iter().map(|number| number.to_bits()).collect()
}

#[test]
fn every_matrix_of_every_head_reads_back_bit_for_bit() {
    let scenario = grouped();
    let trace = attend::<f64>(&scenario).expect("small numbers");
    for step in STEPS {
        let id = scenario.step(step.id);
        if id != step.id {
            continue;
        }
        for head in 0..if step.per_head { 4 } else { 1 } {
            let view = trace.read(id, head).expect("a head");
            for format in Format::ALL {
                let file = export(&trace, id, Some(head), format).expect("a matrix");
                assert_eq!(file.shape, [view.nrows(), view.ncols()]);
                // Read as vectors, which can be any numbers that are finite.
                if view.iter().any(|number| number.is_infinite()) {
                    continue;
                }
                let name = format!("vectors.{}", format.extension());
                let plain = Scenario::default();
                let again = reimport(&[&Export { name, ..file }], &plain);
                let vectors = again.vectors().as_view();
                assert_eq!(bits(vectors), bits(view), "{} as {format:?}", step.name);
            }
        }
    }
}

#[test]
fn words_stand_at_the_edges_and_come_back_whatever_they_are() {
    let scenario = grouped();
    let trace = attend::<f64>(&scenario).expect("small numbers");
    let write = |step| export(&trace, step, None, Format::Csv).expect("a matrix");
    let files = [write(StepId::Embedded), write(StepId::Memory)];
    assert_eq!(files[0].name, "vectors.csv");
    assert_eq!(files[1].name, "memory.csv");
    let again = reimport(&[&files[0], &files[1]], &Scenario::default());
    assert_eq!(again.tokens(), HOSTILE);
    assert_eq!(again.memory(), scenario.memory());

    // No cell begins as a formula does.
    let weights = export(&trace, StepId::Weights, Some(1), Format::Csv).expect("a head");
    assert_eq!(weights.name, "weights-head-2.csv");
    let text = String::from_utf8(weights.bytes).expect("text");
    assert!(text.starts_with("\"\",\"l'\",\"'=animal\"\n\"'=1+1\",1.0,0.0\n"));
}

#[test]
fn stacks_of_heads_make_the_same_weights_and_the_same_queries_again() {
    let scenario = grouped();
    let trace = attend::<f64>(&scenario).expect("small numbers");
    let stack = |step| export(&trace, step, None, Format::Npy).expect("all heads");
    let names = [StepId::WQ, StepId::WK, StepId::WV, StepId::WO];
    let files = names.map(stack);
    assert_eq!(files[1].name, "w_k.npy");
    assert_eq!(files[1].shape, [2, 6, 4]);
    let base = scenario_with_other_weights();
    let again = reimport(&files.each_ref(), &base);
    assert_eq!(again.weights(), scenario.weights());

    // Q, K and V themselves, in a scenario of their own.
    let files = [StepId::Q, StepId::K, StepId::V].map(stack);
    assert_eq!(files[2].shape, [2, 2, 3]);
    let again = reimport(&files.each_ref(), &scenario);
    let second = attend::<f64>(&again).expect("small numbers");
    for head in 0..4 {
        for step in [StepId::Q, StepId::K, StepId::V, StepId::Weights] {
            let (was, is) = (trace.read(step, head), second.read(step, head));
            assert_eq!(
                rows_of(&was.expect("a head").clone_owned()),
                rows_of(&is.expect("a head").clone_owned())
            );
        }
    }
}

fn scenario_with_other_weights() -> Scenario {
    let json = grouped().to_json();
    scenario(&json.replace("\"seed\":3", "\"seed\":4"))
}

#[test]
fn what_has_no_field_of_its_own_is_not_named_as_one() {
    let scenario = scenario(r#"{ "positions": "sinusoidal", "memory": { "tokens": ["animal"] } }"#);
    let trace = attend::<f64>(&scenario).expect("small numbers");
    let name = |step| {
        export(&trace, step, None, Format::Npy)
            .expect("a matrix")
            .name
    };
    // Opened as vectors, positions would be added twice.
    assert_eq!(name(StepId::Embedded), "embedded.npy");
    assert_eq!(name(StepId::Memory), "memory_embedded.npy");
}

#[test]
fn several_heads_are_no_table_and_a_head_has_to_exist() {
    let trace = attend::<f64>(&Scenario::default()).expect("small numbers");
    let error = export(&trace, StepId::Weights, None, Format::Csv).expect_err("two heads");
    assert_eq!(
        error.to_string(),
        "head: expected one head for CSV, which has rows and columns only, got 2"
    );
    let error = export(&trace, StepId::Weights, Some(2), Format::Npy).expect_err("two heads");
    assert_eq!(error.field(), "head");
}
