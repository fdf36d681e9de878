/**
 * One crossing at a time, for narrow containers: the focused token's operand stands along one side
 * of the matrix that it meets, and the result along the other.
 *
 *   down:  operand │ matrix        right:          operand
 *                  ├────────               matrix │ result
 *                    result
 */
import { html, nothing, type TemplateResult } from "lit";
import type { Cell, Matrix, StepName } from "../../engine/index";
import { strings } from "../../strings";
import { matrix, type MatrixProps, type Place } from "../../views/matrix";
import { place } from "../../views/place";
import { indices, isPartial, whole, windowAround, type AxisWindow } from "../../views/window";
import type { Model } from "./model";
import { stackOutputWeights } from "./output-weights";
import { roleOf, symbol } from "./symbols";
import { isHeadless, type View } from "./view";

export interface StageProps {
  model: Model;
  view: View;
  width: number;
  onOpen: (cell: Cell) => void;
}

const LABELS = 68;
const GAP = 10;
const OPERAND = 46;
const MOST_ROWS = 12;
/** Narrower than this the scores stand without their weights. */
const TIGHT = 300;
const MAX_CELL = 72;
const MIN_CELL = 36;

const single = (index: number, total: number): AxisWindow => ({ start: index, size: 1, total });

/** One table of the stage: a matrix, a row of one, or a row turned into a column. */
interface Part {
  step: StepName;
  area: "operand" | "matrix" | "result" | "more";
  data: Matrix;
  transposed?: boolean;
  rows: AxisWindow;
  cols: AxisWindow;
  rowLabels: (index: number) => string;
  colLabels: (index: number) => string;
  cellWidth: number;
  caption: TemplateResult;
  /** The accessible name, where it is not the step's. */
  name?: string;
  map?: MatrixProps["map"];
  lit?: { row?: number; col?: number };
  /** From what is drawn to the cell it is; null if it has no arithmetic of its own. */
  cellAt: (row: number, col: number) => Cell;
  /** Whether row names are printed, not only read out. */
  named?: "rows" | "cols" | "both";
}

export function stage(props: StageProps): TemplateResult {
  const { step } = props.view;
  switch (step) {
    case "embedded":
      return frame("list", [sentencePart(props)], props);
    case "q":
      return down(props, { operand: "embedded", at: props.view.row, matrix: "w_q", result: "q" });
    case "k":
      return down(props, {
        operand: props.model.keyVectors,
        at: props.view.col,
        matrix: "w_k",
        result: "k",
      });
    case "v":
      return down(props, {
        operand: props.model.keyVectors,
        at: props.view.col,
        matrix: "w_v",
        result: "v",
      });
    case "scores":
      return scores(props);
    case "scaled":
    case "masked":
    case "weights":
      return ledger(props);
    case "head_output":
      return down(props, {
        operand: "weights",
        at: props.view.row,
        matrix: "v",
        result: "head_output",
      });
    case "concat":
      return frame("list", [sideBySide(props)], props);
    case "output":
      return output(props);
  }
}

const headOf = (step: StepName, view: View) => (isHeadless(step) ? null : view.head);

function cellWidthFor(width: number, cols: number, reserved: number): number {
  return Math.max(24, Math.min(MAX_CELL, Math.floor((width - reserved) / cols)));
}

const capacityFor = (width: number, reserved: number) =>
  Math.max(2, Math.floor((width - reserved) / MIN_CELL));

/** The index of the open cell along an axis, to draw windows around it. */
function openIndex({ view }: StageProps, step: StepName, axis: "row" | "col"): number {
  const cell = view.trail.find((at) => at.step === step);
  return cell ? cell[axis] : 0;
}

function part(
  props: StageProps,
  step: StepName,
  options: Partial<Part> & Pick<Part, "area" | "rows" | "cols" | "cellWidth">,
): Part {
  const { model, view } = props;
  const axes = model.axes(step, view.head);
  const { transposed = false } = options;
  const head = headOf(step, view);
  return {
    step,
    data: model.read(step, head),
    rowLabels: transposed ? axes.col : axes.row,
    colLabels: transposed ? axes.row : axes.col,
    caption: symbol(step),
    cellAt: (row, col) =>
      transposed ? { step, head, row: col, col: row } : { step, head, row, col },
    ...options,
  };
}

interface Product {
  operand: StepName;
  /** The row of the operand. */
  at: number;
  matrix: StepName;
  result: StepName;
}

/** A row meets a matrix: operand on the left, turned upright; result below. */
function down(props: StageProps, { operand, at, matrix: right, result }: Product): TemplateResult {
  const { model, view, width } = props;
  const data = model.read(right, view.head);
  const reserved = LABELS + OPERAND + GAP;
  const cols = windowAround(
    data.cols,
    capacityFor(width, reserved),
    openIndex(props, result, "col"),
  );
  const shared = windowAround(
    data.rows,
    MOST_ROWS,
    right === "v" ? view.col : openIndex(props, right, "row"),
  );
  const cellWidth = cellWidthFor(width, cols.size, reserved);
  const operandRows = model.read(operand, headOf(operand, view)).rows;
  return frame(
    "down",
    [
      part(props, operand, {
        area: "operand",
        transposed: true,
        rows: shared,
        cols: single(at, operandRows),
        cellWidth: OPERAND,
        named: "rows",
        map: operand === "weights" ? "weight" : undefined,
        lit: right === "v" ? { row: view.col } : {},
      }),
      part(props, right, {
        area: "matrix",
        rows: shared,
        cols,
        cellWidth,
        named: "cols",
        lit: right === "v" ? { row: view.col } : {},
      }),
      part(props, result, { area: "result", rows: single(at, operandRows), cols, cellWidth }),
    ],
    props,
  );
}

/** The query on top, keys run down, scores at their right. */
function scores(props: StageProps): TemplateResult {
  const { model, view, width } = props;
  const { q, k: keysStep } = model.crossed;
  const k = model.read(keysStep, view.head);
  const queries = model.scenario.tokens.length;
  const withWeights = width >= TIGHT;
  const reserved = LABELS + (withWeights ? 2 : 1) * (GAP + OPERAND);
  const cols = windowAround(k.cols, capacityFor(width, reserved), openIndex(props, q, "col"));
  const keys = windowAround(k.rows, MOST_ROWS, view.col);
  const cellWidth = cellWidthFor(width, cols.size, reserved);
  const column = {
    transposed: true,
    rows: keys,
    cols: single(view.row, queries),
    cellWidth: OPERAND,
  };
  return frame(
    "right",
    [
      part(props, q, {
        area: "operand",
        rows: single(view.row, queries),
        cols,
        cellWidth,
        named: "cols",
        lit: { row: view.row },
      }),
      part(props, keysStep, {
        area: "matrix",
        rows: keys,
        cols,
        cellWidth,
        named: "rows",
        lit: { row: view.col },
      }),
      part(props, "scores", { area: "result", map: "signed", ...column }),
      ...(withWeights ? [part(props, "weights", { area: "more", map: "weight", ...column })] : []),
    ],
    props,
  );
}

/** From score to weight, one line a key. */
function ledger(props: StageProps): TemplateResult {
  const { model, view, width } = props;
  const keys = windowAround(model.keyTokens.length, MOST_ROWS, view.col);
  const queries = model.scenario.tokens.length;
  const cellWidth = cellWidthFor(width, 5, LABELS + 4 * GAP);
  const column = { transposed: true, rows: keys, cols: single(view.row, queries), cellWidth };
  const { exps } = model.softmaxRow(view.head, view.row);
  const exp: Part = {
    ...part(props, "weights", { area: "more", ...column }),
    data: { rows: 1, cols: exps.length, values: exps },
    cols: whole(1),
    caption: html`<span class="symbol"
      >${model.scenario.temperature === 0 ? "1|0" : html`<i>e</i>^`}</span
    >`,
    name: strings.expName(model.query(view.row), model.scenario),
    cellAt: (row) => ({ step: "weights", head: view.head, row: view.row, col: row }),
  };
  return frame(
    "ledger",
    [
      part(props, "scores", { area: "more", named: "rows", lit: { row: view.col }, ...column }),
      part(props, "scaled", {
        area: "more",
        lit: { row: view.col },
        ...column,
        caption: html`<span class="symbol"
          >${model.scenario.ssmax === null ? "÷" : html`<i>S</i>′`}</span
        >`,
      }),
      part(props, "masked", {
        area: "more",
        lit: { row: view.col },
        ...column,
        caption: symbol("masked"),
      }),
      { ...exp, lit: { row: view.col } },
      part(props, "weights", { area: "result", map: "weight", ...column }),
    ],
    props,
  );
}

function sentencePart(props: StageProps): Part {
  const { model, view, width } = props;
  const { rows, cols } = model.read("embedded");
  const colWindow = windowAround(
    cols,
    capacityFor(width, LABELS),
    openIndex(props, "embedded", "col"),
  );
  return part(props, "embedded", {
    area: "matrix",
    rows: windowAround(rows, MOST_ROWS, view.row),
    cols: colWindow,
    cellWidth: cellWidthFor(width, colWindow.size, LABELS),
    named: "both",
    lit: { row: view.row },
  });
}

/** The focused row of Z, one line a head. */
function sideBySide(props: StageProps): Part {
  const { model, view, width } = props;
  const { heads, d_v: size } = model.scenario;
  const { values } = model.read("concat");
  const cols = windowAround(
    size,
    capacityFor(width, LABELS),
    openIndex(props, "concat", "col") % size,
  );
  return {
    ...part(props, "concat", {
      area: "matrix",
      rows: windowAround(heads, MOST_ROWS, view.head),
      cols,
      cellWidth: cellWidthFor(width, cols.size, LABELS),
      named: "both",
    }),
    data: {
      rows: heads,
      cols: size,
      values: values.subarray(view.row * heads * size, (view.row + 1) * heads * size),
    },
    rowLabels: strings.headShort,
    colLabels: model.valueColumn(view.head),
    lit: { row: view.head },
    cellAt: (head, col) => ({ step: "concat", head: null, row: view.row, col: head * size + col }),
  };
}

/** Z's row meets W_O, whose rows are all heads' one under another. */
function output(props: StageProps): TemplateResult {
  const { model, view, width } = props;
  const { heads, d_v: size, tokens } = model.scenario;
  const reserved = LABELS + OPERAND + GAP;
  const shared = windowAround(heads * size, MOST_ROWS, view.head * size);
  const rows = indices(shared).map((index) => ({
    head: Math.floor(index / size),
    row: index % size,
  }));
  const cols = windowAround(
    model.modelSize,
    capacityFor(width, reserved),
    openIndex(props, "output", "col"),
  );
  const cellWidth = cellWidthFor(width, cols.size, reserved);
  return frame(
    "down",
    [
      part(props, "concat", {
        area: "operand",
        transposed: true,
        rows: shared,
        cols: single(view.row, tokens.length),
        cellWidth: OPERAND,
        named: "rows",
      }),
      {
        ...part(props, "w_o", {
          area: "matrix",
          rows: whole(rows.length),
          cols,
          cellWidth,
          named: "cols",
        }),
        data: stackOutputWeights(model, rows),
        rowLabels: (i) => model.concatColumn(shared.start + i),
        cellAt: (i, col) => ({
          step: "w_o",
          head: rows[i]?.head ?? 0,
          row: rows[i]?.row ?? 0,
          col,
        }),
      },
      part(props, "output", {
        area: "result",
        rows: single(view.row, tokens.length),
        cols,
        cellWidth,
      }),
    ],
    props,
  );
}

function frame(kind: string, parts: readonly Part[], props: StageProps): TemplateResult {
  return html`<div class="stage ${kind}">${parts.map((each) => table(each, props))}</div>`;
}

function table(each: Part, { model, view, onOpen }: StageProps): TemplateResult {
  const { step, data, area, rows, cols, transposed = false, named, cellWidth, cellAt } = each;
  const full = model.read(step, headOf(step, view));
  const labels = named === "rows" || named === "both" ? LABELS : 0;
  const partial = [
    labels > 0 && isPartial(rows) && rows.size > 1
      ? strings.shownRows(rows.start + 1, rows.start + rows.size)
      : "",
    isPartial(cols) && cols.size > 1
      ? strings.shownColumns(cols.start + 1, cols.start + cols.size)
      : "",
  ].filter(Boolean);
  return html`<section
    class="field part ${area} ${named ? `named-${named}` : ""}"
    data-step=${step}
  >
    <p class="caption">
      ${each.caption}${partial.length > 0 ? html`<span class="shape">${partial.join(", ")}</span>` : nothing}
    </p>
    <table
      ${place({ w: labels + cols.size * cellWidth })}
      ${matrix({
        name: each.name ?? strings.matrixName(step, full.rows, full.cols, false),
        ...data,
        transposed,
        rowWindow: rows,
        colWindow: cols,
        rowLabels: each.rowLabels,
        colLabels: each.colLabels,
        map: each.map,
        role: roleOf(step),
        litRow: each.lit?.row,
        litCol: each.lit?.col,
        locate: (cell) => findDrawn(each, cell),
        open: view.trail.at(-1),
        onPick: (row, col) => onOpen(cellAt(row, col)),
      })}
    ></table>
  </section>`;
}

/** Where a cell of the trace stands in a part, if it is drawn there. */
function findDrawn({ rows, cols, cellAt }: Part, sought: Cell): Place | null {
  for (const row of indices(rows)) {
    for (const col of indices(cols)) {
      const cell = cellAt(row, col);
      const isSame =
        cell.step === sought.step && cell.row === sought.row && cell.col === sought.col;
      if (isSame && (cell.head === null || cell.head === sought.head)) return { row, col };
    }
  }
  return null;
}
