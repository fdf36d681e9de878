/** The arithmetic of the open number, and the way from one number to those it is made of. */
import { html, nothing, type TemplateResult } from "lit";
import type { Cell } from "../../engine/index";
import { arithmetic, TERMS_PER_PAGE } from "../../views/arithmetic";
import type { Model } from "../explainer/model";
import { roleOf, symbol } from "../explainer/symbols";

export interface WhyProps {
  model: Model;
  head: number;
  /** The cells opened one from another. */
  trail: readonly Cell[];
  /** Terms that were asked for beyond the first page. */
  shown: number;
  onTrail: (trail: readonly Cell[]) => void;
  onShown: (terms: number) => void;
}

const FIRST_TERMS = 12;

export function why(props: WhyProps): TemplateResult | typeof nothing {
  const { model, head, trail, onTrail, onShown } = props;
  const cell = trail.at(-1);
  if (!cell) return nothing;
  const axes = model.axes(cell.step, head);
  const shown = Math.max(FIRST_TERMS, props.shown);
  return html`${arithmetic({
    explanation: model.explain(cell),
    scenario: model.scenario,
    row: axes.row(cell.row),
    col: axes.col(cell.col),
    termName: (term, index) => {
      const operand = term.factors[0]?.cell;
      return operand ? model.axes(operand.step, head).col(operand.col) : String(index + 1);
    },
    keyName: model.key,
    valueOf: (at) => model.value(at),
    roleOf: (at) => roleOf(at.step),
    trail: trail.map((at) => ({ label: symbol(at.step), value: model.value(at) })),
    shown,
    onFollow: (next) => onTrail([...trail, next]),
    onBack: (index) => onTrail(trail.slice(0, index + 1)),
    onMore: () => onShown(shown + TERMS_PER_PAGE),
  })}`;
}
