/** "Why this number?" for the librarian: what the engine's cells are called here. */
import { html, type TemplateResult } from "lit";
import type { Cell, StepName, Trace } from "../../engine/index";
import { librarianStrings as strings } from "../../strings/librarian";
import { arithmetic, TERMS_PER_PAGE } from "../../views/arithmetic";
import { roleOf, symbol } from "../explainer/symbols";

/** A book's vector is its card, then its content; the visitor's is the slip, then nothing. */
const feature = (index: number): string => {
  const { interests, halves } = strings;
  const name = interests[index % interests.length] ?? "";
  return index < interests.length ? name : halves(name);
};
const interest = (index: number): string => strings.interests[index] ?? "";

function axes(step: StepName, trace: Trace) {
  const { tokens, memory } = trace.scenario;
  const you = (index: number) => tokens[index] ?? "";
  const title = (index: number) => memory?.tokens[index] ?? "";
  switch (step) {
    case "embedded":
    case "output":
      return { row: you, col: feature };
    case "memory":
      return { row: title, col: feature };
    case "w_q":
    case "w_k":
    case "w_v":
      return { row: feature, col: interest };
    case "k":
    case "v":
      return { row: title, col: interest };
    case "q":
    case "head_output":
      return { row: you, col: interest };
    default:
      return { row: you, col: title };
  }
}

export interface WhyProps {
  trace: Trace;
  /** From the number that was tapped to the one that is open. */
  trail: readonly Cell[];
  onTrail: (trail: Cell[]) => void;
}

export function why({ trace, trail, onTrail }: WhyProps): TemplateResult {
  const cell = trail.at(-1) as Cell;
  const explanation = trace.explain(cell.step, cell);
  const { row, col } = axes(cell.step, trace);
  const valueOf = (at: Cell) => {
    const { cols, values } = trace.read(at.step, { head: at.head });
    return values[at.row * cols + at.col] ?? NaN;
  };
  const title = (index: number) => axes("scores", trace).col(index);
  return html`<div class="why-place">
    ${arithmetic({
      explanation,
      scenario: trace.scenario,
      row: row(cell.row),
      col: col(cell.col),
      termName: (term, index) => {
        const operand = term.factors[0]?.cell;
        return operand ? axes(operand.step, trace).col(operand.col) : String(index + 1);
      },
      keyName: title,
      valueOf,
      roleOf: (at) => roleOf(at.step),
      trail: trail.map((at) => ({ label: symbol(at.step), value: valueOf(at) })),
      shown: TERMS_PER_PAGE,
      onFollow: (next) => onTrail([...trail, next]),
      onBack: (index) => onTrail(trail.slice(0, index + 1)),
      onMore: () => undefined,
    })}
    <button class="link close" @click=${() => onTrail([])}>${strings.close}</button>
  </div>`;
}
