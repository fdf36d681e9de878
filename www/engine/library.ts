// "attention-explainer/engine": the whole engine, with experiments, programs and files.

import { exchangeOf } from "./exchange.js";
import { LoadedLab } from "./lab.js";
import { instantiate } from "./module.js";
import type { WholeEngine } from "./types.js";
import * as wasm from "./wasm.js";

let shared: Promise<WholeEngine> | undefined;

/** One engine for the whole page, worker or process; after a failure the next call tries again. */
export function load(): Promise<WholeEngine> {
  shared ??= instantiate(wasm)
    .then((engine) => Object.assign(new LoadedLab(engine), exchangeOf(engine)))
    .catch((error: unknown) => {
      shared = undefined;
      throw error;
    });
  return shared;
}

export { load as loadExchange, load as loadLab };
export { isScenarioError } from "./refuse.js";
export type * from "./types.js";
