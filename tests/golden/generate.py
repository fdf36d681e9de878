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
             d_k: int, d_v: int | None = None, mask="none", scale: str = "sqrt_d_k", temperature: float = 1,
             positions: str = "none", ssmax: float | None = None, sink: float = 0) -> dict:
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
        "positions": positions,
        "ssmax": ssmax,
        "sink": sink,
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


def softmax(scores: np.ndarray, sink: float) -> np.ndarray:
    peaks = scores.max(axis=1, keepdims=True)
    exponentials = np.exp(scores - peaks)
    return exponentials / (exponentials.sum(axis=1, keepdims=True) + sink * np.exp(-peaks))


def lookup(scores: np.ndarray) -> np.ndarray:
    """Softmax at temperature 0: the largest scores share."""
    largest = scores == scores.max(axis=1, keepdims=True)
    return largest / largest.sum(axis=1, keepdims=True)


def sinusoids(length: int, d_model: int) -> np.ndarray:
    """Vaswani et al. 2017, section 3.5."""
    table = np.zeros((length, d_model))
    for position in range(length):
        for i in range(0, d_model, 2):
            table[position, i] = np.sin(position / 10000 ** (i / d_model))
            if i + 1 < d_model:
                table[position, i + 1] = np.cos(position / 10000 ** (i / d_model))
    return table


def rotate(vectors: np.ndarray) -> np.ndarray:
    """Su et al. 2021: each vector times the block-diagonal rotation of its position, equation 15."""
    length, d_k = vectors.shape
    rotated = np.zeros_like(vectors)
    for position in range(length):
        rotation = np.zeros((d_k, d_k))
        for i in range(d_k // 2):
            angle = position * 10000 ** (-2 * i / d_k)
            rotation[2 * i : 2 * i + 2, 2 * i : 2 * i + 2] = [
                [np.cos(angle), -np.sin(angle)],
                [np.sin(angle), np.cos(angle)],
            ]
        rotated[position] = rotation @ vectors[position]
    return rotated


def slopes(heads: int) -> list[float]:
    """Press et al. 2021: the recipe of the authors for any number of heads."""
    if heads & (heads - 1) == 0:
        start = 2 ** (-8 / heads)
        return [start**rank for rank in range(1, heads + 1)]
    below = 2 ** (heads.bit_length() - 1)
    return slopes(below) + slopes(2 * below)[0::2][: heads - below]


def attend(scenario: dict) -> dict:
    """Every step that the scenario has: a matrix, or a list of one matrix a query head."""
    positions = scenario["positions"]
    x = np.array(scenario["vectors"])
    memory = x if scenario["memory"] is None else np.array(scenario["memory"]["vectors"])
    if positions == "sinusoidal":
        x, memory = x + sinusoids(*x.shape), memory + sinusoids(*memory.shape)
    w_q, w_k, w_v, w_o = (np.array(scenario["weights"][name]) for name in ("w_q", "w_k", "w_v", "w_o"))
    heads, d_k, d_v = scenario["heads"], scenario["d_k"], scenario["d_v"]
    heads_per_kv = heads // scenario["kv_heads"]
    divisor = np.sqrt(d_k) if scenario["scale"] == "sqrt_d_k" else 1.0
    may = allowed(scenario["mask"], len(x), len(memory))
    distance = abs(np.arange(len(x))[:, None] - np.arange(len(memory))[None, :])

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
        q, k = here["q"], here["k"]
        if positions == "rotary":
            q, k = here["q_rotated"], here["k_rotated"] = rotate(q), rotate(k)
        here["scores"] = q @ k.T
        here["scaled"] = here["scores"] / divisor / (scenario["temperature"] or 1)
        if scenario["ssmax"] is not None:
            here["scaled"] = here["scaled"] * scenario["ssmax"] * np.log(may.sum(axis=1, keepdims=True))
        biased = here["scaled"]
        if positions == "alibi":
            biased = here["biased"] = biased - slopes(heads)[head] * distance
        here["masked"] = np.where(may, biased, -np.inf)
        if scenario["temperature"] == 0:
            here["weights"] = lookup(here["masked"])
        else:
            here["weights"] = softmax(here["masked"], scenario["sink"])
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
    "sinusoidal": scenario(23, n=6, d_model=7, heads=2, d_k=3, positions="sinusoidal"),
    "sinusoidal_cross": scenario(24, n=3, m=5, d_model=6, heads=2, d_k=2, positions="sinusoidal"),
    "rotary_grouped": scenario(25, n=6, d_model=5, heads=4, kv_heads=2, d_k=6, d_v=3, mask="causal", positions="rotary"),
    "rotary_cross": scenario(26, n=4, m=6, d_model=5, heads=2, d_k=4, positions="rotary"),
    "alibi_eight_heads": scenario(27, n=5, d_model=4, heads=8, d_k=2, mask="causal", positions="alibi"),
    "alibi_six_heads": scenario(28, n=7, m=4, d_model=4, heads=6, d_k=2, temperature=0.5, positions="alibi"),
    "lookup": scenario(29, n=5, d_model=4, heads=2, d_k=3, mask="causal", temperature=0),
    "sink": scenario(30, n=5, d_model=4, heads=2, d_k=3, mask={"window": 1}, sink=0.7),
    "sink_steep": {**steep(), "sink": 1},
    "ssmax": scenario(41, n=6, d_model=4, heads=2, d_k=3, mask="causal", ssmax=0.43),
    "everything": scenario(42, n=6, m=7, d_model=5, heads=6, kv_heads=3, d_k=4, d_v=2, mask={"window": 3}, scale="none",
                           temperature=1.7, positions="rotary", ssmax=0.6, sink=2.5),
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
