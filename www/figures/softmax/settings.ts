/** What the figure of softmax computes from. */
import { describe, refuse } from "../../engine/refuse";
import type { Lab, Shares } from "../../engine/types";
import type { Topics } from "../../state/group";
import { align, DOT_DEFAULTS } from "../dot-product/settings";

export interface SoftmaxState {
  /** The words whose keys were scored; one that is left out is called by its number. */
  labels: readonly string[];
  scores: readonly number[];
  /** Keys that a mask forbids, counted from 0. Their scores are kept for when it is lifted. */
  masked: readonly number[];
  temperature: number;
  /** Added to every score. */
  shift: number;
}

/** The scores that the dot product's figure ends with. */
export function defaults(engine: Lab): SoftmaxState {
  const { labels } = DOT_DEFAULTS;
  const scores = align(engine, DOT_DEFAULTS).keys.map(({ score }) => score);
  return { labels, scores, masked: [], temperature: 1, shift: 0 };
}

const MOST_KEYS = 16;

export function share(engine: Lab, settings: SoftmaxState): Shares {
  const { labels, scores, masked, temperature, shift } = settings;
  if (!Array.isArray(scores) || scores.length < 1 || scores.length > MOST_KEYS)
    refuse("scores", `1 to ${MOST_KEYS} numbers`, describe(scores));
  // A key is masked by `masked`, which keeps its score.
  const gap = scores.indexOf(null as never);
  if (gap >= 0) refuse(`scores[${gap}]`, "a number", "null");
  if (!Array.isArray(labels) || !labels.every((label) => typeof label === "string"))
    refuse("labels", "a list of words", describe(labels));
  const isKey = (index: unknown) => Number.isInteger(index) && (index as number) in scores;
  if (!Array.isArray(masked) || !masked.every(isKey))
    refuse("masked", `a list of whole numbers from 0 to ${scores.length - 1}`, describe(masked));
  const allowed = scores.map((score, i) => (masked.includes(i) ? null : score));
  return engine.experiments.softmax({ scores: allowed, temperature, shift });
}

export const labelOf = ({ labels }: SoftmaxState, index: number): string =>
  labels[index] ?? `k${index + 1}`;

/** Other scores on other words: no mask of the old ones holds for them. */
export function taken(settings: SoftmaxState, { labels, scores }: Topics["scores"]): SoftmaxState {
  const isSame = labels.join("\n") === settings.labels.join("\n");
  return { ...settings, labels, scores, masked: isSame ? settings.masked : [] };
}

/** Keys from the highest score to the lowest, without the masked. */
export function ranked({ shifted }: Shares): { index: number; score: number }[] {
  return shifted
    .flatMap((score, index) => (score === null ? [] : [{ index, score }]))
    .sort((a, b) => b.score - a.score);
}
