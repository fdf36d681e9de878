/** What is said of matrices that are drawn whole. */
import { html } from "lit";
import type { StepName } from "../engine/index";
import { strings, word } from "../strings";

export const wholeStrings = {
  wholeMatrix: (step: StepName, rows: number, cols: number) =>
    html`All of <b>${strings.symbolText(step)}</b>, ${rows} × ${cols}: one patch a number`,
  allHeads: (heads: number) =>
    html`The weights of all ${heads} heads, on one scale: one patch a number`,
  allHeadsNote: "Tap a head to follow it.",
  patch: (row: string, col: string, value: string) =>
    html`${word(row)}, ${word(col)}: <b class="number">${value}</b>`,
};
