/** A native range with a visible, editable value. The range may move over chosen stops only. */
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { numberField } from "./number-field";

export interface SliderProps {
  id: string;
  /** The visible label, and its plain text for the number field. */
  label: TemplateResult | string;
  name: string;
  value: number;
  /** The values that the range snaps to, in order; any value in their span can be typed. */
  stops: readonly number[];
  /** Says what the value means, such as "d_k 64, scores divided by the root of 64". */
  valueText: string;
  decimals?: number;
  /** The change of one arrow key in the number field. */
  step?: number;
  disabled?: boolean;
  onInput: (value: number) => void;
  onCommit: () => void;
}

/** The stop nearest to a value. */
export function nearestStop(stops: readonly number[], value: number): number {
  let best = 0;
  stops.forEach((stop, i) => {
    if (Math.abs(stop - value) < Math.abs((stops[best] ?? 0) - value)) best = i;
  });
  return best;
}

export function slider(props: SliderProps): TemplateResult {
  const { id, label, name, value, stops, valueText, disabled = false, onInput, onCommit } = props;
  return html`<div class="control slider">
    <label for=${id}>${label}</label>
    ${numberField({
      name,
      value,
      min: stops[0],
      max: stops.at(-1),
      step: props.step ?? 1,
      decimals: props.decimals ?? 0,
      disabled,
      onInput,
      onCommit,
    })}
    <input
      id=${id}
      type="range"
      min="0"
      max=${stops.length - 1}
      step="1"
      ?disabled=${disabled}
      .value=${live(String(nearestStop(stops, value)))}
      aria-valuetext=${valueText}
      @input=${(event: Event) => {
        event.stopPropagation();
        const stop = stops[Number((event.target as HTMLInputElement).value)];
        if (stop !== undefined) onInput(stop);
      }}
      @change=${onCommit}
    />
  </div>`;
}
