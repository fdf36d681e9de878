// `<attention-blend>` against the closed forms of claims 16 and 17: output = Σ a v inside the hull of
// the values, and other weights that give the same one. (page 5, 10, 11, 14–16, 19, 24; a11y 1–5, 17, 20)

import type { Locator, Page } from "@playwright/test";
import type { Blend } from "../../www/engine/types";
import type { BlendSettings } from "../../www/figures/blend/scenario";
import { Chapter } from "./support/chapter";
import { isRounded, isShare, percentages } from "./support/printed";
import { expect, test } from "./support/test";

const open = (page: Page) => new Chapter<BlendSettings>(page, "attention-blend").open();

const blendOf = (chapter: Chapter<BlendSettings>) =>
  chapter.element.evaluate(
    (figure) => (figure as unknown as { result: { blend: Blend } }).result.blend,
  );

/** The closed form, written apart from the engine: softmax of the scores, and the values blended by it. */
function expected({ scores, values }: BlendSettings): { weights: number[]; output: number[] } {
  const largest = Math.max(...scores);
  const exps = scores.map((score) => Math.exp(score - largest));
  const sum = exps.reduce((a, b) => a + b);
  const weights = exps.map((each) => each / sum);
  return { weights, output: mix(weights, values) };
}

const mix = (weights: readonly number[], values: BlendSettings["values"]): number[] =>
  [0, 1].map((entry) =>
    weights.reduce((sum, weight, key) => sum + weight * (values[key]?.[entry] ?? 0), 0),
  );

const numbersOf = (text: string | null): string[] =>
  (text ?? "").match(/[-\u2212]?\d+\.\d+/g) ?? [];

/** What the figure shows against the closed form: sentence, rulers, bounds, each key's weight. */
async function expectShown(chapter: Chapter<BlendSettings>): Promise<void> {
  const settings = await chapter.settings();
  const { weights, output } = expected(settings);
  const { hull } = await blendOf(chapter);
  output.forEach((entry, i) =>
    expect(Math.abs(entry - (hull.output[i] ?? NaN))).toBeLessThan(1e-12),
  );
  const between = await chapter.element.locator(".between > span").allTextContents();
  expect(between).toHaveLength(2);
  between.forEach((line, i) => {
    const entries = settings.values.map((value) => value[i] ?? NaN);
    const [low = "", shown = "", high = ""] = numbersOf(line);
    expect(isRounded(low, Math.min(...entries)), line).toBe(true);
    expect(isRounded(shown, output[i] ?? NaN), line).toBe(true);
    expect(isRounded(high, Math.max(...entries)), line).toBe(true);
  });
  const shares = await chapter.element.locator("table.keys .percent").allTextContents();
  expect(shares).toHaveLength(weights.length * (settings.others ? 2 : 1));
  weights.forEach((weight, key) => {
    const shown = shares[settings.others ? 2 * key : key] ?? "";
    expect(isShare(shown, weight), `${shown} for ${weight}`).toBe(true);
  });
}

/** Where the output is drawn, in the plane's own pixels. */
const drawnOutput = (chapter: Chapter<BlendSettings>) =>
  chapter.element
    .locator("circle.output")
    .evaluate((circle) => ["cx", "cy"].map((name) => Number(circle.getAttribute(name))));

async function dragBy(page: Page, target: Locator, dx: number, dy: number): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error("what is dragged is not on the screen");
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx, y + dy, { steps: 4 });
  await page.mouse.up();
}

test("the output that is shown is Σ a v, between the least and the most of each entry @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  await expectShown(chapter);
  await chapter.field("Score of street").fill("4.5");
  await chapter.field("Score of street").blur();
  await expectShown(chapter);
  await chapter.slider("Score of because, slider").press("End");
  expect((await chapter.settings()).scores[3]).toBe(8);
  await expectShown(chapter);
});

test("the output stays inside the line at every extreme @desktop", async ({ page }) => {
  const chapter = await open(page);
  const { values } = await chapter.settings();
  for (const scores of [
    [8, -8, -8, -8, -8],
    [8, 8, -8, -8, 8],
    [1000, -1000, 0, 999, 998],
    [0, 0, 0, 0, 0],
    [-7.3, 2.2, 5.1, -0.4, 4.9],
  ]) {
    await chapter.set({ scores });
    const { hull, corners } = await blendOf(chapter);
    const [x = NaN, y = NaN] = hull.output;
    const around = (corners ?? []).map((key) => values[key ?? -1] ?? [NaN, NaN]);
    expect(around.length).toBeGreaterThan(2);
    around.forEach(([ax, ay], i) => {
      const [bx, by] = around[(i + 1) % around.length] ?? [NaN, NaN];
      // Left of every edge, counter-clockwise.
      expect((bx - ax) * (y - ay) - (by - ay) * (x - ax)).toBeGreaterThanOrEqual(-1e-12);
    });
    // What is drawn: the circle lies in the polygon.
    const isInside = await chapter.element.evaluate((figure) => {
      const root = figure.shadowRoot as ShadowRoot;
      const polygon = root.querySelector<SVGPolygonElement>("polygon.hull");
      const circle = root.querySelector("circle.output");
      const svg = polygon?.ownerSVGElement;
      if (!polygon || !circle || !svg) return false;
      const point = svg.createSVGPoint();
      point.x = Number(circle.getAttribute("cx"));
      point.y = Number(circle.getAttribute("cy"));
      if (polygon.isPointInFill(point)) return true;
      // On a corner: the fill's border is not its inside.
      return Array.from(polygon.points).some(
        (at) => Math.hypot(at.x - point.x, at.y - point.y) < 1,
      );
    });
    expect(isInside, scores.join()).toBe(true);
    await expect(chapter.summary).not.toContainText(/NaN|Infinity/);
  }
});

test("other weights are as good: never negative, the same sum, the same output @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const place = await drawnOutput(chapter);
  await chapter.button("Different weights, same output").click();
  await expectShown(chapter);
  for (const isFirst of [true, false]) {
    const settings = await chapter.settings();
    const { weights } = expected(settings);
    const shares = await chapter.element.locator("table.keys .percent").allTextContents();
    const others = (await blendOf(chapter)).same_output?.others ?? [];
    others.forEach((other, key) => {
      expect(other).toBeGreaterThanOrEqual(0);
      expect(isShare(shares[2 * key + 1] ?? "", other), `${shares[2 * key + 1]}`).toBe(true);
    });
    expect(Math.abs(others.reduce((a, b) => a + b, 0) - 1)).toBeLessThan(1e-12);
    const { output } = expected(settings);
    mix(others, settings.values).forEach((entry, i) =>
      expect(Math.abs(entry - (output[i] ?? NaN))).toBeLessThan(1e-12),
    );
    const moved = weights.reduce((sum, a, key) => sum + Math.abs(a - (others[key] ?? 0)) / 2, 0);
    expect(moved).toBeGreaterThan(0.05);
    const about = (await chapter.element.locator(".about-others").textContent()) ?? "";
    expect(isShare(percentages(about)[0] ?? "", moved), about).toBe(true);
    expect(about).toContain("2 directions");
    expect(await drawnOutput(chapter)).toEqual(place);
    if (isFirst) await chapter.button("Other ones").click();
  }
  expect((await chapter.settings()).seed).toBe(8);
});

test("three values in general position leave no other weights @desktop", async ({ page }) => {
  const chapter = await open(page);
  const values: BlendSettings["values"] = [
    [0, 0],
    [1, 0],
    [0, 1],
  ];
  await chapter.set({ labels: ["a", "b", "c"], scores: [1, 0, 0], values, others: true });
  await expect(chapter.element.locator(".about-others")).toContainText("no others");
  await expect(chapter.element.locator(".challenge")).toHaveCount(0);
  await expectShown(chapter);
});

test("a value is dragged, moved by arrow keys, or typed, and the output follows @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const handle = chapter.slider("Value of animal");
  const before = await chapter.settings();
  await dragBy(page, handle, 80, -40);
  const dragged = (await chapter.settings()).values[0] ?? [NaN, NaN];
  expect(dragged[0]).toBeGreaterThan((before.values[0]?.[0] ?? NaN) + 0.5);
  expect(dragged[1]).toBeGreaterThan((before.values[0]?.[1] ?? NaN) + 0.2);
  await expect(chapter.field("Value of animal, entry 1")).toHaveValue(String(dragged[0]));
  await expectShown(chapter);
  await handle.press("ArrowLeft");
  const nudged = (await chapter.settings()).values[0] ?? [NaN, NaN];
  expect(nudged[0]).toBeCloseTo(dragged[0] - 0.1, 10);
  await chapter.field("Value of animal, entry 2").fill("-2.5");
  await chapter.field("Value of animal, entry 2").blur();
  expect((await chapter.settings()).values[0]?.[1]).toBe(-2.5);
  await expectShown(chapter);
  for (let i = 0; i < 3; i += 1) await chapter.button("Undo").press("Enter");
  expect(await chapter.settings()).toEqual(before);
});

test("the challenge is solved by scores alone, without the two, and judged by the engine @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const challenge = chapter.element.locator(".challenge");
  await expect(challenge).not.toHaveClass(/met/);
  // Right in the middle, but by the two themselves.
  await chapter.set({ scores: [8, 8, -8, -8, -8] });
  await expect(challenge).not.toHaveClass(/met/);
  const scores = [-1, -1, 0.45, 1.8, 1];
  await chapter.set({ scores });
  const settings = await chapter.settings();
  const { weights, output } = expected(settings);
  const middle = [0, 1].map(
    (i) => ((settings.values[0]?.[i] ?? NaN) + (settings.values[1]?.[i] ?? NaN)) / 2,
  );
  expect(Math.hypot(...output.map((x, i) => x - (middle[i] ?? NaN)))).toBeLessThan(0.1);
  expect(Math.max(weights[0] ?? 1, weights[1] ?? 1)).toBeLessThan(0.1);
  await expect(challenge).toHaveClass(/met/);
  await chapter.field("Value of hungry, entry 1").fill("-0.9");
  await chapter.field("Value of hungry, entry 1").blur();
  await expect(challenge).not.toHaveClass(/met/);
});

test("the scores that the reader makes in the chapter before are the scores here @desktop", async ({
  page,
}) => {
  const softmax = await new Chapter<{ scores: number[] }>(page, "attention-softmax").open();
  const field = softmax.field(/animal/i).first();
  await field.fill("-1.25");
  await field.blur();
  const { scores } = await softmax.settings();
  expect(scores).toContain(-1.25);
  const chapter = await new Chapter<BlendSettings>(page, "attention-blend").ready();
  expect((await chapter.settings()).scores).toEqual(scores);
  await expectShown(chapter);
});

test("what is refused is said by name, and the figure stays as it was @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const before = await chapter.summary.textContent();
  for (const [settings, field] of [
    [{ scores: [1, 2] }, "scores"],
    [{ scores: [1, 2, NaN, 3, 4] }, "scores[2]"],
    [{ scores: "many" }, "scores"],
    [{ labels: [] }, "labels"],
    [{ values: [[0, 0], [1], [2, 2], [3, 3], [4, 4]] }, "values[1]"],
    [{ seed: -1 }, "seed"],
  ] as const) {
    const message = await chapter.refusal("settings", settings);
    expect(message, field).toContain(field);
    expect(message).toMatch(/expected .+, got/);
  }
  expect(await chapter.summary.textContent()).toBe(before);
  await expectShown(chapter);
});

for (const colorScheme of ["light", "dark"] as const) {
  test(`axe finds nothing in it, ${colorScheme} @desktop`, async ({ page }) => {
    test.slow();
    await page.emulateMedia({ colorScheme });
    const chapter = await open(page);
    expect(await chapter.violations()).toEqual([]);
    await chapter.button("onto or inside the thin line").click();
    await chapter.button("Different weights, same output").click();
    expect(await chapter.violations()).toEqual([]);
  });
}

test("a finger moves a value and sets a score, and nothing is too wide at 320 px @phone", async ({
  page,
}) => {
  const chapter = await open(page);
  const before = await chapter.settings();
  const slider = chapter.slider("Score of hungry, slider");
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error("the slider is not on the screen");
  await page.touchscreen.tap(box.x + box.width - 4, box.y + box.height / 2);
  expect((await chapter.settings()).scores[4]).toBeGreaterThan(6);
  await expectShown(chapter);
  const handles = chapter.element.locator("circle.target");
  for (const handle of await handles.all()) {
    const size = await handle.boundingBox();
    expect(Math.min(size?.width ?? 0, size?.height ?? 0)).toBeGreaterThanOrEqual(44);
  }
  await dragBy(page, handles.first(), 30, 30);
  expect((await chapter.settings()).values[0]).not.toEqual(before.values[0]);
  await page.setViewportSize({ width: 320, height: 640 });
  await chapter.button("Different weights, same output").tap();
  expect(await chapter.isTooWide()).toBe(false);
});
