//! Running other programs, quietly, loudly, or both shown and kept.

use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::Result;

/// The repository's root.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_path_buf()
}

/// Says what is being done; on stderr, so that stdout keeps results only.
pub fn say(text: &str) {
    eprintln!("xtask: {text}");
}

/// A program, started from the repository's root.
pub fn command(program: &str) -> Command {
    let mut command = Command::new(program);
    command.current_dir(root());
    command
}

/// The cargo that runs this program.
pub fn cargo() -> Command {
    command(&std::env::var("CARGO").unwrap_or_else(|_| "cargo".into()))
}

/// A script of an npm package, by its path in `node_modules`.
pub fn node_tool(script: &str) -> Command {
    let mut command = command("node");
    command.arg(Path::new("node_modules").join(script));
    command
}

/// Runs to the end with its output shown.
pub fn run(command: &mut Command, what: &str) -> Result<()> {
    let status = command
        .status()
        .map_err(|error| cannot_start(command, &error))?;
    if status.success() {
        Ok(())
    } else {
        Err(format!("{what} failed ({status})."))
    }
}

/// Runs to the end and returns what it printed; its output is not shown.
pub fn output(command: &mut Command) -> Result<String> {
    let output = command
        .stderr(Stdio::null())
        .output()
        .map_err(|error| cannot_start(command, &error))?;
    if output.status.success() {
        Ok(String::from_utf8_lossy(&output.stdout).trim().to_string())
    } else {
        Err(format!(
            "`{}` failed ({}).",
            display(command),
            output.status
        ))
    }
}

/// How a program ended whose output was shown and kept.
pub struct Kept {
    pub success: bool,
    pub text: String,
}

/// Runs to the end, shows the output as it comes, and keeps it.
pub fn run_and_keep(command: &mut Command) -> Result<Kept> {
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(|error| cannot_start(command, &error))?;
    let errors = child.stderr.take();
    let errors = std::thread::spawn(move || errors.map(show_and_keep).unwrap_or_default());
    let mut text = child.stdout.take().map(show_and_keep).unwrap_or_default();
    text.push_str(&errors.join().unwrap_or_default());
    let status = child
        .wait()
        .map_err(|error| cannot_start(command, &error))?;
    Ok(Kept {
        success: status.success(),
        text,
    })
}

fn show_and_keep(stream: impl Read) -> String {
    let mut kept = String::new();
    let mut reader = BufReader::new(stream);
    let mut line = Vec::new();
    while reader
        .read_until(b'\n', &mut line)
        .is_ok_and(|length| length > 0)
    {
        let text = String::from_utf8_lossy(&line);
        print!("{text}");
        // A closed terminal is no reason to lose the result.
        let _ = std::io::stdout().flush();
        kept.push_str(&text);
        line.clear();
    }
    kept
}

fn display(command: &Command) -> String {
    let mut words = vec![command.get_program().to_string_lossy().into_owned()];
    words.extend(
        command
            .get_args()
            .map(|argument| argument.to_string_lossy().into_owned()),
    );
    words.join(" ")
}

fn cannot_start(command: &Command, error: &std::io::Error) -> String {
    format!(
        "`{}` could not be started: {error}.",
        command.get_program().to_string_lossy()
    )
}
