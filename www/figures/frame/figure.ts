import { nothing, type CSSResultGroup, type TemplateResult } from "lit";
import type { Engine } from "../../engine/index";
import { Membership, type Topic, type Topics } from "../../state/group";
import { History, type Edit } from "../../state/history";
import { figureStyles } from "../../styles/figure";
import { printStyles } from "../../styles/print";
import { colormapFills, colormapStyles } from "../../views/colormap";
import { breath } from "./breath";
import { openButton, type Opening } from "./desk";
import { FigureElement, notStarted, type Snapshot } from "./element";
import { propertyOf, reflect, type Fields } from "./fields";
import { frame, PARTS, type Part, type Predicted } from "./frame";
import { frameStyles } from "./styles";
import { waiting } from "./waiting";

/** What a figure draws from, and how it changes. */
export interface Live<S, R, E extends Engine> {
  engine: E;
  settings: S;
  result: R;
  /** The figure's width, in CSS pixels. */
  width: number;
  /** The step that is pointed at, here or in the text; what has it as `data-step` is marked anyway. */
  hot: string | null;
  /** A change while a control moves; `commit` ends it. */
  input: (edit: Edit<S>) => void;
  commit: () => void;
  /** A change at once: a button, a choice. */
  set: (edit: Edit<S>) => void;
  /** Points at a step, or at none, where a `data-step` does not say it. */
  point: (step: string | null) => void;
}

/** One thing to try, as a button that sets that state. */
export interface Suggestion<S> {
  /** "Try this: LABEL EFFECT"; the label is the button. */
  label: TemplateResult | string;
  effect: TemplateResult | string;
  settings: S;
}

/** “Before you drag: what will happen?” Optional, and it never blocks. */
export interface Prediction<S> {
  question: TemplateResult | string;
  options: readonly (TemplateResult | string)[];
  /** The state that shows it; the figure goes there when the reader has chosen. */
  settings: S;
  /** What the figure says there, in its own numbers; set beside what the reader said. */
  answer: TemplateResult;
  /** The option that is right, as far as one is. */
  right: number;
}

/** A task that is solved by the idea that was just taught. */
export interface Challenge {
  task: TemplateResult;
  /** Judged from numbers of the engine for the reader's own state. */
  isMet: boolean;
  /** How far it is, in the figure's numbers. */
  status: TemplateResult;
  hint: TemplateResult | string;
}

/** What a figure takes from its group and gives to it. */
export interface Share<S, R, T extends Topic = Topic> {
  topic: T;
  give: (settings: S, result: R) => Topics[T];
  /** Left out by a figure that cannot tell its settings from what others say. */
  take?(settings: S, value: Topics[T]): S;
}

/**
 * What every figure of the article is: settings that are computed by one engine call, a drawing of
 * the result, controls that hand on the next settings, and around them the same frame: a title, one
 * thing to try, a prediction, a live summary, reset and undo, a challenge.
 *
 * A figure says what is its own (the `protected abstract` members); everything else that a host or
 * a reader may expect of a chapter's figure is here, and in FigureElement.
 *
 * @attr {string} settings - all settings as JSON; settings that are left out take the default's value
 * @attr {string} group - figures with the same group hand on to each other what the reader makes
 * @fires attention-input - while something is dragged; `detail.settings`
 * @fires attention-change - when it is let go; `detail.settings`
 * @fires attention-open - when the reader asks for the figure's numbers in the workbench; `detail`
 * has `scenario`, `step`, `head`, `row` and perhaps `col`
 * @csspart drawing - what the figure shows
 * @csspart challenge - the task below it
 */
export abstract class Figure<S extends object, R, E extends Engine = Engine> extends FigureElement {
  static override styles: CSSResultGroup = [
    figureStyles,
    frameStyles,
    colormapStyles,
    colormapFills(),
    printStyles,
  ];

  /** Attributes of this figure, each also a property. */
  static fields: Fields<never> = {};

  static override get observedAttributes(): string[] {
    reflect(this.prototype, this.fields);
    return [...super.observedAttributes, "settings", "group", ...Object.keys(this.fields)];
  }

  // ── A figure's own ──────────────────────────────────────────────────────────────────────────

  /** The engine that has what the figure needs. */
  protected abstract load(): Promise<E>;
  /** The settings that the figure has when nobody says otherwise. */
  protected abstract defaults(engine: E): S;
  /** One engine call, which refuses what it cannot compute. */
  protected abstract compute(engine: E, settings: S): R;
  protected abstract readonly heading: string;
  protected abstract draw(live: Live<S, R, E>): TemplateResult;
  protected abstract knobs(live: Live<S, R, E>): TemplateResult;
  /** One live sentence; also what is announced. */
  protected abstract summary(live: Live<S, R, E>): TemplateResult;
  protected abstract suggestion(live: Live<S, R, E>): Suggestion<S>;
  protected prediction(_live: Live<S, R, E>): Prediction<S> | null {
    return null;
  }
  protected challenge(_live: Live<S, R, E>): Challenge | null {
    return null;
  }
  /** Whether the controls stand above the drawing, for drawings taller than a screen. */
  protected readonly controlsFirst: boolean = false;
  protected readonly shares: readonly Share<S, R>[] = [];
  /** The workbench's state that shows the same numbers; left out where it has none of them. */
  protected inWorkbench?(live: Live<S, R, E>): Opening;
  /** Gives back what a result holds in the engine's memory. */
  protected discard(_result: R): void {}

  // ── The contract ────────────────────────────────────────────────────────────────────────────

  #history: History<S, R> | null = null;
  #engine: E | null = null;
  /** What was asked for before the engine was there. */
  #pending: Partial<S> = {};
  /** How far down the figure is drawn; null before it starts. */
  #drawn: Part | null = null;
  /** What the reader predicted, and what the figure said at that moment. */
  #predicted: Predicted | null = null;
  /** Whether the state came from another figure of the group, and was not reset since. */
  #isTaken = false;
  #members: { share: Share<S, R>; membership: Membership<Topic> }[] = [];
  /** What others said while this figure was not started or off screen, by topic. */
  #heard = new Map<Share<S, R>, Topics[Topic]>();

  constructor() {
    super();
    this.takeUp(["settings", ...this.#fields.map(([name]) => propertyOf(name))]);
  }

  get #fields() {
    return Object.entries((this.constructor as typeof Figure).fields as Fields<S>);
  }

  /** All settings. Setting some throws on a bad one, and the figure stays as it was. */
  get settings(): S {
    return structuredClone(this.#history?.state ?? (this.#pending as S));
  }

  set settings(settings: Partial<S>) {
    if (!this.#history) {
      this.#pending = { ...this.#pending, ...settings };
      return;
    }
    this.#history.author({ ...this.#history.state, ...structuredClone(settings) });
    this.#accepted();
  }

  /** What the engine computed for the settings. */
  get result(): R {
    return this.#started.result;
  }

  override get engine(): E {
    return this.#engine ?? notStarted();
  }

  override get snapshot(): Snapshot {
    return snapshotOf(this.#started.state);
  }

  override get authored(): Snapshot {
    return snapshotOf(this.#started.authored);
  }

  /** The figure as it is where no author has said anything. */
  get standard(): Snapshot {
    return snapshotOf(this.defaults(this.engine));
  }

  override restore({ settings }: Snapshot): void {
    const history = this.#started;
    const isMoved = history.goTo({ ...history.authored, ...structuredClone(settings) });
    this.#accepted();
    if (isMoved) this.#changed();
  }

  get #started(): History<S, R> {
    return this.#history ?? notStarted();
  }

  override get hot(): string | null {
    return super.hot;
  }

  override set hot(step: string | null) {
    super.hot = step;
    // Not within the event that says so: drawn anew in the middle of a click, a radio button or a
    // checkbox would lose what the click is about to check.
    requestAnimationFrame(() => this.requestUpdate());
  }

  // ── Life cycle ──────────────────────────────────────────────────────────────────────────────

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.#members.length === 0) {
      this.#members = this.shares.map((share) => ({
        share,
        membership: new Membership(share.topic, (value) => {
          if (share.take) this.#heard.set(share, value);
          if (this.isNear) this.follow();
        }),
      }));
    }
    for (const { membership } of this.#members) membership.join(this.getAttribute("group") ?? "");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const { membership } of this.#members) membership.leave();
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (value === old) return;
    const field = this.#fields.find(([attribute]) => attribute === name)?.[1];
    if (name === "group") for (const { membership } of this.#members) membership.join(value ?? "");
    else if (value !== null && (field || name === "settings"))
      this.attempt(() => {
        this.settings = (
          field ? { [field.key]: field.parse(value) } : parseSettings(value)
        ) as Partial<S>;
      });
  }

  protected override async begin(): Promise<void> {
    const engine = await this.load();
    this.failure = "";
    const defaults = this.defaults(engine);
    const begin = (settings: S) =>
      new History<S, R>(
        settings,
        (state) => this.compute(engine, state),
        (result) => this.discard(result),
      );
    try {
      this.#history = begin({ ...defaults, ...this.#pending });
    } catch (error) {
      this.#history = begin(defaults);
      this.refuse(error);
    }
    this.guard(this.#history);
    this.#engine = engine;
    this.follow();
    // From top to bottom, so that nothing that is drawn already moves.
    for (const part of PARTS) {
      await breath();
      this.width = this.clientWidth;
      this.#drawn = part;
      this.requestUpdate();
      await this.updateComplete;
    }
  }

  // ── Changes ─────────────────────────────────────────────────────────────────────────────────

  #accepted(): void {
    this.message = "";
    this.requestUpdate();
  }

  #input(edit: Edit<S>): void {
    this.attempt(() => {
      this.#history?.input(edit);
      this.#accepted();
      this.#emit("attention-input");
    });
  }

  #commit(): void {
    if (this.#history?.commit()) this.#changed();
  }

  #changed(): void {
    this.requestUpdate();
    this.announce(".summary", ".challenge-status");
    const history = this.#history;
    if (history) {
      for (const { share, membership } of this.#members)
        membership.send(share.give(history.state, history.result));
    }
    this.#emit("attention-change");
  }

  #move(move: "undo" | "redo" | "reset"): void {
    this.attempt(() => {
      this.#history?.[move]();
      if (move === "reset") {
        this.#predicted = null;
        this.#isTaken = false;
      }
      this.#accepted();
      this.#changed();
    });
  }

  /** Takes what others of the group have made, as a change that can be undone. */
  protected override follow(): void {
    const history = this.#history;
    if (!history) return;
    for (const [share, value] of this.#heard) {
      this.#heard.delete(share);
      this.attempt(() => {
        if (history.goTo(share.take?.(history.state, value) ?? history.state)) this.#isTaken = true;
        this.#accepted();
      });
    }
  }

  #emit(type: "attention-input" | "attention-change"): void {
    if (this.#history) this.emitState(type, "settings", this.#history.state);
  }

  /** Goes to the state that was asked about, and keeps what it says there; null takes both back. */
  #predict(option: number | null): void {
    const [history, engine] = [this.#history, this.#engine];
    const asked = history && engine && this.prediction(this.#live(history, engine));
    this.#predicted = null;
    this.requestUpdate();
    if (!asked || option === null) return;
    this.#input(asked.settings);
    this.#commit();
    const there = this.prediction(this.#live(history, engine));
    if (there && !this.message) this.#predicted = { option, answer: there.answer };
  }

  protected openInWorkbench(opening: Opening): void {
    this.emit("attention-open", structuredClone(opening));
  }

  // ── Drawing ─────────────────────────────────────────────────────────────────────────────────

  protected override createRenderRoot() {
    const root = super.createRenderRoot();
    root.addEventListener("keydown", (event) => {
      const { key, ctrlKey, metaKey, shiftKey, target } = event as KeyboardEvent;
      if (event.defaultPrevented || (target as Element).closest("input:not([type=range])")) return;
      if (!(ctrlKey || metaKey) || key.toLowerCase() !== "z") return;
      event.preventDefault();
      this.#move(shiftKey ? "redo" : "undo");
    });
    return root;
  }

  #live(history: History<S, R>, engine: E): Live<S, R, E> {
    return {
      engine,
      settings: history.state,
      result: history.result,
      width: this.width,
      hot: this.hot,
      input: (edit) => this.#input(edit),
      commit: () => this.#commit(),
      set: (edit) => {
        this.#input(edit);
        this.#commit();
      },
      point: (step) => this.point(step),
    };
  }

  protected override render(): TemplateResult {
    const history = this.#history;
    const engine = this.#engine;
    const drawn = this.#drawn;
    if (!history || !engine || !drawn) return waiting(this.failure, this.start);
    const live = this.#live(history, engine);
    const prediction = this.prediction(live);
    const opening = this.inWorkbench?.bind(this, live);
    return frame({
      drawn,
      isNarrow: live.width < 480,
      heading: this.heading,
      suggestion: this.suggestion(live),
      prediction,
      predicted: this.#predicted,
      onPredict: (option) => this.#predict(option),
      isTaken: this.#isTaken,
      message: this.message,
      drawing: drawn === "head" ? nothing : this.draw(live),
      summary: this.summary(live),
      controls: this.knobs(live),
      controlsFirst: this.controlsFirst,
      challenge: this.challenge(live),
      canUndo: history.canUndo,
      canRedo: history.canRedo,
      isAuthored: history.isAuthored,
      onMove: (move) => this.#move(move),
      onWay: (way) => this.leaveBy(way),
      open: opening ? openButton(() => this.openInWorkbench(opening())) : nothing,
      onSettings: (settings) => live.set(settings as S),
      announcement: this.announcement,
    });
  }
}

const snapshotOf = (settings: object): Snapshot => ({
  settings: structuredClone(settings),
  view: {},
});

function parseSettings(text: string): object {
  const value: unknown = (() => {
    try {
      return JSON.parse(text);
    } catch {
      return undefined;
    }
  })();
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Error("settings: expected an object as JSON, got something else");
  return value;
}
