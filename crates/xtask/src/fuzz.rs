//! The search for input that the engine, an import or a link does not survive.
//!
//! The search in Rust needs no nightly compiler and no sanitizer: the compiler's
//! own coverage counters guide it (fuzz/src/coverage.rs).

use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::Result;
use crate::process::{cargo, command, output, root, run, say};
use crate::setup::npm_packages;

/// What is fuzzed in Rust: its line in a summary, and its folder in fuzz/corpus.
pub const TARGETS: [(&str, &str); 5] = [
    ("fuzz scenario", "scenario"),
    ("fuzz csv", "csv"),
    ("fuzz npy", "npy"),
    ("fuzz npz", "npz"),
    ("fuzz safetensors", "safetensors"),
];
/// The link codec, which is TypeScript.
const LINK: &str = "link";

const COVERAGE: &str = "-Cpasses=sancov-module \
     -Cllvm-args=-sanitizer-coverage-level=3 \
     -Cllvm-args=-sanitizer-coverage-inline-8bit-counters";

/// Fuzzes every target for a while. With `keep`, what was found joins the corpus.
pub fn fuzz(seconds: u64, keep: bool) -> Result<()> {
    // Another search in every run; the test command repeats one.
    let now = SystemTime::now().duration_since(UNIX_EPOCH);
    let seed = now.map_or(0, |now| now.as_secs());
    say(&format!("fuzzing with seed {seed}, {seconds} s each"));
    build()?;
    for (_, target) in TARGETS {
        search(target, seconds, seed, keep)?;
    }
    npm_packages()?;
    link(seconds, seed)
}

/// Runs one input again.
pub fn again(target: &str, file: &str) -> Result<()> {
    if target == LINK {
        npm_packages()?;
        return run(link_search().arg(file), "the link");
    }
    build()?;
    run(fuzzer()?.args([target, file]), target)
}

/// Compiles the targets with coverage counters.
pub fn build() -> Result<()> {
    let mut build = cargo();
    build
        // Naming the target keeps the counters out of build scripts.
        .args(["build", "--release", "--quiet", "--target", &host()?])
        .args(["--manifest-path", "fuzz/Cargo.toml"])
        .args(["--target-dir", "target/fuzz"])
        .env("RUSTFLAGS", COVERAGE)
        .env_remove("CARGO_ENCODED_RUSTFLAGS");
    run(&mut build, "the build of the fuzz targets")
}

/// Fuzzes one target that was built.
pub fn search(target: &str, seconds: u64, seed: u64, keep: bool) -> Result<()> {
    let input = input(target);
    let mut search = fuzzer()?;
    search
        .arg(target)
        .arg(Path::new("fuzz/corpus").join(target))
        .arg(&input)
        .args([seconds.to_string(), seed.to_string()])
        .args(keep.then_some("keep"));
    run(&mut search, target).map_err(|error| found(target, &input, &error))
}

/// Fuzzes the link codec.
pub fn link(seconds: u64, seed: u64) -> Result<()> {
    let input = input(LINK);
    std::fs::create_dir_all(root().join("target/fuzz"))
        .map_err(|error| format!("target/fuzz could not be made: {error}."))?;
    let mut search = link_search();
    search
        .arg("fuzz/corpus/link")
        .arg(&input)
        .args([seconds.to_string(), seed.to_string()]);
    run(&mut search, LINK).map_err(|error| found(LINK, &input, &error))
}

fn link_search() -> std::process::Command {
    let mut search = command("node");
    search.arg("tests/link/fuzz.mjs");
    search
}

fn fuzzer() -> Result<std::process::Command> {
    let folder = root().join("target/fuzz").join(host()?).join("release");
    let program = folder.join(format!("attention-fuzz{}", std::env::consts::EXE_SUFFIX));
    Ok(command(&program.to_string_lossy()))
}

/// Where an input lies while it runs.
fn input(target: &str) -> PathBuf {
    Path::new("target/fuzz").join(format!("{target}.input"))
}

fn found(target: &str, input: &Path, error: &str) -> String {
    let input = input.display();
    format!("{error} The input is in {input}; `cargo xtask fuzz {target} {input}` runs it again.")
}

/// The machine that this compiler compiles for by itself.
fn host() -> Result<String> {
    let version = output(command("rustc").arg("-vV"))?;
    let mut lines = version.lines();
    let host = lines.find_map(|line| line.strip_prefix("host: "));
    host.map(String::from)
        .ok_or_else(|| "`rustc -vV` names no host.".into())
}
