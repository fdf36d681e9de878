/** The output of the word that asks as a sum: one line for each head, and what they come to. */
import { html, nothing, type TemplateResult } from "lit";
import type { HeadDesign } from "../../engine/types";
import { headsStrings as strings } from "../../strings/heads";
import { matrixBar } from "../../views/bar";
import { largestMagnitude, numberText } from "../../views/format";
import { FEW, type HeadsResult } from "./result";

export interface SumProps {
  result: HeadsResult;
  dropped: number | null;
  /** What each head was designed for, where it was and where there is room to say so. */
  designs: readonly HeadDesign[];
  /** Names of the output's entries. */
  feature: (index: number) => string;
  showsAll: boolean;
  onAll: (all: boolean) => void;
  onDrop: (head: number | null) => void;
}

const MOST_COLUMNS = 24;

export function sumTable(props: SumProps): TemplateResult {
  const { result, dropped, designs, feature, showsAll, onAll } = props;
  const { contributions, shown, row } = result;
  const { output, without, parts, parts_of } = contributions;
  const cols = Math.min(output.cols, MOST_COLUMNS);
  const rowOf = ({ values, cols: all }: { values: Float64Array; cols: number }) =>
    values.subarray(row * all, row * all + cols);
  const count = showsAll ? parts.length : Math.min(FEW, parts.length);
  const lines = parts
    .slice(0, count)
    .map((part, i) => ({ head: parts_of[i] ?? i, part: rowOf(part) }));
  const limit = Math.max(
    largestMagnitude(rowOf(output)),
    ...lines.map(({ part }) => largestMagnitude(part)),
  );
  const label = shown.tokens[row] ?? "";
  const cells = (numbers: Float64Array) =>
    Array.from(numbers, (value) => html`<td>${numberText(value)}${matrixBar(value, limit)}</td>`);
  const hidden = shown.heads - count;
  return html`<div
      class="sum-scroll"
      tabindex="0"
      role="region"
      aria-label=${strings.sumName(label)}
    >
      <table class="sum" aria-label=${strings.sumName(label)}>
        <thead>
          <tr>
            <th scope="col">${strings.part}</th>
            ${Array.from({ length: cols }, (_, i) => html`<th scope="col">${feature(i)}</th>`)}
            <td></td>
          </tr>
        </thead>
        <tbody>
          ${lines.map(({ head, part }) => {
            const isDropped = dropped === head;
            return html`<tr class=${isDropped ? "dropped" : ""}>
              <th scope="row">
                <b>${head + 1}</b>
                ${designs[head] ? html`<span>${strings.asks(designs[head].id)}</span>` : nothing}
              </th>
              ${cells(part)}
              <td class="act">
                <button
                  class="link"
                  aria-pressed=${isDropped ? "true" : "false"}
                  aria-label=${strings.dropName(head)}
                  @click=${() => props.onDrop(isDropped ? null : head)}
                >
                  ${isDropped ? strings.putBack : strings.drop}
                </button>
              </td>
            </tr>`;
          })}
          ${
            shown.heads > FEW
              ? html`<tr class="more">
                  <th scope="row">${hidden > 0 ? "…" : ""}</th>
                  <td colspan=${cols + 1}>
                    ${hidden > 0 ? strings.more(hidden) : nothing}
                    ${
                      parts.length > FEW
                        ? html`<button class="link" @click=${() => onAll(!showsAll)}>
                            ${showsAll ? strings.showFew : strings.showAll(shown.heads)}
                          </button>`
                        : nothing
                    }
                  </td>
                </tr>`
              : nothing
          }
        </tbody>
        <tfoot>
          <tr>
            <th scope="row"><span data-step="output">${strings.sum}</span></th>
            ${cells(rowOf(output))}
            <td></td>
          </tr>
          ${
            without && dropped !== null
              ? html`<tr class="without">
                  <th scope="row">${strings.without(dropped)}</th>
                  ${cells(rowOf(without))}
                  <td></td>
                </tr>`
              : nothing
          }
        </tfoot>
      </table>
    </div>
    ${cols < output.cols ? html`<p class="hint">${strings.columnsCut(cols, output.cols)}</p>` : nothing}
    <p class="hint">${strings.adds(contributions.difference)}</p>`;
}

/** How much the output of each word loses without the head that was dropped. */
export function lostList({
  result,
  dropped,
}: Pick<SumProps, "result" | "dropped">): TemplateResult {
  const { lost } = result.contributions;
  if (!lost || dropped === null) return html`<p class="hint lost-none">${strings.lostNone}</p>`;
  const most = largestMagnitude(lost);
  const width = (value: number) => (most > 0 ? (value / most) * 100 : 0).toFixed(1);
  return html`<h4>${strings.lostHeading(dropped)}</h4>
    <p class="hint">${strings.lostNote}</p>
    <table class="lost" aria-label=${strings.lostName(dropped)}>
      <tbody>
        ${result.shown.tokens.map(
          (token, i) =>
            html`<tr class=${i === result.row ? "asks" : ""}>
              <th scope="row"><bdi>${token}</bdi></th>
              <td class="lost-bar">
                <svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
                  <rect width=${width(lost[i] ?? 0)} height="10"></rect>
                </svg>
              </td>
              <td class="lost-number">${numberText(lost[i] ?? 0)}</td>
            </tr>`,
        )}
      </tbody>
    </table>`;
}
