//! How many tests passed and failed, as each runner says it.

/// The passed and failed tests of one check.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Count {
    pub passed: usize,
    pub failed: usize,
}

impl Count {
    pub const PASSED: Count = Count {
        passed: 1,
        failed: 0,
    };
    pub const FAILED: Count = Count {
        passed: 0,
        failed: 1,
    };

    pub fn add(self, other: Count) -> Count {
        Count {
            passed: self.passed + other.passed,
            failed: self.failed + other.failed,
        }
    }
}

/// Which words a check's output counts its tests in.
#[derive(Clone, Copy)]
pub enum Runner {
    /// Passes or fails as a whole.
    Tool,
    /// `test result: ok. 12 passed; 0 failed; ...`, once a test binary.
    Cargo,
    /// `pass 12` and `fail 0` after a sign that depends on the terminal.
    Node,
    /// `Ran 12 tests in 3s`, then `FAILED (failures=1, errors=2)` where any failed.
    Unittest,
    /// `12 passed (3s)`, `1 failed`, ... on lines of their own.
    Playwright,
}

impl Runner {
    /// Counts the tests in a check's output. A check that failed without a failed
    /// test, or passed without any test, counts as one failure: it did not run.
    pub fn count(self, success: bool, text: &str) -> Count {
        let counted = match self {
            Runner::Tool if success => Count::PASSED,
            Runner::Tool => Count::FAILED,
            Runner::Cargo => text
                .lines()
                .filter_map(|line| line.trim().strip_prefix("test result: "))
                .map(|line| Count {
                    passed: before(line, "passed"),
                    failed: before(line, "failed"),
                })
                .fold(Count::default(), Count::add),
            Runner::Node => Count {
                passed: total(text, |line| after(line, "pass")),
                failed: total(text, |line| after(line, "fail"))
                    + total(text, |line| after(line, "cancelled")),
            },
            Runner::Unittest => {
                let ran = total(text, |line| {
                    let (number, _) = line.strip_prefix("Ran ")?.split_once(" test")?;
                    number.parse().ok()
                });
                let failed: usize = text
                    .lines()
                    .filter_map(|line| line.strip_prefix("FAILED (")?.strip_suffix(')'))
                    .flat_map(|line| line.split(", "))
                    .filter_map(|part| match part.split_once('=')? {
                        ("failures" | "errors", number) => number.parse::<usize>().ok(),
                        _ => None,
                    })
                    .sum();
                Count {
                    passed: ran.saturating_sub(failed),
                    failed,
                }
            }
            Runner::Playwright => Count {
                passed: total(text, |line| leading(line, "passed")),
                failed: ["failed", "flaky", "interrupted", "did not run"]
                    .iter()
                    .map(|word| total(text, |line| leading(line, word)))
                    .sum(),
            },
        };
        let nothing_ran = counted == Count::default();
        if (!success && counted.failed == 0) || nothing_ran {
            return counted.add(Count::FAILED);
        }
        counted
    }
}

fn total(text: &str, number: impl Fn(&str) -> Option<usize>) -> usize {
    text.lines().filter_map(number).sum()
}

/// The number before `word` in `... 12 passed; 0 failed; ...`.
fn before(line: &str, word: &str) -> usize {
    line.split(['.', ';'])
        .filter_map(|part| part.trim().strip_suffix(word)?.trim().parse::<usize>().ok())
        .sum()
}

/// The number after `word` in `ℹ pass 12`.
fn after(line: &str, word: &str) -> Option<usize> {
    let words: Vec<&str> = line.split_whitespace().collect();
    match words.as_slice() {
        ["ℹ" | "#", found, number] if *found == word => number.parse().ok(),
        _ => None,
    }
}

/// The number that starts `12 passed (3s)`, a whole line.
fn leading(line: &str, word: &str) -> Option<usize> {
    let (number, rest) = line.trim().split_once(' ')?;
    let rest = rest.split(" (").next()?;
    (rest == word).then(|| number.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn count(passed: usize, failed: usize) -> Count {
        Count { passed, failed }
    }

    #[test]
    fn each_runner_is_read() {
        let cargo = "test result: ok. 12 passed; 0 failed; 0 ignored; finished in 0.1s\n\
                     test result: FAILED. 3 passed; 2 failed; 0 ignored; finished in 0.1s\n";
        assert_eq!(Runner::Cargo.count(false, cargo), count(15, 2));
        let node = "ℹ tests 7\nℹ pass 5\nℹ fail 1\nℹ cancelled 1\nℹ skipped 0\n";
        assert_eq!(Runner::Node.count(false, node), count(5, 2));
        let browser = "  ✓  1 page.spec.ts › 3 passed arguments (1s)\n  1 failed\n  1 did not run\n  11 passed (22.1s)\n";
        assert_eq!(Runner::Playwright.count(false, browser), count(11, 2));
        let unittest = "Ran 12 tests in 0.1s\n\nFAILED (failures=1, errors=2, skipped=1)\n";
        assert_eq!(Runner::Unittest.count(false, unittest), count(9, 3));
        assert_eq!(
            Runner::Unittest.count(true, "Ran 1 test in 0.1s\n\nOK\n"),
            count(1, 0)
        );
        assert_eq!(Runner::Tool.count(true, "anything"), count(1, 0));
    }

    #[test]
    fn what_did_not_run_is_a_failure() {
        for runner in [
            Runner::Tool,
            Runner::Cargo,
            Runner::Node,
            Runner::Unittest,
            Runner::Playwright,
        ] {
            assert_eq!(runner.count(false, "error: could not compile"), count(0, 1));
        }
        assert_eq!(
            Runner::Cargo.count(true, "test result: ok. 0 passed; 0 failed;"),
            count(0, 1)
        );
        assert_eq!(
            Runner::Playwright.count(false, "  4 passed (1s)"),
            count(4, 1)
        );
    }
}
