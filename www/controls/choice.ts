/** One of a few: native radio buttons on one line, the chosen one underlined. */
import { html, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";

export interface Option<T extends string> {
  value: T;
  label: TemplateResult | string;
  disabled?: boolean;
}

export interface ChoiceProps<T extends string> {
  id: string;
  legend: TemplateResult | string;
  value: T;
  options: readonly Option<T>[];
  onChoose: (value: T) => void;
}

export function choice<T extends string>({
  id,
  legend,
  value,
  options,
  onChoose,
}: ChoiceProps<T>): TemplateResult {
  return html`<fieldset class="control choice">
    <legend>${legend}</legend>
    ${options.map(
      (option) =>
        html`<label>
          <input
            type="radio"
            name=${id}
            value=${option.value}
            ?disabled=${option.disabled ?? false}
            .checked=${live(option.value === value)}
            @change=${(event: Event) => {
              event.stopPropagation();
              onChoose(option.value);
            }}
          /><span>${option.label}</span></label
        >`,
    )}
  </fieldset>`;
}
