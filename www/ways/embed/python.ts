/** A figure for a notebook, as Python. */
import type { Scenario } from "../../engine/types";
import { FIRST_STEP } from "../../figures/explainer/view";
import type { FigureElement } from "../../figures/frame/element";
import { standardOf } from "../../figures/frame/fragment";
import { equal } from "../../state/link/settings";
import { filledIn } from "../../state/scenario-store";
import { address, type Embedded } from "./snippets";

/** The package's widget, with the fields that differ from the default's. */
export function widget(figure: FigureElement): string {
  const { settings, view } = figure.snapshot;
  const { weights, ...fields } = shortest(figure, settings as Scenario);
  const given: Record<string, unknown> = { ...fields };
  // Weights by rule are arguments of their own.
  if (weights && "w_q" in weights) given["weights"] = weights;
  else Object.assign(given, weights);
  if (view["step"] !== FIRST_STEP) given["step"] = view["step"];
  const written = Object.entries(given).map(([name, value]) => `${name}=${literal(value)}`);
  return `from attention_explainer import Attention\n\nAttention(${written.join(", ")})`;
}

function shortest(figure: FigureElement, scenario: Scenario): Partial<Scenario> {
  const standard = standardOf(figure).settings as Scenario;
  const entries = Object.entries(scenario).filter(
    ([name, value]) => !equal(value, standard[name as keyof Scenario]),
  );
  const changed = Object.fromEntries(entries) as Partial<Scenario>;
  const { vectors, ...rest } = changed;
  // The vectors follow from the words, unless the reader has changed them.
  for (const fields of [rest, { ...rest, ...(vectors ? { vectors } : {}) }])
    if (equal(filledIn(figure.engine, fields), scenario)) return fields;
  return scenario;
}

/** Any other figure: the package's widget is the workbench. */
export const frame = (figure: Embedded): string =>
  `from IPython.display import IFrame\n\n` +
  `IFrame(${literal(address(figure))}, width="100%", height=${figure.height}, extras=['sandbox="allow-scripts"'])`;

function literal(value: unknown): string {
  if (value === null) return "None";
  if (typeof value === "boolean") return value ? "True" : "False";
  if (Array.isArray(value)) return `[${value.map(literal).join(", ")}]`;
  if (typeof value === "object") {
    const entries = Object.entries(value).map(([key, each]) => `${literal(key)}: ${literal(each)}`);
    return `{${entries.join(", ")}}`;
  }
  return JSON.stringify(value);
}
