/**
 * The one scenario that a figure shows, its trace, and the way back. A scenario is accepted only
 * when the engine has computed it; a refusal throws and leaves everything as it was.
 */
import type { Engine, Scenario, Trace } from "../engine/index";

/** The next scenario, or how to make it where making it can be refused. */
export type Edit = Scenario | (() => Scenario);

/** Undo keeps this many states. */
const HISTORY = 200;

export class ScenarioStore {
  #past: Scenario[] = [];
  #future: Scenario[] = [];
  /** The scenario before the drag that is going on, if one is. */
  #beforeGesture: Scenario | null = null;
  #authored: Scenario;
  #scenario: Scenario;
  #trace: Trace;

  constructor(
    readonly engine: Engine,
    authored: Partial<Scenario> = {},
  ) {
    this.#trace = engine.attend(authored);
    this.#scenario = this.#trace.scenario;
    this.#authored = this.#scenario;
  }

  get scenario(): Scenario {
    return this.#scenario;
  }

  get trace(): Trace {
    return this.#trace;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** Whether Reset would change anything. */
  get isAuthored(): boolean {
    return this.#scenario === this.#authored;
  }

  /** Shows a scenario from the host: it becomes what Reset returns to. */
  author(scenario: Partial<Scenario>): void {
    const trace = this.engine.attend(scenario);
    this.#past = [];
    this.#future = [];
    this.#beforeGesture = null;
    this.#authored = trace.scenario;
    this.#show(this.#authored, trace);
  }

  /** A change while something is dragged: shown at once, one entry in the history at `commit`. */
  input(edit: Edit): void {
    const next = typeof edit === "function" ? edit() : edit;
    const trace = this.engine.attend(next);
    this.#beforeGesture ??= this.#scenario;
    this.#show(next, trace);
  }

  /** Ends a drag. Answers whether there was one. */
  commit(): boolean {
    const before = this.#beforeGesture;
    this.#beforeGesture = null;
    if (before === null || before === this.#scenario) return false;
    this.#past = [...this.#past.slice(1 - HISTORY), before];
    this.#future = [];
    return true;
  }

  undo(): void {
    this.commit();
    this.#travel(this.#past, this.#future);
  }

  redo(): void {
    this.#travel(this.#future, this.#past);
  }

  /** Back to the authored state; itself a change that can be undone. */
  reset(): void {
    this.commit();
    if (this.isAuthored) return;
    this.input(this.#authored);
    this.commit();
  }

  dispose(): void {
    this.#trace.dispose();
  }

  #travel(from: Scenario[], to: Scenario[]): void {
    const target = from.at(-1);
    if (target === undefined) return;
    const trace = this.engine.attend(target);
    from.pop();
    to.push(this.#scenario);
    this.#show(target, trace);
  }

  #show(scenario: Scenario, trace: Trace): void {
    if (trace !== this.#trace) this.#trace.dispose();
    this.#scenario = scenario;
    this.#trace = trace;
  }
}
