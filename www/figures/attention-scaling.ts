import { html, type TemplateResult } from "lit";
import type { Comparison, Lab, ScalingSettings, Table } from "../engine/index";
import { loadLab } from "../engine/lab";
import { slider } from "../controls/slider";
import { scalingStrings as strings } from "../strings/scaling";
import { numberField } from "./frame/fields";
import {
  Figure,
  type Challenge,
  type Live,
  type Prediction,
  type Suggestion,
} from "./frame/figure";
import { plotStyles } from "./frame/styles";
import { ofObjects } from "./frame/table";
import { plots } from "./scaling/plots";
import { Sweep } from "./scaling/sweep";
import { scalingStyles } from "./scaling/styles";

type Here = Live<ScalingSettings, Comparison, Lab>;

const KEY_SIZES = [
  1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512, 768, 1024,
];
const KEYS = [2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256];
const SAMPLES = [1, 10, 100, 200, 500, 1000, 2000, 5000];
const CALM = 0.4;

/**
 * `<attention-scaling>`: what happens to scores, weights and gradients as keys get longer, with and
 * without the division by √d_k.
 *
 * @tagname attention-scaling
 * @attr {number} d-k - components of queries and keys, 1 to 1,024
 * @attr {number} keys - keys that each query is compared with, 2 to 256
 * @attr {number} samples - queries that are drawn, 1 to 20,000
 * @attr {number} seed - which numbers are drawn
 */
export default class AttentionScaling extends Figure<ScalingSettings, Comparison, Lab> {
  static override styles = [Figure.styles, plotStyles, scalingStyles];

  static override fields = {
    "d-k": numberField<ScalingSettings>("d_k"),
    keys: numberField<ScalingSettings>("keys"),
    samples: numberField<ScalingSettings>("samples"),
    seed: numberField<ScalingSettings>("seed"),
  };

  #sweep = new Sweep(() => this.requestUpdate());

  protected override load = loadLab;
  protected override heading = strings.heading;
  protected override controlsFirst = true;

  protected override defaults(): ScalingSettings {
    return { d_k: 64, keys: 16, samples: 500, seed: 7 };
  }

  protected override compute(engine: Lab, settings: ScalingSettings): Comparison {
    return engine.experiments.scaling(settings);
  }

  override get tabulated(): Table {
    const { unscaled, scaled } = this.result;
    return ofObjects({ unscaled, scaled });
  }

  protected override rest(): void {
    this.#sweep.stop();
  }

  protected override draw(live: Here): TemplateResult {
    const points = this.isNear ? this.#sweep.points(live.engine, live.settings) : [];
    return plots(live, points);
  }

  protected override summary({ settings, result: { unscaled, scaled } }: Here): TemplateResult {
    return strings.summary(
      settings.d_k,
      unscaled.score_deviation,
      scaled.score_deviation,
      unscaled.mean_max_weight,
      scaled.mean_max_weight,
    );
  }

  protected override suggestion({ settings }: Here): Suggestion<ScalingSettings> {
    const d_k = settings.d_k > 16 ? 4 : 512;
    return {
      label: strings.isolated(d_k),
      effect: d_k === 4 ? strings.small : strings.large,
      settings: { ...settings, d_k },
    };
  }

  protected override prediction({ settings, result }: Here): Prediction<ScalingSettings> {
    return {
      question: strings.question,
      options: strings.options,
      right: 1,
      settings: { ...settings, d_k: 256 },
      answer: strings.answer(settings.d_k, result.unscaled.score_deviation),
    };
  }

  protected override challenge({ settings, result }: Here): Challenge {
    const largest = result.unscaled.mean_max_weight;
    return {
      task: strings.task,
      isMet: settings.keys <= 16 && largest < CALM,
      status: strings.taskStatus(settings.keys, largest),
      hint: strings.taskHint,
    };
  }

  protected override knobs({ settings, input, commit, set }: Here): TemplateResult {
    return html`<div class="wide">
        ${slider({
          id: "d-k",
          label: strings.keySize,
          name: strings.keySizeName,
          value: settings.d_k,
          stops: KEY_SIZES,
          valueText: strings.keySizeText(settings.d_k),
          onInput: (d_k) => input({ ...settings, d_k: Math.round(d_k) }),
          onCommit: commit,
        })}
      </div>
      ${slider({
        id: "keys",
        label: strings.keys,
        name: strings.keys,
        value: settings.keys,
        stops: KEYS,
        valueText: strings.keysText(settings.keys),
        onInput: (keys) => input({ ...settings, keys: Math.round(keys) }),
        onCommit: commit,
      })}
      ${slider({
        id: "samples",
        label: strings.queries,
        name: strings.queries,
        value: settings.samples,
        stops: SAMPLES,
        valueText: strings.queriesText(settings.samples),
        onInput: (samples) => input({ ...settings, samples: Math.round(samples) }),
        onCommit: commit,
      })}
      <div class="control">
        <p class="control-name">${strings.seed}</p>
        <button class="link" @click=${() => set({ ...settings, seed: settings.seed + 1 })}>
          ${strings.reroll}
        </button>
      </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    "attention-scaling": AttentionScaling;
  }
}
