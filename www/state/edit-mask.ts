/** Edits of which pairs a scenario's mask allows. */
import type { Scenario } from "../engine/index";
import { replace } from "./edits";

/** The present mask written out, row by row, so that single pairs can be forbidden. */
export function explicitMask(scenario: Scenario): boolean[][] {
  const { mask, tokens, memory } = scenario;
  const keys = (memory ?? scenario).tokens.length;
  return tokens.map((_, i) =>
    Array.from({ length: keys }, (_, j) => {
      if (Array.isArray(mask)) return mask[i]?.[j] ?? true;
      if (mask === "causal") return j <= i;
      return mask === "none" || Math.abs(i - j) <= mask.window;
    }),
  );
}

/** Allows or forbids one pair, in an explicit mask. */
export function togglePair(scenario: Scenario, row: number, column: number): Scenario {
  const mask = explicitMask(scenario);
  const line = mask[row] ?? [];
  return { ...scenario, mask: replace(mask, row, replace(line, column, !line[column])) };
}
