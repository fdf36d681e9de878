/** What the figure of the dot product computes from, and what it gets. */
import type { Alignment, KeyAlignment, Lab } from "../../engine/types";
import { describe, isList, refuse } from "../../engine/refuse";

export interface DotSettings {
  /** The word that asks, and its query. */
  word: string;
  query: readonly number[];
  /** The words that may answer, and their keys. */
  labels: readonly string[];
  keys: readonly (readonly number[])[];
  /** Added to every key. */
  shift: readonly number[];
  /** The key that is looked at. */
  chosen: number;
}

export interface DotResult extends Alignment {
  /** The keys that were compared, with what is added to each. */
  shown: readonly (readonly number[])[];
  /** What the shift adds to every score: q·δ. */
  shifted: KeyAlignment;
}

/** *It* looks for something that is a noun, and alive. */
export const DOT_DEFAULTS: DotSettings = {
  word: "it",
  query: [1.2, 0.8],
  labels: ["animal", "crossed", "street", "because", "hungry"],
  keys: [
    [1.4, 1.7],
    [-1.8, -0.5],
    [1.9, -0.9],
    [-0.3, -1.7],
    [-1, 1.4],
  ],
  shift: [0, 0],
  chosen: 0,
};

const MOST_KEYS = 8;

export function align(engine: Lab, settings: DotSettings): DotResult {
  const { word, query, labels, keys, shift, chosen } = settings;
  if (typeof word !== "string") refuse("word", "a word", describe(word));
  pair("query", query);
  pair("shift", shift);
  if (!isList(keys) || keys.length < 1 || keys.length > MOST_KEYS)
    refuse("keys", `1 to ${MOST_KEYS} keys`, describe(keys));
  keys.forEach((key, i) => pair(`keys[${i}]`, key));
  const isWords = Array.isArray(labels) && labels.every((label) => typeof label === "string");
  if (!isWords || labels.length !== keys.length)
    refuse("labels", `${keys.length} words, one for each key`, describe(labels));
  if (!Number.isInteger(chosen) || chosen < 0 || chosen >= keys.length)
    refuse("chosen", `a whole number from 0 to ${keys.length - 1}`, describe(chosen));
  const shown = keys.map((key) => key.map((x, axis) => clean(x + (shift[axis] ?? 0))));
  const { alignment } = engine.experiments;
  const [shifted] = alignment({ query: [...query], keys: [[...shift]] }).keys;
  if (!shifted) throw new Error("The engine gave no score for the shift.");
  return { ...alignment({ query: [...query], keys: shown }), shown, shifted };
}

/** Sums of decimals, without what binary fractions leave at their end. */
const clean = (value: number): number => Number(value.toFixed(9));

/** A point of the plane; the engine judges the numbers. */
function pair(field: string, value: unknown): void {
  if (!Array.isArray(value) || value.length !== 2)
    refuse(field, "a list of 2 numbers", describe(value));
}

/** The settings with one key set to where its arrow, shift included, is to end. */
export function withKey(
  settings: DotSettings,
  index: number,
  shown: readonly number[],
): DotSettings {
  const key = shown.map((x, axis) => clean(x - (settings.shift[axis] ?? 0)));
  return { ...settings, chosen: index, keys: settings.keys.with(index, key) };
}

/** Keys whose score nobody beats: several where they tie. */
export function winners({ keys }: Alignment): number[] {
  const best = Math.max(...keys.map(({ score }) => score));
  return keys.flatMap(({ score }, i) => (score === best ? [i] : []));
}

/** The key that points closest to the query, among those that point anywhere. */
export function closest({ keys }: Alignment): number | null {
  const angles = keys.map(({ angle }) => angle ?? Infinity);
  const least = Math.min(...angles);
  return Number.isFinite(least) ? angles.indexOf(least) : null;
}
