//! One token at a time, with a cache, gives what all at once gives.

mod support;

use attention::{
    Scalar, Scenario, StepId, Trace, attend,
    decode::{DecodeStep, Decoder, scratch_work, step_traffic, step_work},
};
use proptest::prelude::*;
use support::{Case, MaskCase, any_whole_case, close, config};

/// Causal self-attention of any shape, group size, scale, weights and options.
fn causal_case() -> impl Strategy<Value = Case> {
    any_whole_case().prop_map(|case| Case {
        memory: None,
        mask: MaskCase::Causal,
        ..case
    })
}

fn decode<T: Scalar>(scenario: &Scenario) -> (Vec<DecodeStep<T>>, Decoder<T>) {
    let mut decoder = Decoder::new(scenario).expect("causal self-attention");
    let n = scenario.shape().n;
    let steps = (0..n).map(|_| decoder.step().expect("small numbers"));
    (steps.collect(), decoder)
}

/// The part of a scenario that a decoder has seen after some steps.
fn prefix(case: &Case, tokens: usize) -> Trace<f64> {
    Case {
        vectors: case.vectors[..tokens].to_vec(),
        ..case.clone()
    }
    .attend()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn each_step_is_the_last_row_of_computing_the_prefix_from_scratch(case in causal_case()) {
        let (steps, _) = decode::<f64>(&case.scenario());
        for (token, step) in steps.iter().enumerate() {
            prop_assert_eq!(step.token, token);
            let scratch = prefix(&case, token + 1);
            for (id, actual) in [
                (StepId::QRotated, &step.queries),
                (StepId::Scores, &step.scores),
                (StepId::Scaled, &step.scaled),
                (StepId::Biased, &step.biased),
                (StepId::Weights, &step.weights),
                (StepId::HeadOutput, &step.head_output),
            ] {
                for head in 0..case.sizes.heads {
                    let expected = scratch.read(id, head).expect("a head");
                    prop_assert_eq!(actual.ncols(), expected.ncols());
                    for (actual, expected) in actual.row(head).iter().zip(&expected.row(token)) {
                        prop_assert!(close(*actual, *expected), "{id:?}: {actual} is not {expected}");
                    }
                }
            }
            let expected = scratch.read(StepId::Output, 0).expect("the output");
            for (actual, expected) in step.output.iter().zip(&expected.row(token)) {
                prop_assert!(close(*actual, *expected), "{actual} is not {expected}");
            }
        }
    }

    #[test]
    fn the_cache_holds_the_keys_and_values_of_every_token_so_far(case in causal_case()) {
        let scenario = case.scenario();
        let trace = case.attend();
        let group = case.sizes.heads / case.sizes.kv_heads;
        let mut decoder = Decoder::<f64>::new(&scenario).expect("causal self-attention");
        for t in 1..=case.sizes.n {
            let step = decoder.step().expect("small numbers");
            prop_assert_eq!(decoder.cached(), t);
            for kv in 0..case.sizes.kv_heads {
                for (id, cached, appended) in [
                    (StepId::KRotated, decoder.keys(kv), &step.key),
                    (StepId::V, decoder.values(kv), &step.value),
                ] {
                    let cached = cached.expect("a key/value head");
                    let all = trace.read(id, kv * group).expect("a head");
                    prop_assert_eq!(cached.shape(), (t, all.ncols()));
                    prop_assert_eq!(cached.row(t - 1), appended.row(kv));
                    for (cached, expected) in cached.iter().zip(&all.rows(0, t)) {
                        prop_assert!(close(*cached, *expected));
                    }
                }
            }
        }
    }

    #[test]
    fn the_counts_of_every_step_are_those_of_the_formulas(case in causal_case()) {
        let scenario = case.scenario();
        let shape = scenario.shape();
        let (steps, _) = decode::<f64>(&scenario);
        let mut so_far = 0;
        for (token, step) in steps.iter().enumerate() {
            prop_assert_eq!(step.work, step_work(shape, token + 1));
            prop_assert_eq!(step.traffic, step_traffic(shape, token + 1));
            so_far += step.work;
            prop_assert_eq!(scratch_work(shape, token + 1), so_far);
        }
    }

    /// Small whole numbers are added up exactly in any order, so that ties are
    /// ties in both.
    #[test]
    fn exact_lookup_decodes_to_the_same_ties(case in causal_case(), alibi in any::<bool>()) {
        let case = case.whole_numbers(if alibi { "alibi" } else { "none" });
        let whole = case.attend();
        let (steps, _) = decode::<f64>(&case.scenario());
        for step in &steps {
            for head in 0..case.sizes.heads {
                let expected = whole.read(StepId::Weights, head).expect("a head");
                for (j, &weight) in step.weights.row(head).iter().enumerate() {
                    prop_assert_eq!(weight, expected[(step.token, j)]);
                }
            }
        }
    }

    #[test]
    fn narrow_numbers_decode_alike(case in causal_case()) {
        let scenario = case.scenario();
        let whole = attend::<f32>(&scenario).expect("small numbers");
        let output = whole.read(StepId::Output, 0).expect("the output");
        let (steps, _) = decode::<f32>(&scenario);
        let size = output.amax().max(f32::MIN_POSITIVE);
        for (token, step) in steps.iter().enumerate() {
            prop_assert!((&step.output - output.row(token)).amax() <= 1e-5 * size);
        }
    }
}

/// Four times as many query heads as key/value heads: the scores take the same
/// work, the cache a quarter.
#[test]
fn sharing_keys_and_values_shrinks_what_each_token_adds_to_a_step() {
    let shape = |kv_heads| attention::Shape {
        heads: 4,
        kv_heads,
        ..Scenario::default().shape()
    };
    let growth = |kv| step_traffic(shape(kv), 2).read - step_traffic(shape(kv), 1).read;
    let work = |kv| step_work(shape(kv), 2) - step_work(shape(kv), 1);
    assert_eq!([growth(4), growth(2), growth(1)], [32, 16, 8]);
    assert_eq!([work(4), work(2), work(1)], [32, 32, 32]);
    assert_eq!(
        step_traffic(shape(1), 1).bytes(2),
        2 * step_traffic(shape(1), 1).total()
    );
}

fn refusal(json: &str) -> String {
    let scenario = Scenario::from_json(json).expect("a valid scenario");
    let refused = Decoder::<f64>::new(&scenario).map(|_| ());
    refused.expect_err("a refusal").to_string()
}

#[test]
fn what_cannot_be_decoded_is_refused_by_name() {
    assert_eq!(
        refusal("{}"),
        "mask: expected \"causal\", to decode, got \"none\""
    );
    assert_eq!(
        refusal(r#"{ "mask": { "window": 2 } }"#),
        "mask: expected \"causal\", to decode, got a window"
    );
    let width = Scenario::default().shape().d_model;
    let vector = vec!["0"; width].join(",");
    let memory = format!(r#"{{ "tokens": ["a"], "vectors": [[{vector}]] }}"#);
    assert_eq!(
        refusal(&format!(r#"{{ "mask": "causal", "memory": {memory} }}"#)),
        "memory: expected null, to decode, got a memory with tokens of its own"
    );
}

#[test]
fn a_step_beyond_the_tokens_is_refused_and_the_cache_stays() {
    let scenario = Scenario::from_json(r#"{ "tokens": ["it", "was"], "mask": "causal" }"#);
    let scenario = scenario.expect("a valid scenario");
    let (_, mut decoder) = decode::<f64>(&scenario);
    assert_eq!(
        decoder.step().expect_err("two tokens").to_string(),
        "step: expected at most 2 steps, one for each token, got 3"
    );
    assert_eq!(decoder.cached(), 2);
    assert_eq!(
        decoder.keys(2).expect_err("two heads").to_string(),
        "kv_head: expected a whole number below 2, got 2"
    );
}

#[test]
fn an_overflow_is_refused_by_its_place_and_not_cached() {
    let scenario = Scenario::from_json(
        r#"{ "tokens": ["a", "b"], "vectors": [[1], [1e200]], "heads": 1, "d_k": 1, "d_v": 1,
             "mask": "causal",
             "weights": { "w_q": [[1]], "w_k": [[1]], "w_v": [[1]], "w_o": [[1]] } }"#,
    );
    let scenario = scenario.expect("a valid scenario");
    let mut decoder = Decoder::<f64>::new(&scenario).expect("causal self-attention");
    decoder.step().expect("small numbers");
    let refused = decoder.step().expect_err("an overflow");
    assert_eq!(Some(refused), attend::<f64>(&scenario).err());
    assert_eq!(decoder.cached(), 1);
}
