// What the figure's parts are called, from its own catalogue, so that a test names a part by its
// role and its name, and a translated or better worded figure is still the same figure.

import { strings as workbench } from "../../../www/strings";
import { controlStrings } from "../../../www/strings/controls";
import { wholeStrings } from "../../../www/strings/whole";
import { whyStrings } from "../../../www/strings/why";
import type { Scenario, StepName } from "../../../www/engine/index";

export const strings = { ...workbench, ...wholeStrings, ...whyStrings, ...controlStrings };

/** The steps of the stepper, in the mechanism's order. */
export const STEPS = [
  "embedded",
  "q",
  "k",
  "v",
  "scores",
  "scaled",
  "masked",
  "weights",
  "head_output",
  "concat",
  "output",
] as const satisfies readonly StepName[];

export type PipelineStep = (typeof STEPS)[number];

/** A matrix that the wide grid prints. */
export interface Printed {
  /** The table's accessible name. */
  name: string;
  step: StepName;
  head: number | null;
  transposed: boolean;
  /** W_O stands there with all heads' rows, one under another. */
  stacked: boolean;
}

interface Shape {
  rows: number;
  cols: number;
}

/** Every matrix that stands on the wide grid of a scenario at a step, with the heads that are drawn. */
export function printedMatrices(
  scenario: Scenario,
  step: string,
  head: number,
  drawnHeads: readonly number[],
  shapeOf: (step: StepName) => Shape,
): Printed[] {
  const keyVectors = scenario.memory ? "memory" : "embedded";
  const crossing =
    step === "scaled" || step === "masked" ? step : step === "weights" ? "masked" : "scores";
  // From the crossing on, queries and keys stand there as it multiplies them.
  const isTurned =
    scenario.positions === "rotary" &&
    (STEPS as readonly string[]).indexOf(step) >= STEPS.indexOf("scores");
  const one = (of: StepName, transposed = false): Printed => {
    const { rows, cols } = shapeOf(of);
    const name = strings.matrixName(of, rows, cols, transposed);
    return { name, step: of, head, transposed, stacked: false };
  };
  const output = shapeOf("w_o");
  const rows = scenario.heads * scenario.d_v;
  return [
    one("w_q"),
    one(keyVectors, true),
    one("w_v"),
    one("w_k", true),
    one(isTurned ? "k_rotated" : "k", true),
    one("embedded"),
    one(isTurned ? "q_rotated" : "q"),
    one(crossing),
    one("v"),
    one("weights"),
    one("output"),
    { ...one("w_o"), name: strings.matrixName("w_o", rows, output.cols, false), stacked: true },
    ...drawnHeads.map((drawn) => {
      const shape = shapeOf("head_output");
      return {
        ...one("head_output"),
        head: drawn,
        name: strings.headOutputName(drawn, shape.rows, shape.cols),
      };
    }),
  ];
}
