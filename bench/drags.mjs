import { figure, milliseconds, open, quantile } from "./page.mjs";

const WARM_UP = 10;
const EVENTS = 120;
const THROTTLING = 4;
/** One 60 Hz frame. */
const FRAME = "≤ 16.7 ms";

/** What the bare page draws, and how much of it an event changes: about as much as the figure's. */
const BARE = { cells: 900, changed: 86 };

/**
 * Whole drags of the figure's sliders, on a processor that is a quarter as fast; and of a slider
 * with nothing behind it, which tells how much of the time is the browser's.
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 */
export async function measureDrags(browser, url) {
  /** @type {import("./page.mjs").Row[]} */
  const rows = [];
  for (const name of ["noun", "Temperature", "Key size", "Heads"]) {
    const page = await open(browser, url);
    const slider = page.locator(figure).first().getByRole("slider", { name }).first();
    const { times } = await drag(page, slider, THROTTLING);
    rows.push({
      what: `drag of “${name}” to painted frame, ${THROTTLING}× throttled`,
      measured: spread(times),
      aim: name === "noun" || name === "Temperature" ? FRAME : "—",
    });
    await page.close();
  }

  const page = await open(browser, url);
  const noun = page.locator(figure).first().getByRole("slider", { name: "noun" }).first();
  const { busy } = await drag(page, noun, 1);
  rows.push({
    what: "drag of “noun”, main thread's processor time an event, not throttled",
    measured: `mean ${milliseconds(busy)}`,
    aim: "—",
  });
  await page.close();

  const bare = await browser.newPage({ viewport: { width: 1440, height: 900 } });
  await bare.setContent("<input type=range min=-2 max=2 step=0.05>");
  await bare.evaluate(fillBarePage, BARE);
  const { times } = await drag(bare, bare.getByRole("slider"), THROTTLING);
  rows.push({
    what: `drag on a bare page, ${BARE.changed} of ${BARE.cells} cells change, ${THROTTLING}× throttled`,
    measured: spread(times),
    aim: "—",
  });
  await bare.close();
  return rows;
}

/** @param {number[]} times */
function spread(times) {
  const [half, most, all] = [0.5, 0.95, 1].map((share) => milliseconds(quantile(times, share)));
  return `median ${half}, 95 % ${most}, slowest ${all}`;
}

/**
 * Each event's time to its painted frame, and the main thread's mean processor time an event.
 * @param {import("@playwright/test").Page} page
 * @param {import("@playwright/test").Locator} slider
 * @param {number} rate how many times slower the processor is made
 */
async function drag(page, slider, rate) {
  await slider.scrollIntoViewIfNeeded();
  const box = await slider.boundingBox();
  if (!box) throw new Error("There is no slider to drag.");
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("Emulation.setCPUThrottlingRate", { rate });
  await devtools.send("Performance.enable", { timeDomain: "threadTicks" });
  await page.evaluate(recordFrames);
  const busySoFar = async () => {
    const { metrics } = await devtools.send("Performance.getMetrics");
    return 1000 * (metrics.find(({ name }) => name === "TaskDuration")?.value ?? NaN);
  };

  const y = box.y + box.height / 2;
  let move = 0;
  /** @param {number} events */
  const moveUntil = async (events) => {
    for (const last = move + 4 * events; move < last; move++) {
      await page.mouse.move(box.x + box.width * (0.5 + 0.45 * Math.sin(move / 6)), y);
      if ((await recorded(page)).length >= events) return;
    }
  };
  await page.mouse.move(box.x + box.width / 2, y);
  await page.mouse.down();
  await moveUntil(WARM_UP);
  const warm = { events: (await recorded(page)).length, busy: await busySoFar() };
  await moveUntil(WARM_UP + EVENTS);
  const busy = (await busySoFar()) - warm.busy;
  await page.mouse.up();
  const times = (await recorded(page)).slice(warm.events);
  if (times.length === 0) throw new Error("The drag changed nothing.");
  return { times, busy: busy / times.length };
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

/**
 * Runs in the bare page: numbers in fixed boxes, each laid out for itself, without a table, a
 * style sheet, a library or an engine. An event rewrites some of them and does nothing else.
 * @param {{ cells: number, changed: number }} size
 */
function fillBarePage({ cells, changed }) {
  const texts = Array.from({ length: cells }, (_, i) => {
    const box = document.createElement("div");
    Object.assign(box.style, {
      position: "absolute",
      left: `${(i % 40) * 34}px`,
      top: `${40 + Math.floor(i / 40) * 24}px`,
      width: "32px",
      height: "24px",
      contain: "size layout",
      font: "12px/24px sans-serif",
      textAlign: "center",
    });
    const text = document.createTextNode(".00");
    box.append(text);
    document.body.append(box);
    return text;
  });
  let events = 0;
  document.querySelector("input")?.addEventListener("input", () => {
    events += 1;
    for (let i = 0; i < changed; i++) {
      const text = texts[(i * 10) % cells];
      if (text) text.nodeValue = String(((events * (i + 1)) % 997) / 100);
    }
  });
}
