//! A scenario in Python. NumPy and PyTorch differ in words, which a
//! [`Dialect`] holds, and in how scores become weights.

use nalgebra::DMatrix;

use super::{
    Line,
    plan::Plan,
    text::{Writer, fill, number, quoted, rows},
};
use crate::{
    positions::{Positions, alibi_slope},
    scenario::{Mask, Scale},
    steps::StepId,
};

/// The words of an array library.
pub struct Dialect {
    /// What stands on top.
    pub imports: &'static str,
    /// The module that functions are taken from.
    pub module: &'static str,
    /// Makes an array of nested lists.
    pub array: &'static str,
    /// The type of truth values.
    pub boolean: &'static str,
    /// An array in another shape.
    pub reshape: &'static str,
    /// An array with two axes swapped.
    pub swap: &'static str,
    /// Each entry several times.
    pub repeat: &'static str,
    /// What an axis is called where it is named.
    pub axis: &'static str,
    /// √d_k.
    pub root: &'static str,
    /// The argument that keeps an axis that is summed over.
    pub keep: &'static str,
    /// A whole number that a logarithm can be taken of.
    pub whole: fn(&str) -> String,
    /// Scores, −∞ where `allowed` is false.
    pub masked: fn(&str) -> String,
    /// From scores to weights: lines before, and what the weights are.
    pub weights: fn(Plan<'_>, &str) -> (String, String),
    /// The output, rounded, as rows to print.
    pub rounded: &'static str,
}

/// The longest line (PEP 8).
const WIDTH: usize = 79;

pub fn write(plan: Plan<'_>, dialect: &Dialect) -> Vec<Line> {
    let mut out = Writer::default();
    out.text("\"\"\"Multi-head attention, every step by its name (arXiv 1706.03762, §3.2).\"\"\"");
    out.gap();
    out.text(dialect.imports);
    functions(&mut out, plan, dialect);
    data(&mut out, plan, dialect);
    mechanism(&mut out, plan, dialect);

    out.gap();
    if plan.is_cross() {
        out.text("print(\"memory:\", memory_tokens)");
    }
    out.text(&format!(
        "for token, row in zip(tokens, {}):\n    print(f\"{{token!r}}: {{row}}\")",
        dialect.rounded
    ));
    out.0
}

/// What positions are made with.
fn functions(out: &mut Writer, plan: Plan<'_>, dialect: &Dialect) {
    let Dialect { module, axis, .. } = dialect;
    match plan.0.positions() {
        Positions::None | Positions::Alibi => {}
        Positions::Sinusoidal => out.text(&format!(
            "\n\n\
             def waves(count, width):\n\
             \x20   \"\"\"Sines and cosines of each place (arXiv 1706.03762, §3.5).\"\"\"\n\
             \x20   speeds = 10000.0 ** (-{module}.arange(0, width, 2) / width)\n\
             \x20   angles = {module}.arange(count)[:, None] * speeds  # count × width/2\n\
             \x20   pairs = {module}.stack([{module}.sin(angles), {module}.cos(angles)], {axis}=-1)\n\
             \x20   return pairs.reshape(count, -1)[:, :width]  # count × width"
        )),
        Positions::Rotary => out.text(&format!(
            "\n\n\
             def rotate(x):\n\
             \x20   \"\"\"Turn each pair of components by its place (arXiv 2104.09864).\"\"\"\n\
             \x20   speeds = 10000.0 ** (-{module}.arange(0, d_k, 2) / d_k)\n\
             \x20   angles = {module}.arange(x.shape[1])[:, None] * speeds  # x's rows × d_k/2\n\
             \x20   cos, sin = {module}.cos(angles), {module}.sin(angles)\n\
             \x20   even, odd = x[..., 0::2], x[..., 1::2]\n\
             \x20   turned = [even * cos - odd * sin, even * sin + odd * cos]\n\
             \x20   return {module}.stack(turned, {axis}=-1).reshape(x.shape)"
        )),
    }
    out.gap();
    if matches!(
        plan.0.positions(),
        Positions::Sinusoidal | Positions::Rotary
    ) {
        out.gap();
    }
}

/// Everything that comes with the scenario, as literals.
fn data(out: &mut Writer, plan: Plan<'_>, dialect: &Dialect) {
    let scenario = plan.0;
    out.lines(labels("tokens", scenario.tokens()));
    if let Some(memory) = scenario.memory() {
        out.lines(labels("memory_tokens", &memory.tokens));
    }
    let (names, sizes) = plan.sizes(&["n", "m", "d_model", "heads", "kv_heads", "d_k", "d_v"]);
    out.text(&format!("{names} = {sizes}"));
    for (name, value) in plan.parameters() {
        out.text(&format!("{name} = {}", number(value)));
    }

    let Dialect {
        module,
        array,
        boolean,
        ..
    } = dialect;
    let matrix = |name: &str, rows: Vec<Vec<String>>, end: &str| {
        let mut lines = vec![format!("{name} = {array}([")];
        for row in &rows {
            lines.extend(fill(row, WIDTH, ["    [", "     ", "],"]));
        }
        lines.push(format!("]{end})"));
        lines
    };
    let numbers =
        |name: &str, values: &DMatrix<f64>| matrix(name, rows(values, |value| number(*value)), "");

    for given in plan.vectors().chain(plan.weights()) {
        out.text(&format!("\n# {}.", given.comment));
        given.write(out, numbers);
    }

    let m = plan.m();
    if plan.has(StepId::Biased) {
        let heads = scenario.shape().heads;
        let slopes: Vec<String> = (0..heads)
            .map(|head| number(alibi_slope(head, heads)))
            .collect();
        out.text("\n# What a step of distance costs in each head: h.");
        let first = format!("slopes = {array}([");
        let next = " ".repeat(first.len());
        out.lines(fill(&slopes, WIDTH, [&first, &next, "])"]));
    }
    if plan.has_rule() || plan.has(StepId::Biased) {
        out.text(&format!(
            "\n# The places of queries and keys: n × 1 and 1 × {m}."
        ));
        out.text(&format!(
            "i, j = {module}.arange(n)[:, None], {module}.arange({m})[None, :]"
        ));
    }
    match scenario.mask() {
        Mask::None => {}
        Mask::Causal => out.text(&format!("allowed = j <= i  # n × {m}")),
        Mask::Window(width) => out.text(&format!("allowed = abs(i - j) <= {width}  # n × {m}")),
        Mask::Explicit(allowed) => {
            let bits = rows(allowed, |&allowed| u8::from(allowed).to_string());
            out.text(&format!(
                "\n# 1 where a query may attend to a key: n × {m}."
            ));
            out.lines(matrix("allowed", bits, &format!(", dtype={boolean}")));
        }
    }
}

/// The mechanism, all heads at once.
fn mechanism(out: &mut Writer, plan: Plan<'_>, dialect: &Dialect) {
    let Dialect {
        module,
        reshape,
        swap,
        repeat,
        axis,
        root,
        keep,
        ..
    } = dialect;
    let (m, memory, kv_heads, kv) = (plan.m(), plan.memory(), plan.kv_heads(), plan.kv());

    if plan.is_sinusoidal() {
        out.text("\n# Add each token's place.");
        out.step(
            StepId::Embedded,
            ["embedded = vectors + waves(n, d_model)  # n × d_model"],
        );
        if plan.is_cross() {
            out.step(
                StepId::Memory,
                ["memory = memory_vectors + waves(m, d_model)  # m × d_model"],
            );
        }
    }

    out.text("\n# Project. Each head gets a matrix of its own.");
    for (step, x, rows, heads, width, h) in [
        (StepId::Q, "embedded", "n", "heads", "d_k", "h"),
        (StepId::K, memory, m, kv_heads, "d_k", kv),
        (StepId::V, memory, m, kv_heads, "d_v", kv),
    ] {
        let name = step.name();
        out.step(
            step,
            [format!(
                "{name} = ({x} @ w_{name}).{reshape}({rows}, {heads}, {width}).{swap}(0, 1)  \
                 # {h} × {rows} × {width}"
            )],
        );
    }
    if plan.is_shared() {
        out.text("\n# Several query heads in a row share a key/value head.");
        for (name, width) in [("k", "d_k"), ("v", "d_v")] {
            out.text(&format!(
                "{name} = {name}.{repeat}(heads // kv_heads, {axis}=0)  # h × {m} × {width}"
            ));
        }
    }
    if plan.has(StepId::QRotated) {
        out.text("\n# Turn queries and keys by their places.");
        out.step(StepId::QRotated, ["q_rotated = rotate(q)  # h × n × d_k"]);
        out.step(
            StepId::KRotated,
            [format!("k_rotated = rotate(k)  # h × {m} × d_k")],
        );
    }

    out.text("\n# Compare every query with every key.");
    let q = plan.compared(StepId::Q, StepId::QRotated);
    let k = plan.compared(StepId::K, StepId::KRotated);
    out.step(
        StepId::Scores,
        [format!("scores = {q} @ {k}.{swap}(1, 2)  # h × n × {m}")],
    );
    if plan.0.ssmax().is_some() {
        let counts = if plan.has(StepId::Masked) {
            out.text("\n# Sharper, the more keys there are (arXiv 2501.19399): n × 1.");
            out.text(&format!("counts = allowed.sum({axis}=-1, {keep}=True)"));
            "counts".into()
        } else {
            out.text("\n# Sharper, the more keys there are (arXiv 2501.19399).");
            (dialect.whole)(m)
        };
        out.text(&format!("sharpness = ssmax * {module}.log({counts})"));
    }
    if plan.has(StepId::Scaled) {
        let factors: String = [
            (plan.0.scale() == Scale::SqrtDK).then(|| format!(" / {root}")),
            plan.0.ssmax().map(|_| " * sharpness".into()),
            plan.temperature().map(|_| " / temperature".into()),
        ]
        .into_iter()
        .flatten()
        .collect();
        out.step(
            StepId::Scaled,
            [format!("scaled = scores{factors}  # h × n × {m}")],
        );
    }
    if plan.has(StepId::Biased) {
        let scores = plan.scores_before(StepId::Biased);
        out.text("\n# Far keys count for less (arXiv 2108.12409).");
        out.step(
            StepId::Biased,
            [format!(
                "biased = {scores} - slopes[:, None, None] * abs(i - j)  # h × n × {m}"
            )],
        );
    }
    if plan.has(StepId::Masked) {
        let masked = (dialect.masked)(plan.scores_before(StepId::Masked));
        out.text("\n# A forbidden key gets no weight.");
        out.step(
            StepId::Masked,
            [format!("masked = {masked}  # h × n × {m}")],
        );
    }

    out.text(match (plan.is_lookup(), plan.sink()) {
        (true, _) => "\n# The largest scores of a row share its weight.",
        (false, None) => "\n# Each row becomes a distribution over the keys.",
        (false, Some(_)) => "\n# Each row becomes a distribution over the keys and an empty slot.",
    });
    let (before, weights) = (dialect.weights)(plan, plan.scores_before(StepId::Weights));
    out.text(&before);
    out.step(
        StepId::Weights,
        [format!("weights = {weights}  # h × n × {m}")],
    );

    out.text("\n# Blend the values by it, and put the heads side by side.");
    out.step(
        StepId::HeadOutput,
        ["head_output = weights @ v  # h × n × d_v"],
    );
    out.step(
        StepId::Concat,
        [format!(
            "concat = head_output.{swap}(0, 1).reshape(n, heads * d_v)  # n × h·d_v"
        )],
    );
    out.step(StepId::Output, ["output = concat @ w_o  # n × d_model"]);
}

fn labels(name: &str, labels: &[String]) -> Vec<String> {
    let literals: Vec<String> = labels.iter().map(|label| quoted(label, escape)).collect();
    let first = format!("{name} = [");
    fill(&literals, WIDTH, [&first, &" ".repeat(first.len()), "]"])
}

fn escape(code: u32) -> String {
    if code < 0x1_0000 {
        format!("\\u{code:04x}")
    } else {
        format!("\\U{code:08x}")
    }
}
