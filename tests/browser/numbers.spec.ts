// Every number on the screen is the engine's, rounded and nothing else. (page 23, page 24, a11y 14)

import type { Scenario } from "../../www/engine/index";
import { expect, test, type Figure } from "./support/test";
import { STEPS, strings } from "./support/names";
import { isRounded } from "./support/printed";
import {
  expectGridsToShowTheEngine,
  expectHeadlineToShowTheEngine,
  expectStripToShowTheEngine,
  expectSummaryToShowTheEngine,
} from "./support/numbers";

const MEMORY = { tokens: ["l'", "animal", "a", "traversé", "la", "rue"] } as Scenario["memory"];

/** Every word may attend to every word but one, a different one each. */
const OWN = Array.from({ length: 9 }, (_, i) =>
  Array.from({ length: 9 }, (_, j) => (i + 1) % 9 !== j),
);

const LARGE = [
  [150, -2, 3],
  [0.004, -9876.5, 12],
];

/** Scenarios whose matrices the wide grid prints whole. */
const SCENARIOS: Record<string, Record<string, Partial<Scenario>>> = {
  "the default and other numbers of heads": {
    default: {},
    "one head": { heads: 1 },
    "grouped queries": { heads: 4, kv_heads: 2 },
    "multi-query": { heads: 4, kv_heads: 1, weights: { seed: 5 } },
  },
  masks: { causal: { mask: "causal" }, window: { mask: { window: 1 } }, own: { mask: OWN } },
  "cross-attention": { plain: { memory: MEMORY }, masked: { memory: MEMORY, mask: "causal" } },
  "other sizes, weights and temperatures": {
    "small, unscaled, hot": { d_k: 3, d_v: 2, scale: "none", temperature: 2.5 },
    "random, cold": { weights: { seed: 11 }, temperature: 0.05 },
    large: { tokens: ["a", "b"], vectors: LARGE, weights: { seed: 3 } },
    "one word": { tokens: ["alone"] },
  },
  positions: {
    sinusoidal: { positions: "sinusoidal" },
    rotary: { positions: "rotary" },
    alibi: { positions: "alibi" },
    "alibi, causal": { positions: "alibi", mask: "causal" },
  },
  "lookups, empty slots and log-n scaling": {
    lookup: { temperature: 0 },
    sink: { sink: 2 },
    ssmax: { ssmax: 0.5, mask: "causal" },
  },
};

/** The word that asks. */
const askingRow = (figure: Figure) =>
  figure.element
    .locator(".words.queries .word button")
    .evaluateAll((words) =>
      words.findIndex((word) => word.getAttribute("aria-pressed") === "true"),
    );

async function expectAllToShowTheEngine(figure: Figure, head = 0) {
  const row = await askingRow(figure);
  await expectGridsToShowTheEngine(figure, head);
  await expectStripToShowTheEngine(figure, row, head);
  await expectHeadlineToShowTheEngine(figure, row, head);
  await expectSummaryToShowTheEngine(figure, row, head);
}

for (const [kind, scenarios] of Object.entries(SCENARIOS)) {
  test(`page 23: every printed number of ${kind} is the engine's @desktop`, async ({ figure }) => {
    for (const [name, scenario] of Object.entries(scenarios)) {
      await test.step(name, async () => {
        await figure.set(scenario);
        for (const step of ["scores", "scaled", "weights"]) {
          await figure.goTo(step);
          await expectAllToShowTheEngine(figure);
        }
      });
    }
  });
}

test("page 23: in every step the printed numbers are the engine's @desktop", async ({ figure }) => {
  await figure.set({ mask: "causal" });
  for (const step of STEPS) {
    await figure.goTo(step);
    await expectGridsToShowTheEngine(figure);
  }
});

test("a word that is tapped asks, and every number is its row's @desktop", async ({ figure }) => {
  const { tokens } = await figure.scenario();
  for (const [row, token] of tokens.entries()) {
    await figure.element.locator(".words.queries button").nth(row).click();
    expect(await askingRow(figure)).toBe(row);
    await expectStripToShowTheEngine(figure, row);
    await expectHeadlineToShowTheEngine(figure, row);
    await expectSummaryToShowTheEngine(figure, row);
    await expect(figure.summary).toContainText(token);
  }
  await expectGridsToShowTheEngine(figure);
});

test("words with the same share are not told as a winner and a second @desktop", async ({
  figure,
}) => {
  const words = { tokens: ["a", "b", "c", "d"], heads: 1, d_k: 1, d_v: 1 };
  const weights = { w_q: [[1]], w_k: [[1]], w_v: [[1]], w_o: [[1]] };
  await figure.set({ ...words, vectors: [[3], [0], [0], [3]], weights });
  await expect(figure.summary).toHaveText(/attends most to a and d alike,\s+50\s%\s*each/);
  await figure.set({ ...words, vectors: [[3], [3], [0], [3]], weights });
  await expect(figure.summary).toHaveText(/attends most to a and 2 others alike,\s+33\s%\s*each/);
});

test("a head that is chosen is the one whose numbers are shown @desktop", async ({ figure }) => {
  await figure.set({ heads: 4, kv_heads: 2 });
  for (const head of [1, 2, 3, 0]) {
    // The head below the words is the next one.
    await figure.element
      .getByRole("button", { name: strings.showHead(head), exact: true })
      .first()
      .click();
    await expectAllToShowTheEngine(figure, head);
  }
});

test("after several edits the numbers are still the engine's @desktop", async ({ figure }) => {
  await figure.button(/alive/).click();
  await expectAllToShowTheEngine(figure);
  await figure.element.getByRole("radio", { name: strings.masks.causal }).check();
  await expectAllToShowTheEngine(figure);
  await figure.element
    .getByRole("textbox", { name: strings.sentence })
    .fill("she saw it and was happy");
  await expectAllToShowTheEngine(figure);
  await figure.element.getByRole("spinbutton", { name: strings.heads, exact: true }).fill("3");
  await expectAllToShowTheEngine(figure);
  await figure.element.getByRole("radio", { name: strings.random }).check();
  await expectAllToShowTheEngine(figure);
  await figure.button(strings.undo).click();
  await expectAllToShowTheEngine(figure);
});

test("page 24: where rounded shares do not add up to 100 %, a note says that they are rounded", async ({
  figure,
}) => {
  await expect(figure.element.getByText(strings.rounded(0))).toBeVisible();
});

test("page 14: at the extremes every number is finite or a plain −∞, and none is NaN", async ({
  figure,
}) => {
  const extremes: Partial<Scenario>[] = [
    { temperature: 1e-6 },
    { temperature: 1e6 },
    { d_k: 512, scale: "none", weights: { seed: 7 } },
    { heads: 128, d_v: 1 },
    {
      vectors: Array.from({ length: 9 }, () => new Array<number>(6).fill(1e100)),
      weights: { seed: 1 },
    },
  ];
  for (const scenario of extremes) {
    await figure.set(scenario);
    for (const step of STEPS) {
      await figure.goTo(step);
      const text = await figure.text();
      expect(text).not.toMatch(/NaN|undefined|Infinity/);
    }
  }
});

test("at phone width the crossing prints the engine's row @phone", async ({ figure }) => {
  const row = await askingRow(figure);
  for (const step of ["q", "scores", "scaled", "masked", "weights", "head_output"] as const) {
    await figure.goTo(step);
    const { rows, cols, values } = await figure.read(step);
    const wanted = values.slice(row * cols, (row + 1) * cols);
    const name = strings.matrixName(step, rows, cols, false);
    const shown = (await figure.grids()).filter((grid) => grid.name === name);
    expect(shown, name).not.toHaveLength(0);
    for (const { cells } of shown) {
      const texts = cells.flat();
      expect(texts).toHaveLength(wanted.length);
      const wrong = texts.filter((text, j) => !isRounded(text, wanted[j] ?? NaN));
      expect(wrong, `texts in ${name} that are not its numbers`).toEqual([]);
    }
  }
  await expectSummaryToShowTheEngine(figure, row);
  await expectHeadlineToShowTheEngine(figure, row);
});
