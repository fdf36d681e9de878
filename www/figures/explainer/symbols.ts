/** The steps' symbols as the page sets them: italic serif, in the hue of their role. */
import { html, type TemplateResult } from "lit";
import type { StepName } from "../../engine/index";
import type { Role } from "../../views/matrix";

const sub = (letter: string, index: string) => html`<i>${letter}</i><sub>${index}</sub>`;

const SYMBOLS: Record<StepName, TemplateResult> = {
  embedded: html`<i>X</i>`,
  memory: sub("X", "m"),
  w_q: sub("W", "Q"),
  w_k: sub("W", "K"),
  w_v: sub("W", "V"),
  w_o: sub("W", "O"),
  q: html`<i>Q</i>`,
  k: html`<i>K</i>`,
  v: html`<i>V</i>`,
  q_rotated: html`<i>Q</i>′`,
  k_rotated: html`<i>K</i>′`,
  scores: html`<i>S</i>`,
  scaled: html`<i>S</i> / √<i>d</i><sub>k</sub>`,
  biased: html`<i>B</i>`,
  masked: html`<i>M</i>`,
  weights: html`<i>A</i>`,
  head_output: html`<i>O</i>`,
  concat: html`<i>Z</i>`,
  output: html`<i>Y</i>`,
};

/** The hue of a step: Q, K and V carry theirs, and so do the weights that make them. */
export function roleOf(step: StepName): Role {
  switch (step) {
    case "q":
    case "q_rotated":
    case "w_q":
      return "q";
    case "k":
    case "k_rotated":
    case "w_k":
      return "k";
    case "v":
    case "w_v":
      return "v";
    default:
      return "plain";
  }
}

export const symbol = (step: StepName, transposed = false): TemplateResult =>
  html`<span class="symbol ${roleOf(step)}" data-step=${step}
    >${SYMBOLS[step]}${transposed ? html`<sup>T</sup>` : null}</span
  >`;
