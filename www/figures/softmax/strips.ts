/** The same whole shared out three ways: by a lookup, by softmax, and equally. */
import { html, type TemplateResult } from "lit";
import type { Shares } from "../../engine/types";
import { softmaxStrings as strings } from "../../strings/softmax";
import { printedSum } from "../../views/share";
import { shareStrip } from "../../views/share-strip";
import { labelOf, type SoftmaxState } from "./settings";

export function strips(
  settings: SoftmaxState,
  result: Shares,
  { width, height }: { width: number; height: number },
): TemplateResult {
  const labels = settings.scores.map((_, i) => labelOf(settings, i));
  const strip = (title: TemplateResult, kind: string, shares: readonly number[]) =>
    html`<div class="share ${kind}">
      <h4>${title}</h4>
      ${shareStrip({ shares, labels, width, height, name: strings.stripText(labels, shares) })}
    </div>`;
  const equal = result.shifted.map((score) => (score === null ? 0 : result.uniform));
  return html`<div class="shares">
    ${strip(strings.exact, "exact", result.exact_weights)}
    ${strip(strings.soft(settings.temperature), "soft", result.weights)}
    ${strip(strings.equal(result.uniform), "equal", equal)}
    <p class="hint rounding">${strings.rounding(printedSum(result.weights.map(strings.weight)))}</p>
  </div>`;
}
