/** What the figure of chapter 2 shows, and the engine calls that it comes from. */
import type { Lab, Matrix, Scenario, Turned } from "../../engine/index";
import type { Letter } from "../../strings/projections";
import { Model } from "../explainer/model";

export interface ProjectionsSettings {
  scenario: Scenario;
  /** Whose vector it is, from 0. */
  token: number;
  head: number;
  /** The turn, in degrees, and what the first component is multiplied by. */
  angle: number;
  stretch: number;
  /** Whether values and W_O are turned in place of queries and keys. */
  values: boolean;
}

export interface ProjectionsResult {
  /** The sentence as it is. */
  model: Model;
  /** The same after the turn; the same object where nothing is turned. */
  after: Model;
  /** What the turn changed; null where nothing is turned. */
  turned: Turned | null;
}

/** Self-attention: a token of the sentence has a key and a value only there. */
export const ownScenario = (scenario: Scenario): Scenario => ({
  ...scenario,
  memory: null,
  mask: scenario.memory && Array.isArray(scenario.mask) ? "none" : scenario.mask,
});

/** The engine's copy of it, which has every field, with the memory that it went without. */
export const withMemoryOf = ({ memory, mask }: Scenario, own: Scenario): Scenario => ({
  ...own,
  memory: memory ?? null,
  mask: memory ? mask : own.mask,
});

export const isTurned = ({ angle, stretch }: ProjectionsSettings): boolean =>
  angle !== 0 || stretch !== 1;

export function compute(engine: Lab, settings: ProjectionsSettings): ProjectionsResult {
  const trace = engine.attend(ownScenario(settings.scenario));
  const { scenario } = trace;
  const model = new Model(engine, trace, scenario);
  try {
    // Names a token or a head that is not there.
    trace.explain("q", { head: settings.head, row: settings.token, col: 0 });
    if (!isTurned(settings)) return { model, after: model, turned: null };
    const { head, angle, stretch, values } = settings;
    const turned = engine.experiments.gauge({ scenario, head, angle, stretch, values });
    const after = new Model(engine, engine.attend(turned.scenario), turned.scenario);
    return { model, after, turned };
  } catch (error) {
    trace.dispose();
    throw error;
  }
}

export function discard({ model, after }: ProjectionsResult): void {
  model.trace.dispose();
  if (after !== model) after.trace.dispose();
}

export const rowOf = ({ cols, values }: Matrix, row: number): Float64Array =>
  values.subarray(row * cols, row * cols + cols);

/** The column of the largest magnitude, or null where all are 0. */
export function peakOf(row: Float64Array): number | null {
  let best = 0;
  row.forEach((value, i) => {
    if (Math.abs(value) > Math.abs(row[best] ?? 0)) best = i;
  });
  return row[best] ? best : null;
}

/** The column of the largest number. */
export const largestOf = (row: Float64Array): number => row.indexOf(Math.max(...row));

export const LETTERS: readonly Letter[] = ["q", "k", "v"];
export const WEIGHTS = { q: "w_q", k: "w_k", v: "w_v" } as const;
