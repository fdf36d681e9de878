/**
 * What lies under the tables of the crossing layout: the focused row and column as bands through
 * the whole pipeline, the elbows that join axes with a shared index, the brackets, and the channels
 * of the product that is being made.
 */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import type { StepName } from "../../engine/index";
import { isPartial, placeOf } from "../../views/window";
import { roleOf } from "./symbols";
import { UPRIGHT, type FieldName, type Geometry, type Rect } from "./geometry";
import type { PipelineStep, View } from "./view";

const band = (x: number, y: number, w: number, h: number) =>
  svg`<rect class="band" x=${x} y=${y} width=${w} height=${h}></rect>`;

/** Square brackets around a field. */
function bracket({ x, y, w, h }: Rect, role: string): SVGTemplateResult {
  const left = `M${x + 3} ${y - 2.5}h-5v${h + 5}h5`;
  const right = `M${x + w - 3} ${y - 2.5}h5v${h + 5}h-5`;
  return svg`<path class="bracket ${role}" d="${left}${right}"></path>`;
}

/** One elbow for each shared index: from a row's left end to the column below or above it. */
function elbows(
  from: Rect,
  to: Rect,
  count: number,
  cell: { w: number; h: number },
  inset: number,
) {
  return Array.from({ length: count }, (_, i) => {
    const y = from.y + (i + 0.5) * cell.h;
    const x = to.x + (i + 0.5) * cell.w;
    return svg`<path class="elbow" d=${`M${from.x - inset} ${y}H${x + 10}q-10 0 -10 10V${to.y - 8}`}></path>`;
  });
}

const STEP_FIELD: Partial<Record<StepName, FieldName>> = {
  embedded: "x",
  q: "q",
  k: "kt",
  v: "v",
  scores: "scores",
  scaled: "scores",
  masked: "scores",
  weights: "weights",
  head_output: "concat",
  concat: "concat",
  output: "output",
};

/** The fields that a step reads, for emphasis. */
export const OPERANDS: Record<PipelineStep, readonly FieldName[]> = {
  embedded: [],
  q: ["x", "w_q"],
  k: ["xt", "w_kt"],
  v: ["xt", "w_v"],
  scores: ["q", "kt"],
  scaled: ["scores"],
  masked: ["scores"],
  weights: ["scores"],
  head_output: ["weights", "v"],
  concat: ["concat"],
  output: ["concat", "w_o"],
};

export const fieldOf = (step: PipelineStep): FieldName => STEP_FIELD[step] as FieldName;

const ROLES: Record<FieldName, string> = {
  x: "plain",
  xt: "plain",
  w_q: roleOf("w_q"),
  w_kt: roleOf("w_k"),
  w_v: roleOf("w_v"),
  q: roleOf("q"),
  kt: roleOf("k"),
  scores: "plain",
  v: roleOf("v"),
  w_o: "plain",
  weights: "plain",
  concat: roleOf("v"),
  output: "plain",
};

export function threads(geometry: Geometry, view: View, isCross: boolean): TemplateResult {
  const { axes, cell, fields, blocks, strip, width, height, labels } = geometry;
  const row = placeOf(axes.queries, view.row);
  const col = placeOf(axes.keys, view.col);
  const f = fields;
  const rowY = (field: Rect, place: number) => field.y + place * cell.h;
  const colX = f.scores.x + col * cell.w;
  const step = view.step;
  const now = [fieldOf(step), ...OPERANDS[step]];
  const brackets = (Object.keys(fields) as FieldName[])
    .filter((name) => name !== "concat")
    .map((name) => bracket(fields[name], `${ROLES[name]} ${now.includes(name) ? "now" : ""}`));
  return html`<svg
    class="threads"
    width=${width}
    height=${height}
    viewBox="0 0 ${width} ${height}"
    aria-hidden="true"
  >
    ${band(f.x.x - labels, rowY(f.x, row), f.scores.x + f.scores.w - f.x.x + labels, cell.h)}
    ${band(f.weights.x - 60, rowY(f.weights, row), f.output.x + f.output.w - f.weights.x + 60, cell.h)}
    ${band(colX, f.xt.y - UPRIGHT, cell.w, f.scores.y + f.scores.h - f.xt.y + UPRIGHT)}
    ${band(colX, strip.y, cell.w, f.weights.y + f.weights.h - strip.y)}
    ${band(f.v.x - (isCross ? 60 : 4), rowY(f.v, col), f.v.w + (isCross ? 64 : 8), cell.h)}
    ${isPartial(axes.model) ? nothing : elbows(f.w_q, { ...f.w_kt, y: f.w_kt.y }, axes.model.size, cell, 62)}
    ${isPartial(axes.key) ? nothing : elbows(f.kt, f.q, axes.key.size, cell, 10)} ${brackets}
    ${blocks.map((block, i) => bracket(block, `v ${now.includes("concat") && (step !== "head_output" || axes.heads.start + i === view.head) ? "now" : ""}`))}
    ${step === "scores" && row >= 0 && col >= 0 ? channels(geometry, row, col) : nothing}
  </svg>`;
}

/** From q to the score and from k to the score. */
function channels({ fields, cell }: Geometry, row: number, col: number): SVGTemplateResult {
  const { q, kt, scores } = fields;
  const y = scores.y + row * cell.h;
  const x = scores.x + col * cell.w;
  const fromQ = `M${q.x + q.w + 4} ${y}H${x}M${q.x + q.w + 4} ${y + cell.h}H${x}`;
  const fromK = `M${x} ${kt.y + kt.h + 4}V${y}M${x + cell.w} ${kt.y + kt.h + 4}V${y}`;
  return svg`<path class="channel q" d=${fromQ}></path><path class="channel k" d=${fromK}></path>`;
}
