// The link codec as it is in the page, and a page with one figure to try it on.

import { readFileSync } from "node:fs";
import ts from "typescript";

const file = new URL("../../www/state/link.ts", import.meta.url);
const options = { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2022 };
const { outputText } = ts.transpileModule(readFileSync(file, "utf8"), { compilerOptions: options });

/** @type {typeof import("../../www/state/link")} */
export const { readLink, writeLink } = await import(
  `data:text/javascript,${encodeURIComponent(outputText)}`
);

/** Refuses what the engine refuses. @param {string[]} tokens */
function embed(tokens) {
  if (tokens.some((token) => token.trim() === "")) throw new Error("tokens: expected a label");
  return tokens.map((token) => [token.length, token.length % 3, 0.1]);
}

const tokens = ["the", "animal", "slept"];

/** @type {import("../../www/state/link").Defaults} */
export const defaults = {
  "attention-explainer": {
    scenario: /** @type {import("../../www/engine/types").Scenario} */ (
      /** @type {unknown} */ ({
        tokens,
        vectors: embed(tokens),
        memory: null,
        heads: 2,
        kv_heads: 2,
        d_k: 4,
        d_v: 4,
        weights: { preset: "grammar", seed: 7 },
        scale: "sqrt_d_k",
        temperature: 1,
        mask: "none",
        positions: "none",
        sink: 0,
        ssmax: null,
      })
    ),
    view: { step: "weights", head: 0, row: null, playing: false },
    embed,
  },
};

export const standard = defaults["attention-explainer"];

/** A state that differs from the default. @param {object} scenario @param {object} view */
export const changed = (scenario = {}, view = {}) => ({
  scenario: { ...structuredClone(standard.scenario), ...scenario },
  view: { ...standard.view, ...view },
});

/** The fragment of a page with this one figure. @param {ReturnType<typeof changed>} state */
export function write(state) {
  const written = writeLink(new Map([["attention-explainer", state]]), defaults);
  return "fragment" in written ? written.fragment : `problem: ${written.problem}`;
}

/** What a fragment gives the figure. @param {string} fragment */
export function read(fragment) {
  const found = readLink(fragment, defaults);
  return "states" in found ? found.states.get("attention-explainer") : `problem: ${found.problem}`;
}
