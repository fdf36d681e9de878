/** What a figure computes from, as a file. */
import { html } from "lit";
import { waysStrings as strings } from "../strings/ways";
import { copyable } from "./copyable";
import { save, type Way } from "./way";

export const code: Way = {
  draw(figure, redraw) {
    const json = JSON.stringify(figure.snapshot.settings, null, 2);
    return html`<p>${strings.json}</p>
      ${copyable(strings.jsonName, json, redraw)}
      <p class="actions">
        <button
          @click=${() => save(`${figure.localName}.json`, new Blob([json], { type: "application/json" }))}
        >
          ${strings.save}
        </button>
      </p>`;
  },
};
