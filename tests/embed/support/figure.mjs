// What `<attention-explainer>` shows on a page, held against the engine in Node.

import assert from "node:assert/strict";
import { load } from "attention-explainer/engine";

/** @typedef {import("./browsers.mjs").Tab} Tab */

/** The scenario of every host's tag. */
export const SCENARIO = { tokens: ["the", "cat", "sat", "down"], heads: 2 };

const engine = await load();

/** The step of a matrix, by the letter that its name starts with. */
const STEPS = { X: "embedded", Q: "q", K: "k", V: "v", S: "scores", A: "weights", Y: "output" };

/**
 * Waits for the figure, and holds everything that it prints against the engine's numbers for a
 * scenario; answers the figure's own scenario.
 *
 * @param {Tab} tab
 * @param {object} scenario
 */
export async function expectEngine(tab, scenario) {
  const shown = await tab.ask(look);
  const trace = engine.attend(scenario);
  assert.deepEqual(shown.scenario, trace.scenario);
  const compared = shown.grids.map((grid) => compare(grid, trace)).filter(Boolean);
  for (const letter of ["S", "A"]) assert.ok(compared.includes(letter), `${letter} is not shown`);
  const weights = trace.read("weights").values;
  const shares = shown.summary.match(/\d+(?=\s%)/g) ?? [];
  assert.ok(shares.length > 0, `no share in “${shown.summary}”`);
  for (const share of shares)
    assert.ok(
      weights.some((weight) => Math.abs(weight * 100 - Number(share)) <= 0.5),
      `${share} % in “${shown.summary}” is no weight`,
    );
  return shown.scenario;
}

/**
 * Drags the temperature's slider with the mouse, and holds the figure against the engine at the
 * temperature that its field then shows; answers that.
 *
 * @param {Tab} tab
 * @param {object} scenario what was shown before
 */
export async function dragTemperature(tab, scenario) {
  await tab.ask(look);
  const { x, y, width } = await tab.ask(sliderBox, "temperature");
  await tab.drag({ x, y }, width / 4);
  const text = await tab.ask(fieldOf, "temperature");
  const temperature = Number(text);
  assert.ok(temperature > 1, `the temperature is ${text} after the drag`);
  await expectEngine(tab, { ...scenario, temperature });
  return temperature;
}

/**
 * Compares one matrix; answers its letter, or nothing where it shows only a part.
 *
 * @param {{ name: string, cells: string[][], rowHeads: string[], colHeads: string[] }} grid
 * @param {import("../../../www/engine/types").Trace} trace
 */
function compare({ name, cells, colHeads }, trace) {
  const [, letter, turned] = /^([A-Z])( transposed)?,/.exec(name) ?? [];
  const step = STEPS[/** @type {keyof typeof STEPS} */ (letter)];
  if (!step) return;
  const { rows, cols, values } = trace.read(/** @type {any} */ (step));
  const at = (/** @type {number} */ i, /** @type {number} */ j) => values[i * cols + j];
  // A narrow figure shows the scores and weights of one query, as a column under its word.
  const query = trace.scenario.tokens.indexOf(colHeads[0] ?? "");
  const isColumn = cells.length === cols && cells.every((row) => row.length === 1);
  const isWhole = turned
    ? cells.length === cols && cells[0]?.length === rows
    : cells.length === rows && cells[0]?.length === cols;
  if (!isWhole && !(isColumn && query >= 0)) return;
  for (const [i, row] of cells.entries())
    for (const [j, text] of row.entries()) {
      const value = isWhole ? (turned ? at(j, i) : at(i, j)) : at(query, i);
      assert.ok(isRounded(text, value ?? NaN), `${name}, [${i}][${j}]: ${text} for ${value}`);
    }
  return letter;
}

/**
 * Whether a printed number is `value`, rounded to the digits that it has.
 *
 * @param {string} text
 * @param {number} value
 */
function isRounded(text, value) {
  const digits = text.replace("−", "-");
  if (!/^-?(\d+(\.\d+)?|\.\d+)$/.test(digits)) return false;
  const unit = 10 ** -(digits.split(".")[1]?.length ?? 0);
  return Math.abs(Number(digits) - value) <= unit / 2 + 1e-9;
}

// ── In the page ───────────────────────────────────────────────────────────────────────────────
// Each of these is sent as text, so it sees nothing but its argument.

/** Waits until the figure is drawn, and reads what stands there. */
async function look() {
  await customElements.whenDefined("attention-explainer");
  /** @type {any} */
  let figure;
  while (!(figure = document.querySelector("attention-explainer")))
    await new Promise((later) => setTimeout(later, 50));
  figure.scrollIntoView({ behavior: "instant" });
  await figure.ready;
  const texts = (/** @type {Element} */ parent, /** @type {string} */ selector) =>
    [...parent.querySelectorAll(selector)].map((each) => (each.textContent ?? "").trim());
  const read = () =>
    [...figure.renderRoot.querySelectorAll("[role=grid]")].map((table) => ({
      name: table.getAttribute("aria-label") ?? "",
      rowHeads: texts(table, "th[scope=row]"),
      colHeads: texts(table, "th[scope=col]"),
      cells: [...table.tBodies].flatMap((body) => [...body.rows]).map((row) => texts(row, "td")),
    }));
  // The drawing follows the numbers, and the controls follow the drawing.
  while (!figure.renderRoot.querySelector("#temperature")) {
    await figure.updateComplete;
    await new Promise((later) => setTimeout(later, 50));
  }
  do await figure.updateComplete;
  while (figure.isUpdatePending);
  return {
    scenario: figure.scenario,
    summary: figure.renderRoot.querySelector("[part~=summary]").textContent,
    grids: read(),
  };
}

/**
 * Where a slider's thumb is in the window, about the middle of its track.
 *
 * @param {string} id
 */
async function sliderBox(id) {
  /** @type {any} */
  const figure = document.querySelector("attention-explainer");
  const slider = figure.renderRoot.querySelector(`#${id}`);
  slider.scrollIntoView({ block: "center", behavior: "instant" });
  await new Promise((later) => setTimeout(later, 300));
  const { left, top, width, height } = slider.getBoundingClientRect();
  const share = (slider.value - slider.min) / (slider.max - slider.min);
  return { x: left + width * share, y: top + height / 2, width };
}

/**
 * The number that stands beside a slider.
 *
 * @param {string} id
 */
async function fieldOf(id) {
  /** @type {any} */
  const figure = document.querySelector("attention-explainer");
  do await figure.updateComplete;
  while (figure.isUpdatePending);
  const slider = figure.renderRoot.querySelector(`#${id}`);
  return slider.closest(":has(input[type=number])").querySelector("input[type=number]").value;
}
