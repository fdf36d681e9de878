// Programs and files across the boundary: what goes out comes in again, and what is bad is refused.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isScenarioError, load, loadExchange } from "attention-explainer/engine";

const engine = await load();

/** @typedef {Partial<import("attention-explainer/engine").Scenario>} Scenario */

const HOSTILE = ["=1+1", '"; import os #', "<img src=x onerror=alert(1)>", "a,b;c"];

/** @type {Scenario} */
const grouped = {
  tokens: HOSTILE,
  heads: 4,
  kv_heads: 2,
  d_v: 3,
  weights: { seed: 3 },
  positions: "rotary",
  mask: "causal",
};

const bytesOf = (/** @type {string} */ text) => new TextEncoder().encode(text);

test("engine and exchange are one", async () => {
  assert.equal(await loadExchange(), engine);
});

test("a program is its lines, and every step that is computed has one", () => {
  const steps = ["memory", "biased"];
  const expected = engine.steps.map(({ name }) => name).filter((name) => !steps.includes(name));
  for (const [language, extension] of /** @type {const} */ ([
    ["numpy", "py"],
    ["pytorch", "py"],
    ["rust", "rs"],
  ])) {
    const program = engine.code(grouped, language);
    assert.equal(program.text, program.lines.map(({ text }) => `${text}\n`).join(""));
    assert.equal(program.extension, extension);
    const found = program.lines.flatMap(({ step }) => step ?? []);
    assert.deepEqual([...found].sort(), [...expected].sort(), language);
    const scores = program.lines.find(({ step }) => step === "scores");
    assert.match(scores?.text ?? "", /scores/);
  }
});

test("files that were written make the same scenario again", () => {
  const scenario = { ...grouped, positions: /** @type {const} */ ("none") };
  const file = (/** @type {import("attention-explainer/engine").StepName} */ step) =>
    engine.file(scenario, { step, head: null, format: "npy" });
  const matrices = /** @type {const} */ (["w_q", "w_k", "w_v", "w_o"]).map(file);
  assert.deepEqual(matrices[1].shape, [2, 6, 4]);
  const vectors = engine.file(scenario, { step: "embedded", format: "csv" });
  assert.equal(vectors.name, "vectors.csv");
  const base = { heads: 4, d_v: 3, mask: scenario.mask };
  const opened = engine.open([...matrices, vectors], { base });
  assert.deepEqual(opened.tokens, HOSTILE);
  const [was, is] = [scenario, opened].map((each) => engine.attend(each));
  for (const { name } of engine.steps) {
    for (const head of [0, 3])
      assert.deepEqual(is.read(name, { head }), was.read(name, { head }), name);
  }
});

test("JSON comes back, with its defaults filled in", () => {
  const json = JSON.stringify(engine.attend(grouped).scenario);
  const opened = engine.open([{ name: "SCENARIO.JSON", bytes: bytesOf(json) }]);
  assert.deepEqual(opened, JSON.parse(json));
});

test("a selection of heads is taken", () => {
  const q = engine.file(grouped, { step: "q", head: null, format: "npy" });
  const k = engine.file(grouped, { step: "k", head: null, format: "npy" });
  const v = engine.file(grouped, { step: "v", head: null, format: "npy" });
  const opened = engine.open([q, k, v], { heads: [2, 3] });
  assert.deepEqual([opened.heads, opened.kv_heads], [2, 1]);
  const [was, is] = [grouped, opened].map((each) => engine.attend(each));
  assert.deepEqual(is.read("q", { head: 1 }), was.read("q", { head: 3 }));
});

test("a table blanks what is missing and disarms what a spreadsheet would compute", () => {
  const rows = [
    { label: "=it", values: [0.1, null] },
    { label: "b", values: [-0, -Infinity] },
  ];
  const csv = engine.csv({ names: ["x", "@y"], rows });
  assert.equal(csv, `"","x","'@y"\n"'=it",0.1,\n"b",-0.0,-inf\n`);
});

/** @param {string} name @param {string | Uint8Array} content */
const given = (name, content) => [
  { name, bytes: typeof content === "string" ? bytesOf(content) : content },
];

/** @type {[string, () => unknown, string, RegExp][]} */
const refusals = [
  ["no JSON", () => engine.open(given("a.json", "{")), "scenario", /^a\.json: scenario: expected/],
  [
    "a bad field of JSON",
    () => engine.open(given("a.json", '{ "heads": 0 }')),
    "heads",
    /^a\.json: heads: expected a whole number from 1 to 128, got 0$/,
  ],
  [
    "text in a table",
    () => engine.open(given("vectors.csv", "1,2\n3,x\n")),
    "vectors.csv, line 2, column 2",
    /^vectors\.csv, line 2, column 2: expected a number, got "x"$/,
  ],
  [
    "a name without a meaning",
    () => engine.open(given("weights-head-1.csv", "1,2\n")),
    "weights-head-1.csv",
    /expected a name out of tokens, vectors/,
  ],
  ["another ending", () => engine.open(given("a.exe", "MZ")), "a.exe", /ends in \.json/],
  ["a cut header", () => engine.open(given("vectors.npy", "\x93NUM")), "vectors.npy", /expected/],
  ["no files", () => engine.open([]), "files", /at least one of/],
  [
    "too many files",
    () => engine.open(new Array(65).fill({ name: "q.npy", bytes: new Uint8Array() })),
    "files",
    /at most 64 files, got 65/,
  ],
  [
    "too many bytes",
    () => engine.open(given("q.npy", new Uint8Array(64e6 + 1))),
    "q.npy",
    /^q\.npy: expected at most 64 MB in all files together, got 65 MB$/,
  ],
  // @ts-expect-error Not bytes.
  ["no bytes", () => engine.open([{ name: "q.npy", bytes: "1" }]), "files[0].bytes", /Uint8Array/],
  // @ts-expect-error Not a language.
  ["another language", () => engine.code({}, "fortran"), "language", /one of "numpy", "pytorch"/],
  // @ts-expect-error Not a format.
  ["another format", () => engine.file({}, { step: "q", format: "xls" }), "format", /"csv" or/],
  [
    "a stack as a table",
    () => engine.file({}, { step: "q", format: "csv" }),
    "head",
    /one head for CSV/,
  ],
  [
    "a head that is not there",
    () => engine.file({}, { step: "q", head: 2, format: "npy" }),
    "head",
    /below 2/,
  ],
  [
    "a program that nobody reads",
    () => engine.code({ heads: 8, d_k: 512, weights: { seed: 1 } }, "rust"),
    "scenario",
    /at most 20000 numbers/,
  ],
];

for (const [what, run, field, sentence] of refusals) {
  test(`${what} is refused by name`, () => {
    assert.throws(run, (/** @type {unknown} */ error) => {
      assert.ok(isScenarioError(error), String(error));
      assert.equal(error.field, field);
      assert.match(error.message, sentence);
      return true;
    });
  });
}

test("bytes of chance are refused, and leave the engine working", () => {
  let seed = 7;
  const chance = () => (seed = (seed * 48271) % 2147483647);
  for (const ending of ["json", "csv", "npy", "npz", "safetensors"]) {
    for (let round = 0; round < 40; round += 1) {
      const bytes = Uint8Array.from({ length: chance() % 200 }, () => chance() % 256);
      assert.throws(() => engine.open([{ name: `vectors.${ending}`, bytes }]), isScenarioError);
    }
  }
  assert.equal(engine.attend({}).read("weights").rows, 9);
});
