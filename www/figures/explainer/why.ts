/** “Why this number?”: the arithmetic of the cell that is open. */
import { nothing, type TemplateResult } from "lit";
import { whyStrings as strings } from "../../strings/why";
import { arithmetic, TERMS_PER_PAGE } from "../../views/arithmetic";
import { roleOf, symbol } from "./symbols";
import { backTo, followed } from "./view";
import type { WorkbenchProps } from "./workbench";

/** Terms of an arithmetic that are shown at first. */
const FIRST_TERMS = 12;
export function whyThisNumber({
  model,
  view,
  shownTerms,
  onView,
  onLocal,
}: WorkbenchProps): TemplateResult | typeof nothing {
  const cell = view.trail.at(-1);
  if (!cell) return nothing;
  const explanation = model.explain(cell);
  const head = cell.head ?? view.head;
  const axes = model.axes(cell.step, head);
  const shown = Math.max(FIRST_TERMS, shownTerms);
  return arithmetic({
    explanation,
    scenario: model.scenario,
    row: axes.row(cell.row),
    col: axes.col(cell.col),
    termName: (term, index) => {
      if (explanation.operation === "position" || explanation.operation === "bias")
        return strings.addends[explanation.operation][index] ?? "";
      const operand = term.factors[0]?.cell;
      if (!operand) return String(index + 1);
      return model.axes(operand.step, operand.head ?? head).col(operand.col);
    },
    keyName: model.key,
    valueOf: (at) => model.value(at),
    roleOf: (at) => roleOf(at.step),
    trail: view.trail.map((at) => ({ label: symbol(at.step), value: model.value(at) })),
    shown,
    onFollow: (next) => onView(followed(view, next)),
    onBack: (index) => onView(backTo(view, index)),
    onMore: () => onLocal({ shownTerms: shown + TERMS_PER_PAGE }),
  });
}
