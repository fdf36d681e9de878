//! Token vectors with readable features.

use nalgebra::DMatrix;

use crate::random::Uniform;

/// A component of a token vector, by name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Feature {
    /// What the component says about a token.
    pub name: &'static str,
    /// Whether it says where the token stands, and not what it is.
    pub positional: bool,
}

/// The components of the vectors that [`embed`] makes.
pub static FEATURES: [Feature; 6] = {
    const fn feature(name: &'static str, positional: bool) -> Feature {
        Feature { name, positional }
    }
    [
        feature("noun", false),
        feature("verb", false),
        feature("pronoun", false),
        feature("alive", false),
        feature("clock x", true),
        feature("clock y", true),
    ]
};

const KINDS: usize = 4;

/// The vectors of a sentence: what each word is, and where it stands.
///
/// Row i is (noun, verb, pronoun, alive, cos 30°·i, sin 30°·i). The first four
/// come from a small lexicon. A word that it lacks gets four tenths from 0 to
/// 0.5, drawn from a hash of the word: the same word has the same numbers,
/// and less of each kind than a known one.
///
/// A pronoun is not marked as alive, not even *she*: to find out what it
/// stands for is the work of attention.
///
/// Position is the hand of a clock, one hour a word. After twelve words it
/// comes round again, so that word 13 stands where word 1 stood. Real models
/// use many hands of different speeds for that reason (arXiv 1706.03762,
/// §3.5).
///
/// # Shapes
/// n tokens → n × 6, the columns named by [`FEATURES`].
///
/// ```
/// let x = attention::embed(&["the", "animal"]);
/// assert_eq!(x.row(0).iter().copied().collect::<Vec<f64>>(), [0., 0., 0., 0., 1., 0.]);
/// assert_eq!(x.row(1).iter().take(4).copied().collect::<Vec<f64>>(), [1., 0., 0., 1.]);
/// ```
pub fn embed<S: AsRef<str>>(tokens: &[S]) -> DMatrix<f64> {
    let mut vectors = DMatrix::zeros(tokens.len(), FEATURES.len());
    for (row, token) in tokens.iter().enumerate() {
        let (x, y) = CLOCK[row % CLOCK.len()];
        let [noun, verb, pronoun, alive] = kinds(token.as_ref());
        for (col, value) in [noun, verb, pronoun, alive, x, y].into_iter().enumerate() {
            vectors[(row, col)] = value;
        }
    }
    vectors
}

/// cos and sin of 30°·i, as constants: platforms disagree about the last bit
/// of a cosine.
const CLOCK: [(f64, f64); 12] = {
    const C: f64 = 0.866_025_403_784_438_6; // √3/2
    [
        (1.0, 0.0),
        (C, 0.5),
        (0.5, C),
        (0.0, 1.0),
        (-0.5, C),
        (-C, 0.5),
        (-1.0, 0.0),
        (-C, -0.5),
        (-0.5, -C),
        (0.0, -1.0),
        (0.5, -C),
        (C, -0.5),
    ]
};

/// (noun, verb, pronoun, alive) of a word. Punctuation around it and the case
/// of ASCII letters don't matter.
fn kinds(token: &str) -> [f64; KINDS] {
    let word = token
        .trim_matches(|c: char| match c {
            '\'' => false, // l' is a word
            '…' | '–' | '—' | '«' | '»' | '“' | '”' | '„' | '‘' | '¿' | '¡' => {
                true
            }
            c => c.is_whitespace() || c.is_ascii_punctuation(),
        })
        .to_ascii_lowercase();
    if word.is_empty() {
        return [0.0; KINDS];
    }
    LEXICON
        .iter()
        .find(|(_, words)| words.split(' ').any(|known| known == word))
        .map_or_else(|| guess(&word), |(kinds, _)| *kinds)
}

/// Numbers for a word that nobody knows, always the same for the same word.
fn guess(word: &str) -> [f64; KINDS] {
    // FNV-1a, 64 bits.
    let hash = word.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    let mut uniform = Uniform::new(hash, 0);
    std::array::from_fn(|_| f64::from(uniform.whole(5)) / 10.0)
}

/// Common words by (noun, verb, pronoun, alive).
const LEXICON: [([f64; KINDS], &str); 5] = [
    // Words that only hold a sentence together have no kind.
    (
        [0.0, 0.0, 0.0, 0.0],
        "the a an this that these those and or but because so if when while as than to of in on \
         at by for with from into over under not no very too all some every my your his its our \
         their who which what where there here again then now up down out tired hungry big small \
         old new good bad red green happy sad wide late quick brown lazy le la les l' un une des \
         de du et a à est dans sur parce que qu'",
    ),
    (
        [1.0, 0.0, 0.0, 1.0],
        "animal dog cat bird horse fish mouse wolf fox cow lion bear man woman boy girl child \
         children people person friend mother father king queen teacher student doctor librarian \
         reader writer robot john mary alice bob anna chien chat oiseau homme femme enfant",
    ),
    (
        [1.0, 0.0, 0.0, 0.0],
        "street road river house home door window tree garden city world book library card table \
         chair car train ball bone food water milk night day time word sentence letter story song \
         school park box cup trophy suitcase bank money key lock rue route livre maison",
    ),
    (
        [0.0, 1.0, 0.0, 0.0],
        "is are was were be been am has have had do does did can will would could crossed cross \
         crosses saw see sees sat sit sits ran run runs ate eat eats barked bark barks chased \
         chase chases slept sleep sleeps read reads wrote write writes went go goes came come \
         comes said say says loved love loves likes liked like gave give gives took take takes \
         found find finds opened open opens asked ask asks jumped jump jumps stopped wanted knew \
         know made make fit fits traversé traverse aboyait vu",
    ),
    (
        [0.0, 0.0, 1.0, 0.0],
        "it he she they we i you him her them us me himself herself itself themselves il elle ils \
         elles je tu nous vous on",
    ),
];
