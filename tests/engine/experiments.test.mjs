// The experiments across the boundary: values by closed forms, and refusals.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isScenarioError, load, loadLab } from "attention-explainer/engine";

const engine = await load();
const { experiments } = engine;

/** @param {number} actual @param {number} expected */
function near(actual, expected, tolerance = 1e-12) {
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, not ${expected}`);
}

test("engine and lab are one", async () => {
  assert.equal(await loadLab(), engine);
});

test("every experiment runs on its defaults", () => {
  const names = ["scaling", "alignment", "softmax", "blend", "heads", "gauge"];
  assert.deepEqual(Object.keys(experiments), names);
  for (const run of Object.values(experiments)) assert.ok(run());
});

test("scores spread by √d_k and not when scaled", () => {
  const { unscaled, scaled } = experiments.scaling({ d_k: 256, samples: 500, seed: 3 });
  near(unscaled.score_deviation / 16, 1, 0.05);
  near(scaled.score_deviation, 1, 0.05);
  const { counts, below, above } = unscaled.scores;
  assert.equal(counts.length, 41);
  assert.equal(
    counts.reduce((sum, count) => sum + count, below + above),
    500 * 16,
  );
});

test("a key of twice the length has twice the score at the same angle", () => {
  const found = experiments.alignment({
    query: [1, 2],
    keys: [
      [3, 1],
      [6, 2],
      [0, 0],
    ],
  });
  const [key, doubled, nothing] = found.keys;
  assert.deepEqual(key.products, [3, 2]);
  assert.deepEqual([key.score, doubled.score, nothing.score], [5, 10, 0]);
  near(key.angle ?? NaN, 45);
  near(doubled.angle ?? NaN, 45);
  near(key.along, Math.sqrt(5));
  assert.deepEqual([nothing.cosine, nothing.angle], [null, null]);
  const sum = Math.exp(5) + Math.exp(10) + 1;
  near(found.weights[1], Math.exp(10) / sum);
});

test("softmax forgets a shift and forbids what is masked", () => {
  const scores = [2, null, 1, 0];
  const plain = experiments.softmax({ scores });
  const shifted = experiments.softmax({ scores, shift: 100 });
  const sum = Math.exp(2) + Math.exp(1) + 1;
  [2, -Infinity, 1, 0].forEach((score, key) => {
    near(plain.weights[key], Math.exp(score) / sum);
    near(shifted.weights[key], plain.weights[key], 1e-13);
  });
  assert.equal(plain.weights[1], 0);
  assert.deepEqual(shifted.shifted, [102, null, 101, 100]);
  assert.deepEqual(
    experiments.softmax({ scores: [1, 1, 0], temperature: 0 }).weights,
    [0.5, 0.5, 0],
  );
});

test("other weights give the same output inside the hull", () => {
  const scenario = { d_v: 2, heads: 1 };
  const { hull, corners, same_output: same } = experiments.blend({ scenario, row: 6 });
  const trace = engine.attend(scenario);
  const { values } = trace.read("v");
  assert.deepEqual(hull.output, [...trace.read("head_output").values.slice(12, 14)]);
  for (const col of [0, 1]) {
    const column = values.filter((_, index) => index % 2 === col);
    assert.equal(hull.low[col], Math.min(...column));
    assert.equal(hull.high[col], Math.max(...column));
  }
  const leftmost = values[2 * Number(corners?.[0])];
  assert.equal(leftmost, hull.low[0]);
  assert.ok(same && same.total_variation > 0.1 && same.difference < 1e-14);
  const moved = [0, 1].map((col) =>
    same.others.reduce((sum, weight, key) => sum + weight * values[2 * key + col], 0),
  );
  moved.forEach((value, col) => near(value, hull.output[col], 1e-14));
});

test("heads add up, and one can be left out", () => {
  const found = experiments.heads({
    dropped: 1,
    parts_of: [0],
    order: [8, 7, 6, 5, 4, 3, 2, 1, 0],
  });
  assert.ok(found.parts[0].values instanceof Float64Array);
  assert.equal(found.parts.length, 1);
  assert.ok(found.difference < 1e-14);
  found.without?.values.forEach((value, index) => near(value, found.parts[0].values[index], 1e-13));
  assert.equal(found.lost?.length, 9);
  // Its vectors say where words stood, and move along with them: only rounding is left.
  assert.equal(found.reordered?.tokens[0], "hungry");
  assert.ok(Number(found.order_difference) < 1e-13);
});

test("queries and keys turn, and scores stay", () => {
  const scenario = { heads: 4, kv_heads: 2, mask: /** @type {const} */ ("causal") };
  const before = engine.attend(scenario);
  for (const values of [false, true]) {
    const turned = experiments.gauge({ scenario, head: 3, angle: 40, stretch: 2, values });
    assert.ok(turned.scores_difference < 1e-12 && turned.output_difference < 1e-12);
    const after = engine.attend(turned.scenario);
    assert.deepEqual(after.read("q", { head: 3 }), turned.q);
    const [was, is] = [before, after].map((trace) => trace.read("output").values);
    was.forEach((value, index) => near(is[index], value));
    const step = values ? "v" : "k";
    assert.notDeepEqual(before.read(step, { head: 2 }), after.read(step, { head: 2 }));
  }
});

test("a scenario in the settings may be packed, typed, or partial", () => {
  const trace = engine.attend({});
  const { scenario } = trace;
  const vectors = scenario.vectors.map((row) => Float64Array.from(row));
  const given = {
    ...scenario,
    vectors,
    mask: scenario.tokens.map(() => scenario.tokens.map(() => true)),
  };
  // @ts-expect-error Typed arrays are taken for lists.
  const { output } = experiments.heads({ scenario: given });
  assert.deepEqual(output, trace.read("output"));
});

/** @type {[string, () => unknown, string][]} */
const refusals = [
  ["an unknown field", () => experiments.scaling(/** @type {object} */ ({ dk: 3 })), "dk"],
  ["a number out of range", () => experiments.scaling({ d_k: 0 }), "d_k"],
  ["a fraction", () => experiments.scaling({ keys: 2.5 }), "keys"],
  ["a negative seed", () => experiments.scaling({ seed: -1 }), "seed"],
  ["NaN", () => experiments.gauge({ angle: NaN }), "angle"],
  ["infinity", () => experiments.gauge({ stretch: Infinity }), "stretch"],
  // @ts-expect-error Not a boolean.
  ["a wrong type", () => experiments.gauge({ values: 1 }), "values"],
  // @ts-expect-error Not a list.
  ["no list", () => experiments.alignment({ query: "1, 2" }), "query"],
  ["a short key", () => experiments.alignment({ query: [1, 2], keys: [[1]] }), "keys[0]"],
  // @ts-expect-error Not a number.
  ["a text in a key", () => experiments.alignment({ keys: [[1, "2"]] }), "keys[0][1]"],
  ["only masked keys", () => experiments.softmax({ scores: [null, null] }), "scores"],
  ["a tiny temperature", () => experiments.softmax({ temperature: 1e-300 }), "temperature"],
  ["a head that is not there", () => experiments.blend({ head: 2 }), "head"],
  ["a row that is not there", () => experiments.blend({ row: 9 }), "row"],
  ["a dropped head that is not there", () => experiments.heads({ dropped: 2 }), "dropped"],
  ["an order of others", () => experiments.heads({ order: [0, 0] }), "order"],
  ["an order beyond the end", () => experiments.heads({ order: [9] }), "order[0]"],
  ["a part that is not there", () => experiments.heads({ parts_of: [0, 5] }), "parts_of[1]"],
  ["a bad scenario", () => experiments.gauge({ scenario: { heads: 0 } }), "scenario.heads"],
  [
    "a bad vector",
    () => experiments.gauge({ scenario: { tokens: ["a"], vectors: [[NaN]] } }),
    "scenario.vectors[0][0]",
  ],
  ["no plane to turn", () => experiments.gauge({ scenario: { d_k: 1 } }), "scenario.d_k"],
  // @ts-expect-error Not an object.
  ["no settings", () => experiments.gauge(3), "settings"],
];

for (const [what, run, field] of refusals) {
  test(`${what} is refused by name`, () => {
    assert.throws(run, (/** @type {unknown} */ error) => {
      assert.ok(isScenarioError(error), String(error));
      assert.equal(error.name, "ScenarioError");
      assert.equal(error.field, field);
      assert.ok(error.message.startsWith(`${field}: expected `), error.message);
      return true;
    });
  });
}

test("a refusal leaves the engine working", () => {
  assert.equal(engine.attend({}).read("weights").rows, 9);
});
