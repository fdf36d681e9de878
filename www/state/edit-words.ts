/**
 * Edits of a scenario's words. A new word's vector is the engine's, and the columns that tell a
 * word's place stay with the place when words move.
 */
import type { Engine, Mask, Scenario } from "../engine/index";
import { replace, setMemory } from "./edits";

/** What the engine knows about a token vector's columns. */
type Features = Engine["features"];

function rowsOf(engine: Engine, tokens: string[]): number[][] {
  const { rows, cols, values } = engine.embed(tokens);
  return Array.from({ length: rows }, (_, i) =>
    Array.from(values.subarray(i * cols, i * cols + cols)),
  );
}

const isFeatureVector = (row: number[] | undefined, features: Features) =>
  row !== undefined && row.length === features.length;

/** A vector for a word at a place: the engine's, or zeros where the vectors are the reader's own. */
function vectorFor(engine: Engine, tokens: string[], place: number, width: number): number[] {
  const vector = rowsOf(engine, tokens)[place];
  return vector && vector.length === width ? vector : new Array<number>(width).fill(0);
}

/** Gives a token another label and, when vectors are made of features, that word's features. */
export function renameToken(
  engine: Engine,
  scenario: Scenario,
  index: number,
  label: string,
): Scenario {
  const tokens = replace(scenario.tokens, index, label);
  const old = scenario.vectors[index];
  if (!old || !isFeatureVector(old, engine.features)) return { ...scenario, tokens };
  const fresh = vectorFor(engine, tokens, index, old.length);
  const vector = fresh.map((x, j) => (engine.features[j]?.positional ? (old[j] ?? x) : x));
  return { ...scenario, tokens, vectors: replace(scenario.vectors, index, vector) };
}

/** The rows in a new order, with the columns that tell the place left where they are. */
function reorder(engine: Engine, scenario: Scenario, order: number[]): Scenario {
  const tokens = order.map((from) => scenario.tokens[from] ?? "");
  const places = rowsOf(engine, tokens);
  const vectors = order.map((from, to) => {
    const moved = scenario.vectors[from] ?? [];
    if (!isFeatureVector(moved, engine.features)) return moved;
    const place = scenario.vectors[to] ?? places[to] ?? moved;
    return moved.map((x, j) => (engine.features[j]?.positional ? (place[j] ?? x) : x));
  });
  return { ...scenario, tokens, vectors, mask: reorderMask(scenario, order) };
}

/** An explicit mask with its rows (and, in self-attention, columns) reordered; a new word, −1, may attend to all. */
function reorderMask({ mask, memory }: Scenario, order: number[]): Mask {
  if (!Array.isArray(mask)) return mask;
  const columns = memory ? memory.tokens.map((_, j) => j) : order;
  return order.map((row) => columns.map((column) => mask[row]?.[column] ?? true));
}

export function moveToken(engine: Engine, scenario: Scenario, from: number, to: number): Scenario {
  const order = scenario.tokens.map((_, i) => i);
  const [moved] = order.splice(from, 1);
  if (moved === undefined || to < 0 || to > order.length) return scenario;
  order.splice(to, 0, moved);
  return reorder(engine, scenario, order);
}

export function removeToken(engine: Engine, scenario: Scenario, index: number): Scenario {
  return reorder(
    engine,
    scenario,
    scenario.tokens.map((_, i) => i).filter((i) => i !== index),
  );
}

/** Puts a word after `index`; later words move one place on. */
export function insertToken(
  engine: Engine,
  scenario: Scenario,
  index: number,
  label: string,
): Scenario {
  const width = scenario.vectors[0]?.length ?? 0;
  const tokens = [
    ...scenario.tokens.slice(0, index + 1),
    label,
    ...scenario.tokens.slice(index + 1),
  ];
  const places = rowsOf(engine, tokens);
  const source = [...scenario.tokens.keys()];
  source.splice(index + 1, 0, -1);
  const vectors = source.map((from, to) => {
    const place = places[to] ?? [];
    const own = from < 0 ? vectorFor(engine, tokens, to, width) : (scenario.vectors[from] ?? []);
    if (!isFeatureVector(own, engine.features)) return own;
    const kept = from === to ? own : place;
    return own.map((x, j) => (engine.features[j]?.positional ? (kept[j] ?? x) : x));
  });
  return { ...scenario, tokens, vectors, mask: reorderMask(scenario, source) };
}

/** A new sentence. Words that stay where they were keep their vectors; an explicit mask no longer fits. */
export function setSentence(engine: Engine, scenario: Scenario, tokens: string[]): Scenario {
  const width = scenario.vectors[0]?.length ?? 0;
  const fresh = rowsOf(engine, tokens);
  const vectors = tokens.map((token, i) => {
    const old = scenario.vectors[i];
    if (old && scenario.tokens[i] === token) return old;
    const vector = fresh[i] ?? [];
    return vector.length === width ? vector : new Array<number>(width).fill(0);
  });
  const mask = Array.isArray(scenario.mask) ? "none" : scenario.mask;
  return { ...scenario, tokens, vectors, mask };
}

/** Another sentence for the keys' and values' side of cross-attention. */
export function setMemorySentence(engine: Engine, scenario: Scenario, tokens: string[]): Scenario {
  return setMemory(scenario, { tokens, vectors: rowsOf(engine, tokens) });
}
