// The link codec as it is in the page, and figures to try it on.

import { fileURLToPath } from "node:url";
import { build } from "vite";

const entry = fileURLToPath(new URL("../../www/state/link.ts", import.meta.url));
const built = /** @type {{ output: { code: string }[] }[]} */ (
  await build({
    configFile: false,
    logLevel: "silent",
    build: { write: false, lib: { entry, formats: ["es"] } },
  })
);

/** @type {typeof import("../../www/state/link")} */
export const { isLink, readLink, readState, writeLink, writeState } = await import(
  `data:text/javascript,${encodeURIComponent(built[0].output[0].code)}`
);

/** Refuses what the engine refuses. @param {string[]} tokens */
function embed(tokens) {
  if (tokens.some((token) => token.trim() === "")) throw new Error("tokens: expected a label");
  return tokens.map((token) => [token.length, token.length % 3, 0.1]);
}

const tokens = ["the", "animal", "slept"];

/** @typedef {import("../../www/engine/types").Scenario} Scenario */
/** @typedef {import("../../www/state/link").FigureDefault} FigureDefault */

const scenario = /** @type {Scenario} */ (
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
);

/** @type {FigureDefault & { settings: Scenario }} */
export const standard = {
  settings: scenario,
  view: { step: "weights", head: 0, row: null, playing: false },
  embed,
};

const labels = ["animal", "crossed", "street", "because", "hungry"];
const scores = [2.98, -2.56, 1.56, -1.72, -0.08];

/** @type {import("../../www/figures/dot-product/settings").DotSettings} */
const dotProduct = {
  word: "it",
  query: [1.2, 0.8],
  labels,
  keys: labels.map((_, i) => [1.4 - i, 1.7]),
  shift: [0, 0],
  chosen: 0,
};
/** @type {import("../../www/figures/softmax/settings").SoftmaxState} */
const softmax = { labels, scores, masked: [], temperature: 1, shift: 0 };
/** @type {import("../../www/figures/blend/scenario").BlendSettings} */
const blend = {
  labels,
  scores,
  values: labels.map((_, i) => [i - 2.4, 0.4]),
  others: false,
  seed: 7,
};
/** @type {import("../../www/engine/types").ScalingSettings} */
const scaling = { d_k: 64, keys: 16, samples: 500, seed: 7 };
/** @type {import("../../www/figures/heads/result").HeadsSettings} */
const heads = { scenario, row: 1, dropped: null, order: null, isBack: false };
/** @type {import("../../www/figures/projections/result").ProjectionsSettings} */
const projections = { scenario, token: 1, head: 0, angle: 0, stretch: 1, values: false };
/** @type {import("../../www/figures/attention-librarian").Settings} */
const librarian = {
  question: [2, 1, 0, 0],
  books: ["Cooking", "Tides", "Stars"].map((title, i) => ({
    title,
    card: [i, 1, 0, 0],
    content: [i, 1, 0, 0],
  })),
  step: "blend",
  view: "library",
};

/** @param {object} settings @returns {FigureDefault} */
const chapter = (settings) => ({ settings, view: {}, embed });

/** @type {Record<string, FigureDefault>} */
export const defaults = {
  "attention-explainer": standard,
  "attention-librarian": chapter(librarian),
  "attention-projections": chapter(projections),
  "attention-dot-product": chapter(dotProduct),
  "attention-scaling": chapter(scaling),
  "attention-softmax": chapter(softmax),
  "attention-blend": chapter(blend),
  "attention-heads": chapter(heads),
};

/** A state that differs from a figure's default. @param {object} settings @param {object} view */
export const changed = (settings = {}, view = {}, name = "attention-explainer") => ({
  settings: { ...structuredClone(defaults[name].settings), ...settings },
  view: { ...defaults[name].view, ...view },
});

/**
 * The fragment of a page on which one figure was changed.
 * @param {ReturnType<typeof changed>} state
 */
export function write(state, name = "attention-explainer") {
  const part = writeState(state, defaults[name]);
  const written = "text" in part ? writeLink([[name, part.text]]) : part;
  return "text" in written ? written.text : `problem: ${written.problem}`;
}

/** What a fragment gives a figure. @param {string} fragment */
export function read(fragment, name = "attention-explainer") {
  const link = readLink(fragment);
  if ("problem" in link) return `problem: ${link.problem}`;
  const part = link.parts.get(name);
  if (part === undefined) return undefined;
  const found = readState(part, defaults[name]);
  return "state" in found ? found.state : `problem: ${found.problem}`;
}
