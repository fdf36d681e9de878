// The engine beside its peers, all in one page, one thread each.

import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { milliseconds, quantile } from "./page.mjs";
import { table } from "./table.mjs";

/** @typedef {{ n: number, d_model: number, heads: number, d_k: number }} Size */
/** @typedef {{ name: string, number: "f32" | "f64", peer: boolean, times: number[], off: number }} Result */
/** @typedef {{ results: Result[], absent: string[], peak: number[] }} Load */

/** @type {Size[]} */
export const SIZES = [
  { n: 12, d_model: 64, heads: 8, d_k: 8 },
  { n: 64, d_model: 256, heads: 8, d_k: 32 },
  { n: 256, d_model: 384, heads: 12, d_k: 32 },
  { n: 512, d_model: 768, heads: 12, d_k: 64 },
];

/** Pages are loaded this often, because a browser compiles differently each time. */
const LOADS = 3;

/** Milliseconds after which a page is given up; for the slowest peers, too. */
const PATIENCE = 240_000;

/** How far off a contender may be before it computes something else, relative to the largest number. */
const TOLERANCE = { f32: 1e-5, f64: 1e-12 };

const ORIGIN = "http://bench.invalid";
const FOLDERS = [
  { prefix: "/engine/", folder: fileURLToPath(new URL("../target/xtask/bench/", import.meta.url)) },
  { prefix: "/", folder: fileURLToPath(new URL("./peers/", import.meta.url)) },
];
/** @type {Record<string, string>} */
const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/**
 * A table, a column for each size.
 * @param {import("@playwright/test").Browser} browser
 */
export async function measurePeers(browser) {
  const columns = [];
  for (const size of SIZES) {
    const loads = [];
    for (let load = 1; load <= LOADS; load++) {
      loads.push(await measureOnce(browser, size, `n = ${size.n}, load ${load} of ${LOADS}`));
    }
    columns.push(summarize(size, loads));
  }
  return present(columns);
}

/**
 * @param {import("@playwright/test").Browser} browser
 * @param {Size} size
 * @param {string} which for whoever waits
 */
async function measureOnce(browser, size, which) {
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const path = normalize(decodeURIComponent(new URL(route.request().url()).pathname));
    if (path === "/") return route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
    const { prefix, folder } = FOLDERS.find(({ prefix }) => path.startsWith(prefix)) ?? FOLDERS[1];
    const body = await readFile(join(folder, path.slice(prefix.length)));
    return route.fulfill({ contentType: TYPES[extname(path)], body });
  });
  let doing = "opening the page";
  await page.exposeFunction("report", (/** @type {string} */ next) => {
    doing = next;
    console.error(`peers, ${which}: ${doing}`);
  });
  await page.goto(ORIGIN);
  const measured = page.evaluate(async (size) => {
    // Nobody may have more than one thread.
    if (crossOriginIsolated) throw new Error("The page could share memory between threads.");
    const { measure } = await import(/* @vite-ignore */ new URL("/measure.js", location.href).href);
    return measure(size, Reflect.get(window, "report"));
  }, size);
  // A page that computes for ever answers nobody, so its time runs out here.
  let timer;
  const tooLate = new Promise((_, reject) => {
    const late = () => reject(new Error(`${which}: ${doing} did not end within the page's time.`));
    timer = setTimeout(late, PATIENCE);
  });
  try {
    return /** @type {Load} */ (await Promise.race([measured, tooLate]));
  } finally {
    clearTimeout(timer);
    await page.close();
  }
}

/**
 * Medians of rounds, and medians of loads of those; ratios are taken within a load.
 * @param {Size} size
 * @param {Load[]} loads
 */
function summarize(size, loads) {
  const { n, d_model, heads, d_k } = size;
  for (const { name, number, off } of loads.flatMap(({ results }) => results)) {
    if (!(off <= TOLERANCE[number])) {
      throw new Error(`${name} computes something else: at n = ${n} it is ${off} off.`);
    }
  }
  /** @param {(load: Load) => number} what */
  const median = (what) => quantile(loads.map(what), 0.5);
  /** @param {Load} load @param {string} name */
  const time = (load, name) =>
    quantile(load.results.find((result) => result.name === name)?.times ?? [NaN], 0.5);
  /** @param {Load} load */
  const best = (load) =>
    Math.min(...load.results.filter(({ peer }) => peer).map(({ name }) => time(load, name)));
  // Of the six products, a multiplication and an addition each.
  const operations = 2 * n * heads * d_k * (4 * d_model + 2 * n);
  /** @param {Load} load */
  const peak = (load) => quantile(load.peak, 0.5);
  return {
    size,
    absent: loads.flatMap(({ absent }) => absent),
    times: loads[0].results.map(({ name }) => ({ name, time: median((load) => time(load, name)) })),
    ratios: ["engine, f32", "engine, f64"].map((name) =>
      median((load) => best(load) / time(load, name)),
    ),
    peak: median(peak),
    share: median((load) => operations / (time(load, "engine, f32") / 1000) / peak(load)),
  };
}

/** @param {ReturnType<typeof summarize>[]} columns */
function present(columns) {
  const absent = [...new Set(columns.flatMap(({ absent }) => absent))];
  const names = [...new Set(columns.flatMap(({ times }) => times.map(({ name }) => name)))];
  const rows = names.map((name) => [
    name,
    ...columns.map(({ times }) => {
      const found = times.find((row) => row.name === name);
      return found ? milliseconds(found.time) : "—";
    }),
  ]);
  for (const [at, number] of ["f32", "f64"].entries()) {
    const ratios = columns.map(({ ratios }) => `**${ratios[at].toFixed(2)}**`);
    rows.push([`**best peer ÷ engine, ${number}**`, ...ratios]);
  }
  const peaks = columns.map(({ peak }) => `${(peak / 1e9).toFixed(1)} GFLOP/s`);
  const shares = columns.map(({ share }) => `${Math.round(100 * share)} %`);
  rows.push(["peak of simd128, f32", ...peaks], ["engine, f32, of that peak", ...shares]);
  const sizes = columns.map(({ size }) => Object.values(size).join(", "));
  return [
    table(["n, d_model, heads, d_k", ...sizes], rows),
    ...absent.map((reason) => `Not measured: ${reason}.`),
  ].join("\n\n");
}
