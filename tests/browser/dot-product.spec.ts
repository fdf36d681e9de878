// `<attention-dot-product>` against the closed forms of claims 10 to 12. (page 5, 10, 11, 14–16, 19,
// 23; a11y 1, 3–5, 17, 20)

import type { Page } from "@playwright/test";
import type { DotResult, DotSettings } from "../../www/figures/dot-product/settings";
import type { Shares } from "../../www/engine/index";
import { dotStrings as strings } from "../../www/strings/dot-product";
import { Chapter } from "./support/chapter";
import { dragFinger, dragMouse, numbersIn } from "./support/pointer";
import { expect, test } from "./support/test";

const TAG = "attention-dot-product";

const open = (page: Page) => new Chapter<DotSettings>(page, TAG).open();

const resultOf = (chapter: Chapter<DotSettings>) =>
  chapter.element.evaluate((figure) => (figure as unknown as { result: DotResult }).result);

const key = (chapter: Chapter<DotSettings>, label: string) =>
  chapter.slider(strings.keyHandle(label));

/** The five rows as they are printed: scores and weights. */
async function printed({ element }: Chapter<DotSettings>) {
  const texts = (cell: string) => element.locator(`.arrows-table ${cell}`).allTextContents();
  return {
    scores: (await texts("td.score")).map((text) => numbersIn(text)[0]),
    weights: (await texts("td.weight")).map((text) => text.trim()),
  };
}

/** Half of the last printed digit, and what binary fractions leave. */
const ROUNDING = 0.005 + 1e-9;

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
const dot = (a: readonly number[], b: readonly number[]) => sum(a.map((x, i) => x * (b[i] ?? 0)));

test("a score is the sum of products, and lengths times a cosine, wherever the arrows point @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const cases: Partial<DotSettings>[] = [
    {},
    { chosen: 3, shift: [0.5, -1.25] },
    { chosen: 1, query: [-0.4, 2.5] },
    { chosen: 0, query: [300, -40] },
  ];
  for (const settings of cases) {
    await chapter.set(settings);
    const { query, keys, shift, chosen } = await chapter.settings();
    const result = await resultOf(chapter);
    const arrows = keys.map((arrow) => arrow.map((x, axis) => x + (shift[axis] ?? 0)));
    const scores = arrows.map((arrow) => dot(query, arrow));
    const shown = await printed(chapter);
    scores.forEach((score, i) => {
      expect(result.keys[i]?.score).toBeCloseTo(score, 9);
      expect(Math.abs((shown.scores[i] ?? NaN) - score)).toBeLessThan(ROUNDING);
    });
    const exps = scores.map((score) => Math.exp(score - Math.max(...scores)));
    exps.forEach((exp, i) => expect(result.weights[i]).toBeCloseTo(exp / sum(exps), 12));

    // Every line of the equation ends in the same number, and its operands make it.
    const score = scores[chosen] ?? 0;
    const [q, k] = [Math.hypot(...query), Math.hypot(...(arrows[chosen] ?? []))];
    const cosine = score / q / k;
    const lines = await chapter.element.locator(".equation .line").allTextContents();
    expect(lines).toHaveLength(3);
    const [bySum = [], byLengths = [], byShadow = []] = lines.map(numbersIn);
    for (const line of [bySum, byLengths, byShadow]) expect(line.at(-1)).toBe(shown.scores[chosen]);
    const pairs = query.flatMap((x, axis) => [x, arrows[chosen]?.[axis] ?? 0]);
    expect(bySum.slice(0, 4)).toEqual(pairs.map((number) => Number(number.toFixed(4))));
    expect(sum(bySum.slice(4, 6))).toBeCloseTo(score, 2);
    const angle = (Math.acos(cosine) * 180) / Math.PI;
    const operands = [q, k, angle, q, k, cosine];
    operands.forEach((operand, i) => expect(byLengths[i]).toBeCloseTo(operand, i === 2 ? 1 : 3));
    expect(byShadow[1]).toBeCloseTo(k * cosine, 3);
  }
});

test("an arrow is dragged, moved by keys and typed; one drag is one step back @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const before = await chapter.settings();
  const plane = chapter.element.locator("svg.plane");
  // Pixels for one unit: from where two tips are drawn.
  const xOf = async (label: string) =>
    Number(await key(chapter, label).getAttribute("cx")) || Promise.reject(new Error(label));
  const unit = ((await xOf("street")) - (await xOf("crossed"))) / (1.9 + 1.8);

  await dragMouse(page, key(chapter, "street"), -unit, -unit / 2);
  const { keys, chosen } = await chapter.settings();
  expect(chosen).toBe(2);
  expect(keys[2]?.[0]).toBeCloseTo(0.9, 1);
  expect(keys[2]?.[1]).toBeCloseTo(-0.4, 1);
  expect(keys.toSpliced(2, 1)).toEqual(before.keys.toSpliced(2, 1));
  await expect(chapter.field("street: noun")).toHaveValue(String(keys[2]?.[0]));
  await chapter.button("Undo").click();
  expect(await chapter.settings()).toEqual(before);

  await chapter.slider(strings.queryHandle("it")).press("ArrowUp");
  await chapter.slider(strings.queryHandle("it")).press("Shift+ArrowLeft");
  expect((await chapter.settings()).query).toEqual([0.7, 0.9]);

  // Character by character, through what is not the number yet.
  await chapter.field("hungry: alive").fill("");
  await chapter.field("hungry: alive").pressSequentially("-0.505");
  await expect(chapter.field("hungry: alive")).toHaveValue("-0.505");
  await chapter.field("hungry: alive").blur();
  expect((await chapter.settings()).keys[4]).toEqual([-1, -0.505]);

  // Beyond the edge there is nothing, and nothing jumps: the scale stays while it is dragged.
  await dragMouse(page, key(chapter, "animal"), 4000, -4000);
  const far = (await chapter.settings()).keys[0] ?? [];
  const box = await key(chapter, "animal").boundingBox();
  const room = await plane.boundingBox();
  expect(far.every((x) => x > 1.9 && x < 10)).toBe(true);
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(
    (room?.x ?? 0) + (room?.width ?? 0) + 12,
  );
});

test("a key of twice the length has twice the score at the same angle, and may beat one that points closer @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const before = await resultOf(chapter);
  const challenge = chapter.element.locator(".challenge");
  await expect(challenge).not.toHaveClass(/met/);

  await chapter.button("It doubles").click();
  const doubled = await resultOf(chapter);
  expect(doubled.keys[0]?.score).toBeCloseTo(2 * (before.keys[0]?.score ?? 0), 12);
  expect(doubled.keys[0]?.angle).toBeCloseTo(before.keys[0]?.angle ?? 0, 9);
  await expect(chapter.element.locator(".answer")).toContainText(
    (doubled.keys[0]?.score ?? 0).toFixed(2),
  );
  await expect(challenge).not.toHaveClass(/met/);
  await chapter.button("Undo").click();

  // Street is 59° away from the query and animal 17°: it wins by its length.
  await chapter.element.getByRole("radio", { name: strings.look("street") }).check();
  await chapter.button("twice as long").nth(1).click();
  const long = await resultOf(chapter);
  expect(long.keys[2]?.score).toBeGreaterThan(long.keys[0]?.score ?? Infinity);
  expect(long.keys[2]?.angle).toBeGreaterThan(long.keys[0]?.angle ?? Infinity);
  await expect(challenge).toHaveClass(/met/);
  await expect(chapter.summary).toContainText("street");
});

test("the same added to every key moves every score by the same and no weight @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const before = await printed(chapter);
  const exact = await resultOf(chapter);
  await chapter.field(strings.shiftName(0)).fill("1.5");
  await chapter.field(strings.shiftName(0)).blur();
  await chapter.slider(/^alive$/).press("ArrowRight");
  const { shift, query } = await chapter.settings();
  expect(shift).toEqual([1.5, 0.1]);
  const after = await printed(chapter);
  const result = await resultOf(chapter);
  const moved = dot(query, shift);
  expect(after.weights).toEqual(before.weights);
  result.keys.forEach(({ score }, i) => {
    expect(score).toBeCloseTo((exact.keys[i]?.score ?? 0) + moved, 9);
    expect(result.weights[i]).toBeCloseTo(exact.weights[i] ?? 0, 12);
  });
  const hint = chapter.element.locator(".knobs .hint");
  expect(numbersIn(await hint.textContent())[0]).toBe(Number(moved.toFixed(2)));
});

test("what is refused is said by name, and the last good state stays @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const before = await printed(chapter);
  const cases: [string, unknown, RegExp][] = [
    ["query", [1, 2, 3], /^query: expected a list of 2 numbers/],
    ["query", [1, NaN], /^query\[1\]: expected/],
    ["shift", "much", /^shift: expected/],
    ["chosen", 5, /^chosen: expected a whole number from 0 to 4/],
    ["settings", { keys: [[1, 2001]] }, /expected/],
    ["settings", { labels: ["one"] }, /^labels: expected 5 words/],
  ];
  for (const [property, value, sentence] of cases)
    expect(await chapter.refusal(property, value), property).toMatch(sentence);
  expect(await printed(chapter)).toEqual(before);

  // No arrow: no angle, a score of 0, and a sentence in the place of an equation.
  await chapter.set({ query: [0, 0] });
  await expect(chapter.element.locator(".equation")).toContainText(strings.noAngle);
  await expect(chapter.element).not.toContainText(/NaN|Infinity/);
  expect((await printed(chapter)).scores).toEqual([0, 0, 0, 0, 0]);
});

test("its scores are softmax's scores, until it is reset @desktop", async ({ page }) => {
  const chapter = await open(page);
  await key(chapter, "animal").press("Shift+ArrowRight");
  const scores = (await resultOf(chapter)).keys.map(({ score }) => score);
  const softmax = await new Chapter<{ labels: string[]; scores: number[] }>(
    page,
    "attention-softmax",
  ).ready();
  expect((await softmax.settings()).scores).toEqual(scores);
  const shares = await softmax.element.evaluate(
    (figure) => (figure as unknown as { result: Shares }).result,
  );
  (await resultOf(chapter)).weights.forEach((weight, i) =>
    expect(shares.weights[i]).toBeCloseTo(weight, 12),
  );
  await softmax.button("Reset").click();
  expect((await softmax.settings()).scores[0]).toBeCloseTo(3.04, 12);
  await chapter.button("Reset").click();
  await expect(chapter.field("animal: noun")).toHaveValue("1.4");
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing in it, ${theme} @desktop`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    const chapter = await open(page);
    expect(await chapter.violations()).toEqual([]);
    await chapter.set({ shift: [1, 1], chosen: 2 });
    await chapter.button("It doubles").click();
    expect(await chapter.violations()).toEqual([]);
  });
}

test("a finger drags a tip and scrolls elsewhere, and nothing is too wide at 320 px @phone", async ({
  page,
}) => {
  const chapter = await open(page);
  // Against the figure's own place: figures above may still be taking theirs.
  const scrolled = async () => -Math.round((await chapter.element.boundingBox())?.y ?? 0);
  await key(chapter, "street").scrollIntoViewIfNeeded();
  const still = await scrolled();
  const before = (await chapter.settings()).keys[2] ?? [];
  await dragFinger(page, key(chapter, "street"), -20, -60);
  const after = (await chapter.settings()).keys[2] ?? [];
  expect(after[0]).toBeLessThan(before[0] ?? 0);
  expect(after[1]).toBeGreaterThan(before[1] ?? 0);
  expect(await scrolled()).toBe(still);

  const target = await chapter.element.locator(".target").first().boundingBox();
  expect(Math.min(target?.width ?? 0, target?.height ?? 0)).toBeGreaterThanOrEqual(44);
  const settled = await chapter.settings();
  await dragFinger(page, chapter.element.locator(".equation"), 0, -120);
  await expect.poll(scrolled).toBeGreaterThan(still);
  expect(await chapter.settings()).toEqual(settled);

  await page.setViewportSize({ width: 320, height: 640 });
  expect(await chapter.isTooWide()).toBe(false);
});
