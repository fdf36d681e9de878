"""A layer in NumPy, for bench/engine/src/bin/native.rs: reads the token vectors
and W_Q, W_K, W_V, W_O as raw float64, names itself, and then answers each line
of its input: "output" with the output, a number with the seconds so many calls take."""

import sys
import time

import numpy as np

n, d_model, heads, d_k = map(int, sys.argv[1:5])
dtype = np.dtype(sys.argv[5])
width = heads * d_k


def read(rows, columns):
    numbers = np.frombuffer(sys.stdin.buffer.read(8 * rows * columns), "<f8")
    return numbers.reshape(rows, columns).astype(dtype)


x = read(n, d_model)
w_q, w_k, w_v = (read(d_model, width) for _ in range(3))
w_o = read(width, d_model)


def split(matrix):
    return matrix.reshape(n, heads, d_k).transpose(1, 0, 2)


def attend():
    q, k, v = x @ w_q, x @ w_k, x @ w_v
    scores = split(q) @ split(k).transpose(0, 2, 1)
    scaled = scores * dtype.type(1 / np.sqrt(d_k))
    exps = np.exp(scaled - scaled.max(axis=2, keepdims=True))
    weights = exps / exps.sum(axis=2, keepdims=True)
    concat = (weights @ split(v)).transpose(1, 0, 2).reshape(n, width)
    return q, k, v, scores, scaled, weights, concat, concat @ w_o


def blas():
    try:
        library = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
        return f"{library['name']} {library['version']}"
    except (TypeError, KeyError):  # NumPy before 1.26 does not tell.
        return "the system's BLAS"


print(f"NumPy {np.__version__} with {blas()}, f{8 * dtype.itemsize}", flush=True)
kept = None
for line in sys.stdin.buffer:
    command = line.decode().strip()
    if command == "output":
        print(*map(float, attend()[-1].ravel()), flush=True)
        continue
    start = time.perf_counter()
    for _ in range(int(command)):
        kept = attend()
    print(time.perf_counter() - start, flush=True)
