//! Claim 27: attention matches patterns in vectors. Labels play no part.

use std::collections::HashSet;

use attention::{Scenario, experiments::relabel::relabel};
use proptest::prelude::*;

use crate::support;

#[test]
fn nonsense_words_change_nothing() {
    let scenario = Scenario::default();
    for seed in 0..20 {
        let relabelled = relabel(&scenario, seed).expect("small numbers");
        assert_eq!((relabelled.weights, relabelled.output), (0.0, 0.0));
        // "the" comes twice, and stays one word.
        assert_eq!(relabelled.tokens[0], relabelled.tokens[3]);
        let words: HashSet<_> = relabelled.tokens.iter().collect();
        assert_eq!(words.len(), 8);
        for (token, word) in scenario.tokens().iter().zip(&relabelled.tokens) {
            assert_ne!(token, word);
        }
    }
}

#[test]
fn vectors_are_kept_and_not_made_anew() {
    let labels: Vec<String> = (0..9).map(|i| format!("bafi{i}")).collect();
    let kept = Scenario::default()
        .relabelled(labels.clone())
        .expect("nine labels");
    assert_eq!(kept.vectors(), Scenario::default().vectors());
    assert_eq!(kept.tokens(), labels);
    let too_few = Scenario::default().relabelled(vec!["a".into()]);
    assert_eq!(too_few.expect_err("one label").field(), "tokens");
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn whatever_the_scenario(case in support::any_whole_case(), seed in any::<u64>()) {
        let Ok(relabelled) = relabel(&case.scenario(), seed) else { return Ok(()) };
        prop_assert_eq!((relabelled.weights, relabelled.output), (0.0, 0.0));
    }
}
