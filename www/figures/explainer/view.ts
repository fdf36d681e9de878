/**
 * What the workbench shows besides the scenario: the step, the head, the focused pair and the cell
 * whose arithmetic is open. Pure functions from one view to the next.
 */
import type { Cell, Matrix, Scenario, StepName, Trace } from "../../engine/index";

/** The steps of the stepper, in the order of the mechanism. */
export const PIPELINE = [
  "embedded",
  "q",
  "k",
  "v",
  "scores",
  "scaled",
  "masked",
  "weights",
  "head_output",
  "concat",
  "output",
] as const satisfies readonly StepName[];

export type PipelineStep = (typeof PIPELINE)[number];

/** The step that is shown first where nobody says otherwise. */
export const FIRST_STEP: PipelineStep = "scores";

export interface View {
  step: PipelineStep;
  /** The focused query head. */
  head: number;
  /** The focused token, which asks. */
  row: number;
  /** The focused key, which answers. */
  col: number;
  /** The cells opened one from another; the last one's arithmetic is shown. */
  trail: readonly Cell[];
}

/** Whether a step exists once, instead of once a head. */
export const isHeadless = (step: StepName): boolean =>
  step === "embedded" || step === "memory" || step === "concat" || step === "output";

export const isPipelineStep = (step: string): step is PipelineStep =>
  (PIPELINE as readonly string[]).includes(step);

/** The index of the largest value of a row, by magnitude if asked. */
export function peakOf(matrix: Matrix, row: number, measure = (x: number) => x): number {
  let best = 0;
  for (let j = 1; j < matrix.cols; j += 1) {
    const at = (k: number) => measure(matrix.values[row * matrix.cols + k] ?? -Infinity);
    if (at(j) > at(best)) best = j;
  }
  return best;
}

/** The first view of a scenario: the token that asks most decidedly, and the key it finds. */
export function firstView(trace: Trace, step: PipelineStep): View {
  const weights = trace.read("weights", { head: 0 });
  const peaks = Array.from({ length: weights.rows }, (_, i) => {
    return weights.values[i * weights.cols + peakOf(weights, i)] ?? 0;
  });
  const row = peaks.indexOf(Math.max(...peaks));
  return atStep(trace, { step, head: 0, row, col: peakOf(weights, row), trail: [] }, step);
}

/** The cell that a step opens by itself: the focused pair, or the strongest component of the focused row. */
function naturalCell(trace: Trace, { head, row, col }: View, step: PipelineStep): Cell {
  const strongest = (at: number) => peakOf(trace.read(step, { head }), at, Math.abs);
  switch (step) {
    case "scores":
    case "scaled":
    case "masked":
    case "weights":
      return { step, head, row, col };
    case "k":
    case "v":
      return { step, head, row: col, col: strongest(col) };
    case "concat": {
      const own = peakOf(trace.read("head_output", { head }), row, Math.abs);
      const { cols } = trace.read("head_output", { head });
      return { step, head: null, row, col: head * cols + own };
    }
    default:
      return { step, head: isHeadless(step) ? null : head, row, col: strongest(row) };
  }
}

export function atStep(trace: Trace, view: View, step: PipelineStep): View {
  return { ...view, step, trail: [naturalCell(trace, { ...view, step }, step)] };
}

/** Lets a token ask: the focus goes to the key it attends to most. */
export function askedBy(trace: Trace, view: View, row: number): View {
  const col = peakOf(trace.read("weights", { head: view.head }), row);
  return atStep(trace, { ...view, row, col }, view.step);
}

export function atHead(trace: Trace, view: View, head: number): View {
  return askedBy(trace, { ...view, head }, view.row);
}

/** Opens a cell that the reader picked: the focus and, for a step of the mechanism, the step follow. */
export function opened(view: View, cell: Cell, valueSize: number): View {
  const next: View = { ...view, trail: [cell] };
  if (isPipelineStep(cell.step)) next.step = cell.step;
  if (cell.head !== null) next.head = cell.head;
  switch (cell.step) {
    case "scores":
    case "scaled":
    case "biased":
    case "masked":
    case "weights":
      next.row = cell.row;
      next.col = cell.col;
      break;
    case "memory":
    case "k":
    case "k_rotated":
    case "v":
      next.col = cell.row;
      break;
    case "concat":
      next.row = cell.row;
      next.head = Math.floor(cell.col / valueSize);
      break;
    case "embedded":
    case "q":
    case "q_rotated":
    case "head_output":
    case "output":
      next.row = cell.row;
      break;
  }
  return next;
}

/** Opens an operand of the open cell; the trail leads back. */
export const followed = (view: View, cell: Cell): View => ({
  ...view,
  trail: [...view.trail, cell],
});

/** Back along the trail, to the cell at `index`. */
export const backTo = (view: View, index: number): View => ({
  ...view,
  trail: view.trail.slice(0, index + 1),
});

/** The view inside the bounds of a scenario that has fewer tokens, heads or components. */
export function clamped(trace: Trace, scenario: Scenario, view: View): View {
  const keys = (scenario.memory ?? scenario).tokens.length;
  const inside: View = {
    ...view,
    head: Math.min(view.head, scenario.heads - 1),
    row: Math.min(view.row, scenario.tokens.length - 1),
    col: Math.min(view.col, keys - 1),
  };
  const fits = view.trail.every((cell) => {
    if (cell.step === "memory" && scenario.memory === null) return false;
    const isTurned = cell.step === "q_rotated" || cell.step === "k_rotated";
    if (isTurned && scenario.positions !== "rotary") return false;
    if (cell.step === "biased" && scenario.positions !== "alibi") return false;
    if (cell.head !== null && cell.head >= scenario.heads) return false;
    const { rows, cols } = trace.read(cell.step, { head: cell.head });
    return cell.row < rows && cell.col < cols;
  });
  const unmoved = inside.head === view.head && inside.row === view.row && inside.col === view.col;
  return fits && unmoved ? view : atStep(trace, inside, inside.step);
}
