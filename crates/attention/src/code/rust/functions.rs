//! The functions that a program in Rust brings along.

use crate::{
    code::{plan::Plan, text::Writer},
    positions::Positions,
};

/// What the mechanism calls.
pub fn write(out: &mut Writer, plan: Plan<'_>) {
    out.text(match plan.0.positions() {
        Positions::None | Positions::Alibi => "",
        Positions::Sinusoidal => {
            "\n\
             /// Sines and cosines of each place (arXiv 1706.03762, §3.5): count × width.\n\
             fn waves(count: usize, width: usize) -> DMatrix<f64> {\n\
             \x20   DMatrix::from_fn(count, width, |place, c| {\n\
             \x20       let pair = (c - c % 2) as f64;\n\
             \x20       let angle = place as f64 * 10000_f64.powf(-pair / width as f64);\n\
             \x20       if c % 2 == 0 { angle.sin() } else { angle.cos() }\n\
             \x20   })\n\
             }"
        }
        Positions::Rotary => {
            "\n\
             /// Each pair of components, turned by its place (arXiv 2104.09864).\n\
             fn rotate(x: &DMatrix<f64>) -> DMatrix<f64> {\n\
             \x20   DMatrix::from_fn(x.nrows(), x.ncols(), |place, c| {\n\
             \x20       let pair = c - c % 2;\n\
             \x20       let speed = 10000_f64.powf(-(pair as f64) / x.ncols() as f64);\n\
             \x20       let (sin, cos) = (place as f64 * speed).sin_cos();\n\
             \x20       let (even, odd) = (x[(place, pair)], x[(place, pair + 1)]);\n\
             \x20       match c - pair {\n\
             \x20           0 => even * cos - odd * sin,\n\
             \x20           _ => even * sin + odd * cos,\n\
             \x20       }\n\
             \x20   })\n\
             }"
        }
    });
    out.text(match (plan.is_lookup(), plan.sink()) {
        (true, _) => {
            "\n\
             /// 1/m where a score is one of the m largest of its row, 0 elsewhere.\n\
             fn lookup(mut scores: DMatrix<f64>) -> DMatrix<f64> {\n\
             \x20   for mut row in scores.row_iter_mut() {\n\
             \x20       let max = row.max();\n\
             \x20       row.apply(|score| *score = if *score == max { 1.0 } else { 0.0 });\n\
             \x20       row /= row.sum();\n\
             \x20   }\n\
             \x20   scores\n\
             }"
        }
        (false, None) => {
            "\n\
             /// e^(s − max) / Σ, each row by itself.\n\
             fn softmax(mut scores: DMatrix<f64>) -> DMatrix<f64> {\n\
             \x20   for mut row in scores.row_iter_mut() {\n\
             \x20       let max = row.max();\n\
             \x20       row.apply(|score| *score = (*score - max).exp());\n\
             \x20       row /= row.sum();\n\
             \x20   }\n\
             \x20   scores\n\
             }"
        }
        (false, Some(_)) => {
            "\n\
             /// e^(s − max) / (Σ + e^(slot − max)), each row by itself.\n\
             fn softmax(mut scores: DMatrix<f64>, slot: f64) -> DMatrix<f64> {\n\
             \x20   for mut row in scores.row_iter_mut() {\n\
             \x20       let max = row.max().max(slot);\n\
             \x20       row.apply(|score| *score = (*score - max).exp());\n\
             \x20       row /= row.sum() + (slot - max).exp();\n\
             \x20   }\n\
             \x20   scores\n\
             }"
        }
    });
}
