"""The engine's attention of given q, k and v is NumPy's."""

import json
import subprocess
import unittest
from pathlib import Path

import numpy as np

from attention_explainer import from_qkv

ENGINE = Path(__file__).with_name("engine.mjs")
RNG = np.random.default_rng(7)


def run_engine(scenario, *steps):
    """Each head's steps as arrays; NaN for −∞, which JSON has not."""
    given = json.dumps({"scenario": scenario, "steps": steps})
    done = subprocess.run(["node", ENGINE], input=given, capture_output=True, text=True, check=True)
    return [
        {name: np.array(m["values"], float).reshape(m["rows"], m["cols"]) for name, m in head.items()}
        for head in json.loads(done.stdout)
    ]


def attention(q, k, v):
    scores = q @ k.T / np.sqrt(q.shape[1])
    weights = np.exp(scores - scores.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True) @ v


class FromQkv(unittest.TestCase):
    def hold(self, q, k, v, scenario):
        steps = run_engine(scenario, "q", "k", "v", "head_output", "output")
        outputs = []
        for head, step in enumerate(steps):
            shared = head * len(k) // len(q)
            np.testing.assert_array_equal(step["q"], q[head])
            np.testing.assert_array_equal(step["k"], k[shared])
            np.testing.assert_array_equal(step["v"], v[shared])
            outputs.append(attention(q[head], k[shared], v[shared]))
            np.testing.assert_allclose(step["head_output"], outputs[-1], rtol=0, atol=1e-12)
        side_by_side = np.concatenate(outputs, axis=1)
        output = steps[0]["output"][:, : side_by_side.shape[1]]
        np.testing.assert_allclose(output, side_by_side, rtol=0, atol=1e-12)

    def test_heads_of_their_own(self):
        q, k, v = RNG.normal(size=(3, 2, 5, 3))
        self.hold(q, k, v, from_qkv(q, k, v))

    def test_one_matrix_is_one_head(self):
        q, k, v = RNG.normal(size=(3, 4, 6))
        self.hold(q[None], k[None], v[None], from_qkv(q, k, v))

    def test_grouped_heads_and_a_second_sequence(self):
        q = RNG.normal(size=(4, 3, 5))
        k, v = RNG.normal(size=(2, 7, 5)), RNG.normal(size=(2, 7, 9))
        scenario = from_qkv(q, k, v, tokens=["a", "b", "c"])
        self.assertEqual(scenario["memory"]["tokens"], list("1234567"))
        self.hold(q, k, v, scenario)

    def test_every_bit_of_float32_and_of_whole_numbers(self):
        q = RNG.normal(size=(1, 3, 2)).astype(np.float32)
        k = np.arange(6).reshape(1, 3, 2)
        v = RNG.normal(size=(1, 3, 2)) * 1e-300
        self.hold(q, k, v, from_qkv(q, k, v))

    def test_fields_go_along(self):
        q, k, v = RNG.normal(size=(3, 4, 6))
        [step] = run_engine(from_qkv(q, k, v, scale="none", mask="causal"), "masked")
        below = np.tril(np.ones((4, 4), bool))
        np.testing.assert_allclose(step["masked"][below], (q @ k.T)[below], atol=1e-12)
        self.assertTrue(np.isnan(step["masked"][~below]).all())

    def test_a_refusal_names_the_argument(self):
        q = np.zeros((2, 4, 3))
        for name, call in {
            "q": lambda: from_qkv([["a"]], q, q),
            "k": lambda: from_qkv(q, np.zeros((2, 4, 5)), q),
            "v": lambda: from_qkv(q, q, np.zeros((2, 3, 3))),
            "tokens": lambda: from_qkv(q, q, q, tokens=["a"]),
            "keys": lambda: from_qkv(q, q, q, keys="four"),
            "heads": lambda: from_qkv(q, q, q, heads=3),
        }.items():
            with self.subTest(name), self.assertRaisesRegex(ValueError, f"^{name}: expected "):
                call()
        for bad in (np.full((4, 3), np.nan), 3.0, np.zeros((0, 3)), [[1.0], [2.0, 3.0]]):
            with self.subTest(bad=bad), self.assertRaisesRegex(ValueError, "^q: expected "):
                from_qkv(bad, q, q)
        with self.assertRaisesRegex(ValueError, "^k: expected a number of heads that divides"):
            from_qkv(q, np.zeros((3, 4, 3)), np.zeros((3, 4, 3)))


if __name__ == "__main__":
    unittest.main()
