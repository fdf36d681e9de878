/** "Why this number?": the operands of one cell, the operation, the result, and the way back. */
import { html, nothing, type TemplateResult } from "lit";
import type { Cell, Explanation, Factor, Scenario, Term } from "../engine/index";
import { whyStrings as strings } from "../strings/why";
import { exactText, largestMagnitude, numberText } from "./format";
import { matrixBar } from "./bar";

export interface ArithmeticProps {
  explanation: Explanation;
  scenario: Scenario;
  /** Names of the open cell's row and column. */
  row: string;
  col: string;
  /** The name of what a term is about: a feature, a component, a word. */
  termName: (term: Term, index: number) => string;
  keyName: (index: number) => string;
  valueOf: (cell: Cell) => number;
  /** The hue of a cell's step. */
  roleOf: (cell: Cell) => string;
  trail: readonly { label: TemplateResult; value: number }[];
  /** Terms shown at first; more on request. */
  shown: number;
  onFollow: (cell: Cell) => void;
  onBack: (index: number) => void;
  onMore: () => void;
}

/** Terms that one more request shows. */
export const TERMS_PER_PAGE = 48;

export function arithmetic(props: ArithmeticProps): TemplateResult {
  const { explanation, scenario, row, col, trail, onBack } = props;
  return html`<section class="why" aria-labelledby="why">
    <h3 id="why">${strings.why(numberText(explanation.value))}</h3>
    ${
      trail.length > 1
        ? html`<nav class="trail" aria-label=${strings.trail}>
            ${trail.map(({ label, value }, index) => {
              const isLast = index === trail.length - 1;
              const text = html`${label} ${numberText(value)}`;
              return isLast
                ? html`<span aria-current="location">${text}</span>`
                : html`<button class="link" @click=${() => onBack(index)}>${text}</button> ‹ `;
            })}
          </nav>`
        : nothing
    }
    <p class="intro">${strings.whyIntro(explanation, row, col, scenario)}</p>
    ${body(props)}
  </section>`;
}

function body(props: ArithmeticProps): TemplateResult | typeof nothing {
  const { explanation } = props;
  switch (explanation.operation) {
    case "given":
      return nothing;
    case "softmax":
      return softmax(props);
    case "dot":
      return products(props);
    default:
      return explanation.terms.length > 1 ? products(props) : factors(props);
  }
}

/** An operand: its value as a link to its own arithmetic. */
function operand(
  { onFollow, roleOf }: ArithmeticProps,
  { value, label, cell }: Factor,
): TemplateResult {
  const text = numberText(value);
  if (!cell)
    return html`<span title=${exactText(value)}
      >${text}${label ? html` <small>${label}</small>` : nothing}</span
    >`;
  return html`<button
    class="factor ${roleOf(cell)}"
    title=${exactText(value)}
    @click=${() => onFollow(cell)}
  >
    ${text}
  </button>`;
}

/** Products added up: one row a term, with a bar for its part in the sum. */
function products(props: ArithmeticProps): TemplateResult {
  const { explanation, termName, shown, onMore } = props;
  const { terms, value } = explanation;
  const limit = largestMagnitude(terms.map((term) => term.product));
  return html`<table class="terms">
    <tbody>
      ${terms.slice(0, shown).map(
        (term, index) =>
          html`<tr>
            <th scope="row"><bdi>${termName(term, index)}</bdi></th>
            <td>
              ${term.factors.map((factor, i) => html`${i > 0 ? html`<span class="sign">×</span>` : nothing}${operand(props, factor)}`)}
            </td>
            <td class="product"><span class="sign">=</span>${numberText(term.product)}</td>
            <td class="bar">${matrixBar(term.product, limit)}</td>
          </tr>`,
      )}
    </tbody>
    ${moreAndTotal(terms.length - shown, value, onMore)}
  </table>`;
}

/** The end of a table of terms: a way to those not shown yet, and what all of them add up to. */
function moreAndTotal(
  rest: number,
  total: number,
  onMore: () => void,
  besides: TemplateResult | typeof nothing = nothing,
): TemplateResult {
  return html`${
      rest > 0
        ? html`<tbody>
            <tr>
              <td colspan="4">
                <button class="link" @click=${onMore}>
                  ${strings.moreTerms(Math.min(rest, TERMS_PER_PAGE))}
                </button>
              </td>
            </tr>
          </tbody>`
        : nothing
    }
    ${besides}
    <tfoot>
      <tr>
        <th scope="row">${strings.total}</th>
        <td></td>
        <td class="product" title=${exactText(total)}>${numberText(total)}</td>
        <td></td>
      </tr>
    </tfoot>`;
}

/** One product of a few factors: a division, a pass through the mask, a copy. */
function factors(props: ArithmeticProps): TemplateResult {
  const { terms, value } = props.explanation;
  return html`<p class="line">
    ${(terms[0]?.factors ?? []).map((factor, i) => html`${i > 0 ? html`<span class="sign">×</span>` : nothing}${operand(props, factor)}`)}
    <span class="sign">=</span><b class="number" title=${exactText(value)}>${numberText(value)}</b>
  </p>`;
}

/** The whole row: each score, e to its power, and which share of the sum is the open cell's. */
function softmax(props: ArithmeticProps): TemplateResult {
  const { explanation, scenario, keyName, valueOf, onFollow, onMore, shown } = props;
  const { inputs, softmax: row, value, col } = explanation;
  if (!row) return html``;
  const exps = row.exps;
  // At temperature 0 a part of the row is 1 or 0, and no power of e.
  const power = (score: TemplateResult) =>
    scenario.temperature === 0
      ? score
      : html`<i>e</i><span class="sign">^</span>(${score}<span class="sign">−</span
          >${numberText(row.max)})`;
  const slot = html`<tbody>
    <tr>
      <th scope="row">${strings.emptySlot}</th>
      <td>${numberText(scenario.sink)}<span class="sign">×</span>${power(html`0`)}</td>
      <td class="product"><span class="sign">=</span>${numberText(row.sink)}</td>
      <td class="bar">${matrixBar(row.sink, 1)}</td>
    </tr>
  </tbody>`;
  return html`<p class="line">
      ${numberText(exps[col] ?? 0)}<span class="sign">÷</span>${numberText(row.sum)}<span
        class="sign"
        >=</span
      ><b class="number" title=${exactText(value)}>${numberText(value, 3)}</b>
    </p>
    <table class="terms">
      <tbody>
        ${inputs.slice(0, shown).map((cell, index) => {
          const exp = exps[index] ?? 0;
          return html`<tr class=${cell.col === col ? "lit" : ""}>
            <th scope="row"><bdi>${keyName(cell.col)}</bdi></th>
            <td>
              ${power(
                html`<button class="factor" @click=${() => onFollow(cell)}>
                  ${numberText(valueOf(cell))}
                </button>`,
              )}
            </td>
            <td class="product">
              <span class="sign">${scenario.temperature === 0 ? "→" : "="}</span>${numberText(exp)}
            </td>
            <td class="bar">${matrixBar(exp, 1)}</td>
          </tr>`;
        })}
      </tbody>
      ${moreAndTotal(inputs.length - shown, row.sum, onMore, row.sink > 0 ? slot : nothing)}
    </table>`;
}
