// The engine as others import it: the shipped module, in Node and in a worker.

import assert from "node:assert/strict";
import { test } from "node:test";
import { Worker } from "node:worker_threads";
import { isScenarioError, load } from "attention-explainer/engine";

const engine = await load();

test("everybody gets the same engine", async () => {
  assert.equal(await load(), engine);
});

test("a trace holds every step of the table, each of the shape that the table says", () => {
  const trace = engine.attend({
    heads: 4,
    kv_heads: 2,
    d_k: 5,
    d_v: 3,
    memory: engine.defaultMemory,
  });
  const sizes = { n: 9, m: 6, d_model: 6, d_k: 5, d_v: 3, "h·d_v": 12 };
  const axis = (/** @type {string} */ symbol) => sizes[/** @type {keyof typeof sizes} */ (symbol)];
  assert.equal(engine.steps.length, 19);
  for (const { name, shape } of engine.steps) {
    const { rows, cols, values } = trace.read(name, { head: 3 });
    assert.deepEqual([rows, cols], shape.map(axis), name);
    assert.ok(values instanceof Float64Array && values.length === rows * cols, name);
  }
});

test("values are row-major, in a matrix that is not square", () => {
  const vectors = [
    [1, 2, 3],
    [4, 5, 6],
  ];
  const trace = engine.attend({ tokens: ["a", "b"], vectors });
  assert.deepEqual(trace.read("embedded"), {
    rows: 2,
    cols: 3,
    values: Float64Array.of(1, 2, 3, 4, 5, 6),
  });
  assert.deepEqual(trace.scenario.vectors, vectors);
});

test("masked cells read -Infinity before and exactly 0 after the softmax", () => {
  const trace = engine.attend({ mask: "causal" });
  const at = 0 * 9 + 1;
  assert.equal(trace.read("masked").values[at], -Infinity);
  assert.ok(Object.is(trace.read("weights").values[at], 0));
});

test("a key or value is read through the query head that uses it", () => {
  const trace = engine.attend({ heads: 4, kv_heads: 2 });
  const of = (/** @type {number} */ head) => trace.read("k", { head }).values;
  assert.deepEqual(of(0), of(1));
  assert.notDeepEqual(of(1), of(2));
  assert.deepEqual(trace.explain("scores", { head: 1, row: 0, col: 0 }).inputs[0].head, 1);
});

test("what was read stays when the trace is disposed of and the memory grows", () => {
  const trace = engine.attend({});
  const { values } = trace.read("weights");
  const before = Float64Array.from(values);
  trace.dispose();
  trace.dispose();
  engine.attend({ heads: 128, d_k: 512 }).dispose();
  assert.deepEqual(values, before);
  assert.throws(() => trace.read("weights"), /disposed/);
});

test("a trace that is disposed of gives its memory back", () => {
  const wide = { heads: 128, d_k: 256, d_v: 256 };
  const numbers = wide.heads * wide.d_k * (6 + 9) * 4;
  for (let run = 0; run < 150; run++) engine.attend(wide).dispose();
  // 150 of them would take more than twice this.
  assert.ok(process.memoryUsage.rss() < 50 * numbers * 8, `${process.memoryUsage.rss()} bytes`);
});

test("a scenario that comes back from a trace makes the same trace", () => {
  const mask = Array.from({ length: 9 }, (_, row) =>
    Array.from({ length: 6 }, (_, col) => col <= row),
  );
  for (const scenario of [
    {},
    {
      weights: { seed: 3 },
      mask: { window: 2 },
      scale: /** @type {const} */ ("none"),
      temperature: 0.5,
    },
    { memory: engine.defaultMemory, mask, heads: 3, kv_heads: 1 },
  ]) {
    const first = engine.attend(scenario);
    const weights = Object.fromEntries(
      /** @type {const} */ (["w_q", "w_k", "w_v", "w_o"]).map((name) => [
        name,
        wholeMatrix(first, name),
      ]),
    );
    const second = engine.attend(first.scenario);
    assert.deepEqual(second.scenario, first.scenario);
    assert.deepEqual(second.read("output"), first.read("output"));
    const explicit = engine.attend({ ...first.scenario, weights: /** @type {any} */ (weights) });
    assert.deepEqual(explicit.read("output"), first.read("output"));
    assert.deepEqual(explicit.scenario.weights, weights);
  }
});

/**
 * All heads of a weight matrix side by side, as a scenario holds it.
 * @param {import("attention-explainer/engine").Trace} trace
 * @param {"w_q" | "w_k" | "w_v" | "w_o"} name
 */
function wholeMatrix(trace, name) {
  const { heads, kv_heads } = trace.scenario;
  const count = name === "w_k" || name === "w_v" ? kv_heads : heads;
  const step = heads / count;
  const blocks = Array.from({ length: count }, (_, head) =>
    toRows(trace.read(name, { head: head * step })),
  );
  return name === "w_o"
    ? blocks.flat()
    : blocks[0].map((_, row) => blocks.flatMap((block) => block[row]));
}

/** @param {import("attention-explainer/engine").Matrix} matrix */
function toRows({ rows, cols, values }) {
  return Array.from({ length: rows }, (_, row) => [
    ...values.subarray(row * cols, (row + 1) * cols),
  ]);
}

test("explanations follow their inputs down to given numbers", () => {
  const trace = engine.attend({});
  let cell = trace.explain("output", { row: 6, col: 0 });
  const steps = [cell.step];
  while (cell.inputs.length > 0) {
    const { step, ...at } = cell.inputs[0];
    cell = trace.explain(step, at);
    steps.push(cell.step);
  }
  assert.deepEqual(steps.slice(0, 4), ["output", "concat", "head_output", "weights"]);
  assert.equal(steps.at(-1), "embedded");
});

test("the lexicon's vectors are the ones that a scenario without vectors gets", () => {
  const tokens = ["she", "reads"];
  assert.deepEqual(engine.embed(tokens), engine.attend({ tokens }).read("embedded"));
});

test("the profiler names the engine's steps when it is asked to", () => {
  const names = () => performance.getEntriesByType("measure").map((entry) => entry.name);
  engine.attend({}).dispose();
  assert.deepEqual(names(), []);
  engine.setMarks(true);
  engine.attend({}).dispose();
  engine.setMarks(false);
  assert.ok(names().includes("attention: scores"), names().join());
  performance.clearMeasures();
});

test("refusals are told apart from other errors", () => {
  assert.equal(isScenarioError(new Error("heads")), false);
  assert.throws(() => engine.attend({ heads: 0 }), isScenarioError);
});

test("it works in a worker", async () => {
  const code = `
    const { parentPort } = require("node:worker_threads");
    import("attention-explainer/engine")
      .then(({ load }) => load())
      .then((engine) => parentPort.postMessage(engine.attend({}).read("output")));`;
  const worker = new Worker(code, { eval: true });
  const output = await new Promise((resolve, reject) => {
    worker.once("message", resolve);
    worker.once("error", reject);
  });
  assert.deepEqual(output, engine.attend({}).read("output"));
});
