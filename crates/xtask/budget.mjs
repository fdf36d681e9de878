// Weighs what the page downloads, as a host sends it: brotli at its best
// quality. The first view is what index.html asks for by itself; what figures
// further down bring comes later and counts toward the whole page; what only
// a dialog brings counts toward neither. Fails over budget.
import { readFileSync, readdirSync, statSync } from "node:fs";
import { extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { widgets } from "./widget.mjs";

const dist = fileURLToPath(new URL("../../dist/", import.meta.url));

/** @typedef {{ file: string, imports?: string[], dynamicImports?: string[], css?: string[], assets?: string[] }} Chunk */
/** @type {Record<string, Chunk>} */
const chunks = JSON.parse(readFileSync(join(dist, ".vite/manifest.json"), "utf8"));

/**
 * A chunk, and all that it imports before it runs.
 * @param {string} name
 * @param {Set<string>} files
 */
function collect(name, files) {
  const chunk = chunks[name];
  if (!chunk || files.has(chunk.file)) return;
  for (const file of [chunk.file, ...(chunk.css ?? []), ...(chunk.assets ?? [])]) files.add(file);
  for (const imported of chunk.imports ?? []) collect(imported, files);
}

const first = new Set(["index.html", "favicon.svg"]);
collect("index.html", first);

/**
 * What reading to the end fetches; the dialogs in `www/ways/` are fetched when one is opened.
 * @param {string} name
 * @param {Set<string>} files
 * @param {Set<string>} seen
 */
function follow(name, files, seen = new Set()) {
  if (seen.has(name)) return;
  seen.add(name);
  collect(name, files);
  const { imports = [], dynamicImports = [] } = chunks[name] ?? { file: "" };
  for (const next of [...imports, ...dynamicImports])
    if (!next.startsWith("www/ways/")) follow(next, files, seen);
}

/** @type {Set<string>} */
const scrolled = new Set();
follow("index.html", scrolled);
/** @type {Set<string>} */
const opened = new Set();
for (const name of Object.keys(chunks)) if (name.startsWith("www/ways/")) follow(name, opened);

const all = ["index.html", "favicon.svg"]
  .concat(
    readdirSync(join(dist, "assets"), { recursive: true }).map((name) =>
      join("assets", String(name)),
    ),
  )
  .filter((file) => statSync(join(dist, file)).isFile());

/** @param {string} file */
const isFont = (file) => extname(file) === ".woff2";
/** @param {string} file */
const isWasm = (file) => extname(file) === ".wasm";

/**
 * Fonts are compressed already and are counted as they are.
 * @param {string} file
 */
const weigh = (file) => {
  const bytes = readFileSync(join(dist, file));
  return isFont(file) ? bytes.length : brotliCompressSync(bytes).length;
};

/** @param {number} bytes */
const kilobytes = (bytes) => `${(bytes / 1000).toFixed(1).padStart(6)} kB`;

/** @param {string} file */
const isAsked = (file) => opened.has(file) && !scrolled.has(file);

const site = all.filter((file) => !isFont(file));
const page = site.filter((file) => !isAsked(file));
const view = page.filter((file) => first.has(file));
if (!view.some(isWasm)) throw new Error("The first view has no wasm: the manifest was misread.");
const budgets = [
  { name: "wasm of the first view", files: view.filter(isWasm), limit: 60_000 },
  { name: "first view", files: view, limit: 120_000 },
  { name: "whole page, scrolled to its end", files: page, limit: 320_000 },
  { name: "fonts", files: all.filter(isFont), limit: 60_000 },
];

for (const file of site) {
  const when = first.has(file) ? "" : isAsked(file) ? "  when opened" : "  later";
  console.log(`  ${kilobytes(weigh(file))}  ${relative(dist, join(dist, file))}${when}`);
}
let over = false;
for (const { name, files, limit } of budgets) {
  const total = files.reduce((sum, file) => sum + weigh(file), 0);
  over ||= total > limit;
  const verdict = total > limit ? "OVER its budget of" : "of";
  console.log(`  ${kilobytes(total)}  ${name}, ${verdict} ${kilobytes(limit).trim()}`);
}
// The guide for authors counts on its own; its figures come as any page loads them.
const guide = [
  "guide.html",
  ...readdirSync(join(dist, "guide")).map((name) => join("guide", name)),
];
const weight = (/** @type {string[]} */ files) =>
  kilobytes(files.reduce((sum, file) => sum + weigh(file), 0));
console.log(
  `  ${weight(guide)}  guide.html, and ${weight(["attention-explainer.js"]).trim()} where a figure comes near`,
);
const { aim, lines } = widgets(join(dist, "package"));
for (const { tag, all, wasm } of lines) {
  console.log(
    `  ${kilobytes(all)}  ${tag} from the package, of it wasm ${kilobytes(wasm).trim()}; ` +
      `aim ${kilobytes(aim).trim()}`,
  );
}
process.exitCode = over ? 1 : 0;
