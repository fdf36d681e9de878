/**
 * The element's attributes as parts of a scenario. Each says how its text is read; whether the
 * value is a good one is for the engine to say.
 */
import type { Mask, Scenario, Weights } from "../engine/index";
import { describe, refuse } from "../engine/refuse";

/** Attribute names and the properties that go with them. */
export const ATTRIBUTES = {
  tokens: "tokens",
  heads: "heads",
  "kv-heads": "kvHeads",
  "d-k": "dK",
  mask: "mask",
  scale: "scale",
  temperature: "temperature",
  positions: "positions",
  seed: "seed",
  preset: "preset",
  step: "step",
  scenario: "scenario",
} as const;

export type AttributeName = keyof typeof ATTRIBUTES;

/** A change to a scenario; `vectors` left undefined asks the engine for the tokens' own. */
export type Patch = { [Field in keyof Scenario]?: Scenario[Field] | undefined };

export const isAttributeName = (name: string): name is AttributeName => name in ATTRIBUTES;

export const splitTokens = (text: string): string[] => text.split(",").map((token) => token.trim());

/** Text to a number; text that is none stays, so that the engine can say what came. */
const number = (text: string): number => {
  const value = text.trim() === "" ? NaN : Number(text);
  return Number.isNaN(value) ? (text as unknown as number) : value;
};

/** `none`, `causal`, or the contract's JSON: `{"window": 2}`, or rows of booleans. */
function mask(text: string): Mask {
  if (!/^\s*[[{]/.test(text)) return text as Mask;
  return parseJson("mask", text) as Mask;
}

export function parseJson(name: string, text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new Error(`${name}: expected JSON, ${(error as Error).message}`, { cause: error });
  }
}

/** A scenario's fields; which of them are good is for the engine to say. */
function fields(value: unknown): Patch {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value as Patch;
  return refuse("scenario", "an object", describe(value));
}

/** What one attribute or property asks of a scenario. */
export function patchOf(
  name: Exclude<AttributeName, "step">,
  value: unknown,
  weights: Weights,
): Patch {
  const text = typeof value === "string" ? value : null;
  switch (name) {
    case "tokens":
      return {
        tokens: text === null ? (value as string[]) : splitTokens(text),
        vectors: undefined,
      };
    case "heads":
      return { heads: text === null ? (value as number) : number(text), kv_heads: undefined };
    case "kv-heads":
      return { kv_heads: text === null ? (value as number) : number(text) };
    case "d-k":
      return { d_k: text === null ? (value as number) : number(text) };
    case "temperature":
      return { temperature: text === null ? (value as number) : number(text) };
    case "mask":
      return { mask: text === null ? (value as Mask) : mask(text) };
    case "scale":
      return { scale: value as Scenario["scale"] };
    case "positions":
      return { positions: value as Scenario["positions"] };
    case "seed": {
      const seed = text === null ? (value as number) : number(text);
      return { weights: "preset" in weights ? { ...weights, seed } : { seed } };
    }
    case "preset":
      return {
        weights: {
          ...("seed" in weights ? { seed: weights.seed } : {}),
          preset: value as "grammar",
        },
      };
    case "scenario":
      return fields(text === null ? value : parseJson("scenario", text));
  }
}
