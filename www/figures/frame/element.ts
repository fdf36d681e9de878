import { LitElement } from "lit";
import type { Engine, Scenario, Table } from "../../engine/types";
import { frameStrings as strings } from "../../strings/frame";
import { markPointed, stepAt } from "../../views/pointed";
import type * as Ways from "../../ways/dialog";
import type { WayName } from "../../ways/ways";

/** How far off the screen a figure starts, and still follows others. */
const NEAR = "600px";
const ANNOUNCE_AFTER = 600;

/** All that a link, a tag or a file brings back of a figure; plain data. */
export interface Snapshot {
  /** What it computes from: the settings, or the scenario. */
  settings: object;
  /** What it shows of that, such as the step and the head. */
  view: Readonly<Record<string, string | number | boolean | null>>;
}

/**
 * What every figure is to its host, whatever it shows: it starts when it comes near, says what it
 * refused, tells what the reader points at, and goes by the width it has and the theme around it.
 *
 * @attr {string} hot - the step that is pointed at elsewhere: `q`, `k`, `v`, `scores`, `weights`, …
 * @attr {string} state - the whole state as in a link, `v1/attention-softmax?temperature=2`; it is read
 * after the other attributes and says what differs from them
 * @attr {string} controls - `none` leaves what is drawn, its steps and its summary, and hides the rest
 * @attr {boolean} locked - the words of the figure stay as the author of the page has set them
 * @fires attention-error - `detail.message` says what was refused and what was expected
 * @fires attention-ready - when the figure shows its first numbers
 * @fires attention-hot - when the reader points at what has a `data-step`, or at none; `detail.hot`
 * @slot - what is shown where the figure cannot run
 * @csspart title - the figure's heading
 * @csspart summary - the live sentence
 * @csspart toolbar - the last line: reset, undo, redo, and the ways out of the page
 * @cssprop --attention-paper - what the figure is drawn on
 * @cssprop --attention-ink - text and the lines that carry meaning
 * @cssprop --attention-ink-2 - text of second rank
 * @cssprop --attention-line - lines around what can be touched
 * @cssprop --attention-hair - lines between parts
 * @cssprop --attention-band - the ground of what is chosen or opened
 * @cssprop --attention-q - queries
 * @cssprop --attention-k - keys
 * @cssprop --attention-v - values
 * @cssprop --attention-q-tint - the ground behind queries
 * @cssprop --attention-k-tint - the ground behind keys
 * @cssprop --attention-v-tint - the ground behind values
 * @cssprop --attention-sans - controls and numbers; the host's font where it is left out
 * @cssprop --attention-serif - prose and symbols
 * @cssprop --attention-math - formulas
 */
export abstract class FigureElement extends LitElement {
  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "hot", "state", "controls", "locked"];
  }

  /** Why the figure could not start; empty while there is no reason. */
  protected failure = "";
  /** What was refused last; empty after the next change that is accepted. */
  protected message = "";
  /** What a screen reader is told. */
  protected announcement = "";
  /** In CSS pixels. */
  protected width = 0;
  /** Whether the figure is on the screen or close to it. */
  protected isNear = false;
  #starting: Promise<void> | null = null;
  #announcing = 0;
  #hot: string | null = null;
  #near: IntersectionObserver | null = null;
  #resize: ResizeObserver | null = null;
  /** One object, as each call gives another, from which a listener would not be removed. */
  #dark = matchMedia("(prefers-color-scheme: dark)");

  /** Loads the engine and computes what is shown first. */
  protected abstract begin(): Promise<void>;
  /** Whether a reader could edit words here, which `locked` keeps. */
  readonly hasWords: boolean = false;
  /** The engine that computes it. */
  abstract get engine(): Engine;
  /** The figure as it stands. */
  abstract get snapshot(): Snapshot;
  /** The figure as its author left it, which is where Reset leads. */
  abstract get authored(): Snapshot;
  /**
   * Shows a snapshot, as a change that can be undone; where undo or redo leads there, by one of
   * them. What the view leaves out stays. Throws on a bad one and leaves the figure as it was.
   */
  abstract restore(snapshot: Snapshot): void;
  /** The scenario whose numbers the figure shows; null where it shows others. */
  get attended(): Partial<Scenario> | null {
    return null;
  }
  /** The figure with another scenario in the attended one's place; null where it takes none. */
  attending(_scenario: Scenario): Snapshot | null {
    return null;
  }
  /** The numbers of a figure that shows no scenario's. */
  get tabulated(): Table | null {
    return null;
  }
  /** What other figures of the group made while this one was far off. */
  protected abstract follow(): void;
  /** Off screen: a figure with something that runs by itself stops it here. */
  protected rest(): void {}

  /**
   * Takes up properties that were set before the element was defined: they hide the accessors
   * until they are set again. A figure's constructor calls it with the names of its own.
   */
  protected takeUp(properties: readonly string[]): void {
    for (const property of [...properties, "hot"]) {
      if (!Object.hasOwn(this, property)) continue;
      const value: unknown = Reflect.get(this, property);
      Reflect.deleteProperty(this, property);
      Reflect.set(this, property, value);
    }
  }

  /** Settles when the figure shows numbers; asking for it starts the figure wherever it is. */
  get ready(): Promise<void> {
    this.#starting ??= this.begin().then(
      async () => {
        await this.#openState();
        this.emit("attention-ready", {});
      },
      (error: unknown) => {
        this.#starting = null;
        this.failure = messageOf(error);
        this.requestUpdate();
        throw error;
      },
    );
    return this.#starting;
  }

  /** Starts, or starts again; a failure is shown in the figure. */
  protected start = (): void => void this.ready.catch(() => undefined);

  /** Shows what the attribute `state` says; one that is broken leaves the figure as it is. */
  #openState = async (): Promise<void> => {
    const state = this.getAttribute("state");
    if (!state) return;
    try {
      (await import("./fragment")).authorState(this, state);
    } catch (error) {
      this.refuse(error);
    }
  };

  /** Whether the words stay as the author of the page has set them. */
  get isLocked(): boolean {
    return this.hasAttribute("locked");
  }

  /** Keeps what a reader does from changing locked words; Reset may bring back the author's. */
  protected guard<S extends object>(history: {
    guard: (next: S) => void;
    readonly state: S;
    readonly authored: S;
  }): void {
    history.guard = (next) => {
      const { state, authored } = history;
      if (this.isLocked && ![state, authored].some((one) => wordsOf(one) === wordsOf(next)))
        throw new Error(strings.locked);
    };
  }

  /** The step whose symbols and numbers are marked. */
  get hot(): string | null {
    return this.#hot;
  }

  set hot(step: string | null) {
    if (step === this.#hot) return;
    this.#hot = step;
    if (this.hasUpdated) markPointed(this.renderRoot, step);
  }

  protected point(step: string | null): void {
    if (step === this.#hot) return;
    this.hot = step;
    this.emit("attention-hot", { hot: step });
  }

  // ── Life cycle ──────────────────────────────────────────────────────────────────────────────

  override connectedCallback(): void {
    super.connectedCallback();
    this.#near = new IntersectionObserver(
      (entries) => {
        this.isNear = entries.at(-1)?.isIntersecting ?? false;
        if (!this.isNear) return this.rest();
        // A page that resets everything leaves it within a line, where it has no width.
        if (getComputedStyle(this).display === "inline") this.style.display = "block";
        this.start();
        this.follow();
        this.requestUpdate();
      },
      { rootMargin: NEAR },
    );
    this.#near.observe(this);
    this.#resize = new ResizeObserver(() => {
      if (this.clientWidth === this.width) return;
      this.width = this.clientWidth;
      this.requestUpdate();
    });
    this.#resize.observe(this);
    this.#dark.addEventListener("change", this.#redraw);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#near?.disconnect();
    this.#resize?.disconnect();
    this.#dark.removeEventListener("change", this.#redraw);
    clearTimeout(this.#announcing);
    this.isNear = false;
    this.rest();
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === "hot") this.hot = value;
    if (name === "locked") this.requestUpdate();
    if (name === "state" && value !== old)
      void this.#starting?.then(this.#openState, () => undefined);
  }

  protected override createRenderRoot() {
    const root = super.createRenderRoot() as ShadowRoot;
    root.addEventListener("pointerover", (event) => this.point(stepAt(event)));
    root.addEventListener("focusin", (event) => this.point(stepAt(event)));
    this.addEventListener("pointerleave", () => this.point(null));
    this.addEventListener("dragover", this.#take);
    this.addEventListener("drop", this.#take);
    root.addEventListener("refuse", (event) =>
      this.refuse(new Error((event as CustomEvent<string>).detail)),
    );
    this.addEventListener("keydown", keepPlainKeys);
    return root;
  }

  #redraw = (): void => this.requestUpdate();

  protected override updated(): void {
    // What was drawn anew does not know yet that it is pointed at.
    if (this.#hot) markPointed(this.renderRoot, this.#hot);
  }

  // ── What a host and a reader are told ───────────────────────────────────────────────────────

  /** Runs a change; a refusal becomes a message and an event, and what is on the screen stays. */
  protected attempt(change: () => void): void {
    try {
      change();
    } catch (error) {
      this.refuse(error);
    }
  }

  /** Says in the figure and to its host what is not done, and why. */
  refuse(error: unknown): void {
    this.message = messageOf(error);
    this.requestUpdate();
    this.emit("attention-error", { message: this.message });
  }

  /** The listener gets a copy, made when it looks: what it does with it changes nothing here. */
  protected emitState(type: "attention-input" | "attention-change", name: string, state: object) {
    this.emit(type, {
      get [name]() {
        return structuredClone(state);
      },
    });
  }

  protected emit(type: string, detail: object): void {
    this.dispatchEvent(new CustomEvent(type, { detail, bubbles: true, composed: true }));
  }

  /** Opens one of the ways out of the page. */
  protected leaveBy(way: WayName): void {
    this.#ask((ways) => ways.openWay(this, way));
  }

  /** Opens files that are dropped on the figure; while they are above it, it says that it would. */
  #take = (event: DragEvent): void => {
    const { types, files } = event.dataTransfer ?? new DataTransfer();
    if (!types.includes("Files")) return;
    event.preventDefault();
    const dropped = [...files];
    if (dropped.length > 0) this.#ask((ways) => ways.openFiles(this, dropped));
  };

  /** Fetches what only some readers need. */
  #ask(then: (ways: typeof Ways) => void | Promise<void>): void {
    import("../../ways/dialog").then(then).catch((error: unknown) => this.refuse(error));
  }

  /** Says some parts of the figure once a change has come to rest, not on every frame. */
  protected announce(...parts: string[]): void {
    clearTimeout(this.#announcing);
    this.#announcing = window.setTimeout(() => {
      const said = parts.map((part) => this.renderRoot.querySelector(part)?.textContent ?? "");
      this.announcement = said.join(" ").replace(/\s+/g, " ").trim();
      this.requestUpdate();
    }, ANNOUNCE_AFTER);
  }
}

/** What has numbers only once it has started was asked for too soon. */
export function notStarted(): never {
  throw new Error("The figure has not started yet: await element.ready first.");
}

/**
 * A key that is pressed in a figure is the figure's: from outside its root a slider or a text field
 * looks like any element, so slides would turn and a notebook would take letters for commands.
 * Escape and the host's own shortcuts go on.
 */
function keepPlainKeys(event: KeyboardEvent): void {
  if (!event.ctrlKey && !event.metaKey && event.key !== "Escape") event.stopPropagation();
}

/** All that is a word in a state, of whatever figure. */
const wordsOf = (state: object): string =>
  JSON.stringify(state, ["scenario", "tokens", "memory", "labels", "word", "books", "title"]);

const messageOf = (error: unknown): string =>
  error instanceof Error ? error.message : String(error);
