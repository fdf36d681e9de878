/**
 * A number that can be typed, stepped with the arrow keys and, with a pointer, scrubbed: press on
 * it and drag sideways. A real number input, so that it says what it is.
 */
import { html, noChange, type TemplateResult } from "lit";
import { Directive, directive, type ElementPart } from "lit/directive.js";
import { frameStrings as strings } from "../strings/frame";

export interface NumberFieldProps {
  name: string;
  value: number;
  min?: number | undefined;
  max?: number | undefined;
  /** The change of one arrow key or of two pixels of scrubbing. */
  step: number;
  decimals: number;
  disabled?: boolean;
  onInput: (value: number) => void;
  onCommit: () => void;
}

/** A press that moves less than this is a click, which places the caret. */
const SLOP = 4;
const PIXELS_PER_STEP = 2;

export function numberField(props: NumberFieldProps): TemplateResult {
  const { name, value, min, max, step, decimals, disabled = false, onInput, onCommit } = props;
  const accept = (number: number) => {
    const bounded = Math.min(max ?? Infinity, Math.max(min ?? -Infinity, number));
    if (Number.isFinite(bounded)) onInput(Number(bounded.toFixed(6)));
  };
  return html`<input
    class="number-field"
    type="number"
    aria-label=${name}
    min=${min ?? ""}
    max=${max ?? ""}
    step=${step}
    ?disabled=${disabled}
    ${shown(trimmed(value, decimals))}
    @input=${(event: Event) => {
      event.stopPropagation();
      const input = event.target as HTMLInputElement;
      // Half-typed text such as "-" has no number yet: what is on the screen stays.
      const { rangeUnderflow, rangeOverflow } = input.validity;
      if (input.value !== "" && !rangeUnderflow && !rangeOverflow) accept(input.valueAsNumber);
    }}
    @change=${(event: Event) => {
      const input = event.target as HTMLInputElement;
      const { rangeUnderflow, rangeOverflow } = input.validity;
      if (rangeUnderflow || rangeOverflow) {
        // "600" came by way of 6 and 60.
        onInput(before.get(input) ?? value);
        refuse(input);
      } else if (input.value !== "") {
        accept(input.valueAsNumber);
        before.set(input, input.valueAsNumber);
      }
      onCommit();
      input.value = trimmed(value, decimals);
    }}
    @focus=${(event: Event) => before.set(event.target as HTMLInputElement, value)}
    @pointerdown=${(event: PointerEvent) => scrub(event, { value, step, accept, onCommit })}
  />`;
}

/**
 * Shows a number, but leaves what is being typed: "-0" is on its way to "-0.5", "2.50" to "2.505",
 * and what is not accepted yet waits for its end.
 */
class Shown extends Directive {
  #last = "";

  override render(_text: string) {
    return noChange;
  }

  override update({ element }: ElementPart, [text]: [string]) {
    const input = element as HTMLInputElement;
    const isTyped =
      input.matches(":focus") && (text === this.#last || Number(input.value) === Number(text));
    if (!isTyped && input.value !== text) input.value = text;
    this.#last = text;
    return noChange;
  }
}

const shown = directive(Shown);

/** What a field held when typing began. */
const before = new WeakMap<HTMLInputElement, number>();

/** A number outside of the field's range goes back, and whoever holds the field says why. */
function refuse(input: HTMLInputElement): void {
  const { ariaLabel: name, min, max, value } = input;
  const detail = strings.outOfRange(name ?? "", min, max, value);
  input.dispatchEvent(new CustomEvent("refuse", { detail, bubbles: true }));
}

/** The value without more digits than it has. */
const trimmed = (value: number, decimals: number) =>
  String(Number(value.toFixed(Math.max(decimals, 4))));

interface Scrub {
  value: number;
  step: number;
  accept: (value: number) => void;
  onCommit: () => void;
}

function scrub(event: PointerEvent, { value, step, accept, onCommit }: Scrub): void {
  const input = event.currentTarget as HTMLInputElement;
  if (event.pointerType === "touch" || event.button !== 0 || input.disabled) return;
  const start = event.clientX;
  let isScrubbing = false;
  const move = ({ clientX }: PointerEvent) => {
    if (!isScrubbing && Math.abs(clientX - start) < SLOP) return;
    if (!isScrubbing) input.setPointerCapture(event.pointerId);
    isScrubbing = true;
    accept(value + Math.round((clientX - start) / PIXELS_PER_STEP) * step);
  };
  const end = () => {
    input.removeEventListener("pointermove", move);
    if (isScrubbing) onCommit();
  };
  input.addEventListener("pointermove", move);
  input.addEventListener("pointerup", end, { once: true });
  input.addEventListener("pointercancel", end, { once: true });
}
