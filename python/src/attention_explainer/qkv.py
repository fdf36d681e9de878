"""A scenario whose queries, keys and values are given arrays, exactly."""

import numpy as np

from .arrays import heads_of


def from_qkv(q, k, v, *, tokens=None, keys=None, **fields):
    """The scenario whose queries, keys and values are these arrays.

    Each array is heads × n × d, or n × d for one head. Queries may have more heads than keys and
    values, by a whole factor: then neighboring query heads share keys and values.

    A scenario computes Q = X W_Q, K = X W_K and V = X W_V. Here a token's vector is its rows of
    all heads side by side, [q | k | v], and each weight matrix has a single 1 in every column,
    which selects a component: 1 times a number plus zeros is that number, so q, k and v come out
    to the last bit. W_O puts the heads' outputs side by side into the first h·d_v components.
    Where there are as many keys as queries, the tokens attend to themselves; otherwise keys and
    values are of a second sequence, the scenario's memory.

    :param q: queries, h × n × d_k
    :param k: keys, h_kv × m × d_k
    :param v: values, h_kv × m × d_v
    :param tokens: n labels; numbers from 1 where left out
    :param keys: m labels of the keys, which makes them a sequence of their own even where m is n
    :param fields: further fields of the scenario: ``mask``, ``scale``, ``temperature``, …
    :raises ValueError: names the argument and says what was expected
    """
    q, k, v = heads_of("q", q), heads_of("k", k), heads_of("v", v)
    heads, n, d_k = q.shape
    kv_heads, m, _ = k.shape
    d_v = v.shape[2]
    if k.shape[2] != d_k:
        raise ValueError(f"k: expected keys of q's size d_k = {d_k}, got {k.shape[2]}")
    if heads % kv_heads:
        raise ValueError(f"k: expected a number of heads that divides q's {heads}, got {kv_heads}")
    if v.shape[:2] != k.shape[:2]:
        raise ValueError(
            f"v: expected a value for each of the {kv_heads} × {m} keys, "
            f"got {v.shape[0]} × {v.shape[1]}"
        )
    tokens = labels("tokens", tokens, n)
    own = {"tokens", "vectors", "memory", "heads", "kv_heads", "d_k", "d_v", "weights"}
    if taken := own & fields.keys():
        raise ValueError(f"{min(taken)}: expected nothing, because q, k and v decide it")

    parts = [side_by_side(part) for part in (q, k, v)]
    widths = [part.shape[1] for part in parts]
    d_model = max(sum(widths), heads * d_v)
    starts = np.cumsum([0, *widths])
    w_q, w_k, w_v = (selection(d_model, start, width) for start, width in zip(starts, widths))
    placed = [at(part, start, d_model) for part, start in zip(parts, starts)]
    if m == n and keys is None:
        vectors, memory = placed[0] + placed[1] + placed[2], None
    else:
        vectors = placed[0]
        memory = {
            "tokens": labels("keys", keys, m),
            "vectors": (placed[1] + placed[2]).tolist(),
        }
    return {
        "tokens": tokens,
        "vectors": vectors.tolist(),
        "memory": memory,
        "heads": heads,
        "kv_heads": kv_heads,
        "d_k": d_k,
        "d_v": d_v,
        "weights": {
            "w_q": w_q.tolist(),
            "w_k": w_k.tolist(),
            "w_v": w_v.tolist(),
            "w_o": selection(d_model, 0, heads * d_v).T.tolist(),
        },
        **fields,
    }


def side_by_side(array):
    """heads × n × d to n × heads·d."""
    heads, n, d = array.shape
    return array.transpose(1, 0, 2).reshape(n, heads * d)


def selection(rows, start, width):
    """rows × width; column c selects component start + c."""
    return np.eye(rows, width, -start)


def at(part, start, width):
    """The part's columns from `start` on, and zeros around them."""
    wide = np.zeros((len(part), width))
    wide[:, start : start + part.shape[1]] = part
    return wide


def labels(name, given, count):
    """`count` texts."""
    if given is None:
        return [str(number) for number in range(1, count + 1)]
    if isinstance(given, str) or not all(isinstance(each, str) for each in given):
        raise ValueError(f"{name}: expected a list of texts, got {given!r}")
    if len(given) != count:
        raise ValueError(f"{name}: expected {count} labels, got {len(given)}")
    return list(given)
