// `<attention-scaling>` against the closed forms of claims 13 and 14. (page 5, 11, 12, 14–16, 19, 20)

import type { Comparison, ScalingSettings } from "../../www/engine/index";
import { Chapter } from "./support/chapter";
import { isRounded } from "./support/printed";
import { expect, test } from "./support/test";

const open = (page: ConstructorParameters<typeof Chapter>[0]) =>
  new Chapter<ScalingSettings>(page, "attention-scaling").open();

const result = (chapter: Chapter<ScalingSettings>) =>
  chapter.element.evaluate((figure) => (figure as unknown as { result: Comparison }).result);

const numbersOf = (text: string | null) => (text ?? "").match(/\d+(\.\d+)?/g)?.map(Number) ?? [];

test("the spread that is shown is √d_k, and 1 divided, at every size @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  for (const d_k of [1, 4, 64, 1024]) {
    await chapter.field("Key size d_k").fill(String(d_k));
    await chapter.field("Key size d_k").blur();
    const { unscaled, scaled } = await result(chapter);
    const [shownSize, spread, divided, max, dividedMax] = numbersOf(
      await chapter.summary.textContent(),
    );
    expect(shownSize).toBe(d_k);
    expect(spread).toBe(Number(unscaled.score_deviation.toFixed(2)));
    expect(divided).toBe(Number(scaled.score_deviation.toFixed(2)));
    expect(max).toBe(Number(unscaled.mean_max_weight.toFixed(2)));
    expect(dividedMax).toBe(Number(scaled.mean_max_weight.toFixed(2)));
    // 500 queries: the deviation's own error is some percent where ‖q‖ varies most, at d_k = 1.
    expect(Math.abs((spread ?? 0) / Math.sqrt(d_k) - 1)).toBeLessThan(0.1);
    expect(Math.abs((divided ?? 0) - 1)).toBeLessThan(0.1);
  }
});

test("dividing keeps the largest weight and the typical gradient where they are @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  // CLAIMS row i, N = 16: mean largest weight and median ‖J‖ not divided.
  for (const [d_k, max, median] of [
    [4, 0.427, 0.33],
    [64, 0.849, 0.1],
    [256, 0.923, 0.006],
  ] as const) {
    await chapter.set({ d_k, samples: 5000 });
    const { unscaled, scaled } = await result(chapter);
    expect(Math.abs(unscaled.mean_max_weight - max)).toBeLessThan(0.015);
    expect(unscaled.median_jacobian / median).toBeGreaterThan(0.7);
    expect(unscaled.median_jacobian / median).toBeLessThan(1.4);
    expect(scaled.mean_max_weight).toBeGreaterThan(0.2);
    expect(scaled.mean_max_weight).toBeLessThan(0.27);
    expect(Math.abs(scaled.median_jacobian - 0.3)).toBeLessThan(0.03);
    const label = chapter.element.locator(".mark-label", { hasText: "not divided" });
    const shown = (await label.textContent())?.split(" ")[0] ?? "";
    expect(isRounded(shown, unscaled.median_jacobian), shown).toBe(true);
  }
});

test("by keyboard: the slider moves over stops, undo goes back, reset restores @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  await chapter.slider(/key size/i).press("ArrowRight");
  expect((await chapter.settings()).d_k).toBe(96);
  await chapter.slider(/key size/i).press("End");
  expect((await chapter.settings()).d_k).toBe(1024);
  await expect(chapter.summary).not.toContainText(/NaN|Infinity/);
  await chapter.button("Undo").press("Enter");
  expect((await chapter.settings()).d_k).toBe(96);
  await chapter.button("Reset").press("Enter");
  expect((await chapter.settings()).d_k).toBe(64);
  await chapter.button("Undo").press("Enter");
  expect((await chapter.settings()).d_k).toBe(96);
});

test("the prediction goes to its state and sets the answer beside it, and can be undone @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  await chapter.button("doubles").click();
  expect((await chapter.settings()).d_k).toBe(256);
  const spread = (await result(chapter)).unscaled.score_deviation.toFixed(2);
  await expect(chapter.element.locator(".answer")).toContainText(spread);
  await chapter.button("Undo").click();
  expect((await chapter.settings()).d_k).toBe(64);
});

test("the challenge is judged by the engine's numbers @desktop", async ({ page }) => {
  const chapter = await open(page);
  const challenge = chapter.element.locator(".challenge");
  await expect(challenge).not.toHaveClass(/met/);
  await chapter.field("Key size d_k").fill("2");
  await chapter.field("Key size d_k").blur();
  const { mean_max_weight } = (await result(chapter)).unscaled;
  expect(mean_max_weight).toBeLessThan(0.4);
  await expect(challenge).toHaveClass(/met/);
  await expect(challenge).toContainText(`${Math.round(mean_max_weight * 100)}`);
});

test("what is refused is said by name, and the figure stays as it was @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const before = await chapter.summary.textContent();
  for (const [property, value] of [
    ["dK", 0],
    ["dK", 1025],
    ["dK", NaN],
    ["keys", "many"],
    ["settings", { d_q: 4 }],
  ] as const) {
    const message = await chapter.refusal(property, value);
    expect(message, `${property} = ${String(value)}`).toMatch(/d_k|keys|d_q/);
    expect(message).toMatch(/expected/);
  }
  expect(await chapter.summary.textContent()).toBe(before);
  await chapter.set({ d_k: 8 });
  await expect(chapter.summary).toContainText("8");
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing in it, ${theme} @desktop`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    const chapter = await open(page);
    expect(await chapter.violations()).toEqual([]);
    await chapter.button("doubles").click();
    expect(await chapter.violations()).toEqual([]);
  });
}

test("a finger sets the size, and nothing is too wide at 320 px @phone", async ({ page }) => {
  const chapter = await open(page);
  const slider = chapter.slider(/key size/i);
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error("the slider is not on the screen");
  await page.touchscreen.tap(box.x + 4, box.y + box.height / 2);
  expect((await chapter.settings()).d_k).toBeLessThan(4);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await chapter.isTooWide()).toBe(false);
});
