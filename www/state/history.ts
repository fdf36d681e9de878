/**
 * The one state that a figure shows, what was computed from it, and the way back. A state is
 * accepted only when it could be computed; a refusal throws and leaves everything as it was.
 */

/** The next state, or how to make it where making it can be refused. */
export type Edit<S> = S | (() => S);

/** Undo keeps this many states. */
const HISTORY = 200;

export class History<S extends object, R> {
  #past: S[] = [];
  #future: S[] = [];
  /** The state before the drag that is going on, if one is. */
  #beforeGesture: S | null = null;
  #authored!: S;
  #state!: S;
  #result!: R;
  /** Throws where the reader may not come to this state; the host may. */
  guard: (next: S) => void = () => undefined;
  #compute: (state: S) => R;
  #discard: (result: R) => void;

  /** `discard` gets each result that is not shown any more. */
  constructor(
    authored: S,
    compute: (state: S) => R,
    discard: (result: R) => void = () => undefined,
  ) {
    this.#compute = compute;
    this.#discard = discard;
    this.#result = compute(authored);
    this.#state = authored;
    this.#authored = authored;
  }

  get state(): S {
    return this.#state;
  }

  get result(): R {
    return this.#result;
  }

  get canUndo(): boolean {
    return this.#past.length > 0;
  }

  get canRedo(): boolean {
    return this.#future.length > 0;
  }

  /** What Reset returns to. */
  get authored(): S {
    return this.#authored;
  }

  /** Whether Reset would change nothing. */
  get isAuthored(): boolean {
    return this.#state === this.#authored;
  }

  /** Shows a state from the host: it becomes what Reset returns to. */
  author(state: S): void {
    const result = this.#compute(state);
    this.#past = [];
    this.#future = [];
    this.#beforeGesture = null;
    this.#authored = state;
    this.#show(state, result);
  }

  /** A change while something is dragged: shown at once, one entry in the history at `commit`. */
  input(edit: Edit<S>): void {
    const next = typeof edit === "function" ? edit() : edit;
    this.guard(next);
    const result = this.#compute(next);
    this.#beforeGesture ??= this.#state;
    this.#show(next, result);
  }

  /** Ends a drag. Answers whether there was one; one that ends where it began is none. */
  commit(): boolean {
    const before = this.#beforeGesture;
    this.#beforeGesture = null;
    if (before === null || before === this.#state) return false;
    if (JSON.stringify(before) === JSON.stringify(this.#state)) {
      this.#state = before;
      return false;
    }
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

  /**
   * Shows a state that was shown before or comes from a link: by undo or redo where one of them
   * leads there, else as a change that can be undone. Answers whether anything changed.
   */
  goTo(state: S): boolean {
    this.commit();
    const text = JSON.stringify(state);
    const isIt = (other: S | undefined) => JSON.stringify(other) === text;
    if (isIt(this.#state)) return false;
    if (isIt(this.#past.at(-1))) this.undo();
    else if (isIt(this.#future.at(-1))) this.redo();
    else {
      this.input(state);
      this.commit();
    }
    return true;
  }

  dispose(): void {
    this.#discard(this.#result);
  }

  #travel(from: S[], to: S[]): void {
    const target = from.at(-1);
    if (target === undefined) return;
    this.guard(target);
    const result = this.#compute(target);
    from.pop();
    to.push(this.#state);
    this.#show(target, result);
  }

  #show(state: S, result: R): void {
    if (result !== this.#result) this.#discard(this.#result);
    this.#state = state;
    this.#result = result;
  }
}
