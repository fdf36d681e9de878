// The page around the figures: equations, the place in the contents, terms that mark their
// counterparts, paper. (page 1, 6, 7, 8; a11y 1, 18, 19)

import type { Locator } from "@playwright/test";
import { expect, test } from "./support/test";

const background = (locator: Locator) =>
  locator.evaluate((element) => getComputedStyle(element).backgroundColor);
const CLEAR = "rgba(0, 0, 0, 0)";
const expectMarked = (locator: Locator) =>
  expect.poll(() => background(locator.first())).not.toBe(CLEAR);
const expectUnmarked = (locator: Locator) =>
  expect.poll(() => background(locator.first())).toBe(CLEAR);

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("page 1, 6; a11y 19: equations are MathML, and Q, K, V keep their hue in them @desktop", async ({
    page,
  }) => {
    await page.goto("/");
    const text = await page.locator("main").innerText();
    expect(text).not.toContain("$");
    expect(text).not.toContain("\\");
    const equation = page.locator("#blend math[display=block]");
    expect((await equation.textContent())?.replace(/\s/g, "")).toBe(
      "Attention(Q,K,V)=softmax(QKTdk)V",
    );
    for (const letter of ["q", "k", "v"]) {
      const hues = await page
        .locator(`main math .${letter}`)
        .evaluateAll((all) => all.map((each) => getComputedStyle(each).color));
      expect(new Set(hues).size).toBe(1);
      expect(hues.length).toBeGreaterThan(3);
      const named = page.locator(`main math .${letter}`).filter({ hasText: RegExp(letter, "i") });
      expect(await named.count()).toBe(hues.length);
    }
    // No style attribute: the page's policy would drop it, with a word on the console.
    expect(await page.locator("[style]").count()).toBe(0);
  });

  test("each verdict is one of three, and each claim has its nuance @desktop", async ({ page }) => {
    await page.goto("/");
    const notes = page.locator(".note");
    expect(await notes.count()).toBeGreaterThan(20);
    for (const note of await notes.all()) {
      const said = note.locator(".verdict > strong");
      await expect(said).toHaveText(/^(holds|needs care|does not hold)$/);
      expect((await note.locator("p").last().textContent())?.trim()).toMatch(/\w.*[.)]$/s);
    }
  });
});

test("the contents say which chapter you read and how far into it you are", async ({ page }) => {
  await page.goto("/");
  const contents = page.getByRole("navigation", { name: "Contents" });
  const current = contents.locator("[aria-current]");
  await expect(current).toHaveText("Workbench");
  const read = async () =>
    Number.parseFloat(
      await current.evaluate((each) => getComputedStyle(each).getPropertyValue("--read")),
    );
  for (const [link, id] of [
    ["Softmax", "softmax"],
    ["Score", "score"],
  ] as const) {
    await contents.getByRole("link", { name: link }).click();
    await expect(current).toHaveText(link);
    await expect(current).toBeInViewport();
    const atStart = await read();
    await page
      .locator(`#${id} .takeaway`)
      .evaluate((each) => each.scrollIntoView({ block: "start" }));
    await expect.poll(read).toBeGreaterThan(atStart + 20);
  }
  await expect(contents.locator(".read")).toHaveText(["Workbench", "Librarian", "Q, K, V"]);
});

test("page 7, 8: a term marks its symbols by mouse, focus and Enter, and Escape ends it @desktop", async ({
  figure: { page },
}) => {
  const query = page.getByRole("button", { name: "query" }).first();
  const symbol = page.locator("#vectors math .q");
  const other = page.locator("#vectors math .k");
  await query.hover();
  await expectMarked(symbol);
  await expectUnmarked(other);
  await page.getByRole("heading", { level: 2, name: "Queries" }).hover();
  await expectUnmarked(symbol);

  // From the equation to the word.
  await symbol.first().hover();
  await expectMarked(query);
  await page.getByRole("heading", { level: 2, name: "Queries" }).hover();
  await expectUnmarked(query);

  await query.focus();
  await expectMarked(symbol);
  await page.keyboard.press("Enter");
  await expect(query).toHaveAttribute("aria-pressed", "true");
  await page.keyboard.press("Tab");
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await expectMarked(symbol);
  await page.keyboard.press("Escape");
  await expectUnmarked(symbol);
  await expect(query).toHaveAttribute("aria-pressed", "false");
});

test("page 8: a tap marks a term's symbols, and the next tap ends it @phone", async ({
  figure: { page },
}) => {
  const value = page.getByRole("button", { name: "value" }).first();
  const symbol = page.locator("#vectors math .v");
  await value.tap();
  await expectMarked(symbol);
  await value.tap();
  await expectUnmarked(symbol);
});

test("page 7: what the text points at is marked in the figure, and the other way round @desktop", async ({
  figure,
}) => {
  const { page, element } = figure;
  const key = page.locator("[data-term=k][role=button]").first();
  const caption = element.locator(".field[data-step=k] .caption .symbol");
  const line = () => caption.evaluate((each) => getComputedStyle(each).textDecorationThickness);
  await figure.goTo("weights");
  const plain = await line();
  await element.evaluate((each) => each.scrollIntoView());
  await key.evaluate((each) => each.focus({ preventScroll: true }));
  await expect.poll(line).not.toBe(plain);
  await key.evaluate((each) => each.blur());
  await expect.poll(line).toBe(plain);

  await element.locator(".field[data-step=k] .cells").hover();
  await expectMarked(key);
  await element.locator(".field[data-step=v] .cells").hover();
  await expectUnmarked(key);
  await expectMarked(page.locator("[data-term=v][role=button]"));
});

test("on paper there is nothing to press, and what is folded away is open @desktop", async ({
  figure: { page, element },
}) => {
  await page.emulateMedia({ media: "print" });
  await expect(page.getByRole("navigation", { name: "Contents" })).toBeHidden();
  await expect(page.getByRole("group", { name: "Colors" })).toBeHidden();
  for (const control of await element.locator("input, select, [role=toolbar] button").all())
    await expect(control).toBeHidden();
  await expect(page.locator("details p").first()).toBeVisible();
  const url = page.getByRole("contentinfo").getByRole("link").first();
  const printed = await url.evaluate((each) => getComputedStyle(each, "::after").content);
  expect(printed).toContain("https://arxiv.org/abs/1706.03762");
});
