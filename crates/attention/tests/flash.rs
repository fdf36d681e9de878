//! Tiles give what the plain pass gives, and every number of theirs shows its
//! arithmetic.

mod support;

use std::collections::HashSet;

use attention::{
    Cell, Mask, Scalar, StepId, Trace, attend,
    flash::{Blocks, Flash, HeadInputs, Operand, Quantity, TileCell, tiled_traffic},
    nalgebra::DMatrix,
};
use proptest::prelude::*;
use support::{Case, MaskCase, any_whole_case, config};

/// A case, and blocks that fit it, evenly or not.
fn cut_case() -> impl Strategy<Value = (Case, Blocks)> {
    any_whole_case().prop_flat_map(|case| {
        let blocks = (1..=case.sizes.n, 1..=case.sizes.keys());
        (
            Just(case),
            blocks.prop_map(|(queries, keys)| Blocks { queries, keys }),
        )
    })
}

/// The largest difference, relative to the largest value blended: what is left
/// of values that cancel keeps their rounding.
fn difference<T: Scalar>(actual: &DMatrix<T>, trace: &Trace<T>, head: usize) -> f64 {
    let values = trace.read(StepId::V, head).expect("a head").amax().widen();
    (actual - head_output(trace, head)).amax().widen() / values.max(f64::MIN_POSITIVE)
}

fn head_output<T: Scalar>(trace: &Trace<T>, head: usize) -> DMatrix<T> {
    let view = trace.read(StepId::HeadOutput, head).expect("a head");
    view.into_owned()
}

/// Every cell that a run recorded.
fn cells(flash: &Flash<f64>) -> Vec<TileCell> {
    let mut cells = Vec::new();
    for tile in 0..flash.tiles().len() {
        for quantity in Quantity::ALL {
            let Ok(matrix) = flash.read(tile, quantity) else {
                continue;
            };
            for row in 0..matrix.nrows() {
                cells.extend((0..matrix.ncols()).map(|col| TileCell {
                    tile,
                    quantity,
                    row,
                    col,
                }));
            }
        }
    }
    cells
}

fn value(trace: &Trace<f64>, flash: &Flash<f64>, operand: Operand) -> f64 {
    match operand {
        Operand::Trace(Cell {
            step,
            head,
            row,
            col,
            ..
        }) => trace.read(step, head.expect("a head's")).expect("a step")[(row, col)],
        Operand::Tile(cell) => {
            let matrix = flash.read(cell.tile, cell.quantity).expect("a cell");
            matrix[(cell.row, cell.col)]
        }
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn tiles_give_the_plain_output_in_both_number_types((case, blocks) in cut_case()) {
        let scenario = case.scenario();
        let plain = attend::<f64>(&scenario).expect("small numbers");
        let narrow = attend::<f32>(&scenario).expect("small numbers");
        for head in 0..case.sizes.heads {
            let flash = plain.flash(head, blocks).expect("blocks that fit");
            let off = difference(flash.output(), &plain, head);
            prop_assert!(off <= 1e-13, "{off} in f64");
            let tiled = HeadInputs::of(&narrow, head).and_then(|inputs| inputs.tiled(blocks));
            let off = difference(&tiled.expect("blocks that fit").output, &narrow, head);
            prop_assert!(off <= 1e-6, "{off} in f32");
        }
    }

    /// Small whole numbers are added up exactly in any order, so that ties are
    /// ties in both.
    #[test]
    fn exact_lookup_blends_all_keys_that_tie_wherever_their_tiles_are(
        (case, blocks) in cut_case(),
        alibi in any::<bool>(),
    ) {
        let case = case.whole_numbers(if alibi { "alibi" } else { "none" });
        let trace = case.attend();
        let narrow = attend::<f32>(&case.scenario()).expect("small numbers");
        for head in 0..case.sizes.heads {
            let flash = trace.flash(head, blocks).expect("blocks that fit");
            prop_assert!(difference(flash.output(), &trace, head) <= 1e-15);
            let flash = narrow.flash(head, blocks).expect("blocks that fit");
            prop_assert!(difference(flash.output(), &narrow, head) <= 1e-6);
            // Each tied key adds 1, whichever tile it is in.
            let masked = trace.read(StepId::Masked, head).expect("a head");
            for (i, row) in masked.row_iter().enumerate() {
                let ties = row.iter().filter(|&&score| score == row.max()).count();
                let last = flash.output_cell(i, 0).expect("a row");
                let sum = flash.read(last.tile, Quantity::Sum).expect("not skipped")[(last.row, 0)];
                prop_assert_eq!(sum as usize, ties);
            }
        }
    }

    #[test]
    fn recording_changes_nothing((case, blocks) in cut_case()) {
        let trace = case.attend();
        let flash = trace.flash(0, blocks).expect("blocks that fit");
        let tiled = HeadInputs::of(&trace, 0).and_then(|inputs| inputs.tiled(blocks));
        let tiled = tiled.expect("blocks that fit");
        prop_assert_eq!(flash.output(), &tiled.output);
        prop_assert_eq!(flash.traffic(), tiled.traffic);
    }

    /// Without the recurrence: m, l and o of a row from all of its keys so far.
    #[test]
    fn after_each_tile_a_row_stands_where_its_keys_so_far_put_it((case, blocks) in cut_case()) {
        let trace = case.attend();
        let head = case.sizes.heads - 1;
        let flash = trace.flash(head, blocks).expect("blocks that fit");
        let [masked, v] = [StepId::Masked, StepId::V].map(|step| trace.read(step, head).expect("a head"));
        for (index, tile) in flash.tiles().iter().enumerate().filter(|(_, tile)| !tile.skipped) {
            let [max, sum, acc] = [Quantity::Max, Quantity::Sum, Quantity::Accumulator]
                .map(|quantity| flash.read(index, quantity).expect("not skipped"));
            for (row, i) in tile.rows.clone().enumerate() {
                let so_far: Vec<f64> = (0..tile.cols.end).map(|j| masked[(i, j)]).collect();
                let slot = case.options.sink.ln();
                let top = so_far.iter().copied().fold(slot, f64::max);
                prop_assert!(support::close(max[(row, 0)], top));
                let base = if top.is_finite() { top } else { 0.0 };
                let exp = |score: f64| match case.temperature > 0.0 {
                    true => (score - base).exp(),
                    false => f64::from(score == base),
                };
                let exps: Vec<f64> = so_far.iter().map(|&score| exp(score)).collect();
                prop_assert!(support::close(sum[(row, 0)], exp(slot) + exps.iter().sum::<f64>()));
                for c in 0..v.ncols() {
                    let blend: f64 = exps.iter().enumerate().map(|(j, exp)| exp * v[(j, c)]).sum();
                    prop_assert!(support::close(acc[(row, c)], blend));
                }
            }
        }
    }

    #[test]
    fn what_a_tile_starts_from_is_what_the_one_before_left((case, blocks) in cut_case()) {
        let flash = case.attend().flash(0, blocks).expect("blocks that fit");
        for (index, tile) in flash.tiles().iter().enumerate().filter(|(_, tile)| !tile.skipped) {
            for (quantity, initial) in [
                (Quantity::Max, case.options.sink.ln()),
                (Quantity::Sum, if case.options.sink > 0.0 { 1.0 } else { 0.0 }),
                (Quantity::Accumulator, 0.0),
            ] {
                let before = flash.read_before(index, quantity).expect("not skipped");
                match tile.before {
                    None => prop_assert!(before.iter().all(|&number| number == initial)),
                    Some(earlier) => {
                        prop_assert!(earlier < index && flash.tiles()[earlier].rows == tile.rows);
                        prop_assert_eq!(&before, flash.read(earlier, quantity).expect("not skipped"));
                    }
                }
            }
        }
    }

    #[test]
    fn a_tile_is_skipped_if_and_only_if_the_mask_forbids_all_of_it((case, blocks) in cut_case()) {
        let flash = case.attend().flash(0, blocks).expect("blocks that fit");
        let mut seen = vec![vec![0; case.sizes.keys()]; case.sizes.n];
        for (index, tile) in flash.tiles().iter().enumerate() {
            let mut any_allowed = false;
            for i in tile.rows.clone() {
                for j in tile.cols.clone() {
                    any_allowed |= case.mask.allows(i, j);
                    seen[i][j] += 1;
                }
            }
            prop_assert_eq!(tile.skipped, !any_allowed);
            prop_assert_eq!(flash.read(index, Quantity::Dot).is_err(), tile.skipped);
        }
        prop_assert!(seen.iter().flatten().all(|&times| times == 1), "every pair is in one tile");
    }

    #[test]
    fn the_traffic_of_a_run_is_the_models_less_what_it_skips((case, blocks) in cut_case()) {
        let trace = case.attend();
        let flash = trace.flash(0, blocks).expect("blocks that fit");
        let mut model = tiled_traffic(trace.scenario().shape(), blocks);
        for tile in flash.tiles().iter().filter(|tile| tile.skipped) {
            model.read -= (tile.cols.len() * (case.sizes.d_k + case.sizes.d_v)) as u64;
        }
        prop_assert_eq!(flash.traffic(), model);
    }

    #[test]
    fn the_terms_of_every_cell_of_every_tile_recompute_its_value((case, blocks) in cut_case()) {
        let trace = case.attend();
        let flash = trace.flash(0, blocks).expect("blocks that fit");
        for cell in cells(&flash) {
            let why = flash.explain(cell).expect("a cell of the run");
            prop_assert_eq!(why.value, value(&trace, &flash, Operand::Tile(cell)));
            prop_assert!(!why.value.is_nan());
            let sum: f64 = why.terms.iter().map(|term| term.product).sum();
            prop_assert!(support::close(sum, why.value), "{cell:?}: {sum} is not {}", why.value);
            let distinct: HashSet<&Operand> = why.inputs.iter().collect();
            prop_assert_eq!(distinct.len(), why.inputs.len(), "each input once");
            for term in &why.terms {
                let product: f64 = term.factors.iter().map(|factor| factor.value).product();
                prop_assert_eq!(product, term.product);
                for factor in &term.factors {
                    let Some(operand) = factor.cell else { continue };
                    prop_assert!(why.inputs.contains(&operand));
                    if factor.label.is_none() {
                        prop_assert_eq!(factor.value, value(&trace, &flash, operand));
                    }
                }
            }
        }
    }

    /// Inputs lead backwards only, and every way back ends at the trace, where
    /// each cell can be explained in turn.
    #[test]
    fn following_inputs_ends_at_queries_keys_and_values((case, blocks) in cut_case()) {
        let trace = case.attend();
        let flash = trace.flash(0, blocks).expect("blocks that fit");
        let outputs = (0..case.sizes.n)
            .flat_map(|row| (0..case.sizes.d_v).map(move |col| (row, col)))
            .map(|(row, col)| flash.output_cell(row, col).expect("a cell"));
        let mut open: Vec<TileCell> = outputs.collect();
        let mut seen = HashSet::new();
        let mut reached = HashSet::new();
        while let Some(cell) = open.pop() {
            if !seen.insert(cell) {
                continue;
            }
            let why = flash.explain(cell).expect("an input is a cell");
            prop_assert!(!why.inputs.is_empty());
            for input in why.inputs {
                match input {
                    Operand::Tile(input) => {
                        prop_assert!((input.tile, input.quantity) < (cell.tile, cell.quantity));
                        open.push(input);
                    }
                    Operand::Trace(input) => {
                        prop_assert!(trace.explain(input).is_ok());
                        reached.insert(input);
                    }
                }
            }
        }
        // Every query, and every key and value of a tile that was not skipped.
        let loaded: HashSet<usize> = flash.tiles().iter()
            .filter(|tile| !tile.skipped)
            .flat_map(|tile| tile.cols.clone())
            .collect();
        let sizes = case.sizes;
        let expected = sizes.n * sizes.d_k + loaded.len() * (sizes.d_k + sizes.d_v);
        prop_assert_eq!(reached.len(), expected);
    }

    #[test]
    fn the_cell_of_an_output_holds_it((case, blocks) in cut_case()) {
        let trace = case.attend();
        let head = case.sizes.heads - 1;
        let flash = trace.flash(head, blocks).expect("blocks that fit");
        let plain = head_output(&trace, head);
        for row in 0..case.sizes.n {
            for col in 0..case.sizes.d_v {
                let cell = flash.output_cell(row, col).expect("a cell");
                let value = flash.explain(cell).expect("a cell").value;
                prop_assert_eq!(value, flash.output()[(row, col)]);
                prop_assert!(support::close(value, plain[(row, col)]));
            }
        }
    }

    #[test]
    fn a_causal_mask_skips_what_lies_above_the_diagonal(case in any_whole_case(), size in 1..=5_usize) {
        let mut case = case;
        case.memory = None;
        case.mask = MaskCase::Causal;
        let n = case.sizes.n;
        let size = size.min(n);
        let trace = case.attend();
        let flash = trace.flash(0, Blocks { queries: size, keys: size }).expect("blocks that fit");
        let across = n.div_ceil(size);
        let worked_off = flash.tiles().iter().filter(|tile| !tile.skipped).count();
        prop_assert_eq!(worked_off, across * (across + 1) / 2);
        let model = tiled_traffic(trace.scenario().shape(), flash.blocks());
        prop_assert_eq!(flash.traffic().read < model.read, across > 1);
    }
}

/// The first tile forbids all of a row that a later tile allows.
#[test]
fn a_row_without_a_key_so_far_waits_and_is_no_nan() {
    let q = DMatrix::from_row_slice(2, 1, &[1.0, 1.0]);
    let v = DMatrix::from_row_slice(4, 1, &[1.0, 2.0, 3.0, 4.0]);
    #[rustfmt::skip]
    let allowed = DMatrix::from_row_slice(2, 4, &[
        true,  false, false, false,
        false, false, false, true,
    ]);
    let inputs = HeadInputs::new(q, v.clone(), v, Mask::Explicit(allowed.into())).expect("shapes");
    let blocks = Blocks {
        queries: 2,
        keys: 2,
    };
    let tiled = inputs.tiled(blocks).expect("finite numbers");
    assert_eq!(tiled.output.as_slice(), [1.0, 4.0]);
}

/// Scores whose exponentials a number cannot hold, in rising order, so that
/// every tile rescales everything before it.
#[test]
fn large_scores_do_not_overflow() {
    let q = DMatrix::from_element(1, 1, 1.0);
    let k = DMatrix::from_fn(6, 1, |j, _| 1000.0 * j as f64);
    let v = DMatrix::from_fn(6, 1, |j, _| j as f64);
    let inputs = HeadInputs::new(q, k, v, Mask::None).expect("shapes that fit");
    let blocks = Blocks {
        queries: 1,
        keys: 2,
    };
    assert_eq!(inputs.tiled(blocks).expect("finite").output[(0, 0)], 5.0);
}

fn factors(flash: &Flash<f64>, cell: TileCell) -> Vec<Vec<(Option<&'static str>, f64)>> {
    let why = flash.explain(cell).expect("a cell of the run");
    let terms = why.terms.into_iter();
    let factors = terms.map(|term| term.factors.into_iter());
    factors
        .map(|factors| factors.map(|factor| (factor.label, factor.value)).collect())
        .collect()
}

/// One head of width 1, whose scores are the keys' numbers before any option.
fn one_head(keys: [f64; 3], options: &str) -> Flash<f64> {
    let [a, b, c] = keys;
    let json = format!(
        r#"{{ "tokens": ["q"], "vectors": [[1]], "heads": 1, "d_k": 1, "d_v": 1,
              "memory": {{ "tokens": ["a", "b", "c"], "vectors": [[{a}], [{b}], [{c}]] }},
              "weights": {{ "w_q": [[1]], "w_k": [[1]], "w_v": [[1]], "w_o": [[1]] }}{options} }}"#
    );
    let scenario = attention::Scenario::from_json(&json).expect("a valid scenario");
    let trace = attend::<f64>(&scenario).expect("small numbers");
    let blocks = Blocks {
        queries: 1,
        keys: 1,
    };
    trace.flash(0, blocks).expect("blocks that fit")
}

fn first(tile: usize, quantity: Quantity) -> TileCell {
    TileCell {
        tile,
        quantity,
        row: 0,
        col: 0,
    }
}

#[test]
fn a_score_names_all_that_shapes_it() {
    let options = r#", "positions": "alibi", "ssmax": 0.5, "temperature": 2"#;
    let flash = one_head([1.0, 2.0, 3.0], options);
    let scale = [
        (None, 3.0),
        (Some("1/√d_k"), 1.0),
        (Some("s·ln n"), 0.5 * 3.0_f64.ln()),
        (Some("1/T"), 0.5),
    ];
    let alibi = [(Some("−slope"), -1.0 / 256.0), (Some("distance"), 2.0)];
    assert_eq!(
        factors(&flash, first(2, Quantity::Score)),
        [scale.to_vec(), alibi.to_vec()]
    );
}

/// σ e^(−m) is far out of range, and the slot takes all of the weight.
#[test]
fn an_empty_slot_is_a_first_key_of_value_0() {
    let flash = one_head([-1e4, -2e4, -1e4], r#", "sink": 2"#);
    assert_eq!(flash.output()[(0, 0)], 0.0);
    let slot = 2.0_f64.ln();
    assert_eq!(
        factors(&flash, first(0, Quantity::Max)),
        [[(Some("ln σ"), slot)]]
    );
    let sum = factors(&flash, first(0, Quantity::Sum));
    assert_eq!(sum[0], [(Some("l"), 1.0), (None, 1.0)]);

    // Beside scores of 0 it has 2 of 5 parts.
    let flash = one_head([0.0, 0.0, 0.0], r#", "sink": 2"#);
    let sum = flash.read(2, Quantity::Sum).expect("the last tile")[(0, 0)];
    let max = flash.read(2, Quantity::Max).expect("the last tile")[(0, 0)];
    assert!((2.0 * (-max).exp() / sum - 0.4).abs() < 1e-15);
}

#[test]
fn at_temperature_0_a_new_maximum_drops_what_came_before() {
    let flash = one_head([1.0, 3.0, 3.0], r#", "temperature": 0"#);
    let rescale = [0, 1, 2].map(|tile| factors(&flash, first(tile, Quantity::Rescale)));
    assert_eq!(
        rescale,
        [0.0, 0.0, 1.0].map(|value| vec![vec![(Some("1 if m = m′"), value)]])
    );
    let why = flash
        .explain(first(2, Quantity::Sum))
        .expect("the last tile");
    assert_eq!(why.value, 2.0);
    assert_eq!(why.equation, "l′ = l·[m = m′] + Σ [s = m′]");
    assert_eq!(flash.output()[(0, 0)], 3.0);
}

fn refusal<T: std::fmt::Debug>(result: Result<T, attention::Error>) -> String {
    result.expect_err("a refusal").to_string()
}

#[test]
fn blocks_and_addresses_that_do_not_fit_are_refused_by_name() {
    let trace = attend::<f64>(&attention::Scenario::default()).expect("small numbers");
    let run = |queries, keys| trace.flash(0, Blocks { queries, keys });
    assert_eq!(
        refusal(run(0, 1)),
        "block_queries: expected a whole number from 1 to 9, got 0"
    );
    assert_eq!(
        refusal(run(9, 10)),
        "block_keys: expected a whole number from 1 to 9, got 10"
    );
    let two = Blocks {
        queries: 2,
        keys: 2,
    };
    assert_eq!(
        refusal(trace.flash(2, two)),
        "head: expected a whole number below 2 in q, got 2"
    );

    let flash = run(5, 5).expect("blocks that fit");
    assert_eq!(
        refusal(flash.read(4, Quantity::Dot)),
        "tile: expected a whole number below 4, got 4"
    );
    assert_eq!(
        refusal(flash.read(0, Quantity::Output)),
        "tile: expected the last tile of its queries, got 0"
    );
    let cell = TileCell {
        tile: 3,
        quantity: Quantity::Score,
        row: 4,
        col: 0,
    };
    assert_eq!(
        refusal(flash.explain(cell)),
        "row: expected a whole number below 4, got 4"
    );
    assert_eq!(
        refusal(flash.read_before(0, Quantity::Exp)),
        "quantity: expected \"max\", \"sum\" or \"accumulator\", got exp"
    );
    assert_eq!(
        refusal(flash.output_cell(0, 4)),
        "col: expected a whole number below 4, got 4"
    );
}

#[test]
fn a_run_that_would_record_too_much_is_refused() {
    let tokens = vec!["\"a\""; 512].join(",");
    let json =
        format!(r#"{{ "tokens": [{tokens}], "heads": 1, "kv_heads": 1, "d_k": 1, "d_v": 512 }}"#);
    let scenario = attention::Scenario::from_json(&json).expect("a valid scenario");
    let trace = attend::<f64>(&scenario).expect("small numbers");
    let blocks = |keys| Blocks { queries: 512, keys };
    assert_eq!(
        refusal(trace.flash(0, blocks(1))),
        "block_keys: expected blocks so large that at most 33554432 numbers arise, got 135790592"
    );
    assert!(trace.flash(0, blocks(512)).is_ok());
}

#[test]
fn matrices_that_do_not_fit_are_refused_by_name() {
    let matrix = |rows, cols| DMatrix::from_element(rows, cols, 1.0);
    let inputs = |q, k, v, mask| HeadInputs::new(q, k, v, mask).map(|_| ());
    assert_eq!(
        refusal(inputs(matrix(2, 0), matrix(2, 0), matrix(2, 1), Mask::None)),
        "q: expected rows and columns, got 2 × 0"
    );
    assert_eq!(
        refusal(inputs(matrix(2, 3), matrix(2, 4), matrix(2, 1), Mask::None)),
        "k: expected 3 columns, as q has, got 4"
    );
    assert_eq!(
        refusal(inputs(matrix(2, 3), matrix(2, 3), matrix(4, 1), Mask::None)),
        "v: expected 2 rows, as k has, got 4"
    );
    assert_eq!(
        refusal(inputs(
            matrix(4, 3),
            matrix(2, 3),
            matrix(2, 1),
            Mask::Window(1)
        )),
        "mask: expected a key for each query, got none for query 3"
    );
}

#[test]
fn an_overflow_is_refused_by_its_place() {
    let q = DMatrix::from_row_slice(3, 1, &[1.0, 1.0, 1e200]);
    let k = DMatrix::from_row_slice(3, 1, &[1.0, 1e200, 1.0]);
    let inputs = HeadInputs::new(q, k.clone(), k, Mask::None).expect("shapes that fit");
    let blocks = Blocks {
        queries: 2,
        keys: 1,
    };
    assert_eq!(
        refusal(inputs.tiled(blocks)),
        "scores: expected numbers small enough to compute with, got an overflow in row 2, column 1"
    );
}
