/**
 * A button that may have nothing to do. It then says so and does nothing, instead of being disabled:
 * a disabled button drops the keyboard's focus at the moment it was used.
 */
import { html, type TemplateResult } from "lit";

export function action(
  label: TemplateResult | string,
  isIdle: boolean,
  act: () => void,
): TemplateResult {
  return html`<button
    aria-disabled=${isIdle ? "true" : "false"}
    @click=${() => {
      if (!isIdle) act();
    }}
  >
    ${label}
  </button>`;
}
