// The engine beside its peers, all in one page, one thread each.

import { readFile } from "node:fs/promises";
import { extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";
import { quantile } from "./page.mjs";

/** @typedef {{ n: number, d_model: number, heads: number, d_k: number }} Size */
/** @typedef {import("./peers/measure.js").Result} Result */

/** @type {Size[]} */
export const SIZES = [
  { n: 12, d_model: 64, heads: 8, d_k: 8 },
  { n: 64, d_model: 256, heads: 8, d_k: 32 },
  { n: 256, d_model: 384, heads: 12, d_k: 32 },
  { n: 512, d_model: 768, heads: 12, d_k: 64 },
];

/** Pages are loaded this often, because a browser compiles differently each time. */
const LOADS = 3;

/** How far f32 may be off before a contender computes something else. */
const LARGEST_ERROR = 1e-4;

const ORIGIN = "http://bench.invalid";
const peers = fileURLToPath(new URL("./peers/", import.meta.url));
const FOLDERS = [
  ["/engine/", fileURLToPath(new URL("../target/xtask/bench/", import.meta.url))],
  ["/", peers],
];
/** @type {Record<string, string>} */
const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };

/**
 * One row for each contender and size: the median of its loads' median times.
 * @param {import("@playwright/test").Browser} browser
 */
export async function measurePeers(browser) {
  const sizes = [];
  for (const size of SIZES) {
    const loads = [];
    for (let load = 0; load < LOADS; load++) loads.push(await measureOnce(browser, size));
    sizes.push({ size, ...summarize(size, loads) });
    console.error(table([sizes[sizes.length - 1]]));
  }
  return sizes;
}

/** @param {import("@playwright/test").Browser} browser @param {Size} size */
async function measureOnce(browser, size) {
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const path = normalize(decodeURIComponent(new URL(route.request().url()).pathname));
    if (path === "/") return route.fulfill({ contentType: "text/html", body: "<!doctype html>" });
    const [prefix, folder] = FOLDERS.find(([prefix]) => path.startsWith(prefix)) ?? FOLDERS[1];
    const body = await readFile(join(folder, path.slice(prefix.length)));
    return route.fulfill({ contentType: TYPES[extname(path)], body });
  });
  await page.goto(ORIGIN);
  const measured = await page.evaluate(async (size) => {
    const { measure } = await import(/* @vite-ignore */ new URL("/measure.js", location.href).href);
    return measure(size);
  }, size);
  await page.close();
  return /** @type {{ results: Result[], peak: Record<string, number> }} */ (measured);
}

/** @param {Size} size @param {{ results: Result[], peak: Record<string, number> }[]} loads */
function summarize({ n, d_model, heads, d_k }, loads) {
  const width = heads * d_k;
  // Products only: three projections, scores, blends, and one projection.
  const operations = 2 * n * (4 * d_model * width + 2 * n * width);
  const contenders = loads[0].results.map(({ name, number, peer }, index) => {
    const all = loads.map(({ results }) => results[index]);
    const wrong = all.find(({ off }) => !(off <= LARGEST_ERROR));
    if (wrong) throw new Error(`${name} computes something else: it is ${wrong.off} off.`);
    const medians = all.map(({ times }) => quantile(times, 0.5));
    const rounds = Math.min(...all.map(({ times }) => times.length));
    return { name, number, peer, time: quantile(medians, 0.5), medians, rounds };
  });
  const best = contenders
    .filter(({ peer }) => peer)
    .reduce((best, next) => (next.time < best.time ? next : best));
  /** @param {string} number */
  const own = (number) => contenders.findIndex((one) => one.number === number);
  const [f32, f64] = [own("f32"), own("f64")].map((index) => {
    const { time } = contenders[index];
    // In each load by itself, so that a noisy one counts once.
    const ratios = loads.map(({ results }) => {
      const times = results.map(({ times }) => quantile(times, 0.5));
      return Math.min(...times.filter((_, other) => contenders[other].peer)) / times[index];
    });
    const shares = loads.map(
      ({ peak }, load) =>
        operations / (contenders[index].medians[load] / 1000) / peak[contenders[index].number],
    );
    return { time, ratio: quantile(ratios, 0.5), ratios, share: quantile(shares, 0.5) };
  });
  return { contenders, best, f32, f64, operations, peak: quantile(loads.map(({ peak }) => peak.f32), 0.5) };
}

/** @param {Awaited<ReturnType<typeof measurePeers>>} sizes */
export function table(sizes) {
  /** @param {string[]} cells */
  const line = (cells) => `| ${cells.join(" | ")} |`;
  /** @param {number} time */
  const milliseconds = (time) => `${time.toPrecision(3)} ms`;
  const names = sizes[0].contenders.map(({ name }) => name);
  const heading = sizes.map(({ size }) => Object.values(size).join(", "));
  return [
    line(["n, d_model, heads, d_k", ...heading]),
    line(["---", ...sizes.map(() => "---")]),
    ...names.map((name, index) =>
      line([name, ...sizes.map(({ contenders }) => milliseconds(contenders[index].time))]),
    ),
    line(["**best peer / engine, f32**", ...sizes.map(({ f32 }) => `**${f32.ratio.toFixed(2)}**`)]),
    line(["**best peer / engine, f64**", ...sizes.map(({ f64 }) => `**${f64.ratio.toFixed(2)}**`)]),
    line(["engine, f32, of the peak", ...sizes.map(({ f32 }) => `${Math.round(100 * f32.share)} %`)]),
    line(["engine, f64, of the peak", ...sizes.map(({ f64 }) => `${Math.round(100 * f64.share)} %`)]),
    line(["peak, f32", ...sizes.map(({ peak }) => `${(peak / 1e9).toFixed(1)} GFLOP/s`)]),
  ].join("\n");
}
