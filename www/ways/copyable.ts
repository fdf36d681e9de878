/** A text to take along: shown whole, and copied by a button, which says whether it was. */
import { html, type TemplateResult } from "lit";
import { waysStrings as strings } from "../strings/ways";
import { copy } from "./way";

/** The text that was copied last, and whether the clipboard took it. */
let last: { text: string; isCopied: boolean } | null = null;

/** `shown` is the same text with marks in it. */
export function copyable(
  name: string,
  text: string,
  redraw: () => void,
  shown: TemplateResult | string = text,
): TemplateResult {
  const said = last?.text === text ? (last.isCopied ? strings.copied : strings.copyByHand) : "";
  return html`<div class="copyable">
    <pre tabindex="0" role="region" aria-label=${name}>${shown}</pre>
    <p class="actions">
      <button
        class="link"
        @click=${async () => {
          last = { text, isCopied: await copy(text) };
          redraw();
        }}
      >
        ${strings.copy}
      </button>
      <span role="status">${said}</span>
    </p>
  </div>`;
}
