//! What plain and tiled attention keep, measured by an allocator that counts.
//!
//! A test binary of its own: the allocator is the whole program's, and one test
//! alone uses it.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    sync::atomic::{AtomicUsize, Ordering::Relaxed},
};

use attention::experiments::flash::{Settings, costs, draw, plain};
use attention::flash::Blocks;

struct Counting;

static LIVE: AtomicUsize = AtomicUsize::new(0);
static PEAK: AtomicUsize = AtomicUsize::new(0);

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        let live = LIVE.fetch_add(layout.size(), Relaxed) + layout.size();
        PEAK.fetch_max(live, Relaxed);
        // SAFETY: the caller's layout.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        LIVE.fetch_sub(layout.size(), Relaxed);
        // SAFETY: it came from `alloc` with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// The most bytes that were live at once during a call, beyond those before.
fn peak<R>(call: impl FnOnce() -> R) -> usize {
    let before = LIVE.load(Relaxed);
    PEAK.store(before, Relaxed);
    let result = call();
    let peak = PEAK.load(Relaxed) - before;
    drop(result);
    peak
}

/// Beyond the matrices: what the test runner's other thread may hold.
const SLACK: f64 = 1.02;

#[test]
fn tiles_keep_what_the_formula_says_and_the_plain_way_all_scores() {
    let mut tiled_extra = Vec::new();
    for tokens in [256, 1024] {
        let settings = Settings {
            tokens,
            width: 64,
            block_queries: 64,
            block_keys: 64,
            causal: false,
            seed: 7,
        };
        let inputs = draw::<f32>(settings).expect("in range");
        let blocks = Blocks {
            queries: 64,
            keys: 64,
        };
        let bytes = |numbers: u64| (numbers * 4) as f64;
        let output = bytes(tokens * 64);
        let costs = costs(settings).expect("in range");

        let tiled = peak(|| inputs.tiled(blocks)) as f64;
        let expected = bytes(costs.tiled.memory) + output;
        println!("{tokens} tokens: tiled {tiled} bytes, {expected} by formula");
        assert!(
            (expected..expected * SLACK).contains(&tiled),
            "{tiled} is not {expected}"
        );
        tiled_extra.push(tiled - output);

        let plain = peak(|| plain(&inputs)) as f64;
        let expected = bytes(costs.plain.memory) + output;
        println!("{tokens} tokens: plain {plain} bytes, {expected} by formula");
        assert!(plain >= expected, "{plain} is less than {expected}");
        // A transposed K, and what a matrix product packs its operands into.
        let beside = 2.0 * output;
        assert!(
            plain <= expected + beside,
            "{plain} is far above {expected}"
        );
    }
    // Four times the tokens, and tiles keep nothing more.
    assert!(tiled_extra[1] <= tiled_extra[0] * SLACK, "{tiled_extra:?}");
}
