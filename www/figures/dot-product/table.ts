/** Every arrow's numbers to type, the score of each key, and the weights that the scores lead to. */
import { html, nothing, type TemplateResult } from "lit";
import { live as current } from "lit/directives/live.js";
import { numberField } from "../../controls/number-field";
import { dotStrings as strings } from "../../strings/dot-product";
import { classOf } from "../../views/colormap";
import { shareText } from "../../views/share";
import { signedBar } from "../../views/signed-bar";
import type { DotResult, DotSettings } from "./settings";
import { withKey } from "./settings";

export interface TableProps {
  settings: DotSettings;
  result: DotResult;
  /** The width of a bar; none where there is no room. */
  bars: number;
  input: (edit: DotSettings) => void;
  commit: () => void;
  choose: (key: number) => void;
}

const LIMIT = 1000;

export function table({
  settings,
  result,
  bars,
  input,
  commit,
  choose,
}: TableProps): TemplateResult {
  const { word, query, labels, chosen } = settings;
  const scores = result.keys.map(({ score }) => score);
  const [low, high] = [Math.min(0, ...scores), Math.max(0, ...scores)];
  const field = (name: string, axis: number, value: number, set: (value: number) => DotSettings) =>
    numberField({
      name: strings.component(name, axis),
      value,
      min: -LIMIT,
      max: LIMIT,
      step: 0.1,
      decimals: 2,
      onInput: (to) => input(set(to)),
      onCommit: commit,
    });
  return html`<table class="arrows-table">
    <caption class="visually-hidden">
      ${strings.tableName}
    </caption>
    <thead>
      <tr>
        <td></td>
        <th scope="col">${strings.axis(0)}</th>
        <th scope="col">${strings.axis(1)}</th>
        <th scope="col" data-step="scores">${strings.score}</th>
        <th scope="col" data-step="weights">${strings.weight}</th>
      </tr>
    </thead>
    <tbody>
      <tr>
        <th scope="row" class="q" data-step="q"><i>q</i> <bdi>${word}</bdi></th>
        ${query.map(
          (value, axis) =>
            html`<td>
              ${field(word, axis, value, (to) => ({ ...settings, query: query.with(axis, to) }))}
            </td>`,
        )}
        <td colspan="2"></td>
      </tr>
      ${labels.map((label, i) => {
        const key = result.shown[i] ?? [];
        const score = scores[i] ?? 0;
        const weight = result.weights[i] ?? 0;
        return html`<tr class=${i === chosen ? "chosen" : ""}>
          <th scope="row" class="k" data-step="k">
            <label>
              <input
                type="radio"
                name="chosen"
                aria-label=${strings.look(label)}
                .checked=${current(i === chosen)}
                @change=${(event: Event) => {
                  event.stopPropagation();
                  choose(i);
                }}
              /><span><i>k</i> <bdi>${label}</bdi></span></label
            >
          </th>
          ${key.map(
            (value, axis) =>
              html`<td>
                ${field(label, axis, value, (to) => withKey(settings, i, key.with(axis, to)))}
              </td>`,
          )}
          <td class="score">
            ${bars ? signedBar({ value: score, low, high, width: bars, height: 16 }) : nothing}
            <b>${strings.scoreText(score)}</b>
          </td>
          <td class="weight weight-${classOf("weight", weight, 1)}">${shareText(weight)}</td>
        </tr>`;
      })}
    </tbody>
  </table>`;
}
