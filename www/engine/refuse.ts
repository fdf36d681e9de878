import type { ScenarioError } from "./types.js";

/** The same error that the engine throws, for what is refused before it gets there. */
export function refuse(field: string, expected: string, got: string): never {
  const error = new Error(`${field}: expected ${expected}, got ${got}`);
  error.name = "ScenarioError";
  throw Object.assign(error, { field, expected, got });
}

/** Whether the engine refused something and says which field. */
export function isScenarioError(error: unknown): error is ScenarioError {
  return error instanceof Error && (error.name === "ScenarioError" || error.name === "EngineError");
}

/** What came, as a phrase; it never runs code of the value. */
export function describe(value: unknown): string {
  switch (typeof value) {
    case "undefined":
      return "nothing";
    case "number":
    case "boolean":
      return String(value);
    case "string":
      return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
    case "object":
      if (value === null) return "null";
      return isList(value) ? "a list" : "an object";
    default:
      return `a ${typeof value}`;
  }
}

/** Also a typed array of numbers. A revoked proxy throws here and is no list. */
export function isList(value: unknown): value is ArrayLike<unknown> {
  try {
    return Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));
  } catch {
    return false;
  }
}
