// `attention-explainer.js` alone, by one script tag, on somebody's page under a strict policy.
// (widget 1, 3, 6, 7, 12, 14, 15, 16, 18, 23)

import type { Page } from "@playwright/test";
import type { Scenario } from "../../www/engine/index";
import type { Explainer } from "./support/figure";
import { strings } from "./support/names";
import { serveBlog, BLOG } from "./support/host";
import { expect, Figure, test } from "./support/test";

const ONE = "<attention-explainer></attention-explainer>";

test("widget 15, 16: one script tag and one element work, and load nothing else @desktop", async ({
  page,
  baseURL,
}) => {
  const asked: string[] = [];
  page.on("request", (request) => asked.push(new URL(request.url()).pathname));
  await serveBlog(page, baseURL, ONE);
  await page.goto(BLOG);
  const figure = await new Figure(page).ready();
  await expect(figure.summary).toContainText("animal");
  await figure.button(/alive/).click();
  expect((await figure.scenario()).vectors[1]?.[3]).toBe(0);
  expect(asked.filter((path) => path.length > 0 && !path.startsWith("data:"))).toEqual([
    "/",
    "/attention-explainer.js",
  ]);
});

test("it is as usable there at phone width, without scrolling sideways @phone", async ({
  page,
  baseURL,
}) => {
  await serveBlog(page, baseURL, ONE);
  await page.goto(BLOG);
  await new Figure(page).ready();

  const isWider = await page.evaluate(
    () => (document.scrollingElement?.scrollWidth ?? 0) > innerWidth,
  );
  expect(isWider).toBe(false);
});

test("widget 6: properties that were set before the element was defined are honored @desktop", async ({
  page,
  baseURL,
}) => {
  await serveBlog(page, baseURL, `${ONE}<attention-explainer id="whole"></attention-explainer>`, {
    "early.js": `
      const [first, whole] = document.querySelectorAll("attention-explainer");
      Object.assign(first, { heads: 4, kvHeads: 2, dK: 8, mask: "causal", step: "weights", tokens: ["a", "b"] });
      whole.scenario = { tokens: ["x", "y", "z"], weights: { seed: 3 }, temperature: 2 };
    `,
  });
  await page.goto(BLOG);
  const first = await new Figure(page, "attention-explainer >> nth=0").ready();
  expect(await first.scenario()).toMatchObject({
    heads: 4,
    kv_heads: 2,
    d_k: 8,
    mask: "causal",
    tokens: ["a", "b"],
  });
  expect(await first.step()).toBe("weights");
  const whole = await new Figure(page, "#whole").ready();
  expect(await whole.scenario()).toMatchObject({
    tokens: ["x", "y", "z"],
    weights: { seed: 3 },
    temperature: 2,
  });
  // They are accessors again, which act.
  await first.element.evaluate((element: Explainer) => {
    element.heads = 2;
  });
  expect((await first.scenario()).heads).toBe(2);
});

/** Counts how often a module is compiled, before anything else runs. */
const countCompilations = (page: Page) =>
  page.addInitScript(() => {
    const counted = window as unknown as { compilations: number };
    counted.compilations = 0;
    for (const name of [
      "instantiate",
      "instantiateStreaming",
      "compile",
      "compileStreaming",
    ] as const) {
      const original = WebAssembly[name] as (...parts: unknown[]) => unknown;
      Reflect.set(WebAssembly, name, (source: unknown, ...rest: unknown[]) => {
        if (!(source instanceof WebAssembly.Module)) counted.compilations += 1;
        return original(source, ...rest);
      });
    }
    WebAssembly.Module = new Proxy(WebAssembly.Module, {
      construct: (target, parts, self) => {
        counted.compilations += 1;
        return Reflect.construct(target, parts, self) as object;
      },
    });
  });

test("widget 12: figures of one page share one engine and keep apart what they show @desktop", async ({
  page,
  baseURL,
}) => {
  await countCompilations(page);
  const heads = [1, 2, 3, 4];
  const tags = heads.map(
    (count) => `<attention-explainer id="f${count}" heads="${count}"></attention-explainer>`,
  );
  await serveBlog(page, baseURL, tags.join(""));
  await page.goto(BLOG);
  const figures = await Promise.all(heads.map((count) => new Figure(page, `#f${count}`).ready()));
  expect(
    await page.evaluate(() => (window as unknown as { compilations: number }).compilations),
  ).toBe(1);
  const [one, two, three] = figures as [Figure, Figure, Figure, Figure];
  const before = await Promise.all(
    figures.map(async (each) => [await each.scenario(), await each.text()]),
  );
  await one.element.getByRole("radio", { name: strings.masks.causal }).check();
  await one.goTo("output");
  await two.element.getByRole("slider", { name: strings.temperature }).press("ArrowRight");
  expect((await one.scenario()).mask).toBe("causal");
  expect((await two.scenario()).temperature).toBe(1.2);
  for (const [i, each] of figures.entries()) {
    if (each === one || each === two) continue;
    expect([await each.scenario(), await each.text()]).toEqual(before[i]);
  }
  await expect(three.button(strings.undo)).toBeDisabled();
  await two.button(strings.undo).click();
  expect(await two.scenario()).toEqual(before[1]?.[0] as Scenario);
  expect((await one.scenario()).mask).toBe("causal");
});

test("the article asks for the engine once, however many figures it has @desktop", async ({
  page,
}) => {
  const modules: string[] = [];
  page.on("request", (request) => {
    if (request.url().endsWith(".wasm")) modules.push(request.url());
  });
  await page.goto("/");
  const figure = await new Figure(page).ready();
  await figure.element.evaluate(async (element: Explainer) => {
    const more = Array.from({ length: 3 }, () => document.createElement("attention-explainer"));
    element.after(...more);
    await Promise.all(more.map((each) => each.ready));
  });
  expect(modules).toHaveLength(1);
});

test("widget 1: a second copy of the script changes nothing and throws nothing @desktop", async ({
  page,
  baseURL,
}) => {
  await serveBlog(
    page,
    baseURL,
    `<script type="module" src="/attention-explainer.js?copy"></script>${ONE}`,
  );
  await page.goto(BLOG);
  const figure = await new Figure(page).ready();
  await expect(figure.summary).toBeVisible();
});

test("widget 8: a listener outside hears what the reader does, with the scenario @desktop", async ({
  page,
  baseURL,
}) => {
  await serveBlog(page, baseURL, `<section>${ONE}</section>`);
  await page.goto(BLOG);
  const figure = await new Figure(page).ready();
  const heard = await figure.listen();
  await figure.element
    .getByRole("slider", { name: strings.heads, exact: true })
    .press("ArrowRight");
  const sent = await heard();
  expect(sent.map(({ type }) => type)).toEqual(["attention-input", "attention-change"]);
  expect(sent[1]?.detail.scenario).toEqual(await figure.scenario());
});

test("widget 10: the figure follows the host's font and color scheme @desktop", async ({
  page,
  baseURL,
}) => {
  await page.emulateMedia({ colorScheme: "dark" });
  await serveBlog(page, baseURL, ONE, {
    "theme.js": `document.documentElement.style.cssText = "font-family: monospace; color-scheme: light dark";`,
  });
  await page.goto(BLOG);
  const figure = await new Figure(page).ready();
  const look = () =>
    figure.element.evaluate((element) => {
      const { fontFamily, backgroundColor } = getComputedStyle(element);
      const [red = 0] = (backgroundColor.match(/\d+/g) ?? []).map(Number);
      return { fontFamily, isDark: red < 128 };
    });
  expect(await look()).toEqual({ fontFamily: "monospace", isDark: true });
  // The family is the host's, the size is the figure's: every share fits its place.
  const shares = await figure.element
    .locator(".share")
    .evaluateAll((all) =>
      all.map((share) => [
        getComputedStyle(share).fontSize,
        share.scrollHeight <= share.clientHeight,
      ]),
    );
  expect(shares.length).toBeGreaterThan(0);
  for (const share of shares) expect(share).toEqual(["12px", true]);
  await figure.element.evaluate((element) => {
    document.documentElement.style.colorScheme = "light";
    element.style.setProperty("--attention-sans", "serif");
  });
  expect(await look()).toEqual({ fontFamily: "serif", isDark: false });
});

test("widget 3, 23: where the engine cannot start, the tag's content stays, with a message and a way to try again @desktop", async ({
  page,
  complaints,
}) => {
  let isBroken = true;
  await page.route(/\.wasm$/, (route) =>
    isBroken ? route.fulfill({ status: 500 }) : route.continue(),
  );
  await page.goto("/");
  const figure = page.locator("attention-explainer");
  await figure.scrollIntoViewIfNeeded();
  await expect(figure.getByRole("status")).toContainText(strings.failed);
  await expect(figure.getByRole("img").first()).toBeVisible();
  isBroken = false;
  complaints.splice(0);
  await figure.getByRole("button", { name: strings.retry }).click();
  await new Figure(page).ready();
  await expect(new Figure(page).summary).toBeVisible();
});

test("widget 14: a figure far below the screen waits until it comes near @desktop", async ({
  page,
  baseURL,
}) => {
  await serveBlog(page, baseURL, `<p id="gap">text</p>${ONE}`, {
    "gap.js": `document.getElementById("gap").style.height = "6000px";`,
  });
  await page.goto(BLOG);
  const hasNumbers = () =>
    page.locator("attention-explainer").evaluate((element: Explainer) => {
      return (element.renderRoot?.querySelector("[role=grid]") ?? null) !== null;
    });
  await page.waitForFunction(() => customElements.get("attention-explainer"));
  await page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );
  expect(await hasNumbers()).toBe(false);
  await page.locator("attention-explainer").scrollIntoViewIfNeeded();
  await expect.poll(hasNumbers).toBe(true);
});
