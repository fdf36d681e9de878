//! What stays when a size grows: the numbers that were there, and what the
//! designed heads say.

mod support;

use std::sync::Arc;

use attention::{
    DESIGN, Scenario, Shape, StepId, Trace, Weights, WeightsSpec, attend, nalgebra::DMatrix,
};
use proptest::{prelude::*, sample::select};
use support::config;

/// Shapes whose query heads share key/value heads in the same groups, the
/// second at least as large in every size but d_model.
fn growing_shapes() -> impl Strategy<Value = (Shape, Shape)> {
    let sizes = (1..=8_usize, select(vec![1_usize, 2, 3]));
    let small = (1..=3_usize, 1..=6_usize, 1..=6_usize);
    let more = (0..=2_usize, 0..=9_usize, 0..=9_usize);
    (sizes, small, more).prop_map(|((d_model, group), (kv_heads, d_k, d_v), more)| {
        let shape = |kv_heads, d_k, d_v| Shape {
            n: 1,
            m: 1,
            d_model,
            heads: kv_heads * group,
            kv_heads,
            d_k,
            d_v,
        };
        let (more_heads, more_d_k, more_d_v) = more;
        let grown = shape(kv_heads + more_heads, d_k + more_d_k, d_v + more_d_v);
        (shape(kv_heads, d_k, d_v), grown)
    })
}

/// The first `width` columns of each head, where heads are `stride` apart.
fn heads(matrix: &DMatrix<f64>, heads: usize, stride: usize, width: usize) -> Vec<f64> {
    (0..heads)
        .flat_map(|head| {
            matrix
                .columns(head * stride, width)
                .iter()
                .copied()
                .collect::<Vec<_>>()
        })
        .collect()
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn more_heads_and_wider_heads_keep_every_random_number_that_was_there(
        (small, large) in growing_shapes(),
        seed in any::<u32>(),
    ) {
        let spec = WeightsSpec::Random { seed: seed.into() };
        let [old, new] = [small, large].map(|shape| Weights::build(&spec, shape));
        for (old, new, count, [width, stride]) in [
            (&old.w_q, &new.w_q, small.heads, [small.d_k, large.d_k]),
            (&old.w_k, &new.w_k, small.kv_heads, [small.d_k, large.d_k]),
            (&old.w_v, &new.w_v, small.kv_heads, [small.d_v, large.d_v]),
        ] {
            prop_assert_eq!(heads(old, count, width, width), heads(new, count, stride, width));
        }
        // W_O's inputs grow in number, so its rows shrink together.
        let fan_in = |shape: Shape| (shape.heads * shape.d_v) as f64;
        let shrink = (fan_in(small) / fan_in(large)).sqrt();
        let old = heads(&old.w_o.transpose(), small.heads, small.d_v, small.d_v);
        let new = heads(&new.w_o.transpose(), small.heads, large.d_v, small.d_v);
        for (old, new) in old.iter().zip(&new) {
            prop_assert!((old * shrink - new).abs() <= 1e-15 * old.abs(), "{old} became {new}");
        }
    }

    #[test]
    fn random_entries_stay_within_the_root_of_three_over_their_inputs(
        (_, shape) in growing_shapes(),
        seed in any::<u32>(),
    ) {
        let weights = Weights::build(&WeightsSpec::Random { seed: seed.into() }, shape);
        for (matrix, fan_in) in [
            (&weights.w_q, shape.d_model),
            (&weights.w_k, shape.d_model),
            (&weights.w_v, shape.d_model),
            (&weights.w_o, shape.heads * shape.d_v),
        ] {
            let bound = (3.0 / fan_in as f64).sqrt();
            prop_assert!(matrix.iter().all(|entry| entry.abs() <= bound && *entry != 0.0));
        }
    }

    #[test]
    fn the_same_seed_draws_the_same_numbers_and_another_one_others(
        (shape, _) in growing_shapes(),
        seed in any::<u32>(),
        more in 1..1000_u64,
    ) {
        let build = |seed| Weights::build(&WeightsSpec::Random { seed }, shape);
        prop_assert_eq!(build(seed.into()), build(seed.into()));
        prop_assert_ne!(build(seed.into()), build(u64::from(seed) + more));
    }
}

/// Links carry a seed and not its numbers, so these may never change. They
/// were computed from the definition of ChaCha8, by another program.
#[test]
fn the_numbers_behind_a_seed_are_fixed_for_good() {
    let shape = Scenario::default().shape();
    let weights = Weights::build(&WeightsSpec::Random { seed: 7 }, shape);
    let w_o = weights.w_o.transpose();
    for (matrix, col, expected) in [
        (
            &weights.w_q,
            0,
            [-0.462_555_723_817_325_2, 0.373_506_589_316_974_34],
        ),
        (
            &weights.w_k,
            0,
            [0.694_923_059_287_163, -0.530_661_236_148_202_7],
        ),
        (
            &weights.w_v,
            4,
            [0.238_557_390_262_436_1, 0.105_098_256_158_508_1],
        ),
        (&w_o, 4, [0.429_480_673_758_774_9, 0.117_787_714_663_621_58]),
    ] {
        assert_eq!(matrix.column(col).as_slice()[..2], expected);
    }
}

/// The default sentence under the four designed heads.
fn default_sentence(d_k: usize, seed: u64) -> Trace<f64> {
    let json = format!(
        r#"{{ "heads": 4, "d_k": {d_k}, "weights": {{ "preset": "grammar", "seed": {seed} }} }}"#
    );
    let scenario = Scenario::from_json(&json).expect("a valid scenario");
    attend(&scenario).expect("small numbers")
}

const WIDTHS: [usize; 9] = [4, 5, 8, 12, 16, 32, 64, 128, 512];
/// The columns that a head has by design.
const DESIGNED: usize = 4;

/// What some columns add to a scaled score.
fn part(trace: &Trace<f64>, head: usize, columns: std::ops::Range<usize>) -> DMatrix<f64> {
    let [q, k] = [StepId::Q, StepId::K].map(|step| trace.read(step, head).expect("a head"));
    let width = columns.len();
    let root = (q.ncols() as f64).sqrt();
    q.columns(columns.start, width) * k.columns(columns.start, width).transpose() / root
}

#[test]
fn the_designed_part_of_a_scaled_score_is_the_same_at_every_key_width() {
    let narrow = default_sentence(DESIGNED, 7);
    for d_k in WIDTHS {
        let wide = default_sentence(d_k, 7);
        for head in 0..DESIGN.len() {
            let [expected, actual] = [&narrow, &wide].map(|trace| part(trace, head, 0..DESIGNED));
            // Scores reach 34, so this is a few of their last digits.
            assert!(
                (expected - actual).amax() < 1e-12,
                "head {head} at d_k = {d_k}"
            );
        }
    }
}

/// Each noise column adds a product of variance about (|x|²/6)² ≤ ¼, so √d_k
/// keeps their sum's deviation at ½ or below at every width.
#[test]
fn noise_adds_no_more_than_three_to_a_scaled_score_at_any_key_width() {
    for seed in 0..8 {
        for d_k in WIDTHS {
            let trace = default_sentence(d_k, seed);
            for head in 0..DESIGN.len() {
                let noise = part(&trace, head, DESIGNED..d_k).amax();
                assert!(
                    noise < 3.0,
                    "{noise} in head {head} at d_k = {d_k}, seed {seed}"
                );
            }
        }
    }
}

#[test]
fn the_designed_heads_find_the_same_words_at_every_key_width() {
    let [animal, crossed, it, was] = [1, 2, 6, 7];
    for d_k in WIDTHS {
        let trace = default_sentence(d_k, 7);
        let weight = |head, i, j| trace.read(StepId::Weights, head).expect("a head")[(i, j)];
        let mut found = vec![
            (0, it, animal, 0.7),
            (1, crossed, animal, 0.6),
            (1, was, it, 0.6),
            (3, it, it, 0.6),
        ];
        found.extend((1..9).map(|i| (2, i, i - 1, 0.7)));
        for (head, i, j, least) in found {
            let weight = weight(head, i, j);
            assert!(
                weight >= least,
                "{weight} from {i} to {j} in head {head} at d_k = {d_k}"
            );
        }
    }
}

#[test]
fn beyond_the_design_the_preset_is_the_seeds_noise_in_queries_and_keys() {
    let shape = Shape {
        heads: 6,
        kv_heads: 6,
        d_k: 9,
        ..Scenario::default().shape()
    };
    let [drawn, designed]: [Arc<Weights<f64>>; 2] = [
        WeightsSpec::Random { seed: 3 },
        WeightsSpec::Grammar { seed: 3 },
    ]
    .map(|spec| Weights::build(&spec, shape));
    for (drawn, designed) in [(&drawn.w_q, &designed.w_q), (&drawn.w_k, &designed.w_k)] {
        for col in 0..drawn.ncols() {
            let is_designed = col / shape.d_k < DESIGN.len() && col % shape.d_k < DESIGNED;
            assert_eq!(
                drawn.column(col) != designed.column(col),
                is_designed,
                "column {col}"
            );
        }
    }
}
