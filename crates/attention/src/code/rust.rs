//! A scenario in Rust, with nalgebra.

mod functions;

use nalgebra::DMatrix;

use super::{
    Line,
    plan::Plan,
    text::{Writer, fill, number, quoted, rows},
};
use crate::{
    positions::alibi_slope,
    scenario::{Mask, Scale},
    steps::StepId,
};

/// The longest line (rustfmt).
const WIDTH: usize = 100;

pub fn write(plan: Plan<'_>) -> Vec<Line> {
    let mut out = Writer::default();
    let rows_differ = plan.0.ssmax().is_some() && plan.has(StepId::Masked);
    let vector = if rows_differ { "DVector, " } else { "" };
    out.text(&format!(
        "//! Multi-head attention, every step by its name (arXiv 1706.03762, §3.2).\n\
         //!\n\
         //! Needs nalgebra: `cargo add nalgebra`.\n\n\
         use nalgebra::{{DMatrix, {vector}dmatrix}};\n\n\
         fn main() {{"
    ));
    data(&mut out, plan);
    mechanism(&mut out, plan);
    out.gap();
    if plan.is_cross() {
        out.text("    println!(\"memory: {memory_tokens:?}\");");
    }
    out.text(
        "    for (token, row) in tokens.iter().zip(output.row_iter()) {\n\
         \x20       println!(\"{token:?}: {:.3?}\", row.iter().collect::<Vec<_>>());\n\
         \x20   }\n\
         }",
    );
    functions::write(&mut out, plan);
    out.0
}

/// Everything that comes with the scenario, as literals.
fn data(out: &mut Writer, plan: Plan<'_>) {
    let scenario = plan.0;
    out.lines(labels("tokens", scenario.tokens()));
    if let Some(memory) = scenario.memory() {
        out.lines(labels("memory_tokens", &memory.tokens));
    }
    let (names, sizes) = plan.sizes(&sizes_read(plan));
    out.text(&format!("    let ({names}) = ({sizes});"));
    for (name, value) in plan.parameters() {
        out.text(&format!("    let {name}: f64 = {};", number(value)));
    }

    let numbers =
        |name: &str, values: &DMatrix<f64>| matrix(name, rows(values, |value| number(*value)));
    for given in plan.vectors().chain(plan.weights()) {
        out.text(&format!("\n    // {}.", given.comment));
        given.write(out, numbers);
    }

    if plan.has(StepId::Biased) {
        let heads = scenario.shape().heads;
        let slopes = (0..heads)
            .map(|head| number(alibi_slope(head, heads)))
            .collect();
        out.text("\n    // What a step of distance costs in each head: h.");
        out.lines(array("slopes", slopes));
    }
    if let Mask::Explicit(allowed) = scenario.mask() {
        out.text(&format!(
            "\n    // Whether a query may attend to a key: n × {}.",
            plan.m()
        ));
        out.lines(matrix("allowed", rows(allowed, bool::to_string)));
    }
}

/// The sizes that are read: a variable that nobody reads is a warning.
fn sizes_read(plan: Plan<'_>) -> Vec<&'static str> {
    let mut read = vec!["n", "heads", "kv_heads", "d_k", "d_v"];
    if plan.is_sinusoidal() {
        read.extend(["m", "d_model"]);
    }
    if plan.0.ssmax().is_some() {
        read.push("m");
    }
    read
}

/// The mechanism, head by head.
fn mechanism(out: &mut Writer, plan: Plan<'_>) {
    let (m, memory) = (plan.m(), plan.memory());
    let rule = mask_rule(plan.0.mask());

    if plan.is_sinusoidal() {
        out.text("\n    // Add each token's place.");
        out.step(
            StepId::Embedded,
            ["    let embedded = vectors + waves(n, d_model); // n × d_model"],
        );
        if plan.is_cross() {
            out.step(
                StepId::Memory,
                ["    let memory = memory_vectors + waves(m, d_model); // m × d_model"],
            );
        }
    }
    if plan.0.ssmax().is_some() {
        out.text("\n    // Scores get sharper, the more keys there are (arXiv 2501.19399).");
        out.text(&match &rule {
            None => format!("    let sharpness = ssmax * ({m} as f64).ln();"),
            Some(rule) => format!(
                "    let sharpness = DVector::from_fn(n, |i, _| {{\n\
                 \x20       let count = (0..{m}).filter(|&j| {rule}).count();\n\
                 \x20       ssmax * (count as f64).ln()\n\
                 \x20   }});\n\
                 \x20   let sharpness = DMatrix::from_diagonal(&sharpness); // n × n"
            ),
        });
    }

    let heads = if plan.has(StepId::Biased) {
        "(head, slope) in slopes.into_iter().enumerate()"
    } else {
        "head in 0..heads"
    };
    out.text(&format!(
        "\n    let mut concat = DMatrix::zeros(n, heads * d_v);\n    for {heads} {{"
    ));
    let mut kv = "head";
    if plan.is_shared() {
        kv = "kv";
        out.text(
            "        // Several query heads in a row share a key/value head.\n\
             \x20       let kv = head / (heads / kv_heads);\n\n",
        );
    }
    out.text("        // Project: each head has its columns of the weights.");
    for (step, x, head, rows, width) in [
        (StepId::Q, "embedded", "head", "n", "d_k"),
        (StepId::K, memory, kv, m, "d_k"),
        (StepId::V, memory, kv, m, "d_v"),
    ] {
        let name = step.name();
        out.step(
            step,
            [format!(
                "        let {name} = &{x} * w_{name}.columns({head} * {width}, {width}); \
                 // {rows} × {width}"
            )],
        );
    }
    if plan.has(StepId::QRotated) {
        out.text("\n        // Turn queries and keys by their places.");
        out.step(
            StepId::QRotated,
            ["        let q_rotated = rotate(&q); // n × d_k"],
        );
        out.step(
            StepId::KRotated,
            [format!("        let k_rotated = rotate(&k); // {m} × d_k")],
        );
    }

    out.text("\n        // Compare every query with every key.");
    let q = plan.compared(StepId::Q, StepId::QRotated);
    let k = plan.compared(StepId::K, StepId::KRotated);
    out.step(
        StepId::Scores,
        [format!(
            "        let scores = {q} * {k}.transpose(); // n × {m}"
        )],
    );
    if plan.has(StepId::Scaled) {
        let (scores, sharpness) = match (plan.0.ssmax(), &rule) {
            (None, _) => ("scores", ""),
            (Some(_), None) => ("scores", " * sharpness"),
            (Some(_), Some(_)) => ("&sharpness * scores", ""),
        };
        let root = match plan.0.scale() {
            Scale::SqrtDK => " / (d_k as f64).sqrt()",
            Scale::None => "",
        };
        let temperature = plan.temperature().map_or("", |_| " / temperature");
        out.step(
            StepId::Scaled,
            [format!(
                "        let scaled = {scores}{root}{sharpness}{temperature}; // n × {m}"
            )],
        );
    }
    if plan.has(StepId::Biased) {
        let scores = plan.scores_before(StepId::Biased);
        out.text("\n        // Far keys count for less (arXiv 2108.12409).");
        out.step(
            StepId::Biased,
            [format!(
                "        let biased = {scores}.map_with_location(|i, j, s| \
                 s - slope * i.abs_diff(j) as f64); // n × {m}"
            )],
        );
    }
    if let Some(rule) = rule {
        let scores = plan.scores_before(StepId::Masked);
        out.text("\n        // A forbidden key gets no weight.");
        out.step(
            StepId::Masked,
            format!(
                "        let masked = {scores}.map_with_location(|i, j, score| match {rule} {{\n\
                 \x20           true => score,\n\
                 \x20           false => f64::NEG_INFINITY,\n\
                 \x20       }}); // n × {m}"
            )
            .lines(),
        );
    }

    let scores = plan.scores_before(StepId::Weights);
    let (comment, weights) = match (plan.is_lookup(), plan.sink()) {
        (true, _) => (
            "The largest scores of a row share its weight",
            format!("lookup({scores})"),
        ),
        (false, None) => (
            "Each row becomes a distribution over the keys",
            format!("softmax({scores})"),
        ),
        (false, Some(_)) => (
            "Each row becomes a distribution over the keys and an empty slot",
            format!("softmax({scores}, sink.ln())"),
        ),
    };
    out.text(&format!("\n        // {comment}."));
    out.step(
        StepId::Weights,
        [format!("        let weights = {weights}; // n × {m}")],
    );

    out.text("\n        // Blend the values by it, and put the heads side by side: n × h·d_v.");
    out.step(
        StepId::HeadOutput,
        ["        let head_output = weights * v; // n × d_v"],
    );
    out.step(
        StepId::Concat,
        ["        concat.columns_mut(head * d_v, d_v).copy_from(&head_output);"],
    );
    out.text("    }");
    out.step(
        StepId::Output,
        ["    let output = concat * w_o; // n × d_model"],
    );
}

/// Whether query i may attend to key j.
fn mask_rule(mask: &Mask) -> Option<String> {
    match mask {
        Mask::None => None,
        Mask::Causal => Some("j <= i".into()),
        Mask::Window(0) => Some("i == j".into()),
        Mask::Window(width) => Some(format!("i.abs_diff(j) <= {width}")),
        Mask::Explicit(_) => Some("allowed[(i, j)]".into()),
    }
}

/// A matrix, as `dmatrix!` has it. rustfmt leaves the rows as they are because
/// each ends with a semicolon.
fn matrix(name: &str, rows: Vec<Vec<String>>) -> Vec<String> {
    let mut lines = vec![format!("    let {name} = dmatrix![")];
    for row in &rows {
        lines.extend(fill(row, WIDTH, ["        ", "            ", ";"]));
    }
    lines.push("    ];".into());
    lines
}

fn labels(name: &str, labels: &[String]) -> Vec<String> {
    array(
        name,
        labels.iter().map(|label| quoted(label, escape)).collect(),
    )
}

/// An array, broken as rustfmt breaks it.
fn array(name: &str, items: Vec<String>) -> Vec<String> {
    const LONGEST_ON_ONE_LINE: usize = 60;
    const SHORT: usize = 10;
    let (first, indent) = (format!("    let {name} = ["), "        ");
    let line = items.join(", ");
    if line.chars().count() <= LONGEST_ON_ONE_LINE {
        return vec![format!("{first}{line}];")];
    }
    let mut lines = vec![first];
    if items.iter().all(|item| item.chars().count() <= SHORT) {
        lines.extend(fill(&items, WIDTH, [indent, indent, ","]));
    } else {
        lines.extend(items.iter().map(|item| format!("{indent}{item},")));
    }
    lines.push("    ];".into());
    lines
}

fn escape(code: u32) -> String {
    format!("\\u{{{code:x}}}")
}
