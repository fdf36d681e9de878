import { pack } from "./pack.js";
import { refuse } from "./refuse.js";
import type {
  Engine as WasmEngine,
  Gradients as WasmGradients,
  Trace as WasmTrace,
} from "./pkg/attention.js";
import type {
  Engine,
  Explanation,
  GradientCheck,
  GradientName,
  Gradients,
  Matrix,
  Memory,
  Scenario,
  SoftmaxRow,
  StepName,
  Target,
  Trace,
} from "./types.js";

/** An engine whose wasm is there. */
export class LoadedEngine implements Engine {
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
    return withinMemory("scenario", () => new RecordedTrace(this.#wasm.attend(meta, matrices)));
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

/** Nothing in checked input traps but memory that cannot grow. */
export function withinMemory<T>(field: string, compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    if (!(error instanceof WebAssembly.RuntimeError)) throw error;
    return refuse(field, "numbers that fit into this device's memory", "more");
  }
}

/** Owns what lies in the engine's memory until it is disposed of. */
class Owned<T extends { free(): void }> {
  #wasm: T | undefined;

  constructor(wasm: T) {
    this.#wasm = wasm;
  }

  dispose(): void {
    this.#wasm?.free();
    this.#wasm = undefined;
  }

  protected get live(): T {
    if (!this.#wasm) throw new Error("This trace was disposed of and cannot be read any more.");
    return this.#wasm;
  }
}

class RecordedTrace extends Owned<WasmTrace> implements Trace {
  get scenario(): Scenario {
    return this.live.scenario();
  }

  read(step: StepName, at?: { head?: number | null }): Matrix {
    return this.live.read(step, at?.head);
  }

  explain(step: StepName, at: { head?: number | null; row: number; col: number }): Explanation {
    return this.live.explain(step, at?.head, at?.row, at?.col);
  }

  softmaxRow(at: { head: number; row: number }): SoftmaxRow {
    return this.live.softmaxRow(at?.head, at?.row);
  }

  backward(target: Target): Gradients {
    // The page's first view loads an engine without it: see wasm-page.ts.
    if (!("backward" in this.live)) throw new Error("This engine comes without the backward pass.");
    return new RecordedGradients(this.live.backward(target));
  }
}

type AnyName = StepName | GradientName;

class RecordedGradients extends Owned<WasmGradients> implements Gradients {
  get value(): number {
    return this.live.value();
  }

  read(step: AnyName, at?: { head?: number | null }): Matrix {
    return this.live.read(step, at?.head);
  }

  explain(
    step: AnyName,
    at: { head?: number | null; row: number; col: number },
  ): Explanation<AnyName> {
    return this.live.explain(step, at?.head, at?.row, at?.col);
  }

  check(step: AnyName, at: { head?: number | null; row: number; col: number }): GradientCheck {
    return this.live.check(step, at?.head, at?.row, at?.col);
  }
}
