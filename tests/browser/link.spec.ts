/** The address holds what the reader changed, and gives it back (page 25, issue 5). */
import type { Page } from "@playwright/test";
import { BLOG, serveBlog } from "./support/host";
import { expect, Figure, test } from "./support/test";
import { Chapter } from "./support/chapter";

const hash = (page: Page) => new URL(page.url()).hash;
const said = async (page: Page, tag: string) =>
  (await page.locator(tag).locator(".summary").textContent())?.replace(/\s+/g, " ").trim();

test("a change is in the address, and the address gives it back", async ({
  page,
  context,
  complaints,
}) => {
  const chapter = await new Chapter(page, "attention-scaling").open();
  expect(hash(page)).toBe("");
  await chapter.slider("Key size").press("ArrowRight");
  await expect.poll(() => hash(page)).toBe("#v1/attention-scaling?d_k=96");
  await page.evaluate(() => document.querySelector("attention-explainer")?.scrollIntoView());
  await page.locator("attention-explainer").getByRole("button", { name: "Next" }).click();
  await expect.poll(() => hash(page)).toContain("step=scaled");
  const explainer = await said(page, "attention-explainer");
  const scaling = await said(page, "attention-scaling");

  const other = await context.newPage();
  other.on("pageerror", (error) => complaints.push(error.message));
  await other.goto(page.url());
  const opened = await new Chapter(other, "attention-scaling").ready();
  await expect.poll(() => said(other, "attention-scaling")).toBe(scaling);
  expect(await said(other, "attention-explainer")).toBe(explainer);
  expect(await opened.settings()).toMatchObject({ d_k: 96 });
  expect(await other.locator("attention-explainer").getAttribute("step")).toBeNull();
  expect(await other.evaluate(() => document.querySelector("attention-explainer")?.step)).toBe(
    "scaled",
  );
  await opened.button("Undo").click();
  expect(await opened.settings()).toMatchObject({ d_k: 64 });
});

test("back undoes and forward does it again, along with the figure's own undo", async ({
  page,
}) => {
  const chapter = await new Chapter(page, "attention-scaling").open();
  for (const at of [96, 128]) {
    await chapter.slider("Key size").press("ArrowRight");
    await expect.poll(() => hash(page)).toContain(`d_k=${at}`);
  }
  await page.goBack();
  await expect.poll(() => chapter.settings()).toMatchObject({ d_k: 96 });
  await page.goBack();
  await expect.poll(() => chapter.settings()).toMatchObject({ d_k: 64 });
  expect(hash(page)).toBe("");
  await expect(chapter.button("Undo")).toBeDisabled();
  await page.goForward();
  await expect.poll(() => chapter.settings()).toMatchObject({ d_k: 96 });
  // The figure's own way back is a change like any other.
  await chapter.button("Undo").click();
  await expect.poll(() => hash(page)).toBe("");
  await page.goBack();
  await expect.poll(() => chapter.settings()).toMatchObject({ d_k: 96 });
});

test("places keep their addresses, and lose no state", async ({ page }) => {
  const chapter = await new Chapter(page, "attention-scaling").open();
  await chapter.slider("Key size").press("ArrowRight");
  await expect.poll(() => hash(page)).toContain("d_k=96");
  await page.evaluate(() => (location.hash = "softmax"));
  await expect.poll(() => hash(page)).toBe("#softmax");
  expect(await chapter.settings()).toMatchObject({ d_k: 96 });
  await page.goBack();
  await expect.poll(() => hash(page)).toContain("d_k=96");
  expect(await chapter.settings()).toMatchObject({ d_k: 96 });
  await page.goBack();
  await expect.poll(() => chapter.settings()).toMatchObject({ d_k: 64 });

  // A state that the prose talks about is one step back.
  await page.locator("a[data-scenario]").first().click();
  await expect.poll(() => hash(page)).toContain("attention-explainer?d_k=512");
  await page.goBack();
  await expect
    .poll(() => page.evaluate(() => document.querySelector("attention-explainer")?.scenario.d_k))
    .toBe(4);
});

for (const [fragment, words] of [
  ["v1/attention-explainer?heads=99999", /“Attention, step by step”|heads/],
  ["v1/attention-explainer?head=7", /head: expected a whole number below 2, got 7/],
  ["v1/attention-explainer?__proto__=1", /there is no parameter "__proto__"/],
  ["v1/constructor?x=1", /a figure that this page does not have/],
  ["v2/attention-explainer?heads=3", /expected a link of version v1/],
  [`v1/attention-explainer?tokens=${"a,".repeat(5000)}a`, /tokens: expected/],
] as const) {
  test(`a broken link is said: ${fragment.slice(0, 40)}`, async ({ page }) => {
    await page.goto(`/#${fragment}`);
    const notice = page.getByRole("alert").first();
    await expect(notice).toContainText(words);
    // It lies over the article, which must not show through.
    const paper = await page.evaluate(
      () => getComputedStyle(document.body.parentElement as Element).backgroundColor,
    );
    await expect(notice).toHaveCSS("background-color", paper);
    expect(paper).toMatch(/^rgb\(/);
    const scenario = await page.evaluate(async () => {
      const figure = document.querySelector("attention-explainer");
      await figure?.ready;
      return [figure?.scenario.heads, figure?.scenario.tokens.length];
    });
    expect(scenario).toEqual([2, 9]);
    await notice.getByRole("button", { name: "Close" }).click();
    await expect(notice).toHaveCount(0);
  });
}

test("a browser that limits addresses stops nothing", async ({ page }) => {
  await page.addInitScript(() => {
    history.pushState = history.replaceState = () => {
      throw new DOMException("Too many calls", "SecurityError");
    };
  });
  const chapter = await new Chapter(page, "attention-scaling").open();
  await chapter.slider("Key size").press("ArrowRight");
  await chapter.slider("Key size").press("ArrowRight");
  await page.waitForTimeout(600);
  expect(await chapter.settings()).toMatchObject({ d_k: 128 });
  expect(hash(page)).toBe("");
});

test("the dialog has the address of the figure, and of the page where more was changed", async ({
  page,
}) => {
  const chapter = await new Chapter(page, "attention-scaling").open();
  const addresses = async () => {
    await chapter.button("Link").click();
    const texts = chapter.element.getByRole("dialog").locator("pre");
    await expect(texts.first()).toBeVisible();
    const shown = await texts.allTextContents();
    await page.keyboard.press("Escape");
    return shown.map((address) => new URL(address).hash);
  };
  expect(await addresses()).toEqual(["#scaling"]);
  await chapter.slider("Key size").press("ArrowRight");
  expect(await addresses()).toEqual(["#v1/attention-scaling?d_k=96"]);
  await page.evaluate(async () => {
    const hero = document.querySelector("attention-explainer");
    await hero?.ready;
    hero?.restore({ settings: { temperature: 2 }, view: {} });
  });
  expect(await addresses()).toEqual([
    "#v1/attention-scaling?d_k=96",
    "#v1/attention-explainer?temperature=2/attention-scaling?d_k=96",
  ]);
});

test("on another's page the link leads to the article beside the script", async ({
  page,
  baseURL,
}) => {
  await serveBlog(page, baseURL, '<attention-explainer heads="4"></attention-explainer>');
  await page.goto(BLOG);
  const figure = await new Figure(page).ready();
  await figure.button("Link").click();
  const shown = figure.element.getByRole("dialog").locator("pre");
  await expect(shown).toHaveCount(1);
  const { pathname, hash } = new URL((await shown.textContent()) ?? "");
  expect(pathname).toMatch(/\/index\.html$/);
  expect(hash).toMatch(/^#v1\/attention-explainer\?heads=4(&|$)/);
  expect(new URL(page.url()).hash).toBe("");
});
