/** Each key's value, score and weight on one line: what can be set, and what comes of it. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { live } from "lit/directives/live.js";
import { numberField } from "../../controls/number-field";
import type { Blend } from "../../engine/types";
import { blendStrings as strings } from "../../strings/blend";
import { classOf } from "../../views/colormap";
import type { BlendSettings, Value } from "./scenario";

/** The slider's ends; any score can be typed. */
const REACH = 8;
const TYPED = 1000;

export interface TableProps {
  settings: BlendSettings;
  blend: Blend;
  onValue: (key: number, value: Value) => void;
  onScore: (key: number, score: number) => void;
  onCommit: () => void;
}

export function keyTable(props: TableProps): TemplateResult {
  const { settings, blend } = props;
  const { same_output: same } = blend;
  const hasOthers = settings.others && same !== null;
  const heading = (step: string, text: TemplateResult, kind: string) =>
    html`<th scope="col" class=${kind}><span data-step=${step}>${text}</span></th>`;
  return html`<table class="keys ${hasOthers ? "two" : ""}" aria-label=${strings.tableName}>
    <thead>
      <tr>
        <th scope="col" class="name">${strings.key}</th>
        ${[0, 1].map((entry) => heading("v", strings.value(entry), "entry"))}
        ${heading("scores", strings.score, "score")}
        ${heading("weights", hasOthers ? strings.weightOrOther : strings.weight, "weight")}
      </tr>
    </thead>
    <tbody>
      ${settings.labels.map((_, key) => row(props, key))}
    </tbody>
  </table>`;
}

function row(props: TableProps, key: number): TemplateResult {
  const { settings, blend, onValue, onScore, onCommit } = props;
  const label = settings.labels[key] ?? "";
  const score = settings.scores[key] ?? 0;
  const value = settings.values[key] ?? [0, 0];
  const share = blend.same_output?.weights[key] ?? 0;
  const other = blend.same_output?.others[key] ?? 0;
  return html`<tr>
    <th scope="row" class="name"><bdi>${label}</bdi></th>
    ${[0, 1].map(
      (entry) =>
        html`<td class="entry">
          ${numberField({
            name: strings.valueField(label, entry),
            value: value[entry] ?? 0,
            step: 0.1,
            min: -TYPED,
            max: TYPED,
            decimals: 2,
            onInput: (typed) => onValue(key, entry === 0 ? [typed, value[1]] : [value[0], typed]),
            onCommit,
          })}
        </td>`,
    )}
    <td class="score">
      <div class="both">
        <input
          type="range"
          min=${-REACH}
          max=${REACH}
          step="0.1"
          aria-label=${strings.scoreSlider(label)}
          aria-valuetext=${strings.scoreText(score, share)}
          .value=${live(String(score))}
          @input=${(event: Event) => {
            event.stopPropagation();
            onScore(key, Number((event.target as HTMLInputElement).value));
          }}
          @change=${onCommit}
        />
        ${numberField({
          name: strings.scoreField(label),
          value: score,
          step: 0.1,
          min: -TYPED,
          max: TYPED,
          decimals: 2,
          onInput: (typed) => onScore(key, typed),
          onCommit,
        })}
      </div>
    </td>
    <td class="weight">
      ${bar(share, false)} ${settings.others && blend.same_output ? bar(other, true) : nothing}
    </td>
  </tr>`;
}

/** On one scale for all: the whole width is 100 %. */
const bar = (share: number, isOther: boolean) =>
  html`<div class="both">
    <svg class="share" viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
      ${svg`<rect class=${isOther ? "share-bar other" : `share-bar weight-${classOf("weight", share, 1)}`}
        width=${share} height="1"></rect>`}
    </svg>
    <span class="percent">${strings.share(share)}</span>
  </div>`;
