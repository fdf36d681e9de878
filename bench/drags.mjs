import { figure, milliseconds, open, quantile } from "./page.mjs";

const WARM_UP = 10;
const EVENTS = 120;
const THROTTLING = 4;

/**
 * Whole drags of the figure's sliders, on a processor that is a quarter as fast.
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 */
export async function measureDrags(browser, url) {
  /** @type {import("./page.mjs").Row[]} */
  const rows = [];
  for (const name of ["noun", "Temperature", "Key size", "Heads"]) {
    const times = await measureDrag(browser, url, name);
    const [half, most, all] = [0.5, 0.95, 1].map((share) => milliseconds(quantile(times, share)));
    rows.push({
      what: `drag of “${name}” to painted frame, ${THROTTLING}× throttled`,
      measured: `median ${half}, 95 % ${most}, slowest ${all}`,
      aim: name === "noun" || name === "Temperature" ? "≤ 16.7 ms" : "—",
    });
  }
  return rows;
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 * @param {string} name
 */
async function measureDrag(browser, url, name) {
  const page = await open(browser, url);
  const slider = page.locator(figure).first().getByRole("slider", { name }).first();
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error(`There is no slider “${name}” to drag.`);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate: THROTTLING });
  await page.evaluate(recordFrames);

  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  for (let move = 0; move < 4 * EVENTS; move++) {
    await page.mouse.move(box.x + box.width * (0.5 + 0.45 * Math.sin(move / 6)), y);
    if ((await recorded(page)).length >= WARM_UP + EVENTS) break;
  }
  await page.mouse.up();
  const times = (await recorded(page)).slice(WARM_UP);
  await page.close();
  if (times.length === 0) throw new Error(`Dragging “${name}” changed nothing.`);
  return times;
}

/** @param {import("@playwright/test").Page} page @returns {Promise<number[]>} */
const recorded = (page) => page.evaluate(() => Reflect.get(window, "frameTimes"));

/** Runs in the page: the time from each input event to the first task after its frame. */
function recordFrames() {
  /** @type {number[]} */
  const times = [];
  Reflect.set(window, "frameTimes", times);
  window.addEventListener(
    "input",
    () => {
      const start = performance.now();
      requestAnimationFrame(() => {
        const { port1, port2 } = new MessageChannel();
        port1.onmessage = () => times.push(performance.now() - start);
        port2.postMessage(null);
      });
    },
    { capture: true },
  );
}
