import { html, type TemplateResult } from "lit";
import { domainOf, type Domain } from "../controls/bar-handle";
import { slider } from "../controls/slider";
import { loadLab } from "../engine/lab";
import type { Lab, Shares, Table } from "../engine/types";
import type { Topics } from "../state/group";
import { softmaxStrings as strings, type Standing } from "../strings/softmax";
import type { Opening } from "./frame/desk";
import { numberField, numbersField, type Field } from "./frame/fields";
import {
  Figure,
  type Challenge,
  type Live,
  type Prediction,
  type Suggestion,
} from "./frame/figure";
import { ofColumns } from "./frame/table";
import { columns } from "./softmax/columns";
import { softmaxScenario } from "./softmax/scenario";
import { defaults, labelOf, ranked, share, taken, type SoftmaxState } from "./softmax/settings";
import { strips } from "./softmax/strips";
import { softmaxStyles } from "./softmax/styles";

type Here = Live<SoftmaxState, Shares, Lab>;

/** From this width on the strips stand beside the columns. */
const WIDE = 1000;
const GAP = 48;
const TEMPERATURES = [
  0, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.25, 1.5, 2, 2.5, 3, 4, 5,
  7, 10, 20, 50, 100,
];
const SHIFTS = Array.from({ length: 41 }, (_, i) => (i - 20) / 2);
const CLOSE = 0.5;
const MOST = 0.99;

const words: Field<SoftmaxState> = { key: "labels", parse: (text) => text.split(",") };

/**
 * `<attention-softmax>`: scores to drag, and the shares that they become. What temperature, a shift
 * and a mask do to them, and how far this is from a lookup.
 *
 * @tagname attention-softmax
 * @attr {string} scores - one for each key, between commas
 * @attr {string} labels - the keys' words, between commas
 * @attr {number} temperature - 0 for an exact lookup, or 0.000001 to 1000
 * @attr {number} shift - added to every score
 * @attr {string} masked - keys that a mask forbids, counted from 0, between commas
 */
export default class AttentionSoftmax extends Figure<SoftmaxState, Shares, Lab> {
  static override styles = [Figure.styles, softmaxStyles];

  static override fields = {
    scores: numbersField<SoftmaxState>("scores"),
    labels: words,
    temperature: numberField<SoftmaxState>("temperature"),
    shift: numberField<SoftmaxState>("shift"),
    masked: numbersField<SoftmaxState>("masked"),
  };

  /** The bars keep their scale while one of them is dragged. */
  #domain: Domain | null = null;

  protected override load = loadLab;
  protected override heading = strings.heading;

  protected override shares = [
    {
      topic: "scores" as const,
      give: (settings: SoftmaxState): Topics["scores"] => ({
        labels: settings.scores.map((_, i) => labelOf(settings, i)),
        scores: settings.scores,
      }),
      take: taken,
    },
  ];

  protected override defaults(engine: Lab): SoftmaxState {
    return defaults(engine);
  }

  protected override compute(engine: Lab, settings: SoftmaxState): Shares {
    return share(engine, settings);
  }

  override get tabulated(): Table {
    const { scores } = this.settings;
    const { shifted, scaled, exps, weights } = this.result;
    const labels = scores.map((_, key) => labelOf(this.settings, key));
    return ofColumns(labels, { scores, shifted, scaled, exps, weights });
  }

  protected override inWorkbench({ settings }: Here): Opening {
    return { scenario: softmaxScenario(settings), step: "weights", head: 0, row: 0 };
  }

  protected override draw({ settings, result, width, input, commit, set }: Here): TemplateResult {
    const isWide = width >= WIDE;
    const across = isWide ? Math.floor((width - GAP) * 0.62) : width;
    const domain =
      this.#domain ?? domainOf(result.shifted.flatMap((score) => (score === null ? [] : [score])));
    return html`<div class="sides ${isWide ? "wide" : "narrow"}">
      ${columns({
        settings,
        result,
        width: across,
        domain,
        input,
        set,
        commit: () => {
          this.#domain = null;
          commit();
          this.requestUpdate();
        },
        onGrab: () => {
          this.#domain = domain;
        },
      })}
      ${strips(settings, result, isWide ? { width: width - GAP - across, height: 64 } : { width, height: 48 })}
    </div>`;
  }

  protected override summary({ settings, result }: Here): TemplateResult {
    const places = ranked(result);
    const best = places.filter(({ score }) => score === places[0]?.score);
    const second = places[best.length];
    return strings.summary(
      settings.temperature,
      best.map(({ index }) => standing(settings, result, index)),
      second ? standing(settings, result, second.index) : null,
      settings.masked.map((index) => labelOf(settings, index)),
    );
  }

  protected override suggestion({ settings }: Here): Suggestion<SoftmaxState> {
    const isWarm = settings.temperature > 0.3;
    return {
      label: isWarm ? strings.cool : strings.warm,
      effect: isWarm ? strings.cooled : strings.warmed,
      settings: { ...settings, temperature: isWarm ? 0.1 : 10 },
    };
  }

  protected override prediction({ settings, result }: Here): Prediction<SoftmaxState> {
    const [best] = ranked(result);
    const { label, weight } = standing(settings, result, best?.index ?? 0);
    return {
      question: strings.question,
      options: strings.options,
      right: 2,
      settings: { ...settings, shift: 10 },
      answer: strings.answer(label, best?.score ?? 0, weight),
    };
  }

  protected override challenge({ settings, result }: Here): Challenge {
    const [best, second] = ranked(result);
    const lead = best && second ? best.score - second.score : Infinity;
    const weight = result.weights[best?.index ?? 0] ?? 0;
    return {
      task: strings.task,
      // Sums and differences of decimals end in a binary fraction's dust.
      isMet: lead <= CLOSE + 1e-9 && weight > MOST,
      status:
        best && second
          ? strings.taskStatus(
              standing(settings, result, best.index),
              standing(settings, result, second.index),
            )
          : html`${strings.taskAlone}`,
      hint: strings.taskHint,
    };
  }

  protected override knobs({ settings, result, input, commit, set }: Here): TemplateResult {
    const { temperature, shift, scores } = settings;
    const [best, second] = ranked(result);
    return html`<div class="wide">
        ${slider({
          id: "temperature",
          label: strings.temperature,
          name: strings.temperatureName,
          value: temperature,
          stops: TEMPERATURES,
          decimals: 6,
          step: 0.1,
          valueText: strings.temperatureText(temperature),
          onInput: (to) => input({ ...settings, temperature: to }),
          onCommit: commit,
        })}
      </div>
      <div class="wide">
        ${slider({
          id: "shift",
          label: strings.shift,
          name: strings.shift,
          value: shift,
          stops: SHIFTS,
          decimals: 2,
          step: 0.5,
          valueText: strings.shiftText(shift),
          onInput: (to) => input({ ...settings, shift: to }),
          onCommit: commit,
        })}
      </div>
      ${
        best && second
          ? html`<div class="control wide">
              <p class="control-name">${strings.ties}</p>
              <button
                class="link"
                @click=${() =>
                  set({ ...settings, scores: scores.with(second.index, scores[best.index] ?? 0) })}
              >
                ${strings.tie}
              </button>
            </div>`
          : ""
      }`;
  }
}

const standing = (
  settings: SoftmaxState,
  { shifted, weights }: Shares,
  index: number,
): Standing => ({
  label: labelOf(settings, index),
  score: shifted[index] ?? -Infinity,
  weight: weights[index] ?? 0,
});

declare global {
  interface HTMLElementTagNameMap {
    "attention-softmax": AttentionSoftmax;
  }
}
