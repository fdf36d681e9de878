//! The Python that exported NumPy programs are tested in.

use std::path::{Path, PathBuf};

use crate::Result;
use crate::debian;
use crate::process::{command, output, root, run, say};

/// The variable that names a Python with NumPy.
pub const VARIABLE: &str = "ATTENTION_PYTHON";

const COMMANDS: [&str; 3] = ["python3", "python", "/usr/bin/python3"];

/// Every 2.x gives float64 the same way, and 1.24 is what Debian 12 has.
const NUMPY: &str = "numpy>=1.24,<3";

/// Finds a Python with NumPy; where there is none, installs Debian's as root
/// on Debian, and otherwise makes a virtual environment in `target`.
pub fn find_or_install() -> Result<PathBuf> {
    if let Some(python) = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()) {
        let python = PathBuf::from(python);
        return if has_numpy(&python) {
            Ok(python)
        } else {
            Err(format!(
                "{VARIABLE} names {}, which cannot `import numpy`.",
                python.display()
            ))
        };
    }
    let environment = root().join("target/xtask/python");
    let own = environment.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    let find = || {
        let places = COMMANDS.map(PathBuf::from).into_iter().chain([own.clone()]);
        places.into_iter().find(|python| has_numpy(python))
    };
    if let Some(python) = find() {
        return Ok(python);
    }
    let installed = if debian::can_install() {
        debian::install(&["python3-numpy"], "the tests of exported code")
    } else {
        make_environment(&environment, &own)
    };
    find().ok_or_else(|| {
        let why = installed.err().unwrap_or_default();
        format!(
            "no Python with NumPy was found. Install Python 3 with NumPy \
             (on Debian: `apt-get install python3-numpy`), or set {VARIABLE} to one. {why}"
        )
    })
}

fn has_numpy(python: &Path) -> bool {
    output(command(&python.to_string_lossy()).args(["-c", "import numpy"])).is_ok()
}

fn make_environment(environment: &Path, own: &Path) -> Result<()> {
    say("installing NumPy into target/xtask/python for the tests of exported code");
    let mut made = Err("Python 3 is missing.".into());
    for python in COMMANDS {
        made = run(
            command(python).args(["-m", "venv"]).arg(environment),
            "python -m venv",
        );
        if made.is_ok() {
            break;
        }
    }
    made?;
    run(
        command(&own.to_string_lossy()).args(["-m", "pip", "install", "--quiet", NUMPY]),
        "pip install numpy",
    )
}
