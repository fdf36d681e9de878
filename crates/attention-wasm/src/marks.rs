//! The engine's steps in the browser's profiler.

use wasm_bindgen::JsCast;
use web_sys::Performance;

const BEGIN: &str = "attention: begin";
const END: &str = "attention: end";

/// Measures each step from its beginning to the next one's.
pub struct Marks {
    performance: Performance,
    running: Option<&'static str>,
}

impl Marks {
    /// `None` where the place (a page, a worker, Node) has no such clock.
    pub fn new() -> Option<Marks> {
        let performance = js_sys::Reflect::get(&js_sys::global(), &"performance".into()).ok()?;
        Some(Marks {
            performance: performance.dyn_into().ok()?,
            running: None,
        })
    }

    /// Ends the running step and begins this one.
    pub fn begin(&mut self, step: &'static str) {
        self.end();
        self.running = Some(step);
        // A profiler that takes no entries is no reason to compute nothing.
        let _ = self.performance.mark(BEGIN);
    }

    /// Ends the running step.
    pub fn end(&mut self) {
        let Some(step) = self.running.take() else {
            return;
        };
        let _ = self.performance.mark(END);
        let name = format!("attention: {step}");
        let _ = self
            .performance
            .measure_with_start_mark_and_end_mark(&name, BEGIN, END);
        self.performance.clear_marks_with_mark_name(BEGIN);
        self.performance.clear_marks_with_mark_name(END);
    }
}
