//! Files as NumPy and others write them, read to the last bit.

mod support;

use attention::{Mask, Scale, Scenario, StepId, attend};
use attention_import::{File, Options, import};
use safetensors::{Dtype, tensor::TensorView};
use serde_json::Value;
use support::{fixture, import_one, rows_of};

fn expected() -> Value {
    let text = fixture("expected.json");
    serde_json::from_slice(&text).expect("JSON")
}

/// Rows of numbers in JSON.
fn listed(value: &Value) -> Vec<Vec<f64>> {
    serde_json::from_value(value.clone()).expect("rows of numbers")
}

#[test]
fn every_type_and_order_of_npy_is_read() {
    let expected = expected();
    let types = expected["types"].as_object().expect("an object");
    assert_eq!(types.len(), 42);
    for (name, numbers) in types {
        let bytes = fixture(name);
        let scenario = import_one("vectors.npy", &bytes).expect(name);
        assert_eq!(rows_of(scenario.vectors()), listed(numbers), "{name}");
        assert_eq!(scenario.tokens(), ["1", "2"]);
    }
}

#[test]
fn half_precision_is_exact_at_its_edges() {
    let scenario = import_one("vectors.npy", &fixture("halves.npy")).expect("numbers");
    assert_eq!(rows_of(scenario.vectors()), listed(&expected()["halves"]));
}

#[test]
fn later_versions_of_npy_are_read() {
    for name in ["version_2.npy", "version_3.npy"] {
        let scenario = import_one("vectors.npy", &fixture(name)).expect(name);
        assert_eq!(rows_of(scenario.vectors()), listed(&expected()["version"]));
    }
}

#[test]
fn a_whole_scenario_comes_out_of_one_npz() {
    let expected = &expected()["scenario"];
    for name in ["scenario.npz", "stored.npz"] {
        let scenario = import_one(name, &fixture(name)).expect(name);
        let shape = scenario.shape();
        assert_eq!([shape.n, shape.m, shape.d_model], [3, 2, 4]);
        assert_eq!(
            [shape.heads, shape.kv_heads, shape.d_k, shape.d_v],
            [2, 1, 3, 5]
        );
        assert_eq!(scenario.tokens(), ["the", "cät", "sat"]);
        let memory = scenario.memory().expect("a memory");
        assert_eq!(memory.tokens[..], ["le", "chat"]);
        assert_eq!(rows_of(scenario.vectors()), listed(&expected["vectors"]));
        assert_eq!(rows_of(&memory.vectors), listed(&expected["memory"]));
        assert_eq!(scenario.temperature(), 0.5);
        assert_eq!(scenario.scale(), Scale::None);
        let Mask::Explicit(mask) = scenario.mask() else {
            panic!("not the mask of the file");
        };
        assert_eq!(mask.as_slice(), [true, true, false, false, true, true]);

        // Head by head, as the stacked arrays have them.
        let trace = attend::<f64>(&scenario).expect("small numbers");
        for head in 0..2 {
            let w_q = trace.read(StepId::WQ, head).expect("a head").clone_owned();
            assert_eq!(rows_of(&w_q), listed(&expected["w_q"][head]));
        }
        let weights = scenario.weights();
        assert_eq!(rows_of(&weights.w_k), listed(&expected["w_k"]));
        assert_eq!(rows_of(&weights.w_v), listed(&expected["w_v"][0]));
        assert_eq!(rows_of(&weights.w_o), listed(&expected["w_o"]));
    }
}

/// Head by head, the trace has the q, k and v of the file.
fn computes(scenario: &Scenario, expected: &Value, [q, k, v]: [&str; 3], group: usize) {
    let trace = attend::<f64>(scenario).expect("small numbers");
    for head in 0..scenario.shape().heads {
        for (step, of_file, head_of_file) in [
            (StepId::Q, &expected[q], head),
            (StepId::K, &expected[k], head / group),
            (StepId::V, &expected[v], head / group),
        ] {
            let read = trace.read(step, head).expect("a head").clone_owned();
            assert_eq!(
                rows_of(&read),
                listed(&of_file[head_of_file]),
                "{}",
                step.name()
            );
        }
    }
    // The output is the heads' outputs, side by side.
    let concat = trace.read(StepId::Concat, 0).expect("concat");
    let output = trace.read(StepId::Output, 0).expect("output");
    assert_eq!(output.columns(0, concat.ncols()), concat);
}

#[test]
fn q_k_and_v_are_computed_bit_for_bit() {
    let expected = expected();
    for (name, cross) in [("qkv_self", false), ("qkv_cross", true)] {
        let file = format!("{name}.npz");
        let scenario = import_one(&file, &fixture(&file)).expect(name);
        assert_eq!(scenario.memory().is_some(), cross);
        let shape = scenario.shape();
        assert_eq!([shape.heads, shape.kv_heads], [4, 2]);
        assert_eq!(shape.d_model, if cross { 12 } else { 8 + 4 + 6 });
        computes(&scenario, &expected[name], ["q", "k", "v"], 2);
    }
}

#[test]
fn safetensors_are_read_below_a_prefix() {
    let mut expected = expected();
    expected["qkv_cross"]["v"] = expected["bfloat16_v"].take();
    let bytes = fixture("qkv.safetensors");
    let files = [File {
        name: "model.safetensors",
        bytes: &bytes,
    }];
    let options = Options {
        prefix: Some("layers.3.".into()),
        ..Options::default()
    };
    let scenario = import(&files, &Scenario::default(), &options).expect("q, k and v");
    computes(&scenario, &expected["qkv_cross"], ["q", "k", "v"], 2);
}

#[test]
fn every_type_of_safetensors_is_read() {
    let kinds: [(Dtype, Vec<u8>, [f64; 2]); 13] = [
        (
            Dtype::F64,
            [1.5_f64, -2.0].map(f64::to_le_bytes).concat(),
            [1.5, -2.0],
        ),
        (
            Dtype::F32,
            [1.5_f32, -2.0].map(f32::to_le_bytes).concat(),
            [1.5, -2.0],
        ),
        (
            Dtype::F16,
            [0x3e00_u16, 0xc000].map(u16::to_le_bytes).concat(),
            [1.5, -2.0],
        ),
        (
            Dtype::BF16,
            [0x3fc0_u16, 0xc000].map(u16::to_le_bytes).concat(),
            [1.5, -2.0],
        ),
        (
            Dtype::I64,
            [3_i64, -2].map(i64::to_le_bytes).concat(),
            [3.0, -2.0],
        ),
        (
            Dtype::I32,
            [3_i32, -2].map(i32::to_le_bytes).concat(),
            [3.0, -2.0],
        ),
        (
            Dtype::I16,
            [3_i16, -2].map(i16::to_le_bytes).concat(),
            [3.0, -2.0],
        ),
        (
            Dtype::I8,
            [3_i8, -2].map(i8::to_le_bytes).concat(),
            [3.0, -2.0],
        ),
        (
            Dtype::U64,
            [3_u64, 9].map(u64::to_le_bytes).concat(),
            [3.0, 9.0],
        ),
        (
            Dtype::U32,
            [3_u32, 9].map(u32::to_le_bytes).concat(),
            [3.0, 9.0],
        ),
        (
            Dtype::U16,
            [3_u16, 9].map(u16::to_le_bytes).concat(),
            [3.0, 9.0],
        ),
        (Dtype::U8, vec![3, 9], [3.0, 9.0]),
        (Dtype::BOOL, vec![1, 0], [1.0, 0.0]),
    ];
    for (kind, data, numbers) in kinds {
        let tensor = TensorView::new(kind, vec![1, 2], &data).expect("a tensor");
        let bytes = safetensors::serialize([("vectors", tensor)], None).expect("a file");
        let scenario = import_one("x.safetensors", &bytes).expect("vectors");
        assert_eq!(rows_of(scenario.vectors()), [numbers], "{kind}");
    }
}

#[test]
fn some_heads_can_be_chosen() {
    let expected = expected();
    let bytes = fixture("qkv_self.npz");
    let files = [File {
        name: "qkv.npz",
        bytes: &bytes,
    }];
    let choose = |heads| {
        let options = Options {
            heads: Some(heads),
            ..Options::default()
        };
        import(&files, &Scenario::default(), &options)
    };
    let second_group = choose(2..4).expect("a group");
    let shape = second_group.shape();
    assert_eq!([shape.heads, shape.kv_heads], [2, 1]);
    let trace = attend::<f64>(&second_group).expect("small numbers");
    let k = trace.read(StepId::K, 0).expect("a head").clone_owned();
    assert_eq!(rows_of(&k), listed(&expected["qkv_self"]["k"][1]));
    let q = trace.read(StepId::Q, 1).expect("a head").clone_owned();
    assert_eq!(rows_of(&q), listed(&expected["qkv_self"]["q"][3]));

    let one = choose(1..2).expect("a part of a group");
    assert_eq!([one.shape().heads, one.shape().kv_heads], [1, 1]);
    let error = choose(1..3).expect_err("parts of two groups").to_string();
    assert_eq!(
        error,
        "the choice of heads: expected whole groups of 2, which share a key/value head, \
         or a part of one, got 1 to 2"
    );
}

#[test]
fn a_model_too_wide_for_the_engine_says_which_heads_fit() {
    let numbers = vec![0.25_f32; 12 * 2 * 64];
    let data: Vec<u8> = numbers.into_iter().flat_map(f32::to_le_bytes).collect();
    let tensor = || TensorView::new(Dtype::F32, vec![12, 2, 64], &data).expect("a tensor");
    let tensors = [("q", tensor()), ("k", tensor()), ("v", tensor())];
    let bytes = safetensors::serialize(tensors, None).expect("a file");
    let error = import_one("x.safetensors", &bytes)
        .expect_err("too wide")
        .to_string();
    assert_eq!(
        error,
        "x.safetensors: q: expected at most 1024 numbers a token in Q, K and V side by side, \
         got 2304 for 12 query and 12 key/value heads; choose fewer heads, such as 0 to 4"
    );
    let files = [File {
        name: "x.safetensors",
        bytes: &bytes,
    }];
    let options = Options {
        heads: Some(0..5),
        ..Options::default()
    };
    let scenario = import(&files, &Scenario::default(), &options).expect("what was advised");
    assert_eq!(scenario.shape().d_model, 960);
}

#[test]
fn one_of_a_batch_can_be_chosen() {
    let data: Vec<u8> = (0..24).map(|n| n as u8).collect();
    let tensor = || TensorView::new(Dtype::U8, vec![2, 2, 3, 2], &data).expect("a tensor");
    let tensors = [("q", tensor()), ("k", tensor()), ("v", tensor())];
    let bytes = safetensors::serialize(tensors, None).expect("a file");
    let files = [File {
        name: "x.safetensors",
        bytes: &bytes,
    }];
    let choose = |batch| {
        let options = Options {
            batch,
            ..Options::default()
        };
        import(&files, &Scenario::default(), &options)
    };
    assert!(choose(None).is_err());
    assert!(choose(Some(2)).is_err());
    let trace = attend::<f64>(&choose(Some(1)).expect("an entry")).expect("small numbers");
    let q = trace.read(StepId::Q, 1).expect("a head").clone_owned();
    assert_eq!(rows_of(&q), [[18.0, 19.0], [20.0, 21.0], [22.0, 23.0]]);
}

#[test]
fn tables_are_read_with_and_without_names_and_labels() {
    let numbered = ["1", "2"];
    let labelled = ["the", "cat"];
    for (text, tokens) in [
        ("1,2\n3,4\n", numbered),
        ("1,2\r\n3,4", numbered),
        ("1;2\n3;4\n", numbered),
        ("1\t2\n3\t4\n", numbered),
        ("\u{feff} 1 , 2.0\n\n3e0,+4\n", numbered),
        ("a,b\n1,2\n3,4\n", numbered),
        ("the,1,2\ncat,3,4\n", labelled),
        ("word,a,b\nthe,1,2\ncat,3,4\n", labelled),
        (",0,1\nthe,1,2\ncat,3,4\n", labelled),
        (",0,1\n1,1,2\n2,3,4\n", numbered),
        ("\"the\",\"1\",\"2\"\n\"cat\",3,4\n", labelled),
    ] {
        let scenario = import_one("data/Vectors.CSV", text.as_bytes()).expect(text);
        assert_eq!(
            rows_of(scenario.vectors()),
            [[1.0, 2.0], [3.0, 4.0]],
            "{text}"
        );
        assert_eq!(scenario.tokens(), tokens, "{text}");
    }
    let scenario = import_one("vectors.csv", b"x\n1\n2\n").expect("one column");
    assert_eq!(rows_of(scenario.vectors()), [[1.0], [2.0]]);
    let scenario = import_one("vectors.csv", &fixture("savetxt.csv")).expect("numbers");
    assert_eq!(rows_of(scenario.vectors()), listed(&expected()["savetxt"]));
}

#[test]
fn tokens_alone_get_the_vectors_of_the_lexicon() {
    for text in ["the\ncat\n42\n", "the,cat,42", "the;cat;42\n"] {
        let scenario = import_one("tokens.csv", text.as_bytes()).expect(text);
        assert_eq!(scenario.tokens(), ["the", "cat", "42"]);
        let expected = attention::embed(scenario.tokens());
        assert_eq!(**scenario.vectors(), expected);
    }
}

#[test]
fn a_base_supplies_what_no_file_gives() {
    let base =
        Scenario::from_json(r#"{ "mask": "causal", "temperature": 2, "weights": { "seed": 3 } }"#)
            .expect("a scenario");
    // W_Q alone: its twelve columns are two heads of six, and the other
    // weights are drawn for six.
    let w_q = "1,0,0,0,0,0,0,0,0,0,0,0\n".repeat(6);
    let files = [File {
        name: "w_q.csv",
        bytes: w_q.as_bytes(),
    }];
    let scenario = import(&files, &base, &Options::default()).expect("a scenario");
    assert_eq!(scenario.tokens(), base.tokens());
    assert_eq!(*scenario.mask(), Mask::Causal);
    assert_eq!(scenario.temperature(), 2.0);
    assert_eq!(scenario.shape().d_k, 6);
    let drawn =
        Scenario::from_json(r#"{ "d_k": 6, "weights": { "seed": 3 } }"#).expect("a scenario");
    assert_eq!(scenario.weights().w_k, drawn.weights().w_k);
    assert_eq!(scenario.weights().w_o, drawn.weights().w_o);
    assert_eq!(scenario.weights().w_q[(5, 0)], 1.0);
    assert_eq!(scenario.weights().w_q[(5, 1)], 0.0);
}

#[test]
fn several_files_and_a_scenario_in_json_make_one() {
    let json = br#"{ "tokens": ["a", "b"], "vectors": [[1], [2]], "heads": 1, "d_k": 1, "d_v": 1, "weights": { "seed": 1 } }"#;
    let alone = import_one("scene.json", json).expect("a scenario");
    assert_eq!(
        alone.to_json(),
        Scenario::from_json(std::str::from_utf8(json).expect("text"))
            .expect("a scenario")
            .to_json()
    );
    let files = [
        File {
            name: "scene.json",
            bytes: json,
        },
        File {
            name: "memory.csv",
            bytes: b"le,3\nchat,4\nnoir,5\n",
        },
        File {
            name: "mask.csv",
            bytes: b"1,0,1\nTrue,false,TRUE\n",
        },
        File {
            name: "w_o.csv",
            bytes: b"7\n",
        },
    ];
    let scenario = import(&files, &Scenario::default(), &Options::default()).expect("a scenario");
    assert_eq!(scenario.tokens(), ["a", "b"]);
    assert_eq!(
        scenario.memory().expect("a memory").tokens[..],
        ["le", "chat", "noir"]
    );
    assert!(!scenario.mask().allows(1, 1) && scenario.mask().allows(1, 2));
    assert_eq!(scenario.weights().w_o[(0, 0)], 7.0);
    assert_eq!(scenario.weights().w_q, alone.weights().w_q);
}
