//! Pictures of every figure, for people to look at.

use crate::Result;
use crate::browser::find_or_install;
use crate::build::build;
use crate::process::{command, run};
use crate::serve::serve_in_background;

/// Builds, then photographs all figures, or one of them, into `target/shots/`.
pub fn shots(tag: Option<&str>) -> Result<()> {
    build()?;
    let mut shots = command("node");
    shots
        .arg("tests/shots.mjs")
        .args(tag)
        .env("ATTENTION_BROWSER", find_or_install()?)
        .env("ATTENTION_URL", serve_in_background()?);
    run(&mut shots, "taking the pictures")
}
