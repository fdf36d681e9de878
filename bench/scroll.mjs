// The longest task of the main thread while a reader scrolls the article from top to bottom, with
// every figure coming in on the way.

import { milliseconds, open } from "./page.mjs";

/** @typedef {import("./page.mjs").Row} Row */
/** @typedef {{ name: string, ph: string, tid: number, pid: number, dur?: number, tdur?: number, args?: any }} Event */

const STEP = 120;
const FRAME = 32;
const THROTTLE = 4;

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 * @param {number} rate
 * @returns {Promise<{ wall: number, processor: number }>} of the longest task, in milliseconds
 */
async function scroll(browser, url, rate) {
  const page = await open(browser, url);
  const session = await page.context().newCDPSession(page);
  await session.send("Emulation.setCPUThrottlingRate", { rate });
  await page.waitForTimeout(1000);
  /** @type {Event[]} */
  const events = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(.../** @type {any} */ (value)));
  await session.send("Tracing.start", {
    traceConfig: { includedCategories: ["toplevel", "disabled-by-default-devtools.timeline"] },
    transferMode: "ReportEvents",
  });
  await page.mouse.move(400, 400);
  const isBelow = () =>
    page.evaluate(() => scrollY + innerHeight < document.documentElement.scrollHeight - 2);
  for (let i = 0; i % 20 > 0 || (await isBelow()); i += 1) {
    await page.mouse.wheel(0, STEP);
    await page.waitForTimeout(FRAME);
  }
  await page.waitForTimeout(500);
  const end = new Promise((done) => session.once("Tracing.tracingComplete", done));
  await session.send("Tracing.end");
  await end;
  await page.close();

  /** @param {Event} event */
  const thread = ({ pid, tid }) => `${pid}:${tid}`;
  const tasks = events.filter(({ name, ph }) => name === "RunTask" && ph === "X");
  // The page's thread is the one that worked most; the browser's own pages rest.
  const work = new Map();
  for (const task of tasks)
    work.set(thread(task), (work.get(thread(task)) ?? 0) + (task.tdur ?? 0));
  const mains = new Set(
    events
      .filter(({ name, args }) => name === "thread_name" && args?.name === "CrRendererMain")
      .map(thread),
  );
  const [main] = [...work].filter(([id]) => mains.has(id)).sort(([, a], [, b]) => b - a)[0] ?? [];
  const own = tasks.filter((task) => thread(task) === main);
  return {
    wall: Math.max(...own.map(({ dur = 0 }) => dur)) / 1000,
    processor: Math.max(...own.map(({ tdur = 0 }) => tdur)) / 1000,
  };
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 * @returns {Promise<Row[]>}
 */
export async function measureScrolling(browser, url) {
  const throttled = await scroll(browser, url, THROTTLE);
  const plain = await scroll(browser, url, 1);
  return [
    {
      what: "scroll from top to bottom, longest task, 4× throttled",
      measured: milliseconds(throttled.wall),
      aim: "≤ 50 ms",
    },
    {
      what: "scroll from top to bottom, longest task's processor time, not throttled",
      measured: milliseconds(plain.processor),
      aim: "≤ 12.5 ms",
    },
  ];
}
