// Measures the page and its engine in the browser that the tests use, prints a
// table, and with --write puts it into docs/benchmarks.md. Nothing here passes
// or fails: times depend on the machine.

import { mkdirSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { chromium } from "@playwright/test";
import { document, widgetTable } from "./document.mjs";
import { measureDrags } from "./drags.mjs";
import { measureEngine } from "./engine.mjs";
import { measureHeap } from "./heap.mjs";
import { measureLighthouse } from "./lighthouse.mjs";
import { measureScrolling } from "./scroll.mjs";
import { nativeTable } from "./native.mjs";
import { measurePeers } from "./peers.mjs";
import { table } from "./table.mjs";
import { measureWidgets } from "./widget.mjs";

const {
  ATTENTION_URL: url = "http://127.0.0.1:8080",
  ATTENTION_BROWSER: executablePath,
  ATTENTION_WITHOUT_PEERS: withoutPeers,
  ATTENTION_NATIVE: native,
} = process.env;

const browser = await chromium.launch({ executablePath, args: ["--no-sandbox", "--disable-gpu"] });
const rows = [
  ...(await measureEngine(browser, url)),
  ...(await measureDrags(browser, url)),
  ...(await measureHeap(browser, url)),
  ...(await measureScrolling(browser, url)),
  ...(await measureLighthouse(executablePath)),
];
const widgets = await measureWidgets(browser);
const peers = native
  ? `${await measurePeers(browser)}\n\nWithout a browser:\n\n${nativeTable(native)}`
  : `Not measured: ${withoutPeers ?? "`cargo xtask bench` makes what this needs."}`;
const machine = `${cpus()[0].model}, ${cpus().length} cores, Chromium ${browser.version()}, Node ${process.version}`;
await browser.close();

const page = table(
  ["what", "measured", "aim"],
  rows.map(({ what, measured, aim }) => [what, measured, aim]),
);

console.log(`${machine}\n\n${page}\n\n${widgetTable(widgets)}\n\n${peers}`);

if (process.argv.includes("--write")) {
  const day = new Date().toISOString().slice(0, 10);
  const text = document({ day, machine, page, peers, widgets });
  mkdirSync("docs", { recursive: true });
  writeFileSync("docs/benchmarks.md", text);
  console.log("\nWritten to docs/benchmarks.md.");
}
