/** A figure's state as a readable fragment of an address, and back: `v1/attention-scaling?d_k=512`. */
import { describe, refuse } from "../../engine/refuse";
import type { Scenario } from "../../engine/types";
import { filledIn } from "../../state/scenario-store";
import {
  readLink,
  readState,
  writeLink,
  writeState,
  type FigureDefault,
  type Written,
} from "../../state/link";
import { isScenario } from "../../state/link/scenario";
import { FIRST_STEP, firstView, isPipelineStep, PIPELINE } from "../explainer/view";
import type { FigureElement, Snapshot } from "./element";

/**
 * The fragment, without `#`, that gives this figure's state to the same element on another page
 * where nothing else is said about it, such as `embed.html` or the article; empty where that is how
 * it starts anyway. The figure has to be `ready`. A state that no link can hold is a problem in words.
 */
export function fragmentOf(figure: FigureElement): Written {
  const part = partOf(figure, standardOf(figure));
  return "text" in part ? writeLink([[figure.localName, part.text]]) : part;
}

/** A figure as it is where no author has said anything; the first view has no use for the workbench's. */
export function standardOf(figure: FigureElement): Snapshot {
  if ("standard" in figure) return figure.standard as Snapshot;
  const trace = figure.engine.attend({});
  const { step, head, row, col } = firstView(trace, FIRST_STEP);
  const settings = trace.scenario;
  trace.dispose();
  return { settings, view: { step, head, row, col } };
}

/**
 * The other way: shows what such a fragment says of this figure, as its author's, which is where
 * Reset leads. One that says nothing of it changes nothing; one that is broken throws what is wrong
 * with it. Answers whether it says something.
 */
export function authorFragment(figure: FigureElement, fragment: string): boolean {
  const link = readLink(fragment);
  if ("problem" in link) throw new Error(link.problem);
  const part = link.parts.get(figure.localName);
  if (part === undefined) return false;
  const snapshot = read(figure, part);
  const { settings } = snapshot;
  Object.assign(figure, isScenario(settings) ? { scenario: settings } : { settings });
  figure.restore(snapshot);
  return true;
}

/** The same for the attribute `state`, which has nothing else to say. */
export function authorState(figure: FigureElement, state: string): void {
  if (!authorFragment(figure, state))
    refuse("state", `v1/${figure.localName}?… as in a link`, describe(state));
}

/** What a link says of this figure: how it differs from where it starts. */
export function partOf(figure: FigureElement, start: Snapshot): Written {
  return writeState(complete(figure, figure.snapshot), startOf(figure, start));
}

/** Shows what a link says of this figure, as a change that can be undone; throws what is wrong with it. */
export function restorePart(figure: FigureElement, part: string): void {
  figure.restore(read(figure, part));
}

function read(figure: FigureElement, part: string): Snapshot {
  const said = readState(part, startOf(figure, figure.authored));
  if ("problem" in said) throw new Error(said.problem);
  const { settings, view } = complete(figure, said.state);
  if (isScenario(settings)) checkView(view, filledIn(figure.engine, settings));
  return { settings, view };
}

/** Throws where a view that came from outside names a step, head, word or key that is not there. */
function checkView(
  { step, ...places }: Readonly<Record<string, unknown>>,
  { heads, tokens, memory }: Scenario,
): void {
  if (!isPipelineStep(String(step)))
    refuse("step", `one of ${PIPELINE.join(", ")}`, describe(step));
  const limits = { head: heads, row: tokens.length, col: (memory?.tokens ?? tokens).length };
  for (const [name, limit] of Object.entries(limits)) {
    const index = places[name];
    if (![...Array(limit).keys()].includes(index as number))
      refuse(name, `a whole number below ${limit}`, describe(index));
  }
}

function startOf(figure: FigureElement, start: Snapshot): FigureDefault {
  return {
    ...complete(figure, start),
    embed: (tokens) => {
      const { rows, cols, values } = figure.engine.embed(tokens);
      return Array.from({ length: rows }, (_, i) => [
        ...values.subarray(i * cols, i * cols + cols),
      ]);
    },
  };
}

/** With every field of its scenario, whatever the author has left out. */
function complete({ engine }: FigureElement, { settings, view }: Snapshot): Snapshot {
  if (isScenario(settings)) return { settings, view };
  const whole = Object.entries(settings).map(([name, value]: [string, unknown]) => [
    name,
    name === "scenario" && value ? filledIn(engine, value) : value,
  ]);
  return { settings: Object.fromEntries(whole) as object, view };
}
