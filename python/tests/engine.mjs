// Steps of a scenario, by the engine that the figure runs: JSON in, JSON out.

import { text } from "node:stream/consumers";
import { load } from "../../dist/engine.js";

const { scenario, steps } = JSON.parse(await text(process.stdin));
const trace = (await load()).attend(scenario);
const heads = Array.from({ length: trace.scenario.heads }, (_, head) =>
  Object.fromEntries(
    steps.map((step) => {
      const { rows, cols, values } = trace.read(step, { head });
      return [step, { rows, cols, values: Array.from(values) }];
    }),
  ),
);
process.stdout.write(JSON.stringify(heads));
