import { html, nothing, svg, type TemplateResult } from "lit";
import { choice } from "../controls/choice";
import { slider } from "../controls/slider";
import { loadLab } from "../engine/lab";
import type { HeadDesign, Lab, Scenario } from "../engine/types";
import { setHeads } from "../state/edits";
import { headsStrings as strings } from "../strings/heads";
import { CLASSES } from "../views/colormap";
import type { Opening } from "./frame/desk";
import type { Snapshot } from "./frame/element";
import { jsonField, numberField } from "./frame/fields";
import {
  Figure,
  type Challenge,
  type Live,
  type Prediction,
  type Share,
  type Suggestion,
} from "./frame/figure";
import { HeadsComputer, type HeadsResult, type HeadsSettings } from "./heads/result";
import { orderOf } from "./heads/shuffle";
import { headsStyles } from "./heads/styles";
import { lostList, sumTable } from "./heads/sum";
import { tiles } from "./heads/tiles";

type Here = Live<HeadsSettings, HeadsResult, Lab>;

const SHADES = [...Array(CLASSES).keys()];
const STOPS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128];
const WIDE = 860;
const FIRST_HEADS = 8;
/** Named features of the default vectors, by their places. */
const PRONOUN = 2;
const ALIVE = 3;

/**
 * `<attention-heads>`: 1 to 128 heads side by side, their sum, and what is lost without one.
 *
 * @tagname attention-heads
 * @attr {string} scenario - what is computed, as JSON; fields that are left out take the default's value
 * @attr {number} row - the word that asks, by its place, counted from 0
 * @attr {number} dropped - a head to leave out, counted from 0
 */
export default class AttentionHeads extends Figure<HeadsSettings, HeadsResult, Lab> {
  static override styles = [Figure.styles, headsStyles];

  static override fields = {
    scenario: jsonField<HeadsSettings>("scenario"),
    row: numberField<HeadsSettings>("row"),
    dropped: numberField<HeadsSettings>("dropped"),
  };

  #computer = new HeadsComputer();
  #active = 0;
  #showsAll = false;
  #shuffles = 0;

  protected override load = loadLab;
  protected override heading = strings.heading;
  protected override controlsFirst = true;

  protected override readonly shares: readonly Share<HeadsSettings, HeadsResult>[] = [
    {
      topic: "scenario",
      give: (_, { scenario }) => scenario,
      take: (settings, scenario) => ({
        ...settings,
        scenario: withHeadsOf(scenario, settings.scenario.heads),
        row: Math.min(settings.row, scenario.tokens.length - 1),
        dropped:
          settings.dropped !== null && settings.dropped < scenario.heads ? settings.dropped : null,
        order: settings.order?.length === scenario.tokens.length ? settings.order : null,
      }),
    } as Share<HeadsSettings, HeadsResult, "scenario">,
  ];

  protected override defaults({ defaultScenario }: Lab): HeadsSettings {
    const row = Math.max(0, pronounOf(defaultScenario));
    const scenario = setHeads(defaultScenario, FIRST_HEADS);
    return { scenario, row, dropped: null, order: null, isBack: false };
  }

  protected override compute(engine: Lab, settings: HeadsSettings): HeadsResult {
    return this.#computer.compute(engine, settings);
  }

  override get attended(): Scenario {
    return this.result.shown;
  }

  override attending(scenario: Scenario): Snapshot {
    const row = Math.min(this.settings.row, scenario.tokens.length - 1);
    const settings: HeadsSettings = { scenario, row, dropped: null, order: null, isBack: false };
    return { settings, view: {} };
  }

  protected override draw(live: Here): TemplateResult {
    const { engine, settings, result, width } = live;
    const { shown, weights, row } = result;
    const isWide = width >= WIDE;
    const asking = shown.tokens[row] ?? "";
    this.#active = Math.min(this.#active, shown.heads - 1);
    const hasClock = settings.order !== null && designsOf(engine, shown).length > 0;
    return html`${this.#strip(live)}
      ${
        hasClock
          ? html`<p class="hint aside">
              ${shown.positions === "none" ? strings.clock : strings.withPositions}
            </p>`
          : nothing
      }
      ${tiles({
        width,
        heads: weights,
        designs: designsOf(engine, shown),
        isSeeded: !("w_q" in shown.weights),
        queries: result.queries,
        keys: result.keys,
        row: result.drawnRow,
        dropped: settings.dropped,
        active: this.#active,
        onActive: (head) => {
          this.#active = head;
          this.requestUpdate();
        },
        onOpen: (head) => this.openInWorkbench(this.#opening(head, result)),
      })}
      ${legend()}
      <div class="sums ${isWide ? "wide" : ""}">
        <div>
          <h4>${strings.sumHeading(asking)}</h4>
          <p class="hint">${strings.sumNote}</p>
          ${sumTable({
            result,
            dropped: settings.dropped,
            designs: isWide ? designsOf(engine, shown) : [],
            feature: featureOf(engine, shown),
            showsAll: this.#showsAll,
            onAll: (all) => {
              this.#showsAll = all;
              this.requestUpdate();
            },
            onDrop: (dropped) => live.set({ ...settings, dropped }),
          })}
        </div>
        <div>${lostList({ result, dropped: settings.dropped })}</div>
      </div>`;
  }

  /** The words in their present order; the one that asks is pressed. */
  #strip({ settings, result, set }: Here): TemplateResult {
    const { order } = settings;
    return html`<div class="strip" role="group" aria-label=${strings.whose}>
      <span class="control-name" aria-hidden="true">${strings.whose}</span>
      ${result.shown.tokens.map(
        (token, i) =>
          html`<button
            aria-pressed=${i === result.row ? "true" : "false"}
            @click=${() => set({ ...settings, row: order?.[i] ?? i })}
          >
            <bdi>${token}</bdi>
          </button>`,
      )}
    </div>`;
  }

  #opening(head: number, { shown, row }: HeadsResult): Opening {
    return { scenario: shown, head, row, step: "weights" };
  }

  protected override inWorkbench({ result }: Here): Opening {
    return this.#opening(this.#active, result);
  }

  protected override knobs({ settings, result, input, commit, set }: Here): TemplateResult {
    const { scenario } = result;
    const change = (next: Scenario): HeadsSettings => ({
      ...settings,
      scenario: next,
      dropped: settings.dropped !== null && settings.dropped < next.heads ? settings.dropped : null,
    });
    const shuffle = () => {
      this.#shuffles += 1;
      set({ ...settings, order: orderOf(scenario.tokens.length, this.#shuffles) });
    };
    return html`${slider({
        id: "heads",
        label: strings.heads,
        name: strings.heads,
        value: scenario.heads,
        stops: STOPS,
        valueText: strings.headsText(scenario.heads),
        onInput: (heads) => input(() => change(setHeads(scenario, Math.round(heads)))),
        onCommit: commit,
      })}
      <div class="wide">
        ${choice({
          id: "positions",
          legend: strings.positions,
          value: scenario.positions,
          options: (["none", "sinusoidal", "rotary", "alibi"] as const).map((value) => ({
            value,
            label: strings.positionNames[value],
            disabled: value === "rotary" && scenario.d_k % 2 === 1,
          })),
          onChoose: (positions) => set(change({ ...scenario, positions })),
        })}
      </div>
      <div class="control">
        <p class="control-name">${strings.order}</p>
        <div class="order">
          <button class="link" @click=${shuffle}>
            ${settings.order ? strings.shuffleAgain : strings.shuffle}
          </button>
          ${
            settings.order
              ? html`<button
                  class="link"
                  @click=${() => set({ ...settings, order: null, isBack: false })}
                >
                  ${strings.unshuffle}
                </button>`
              : nothing
          }
        </div>
      </div>
      ${
        settings.order
          ? choice({
              id: "shown",
              legend: strings.shown,
              value: settings.isBack ? "back" : "shuffled",
              options: [
                { value: "shuffled", label: strings.asShuffled },
                { value: "back", label: strings.backInOrder },
              ],
              onChoose: (value) => set({ ...settings, isBack: value === "back" }),
            })
          : nothing
      }`;
  }

  protected override summary({ engine, settings, result }: Here): TemplateResult {
    const { shown, weights, keys, drawnRow, contributions, difference, row } = result;
    const found = weights.slice(0, designsOf(engine, shown).length || 3).map((matrix, head) => {
      const { values, cols } = matrix;
      const shares = values.subarray(drawnRow * cols, (drawnRow + 1) * cols);
      const share = Math.max(...shares);
      const key = shares.indexOf(share);
      const isItself = shown.memory === null && key === drawnRow;
      return { head, label: keys[key] ?? "", share, isItself };
    });
    const asking = shown.tokens[row] ?? "";
    const lost = contributions.lost?.[row];
    return html`${
      difference === null ? strings.summary(asking, found) : strings.shuffled(difference, shown)
    }${
      settings.dropped !== null && lost !== undefined
        ? strings.summaryDropped(settings.dropped, asking, lost)
        : nothing
    }`;
  }

  protected override suggestion({ settings, result }: Here): Suggestion<HeadsSettings> {
    const isMany = result.scenario.heads > 32;
    const heads = isMany ? 4 : 128;
    return {
      label: isMany ? strings.four : strings.many,
      effect: isMany ? strings.fourEffect : strings.manyEffect,
      settings: { ...settings, scenario: setHeads(result.scenario, heads), dropped: null },
    };
  }

  protected override prediction({ settings, result }: Here): Prediction<HeadsSettings> {
    const { scenario } = result;
    return {
      question: strings.question,
      options: strings.options,
      right: 1,
      settings: {
        ...settings,
        scenario: { ...scenario, positions: "none", mask: "none" },
        order: orderOf(scenario.tokens.length, 1),
      },
      answer: strings.answer(result.difference ?? 0),
    };
  }

  protected override challenge({ engine, settings, result }: Here): Challenge | null {
    const { shown, contributions } = result;
    const at = pronounOf(shown);
    if (at < 0 || designsOf(engine, shown).length < 2) return null;
    const alive = at * contributions.output.cols + ALIVE;
    const output = contributions.output.values[alive] ?? 0;
    const without = contributions.without?.values[alive] ?? null;
    const label = shown.tokens[at] ?? "";
    return {
      task: strings.task(label),
      isMet: settings.dropped !== null && without !== null && output > 0 && without < output / 2,
      status: strings.taskStatus(label, output, without),
      hint: strings.taskHint,
    };
  }
}

/** Heads whose weights were made by hand, for vectors of named features. */
function designsOf(engine: Lab, { weights, vectors, heads }: Scenario): readonly HeadDesign[] {
  const isDesigned = "preset" in weights && vectors[0]?.length === engine.features.length;
  return isDesigned ? engine.design.slice(0, heads) : [];
}

function featureOf(engine: Lab, scenario: Scenario): (index: number) => string {
  const isNamed = scenario.vectors[0]?.length === engine.features.length;
  return (index) =>
    strings.feature(isNamed ? (engine.features[index]?.name ?? "") : String(index + 1));
}

/** The first word that is a pronoun and nothing else, or −1. */
const pronounOf = ({ vectors }: Scenario): number =>
  vectors.findIndex((vector) => vector[PRONOUN] === 1 && vector[ALIVE] === 0);

/** How many heads there are is this figure's own question, unless the weights are given whole. */
const withHeadsOf = (scenario: Scenario, heads: number | undefined): Scenario =>
  "w_q" in scenario.weights || heads === undefined ? scenario : setHeads(scenario, heads);

const legend = (): TemplateResult =>
  html`<p class="scale">
    <span aria-hidden="true">0</span>
    <svg viewBox="0 0 ${CLASSES} 1" preserveAspectRatio="none" aria-hidden="true">
      ${SHADES.map((shade) => svg`<rect class=${`weight-${shade}`} x=${shade} width="1.02" height="1"></rect>`)}
    </svg>
    <span aria-hidden="true">100 %</span> ${strings.scale}
  </p>`;

declare global {
  interface HTMLElementTagNameMap {
    "attention-heads": AttentionHeads;
  }
}
