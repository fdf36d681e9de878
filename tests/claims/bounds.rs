//! Whatever its settings, an experiment answers with finite numbers or refuses.

use attention::experiments::{
    Histogram, counting, gain, heads, lookup, needle, retrieval,
    scaling::{self, Statistics},
};
use proptest::{collection::vec, option, prelude::*, sample::select};

use crate::support;

/// Numbers of a range, its ends more often than others.
fn from(low: f64, high: f64) -> impl Strategy<Value = f64> {
    prop_oneof![3 => low..=high, 1 => Just(low), 1 => Just(high)]
}

/// Also those that no range has.
fn any_number() -> impl Strategy<Value = f64> {
    prop_oneof![
        any::<f64>(),
        select(vec![
            0.0,
            -0.0,
            1.0,
            f64::NAN,
            f64::INFINITY,
            f64::NEG_INFINITY,
            5e-324,
            1e308
        ]),
    ]
}

fn share(number: f64) -> bool {
    (0.0..=1.0 + 1e-12).contains(&number)
}

proptest! {
    #![proptest_config(support::config())]

    #[test]
    fn scaling(d_k in 1..=1_024_u64, keys in 2..=256_u64, samples in 1..=50_u64, seed in any::<u64>()) {
        let compared = scaling::compare(scaling::Settings { d_k, keys, samples, seed });
        let compared = compared.expect("settings in range");
        for Statistics { score_deviation, scores, mean_max_weight, mean_jacobian, median_jacobian, .. }
            in [compared.unscaled, compared.scaled]
        {
            prop_assert!(score_deviation.is_finite() && share(mean_max_weight));
            prop_assert!((0.0..=0.5 + 1e-12).contains(&mean_jacobian));
            prop_assert!((0.0..=0.5 + 1e-12).contains(&median_jacobian));
            let Histogram { counts, below, above, .. } = scores;
            let counted = u64::from(counts.iter().sum::<u32>() + below + above);
            prop_assert_eq!(counted, samples * keys);
        }
    }

    #[test]
    fn needle(
        keys in 2..=3_000_u64, advantage in from(-50.0, 50.0), spread in from(0.0, 5.0),
        log_n in option::of(from(0.01, 10.0)), seed in any::<u64>(),
    ) {
        let settings = needle::Settings { keys, advantage, spread, log_n, seed };
        let found = needle::find(settings).expect("settings in range");
        prop_assert!(share(found.weight) && share(found.formula) && share(found.rival), "{found:?}");
        prop_assert!((0.0..=(keys as f64).ln() + 1e-9).contains(&found.entropy), "{found:?}");
        prop_assert!(found.factor.is_finite() && found.half_advantage.is_finite());
    }

    #[test]
    fn retrieval(
        keys in 1..=500_u64, spread in from(0.0, 5.0), advantage in from(-50.0, 50.0),
        d_v in 1..=64_u64, seed in any::<u64>(),
    ) {
        let settings = retrieval::Settings { keys, spread, advantage, d_v, seed };
        let answer = retrieval::ask(settings).expect("settings in range");
        prop_assert!(share(answer.card) && share(answer.card_formula), "{answer:?}");
        prop_assert!(answer.entropy_formula.is_finite() && answer.output_formula.is_finite());
        for blend in [answer.without, answer.with] {
            prop_assert!(share(blend.max_weight) && share(blend.expected_output), "{blend:?}");
            prop_assert!(blend.output.is_finite() && blend.entropy >= 0.0, "{blend:?}");
        }
    }

    #[test]
    fn gain((drives, gains) in (1..8_usize).prop_flat_map(|n| {
        (vec(from(0.0, 1e6), n), vec(from(0.0, 1e6), n))
    }), sigma in from(0.0, 1e6)) {
        let driven = sigma > 0.0 || drives.iter().zip(&gains).any(|(e, a)| e * a > 0.0);
        match gain::respond(&gain::Settings { drives, gains, sigma }) {
            Err(refusal) => prop_assert!(!driven, "{refusal}"),
            Ok(shared) => {
                prop_assert!(shared.responses.iter().chain(&shared.weights).all(|&r| share(r)));
                prop_assert!(share(shared.unspent) && share(shared.sink));
                prop_assert!((shared.sink - shared.unspent).abs() < 1e-14);
            }
        }
    }

    #[test]
    fn lookup((scores, values) in (1..8_usize).prop_flat_map(|n| {
        (vec(from(-1e3, 1e3), n), vec(from(-1e3, 1e3), n))
    }), temperature in from(0.0, 1e3)) {
        let settings = lookup::Settings { scores, values, temperature };
        let found = lookup::look_up(&settings).expect("settings in range");
        prop_assert!(found.weights.iter().chain(&found.exact_weights).all(|&w| share(w)));
        prop_assert!(found.output.abs() <= 1e3 + 1e-9 && found.exact_output.abs() <= 1e3 + 1e-9);
        prop_assert!(found.entropy >= 0.0, "{found:?}");
    }

    #[test]
    fn heads(
        tokens in vec(select(vec!["a", "b", "c"]).prop_map(String::from), 1..12),
        kinds in vec(select(vec![heads::Kind::SameWord, heads::Kind::Previous, heads::Kind::First]), 1..5),
        gain in from(0.0, 100.0),
    ) {
        let settings = heads::Settings { tokens, kinds, gain };
        for found in heads::run(&settings).expect("settings in range").concat() {
            prop_assert!((found.weight - found.formula).abs() < 1e-14, "{found:?}");
        }
    }

    #[test]
    fn whatever_number_comes(x in any_number(), y in any_number(), whole in any::<u64>()) {
        // Each refuses by the name of a setting, or answers.
        let default = needle::Settings::default();
        if let Ok(found) = needle::find(needle::Settings { advantage: x, spread: y, ..default }) {
            prop_assert!(share(found.weight));
        }
        if let Ok(found) = needle::find(needle::Settings { log_n: Some(x), ..default }) {
            prop_assert!(share(found.weight));
        }
        let default = retrieval::Settings::default();
        if let Ok(answer) = retrieval::ask(retrieval::Settings { advantage: x, spread: y, ..default }) {
            prop_assert!(share(answer.card));
        }
        let settings = lookup::Settings { temperature: x, ..lookup::Settings::default() };
        if let Ok(found) = lookup::look_up(&settings) {
            prop_assert!(found.output.is_finite() && !found.entropy.is_nan());
        }
        let settings = gain::Settings { drives: vec![x], gains: vec![y], sigma: x };
        if let Ok(shared) = gain::respond(&settings) {
            prop_assert!(share(shared.sink) && share(shared.responses[0]));
        }
        if let Ok(two) = scaling::two_keys(x) {
            prop_assert!(share(two.weight) && two.slope <= 0.25 && two.slope > 0.0);
        }
        if let Ok(gain) = heads::gain_for(x, whole % 8, whole) {
            prop_assert!(gain.is_finite());
        }
        let counted = counting::count(counting::Settings {
            layers: whole % 1_001, heads: whole % 1_025, prompt: whole, generated: whole >> 40,
        });
        prop_assert!(counted.is_err() || counted.expect("counted").scores > 0);
    }
}
