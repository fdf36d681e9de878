/** The crossing layout shrunk to a map that is the stepper of narrow containers. */
import { html, type TemplateResult } from "lit";
import { strings } from "../../strings";
import { roleOf, symbol } from "./symbols";
import type { PipelineStep } from "./view";

/** Steps that have a place on the map, in reading order. */
const PLACES: readonly PipelineStep[] = [
  "k",
  "embedded",
  "q",
  "scores",
  "scaled",
  "masked",
  "v",
  "weights",
  "head_output",
  "concat",
  "output",
];

export function pipelineMap(
  step: PipelineStep,
  isCross: boolean,
  onStep: (step: PipelineStep) => void,
): TemplateResult {
  return html`<div class="map" role="group" aria-label=${strings.steps}>
    <span class="place w_q" aria-hidden="true">${symbol("w_q")}</span>
    <span class="place xt" aria-hidden="true"
      >${symbol(isCross ? "memory" : "embedded", true)}</span
    >
    <span class="place w_v" aria-hidden="true">${symbol("w_v")}</span>
    <span class="place w_k" aria-hidden="true">${symbol("w_k", true)}</span>
    <span class="place w_o" aria-hidden="true">${symbol("w_o")}</span>
    ${PLACES.map(
      (place) =>
        html`<button
          class="place ${place} ${roleOf(place)}"
          aria-label=${strings.stepName(place)}
          aria-current=${place === step ? "step" : "false"}
          @click=${() => onStep(place)}
        >
          ${symbol(place, place === "k")}
        </button>`,
    )}
  </div>`;
}
