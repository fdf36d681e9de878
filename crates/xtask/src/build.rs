//! From Rust and TypeScript to the deployable site in `dist/`.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::time::Instant;

use wasm_bindgen_cli_support::Bindgen;

use crate::Result;
use crate::process::{cargo, command, node_tool, output, root, run, say};
use crate::setup::{WASM_TARGET, npm_packages, wasm_target};
use crate::stamp::{Stamp, write};

const WORK: &str = "target/xtask";

/// The engine is compiled four times: whole, for `dist/engine.js` and the types;
/// without what the page's first view has no use for; with what its chapters
/// add to that; and with what takes numbers out of the page and into it.
const VARIANTS: [Variant; 4] = [
    Variant {
        package: "www/engine/pkg",
        features: &["exchange", "experiments", "gradients"],
    },
    Variant {
        package: "www/engine/pkg-exchange",
        features: &["exchange"],
    },
    Variant {
        package: "www/engine/pkg-lab",
        features: &["experiments"],
    },
    Variant {
        package: "www/engine/pkg-page",
        features: &[],
    },
];

struct Variant {
    /// Where module, glue and types go.
    package: &'static str,
    /// Features of crates/attention-wasm.
    features: &'static [&'static str],
}

/// What the module may use: everything that Chromium, Firefox and WebKit all
/// run today. Named one by one, because wasm-opt's `--all-features` also emits
/// proposals that browsers refuse.
const WASM_FEATURES: [&str; 7] = [
    "--enable-simd",
    "--enable-bulk-memory",
    "--enable-reference-types",
    "--enable-multivalue",
    "--enable-mutable-globals",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
];

/// Builds everything into `dist/` and weighs it.
pub fn build() -> Result<()> {
    let start = Instant::now();
    let _lock = lock()?;
    npm_packages()?;
    wasm()?;
    site()?;
    run(
        command("node").arg("crates/xtask/budget.mjs"),
        "the size budget",
    )?;
    say(&format!(
        "dist/ is up to date ({:.1} s)",
        start.elapsed().as_secs_f64()
    ));
    Ok(())
}

/// Two builds at once would tear each other's files: the second one waits.
fn lock() -> Result<File> {
    let path = root().join(WORK).join("lock");
    write(&path, b"")?;
    let lock = File::open(&path)
        .map_err(|error| format!("{} could not be opened: {error}.", path.display()))?;
    if lock.try_lock().is_err() {
        say("waiting for another build in this folder");
        lock.lock()
            .map_err(|error| format!("{} could not be locked: {error}.", path.display()))?;
    }
    Ok(lock)
}

fn wasm() -> Result<()> {
    VARIANTS.iter().try_for_each(wasm_variant)
}

/// Compiles a variant of the engine and leaves module, glue and types in its
/// package.
fn wasm_variant(variant: &Variant) -> Result<()> {
    let compiler = output(command("rustc").arg("-vV"))?;
    let name = variant.package.rsplit('/').next().unwrap_or_default();
    let stamp = Stamp::new(
        &Path::new(WORK).join(format!("{name}.stamp")),
        &[
            "crates/attention/Cargo.toml",
            "crates/attention/src",
            "crates/attention-import/Cargo.toml",
            "crates/attention-import/src",
            "crates/attention-wasm/Cargo.toml",
            "crates/attention-wasm/src",
            "crates/xtask/src/build.rs",
            "Cargo.toml",
            "Cargo.lock",
            ".cargo/config.toml",
            "package-lock.json",
        ],
        &[&compiler],
    )?;
    let package = variant.package;
    if stamp.is_current(&[package, &format!("{package}/attention_bg.wasm")]) {
        return Ok(());
    }
    module(&Module {
        what: "the engine",
        name: "attention",
        target: "target",
        arguments: &[
            "--package",
            "attention-wasm",
            "--no-default-features",
            "--features",
            &variant.features.join(","),
        ],
        compiled: "attention_wasm.wasm",
        package,
    })?;
    stamp.write()
}

/// A crate that becomes a WebAssembly module with its JavaScript and its types.
pub struct Module<'a> {
    /// What it is called while it is made.
    pub what: &'a str,
    /// What its files are called.
    pub name: &'a str,
    /// Where cargo works.
    pub target: &'a str,
    /// Which crate it is, and how it is compiled.
    pub arguments: &'a [&'a str],
    /// What cargo calls it.
    pub compiled: &'a str,
    /// Where its files go.
    pub package: &'a str,
}

/// Compiles a module as the page loads it.
pub fn module(module: &Module<'_>) -> Result<()> {
    wasm_target()?;
    let Module { what, name, .. } = module;
    let compiled = compile(module)?;
    say(&format!("generating the JavaScript side of {what}"));
    let generated = root().join(WORK).join("bindgen").join(name);
    bind(&compiled, name, &generated).map_err(|error| {
        format!(
            "wasm-bindgen could not read {}: {error}.",
            compiled.display()
        )
    })?;
    say(&format!("optimizing {what}"));
    let file = format!("{name}_bg.wasm");
    let optimized = root().join(WORK).join(&file);
    run(
        node_tool("binaryen/bin/wasm-opt")
            .arg("-O3")
            .args(WASM_FEATURES)
            .arg(generated.join(&file))
            .arg("-o")
            .arg(&optimized),
        "wasm-opt",
    )?;
    let package = root().join(module.package);
    for end in [".js", ".d.ts", "_bg.wasm.d.ts"] {
        let file = format!("{name}{end}");
        copy(&generated.join(&file), &package.join(&file))?;
    }
    copy(&optimized, &package.join(&file))
}

fn compile(module: &Module<'_>) -> Result<PathBuf> {
    let what = module.what;
    say(&format!("compiling {what} to WebAssembly"));
    let target = root().join(module.target);
    let mut command = cargo();
    command
        .args(["build", "--profile", "wasm-release"])
        .args(module.arguments)
        .args(["--target", WASM_TARGET, "--target-dir"])
        .arg(&target)
        // Panic messages name source files: they shall not name this machine's folders.
        .arg("--config")
        .arg(format!(
            "target.{WASM_TARGET}.rustflags={}",
            path_remapping()?
        ));
    // Each of these would replace the flags of .cargo/config.toml.
    for variable in [
        "RUSTFLAGS",
        "CARGO_ENCODED_RUSTFLAGS",
        "CARGO_BUILD_RUSTFLAGS",
    ] {
        command.env_remove(variable);
    }
    run(&mut command, &format!("compiling {what}"))?;
    Ok(target
        .join(WASM_TARGET)
        .join("wasm-release")
        .join(module.compiled))
}

/// Compiler flags, as a TOML list, that shorten the paths of this machine.
fn path_remapping() -> Result<String> {
    let cargo_home = match std::env::var_os("CARGO_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => std::env::home_dir().unwrap_or_default().join(".cargo"),
    };
    let sysroot = PathBuf::from(output(command("rustc").args(["--print", "sysroot"]))?);
    let flags: Vec<String> = [(root(), "."), (cargo_home, "cargo"), (sysroot, "rust")]
        .iter()
        .map(|(path, name)| {
            format!(
                "{:?}",
                format!("--remap-path-prefix={}={name}", path.display())
            )
        })
        .collect();
    Ok(format!("[{}]", flags.join(",")))
}

fn bind(module: &Path, name: &str, folder: &Path) -> std::result::Result<(), String> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(module)
        .web(true)
        .map_err(|error| error.to_string())?
        .typescript(true)
        .remove_name_section(true)
        .remove_producers_section(true)
        .out_name(name)
        // The page names the module itself; a second address would inline it twice.
        .omit_default_module_path(true)
        .generate(folder)
        .map_err(|error| format!("{error:#}"))
}

/// Builds the page and what leaves it: the one-file element, the engine for Node and workers, the
/// page for iframes, the article in one file, the npm package, and the guide, which shows the
/// package's manifest.
fn site() -> Result<()> {
    let stamp = Stamp::new(
        &Path::new(WORK).join("site.stamp"),
        &[
            "index.html",
            "guide.html",
            "docs/embed.md",
            "www",
            "public",
            "vite.config.ts",
            "tsconfig.json",
            "tsconfig.types.json",
            "package-lock.json",
            "crates/xtask/package.mjs",
        ],
        // Where the site will be, for what has to name it.
        &[&std::env::var("ATTENTION_SITE").unwrap_or_default()],
    )?;
    let outputs = [
        "dist/index.html",
        "dist/attention-explainer.js",
        "dist/engine.js",
        "dist/embed.html",
        "dist/attention.html",
        "dist/package/all.js",
        "dist/custom-elements.json",
        "dist/integrity.json",
        "dist/guide.html",
    ];
    if stamp.is_current(&outputs) {
        return Ok(());
    }
    for (mode, what) in [
        ("site", "building the page"),
        ("element", "building attention-explainer.js"),
        ("engine", "building engine.js"),
        ("embed", "building embed.html"),
        ("offline", "building attention.html"),
        ("package", "building the npm package"),
    ] {
        vite(mode, what)?;
    }
    package()?;
    vite("guide", "building guide.html")?;
    stamp.write()
}

fn vite(mode: &str, what: &str) -> Result<()> {
    say(what);
    let mut vite = node_tool("vite/bin/vite.js");
    // A later version will want file extensions in the configuration's imports.
    vite.env("VITE_CONFIG_NATIVE_IGNORE_WARNING", "true");
    run(
        vite.args(["build", "--mode", mode, "--logLevel", "warn"]),
        what,
    )
}

/// Adds to the package what no script is: types, the manifest of the elements, integrity.
fn package() -> Result<()> {
    say("writing the package's types and manifest");
    run(
        node_tool("typescript/bin/tsc").args(["--project", "tsconfig.types.json"]),
        "tsc",
    )?;
    run(
        node_tool("@custom-elements-manifest/analyzer/cem.js").args([
            "analyze",
            "--config",
            "www/package/manifest.config.mjs",
            "--quiet",
        ]),
        "the custom-elements manifest",
    )?;
    run(
        command("node").arg("crates/xtask/package.mjs"),
        "the package's types",
    )
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    let bytes = fs::read(from)
        .map_err(|error| format!("{} could not be read: {error}.", from.display()))?;
    write(to, &bytes)
}
