//! What has to hold for every scenario there is, with all options at once.

mod support;

use attention::{STEPS, Scalar, Scenario, StepId, Trace, attend, to_row_major};
use proptest::prelude::*;
use support::{Case, any_whole_case, config};

/// Every matrix of a trace, by step and head.
fn matrices<T: Scalar>(trace: &Trace<T>) -> Vec<(StepId, usize, Vec<Vec<f64>>)> {
    let heads = trace.scenario().shape().heads;
    let mut found = Vec::new();
    for step in STEPS {
        for head in 0..if step.per_head { heads } else { 1 } {
            let view = trace.read(step.id, head).expect("a step of the table");
            let rows = view
                .row_iter()
                .map(|row| row.iter().map(|v| v.widen()).collect());
            found.push((step.id, head, rows.collect()));
        }
    }
    found
}

/// The keys that query `i` may attend to.
fn allowed(case: &Case, i: usize) -> Vec<usize> {
    (0..case.sizes.keys())
        .filter(|&j| case.mask.allows(i, j))
        .collect()
}

/// The share of an empty slot of weight σ beside a row's allowed scores:
/// σ / (σ + Σ e^s), as the definition has it, without taking off a maximum.
fn slot(case: &Case, masked: &[f64], i: usize) -> f64 {
    let sink = case.options.sink;
    let exps = allowed(case, i).into_iter().map(|j| masked[j].exp());
    sink / (sink + exps.sum::<f64>())
}

fn is_sound<T: Scalar>(case: &Case, trace: &Trace<T>, tolerance: f64) -> Result<(), TestCaseError> {
    let all = matrices(trace);
    for (step, head, rows) in &all {
        for (i, row) in rows.iter().enumerate() {
            for (j, &number) in row.iter().enumerate() {
                let forbidden = *step == StepId::Masked && !case.mask.allows(i, j);
                let fits = match forbidden {
                    true => number == f64::NEG_INFINITY,
                    false => number.is_finite(),
                };
                prop_assert!(
                    fits,
                    "{} of head {head} at ({i}, {j}): {number}",
                    step.name()
                );
            }
        }
    }
    for head in 0..case.sizes.heads {
        let of = |wanted| {
            let found = all
                .iter()
                .find(|(step, h, _)| *step == wanted && *h == head);
            &found.expect("a step that each head has").2
        };
        for (i, (masked, weights)) in of(StepId::Masked)
            .iter()
            .zip(of(StepId::Weights))
            .enumerate()
        {
            let sum: f64 = weights.iter().sum();
            let expected = 1.0 - slot(case, masked, i);
            prop_assert!(
                (sum - expected).abs() <= tolerance,
                "{sum}, expected {expected}"
            );
            prop_assert!(weights.iter().all(|weight| (0.0..=1.0).contains(weight)));
            for (j, weight) in weights.iter().enumerate() {
                prop_assert!(case.mask.allows(i, j) || *weight == 0.0);
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..config() })]

    #[test]
    fn no_number_is_nan_and_each_row_shares_out_what_the_slot_leaves(case in any_whole_case()) {
        let scenario = case.scenario();
        is_sound(&case, &attend::<f64>(&scenario).expect("small numbers"), 1e-12)?;
        is_sound(&case, &attend::<f32>(&scenario).expect("small numbers"), 1e-5)?;
    }

    #[test]
    fn exact_lookup_shares_the_row_among_its_largest_scores(case in any_whole_case()) {
        let mut case = case;
        case.temperature = 0.0;
        case.options.sink = 0.0;
        let trace = case.attend();
        for head in 0..case.sizes.heads {
            let [masked, weights] = [StepId::Masked, StepId::Weights]
                .map(|step| to_row_major(trace.read(step, head).expect("a head")));
            for (masked, weights) in masked.chunks(case.sizes.keys()).zip(weights.chunks(case.sizes.keys())) {
                let largest = masked.iter().copied().fold(f64::NEG_INFINITY, f64::max);
                let ties = masked.iter().filter(|&&score| score == largest).count() as f64;
                for (&score, &weight) in masked.iter().zip(weights) {
                    prop_assert_eq!(weight, if score == largest { 1.0 / ties } else { 0.0 });
                }
            }
        }
    }

    #[test]
    fn a_scenario_comes_back_from_its_json_and_computes_the_same_bits(case in any_whole_case()) {
        let scenario = case.scenario();
        let written = scenario.to_json();
        let read = Scenario::from_json(&written).expect("what was written");
        prop_assert_eq!(read.to_json(), written);
        let bits = |scenario: &Scenario| -> Vec<u64> {
            let trace = attend::<f64>(scenario).expect("small numbers");
            let rows = matrices(&trace).into_iter().flat_map(|(_, _, rows)| rows);
            rows.flatten().map(f64::to_bits).collect()
        };
        prop_assert_eq!(bits(&scenario), bits(&read));
    }

    /// Numbers of any size are a refusal or a trace without NaN, never a panic.
    #[test]
    fn numbers_of_any_size_overflow_into_a_refusal(
        case in any_whole_case(),
        size in prop_oneof![Just(1e3), Just(1e60), Just(1e150), Just(1e300), Just(1e-300)],
    ) {
        let mut case = case;
        for row in case.vectors.iter_mut().chain(case.memory.iter_mut().flatten()) {
            row.iter_mut().for_each(|number| *number *= size);
        }
        let scenario = case.scenario();
        if let Ok(trace) = attend::<f64>(&scenario) {
            finite_but_masked(&trace)?;
        }
        if let Ok(trace) = attend::<f32>(&scenario) {
            finite_but_masked(&trace)?;
        }
    }
}

fn finite_but_masked<T: Scalar>(trace: &Trace<T>) -> Result<(), TestCaseError> {
    for (step, head, rows) in matrices(trace) {
        for number in rows.into_iter().flatten() {
            let masked = step == StepId::Masked && number == f64::NEG_INFINITY;
            prop_assert!(
                number.is_finite() || masked,
                "{} of head {head}: {number}",
                step.name()
            );
        }
    }
    Ok(())
}
