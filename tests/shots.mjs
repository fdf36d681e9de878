// Photographs every figure, and the page's first screen, for people to look at:
//
//     cargo xtask shots [TAG]      all of them, or one figure
//
// leaves target/shots/TAG-WIDTH-THEME.png, and TAG-WIDTH-THEME-STATE.png for each state below.

import { mkdir } from "node:fs/promises";
import { chromium } from "@playwright/test";

const WIDTHS = [360, 768, 1440];
/** @type {("light" | "dark")[]} */
const THEMES = ["light", "dark"];
const FOLDER = "target/shots";
/** While something travels or waits for its size. */
const SETTLE = 400;

/** A busy machine is not a broken figure. */
const PATIENCE = 180_000;

/** @typedef {import("@playwright/test").Locator} Locator */
/** @typedef {{ name: string, enter: (figure: Locator) => Promise<unknown> }} State */

/**
 * What every figure has: one thing to try.
 * @type {State[]}
 */
const COMMON = [
  { name: "tried", enter: (figure) => figure.locator(".try button").first().click() },
];

/**
 * Sets properties, and starts from the default again.
 * @param {string} name
 * @param {Record<string, unknown>} properties
 * @returns {State}
 */
const having = (name, properties) => ({
  name,
  enter: (figure) =>
    figure.evaluate((element, values) => Object.assign(element, values), properties),
});

/**
 * States worth a look, by tag. Each is entered from the figure's default.
 * @type {Record<string, State[]>}
 */
const STATES = {
  "attention-explainer": [
    having("weights", { step: "weights" }),
    having("output", { step: "output" }),
    having("causal", { step: "weights", scenario: { mask: "causal" } }),
    having("large", { step: "scores", scenario: { weights: { seed: 7 }, heads: 16, d_k: 128 } }),
  ],
  "attention-librarian": [
    having("ask", { step: "ask" }),
    having("compare", { step: "compare" }),
    having("share", { step: "share" }),
    having("mathematics", { step: "blend", view: "mathematics" }),
    having("nobody", { view: "library", question: [0, 0, 0, 3] }),
    having("negative", { question: [-3, -1.5, 0.5, 0] }),
  ],
};

/**
 * The page with all of its figures computed, none of them under the contents.
 * @param {import("@playwright/test").Page} page
 * @param {string} url
 */
async function open(page, url) {
  await page.goto(url);
  await page.evaluate(() => document.fonts.ready);
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(".contents { position: static }");
    document.adoptedStyleSheets.push(sheet);
  });
}

/**
 * @param {Locator} figure
 * @param {string} name
 */
async function shoot(figure, name) {
  await figure.page().waitForTimeout(SETTLE);
  await figure.screenshot({ path: `${FOLDER}/${name}.png`, animations: "disabled" });
}

/** @param {Locator} figure */
async function ready(figure) {
  await figure.scrollIntoViewIfNeeded();
  await figure.evaluate(async (element) => {
    await customElements.whenDefined(element.localName);
    await /** @type {any} */ (element).ready;
  });
}

const url = process.env["ATTENTION_URL"] ?? "http://127.0.0.1:8080";
const [only] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: process.env["ATTENTION_BROWSER"],
  args: ["--no-sandbox", "--disable-gpu"],
});
await mkdir(FOLDER, { recursive: true });
let count = 0;
for (const width of WIDTHS) {
  for (const colorScheme of THEMES) {
    const page = await browser.newPage({
      viewport: { width, height: width < 600 ? 740 : 900 },
      colorScheme,
      reducedMotion: "reduce",
    });
    page.setDefaultTimeout(PATIENCE);
    await page.goto(url);
    const tags = await page.evaluate(() => [
      ...new Set(
        [...document.querySelectorAll("main *")]
          .map(({ localName }) => localName)
          .filter((name) => name.startsWith("attention-")),
      ),
    ]);
    if (only && !tags.includes(only))
      throw new Error(`There is no ${only} on the page. Expected one of ${tags.join(", ")}.`);
    if (!only) {
      await ready(page.locator("attention-explainer"));
      await page.evaluate(() => scrollTo(0, 0));
      await page.waitForTimeout(SETTLE);
      await page.screenshot({ path: `${FOLDER}/page-${width}-${colorScheme}.png` });
      count += 1;
    }
    for (const tag of only ? [only] : tags) {
      for (const state of [null, ...COMMON, ...(STATES[tag] ?? [])]) {
        await open(page, url);
        const figure = page.locator(`main ${tag}`).first();
        await ready(figure);
        await state?.enter(figure);
        await shoot(figure, [tag, width, colorScheme, ...(state ? [state.name] : [])].join("-"));
        count += 1;
      }
    }
    await page.close();
    console.log(`${width} px, ${colorScheme}: done`);
  }
}
await browser.close();
console.log(`${count} pictures in ${FOLDER}/`);
