//! What can be installed without asking: Debian's packages, as root.

use std::path::Path;

use crate::Result;
use crate::process::{command, output, run, say};

/// Whether this is Debian itself (Ubuntu's `chromium` is a stub for a snap),
/// and packages may be installed.
pub fn can_install() -> bool {
    std::fs::read_to_string("/etc/os-release")
        .is_ok_and(|text| text.lines().any(|line| line == "ID=debian"))
        && Path::new("/usr/bin/apt-get").is_file()
        && output(command("id").arg("-u")).is_ok_and(|user| user == "0")
}

/// Installs packages, the first of which is what is wanted.
pub fn install(packages: &[&str], purpose: &str) -> Result<()> {
    let what = packages.join(" ");
    say(&format!("installing Debian's {what} for {purpose}"));
    run(command("apt-get").args(["update", "-qq"]), "apt-get update")?;
    run(
        command("apt-get")
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["install", "-y", "-qq", "--no-install-recommends"])
            .args(packages),
        &format!("apt-get install {what}"),
    )
}
