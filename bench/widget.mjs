// How long one figure takes in somebody else's page on a phone: from the request for its script to
// its first numbers, which can be dragged from then on.

import { readdirSync } from "node:fs";
import { host } from "./host.mjs";
import { quantile } from "./page.mjs";

/** @typedef {import("@playwright/test").Browser} Browser */

const LOADS = 3;
/** What Lighthouse calls a slow 4G when the browser slows itself: see its `throttling` constants. */
const SLOW_4G = {
  offline: false,
  latency: 562.5,
  downloadThroughput: (1.6 * 0.9 * 1024 * 1024) / 8,
  uploadThroughput: (0.75 * 0.9 * 1024 * 1024) / 8,
};
/** The one file with all figures, which a page without a bundler takes. */
const ONE_FILE = { tag: "attention-explainer", script: "attention-explainer.js" };

/**
 * The seconds of every package entry, by its tag, and of the one file with all figures.
 * @param {Browser} browser
 */
export async function measureWidgets(browser) {
  const { url, close } = await host("dist");
  const entries = readdirSync("dist/package/define").map((file) => ({
    tag: file.replace(/\.js$/, ""),
    script: `package/define/${file}`,
  }));
  /** @param {{ tag: string, script: string }} entry */
  const seconds = async (entry) => {
    const all = [];
    for (let load = 0; load < LOADS; load += 1) all.push(await once(browser, url, entry));
    return quantile(all, 0.5) / 1000;
  };
  /** @type {Map<string, number>} */
  const times = new Map();
  for (const entry of entries) times.set(entry.tag, await seconds(entry));
  const oneFile = await seconds(ONE_FILE);
  close();
  return { times, oneFile };
}

/**
 * @param {Browser} browser
 * @param {string} url
 * @param {{ tag: string, script: string }} entry
 */
async function once(browser, url, { tag, script }) {
  // A context of its own has a cache of its own.
  const context = await browser.newContext({ viewport: { width: 360, height: 800 } });
  const page = await context.newPage();
  const blog = new URL("blog", url).href;
  const body =
    `<!doctype html><meta name="viewport" content="width=device-width">` +
    `<${tag}></${tag}><script type="module" src="${script}"></script>`;
  await page.route(blog, (route) => route.fulfill({ contentType: "text/html", body }));
  const devtools = await context.newCDPSession(page);
  await devtools.send("Network.enable");
  await devtools.send("Network.emulateNetworkConditions", SLOW_4G);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: 4 });
  await page.goto(blog, { waitUntil: "commit" });
  const time = await page.evaluate(async ([name, source]) => {
    await customElements.whenDefined(name);
    await /** @type {any} */ (document.querySelector(name)).ready;
    // Painted by then.
    await new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
    const end = performance.now();
    const requests = performance.getEntriesByType("resource");
    const start = requests.find((request) => request.name.endsWith(source))?.startTime;
    if (start === undefined) throw new Error(`${source} was not requested.`);
    return end - start;
  }, /** @type {const} */ ([tag, script]));
  await context.close();
  return time;
}
