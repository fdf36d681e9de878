//! What is fuzzed, and what has to hold.

use attention::{Cell, STEPS, Scalar, Scenario, StepId, Trace, attend, nalgebra::DMatrixView};
use attention_import::{File, Options, import};

/// Something that takes any bytes and must survive.
pub struct Target {
    /// Its name, and that of its folder in the corpus.
    pub name: &'static str,
    /// What its inputs are made of.
    pub words: &'static [&'static str],
    /// Panics where something does not hold.
    pub run: fn(&[u8]),
}

/// All of them.
pub static TARGETS: [Target; 5] = [
    Target {
        name: "scenario",
        words: &[
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"",
            "\"tokens\":",
            "\"vectors\":",
            "\"memory\":",
            "\"heads\":",
            "\"kv_heads\":",
            "\"d_k\":",
            "\"d_v\":",
            "\"weights\":",
            "\"seed\":",
            "\"preset\":\"grammar\"",
            "\"w_q\":",
            "\"w_k\":",
            "\"w_v\":",
            "\"w_o\":",
            "\"scale\":\"none\"",
            "\"sqrt_d_k\"",
            "\"temperature\":",
            "\"mask\":\"causal\"",
            "\"mask\":{\"window\":1}",
            "\"mask\":[[true,false]]",
            "\"positions\":\"none\"",
            "\"sinusoidal\"",
            "\"rotary\"",
            "\"alibi\"",
            "\"sink\":",
            "\"ssmax\":",
            "null",
            "true",
            "false",
            "\\u0000",
            "\\ud800",
            "[1,2]",
            "\"a\"",
        ],
        run: |bytes| {
            let Ok(text) = std::str::from_utf8(bytes) else {
                return;
            };
            if let Ok(scenario) = Scenario::from_json(text) {
                holds(&scenario);
            }
        },
    },
    Target {
        name: "csv",
        words: &[
            ",", ";", "\t", "\"", "\"\"", "\n", "\r\n", "\u{feff}", "true", "nan", "inf",
        ],
        run: |bytes| {
            // Every kind of table: labels, a matrix, one number.
            for name in [
                "tokens.csv",
                "vectors.csv",
                "w_q.csv",
                "mask.csv",
                "heads.csv",
            ] {
                imports(&[File { name, bytes }], &Options::default());
            }
            let qkv = ["q.csv", "k.csv", "v.csv"];
            imports(&qkv.map(|name| File { name, bytes }), &Options::default());
        },
    },
    Target {
        name: "npy",
        words: NPY,
        run: |bytes| {
            for name in ["vectors.npy", "w_v.npy", "tokens.npy", "temperature.npy"] {
                imports(&[File { name, bytes }], &Options::default());
            }
            let qkv = ["q.npy", "k.npy", "v.npy"];
            let chosen = Options {
                heads: Some(0..1),
                batch: Some(0),
                prefix: None,
            };
            imports(&qkv.map(|name| File { name, bytes }), &chosen);
        },
    },
    Target {
        name: "npz",
        words: &[
            "PK\x03\x04",
            "PK\x01\x02",
            "PK\x05\x06",
            "PK\x06\x06",
            "PK\x06\x07",
            "vectors.npy",
            "q.npy",
            "k.npy",
            "v.npy",
            "w_q.npy",
            ".npy",
        ],
        run: |bytes| {
            imports(
                &[File {
                    name: "x.npz",
                    bytes,
                }],
                &Options::default(),
            )
        },
    },
    Target {
        name: "safetensors",
        words: &[
            "{",
            "}",
            "[",
            "]",
            ",",
            ":",
            "\"q\":",
            "\"k\":",
            "\"v\":",
            "\"vectors\":",
            "\"memory\":",
            "\"w_o\":",
            "\"mask\":",
            "\"dtype\":",
            "\"F64\"",
            "\"F32\"",
            "\"F16\"",
            "\"BF16\"",
            "\"I64\"",
            "\"U8\"",
            "\"BOOL\"",
            "\"F4\"",
            "\"shape\":",
            "\"data_offsets\":",
            "\"__metadata__\":",
        ],
        run: |bytes| {
            // The header's length is put right, or hardly an input would get past it.
            let end = bytes.iter().rposition(|&byte| byte == b'}');
            let length = end.map_or(0, |end| (end + 1).saturating_sub(8)) as u64;
            let mut fitting = bytes.to_vec();
            if let Some(place) = fitting.get_mut(..8) {
                place.copy_from_slice(&length.to_le_bytes());
            }
            for bytes in [bytes, &fitting] {
                imports(
                    &[File {
                        name: "x.safetensors",
                        bytes,
                    }],
                    &Options::default(),
                );
            }
        },
    },
];

const NPY: &[&str] = &[
    "{'descr': '<f8', 'fortran_order': False, 'shape': (",
    "'descr'",
    "'fortran_order'",
    "'shape'",
    "True",
    "False",
    "<f8",
    "<f4",
    "<f2",
    ">f4",
    "|b1",
    "|i1",
    "<u8",
    "<U3",
    "|O",
    "(2, 2)",
    "(1, 2, 3)",
    "(2,)",
    "()",
    ", ",
    "L",
];

fn imports(files: &[File<'_>], options: &Options) {
    if let Ok(scenario) = import(files, &Scenario::default(), options) {
        holds(&scenario);
    }
}

/// Whatever is a valid scenario survives being written and computed.
fn holds(scenario: &Scenario) {
    let shape = scenario.shape();
    let numbers = (shape.n + shape.m) * shape.d_model
        + shape.d_model * shape.heads * (shape.d_k + shape.d_v)
        + shape.n * shape.m * shape.heads;
    // Larger ones take their time and do nothing else.
    if numbers > 20_000 {
        return;
    }
    let written = scenario.to_json();
    let read = Scenario::from_json(&written).expect("what was written can be read");
    assert_eq!(read.to_json(), written, "what was read is what was written");
    if let Ok(trace) = attend::<f64>(scenario) {
        sound(&trace, 1e-12);
        explained(&trace);
    }
    if let Ok(trace) = attend::<f32>(scenario) {
        sound(&trace, 1e-4);
    }
}

/// No number of a trace is NaN, and none is infinite but where a key is forbidden.
fn sound<T: Scalar>(trace: &Trace<T>, tolerance: f64) {
    let scenario = trace.scenario();
    for step in STEPS {
        let heads = if step.per_head {
            scenario.shape().heads
        } else {
            1
        };
        for head in 0..heads {
            let matrix: DMatrixView<'_, T> = trace.read(step.id, head).expect("a head");
            for (row, numbers) in matrix.row_iter().enumerate() {
                for (col, number) in numbers.iter().enumerate() {
                    let forbidden = step.id == StepId::Masked && !scenario.mask().allows(row, col);
                    let number = number.widen();
                    assert!(
                        if forbidden {
                            number == f64::NEG_INFINITY
                        } else {
                            number.is_finite()
                        },
                        "{} has {number} in row {row}, column {col}",
                        step.name
                    );
                }
                if step.id == StepId::Weights {
                    let sum: f64 = numbers.iter().map(|weight| weight.widen()).sum();
                    assert!(
                        numbers.iter().all(|weight| weight.widen() >= 0.0)
                            && sum <= 1.0 + tolerance
                            // Only an empty slot takes a share.
                            && (scenario.sink() > 0.0 || sum >= 1.0 - tolerance),
                        "row {row} of the weights sums to {sum}"
                    );
                }
            }
        }
    }
}

/// The last cell of every step has an explanation, whose operands have one.
fn explained(trace: &Trace<f64>) {
    for step in STEPS {
        let head = trace.scenario().shape().heads - 1;
        let matrix = trace.read(step.id, head).expect("a head");
        let (row, col) = (matrix.nrows() - 1, matrix.ncols() - 1);
        let cell = match step.per_head {
            true => Cell::of_head(step.id, head, row, col),
            false => Cell::shared(step.id, row, col),
        };
        let why = trace.explain(cell).expect("a cell");
        assert_eq!(why.value.to_bits(), matrix[(row, col)].to_bits());
        for input in why.inputs {
            trace.explain(input).expect("an operand");
        }
    }
}
