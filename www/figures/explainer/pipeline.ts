/** The crossing layout: all matrices of the mechanism on one grid, each a table of real numbers. */
import { html, nothing, type TemplateResult } from "lit";
import { classMap } from "lit/directives/class-map.js";
import type { Cell, Matrix, StepName } from "../../engine/index";
import { strings } from "../../strings";
import { heatmap } from "../../views/heatmap";
import { cellText, decimalsFor, largestMagnitude } from "../../views/format";
import { matrix, type MatrixProps, type Place } from "../../views/matrix";
import { place } from "../../views/place";
import { indices, isPartial, whole, type AxisWindow } from "../../views/window";
import { UPRIGHT, type FieldName, type Geometry, type Rect } from "./geometry";
import type { Model } from "./model";
import { stackOutputWeights } from "./output-weights";
import { roleOf, symbol } from "./symbols";
import { fieldOf, OPERANDS, threads } from "./threads";
import { PIPELINE, type PipelineStep, type View } from "./view";

export interface PipelineProps {
  model: Model;
  view: View;
  geometry: Geometry;
  onOpen: (cell: Cell) => void;
  /** Opens a cell on the keys' side, which leaves the asking word as it is. */
  onKey: (index: number, cell: Cell) => void;
  onHead: (head: number) => void;
}

interface FieldSpec {
  name: FieldName;
  step: StepName;
  transposed?: boolean;
  rows: AxisWindow;
  cols: AxisWindow;
  lit?: { row?: number; col?: number };
  map?: MatrixProps["map"];
  caption?: TemplateResult;
}

/** The step that the field at the crossing of queries and keys shows. */
const scoreStage = (step: PipelineStep): "scores" | "scaled" | "masked" =>
  step === "scaled" || step === "masked" ? step : step === "weights" ? "masked" : "scores";

export function pipeline(props: PipelineProps): TemplateResult {
  const { model, view, geometry } = props;
  const { axes } = geometry;
  const stage = scoreStage(view.step);
  // From the crossing on, its operands stand there as it multiplies them.
  const isCrossed = PIPELINE.indexOf(view.step) >= PIPELINE.indexOf("scores");
  const { q, k } = isCrossed ? model.crossed : ({ q: "q", k: "k" } as const);
  const specs: FieldSpec[] = [
    { name: "w_q", step: "w_q", rows: axes.model, cols: axes.key },
    {
      name: "xt",
      step: model.keyVectors,
      transposed: true,
      rows: axes.model,
      cols: axes.keys,
      lit: { col: view.col },
    },
    { name: "w_v", step: "w_v", rows: axes.model, cols: axes.value },
    { name: "w_kt", step: "w_k", transposed: true, rows: axes.key, cols: axes.model },
    {
      name: "kt",
      step: k,
      transposed: true,
      rows: axes.key,
      cols: axes.keys,
      lit: { col: view.col },
    },
    { name: "x", step: "embedded", rows: axes.queries, cols: axes.model, lit: { row: view.row } },
    { name: "q", step: q, rows: axes.queries, cols: axes.key, lit: { row: view.row } },
    { name: "scores", step: stage, rows: axes.queries, cols: axes.keys, map: "signed" },
    { name: "v", step: "v", rows: axes.keys, cols: axes.value, lit: { row: view.col } },
    { name: "weights", step: "weights", rows: axes.queries, cols: axes.keys, map: "weight" },
    {
      name: "output",
      step: "output",
      rows: axes.queries,
      cols: axes.model,
      lit: { row: view.row },
    },
  ];
  return html`<div class="pipeline" ${place({ w: geometry.width, h: geometry.height })}>
    ${threads(geometry, view, model.isCross)} ${specs.map((spec) => field(props, spec))}
    ${outputWeights(props)} ${blocks(props)} ${otherHeads(props)} ${strip(props)} ${names(props)}
  </div>`;
}

/** Fields with names or elbows above their columns: their caption stands aside. */
const CAPTION_ASIDE: readonly FieldName[] = ["w_q", "xt", "w_v", "w_kt", "q"];

const emphasis = ({ view }: PipelineProps, name: FieldName) => ({
  field: true,
  aside: CAPTION_ASIDE.includes(name),
  now: fieldOf(view.step) === name,
  operand: OPERANDS[view.step].includes(name),
});

function field(props: PipelineProps, spec: FieldSpec): TemplateResult {
  const { model, view, geometry, onOpen, onKey } = props;
  const { step, transposed = false, rows, cols, name } = spec;
  const data = model.read(step, view.head);
  const axes = model.axes(step, view.head);
  const head = isPerHead(step) ? view.head : null;
  const isKeySide = name === "xt" && !model.isCross;
  const { x, y, w, h } = geometry.fields[name];
  return html`<section
    class=${classMap(emphasis(props, name))}
    data-step=${step}
    ${place({ x, y, w, h })}
  >
    <p class="caption">
      ${symbol(step, transposed)} ${name === "xt" ? nothing : shape(data, transposed, rows, cols)}
    </p>
    <div class="cells">
      <table
        part="matrix"
        ${matrix({
          name: strings.matrixName(step, data.rows, data.cols, transposed),
          ...data,
          transposed,
          rowWindow: rows,
          colWindow: cols,
          rowLabels: transposed ? axes.col : axes.row,
          colLabels: transposed ? axes.row : axes.col,
          map: spec.map,
          role: roleOf(step),
          litRow: spec.lit?.row,
          litCol: spec.lit?.col,
          locate: locator(step, head, transposed),
          open: view.trail.at(-1),
          onPick: (row, col) => {
            const cell = transposed ? { step, head, row: col, col: row } : { step, head, row, col };
            if (isKeySide) onKey(col, cell);
            else onOpen(cell);
          },
        })}
      ></table>
    </div>
  </section>`;
}

const isPerHead = (step: StepName) =>
  step !== "embedded" && step !== "memory" && step !== "concat" && step !== "output";

/** Where a cell of the trace stands in a field that shows one step. */
const locator =
  (step: StepName, head: number | null, transposed = false) =>
  (cell: Cell): Place | null => {
    if (cell.step !== step || (head !== null && cell.head !== head)) return null;
    return transposed ? { row: cell.col, col: cell.row } : { row: cell.row, col: cell.col };
  };

/** "9 × 4", and which part of it is drawn when not all is. */
function shape(
  { rows, cols }: Matrix,
  transposed: boolean,
  rowWindow: AxisWindow,
  colWindow: AxisWindow,
) {
  const size = transposed ? `${cols} × ${rows}` : `${rows} × ${cols}`;
  const isCut = isPartial(rowWindow) || isPartial(colWindow);
  return html`<span class="shape"
    >${size}${isCut ? html`<br />${span(rowWindow)} × ${span(colWindow)}` : nothing}</span
  >`;
}

/** The drawn indices, counted from 1. */
const span = ({ start, size, total }: AxisWindow) =>
  size < total ? `${start + 1}–${start + size}` : String(total);

/** W_O with the rows of the drawn heads, one under another. */
function outputWeights(props: PipelineProps): TemplateResult {
  const { model, view, geometry, onOpen } = props;
  const { heads, value, model: features } = geometry.axes;
  const rows = indices(heads).flatMap((head) => indices(value).map((row) => ({ head, row })));
  const data = stackOutputWeights(model, rows);
  const total = { ...data, rows: model.scenario.heads * model.scenario.d_v };
  const { x, y, w, h } = geometry.fields.w_o;
  return html`<section
    class=${classMap(emphasis(props, "w_o"))}
    data-step="w_o"
    ${place({ x, y, w, h })}
  >
    <p class="caption">
      ${symbol("w_o")}
      ${shape(total, false, { ...whole(rows.length), total: total.rows }, features)}
    </p>
    <div class="cells">
      <table
        ${matrix({
          name: strings.matrixName("w_o", total.rows, total.cols, false),
          ...data,
          rowWindow: whole(rows.length),
          colWindow: features,
          rowLabels: (i) =>
            strings.headColumn(
              rows[i]?.head ?? 0,
              model.valueColumn(rows[i]?.head ?? 0)(rows[i]?.row ?? 0),
            ),
          colLabels: model.feature,
          locate: (cell) => {
            const row = rows.findIndex((at) => at.head === cell.head && at.row === cell.row);
            return cell.step === "w_o" && row >= 0 ? { row, col: cell.col } : null;
          },
          open: view.trail.at(-1),
          onPick: (i, col) => {
            const at = rows[i];
            if (at) onOpen({ step: "w_o", head: at.head, row: at.row, col });
          },
        })}
      ></table>
    </div>
  </section>`;
}

/** The heads' outputs side by side: each block is A V of one head, all of them are Z. */
function blocks(props: PipelineProps): TemplateResult {
  const { model, view, geometry, onOpen } = props;
  const { axes } = geometry;
  const isConcat = view.step === "concat" || view.step === "output";
  const { d_v: size, heads } = model.scenario;
  const z = geometry.fields.concat;
  return html`${indices(axes.heads).map((head, i) => {
      const data = model.read("head_output", head);
      const block = geometry.blocks[i];
      if (!block) return nothing;
      const now = isConcat || (view.step === "head_output" && head === view.head);
      return html`<section
        class=${classMap({ field: true, now })}
        data-step=${isConcat ? "concat" : "head_output"}
        ${place(block)}
      >
        <p class="caption">
          <span class="symbol v"><i>O</i><sub>${head + 1}</sub></span>
          ${shape(data, false, axes.queries, axes.value)}
        </p>
        <div class="cells">
          <table
            ${matrix({
              name: strings.headOutputName(head, data.rows, data.cols),
              ...data,
              rowWindow: axes.queries,
              colWindow: axes.value,
              rowLabels: model.query,
              colLabels: model.valueColumn(head),
              role: "v",
              litRow: view.row,
              locate: (cell) =>
                cell.step === "concat" && Math.floor(cell.col / size) === head
                  ? { row: cell.row, col: cell.col % size }
                  : locator("head_output", head)(cell),
              open: view.trail.at(-1),
              onPick: (row, col) =>
                onOpen(
                  isConcat
                    ? { step: "concat", head: null, row, col: head * size + col }
                    : { step: "head_output", head, row, col },
                ),
            })}
          ></table>
        </div>
      </section>`;
    })}
    <p class="brace" ${place({ x: z.x, y: z.y + z.h + 6, w: z.w })}>
      ${symbol("concat")} ${strings.concatNote(heads, heads * size, axes.heads.size)}
    </p>`;
}

/** The drawn part of a matrix as a matrix of its own. */
function cut({ cols, values }: Matrix, rowWindow: AxisWindow, colWindow: AxisWindow): Matrix {
  const part = new Float64Array(rowWindow.size * colWindow.size);
  for (let i = 0; i < rowWindow.size; i += 1) {
    const from = (rowWindow.start + i) * cols + colWindow.start;
    part.set(values.subarray(from, from + colWindow.size), i * colWindow.size);
  }
  return { rows: rowWindow.size, cols: colWindow.size, values: part };
}

/** The other drawn heads' weights as small maps, each over its block of Z. */
function otherHeads(props: PipelineProps): TemplateResult {
  const { model, view, geometry, onOpen, onHead } = props;
  const { v } = geometry.fields;
  return html`${indices(geometry.axes.heads).map((head, i) => {
    const block = geometry.blocks[i];
    if (head === view.head || !block) return nothing;
    const { queries, keys } = geometry.axes;
    const data = cut(model.read("weights", head), queries, keys);
    return html`<section
      class="field thumbnail"
      data-step="weights"
      ${place({ x: block.x, y: v.y, w: block.w, h: v.h })}
    >
      <p class="caption">
        <button class="link" @click=${() => onHead(head)} aria-label=${strings.showHead(head)}>
          <span class="symbol"><i>A</i><sub>${head + 1}</sub></span>
        </button>
        <span class="shape">${strings.headShort(head)}</span>
      </p>
      <canvas
        ${heatmap({
          name: strings.headWeightsName(head),
          ...data,
          map: "weight",
          width: block.w,
          maxHeight: v.h,
          focus: { row: view.row - queries.start, col: view.col - keys.start },
          rowLabels: (row) => model.query(queries.start + row),
          colLabels: (col) => model.key(keys.start + col),
          onPick: (row, col) =>
            onOpen({ step: "weights", head, row: queries.start + row, col: keys.start + col }),
        })}
      ></canvas>
    </section>`;
  })}`;
}

/** How many rows the strip between scores and weights has. */
export const stripRows = (model: Model): number =>
  model.scenario.mask === "none" && model.scenario.positions !== "alibi" ? 2 : 3;

/** The focused row on its way from scores to weights: scaled, masked, raised to e, and their sum. */
function strip({ model, view, geometry, onOpen }: PipelineProps): TemplateResult {
  const { keys } = geometry.axes;
  const { head, row } = view;
  const softmax = model.softmaxRow(head, row);
  const line = (step: "scaled" | "masked") => {
    const { cols, values } = model.read(step, head);
    return values.subarray(row * cols, row * cols + cols);
  };
  const rows = [
    { name: strings.stripScaled(model.scenario), values: line("scaled"), step: "scaled" as const },
    ...(stripRows(model) === 3
      ? [
          {
            name: strings.stripMasked(model.scenario),
            values: line("masked"),
            step: "masked" as const,
          },
        ]
      : []),
    { name: strings.stripExp(model.scenario), values: softmax.exps, step: "weights" as const },
  ];
  const { x, y, w, h } = geometry.strip;
  return html`<table
      class="strip"
      aria-label=${strings.stripName(model.query(row))}
      ${place({ x: x - 150, y, w: w + 150, h })}
    >
      <tbody>
        ${rows.map(({ name, values, step }) => {
          const decimals = decimalsFor(largestMagnitude(values));
          return html`<tr>
            <th scope="row">${name}</th>
            ${indices(keys).map(
              (col) =>
                html`<td
                  class=${col === view.col ? "lit" : ""}
                  @click=${() => onOpen({ step, head, row, col })}
                >
                  ${cellText(values[col] ?? NaN, decimals)}
                </td>`,
            )}
          </tr>`;
        })}
      </tbody>
    </table>
    <p class="strip-sum" ${place({ x: x + w + 10, y: y + h - 23 })}>
      ${strings.sum(softmax.sum, softmax.sink)}
    </p>`;
}

/** The names of columns and rows, each printed once: at the edge where the eye enters. */
function names({ model, view, geometry, onOpen }: PipelineProps): TemplateResult {
  const { axes, cell, fields } = geometry;
  const { xt, x, weights, v, w_q, w_kt, w_v, w_o } = fields;
  const { head } = view;
  const rows = (
    axis: AxisWindow,
    field: Rect,
    name: (index: number) => string,
    lit = -1,
    role = "",
  ) =>
    indices(axis).map(
      (index, i) =>
        html`<span
          class="row-name ${index === lit ? role : ""}"
          aria-hidden="true"
          ${place({ x: field.x - 82, y: field.y + i * cell.h, w: 76, h: cell.h })}
          ><bdi>${name(index)}</bdi></span
        >`,
    );
  const columns = (axis: AxisWindow, field: Rect, up: number, name: (index: number) => string) =>
    indices(axis).map(
      (index, j) =>
        html`<span
          class="column-name"
          aria-hidden="true"
          ${place({ x: field.x + j * cell.w, y: field.y - up - UPRIGHT, w: cell.w, h: UPRIGHT })}
          ><bdi>${name(index)}</bdi></span
        >`,
    );
  const tokens = indices(axes.keys).map(
    (col, j) =>
      html`<button
        class="column-name ${col === view.col ? "k" : ""}"
        tabindex="-1"
        aria-hidden="true"
        ${place({ x: xt.x + j * cell.w, y: xt.y - UPRIGHT - 4, w: cell.w, h: UPRIGHT })}
        @click=${() => onOpen({ step: "scores", head, row: view.row, col })}
      >
        <bdi>${model.key(col)}</bdi>
      </button>`,
  );
  return html`${tokens} ${rows(axes.queries, x, model.query, view.row, "q")}
  ${rows(axes.queries, weights, model.query, view.row, "q")} ${rows(axes.model, w_q, model.feature)}
  ${rows(axes.key, w_kt, model.queryColumn(head))}
  ${columns(axes.key, w_q, 4, model.queryColumn(head))}
  ${columns(axes.value, w_v, 4, model.valueColumn(head))}
  ${columns(axes.model, w_o, isPartial(axes.heads) || isPartial(axes.value) ? 36 : 24, model.feature)}
  ${model.isCross ? rows(axes.keys, v, model.key, view.col, "k") : nothing}`;
}
