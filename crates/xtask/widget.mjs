// Weighs one figure in somebody else's page: what its entry of the npm package fetches, script and
// wasm, until it shows numbers. For information: the aim is not met yet, see docs/benchmarks.md.
import { readFileSync } from "node:fs";
import { extname, join } from "node:path";
import { brotliCompressSync } from "node:zlib";

const AIM = 90_000;
const ENTRY = "define:";

/** @param {string} folder - the package's */
export function widgets(folder) {
  /** @type {Record<string, { file: string, imports?: string[], assets?: string[] }>} */
  const chunks = JSON.parse(readFileSync(join(folder, ".vite/manifest.json"), "utf8"));
  /** @type {Map<string, number>} */
  const weights = new Map();
  /** @param {string} file */
  const weigh = (file) => {
    const bytes = weights.get(file) ?? brotliCompressSync(readFileSync(join(folder, file))).length;
    weights.set(file, bytes);
    return bytes;
  };
  /** @param {string} name @param {Set<string>} files */
  const collect = (name, files) => {
    const chunk = chunks[name];
    if (!chunk || files.has(chunk.file)) return files;
    for (const file of [chunk.file, ...(chunk.assets ?? [])]) files.add(file);
    for (const imported of chunk.imports ?? []) collect(imported, files);
    return files;
  };
  const lines = Object.keys(chunks)
    .filter((name) => name.startsWith(ENTRY))
    .map((name) => {
      const files = [...collect(name, new Set())];
      const wasm = files.filter((file) => extname(file) === ".wasm");
      if (wasm.length === 0) throw new Error(`${name} has no wasm: the manifest was misread.`);
      const sum = (/** @type {string[]} */ some) =>
        some.reduce((all, file) => all + weigh(file), 0);
      return { tag: name.slice(ENTRY.length), all: sum(files), wasm: sum(wasm) };
    });
  return { aim: AIM, lines };
}
