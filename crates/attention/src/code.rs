//! A scenario as a program that computes the same numbers.

mod numpy;
mod plan;
mod python;
mod pytorch;
mod rust;
mod text;

use std::fmt;

use self::plan::Plan;
use crate::{
    error::Error,
    scenario::{Mask, Scenario},
    steps::{Recipe, StepId},
};

/// What the program is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// Python with NumPy.
    NumPy,
    /// Python with PyTorch.
    PyTorch,
    /// Rust with nalgebra.
    Rust,
}

/// A program, line by line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    lines: Vec<Line>,
}

/// A line of a program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The line, without its end.
    pub text: String,
    /// The step whose numbers it makes, if it makes those of one.
    pub step: Option<StepId>,
}

/// How many numbers a program may spell out: half a megabyte of text.
const MOST_NUMBERS: usize = 20_000;

/// The scenario as a program that prints the output, and has every step under
/// its name in the step table: `scores`, `scaled`, `masked`, `weights`, …
///
/// Token vectors, weights and an explicit mask stand in it as literals that
/// read back bit for bit, so it needs no file and no seed, and computes in
/// float64. The mechanism follows, with nothing that this scenario does not
/// use. Labels are string literals: no token can become code.
///
/// The numbers are those of [`attend`](crate::attend) up to the order in which
/// sums are rounded. So at temperature 0, where equal scores share a row's
/// weight, a tie that holds only by the luck of rounding may be broken.
///
/// # Errors
/// [`Error::Scenario`] where more than 20,000 numbers would have to be spelled
/// out: nobody reads such a program, and some compilers don't either.
///
/// ```
/// use attention::{Language, Scenario, StepId, source};
///
/// let program = source(&Scenario::default(), Language::NumPy)?;
/// let line = program.line_of(StepId::Scores).expect("every step has a line");
/// assert_eq!(
///     program.lines()[line].text,
///     "scores = q @ k.swapaxes(1, 2)  # h × n × n",
/// );
/// // Without a mask, the masked scores are the scaled ones.
/// assert_eq!(program.line_of(StepId::Masked), program.line_of(StepId::Scaled));
/// # Ok::<(), attention::Error>(())
/// ```
pub fn source(scenario: &Scenario, language: Language) -> Result<Source, Error> {
    let numbers = literals(scenario);
    if numbers > MOST_NUMBERS {
        return Err(Error::scenario(
            "scenario",
            format!("at most {MOST_NUMBERS} numbers to write out as code"),
            format!("{numbers}: fewer tokens or heads, or smaller d_model, d_k or d_v, need less"),
        ));
    }
    let plan = Plan(scenario);
    let lines = match language {
        Language::NumPy => python::write(plan, &numpy::NUMPY),
        Language::PyTorch => python::write(plan, &pytorch::PYTORCH),
        Language::Rust => rust::write(plan),
    };
    Ok(Source { lines })
}

/// How many numbers the program spells out.
fn literals(scenario: &Scenario) -> usize {
    let weights = scenario.weights();
    let mask = match scenario.mask() {
        Mask::Explicit(allowed) => allowed.len(),
        Mask::None | Mask::Causal | Mask::Window(_) => 0,
    };
    scenario.vectors().len()
        + scenario.memory().map_or(0, |memory| memory.vectors.len())
        + [&weights.w_q, &weights.w_k, &weights.w_v, &weights.w_o]
            .map(|matrix| matrix.len())
            .iter()
            .sum::<usize>()
        + mask
}

impl Source {
    /// The lines from top to bottom.
    pub fn lines(&self) -> &[Line] {
        &self.lines
    }

    /// Where a step is computed: an index into [`Source::lines`].
    ///
    /// A step that the scenario leaves as it was has no line of its own; this
    /// is then the line of the step that it equals.
    pub fn line_of(&self, step: StepId) -> Option<usize> {
        let own = self.lines.iter().position(|line| line.step == Some(step));
        own.or_else(|| match (step, step.step().recipe) {
            (StepId::Memory, _) => self.line_of(StepId::Embedded),
            (_, Recipe::Rotate(of) | Recipe::Scale(of) | Recipe::Bias(of) | Recipe::Mask(of)) => {
                self.line_of(of)
            }
            _ => None,
        })
    }
}

impl fmt::Display for Source {
    /// The whole text, a line end after each line.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.lines
            .iter()
            .try_for_each(|line| writeln!(f, "{}", line.text))
    }
}

impl Language {
    /// Every language, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::NumPy, Self::PyTorch, Self::Rust];

    /// Its name, such as `"numpy"`.
    pub fn name(self) -> &'static str {
        match self {
            Self::NumPy => "numpy",
            Self::PyTorch => "pytorch",
            Self::Rust => "rust",
        }
    }

    /// The language of this name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.name() == name)
    }

    /// How a file's name ends, such as `"py"`.
    pub fn extension(self) -> &'static str {
        match self {
            Self::NumPy | Self::PyTorch => "py",
            Self::Rust => "rs",
        }
    }
}
