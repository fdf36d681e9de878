/** Where people open their own numbers: a file dialog, a drop, a paste. */
import { html, nothing, type TemplateResult } from "lit";
import { codeStrings as strings, type HeadRange, type PastedField } from "../../strings/code";

export interface OpeningProps {
  /** Whether the figure takes a scenario, or settings alone. */
  takesScenario: boolean;
  field: PastedField;
  /** What was refused, or what was opened. */
  message: string;
  said: string;
  /** The heads to take of a q that has more; null for all. */
  heads: HeadRange | null;
  onField: (field: PastedField) => void;
  onHeads: (heads: HeadRange | null) => void;
  onFiles: (files: readonly File[]) => void;
  onText: (text: string) => void;
}

const ENDINGS = ".json,.csv,.tsv,.npy,.npz,.safetensors";

export function opening(props: OpeningProps): TemplateResult {
  const { takesScenario, field, message, said, onFiles, onText, onField } = props;
  const pasted = (event: Event) =>
    (event.target as Element).closest(".opening")?.querySelector<HTMLTextAreaElement>("textarea");
  return html`<section class="opening" aria-labelledby="opening-title">
    <h4 id="opening-title">${strings.open}</h4>
    <p class="hint" id="opening-taken">${takesScenario ? strings.taken : strings.takenSettings}</p>
    ${message ? html`<p class="message" role="alert">${message}</p>` : nothing}
    <p role="status">${said}</p>
    <p class="files">
      <label
        >${strings.choose}
        <input
          type="file"
          ?multiple=${takesScenario}
          accept=${takesScenario ? ENDINGS : ".json"}
          aria-describedby="opening-taken"
          @change=${(event: Event) => {
            const input = event.target as HTMLInputElement;
            const files = [...(input.files ?? [])];
            // The same file again is a change again.
            input.value = "";
            if (files.length > 0) onFiles(files);
          }}
      /></label>
      <span class="hint">${strings.orDrop}</span>
    </p>
    ${takesScenario ? headsOfFile(props) : nothing}
    <label class="paste"
      >${takesScenario ? strings.paste : strings.pasteSettings}
      <textarea rows="3" spellcheck="false" autocapitalize="off"></textarea>
    </label>
    <p class="actions">
      ${
        takesScenario
          ? html`<span>
              <label for="table-is">${strings.tableIs}</label>
              <select
                id="table-is"
                @change=${(event: Event) =>
                  onField((event.target as HTMLSelectElement).value as PastedField)}
              >
                ${Object.entries(strings.fields).map(
                  ([value, name]) =>
                    html`<option value=${value} .selected=${value === field}>${name}</option>`,
                )}
              </select>
            </span>`
          : nothing
      }
      <button class="link" @click=${(event: Event) => onText(pasted(event)?.value ?? "")}>
        ${strings.openPasted}
      </button>
    </p>
  </section>`;
}

/** A model's q may have more heads than the engine has room for: the refusal says so. */
function headsOfFile({ heads, onHeads }: OpeningProps): TemplateResult {
  const change = (event: Event) => {
    const fields = (event.target as Element)
      .closest(".actions")
      ?.querySelectorAll<HTMLInputElement>("input");
    const [first, last] = Array.from(fields ?? [], ({ value }) => value.trim());
    onHeads(first && last ? [Number(first) - 1, Number(last) - 1] : null);
  };
  const field = (label: string, value: number | undefined) =>
    html`<label
      >${label}
      <input
        class="number-field"
        type="number"
        min="1"
        step="1"
        .value=${value === undefined ? "" : String(value + 1)}
        @change=${change}
    /></label>`;
  return html`<details>
    <summary>${strings.tooManyHeads}</summary>
    <p class="actions">
      ${field(strings.headsOfFile, heads?.[0])} ${field(strings.to, heads?.[1])}
    </p>
  </details>`;
}
