// What the measurements share.

/** @typedef {{ what: string, measured: string, aim: string }} Row */

export const figure = "attention-explainer";

/**
 * A page whose figure is ready.
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 * @param {() => void} [first] runs in the page before its own scripts
 */
export async function open(browser, url, first) {
  const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  if (first) await page.addInitScript(first);
  await page.goto(url);
  await page.evaluate(async (name) => {
    const element = document.querySelector(name);
    await /** @type {any} */ (element)?.ready;
  }, figure);
  return page;
}

/**
 * The value below which a share of the sorted values lies.
 * @param {number[]} values
 * @param {number} share
 */
export function quantile(values, share) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))];
}

/** @param {number} value */
export const milliseconds = (value) =>
  `${value < 1000 ? value.toPrecision(3) : Math.round(value)} ms`;
