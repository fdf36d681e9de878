// A page by each tool that authors use, with the documented snippet, shows the engine's numbers.
// (widget 1, 7, 21, 24)

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "./support/browsers.mjs";
import { dragTemperature, expectEngine, SCENARIO } from "./support/figure.mjs";
import { serve } from "./support/serve.mjs";
import { copyOf, missing, run } from "./support/tools.mjs";

/**
 * Where the script goes in each tool's folder, how the tool is run, and where its page is then.
 *
 * @typedef {object} Host
 * @property {string} script
 * @property {string[]} tool
 * @property {string} site
 * @property {string} page
 */

/** @type {Record<string, Host>} */
const HOSTS = {
  hugo: { script: "static", tool: ["hugo"], site: "public", page: "post/" },
  eleventy: { script: ".", tool: ["eleventy"], site: "_site", page: "post/" },
  mkdocs: { script: "docs", tool: ["mkdocs", "build"], site: "site", page: "" },
  mdbook: { script: "src", tool: ["mdbook", "build"], site: "book", page: "chapter.html" },
};

for (const [host, { script, tool, site, page }] of Object.entries(HOSTS)) {
  const [program = "", ...parts] = tool;
  const skip = chromium.skip || missing(program);
  test(`${host}: the page that it builds shows the engine's numbers`, { skip }, async (t) => {
    const folder = await copyOf(host, script);
    run(folder, program, ...parts);
    const tab = await chromium.open(t, (await serve(t, join(folder, site))) + page);
    const scenario = await expectEngine(tab, SCENARIO);
    await dragTemperature(tab, scenario);
    assert.deepEqual(tab.errors, []);
  });
}

test(
  "reveal.js: a slide's figure is dragged, and its keys turn no slide",
  {
    skip: chromium.skip,
  },
  async (t) => {
    const folder = await copyOf("reveal", ".");
    const tab = await chromium.open(t, `${await serve(t, folder)}#/1`);
    const scenario = await expectEngine(tab, SCENARIO);
    const temperature = await dragTemperature(tab, scenario);
    // The slider has the focus.
    await tab.press("ArrowRight");
    const next = /** @type {number} */ (await tab.ask(temperatureOf));
    assert.ok(next > temperature, `the arrow key left the temperature at ${next}`);
    await expectEngine(tab, { ...scenario, temperature: next });
    assert.equal(await tab.ask(() => location.hash), "#/1");
    assert.deepEqual([tab.errors, tab.foreign], [[], []]);
  },
);

/** In the page. */
function temperatureOf() {
  const figure = /** @type {any} */ (document.querySelector("attention-explainer"));
  return figure.scenario.temperature;
}
