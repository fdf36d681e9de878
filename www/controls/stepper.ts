/** Back, next, play and scrub through the steps: a ruler whose thick segment is where you are. */
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { strings } from "../strings";
import { action } from "./action";

export interface StepperProps {
  /** The names of the steps, in order. */
  names: readonly string[];
  index: number;
  isPlaying: boolean;
  /** What stands before a step's name. */
  symbol?: (index: number) => TemplateResult;
  onStep: (index: number) => void;
  onPlay: (play: boolean) => void;
  /** The end of a drag of the ruler's hidden slider. */
  onRest?: () => void;
}

export function stepper({
  names,
  index,
  isPlaying,
  symbol,
  onStep,
  onPlay,
  onRest,
}: StepperProps): TemplateResult {
  const last = names.length - 1;
  return html`<div class="stepper" role="group" aria-label=${strings.steps}>
    <div class="moves">
      ${action(strings.back, index === 0, () => onStep(index - 1))}
      ${action(strings.next, index === last, () => onStep(index + 1))}
      <button aria-pressed=${isPlaying ? "true" : "false"} @click=${() => onPlay(!isPlaying)}>
        ${isPlaying ? strings.pause : strings.play}
      </button>
    </div>
    <ol class="ruler">
      ${names.map(
        (name, i) =>
          html`<li class=${i === index ? "now" : i < index ? "done" : ""}>
            <button aria-current=${i === index ? "step" : "false"} @click=${() => onStep(i)}>
              ${symbol?.(i)}<span class="step-name">${name}</span>
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
      aria-valuetext=${strings.stepValue(index, names.length, names[index] ?? "")}
      @input=${(event: Event) => {
        event.stopPropagation();
        onStep(Number((event.target as HTMLInputElement).value));
      }}
      @change=${(event: Event) => {
        event.stopPropagation();
        onRest?.();
      }}
    />
  </div>`;
}
