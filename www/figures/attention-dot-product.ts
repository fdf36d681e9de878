import { html, type TemplateResult } from "lit";
import { slider } from "../controls/slider";
import { loadLab } from "../engine/lab";
import type { Lab, Table } from "../engine/types";
import { dotStrings as strings, type Standing } from "../strings/dot-product";
import { plane, spanOf } from "../views/plane";
import { drawing } from "./dot-product/drawing";
import { equation } from "./dot-product/equation";
import {
  align,
  closest,
  DOT_DEFAULTS,
  winners,
  type DotResult,
  type DotSettings,
} from "./dot-product/settings";
import { dotStyles } from "./dot-product/styles";
import { table } from "./dot-product/table";
import { asking } from "./frame/asking";
import type { Opening } from "./frame/desk";
import { numberField, numbersField, textField } from "./frame/fields";
import {
  Figure,
  type Challenge,
  type Live,
  type Prediction,
  type Suggestion,
} from "./frame/figure";
import { ofColumns } from "./frame/table";

type Here = Live<DotSettings, DotResult, Lab>;

/** From this width on the table stands beside the plane. */
const WIDE = 720;
/** The least room in which a table has bars beside its scores. */
const BARS = 420;
const GAP = 40;
const SHIFTS = Array.from({ length: 41 }, (_, i) => (i - 20) / 10);
/** A key longer than this is offered to be made shorter. */
const LONG = 4;

/**
 * `<attention-dot-product>`: a query and some keys as arrows on a plane. What their dot product
 * measures, what it does not, and which of it counts.
 *
 * @tagname attention-dot-product
 * @attr {string} word - the word that asks
 * @attr {string} query - its query: two numbers between commas
 * @attr {string} shift - two numbers that are added to every key
 * @attr {number} chosen - the key that is looked at, counted from 0
 */
export default class AttentionDotProduct extends Figure<DotSettings, DotResult, Lab> {
  static override styles = [Figure.styles, dotStyles];

  static override fields = {
    word: textField<DotSettings>("word"),
    query: numbersField<DotSettings>("query"),
    shift: numbersField<DotSettings>("shift"),
    chosen: numberField<DotSettings>("chosen"),
  };

  /** The plane keeps its scale while something on it is dragged. */
  #span: number | null = null;

  protected override load = loadLab;
  protected override heading = strings.heading;

  protected override shares = [
    {
      topic: "scores" as const,
      give: ({ labels }: DotSettings, { keys }: DotResult) => ({
        labels,
        scores: keys.map(({ score }) => score),
      }),
    },
  ];

  protected override defaults(): DotSettings {
    return DOT_DEFAULTS;
  }

  protected override compute(engine: Lab, settings: DotSettings): DotResult {
    return align(engine, settings);
  }

  override get tabulated(): Table {
    const { keys, shown, weights, scaled_weights } = this.result;
    const column = (name: "score" | "length" | "cosine" | "angle" | "along") =>
      keys.map((key) => key[name]);
    return ofColumns(this.settings.labels, {
      x: shown.map(([x]) => x ?? null),
      y: shown.map(([, y]) => y ?? null),
      score: column("score"),
      length: column("length"),
      cosine: column("cosine"),
      angle: column("angle"),
      along: column("along"),
      weights,
      scaled_weights,
    });
  }

  protected override inWorkbench({ settings, result }: Here): Opening {
    const { word, query, labels, chosen } = settings;
    const scenario = asking(word, query, labels, result.shown);
    return { scenario, step: "scores", head: 0, row: 0, col: chosen };
  }

  protected override draw({ settings, result, width, input, commit, set }: Here): TemplateResult {
    const isWide = width >= WIDE;
    const across = isWide ? Math.min(600, Math.floor(width * 0.5)) : Math.min(width, 560);
    const beside = isWide ? width - GAP - across : width;
    const tall = Math.round(isWide ? across * 0.82 : Math.min(across, Math.max(300, across * 0.9)));
    const points = [settings.query, ...result.shown].map(([x = 0, y = 0]) => ({ x, y }));
    const span = this.#span ?? spanOf(points, across, tall);
    const props = { settings, result, input, commit };
    return html`<div class="sides ${isWide ? "wide" : "narrow"} ${beside < BARS ? "tight" : ""}">
      ${drawing({
        ...props,
        plane: plane(across, tall, span),
        commit: () => {
          this.#span = null;
          commit();
          this.requestUpdate();
        },
        onGrab: (key) => {
          this.#span = span;
          if (key !== null && key !== settings.chosen) input({ ...settings, chosen: key });
        },
      })}
      <div class="numbers">
        ${table({
          ...props,
          bars: beside >= BARS ? 96 : 0,
          choose: (chosen) => set({ ...settings, chosen }),
        })}
        ${equation(settings, result)}
      </div>
    </div>`;
  }

  protected override summary({ settings, result }: Here): TemplateResult {
    const best = winners(result).map((i) => standing(settings, result, i));
    const near = closest(result);
    return strings.summary(
      settings.word,
      best,
      near === null ? null : standing(settings, result, near),
    );
  }

  protected override suggestion({ settings, result }: Here): Suggestion<DotSettings> {
    const { label } = standing(settings, result, 0);
    const isLong = (result.keys[0]?.length ?? 0) > LONG;
    return {
      label: isLong ? strings.halve(label) : strings.double(label),
      effect: isLong ? strings.halved : strings.doubled,
      settings: resized(settings, 0, isLong ? 0.5 : 2),
    };
  }

  protected override prediction({ settings, result }: Here): Prediction<DotSettings> {
    const { label, angle, score } = standing(settings, result, 0);
    return {
      question: strings.question(label),
      options: strings.options,
      right: 1,
      settings: resized(settings, 0, 2),
      answer: strings.answer(angle, score),
    };
  }

  protected override challenge({ settings, result }: Here): Challenge {
    const best = winners(result);
    const [first = 0] = best;
    const near = closest(result);
    const winner = standing(settings, result, first);
    const nearest = near === null ? null : standing(settings, result, near);
    return {
      task: strings.task,
      isMet:
        best.length === 1 &&
        winner.angle !== null &&
        nearest !== null &&
        (nearest.angle ?? Infinity) < winner.angle,
      status:
        best.length === 1
          ? strings.taskStatus(settings.word, winner, nearest)
          : html`${strings.taskTie}`,
      hint: strings.taskHint,
    };
  }

  protected override knobs({ settings, result, input, commit, set }: Here): TemplateResult {
    const { chosen, labels, shift } = settings;
    const axis = (at: number) => {
      const value = shift[at] ?? 0;
      return slider({
        id: `shift-${at}`,
        label: strings.shiftAxis(at),
        name: strings.shiftName(at),
        value,
        stops: SHIFTS,
        decimals: 2,
        step: 0.1,
        valueText: strings.shiftText(at, value),
        onInput: (to) => input({ ...settings, shift: shift.with(at, to) }),
        onCommit: commit,
      });
    };
    return html`<div class="control">
        <p class="control-name">${strings.resize(labels[chosen] ?? "")}</p>
        <p class="buttons">
          <button class="link" @click=${() => set(resized(settings, chosen, 2))}>
            ${strings.twice}
          </button>
          <button class="link" @click=${() => set(resized(settings, chosen, 0.5))}>
            ${strings.half}
          </button>
        </p>
      </div>
      <div class="control wide">
        <p class="control-name">${strings.shift}</p>
        <div class="pair">${axis(0)} ${axis(1)}</div>
      </div>
      <p class="hint wide">
        ${
          shift.every((part) => part === 0)
            ? strings.unshifted
            : strings.shifted(result.shifted.score)
        }
      </p>`;
  }
}

const standing = ({ labels }: DotSettings, { keys, weights }: DotResult, i: number): Standing => ({
  label: labels[i] ?? "",
  length: keys[i]?.length ?? 0,
  score: keys[i]?.score ?? 0,
  weight: weights[i] ?? 0,
  angle: keys[i]?.angle ?? null,
});

/** One key longer or shorter in its direction, whatever is added to all. */
function resized(settings: DotSettings, index: number, factor: number): DotSettings {
  const { keys, shift } = settings;
  const key = (keys[index] ?? []).map((part, axis) => {
    const added = shift[axis] ?? 0;
    return Number(((part + added) * factor - added).toFixed(9));
  });
  return { ...settings, chosen: index, keys: keys.with(index, key) };
}

declare global {
  interface HTMLElementTagNameMap {
    "attention-dot-product": AttentionDotProduct;
  }
}
