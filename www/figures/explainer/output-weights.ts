/** Rows of W_O picked from several heads and set one under another, as Z's columns stand. */
import type { Matrix } from "../../engine/index";
import type { Model } from "./model";

export interface HeadRow {
  head: number;
  row: number;
}

export function stackOutputWeights(model: Model, rows: readonly HeadRow[]): Matrix {
  const cols = model.modelSize;
  const values = new Float64Array(rows.length * cols);
  rows.forEach(({ head, row }, i) => {
    const source = model.read("w_o", head).values;
    values.set(source.subarray(row * cols, row * cols + cols), i * cols);
  });
  return { rows: rows.length, cols, values };
}
