//! Derivatives: against differences, against their own arithmetic, and against
//! what is known in closed form.

mod support;

use std::sync::Arc;

use attention::{Cell, Gradients, Operation, STEPS, Scenario, StepId, Target, Trace, attend};
use proptest::prelude::*;
use serde_json::json;
use support::{Case, any_whole_case, config};

/// A case with a derivative, and where its target stands.
fn any_target() -> impl Strategy<Value = (Case, prop::sample::Index, bool)> {
    let case =
        any_whole_case().prop_filter("lookup has no derivative", |case| case.temperature > 0.0);
    (case, any::<prop::sample::Index>(), any::<bool>())
}

/// An output, a weight, or a loss.
fn target_of(trace: &Trace<f64>, index: prop::sample::Index, is_loss: bool) -> Target {
    let shape = trace.scenario().shape();
    let (row, key) = (index.index(shape.n), index.index(shape.m));
    if is_loss {
        return Target::Loss { row, token: key };
    }
    Target::Cell(match index.index(3) {
        0 => Cell::of_head(StepId::Weights, index.index(shape.heads), row, key),
        _ => Cell::shared(StepId::Output, row, index.index(shape.d_model)),
    })
}

fn backward(case: &Case, index: prop::sample::Index, is_loss: bool) -> Gradients<f64> {
    let trace = Arc::new(case.attend());
    let target = target_of(&trace, index, is_loss);
    trace.backward(target).expect("a target with a derivative")
}

/// Every recorded cell.
fn cells(trace: &Trace<f64>) -> Vec<Cell> {
    let heads = trace.scenario().shape().heads;
    let mut cells = Vec::new();
    for step in STEPS {
        for head in 0..if step.per_head { heads } else { 1 } {
            for row in 0..trace.size(step.shape.0) {
                cells.extend((0..trace.size(step.shape.1)).map(|col| Cell {
                    head: step.per_head.then_some(head),
                    ..Cell::shared(step.id, row, col)
                }));
            }
        }
    }
    cells
}

fn gradient(gradients: &Gradients<f64>, cell: Cell) -> f64 {
    let view = gradients.read(cell.step, cell.head.unwrap_or(0));
    view.expect("a step")[(cell.row, cell.col)]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..config() })]

    #[test]
    fn every_derivative_agrees_with_differences((case, index, is_loss) in any_target()) {
        let gradients = backward(&case, index, is_loss);
        let scale = gradients.value().abs().max(1.0);
        for cell in cells(gradients.trace()) {
            let check = gradients.check(cell).expect("a recorded cell");
            prop_assert_eq!(check.analytic, gradient(&gradients, cell));
            // Below 1e-9 of the target there is nothing left of it but rounding.
            let difference = (check.analytic - check.numeric).abs();
            let is_close = check.relative_error <= 1e-6 || difference <= 1e-9 * scale;
            prop_assert!(is_close, "{cell:?}: {check:?}");
        }
    }

    #[test]
    fn the_terms_of_every_derivative_recompute_it((case, index, is_loss) in any_target()) {
        let gradients = backward(&case, index, is_loss);
        for cell in cells(gradients.trace()) {
            let why = gradients.explain(cell.gradient()).expect("a recorded cell");
            prop_assert_eq!(why.operation, Operation::Chain);
            prop_assert!(why.cell.gradient);
            let value = gradient(&gradients, cell);
            prop_assert_eq!(why.value, value);
            let sum: f64 = why.terms.iter().map(|term| term.product).sum();
            let size: f64 = why.terms.iter().map(|term| term.product.abs()).sum();
            prop_assert!((sum - value).abs() <= 1e-12 * size.max(1.0), "{cell:?}: {sum}, not {value}");
            for factor in why.terms.iter().flat_map(|term| &term.factors) {
                if let (Some(cell), None) = (factor.cell, factor.label) {
                    let input = gradients.explain(cell).expect("an input is a cell");
                    prop_assert_eq!(input.value, factor.value);
                    prop_assert_eq!(input.cell, cell);
                }
            }
        }
    }

    #[test]
    fn a_forbidden_score_has_no_influence((case, index, is_loss) in any_target()) {
        let gradients = backward(&case, index, is_loss);
        let shape = gradients.trace().scenario().shape();
        for head in 0..shape.heads {
            let masked = gradients.read(StepId::Masked, head).expect("a head");
            for (i, j) in (0..shape.n).flat_map(|i| (0..shape.m).map(move |j| (i, j))) {
                prop_assert!(case.mask.allows(i, j) || masked[(i, j)] == 0.0);
            }
        }
    }

    /// Softmax is blind to a shift of all scores, so their derivatives cancel.
    #[test]
    fn without_an_empty_slot_the_derivatives_of_a_rows_scores_add_up_to_0(
        (case, index, is_loss) in any_target()
    ) {
        prop_assume!(case.options.sink == 0.0);
        let gradients = backward(&case, index, is_loss);
        for head in 0..case.sizes.heads {
            for row in gradients.read(StepId::Masked, head).expect("a head").row_iter() {
                prop_assert!(row.sum().abs() <= 1e-12 * row.abs().sum().max(1.0));
            }
        }
    }
}

fn trace(scenario: serde_json::Value) -> Arc<Trace<f64>> {
    let scenario = Scenario::from_json(&scenario.to_string()).expect("valid");
    Arc::new(attend(&scenario).expect("small numbers"))
}

#[test]
fn the_loss_is_the_cross_entropy_of_the_rows_prediction() {
    let trace = trace(json!({}));
    let gradients = trace
        .backward(Target::Loss { row: 6, token: 1 })
        .expect("a loss");
    let prediction = trace.prediction(6, 1).expect("a row");
    let sum: f64 = prediction.probabilities.iter().sum();
    assert!((sum - 1.0).abs() <= 1e-15);
    assert!((prediction.loss + prediction.probabilities[1].ln()).abs() <= 1e-14);
    assert_eq!(gradients.value(), prediction.loss);
}

#[test]
fn a_step_down_the_gradient_lowers_the_loss() {
    let base = json!({ "tokens": ["a", "b", "c"], "vectors": [[1, 0], [0, 1], [1, 1]], "weights": { "seed": 3 } });
    let trace = trace(base);
    let target = Target::Loss { row: 2, token: 1 };
    let gradients = trace.backward(target).expect("a loss");
    let shape = trace.scenario().shape();
    let stepped = |step: StepId| {
        let rows = |head| {
            let w = trace.read(step, head).expect("weights").into_owned();
            w - gradients.read(step, head).expect("gradients").into_owned() * 0.1
        };
        let heads: Vec<_> = (0..shape.heads).map(rows).collect();
        let (count, is_stacked) = (heads[0].nrows(), step == StepId::WO);
        let all: Vec<Vec<f64>> = match is_stacked {
            true => heads
                .iter()
                .flat_map(|w| (0..count).map(|r| w.row(r).iter().copied().collect()))
                .collect(),
            false => (0..count)
                .map(|r| {
                    heads
                        .iter()
                        .flat_map(|w| w.row(r).iter().copied().collect::<Vec<_>>())
                        .collect()
                })
                .collect(),
        };
        all
    };
    let after = self::trace(json!({
        "tokens": ["a", "b", "c"], "vectors": [[1, 0], [0, 1], [1, 1]],
        "weights": { "w_q": stepped(StepId::WQ), "w_k": stepped(StepId::WK), "w_v": stepped(StepId::WV), "w_o": stepped(StepId::WO) },
    }));
    let loss = after.prediction(2, 1).expect("a row").loss;
    assert!(
        loss < gradients.value(),
        "{loss} from {}",
        gradients.value()
    );
}

#[test]
fn the_gradients_of_one_precision_are_those_of_the_other() {
    let scenario = Scenario::default();
    let target = Target::Cell(Cell::shared(StepId::Output, 6, 0));
    let double = Arc::new(attend::<f64>(&scenario).expect("a trace"));
    let single = Arc::new(attend::<f32>(&scenario).expect("a trace"));
    let (double, single) = (
        double.backward(target).expect("gradients"),
        single.backward(target).expect("gradients"),
    );
    for step in STEPS {
        let (double, single) = (
            double.read(step.id, 1).expect("a step"),
            single.read(step.id, 1).expect("a step"),
        );
        for (a, b) in double.iter().zip(single.iter()) {
            assert!(
                (a - f64::from(*b)).abs() <= 1e-5 * a.abs().max(1.0),
                "{}",
                step.name
            );
        }
    }
}

#[test]
fn a_target_without_a_derivative_is_refused_by_name() {
    let output = Target::Cell(Cell::shared(StepId::Output, 0, 0));
    let lookup = trace(json!({ "temperature": 0 })).backward(output);
    assert_eq!(
        lookup.expect_err("a lookup").to_string(),
        "temperature: expected a number above 0, because an exact lookup has no gradient, got 0"
    );
    let causal = trace(json!({ "mask": "causal" }));
    let forbidden = Target::Cell(Cell::of_head(StepId::Masked, 0, 0, 1));
    for (target, message) in [
        (
            forbidden,
            "target: expected a score that the mask allows, got a forbidden one",
        ),
        (
            Target::Cell(Cell::shared(StepId::Output, 0, 0).gradient()),
            "target: expected a cell of a forward step, got grad:output",
        ),
        (
            Target::Cell(Cell::shared(StepId::Output, 9, 0)),
            "row: expected a whole number below 9 in output, got 9",
        ),
        (
            Target::Loss { row: 0, token: 9 },
            "token: expected a whole number below 9, got 9",
        ),
    ] {
        assert_eq!(
            causal.backward(target).expect_err("refused").to_string(),
            message
        );
    }
    let no_target = causal.explain(Cell::shared(StepId::Output, 0, 0).gradient());
    assert!(
        no_target
            .expect_err("no target")
            .to_string()
            .contains("\"grad:output\"")
    );
}

#[test]
fn names_of_gradients_are_those_of_steps_after_grad() {
    let cell = Cell::of_head(StepId::Scores, 1, 2, 3).gradient();
    let written = serde_json::to_value(cell).expect("plain data");
    assert_eq!(
        written,
        json!({ "step": "grad:scores", "head": 1, "row": 2, "col": 3 })
    );
}
