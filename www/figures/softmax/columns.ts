/** One column for each key, from its score down to its weight: a real table with bars on top. */
import { html, nothing, type TemplateResult } from "lit";
import { live as current } from "lit/directives/live.js";
import { barHandle, type Domain } from "../../controls/bar-handle";
import { numberField } from "../../controls/number-field";
import type { Shares } from "../../engine/types";
import { softmaxStrings as strings } from "../../strings/softmax";
import { classOf } from "../../views/colormap";
import { place } from "../../views/place";
import { labelOf, type SoftmaxState } from "./settings";

export interface ColumnsProps {
  settings: SoftmaxState;
  result: Shares;
  width: number;
  domain: Domain;
  input: (edit: SoftmaxState) => void;
  commit: () => void;
  set: (edit: SoftmaxState) => void;
  onGrab: () => void;
}

/** From this width on, the names of the rows stand to their left and the sums to their right. */
const BESIDE = 560;
const ROOM = { name: 168, sum: 84, least: 46, bars: 190 };
const LIMIT = 1000;

export function columns(props: ColumnsProps): TemplateResult {
  const { settings, result, width, domain, input, commit, set, onGrab } = props;
  const { scores, masked, shift } = settings;
  const isBeside = width >= BESIDE;
  const keys = scores.map((_, i) => i);
  const free = isBeside ? width - ROOM.name - ROOM.sum : width;
  const each = Math.max(ROOM.least, Math.floor(free / keys.length));

  const row = (
    part: string,
    step: string | null,
    name: TemplateResult | string,
    cell: (key: number) => TemplateResult,
    together: TemplateResult | string = "",
  ) =>
    isBeside
      ? html`<tr class="row ${part}-row">
          <th scope="row" data-step=${step ?? nothing}>${name}</th>
          ${keys.map(cell)}
          <td class="together">${together}</td>
        </tr>`
      : html`<tr class="row-name">
            <th scope="rowgroup" colspan=${keys.length} data-step=${step ?? nothing}>
              ${name} <span class="together">${together}</span>
            </th>
          </tr>
          <tr class="row ${part}-row">
            ${keys.map(cell)}
          </tr>`;

  const setScore = (key: number, score: number): SoftmaxState => ({
    ...settings,
    scores: scores.with(key, Number(score.toFixed(9))),
  });
  const bar = (key: number) =>
    html`<td>
      ${barHandle({
        name: strings.barName(labelOf(settings, key)),
        valueText: strings.barText(result.shifted[key] ?? null, result.weights[key] ?? 0),
        value: result.shifted[key] ?? null,
        domain,
        width: each,
        height: ROOM.bars,
        onGrab,
        onInput: (value) => input(setScore(key, value - shift)),
        onCommit: commit,
      })}
    </td>`;
  const score = (key: number) =>
    html`<td>
      ${numberField({
        name: strings.scoreOf(labelOf(settings, key)),
        value: scores[key] ?? 0,
        min: -LIMIT,
        max: LIMIT,
        step: 0.1,
        decimals: 2,
        onInput: (value) => input(setScore(key, value)),
        onCommit: commit,
      })}
    </td>`;
  const mask = (key: number) =>
    html`<td>
      <label class="mask">
        <input
          type="checkbox"
          aria-label=${strings.maskOf(labelOf(settings, key))}
          .checked=${current(masked.includes(key))}
          @change=${(event: Event) => {
            event.stopPropagation();
            const isMasked = (event.target as HTMLInputElement).checked;
            const others = masked.filter((other) => other !== key);
            set({ ...settings, masked: isMasked ? [...others, key] : others });
          }}
        />
      </label>
    </td>`;
  const number = (text: string) => html`<td class="number-cell">${text}</td>`;
  const weight = (value: number) =>
    html`<td class="number-cell weight-${classOf("weight", value, 1)}">
      ${strings.weight(value)}
    </td>`;

  return html`<div class="columns-room">
    <table
      class="columns ${isBeside ? "beside" : "above"}"
      ${place({ w: each * keys.length + (isBeside ? ROOM.name + ROOM.sum : 0) })}
    >
      <caption class="visually-hidden">
        ${strings.tableName}
      </caption>
      <thead>
        <tr>
          ${isBeside ? html`<td class="name-room"></td>` : ""}
          ${keys.map(
            (key) => html`<th scope="col" class="k"><bdi>${labelOf(settings, key)}</bdi></th>`,
          )}
          ${isBeside ? html`<th scope="col" class="sum-room">${strings.together}</th>` : ""}
        </tr>
      </thead>
      <tbody>
        ${row("bars", null, strings.drag, bar)} ${row("scores", "scores", strings.score, score)}
        ${row("mask", "masked", strings.mask, mask)}
        ${row("scaled", "scaled", strings.scaled(settings.temperature, shift), (key) =>
          number(strings.scaledCell(result.scaled[key] ?? null)),
        )}
        ${row(
          "exps",
          null,
          strings.exp(result.max),
          (key) => number(strings.expCell(result.exps[key] ?? 0)),
          strings.sum(result.sum),
        )}
        ${row("weights", "weights", strings.share, (key) => weight(result.weights[key] ?? 0), strings.whole)}
        ${row(
          "lookup",
          null,
          strings.lookup,
          (key) => weight(result.exact_weights[key] ?? 0),
          strings.whole,
        )}
      </tbody>
    </table>
  </div>`;
}
