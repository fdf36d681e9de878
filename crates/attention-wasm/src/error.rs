//! Refusals as JavaScript's own errors.

use js_sys::Reflect;
use wasm_bindgen::JsValue;

use crate::decode::number_text;

/// What is thrown at JavaScript.
#[derive(Debug)]
pub struct Refusal {
    name: &'static str,
    message: String,
    field: String,
    expected: String,
    got: String,
}

impl Refusal {
    /// A call of the engine whose argument is not what it has to be.
    pub fn of_call(field: &str, expected: &str, got: String) -> Refusal {
        Refusal {
            name: "EngineError",
            message: format!("{field}: expected {expected}, got {got}"),
            field: field.into(),
            expected: expected.into(),
            got,
        }
    }

    /// A scenario that does not arrive as one.
    pub fn of_scenario(field: &str, expected: &str, got: String) -> Refusal {
        Refusal {
            name: "ScenarioError",
            ..Refusal::of_call(field, expected, got)
        }
    }
}

impl From<attention::Error> for Refusal {
    fn from(error: attention::Error) -> Refusal {
        use attention::Error::{Argument, NotFinite, OutOfRange, Scenario, UnknownStep};
        let got = match error.got() {
            attention::Got::Text(text) => text.into_owned(),
            attention::Got::Number(number) => number_text(number),
        };
        Refusal {
            name: match error {
                Scenario { .. } | NotFinite { .. } => "ScenarioError",
                UnknownStep(_) | Argument { .. } | OutOfRange { .. } => "EngineError",
            },
            message: error.sentence(&got),
            field: error.field().into(),
            expected: error.expected().into(),
            got,
        }
    }
}

#[cfg(feature = "exchange")]
impl From<attention_import::ImportError> for Refusal {
    fn from(error: attention_import::ImportError) -> Refusal {
        use attention_import::ImportError::{File, Scenario};
        let message = error.to_string();
        match error {
            File {
                place,
                expected,
                got,
            } => Refusal {
                name: "ScenarioError",
                message,
                field: place,
                expected: expected.into(),
                got: got.into(),
            },
            Scenario { error, .. } => Refusal {
                message,
                ..Refusal::from(error)
            },
        }
    }
}

impl From<Refusal> for JsValue {
    fn from(refusal: Refusal) -> JsValue {
        let error = js_sys::Error::new(&refusal.message);
        error.set_name(refusal.name);
        for (key, value) in [
            ("field", refusal.field),
            ("expected", refusal.expected),
            ("got", refusal.got),
        ] {
            // A new error accepts properties.
            let _ = Reflect::set(&error, &key.into(), &value.into());
        }
        error.into()
    }
}
