/** The history of a figure whose state is a scenario, and whose result is that scenario's trace. */
import type { Engine, Scenario, Trace } from "../engine/index";
import { History, type Edit as EditOf } from "./history";

export type Edit = EditOf<Scenario>;

export class ScenarioStore extends History<Scenario, Trace> {
  readonly engine: Engine;

  constructor(engine: Engine, authored: Partial<Scenario> = {}) {
    super(
      filledIn(engine, authored),
      (scenario) => engine.attend(scenario),
      (trace) => trace.dispose(),
    );
    this.engine = engine;
  }

  get scenario(): Scenario {
    return this.state;
  }

  get trace(): Trace {
    return this.result;
  }

  /** What the host leaves out takes the default's value. */
  override author(scenario: Partial<Scenario>): void {
    super.author(filledIn(this.engine, scenario));
  }
}

/** The whole of a scenario, as the engine has it; throws where it is not a good one. */
export function filledIn(engine: Engine, scenario: Partial<Scenario>): Scenario {
  const trace = engine.attend(scenario);
  try {
    return trace.scenario;
  } finally {
    trace.dispose();
  }
}
