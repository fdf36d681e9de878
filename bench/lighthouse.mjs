// Lighthouse's view of the built page on a phone. It comes with a hundred packages, so that it has
// a folder and a lockfile of its own, and is installed by `cargo xtask bench` alone.

import { createServer } from "node:net";
import { chromium } from "@playwright/test";
import { host } from "./host.mjs";

/** @typedef {import("./page.mjs").Row} Row */

/** Other programs only ever make a load slower, so the best of some is the page's own. */
const RUNS = 5;
const CATEGORIES = /** @type {const} */ ({
  performance: 95,
  accessibility: 100,
  "best-practices": 100,
  seo: 100,
});
const ENTRY = new URL("lighthouse/node_modules/lighthouse/core/index.js", import.meta.url);

/** A port that nobody listens on. */
const freePort = () =>
  /** @type {Promise<number>} */ (
    new Promise((found) => {
      const server = createServer().listen(0, "127.0.0.1", () => {
        const address = server.address();
        server.close(() => found(typeof address === "object" && address ? address.port : 0));
      });
    })
  );

/**
 * @param {string | undefined} executablePath
 * @returns {Promise<Row[]>}
 */
export async function measureLighthouse(executablePath) {
  const { default: lighthouse } = await import(ENTRY.href);
  const { url, close } = await host("dist");
  /** @type {any[]} */
  const results = [];
  for (let run = 0; run < RUNS; run += 1) {
    const port = await freePort();
    const args = ["--no-sandbox", "--disable-gpu", `--remote-debugging-port=${port}`];
    const browser = await chromium.launch({ executablePath, args });
    const onlyCategories = Object.keys(CATEGORIES);
    const { lhr } = await lighthouse(url, { port, logLevel: "silent", onlyCategories });
    results.push(lhr);
    await browser.close();
  }
  close();

  const scores = Object.entries(CATEGORIES).map(([category, aim]) => {
    const all = results.map(({ categories }) => Math.round(categories[category].score * 100));
    const [best, worst] = [Math.max(...all), Math.min(...all)];
    const measured = best === worst ? `${best}` : `best ${best}, worst ${worst} of ${RUNS}`;
    return {
      what: `Lighthouse, mobile: ${category}`,
      measured,
      aim: aim < 100 ? `≥ ${aim}` : `${aim}`,
    };
  });
  const best = results.reduce((a, b) =>
    a.categories.performance.score >= b.categories.performance.score ? a : b,
  );
  /** @param {string} audit */
  const shown = (audit) => best.audits[audit].displayValue.replace(/\s/g, " ");
  const indices = results.map(({ environment }) => environment.benchmarkIndex);
  return [
    ...scores,
    {
      what: "– largest paint, in its best run",
      measured: shown("largest-contentful-paint"),
      aim: "≤ 2.5 s",
    },
    {
      what: "– blocking time, in its best run",
      measured: shown("total-blocking-time"),
      aim: "≤ 200 ms",
    },
    {
      what: "– shift of the layout, in its best run",
      measured: shown("cumulative-layout-shift"),
      aim: "≤ 0.1",
    },
    {
      what: "– the machine's index, which falls when others use it",
      measured: `${Math.round(Math.min(...indices))} to ${Math.round(Math.max(...indices))}`,
      aim: "—",
    },
  ];
}
