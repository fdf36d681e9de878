//! Measurements and reference values: both are scripts in other languages.

use crate::Result;
use crate::browser::find_or_install;
use crate::build::{Module, build, module};
use crate::process::{cargo, command, output, run, say};
use crate::python;
use crate::serve::serve_in_background;
use crate::setup::{lighthouse_packages, peer_packages};

const ENGINE: &str = "bench/engine/Cargo.toml";

/// Builds and measures the page and its engine in a browser, and the engine
/// beside its peers there and without a browser.
pub fn bench(write: bool) -> Result<()> {
    build()?;
    lighthouse_packages()?;
    let mut bench = command("node");
    bench
        .arg("bench/bench.mjs")
        .args(write.then_some("--write"))
        .env("ATTENTION_BROWSER", find_or_install()?)
        .env("ATTENTION_URL", serve_in_background()?);
    // The rest of the benchmark can do without peers, which only it installs.
    match peers() {
        Ok(native) => bench.env("ATTENTION_NATIVE", native),
        Err(reason) => {
            say(&format!("the peers are left out: {reason}"));
            bench.env("ATTENTION_WITHOUT_PEERS", reason)
        }
    };
    run(&mut bench, "the benchmark")
}

/// Installs what is measured in the browser, and measures without one; returns
/// those times as JSON.
fn peers() -> Result<String> {
    peer_packages()?;
    module(&Module {
        what: "the engine of the benchmark",
        name: "attention_bench",
        target: "target/bench",
        arguments: &["--manifest-path", ENGINE, "--lib"],
        compiled: "attention_bench.wasm",
        package: "target/xtask/bench",
    })?;
    say("compiling the engine and ndarray for this machine");
    let mut native = cargo();
    native
        .args(["run", "--release", "--quiet", "--manifest-path", ENGINE])
        .args(["--target-dir", "target/bench", "--features", "native"])
        .args(["--bin", "native", "--"]);
    match python::find_or_install() {
        Ok(python) => native.arg(python),
        Err(reason) => {
            say(&format!("NumPy is left out: {reason}"));
            &mut native
        }
    };
    output(&mut native)
}

/// Recomputes the golden values of the engine's tests.
pub fn golden() -> Result<()> {
    run(
        command("python3").arg("tests/golden/generate.py"),
        "tests/golden/generate.py",
    )
}
