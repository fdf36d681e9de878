//! The words of PyTorch.

use super::{plan::Plan, python::Dialect};

pub const PYTORCH: Dialect = Dialect {
    imports: "import torch\n\ntorch.set_default_dtype(torch.float64)",
    module: "torch",
    array: "torch.tensor",
    boolean: "torch.bool",
    reshape: "view",
    swap: "transpose",
    repeat: "repeat_interleave",
    axis: "dim",
    root: "d_k**0.5",
    keep: "keepdim",
    whole: |count| format!("torch.tensor({count})"),
    masked: |scores| format!("{scores}.masked_fill(~allowed, -torch.inf)"),
    weights,
    rounded: "output.numpy().round(3)",
};

fn weights(plan: Plan<'_>, scores: &str) -> (String, String) {
    if plan.is_lookup() {
        return (
            format!("best = {scores} == {scores}.amax(dim=-1, keepdim=True)"),
            "best / best.sum(dim=-1, keepdim=True)".into(),
        );
    }
    match plan.sink() {
        None => (String::new(), format!("{scores}.softmax(dim=-1)")),
        Some(_) => (
            format!(
                "slot = torch.full((heads, n, 1), sink).log()\n\
                 slotted = torch.cat([{scores}, slot], dim=-1)"
            ),
            "slotted.softmax(dim=-1)[..., :-1]".into(),
        ),
    }
}
