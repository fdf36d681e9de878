import { html, nothing, type TemplateResult } from "lit";
import type { Cell, Scenario } from "../engine/index";
import { loadLab } from "../engine/lab";
import type { Lab } from "../engine/types";
import { choice } from "../controls/choice";
import { slider } from "../controls/slider";
import { setComponent } from "../state/edits";
import { projectionsStrings as strings, type Letter } from "../strings/projections";
import { arithmeticStyles } from "../styles/arithmetic";
import {
  Figure,
  type Challenge,
  type Live,
  type Prediction,
  type Share,
  type Suggestion,
} from "./frame/figure";
import type { Opening } from "./frame/desk";
import type { Snapshot } from "./frame/element";
import { flagField, numberField } from "./frame/fields";
import { crossing } from "./projections/crossing";
import {
  compute,
  discard,
  peakOf,
  rowOf,
  withMemoryOf,
  type ProjectionsResult,
  type ProjectionsSettings,
} from "./projections/result";
import { projectionsStyles } from "./projections/styles";
import { turn } from "./projections/turn";
import { why } from "./projections/why";
import { matrixStyles } from "./explainer/styles/matrix";

type LiveProjections = Live<ProjectionsSettings, ProjectionsResult, Lab>;

/** Room for three matrices side by side, and for one with its panel. */
const WIDE = 800;
const ANGLES = Array.from({ length: 73 }, (_, i) => 5 * (i - 36));
/** From a quarter to four times, evenly by ratio. */
const STRETCHES = Array.from({ length: 33 }, (_, i) => Number((2 ** ((i - 16) / 8)).toFixed(2)));
const ROOMY = 1060;
const TIGHT = 460;
const TINY = 310;

/** The size of cells, and what stands side by side: see the styles. */
function sizeOf(width: number): string {
  if (width >= WIDE) return width >= ROOMY ? "wide roomy" : "wide";
  if (width >= TIGHT) return "single";
  return width < TINY ? "single tight tiny" : "single tight";
}

/** Cells that the rows below the turn have room for. */
function roomFor(width: number): number {
  const [cell, beside] = width < TIGHT ? [34, 60] : [38, width >= ROOMY ? 800 : 390];
  return Math.max(3, Math.min(12, Math.floor((width - beside) / cell)));
}

/** More words than this are chosen from a list. */
const MOST_WORDS = 24;
/** How near two queries have to be: degrees, and a part of the length. */
const NEAR_ANGLE = 5;
const NEAR_LENGTH = 0.05;

/**
 * `<attention-projections>`: one token's vector meets W_Q, W_K and W_V, and only the products of
 * what comes out matter.
 *
 * @tagname attention-projections
 * @attr {number} token - whose vector it is, from 0
 * @attr {number} head - the head, from 0
 * @attr {number} angle - the turn of queries and keys, in degrees
 * @attr {number} stretch - what their first component is multiplied by
 * @attr {boolean} values - whether values and W_O are turned instead
 */
export default class AttentionProjections extends Figure<
  ProjectionsSettings,
  ProjectionsResult,
  Lab
> {
  static override styles = [
    ...[Figure.styles].flat(),
    matrixStyles,
    arithmeticStyles,
    projectionsStyles,
  ];
  static override fields = {
    token: numberField<ProjectionsSettings>("token"),
    head: numberField<ProjectionsSettings>("head"),
    angle: numberField<ProjectionsSettings>("angle"),
    stretch: numberField<ProjectionsSettings>("stretch"),
    values: flagField<ProjectionsSettings>("values"),
  };

  protected override readonly heading = strings.title;
  protected override readonly shares: readonly Share<
    ProjectionsSettings,
    ProjectionsResult,
    "scenario"
  >[] = [
    {
      topic: "scenario",
      give: ({ scenario }, { model }) => withMemoryOf(scenario, model.scenario),
      take: (settings, scenario) => ({
        ...settings,
        scenario,
        token: Math.min(settings.token, scenario.tokens.length - 1),
        head: Math.min(settings.head, scenario.heads - 1),
      }),
    },
  ];

  /** Which cells' arithmetic is open, one from another; empty is the strongest number of q. */
  #trail: readonly Cell[] = [];
  #terms = 0;
  #shown: Letter = "q";
  #first = 0;

  protected override load = loadLab;
  protected override compute = compute;
  protected override discard = discard;

  protected override defaults({ defaultScenario }: Lab): ProjectionsSettings {
    const asker = defaultScenario.tokens.indexOf("it");
    return {
      scenario: defaultScenario,
      token: Math.max(0, asker),
      head: 0,
      angle: 0,
      stretch: 1,
      values: false,
    };
  }

  override get attended(): Scenario {
    return this.result.after.scenario;
  }

  protected override inWorkbench({ settings, result }: LiveProjections): Opening {
    const { token, head } = settings;
    return { scenario: result.after.scenario, step: this.#shown, head, row: token, col: token };
  }

  override attending(scenario: Scenario): Snapshot {
    const token = Math.min(this.settings.token, scenario.tokens.length - 1);
    const head = Math.min(this.settings.head, scenario.heads - 1);
    return {
      settings: { ...this.settings, scenario, token, head, angle: 0, stretch: 1 },
      view: {},
    };
  }

  // ── The drawing ─────────────────────────────────────────────────────────────────────────────

  protected override draw(live: LiveProjections): TemplateResult {
    const { settings, result, width } = live;
    const { token, head } = settings;
    const { model } = result;
    const isWide = width >= WIDE;
    const trail = this.#openCells(live);
    return html`<div class=${sizeOf(width)}>
      ${this.#words(live)}
      ${crossing({
        model,
        vector: model.scenario.vectors[token] ?? [],
        token,
        head,
        isWide,
        shown: this.#shown,
        first: this.#first,
        open: trail.at(-1),
        hot: live.hot,
        onComponent: (index, value) => live.input(() => this.#withComponent(live, index, value)),
        onCommit: live.commit,
        onOpen: (cell) => this.#openCell(live, cell),
        onShow: (letter) => {
          this.#shown = letter;
          this.#trail = [];
          this.requestUpdate();
        },
        onPoint: live.point,
        onFirst: (first) => {
          this.#first = Math.max(0, first);
          this.requestUpdate();
        },
      })}
      ${settings.scenario.memory ? html`<p class="hint">${strings.memory}</p>` : nothing}
      <div class="below">
        ${why({
          model,
          head,
          trail,
          shown: this.#terms,
          onTrail: (next) => {
            this.#trail = next;
            this.#terms = 0;
            this.requestUpdate();
          },
          onShown: (terms) => {
            this.#terms = terms;
            this.requestUpdate();
          },
        })}
        ${turn({
          settings,
          result,
          room: roomFor(width),
          sliders: this.#sliders(live),
          hot: live.hot,
          onPoint: live.point,
          onTurn: (angle) => live.input({ ...settings, angle }),
          onCommit: live.commit,
        })}
      </div>
    </div>`;
  }

  #withComponent(
    { settings, result }: LiveProjections,
    index: number,
    value: number,
  ): ProjectionsSettings {
    const scenario = setComponent(result.model.scenario, settings.token, index, value);
    return { ...settings, scenario: withMemoryOf(settings.scenario, scenario) };
  }

  /** The cells that are open as far as they exist: another sentence may have fewer. */
  #openCells({ settings, result }: LiveProjections): readonly Cell[] {
    const { token, head } = settings;
    const { model } = result;
    const [first] = this.#trail;
    const isThere = this.#trail.every((cell) => Number.isFinite(model.value(cell)));
    const isOwn = first && (first.head === null || first.head === head);
    const isOfToken =
      first &&
      (first.row === token || !(first.step === "q" || first.step === "k" || first.step === "v"));
    if (this.#trail.length > 0 && isThere && isOwn && isOfToken) return this.#trail;
    const step = this.#shown;
    const col = peakOf(rowOf(model.read(step, head), token)) ?? 0;
    return [{ step, head, row: token, col }];
  }

  #openCell(live: LiveProjections, cell: Cell): void {
    this.#trail = [cell];
    this.#terms = 0;
    if (cell.step === "q" || cell.step === "k" || cell.step === "v") {
      this.#shown = cell.step;
      if (cell.row !== live.settings.token) return live.set({ ...live.settings, token: cell.row });
    }
    this.requestUpdate();
  }

  #words({ settings, result, set }: LiveProjections): TemplateResult {
    const { tokens } = result.model.scenario;
    const choose = (token: number) => set({ ...settings, token });
    if (tokens.length > MOST_WORDS)
      return html`<p class="words">
        <select
          aria-label=${strings.whose}
          @change=${(event: Event) => choose((event.target as HTMLSelectElement).selectedIndex)}
        >
          ${tokens.map((token, i) => html`<option ?selected=${i === settings.token}>${i + 1} ${token}</option>`)}
        </select>
      </p>`;
    return html`<div class="words" role="group" aria-label=${strings.whose}>
      ${tokens.map(
        (token, i) =>
          html`<button
            aria-pressed=${i === settings.token ? "true" : "false"}
            @click=${() => choose(i)}
          >
            <bdi>${token}</bdi>
          </button>`,
      )}
    </div>`;
  }

  // ── Controls and words ──────────────────────────────────────────────────────────────────────

  #sliders({ settings, input, commit }: LiveProjections): TemplateResult {
    const { angle, stretch } = settings;
    return html`${slider({
      id: "angle",
      label: strings.angle,
      name: strings.angle,
      value: angle,
      stops: ANGLES,
      valueText: strings.degrees(angle),
      onInput: (next) => input({ ...settings, angle: next }),
      onCommit: commit,
    })}
    ${slider({
      id: "stretch",
      label: strings.stretch,
      name: strings.stretch,
      value: stretch,
      stops: STRETCHES,
      decimals: 2,
      valueText: strings.times(stretch),
      onInput: (next) => input({ ...settings, stretch: next }),
      onCommit: commit,
    })}`;
  }

  protected override knobs(live: LiveProjections): TemplateResult {
    const { settings, result, set } = live;
    const { scenario } = result.model;
    const { values, head } = settings;
    return html`${choice({
      id: "turned",
      legend: strings.turned,
      value: values ? "values" : "queries",
      options: [
        { value: "queries", label: strings.queriesAndKeys },
        { value: "values", label: strings.valuesAndOutput },
      ],
      onChoose: (next) => set({ ...settings, values: next === "values" }),
    })}
    ${this.#heads(head, scenario.heads, (next) => set({ ...settings, head: next }))}`;
  }

  #heads(head: number, heads: number, choose: (head: number) => void) {
    if (heads === 1) return nothing;
    const all = Array.from({ length: heads }, (_, i) => i);
    return slider({
      id: "head",
      label: strings.head,
      name: strings.head,
      value: head + 1,
      stops: all.map((i) => i + 1),
      valueText: strings.headName(head),
      onInput: (next) => choose(Math.round(next) - 1),
      onCommit: () => undefined,
    });
  }

  protected override summary({ settings, result }: LiveProjections): TemplateResult {
    const { token, head, values } = settings;
    const { model, turned } = result;
    if (turned) return strings.moved(values, turned.scores_difference, turned.output_difference);
    const word = model.query(token);
    const q = rowOf(model.read("q", head), token);
    const asked = peakOf(q);
    if (asked === null) return strings.silent(word);
    const k = rowOf(model.read("k", head), token);
    const offered = peakOf(k);
    const name = model.queryColumn(head);
    return strings.asks(
      word,
      name(asked),
      q[asked] ?? 0,
      offered === null ? null : name(offered),
      k[offered ?? 0] ?? 0,
    );
  }

  protected override suggestion(live: LiveProjections): Suggestion<ProjectionsSettings> {
    const { settings, engine, result } = live;
    const defaults = this.defaults(engine);
    const feature = engine.features.findIndex(({ name }) => name === "pronoun");
    const scenario = setComponent(defaults.scenario, defaults.token, feature, 0);
    if (result.model.scenario.tokens.join() !== scenario.tokens.join())
      return {
        label: strings.tryAny,
        effect: strings.tryAnyEffect,
        settings: { ...settings, angle: 60 },
      };
    return {
      label: strings.try(scenario.tokens[defaults.token] ?? "", "pronoun"),
      effect: strings.tryEffect,
      settings: { ...defaults, scenario },
    };
  }

  protected override prediction({
    settings,
    result,
  }: LiveProjections): Prediction<ProjectionsSettings> | null {
    const { d_k } = result.model.scenario;
    if (d_k < 2) return null;
    return {
      question: strings.question,
      options: strings.options,
      settings: { ...settings, angle: 90, values: false },
      answer: strings.answer(result.turned?.weights_difference ?? 0),
      right: 1,
    };
  }

  protected override challenge({ engine, settings, result }: LiveProjections): Challenge | null {
    const { model } = result;
    const asker = model.scenario.tokens.indexOf("street");
    const wanted = model.scenario.tokens.indexOf("it");
    const queries = model.read("q", settings.head);
    if (asker < 0 || wanted < 0 || queries.cols < 2 || queries.cols > 64) return null;
    const [query, key] = [wanted, asker].map((row) => [...rowOf(queries, row)]);
    if (!query || !key || [...query, ...key].some((x) => Math.abs(x) > 1000)) return null;
    const { keys, query_length } = engine.experiments.alignment({ query, keys: [key] });
    const { angle = null, length = 0 } = keys[0] ?? {};
    return {
      task: strings.task(model.query(asker), model.query(wanted)),
      isMet:
        angle !== null &&
        angle <= NEAR_ANGLE &&
        Math.abs(length - query_length) <= NEAR_LENGTH * query_length,
      status: strings.status(angle, length, query_length),
      hint: strings.hint(model.query(asker)),
    };
  }
}
