/**
 * Any other setting of a figure as a link's parameters, and back. The value that the setting has
 * by default says how its text is to be read: as words, as numbers, as a list. What has no readable
 * text, or would read as something else, is JSON.
 */
import type { Add, Take } from "./scenario";
import { decoded, quote, readNumber, readScalar, refuse, same, writeNumber } from "./text";

type Entry = Record<string, unknown>;

/** A list of records, such as the librarian's books, has at most this many. */
const MOST_RECORDS = 512;
const DEEPEST = 8;

export function writeSetting(name: string, value: unknown, like: unknown, add: Add): void {
  if (equal(value, like)) return;
  const model = modelOf(like);
  if (model && Array.isArray(value) && value.every((entry) => hasShape(entry, model))) {
    const records = like as readonly Entry[];
    if (value.length !== records.length) add(name, String(value.length));
    value.forEach((entry: Entry, i) => {
      for (const key of Object.keys(model)) {
        const own = records[i];
        if (own && equal(entry[key], own[key])) continue;
        const at = `${name}.${i}.${key}`;
        add(at, writeValue(at, entry[key], (own ?? model)[key]));
      }
    });
  } else {
    add(name, writeValue(name, value, like));
  }
}

export function readSetting(name: string, take: Take, like: unknown): unknown {
  const text = take(name);
  const model = modelOf(like);
  if (!model || (text !== undefined && isJson(text)))
    return text === undefined ? structuredClone(like) : readValue(name, text, like);
  const records = like as readonly Entry[];
  const count = text === undefined ? records.length : readNumber(name, text);
  if (!Number.isInteger(count) || count < 0 || count > MOST_RECORDS)
    refuse(`${name}: expected a whole number up to ${MOST_RECORDS}, got ${quote(String(count))}`);
  const entryAt = (i: number): Entry => {
    const own = records[i];
    const fields = Object.keys(model).map((key) => {
      const at = `${name}.${i}.${key}`;
      const given = take(at);
      if (given !== undefined) return [key, readValue(at, given, (own ?? model)[key])];
      return [key, own ? structuredClone(own[key]) : refuse(`expected ${at} as well`)];
    });
    return Object.fromEntries(fields) as Entry;
  };
  return Array.from({ length: count }, (_, i) => entryAt(i));
}

// One value

function writeValue(name: string, value: unknown, like: unknown): string {
  const isRight = (text: string) => {
    try {
      return equal(readValue(name, text, like), value);
    } catch {
      return false;
    }
  };
  const json = () => encodeURIComponent(JSON.stringify(value) ?? "");
  for (const text of [readable(value), json()]) if (text !== null && isRight(text)) return text;
  return refuse(`${name} cannot be written`);
}

/** Lists by commas, lists of lists by semicolons; null for what has no such text. */
function readable(value: unknown, separators = [",", ";"]): string | null {
  if (typeof value === "number") return Number.isFinite(value) ? writeNumber(value) : null;
  if (typeof value === "string") return encodeURIComponent(value);
  if (value === null || typeof value === "boolean") return String(value);
  if (!Array.isArray(value) || separators.length === 0) return null;
  const isFlat = !value.some(Array.isArray);
  const [inner = ",", outer = ";"] = separators;
  const parts = value.map((entry) => readable(entry, isFlat ? [] : [inner]));
  return parts.includes(null) ? null : parts.join(isFlat ? inner : outer);
}

function readValue(name: string, text: string, like: unknown): unknown {
  if (isJson(text)) return readJson(name, text);
  if (text === "null") return null;
  const first: unknown = Array.isArray(like) ? like[0] : null;
  const isRows = Array.isArray(first) || text.includes(";");
  const kind: unknown = Array.isArray(first) ? first[0] : Array.isArray(like) ? first : like;
  if (!Array.isArray(like) && !isRows && !text.includes(",")) return readOne(name, text, like);
  if (text === "") return [];
  const list = (part: string) => part.split(",").map((entry) => readOne(name, entry, kind));
  return isRows ? text.split(";").map(list) : list(text);
}

function readOne(name: string, text: string, kind: unknown): unknown {
  switch (typeof kind) {
    case "number":
      return readNumber(name, text);
    case "string":
      return decoded(name, text);
    case "boolean":
      if (text === "true" || text === "false") return text === "true";
      return refuse(`${name}: expected true or false, got ${quote(text)}`);
    default:
      return readScalar(name, text);
  }
}

/** Whether a text begins as JSON does that is neither a number nor a name. */
const isJson = (text: string): boolean => /^(\[|\{|"|%5B|%7B|%22)/i.test(text);

function readJson(name: string, text: string): unknown {
  let value: unknown;
  try {
    value = JSON.parse(decoded(name, text));
  } catch {
    return refuse(`${name}: expected JSON, got ${quote(text)}`);
  }
  return isDeeperThan(value, DEEPEST) ? refuse(`${name}: expected less deeply nested JSON`) : value;
}

const isDeeperThan = (value: unknown, depth: number): boolean =>
  typeof value === "object" &&
  value !== null &&
  (depth === 0 || Object.values(value).some((entry) => isDeeperThan(entry, depth - 1)));

// Records

/** The first of a list of records, whose fields the others have too; null for anything else. */
function modelOf(like: unknown): Entry | null {
  const [first] = Array.isArray(like) ? (like as unknown[]) : [];
  return isEntry(first) ? first : null;
}

const isEntry = (value: unknown): value is Entry =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const hasShape = (value: unknown, model: Entry): boolean =>
  isEntry(value) && Object.keys(value).sort().join("\n") === Object.keys(model).sort().join("\n");

/** Whether two plain values are the same, −0 and 0 apart. */
export function equal(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((entry, i) => equal(entry, b[i]));
  if (isEntry(a) && isEntry(b))
    return hasShape(a, b) && Object.keys(a).every((key) => equal(a[key], b[key]));
  return same(a, b);
}
