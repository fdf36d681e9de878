//! An update in recycled room allocates nothing.
//!
//! A test binary of its own: the allocator is the whole program's. It counts
//! for each thread, so that nothing but the test is counted.

use std::{
    alloc::{GlobalAlloc, Layout, System},
    cell::Cell,
};

use attention::{Buffers, Scenario, attend_reusing};

struct Counting;

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(0) };
}

// SAFETY: every call goes to the system's allocator as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        COUNT.set(COUNT.get() + 1);
        // SAFETY: the caller's layout.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        // SAFETY: it came from `alloc` with this layout.
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

#[test]
fn after_one_trace_of_a_shape_the_next_allocates_nothing() {
    for changes in [
        "{}",
        r#"{ "heads": 8, "kv_heads": 2, "d_k": 64, "mask": "causal", "ssmax": 0.5, "sink": 1 }"#,
        r#"{ "temperature": 0, "mask": { "window": 2 } }"#,
    ] {
        let scenario = Scenario::from_json(changes).expect("valid");
        let mut buffers = Buffers::<f64>::default();
        for update in 0..4 {
            let before = COUNT.get();
            let trace = attend_reusing(&scenario, &mut buffers).expect("small numbers");
            buffers.recycle(trace);
            let allocated = COUNT.get() - before;
            assert!(update == 0 || allocated == 0, "{changes}: {allocated}");
        }
    }
}
