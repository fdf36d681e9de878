// Measures the page and its engine in the browser that the tests use, prints a
// table, and with --write puts it into docs/benchmarks.md. Nothing here passes
// or fails: times depend on the machine.

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { chromium } from "@playwright/test";
import { measureDrags } from "./drags.mjs";
import { measureEngine } from "./engine.mjs";
import { measureHeap } from "./heap.mjs";
import { measureLighthouse } from "./lighthouse.mjs";
import { measureScrolling } from "./scroll.mjs";

const { ATTENTION_URL: url = "http://127.0.0.1:8080", ATTENTION_BROWSER: executablePath } =
  process.env;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const rows = [
  ...(await measureEngine(browser, url)),
  ...(await measureDrags(browser, url)),
  ...(await measureHeap(browser, url)),
  ...(await measureScrolling(browser, url)),
  ...(await measureLighthouse(executablePath)),
];
const machine = `${cpus()[0].model}, ${cpus().length} cores, Chromium ${browser.version()}, Node ${process.version}`;
await browser.close();

/** @param {string[]} cells */
const line = (cells) => `| ${cells.join(" | ")} |`;
const table = [
  line(["what", "measured", "aim"]),
  line(["---", "---", "---"]),
  ...rows.map(({ what, measured, aim }) => line([what, measured, aim])),
].join("\n");

console.log(`${machine}\n\n${table}`);

if (process.argv.includes("--write")) {
  const day = new Date().toISOString().slice(0, 10);
  const text = `# Benchmarks

Written by \`cargo xtask bench --write\` on ${day}: ${machine}.

${table}

## How they were taken

- **Engine**: \`engine.attend(scenario)\` of \`dist/engine.js\` in the page, with one vector's component changed
  before each call, as a drag does. The time includes packing the scenario and checking it. Ten calls and 400 ms of
  warm-up; then rounds of at least 20 ms each; the median round, divided by its calls.
- **Drag**: a mouse drags the slider back and forth with the processor throttled to a quarter through the
  DevTools protocol. From the first listener of each \`input\` event to the first task after that frame was painted:
  handlers, computation, rendering, style, layout and paint, without the wait for the next frame. Nothing is
  discarded but the first ten events. The processor time is that of the main thread's tasks, without the throttling
  and without what other processes take. The bare page is what a browser on this machine needs for a slider and as
  many changing numbers with no table, library or engine behind them: the floor under the figure's times.
- **Heap**: JavaScript's heap after a forced collection and the size of the engine's memory, after 500 frames with an
  \`input\` event each and again after 1,000 more.
- **Scroll**: a mouse wheel turns from the article's top to its end, 120 pixels every 32 ms, with all figures coming in
  on the way. A task is one of the main thread's; its processor time leaves out the throttling and other processes.
- **Lighthouse**: its default for a phone (a slow mobile network, the processor at a quarter), on \`dist/\` served with
  Brotli, as hosts do. Five loads; other programs on the machine only ever make one slower, so the best says most about the page.
  The index is Lighthouse's own measure of the processor while it ran; it assumes a desktop's 1,500 to 2,000.

The sizes of what the page downloads are counted, and held to their budget, by every build.
`;
  mkdirSync("docs", { recursive: true });
  writeFileSync("docs/benchmarks.md", text);
  console.log("\nWritten to docs/benchmarks.md.");
}
