//! Claim 31: sharing keys and values between heads takes far less memory. Of
//! the cache it does, by the number of heads that share.

use attention::experiments::kv_cache::{MODELS, Model, Settings, sharing};

fn of(model: Model) -> Settings {
    Settings {
        model,
        tokens: 1,
        batch: 1,
        bytes_per_number: 2,
    }
}

fn named(name: &str) -> Model {
    let found = MODELS.into_iter().find(|model| model.name == name);
    found.expect("a model of this name")
}

#[test]
fn each_token_of_a_real_model_adds_so_many_kib_at_16_bits() {
    let expected = [
        ("GPT-3", 4608),
        ("Llama-2-7B", 512),
        ("Llama-2-70B", 320),
        ("Llama-3-8B", 128),
        ("Llama-3-70B", 320),
        ("Llama-3.1-405B", 504),
        ("Mistral-7B", 128),
        ("Gemma-2B", 18),
        ("Gemma-7B", 448),
        ("Qwen2.5-7B", 56),
        ("Qwen3-8B", 144),
        ("Falcon-7B", 8),
    ];
    let computed = MODELS.map(|model| {
        let caches = sharing(of(model)).expect("a real model");
        (
            model.name,
            caches.configured.bytes_per_token as f64 / 1024.0,
        )
    });
    assert_eq!(computed, expected.map(|(name, kib)| (name, f64::from(kib))));
}

#[test]
fn sharing_in_groups_of_eight_takes_an_eighth() {
    let caches = sharing(of(named("Llama-2-70B"))).expect("a real model");
    let kib = [caches.multi_head, caches.configured, caches.multi_query]
        .map(|cache| (cache.kv_heads, cache.bytes_per_token / 1024));
    assert_eq!(kib, [(64, 2560), (8, 320), (1, 40)]);
}

#[test]
fn context_and_batch_multiply_it() {
    let settings = Settings {
        tokens: 8192,
        batch: 16,
        ..of(named("Llama-3-8B"))
    };
    let cache = sharing(settings).expect("a real model").configured;
    assert_eq!(cache.bytes, 128 * 1024 * 8192 * 16); // 16 GiB
    let wider = Settings {
        bytes_per_number: 4,
        ..settings
    };
    assert_eq!(
        sharing(wider).expect("a real model").configured.bytes,
        2 * cache.bytes
    );
}

#[test]
fn a_window_ends_the_growth() {
    let at = |tokens| {
        let settings = Settings {
            tokens,
            ..of(named("Mistral-7B"))
        };
        sharing(settings).expect("a real model").configured
    };
    assert_eq!(at(4_095).bytes, 4_095 * 128 * 1024);
    assert_eq!(at(4_096).bytes, 512 * 1024 * 1024);
    assert_eq!(at(100_000), at(4_096));
}

#[test]
fn settings_out_of_range_are_refused_by_name() {
    let refusal = |settings| sharing(settings).expect_err("a refusal").to_string();
    let llama = of(named("Llama-3-8B"));
    assert_eq!(
        refusal(Settings { tokens: 0, ..llama }),
        "tokens: expected a whole number from 1 to 10000000, got 0"
    );
    let uneven = Model {
        kv_heads: 5,
        ..llama.model
    };
    assert_eq!(
        refusal(of(uneven)),
        "kv_heads: expected a divisor of 32 heads, got 5"
    );
    let none = Model {
        kv_heads: 0,
        ..llama.model
    };
    assert_eq!(
        refusal(of(none)),
        "kv_heads: expected a divisor of 32 heads, got 0"
    );
    let most = Settings {
        model: named("GPT-3"),
        tokens: 10_000_000,
        batch: 10_000,
        bytes_per_number: 8,
    };
    assert_eq!(
        refusal(most),
        "tokens: expected so few tokens, sequences and heads that there are fewer than 2^53 bytes, \
         got 10000000 tokens of 18874368 bytes, 10000 times"
    );
}
