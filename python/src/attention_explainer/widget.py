"""The figure as a Jupyter widget."""

from pathlib import Path

import anywidget
import traitlets

from .arrays import plain
from .qkv import from_qkv

HERE = Path(__file__).parent

#: A scenario's fields, which are the figure's keyword arguments.
FIELDS = (
    "tokens vectors memory heads kv_heads d_k d_v weights scale temperature mask positions "
    "ssmax sink"
).split()


class Attention(anywidget.AnyWidget):
    """The whole attention mechanism; every number is computed and explained.

    Keyword arguments are the scenario's fields, such as ``tokens``, ``heads``, ``d_k``, ``mask``
    or ``temperature``; those that are left out take the default's value. ``seed`` asks for seeded
    random weights, ``preset="grammar"`` for the designed ones. ``step`` is the step shown first.

    ``scenario`` is what the figure shows: once it is on the screen, the whole scenario, with
    every change that the reader makes. Setting it changes the figure. ``error`` says what the
    figure refused, and is empty otherwise.

    :raises TypeError: names an argument that there is none of
    :raises ValueError: names an argument, and says what was expected
    """

    # The module carries its wasm and asks no other origin for anything.
    _esm = "\n".join(
        (HERE / name).read_text("utf-8") for name in ("attention-explainer.js", "widget.js")
    )

    scenario = traitlets.Dict().tag(sync=True)
    step = traitlets.Unicode("").tag(sync=True)
    error = traitlets.Unicode("").tag(sync=True)

    def __init__(self, *, scenario=None, seed=None, preset=None, step="", **fields):
        for name in fields:
            if name not in FIELDS:
                raise TypeError(f"{name}: there is no such argument; there are {', '.join(FIELDS)}")
        if scenario is not None and not isinstance(scenario, dict):
            raise ValueError(f"scenario: expected a dict, got {type(scenario).__name__}")
        tokens = fields.get("tokens")
        if isinstance(tokens, str):
            raise ValueError(f"tokens: expected a list of texts, got the text {tokens!r}")
        asked = {"preset": preset, "seed": seed}
        weights = {name: value for name, value in asked.items() if value is not None}
        if weights and "weights" in fields:
            raise ValueError("weights: expected either weights, or seed and preset, got both")
        if weights:
            fields["weights"] = weights
        super().__init__(scenario={**(scenario or {}), **fields}, step=step)

    @traitlets.validate("scenario")
    def _plain(self, proposal):
        return plain(proposal["value"], "")

    @classmethod
    def from_qkv(cls, q, k, v, *, step="", **options):
        """The figure of these queries, keys and values: see :func:`from_qkv`."""
        return cls(scenario=from_qkv(q, k, v, **options), step=step)
