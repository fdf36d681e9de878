/** The shortest attributes with which a bare element comes up in a figure's state. */
import type { Scenario } from "../../engine/types";
import { isAttributeName, patchOf, type Patch } from "../../figures/attributes";
import { FIRST_STEP, firstView, isPipelineStep } from "../../figures/explainer/view";
import type { FigureElement, Snapshot } from "../../figures/frame/element";
import type { Fields } from "../../figures/frame/fields";
import { fragmentOf, partOf, standardOf } from "../../figures/frame/fragment";
import { writeLink } from "../../state/link";
import { isScenario } from "../../state/link/scenario";
import { equal } from "../../state/link/settings";
import { filledIn } from "../../state/scenario-store";

export type Attributes = readonly (readonly [name: string, value: string])[];

/** One attribute for each setting where these suffice; else the state as in a link; else as JSON. */
export function attributesOf(figure: FigureElement): Attributes {
  const { settings } = figure.snapshot;
  const single = isScenario(settings) ? ofScenario(figure, settings) : ofSettings(figure);
  if (single) return single;
  const fragment = fragmentOf(figure);
  return "text" in fragment ? [["state", fragment.text]] : asJson(figure);
}

/** What a scenario shows at a step where nobody has pointed at anything. */
export function firstViewOf(
  { engine }: FigureElement,
  scenario: Partial<Scenario>,
  step: unknown = FIRST_STEP,
): Snapshot["view"] {
  const trace = engine.attend(scenario);
  try {
    const name = String(step);
    const first = firstView(trace, isPipelineStep(name) ? name : FIRST_STEP);
    return { step: first.step, head: first.head, row: first.row, col: first.col };
  } finally {
    trace.dispose();
  }
}

function ofScenario(figure: FigureElement, scenario: Scenario): Attributes | null {
  const { view } = figure.snapshot;
  if (!equal(view, firstViewOf(figure, scenario, view["step"]))) return null;
  const standard = standardOf(figure).settings as Scenario;
  const texts = textsOf(scenario);
  const usual = textsOf(standard);
  // Key/value heads follow the heads where nothing is said.
  if (scenario.heads !== standard.heads) usual["kv-heads"] = String(scenario.heads);
  const attributes = Object.entries(texts).filter(([name, text]) => text !== usual[name]);
  let patch: Patch = {};
  for (const [name, text] of attributes) {
    if (!isAttributeName(name) || name === "step") continue;
    patch = { ...patch, ...patchOf(name, text, patch.weights ?? { preset: "grammar" }) };
  }
  const asked = Object.entries(patch).filter(([, value]) => value !== undefined);
  if (!equal(filledIn(figure.engine, Object.fromEntries(asked)), scenario)) return null;
  return view["step"] === FIRST_STEP ? attributes : [...attributes, ["step", String(view["step"])]];
}

function textsOf(scenario: Scenario): Record<string, string> {
  const { tokens, heads, kv_heads, d_k, mask, scale, temperature, positions, weights } = scenario;
  return {
    tokens: tokens.join(","),
    heads: String(heads),
    "kv-heads": String(kv_heads),
    "d-k": String(d_k),
    mask: typeof mask === "string" ? mask : JSON.stringify(mask),
    scale,
    temperature: String(temperature),
    positions,
    ...("preset" in weights ? { preset: weights.preset } : {}),
    ...("seed" in weights && weights.seed !== undefined ? { seed: String(weights.seed) } : {}),
  };
}

function ofSettings(figure: FigureElement): Attributes | null {
  const { fields } = figure.constructor as unknown as { fields: Fields<Record<string, unknown>> };
  const standard = standardOf(figure).settings as Record<string, unknown>;
  const attributes: [string, string][] = [];
  for (const [key, value] of Object.entries(figure.snapshot.settings) as [string, unknown][]) {
    if (equal(value, standard[key])) continue;
    const [name, field] = Object.entries(fields).find(([, each]) => each.key === key) ?? [];
    const text = value === true ? "" : String(value);
    if (name === undefined || !field || !equal(field.parse(text), value)) return null;
    attributes.push([name, text]);
  }
  return attributes;
}

function asJson(figure: FigureElement): Attributes {
  const { settings } = figure.snapshot;
  const json = JSON.stringify(settings);
  if (!isScenario(settings)) return [["settings", json]];
  const rest = partOf(figure, { settings, view: firstViewOf(figure, settings) });
  const state = "text" in rest ? writeLink([[figure.localName, rest.text]]) : rest;
  const isMore = "text" in state && state.text !== "";
  return [["scenario", json], ...(isMore ? [["state", state.text] as const] : [])];
}
