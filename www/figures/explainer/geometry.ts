/**
 * Where everything stands in the crossing layout: every product where the row of its left operand
 * meets the column of the operand above it. Pure arithmetic in CSS pixels; no numbers of the
 * mechanism.
 *
 *               d_model   d_k     keys       values          d_model
 *   d_model               W_Q     Xᵀ         W_V
 *   d_k         W_Kᵀ              Kᵀ
 *   queries     X         Q       S          V, other heads  W_O
 *   queries     (why)             A          O₁ O₂ … = Z     output
 */
import type { Scenario } from "../../engine/index";
import { windowAround, type AxisWindow } from "../../views/window";

export interface Rect {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The drawn part of every axis, shared by all fields that have the axis. */
export interface Axes {
  queries: AxisWindow;
  keys: AxisWindow;
  model: AxisWindow;
  key: AxisWindow;
  value: AxisWindow;
  heads: AxisWindow;
}

/** The indices that windows are drawn around. */
export interface Focus {
  row: number;
  col: number;
  head: number;
  model: number;
  key: number;
  value: number;
}

export interface Geometry {
  axes: Axes;
  /** Width and height of a cell. */
  cell: { w: number; h: number };
  width: number;
  height: number;
  /** Room left of X for row labels. */
  labels: number;
  fields: Record<FieldName, Rect>;
  /** The blocks of the concatenation, one a drawn head. */
  blocks: Rect[];
  /** The focused row between scores and weights. */
  strip: Rect;
  why: Rect;
  legend: Rect;
}

export type FieldName =
  | "x"
  | "xt"
  | "w_q"
  | "w_kt"
  | "w_v"
  | "q"
  | "kt"
  | "scores"
  | "v"
  | "w_o"
  | "weights"
  | "concat"
  | "output";

const ROW = 24;
const CAPTION = 26;
const LABELS = 84;
const FEATURE_LABELS = 66;
const GAP = 28;
const BLOCK_GAP = 10;
/** Room above the first band for names that stand upright. */
export const UPRIGHT = 74;
const TOKEN_LABELS = UPRIGHT + 4;
const STRIP_ROW = 22;
/** The longest name of a row of the strip, and some air; the arithmetic stands left of it. */
const STRIP_NAME = 124;

/** What fits at most before an axis becomes a window around the focus. */
const CAPACITY = { queries: 10, keys: 16, model: 6, key: 4, value: 4, concat: 8 };
const MIN_CELL = 27;
const MAX_CELL = 34;

/** The narrowest container that the whole crossing layout fits in. */
export const WIDE = 1140;

export function layOut(
  width: number,
  scenario: Scenario,
  focus: Focus,
  stripRows: number,
): Geometry {
  const keyTokens = (scenario.memory ?? scenario).tokens;
  const isCross = scenario.memory !== null;
  const model = windowAround(scenario.vectors[0]?.length ?? 0, CAPACITY.model, focus.model);
  const key = windowAround(scenario.d_k, CAPACITY.key, focus.key);
  const value = windowAround(scenario.d_v, CAPACITY.value, focus.value);
  const blocks = Math.min(scenario.heads, Math.max(1, Math.floor(CAPACITY.concat / value.size)));
  const heads = windowAround(scenario.heads, blocks, focus.head);

  const valueGap = isCross ? LABELS : GAP;
  const blockGaps = (heads.size - 1) * BLOCK_GAP;
  const fixed = LABELS + FEATURE_LABELS + GAP + valueGap + GAP + blockGaps + 4;
  const others = 2 * model.size + key.size + heads.size * value.size;
  const room = Math.floor((width - fixed) / MIN_CELL) - others;
  const keys = windowAround(
    keyTokens.length,
    Math.max(4, Math.min(room, CAPACITY.keys)),
    focus.col,
  );
  const columns = others + keys.size;
  const w = Math.max(MIN_CELL, Math.min(MAX_CELL, Math.floor((width - fixed) / columns)));

  const queries = windowAround(scenario.tokens.length, CAPACITY.queries, focus.row);
  const woRows = heads.size * value.size;
  const middle = Math.max(queries.size, keys.size, woRows) * ROW;

  const x = LABELS;
  const q = x + model.size * w + FEATURE_LABELS;
  const s = q + key.size * w + GAP;
  const v = s + keys.size * w + valueGap;
  const z = woRows * w + blockGaps;
  const o = v + z + GAP;

  const top = TOKEN_LABELS + 6;
  const kt = top + model.size * ROW + CAPTION + 10;
  const mid = kt + key.size * ROW + CAPTION + 10;
  const strip = mid + middle + 10;
  const low = strip + stripRows * STRIP_ROW + CAPTION + 14;

  const own = v + (focus.head - heads.start) * (value.size * w + BLOCK_GAP);
  const box = (left: number, up: number, cols: number, rows: number): Rect => ({
    x: left,
    y: up,
    w: cols * w,
    h: rows * ROW,
  });
  const total = o + model.size * w + 4;
  // A short sentence still leaves room for an arithmetic with its sum.
  const lowest = low + Math.max(queries.size * ROW, 220);

  return {
    axes: { queries, keys, model, key, value, heads },
    cell: { w, h: ROW },
    width: total,
    height: lowest + 34,
    labels: LABELS,
    fields: {
      w_q: box(q, top, key.size, model.size),
      xt: box(s, top, keys.size, model.size),
      w_v: box(own, top, value.size, model.size),
      w_kt: box(x, kt, model.size, key.size),
      kt: box(s, kt, keys.size, key.size),
      x: box(x, mid, model.size, queries.size),
      q: box(q, mid, key.size, queries.size),
      scores: box(s, mid, keys.size, queries.size),
      v: box(own, mid, value.size, keys.size),
      w_o: box(o, mid, model.size, woRows),
      weights: box(s, low, keys.size, queries.size),
      concat: { x: v, y: low, w: z, h: queries.size * ROW },
      output: box(o, low, model.size, queries.size),
    },
    blocks: Array.from({ length: heads.size }, (_, i) =>
      box(v + i * (value.size * w + BLOCK_GAP), low, value.size, queries.size),
    ),
    strip: { x: s, y: strip, w: keys.size * w, h: stripRows * STRIP_ROW },
    why: { x: 0, y: strip + 4, w: s - STRIP_NAME, h: lowest - strip },
    legend: { x: o, y: 0, w: total - o, h: kt - TOKEN_LABELS },
  };
}
