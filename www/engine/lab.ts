// The engine with the article's experiments. In the page it is a module of its
// own, fetched when the first chapter's figure asks for it; in the one-file
// libraries it is the engine that `load` gives: see vite.config.ts.

import type { Engine as WasmEngine } from "./pkg/attention.js";
import { LoadedEngine, withinMemory } from "./loaded.js";
import { instantiate } from "./module.js";
import { pack } from "./pack.js";
import type { Experiments, Lab } from "./types.js";
import * as wasm from "./wasm-lab.js";

let shared: Promise<Lab> | undefined;

/** One lab for the whole page, worker or process; after a failure the next call tries again. */
export function loadLab(): Promise<Lab> {
  shared ??= instantiate(wasm)
    .then((engine) => new LoadedLab(engine))
    .catch((error: unknown) => {
      shared = undefined;
      throw error;
    });
  return shared;
}

export class LoadedLab extends LoadedEngine implements Lab {
  readonly experiments: Experiments;

  constructor(wasm: WasmEngine) {
    super(wasm);
    const experiment = (name: string) => [
      name,
      (settings: unknown = {}) => {
        const { meta, matrices } = pack(settings, "settings");
        return withinMemory("settings", () => wasm.experiment(name, meta, matrices));
      },
    ];
    // The adapter's table has the names; a test holds the types against it.
    this.experiments = Object.freeze(
      Object.fromEntries(wasm.experiments().map(experiment)) as Experiments,
    );
  }
}
