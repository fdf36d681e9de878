"""What comes as NumPy, as the plain numbers and lists that a scenario is made of."""

import math

import numpy as np


def plain(value, name):
    """The value with every array as nested lists and every NumPy number as Python's.

    Raises ValueError, which names the field, where a number is not finite: JSON has none such.
    """
    if isinstance(value, (np.ndarray, np.generic)):
        value = value.tolist()
    if isinstance(value, dict):
        return {key: plain(each, f"{name}.{key}".lstrip(".")) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(each, name) for each in value]
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError(f"{name}: expected finite numbers, got {value}")
    return value


def heads_of(name, value):
    """Numbers of shape heads × n × d in float64; one matrix, n × d, is one head.

    Raises ValueError, which names the argument, where they are not numbers, not of that shape,
    empty or not finite.
    """
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name}: expected heads × n × d numbers, got {error}") from None
    if array.dtype.kind not in "fiu":
        raise ValueError(f"{name}: expected real numbers, got an array of {array.dtype}")
    if array.ndim == 2:
        array = array[np.newaxis]
    if array.ndim != 3 or 0 in array.shape:
        shape = " × ".join(map(str, np.shape(value))) or "a single number"
        raise ValueError(f"{name}: expected heads × n × d or n × d numbers, got {shape}")
    array = array.astype(np.float64)
    if not np.isfinite(array).all():
        raise ValueError(f"{name}: expected finite numbers, got one that is infinite or NaN")
    return array
