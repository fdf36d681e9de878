//! Claims 12 and 25: only differences of scores matter, and more keys mean more
//! noise, unless the scores grow with the logarithm of their number.

use attention::{
    Scenario, StepId, attend,
    experiments::needle::{Needle, Settings, find},
};

use crate::near;

fn among(keys: u64, advantage: f64, spread: f64) -> Needle {
    let settings = Settings {
        keys,
        advantage,
        spread,
        ..Settings::default()
    };
    find(settings).expect("settings in range")
}

#[test]
fn the_advantage_for_half_of_the_weight_grows_with_the_logarithm() {
    for (keys, expected) in [(100, 4.60), (10_000, 9.21), (1_000_000, 13.82)] {
        let half = among(keys, 0.0, 0.0).half_advantage;
        assert!(near(half, expected, 0.005), "{half}");
        assert!(near(among(keys, half, 0.0).weight, 0.5, 1e-9));
    }
}

#[test]
fn a_million_executed_keys_agree_with_the_closed_form() {
    for keys in [2, 100, 10_000, 1_000_000] {
        for advantage in [-3.0, 0.0, 6.0, 14.0_f64] {
            let needle = among(keys, advantage, 0.0);
            let expected = 1.0 / (1.0 + (keys - 1) as f64 * (-advantage).exp());
            assert!(near(needle.weight / expected, 1.0, 1e-9));
            assert!(near(needle.formula / expected, 1.0, 1e-12));
        }
    }
}

#[test]
fn normal_distractors_weigh_as_much_as_their_mean() {
    assert!(near(among(100, 6.0, 1.0).formula, 0.712, 0.0005));
    let seeds = 0..200;
    let sum: f64 = seeds
        .map(|seed| {
            find(Settings {
                seed,
                ..Settings::default()
            })
            .expect("in range")
            .weight
        })
        .sum();
    assert!(near(sum / 200.0, 0.712, 0.01), "{}", sum / 200.0);
    let many = among(1_000_000, 14.0, 1.0);
    assert!(near(many.weight, many.formula, 0.002), "{many:?}");
}

#[test]
fn scores_that_grow_with_log_n_keep_the_needle() {
    // With s = 1/ln 9, nine keys are as without it.
    let at = |keys, log_n| {
        let settings = Settings {
            keys,
            advantage: 4.0,
            spread: 0.0,
            log_n,
            seed: 7,
        };
        find(settings).expect("in range")
    };
    let s = Some(1.0 / 9.0_f64.ln());
    assert!(near(at(9, s).weight, at(9, None).weight, 1e-15));
    assert!(at(1_000_000, None).weight < 1e-4);
    let kept = at(1_000_000, s);
    // (N − 1)·N^(−sΔ) is what the others come to.
    let others = 999_999.0 * 1e6_f64.powf(-4.0 / 9.0_f64.ln());
    assert!(near(kept.weight, 1.0 / (1.0 + others), 1e-9));
    assert!(kept.weight > 0.99);
    assert!(near(at(1_000_000, s).half_advantage, 9.0_f64.ln(), 1e-6));
}

/// The engine's own log-n scaling, on as many keys as a scenario may have.
#[test]
fn the_engines_log_n_scaling_is_the_same() {
    let (keys, advantage, s) = (300, 4.0, 0.3);
    let settings = Settings {
        keys,
        advantage,
        spread: 0.0,
        log_n: Some(s),
        seed: 7,
    };
    let labels: Vec<String> = (0..keys).map(|key| format!("\"t{key}\"")).collect();
    let mut vectors = vec!["[0]".to_string(); keys as usize];
    vectors[0] = format!("[{advantage}]");
    let scenario = Scenario::from_json(&format!(
        r#"{{ "tokens": ["q"], "vectors": [[1]], "heads": 1, "d_k": 1, "d_v": 1, "ssmax": {s},
             "memory": {{ "tokens": [{}], "vectors": [{}] }},
             "weights": {{ "w_q": [[1]], "w_k": [[1]], "w_v": [[1]], "w_o": [[1]] }} }}"#,
        labels.join(", "),
        vectors.join(", "),
    ))
    .expect("a valid scenario");
    let trace = attend::<f64>(&scenario).expect("small numbers");
    let weight = trace.read(StepId::Weights, 0).expect("a head")[(0, 0)];
    let found = find(settings).expect("in range");
    assert!(
        near(weight, found.weight, 1e-14),
        "{weight}, not {}",
        found.weight
    );
}
