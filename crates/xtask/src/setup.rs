//! What the machine needs beyond Rust and Node: the wasm target and npm packages.

use std::path::Path;

use crate::Result;
use crate::process::{command, output, run, say};
use crate::stamp::Stamp;

const OLDEST_NODE: u32 = 20;
/// The first npm that reads the lockfile's version.
const OLDEST_NPM: u32 = 7;
/// The target that the page's engine is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";

/// Adds the wasm target where it is missing.
pub fn wasm_target() -> Result<()> {
    let libraries =
        output(command("rustc").args(["--print", "target-libdir", "--target", WASM_TARGET]));
    if libraries.is_ok_and(|folder| Path::new(&folder).is_dir()) {
        return Ok(());
    }
    say(&format!("adding the Rust target {WASM_TARGET}"));
    run(
        command("rustup").args(["target", "add", WASM_TARGET]),
        "rustup target add",
    )
    .map_err(|error| {
        format!(
            "the Rust target {WASM_TARGET} is missing and could not be added. \
             Install Rust by rustup (https://rustup.rs), then run this again. ({error})"
        )
    })
}

/// Installs the npm packages where the lockfile changed.
pub fn npm_packages() -> Result<()> {
    node()?;
    let stamp = Stamp::new(
        Path::new("node_modules/.stamp"),
        &["package-lock.json", "package.json"],
        &[],
    )?;
    if stamp.is_current(&["node_modules/vite"]) {
        return Ok(());
    }
    say("installing the npm packages");
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(command(npm).args(["ci", "--no-audit", "--no-fund", "--loglevel=error"]), "npm ci").map_err(|error| {
        format!(
            "the npm packages could not be installed. Check that npm {OLDEST_NPM} or newer is installed \
             and reaches its registry, then run this again. ({error})"
        )
    })?;
    stamp.write()
}

/// Refuses a machine without a Node that is new enough.
pub fn node() -> Result<()> {
    let found = output(command("node").arg("--version")).map_err(|_| {
        format!("Node is missing. Install Node {OLDEST_NODE} or newer (https://nodejs.org), then run this again.")
    })?;
    if major_version(&found).is_some_and(|major| major >= OLDEST_NODE) {
        return Ok(());
    }
    Err(format!(
        "Node {OLDEST_NODE} or newer is needed, but `node` is {found}. \
         Install a newer one (https://nodejs.org), then run this again."
    ))
}

fn major_version(version: &str) -> Option<u32> {
    version
        .trim_start_matches('v')
        .split('.')
        .next()?
        .parse()
        .ok()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_node_version_is_read() {
        assert_eq!(super::major_version("v20.20.2"), Some(20));
        assert_eq!(super::major_version("nonsense"), None);
    }
}
