// The engine with what leaves the page and comes into it: programs, matrices as
// files, and people's own files. In the page it is a module of its own, fetched
// when somebody asks for a figure's code and data; in the one-file libraries it
// is the engine that `load` gives: see vite.config.ts.

import type { Engine as WasmEngine } from "./pkg/attention.js";
import { LoadedEngine, withinMemory } from "./loaded.js";
import { instantiate } from "./module.js";
import { pack } from "./pack.js";
import { describe, isList, refuse } from "./refuse.js";
import type { Engine, Exchange, GivenFile, Table } from "./types.js";
import * as wasm from "./wasm-exchange.js";

let shared: Promise<Exchange> | undefined;

/** One exchange for the whole page, worker or process; after a failure the next call tries again. */
export function loadExchange(): Promise<Exchange> {
  shared ??= instantiate(wasm)
    .then((engine) => Object.assign(new LoadedEngine(engine), exchangeOf(engine)))
    .catch((error: unknown) => {
      shared = undefined;
      throw error;
    });
  return shared;
}

const MOST_FILES = 64;
/** As the engine itself allows; files of more are refused before they are read. */
const MOST_BYTES = 64e6;
const LONGEST_NAME = 255;
const MOST_CELLS = 2 ** 20;

/** Throws where files are too many or too large to be opened; asks for their sizes only. */
export function checkSizes(files: readonly { name: string; size: number }[]): void {
  if (files.length > MOST_FILES) refuse("files", `at most ${MOST_FILES} files`, `${files.length}`);
  let total = 0;
  for (const { name, size } of files) {
    total += size;
    if (total <= MOST_BYTES) continue;
    const megabytes = (bytes: number) => `${Math.ceil(bytes / 1e6)} MB`;
    refuse(short(name), `at most ${megabytes(MOST_BYTES)} in all files together`, megabytes(total));
  }
}

/** What a loaded wasm adds to an engine. */
export function exchangeOf(wasm: WasmEngine): Omit<Exchange, keyof Engine> {
  return {
    code(scenario, language) {
      const { meta, matrices } = pack(scenario);
      return withinMemory("scenario", () => wasm.code(meta, matrices, language));
    },

    open(files, { base = {}, ...options } = {}) {
      const { meta, matrices } = pack(base);
      const { names, contents } = unfolded(files);
      return withinMemory("files", () => wasm.open(names, contents, meta, matrices, options));
    },

    file(scenario, { step, head = null, format }) {
      const { meta, matrices } = pack(scenario);
      return withinMemory("scenario", () => wasm.file(meta, matrices, step, head, format));
    },

    csv(table) {
      const { names, labels, values } = cellsOf(table);
      return withinMemory("table", () => wasm.csv(names, labels, values));
    },
  };
}

/** Names and bytes of files that are small enough to be copied. */
function unfolded(files: readonly GivenFile[]): { names: string[]; contents: Uint8Array[] } {
  if (!isList(files)) return refuse("files", "a list of files", describe(files));
  const given = Array.from(files, ({ name, bytes }, index) => {
    if (typeof name !== "string") refuse(`files[${index}].name`, "a name", describe(name));
    if (!(bytes instanceof Uint8Array))
      refuse(`files[${index}].bytes`, "a Uint8Array", describe(bytes));
    return { name: short(name), bytes, size: bytes.byteLength };
  });
  checkSizes(given);
  return { names: given.map(({ name }) => name), contents: given.map(({ bytes }) => bytes) };
}

/** The end of a name is what says what the file is. */
const short = (name: string): string =>
  name.length > LONGEST_NAME ? `…${name.slice(-LONGEST_NAME)}` : name;

function cellsOf({ names, rows }: Table) {
  if (names.length * rows.length > MOST_CELLS)
    refuse("table", `at most ${MOST_CELLS} cells`, `${names.length * rows.length}`);
  const values = new Float64Array(names.length * rows.length).fill(NaN);
  rows.forEach(({ values: row }, i) =>
    row.slice(0, names.length).forEach((value, j) => {
      if (value !== null) values[i * names.length + j] = value;
    }),
  );
  return { names: [...names], labels: rows.map(({ label }) => label), values };
}
