//! The words of NumPy.

use super::{plan::Plan, python::Dialect};

pub const NUMPY: Dialect = Dialect {
    imports: "import numpy as np",
    module: "np",
    array: "np.array",
    boolean: "bool",
    reshape: "reshape",
    swap: "swapaxes",
    repeat: "repeat",
    axis: "axis",
    root: "np.sqrt(d_k)",
    keep: "keepdims",
    whole: |count| count.into(),
    masked: |scores| format!("np.where(allowed, {scores}, -np.inf)"),
    weights,
    rounded: "output.round(3)",
};

fn weights(plan: Plan<'_>, scores: &str) -> (String, String) {
    let largest = format!("{scores}.max(axis=-1, keepdims=True)");
    if plan.is_lookup() {
        return (
            format!("best = {scores} == {largest}"),
            "best / best.sum(axis=-1, keepdims=True)".into(),
        );
    }
    match plan.sink() {
        None => (
            format!("exps = np.exp({scores} - {largest})"),
            "exps / exps.sum(axis=-1, keepdims=True)".into(),
        ),
        Some(_) => (
            format!(
                "slot = np.log(sink)\n\
                 top = np.maximum({largest}, slot)  # h × n × 1\n\
                 exps = np.exp({scores} - top)\n\
                 sums = exps.sum(axis=-1, keepdims=True) + np.exp(slot - top)"
            ),
            "exps / sums".into(),
        ),
    }
}
