import { html, type TemplateResult } from "lit";
import { frameStrings as strings } from "../../strings/frame";

/** Before the first numbers, and where they cannot come: the light DOM's static figure. */
export function waiting(failure: string, retry: () => void): TemplateResult {
  return html`<slot></slot>
    <p class="waiting" role="status">
      ${
        failure
          ? html`${strings.failed} ${failure}
              <button class="link" @click=${retry}>${strings.retry}</button>`
          : strings.loading
      }
    </p>`;
}
