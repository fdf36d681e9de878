/**
 * The page's state as a readable URL fragment, and back.
 *
 * A fragment is the version and, for every figure that was changed, its name and what differs from
 * its default:
 *
 *     v1/attention-explainer?tokens=the,cat,sat&heads=4&mask=causal&step=weights
 *
 * | parameter | text |
 * |---|---|
 * | `tokens`, `memory` | labels, separated by commas; an empty `memory` is none |
 * | `vectors`, `memory_vectors` | the cells that differ from the tokens' own vectors, `row.column:number` and commas between; or all rows |
 * | `w_q`, `w_k`, `w_v`, `w_o` | all rows |
 * | `preset`, `seed` | where the weights come from |
 * | `mask` | `none`, `causal`, `window:2`, or rows of 0 and 1 |
 * | every other field of the scenario or of the view | a number, a name, `true`, `false` or `null` |
 *
 * Rows are separated by semicolons, their numbers by commas; numbers are the shortest text that
 * reads back as the same number. Counting starts at 0.
 *
 * Nothing here throws: a state that cannot be written and a fragment that cannot be read give a
 * problem, which is a sentence for the reader. Whether the values make a valid scenario is for the
 * engine to say.
 */
import type { Mask, Memory, Scenario, Weights } from "../engine/types";

/** What a figure shows of its scenario, such as the step and the head. */
export type View = Record<string, Scalar>;
type Scalar = string | number | boolean | null;

/** All that a link restores of one figure. */
export interface FigureState {
  scenario: Scenario;
  view: View;
}

/** What a figure starts from. */
export interface FigureDefault extends FigureState {
  /** The vectors that these tokens have where none are given. */
  embed: (tokens: string[]) => number[][];
}

/** The figures of a page by name, which is letters, digits and hyphens. */
export type Defaults = Readonly<Record<string, FigureDefault>>;

export type Written = { fragment: string } | { problem: string };
export type Read = { states: Map<string, FigureState> } | { problem: string };

/** Longer links are cut off by what they pass through. */
const LONGEST = 16_000;
const VERSION = "v1";

/** The state as a fragment without `#`; the empty one where nothing differs from the default. */
export function writeLink(states: ReadonlyMap<string, FigureState>, defaults: Defaults): Written {
  return sentence(() => {
    const figures: string[] = [];
    for (const [name, state] of states) {
      const parameters = write(state, of(defaults, name));
      if (parameters.length > 0) figures.push(`/${name}?${parameters.join("&")}`);
    }
    const fragment = figures.length === 0 ? "" : VERSION + figures.join("");
    if (fragment.length > LONGEST) {
      refuse(`a link holds ${LONGEST} characters, and this state needs ${fragment.length}`);
    }
    return { fragment };
  });
}

/**
 * The states that a fragment holds, with or without `#`; of figures that it does not name, none.
 * A fragment that is no state, such as a heading's, holds none.
 */
export function readLink(text: string, defaults: Defaults): Read {
  return sentence(() => {
    const fragment = text.startsWith("#") ? text.slice(1) : text;
    const states = new Map<string, FigureState>();
    if (!/^v\d+(\/|$)/.test(fragment)) return { states };
    if (fragment.length > LONGEST) {
      refuse(`expected at most ${LONGEST} characters, got ${fragment.length}`);
    }
    const [version, ...figures] = fragment.split("/");
    if (version !== VERSION) {
      refuse(`expected a link of version ${VERSION}, got ${quote(version ?? "")}`);
    }
    for (const figure of figures) {
      const [name = "", query = "", ...more] = figure.split("?");
      if (more.length > 0) refuse(`expected one "?" after ${quote(name)}`);
      if (states.has(name)) refuse(`expected the figure ${quote(name)} once`);
      states.set(name, read(parametersOf(query), of(defaults, name)));
    }
    return { states };
  });
}

// One figure

/** Fields that need more than a number or a name. */
const STRUCTURED = ["tokens", "vectors", "memory", "weights", "mask"];
const MATRICES = ["w_q", "w_k", "w_v", "w_o"] as const;

function write(state: FigureState, { scenario: standard, view, embed }: FigureDefault): string[] {
  const { scenario } = state;
  const parameters: string[] = [];
  const add = (name: string, text: string | null) => {
    if (text !== null) parameters.push(`${name}=${text}`);
  };

  const { tokens, vectors, memory } = scenario;
  const ownTokens = sameList(tokens, standard.tokens);
  add("tokens", ownTokens ? null : writeLabels(tokens));
  add("vectors", writeDifference(vectors, ownTokens ? standard.vectors : embed(tokens)));

  const ownMemory = sameList(memory?.tokens ?? [], standard.memory?.tokens ?? []);
  add("memory", ownMemory ? null : memory ? writeLabels(memory.tokens) : "");
  if (memory) {
    const standardMemory = ownMemory ? standard.memory : null;
    const from = standardMemory?.vectors ?? embed(memory.tokens);
    add("memory_vectors", writeDifference(memory.vectors, from));
  }

  for (const [name, value] of scalars(scenario)) {
    if (!same(value, standardOf(name, standard, scenario.heads))) add(name, writeScalar(value));
  }
  writeWeights(scenario.weights, standard.weights, add);
  const mask = writeMask(scenario.mask);
  add("mask", mask === writeMask(standard.mask) ? null : mask);

  for (const name of Object.keys(state.view)) {
    const value = state.view[name] ?? null;
    if (!Object.hasOwn(view, name) || Object.hasOwn(standard, name)) {
      refuse(`the view has no ${quote(name)} to write`);
    }
    if (!same(value, view[name] ?? null)) add(name, writeScalar(value));
  }
  return parameters;
}

function read(texts: Map<string, string>, figure: FigureDefault): FigureState {
  const { scenario: standard, embed } = figure;
  const take = (name: string) => {
    const text = texts.get(name);
    texts.delete(name);
    return text;
  };

  const labels = take("tokens");
  const tokens = labels === undefined ? standard.tokens : readLabels("tokens", labels);
  const from = labels === undefined ? standard.vectors : embed([...tokens]);
  const vectors = readDifference("vectors", take("vectors"), from);
  const memory = readMemory(take("memory"), take("memory_vectors"), standard.memory, embed);
  const weights = readWeights(take, standard.weights);
  const maskText = take("mask");
  const mask = maskText === undefined ? copy(standard.mask) : readMask(maskText);
  const scenario: Scenario = { ...standard, tokens: [...tokens], vectors, memory, weights, mask };

  const fields = scenario as unknown as Record<string, Scalar>;
  for (const [name] of scalars(standard)) {
    const text = take(name);
    if (text !== undefined) fields[name] = readScalar(name, text);
    // Heads come before key/value heads, which follow them where nothing is said.
    else fields[name] = standardOf(name, standard, scenario.heads);
  }
  const view: View = { ...figure.view };
  for (const name of Object.keys(view)) {
    const text = take(name);
    if (text !== undefined) view[name] = readScalar(name, text);
  }
  const [unknown] = texts.keys();
  if (unknown !== undefined) refuse(`there is no parameter ${quote(unknown)}`);
  return { scenario, view };
}

/** A scenario's fields that are a number, a name, a truth or null, `heads` before `kv_heads`. */
function scalars(scenario: Scenario): [string, Scalar][] {
  const entries: [string, unknown][] = Object.entries(scenario);
  const fields = entries.filter(
    (field): field is [string, Scalar] => !STRUCTURED.includes(field[0]),
  );
  return fields.sort(([a], [b]) => (a === "heads" ? -1 : b === "heads" ? 1 : 0));
}

/** What a field is where nothing is said: key/value heads follow the heads, as in the engine. */
function standardOf(name: string, standard: Scenario, heads: number): Scalar {
  if (name === "kv_heads" && !same(heads, standard.heads)) return heads;
  return (standard as unknown as Record<string, Scalar>)[name] ?? null;
}

// Weights, mask and memory

function writeWeights(
  weights: Weights,
  standard: Weights,
  add: (name: string, text: string | null) => void,
) {
  if (weights === null || typeof weights !== "object") {
    refuse("the weights cannot be written");
  } else if ("w_q" in weights) {
    for (const name of MATRICES) add(name, writeRows(weights[name]));
  } else {
    const [rule, standardRule] = [ruleOf(weights), ruleOf(standard)];
    if (rule.preset === standardRule.preset && rule.seed === standardRule.seed) return;
    if (rule.preset !== undefined) add("preset", writeScalar(rule.preset));
    if (rule.seed !== undefined) add("seed", writeScalar(rule.seed));
  }
}

/** By which rule weights come about; given ones have none. */
const ruleOf = (weights: Weights): { preset?: string; seed?: number } =>
  "w_q" in weights ? {} : weights;

function readWeights(take: (name: string) => string | undefined, standard: Weights): Weights {
  const preset = take("preset");
  const seed = take("seed");
  const matrices = MATRICES.map((name) => take(name));
  if (matrices.some((text) => text !== undefined)) {
    if (preset !== undefined || seed !== undefined) refuse("expected a seed or matrices, got both");
    const entries = MATRICES.map((name, index) => {
      const text = matrices[index];
      return [name, text === undefined ? refuse(`expected ${name} as well`) : readRows(name, text)];
    });
    return Object.fromEntries(entries) as Weights;
  }
  if (preset === undefined && seed === undefined) return copy(standard);
  return {
    ...(preset === undefined ? {} : { preset: readScalar("preset", preset) }),
    ...(seed === undefined ? {} : { seed: readScalar("seed", seed) }),
  } as Weights;
}

function writeMask(mask: Mask): string {
  if (typeof mask === "string") return writeScalar(mask);
  if (!Array.isArray(mask)) return `window:${writeNumber(mask.window)}`;
  return mask.map((row) => row.map((allowed) => (allowed ? "1" : "0")).join("")).join(";");
}

function readMask(text: string): Mask {
  if (/^[01]+(;[01]+)*$/.test(text)) {
    return text.split(";").map((row) => Array.from(row, (digit) => digit === "1"));
  }
  const [name, width, ...more] = text.split(":");
  if (name === "window" && width !== undefined && more.length === 0) {
    return { window: readNumber("mask", width) };
  }
  if (!/^[a-z_]+$/.test(text)) refuse(`mask: expected a name, window:2, or rows of 0 and 1`);
  return text as Mask;
}

function readMemory(
  labels: string | undefined,
  vectors: string | undefined,
  standard: Memory | null,
  embed: FigureDefault["embed"],
): Memory | null {
  const tokens =
    labels === undefined
      ? (standard?.tokens ?? null)
      : labels === ""
        ? null
        : readLabels("memory", labels);
  if (tokens === null) {
    return vectors === undefined ? null : refuse("expected a memory for memory_vectors");
  }
  const from = labels === undefined && standard ? standard.vectors : embed([...tokens]);
  return {
    tokens: [...tokens],
    vectors: readDifference("memory_vectors", vectors, from),
  };
}

// Matrices

/** The cells that differ, or all rows where that is shorter; null where nothing differs. */
function writeDifference(rows: number[][], from: number[][]): string | null {
  const all = writeRows(rows);
  if (all === writeRows(from)) return null;
  const fits =
    rows.length === from.length && rows.every((row, i) => row.length === from[i]?.length);
  if (!fits) return all;
  const cells = rows.flatMap((row, i) =>
    row.flatMap((value, j) =>
      same(value, from[i]?.[j] ?? null) ? [] : [`${i}.${j}:${writeNumber(value)}`],
    ),
  );
  const some = cells.join(",");
  return some.length < all.length ? some : all;
}

function readDifference(name: string, text: string | undefined, from: number[][]): number[][] {
  const rows = from.map((row) => [...row]);
  if (text === undefined) return rows;
  if (!text.includes(":")) return readRows(name, text);
  for (const cell of text.split(",")) {
    const match = /^(\d+)\.(\d+):(.*)$/.exec(cell);
    const [, i = "", j = "", value = ""] = match ?? [];
    const row = rows[Number(i)];
    if (!match || row === undefined || row[Number(j)] === undefined) {
      return refuse(`${name}: expected cells such as 0.1:0.5, got ${quote(cell)}`);
    }
    row[Number(j)] = readNumber(name, value);
  }
  return rows;
}

const writeRows = (rows: number[][]): string =>
  rows.map((row) => row.map(writeNumber).join(",")).join(";");

const readRows = (name: string, text: string): number[][] =>
  text.split(";").map((row) => row.split(",").map((value) => readNumber(name, value)));

// Labels, numbers and names

const writeLabels = (labels: string[]): string => {
  if (labels.length === 0 || labels.includes("")) refuse("a label without a letter has no link");
  return labels.map(encodeURIComponent).join(",");
};

const readLabels = (name: string, text: string): string[] =>
  text.split(",").map((label) => decoded(name, label));

function writeNumber(value: number): string {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    return refuse(`expected a finite number, got ${quote(String(value))}`);
  }
  return Object.is(value, -0) ? "-0" : String(value);
}

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;

function readNumber(name: string, text: string): number {
  // A plus may come escaped, as it means a space to some.
  const plain = decoded(name, text);
  const value = NUMBER.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value)
    ? value
    : refuse(`${name}: expected a finite number, got ${quote(text)}`);
}

function writeScalar(value: Scalar): string {
  if (typeof value === "number") return writeNumber(value);
  if (value === null || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? encodeURIComponent(value) : "";
  const reads = text !== "" && typeof readScalar("", text) === "string";
  return reads ? text : refuse(`${quote(String(value))} cannot be written`);
}

function readScalar(name: string, text: string): Scalar {
  const plain = decoded(name, text);
  if (plain === "true" || plain === "false") return plain === "true";
  if (plain === "null") return null;
  if (/^-?\d/.test(plain)) return readNumber(name, text);
  return plain === "" ? refuse(`${name}: expected a number or a name, got nothing`) : plain;
}

function decoded(name: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse(`${name}: expected escapes such as %20, got ${quote(text)}`);
  }
}

// What every part needs

/** Parameters by name, each given once. */
function parametersOf(query: string): Map<string, string> {
  const texts = new Map<string, string>();
  for (const parameter of query === "" ? [] : query.split("&")) {
    const at = parameter.indexOf("=");
    if (at < 1) refuse(`expected parameters such as heads=2, got ${quote(parameter)}`);
    const name = parameter.slice(0, at);
    if (texts.has(name)) refuse(`expected ${quote(name)} once`);
    texts.set(name, parameter.slice(at + 1));
  }
  return texts;
}

function of(defaults: Defaults, name: string): FigureDefault {
  const known = Object.hasOwn(defaults, name) ? defaults[name] : undefined;
  if (known === undefined) return refuse(`there is no figure ${quote(name)} on this page`);
  const embed = (tokens: string[]) => {
    try {
      return known.embed(tokens);
    } catch (error) {
      // Labels that the engine refuses.
      return refuse(error instanceof Error ? error.message : String(error));
    }
  };
  return { ...known, embed };
}

const same = (a: Scalar, b: Scalar): boolean => Object.is(a, b);

const sameList = (a: string[], b: string[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

const copy = <T>(value: T): T => structuredClone(value);

/** A problem on its way to the reader. */
class Problem extends Error {}

function refuse(sentence: string): never {
  throw new Problem(sentence);
}

/** Text that fits into a sentence. */
const quote = (text: string): string => `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;

/** Turns what was refused on the way into a problem. */
function sentence<T>(work: () => T): T | { problem: string } {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message };
    // A lone half of a surrogate pair has no URI.
    if (error instanceof URIError) return { problem: "a label that is not text has no link" };
    throw error;
  }
}
