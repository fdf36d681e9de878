// The only folder of the page that imports the wasm. Everything else asks here.

import { instantiate } from "./module.js";
import { pack } from "./pack.js";
import { refuse } from "./refuse.js";
import type { Engine as WasmEngine, Trace as WasmTrace } from "./pkg/attention.js";
import type {
  Engine,
  Explanation,
  Matrix,
  Memory,
  Scenario,
  SoftmaxRow,
  StepName,
  Trace,
} from "./types.js";

export type * from "./types.js";
export { isScenarioError } from "./refuse.js";

let shared: Promise<Engine> | undefined;

/** One engine for the whole page, worker or process; after a failure the next call tries again. */
export function load(): Promise<Engine> {
  shared ??= instantiate()
    .then((wasm) => new LoadedEngine(wasm))
    .catch((error: unknown) => {
      shared = undefined;
      throw error;
    });
  return shared;
}

class LoadedEngine implements Engine {
  readonly #wasm: WasmEngine;
  readonly steps;
  readonly features;
  readonly design;

  constructor(wasm: WasmEngine) {
    this.#wasm = wasm;
    this.steps = wasm.steps();
    this.features = wasm.features();
    this.design = wasm.design();
  }

  attend(scenario: Partial<Scenario>): Trace {
    const { meta, matrices } = pack(scenario);
    try {
      return new RecordedTrace(this.#wasm.attend(meta, matrices));
    } catch (error) {
      // Nothing in a checked scenario traps but memory that cannot grow.
      if (!(error instanceof WebAssembly.RuntimeError)) throw error;
      return refuse("scenario", "numbers that fit into this device's memory", "more");
    }
  }

  embed(tokens: string[]): Matrix {
    // Through the same checks as a scenario's tokens.
    const { meta } = pack({ tokens });
    return this.#wasm.embed(meta);
  }

  get defaultScenario(): Scenario {
    return this.#wasm.defaultScenario();
  }

  get defaultMemory(): Memory {
    return this.#wasm.defaultMemory();
  }

  setMarks(on: boolean): void {
    this.#wasm.setMarks(on);
  }
}

class RecordedTrace implements Trace {
  #wasm: WasmTrace | undefined;

  constructor(wasm: WasmTrace) {
    this.#wasm = wasm;
  }

  get scenario(): Scenario {
    return this.#live().scenario();
  }

  read(step: StepName, at?: { head?: number | null }): Matrix {
    return this.#live().read(step, at?.head);
  }

  explain(step: StepName, at: { head?: number | null; row: number; col: number }): Explanation {
    return this.#live().explain(step, at?.head, at?.row, at?.col);
  }

  softmaxRow(at: { head: number; row: number }): SoftmaxRow {
    return this.#live().softmaxRow(at?.head, at?.row);
  }

  dispose(): void {
    this.#wasm?.free();
    this.#wasm = undefined;
  }

  #live(): WasmTrace {
    if (!this.#wasm) throw new Error("This trace was disposed of and cannot be read any more.");
    return this.#wasm;
  }
}
