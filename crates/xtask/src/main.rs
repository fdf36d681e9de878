//! The project's only build driver: `cargo xtask serve | build | test | fuzz | bench | shots | golden`.
//!
//! It needs Rust by rustup and Node 20 or newer, and sets everything else up
//! itself. It says what it does, skips what is up to date, and fails with a
//! sentence that says what to do.

mod bench;
mod browser;
mod build;
mod debian;
mod fuzz;
mod hosts;
mod process;
mod python;
mod report;
mod serve;
mod setup;
mod shots;
mod stamp;
mod summary;
mod test;

use std::process::ExitCode;

/// A failure as a sentence for the person at the terminal.
type Result<T> = std::result::Result<T, String>;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  serve [--port N]   build, then serve the page at http://127.0.0.1:8080 (port 0 picks one)
  build              leave the deployable site in dist/
  test               run every check and every test
  test hosts         run the figures in blogs, books, slides, apps, a notebook and three browser
                     engines, each the real one
  fuzz [SECONDS] [keep]
                     look for input that breaks something, SECONDS (60) for each format;
                     keep adds what leads to new code to fuzz/corpus
  fuzz TARGET FILE   run one such input again
  bench [--write]    measure speed and memory; --write puts the figures into docs/benchmarks.md
  shots [TAG]        photograph every figure, or one, at three widths in both themes, into target/shots/
  golden             recompute tests/golden with NumPy and PyTorch (needs python3)";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("\nxtask: {sentence}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match arguments.as_slice() {
        ["serve"] => serve::serve(8080),
        ["serve", "--port", port] => serve::serve(port_number(port)?),
        ["build"] => build::build(),
        ["test"] => test::test(),
        ["test", "hosts"] => hosts::hosts(),
        ["fuzz"] => fuzz::fuzz(60, false),
        ["fuzz", "keep"] => fuzz::fuzz(60, true),
        ["fuzz", seconds] => fuzz::fuzz(whole_number(seconds)?, false),
        ["fuzz", seconds, "keep"] => fuzz::fuzz(whole_number(seconds)?, true),
        ["fuzz", target, file] => fuzz::again(target, file),
        ["bench"] => bench::bench(false),
        ["bench", "--write"] => bench::bench(true),
        ["shots"] => shots::shots(None),
        ["shots", tag] => shots::shots(Some(tag)),
        ["golden"] => bench::golden(),
        ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        [] => Err(format!("a command is missing.\n\n{USAGE}")),
        other => Err(format!(
            "`{}` is not a command here.\n\n{USAGE}",
            other.join(" ")
        )),
    }
}

fn whole_number(text: &str) -> Result<u64> {
    text.parse()
        .map_err(|_| format!("fuzz expects a whole number of seconds, got `{text}`."))
}

fn port_number(text: &str) -> Result<u16> {
    text.parse()
        .map_err(|_| format!("--port expects a number from 0 to 65535, got `{text}`."))
}
