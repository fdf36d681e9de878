/** One step's numbers, of one head or of all, as a table or as an array of NumPy. */
import { html, nothing, type TemplateResult } from "lit";
import type { Exchange, MatrixFormat, Scenario, StepName } from "../../engine/types";
import { codeStrings as strings } from "../../strings/code";
import { copyable } from "../copyable";
import { save } from "../way";

export interface MatrixProps {
  exchange: Exchange;
  scenario: Scenario;
  step: StepName;
  /** null is all heads. */
  head: number | null;
  onChoose: (step: StepName, head: number | null) => void;
  redraw: () => void;
}

/** More cells than this are saved and not shown. */
const MOST_SHOWN = 4096;

export function matrix(props: MatrixProps): TemplateResult {
  const { exchange, scenario, head, onChoose, redraw } = props;
  const steps = exchange.steps.filter(({ name }) => isComputed(name, scenario));
  const step = steps.find(({ name }) => name === props.step) ?? steps[0];
  if (!step) return html``;
  const one = step.perHead ? head : null;
  const write = (format: MatrixFormat) =>
    exchange.file(scenario, { step: step.name, head: one, format });
  const keep = (format: MatrixFormat) => {
    const { name, bytes } = write(format);
    save(name, new Blob([bytes], { type: "application/octet-stream" }));
  };
  const isStack = step.perHead && one === null;
  const { shape } = write("npy");
  const cells = shape.reduce((product, length) => product * length, 1);
  const isShared = isStack && shape[0] !== scenario.heads;
  return html`<p class="actions">
      <span>
        <label for="matrix-step">${strings.matrix}</label>
        <select
          id="matrix-step"
          @change=${(event: Event) =>
            onChoose((event.target as HTMLSelectElement).value as StepName, head)}
        >
          ${steps.map(
            ({ name }) =>
              html`<option value=${name} .selected=${name === step.name}>
                ${strings.stepOf(name)}
              </option>`,
          )}
        </select>
      </span>
      ${step.perHead ? heads(scenario.heads, head, (to) => onChoose(step.name, to)) : nothing}
    </p>
    <p class="shape">${strings.shape(shape, step.shape)}</p>
    <p class="hint">
      ${isStack ? strings.formats.stack : strings.formats.csv}
      ${isShared ? strings.formats.shared : nothing}
    </p>
    ${
      isStack
        ? nothing
        : cells <= MOST_SHOWN
          ? copyable(strings.matrixName, new TextDecoder().decode(write("csv").bytes), redraw)
          : html`<p class="hint">${strings.tooLarge}</p>`
    }
    <p class="actions">
      ${
        isStack
          ? nothing
          : html`<button class="link" @click=${() => keep("csv")}>${strings.saveAs.csv}</button>`
      }
      <button class="link" @click=${() => keep("npy")}>${strings.saveAs.npy}</button>
    </p>`;
}

function heads(count: number, head: number | null, onHead: (head: number | null) => void) {
  const chosen = head === null ? "" : String(Math.min(head, count - 1));
  return html`<span>
    <label for="matrix-head">${strings.head}</label>
    <select
      id="matrix-head"
      @change=${(event: Event) => {
        const { value } = event.target as HTMLSelectElement;
        onHead(value === "" ? null : Number(value));
      }}
    >
      ${Array.from(
        { length: count },
        (_, i) =>
          html`<option value=${i} .selected=${String(i) === chosen}>${strings.headOf(i)}</option>`,
      )}
      <option value="" .selected=${chosen === ""}>${strings.allHeads}</option>
    </select>
  </span>`;
}

/** Whether a step is one of its own here, and not another one under a second name. */
function isComputed(step: StepName, { memory, positions }: Scenario): boolean {
  switch (step) {
    case "memory":
      return memory !== null;
    case "q_rotated":
    case "k_rotated":
      return positions === "rotary";
    case "biased":
      return positions === "alibi";
    default:
      return true;
  }
}
