/** What the figure shows, read once from one trace: both views draw these very numbers. */
import type { Matrix, Trace } from "../../engine/types";

export interface Numbers {
  question: Matrix;
  keys: Matrix;
  scores: Matrix;
  scaled: Matrix;
  shares: Matrix;
  values: Matrix;
  answer: Matrix;
}

export const numbersOf = (trace: Trace): Numbers => ({
  question: trace.read("q"),
  keys: trace.read("k"),
  scores: trace.read("scores"),
  scaled: trace.read("scaled"),
  shares: trace.read("weights"),
  values: trace.read("v"),
  answer: trace.read("head_output"),
});

export const entry = ({ cols, values }: Matrix, row: number, col: number): number =>
  values[row * cols + col] ?? 0;

export const rowOf = ({ cols, values }: Matrix, row: number): number[] =>
  Array.from(values.subarray(row * cols, (row + 1) * cols));
