import { adoptStyles, type TemplateResult } from "lit";
import type { Cell, Engine, Explanation, Mask, Matrix, Scenario, StepName } from "../engine/index";
import { load } from "../engine/index";
import { Membership } from "../state/group";
import { filledIn, ScenarioStore, type Edit } from "../state/scenario-store";
import { ATTRIBUTES, isAttributeName, patchOf, type AttributeName, type Patch } from "./attributes";
import { measureHeadline, type HeadlineBoxes } from "./explainer/headline";
import type { EditedVector } from "./explainer/controls";
import { Model } from "./explainer/model";
import { styles } from "./explainer/styles/index";
import type { Travel } from "./explainer/travel";
import {
  askedBy,
  atStep,
  clamped,
  FIRST_STEP,
  firstView,
  isPipelineStep,
  PIPELINE,
  type View,
} from "./explainer/view";
import { workbench, type WorkbenchProps } from "./explainer/workbench";
import { breath } from "./frame/breath";
import { FigureElement, notStarted, type Snapshot } from "./frame/element";
import { waiting } from "./frame/waiting";

export type At = { head?: number | null };

/** How long a step stays while the figure plays, in milliseconds. */
const PLAY_STEP = 2200;

/**
 * `<attention-explainer>`: the whole attention mechanism, every number computed and explained.
 *
 * @tagname attention-explainer
 * @attr {string} tokens - comma-separated words
 * @attr {number} heads - query heads, 1 to 128
 * @attr {number} kv-heads - key/value heads, a divisor of `heads`
 * @attr {number} d-k - size of queries and keys, 1 to 512
 * @attr {string} mask - `none`, `causal`, or JSON as in the scenario
 * @attr {string} scale - `sqrt_d_k` or `none`
 * @attr {number} temperature - divides the scores after scaling; 0 is an exact lookup
 * @attr {string} positions - `none`, `sinusoidal`, `rotary` (an even `d-k`) or `alibi`
 * @attr {number} seed - seeded random weights; with `preset`, the seed of its noise
 * @attr {string} preset - `grammar`, the designed weights
 * @attr {string} step - the step that is shown first
 * @attr {string} scenario - a whole scenario as JSON
 * @attr {string} group - figures with the same group hand on to each other what the reader makes
 * @fires attention-input - while something is dragged; `detail.scenario`
 * @fires attention-change - when it is let go; `detail.scenario`
 * @fires attention-view - when another step, head, word or cell is looked at
 * @csspart matrix - each matrix
 */
export class AttentionExplainer extends FigureElement {
  static override styles = styles;

  static override get observedAttributes(): string[] {
    return [...super.observedAttributes, "group", ...Object.keys(ATTRIBUTES)];
  }

  override readonly hasWords = true;
  #store: ScenarioStore | null = null;
  #model: Model | null = null;
  #view: View | null = null;
  /** The view that the author left. */
  #authoredView: View | null = null;
  /** What attributes and properties asked for before the engine was there. */
  #pending: Patch = {};
  #pendingStep: string = FIRST_STEP;
  #boxes: HeadlineBoxes | null = null;
  #boxesKey = "";
  /** What draws the arithmetic and the controls, once it has come. */
  #below: WorkbenchProps["below"] = null;
  #shownTerms = 0;
  #pointed: Cell | null = null;
  #plane = { x: 0, y: 3 };
  #edited: EditedVector | null = null;
  #playing = 0;
  #travel: Travel | null = null;
  /** What another figure of the group has said; taken when this one is near the screen. */
  #heard: Scenario | null = null;
  #group = new Membership("scenario", (scenario) => {
    this.#heard = scenario;
    if (this.isNear) this.follow();
  });

  constructor() {
    super();
    this.takeUp(Object.values(ATTRIBUTES));
  }

  // ── The contract ────────────────────────────────────────────────────────────────────────────

  /** The whole scenario. Setting a bad one throws, and the figure stays as it was. */
  get scenario(): Scenario {
    return structuredClone(this.#live.scenario);
  }

  set scenario(scenario: Partial<Scenario>) {
    // The whole scenario: what attributes asked for before gives way.
    if (!this.#store) this.#pending = {};
    this.#set("scenario", scenario);
  }

  get tokens(): string[] {
    return [...this.#live.scenario.tokens];
  }

  set tokens(value: string[] | string) {
    this.#set("tokens", value);
  }

  get heads(): number {
    return this.#live.scenario.heads;
  }

  set heads(value: number) {
    this.#set("heads", value);
  }

  get kvHeads(): number {
    return this.#live.scenario.kv_heads;
  }

  set kvHeads(value: number) {
    this.#set("kv-heads", value);
  }

  get dK(): number {
    return this.#live.scenario.d_k;
  }

  set dK(value: number) {
    this.#set("d-k", value);
  }

  get mask(): Mask {
    return structuredClone(this.#live.scenario.mask);
  }

  set mask(value: Mask) {
    this.#set("mask", value);
  }

  get scale(): Scenario["scale"] {
    return this.#live.scenario.scale;
  }

  set scale(value: Scenario["scale"]) {
    this.#set("scale", value);
  }

  get temperature(): number {
    return this.#live.scenario.temperature;
  }

  set temperature(value: number) {
    this.#set("temperature", value);
  }

  get positions(): Scenario["positions"] {
    return this.#live.scenario.positions;
  }

  set positions(value: Scenario["positions"]) {
    this.#set("positions", value);
  }

  /** The seed of the weights; undefined when they are explicit or designed without one. */
  get seed(): number | undefined {
    const { weights } = this.#live.scenario;
    return "seed" in weights ? weights.seed : undefined;
  }

  set seed(value: number) {
    this.#set("seed", value);
  }

  get preset(): string | undefined {
    const { weights } = this.#live.scenario;
    return "preset" in weights ? weights.preset : undefined;
  }

  set preset(value: string) {
    this.#set("preset", value);
  }

  get step(): string {
    return this.#view?.step ?? this.#pendingStep;
  }

  set step(value: string) {
    this.#setStep(value);
  }

  /** A step's numbers, row-major; `head` counts query heads from 0. */
  read(step: StepName, at: At = {}): Matrix {
    return this.#live.trace.read(step, at);
  }

  /** Why a cell has its value: the operation, its operands, and the cells it is made from. */
  explain(step: StepName, at: At & { row: number; col: number }): Explanation {
    return this.#live.trace.explain(step, at);
  }

  override get engine(): Engine {
    return this.#live.engine;
  }

  override get snapshot(): Snapshot {
    return { settings: this.scenario, view: viewOf(this.#view) };
  }

  override get authored(): Snapshot {
    return { settings: structuredClone(this.#live.authored), view: viewOf(this.#authoredView) };
  }

  /** Shows a snapshot; where `isQuiet`, without handing it on to the group. */
  override restore({ settings, view }: Snapshot, isQuiet = false): void {
    const store = this.#live;
    const scenario = filledIn(store.engine, settings);
    const isMoved = store.goTo(scenario);
    this.#accepted();
    const wanted: View = { ...(this.#view as View), ...view, trail: [] };
    const { trace } = store;
    const there = clamped(trace, scenario, wanted);
    this.#show(
      view.col === undefined ? askedBy(trace, there, there.row) : atStep(trace, there, there.step),
    );
    if (isMoved) this.#changed(isQuiet);
  }

  override get attended(): Scenario {
    return this.scenario;
  }

  override attending(settings: Scenario): Snapshot {
    return { settings, view: viewOf(this.#view) };
  }

  // ── Life cycle ──────────────────────────────────────────────────────────────────────────────

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener("visibilitychange", this.#pauseWhenHidden);
    this.#group.join(this.getAttribute("group") ?? "");
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener("visibilitychange", this.#pauseWhenHidden);
    this.#group.leave();
  }

  protected override rest(): void {
    this.#play(false);
    this.#travel?.stop();
  }

  override attributeChangedCallback(name: string, old: string | null, value: string | null): void {
    super.attributeChangedCallback(name, old, value);
    if (name === "group" && this.isConnected) this.#group.join(value ?? "");
    if (value === null || value === old || !isAttributeName(name)) return;
    this.attempt(() => (name === "step" ? this.#setStep(value) : this.#set(name, value)));
  }

  protected override createRenderRoot() {
    const root = super.createRenderRoot();
    root.addEventListener("keydown", (event) => this.#key(event as KeyboardEvent));
    // Touching a figure pauses it.
    root.addEventListener("pointerdown", (event) => {
      if (!(event.target as Element).closest(".moves")) this.#play(false);
    });
    return root;
  }

  protected override async begin(): Promise<void> {
    const engine = await load();
    this.failure = "";
    try {
      this.#store = new ScenarioStore(engine, defined(this.#pending));
    } catch (error) {
      this.#store = new ScenarioStore(engine);
      this.refuse(error);
    }
    this.guard(this.#store);
    this.#model = new Model(engine, this.#store.trace, this.#store.scenario);
    const step = isPipelineStep(this.#pendingStep) ? this.#pendingStep : FIRST_STEP;
    this.#view = this.#authoredView = firstView(this.#store.trace, step);
    this.width = this.clientWidth;
    this.follow();
    // In pieces, between which the page answers: what is computed, what is seen first, the controls.
    await breath();
    this.requestUpdate();
    await this.updateComplete;
    await this.#complete();
  }

  /** Brings what stands below the first numbers. */
  async #complete(): Promise<void> {
    try {
      this.#below = await import("./explainer/below");
      this.#travel = new this.#below.Travel();
      adoptStyles(
        this.renderRoot as ShadowRoot,
        AttentionExplainer.finalizeStyles([styles, this.#below.styles]),
      );
      this.requestUpdate();
      await this.updateComplete;
    } catch (error) {
      // The numbers are there without it.
      this.refuse(error);
    }
  }

  get #live(): ScenarioStore {
    return this.#store ?? notStarted();
  }

  #set(name: Exclude<AttributeName, "step">, value: unknown): void {
    // What the host sets is newer than what the group has said.
    this.#heard = null;
    const store = this.#store;
    if (!store) {
      this.#pending = {
        ...this.#pending,
        ...patchOf(name, value, this.#pending.weights ?? { preset: "grammar" }),
      };
      return;
    }
    const patch = patchOf(name, value, store.scenario.weights);
    // A whole scenario goes to the engine as it came, which also refuses what only looks like one.
    store.author(
      name === "scenario" ? (patch as Partial<Scenario>) : defined({ ...store.scenario, ...patch }),
    );
    this.#accepted();
  }

  #setStep(value: string): void {
    if (!isPipelineStep(value)) return refuseStep(value);
    this.#pendingStep = value;
    if (this.#store && this.#view) this.#show(atStep(this.#store.trace, this.#view, value));
  }

  // ── Changes by the reader ───────────────────────────────────────────────────────────────────

  #accepted(): void {
    if (!this.#store) return;
    this.message = "";
    const { trace, scenario } = this.#store;
    this.#model = new Model(this.#store.engine, trace, scenario);
    if (this.#view) this.#view = clamped(trace, scenario, this.#view);
    this.requestUpdate();
  }

  #input(edit: Edit): void {
    this.attempt(() => {
      this.#live.input(edit);
      this.#accepted();
      this.#emit("attention-input");
    });
  }

  #commit(): void {
    if (this.#store?.commit()) this.#changed();
  }

  #history(move: "undo" | "redo" | "reset"): void {
    this.attempt(() => {
      this.#live[move]();
      this.#accepted();
      this.#changed();
    });
  }

  #changed(isQuiet = false): void {
    this.requestUpdate();
    this.announce(".summary");
    if (!isQuiet) this.#group.send(this.#live.scenario);
    this.#emit("attention-change");
  }

  /** Takes what the reader made in another figure, as a change that can be undone here. */
  protected override follow(): void {
    const scenario = this.#heard;
    if (!scenario || !this.#store) return;
    this.#heard = null;
    this.attempt(() => {
      this.#live.goTo(scenario);
      this.#accepted();
    });
  }

  #emit(type: "attention-input" | "attention-change"): void {
    this.emitState(type, "scenario", this.#live.scenario);
  }

  #show(view: View): void {
    const isNewStep = view.step !== this.#view?.step;
    // The vector that is edited is the asking word's, until the reader chooses another.
    if (view.row !== this.#view?.row) this.#edited = null;
    this.#view = view;
    this.#pendingStep = view.step;
    this.#shownTerms = 0;
    this.requestUpdate();
    if (isNewStep) void this.updateComplete.then(() => this.#animate());
  }

  #look(view: View): void {
    this.#show(view);
    this.emit("attention-view", {});
  }

  #goTo(index: number): void {
    const step = PIPELINE[Math.max(0, Math.min(PIPELINE.length - 1, index))];
    if (this.#store && this.#view && step && step !== this.#view.step)
      this.#look(atStep(this.#store.trace, this.#view, step));
  }

  #animate(): void {
    const layer = this.renderRoot.querySelector<HTMLElement>(".travel");
    const cell = this.#view?.trail[0];
    if (layer && cell && this.#model)
      this.#travel?.start(this.renderRoot, layer, this.#model.explain(cell));
  }

  #play(play: boolean): void {
    clearInterval(this.#playing);
    const wasPlaying = this.#playing !== 0;
    this.#playing = 0;
    if (play && this.#view) {
      if (this.#view.step === PIPELINE.at(-1)) this.#goTo(0);
      this.#playing = window.setInterval(() => this.#advance(), PLAY_STEP);
    }
    if (play || wasPlaying) this.requestUpdate();
  }

  #advance(): void {
    if (!this.#view) return;
    const next = PIPELINE.indexOf(this.#view.step) + 1;
    this.#goTo(next);
    if (next >= PIPELINE.length - 1) this.#play(false);
  }

  #pauseWhenHidden = (): void => {
    if (document.hidden) this.#play(false);
  };

  #key(event: KeyboardEvent): void {
    const target = event.target as Element;
    if (event.defaultPrevented || target.closest("input, select, textarea")) return;
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") {
      event.preventDefault();
      return this.#history(event.shiftKey ? "redo" : "undo");
    }
    if (event.ctrlKey || event.metaKey || event.altKey || !this.#view) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    this.#goTo(PIPELINE.indexOf(this.#view.step) + by);
  }

  // ── Drawing ─────────────────────────────────────────────────────────────────────────────────

  protected override updated(): void {
    super.updated();
    const { scenario } = this.#model ?? {};
    if (!scenario) return;
    // Measuring forces layout, so it happens only when the words or their room change.
    const key = [
      this.width,
      scenario.tokens,
      scenario.memory?.tokens ?? "",
      scenario.heads > 1,
    ].join("\u0001");
    if (key === this.#boxesKey) return;
    this.#boxesKey = key;
    // In the frame that lays the words out anyway, and once more when they have their own font.
    const measure = () => requestAnimationFrame(() => this.#measureWords(key));
    measure();
    if (document.fonts.status === "loading") void document.fonts.ready.then(measure);
  }

  #measureWords(key: string): void {
    if (key !== this.#boxesKey) return;
    this.#boxes = measureHeadline(this.renderRoot as ShadowRoot);
    this.requestUpdate();
  }

  protected override render(): TemplateResult {
    const store = this.#store;
    const model = this.#model;
    const view = this.#view;
    if (!store || !model || !view) return waiting(this.failure, this.start);
    return workbench({
      model,
      view,
      store,
      width: this.width,
      boxes: this.#boxes,
      message: this.message,
      announcement: this.announcement,
      isLocked: this.isLocked,
      isPlaying: this.#playing !== 0,
      below: this.#below,
      pointed: this.#pointed,
      plane: this.#plane,
      edited: this.#edited,
      shownTerms: this.#shownTerms,
      onView: (next) => this.#look(next),
      onStep: (index) => this.#goTo(index),
      onPlay: (play) => this.#play(play),
      onInput: (edit) => this.#input(edit),
      onCommit: () => this.#commit(),
      onHistory: (move) => this.#history(move),
      onWay: (way) => this.leaveBy(way),
      onLocal: (change) => {
        if (change.pointed) this.#pointed = change.pointed;
        if (change.plane) this.#plane = change.plane;
        if (change.edited) this.#edited = change.edited;
        if (change.shownTerms) this.#shownTerms = change.shownTerms;
        this.requestUpdate();
      },
    });
  }
}

const viewOf = (view: View | null): Snapshot["view"] =>
  view ? { step: view.step, head: view.head, row: view.row, col: view.col } : {};

function refuseStep(value: unknown): never {
  throw new Error(`step: expected one of ${PIPELINE.join(", ")}, got ${JSON.stringify(value)}`);
}

/** Without the fields that are left undefined, which is how a field is left out. */
function defined(patch: Patch): Partial<Scenario> {
  return Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== undefined));
}

export default AttentionExplainer;

declare global {
  interface HTMLElementTagNameMap {
    "attention-explainer": AttentionExplainer;
  }
}
