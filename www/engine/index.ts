// The only folder of the page that imports the wasm. Everything else asks here.

import { LoadedEngine } from "./loaded.js";
import { instantiate } from "./module.js";
import type { Engine } from "./types.js";
import * as wasm from "./wasm.js";

export type * from "./types.js";
export { isScenarioError } from "./refuse.js";

let shared: Promise<Engine> | undefined;

/** One engine for the whole page, worker or process; after a failure the next call tries again. */
export function load(): Promise<Engine> {
  shared ??= instantiate(wasm)
    .then((engine) => new LoadedEngine(engine))
    .catch((error: unknown) => {
      shared = undefined;
      throw error;
    });
  return shared;
}
