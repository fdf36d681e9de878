// `<attention-heads>` against the closed forms of claims 18, 22 and 23: what heads add up to, what is
// lost without one, and that words in another order have the same patterns. (page 5, 10, 14–16, 19,
// 20; a11y 1, 5, 13, 20)

import type { Page } from "@playwright/test";
import type { Scenario, StepName } from "../../www/engine/types";
import type { HeadsResult, HeadsSettings } from "../../www/figures/heads/result";
import { Chapter } from "./support/chapter";
import type { Explainer } from "./support/figure";
import { isRounded, isShare, percentages } from "./support/printed";
import { expect, test } from "./support/test";

type Heads = Chapter<HeadsSettings>;

const open = (page: Page) => new Chapter<HeadsSettings>(page, "attention-heads").open();

type Rows = number[][];
interface Numbers {
  row: number;
  tokens: string[];
  weights: Rows[];
  output: Rows;
  /** (A V)_h W_O,h, multiplied here. */
  parts: Rows[];
}

/** Weights and output as the workbench has them, and the parts by a product of our own. */
const numbersOf = (chapter: Heads): Promise<Numbers> =>
  chapter.element.evaluate(async (figure) => {
    const { shown, row } = (figure as unknown as { result: HeadsResult }).result;
    const hero = document.querySelector("attention-explainer") as Explainer;
    await hero.ready;
    hero.scenario = shown;
    const rowsOf = (step: StepName, head: number): number[][] => {
      const { rows, cols, values } = hero.read(step, { head });
      return Array.from({ length: rows }, (_, i) =>
        Array.from(values.subarray(i * cols, (i + 1) * cols)),
      );
    };
    const heads = Array.from({ length: shown.heads }, (_, head) => head);
    const parts = heads.map((head) => {
      const w_o = rowsOf("w_o", head);
      return rowsOf("head_output", head).map((out) =>
        (w_o[0] ?? []).map((_, col) =>
          out.reduce((sum, value, k) => sum + value * (w_o[k]?.[col] ?? 0), 0),
        ),
      );
    });
    const weights = heads.map((head) => rowsOf("weights", head));
    return { row, tokens: shown.tokens, weights, output: rowsOf("output", 0), parts };
  });

/** The printed numbers of a row of the table of parts. */
const printed = (chapter: Heads, row: string): Promise<string[]> =>
  chapter.element.locator(`table.sum ${row} td:not(.act)`).allTextContents();

function expectRow(shown: string[], values: number[]): void {
  values.forEach((value, i) => {
    const text = (shown[i] ?? "").trim();
    expect(isRounded(text, value), `${text} for ${value}`).toBe(true);
  });
}

/** Every pixel of every head's picture, as drawn. */
const pixels = (chapter: Heads): Promise<number[][]> =>
  chapter.element.evaluate(async (figure) => {
    await new Promise(requestAnimationFrame);
    await new Promise(requestAnimationFrame);
    const root = figure.shadowRoot as ShadowRoot;
    // Read from a copy, as reading back slows a canvas down.
    const copy = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    return [...root.querySelectorAll<HTMLCanvasElement>(".tile canvas")].map((canvas) => {
      const { width, height } = canvas;
      if (!copy) return [];
      Object.assign(copy.canvas, { width, height });
      copy.drawImage(canvas, 0, 0);
      return [...new Uint32Array(copy.getImageData(0, 0, width, height).data.buffer)];
    });
  });

test("each designed head is drawn with the word that it leads to, and its share @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  for (const asking of ["it", "crossed"]) {
    await chapter.button(asking).first().click();
    const { row, tokens, weights } = await numbersOf(chapter);
    expect(tokens[row]).toBe(asking);
    const captions = await chapter.element.locator(".finds").allTextContents();
    expect(captions).toHaveLength(4);
    captions.forEach((caption, head) => {
      const shares = weights[head]?.[row] ?? [];
      const share = Math.max(...shares);
      expect(caption).toContain(tokens[shares.indexOf(share)] ?? "?");
      expect(isShare(percentages(caption)[0] ?? "", share), caption).toBe(true);
    });
  }
});

test("what the heads add, as printed, is (A V) W_O of each, and adds up to the output @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const { row, output, parts } = await numbersOf(chapter);
  const sums = (output[row] ?? []).map(() => 0);
  for (const [head, part] of parts.entries()) {
    const shown = await printed(chapter, `tbody tr:nth-child(${head + 1})`);
    expectRow(shown, part[row] ?? []);
    part[row]?.forEach((value, col) => {
      sums[col] = (sums[col] ?? 0) + value;
    });
  }
  const total = await printed(chapter, "tfoot tr:first-child");
  expectRow(total, output[row] ?? []);
  expectRow(total, sums);
});

test("a dropped head's part is what the output loses, word by word @desktop", async ({ page }) => {
  const chapter = await open(page);
  const { row, tokens, output, parts } = await numbersOf(chapter);
  for (const head of [0, 3]) {
    await chapter.button(`Drop head ${head + 1}`).click();
    const without = (output[row] ?? []).map(
      (value, col) => value - (parts[head]?.[row]?.[col] ?? 0),
    );
    expectRow(await printed(chapter, "tfoot tr:nth-child(2)"), without);
    const lost = await chapter.element
      .locator("table.lost tr")
      .evaluateAll((rows) =>
        rows.map((each) => [
          each.querySelector("th")?.textContent?.trim() ?? "",
          each.querySelector(".lost-number")?.textContent?.trim() ?? "",
        ]),
      );
    expect(lost.map(([token]) => token)).toEqual(tokens);
    lost.forEach(([, text], i) =>
      expect(isRounded(text ?? "", Math.hypot(...(parts[head]?.[i] ?? []))), text).toBe(true),
    );
  }
  await chapter.button("Drop head 4").click();
  expect((await chapter.settings()).dropped).toBeNull();
  await expect(chapter.element.locator("table.lost")).toHaveCount(0);
});

test("the challenge: only the head that leads to the animal costs it what is alive @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const challenge = chapter.element.locator(".challenge");
  await expect(challenge).not.toHaveClass(/met/);
  await chapter.button("Drop head 2").click();
  await expect(challenge).not.toHaveClass(/met/);
  await chapter.button("Drop head 1").click();
  await expect(challenge).toHaveClass(/met/);
});

test("shuffled words have the same patterns, reordered; put back, the very same pictures @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const written = await numbersOf(chapter);
  const before = await pixels(chapter);
  await chapter.button("Shuffle the words").click();
  const { order } = await chapter.settings();
  if (!order) throw new Error("no order");
  expect([...order].sort((a, b) => a - b)).toEqual(order.map((_, i) => i));
  expect(order).not.toEqual(order.map((_, i) => i));
  const shuffled = await numbersOf(chapter);
  expect(shuffled.tokens).toEqual(order.map((from) => written.tokens[from]));
  shuffled.weights.forEach((head, h) =>
    head.forEach((line, i) =>
      line.forEach((value, j) => {
        const old = written.weights[h]?.[order[i] ?? 0]?.[order[j] ?? 0] ?? NaN;
        expect(Math.abs(value - old)).toBeLessThan(1e-12);
      }),
    ),
  );
  // As drawn: each pixel is where its word went.
  const n = order.length;
  (await pixels(chapter)).forEach((picture, h) =>
    picture.forEach((pixel, at) => {
      const [i, j] = [order[Math.floor(at / n)] ?? 0, order[at % n] ?? 0];
      expect(pixel).toBe(before[h]?.[i * n + j]);
    }),
  );
  const words = await chapter.element.locator(".strip button").allTextContents();
  expect(words.map((each) => each.trim())).toEqual(shuffled.tokens);
  await expect(chapter.summary).toContainText(/does not differ|rounding/);
  await chapter.element.getByRole("radio", { name: "put back in order" }).check();
  expect(await pixels(chapter)).toEqual(before);

  // With positions the order counts.
  await chapter.element.getByRole("radio", { name: "waves (sinusoidal)" }).check();
  const difference = await chapter.element.evaluate(
    (figure) => (figure as unknown as { result: HeadsResult }).result.difference ?? NaN,
  );
  expect(difference).toBeGreaterThan(0.01);
  const said = (await chapter.summary.textContent())?.match(/by up to\s+(\d+\.\d+)/)?.[1] ?? "";
  expect(isRounded(said, difference), said).toBe(true);
  const waves = await pixels(chapter);
  await chapter.button("As written").click();
  expect(await pixels(chapter)).not.toEqual(waves);
});

test("a head opens in the workbench with its scenario, its head and its row, by mouse and keys @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const opened = () =>
    page.locator("attention-explainer").evaluate(async (element) => {
      const hero = element as Explainer;
      await hero.ready;
      await hero.updateComplete;
      const open = hero.shadowRoot?.querySelector<HTMLElement>("[aria-selected=true]");
      return {
        scenario: hero.scenario as Scenario,
        step: hero.step,
        text: hero.shadowRoot?.querySelector(".summary")?.textContent ?? "",
        cell: open?.textContent ?? "",
      };
    });
  await chapter.element.locator('.tile[data-head="2"]').click();
  await expect.poll(async () => (await opened()).scenario.heads).toBe(8);
  await expect(page.locator("attention-explainer")).toBeInViewport();
  const third = await opened();
  expect(third.step).toBe("weights");
  const { row, tokens, weights } = await numbersOf(chapter);
  expect(third.scenario.tokens).toEqual(tokens);
  const share = Math.max(...(weights[2]?.[row] ?? []));
  expect(isRounded(third.cell, share), third.cell).toBe(true);
  expect(third.text).toContain("because");

  await chapter.ready();
  await chapter.element.locator('.tile[data-head="2"]').focus();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await expect(chapter.element.locator('.tile[data-head="0"]')).toBeFocused();
  await page.keyboard.press("Enter");
  await expect.poll(async () => (await opened()).text).toContain("animal");
});

test("128 heads: all are drawn, all add up, and the arrow keys reach the last one @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  await chapter.button("run 128 heads").click();
  await expect(chapter.element.locator(".tile")).toHaveCount(128);
  const pictures = await pixels(chapter);
  expect(new Set(pictures.map((picture) => picture.join())).size).toBeGreaterThan(100);
  await chapter.button("Show all 128").click();
  const { row, output, parts } = await numbersOf(chapter);
  const body = chapter.element.locator("table.sum tbody");
  await expect(body.getByRole("button", { name: /^Drop head/ })).toHaveCount(128);
  expectRow(await printed(chapter, "tbody tr:nth-child(128)"), parts[127]?.[row] ?? []);
  expectRow(await printed(chapter, "tfoot tr:first-child"), output[row] ?? []);
  await chapter.element.locator('.tile[tabindex="0"]').focus();
  await page.keyboard.press("End");
  await expect(chapter.element.locator('.tile[data-head="127"]')).toBeFocused();
  await expect(chapter.element.locator('.tile[tabindex="0"]')).toHaveCount(1);
});

test("what is refused is said by name, and the figure stays as it was @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const before = await chapter.summary.textContent();
  for (const [settings, field] of [
    [{ row: 99 }, "row"],
    [{ row: 0.5 }, "row"],
    [{ dropped: 8 }, "dropped"],
    [{ scenario: { heads: 0 } }, "heads"],
    [{ scenario: { tokens: [] } }, "tokens"],
    [{ order: [0, 0, 1] }, "order"],
  ] as const) {
    const message = await chapter.refusal("settings", settings);
    expect(message, field).toContain(field);
    expect(message).toMatch(/expected .+, got/);
  }
  expect(await chapter.summary.textContent()).toBe(before);
  await chapter.set({ dropped: 1 });
  await expect(chapter.summary).toContainText("Without head 2");
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in it, ${colorScheme} @desktop`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    const chapter = await open(page);
    expect(await chapter.violations()).toEqual([]);
    await chapter.button("they all change").click();
    await chapter.button("Drop head 1").click();
    expect(await chapter.violations()).toEqual([]);
  });
}

test("a finger chooses a word, drops a head and opens one; nothing is too wide at 320 px @phone", async ({
  page,
}) => {
  const chapter = await open(page);
  await chapter.button("was").first().tap();
  expect((await chapter.settings()).row).toBe(7);
  await chapter.button("Drop head 2").tap();
  await expect(chapter.element.locator("table.lost tr")).toHaveCount(9);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await chapter.isTooWide()).toBe(false);
  const sizes = await chapter.element
    .locator(".tile")
    .evaluateAll((tiles) =>
      tiles
        .map((tile) => tile.getBoundingClientRect())
        .map(({ width, height }) => Math.min(width, height)),
    );
  expect(Math.min(...sizes)).toBeGreaterThanOrEqual(24);
  await chapter.element.locator('.tile[data-head="1"]').tap();
  await expect(page.locator("attention-explainer")).toBeInViewport();
  const heads = () =>
    page.locator("attention-explainer").evaluate((hero) => (hero as Explainer).scenario.heads);
  await expect.poll(heads).toBe(8);
});
