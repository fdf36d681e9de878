//! Checks one after another, to the end even where one fails, and a summary of them.

use std::process::Command;
use std::time::Instant;

use crate::Result;
use crate::process::{run_and_keep, say};
use crate::summary::{Count, Runner};

struct Line {
    name: &'static str,
    count: Count,
    seconds: f64,
}

/// What was run, and how it went.
#[derive(Default)]
pub struct Report {
    lines: Vec<Line>,
}

impl Report {
    /// Does something that is no program of its own and counts as one test.
    pub fn step(&mut self, name: &'static str, step: impl FnOnce() -> Result<()>) -> Option<()> {
        let start = Instant::now();
        say(name);
        let done = step()
            .map_err(|sentence| say(&format!("{name}: {sentence}")))
            .ok();
        let count = if done.is_some() {
            Count::PASSED
        } else {
            Count::FAILED
        };
        self.lines.push(Line {
            name,
            count,
            seconds: start.elapsed().as_secs_f64(),
        });
        done
    }

    /// Runs a program and counts its tests.
    pub fn check(
        &mut self,
        name: &'static str,
        runner: Runner,
        prepare: impl FnOnce() -> Result<Command>,
    ) {
        let start = Instant::now();
        say(name);
        let kept = prepare().and_then(|mut command| run_and_keep(&mut command));
        let count = match kept {
            Ok(kept) => runner.count(kept.success, &kept.text),
            Err(sentence) => {
                say(&format!("{name}: {sentence}"));
                Count::FAILED
            }
        };
        self.lines.push(Line {
            name,
            count,
            seconds: start.elapsed().as_secs_f64(),
        });
    }

    /// Prints a line each and their sum, and fails where anything failed.
    pub fn finish(self) -> Result<()> {
        println!();
        println!("{:<24}{:>8}{:>8}{:>10}", "", "passed", "failed", "time");
        for Line {
            name,
            count,
            seconds,
        } in &self.lines
        {
            println!(
                "{name:<24}{:>8}{:>8}{seconds:>8.1} s",
                count.passed, count.failed
            );
        }
        let total = self
            .lines
            .iter()
            .map(|line| line.count)
            .fold(Count::default(), Count::add);
        println!("\n{} passed, {} failed", total.passed, total.failed);
        if total.failed == 0 {
            Ok(())
        } else {
            Err("not everything passed.".into())
        }
    }
}
