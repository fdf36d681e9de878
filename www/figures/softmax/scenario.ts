/** The figure's row as a scenario: q = (1, 1) and k = (score, shift), so that q·k is their sum. */
import type { Scenario } from "../../engine/types";
import { asking } from "../frame/asking";
import { labelOf, type SoftmaxState } from "./settings";

export function softmaxScenario(settings: SoftmaxState): Partial<Scenario> {
  const { scores, shift, masked, temperature } = settings;
  const labels = scores.map((_, key) => labelOf(settings, key));
  const keys = scores.map((score) => [score, shift]);
  return {
    ...asking("query", [1, 1], labels, keys),
    temperature,
    mask: [scores.map((_, key) => !masked.includes(key))],
  };
}
