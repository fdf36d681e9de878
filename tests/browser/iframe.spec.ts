// Figures in iframes, on somebody's page that lets no script of ours run but the one that sets
// heights. (widget 19, 20, 25)

import type { FrameLocator, Page } from "@playwright/test";
import { load } from "attention-explainer/engine";
import { BLOG, FIGURES, serveFrames } from "./support/host";
import { expect, Figure, test } from "./support/test";

const frame = (query: string, name: string) =>
  `<iframe name="${name}" title="${name}" sandbox="allow-scripts" width="100%" src="${FIGURES}/embed.html${query}"></iframe>`;

/** Fails on anything but requests to where the figures come from. */
function onlyFrom(figures: string, complaints: string[]): void {
  expect(complaints.filter((text) => !text.startsWith(`to another origin: ${figures}/`))).toEqual(
    [],
  );
  complaints.splice(0);
}

const heightOf = (page: Page, name: string) =>
  page.locator(`iframe[name=${name}]`).evaluate((iframe) => iframe.clientHeight);

/** How tall the page inside is. */
const contentOf = (inside: FrameLocator) =>
  inside.locator("main").evaluate((main) => Math.ceil(main.getBoundingClientRect().height));

test("widget 19, 20: several sandboxed frames show their figures, each as tall as it is @desktop", async ({
  page,
  baseURL,
  complaints,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await serveFrames(
    page,
    baseURL,
    frame("", "first") + frame("?figure=attention-softmax&scores=3,2,1&temperature=2", "second"),
  );
  await page.goto(BLOG);
  const first = page.frameLocator("[name=first]");
  const second = page.frameLocator("[name=second]");
  await expect(first.locator("attention-explainer").locator(".summary")).toContainText("animal");
  await expect(second.locator("attention-softmax").locator(".summary")).not.toBeEmpty();

  const origins = await Promise.all(
    [first, second].map((inside) => inside.locator("main").evaluate(() => self.origin)),
  );
  expect(origins).toEqual(["null", "null"]);
  // The attributes reached the figure, and its wasm computed.
  const engine = await load();
  const shares = engine.experiments.softmax({ scores: [3, 2, 1], temperature: 2 });
  const shown = await second
    .locator("attention-softmax")
    .evaluate((figure) => (figure as HTMLElementTagNameMap["attention-softmax"]).result.weights);
  expect(shown).toEqual(shares.weights);

  for (const [name, inside] of [
    ["first", first],
    ["second", second],
  ] as const) {
    await page.locator(`iframe[name=${name}]`).scrollIntoViewIfNeeded();
    await expect.poll(async () => (await heightOf(page, name)) - (await contentOf(inside))).toBe(0);
  }
  // A frame also shrinks, or grows, with the room it gets.
  const before = await heightOf(page, "second");
  await page.setViewportSize({ width: 420, height: 800 });
  await expect.poll(() => heightOf(page, "second")).not.toBe(before);
  await expect
    .poll(async () => (await heightOf(page, "second")) - (await contentOf(second)))
    .toBe(0);

  expect(new Set(asked.map((path) => path.replace(/-[\w-]{8}\.js$/, ".js")))).toEqual(
    new Set(["/", "/embed.html", "/embed/frame.js", "/attention-embed.js"]),
  );
  onlyFrom(FIGURES, complaints);
});

test("widget 20: a height counts only from the figure's own frame, in the form that was agreed @desktop", async ({
  page,
  baseURL,
  complaints,
}) => {
  const foreign = `<iframe name="foreign" title="foreign" width="100%" src="/foreign"></iframe>`;
  await serveFrames(page, baseURL, frame("?figure=attention-scaling", "own") + foreign);
  await page.goto(BLOG);
  const inside = page.frameLocator("[name=own]");
  await expect(inside.locator("attention-scaling").locator(".summary")).not.toBeEmpty();
  await expect.poll(async () => (await heightOf(page, "own")) - (await contentOf(inside))).toBe(0);
  const before = [await heightOf(page, "own"), await heightOf(page, "foreign")];

  const post = (name: string, messages: unknown[]) =>
    page
      .frameLocator(`[name=${name}]`)
      .locator("body")
      .evaluate((_, sent) => sent.forEach((message) => parent.postMessage(message, "*")), messages);
  const good = { type: "attention:height", version: 1, height: 777 };
  await post("foreign", [good]);
  await post("own", [
    { ...good, version: 2 },
    { ...good, type: "height" },
    { ...good, height: "777px" },
    { ...good, height: -5 },
    { ...good, height: 1e9 },
    { ...good, height: null },
    "attention:height",
    null,
    [777],
  ]);
  const settled = () =>
    page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  await settled();
  expect([await heightOf(page, "own"), await heightOf(page, "foreign")]).toEqual(before);
  await post("own", [good]);
  await expect.poll(() => heightOf(page, "own")).toBe(777);
  // Asked again, the figure tells its height again.
  await page.evaluate(() =>
    document
      .querySelector<HTMLIFrameElement>("[name=own]")
      ?.contentWindow?.postMessage({ type: "attention:ask", version: 1 }, "*"),
  );
  await expect.poll(() => heightOf(page, "own")).toBe(before[0]);
  onlyFrom(FIGURES, complaints);
});

test("an address that asks for what is not there gets a sentence and the default figure @desktop", async ({
  page,
}) => {
  const hostile = encodeURIComponent(`<img src=x onerror="document.title='hacked'">`);
  await page.goto(`/embed.html?figure=${hostile}&onload=alert(1)`);
  await expect(page.getByRole("status").first()).toContainText(
    "expected one of attention-explainer",
  );
  await expect(page.locator("attention-explainer .summary")).toContainText("animal");

  await page.goto(`/embed.html?heads=0&tokens=${hostile},b&onclick=alert(1)&style=color:red`);
  const message = page.locator("main > .problem");
  await expect(message).toHaveText(
    "attention-explainer has no attribute “onclick”. attention-explainer has no attribute “style”.",
  );
  await expect(page.locator("attention-explainer")).toContainText(/heads: expected .+ got/);
  expect(await page.title()).not.toContain("hacked");
});

test("a frame's fragment is the figure's state; one that cannot be read gets a sentence @desktop", async ({
  page,
}) => {
  await page.goto("/embed.html#v1/attention-explainer?heads=4&mask=causal&step=weights");
  const figure = await new Figure(page).ready();
  await expect.poll(async () => (await figure.scenario()).heads).toBe(4);
  expect(await figure.scenario()).toMatchObject({ mask: "causal" });
  expect(await figure.step()).toBe("weights");
  const message = page.locator("main > .problem");
  await expect(message).toBeHidden();

  await page.goto("/embed.html?again#v1/attention-explainer?heads=many");
  await figure.ready();
  await expect(message).toContainText("heads");
  expect((await figure.scenario()).heads).toBe(2);
});

test("widget 25: a frame's address leads a content system to its oEmbed @desktop", async ({
  page,
}) => {
  await page.goto("/embed.html");
  const link = page.locator('link[rel=alternate][type="application/json+oembed"]');
  const address = await link.evaluate((element) => (element as HTMLLinkElement).href);
  const response = await page.request.get(address);
  expect(response.headers()["content-type"]).toContain("application/json");
  expect(await response.json()).toMatchObject({
    version: "1.0",
    title: await link.getAttribute("title"),
  });
});

test("widget 20: the parent's script is no larger than 2 kB @desktop", async ({ page }) => {
  const script = await (await page.request.get("/attention-embed.js")).body();
  expect(script.length).toBeLessThanOrEqual(2000);
});
