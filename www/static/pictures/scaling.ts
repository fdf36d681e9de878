/** Scores with and without the division, on one ruler, at d_k = 64. */
import type { Lab, ScalingStatistics } from "../../engine/types";
import { numberText } from "../../views/format";
import { tag } from "../markup";
import type { Picture } from "./picture";

const COLUMN = 300;
const GAP = 40;
const TOP = 34;
const HEIGHT = 120;

export function scalingPicture(engine: Lab): Picture {
  const settings = { d_k: 64, keys: 16, samples: 500, seed: 7 };
  const { unscaled, scaled } = engine.experiments.scaling(settings);
  const most = Math.max(...unscaled.scores.counts, ...scaled.scores.counts);
  const side = (name: string, { scores, score_deviation }: ScalingStatistics, x: number) => {
    const bin = COLUMN / scores.counts.length;
    return tag(
      "g",
      { transform: `translate(${x} 0)` },
      tag("text", { x: 0, y: 14, class: "name" }, `${name}: spread ${numberText(score_deviation)}`),
      ...Array.from(scores.counts, (count, i) =>
        tag("rect", {
          class: "bin",
          x: i * bin,
          y: TOP + HEIGHT * (1 - count / most),
          width: bin - 1,
          height: (HEIGHT * count) / most,
        }),
      ),
      tag("path", { class: "axis", d: `M0 ${TOP + HEIGHT}H${COLUMN}` }),
      ...[-24, -16, -8, 0, 8, 16, 24].map((at) =>
        tag(
          "text",
          {
            x: ((at - scores.low) / (scores.high - scores.low)) * COLUMN,
            y: TOP + HEIGHT + 18,
          },
          numberText(at, 0),
        ),
      ),
    );
  };
  return {
    width: 2 * COLUMN + GAP,
    height: TOP + HEIGHT + 24,
    title: "Scores of 500 queries against 16 keys of 64 components",
    description: `Not divided, their standard deviation is ${numberText(unscaled.score_deviation)}; divided by the root of 64 it is ${numberText(scaled.score_deviation)}.`,
    content: [side("Not divided", unscaled, 0), side("Divided by √64", scaled, COLUMN + GAP)],
  };
}
