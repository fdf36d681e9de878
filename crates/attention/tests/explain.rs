//! Every number shows its arithmetic, and the arithmetic is the number's.

mod support;

use std::collections::HashSet;

use attention::{Cell, Operation, STEPS, Trace};
use proptest::prelude::*;
use support::{any_whole_case, config};

/// Every cell that the trace recorded.
fn cells(trace: &Trace<f64>) -> Vec<Cell> {
    let heads = trace.scenario().shape().heads;
    let mut cells = Vec::new();
    for step in STEPS {
        for head in 0..if step.per_head { heads } else { 1 } {
            let view = trace.read(step.id, head).expect("a recorded step");
            let head = step.per_head.then_some(head);
            for row in 0..view.nrows() {
                cells.extend((0..view.ncols()).map(|col| Cell {
                    head,
                    ..Cell::shared(step.id, row, col)
                }));
            }
        }
    }
    cells
}

fn value(trace: &Trace<f64>, cell: Cell) -> f64 {
    let view = trace
        .read(cell.step, cell.head.unwrap_or(0))
        .expect("a recorded step");
    view[(cell.row, cell.col)]
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_terms_of_every_cell_of_every_step_recompute_its_value(case in any_whole_case()) {
        let trace = case.attend();
        for cell in cells(&trace) {
            let why = trace.explain(cell).expect("a cell of the trace");
            let recorded = value(&trace, cell);
            prop_assert_eq!(why.value, recorded);
            let sum: f64 = why.terms.iter().map(|term| term.product).sum();
            for term in &why.terms {
                let product: f64 = term.factors.iter().map(|factor| factor.value).product();
                prop_assert!(product == term.product, "{:?}", cell);
            }
            let is_close = (sum - recorded).abs() <= 1e-12 * recorded.abs().max(1.0);
            prop_assert!(sum == recorded || is_close, "{cell:?}: {sum} is not {recorded}");
        }
    }

    #[test]
    fn every_operand_has_the_value_of_the_cell_it_names(case in any_whole_case()) {
        let trace = case.attend();
        for cell in cells(&trace) {
            for factor in trace.explain(cell).expect("a cell").terms.iter().flat_map(|t| &t.factors) {
                // A labelled factor, such as e^(s−max), is made from its cell; one without is the cell.
                if let (Some(operand), None) = (factor.cell, factor.label) {
                    prop_assert_eq!(factor.value, value(&trace, operand));
                }
            }
        }
    }

    #[test]
    fn following_inputs_ends_at_token_vectors_and_weights(case in any_whole_case()) {
        let trace = case.attend();
        let mut open = cells(&trace);
        let mut seen: HashSet<Cell> = HashSet::new();
        while let Some(cell) = open.pop() {
            if !seen.insert(cell) {
                continue;
            }
            let why = trace.explain(cell).expect("an input is a cell of the trace");
            let is_given = ["embedded", "memory", "w_q", "w_k", "w_v", "w_o"].contains(&cell.step.name());
            prop_assert_eq!(why.inputs.is_empty(), is_given, "{:?}", cell);
            let is_bare = matches!(why.operation, Operation::Given | Operation::Position);
            prop_assert_eq!(is_bare, is_given, "{:?}", cell);
            let order = |cell: &Cell| STEPS.iter().position(|step| step.id == cell.step);
            for input in why.inputs {
                prop_assert!(is_given || order(&input) < order(&cell), "inputs come from earlier steps");
                open.push(input);
            }
        }
    }
}
