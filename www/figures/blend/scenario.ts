/**
 * One query against labelled keys, as a scenario. The vector of a key carries its score and its
 * value side by side; W_K takes out the one and W_V the other, so that scores and values can be set
 * each by itself. The query is 1 where the score stands, and nothing is divided: q·k is the score.
 */
import { describe, refuse } from "../../engine/refuse";
import type { Lab, Scenario } from "../../engine/types";
import { align, DOT_DEFAULTS } from "../dot-product/settings";

/** A value: two numbers, so that it is a point in a plane. */
export type Value = readonly [number, number];

export interface BlendSettings {
  /** The keys' names, 1 to 64. */
  labels: readonly string[];
  /** What each key scores. */
  scores: readonly number[];
  /** What each key hands over. */
  values: readonly Value[];
  /** Whether other weights with the same output are shown. */
  others: boolean;
  /** Where the search for other weights goes. */
  seed: number;
}

const MOST = 64;

const VALUES: readonly Value[] = [
  [-2.4, 0.4],
  [1.2, -1.4],
  [2.2, 1.6],
  [-1.2, -2.3],
  [-0.8, 2.4],
];

/** Where the value of a key lies until somebody moves it. */
export function valueOf(key: number): Value {
  const known = VALUES[key];
  if (known) return known;
  const round = (entry: number) => Math.round(entry * 10) / 10;
  return [round(2.2 * Math.cos(2.4 * key)), round(2.2 * Math.sin(2.4 * key))];
}

/** The words and scores that the figures before this one end with, and a value for each. */
export function blendDefaults(engine: Lab): BlendSettings {
  const { labels } = DOT_DEFAULTS;
  const scores = align(engine, DOT_DEFAULTS).keys.map(({ score }) => score);
  return { labels, scores, values: labels.map((_, key) => valueOf(key)), others: false, seed: 7 };
}

export function blendScenario({ labels, scores, values }: BlendSettings): Partial<Scenario> {
  check(labels, scores, values);
  return {
    tokens: ["query"],
    vectors: [[1, 0, 0]],
    memory: {
      tokens: [...labels],
      vectors: scores.map((score, key) => [score, ...(values[key] ?? [])]),
    },
    heads: 1,
    kv_heads: 1,
    d_k: 1,
    d_v: 2,
    scale: "none",
    weights: {
      w_q: [[1], [0], [0]],
      w_k: [[1], [0], [0]],
      w_v: [
        [0, 0],
        [1, 0],
        [0, 1],
      ],
      w_o: [
        [0, 1, 0],
        [0, 0, 1],
      ],
    },
  };
}

/** In the reader's names of things; the engine would speak of the memory's vectors. */
function check(labels: unknown, scores: unknown, values: unknown): void {
  const count = Array.isArray(labels) ? labels.length : 0;
  if (count < 1 || count > MOST || !(labels as unknown[]).every((it) => typeof it === "string"))
    refuse("labels", `a list of 1 to ${MOST} words`, describe(labels));
  const list = (field: string, given: unknown, of: string): unknown[] =>
    Array.isArray(given) && given.length === count
      ? given
      : refuse(field, `${of} for each of ${count} labels`, describe(given));
  const number = (field: string, given: unknown) => {
    if (!Number.isFinite(given)) refuse(field, "a finite number", describe(given));
  };
  list("scores", scores, "a score").forEach((score, key) => number(`scores[${key}]`, score));
  list("values", values, "a value").forEach((value, key) => {
    if (!Array.isArray(value) || value.length !== 2)
      return refuse(`values[${key}]`, "two numbers", describe(value));
    value.forEach((entry, i) => number(`values[${key}][${i}]`, entry));
  });
}
