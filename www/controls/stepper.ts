/** Back, next, play and scrub through the steps: a ruler whose thick segment is where you are. */
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import type { StepName } from "../engine/index";
import { strings } from "../strings";
import { action } from "./action";

export interface StepperProps {
  steps: readonly StepName[];
  index: number;
  isPlaying: boolean;
  symbol: (step: StepName) => TemplateResult;
  onStep: (index: number) => void;
  onPlay: (play: boolean) => void;
}

export function stepper({
  steps,
  index,
  isPlaying,
  symbol,
  onStep,
  onPlay,
}: StepperProps): TemplateResult {
  const last = steps.length - 1;
  return html`<div class="stepper" role="group" aria-label=${strings.steps}>
    <div class="moves">
      ${action(strings.back, index === 0, () => onStep(index - 1))}
      ${action(strings.next, index === last, () => onStep(index + 1))}
      <button aria-pressed=${isPlaying ? "true" : "false"} @click=${() => onPlay(!isPlaying)}>
        ${isPlaying ? strings.pause : strings.play}
      </button>
    </div>
    <ol class="ruler">
      ${steps.map(
        (step, i) =>
          html`<li class=${i === index ? "now" : i < index ? "done" : ""}>
            <button aria-current=${i === index ? "step" : "false"} @click=${() => onStep(i)}>
              ${symbol(step)}<span class="step-name">${strings.stepName(step)}</span>
            </button>
          </li>`,
      )}
    </ol>
    <input
      class="scrub"
      type="range"
      min="0"
      max=${last}
      step="1"
      aria-label=${strings.steps}
      .value=${live(String(index))}
      aria-valuetext=${strings.stepValue(index, steps.length, strings.stepName(steps[index] as StepName))}
      @input=${(event: Event) => {
        event.stopPropagation();
        onStep(Number((event.target as HTMLInputElement).value));
      }}
      @change=${(event: Event) => event.stopPropagation()}
    />
  </div>`;
}
