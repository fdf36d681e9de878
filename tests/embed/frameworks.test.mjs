// An app in each framework sets properties and hears events, built by Vite from the package.
// (widget 5, 6, 7, 8, 24)

import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { chromium } from "./support/browsers.mjs";
import { dragTemperature, expectEngine, SCENARIO } from "./support/figure.mjs";
import { serve } from "./support/serve.mjs";
import { copyOf, run } from "./support/tools.mjs";

for (const framework of ["react", "vue", "svelte"])
  test(`${framework}: properties are set and events heard`, { skip: chromium.skip }, async (t) => {
    const folder = await copyOf(framework);
    run(folder, "vite", "build", "--logLevel", "warn");
    const tab = await chromium.open(t, await serve(t, join(folder, "dist")));
    await expectEngine(tab, SCENARIO);

    // What the app sets is no event.
    await tab.ask(() => document.querySelector("button")?.click());
    const scenario = await expectEngine(tab, { ...SCENARIO, heads: 4 });
    assert.equal(await tab.ask(heard), "");

    // What the reader does is one, after which the app draws itself anew.
    const temperature = await dragTemperature(tab, scenario);
    assert.equal(await tab.ask(heard), String(temperature));
    await tab.ask(undo);
    await expectEngine(tab, scenario);
    assert.deepEqual([tab.errors, tab.foreign], [[], []]);
  });

// ── In the page ───────────────────────────────────────────────────────────────────────────────

const heard = () => document.querySelector("output")?.textContent;

function undo() {
  const { renderRoot } = /** @type {any} */ (document.querySelector("attention-explainer"));
  const buttons = /** @type {HTMLButtonElement[]} */ ([...renderRoot.querySelectorAll("button")]);
  buttons.find((button) => button.textContent?.trim() === "Undo")?.click();
}
