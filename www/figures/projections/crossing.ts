/**
 * One token's vector meets W_Q, W_K and W_V. Each component stands at the row that it multiplies,
 * and a line as thick as it is large runs from it through the matrices; rows of a component that is
 * 0 fade. Below each matrix stands what its rows come to: q, k and v.
 */
import { html, nothing, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { Cell, StepName } from "../../engine/index";
import { choice } from "../../controls/choice";
import { numberField } from "../../controls/number-field";
import { projectionsStrings as strings, type Letter } from "../../strings/projections";
import { matrix, type MatrixProps } from "../../views/matrix";
import { place } from "../../views/place";
import { indices, isPartial, windowAround, type AxisWindow } from "../../views/window";
import type { Model } from "../explainer/model";
import { LETTERS, rowOf, WEIGHTS } from "./result";

export interface CrossingProps {
  model: Model;
  /** The vector as the reader set it: without what positions add. */
  vector: readonly number[];
  token: number;
  head: number;
  isWide: boolean;
  /** The matrix that is drawn where there is room for one. */
  shown: Letter;
  /** The first component that is drawn. */
  first: number;
  open: Cell | undefined;
  hot: string | null;
  onComponent: (index: number, value: number) => void;
  onCommit: () => void;
  onOpen: (cell: Cell) => void;
  onShow: (letter: Letter) => void;
  onFirst: (first: number) => void;
  onPoint: (symbol: string | null) => void;
}

const MOST_ROWS = 8;
const MOST_COLUMNS = 4;
const SPAN = 2;
const STEP = 0.05;
/** The thickest line, in CSS pixels. */
const THICK = 5;

export function crossing(props: CrossingProps): TemplateResult {
  const { model, isWide, shown, onShow, head } = props;
  const letters = isWide ? LETTERS : [shown];
  return html`${
      isWide
        ? nothing
        : choice({
            id: "matrix",
            legend: strings.whichMatrix,
            value: shown,
            options: LETTERS.map((value) => ({ value, label: strings.upper(value) })),
            onChoose: onShow,
          })
    }
    <div class="crossing ${isWide ? "wide" : ""}">
      ${vector(props)} ${letters.map((letter) => html`${threads(props)} ${block(props, letter)}`)}
    </div>
    ${
      isWide
        ? nothing
        : LETTERS.map(
            (letter) =>
              html`<div class="row-below ${props.hot === letter ? "hot" : ""}">
                ${caption(letter)} ${result(props, letter)}
              </div>`,
          )
    }
    ${rowsNote(props)}
    ${model.scenario.positions === "sinusoidal" ? html`<p class="hint">${strings.positions}</p>` : nothing}
    ${
      columnsOf(props, "q").total > MOST_COLUMNS
        ? html`<p class="hint">${strings.rest(MOST_COLUMNS, model.read("q", head).cols)}</p>`
        : nothing
    }`;
}

const rowsOf = ({ vector, first }: CrossingProps): AxisWindow => {
  const size = Math.min(MOST_ROWS, vector.length);
  return { start: Math.max(0, Math.min(first, vector.length - size)), size, total: vector.length };
};

/** The columns around the one that is open. */
function columnsOf({ model, head, open }: CrossingProps, letter: Letter): AxisWindow {
  const { cols } = model.read(letter, head);
  const isOpen = open?.step === letter || open?.step === WEIGHTS[letter];
  return windowAround(cols, MOST_COLUMNS, isOpen ? open.col : 0);
}

/** The components: a name, a slider and a number to scrub, each at its row. */
function vector(props: CrossingProps): TemplateResult {
  const { model, vector, token, onComponent, onCommit } = props;
  const word = model.query(token);
  const span = Math.max(SPAN, ...vector.map((value) => Math.ceil(Math.abs(value))));
  return html`<div
    class="vector ${props.hot === "embedded" ? "hot" : ""}"
    @pointerenter=${() => props.onPoint("embedded")}
    @pointerleave=${() => props.onPoint(null)}
  >
    <p class="names own"><span>${strings.vectorOf(word)}</span></p>
    ${indices(rowsOf(props)).map((index) => {
      const value = vector[index] ?? 0;
      const name = model.feature(index);
      const accept = (next: number) => onComponent(index, next);
      return html`<div class="component">
        <label for="x-${index}"><bdi>${name}</bdi></label>
        <input
          id="x-${index}"
          type="range"
          min=${-span}
          max=${span}
          step=${STEP}
          .value=${live(String(value))}
          aria-valuetext=${strings.componentValue(name, value)}
          @input=${(event: Event) => {
            event.stopPropagation();
            accept((event.target as HTMLInputElement).valueAsNumber);
          }}
          @change=${onCommit}
        />
        ${numberField({
          name: strings.component(name, word),
          value,
          step: STEP,
          decimals: 2,
          onInput: accept,
          onCommit,
        })}
      </div>`;
    })}
  </div>`;
}

/** From each component to the row it multiplies. */
function threads(props: CrossingProps): TemplateResult {
  const { model, token } = props;
  const x = rowOf(model.read("embedded"), token);
  const largest = Math.max(...x.map(Math.abs));
  return html`<div class="threads" aria-hidden="true">
    <span class="names"></span>
    ${indices(rowsOf(props)).map((index) => {
      const value = x[index] ?? 0;
      const h = value === 0 ? 0 : 1 + (THICK - 1) * (Math.abs(value) / largest);
      return html`<span class="thread"
        ><span class=${value < 0 ? "negative" : ""} ${place({ h })}></span
      ></span>`;
    })}
  </div>`;
}

const caption = (letter: Letter) =>
  html`<span class="row-name"
    >${strings.letter(letter)} <span class="hint">${strings.meaning[letter]}</span></span
  >`;

/** A matrix, its columns' names above and its product below. */
function block(props: CrossingProps, letter: Letter): TemplateResult {
  const { model, token, head, isWide, hot, onPoint } = props;
  const step = WEIGHTS[letter];
  const { rows, cols } = model.read(step, head);
  const { col } = model.axes(step, head);
  const columns = columnsOf(props, letter);
  const lit = litColumn(props, letter);
  const x = rowOf(model.read("embedded"), token);
  return html`<div
    class="block ${hot === letter ? "hot" : ""}"
    @pointerenter=${() => onPoint(letter)}
    @pointerleave=${() => onPoint(null)}
  >
    <div class="names" aria-hidden="true">
      <p>${strings.upper(letter)} <span class="hint">${strings.meaning[letter]}</span></p>
      <p class="columns ${letter}">
        ${indices(columns).map((index) => html`<span class=${index === lit ? "lit" : ""}><bdi>${col(index)}</bdi></span>`)}
      </p>
    </div>
    <div class="field rows now">
      <table
        ${matrix({
          ...table(props, step, letter, strings.matrixName(letter, rows, cols)),
          rowWindow: rowsOf(props),
          colWindow: columns,
          litCol: lit,
        })}
      ></table>
      ${indices(rowsOf(props)).map((index, i) =>
        x[index] === 0 ? html`<span class="veil at${i}"></span>` : nothing,
      )}
    </div>
    ${
      isWide
        ? html`<p class="row-name">${strings.letter(letter)}</p>
            ${result(props, letter)}`
        : nothing
    }
  </div>`;
}

/** The row below: q, k or v of the token. */
function result(props: CrossingProps, letter: Letter): TemplateResult {
  const { model, token, head } = props;
  const { rows } = model.read(letter, head);
  return html`<div class="field outcome now">
    <table
      ${matrix({
        ...table(props, letter, letter, strings.rowName(letter, model.query(token))),
        rowWindow: { start: token, size: 1, total: rows },
        colWindow: columnsOf(props, letter),
        litRow: token,
      })}
    ></table>
  </div>`;
}

/** The column whose product is open. */
const litColumn = ({ open }: CrossingProps, letter: Letter): number =>
  open?.step === letter || open?.step === WEIGHTS[letter] ? open.col : -1;

function table(
  { model, head, open, onOpen }: CrossingProps,
  step: StepName,
  role: Letter,
  name: string,
): Omit<MatrixProps, "rowWindow" | "colWindow"> {
  const axes = model.axes(step, head);
  return {
    ...model.read(step, head),
    name,
    rowLabels: axes.row,
    colLabels: axes.col,
    role,
    locate: (cell) => (cell.step === step ? { row: cell.row, col: cell.col } : null),
    open,
    onPick: (row, col) => onOpen({ step, head, row, col }),
  };
}

/** Long vectors come a few components at a time. */
function rowsNote(props: CrossingProps): TemplateResult | typeof nothing {
  const rows = rowsOf(props);
  if (!isPartial(rows)) return nothing;
  const { start, size, total } = rows;
  return html`<p class="hint">
    ${strings.shownRows(start + 1, start + size, total)}
    <button class="link" ?disabled=${start === 0} @click=${() => props.onFirst(start - size)}>
      ${strings.previous}
    </button>
    <button
      class="link"
      ?disabled=${start + size >= total}
      @click=${() => props.onFirst(start + size)}
    >
      ${strings.next}
    </button>
  </p>`;
}
