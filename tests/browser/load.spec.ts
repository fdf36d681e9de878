// The article as it arrives. (page 1, 29, 30; widget 3, 4, 11, 15, 16; a11y 17)

import type { Page } from "@playwright/test";
import { load } from "attention-explainer/engine";
import { serveUnder, BLOG } from "./support/host";
import { isRounded, isShare, percentages } from "./support/printed";
import { expect, Figure, test } from "./support/test";

test("page 29: the article computes without a word on the console or a request to another origin", async ({
  figure,
  complaints,
}) => {
  await expect(figure.summary).toBeVisible();
  // Scrolling to the end asks for everything that is loaded late.
  await figure.page.getByRole("contentinfo").scrollIntoViewIfNeeded();
  await expect(figure.page.getByRole("contentinfo")).toBeInViewport();
  await figure.page.waitForLoadState("networkidle");
  expect(complaints).toEqual([]);
});

test("widget 15, 16: the host's policy and the page's own are strict, and text cannot become markup @desktop", async ({
  page,
  complaints,
}) => {
  const response = await page.goto("/");
  const sent = response?.headers()["content-security-policy"] ?? "";
  const own = await page.locator("meta[http-equiv]").getAttribute("content");
  for (const policy of [sent, own ?? ""]) {
    expect(policy).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(policy).toContain("style-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'");
    expect(policy).not.toContain("unsafe-inline");
  }
  await new Figure(page).ready();
  const name = await page.evaluate(() => {
    try {
      // eslint-disable-next-line no-restricted-properties -- to see that it is refused
      document.createElement("p").innerHTML = "<b>text</b>";
      return "";
    } catch (error) {
      return (error as Error).name;
    }
  });
  expect(name).toBe("TypeError");
  const refusals = complaints.splice(0);
  expect(refusals).not.toEqual([]);
  expect(refusals.filter((text) => !text.includes("TrustedHTML"))).toEqual([]);
});

test("the site works from a folder of any host @desktop", async ({ page, baseURL }) => {
  const prefix = "/a/deep/folder/";
  const asked = await serveUnder(page, baseURL, prefix);
  await page.goto(BLOG + prefix);
  const figure = await new Figure(page).ready();
  await expect(figure.summary).toBeVisible();
  expect(asked.filter((path) => !path.startsWith(prefix))).toEqual([]);
  const fonts = await page.evaluate(() =>
    [...document.fonts].filter(({ status }) => status === "error").map(({ family }) => family),
  );
  expect(fonts).toEqual([]);
});

test("page 25: nothing is stored and no cookie is set @desktop", async ({ figure }) => {
  await figure.button(/alive/).click();
  expect(await figure.page.context().cookies()).toEqual([]);
  const stored = await figure.page.evaluate(() => localStorage.length + sessionStorage.length);
  expect(stored).toBe(0);
});

test.describe("without JavaScript", () => {
  test.use({ javaScriptEnabled: false });

  test("page 1: the prose, the equations and a static picture remain", async ({ page }) => {
    await page.goto("/");
    await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
    expect(await page.getByRole("heading", { level: 2 }).count()).toBeGreaterThanOrEqual(9);
    // What is folded away is one tap further, with or without a script.
    for (const equation of await page.locator("math[display=block]:not(details *)").all())
      await expect(equation).toBeVisible();
    expect(await page.locator("math[display=block]").count()).toBeGreaterThanOrEqual(4);
    await expect(page.locator("attention-explainer").getByRole("img").first()).toBeVisible();
    expect(await overflow(page)).toEqual([]);
  });

  test("the static picture and the prose print the engine's numbers @desktop", async ({ page }) => {
    await page.goto("/");
    const engine = await load();
    const trace = engine.attend({});
    const [first, second] = [0, 1].map((head) => trace.read("weights", { head }));
    const { tokens } = trace.scenario;
    const row = tokens.indexOf("it");
    const rowOf = (matrix = first) => Array.from(matrix?.values ?? []).slice(row * 9, row * 9 + 9);

    const [sentence, weights] = await page.locator("attention-explainer svg").all();
    const shown = percentages(
      (await sentence?.locator("text").allTextContents())?.join("\n") ?? "",
    );
    expect(shown).toHaveLength(18);
    const wanted = [...rowOf(first), ...rowOf(second)];
    expect(shown.filter((text, i) => !isShare(text, wanted[i] ?? NaN))).toEqual([]);

    const numbers = (await weights?.locator("text.number").allTextContents()) ?? [];
    expect(numbers).toHaveLength(81);
    expect(numbers.filter((text, i) => !isRounded(text, first?.values[i] ?? NaN))).toEqual([]);

    // In the prose each number carries the exact one as its value.
    const data = await page
      .locator("main data")
      .evaluateAll((list) =>
        list.map((each) => ({ text: each.textContent, value: Number(each.getAttribute("value")) })),
      );
    expect(data.length).toBeGreaterThan(5);
    const all = engine.steps.flatMap(({ name, perHead }) =>
      (name === "memory" ? [] : perHead ? [0, 1] : [0]).flatMap((head) =>
        Array.from(trace.read(name, { head }).values),
      ),
    );
    for (const { text, value } of data) {
      expect(text.includes("%") ? isShare(text, value) : isRounded(text, value), text).toBe(true);
      expect(all).toContain(value);
    }
  });
});

interface Shift {
  value: number;
  moved: string[];
}

/** Keeps every shift that no input of the reader excuses. */
async function watchShifts(page: Page) {
  await page.addInitScript(() => {
    const shifts: Shift[] = [];
    Object.assign(window, { shifts });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        sources: { node: Node | null }[];
      })[]) {
        const moved = entry.sources.map(({ node }) =>
          node instanceof Element
            ? `${node.localName}.${node.className}`
            : `${node?.nodeName} ${node?.textContent?.trim()} in ${node?.parentElement?.className}`,
        );
        shifts.push({ value: entry.value, moved });
      }
    }).observe({ type: "layout-shift", buffered: true });
  });
  return () => page.evaluate(() => (window as unknown as { shifts: Shift[] }).shifts);
}

/** Two frames, after which every shift so far has been told. */
const settle = (page: Page) =>
  page.evaluate(
    () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))),
  );

/** Loads the article with some files held back until all else is drawn; answers with all shifts. */
async function shiftsWith(page: Page, late: RegExp) {
  const shifts = await watchShifts(page);
  let isAsked = false;
  let arrive = () => {};
  const arrival = new Promise<void>((done) => (arrive = done));
  const fonts = () => page.evaluate(() => document.fonts.ready.then(() => true));
  const areLate = late.test("a.woff2");
  // Fonts that come after the first numbers move words: that has a test of its own.
  if (!areLate)
    await page.route(/\.wasm$/, async (route) => {
      await fonts();
      await route.continue();
    });
  await page.route(late, async (route) => {
    isAsked = true;
    await arrival;
    await route.continue();
  });
  await page.goto("/", { waitUntil: "domcontentloaded" });
  await expect(page.getByRole("heading", { level: 1 })).toBeVisible();
  await expect.poll(() => isAsked).toBe(true);
  if (!areLate) await fonts();
  await settle(page);
  arrive();
  await new Figure(page).ready();
  await settle(page);
  return shifts();
}

for (const width of [360, 768, 1440]) {
  test(`widget 4: at ${width} px nothing shifts, however late the engine arrives @desktop`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    expect(await shiftsWith(page, /\.wasm$/)).toEqual([]);
  });

  test(`at ${width} px nothing shifts, however late the arithmetic and the controls arrive @desktop`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    expect(await shiftsWith(page, /\/below-/)).toEqual([]);
    await expect(new Figure(page).why).toBeVisible();
  });

  test(`at ${width} px fonts that arrive late move words a little, and no line @desktop`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    const shifts = await shiftsWith(page, /\.woff2$/);
    // Words in another font are a little narrower or wider; a line that wraps moves far more.
    expect(shifts.filter(({ value }) => value > 0.01)).toEqual([]);
  });

  test(`at ${width} px no step and no control shifts what is above the figure @desktop`, async ({
    page,
  }) => {
    await page.setViewportSize({ width, height: 800 });
    await page.goto("/");
    const figure = await new Figure(page).ready();
    const top = () =>
      figure.element.evaluate((element) => element.getBoundingClientRect().top + scrollY);
    const before = await top();
    for (const step of ["embedded", "weights", "output"]) await figure.goTo(step);
    await figure.set({ heads: 4, mask: "causal" });
    expect(await top()).toBe(before);
  });
}

/** What sticks out of the page sideways. */
const overflow = (page: Page) =>
  page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    if ((document.scrollingElement?.scrollWidth ?? 0) <= innerWidth && scrollWidth <= clientWidth)
      return [];
    const all = [...document.querySelectorAll("*")].flatMap((element) => [
      element,
      ...(element.shadowRoot?.querySelectorAll("*") ?? []),
    ]);
    const scrolls = (element: Element | null): boolean =>
      element !== null &&
      (getComputedStyle(element).overflowX !== "visible" || scrolls(element.parentElement));
    const wide = all.filter(
      (element) =>
        element.getBoundingClientRect().right > innerWidth + 0.5 && !scrolls(element.parentElement),
    );
    return [
      `${scrollWidth} of ${innerWidth} px`,
      ...wide.slice(-5).map((each) => `${each.localName}.${each.className}`),
    ];
  });

for (const colorScheme of ["light", "dark"] as const) {
  test(`a11y 17, widget 11: nothing scrolls sideways from 280 to 1440 px, ${colorScheme} @desktop`, async ({
    page,
  }) => {
    await page.emulateMedia({ colorScheme });
    await page.goto("/");
    const figure = await new Figure(page).ready();
    for (const width of [280, 320, 360, 768, 1440]) {
      await page.setViewportSize({ width, height: 740 });
      await settle(page);
      for (const step of ["embedded", "scores", "masked", "weights", "output"]) {
        await figure.goTo(step);
        expect(await overflow(page), `${width} px, ${step}`).toEqual([]);
      }
    }
  });
}

test("a11y 17: long words, many words and many heads do not scroll the page sideways @desktop", async ({
  page,
}) => {
  await page.goto("/");
  const figure = await new Figure(page).ready();
  const long = Array.from({ length: 40 }, (_, i) => `Donaudampfschifffahrtsgesellschaft${i}`);
  for (const width of [280, 768, 1440]) {
    await page.setViewportSize({ width, height: 740 });
    await figure.set({ tokens: long, heads: 64, d_k: 128, d_v: 16 });
    for (const step of ["scores", "weights", "output"]) {
      await figure.goTo(step);
      expect(await overflow(page), `${width} px, ${step}`).toEqual([]);
    }
    await figure.set({
      memory: { tokens: long } as never,
      mask: { window: 3 },
      weights: { seed: 1 },
    });
    await figure.goTo("weights");
    expect(await overflow(page), `${width} px, another sentence`).toEqual([]);
  }
});

test("the theme that a reader chooses holds for page and figure alike @desktop", async ({
  figure,
}) => {
  const { page } = figure;
  await page.emulateMedia({ colorScheme: "light" });
  const papers = () =>
    figure.element.evaluate((element) => [
      getComputedStyle(document.documentElement).backgroundColor,
      getComputedStyle(element).backgroundColor,
    ]);
  const [light] = await papers();
  await page.getByRole("radio", { name: "dark" }).check();
  const [paper, own] = await papers();
  expect(paper).not.toBe(light);
  expect(own).toBe(paper);
});
