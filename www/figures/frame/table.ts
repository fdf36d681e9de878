/** Numbers of an experiment as a table, under the names that the engine gives them. */
import type { Table } from "../../engine/types";

type Column = readonly (number | null)[];

/** Columns of equal length side by side. */
export function ofColumns(
  labels: readonly string[],
  columns: Readonly<Record<string, Column>>,
): Table {
  return {
    names: Object.keys(columns),
    rows: labels.map((label, row) => ({
      label,
      values: Object.values(columns).map((column) => column[row] ?? null),
    })),
  };
}

/** Objects with the same fields side by side: a row for each number, wherever it is in them. */
export function ofObjects(objects: Readonly<Record<string, object>>): Table {
  const columns = Object.entries(objects).map(
    ([name, object]) => [name, flat("", object)] as const,
  );
  const labels = columns[0]?.[1].map(([label]) => label) ?? [];
  return ofColumns(
    labels,
    Object.fromEntries(columns.map(([name, cells]) => [name, cells.map(([, value]) => value)])),
  );
}

/** `scores.counts[3]`: every number of an object under its path. */
function flat(path: string, value: unknown): [string, number | null][] {
  if (typeof value === "number" || value === null) return [[path, value]];
  if (typeof value !== "object") return [];
  return Object.entries(value ?? {}).flatMap(([key, inner]) =>
    flat(Array.isArray(value) ? `${path}[${key}]` : path ? `${path}.${key}` : key, inner),
  );
}
