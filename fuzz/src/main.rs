//! `attention-fuzz TARGET CORPUS INPUT SECONDS SEED [KEEP]`: looks for input
//! that a target does not survive; `attention-fuzz TARGET FILE` runs one.
//!
//! Each input lies in the file INPUT while it runs, so that it is there
//! whatever it does to the process. Coverage says which inputs are worth
//! changing further; with KEEP, those are added to the corpus in the end.

mod coverage;
mod memory;
mod mutate;
mod targets;

use std::{
    cmp::Reverse,
    collections::HashSet,
    fs::{self, File},
    io::{Seek, Write},
    path::Path,
    process::{ExitCode, exit},
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    thread,
    time::{Duration, Instant},
};

use coverage::Coverage;
use mutate::Mutator;
use targets::{TARGETS, Target};

/// No input takes longer, on however slow a machine.
const LONGEST: Duration = Duration::from_secs(60);
/// What is kept is small enough to read.
const LARGEST_KEPT: usize = 1024;
/// So many new branches make an input worth keeping.
const LEAST_GAIN: usize = 4;

/// How many inputs were run.
static RUNS: AtomicU64 = AtomicU64::new(0);

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match fuzz(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("{sentence}");
            ExitCode::FAILURE
        }
    }
}

fn fuzz(arguments: &[&str]) -> Result<(), String> {
    let (name, rest) = arguments.split_first().ok_or("a target is missing")?;
    let target = TARGETS
        .iter()
        .find(|target| target.name == *name)
        .ok_or_else(|| {
            let names = TARGETS.each_ref().map(|target| target.name).join(", ");
            format!("`{name}` is no target; there are {names}")
        })?;
    let number = |text: &str| {
        text.parse::<u64>()
            .map_err(|_| format!("`{text}` is no whole number"))
    };
    match *rest {
        [file] => {
            let input = fs::read(file).map_err(|error| format!("{file}: {error}"))?;
            (target.run)(&input);
            println!("{name}: survived");
            Ok(())
        }
        [corpus, input, seconds, seed] => {
            search(target, corpus, input, number(seconds)?, number(seed)?).map(drop)
        }
        [corpus, input, seconds, seed, "keep"] => {
            let found = search(target, corpus, input, number(seconds)?, number(seed)?)?;
            keep(target, corpus, found).map_err(|error| format!("{corpus}: {error}"))
        }
        _ => Err("expected TARGET FILE, or TARGET CORPUS INPUT SECONDS SEED [keep]".into()),
    }
}

/// Runs the corpus, then changes it for as long as there is time. Returns
/// everything that did something new.
fn search(
    target: &Target,
    corpus: &str,
    input: &str,
    seconds: u64,
    seed: u64,
) -> Result<Vec<Vec<u8>>, String> {
    let mut coverage = Coverage::new().ok_or("the compiler put no coverage counters in")?;
    let mut current = File::create(input).map_err(|error| format!("{input}: {error}"))?;
    let seeds = read_corpus(corpus).map_err(|error| format!("{corpus}: {error}"))?;
    if seeds.is_empty() {
        return Err(format!("{corpus} is empty"));
    }
    watch();
    let start = Instant::now();
    let mut try_one = |input: &[u8]| {
        // Where that fails there is no disk, and the search is worth nothing.
        current
            .rewind()
            .and_then(|()| current.set_len(0))
            .and_then(|()| current.write_all(input))
            .map_err(|error| format!("the input could not be kept: {error}"))?;
        let ((), new) = coverage.observe(|| (target.run)(input));
        RUNS.fetch_add(1, Relaxed);
        Ok::<_, String>((new, coverage.branches()))
    };
    let mut branches = 0;
    for input in &seeds {
        branches = try_one(input)?.1;
    }
    let of_corpus = branches;
    let mut mutator = Mutator::new(seed, target.words);
    let mut found = seeds;
    while start.elapsed() < Duration::from_secs(seconds) {
        let input = mutator.change(&found);
        let (new, all) = try_one(&input)?;
        branches = all;
        if new {
            found.push(input);
        }
    }
    println!(
        "{}: {} inputs survived, {branches} branches taken ({of_corpus} by the corpus)",
        target.name,
        RUNS.load(Relaxed)
    );
    Ok(found)
}

fn read_corpus(folder: &str) -> std::io::Result<Vec<Vec<u8>>> {
    let mut paths = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.path()))
        .collect::<Result<Vec<_>, _>>()?;
    paths.sort();
    paths.iter().map(fs::read).collect()
}

/// Adds inputs to the corpus, and each time the one that takes most branches
/// that none before it takes.
fn keep(target: &Target, corpus: &str, found: Vec<Vec<u8>>) -> std::io::Result<()> {
    let branches_of = |input: &[u8]| Coverage::branches_of(|| (target.run)(input));
    let mut taken = HashSet::new();
    for input in read_corpus(corpus)? {
        taken.extend(branches_of(&input));
    }
    let small = found
        .into_iter()
        .filter(|input| input.len() <= LARGEST_KEPT);
    let mut left: Vec<_> = small.map(|input| (branches_of(&input), input)).collect();
    loop {
        for (branches, _) in &mut left {
            branches.retain(|branch| !taken.contains(branch));
        }
        left.retain(|(branches, _)| branches.len() >= LEAST_GAIN);
        let Some(best) = left
            .iter()
            .enumerate()
            .max_by_key(|(_, (branches, input))| (branches.len(), Reverse(input.len())))
        else {
            return Ok(());
        };
        let (branches, input) = left.swap_remove(best.0);
        taken.extend(branches);
        // FNV-1a, for a name.
        let hash = input.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, &byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        fs::write(Path::new(corpus).join(format!("{hash:016x}")), input)?;
    }
}

/// Ends the process where an input does not come to an end.
fn watch() {
    thread::spawn(|| {
        let mut last = u64::MAX;
        loop {
            let now = RUNS.load(Relaxed);
            if now == last {
                eprintln!("an input that takes longer than {} s", LONGEST.as_secs());
                exit(1);
            }
            last = now;
            thread::sleep(LONGEST);
        }
    });
}
