import { figure, open } from "./page.mjs";

const WARM_UP = 500;
const FRAMES = 1000;

/**
 * What a long drag leaves behind.
 * @param {import("@playwright/test").Browser} browser
 * @param {string} url
 * @returns {Promise<import("./page.mjs").Row[]>}
 */
export async function measureHeap(browser, url) {
  const page = await open(browser, url, keepMemory);
  const devtools = await page.context().newCDPSession(page);
  await devtools.send("HeapProfiler.enable");

  const heap = async () => {
    // Twice, so that what finalizers let go of is collected too.
    await devtools.send("HeapProfiler.collectGarbage");
    await devtools.send("HeapProfiler.collectGarbage");
    const { usedSize } = await devtools.send("Runtime.getHeapUsage");
    const memory = await page.evaluate(() => Reflect.get(window, "wasmMemory").buffer.byteLength);
    return { heap: usedSize, memory };
  };

  await page.evaluate(drag, { figure, frames: WARM_UP });
  const before = await heap();
  await page.evaluate(drag, { figure, frames: FRAMES });
  const after = await heap();
  await page.close();

  /** @param {"heap" | "memory"} kind */
  const change = (kind) => {
    const [from, to] = [before[kind], after[kind]].map((bytes) => (bytes / 1e6).toFixed(2));
    return `${from} → ${to} MB`;
  };
  const frames = FRAMES.toLocaleString("en");
  return [
    { what: `heap over ${frames} drag frames`, measured: change("heap"), aim: "flat" },
    { what: `engine's memory over ${frames} drag frames`, measured: change("memory"), aim: "flat" },
  ];
}

/** Runs in the page before its scripts: keeps hold of the engine's memory. */
function keepMemory() {
  const { instantiateStreaming } = WebAssembly;
  WebAssembly.instantiateStreaming = async (...source) => {
    const loaded = await instantiateStreaming(...source);
    Reflect.set(window, "wasmMemory", loaded.instance.exports.memory);
    return loaded;
  };
}

/**
 * Runs in the page: one input event a frame, up and down the first component's slider.
 * @param {{ figure: string, frames: number }} options
 */
async function drag({ figure, frames }) {
  const root = document.querySelector(figure)?.shadowRoot;
  const slider = [...(root?.querySelectorAll("input") ?? [])].find(
    ({ type, id }) => type === "range" && id.includes("component"),
  );
  if (!slider) throw new Error("There is no slider of a component to drag.");
  const [least, most] = [Number(slider.min), Number(slider.max)];
  for (let frame = 0; frame < frames; frame++) {
    slider.value = String(least + (most - least) * (0.5 + 0.5 * Math.sin(frame / 20)));
    slider.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
    await new Promise(requestAnimationFrame);
  }
}
