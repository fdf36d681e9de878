// "Why this number?": any cell opens its arithmetic, each operand in turn, and a trail leads back.
// (page 8, 23)

import type { Locator } from "@playwright/test";
import type { Cell, Scenario } from "../../www/engine/index";
import { strings } from "./support/names";
import { isRounded } from "./support/printed";
import { expect, test, type Figure } from "./support/test";

const heading = (figure: Figure) => figure.why.getByRole("heading");
const trail = (figure: Figure) => figure.why.getByRole("navigation", { name: strings.trail });
const operands = (figure: Figure) => figure.why.locator("button.factor");

/** Whether the panel is about this value. */
async function expectWhy(figure: Figure, value: number, what: string) {
  const text = (await heading(figure).textContent()) ?? "";
  const shown = text.match(/[\u2212-]?(∞|[\d.]+(e-?\d+)?)/)?.[0] ?? "";
  expect(isRounded(shown, value), `${text} for ${what}: ${value}`).toBe(true);
}

/** The name of a grid, a cell of it, and the cell of the trace that it prints. */
const CELLS: [grid: RegExp, row: number, col: number, cell: Cell][] = [
  [/^W_Q, /, 2, 1, { step: "w_q", head: 0, row: 2, col: 1 }],
  [/^X transposed, /, 3, 4, { step: "embedded", head: null, row: 4, col: 3 }],
  [/^W_V, /, 1, 0, { step: "w_v", head: 0, row: 1, col: 0 }],
  [/^W_K transposed, /, 1, 3, { step: "w_k", head: 0, row: 3, col: 1 }],
  [/^K transposed, /, 1, 4, { step: "k", head: 0, row: 4, col: 1 }],
  [/^X, /, 6, 2, { step: "embedded", head: null, row: 6, col: 2 }],
  [/^Q, /, 6, 3, { step: "q", head: 0, row: 6, col: 3 }],
  [/^S, /, 6, 4, { step: "scores", head: 0, row: 6, col: 4 }],
  [/^V, /, 4, 1, { step: "v", head: 0, row: 4, col: 1 }],
  [/^A, /, 6, 4, { step: "weights", head: 0, row: 6, col: 4 }],
  [/^O 2, /, 2, 1, { step: "head_output", head: 1, row: 2, col: 1 }],
  [/^W_O, /, 5, 3, { step: "w_o", head: 1, row: 1, col: 3 }],
  [/^Y, /, 6, 0, { step: "output", head: null, row: 6, col: 0 }],
];

for (const way of ["a click", "Enter"]) {
  test(`page 23: ${way} on a cell of any matrix opens its arithmetic @desktop`, async ({
    figure,
  }) => {
    for (const [grid, row, col, cell] of CELLS) {
      // O 2 is a block of Z once the step is past it.
      await figure.goTo("scores");
      await figure.element
        .getByRole("button", { name: strings.showHead(0) })
        .first()
        .click();
      const target = figure.cell(grid, row, col);
      if (way === "Enter") {
        await target.focus();
        await target.press("Enter");
      } else await target.click();
      const { value, terms } = await figure.explain(cell.step, cell);
      await expectWhy(figure, value, `${grid} [${row}][${col}]`);
      const shown = await figure.why.getByRole("row").count();
      if (terms.length > 1 && cell.step !== "weights") expect(shown).toBe(terms.length + 1);
    }
  });
}

test("page 23: the operands shown are the engine's, and what they make is the cell @desktop", async ({
  figure,
}) => {
  const score = await figure.explain("scores", { head: 0, row: 6, col: 1 });
  await figure.cell(/^S, /, 6, 1).click();
  const rows = figure.why.locator("tbody").getByRole("row");
  await expect(rows).toHaveCount(score.terms.length);
  for (const [i, { factors, product }] of score.terms.entries()) {
    const texts = await rows.nth(i).getByRole("button").allTextContents();
    expect(texts.map((text, f) => isRounded(text, factors[f]?.value ?? NaN))).toEqual([true, true]);
    const total = (await rows.nth(i).locator(".product").textContent())?.replace("=", "") ?? "";
    expect(isRounded(total, product)).toBe(true);
  }
});

test("page 23: a weight shows its whole row: e to each score, their sum, its share @desktop", async ({
  figure,
}) => {
  await figure.set({ mask: { window: 3 } });
  await figure.goTo("weights");
  await figure.cell(/^A, /, 6, 4).click();
  const { softmax, value, inputs } = await figure.explain("weights", { head: 0, row: 6, col: 4 });
  const rows = figure.why.locator("tbody").getByRole("row");
  await expect(rows).toHaveCount(inputs.length);
  for (const [i, exp] of (softmax?.exps ?? []).entries()) {
    const text = (await rows.nth(i).locator(".product").textContent())?.replace("=", "") ?? "";
    expect(isRounded(text, exp), `${text} for ${exp}`).toBe(true);
  }
  const line = (await figure.why.locator(".line").textContent()) ?? "";
  const [exp, sum, share] = line.match(/\d[\d.]*/g) ?? [];
  expect(isRounded(exp ?? "", softmax?.exps[4] ?? NaN)).toBe(true);
  expect(isRounded(sum ?? "", softmax?.sum ?? NaN)).toBe(true);
  expect(isRounded(share ?? "", value)).toBe(true);
});

test("page 23: with rotary positions a score opens to turned components, and those to two of Q @desktop", async ({
  figure,
}) => {
  await figure.element.evaluate(async (element) => {
    element.setAttribute("positions", "rotary");
    await (element as typeof element & { updateComplete: Promise<boolean> }).updateComplete;
  });
  await figure.goTo("scores");
  await figure.cell(/^S, /, 6, 4).click();
  const score = await figure.explain("scores", { head: 0, row: 6, col: 4 });
  expect(score.inputs[3]?.step).toBe("q_rotated");
  // The last pair of factors: the query's turned component, then the key's.
  await operands(figure).nth(6).click();
  const turned = await figure.explain("q_rotated", { head: 0, row: 6, col: 3 });
  await expectWhy(figure, turned.value, "a turned component");
  await expect(trail(figure)).toContainText("Q′");
  const rows = figure.why.locator("tbody").getByRole("row");
  await expect(rows).toHaveCount(2);
  for (const [i, { factors, product }] of turned.terms.entries()) {
    const text = (await rows.nth(i).textContent()) ?? "";
    for (const { label } of factors) if (label) expect(text).toContain(label);
    const total = (await rows.nth(i).locator(".product").textContent())?.replace("=", "") ?? "";
    expect(isRounded(total, product), `${total} for ${product}`).toBe(true);
  }
  await operands(figure).first().click();
  const { value } = await figure.explain("q", { head: 0, row: 6, col: 2 });
  const other = await figure.explain("q", { head: 0, row: 6, col: 3 });
  const [first] = turned.terms[0]?.factors ?? [];
  await expectWhy(figure, first?.cell?.col === 2 ? value : other.value, "a component of Q");
  await trail(figure).getByRole("button").first().click();
  await expectWhy(figure, score.value, "the score");

  // The same cell, picked off the turned queries that stand at the crossing.
  await figure.cell(/^Q′, /, 6, 3).click();
  await expectWhy(figure, turned.value, "a turned component");
  // Without rotary positions nothing is turned, and the panel is about something that is.
  await figure.set({});
  await expect(figure.why).not.toContainText("pθ");
});

test("with ALiBi a masked score opens to its distance's part @desktop", async ({ figure }) => {
  await figure.set({ positions: "alibi", mask: "causal" });
  await figure.goTo("masked");
  await figure.cell(/^M, /, 6, 4).click();
  await operands(figure).first().click();
  const { value, terms } = await figure.explain("biased", { head: 0, row: 6, col: 4 });
  await expectWhy(figure, value, "a score less its distance's part");
  const rows = figure.why.locator("tbody").getByRole("row");
  await expect(rows).toHaveCount(2);
  const last = (await rows.last().locator(".product").textContent())?.replace("=", "") ?? "";
  expect(isRounded(last, terms[1]?.product ?? NaN), last).toBe(true);
  await expect(rows.last()).toContainText("distance");
});

test("an empty slot stands among the parts of a row, which add up with it @desktop", async ({
  figure,
}) => {
  await figure.set({ sink: 2 });
  await figure.goTo("weights");
  await figure.cell(/^A, /, 6, 4).click();
  const { softmax } = await figure.explain("weights", { head: 0, row: 6, col: 4 });
  const parts = figure.why.getByRole("row");
  const products = await parts.locator(".product").allTextContents();
  const numbers = products.map((text) => Number(text.replace(/[^\d.]/g, "")));
  const sum = numbers.pop() ?? NaN;
  expect(numbers).toHaveLength(10);
  expect(isRounded(String(numbers.at(-1)?.toFixed(2)), softmax?.sink ?? NaN)).toBe(true);
  expect(numbers.reduce((a, b) => a + b, 0)).toBeCloseTo(sum, 1);
  const slot = (softmax?.sink ?? NaN) / (softmax?.sum ?? NaN);
  await expect(figure.element.getByText(strings.rounded(slot))).toBeVisible();
});

test("at temperature 0 the largest score has it all @desktop", async ({ figure }) => {
  await figure.set({ temperature: 0 });
  await figure.goTo("weights");
  const { values, cols } = await figure.read("weights");
  const col = values.slice(6 * cols, 7 * cols).indexOf(1);
  await figure.cell(/^A, /, 6, col).click();
  await expectWhy(figure, 1, "the looked up weight");
  await expect(figure.why).toContainText(/largest scores share/);
  const others = await figure.why.locator("tbody .product").allTextContents();
  expect(others.map((text) => Number(text.replace(/[^\d.]/g, "")))).toEqual(
    Array.from({ length: cols }, (_, j) => Number(j === col)),
  );
  await figure.goTo("scaled");
  expect(await figure.text()).not.toMatch(/÷ 0|NaN/);
});

test("a forbidden pair opens to −∞ and its weight to exactly 0 @desktop", async ({ figure }) => {
  await figure.set({ mask: "causal" });
  await figure.goTo("masked");
  await figure.cell(/^M, /, 2, 5).click();
  await expectWhy(figure, -Infinity, "a forbidden score");
  await figure.cell(/^A, /, 2, 5).click();
  await expectWhy(figure, 0, "its weight");
});

/** Follows the operand that `choose` picks, from the open cell to something given. */
async function followToTheEnd(figure: Figure, choose: (all: Locator) => Locator): Promise<number> {
  for (let depth = 1; depth < 20; depth += 1) {
    if ((await operands(figure).count()) === 0) return depth;
    const next = choose(operands(figure));
    const value = Number((await next.getAttribute("title"))?.replace("\u2212", "-"));
    const isOfSoftmax = Number.isNaN(value);
    const text = (await next.textContent()) ?? "";
    await next.click();
    if (!isOfSoftmax) await expectWhy(figure, value, `the operand ${text.trim()}`);
    const steps = trail(figure).getByRole("button");
    await expect(steps).toHaveCount(depth);
  }
  throw new Error("the trail has no end");
}

test("page 23: operands open in turn and end at a token vector or a weight, with a trail back", async ({
  figure,
}) => {
  for (const choose of [(all: Locator) => all.first(), (all: Locator) => all.last()]) {
    await figure.goTo("output");
    const top = await heading(figure).textContent();
    const depth = await followToTheEnd(figure, choose);
    expect(depth).toBeGreaterThan(1);
    await expect(figure.why).toContainText(/given/i);
    // One back, then all the way.
    await trail(figure).getByRole("button").last().click();
    expect(await operands(figure).count()).toBeGreaterThan(0);
    if (depth > 2) await trail(figure).getByRole("button").first().click();
    await expect(heading(figure)).toHaveText(top ?? "");
    await expect(trail(figure)).toHaveCount(0);
  }
});

test("page 23: by keyboard alone, operands open and the focus stays in the panel @desktop", async ({
  figure,
}) => {
  const { keyboard } = figure.page;
  await figure.goTo("scores");
  await operands(figure).first().focus();
  await keyboard.press("Enter");
  await expect(trail(figure).getByRole("button")).toHaveCount(1);
  const isInside = await figure.why.evaluate((panel) => {
    const { activeElement } = panel.getRootNode() as ShadowRoot;
    return panel.contains(activeElement);
  });
  expect(isInside).toBe(true);
});

test("a tap on a cell opens its arithmetic @phone", async ({ figure }) => {
  for (const step of ["q", "scores", "weights", "output"] as const) {
    await figure.goTo(step);
    const { rows, cols } = await figure.read(step);
    const grid = figure.element.getByRole("grid", {
      name: strings.matrixName(step, rows, cols, false),
    });
    const cell = grid.last().locator("tbody td").first();
    await cell.tap();
    const text = (await cell.textContent()) ?? "";
    const shown = (await heading(figure).textContent()) ?? "";
    const value = Number(shown.match(/[\u2212-]?[\d.]+/)?.[0]?.replace("\u2212", "-"));
    expect(Math.abs(Number(text.replace("\u2212", "-")) - value), `${text}, ${shown}`).toBeLessThan(
      0.06,
    );
  }
});

test("page 23: an arithmetic stays open, and follows the numbers while they are dragged @desktop", async ({
  figure,
}) => {
  await figure.cell(/^S, /, 6, 4).click();
  const alive = figure.element.getByRole("slider", { name: "pronoun", exact: true });
  for (const key of ["ArrowRight", "ArrowRight", "PageDown"]) {
    await alive.press(key);
    const { value } = await figure.explain("scores", { head: 0, row: 6, col: 4 });
    await expectWhy(figure, value, "the score");
  }
});

test("the deepest operands go down to the token vectors @desktop", async ({ figure }) => {
  await figure.goTo("output");
  expect(await followToTheEnd(figure, (all) => all.first())).toBeGreaterThan(4);
});

test.describe("64 words, keys of 512 and 128 heads", () => {
  const LARGE: Partial<Scenario> = {
    tokens: Array.from({ length: 64 }, (_, i) => `word${i + 1}`),
    d_k: 512,
    heads: 128,
    weights: { seed: 5 },
  };

  /** The map of a step's whole matrix. */
  const map = (figure: Figure, name: RegExp) =>
    figure.element.locator(".whole").getByRole("slider", { name }).first();

  test("say what of them is drawn @desktop", async ({ figure }) => {
    await figure.set(LARGE);
    const text = await figure.text();
    for (const total of [64, 512, 128]) expect(text).toMatch(new RegExp(`\\d+ of ${total} `));
    const grids = await figure.grids();
    for (const { name, cells } of grids)
      expect(cells.length * (cells[0]?.length ?? 0), name).toBeLessThanOrEqual(16 * 16);
  });

  test("print the engine's numbers where they print some @desktop", async ({ figure }) => {
    await figure.set(LARGE);
    const { rows, cols, values } = await figure.read("scores");
    const grid = (await figure.grids()).find(({ name }) => name.startsWith("S, "));
    expect(grid?.name).toBe(strings.matrixName("scores", rows, cols, false));
    const index = (label: string) => Number(label.replace("word", "")) - 1;
    for (const [i, row] of (grid?.cells ?? []).entries())
      for (const [j, text] of row.entries()) {
        const at = [index(grid?.rowHeads[i] ?? ""), index(grid?.colHeads[j] ?? "")] as const;
        expect(isRounded(text, values[at[0] * cols + at[1]] ?? NaN), `${at}: ${text}`).toBe(true);
      }
  });

  test("answer per cell on a map, by pointer and by keyboard @desktop", async ({ figure }) => {
    await figure.set(LARGE);
    await figure.goTo("q");
    const canvas = map(figure, /^Q, /);
    const { cols, values } = await figure.read("q");
    const answer = figure.element.locator(".pointed");
    const expectAnswer = async () => {
      const index = Number(await canvas.getAttribute("aria-valuenow")) - 1;
      const value = values[index] ?? NaN;
      const told = (await canvas.getAttribute("aria-valuetext")) ?? "";
      expect(told).toContain(`word${Math.floor(index / cols) + 1}`);
      expect(isRounded(told.split(": ").at(-1) ?? "", value), `${told} for ${value}`).toBe(true);
      return { told, index };
    };
    await canvas.focus();
    await canvas.press("Home");
    const first = await expectAnswer();
    await canvas.press("ArrowDown");
    await canvas.press("ArrowRight");
    const second = await expectAnswer();
    expect(second.index).toBe(first.index + cols + 1);
    await expect(answer).toContainText(second.told.split(": ").at(-1) ?? "");
    await canvas.press("Enter");
    await expectWhy(figure, values[second.index] ?? NaN, "the cell under the keyboard");

    await figure.goTo("scores");
    const scores = map(figure, /^S, /);
    const all = await figure.read("scores");
    await scores.scrollIntoViewIfNeeded();
    const { width, height } = (await scores.boundingBox()) ?? { width: 0, height: 0 };
    const cell = width / all.cols;
    expect(height / all.rows).toBeCloseTo(cell, 1);
    const [row, col] = [10, 20];
    const position = { x: (col + 0.5) * cell, y: (row + 0.5) * cell };
    await scores.hover({ position });
    await expect(answer).toContainText(`word${row + 1}`);
    await expect(answer).toContainText(`word${col + 1}`);
    const value = all.values[row * all.cols + col] ?? NaN;
    const shown = (await answer.textContent())?.split(": ").at(-1)?.trim() ?? "";
    expect(isRounded(shown, value), `${shown} for ${value}`).toBe(true);
    await scores.click({ position });
    await expectWhy(figure, value, "the cell under the pointer");
  });

  test("page 23: a long sum shows more of its terms on request @desktop", async ({ figure }) => {
    await figure.set({ ...LARGE, heads: 2 });
    await figure.goTo("scores");
    const rows = figure.why.locator("tbody").first().getByRole("row");
    const before = await rows.count();
    expect(before).toBeLessThan(100);
    await figure.why.getByRole("button", { name: /next/i }).click();
    expect(await rows.count()).toBeGreaterThan(before);
  });

  test("every head's weights are drawn, and a head that is tapped is followed @desktop", async ({
    figure,
  }) => {
    await figure.set({ ...LARGE, d_k: 8 });
    await figure.goTo("weights");
    const heads = figure.element.locator(".multiples").getByRole("slider");
    await expect(heads).toHaveCount(128);
    await heads.nth(99).click({ position: { x: 5, y: 5 } });
    await expect(figure.element.getByText(strings.headOf(99, 128))).toBeVisible();
    const { cols, values } = await figure.read("weights", 99);
    const told = (await heads.nth(99).getAttribute("aria-valuetext")) ?? "";
    const index = Number(await heads.nth(99).getAttribute("aria-valuenow")) - 1;
    expect(isRounded(told.split(": ").at(-1) ?? "", values[index] ?? NaN)).toBe(true);
    expect(told).toContain(`word${(index % cols) + 1}`);
  });

  test("at phone width it is a window that says what it leaves out @phone", async ({ figure }) => {
    await figure.set(LARGE);
    for (const step of ["q", "scores", "weights", "output"]) {
      await figure.goTo(step);
      await expect(
        figure.element
          .locator(".stage")
          .getByText(/(rows|columns) \d+–\d+/)
          .first(),
      ).toBeVisible();
    }
  });
});
