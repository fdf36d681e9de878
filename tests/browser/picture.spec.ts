// A figure leaves the page as a picture: everything that is seen, as text and shapes, alone.

import { readFile } from "node:fs/promises";
import { BLOG, serveBlog } from "./support/host";
import {
  digitsIn,
  forbidden,
  openAlone,
  pictureOf,
  pixelDifference,
  settle,
  type Word,
} from "./support/picture";
import { expect, Figure, test } from "./support/test";

const TAGS = [
  "attention-explainer",
  "attention-librarian",
  "attention-projections",
  "attention-dot-product",
  "attention-scaling",
  "attention-softmax",
  "attention-blend",
  "attention-heads",
];

/** Around the drawing, in pixels. */
const MARGIN = 16;
/** How far a number may lie from where it is seen, in pixels. */
const SLACK = 1.5;
/** The part of the pixels that may differ: letters that a browser smooths otherwise inside an SVG. */
const TOLERANCE = 0.015;

const isAt = (one: Word, other: Word) =>
  one.text === other.text &&
  Math.abs(one.top - other.top) <= SLACK &&
  // A word that holds its middle or its end moves where a spare font has other widths.
  [one.left - other.left, one.right - other.right, one.left + one.right - other.left - other.right]
    .map(Math.abs)
    .some((by) => by <= SLACK);

for (const tag of TAGS) {
  test(`${tag}: its picture is what is seen, number by number, in both themes @desktop`, async ({
    page,
  }) => {
    test.slow();
    await page.goto("/");
    const figure = page.locator(tag).first();
    await settle(figure);
    const seen = await figure.evaluate(digitsIn);
    expect(seen.length).toBeGreaterThan(5);

    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: "light" });
      const svg = await pictureOf(figure, { theme, hasControls: true });
      await page.keyboard.press("Escape");
      const studio = await openAlone(page, svg);
      expect(await forbidden(studio), "what a picture must not hold").toEqual([]);

      const drawn = (await studio.locator("svg").evaluate(digitsIn)).map((word) => ({
        ...word,
        left: word.left - MARGIN,
        right: word.right - MARGIN,
        top: word.top - MARGIN,
      }));
      const lost = seen.filter((word) => !drawn.some((other) => isAt(word, other)));
      expect(lost, "numbers that are not where they are seen").toEqual([]);

      await page.emulateMedia({ colorScheme: theme });
      await settle(figure);
      const { width, height } = studio.viewportSize() ?? { width: 0, height: 0 };
      const size = { width: width - 2 * MARGIN, height: height - 2 * MARGIN };
      const clip = { x: MARGIN, y: MARGIN, ...size };
      const alone = await studio.screenshot({ clip });
      const { x, y } = (await figure.boundingBox()) ?? { x: 0, y: 0 };
      const scroll = await page.evaluate(() => scrollY);
      const there = { x, y: y + scroll, ...size };
      const inPlace = await page.screenshot({ fullPage: true, clip: there });
      expect(await pixelDifference(page, inPlace, alone), theme).toBeLessThan(TOLERANCE);
      await studio.close();
    }
  });
}

test("without the controls there is the title, the drawing and what it says @desktop", async ({
  page,
}) => {
  await page.goto("/");
  const figure = page.locator("attention-softmax");
  await settle(figure);
  const svg = await pictureOf(figure);
  const studio = await openAlone(page, svg);
  const text = await studio.evaluate(() =>
    [...document.querySelectorAll("text")].map((each) => each.textContent).join(" "),
  );
  const title = (await figure.getByRole("heading", { level: 3 }).textContent()) ?? "";
  expect(text).toContain(title.trim());
  expect(text).not.toMatch(/Reset|Undo|Try this/);
  // Title, summary, and the settings that it can be made from again.
  const described = await studio.evaluate(() => [
    document.querySelector("title")?.textContent,
    document.querySelector("desc")?.textContent,
  ]);
  expect(described[0]).toBe(title.trim());
  const summary = (await figure.locator(".summary").textContent()) ?? "";
  expect(described[1]?.split("\n")[0]).toBe(summary.replace(/[ \t\n]+/g, " ").trim());
  const json = described[1]?.split("\n")[1]?.replace("<attention-softmax> ", "") ?? "";
  const settings = await figure.evaluate((element) => {
    return (element as unknown as { settings: object }).settings;
  });
  expect((JSON.parse(json) as { settings: object }).settings).toEqual(settings);
});

test("labels that look like markup are words in the picture @desktop", async ({ page }) => {
  const hostile = [
    `</text><script>stolen=1</script>`,
    `"><image href=x onerror=stolen=1>`,
    "]]>&lt;\u0001",
  ];
  await page.goto("/");
  const figure = await new Figure(page).ready();
  await figure.set({ ...(await figure.scenario()), ...hostileScenario(hostile) });
  await settle(figure.element);
  const svg = await pictureOf(figure.element);
  const studio = await openAlone(page, svg);
  expect(await forbidden(studio)).toEqual([]);
  const found = await studio.evaluate(() => ({
    text: document.documentElement.textContent,
    stolen: "stolen" in window,
  }));
  expect(found.stolen).toBe(false);
  for (const label of hostile.slice(0, 2)) expect(found.text).toContain(label);
});

const hostileScenario = (tokens: string[]) => ({
  tokens,
  vectors: tokens.map((_, i) => [i, 1 - i, 0.5 * i]),
  weights: { seed: 3 },
  d_k: 2,
});

test("a PNG has the size that was chosen, and a chosen width lays the figure out anew @desktop", async ({
  page,
}) => {
  await page.goto("/");
  const figure = page.locator("attention-scaling");
  await settle(figure);
  const svg = await pictureOf(figure, { width: "360 px" });
  const [, width, height] = (/ width="(\d+)" height="(\d+)"/.exec(svg) ?? []).map(Number);
  expect(width).toBe(360 + 2 * MARGIN);
  const dialog = figure.getByRole("dialog");
  await dialog.getByLabel("PNG").selectOption("3 ×");
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Save as PNG" }).click(),
  ]);
  expect(download.suggestedFilename()).toBe("attention-scaling.png");
  const png = await readFile(await download.path());
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([
    3 * (width ?? 0),
    3 * (height ?? 0),
  ]);
  // What is laid out aside leaves nothing behind.
  await page.keyboard.press("Escape");
  expect(await page.locator("attention-scaling").count()).toBe(1);
});

test("on a page that shows no image from data, it says so and still gives the SVG @desktop", async ({
  page,
  baseURL,
  complaints,
}) => {
  const policy = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'";
  await serveBlog(page, baseURL, "<attention-dot-product></attention-dot-product>", {}, policy);
  await page.goto(BLOG);
  const figure = page.locator("attention-dot-product");
  await figure.getByRole("toolbar").getByRole("button", { name: "Picture" }).click();
  const dialog = figure.getByRole("dialog");
  await expect(dialog.getByText("policy allows no image")).toBeVisible({ timeout: 20_000 });
  await expect(dialog.getByRole("button", { name: "Save as PNG" })).toBeDisabled();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    dialog.getByRole("button", { name: "Save as SVG" }).click(),
  ]);
  const svg = await readFile(await download.path(), "utf8");
  expect(svg).toContain("<text");
  // The host's font is named, and not taken along.
  expect(svg).not.toContain("@font-face");
  expect(complaints.splice(0).join()).toContain("img-src");
});
