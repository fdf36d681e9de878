//! Every check and every test, to the end even where one fails.

use std::process::Command;

use crate::Result;
use crate::browser::find_or_install;
use crate::build::build;
use crate::fuzz;
use crate::process::{cargo, command, node_tool};
use crate::python;
use crate::report::Report;
use crate::serve::serve_in_background;
use crate::setup::npm_packages;
use crate::summary::Runner;

/// How long each format is fuzzed: a minute in all. `cargo xtask fuzz` takes longer.
const FUZZ_SECONDS: u64 = 10;
/// The same search in every run, so that a change is to blame for what it finds.
const FUZZ_SEED: u64 = 7;

/// Runs everything, prints a summary and fails where anything failed.
pub fn test() -> Result<()> {
    let mut report = Report::default();
    let packages = report.step("npm packages", npm_packages).is_some();

    report.check("cargo fmt", Runner::Tool, || {
        Ok(cargo_with(&["fmt", "--all", "--check"]))
    });
    report.check("cargo fmt of fuzz", Runner::Tool, || {
        Ok(cargo_with(&[
            "fmt",
            "--manifest-path",
            "fuzz/Cargo.toml",
            "--check",
        ]))
    });
    report.check("cargo clippy", Runner::Tool, || {
        Ok(cargo_with(&[
            "clippy",
            "--workspace",
            "--all-targets",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]))
    });
    report.check("cargo clippy of fuzz", Runner::Tool, || {
        Ok(cargo_with(&[
            "clippy",
            "--manifest-path",
            "fuzz/Cargo.toml",
            "--target-dir",
            "target",
            "--quiet",
            "--",
            "-D",
            "warnings",
        ]))
    });
    report.check("cargo test", Runner::Cargo, || {
        let mut test = cargo_with(&["test", "--workspace", "--quiet", "--no-fail-fast"]);
        test.env(python::VARIABLE, python::find_or_install()?);
        Ok(test)
    });
    report.check("cargo doc", Runner::Tool, || {
        let mut doc = cargo_with(&["doc", "--workspace", "--no-deps", "--quiet"]);
        doc.env("RUSTDOCFLAGS", "-D warnings");
        Ok(doc)
    });

    let needs = |ready: bool, what: &str| {
        if ready {
            Ok(())
        } else {
            Err(format!("not run, because {what} failed"))
        }
    };
    let built = report.step("build and size budget", build).is_some();
    report.check("tsc", Runner::Tool, || {
        needs(built, "the build")?;
        let mut tsc = node_tool("typescript/bin/tsc");
        tsc.args(["--noEmit", "--pretty", "false"]);
        Ok(tsc)
    });
    report.check("eslint", Runner::Tool, || {
        needs(built, "the build")?;
        let mut eslint = node_tool("eslint/bin/eslint.js");
        eslint.args([".", "--max-warnings", "0"]);
        Ok(eslint)
    });
    report.check("prettier", Runner::Tool, || {
        needs(packages, "npm ci")?;
        let mut prettier = node_tool("prettier/bin/prettier.cjs");
        prettier.args(["--check", ".", "--log-level", "warn"]);
        Ok(prettier)
    });
    report.check("engine in Node", Runner::Node, || {
        needs(built, "the build")?;
        let mut node = command("node");
        node.args(["--test", "--test-reporter=spec", "tests/engine/"]);
        Ok(node)
    });
    report.check("npm package", Runner::Node, || {
        needs(built, "the build")?;
        let mut node = command("node");
        node.args(["--test", "--test-reporter=spec", "tests/package/"]);
        Ok(node)
    });
    report.check("link in Node", Runner::Node, || {
        needs(packages, "npm ci")?;
        let mut node = command("node");
        node.args(["--test", "--test-reporter=spec", "tests/link/"]);
        Ok(node)
    });
    report.check("page in Chromium", Runner::Playwright, || {
        needs(built, "the build")?;
        let mut playwright = node_tool("@playwright/test/cli.js");
        playwright
            .args(["test", "--reporter=list"])
            .env("ATTENTION_BROWSER", find_or_install()?)
            .env(python::VARIABLE, python::find_or_install()?)
            .env("ATTENTION_URL", serve_in_background()?);
        Ok(playwright)
    });

    let targets = report.step("build of fuzz targets", fuzz::build).is_some();
    for (name, target) in fuzz::TARGETS {
        report.step(name, || {
            needs(targets, "the build of the fuzz targets")?;
            fuzz::search(target, FUZZ_SECONDS, FUZZ_SEED, false)
        });
    }
    report.step("fuzz link", || {
        needs(packages, "npm ci")?;
        fuzz::link(FUZZ_SECONDS, FUZZ_SEED)
    });
    report.finish()
}

fn cargo_with(arguments: &[&str]) -> Command {
    let mut cargo = cargo();
    cargo.args(arguments);
    cargo
}
