/** Numbers, names, labels and matrices as the text of a link, and back; and what cannot be either. */

export type Scalar = string | number | boolean | null;

/** A problem on its way to the reader. */
class Problem extends Error {}

export function refuse(sentence: string): never {
  throw new Problem(sentence);
}

/** Turns what was refused on the way into a problem. */
export function sentence<T>(work: () => T): T | { problem: string } {
  try {
    return work();
  } catch (error) {
    if (error instanceof Problem) return { problem: error.message };
    // A lone half of a surrogate pair has no URI.
    if (error instanceof URIError) return { problem: "a label that is not text has no link" };
    throw error;
  }
}

/** Text that fits into a sentence. */
export const quote = (text: string): string =>
  `"${text.length > 40 ? `${text.slice(0, 40)}…` : text}"`;

export function decoded(name: string, text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return refuse(`${name}: expected escapes such as %20, got ${quote(text)}`);
  }
}

// Numbers and names

export function writeNumber(value: number): string {
  if (typeof value !== "number" || !Number.isFinite(value)) {
    return refuse(`expected a finite number, got ${quote(String(value))}`);
  }
  return Object.is(value, -0) ? "-0" : String(value);
}

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/;

export function readNumber(name: string, text: string): number {
  // A plus may come escaped, as it means a space to some.
  const plain = decoded(name, text);
  const value = NUMBER.test(plain) ? Number(plain) : NaN;
  return Number.isFinite(value)
    ? value
    : refuse(`${name}: expected a finite number, got ${quote(text)}`);
}

export function writeScalar(value: Scalar): string {
  if (typeof value === "number") return writeNumber(value);
  if (value === null || typeof value === "boolean") return String(value);
  const text = typeof value === "string" ? encodeURIComponent(value) : "";
  const reads = text !== "" && typeof readScalar("", text) === "string";
  return reads ? text : refuse(`${quote(String(value))} cannot be written`);
}

export function readScalar(name: string, text: string): Scalar {
  const plain = decoded(name, text);
  if (plain === "true" || plain === "false") return plain === "true";
  if (plain === "null") return null;
  if (/^-?\d/.test(plain)) return readNumber(name, text);
  return plain === "" ? refuse(`${name}: expected a number or a name, got nothing`) : plain;
}

export const same = (a: unknown, b: unknown): boolean => Object.is(a, b);

// Labels

export const writeLabels = (labels: readonly string[]): string => {
  if (labels.length === 0 || labels.includes("")) refuse("a label without a letter has no link");
  return labels.map(encodeURIComponent).join(",");
};

export const readLabels = (name: string, text: string): string[] =>
  text.split(",").map((label) => decoded(name, label));

export const sameList = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => same(item, b[index]));

// Matrices

export const writeRows = (rows: number[][]): string =>
  rows.map((row) => row.map(writeNumber).join(",")).join(";");

export const readRows = (name: string, text: string): number[][] =>
  text.split(";").map((row) => row.split(",").map((value) => readNumber(name, value)));

/** The cells that differ, or all rows where that is shorter; null where nothing differs. */
export function writeDifference(rows: number[][], from: number[][]): string | null {
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

export function readDifference(
  name: string,
  text: string | undefined,
  from: number[][],
): number[][] {
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
