// Takes a scenario apart for the engine: its matrices become typed arrays, the
// rest a plain copy. What comes may be anything: sizes are bounded before
// memory is taken, and each value is read once, so that it cannot change
// between check and use.

import type { PackedMatrix } from "./pkg/attention.js";
import { describe, isList, refuse } from "./refuse.js";

export interface Packed {
  meta: unknown;
  matrices: PackedMatrix[];
}

/** The engine records at most this many numbers, so no matrix of a valid scenario has more. */
const MOST_NUMBERS = 2 ** 25;
/** h·d_v, the most rows of any valid matrix. */
const MOST_ROWS = 2 ** 16;
/** The most tokens, which are the only other list. */
const MOST_ENTRIES = 512;
const MOST_FIELDS = 64;
const LONGEST_TEXT = 1024;
const DEEPEST = 4;

type Kind = "number" | "boolean";

const MATRICES: ReadonlyMap<string, Kind> = new Map([
  ["vectors", "number"],
  ["memory.vectors", "number"],
  ["weights.w_q", "number"],
  ["weights.w_k", "number"],
  ["weights.w_v", "number"],
  ["weights.w_o", "number"],
  ["mask", "boolean"],
]);

/** What the engine is given: a scenario, or settings that may have one in their field `scenario`. */
type Given = "scenario" | "settings";

/** Throws a `ScenarioError` that names the field where something cannot be packed. */
export function pack(value: unknown, given: Given = "scenario"): Packed {
  const matrices: PackedMatrix[] = [];
  return { meta: copy(value, "", 0, { given, matrices }), matrices };
}

interface Packing {
  given: Given;
  matrices: PackedMatrix[];
}

function copy(value: unknown, path: string, depth: number, packing: Packing): unknown {
  const field = path || packing.given;
  switch (typeof value) {
    case "number":
    case "boolean":
    case "undefined":
      return value;
    case "string":
      if (value.length > LONGEST_TEXT) {
        refuse(field, "a short text", `a text of ${value.length} characters`);
      }
      return value;
    case "object":
      break;
    default:
      return refuse(field, "plain data", describe(value));
  }
  if (value === null) return null;
  if (depth === DEEPEST) refuse(field, "plain data", "an object that is nested too deeply");
  if (!isList(value)) return copyObject(value, path, depth, packing);

  const kind = MATRICES.get(within(path, packing.given));
  if (kind) {
    packing.matrices.push(packMatrix(value, path, kind));
    return undefined;
  }
  const length = lengthOf(value, field, MOST_ENTRIES, "entries");
  return Array.from({ length }, (_, index) => {
    const at = `${path}[${index}]`;
    return copy(entry(value, index, at) ?? null, at, depth + 1, packing);
  });
}

/** A path within the scenario; empty for what is outside of it. */
function within(path: string, given: Given): string {
  if (given === "scenario") return path;
  return path.startsWith("scenario.") ? path.slice("scenario.".length) : "";
}

function copyObject(object: object, path: string, depth: number, packing: Packing): unknown {
  const field = path || packing.given;
  const keys = guarded(field, () => Object.keys(object));
  if (keys.length > MOST_FIELDS) {
    refuse(field, `at most ${MOST_FIELDS} fields`, `${keys.length}`);
  }
  // Without a prototype, a field named "__proto__" is a field like any other.
  const copied: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  for (const key of keys) {
    const name = key.length > 64 ? `${key.slice(0, 64)}…` : key;
    const at = path ? `${path}.${name}` : name;
    const value = copy(
      guarded(at, () => Reflect.get(object, key)),
      at,
      depth + 1,
      packing,
    );
    // A field that is undefined counts as left out, and a matrix travels apart.
    if (value !== undefined) copied[name] = value;
  }
  return copied;
}

function packMatrix(rows: ArrayLike<unknown>, path: string, kind: Kind): PackedMatrix {
  const count = lengthOf(rows, path, MOST_ROWS, "rows");
  const lists: ArrayLike<unknown>[] = [];
  const lengths = new Uint32Array(count);
  let total = 0;
  for (let row = 0; row < count; row++) {
    const at = `${path}[${row}]`;
    const list = entry(rows, row, at);
    if (!isList(list)) return refuse(at, `a list of ${kind}s`, describe(list));
    lengths[row] = lengthOf(list, at, MOST_ROWS, `${kind}s`);
    total += lengths[row];
    if (total > MOST_NUMBERS) refuse(path, `at most ${MOST_NUMBERS} ${kind}s`, "more");
    lists.push(list);
  }
  const values = new Float64Array(total);
  let next = 0;
  lists.forEach((list, row) => {
    for (let col = 0; col < lengths[row]; col++) {
      const value = readEntry(list, col, path, row);
      if (typeof value !== kind) refuse(`${path}[${row}][${col}]`, `a ${kind}`, describe(value));
      values[next++] = Number(value);
    }
  });
  return { path, lengths, values };
}

/** An entry of a row; its path is only spelled out where something is wrong with it. */
function readEntry(list: ArrayLike<unknown>, col: number, path: string, row: number): unknown {
  try {
    return list[col];
  } catch (error) {
    return unreadable(`${path}[${row}][${col}]`, error);
  }
}

function entry(list: ArrayLike<unknown>, index: number, at: string): unknown {
  return guarded(at, () => list[index]);
}

function lengthOf(list: ArrayLike<unknown>, field: string, most: number, what: string): number {
  // A proxy of a list can have any length at all.
  const length: unknown = guarded(field, () => list.length);
  if (Number.isInteger(length) && Number(length) >= 0 && Number(length) <= most) {
    return Number(length);
  }
  return refuse(field, `at most ${most} ${what}`, describe(length));
}

/** Getters and proxies can throw anything at all. */
function guarded<T>(field: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    return unreadable(field, error);
  }
}

function unreadable(field: string, error: unknown): never {
  const reason = error instanceof Error ? describe(error.message) : describe(error);
  return refuse(field, "a value that can be read", `the error ${reason}`);
}
