//! Claim 1: attention runs billions of times in one answer. Billions of scores
//! it is; calls are a million.

use attention::{
    StepId, attend,
    experiments::counting::{Count, Settings, count},
};
use proptest::prelude::*;

use crate::support::{self, MaskCase};

#[test]
fn a_thousand_tokens_each_way_take_two_billion_scores() {
    let expected = Count {
        prefill_calls: 1_024,
        decode_calls: 1_024_000,
        prefill_scores: 512_512_000,
        decode_scores: 1_536_512_000,
        scores: 2_049_024_000,
    };
    assert_eq!(count(Settings::default()), Ok(expected));
}

#[test]
fn more_scores_than_a_number_can_hold_are_refused() {
    let most = Settings {
        layers: 1_000,
        heads: 1_024,
        prompt: 10_000_000,
        generated: 10_000_000,
    };
    assert_eq!(
        count(most).expect_err("2·10²⁰ scores").to_string(),
        "prompt: expected so few tokens, heads and layers that there are fewer than 2^53 scores, \
         got 10000000 tokens, and 10000000 generated, in 1024000 heads"
    );
    let too_many_heads = Settings {
        heads: 1_025,
        ..Settings::default()
    };
    assert_eq!(
        count(too_many_heads).expect_err("too many").to_string(),
        "heads: expected a whole number from 1 to 1024, got 1025"
    );
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn counting_one_by_one_gives_the_same(
        layers in 1..4_u64, heads in 1..4_u64, prompt in 1..40_u64, generated in 0..40_u64,
    ) {
        let (mut prefill, mut decode) = (0, 0);
        for _head in 0..layers * heads {
            for query in 0..prompt + generated {
                for _key in 0..=query {
                    *(if query < prompt { &mut prefill } else { &mut decode }) += 1;
                }
            }
        }
        let settings = Settings { layers, heads, prompt, generated };
        let counted = count(settings).expect("small numbers");
        prop_assert_eq!(counted.prefill_scores, prefill);
        prop_assert_eq!(counted.decode_scores, decode);
        prop_assert_eq!(counted.scores, prefill + decode);
        prop_assert_eq!(counted.decode_calls, layers * heads * generated);
    }

    /// One layer of the engine, with a causal mask, has as many scores.
    #[test]
    fn the_engine_compares_as_often(case in support::any_case()) {
        let case = support::Case { mask: MaskCase::Causal, memory: None, ..case };
        let trace = attend::<f64>(&case.scenario()).expect("small numbers");
        let heads = case.sizes.heads;
        let compared = (0..heads).flat_map(|head| {
            let masked = trace.read(StepId::Masked, head).expect("a head");
            masked.iter().filter(|score| score.is_finite()).map(|_| ()).collect::<Vec<_>>()
        });
        let prompt = case.sizes.n as u64;
        let settings = Settings { layers: 1, heads: heads as u64, prompt, generated: 0 };
        let counted = count(settings).expect("small numbers");
        prop_assert_eq!(counted.scores, compared.count() as u64);
    }
}
