"""What a keyword argument becomes, and what is refused before the figure sees it."""

import unittest

import numpy as np

from attention_explainer import Attention


class Arguments(unittest.TestCase):
    def test_they_are_the_scenario(self):
        figure = Attention(tokens=["a", "b"], heads=2, seed=3, mask="causal")
        self.assertEqual(
            figure.scenario,
            {"tokens": ["a", "b"], "heads": 2, "weights": {"seed": 3}, "mask": "causal"},
        )

    def test_arrays_become_lists(self):
        figure = Attention(tokens=["a"], vectors=np.eye(1, 6), heads=np.int64(1))
        self.assertEqual(figure.scenario["vectors"], [[1, 0, 0, 0, 0, 0]])
        self.assertIs(type(figure.scenario["heads"]), int)
        figure.scenario = {"mask": np.ones((1, 1), bool)}
        self.assertEqual(figure.scenario, {"mask": [[True]]})

    def test_a_refusal_names_the_argument(self):
        with self.assertRaisesRegex(TypeError, "^head: there is no such argument"):
            Attention(head=2)
        for name, fields in {
            "tokens": {"tokens": "the cat"},
            "scenario": {"scenario": [1]},
            "vectors": {"vectors": np.full((2, 6), np.nan)},
            "memory.vectors": {"memory": {"tokens": ["a"], "vectors": [[float("inf")]]}},
            "weights": {"weights": {"seed": 1}, "seed": 2},
        }.items():
            with self.subTest(name), self.assertRaisesRegex(ValueError, f"^{name}: expected "):
                Attention(**fields)

    def test_the_module_comes_along(self):
        self.assertIn("attention-explainer", Attention._esm)
        self.assertNotRegex(Attention._esm, r"\bfrom\s*[\"']https?:")


if __name__ == "__main__":
    unittest.main()
