// Weighs what the first view downloads, as a host sends it: brotli at its best
// quality. Fails over budget.
import { existsSync, readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));
const assets = readdirSync(join(dist, "assets"), { recursive: true })
  .map((name) => join(dist, "assets", String(name)))
  .filter((file) => statSync(file).isFile());

/** @param {string} file */
const isFont = (file) => extname(file) === ".woff2";
/** @param {string} file */
const isWasm = (file) => extname(file) === ".wasm";
const page = [join(dist, "index.html"), join(dist, "favicon.svg"), ...assets].filter(
  (file) => existsSync(file) && !isFont(file),
);

/**
 * Fonts are compressed already and are counted as they are.
 * @param {string} file
 */
const weigh = (file) => {
  const bytes = readFileSync(file);
  return isFont(file) ? bytes.length : brotliCompressSync(bytes).length;
};

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1).padStart(6)} kB`;
const budgets = [
  { name: "wasm", files: page.filter(isWasm), limit: 60_000 },
  { name: "first view", files: page, limit: 120_000 },
  { name: "fonts", files: assets.filter(isFont), limit: 60_000 },
];

for (const file of page) {
  console.log(`  ${kilobytes(weigh(file))}  ${relative(dist, file)}`);
}
let over = false;
for (const { name, files, limit } of budgets) {
  const total = files.reduce((sum, file) => sum + weigh(file), 0);
  over ||= total > limit;
  const verdict = total > limit ? "OVER its budget of" : "of";
  console.log(`  ${kilobytes(total)}  ${name}, ${verdict} ${kilobytes(limit).trim()}`);
}
process.exitCode = over ? 1 : 0;
