//! No token can become code.

use attention::{Language, Scenario};
use proptest::prelude::*;
use serde_json::json;

use crate::{program, python, sample, scenario};

/// Pieces that end literals, comments and format strings somewhere.
const TRICKS: [&str; 24] = [
    "\"",
    "'",
    "\\",
    "\"\"\"",
    "\n",
    "\r",
    "\0",
    "\u{2028}",
    "\u{2029}",
    "\u{85}",
    "*/",
    "//",
    "#",
    "{",
    "}",
    "{0}",
    "\\N{BULLET}",
    "\\u{41}",
    "\\ud800",
    "\\",
    "\u{202e}",
    "\u{2066}",
    "\u{feff}",
    "\n__import__('os').abort()\n",
];

pub fn any_label() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => proptest::sample::select(TRICKS.to_vec()).prop_map(String::from),
        1 => any::<char>().prop_map(String::from),
        1 => proptest::sample::select(vec!["a", "Z", "7", "é", "नि", "日", "👩\u{200d}🔬"]).prop_map(String::from),
    ];
    proptest::collection::vec(piece, 1..8)
        .prop_map(|pieces| pieces.concat().chars().take(64).collect::<String>())
        .prop_filter("blank", |label| !label.trim().is_empty())
}

pub fn labelled(labels: &[String]) -> Scenario {
    let json = json!({
        "tokens": labels, "vectors": vec![[1.0]; labels.len()],
        "memory": { "tokens": labels, "vectors": vec![[1.0]; labels.len()] },
        "heads": 1, "d_k": 1, "d_v": 1, "weights": { "seed": 1 },
    });
    scenario(&json.to_string())
}

#[test]
fn no_label_becomes_python() {
    let tricky: Vec<Vec<String>> = sample(proptest::collection::vec(any_label(), 4), 100);
    let plain = labelled(&["a", "b", "c", "d"].map(String::from));
    for language in [Language::NumPy, Language::PyTorch] {
        let Some(python) = (match language {
            Language::NumPy => Some(python::numpy()),
            _ => python::find("torch"),
        }) else {
            continue;
        };
        let scenarios = tricky.iter().map(|labels| labelled(labels));
        let texts: Vec<String> = [plain.clone()]
            .into_iter()
            .chain(scenarios)
            .map(|scenario| program(&scenario, language).to_string())
            .collect();
        let results = python::run(&python, &texts);
        for (labels, result) in tricky.iter().zip(&results[1..]) {
            assert_eq!(result["structure"], results[0]["structure"], "{labels:?}");
            assert_eq!(result["values"]["tokens"], json!(labels));
            assert_eq!(result["values"]["memory_tokens"], json!(labels));
        }
    }
}

#[test]
fn what_does_not_show_is_escaped_and_what_shows_is_not() {
    let labels = [
        "it's",
        "traversé",
        "日本",
        "नि",
        "\u{202e}x",
        "\u{1f600}",
        "\u{e0041}!",
    ];
    let scenario = labelled(&labels.map(String::from));
    let python = program(&scenario, Language::NumPy).to_string();
    let rust = program(&scenario, Language::Rust).to_string();
    for shown in [
        "\"it's\"",
        "\"traversé\"",
        "\"日本\"",
        "\"नि\"",
        "\"\u{1f600}\"",
    ] {
        assert!(python.contains(shown) && rust.contains(shown), "{shown}");
    }
    assert!(python.contains(r#""\u202ex""#) && python.contains(r#""\U000e0041!""#));
    assert!(rust.contains(r#""\u{202e}x""#) && rust.contains(r#""\u{e0041}!""#));
}
