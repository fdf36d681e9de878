/**
 * The page's state as a readable URL fragment, and back.
 *
 * A fragment is the version and, for every figure that was changed, its name and what differs from
 * its default:
 *
 *     v1/attention-scaling?d_k=512&keys=8/attention-explainer?tokens=the,cat,sat&step=weights
 *
 * | parameter | text |
 * |---|---|
 * | `tokens`, `memory` | labels, separated by commas; an empty `memory` is none |
 * | `vectors`, `memory_vectors` | the cells that differ from the tokens' own vectors, `row.column:number` and commas between; or all rows |
 * | `w_q`, `w_k`, `w_v`, `w_o` | all rows |
 * | `preset`, `seed` | where the weights come from |
 * | `mask` | `none`, `causal`, `window:2`, or rows of 0 and 1 |
 * | every other field of the scenario or of the view | a number, a name, `true`, `false` or `null` |
 * | any other setting | the same; a list with commas, a list of lists with semicolons; or JSON |
 * | `books=6`, `books.5.title` | a list of records: how many, and a field of one of them |
 *
 * Rows are separated by semicolons, their numbers by commas; numbers are the shortest text that
 * reads back as the same number. Counting starts at 0. A setting named `scenario` gives its fields
 * without that name before them.
 *
 * Nothing here throws: a state that cannot be written and a fragment that cannot be read give a
 * problem, which is a sentence for the reader. Whether the values make a valid figure is for the
 * figure and the engine to say.
 */
import {
  isScenario,
  readScenario,
  writeScenario,
  type Add,
  type Embed,
  type Take,
} from "./link/scenario";
import { readSetting, writeSetting } from "./link/settings";
import { quote, readScalar, refuse, same, sentence, writeScalar, type Scalar } from "./link/text";

/** What a figure shows of its settings, such as the step and the head. */
type View = Readonly<Record<string, Scalar>>;

/** All that a link restores of one figure. */
export interface FigureState {
  /** What it computes from: a scenario, or settings that may have one. */
  settings: object;
  view: View;
}

/** What a figure starts from. */
export interface FigureDefault extends FigureState {
  embed: Embed;
}

/** A link, or a figure's part of one. */
export type Written = { text: string } | { problem: string };

/** Longer links are cut off by what they pass through. */
export const LONGEST = 16_000;
const VERSION = "v1";

/** Whether a fragment, with or without `#`, is meant to hold a state; others name a place. */
export const isLink = (fragment: string): boolean => /^#?v\d+(\/|$)/.test(fragment);

/**
 * The fragment, without `#`, of figures by their names and parts; figures that are as they were
 * have an empty part, and if all have, the fragment is empty.
 */
export function writeLink(parts: Iterable<readonly [name: string, part: string]>): Written {
  const changed = [...parts].filter(([, part]) => part !== "");
  if (changed.length === 0) return { text: "" };
  const text = VERSION + changed.map(([name, part]) => `/${name}?${part}`).join("");
  return text.length > LONGEST
    ? { problem: `a link holds ${LONGEST} characters, and this state needs ${text.length}` }
    : { text };
}

/**
 * The figures that a fragment names, and their parts. One that is no state, such as a heading's,
 * names none.
 */
export function readLink(fragment: string): { parts: Map<string, string> } | { problem: string } {
  return sentence(() => {
    const parts = new Map<string, string>();
    if (!isLink(fragment)) return { parts };
    const text = fragment.replace(/^#/, "");
    if (text.length > LONGEST) {
      refuse(`expected at most ${LONGEST} characters, got ${text.length}`);
    }
    const [version, ...figures] = text.split("/");
    if (version !== VERSION) {
      refuse(`expected a link of version ${VERSION}, got ${quote(version ?? "")}`);
    }
    for (const figure of figures) {
      const [name = "", part = "", ...more] = figure.split("?");
      if (more.length > 0) refuse(`expected one "?" after ${quote(name)}`);
      if (parts.has(name)) refuse(`expected the figure ${quote(name)} once`);
      parts.set(name, part);
    }
    return { parts };
  });
}

/** A figure's part of a link; empty where nothing differs from the default. */
export function writeState(state: FigureState, standard: FigureDefault): Written {
  return sentence(() => {
    const parameters = new Map<string, string>();
    const add: Add = (name, text) => {
      if (text === null) return;
      if (parameters.has(name)) refuse(`there are two settings ${quote(name)}`);
      parameters.set(name, text);
    };
    writeSettings(state.settings, standard, add);
    for (const [name, value] of Object.entries(state.view)) {
      if (!Object.hasOwn(standard.view, name) || Object.hasOwn(standard.settings, name)) {
        refuse(`the view has no ${quote(name)} to write`);
      }
      if (!same(value, standard.view[name])) add(name, writeScalar(value));
    }
    return { text: [...parameters].map(([name, text]) => `${name}=${text}`).join("&") };
  });
}

function writeSettings(settings: object, standard: FigureDefault, add: Add): void {
  const { embed } = standard;
  const { like, entries } = fieldsOf(standard);
  if (like) return writeScenario(settings as typeof like, like, embed, add);
  for (const [name, value] of Object.entries(settings) as [string, unknown][]) {
    if (!entries.some(([key]) => key === name))
      refuse(`there is no setting ${quote(name)} to write`);
    const known = entries.find(([key]) => key === name)?.[1];
    if (isScenario(known) && isScenario(value)) writeScenario(value, known, embed, add);
    else writeSetting(name, value, known, add);
  }
}

/** What a figure's part of a link says, with all that it does not say as in the default. */
export function readState(
  part: string,
  standard: FigureDefault,
): { state: FigureState } | { problem: string } {
  return sentence(() => {
    const texts = parametersOf(part);
    const take: Take = (name) => {
      const text = texts.get(name);
      texts.delete(name);
      return text;
    };
    const settings = readSettings(take, standard);
    const view: Record<string, Scalar> = { ...standard.view };
    for (const name of Object.keys(view)) {
      const text = take(name);
      if (text !== undefined) view[name] = readScalar(name, text);
    }
    const [unknown] = texts.keys();
    if (unknown !== undefined) refuse(`there is no parameter ${quote(unknown)}`);
    return { state: { settings, view } };
  });
}

function readSettings(take: Take, standard: FigureDefault): object {
  const embed: Embed = (tokens) => {
    try {
      return standard.embed(tokens);
    } catch (error) {
      // Labels that the engine refuses.
      return refuse(error instanceof Error ? error.message : String(error));
    }
  };
  const { like, entries } = fieldsOf(standard);
  if (like) return readScenario(take, like, embed);
  return Object.fromEntries(
    entries.map(([name, value]) => [
      name,
      isScenario(value) ? readScenario(take, value, embed) : readSetting(name, take, value),
    ]),
  );
}

/** Settings that are a scenario, or else their fields. */
function fieldsOf({ settings }: FigureDefault) {
  const entries: [string, unknown][] = Object.entries(settings);
  return { like: isScenario(settings) ? settings : null, entries };
}

/** Parameters by name, each given once. */
function parametersOf(part: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const parameter of part === "" ? [] : part.split("&")) {
    const at = parameter.indexOf("=");
    if (at < 1) refuse(`expected parameters such as heads=2, got ${quote(parameter)}`);
    const name = parameter.slice(0, at);
    if (texts.has(name)) refuse(`expected ${quote(name)} once`);
    texts.set(name, parameter.slice(at + 1));
  }
  return texts;
}
