//! The operands that an explanation points to, cell by cell.

mod support;

use std::collections::HashSet;

use attention::{Cell, Explanation, Operation, Recipe, STEPS, Scalar, StepId, Trace, attend};
use proptest::prelude::*;
use support::{any_whole_case, config};

/// Why every cell of every step has its value.
fn explanations<T: Scalar>(trace: &Trace<T>) -> Vec<Explanation> {
    let mut all = Vec::new();
    for step in STEPS {
        let heads = if step.per_head {
            trace.scenario().shape().heads
        } else {
            1
        };
        for head in 0..heads {
            let head = step.per_head.then_some(head);
            for row in 0..trace.size(step.shape.0) {
                for col in 0..trace.size(step.shape.1) {
                    let cell = Cell {
                        head,
                        ..Cell::shared(step.id, row, col)
                    };
                    all.push(trace.explain(cell).expect("a recorded cell"));
                }
            }
        }
    }
    all
}

/// How far the sum of the terms is from the value, against the terms' sizes.
fn error_of(why: &Explanation) -> f64 {
    let sum: f64 = why.terms.iter().map(|term| term.product).sum();
    let size: f64 = why.terms.iter().map(|term| term.product.abs()).sum();
    if sum == why.value {
        0.0
    } else {
        (sum - why.value).abs() / size
    }
}

proptest! {
    #![proptest_config(config())]

    /// Relative to the terms, so that small numbers are held as tightly as
    /// large ones.
    #[test]
    fn the_terms_recompute_a_value_to_twelve_of_their_own_digits(case in any_whole_case()) {
        for why in explanations(&case.attend()) {
            prop_assert!(error_of(&why) <= 1e-12, "{why:?}");
        }
    }

    #[test]
    fn in_single_precision_the_terms_recompute_a_value_to_five_digits(case in any_whole_case()) {
        let trace = attend::<f32>(&case.scenario()).expect("small numbers");
        for why in explanations(&trace) {
            prop_assert!(error_of(&why) <= 1e-5, "{why:?}");
        }
    }

    #[test]
    fn inputs_come_once_each_and_are_what_the_factors_are_made_from(case in any_whole_case()) {
        for why in explanations(&case.attend()) {
            let inputs: HashSet<Cell> = why.inputs.iter().copied().collect();
            prop_assert_eq!(inputs.len(), why.inputs.len());
            let used: HashSet<Cell> = why
                .terms
                .iter()
                .flat_map(|term| &term.factors)
                .filter_map(|factor| factor.cell)
                .collect();
            prop_assert!(used.is_subset(&inputs), "{why:?}");
            // A weight also depends on the rest of its row, and a masked
            // score is hidden, not used.
            match why.operation {
                Operation::Softmax => prop_assert_eq!(inputs.len(), case.sizes.keys()),
                Operation::Mask if why.value == f64::NEG_INFINITY => {
                    prop_assert_eq!((used.len(), inputs.len()), (0, 1));
                }
                _ => prop_assert_eq!(used, inputs),
            }
        }
    }

    /// A reader who follows an operand arrives where the address says.
    #[test]
    fn an_input_is_addressed_as_it_explains_itself(case in any_whole_case()) {
        let trace = case.attend();
        for input in explanations(&trace).into_iter().flat_map(|why| why.inputs) {
            let why = trace.explain(input).expect("an input is a recorded cell");
            prop_assert_eq!(why.cell, input);
            prop_assert_eq!(input.head.is_some(), input.step.step().per_head);
        }
    }

    #[test]
    fn the_inputs_of_a_cell_belong_to_the_operands_of_its_step(case in any_whole_case()) {
        let scenario = case.scenario();
        for why in explanations(&case.attend()) {
            // A step that the scenario does without has the address of another.
            let operands = why.cell.step.step().recipe.operands();
            let operands: Vec<_> = operands.into_iter().map(|step| scenario.step(step)).collect();
            prop_assert!(why.inputs.iter().all(|input| operands.contains(&input.step)), "{why:?}");
        }
    }

    #[test]
    fn an_operation_follows_from_the_recipe_of_the_step(case in any_whole_case()) {
        for why in explanations(&case.attend()) {
            let operation = match why.cell.step.step().recipe {
                Recipe::Embed if case.options.positions == "sinusoidal" => Operation::Position,
                Recipe::Given | Recipe::Embed => Operation::Given,
                Recipe::Rotate(_) => Operation::Rotate,
                Recipe::Bias(_) => Operation::Bias,
                Recipe::Product { .. } => Operation::Dot,
                Recipe::Scale(_) => Operation::Scale,
                Recipe::Mask(_) => Operation::Mask,
                Recipe::Softmax(_) => Operation::Softmax,
                Recipe::Concat(_) => Operation::Copy,
            };
            prop_assert_eq!(why.operation, operation);
            prop_assert_eq!(why.softmax.is_some(), operation == Operation::Softmax);
        }
    }

    #[test]
    fn a_shared_key_and_value_head_is_found_under_every_query_head(case in any_whole_case()) {
        let trace = case.attend();
        let group = case.sizes.heads / case.sizes.kv_heads;
        for step in [StepId::K, StepId::V, StepId::WK, StepId::WV] {
            for head in 0..case.sizes.heads {
                let [own, first] = [head, head / group * group]
                    .map(|head| trace.explain(Cell::of_head(step, head, 0, 0)).expect("a cell"));
                prop_assert_eq!(own.value, first.value);
                prop_assert!(own.inputs.iter().all(|input| input.head.is_none_or(|h| h == head)));
            }
        }
    }
}
