"""Attention, by experiment, in a notebook.

>>> from attention_explainer import Attention
>>> Attention(tokens=["the", "cat", "sat", "down"], heads=2)
"""

from .qkv import from_qkv
from .widget import Attention

__all__ = ["Attention", "from_qkv"]
