// `<attention-projections>`: what is shown is x W, number by number, and a turn moves every query
// and key and no score. (page 5, 11, 12, 14–16, 19, 20)

import type { Page } from "@playwright/test";
import type { Matrix, Scenario, Turned } from "../../www/engine/index";
import type { Model } from "../../www/figures/explainer/model";
import type { ProjectionsSettings } from "../../www/figures/projections/result";
import { Chapter } from "./support/chapter";
import { isRounded } from "./support/printed";
import { expect, test } from "./support/test";

const open = (page: Page) => new Chapter<ProjectionsSettings>(page, "attention-projections").open();
type Projections = Chapter<ProjectionsSettings>;

type Step = "embedded" | "w_q" | "w_k" | "w_v" | "q" | "k" | "v" | "scores" | "weights" | "output";

/** A step's rows, before the turn or after it. */
function rows(chapter: Projections, step: Step, when: "model" | "after" = "model") {
  return chapter.element.evaluate(
    (figure, [name, at]) => {
      const { result, settings } = figure as unknown as {
        result: { model: Model; after: Model };
        settings: { head: number };
      };
      const { rows, cols, values }: Matrix = result[at].read(name, settings.head);
      return Array.from({ length: rows }, (_, i) => [
        ...values.subarray(i * cols, i * cols + cols),
      ]);
    },
    [step, when] as const,
  );
}

const turned = (chapter: Projections) =>
  chapter.element.evaluate((figure) => {
    const { result } = figure as unknown as { result: { turned: Turned | null } };
    return result.turned && { ...result.turned };
  });

/** The printed numbers of a table. */
const printed = (chapter: Projections, name: string | RegExp) =>
  chapter.element.getByRole("grid", { name }).locator("tbody td").allTextContents();

const product = (x: number[], w: number[][]) =>
  (w[0] ?? []).map((_, j) => x.reduce((sum, value, i) => sum + value * (w[i]?.[j] ?? 0), 0));

async function expectProducts(chapter: Projections, token: number, word: string) {
  const x = (await rows(chapter, "embedded"))[token] ?? [];
  for (const letter of ["q", "k", "v"] as const) {
    const expected = product(x, await rows(chapter, `w_${letter}`));
    const cells = await printed(chapter, `${letter} of ${word}`);
    expect(cells.length).toBe(expected.length);
    cells.forEach((cell, j) =>
      expect(isRounded(cell, expected[j] ?? NaN), `${letter}[${j}] ${cell}`).toBe(true),
    );
  }
}

test("one component moves q, k and v, each to x W @desktop", async ({ page }) => {
  const chapter = await open(page);
  await expectProducts(chapter, 6, "it");
  const before = await printed(chapter, "q of it");
  await chapter.slider("verb").press("End");
  await chapter.field("alive of it").fill("-0.75");
  await chapter.field("alive of it").blur();
  const { scenario } = await chapter.settings();
  expect(scenario.vectors[6]?.slice(0, 4)).toEqual([0, 2, 1, -0.75]);
  await expectProducts(chapter, 6, "it");
  expect(await printed(chapter, "q of it")).not.toEqual(before);
  await chapter.button("Undo").press("Enter");
  await chapter.button("Undo").press("Enter");
  expect(await printed(chapter, "q of it")).toEqual(before);

  await chapter.button("street").click();
  await expectProducts(chapter, 4, "street");
  // The arithmetic follows: its total is the open cell's number.
  const cell = chapter.element.getByRole("grid", { name: "k of street" }).locator("tbody td");
  await cell.first().click();
  await expect(chapter.element.locator(".why tfoot .product")).toHaveText("1.20");
});

test("queries and keys turn, scores and weights stay, and so with values and W_O @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const [scores, weights] = [await printed(chapter, /^scores/), await printed(chapter, /^weights/)];
  const [q, k] = [await rows(chapter, "q"), await rows(chapter, "k")];
  await chapter.field("Turn, in degrees").fill("37");
  await chapter.field("Stretch of the first component").fill("2");
  await chapter.field("Stretch of the first component").blur();

  // (x, y) → (2 (x cos − y sin), x sin + y cos) for queries, ½ for keys.
  const [cos, sin] = [Math.cos((37 * Math.PI) / 180), Math.sin((37 * Math.PI) / 180)];
  for (const [before, after, stretch] of [
    [q, await rows(chapter, "q", "after"), 2],
    [k, await rows(chapter, "k", "after"), 0.5],
  ] as const) {
    before.forEach(([x = 0, y = 0, z], i) => {
      const [turnedX = NaN, turnedY = NaN, turnedZ] = after[i] ?? [];
      expect(Math.abs(turnedX - stretch * (x * cos - y * sin))).toBeLessThan(1e-12);
      expect(Math.abs(turnedY - (x * sin + y * cos))).toBeLessThan(1e-12);
      expect(turnedZ).toBe(z);
    });
  }
  expect(await printed(chapter, /^scores/)).toEqual(scores);
  expect(await printed(chapter, /^weights/)).toEqual(weights);
  const changes = await turned(chapter);
  expect(changes?.scores_difference).toBeLessThan(1e-12);
  // Its summands did move, and their sum did not.
  const compare = chapter.element.locator(".compare");
  expect(await compare.locator(".moved").count()).toBeGreaterThan(0);
  const [was, is] = await compare.locator("tfoot td").allTextContents();
  expect(is).toBe(was);

  await chapter.element.getByRole("radio", { name: /W/ }).last().check({ force: true });
  expect((await chapter.settings()).values).toBe(true);
  expect((await turned(chapter))?.output_difference).toBeLessThan(1e-12);
  expect(await rows(chapter, "v", "after")).not.toEqual(await rows(chapter, "v"));
  const output = (await rows(chapter, "output"))[6] ?? [];
  (await printed(chapter, /^output/)).forEach((cell, j) =>
    expect(isRounded(cell, output[j] ?? NaN), cell).toBe(true),
  );
});

test("an arrow is turned by dragging it and by keys; a turn is no part of the sentence @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const handle = chapter.slider("angle of the turn");
  await handle.scrollIntoViewIfNeeded();
  const [tip, plane] = [
    await handle.boundingBox(),
    await chapter.element.locator("svg.plane").boundingBox(),
  ];
  if (!tip || !plane) throw new Error("the plane is not on the screen");
  const [x, y] = [tip.x + tip.width / 2, tip.y + tip.height / 2];
  const [dx, dy] = [x - plane.x - plane.width / 2, y - plane.y - plane.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  // A quarter counter-clockwise, on the screen whose y points down.
  await page.mouse.move(x - dx + dy, y - dy - dx, { steps: 5 });
  await page.mouse.up();
  expect(Math.abs((await chapter.settings()).angle - 90)).toBeLessThanOrEqual(1);
  await handle.press("ArrowRight");
  const { angle, scenario } = await chapter.settings();
  expect(Math.abs(angle - 85)).toBeLessThanOrEqual(1);
  expect(scenario.weights).toEqual({ preset: "grammar", seed: 7 });
  await chapter.button("Undo").click();
  await chapter.button("Undo").click();
  expect((await chapter.settings()).angle).toBe(0);
});

test("the challenge is judged by the queries, and the sentence is the workbench's @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const challenge = chapter.element.locator(".challenge");
  await expect(challenge).not.toHaveClass(/met/);
  await chapter.button("street").click();
  await chapter.field(/^noun of street/).fill("0");
  await chapter.field("pronoun of street").fill("0.5");
  await chapter.field("pronoun of street").blur();
  // The same direction, half as long.
  await expect(challenge).toContainText("0°");
  await expect(challenge).not.toHaveClass(/met/);
  await chapter.field("pronoun of street").fill("1");
  await chapter.field("pronoun of street").blur();
  await expect(challenge).toHaveClass(/met/);
  const q = await rows(chapter, "q");
  expect(q[4]).toEqual(q[6]);

  const workbench = page.locator("attention-explainer");
  await workbench.scrollIntoViewIfNeeded();
  await expect
    .poll(() =>
      workbench.evaluate(
        (figure) => (figure as unknown as { scenario: Scenario }).scenario.vectors[4],
      ),
    )
    .toEqual((await chapter.settings()).scenario.vectors[4]);
});

test("the prediction turns by a right angle; what is refused is named @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  await chapter.button("They stay as they are").click();
  expect((await chapter.settings()).angle).toBe(90);
  await expect(chapter.element.locator(".answer")).toContainText(/So it is.*largest change/s);
  const before = await chapter.summary.textContent();
  for (const [property, value, field] of [
    ["angle", 361, "angle"],
    ["stretch", 0, "stretch"],
    ["token", 9, "row"],
    ["head", 2, "head"],
    ["settings", { scenario: { heads: 0 } }, "heads"],
  ] as const) {
    const message = await chapter.refusal(property, value);
    expect(message, property).toContain(`${field}: expected`);
  }
  expect(await chapter.summary.textContent()).toBe(before);
});

test("wide heads, many words, own vectors and one component are drawn too @desktop", async ({
  page,
}) => {
  const chapter = await open(page);
  const tokens = Array.from({ length: 40 }, (_, i) => `w${i}`);
  const vectors = tokens.map((_, i) => Array.from({ length: 20 }, (_, j) => Math.sin(i + 3 * j)));
  const scenario = { tokens, vectors, d_k: 64, heads: 8, kv_heads: 2, weights: { seed: 3 } };
  await chapter.set({ scenario: scenario as unknown as Scenario, token: 3, angle: 10 });
  await chapter.element.getByRole("combobox").selectOption({ index: 39 });
  expect((await chapter.settings()).token).toBe(39);
  await chapter.button("next components").click();
  await expect(chapter.element).toContainText("9–16");
  await expect(chapter.summary).not.toContainText(/NaN|Infinity|undefined/);
  await chapter.set({ scenario: { d_k: 1, d_v: 1 } as Scenario, token: 0, angle: 0 });
  await expect(chapter.element).toContainText("at least two components");
  await expect(chapter.summary).toContainText("asks for nothing");
});

for (const theme of ["light", "dark"] as const) {
  test(`axe finds nothing in it, ${theme} @desktop`, async ({ page }) => {
    await page.emulateMedia({ colorScheme: theme });
    const chapter = await open(page);
    expect(await chapter.violations()).toEqual([]);
    await chapter.set({ angle: 40, values: true });
    expect(await chapter.violations()).toEqual([]);
  });
}

test("a finger chooses a word, a matrix and a number; nothing is too wide at 320 px @phone", async ({
  page,
}) => {
  const chapter = await open(page);
  await chapter.button("animal").tap();
  await chapter.element.getByRole("radio").nth(1).tap();
  await expect(chapter.element.getByRole("grid", { name: /^W K/ })).toBeVisible();
  const slider = chapter.slider("alive");
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error("the slider is not on the screen");
  await page.touchscreen.tap(box.x + 3, box.y + box.height / 2);
  expect((await chapter.settings()).scenario.vectors[1]?.[3]).toBeLessThan(-1.5);
  await page.setViewportSize({ width: 320, height: 640 });
  expect(await chapter.isTooWide()).toBe(false);
});
