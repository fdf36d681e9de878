// The whole article as one file, opened from disk in three engines; every figure answers. (page 1)

import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { chromium, firefox, webkit } from "./support/browsers.mjs";
import { dragTemperature, expectEngine } from "./support/figure.mjs";
import { dist } from "./support/paths.mjs";

const ARTICLE = pathToFileURL(join(dist, "attention.html")).href;

for (const { name, skip, open } of [chromium, firefox, webkit])
  test(
    `${name}: the article opens from disk, and every figure answers`,
    {
      skip,
      timeout: 300_000,
    },
    async (t) => {
      const tab = await open(t, ARTICLE);
      const scenario = await expectEngine(tab, {});
      await dragTemperature(tab, scenario);
      const figures = await tab.ask(answers);
      assert.ok(figures.length > 1);
      for (const { tag, before, after } of figures)
        assert.notEqual(after, before, `${tag} says the same after a slider has moved`);
      assert.deepEqual([tab.errors, tab.foreign], [[], []]);
    },
  );

/** In the page: moves a slider of each figure by a key's worth, and reads what the figure says. */
async function answers() {
  const all = /** @type {any[]} */ ([...document.querySelectorAll("*")]).filter(({ localName }) =>
    localName.startsWith("attention-"),
  );
  const settled = async (/** @type {any} */ figure) => {
    do await figure.updateComplete;
    while (figure.isUpdatePending);
  };
  const answered = [];
  for (const figure of all) {
    // A chapter's figure is defined when the reader comes to it.
    figure.scrollIntoView({ behavior: "instant" });
    await customElements.whenDefined(figure.localName);
    await figure.ready;
    let slider;
    while (!(slider = figure.renderRoot.querySelector("input[type=range]")))
      await new Promise((later) => setTimeout(later, 50));
    await settled(figure);
    const state = () => JSON.stringify(figure.snapshot);
    const before = state() + figure.renderRoot.textContent;
    const isLast = Number(slider.value) >= Number(slider.max);
    if (isLast) slider.stepDown();
    else slider.stepUp();
    for (const type of ["input", "change"])
      slider.dispatchEvent(new Event(type, { bubbles: true, composed: true }));
    await settled(figure);
    await new Promise((later) => setTimeout(later, 100));
    answered.push({
      tag: figure.localName,
      before,
      after: state() + figure.renderRoot.textContent,
    });
  }
  return answered;
}
