// Every figure in a page that was written without a thought of it: policies, styles, widths,
// integrity, and places that are hidden at first. (widget 1, 6, 8, 10, 11, 12, 15, 16, 17, 18)

import { createHash } from "node:crypto";
import type { FigureElement } from "../../www/figures/frame/element";
import { BLOG, FIGURES, siteOf } from "./support/host";
import {
  allReady,
  SCRIPT,
  STRICT,
  TAGS,
  textsOf,
  visit,
  wasmOf,
  watchWasm,
} from "./support/foreign";
import { expect, Figure, test } from "./support/test";

const tagged = (tag: string, attributes = ""): string =>
  `<${tag} ${attributes}><p>fallback</p></${tag}>`;
const ALL = TAGS.map((tag) => tagged(tag)).join("");

test("widget 6, 12, 15, 16: ten figures of every kind run under the strict policy from one compilation @desktop", async ({
  page,
  baseURL,
}) => {
  await watchWasm(page);
  await visit(page, baseURL, {
    policy: STRICT,
    body:
      ALL +
      tagged("attention-softmax", `id="tag" scores="3,2,1" temperature="2"`) +
      tagged("attention-scaling", `id="early"`),
    scripts: "",
  });
  // The script comes late, so that tags and properties are there before it.
  await page.evaluate(() => {
    Object.assign(document.querySelector("#early") as object, { settings: { d_k: 32 } });
    const script = document.createElement("script");
    script.type = "module";
    const policy = (
      window as unknown as {
        trustedTypes: {
          createPolicy(name: string, rules: object): { createScriptURL(url: string): string };
        };
      }
    ).trustedTypes.createPolicy("blog", { createScriptURL: (url: string) => url });
    script.src = policy.createScriptURL("/attention-explainer.js");
    document.body.append(script);
  });
  await allReady(page);
  expect((await wasmOf(page)).compilations).toBe(1);
  for (const [i, text] of (await textsOf(page)).entries())
    expect(text, TAGS[i] ?? "an eleventh").toMatch(/\d/);
  const settings = await page.evaluate(() =>
    ["#tag", "#early"].map(
      (id) => (document.querySelector(id) as unknown as { settings: object }).settings,
    ),
  );
  expect(settings).toMatchObject([{ scores: [3, 2, 1], temperature: 2 }, { d_k: 32 }]);
  const fallbacks = page.getByText("fallback");
  for (let i = 0; i < 10; i += 1) await expect(fallbacks.nth(i)).toBeHidden();
});

/** What sticks out of a figure to either side, where nothing cuts it off or scrolls it. */
const sticksOut = (tag: string): string[] => {
  const figure = document.querySelector(tag) as HTMLElement;
  const box = figure.getBoundingClientRect();
  const found: string[] = [];
  const visitElement = (element: Element): void => {
    const { left, right, width, height } = element.getBoundingClientRect();
    const style = getComputedStyle(element);
    if (element.matches(".script") || style.position === "fixed" || style.visibility === "hidden")
      return;
    if (width > 1 && height > 1 && (right > box.right + 8 || left < box.left - 8))
      found.push(
        `${element.localName}.${element.getAttribute("class") ?? ""} ${left - box.left}–${right - box.left}`,
      );
    if (style.overflowX !== "visible") return;
    for (const child of element.children) visitElement(child);
  };
  for (const child of figure.shadowRoot?.children ?? []) visitElement(child);
  return found;
};

test("widget 11: figures fit into a column of 280 px on a wide screen @desktop", async ({
  page,
  baseURL,
}) => {
  await visit(page, baseURL, { body: ALL, css: "main { width: 280px }" });
  await allReady(page);
  for (const tag of TAGS) expect(await page.evaluate(sticksOut, tag), tag).toEqual([]);
});

const HOSTILE: [name: string, html: string, css: string][] = [
  ["a reset of everything", "", "* { all: unset } main { display: block }"],
  [
    "giant letters",
    "",
    `* { font-size: 40px !important; line-height: 3 !important; letter-spacing: 9px !important;
        text-transform: uppercase !important; text-align: right !important; word-spacing: 2em;
        font-weight: 900 !important; font-style: italic !important; text-indent: 90px !important;
        white-space: nowrap !important; text-shadow: 0 0 9px red; font-variant: small-caps }
     button, table, td, svg, p, h3 { display: none !important; width: 3px !important; color: red !important }`,
  ],
  ["right to left, in the dark", `dir="rtl"`, ":root { color-scheme: dark }"],
];

/** How a figure's words are set. */
const setting = (tag: string): Record<string, string>[] => {
  const root = document.querySelector(tag)?.shadowRoot;
  return ["h3, h2", ".summary", "button", "[part=toolbar]"].map((selector) => {
    const element = root?.querySelector(selector);
    const style = element && getComputedStyle(element);
    const names = [
      "fontSize",
      "lineHeight",
      "letterSpacing",
      "wordSpacing",
      "textTransform",
      "textIndent",
      "whiteSpace",
      "fontStyle",
      "fontWeight",
      "fontVariantCaps",
      "textShadow",
    ] as const;
    return Object.fromEntries(names.map((name) => [name, style?.[name] ?? "missing"]));
  });
};

test("widget 10: hostile styles leave every figure legible, with the same numbers @desktop", async ({
  page,
  baseURL,
}) => {
  await visit(page, baseURL, { body: ALL, css: "main { width: 720px }" });
  await allReady(page);
  const texts = await textsOf(page);
  const settings = await Promise.all(TAGS.map((tag) => page.evaluate(setting, tag)));
  for (const [name, html, css] of HOSTILE) {
    await page.unrouteAll();
    await visit(page, baseURL, { body: ALL, html, css: `${css} main { width: 720px !important }` });
    await allReady(page);
    for (const [i, tag] of TAGS.entries()) {
      expect.soft(await page.evaluate(setting, tag), `${tag}, ${name}`).toEqual(settings[i]);
      expect.soft(await page.evaluate(sticksOut, tag), `${tag}, ${name}`).toEqual([]);
      const { paper, ink, width } = await page.locator(tag).evaluate((element) => {
        const light = (color: string) =>
          (color.match(/[\d.]+/g) ?? []).slice(0, 3).reduce((sum, each) => sum + Number(each), 0);
        const inner = element.shadowRoot?.querySelector("h2, h3") as Element;
        return {
          paper: light(getComputedStyle(element).backgroundColor),
          ink: light(getComputedStyle(inner).color),
          width: (element as unknown as { width: number }).width,
        };
      });
      expect.soft(Math.abs(paper - ink), `${tag}, ${name}: contrast`).toBeGreaterThan(450);
      expect.soft(width, `${tag}, ${name}: width`).toBe(720);
    }
    expect.soft(await textsOf(page), name).toEqual(texts);
  }
});

test("in a closed <details>, in a tab that is not shown, and moved between them @desktop", async ({
  page,
  baseURL,
}) => {
  await visit(page, baseURL, {
    body:
      `<details><summary>More</summary>${TAGS.slice(0, 4)
        .map((tag) => tagged(tag))
        .join("")}</details>` +
      `<div id="tab" hidden>${TAGS.slice(4)
        .map((tag) => tagged(tag))
        .join("")}</div><div id="plain"></div>`,
    css: "main { width: 600px } #tab[hidden] { display: none }",
  });
  await page.waitForFunction((tag) => customElements.get(tag), TAGS[0]);
  await page.getByText("More").click();
  await page.locator("#tab").evaluate((tab) => ((tab as HTMLElement).hidden = false));
  const shown = () =>
    page.evaluate(
      (tags) =>
        tags.map(
          (tag) =>
            document
              .querySelector(tag)
              ?.shadowRoot?.querySelector("[part~=summary]")
              ?.textContent.trim() !== undefined,
        ),
      TAGS,
    );
  // Each starts by itself once it comes near.
  for (const tag of TAGS) {
    await page.locator(tag).scrollIntoViewIfNeeded();
    await expect(page.locator(tag).locator("[part~=summary]")).not.toBeEmpty();
  }
  expect(await shown()).toEqual(TAGS.map(() => true));
  await allReady(page);
  for (const tag of TAGS) expect(await page.evaluate(sticksOut, tag), tag).toEqual([]);
  // Hidden, moved and shown in another width, they are drawn for where they are.
  const before = await textsOf(page);
  await page.evaluate((tags) => {
    const plain = document.querySelector("#plain") as HTMLElement;
    (document.querySelector("details") as HTMLDetailsElement).open = false;
    for (const tag of tags) plain.append(document.querySelector(tag) as Element);
  }, TAGS);
  await allReady(page);
  await expect
    .poll(() =>
      page.evaluate(
        (tags) =>
          tags.map((tag) => (document.querySelector(tag) as unknown as { width: number }).width),
        TAGS,
      ),
    )
    .toEqual(TAGS.map(() => 600));
  const inOrder = (texts: string[]) => [...texts].sort();
  expect(inOrder(await textsOf(page))).toEqual(inOrder(before));
});

test("widget 18: a script from another origin with its integrity runs; a tampered one leaves the fallback @desktop", async ({
  page,
  baseURL,
  complaints,
}) => {
  const { origin } = siteOf(baseURL);
  const script = await (await page.request.get(`${origin}/attention-explainer.js`)).body();
  const integrity = `sha384-${createHash("sha384").update(script).digest("base64")}`;
  let isTampered = false;
  await page.route(`${FIGURES}/**`, (route) =>
    route.fulfill({
      contentType: "text/javascript",
      headers: { "access-control-allow-origin": "*" },
      body: isTampered ? `window.pwned = 1; ${script.toString()}` : script,
    }),
  );
  const there = {
    policy: STRICT.replace("script-src 'self'", `script-src ${FIGURES}`),
    body: tagged("attention-explainer"),
    scripts: `<script type="module" crossorigin integrity="${integrity}" src="${FIGURES}/attention-explainer.js"></script>`,
  };
  await visit(page, baseURL, there);
  const figure = await new Figure(page).ready();
  await expect(figure.summary).toContainText("animal");
  // The ways out, there: the address, the code; the picture that this policy does not show is said.
  const dialog = figure.element.getByRole("dialog");
  await figure.element.getByRole("toolbar").getByRole("button", { name: "Link" }).click();
  await expect(dialog.locator("pre")).toContainText(`${FIGURES}/index.html`);
  await dialog.getByRole("tab", { name: "Code and data" }).click();
  await expect(dialog.locator("pre").first()).toContainText("numpy");
  await dialog.getByRole("tab", { name: "Picture" }).click();
  await expect(dialog.getByRole("button", { name: /SVG/ })).toBeEnabled();
  await expect(dialog.getByText(/policy|does not (show|allow)/i)).toBeVisible();
  const refused = (text: string) => /img-src|default-src|data:image\/svg/.test(text);
  expect(
    complaints.filter(
      (text) =>
        !text.startsWith(`to another origin: ${FIGURES}/attention-explainer.js`) && !refused(text),
    ),
  ).toEqual([]);

  isTampered = true;
  await page.unroute(`${BLOG}/**`);
  await visit(page, baseURL, there);
  await expect(page.getByText("fallback")).toBeVisible();
  expect(await page.evaluate(() => "pwned" in window)).toBe(false);
  complaints.splice(0);
});

test("two versions of the script on one page: the first one's figures run, undisturbed @desktop", async ({
  page,
  baseURL,
}) => {
  await visit(page, baseURL, {
    body: ALL,
    scripts: SCRIPT + SCRIPT.replace(".js", ".js?another"),
  });
  await allReady(page);
  const before = await textsOf(page);
  await page.evaluate(() => import(`${location.origin}/attention-explainer.js?later`));
  await allReady(page);
  expect(await textsOf(page)).toEqual(before);
  for (const text of before) expect(text).toMatch(/\d/);
});

test("widget 17: the article's wasm runs although the host calls it text @desktop", async ({
  page,
  complaints,
}) => {
  await page.route(/\.wasm$/, async (route) => {
    const response = await route.fetch();
    await route.fulfill({
      response,
      headers: { ...response.headers(), "content-type": "text/plain" },
    });
  });
  await page.goto("/");
  const figure = await new Figure(page).ready();
  await expect(figure.summary).toContainText("animal");
  // The browser's word on why it was slower is all that is said.
  expect(complaints.filter((text) => !/MIME/i.test(text))).toEqual([]);
  complaints.splice(0);
});

test("widget 3, 23: where the policy allows no wasm, each figure says so, keeps its fallback and offers to try again @desktop", async ({
  page,
  baseURL,
  complaints,
}) => {
  await visit(page, baseURL, {
    policy: STRICT.replace(" 'wasm-unsafe-eval'", ""),
    body: ALL,
    scripts: SCRIPT,
  });
  for (const tag of TAGS) {
    const figure = page.locator(tag);
    await figure.scrollIntoViewIfNeeded();
    await expect(figure.getByRole("status")).toContainText("could not start");
    await expect(figure.getByText("fallback")).toBeVisible();
    await figure.getByRole("button", { name: "Try again" }).click();
    await expect(figure.getByRole("button", { name: "Try again" })).toBeVisible();
    const isRefused = await figure.evaluate((element) =>
      (element as FigureElement).ready.then(
        () => false,
        () => true,
      ),
    );
    expect(isRefused).toBe(true);
  }
  complaints.splice(0);
});
