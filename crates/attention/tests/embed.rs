//! Token vectors: what a word is, and where it stands.

use attention::{FEATURES, default_memory, embed};

/// (noun, verb, pronoun, alive)
fn kinds(word: &str) -> [f64; 4] {
    let vectors = embed(&[word]);
    std::array::from_fn(|col| vectors[(0, col)])
}

#[test]
fn known_words_are_what_they_are() {
    for (word, wanted) in [
        ("animal", [1.0, 0.0, 0.0, 1.0]),
        ("street", [1.0, 0.0, 0.0, 0.0]),
        ("crossed", [0.0, 1.0, 0.0, 0.0]),
        ("it", [0.0, 0.0, 1.0, 0.0]),
        ("because", [0.0; 4]),
    ] {
        assert_eq!(kinds(word), wanted, "{word}");
    }
}

#[test]
fn a_pronoun_does_not_say_what_it_stands_for() {
    for word in ["she", "he", "it", "they", "elle"] {
        assert_eq!(kinds(word), [0.0, 0.0, 1.0, 0.0], "{word}");
    }
}

#[test]
fn case_and_punctuation_around_a_word_do_not_matter() {
    for word in ["Animal", "ANIMAL", "animal.", "“animal”", " animal, "] {
        assert_eq!(kinds(word), kinds("animal"), "{word:?}");
    }
    assert_eq!(kinds("Zorp!"), kinds("zorp"));
    assert_eq!(kinds("…"), [0.0; 4]);
    assert_eq!(kinds("?!"), [0.0; 4]);
}

/// They are behind every link to a sentence with such a word. They may not
/// change.
#[test]
fn the_numbers_of_an_unknown_word_are_fixed_for_good() {
    assert_eq!(kinds("zorp"), [0.3, 0.4, 0.2, 0.5]);
    assert_eq!(kinds("солнце"), [0.1, 0.5, 0.5, 0.1]);
    assert_eq!(kinds("👩‍👩‍👧"), [0.2, 0.3, 0.3, 0.4]);
}

#[test]
fn an_unknown_word_is_less_of_each_kind_than_a_known_one() {
    for i in 0..500 {
        let word = format!("blorb{i}");
        for value in kinds(&word) {
            assert!((0.0..=0.5).contains(&value), "{word}: {value}");
        }
    }
}

#[test]
fn position_is_a_clock_that_comes_round_after_twelve_words() {
    let words = ["the"; 25];
    let vectors = embed(&words);
    for i in 0..words.len() {
        let (x, y) = (vectors[(i, 4)], vectors[(i, 5)]);
        let angle = (30.0 * (i % 12) as f64).to_radians();
        assert!((x - angle.cos()).abs() < 1e-15 && (y - angle.sin()).abs() < 1e-15);
        assert_eq!((x, y), (vectors[(i % 12, 4)], vectors[(i % 12, 5)]));
    }
}

#[test]
fn only_the_clock_says_where_a_word_stands() {
    let vectors = embed(&["dog", "dog"]);
    for (col, feature) in FEATURES.iter().enumerate() {
        let is_moved = vectors[(0, col)] != vectors[(1, col)];
        assert_eq!(is_moved, feature.positional, "{}", feature.name);
    }
}

#[test]
fn the_memory_says_in_french_what_the_sentence_says() {
    let memory = default_memory();
    assert_eq!(
        memory.tokens[..],
        ["l'", "animal", "a", "traversé", "la", "rue"]
    );
    let kinds_of = |word| {
        let row = memory.tokens.iter().position(|token| token == word);
        let row = row.expect("a word of the memory");
        std::array::from_fn::<f64, 4, _>(|col| memory.vectors[(row, col)])
    };
    assert_eq!(kinds_of("traversé"), kinds("crossed"));
    assert_eq!(kinds_of("rue"), kinds("street"));
    assert_eq!(kinds_of("l'"), kinds("the"));
}
