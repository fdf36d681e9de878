//! Claims 24 and 26: where nothing matches, weights spread and the output comes
//! to almost nothing; a card that matches takes them over.

use attention::experiments::retrieval::{Retrieval, Settings, ask};

use crate::near;

fn at(keys: u64, spread: f64, advantage: f64) -> Retrieval {
    let settings = Settings {
        keys,
        spread,
        advantage,
        ..Settings::default()
    };
    ask(settings).expect("settings in range")
}

#[test]
fn a_query_that_nothing_matches_takes_a_little_of_everything() {
    for keys in [256, 1_024_u64] {
        for spread in [0.0, 0.5, 1.0_f64] {
            let expected = (keys as f64).ln() - spread * spread / 2.0;
            // One draw of 256 keys strays by five times the tolerance, the mean
            // of all draws by less: 0.007 at 256 keys, and the less the more.
            let runs = 1_000_000 / keys;
            let [mut entropy, mut squares] = [0.0; 2];
            for seed in 0..runs {
                let settings = Settings {
                    keys,
                    spread,
                    seed,
                    d_v: 1,
                    ..Settings::default()
                };
                let answer = ask(settings).expect("in range");
                assert!(near(answer.entropy_formula, expected, 1e-12));
                entropy += answer.without.entropy / runs as f64;
                squares += answer.without.expected_output.powi(2) / runs as f64;
            }
            assert!(
                near(entropy, expected, 0.01),
                "{keys}, {spread}: {entropy}, not {expected}"
            );
            let output = squares.sqrt() / ((spread * spread / 2.0).exp() / (keys as f64).sqrt());
            assert!(near(output, 1.0, 0.03), "{keys}, {spread}: {output}");
        }
    }
}

#[test]
fn the_output_is_as_small_as_the_weights_say() {
    let answer = at(4_096, 1.0, 0.0);
    let expected = 0.5_f64.exp() / 64.0;
    assert!(near(answer.output_formula, expected, 1e-15));
    // 64 components say what their root mean square is to 1 part in 11.
    assert!(near(
        answer.without.output / answer.without.expected_output,
        1.0,
        0.25
    ));
    assert!(near(answer.without.expected_output / expected, 1.0, 0.1));
}

#[test]
fn an_added_card_takes_over() {
    for (advantage, expected) in [(4.0, 0.460), (8.0, 0.979_f64)] {
        let answer = at(64, 0.0, advantage);
        let exact = f64::exp(advantage) / (f64::exp(advantage) + 64.0);
        assert!(near(answer.card, exact, 1e-14));
        assert!(near(answer.card_formula, exact, 1e-14));
        assert!(near(answer.card, expected, 0.0005));
        assert!(answer.with.entropy < answer.without.entropy);
        assert!(answer.with.output > answer.without.output);
    }
}
