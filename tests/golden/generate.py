"""Reference values for every intermediate of attention, in float64.

    apt-get install -y --no-install-recommends python3-torch     # Debian 12; brings NumPy along
    /usr/bin/python3 tests/golden/generate.py

Written from the contract of the scenario and the step table alone: each head is sliced out of
the weight matrices and computed by itself, the way the equations are printed. Scenarios named
torch_* are computed by torch.nn.MultiheadAttention instead, which shares no line with this file.

Every vector and weight is rounded to three decimals before anything is computed, so both sides
read the same numbers. JSON has no -Infinity: a masked cell is null.
"""

import json
import platform
from pathlib import Path

import numpy as np

FORMAT = 1
VALUES = Path(__file__).resolve().parent / "values"
HINT = "If a test refuses this file, run tests/golden/generate.py again; its head says how."
WORDS = "the animal crossed the street because it was hungry and very tired of all this".split()


def random_matrix(rng: np.random.Generator, rows: int, cols: int) -> np.ndarray:
    return np.round(rng.uniform(-1.5, 1.5, (rows, cols)), 3)


def scenario(seed: int, *, n: int, d_model: int, m: int | None = None, heads: int = 1, kv_heads: int | None = None,
             d_k: int, d_v: int | None = None, mask="none", scale: str = "sqrt_d_k", temperature: float = 1) -> dict:
    """A whole scenario with seeded vectors and weights. `m` tokens answer in cross-attention."""
    rng = np.random.default_rng(seed)
    kv_heads, d_v = kv_heads or heads, d_v or d_k
    tokens = [f"{WORDS[i % len(WORDS)]}{i}" for i in range(max(n, m or 0))]
    memory = None
    if m is not None:
        memory = {"tokens": tokens[:m], "vectors": random_matrix(rng, m, d_model).tolist()}
    return {
        "tokens": tokens[:n],
        "vectors": random_matrix(rng, n, d_model).tolist(),
        "memory": memory,
        "heads": heads,
        "kv_heads": kv_heads,
        "d_k": d_k,
        "d_v": d_v,
        "weights": {
            "w_q": random_matrix(rng, d_model, heads * d_k).tolist(),
            "w_k": random_matrix(rng, d_model, kv_heads * d_k).tolist(),
            "w_v": random_matrix(rng, d_model, kv_heads * d_v).tolist(),
            "w_o": random_matrix(rng, heads * d_v, d_model).tolist(),
        },
        "scale": scale,
        "temperature": temperature,
        "mask": mask,
        "positions": "none",
    }


def allowed(mask, n: int, m: int) -> np.ndarray:
    """Which query may attend to which key, as n × m booleans."""
    i, j = np.arange(n)[:, None], np.arange(m)[None, :]
    if mask == "none":
        return np.ones((n, m), dtype=bool)
    if mask == "causal":
        return j <= i
    if isinstance(mask, dict):
        return abs(i - j) <= mask["window"]
    return np.array(mask)


def softmax(scores: np.ndarray) -> np.ndarray:
    exponentials = np.exp(scores - scores.max(axis=1, keepdims=True))
    return exponentials / exponentials.sum(axis=1, keepdims=True)


def attend(scenario: dict) -> dict:
    """Every step of the table: a matrix, or a list of one matrix a query head."""
    x = np.array(scenario["vectors"])
    memory = x if scenario["memory"] is None else np.array(scenario["memory"]["vectors"])
    w_q, w_k, w_v, w_o = (np.array(scenario["weights"][name]) for name in ("w_q", "w_k", "w_v", "w_o"))
    heads, d_k, d_v = scenario["heads"], scenario["d_k"], scenario["d_v"]
    heads_per_kv = heads // scenario["kv_heads"]
    divisor = np.sqrt(d_k) if scenario["scale"] == "sqrt_d_k" else 1.0
    may = allowed(scenario["mask"], len(x), len(memory))

    steps = {"embedded": x, "memory": memory}
    for head in range(heads):
        shared = head // heads_per_kv
        here = {
            "w_q": w_q[:, head * d_k : (head + 1) * d_k],
            "w_k": w_k[:, shared * d_k : (shared + 1) * d_k],
            "w_v": w_v[:, shared * d_v : (shared + 1) * d_v],
            "w_o": w_o[head * d_v : (head + 1) * d_v, :],
        }
        here["q"] = x @ here["w_q"]
        here["k"] = memory @ here["w_k"]
        here["v"] = memory @ here["w_v"]
        here["scores"] = here["q"] @ here["k"].T
        here["scaled"] = here["scores"] / divisor / scenario["temperature"]
        here["masked"] = np.where(may, here["scaled"], -np.inf)
        here["weights"] = softmax(here["masked"])
        here["head_output"] = here["weights"] @ here["v"]
        for name, matrix in here.items():
            steps.setdefault(name, []).append(matrix)
    steps["concat"] = np.hstack(steps["head_output"])
    steps["output"] = steps["concat"] @ w_o
    return steps


def attend_with_torch(scenario: dict) -> dict:
    """Per-head weights and the output by torch.nn.MultiheadAttention."""
    import torch

    def tensor(values) -> "torch.Tensor":
        return torch.tensor(values, dtype=torch.float64)

    x = tensor(scenario["vectors"])
    memory = x if scenario["memory"] is None else tensor(scenario["memory"]["vectors"])
    weights = {name: tensor(values).T for name, values in scenario["weights"].items()}
    layer = torch.nn.MultiheadAttention(
        x.shape[1], scenario["heads"], bias=False, batch_first=True, dtype=torch.float64
    )
    with torch.no_grad():
        layer.in_proj_weight.copy_(torch.cat([weights["w_q"], weights["w_k"], weights["w_v"]]))
        layer.out_proj.weight.copy_(weights["w_o"])
        forbidden = torch.tensor(~allowed(scenario["mask"], len(x), len(memory)))
        output, attention = layer(
            x[None], memory[None], memory[None], attn_mask=forbidden, need_weights=True, average_attn_weights=False
        )
    return {"weights": list(attention[0].numpy()), "output": output[0].numpy()}


def explicit_mask() -> list[list[bool]]:
    """No pattern, a row with a single key, and no row without one."""
    return [
        [True, False, True, False, True],
        [False, False, False, True, False],
        [True, True, True, True, True],
        [False, True, False, False, True],
        [True, True, False, True, False],
    ]


def steep() -> dict:
    """Scores of ±900, where e^s alone overflows. All numbers are whole, so the scores are exact."""
    one = [[1.0]]
    return {
        **scenario(0, n=3, d_model=1, d_k=1, scale="none"),
        "vectors": [[-30.0], [0.0], [30.0]],
        "weights": {"w_q": one, "w_k": one, "w_v": one, "w_o": one},
    }


SCENARIOS = {
    "one_token": scenario(1, n=1, d_model=3, d_k=2),
    "one_head": scenario(2, n=4, d_model=3, d_k=3),
    "two_heads": scenario(3, n=5, d_model=6, heads=2, d_k=4),
    "three_heads": scenario(4, n=5, d_model=6, heads=3, d_k=2),
    "four_heads": scenario(5, n=6, d_model=8, heads=4, d_k=2),
    "eight_heads": scenario(6, n=5, d_model=8, heads=8, d_k=3),
    "grouped_query": scenario(7, n=5, d_model=6, heads=4, kv_heads=2, d_k=3),
    "multi_query": scenario(8, n=5, d_model=6, heads=4, kv_heads=1, d_k=3, d_v=2),
    "cross": scenario(9, n=3, m=6, d_model=5, heads=2, d_k=3),
    "cross_causal_grouped": scenario(10, n=6, m=4, d_model=5, heads=4, kv_heads=2, d_k=2, d_v=3, mask="causal"),
    "causal": scenario(11, n=6, d_model=4, heads=2, d_k=3, mask="causal"),
    "window": scenario(12, n=7, d_model=4, heads=2, d_k=3, mask={"window": 2}),
    "window_of_itself": scenario(13, n=4, d_model=4, heads=2, d_k=2, mask={"window": 0}),
    "explicit_mask": scenario(14, n=5, d_model=4, heads=2, d_k=3, mask=explicit_mask()),
    "unscaled": scenario(15, n=5, d_model=6, heads=2, d_k=8, scale="none"),
    "cold": scenario(16, n=5, d_model=6, heads=2, d_k=4, temperature=0.3),
    "hot": scenario(17, n=5, d_model=6, heads=2, d_k=4, temperature=4),
    "unscaled_and_cold": scenario(18, n=5, d_model=4, heads=1, d_k=3, scale="none", temperature=0.3),
    "wide_values": scenario(19, n=5, d_model=6, heads=2, d_k=2, d_v=5),
    "one_number_keys": scenario(20, n=5, d_model=6, heads=2, d_k=1, d_v=3),
    "keys_wider_than_tokens": scenario(21, n=3, d_model=2, heads=2, d_k=9, d_v=1),
    "steep": steep(),
    "large": scenario(22, n=16, d_model=32, heads=8, d_k=4),
}  # fmt: skip
TORCH_SCENARIOS = {
    "torch_self": scenario(31, n=6, d_model=12, heads=3, d_k=4),
    "torch_causal": scenario(32, n=7, d_model=8, heads=4, d_k=2, mask="causal"),
    "torch_cross": scenario(33, n=4, m=6, d_model=8, heads=2, d_k=4),
}


def as_json(value):
    if isinstance(value, list):
        return [as_json(entry) for entry in value]
    return [[None if np.isneginf(x) else float(x) for x in row] for row in value]


def write(name: str, scenario: dict, steps: dict, versions: dict) -> None:
    content = {
        "format": FORMAT,
        "hint": HINT,
        "made_with": {"python": platform.python_version(), "numpy": np.__version__, **versions},
        "scenario": scenario,
        "steps": {step: as_json(value) for step, value in steps.items()},
    }
    # One step a line keeps a difference readable.
    lines = [f" {json.dumps(key)}: {json.dumps(value)}" for key, value in content.items() if key != "steps"]
    inner = ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in content["steps"].items())
    text = "{\n" + ",\n".join([*lines, f' "steps": {{\n{inner}\n }}']) + "\n}\n"
    (VALUES / f"{name}.json").write_text(text, encoding="utf-8")


def main() -> None:
    import torch

    VALUES.mkdir(exist_ok=True)
    for old in VALUES.glob("*.json"):
        old.unlink()
    for name, case in SCENARIOS.items():
        write(name, case, attend(case), {})
    for name, case in TORCH_SCENARIOS.items():
        write(name, case, attend_with_torch(case), {"torch": torch.__version__})
    total = sum(path.stat().st_size for path in VALUES.glob("*.json"))
    print(f"{len(SCENARIOS) + len(TORCH_SCENARIOS)} scenarios, {total:,} bytes")


if __name__ == "__main__":
    main()
