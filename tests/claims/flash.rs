//! Claim 33: Flash Attention is exact, and saves traffic and memory.

use attention::{
    experiments::flash::{Settings, compare, costs},
    flash::Blocks,
};

const SMALL: Settings = Settings {
    tokens: 200,
    width: 64,
    block_queries: 64,
    block_keys: 32,
    causal: false,
    seed: 7,
};

#[test]
fn tiles_give_the_same_output_to_the_last_digits() {
    for causal in [false, true] {
        for (block_queries, block_keys) in [(64, 32), (7, 199), (200, 1), (1, 200)] {
            let settings = Settings {
                block_queries,
                block_keys,
                causal,
                ..SMALL
            };
            let wide = compare::<f64>(settings).expect("in range");
            assert!(wide.size > 0.1, "outputs are not all near zero");
            assert!(wide.difference < 1e-14, "{settings:?}: {wide:?}");
            assert!(wide.difference <= 1e-13 * wide.size);
            let narrow = compare::<f32>(settings).expect("in range");
            assert!(
                narrow.difference <= 1e-6 * narrow.size,
                "{settings:?}: {narrow:?}"
            );
        }
    }
}

/// naive 4Nd + 4N², tiled 2Nd(1 + ⌈N/B_r⌉)
#[test]
fn the_plain_way_moves_four_times_as_much() {
    let settings = Settings {
        tokens: 4096,
        width: 64,
        block_queries: 128,
        block_keys: 128,
        ..SMALL
    };
    let costs = costs(settings).expect("in range");
    let (n, d) = (4096, 64);
    assert_eq!(costs.plain.traffic.total(), 4 * n * d + 4 * n * n);
    assert_eq!(costs.tiled.traffic.total(), 2 * n * d * (1 + 32));
    assert!((costs.ratio - 3.94).abs() < 0.005, "{}", costs.ratio);
    assert_eq!(costs.limit, 4.0);
    assert_eq!(costs.plain.memory, n * n);
    let blocks = Blocks {
        queries: 128,
        keys: 128,
    };
    assert_eq!(costs.tiled.memory, blocks.memory(64, 64));
}

#[test]
fn a_run_moves_what_the_formula_says_and_less_where_it_skips() {
    for (block_queries, block_keys) in [(64, 32), (7, 199), (200, 1), (1, 200)] {
        let settings = Settings {
            block_queries,
            block_keys,
            ..SMALL
        };
        let model = costs(settings).expect("in range").tiled.traffic;
        assert_eq!(compare::<f32>(settings).expect("in range").traffic, model);
        let causal = Settings {
            causal: true,
            ..settings
        };
        let skipping = compare::<f32>(causal).expect("in range").traffic;
        // Of a row of blocks, the keys after its last query can be skipped.
        let skipped: u64 = (0..200_u64.div_ceil(block_queries))
            .map(|block| ((block + 1) * block_queries).min(200))
            .map(|end| 200_u64.saturating_sub(end.div_ceil(block_keys) * block_keys))
            .sum();
        assert_eq!(model.read - skipping.read, skipped * 2 * 64);
        assert_eq!(skipping.written, model.written);
    }
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let refusal = |settings| costs(settings).expect_err("a refusal").to_string();
    let none = Settings {
        block_queries: 0,
        ..SMALL
    };
    assert_eq!(
        refusal(none),
        "block_queries: expected a whole number from 1 to 200, got 0"
    );
    let too_large = Settings {
        block_keys: 201,
        ..SMALL
    };
    assert_eq!(
        compare::<f64>(too_large)
            .expect_err("a refusal")
            .to_string(),
        "block_keys: expected a whole number from 1 to 200, got 201"
    );
    let too_many = Settings {
        tokens: 8_193,
        ..SMALL
    };
    assert_eq!(
        refusal(too_many),
        "tokens: expected a whole number from 1 to 8192, got 8193"
    );
}
