import { html, nothing, type TemplateResult } from "lit";
import { loadLab } from "../engine/lab";
import type { Blend, Lab, Scenario } from "../engine/types";
import { blendStrings as strings } from "../strings/blend";
import {
  blendDefaults,
  blendScenario,
  valueOf,
  type BlendSettings,
  type Value,
} from "./blend/scenario";
import { plane } from "./blend/plane";
import { blendStyles } from "./blend/styles";
import { keyTable } from "./blend/table";
import type { Opening } from "./frame/desk";
import { flagField, labelsField, numberField, numbersField } from "./frame/fields";
import {
  Figure,
  type Challenge,
  type Live,
  type Prediction,
  type Share,
  type Suggestion,
} from "./frame/figure";
import { plotStyles } from "./frame/styles";

interface Result {
  blend: Blend;
  /** The middle between the first two values, by the engine as well: their even blend. */
  middle: readonly number[];
}

type Here = Live<BlendSettings, Result, Lab>;

/** From here on the table stands beside the plane, and a slider beside its number. */
const BESIDE = 640;
const WIDE = 1040;
const LARGEST_PLANE = 500;
const AHEAD = 8;
const CLOSE = 0.1;
const LITTLE = 0.1;
/**
 * `<attention-blend>`: an output is an average of values, weight by weight, and lies between them.
 *
 * @tagname attention-blend
 * @attr {string} labels - comma-separated names of the keys
 * @attr {string} scores - comma-separated scores, one for each key
 * @attr {boolean} others - whether other weights with the same output are shown
 * @attr {number} seed - where the search for those goes
 */
export default class AttentionBlend extends Figure<BlendSettings, Result, Lab> {
  static override styles = [Figure.styles, plotStyles, blendStyles];

  static override fields = {
    labels: labelsField<BlendSettings>("labels"),
    scores: numbersField<BlendSettings>("scores"),
    others: flagField<BlendSettings>("others"),
    seed: numberField<BlendSettings>("seed"),
  };

  protected override load = loadLab;
  protected override heading = strings.heading;

  protected override readonly shares: readonly Share<BlendSettings, Result>[] = [
    {
      topic: "scores",
      give: ({ labels, scores }) => ({ labels, scores }),
      take: (settings, { labels, scores }) => ({
        ...settings,
        labels,
        scores,
        values: labels.map((_, key) => settings.values[key] ?? valueOf(key)),
      }),
    } as Share<BlendSettings, Result, "scores">,
  ];

  protected override defaults(engine: Lab): BlendSettings {
    return blendDefaults(engine);
  }

  protected override compute(engine: Lab, settings: BlendSettings): Result {
    const blend = engine.experiments.blend({
      scenario: blendScenario(settings),
      head: 0,
      row: 0,
      seed: settings.seed,
    });
    const even = {
      ...settings,
      labels: settings.labels.slice(0, 2),
      scores: [0, 0],
      values: settings.values.slice(0, 2),
    };
    const middle = engine.experiments.blend({ scenario: blendScenario(even) }).hull.output;
    return { blend, middle };
  }

  override get attended(): Partial<Scenario> {
    return blendScenario(this.settings);
  }

  protected override inWorkbench({ settings }: Here): Opening {
    return { scenario: blendScenario(settings), step: "head_output", head: 0, row: 0 };
  }

  protected override draw(live: Here): TemplateResult {
    const { settings, result, width } = live;
    const isBeside = width >= BESIDE;
    const side = Math.min(LARGEST_PLANE, isBeside ? Math.floor(width * 0.42) : width);
    const move = (key: number, value: Value) =>
      live.input({ ...settings, values: replace(settings.values, key, value) });
    const { hull } = result.blend;
    return html`<div class="blend ${isBeside ? "beside" : ""} ${width >= WIDE ? "wide" : "narrow"}">
      <div>
        ${plane({
          settings,
          blend: result.blend,
          middle: hasTask(settings) ? result.middle : null,
          side,
          onMove: move,
          onCommit: live.commit,
        })}
      </div>
      <div>
        ${keyTable({
          settings,
          blend: result.blend,
          onValue: move,
          onScore: (key, score) =>
            live.input({ ...settings, scores: replace(settings.scores, key, score) }),
          onCommit: live.commit,
        })}
        <p class="hint">${strings.rounded}</p>
        <p class="between">
          ${hull.output.map(
            (output, i) =>
              html`<span>${strings.between(i, hull.low[i] ?? 0, output, hull.high[i] ?? 0)}</span>`,
          )}
        </p>
        ${aboutOthers(live)}
      </div>
    </div>`;
  }

  protected override summary({ settings, result: { blend } }: Here): TemplateResult {
    const weights = blend.same_output?.weights ?? [];
    const first = weights.indexOf(Math.max(...weights));
    const label = settings.labels[first] ?? "";
    const share = weights[first] ?? 0;
    const isShared = weights.every((weight) => weight === share);
    return html`${strings.summary(label, share, blend.hull.output, isShared)}
    ${
      settings.others && blend.same_output
        ? strings.summaryOthers(label, share, blend.same_output.others[first] ?? 0)
        : nothing
    }`;
  }

  protected override suggestion({ settings }: Here): Suggestion<BlendSettings> {
    const isEqual = settings.scores.every((score) => score === settings.scores[0]);
    const best = settings.scores.indexOf(Math.max(...settings.scores));
    return isEqual
      ? {
          label: strings.ahead(settings.labels[best] ?? ""),
          effect: strings.aheadEffect,
          settings: { ...settings, scores: replace(settings.scores, best, AHEAD) },
        }
      : {
          label: strings.equal,
          effect: strings.equalEffect,
          settings: { ...settings, scores: settings.scores.map(() => 0) },
        };
  }

  protected override prediction({ settings, result }: Here): Prediction<BlendSettings> {
    const { low, output, high } = result.blend.hull;
    return {
      question: strings.question,
      options: strings.options,
      right: 1,
      settings: {
        ...settings,
        scores: replace(settings.scores, settings.scores.length - 1, AHEAD),
      },
      answer: strings.answer(low, output, high),
    };
  }

  protected override challenge({ settings, result }: Here): Challenge | null {
    const { blend, middle } = result;
    if (!hasTask(settings)) return null;
    const [a = 1, b = 1] = blend.same_output?.weights ?? [];
    const isMoved = settings.values.some((value, key) => String(value) !== String(valueOf(key)));
    const [dx = 1, dy = 1] = blend.hull.output.map((entry, i) => entry - (middle[i] ?? 0));
    return {
      task: strings.task(settings.labels[0] ?? "", settings.labels[1] ?? ""),
      isMet: !isMoved && Math.hypot(dx, dy) <= CLOSE && a < LITTLE && b < LITTLE,
      status: strings.taskStatus(blend.hull.output, middle, a, b, isMoved),
      hint: strings.taskHint(settings.labels.slice(2, 5)),
    };
  }

  /** Scores and values stand in the drawing, beside what they make. */
  protected override knobs({ settings, set }: Here): TemplateResult {
    return html`<div class="control wide">
      <button
        class="toggle"
        aria-pressed=${settings.others ? "true" : "false"}
        @click=${() => set({ ...settings, others: !settings.others })}
      >
        ${strings.showOthers}
      </button>
    </div>`;
  }
}

function aboutOthers({ settings, result: { blend }, set }: Here): TemplateResult {
  const same = blend.same_output;
  if (!settings.others || !same) return html`<p class="about-others"></p>`;
  return html`<p class="about-others">
    ${strings.others(same.total_variation, same.difference, settings.labels.length, same.free_directions)}
    ${
      same.free_directions > 1
        ? html`<button class="link" @click=${() => set({ ...settings, seed: settings.seed + 1 })}>
            ${strings.searchAgain}
          </button>`
        : nothing
    }
  </p>`;
}

/** The task is made for five values: its cross lies inside the last three's triangle. */
const hasTask = ({ labels }: BlendSettings): boolean => labels.length === 5;

const replace = <T>(list: readonly T[], index: number, item: T): T[] =>
  list.map((old, i) => (i === index ? item : old));

declare global {
  interface HTMLElementTagNameMap {
    "attention-blend": AttentionBlend;
  }
}
