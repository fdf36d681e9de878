/**
 * One query against labelled keys, as a scenario: the vectors are the query and the keys as they
 * are, nothing is divided, and where there are no values each key is its own.
 */
import type { Scenario } from "../../engine/types";

type Vector = readonly number[];

export function asking(
  word: string,
  query: Vector,
  labels: readonly string[],
  keys: readonly Vector[],
): Partial<Scenario> {
  const size = query.length;
  const unchanged = query.map((_, row) => query.map((_, col) => Number(row === col)));
  return {
    tokens: [word],
    vectors: [[...query]],
    memory: { tokens: [...labels], vectors: keys.map((key) => [...key]) },
    heads: 1,
    kv_heads: 1,
    d_k: size,
    d_v: size,
    scale: "none",
    weights: { w_q: unchanged, w_k: unchanged, w_v: unchanged, w_o: unchanged },
  };
}
