//! Programs in Rust: one crate of them, compiled and run.

use std::{
    collections::BTreeMap,
    fs,
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use attention::{Language, STEPS, Source, StepId, attend};

use crate::{
    assert_equal, has,
    labels::{any_label, labelled},
    program, sample, scenarios,
};

/// Modules of one crate, each a generated program that also says what its
/// variables hold.
fn run(programs: &[Source]) -> Vec<BTreeMap<(String, usize), Vec<f64>>> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("generated");
    let write = |file: &str, text: &str| fs::write(folder.join(file), text).expect("a file");
    fs::create_dir_all(folder.join("src")).expect("a folder");
    write(
        "Cargo.toml",
        "[package]\nname = \"generated\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n\
         [dependencies.nalgebra]\nversion = \"0.35\"\ndefault-features = false\n\
         features = [\"std\", \"macros\"]\n\n[workspace]\n",
    );
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("a lockfile");

    let mut main = String::from(SAYS);
    let mut calls = String::new();
    for (index, program) in programs.iter().enumerate() {
        main.push_str(&format!("mod p{index};\n"));
        calls.push_str(&format!(
            "    println!(\"program\");\n    p{index}::main();\n"
        ));
        write(&format!("src/p{index}.rs"), &telling(program));
    }
    write("src/main.rs", &format!("{main}\nfn main() {{\n{calls}}}\n"));

    let cargo = std::env::var("CARGO").unwrap_or_else(|_| "cargo".into());
    let output = Command::new(cargo)
        .current_dir(&folder)
        .args(["run", "--offline", "--quiet"])
        .env("CARGO_TARGET_DIR", folder.join("target"))
        .output()
        .expect("cargo starts");
    let said = String::from_utf8(output.stdout).expect("text");
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );

    let mut results = Vec::new();
    for line in said.lines() {
        let words: Vec<&str> = line.split(' ').collect();
        match words.as_slice() {
            ["program"] => results.push(BTreeMap::new()),
            ["variable", name, head, numbers @ ..] => {
                let numbers = numbers
                    .iter()
                    .map(|number| number.parse().expect("a number"))
                    .collect();
                let key = (name.to_string(), head.parse().expect("a head"));
                results.last_mut().expect("a program").insert(key, numbers);
            }
            _ => {}
        }
    }
    results
}

const SAYS: &str = r#"#![deny(warnings)]

pub fn say<S: nalgebra::RawStorage<f64, nalgebra::Dyn, nalgebra::Dyn>>(
    name: &str,
    head: usize,
    matrix: &nalgebra::Matrix<f64, nalgebra::Dyn, nalgebra::Dyn, S>,
) {
    print!("variable {name} {head}");
    for row in matrix.row_iter() {
        row.iter().for_each(|number| print!(" {number}"));
    }
    println!();
}

pub fn say_labels(labels: &[&str]) {
    for (index, label) in labels.iter().enumerate() {
        print!("variable tokens {index}");
        label.bytes().for_each(|byte| print!(" {byte}"));
        println!();
    }
}

"#;

/// The program, each step of it followed by a line that says its numbers.
fn telling(program: &Source) -> String {
    let mut text = String::new();
    let mut after: Option<(usize, String)> = None;
    for line in program.lines() {
        let code = line
            .text
            .split(" // ")
            .next()
            .unwrap_or_default()
            .trim_end();
        let indent = code.len() - code.trim_start().len();
        if line.step == Some(StepId::Output) {
            text.push_str("    crate::say(\"concat\", 0, &concat);\n");
        }
        text.push_str(&line.text.replace("fn main()", "pub fn main()"));
        text.push('\n');
        match line.step {
            Some(StepId::Concat) | None => {}
            Some(step) => {
                let (name, head) = (step.name(), if indent > 4 { "head" } else { "0" });
                after = Some((
                    indent,
                    format!("crate::say(\"{name}\", {head}, &{name});\n"),
                ));
            }
        }
        if code.starts_with("    let tokens = [") {
            after = Some((4, "crate::say_labels(&tokens);\n".into()));
        }
        if let Some((_, call)) = after.take_if(|(own, _)| *own == indent && code.ends_with(';')) {
            text.push_str(&call);
        }
    }
    text
}

#[test]
fn rust_programs_compile_and_give_the_numbers_of_the_trace() {
    let scenarios = scenarios(18);
    let labels: Vec<String> = sample(any_label(), 200);
    let mut programs: Vec<Source> = scenarios
        .iter()
        .map(|scenario| program(scenario, Language::Rust))
        .collect();
    programs.push(program(&labelled(&labels), Language::Rust));
    let results = run(&programs);
    assert_eq!(results.len(), programs.len());

    for ((scenario, program), found) in scenarios.iter().zip(&programs).zip(&results) {
        let trace = attend::<f64>(scenario).expect("small numbers");
        let shape = scenario.shape();
        for step in STEPS {
            // Given weights stand once, all heads side by side.
            let given = [
                (StepId::WQ, &scenario.weights().w_q),
                (StepId::WK, &scenario.weights().w_k),
                (StepId::WV, &scenario.weights().w_v),
                (StepId::WO, &scenario.weights().w_o),
            ];
            if let Some((_, matrix)) = given.iter().find(|(id, _)| *id == step.id) {
                let expected: Vec<f64> = matrix.transpose().iter().copied().collect();
                assert_eq!(
                    found[&(step.name.to_string(), 0)],
                    expected,
                    "{}",
                    step.name
                );
                continue;
            }
            if !has(scenario, step.id) {
                assert!(
                    !found.contains_key(&(step.name.to_string(), 0)),
                    "{}",
                    step.name
                );
                continue;
            }
            for head in 0..if step.per_head { shape.heads } else { 1 } {
                let numbers = &found[&(step.name.to_string(), head)];
                assert_equal(&program.to_string(), &trace, step.id, head, numbers);
            }
        }
    }
    let labelled = results.last().expect("a program");
    for (index, label) in labels.iter().enumerate() {
        let bytes: Vec<f64> = label.bytes().map(f64::from).collect();
        assert_eq!(labelled[&("tokens".to_string(), index)], bytes, "{label:?}");
    }
}

#[test]
fn rust_programs_are_formatted_as_rustfmt_does() {
    let formatter = |text: &str| -> Option<String> {
        let mut child = Command::new("rustfmt")
            .args(["--edition", "2024"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        child.stdin.take()?.write_all(text.as_bytes()).ok()?;
        let output = child.wait_with_output().ok()?;
        output
            .status
            .success()
            .then(|| String::from_utf8(output.stdout).ok())?
    };
    if formatter("").is_none() {
        println!("skipped: no rustfmt was found");
        return;
    }
    for scenario in scenarios(40) {
        let text = program(&scenario, Language::Rust).to_string();
        assert_eq!(formatter(&text).as_deref(), Some(text.as_str()));
    }
}
