/** Everything that changes the scenario. Each control hands on the next scenario, nothing else. */
import { html, nothing, type TemplateResult } from "lit";
import type { Scenario } from "../../engine/index";
import { choice } from "../../controls/choice";
import { numberField } from "../../controls/number-field";
import { slider } from "../../controls/slider";
import { tokenEditor } from "../../controls/token-editor";
import { vectorPad } from "../../controls/vector-pad";
import { explicitMask, togglePair } from "../../state/edit-mask";
import * as words from "../../state/edit-words";
import * as edit from "../../state/edits";
import type { Edit } from "../../state/scenario-store";
import { controlStrings as strings } from "../../strings/controls";
import { numberText } from "../../views/format";
import type { Model } from "./model";
import type { View } from "./view";

export interface ControlsProps {
  model: Model;
  view: View;
  /** Whether the words stay as they are. */
  isLocked: boolean;
  /** Whose vector is edited; the asking word's where none was chosen. */
  edited: EditedVector | null;
  onEdited: (edited: EditedVector) => void;
  /** The two components that the arrow shows. */
  plane: { x: number; y: number };
  onPlane: (plane: { x: number; y: number }) => void;
  /** A change while a control moves; `onCommit` ends it. */
  onInput: (edit: Edit) => void;
  onCommit: () => void;
  /** Lets another word ask, after the words have moved. */
  onRow: (row: number) => void;
}

/** A vector by its side and row. */
export interface EditedVector {
  side: "tokens" | "memory";
  row: number;
}

const KEY_SIZES = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512];
const HEADS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128];
const TEMPERATURES = [
  0, 0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1, 1.2, 1.5, 2, 3, 4, 6, 8, 10,
];
/** Half the span of a component's slider and of the arrow's plane; a larger number can be typed. */
const SPAN = 2;
const COMPONENT_STEP = 0.1;
/** Vectors with more components show this many sliders, around the one that is open. */
const MOST_SLIDERS = 12;

export function controls(props: ControlsProps): TemplateResult {
  return html`<section class="controls" aria-label=${strings.controls}>
    ${props.isLocked ? html`<p class="hint">${strings.locked}</p>` : sentence(props)}
    <div class="knobs">${sizes(props)} ${softmaxKnobs(props)} ${sources(props)}</div>
    ${vector(props)}
  </section>`;
}

function sentence({ model, view, onInput, onCommit, onRow }: ControlsProps): TemplateResult {
  const { scenario, engine } = model;
  const now = (next: Edit) => {
    onInput(next);
    onCommit();
  };
  return tokenEditor({
    tokens: scenario.tokens,
    focused: view.row,
    memory: scenario.memory?.tokens ?? null,
    onSentence: (tokens) => onInput(() => words.setSentence(engine, scenario, tokens)),
    onMemory: (tokens) => onInput(() => words.setMemorySentence(engine, scenario, tokens)),
    onRename: (label) => onInput(() => words.renameToken(engine, scenario, view.row, label)),
    onMove: (by) => {
      now(() => words.moveToken(engine, scenario, view.row, view.row + by));
      onRow(view.row + by);
    },
    onRemove: () => now(() => words.removeToken(engine, scenario, view.row)),
    onAdd: () => {
      now(() => words.insertToken(engine, scenario, view.row, strings.newWord));
      onRow(view.row + 1);
    },
    onCommit,
  });
}

function sizes({ model: { scenario }, onInput, onCommit }: ControlsProps): TemplateResult {
  const { heads, kv_heads, d_k, d_v } = scenario;
  return html`${slider({
    id: "d-k",
    label: strings.keySize,
    name: strings.keySizeName,
    value: d_k,
    stops: KEY_SIZES,
    valueText: strings.keySizeText(d_k, scenario),
    onInput: (value) => onInput({ ...scenario, d_k: Math.round(value) }),
    onCommit,
  })}
  ${slider({
    id: "heads",
    label: strings.heads,
    name: strings.heads,
    value: heads,
    stops: HEADS,
    valueText: strings.headsText(heads),
    onInput: (value) => onInput(edit.setHeads(scenario, Math.round(value))),
    onCommit,
  })}
  ${slider({
    id: "kv-heads",
    label: strings.kvHeads,
    name: strings.kvHeads,
    value: kv_heads,
    stops: edit.divisors(heads),
    valueText: strings.kvText(kv_heads, heads),
    disabled: heads === 1,
    onInput: (value) => onInput({ ...scenario, kv_heads: Math.round(value) }),
    onCommit,
  })}
  ${slider({
    id: "d-v",
    label: strings.valueSize,
    name: strings.valueSizeName,
    value: d_v,
    stops: KEY_SIZES,
    valueText: strings.valueText(d_v),
    onInput: (value) => onInput({ ...scenario, d_v: Math.round(value) }),
    onCommit,
  })}`;
}

type MaskKind = "none" | "causal" | "window" | "own";

const maskKind = ({ mask }: Scenario): MaskKind =>
  Array.isArray(mask) ? "own" : typeof mask === "object" ? "window" : mask;

function softmaxKnobs({ model, view, onInput, onCommit }: ControlsProps): TemplateResult {
  const { scenario } = model;
  const { temperature, mask } = scenario;
  const now = (next: Scenario) => {
    onInput(next);
    onCommit();
  };
  const chooseMask = (kind: MaskKind) => {
    const next = kind === "window" ? { window: 1 } : kind === "own" ? explicitMask(scenario) : kind;
    now({ ...scenario, mask: next });
  };
  const pairIsAllowed = Array.isArray(mask) && (mask[view.row]?.[view.col] ?? true);
  const query = model.query(view.row);
  const key = model.key(view.col);
  return html`${slider({
      id: "temperature",
      label: strings.temperature,
      name: strings.temperature,
      value: temperature,
      stops: TEMPERATURES,
      valueText: strings.temperatureText(temperature),
      decimals: 2,
      onInput: (value) => onInput({ ...scenario, temperature: value }),
      onCommit,
    })}
    ${choice({
      id: "scale",
      legend: strings.divideBy,
      value: scenario.scale,
      options: [
        { value: "sqrt_d_k", label: html`√<i>d</i><sub>k</sub>` },
        { value: "none", label: strings.nothing },
      ],
      onChoose: (scale) => now({ ...scenario, scale }),
    })}
    <div class="stacked">
      ${choice({
        id: "mask",
        legend: strings.mask,
        value: maskKind(scenario),
        options: (["none", "causal", "window", "own"] as const).map((value) => ({
          value,
          label: strings.masks[value],
        })),
        onChoose: chooseMask,
      })}
      ${
        typeof mask === "object" && !Array.isArray(mask)
          ? html`<p class="detail">
              ${strings.windowWidth}
              ${numberField({
                name: strings.windowWidth,
                value: mask.window,
                min: 0,
                max: Math.max(1, scenario.tokens.length),
                step: 1,
                decimals: 0,
                onInput: (value) => onInput({ ...scenario, mask: { window: Math.round(value) } }),
                onCommit,
              })}
            </p>`
          : nothing
      }
      ${
        Array.isArray(mask)
          ? html`<p class="detail">
              <button class="link" @click=${() => now(togglePair(scenario, view.row, view.col))}>
                ${pairIsAllowed ? strings.forbid(query, key) : strings.allow(query, key)}
              </button>
            </p>`
          : nothing
      }
    </div>`;
}

function sources({ model, onInput, onCommit }: ControlsProps): TemplateResult {
  const { scenario, engine } = model;
  const { weights } = scenario;
  const now = (next: Scenario) => {
    onInput(next);
    onCommit();
  };
  const kind = "preset" in weights ? "designed" : "seed" in weights ? "random" : "own";
  const seed = "seed" in weights ? (weights.seed ?? 0) : 0;
  return html`${choice({
      id: "attend-to",
      legend: strings.attendTo,
      value: model.isCross ? "cross" : "self",
      options: [
        { value: "self", label: strings.self },
        { value: "cross", label: strings.cross },
      ],
      onChoose: (value) =>
        now(edit.setMemory(scenario, value === "cross" ? engine.defaultMemory : null)),
    })}
    <div class="stacked">
      ${choice({
        id: "weights",
        legend: strings.weights,
        value: kind,
        options: [
          { value: "designed", label: strings.designed },
          { value: "random", label: strings.random },
          ...(kind === "own" ? [{ value: "own" as const, label: strings.own }] : []),
        ],
        onChoose: (value) => {
          if (value !== "own")
            now({
              ...scenario,
              weights: value === "designed" ? { preset: "grammar" } : { seed: 1 },
            });
        },
      })}
      ${
        kind === "random"
          ? html`<p class="detail">
              ${strings.seed}
              ${numberField({
                name: strings.seed,
                value: seed,
                min: 0,
                step: 1,
                decimals: 0,
                onInput: (value) => onInput({ ...scenario, weights: { seed: Math.round(value) } }),
                onCommit,
              })}
              <button
                class="link"
                @click=${() => now({ ...scenario, weights: { seed: seed + 1 } })}
              >
                ${strings.reroll}
              </button>
            </p>`
          : nothing
      }
    </div>`;
}

/** One word's vector: every component as a number and a slider, two of them as an arrow. */
function vector(props: ControlsProps): TemplateResult {
  const { model, view, plane, onPlane, onInput, onCommit } = props;
  const { scenario } = model;
  const edited = props.edited ?? { side: "tokens", row: view.row };
  const side = edited.side === "memory" && scenario.memory ? scenario.memory : scenario;
  const row = Math.min(edited.row, side.tokens.length - 1);
  const components = side.vectors[row] ?? [];
  const token = side.tokens[row] ?? "";
  const withComponent = (from: Scenario, column: number, value: number) =>
    side === scenario
      ? edit.setComponent(from, row, column, value)
      : edit.setMemoryComponent(from, row, column, value);
  const set = (column: number, value: number) => onInput(withComponent(scenario, column, value));
  const last = components.length - 1;
  const x = Math.min(plane.x, last);
  const y = Math.min(plane.y, last);
  return html`<div class="vector" role="group" aria-labelledby="vector-name">
    <p class="control-name" id="vector-name">
      ${strings.vectorOf} ${wordChoice(props, side === scenario ? "tokens" : "memory", row)}
      <span class="hint">${strings.vectorHint}</span>
    </p>
    <div class="components">
      ${components.slice(0, MOST_SLIDERS).map((value, column) => {
        const name = model.feature(column);
        return html`<div class="component">
          <label for=${`component-${column}`}>${name}</label>
          ${numberField({
            name: strings.component(name, token),
            value,
            step: COMPONENT_STEP,
            decimals: 2,
            onInput: (next) => set(column, next),
            onCommit,
          })}
          <input
            id=${`component-${column}`}
            type="range"
            min=${-SPAN}
            max=${SPAN}
            step=${COMPONENT_STEP / 2}
            .value=${String(value)}
            aria-valuetext=${`${name} ${numberText(value)}`}
            @input=${(event: Event) => {
              event.stopPropagation();
              set(column, (event.target as HTMLInputElement).valueAsNumber);
            }}
            @change=${onCommit}
          />
        </div>`;
      })}
    </div>
    ${
      last < 1
        ? nothing
        : html`<div class="plane-control">
            ${vectorPad({
              name: strings.padOf(token),
              x: components[x] ?? 0,
              y: components[y] ?? 0,
              xName: model.feature(x),
              yName: model.feature(y),
              span: SPAN,
              onInput: (nextX, nextY) =>
                onInput(withComponent(withComponent(scenario, x, nextX), y, nextY)),
              onCommit,
            })}
            <p class="axes">
              ${axisChoice(strings.horizontal, x, components, model, (index) => onPlane({ x: index, y }))}
              ${axisChoice(strings.vertical, y, components, model, (index) => onPlane({ x, y: index }))}
            </p>
          </div>`
    }
  </div>`;
}

/** Which word's vector is edited: of the sentence or, in cross-attention, of the memory. */
function wordChoice(
  { model, onEdited }: ControlsProps,
  side: EditedVector["side"],
  row: number,
): TemplateResult {
  const { tokens, memory } = model.scenario;
  const options = [
    ...tokens.map((token, i) => ({ side: "tokens" as const, row: i, token })),
    ...(memory?.tokens ?? []).map((token, i) => ({ side: "memory" as const, row: i, token })),
  ];
  return html`<select
    aria-label=${strings.vectorChoice}
    @change=${(event: Event) => {
      event.stopPropagation();
      const option = options[(event.target as HTMLSelectElement).selectedIndex];
      if (option) onEdited({ side: option.side, row: option.row });
    }}
  >
    ${options.map(
      (option) =>
        html`<option .selected=${option.side === side && option.row === row}>
          ${strings.vectorOption(option.token, option.row, option.side === "memory")}
        </option>`,
    )}
  </select>`;
}

function axisChoice(
  name: string,
  chosen: number,
  components: readonly number[],
  model: Model,
  onChoose: (index: number) => void,
): TemplateResult {
  return html`<label
    >${name}
    <select
      @change=${(event: Event) => {
        event.stopPropagation();
        onChoose((event.target as HTMLSelectElement).selectedIndex);
      }}
    >
      ${components.map((_, index) => html`<option .selected=${index === chosen}>${model.feature(index)}</option>`)}
    </select></label
  >`;
}
