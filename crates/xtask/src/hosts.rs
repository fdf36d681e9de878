//! Where figures are put: a blog, a book, slides, an app, a notebook; each built by its own tool,
//! and the page in three browser engines.

use std::path::{Path, PathBuf};

use crate::Result;
use crate::browser::find_or_install;
use crate::build::build;
use crate::debian;
use crate::process::{command, output, root, run, say};
use crate::report::Report;
use crate::setup::{host_packages, npm_packages};
use crate::stamp::Stamp;
use crate::summary::Runner;

/// Programs that the tests look for, and Debian's packages that bring them.
const PROGRAMS: [(&str, &[&str]); 4] = [
    ("hugo", &["hugo"]),
    ("firefox-esr", &["firefox-esr"]),
    ("WebKitWebDriver", &["webkit2gtk-driver"]),
    ("xvfb-run", &["xvfb", "xauth"]),
];

const TESTS: &str = "tests/embed";
const REQUIREMENTS: &str = "tests/embed/requirements.txt";
/// Where the programs of PyPI, and the notebook's package, are installed.
const PYTHON: &str = "target/xtask/hosts/python";

/// Installs every host and runs the tests of all of them. A host that cannot be had on this
/// machine is skipped, which is said, and counts neither way.
pub fn hosts() -> Result<()> {
    let mut report = Report::default();
    report.step("npm packages", npm_packages);
    let built = report.step("build and size budget", build).is_some();
    let ready = report.step("hosts from npm", host_packages).is_some() && built;
    debian_programs(&mut report);
    let python = report.step("hosts from PyPI", python_packages).is_some();
    report.check("hosts in browsers", Runner::Node, || {
        if !ready {
            return Err("not run, because what it needs failed".into());
        }
        let mut node = command("node");
        node.args(["--test", "--test-reporter=spec"])
            .args(test_files()?)
            .env("ATTENTION_BROWSER", find_or_install()?);
        Ok(node)
    });
    report.check("Python package", Runner::Unittest, || {
        if !(python && built) {
            return Err("not run, because what it needs failed".into());
        }
        let mut unittest = command(&own("python").to_string_lossy());
        unittest.args([
            "-m",
            "unittest",
            "discover",
            "--start-directory",
            "python/tests",
        ]);
        Ok(unittest)
    });
    report.finish()
}

/// Node finds tests by itself in ways that differ by version.
fn test_files() -> Result<Vec<PathBuf>> {
    let entries = std::fs::read_dir(root().join(TESTS))
        .map_err(|error| format!("{TESTS} could not be read: {error}."))?;
    let mut files: Vec<PathBuf> = entries
        .filter_map(|entry| Some(Path::new(TESTS).join(entry.ok()?.file_name())))
        .filter(|path| path.to_string_lossy().ends_with(".test.mjs"))
        .collect();
    files.sort();
    Ok(files)
}

fn debian_programs(report: &mut Report) {
    let folders: Vec<PathBuf> = std::env::var_os("PATH")
        .map(|path| std::env::split_paths(&path).collect())
        .unwrap_or_default();
    let (mut missing, mut packages) = (Vec::new(), Vec::new());
    for (program, brought) in PROGRAMS {
        if !folders.iter().any(|folder| folder.join(program).is_file()) {
            missing.push(program);
            packages.extend(brought);
        }
    }
    if missing.is_empty() {
        return;
    }
    if debian::can_install() {
        report.step("hosts from Debian", || {
            debian::install(&packages, "the tests of hosts")
        });
    } else {
        say(&format!(
            "{} missing: what needs them is skipped (on Debian: `apt-get install {}`)",
            missing.join(", "),
            packages.join(" ")
        ));
    }
}

/// A program of the tests' own Python.
fn own(program: &str) -> PathBuf {
    root().join(PYTHON).join(if cfg!(windows) {
        format!("Scripts/{program}.exe")
    } else {
        format!("bin/{program}")
    })
}

/// Installs MkDocs, mdBook, JupyterLab and what builds the notebook's package, then that package
/// as it stands.
fn python_packages() -> Result<()> {
    let pip = || {
        let mut pip = command(&own("python").to_string_lossy());
        pip.args([
            "-m",
            "pip",
            "install",
            "--quiet",
            "--disable-pip-version-check",
        ]);
        pip
    };
    let stamp = Stamp::new(
        Path::new("target/xtask/hosts/python.stamp"),
        &[REQUIREMENTS],
        &[],
    )?;
    if !stamp.is_current(&[&own("jupyter-lab").to_string_lossy()]) {
        say("installing MkDocs, mdBook and JupyterLab into target/xtask/hosts/python");
        environment()?;
        run(pip().args(["--requirement", REQUIREMENTS]), "pip install")?;
        stamp.write()?;
    }
    run(
        pip().args([
            "--no-deps",
            "--no-build-isolation",
            "--force-reinstall",
            "./python",
        ]),
        "pip install ./python",
    )
}

/// Makes the virtual environment; Debian keeps in a package of its own what that takes.
fn environment() -> Result<()> {
    let make = |python: &str| {
        output(command(python).args(["-m", "venv", "--clear"]).arg(PYTHON)).map(drop)
    };
    if make("python3")
        .or_else(|_| make("/usr/bin/python3"))
        .is_ok()
    {
        return Ok(());
    }
    if debian::can_install() {
        debian::install(&["python3-venv"], "the tests of hosts")?;
    }
    make("/usr/bin/python3").map_err(|error| {
        format!("Python 3 with its module venv is needed for these hosts (on Debian: `apt-get install python3-venv`). {error}")
    })
}
