//! What has to hold for every scenario, whatever its numbers.

mod support;

use attention::{StepId, Trace, attend};
use proptest::prelude::*;
use support::{
    Case, MaskCase, Rows, Source, any_case, close, config, explicit_case,
    oracle::{oracle, to_rows},
};

/// One head of a step.
fn read(trace: &Trace<f64>, step: StepId, head: usize) -> Rows {
    to_rows(trace.read(step, head).expect("a head that exists"))
}

/// Every head of a step.
fn heads(trace: &Trace<f64>, step: StepId) -> Vec<Rows> {
    (0..trace.scenario().shape().heads)
        .map(|head| read(trace, step, head))
        .collect()
}

fn agree(a: &Rows, b: &Rows, tolerance: f64) -> bool {
    let pairs = a.iter().flatten().zip(b.iter().flatten());
    a.len() == b.len()
        && a.iter().flatten().count() == b.iter().flatten().count()
        && pairs
            .into_iter()
            .all(|(a, b)| a == b || (a - b).abs() <= tolerance)
}

/// The keys that query `i` may attend to.
fn allowed(case: &Case, i: usize) -> Vec<usize> {
    (0..case.sizes.keys())
        .filter(|&j| case.mask.allows(i, j))
        .collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn every_step_agrees_with_loops_over_lists(case in any_case()) {
        let trace = case.attend();
        for (step, expected) in oracle(&case, trace.scenario()) {
            for (head, expected) in expected.iter().enumerate() {
                let actual = read(&trace, step, head);
                prop_assert_eq!(actual.len(), expected.len());
                for (i, (actual, expected)) in actual.iter().zip(expected).enumerate() {
                    prop_assert_eq!(actual.len(), expected.len());
                    for (j, (&actual, &expected)) in actual.iter().zip(expected).enumerate() {
                        prop_assert!(
                            close(actual, expected),
                            "{} of head {head} at ({i}, {j}): {actual}, expected {expected}",
                            step.name(),
                        );
                    }
                }
            }
        }
    }

    #[test]
    fn each_row_of_weights_is_a_distribution(case in any_case()) {
        for row in heads(&case.attend(), StepId::Weights).concat() {
            prop_assert!((row.iter().sum::<f64>() - 1.0).abs() <= 1e-12);
            prop_assert!(row.iter().all(|weight| (0.0..=1.0).contains(weight)));
        }
    }

    #[test]
    fn single_precision_gives_distributions_and_nearly_the_same_output(case in any_case()) {
        let double = case.attend();
        let single = attend::<f32>(double.scenario()).expect("small numbers");
        for head in 0..case.sizes.heads {
            let weights = single.read(StepId::Weights, head).expect("a head that exists");
            for row in weights.row_iter() {
                prop_assert!((row.sum() - 1.0).abs() <= 1e-5);
            }
        }
        let output = single.read(StepId::Output, 0).expect("an output").map(f64::from);
        let difference = to_rows(output.as_view());
        prop_assert!(agree(&difference, &read(&double, StepId::Output, 0), 1e-2));
    }

    #[test]
    fn a_forbidden_key_has_score_minus_infinity_and_weight_zero(case in any_case()) {
        let trace = case.attend();
        for head in 0..case.sizes.heads {
            let [scaled, masked, weights] =
                [StepId::Scaled, StepId::Masked, StepId::Weights].map(|s| read(&trace, s, head));
            for i in 0..case.sizes.n {
                for j in 0..case.sizes.keys() {
                    if case.mask.allows(i, j) {
                        prop_assert_eq!(masked[i][j], scaled[i][j]);
                    } else {
                        prop_assert_eq!(masked[i][j], f64::NEG_INFINITY);
                        prop_assert_eq!(weights[i][j].to_bits(), 0.0_f64.to_bits());
                    }
                }
            }
        }
    }

    /// Adding a number to every score of a row changes no weight. The number
    /// comes in by one more feature that is 1 everywhere and only the keys see.
    #[test]
    fn a_shift_of_all_scores_of_a_row_changes_no_weight(
        case in explicit_case(),
        shift in -3.0..3.0_f64,
    ) {
        let mut shifted = case.clone();
        shifted.sizes.d_model += 1;
        for row in shifted.vectors.iter_mut().chain(shifted.memory.iter_mut().flatten()) {
            row.push(1.0);
        }
        let Source::Explicit([w_q, w_k, w_v, w_o]) = &mut shifted.weights else {
            unreachable!("every weight is given");
        };
        for (matrix, number) in [(w_q, 0.0), (w_k, shift), (w_v, 0.0)] {
            let width = matrix[0].len();
            matrix.push(vec![number; width]);
        }
        for row in w_o {
            row.push(0.0);
        }
        let (before, after) = (case.attend(), shifted.attend());
        for head in 0..case.sizes.heads {
            let [before, after] = [&before, &after].map(|t| read(t, StepId::Weights, head));
            prop_assert!(agree(&before, &after, 1e-12), "{before:?}, then {after:?}");
        }
    }

    #[test]
    fn without_positions_and_mask_the_order_of_tokens_only_orders_the_output(
        (case, order) in explicit_case().prop_flat_map(|case| {
            let order: Vec<usize> = (0..case.sizes.n).collect();
            (Just(case), Just(order).prop_shuffle())
        })
    ) {
        let case = Case { mask: MaskCase::None, ..case };
        let mut permuted = case.clone();
        permuted.vectors = order.iter().map(|&i| case.vectors[i].clone()).collect();
        let before = read(&case.attend(), StepId::Output, 0);
        let after = read(&permuted.attend(), StepId::Output, 0);
        let expected = order.iter().map(|&i| before[i].clone()).collect();
        prop_assert!(agree(&after, &expected, 1e-12), "{after:?}, expected {expected:?}");
    }

    #[test]
    fn without_a_mask_the_order_of_the_memory_makes_no_difference(
        (case, order) in explicit_case().prop_flat_map(|case| {
            let order: Vec<usize> = (0..case.sizes.keys()).collect();
            (Just(case), Just(order).prop_shuffle())
        })
    ) {
        let memory = case.memory.clone().unwrap_or_else(|| case.vectors.clone());
        let case = Case { mask: MaskCase::None, memory: Some(memory.clone()), ..case };
        let reordered = order.iter().map(|&j| memory[j].clone()).collect();
        let permuted = Case { memory: Some(reordered), ..case.clone() };
        let [before, after] = [case, permuted].map(|c| read(&c.attend(), StepId::Output, 0));
        prop_assert!(agree(&before, &after, 1e-12), "{before:?}, then {after:?}");
    }

    /// With one key/value head that is multi-query attention.
    #[test]
    fn a_shared_key_and_value_head_is_the_same_head_repeated(case in explicit_case()) {
        let group = case.sizes.heads / case.sizes.kv_heads;
        let mut repeated = case.clone();
        repeated.sizes.kv_heads = case.sizes.heads;
        let Source::Explicit([_, w_k, w_v, _]) = &mut repeated.weights else {
            unreachable!("every weight is given");
        };
        for (matrix, width) in [(w_k, case.sizes.d_k), (w_v, case.sizes.d_v)] {
            for row in matrix {
                *row = row.chunks(width).flat_map(|head| head.repeat(group)).collect();
            }
        }
        let [shared, repeated] = [&case, &repeated].map(Case::attend);
        for step in [StepId::K, StepId::V, StepId::Weights, StepId::HeadOutput, StepId::Output] {
            for head in 0..case.sizes.heads {
                let [a, b] = [&shared, &repeated].map(|trace| read(trace, step, head));
                prop_assert!(agree(&a, &b, 1e-12), "{} of head {head}", step.name());
            }
        }
    }

    #[test]
    fn a_temperature_near_zero_looks_up_the_best_key(case in any_case()) {
        let warm = Case { temperature: 1.0, ..case.clone() }.attend();
        let cold = Case { temperature: 1e-6, ..case.clone() }.attend();
        for head in 0..case.sizes.heads {
            let [scores, weights] = [
                read(&warm, StepId::Scaled, head),
                read(&cold, StepId::Weights, head),
            ];
            for i in 0..case.sizes.n {
                let mut ranked = allowed(&case, i);
                ranked.sort_by(|&a, &b| scores[i][b].total_cmp(&scores[i][a]));
                let best = ranked[0];
                let is_unique = ranked
                    .get(1)
                    .is_none_or(|&second| scores[i][best] - scores[i][second] > 1e-4);
                if is_unique {
                    prop_assert!((weights[i][best] - 1.0).abs() <= 1e-12, "{:?}", weights[i]);
                }
            }
        }
    }

    #[test]
    fn a_temperature_near_zero_lets_equal_keys_share(case in any_case()) {
        let once = case.memory.clone().unwrap_or_else(|| case.vectors.clone());
        let m = once.len();
        let mut case = case;
        case.mask = MaskCase::None;
        case.temperature = 1e-6;
        case.memory = Some([once.clone(), once].concat());
        for row in heads(&case.attend(), StepId::Weights).concat() {
            for j in 0..m {
                prop_assert!((row[j] - row[m + j]).abs() <= 1e-6, "{row:?}");
            }
        }
    }

    #[test]
    fn a_high_temperature_attends_evenly(case in any_case()) {
        let case = Case { temperature: 1e15, ..case };
        for weights in heads(&case.attend(), StepId::Weights) {
            for (i, row) in weights.iter().enumerate() {
                let allowed = allowed(&case, i);
                for &j in &allowed {
                    prop_assert!((row[j] - 1.0 / allowed.len() as f64).abs() <= 1e-9);
                }
            }
        }
    }

    /// A point is inside a hull if no direction tells it apart from all of the
    /// hull's points.
    #[test]
    fn a_heads_output_stays_within_the_hull_of_the_allowed_values(
        (case, directions) in any_case().prop_flat_map(|case| {
            let width = case.sizes.d_v;
            (Just(case), support::rows(8, width))
        })
    ) {
        let axes = (0..case.sizes.d_v)
            .map(|axis| (0..case.sizes.d_v).map(|c| f64::from(u8::from(c == axis))).collect());
        let directions: Rows = axes.chain(directions).collect();
        let trace = case.attend();
        for head in 0..case.sizes.heads {
            let [values, output] = [StepId::V, StepId::HeadOutput].map(|s| read(&trace, s, head));
            for (i, output) in output.iter().enumerate() {
                for direction in &directions {
                    let along = |point: &[f64]| -> f64 {
                        point.iter().zip(direction).map(|(a, b)| a * b).sum()
                    };
                    let reach = || allowed(&case, i).into_iter().map(|j| along(&values[j]));
                    let least = reach().fold(f64::INFINITY, f64::min);
                    let most = reach().fold(f64::NEG_INFINITY, f64::max);
                    let at = along(output);
                    prop_assert!(least - 1e-12 <= at && at <= most + 1e-12, "{least} {at} {most}");
                }
            }
        }
    }
}
