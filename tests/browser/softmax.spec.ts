// `<attention-softmax>` against the closed forms of claims 12, 15 and 37. (page 5, 10–12, 14–16, 19,
// 24; a11y 1–3, 5, 7, 17, 20)

import type { Page } from "@playwright/test";
import type { Shares } from "../../www/engine/index";
import type { SoftmaxState } from "../../www/figures/softmax/settings";
import { softmaxStrings as strings } from "../../www/strings/softmax";
import { Chapter } from "./support/chapter";
import { dragFinger, dragMouse, numbersIn } from "./support/pointer";
import { expect, test } from "./support/test";

const THREE = { labels: ["a", "b", "c"], scores: [2, 1, 0] };

const open = (page: Page) => new Chapter<SoftmaxState>(page, "attention-softmax").open();

const resultOf = (chapter: Chapter<SoftmaxState>) =>
  chapter.element.evaluate((figure) => (figure as unknown as { result: Shares }).result);

/** A row of the table as it is printed. */
const row = async ({ element }: Chapter<SoftmaxState>, name: string) =>
  (await element.locator(`.${name}-row .number-cell`).allTextContents()).map((text) => text.trim());

const bar = (chapter: Chapter<SoftmaxState>, label: string) =>
  chapter.slider(strings.barName(label));
const score = (chapter: Chapter<SoftmaxState>, label: string) =>
  chapter.field(strings.scoreOf(label));

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

test("scores become shares by the closed form, at every temperature @desktop", async ({ page }) => {
  const chapter = await open(page);
  await chapter.set({ ...THREE, temperature: 1 });
  // CLAIMS row iii.
  expect(await row(chapter, "weights")).toEqual([".6652", ".2447", ".0900"]);
  expect(await row(chapter, "exps")).toEqual(["1", ".3679", ".1353"]);
  await expect(chapter.element.locator(".exps-row .together")).toHaveText("1.5032");
  await expect(chapter.element.locator(".rounding")).toContainText(".9999");
  expect(await row(chapter, "lookup")).toEqual(["1", "0", "0"]);

  for (const temperature of [0.05, 0.1, 0.7, 3, 100]) {
    await chapter.field(strings.temperatureName).fill(String(temperature));
    await chapter.field(strings.temperatureName).blur();
    const exps = THREE.scores.map((each) => Math.exp((each - 2) / temperature));
    const { weights } = await resultOf(chapter);
    expect(sum(weights)).toBeCloseTo(1, 14);
    const printed = await row(chapter, "weights");
    exps.forEach((exp, i) => {
      const weight = exp / sum(exps);
      expect(weights[i]).toBeCloseTo(weight, 14);
      if (weight >= 0.00005 && weight < 0.99995)
        expect(numbersIn(printed[i] ?? null)[0]).toBeCloseTo(weight, 4);
    });
    if (temperature === 0.1) {
      expect(weights[0]).toBeGreaterThan(0.9999);
      // Neither all nor nothing, and not printed as if it were.
      expect(printed).toEqual([">\u202f.9999", "<\u202f.0001", "<\u202f.0001"]);
    }
  }
});

test("at temperature 0 the best take all, and those that tie share it @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  await chapter.slider(/^temperature/).press("Home");
  expect((await chapter.settings()).temperature).toBe(0);
  expect(await row(chapter, "weights")).toEqual(["1", "0", "0", "0", "0"]);
  await chapter.button("make the best two tie").click();
  expect(await row(chapter, "weights")).toEqual([".5000", "0", ".5000", "0", "0"]);
  expect(await row(chapter, "lookup")).toEqual([".5000", "0", ".5000", "0", "0"]);
  await expect(chapter.summary).toContainText("50.0");
  await chapter.set({ labels: ["a", "b", "c", "d"], scores: [4, 4, 4, 1], temperature: 0 });
  expect((await resultOf(chapter)).weights).toEqual([1 / 3, 1 / 3, 1 / 3, 0]);
});

test("a shift moves every bar and no weight; a masked key gets exactly 0 and the rest shares anew @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const [weights, exps] = [await row(chapter, "weights"), await row(chapter, "exps")];
  const before = await resultOf(chapter);
  await chapter.button("They stay as they are").click();
  const { shift } = await chapter.settings();
  expect(shift).toBe(10);
  expect(await row(chapter, "weights")).toEqual(weights);
  expect(await row(chapter, "exps")).toEqual(exps);
  await expect(chapter.element.locator(".bar-value").first()).toHaveText("13.04");
  (await resultOf(chapter)).weights.forEach((weight, i) =>
    expect(weight).toBeCloseTo(before.weights[i] ?? 0, 12),
  );
  await chapter.button("Reset").click();

  const mask = chapter.element.getByRole("checkbox", { name: strings.maskOf("animal") });
  await mask.check();
  const rest = 1 - (before.weights[0] ?? 0);
  const after = await resultOf(chapter);
  expect(after.weights[0]).toBe(0);
  expect((await row(chapter, "weights"))[0]).toBe("0");
  expect((await row(chapter, "scaled"))[0]).toBe("\u2212∞");
  before.weights
    .slice(1)
    .forEach((weight, i) => expect(after.weights[i + 1]).toBeCloseTo(weight / rest, 12));
  await expect(bar(chapter, "animal")).toHaveCount(0);
  await mask.uncheck();
  expect(await row(chapter, "weights")).toEqual(weights);
});

test("a bar's top is dragged, tapped to, moved by keys and typed @desktop", async ({ page }) => {
  const chapter = await open(page);
  const before = await chapter.settings();
  await dragMouse(page, bar(chapter, "because"), 0, -40);
  const { scores } = await chapter.settings();
  expect(scores[3]).toBeGreaterThan(-1);
  expect(scores.toSpliced(3, 1)).toEqual(before.scores.toSpliced(3, 1));
  await expect(score(chapter, "because")).toHaveValue(String(scores[3]));
  await chapter.button("Undo").click();
  expect(await chapter.settings()).toEqual(before);

  const column = chapter.element.locator(".bar-handle").nth(1);
  const box = await column.boundingBox();
  await column.click({ position: { x: 10, y: (box?.height ?? 0) / 4 } });
  expect((await chapter.settings()).scores[1]).toBeGreaterThan(1);

  await bar(chapter, "street").press("ArrowUp");
  await bar(chapter, "street").press("PageDown");
  expect((await chapter.settings()).scores[2]).toBeCloseTo(1.56 + 0.1 - 1, 9);
  await score(chapter, "hungry").fill("3.5");
  await score(chapter, "hungry").blur();
  expect((await chapter.settings()).scores[4]).toBe(3.5);
  await expect(bar(chapter, "hungry")).toHaveAttribute("aria-valuenow", "3.5");
});

test("the challenge is met by a small lead and a low temperature @desktop", async ({ page }) => {
  const chapter = await open(page);
  const challenge = chapter.element.locator(".challenge");
  await chapter.button("cool it to 0.1").click();
  await expect(challenge).not.toHaveClass(/met/);
  await score(chapter, "street").fill("2.54");
  await score(chapter, "street").blur();
  const { weights } = await resultOf(chapter);
  expect(weights[0]).toBeGreaterThan(0.99);
  await expect(challenge).toHaveClass(/met/);
  await chapter.field(strings.temperatureName).fill("1");
  await chapter.field(strings.temperatureName).blur();
  await expect(challenge).not.toHaveClass(/met/);
});

test("what is refused is said by name, and the last good state stays @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const before = await row(chapter, "weights");
  const cases: [string, unknown, RegExp][] = [
    ["scores", [1, NaN], /^scores\[1\]: expected/],
    ["scores", [], /^scores: expected/],
    ["temperature", -1, /^temperature: expected 0, or a number/],
    ["shift", Infinity, /^shift: expected/],
    ["masked", [0, 1, 2, 3, 4], /^scores: expected at least one key that is not masked/],
    ["masked", [7], /^masked: expected a list of whole numbers from 0 to 4/],
    ["labels", "animal", /^labels: expected a list of words/],
  ];
  for (const [property, value, sentence] of cases)
    expect(await chapter.refusal(property, value), property).toMatch(sentence);
  expect(await row(chapter, "weights")).toEqual(before);

  // The last key that is left cannot be masked, and the figure says so where it happens.
  for (const label of ["animal", "crossed", "street", "because"])
    await chapter.element.getByRole("checkbox", { name: strings.maskOf(label) }).check();
  const last = chapter.element.getByRole("checkbox", { name: strings.maskOf("hungry") });
  await last.click();
  await expect(chapter.alert).toContainText("at least one key");
  await expect(last).not.toBeChecked();
  expect(await row(chapter, "weights")).toEqual(["0", "0", "0", "0", "1"]);
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing in it, ${theme} @desktop`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    const chapter = await open(page);
    expect(await chapter.violations()).toEqual([]);
    await chapter.set({ masked: [1], temperature: 4, shift: 3 });
    await chapter.button("They all grow").click();
    expect(await chapter.violations()).toEqual([]);
  });
}

test("a finger drags a top and scrolls elsewhere, and nothing is too wide at 320 px @phone", async ({
  page,
}) => {
  const chapter = await open(page);
  await bar(chapter, "street").scrollIntoViewIfNeeded();
  const scrolled = async () => -Math.round((await chapter.element.boundingBox())?.y ?? 0);
  const still = await scrolled();
  await dragFinger(page, bar(chapter, "street"), 0, -30);
  expect((await chapter.settings()).scores[2]).toBeGreaterThan(1.6);
  expect(await scrolled()).toBe(still);
  const settled = await chapter.settings();
  await dragFinger(page, chapter.element.locator(".scaled-row"), 0, -120);
  await expect.poll(scrolled).toBeGreaterThan(still);
  expect(await chapter.settings()).toEqual(settled);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await chapter.isTooWide()).toBe(false);
});
