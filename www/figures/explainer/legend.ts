/** Which head is shown and what it asks, and how to read bars and fills. */
import { html, nothing, type TemplateResult } from "lit";
import { strings } from "../../strings";
import { CLASSES } from "../../views/colormap";
import { largestMagnitude, numberText } from "../../views/format";
import { isPartial } from "../../views/window";
import type { Axes } from "./geometry";
import type { Model } from "./model";
import type { View } from "./view";

export function legend(model: Model, view: View, axes: Axes): TemplateResult {
  const cuts = (Object.keys(axes) as (keyof Axes)[])
    .filter((name) => isPartial(axes[name]))
    .map((name) => strings.drawnPart(axes[name].size, axes[name].total, strings.axes[name]));
  const { heads, kv_heads: shared } = model.scenario;
  const design = model.design(view.head);
  const limit = largestMagnitude(model.read("scores", view.head).values);
  return html`<p class="legend-head">${strings.headOf(view.head, heads)}</p>
    ${design ? html`<p><i>${strings.headAsks(design.id)}</i></p>` : nothing}
    ${shared < heads ? html`<p>${strings.kvText(shared, heads)}</p>` : nothing}
    <p class="ramp-name">${strings.stepName("scores")}</p>
    ${ramp("signed")}
    <p class="ramp-ends">
      <span>${numberText(-limit)}</span><span>0</span><span>${numberText(limit)}</span>
    </p>
    <p class="ramp-name">${strings.stepName("weights")}</p>
    ${ramp("weight")}
    <p class="ramp-ends"><span>0</span><span>1</span></p>
    ${cuts.length > 0 ? html`<p class="cuts">${strings.drawn(cuts, model.query(view.row))}</p>` : nothing}`;
}

const ramp = (map: "signed" | "weight") =>
  html`<div class="ramp" aria-hidden="true">
    ${Array.from({ length: CLASSES }, (_, i) => html`<span class=${`${map}-${i}`}></span>`)}
  </div>`;
