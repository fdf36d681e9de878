/** The figure from top to bottom: headline, stepper, crossings, arithmetic, summary, controls. */
import { html, nothing, type TemplateResult } from "lit";
import type { Cell, Scenario } from "../../engine/index";
import { stepper } from "../../controls/stepper";
import { setComponent } from "../../state/edits";
import type { Edit, ScenarioStore } from "../../state/scenario-store";
import { strings } from "../../strings";
import type { WayName } from "../../ways/ways";
import { formula } from "../../views/formula";
import { place } from "../../views/place";
import { toolbar } from "../frame/toolbar";
import type * as below from "./below";
import type { EditedVector } from "./controls";
import { layOut, WIDE, type Focus } from "./geometry";
import { headline, MEDIUM, type HeadlineBoxes } from "./headline";
import { legend } from "./legend";
import { pipelineMap } from "./map";
import type { Model } from "./model";
import { pipeline, stripRows } from "./pipeline";
import { stage } from "./stage";
import { symbol } from "./symbols";
import { askedBy, atHead, atStep, isPipelineStep, opened, PIPELINE, type View } from "./view";

export interface LocalChange {
  pointed?: Cell;
  plane?: { x: number; y: number };
  edited?: EditedVector;
  shownTerms?: number;
}

export interface WorkbenchProps {
  model: Model;
  view: View;
  store: ScenarioStore;
  width: number;
  boxes: HeadlineBoxes | null;
  message: string;
  announcement: string;
  /** Whether the words stay as they are. */
  isLocked: boolean;
  isPlaying: boolean;
  /** What draws the rest, once it has come. */
  below: typeof below | null;
  pointed: Cell | null;
  plane: { x: number; y: number };
  edited: EditedVector | null;
  /** Terms of the arithmetic that the reader asked for, beyond the first page. */
  shownTerms: number;
  onView: (view: View) => void;
  onStep: (index: number) => void;
  onPlay: (play: boolean) => void;
  onInput: (edit: Edit) => void;
  onCommit: () => void;
  onHistory: (move: "undo" | "redo" | "reset") => void;
  onWay: (way: WayName) => void;
  onLocal: (change: LocalChange) => void;
}

/** Narrower than this the arithmetic has no room for its bars. */
const TINY = 300;
/** Between the two panes of a medium width, and the stage's part of it; as in the styles. */
const PANE_GAP = 40;
const STAGE_PART = 0.56;

export function workbench(props: WorkbenchProps): TemplateResult {
  const { model, view, store, boxes, message, announcement, onView } = props;
  const isWide = props.width >= WIDE;
  const layout = isWide
    ? "wide"
    : `narrow ${props.width >= MEDIUM ? "medium" : props.width < TINY ? "tiny" : ""}`;
  return html`<div class="workbench ${layout}">
    <header>
      <h2 part="title">${strings.title}</h2>
      ${suggestion(props)}
    </header>
    ${headline({
      model,
      view,
      boxes,
      onAsk: (row) => onView(askedBy(store.trace, view, row)),
      onHead: (head) => onView(atHead(store.trace, view, head)),
    })}
    ${message ? html`<p class="message" role="alert">${message}</p>` : nothing}
    ${isWide ? wide(props) : narrow(props)}
    <div class="outcome">
      <p class="summary" part="summary">${summary(props)}</p>
      <p class="hint">${strings.rounded(slotShare(props))}</p>
    </div>
    ${toolbar({
      isAuthored: store.isAuthored,
      canUndo: store.canUndo,
      canRedo: store.canRedo,
      onMove: props.onHistory,
      onWay: props.onWay,
    })}
    ${
      props.below
        ? props.below.controls({
            model,
            view,
            isLocked: props.isLocked,
            edited: props.edited,
            onEdited: (edited) => props.onLocal({ edited }),
            plane: props.plane,
            onPlane: (plane) => props.onLocal({ plane }),
            onInput: props.onInput,
            onCommit: props.onCommit,
            onRow: (row) =>
              onView(askedBy(store.trace, view, Math.min(row, store.scenario.tokens.length - 1))),
          })
        : nothing
    }
    <div class="travel" aria-hidden="true"></div>
    <p class="visually-hidden" aria-live="polite">${announcement}</p>
  </div>`;
}

/** The wide layout: everything at once, on one grid. */
function wide(props: WorkbenchProps): TemplateResult {
  const { model, view, store, width, onView } = props;
  const geometry = layOut(width, model.scenario, focusOf(view, model), stripRows(model));
  const { why, legend: key } = geometry;
  return html`${steps(props)}
    <div class="text">${explanationText(props)}</div>
    <div class="board" ${place({ h: geometry.height })}>
      ${pipeline({
        model,
        view,
        geometry,
        onOpen: (cell) => onView(opened(view, cell, model.scenario.d_v)),
        onKey: (col, cell) =>
          onView({ ...opened(view, cell, model.scenario.d_v), row: view.row, col }),
        onHead: (head) => onView(atHead(store.trace, view, head)),
      })}
      <div class="legend" ${place({ x: key.x, y: key.y, w: key.w })}>
        ${legend(props.model, view, geometry.axes)}
      </div>
      <div class="why-place" ${place({ x: why.x, y: why.y, w: why.w, h: why.h })}>
        ${props.below?.whyThisNumber(props)}
      </div>
    </div>
    ${whole(props, { rows: geometry.axes.queries.size, cols: geometry.axes.keys.size }, geometry.axes.heads.size)}`;
}

/** The narrow layout: the grid as a map that is the stepper, and one crossing at a time. */
function narrow(props: WorkbenchProps): TemplateResult {
  const { model, view, store, width, onView } = props;
  const index = PIPELINE.indexOf(view.step);
  const room = width < MEDIUM ? width : Math.floor((width - PANE_GAP) * STAGE_PART);
  return html`<div class="panes">
      <div class="pane">
        ${pipelineMap(view.step, model.isCross, (step) => onView(atStep(store.trace, view, step)))}
        ${steps(props)}
        <p class="position">
          ${strings.youAreAt(index, PIPELINE.length)}, <b>${strings.stepName(view.step)}</b>
        </p>
        <div class="text">${explanationText(props)}</div>
      </div>
      <div class="pane">
        ${stage({ model, view, width: room, onOpen: (cell) => onView(opened(view, cell, model.scenario.d_v)) })}
        ${props.below?.whyThisNumber(props)}
      </div>
    </div>
    ${whole(props, { rows: 12, cols: 6 }, 1)}`;
}

function steps({ view, isPlaying, onStep, onPlay }: WorkbenchProps): TemplateResult {
  return stepper({
    names: PIPELINE.map(strings.stepName),
    index: PIPELINE.indexOf(view.step),
    isPlaying,
    symbol: (index) => symbol(PIPELINE[index] ?? "embedded"),
    onStep,
    onPlay,
  });
}

/** The step's equation, and one sentence about this token. */
function explanationText({ model, view, store, onView }: WorkbenchProps): TemplateResult {
  const first = view.trail[0];
  const { rows, cols, values } = model.read("weights", view.head);
  const { rows: stepRows, cols: stepCols } = model.read(view.step, view.head);
  return html`${formula({
      step: view.step,
      scenario: model.scenario,
      rows: stepRows,
      cols: stepCols,
      onStep: (step) => {
        if (isPipelineStep(step)) onView(atStep(store.trace, view, step));
      },
    })}
    <p class="narration">
      ${strings.narrate(view.step, {
        query: model.query(view.row),
        key: model.key(view.col),
        head: view.head,
        open: first?.step === view.step ? model.explain(first) : null,
        scenario: model.scenario,
        share: rows > view.row ? (values[view.row * cols + view.col] ?? 0) : 0,
      })}
    </p>`;
}

/** The part of the focused row that goes to no word but to the empty slot. */
function slotShare({ model, view }: WorkbenchProps): number {
  const { sink, sum } = model.softmaxRow(view.head, view.row);
  return sink / sum;
}

function summary(props: WorkbenchProps): TemplateResult {
  const { model, view } = props;
  const { cols, values } = model.read("weights", view.head);
  const shares = Array.from({ length: cols }, (_, col) => ({
    token: model.key(col),
    share: values[view.row * cols + col] ?? 0,
  })).sort((a, b) => b.share - a.share);
  const [most] = shares;
  const isEven = cols > 2 && most !== undefined && most.share < 1.25 * (shares.at(-1)?.share ?? 0);
  return strings.summary(
    model.query(view.row),
    shares,
    isEven,
    strings.headShort(view.head),
    slotShare(props),
  );
}

/** One thing to try, as a button that sets that state. */
function suggestion({ model, view, onInput, onCommit, onLocal }: WorkbenchProps): TemplateResult {
  const { scenario, engine } = model;
  const feature = (name: string) => engine.features.findIndex((each) => each.name === name);
  const alive = feature("alive");
  const found = model.isCross ? -1 : view.col;
  const isPronoun = (scenario.vectors[view.row]?.[feature("pronoun")] ?? 0) > 0;
  const isAlive = (scenario.vectors[found]?.[alive] ?? 0) > 0;
  const asksForLife = model.design(view.head)?.id === "pronoun_noun" && isPronoun && isAlive;
  const act = (next: Scenario) => {
    onInput(next);
    onCommit();
  };
  const isScaled = scenario.scale === "sqrt_d_k";
  return asksForLife
    ? html`<p class="try">
        ${strings.tryThis}
        <button
          class="link"
          @click=${() => {
            onLocal({ edited: { side: "tokens", row: found } });
            act(setComponent(scenario, found, alive, 0));
          }}
        >
          ${strings.tries.alive(model.key(found))}
        </button>
        ${strings.tries.aliveEffect(model.query(view.row))}
      </p>`
    : html`<p class="try">
        ${strings.tryThis}
        <button
          class="link"
          @click=${() => act(isScaled ? { ...scenario, scale: "none", d_k: 64 } : { ...scenario, scale: "sqrt_d_k" })}
        >
          ${isScaled ? strings.tries.unscaled : strings.tries.scaled}
        </button>
        ${isScaled ? strings.tries.unscaledEffect : strings.tries.scaledEffect}
      </p>`;
}

function whole(props: WorkbenchProps, drawn: { rows: number; cols: number }, drawnHeads: number) {
  const { model, view, width, pointed, onLocal, onView } = props;
  return props.below?.wholeMatrix({
    model,
    view,
    width,
    drawn,
    drawnHeads,
    pointed,
    onPoint: (cell) => onLocal({ pointed: cell }),
    onOpen: (cell) => onView(opened(view, cell, model.scenario.d_v)),
  });
}

/** The indices that windows are drawn around: the focus, and the open cell's components. */
function focusOf({ row, col, head, trail }: View, { scenario }: Model): Focus {
  const focus: Focus = { row, col, head, model: 0, key: 0, value: 0 };
  for (const cell of trail) {
    switch (cell.step) {
      case "q":
      case "k":
      case "q_rotated":
      case "k_rotated":
        focus.key = cell.col;
        break;
      case "w_q":
      case "w_k":
        focus.model = cell.row;
        focus.key = cell.col;
        break;
      case "v":
      case "head_output":
        focus.value = cell.col;
        break;
      case "w_v":
        focus.model = cell.row;
        focus.value = cell.col;
        break;
      case "concat":
        focus.value = cell.col % scenario.d_v;
        break;
      case "w_o":
        focus.value = cell.row;
        focus.model = cell.col;
        break;
      case "embedded":
      case "memory":
      case "output":
        focus.model = cell.col;
        break;
    }
  }
  return focus;
}
