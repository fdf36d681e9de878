//! The `"grammar"` preset: heads that were built by hand, so that what a head
//! looks for can be read off its columns.
//!
//! Each head compares four things. A row of W_Q says what a word with that
//! feature asks for, a row of W_K what a word with that feature offers; a
//! score adds up, over the columns, how well the two agree. W_V hands over
//! four features as they are, and W_O writes them back to the same features.
//!
//! | head | column | asked for by | offered by |
//! |---|---|---|---|
//! | `pronoun_noun` | a noun | pronouns, a little by verbs | nouns |
//! | | alive | pronouns, a little by verbs and the living | the living |
//! | | not a verb | pronouns; nouns want the opposite | verbs, with a minus |
//! | | not a pronoun | pronouns; nouns want the opposite | pronouns, with a minus |
//! | `verb_subject` | can act | verbs | pronouns, the living, less by other nouns |
//! | | not a verb | verbs, a little | verbs, with a minus |
//! | | before, x and before, y | every word, mildly, one hour back | every word, by its clock |
//! | `previous_word` | before, x and before, y | every word, strongly, one hour back | every word, by its clock |
//! | | unused | nobody | nobody |
//! | `same_kind` | a noun, a verb, a pronoun, alive | each kind | the same kind |
//!
//! The clock columns turn the word's hand ([`crate::embed`]) back before they
//! compare: two hands that agree then belong to neighbors, because the dot
//! product of two unit vectors is the cosine between them. After twelve words
//! the clock comes round, and a word finds two that stand just before it.
//!
//! In *the animal crossed the street because it was hungry* the first head
//! leads from *it* to *animal*, the second from *crossed* to *animal* and from
//! *was* to *it*. These heads are made up; that trained models have such heads,
//! among many that have no such name, is known from probing them (Clark et al.
//! 2019, arXiv 1906.04341).
//!
//! Beyond the design (more than four columns, four heads or six features) the
//! weights are seeded noise. The designed columns of W_Q and W_K are each
//! multiplied by (d_k / 4)^¼, so that the designed part of the *scaled* score
//! is the same at every d_k: the signal stays, and the noise that √d_k tames
//! becomes visible. What is drawn of W_V and W_O is a tenth of random weights,
//! so that outputs keep to the features they are written to.
//!
//! Where query heads share a key/value head, it follows the design of the first
//! of them, and W_O writes back what that one hands over. Fewer than four
//! columns keep the first ones.

use crate::{scenario::Shape, weights::Weights};
use nalgebra::DMatrix;

/// One designed head.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct HeadDesign {
    /// A name for the head.
    pub id: &'static str,
    /// What each query/key column compares.
    pub query_columns: [&'static str; WIDTH],
    /// What each value column hands over, by feature.
    pub value_columns: [&'static str; WIDTH],
    /// W_Q, one row per feature.
    pub w_q: Block,
    /// W_K, one row per feature.
    pub w_k: Block,
    /// The feature that each value column carries.
    values: [usize; WIDTH],
}

/// The designed columns of one head: features × columns.
pub type Block = [[f64; WIDTH]; FEATURES];

const WIDTH: usize = 4;
const FEATURES: usize = 6;
/// How much of the drawn numbers is left in W_V and W_O beyond the design.
const VALUE_NOISE: f64 = 0.1;

const NOUN: usize = 0;
const VERB: usize = 1;
const PRONOUN: usize = 2;
const ALIVE: usize = 3;
const CLOCK_X: usize = 4;
const CLOCK_Y: usize = 5;

/// The designed heads, in order.
#[rustfmt::skip]
pub static DESIGN: [HeadDesign; 4] = [
    HeadDesign {
        id: "pronoun_noun",
        query_columns: ["a noun", "alive", "not a verb", "not a pronoun"],
        value_columns: ["noun", "alive", "clock x", "clock y"],
        w_q: [
            [0.0, 0.5, -1.0, -1.5], // noun
            [1.0, 1.0,  0.5,  0.0], // verb
            [2.0, 2.0,  1.5,  1.5], // pronoun
            [0.0, 0.5,  0.0, -0.5], // alive
            [0.0, 0.0,  0.0,  0.0], // clock x
            [0.0, 0.0,  0.0,  0.0], // clock y
        ],
        w_k: [
            [1.2, 0.0,  0.0,  0.0], // noun
            [0.0, 0.0, -1.5,  0.0], // verb
            [0.0, 0.0,  0.0, -1.5], // pronoun
            [0.0, 2.2,  0.0,  0.0], // alive
            [0.0, 0.0,  0.0,  0.0], // clock x
            [0.0, 0.0,  0.0,  0.0], // clock y
        ],
        values: [NOUN, ALIVE, CLOCK_X, CLOCK_Y],
    },
    HeadDesign {
        id: "verb_subject",
        query_columns: ["can act", "not a verb", "before, x", "before, y"],
        value_columns: ["noun", "pronoun", "alive", "verb"],
        w_q: [
            [0.0, 0.0,  0.0, 0.0], // noun
            [4.0, 1.0,  0.0, 0.0], // verb
            [0.0, 0.0,  0.0, 0.0], // pronoun
            [0.0, 0.0,  0.0, 0.0], // alive
            [0.0, 0.0,  1.7, -1.0], // clock x
            [0.0, 0.0,  1.0, 1.7], // clock y
        ],
        w_k: [
            [0.5,  0.0, 0.0, 0.0], // noun
            [0.0, -2.0, 0.0, 0.0], // verb
            [2.0,  0.0, 0.0, 0.0], // pronoun
            [1.5,  0.0, 0.0, 0.0], // alive
            [0.0,  0.0, 1.5, 0.0], // clock x
            [0.0,  0.0, 0.0, 1.5], // clock y
        ],
        values: [NOUN, PRONOUN, ALIVE, VERB],
    },
    HeadDesign {
        id: "previous_word",
        query_columns: ["before, x", "before, y", "unused", "unused"],
        value_columns: ["noun", "verb", "pronoun", "alive"],
        w_q: [
            [0.0,  0.0, 0.0, 0.0], // noun
            [0.0,  0.0, 0.0, 0.0], // verb
            [0.0,  0.0, 0.0, 0.0], // pronoun
            [0.0,  0.0, 0.0, 0.0], // alive
            [6.9, -4.0, 0.0, 0.0], // clock x
            [4.0,  6.9, 0.0, 0.0], // clock y
        ],
        w_k: [
            [0.0, 0.0, 0.0, 0.0], // noun
            [0.0, 0.0, 0.0, 0.0], // verb
            [0.0, 0.0, 0.0, 0.0], // pronoun
            [0.0, 0.0, 0.0, 0.0], // alive
            [4.0, 0.0, 0.0, 0.0], // clock x
            [0.0, 4.0, 0.0, 0.0], // clock y
        ],
        values: [NOUN, VERB, PRONOUN, ALIVE],
    },
    HeadDesign {
        id: "same_kind",
        query_columns: ["a noun", "a verb", "a pronoun", "alive"],
        value_columns: ["noun", "verb", "pronoun", "alive"],
        w_q: [
            [3.0, 0.0, 0.0, 0.0], // noun
            [0.0, 3.0, 0.0, 0.0], // verb
            [0.0, 0.0, 3.0, 0.0], // pronoun
            [0.0, 0.0, 0.0, 1.0], // alive
            [0.0, 0.0, 0.0, 0.0], // clock x
            [0.0, 0.0, 0.0, 0.0], // clock y
        ],
        w_k: [
            [3.0, 0.0, 0.0, 0.0], // noun
            [0.0, 3.0, 0.0, 0.0], // verb
            [0.0, 0.0, 3.0, 0.0], // pronoun
            [0.0, 0.0, 0.0, 1.0], // alive
            [0.0, 0.0, 0.0, 0.0], // clock x
            [0.0, 0.0, 0.0, 0.0], // clock y
        ],
        values: [NOUN, VERB, PRONOUN, ALIVE],
    },
];

/// Writes the design over drawn weights.
pub(crate) fn imprint(weights: &mut Weights<f64>, shape: Shape) {
    let Shape {
        d_model,
        heads,
        kv_heads,
        d_k,
        d_v,
        ..
    } = shape;
    let (rows, keys, values) = (d_model.min(FEATURES), d_k.min(WIDTH), d_v.min(WIDTH));

    // The scaled score divides by √d_k. With this on both sides, the designed
    // part of it is the same at every d_k.
    let gain = (d_k as f64 / WIDTH as f64).sqrt().sqrt();
    let put = |matrix: &mut DMatrix<f64>, first: usize, block: &Block| {
        for (row, numbers) in block.iter().enumerate().take(rows) {
            for (col, number) in numbers.iter().enumerate().take(keys) {
                matrix[(row, first + col)] = gain * number;
            }
        }
    };

    weights.w_v *= VALUE_NOISE;
    weights.w_o *= VALUE_NOISE;
    for (head, design) in DESIGN.iter().enumerate().take(heads) {
        put(&mut weights.w_q, head * d_k, &design.w_q);
    }
    for kv in 0..kv_heads {
        let Some(design) = DESIGN.get(kv * (heads / kv_heads)) else {
            break;
        };
        put(&mut weights.w_k, kv * d_k, &design.w_k);
        for (col, &feature) in design.values.iter().enumerate().take(values) {
            for row in 0..rows {
                weights.w_v[(row, kv * d_v + col)] = f64::from(u8::from(row == feature));
            }
        }
    }
    for head in 0..heads {
        let kv = shape.kv_head(head);
        let Some(design) = DESIGN.get(kv * (heads / kv_heads)) else {
            break;
        };
        for (row, &feature) in design.values.iter().enumerate().take(values) {
            for col in 0..rows {
                weights.w_o[(head * d_v + row, col)] = f64::from(u8::from(col == feature));
            }
        }
    }
}
