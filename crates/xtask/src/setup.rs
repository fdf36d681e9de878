//! What the machine needs beyond Rust and Node: the wasm target and npm packages.

use std::path::Path;
use std::process::Command;

use crate::Result;
use crate::process::{command, output, root, run, say};
use crate::stamp::Stamp;

const OLDEST_NODE: u32 = 20;
/// The first npm that reads the lockfile's version.
const OLDEST_NPM: u32 = 7;
/// The target that the page's engine is compiled for.
pub const WASM_TARGET: &str = "wasm32-unknown-unknown";
/// The host tests have packages of their own.
const HOSTS: &str = "tests/embed";
/// Where the package is packed for them.
const PACKED: &str = "target/xtask/hosts";

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
    install(".", "node_modules/vite", "the npm packages")
}

/// Installs what the benchmark compares with; nothing else needs it.
pub fn peer_packages() -> Result<()> {
    node()?;
    install(
        "bench/peers",
        "bench/peers/node_modules/mathjs",
        "the benchmark's peers",
    )
}

/// Installs Lighthouse, a hundred packages that only the benchmark needs.
pub fn lighthouse_packages() -> Result<()> {
    node()?;
    install(
        "bench/lighthouse",
        "bench/lighthouse/node_modules/lighthouse",
        "Lighthouse",
    )
}

/// Installs the tools that build host pages and drive their browsers, and the
/// package itself as whoever uses it does.
pub fn host_packages() -> Result<()> {
    node()?;
    install(
        HOSTS,
        "tests/embed/node_modules/vue",
        "the tools of the host tests",
    )?;
    // npm wants the folder to be there.
    std::fs::create_dir_all(root().join(PACKED))
        .map_err(|error| format!("{PACKED} could not be made: {error}."))?;
    let archive = output(npm().args(["pack", "--silent", "--pack-destination", PACKED]))?;
    let archive = root().join(PACKED).join(archive);
    run(
        npm()
            .current_dir(root().join(HOSTS))
            .args([
                "install",
                "--no-save",
                "--no-audit",
                "--no-fund",
                "--loglevel=error",
            ])
            .arg(archive),
        "npm install of the packed package",
    )
}

/// Installs a folder's packages where its lockfile changed or `one` is missing.
fn install(folder: &str, one: &str, what: &str) -> Result<()> {
    let folder = Path::new(folder);
    let [lock, packages] = ["package-lock.json", "package.json"].map(|file| folder.join(file));
    let stamp = Stamp::new(
        &folder.join("node_modules/.stamp"),
        &[&lock.to_string_lossy(), &packages.to_string_lossy()],
        &[],
    )?;
    if stamp.is_current(&[one]) {
        return Ok(());
    }
    say(&format!("installing {what}"));
    let mut install = npm();
    install.current_dir(root().join(folder)).args([
        "ci",
        "--no-audit",
        "--no-fund",
        "--loglevel=error",
    ]);
    run(&mut install, "npm ci").map_err(|error| {
        format!(
            "{what} could not be installed. Check that npm {OLDEST_NPM} or newer is installed \
             and reaches its registry, then run this again. ({error})"
        )
    })?;
    stamp.write()
}

fn npm() -> Command {
    command(if cfg!(windows) { "npm.cmd" } else { "npm" })
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
