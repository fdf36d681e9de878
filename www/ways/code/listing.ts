/**
 * A program, line by line. A line that makes a step has the step's symbol beside it, and says by
 * `data-step` what it is about: pointing at it marks the step in the figure, and the other way round.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { ProgramLine } from "../../engine/types";
import { roleOf } from "../../figures/explainer/symbols";
import { strings } from "../../strings";
import type { StepName } from "../../engine/types";

/** Strings first, so that nothing in one is taken for a name; then remarks; then what has a hue. */
const PARTS =
  /(?<text>"(?:[^"\\]|\\.)*")|(?<remark>(?:#|\/\/).*)|\b(?<step>w_q|w_k|w_v|q_rotated|k_rotated|q|k|v)\b/g;

export const listing = (lines: readonly ProgramLine[]): TemplateResult =>
  html`${lines.map(
    ({ text, step }) =>
      // The line's end belongs to it, so that what is selected has it.
      html`<span
        class="program-line"
        data-step=${step ?? nothing}
        data-symbol=${step ? strings.symbolText(step) : nothing}
        >${parts(text)}${"\n"}</span
      >`,
  )}`;

function parts(text: string): (TemplateResult | string)[] {
  const found: (TemplateResult | string)[] = [];
  let end = 0;
  for (const match of text.matchAll(PARTS)) {
    const { remark, step } = match.groups ?? {};
    const kind = remark ? "remark" : step ? roleOf(step as StepName) : "";
    if (!kind) continue;
    found.push(text.slice(end, match.index), html`<span class=${kind}>${match[0]}</span>`);
    end = match.index + match[0].length;
  }
  return [...found, text.slice(end)];
}
