//! Measurements and reference values: both are scripts in other languages.

use crate::Result;
use crate::browser::find_or_install;
use crate::build::{Module, build, module};
use crate::process::{command, run};
use crate::serve::serve_in_background;
use crate::setup::peer_packages;

/// Builds and measures the page and its engine in a browser.
pub fn bench(write: bool) -> Result<()> {
    peer_packages()?;
    module(&Module {
        what: "the engine of the benchmark",
        name: "attention_bench",
        target: "target/bench",
        arguments: &["--manifest-path", "bench/engine/Cargo.toml", "--lib"],
        compiled: "attention_bench.wasm",
        package: "target/xtask/bench",
    })?;
    build()?;
    let mut bench = command("node");
    bench
        .arg("bench/bench.mjs")
        .args(write.then_some("--write"))
        .env("ATTENTION_BROWSER", find_or_install()?)
        .env("ATTENTION_URL", serve_in_background()?);
    run(&mut bench, "the benchmark")
}

/// Recomputes the golden values of the engine's tests.
pub fn golden() -> Result<()> {
    run(
        command("python3").arg("tests/golden/generate.py"),
        "tests/golden/generate.py",
    )
}
