//! Skipping what is up to date: a step's stamp is the hash of all it was made from.

use std::collections::BTreeSet;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};

use crate::Result;
use crate::process::root;

/// What a step is made from, and where it is noted when the step is done.
pub struct Stamp {
    file: PathBuf,
    hash: String,
}

impl Stamp {
    /// Hashes `inputs` (files, or folders with all that is in them) and `versions`,
    /// which name what else decides the result, such as a compiler.
    pub fn new(file: &Path, inputs: &[&str], versions: &[&str]) -> Result<Stamp> {
        let mut files = BTreeSet::new();
        for input in inputs {
            collect(&root().join(input), &mut files)?;
        }
        let mut hasher = DefaultHasher::new();
        versions.hash(&mut hasher);
        for path in files {
            path.hash(&mut hasher);
            fs::read(&path)
                .map_err(|error| cannot_read(&path, &error))?
                .hash(&mut hasher);
        }
        Ok(Stamp {
            file: root().join(file),
            hash: format!("{:016x}", hasher.finish()),
        })
    }

    /// Whether the step was last done from exactly these inputs and left all of `outputs`.
    pub fn is_current(&self, outputs: &[&str]) -> bool {
        fs::read_to_string(&self.file).is_ok_and(|hash| hash == self.hash)
            && outputs.iter().all(|output| root().join(output).exists())
    }

    /// Notes that the step is done.
    pub fn write(&self) -> Result<()> {
        write(&self.file, self.hash.as_bytes())
    }
}

/// Writes a file, and its folder where that is missing.
pub fn write(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().map_or(Ok(()), fs::create_dir_all);
    folder
        .and_then(|()| fs::write(path, bytes))
        .map_err(|error| format!("{} could not be written: {error}.", path.display()))
}

fn collect(path: &Path, files: &mut BTreeSet<PathBuf>) -> Result<()> {
    if path.is_dir() {
        for entry in fs::read_dir(path).map_err(|error| cannot_read(path, &error))? {
            let entry = entry.map_err(|error| cannot_read(path, &error))?;
            collect(&entry.path(), files)?;
        }
    } else if path.exists() {
        files.insert(path.to_path_buf());
    }
    Ok(())
}

fn cannot_read(path: &Path, error: &std::io::Error) -> String {
    format!("{} could not be read: {error}.", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_step_is_current_until_an_input_changes_or_an_output_goes() {
        let folder = root().join("target/xtask/stamp-test");
        let input = folder.join("in/deep/file");
        let output = folder.join("out");
        let stamp = || {
            Stamp::new(
                Path::new("target/xtask/stamp-test/stamp"),
                &["target/xtask/stamp-test/in"],
                &["1"],
            )
            .unwrap()
        };
        let current = |stamp: &Stamp| stamp.is_current(&["target/xtask/stamp-test/out"]);
        let _ = fs::remove_dir_all(&folder);
        write(&input, b"one").unwrap();
        assert!(!current(&stamp()));
        write(&output, b"").unwrap();
        stamp().write().unwrap();
        assert!(current(&stamp()));
        write(&input, b"two").unwrap();
        assert!(!current(&stamp()));
        write(&input, b"one").unwrap();
        assert!(current(&stamp()));
        fs::remove_file(&output).unwrap();
        assert!(!current(&stamp()));
    }
}
