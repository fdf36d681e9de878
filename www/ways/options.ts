/** One of a few, by a label and a list. */
import { html, type TemplateResult } from "lit";

export function options<T extends string | number>(
  name: string,
  values: readonly T[],
  chosen: T,
  label: (value: T) => string,
  onChoose: (value: T) => void,
): TemplateResult {
  return html`<label
    >${name}
    <select
      @change=${(event: Event) => {
        const value = values[(event.target as HTMLSelectElement).selectedIndex];
        if (value !== undefined) onChoose(value);
      }}
    >
      ${values.map((value) => html`<option ?selected=${value === chosen}>${label(value)}</option>`)}
    </select></label
  >`;
}
