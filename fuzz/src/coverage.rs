//! Which branches a run took, from counters that the compiler puts in.
//!
//! With `-Cpasses=sancov-module` and inline 8-bit counters, LLVM gives every
//! branch a byte, counts in it, and tells this module at start where the bytes
//! lie. That is the interface of the compiler's SanitizerCoverage, which
//! libFuzzer uses too; it needs no sanitizer and no nightly compiler.

use std::{
    ptr, slice,
    sync::atomic::{AtomicPtr, Ordering::Relaxed},
};

static START: AtomicPtr<u8> = AtomicPtr::new(ptr::null_mut());
static STOP: AtomicPtr<u8> = AtomicPtr::new(ptr::null_mut());

/// Called by every compiled module before `main`, each with the same range.
#[unsafe(no_mangle)]
extern "C" fn __sanitizer_cov_8bit_counters_init(start: *mut u8, stop: *mut u8) {
    START.store(start, Relaxed);
    STOP.store(stop, Relaxed);
}

/// The counters, or nothing where the compiler put none in.
fn counters() -> &'static mut [u8] {
    let (start, stop) = (START.load(Relaxed), STOP.load(Relaxed));
    if start.is_null() {
        return &mut [];
    }
    // SAFETY: the linker lays the counters between these two, they live as long
    // as the program, nothing else looks at them while this slice lives, and
    // the program has one thread that counts.
    unsafe { slice::from_raw_parts_mut(start, stop.offset_from_unsigned(start)) }
}

/// What has been seen of each branch: a bit for each order of magnitude of how
/// often a single run took it.
pub struct Coverage {
    seen: Vec<u8>,
    run: Vec<u8>,
}

impl Coverage {
    /// Nothing seen; `None` where there are no counters.
    pub fn new() -> Option<Self> {
        let count = counters().len();
        (count > 0).then(|| Self {
            seen: vec![0; count],
            run: vec![0; count],
        })
    }

    /// Runs something and says whether it did what no run did before.
    pub fn observe<T>(&mut self, run: impl FnOnce() -> T) -> (T, bool) {
        counters().fill(0);
        let result = run();
        self.run.copy_from_slice(counters());
        let mut new = false;
        for (seen, &count) in self.seen.iter_mut().zip(&self.run) {
            let bit = match count {
                0 => 0,
                1 => 1,
                2 => 2,
                3 => 4,
                4..=7 => 8,
                8..=15 => 16,
                16..=31 => 32,
                32..=127 => 64,
                _ => 128,
            };
            new |= bit & !*seen != 0;
            *seen |= bit;
        }
        (result, new)
    }

    /// The branches that one run takes.
    pub fn branches_of(run: impl FnOnce()) -> Vec<usize> {
        counters().fill(0);
        run();
        let taken = counters().iter().enumerate();
        taken
            .filter(|(_, count)| **count > 0)
            .map(|(branch, _)| branch)
            .collect()
    }

    /// How many branches were taken so far.
    pub fn branches(&self) -> usize {
        self.seen.iter().filter(|&&seen| seen != 0).count()
    }
}
