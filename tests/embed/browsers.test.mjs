// Three engines load the widget from a plain page; a drag by the mouse leads to the right numbers.
// (widget 1, 7, 21)

import assert from "node:assert/strict";
import { test } from "node:test";
import { chromium, firefox, webkit } from "./support/browsers.mjs";
import { dragTemperature, expectEngine, SCENARIO } from "./support/figure.mjs";
import { serve } from "./support/serve.mjs";
import { copyOf } from "./support/tools.mjs";

for (const { name, skip, open } of [chromium, firefox, webkit])
  test(`${name}: a plain page's figure is dragged`, { skip }, async (t) => {
    const tab = await open(t, await serve(t, await copyOf("plain", ".")));
    const scenario = await expectEngine(tab, SCENARIO);
    await dragTemperature(tab, scenario);
    assert.deepEqual([tab.errors, tab.foreign], [[], []]);
  });
