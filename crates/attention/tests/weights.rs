//! Seeded and designed weights: what stays when sizes grow, and what the designed heads promise.

mod support;

use attention::{Scenario, StepId, attend, embed};
use serde_json::json;
use support::{Rows, oracle::to_rows};

fn read(json: &serde_json::Value, step: StepId, head: usize) -> Rows {
    let scenario = Scenario::from_json(&json.to_string()).expect("a valid scenario");
    let trace = attend::<f64>(&scenario).expect("small numbers");
    to_rows(trace.read(step, head).expect("a recorded step"))
}

#[test]
fn growing_the_key_size_only_adds_columns() {
    let at = |d_k: usize, head| {
        let json = json!({ "weights": { "seed": 5 }, "d_k": d_k });
        (read(&json, StepId::WQ, head), read(&json, StepId::WK, head))
    };
    for head in 0..2 {
        let (small, large) = (at(4, head), at(9, head));
        for (old, new) in small
            .0
            .iter()
            .zip(&large.0)
            .chain(small.1.iter().zip(&large.1))
        {
            assert_eq!(old[..], new[..4]);
        }
    }
}

/// W_O aside: more heads feed each of its outputs, so that its entries shrink together.
#[test]
fn adding_heads_changes_no_head_that_was_there() {
    for weights in [json!({ "seed": 5 }), json!({ "preset": "grammar" })] {
        for step in [StepId::WQ, StepId::WK, StepId::WV] {
            let at = |heads: usize| read(&json!({ "weights": weights, "heads": heads }), step, 1);
            assert_eq!(at(2), at(7), "{} under {weights}", step.name());
        }
    }
}

#[test]
fn random_entries_have_the_spread_of_one_over_the_inputs() {
    // Uniform in ±√(3/6): variance 1/6.
    let entries: Vec<f64> = read(
        &json!({ "weights": { "seed": 1 }, "d_k": 512 }),
        StepId::WQ,
        0,
    )
    .into_iter()
    .flatten()
    .collect();
    let bound = 0.5_f64.sqrt();
    assert!(entries.iter().all(|x| x.abs() <= bound));
    let variance = entries.iter().map(|x| x * x).sum::<f64>() / entries.len() as f64;
    // 3,072 entries: the standard error of the variance is about 0.0027.
    assert!((variance - 1.0 / 6.0).abs() < 0.012, "variance {variance}");
}

#[test]
fn a_seed_is_a_promise() {
    // The numbers behind every link with a seed. They may not change.
    let w_q = read(&json!({ "weights": { "seed": 7 } }), StepId::WQ, 0);
    let again = read(&json!({ "weights": { "seed": 7 } }), StepId::WQ, 0);
    let other = read(&json!({ "weights": { "seed": 8 } }), StepId::WQ, 0);
    assert_eq!(w_q, again);
    assert_ne!(w_q, other);
}

const SENTENCE: [&str; 9] = [
    "the", "animal", "crossed", "the", "street", "because", "it", "was", "hungry",
];

fn weight(head: usize, from: &str, to: &str) -> f64 {
    let weights = read(&json!({ "heads": 4 }), StepId::Weights, head);
    let at = |word| {
        SENTENCE
            .iter()
            .position(|w| *w == word)
            .expect("a word of the sentence")
    };
    weights[at(from)][at(to)]
}

#[test]
fn the_first_head_finds_the_noun_of_a_pronoun() {
    assert!(weight(0, "it", "animal") > 0.75);
    assert!(weight(0, "it", "street") < 0.15);
}

#[test]
fn the_second_head_finds_the_subject_of_a_verb() {
    assert!(weight(1, "crossed", "animal") > 0.6);
    assert!(weight(1, "was", "it") > 0.6);
}

#[test]
fn the_third_head_finds_the_word_before() {
    for (i, row) in read(&json!({ "heads": 4 }), StepId::Weights, 2)
        .iter()
        .enumerate()
        .skip(1)
    {
        assert!(row[i - 1] > 0.7, "{}: {row:?}", SENTENCE[i]);
    }
}

#[test]
fn the_fourth_head_finds_words_of_a_kind() {
    assert!(weight(3, "animal", "street") + weight(3, "animal", "animal") > 0.8);
    assert!(weight(3, "crossed", "was") + weight(3, "crossed", "crossed") > 0.8);
}

#[test]
fn the_design_asks_with_the_same_voice_at_every_key_size() {
    // With only designed columns asked for, scaled scores do not depend on d_k.
    let scaled = |d_k: usize| read(&json!({ "d_k": d_k }), StepId::Scaled, 0);
    let small = scaled(4);
    let w_q = |d_k: usize| read(&json!({ "d_k": d_k }), StepId::WQ, 0);
    let gain = w_q(64)[2][0] / w_q(4)[2][0];
    assert!((gain - 2.0).abs() < 1e-12, "(64/4)^¼ = 2, got {gain}");
    // The rest of the score is noise of at most a few tenths.
    let large = scaled(64);
    for (old, new) in small.iter().flatten().zip(large.iter().flatten()) {
        assert!((old - new).abs() < 1.0, "{old} became {new}");
    }
    assert!(read(&json!({ "d_k": 64 }), StepId::Weights, 0)[6][1] > 0.6);
    assert!(read(&json!({ "d_k": 512 }), StepId::Weights, 0)[6][1] > 0.6);
}

#[test]
fn the_same_word_has_the_same_vector_and_an_unknown_one_is_no_exception() {
    let vectors = embed(&["zorp", "dog", "zorp", "Dog"]);
    for feature in 0..4 {
        assert_eq!(vectors[(0, feature)], vectors[(2, feature)]);
        assert_eq!(vectors[(1, feature)], vectors[(3, feature)]);
    }
}
