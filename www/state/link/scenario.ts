/** A scenario as a link's parameters, as far as it differs from another, and back. */
import type { Mask, Memory, Scenario, Weights } from "../../engine/types";
import {
  readDifference,
  readLabels,
  readNumber,
  readRows,
  readScalar,
  refuse,
  same,
  sameList,
  writeDifference,
  writeLabels,
  writeNumber,
  writeRows,
  writeScalar,
  type Scalar,
} from "./text";

/** The vectors that tokens have where none are given. */
export type Embed = (tokens: string[]) => number[][];
/** Notes a parameter; null is one that needs no words. */
export type Add = (name: string, text: string | null) => void;
/** Takes a parameter's text out of those that are left. */
export type Take = (name: string) => string | undefined;

/** Fields that need more than a number or a name. */
const STRUCTURED = ["tokens", "vectors", "memory", "weights", "mask"];
const MATRICES = ["w_q", "w_k", "w_v", "w_o"] as const;

/** Told by its two fields that nothing else has. */
export const isScenario = (value: unknown): value is Scenario =>
  typeof value === "object" &&
  value !== null &&
  Object.hasOwn(value, "tokens") &&
  Object.hasOwn(value, "vectors");

export function writeScenario(scenario: Scenario, standard: Scenario, embed: Embed, add: Add) {
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
}

export function readScenario(take: Take, standard: Scenario, embed: Embed): Scenario {
  const labels = take("tokens");
  const tokens = labels === undefined ? standard.tokens : readLabels("tokens", labels);
  const from = labels === undefined ? standard.vectors : embed([...tokens]);
  const vectors = readDifference("vectors", take("vectors"), from);
  const memory = readMemory(take("memory"), take("memory_vectors"), standard.memory, embed);
  const weights = readWeights(take, standard.weights);
  const maskText = take("mask");
  const mask = maskText === undefined ? structuredClone(standard.mask) : readMask(maskText);
  const scenario: Scenario = { ...standard, tokens: [...tokens], vectors, memory, weights, mask };

  const fields = scenario as unknown as Record<string, Scalar>;
  for (const [name] of scalars(standard)) {
    const text = take(name);
    if (text !== undefined) fields[name] = readScalar(name, text);
    // Heads come before key/value heads, which follow them where nothing is said.
    else fields[name] = standardOf(name, standard, scenario.heads);
  }
  return scenario;
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

function writeWeights(weights: Weights, standard: Weights, add: Add) {
  if (weights === null || typeof weights !== "object") {
    refuse("the weights cannot be written");
  } else if ("w_q" in weights) {
    const isStandard =
      "w_q" in standard &&
      MATRICES.every((name) => writeRows(weights[name]) === writeRows(standard[name]));
    if (!isStandard) for (const name of MATRICES) add(name, writeRows(weights[name]));
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

function readWeights(take: Take, standard: Weights): Weights {
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
  if (preset === undefined && seed === undefined) return structuredClone(standard);
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
  embed: Embed,
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
