// Positions, exact lookup, the empty slot and log-n scaling, through the shipped module.

import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "attention-explainer/engine";

const engine = await load();

/** @typedef {Partial<import("attention-explainer/engine").Scenario>} Scenario */
/** @typedef {import("attention-explainer/engine").StepName} StepName */

/** @param {number} actual @param {number} wanted @param {string} [what] */
function assertNear(actual, wanted, what = "") {
  const room = 1e-12 * Math.max(1, Math.abs(wanted));
  assert.ok(Math.abs(actual - wanted) <= room, `${what} ${actual}, not ${wanted}`);
}

/**
 * A step's rows.
 * @param {import("attention-explainer/engine").Trace} trace @param {StepName} step @param {number} [head]
 */
function rowsOf(trace, step, head = 0) {
  const { rows, cols, values } = trace.read(step, { head });
  return Array.from({ length: rows }, (_, row) => [
    ...values.subarray(row * cols, (row + 1) * cols),
  ]);
}

/** Two words that take turns, so that the same pair comes again further on. */
const A = [1, 0, 0.5, -1, 0.25, 2];
const B = [0, 1, -0.5, 0.75, 1, -1];
/** @type {Scenario} */
const alternating = {
  tokens: ["a", "b", "a", "b", "a", "b", "a", "b"],
  vectors: [A, B, A, B, A, B, A, B],
  d_k: 6,
  weights: { seed: 4 },
};

test("rotary scores depend on two places through their difference alone", () => {
  const turned = rowsOf(engine.attend({ ...alternating, positions: "rotary" }), "scores");
  const plain = rowsOf(engine.attend(alternating), "scores");
  for (let i = 0; i + 2 < 8; i++) {
    for (let j = 0; j + 2 < 8; j++) assertNear(turned[i + 2][j + 2], turned[i][j], `${i}, ${j}:`);
  }
  // And on their difference they do depend: the same two words, further apart.
  assert.ok(Math.abs(turned[0][1] - turned[0][3]) > 1e-3);
  assertNear(plain[0][1], plain[0][3]);
});

test("rotary turns adjacent components by p / 10000^(2i/d_k), and keeps their length", () => {
  const trace = engine.attend({ ...alternating, positions: "rotary" });
  for (const [from, to] of /** @type {[StepName, StepName][]} */ ([
    ["q", "q_rotated"],
    ["k", "k_rotated"],
  ])) {
    const [plain, turned] = [rowsOf(trace, from, 1), rowsOf(trace, to, 1)];
    for (let p = 0; p < 8; p++) {
      for (let i = 0; i < 3; i++) {
        const angle = p / 10_000 ** ((2 * i) / 6);
        const [x, y] = plain[p].slice(2 * i, 2 * i + 2);
        assertNear(turned[p][2 * i], x * Math.cos(angle) - y * Math.sin(angle));
        assertNear(turned[p][2 * i + 1], y * Math.cos(angle) + x * Math.sin(angle));
      }
    }
  }
  const [q, k] = [rowsOf(trace, "q_rotated"), rowsOf(trace, "k_rotated")];
  const score = q[5].reduce((sum, x, c) => sum + x * k[2][c], 0);
  assertNear(rowsOf(trace, "scores")[5][2], score);
});

test("ALiBi takes a head's slope off for each place of distance, before the mask", () => {
  // Of four heads: 2⁻², 2⁻⁴, 2⁻⁶, 2⁻⁸.
  const trace = engine.attend({ heads: 4, positions: "alibi", mask: "causal" });
  for (let head = 0; head < 4; head++) {
    const [scaled, biased, masked] = /** @type {StepName[]} */ (["scaled", "biased", "masked"]).map(
      (step) => rowsOf(trace, step, head),
    );
    const slope = 2 ** (-2 * (head + 1));
    for (let i = 0; i < 9; i++) {
      for (let j = 0; j < 9; j++) {
        assertNear(biased[i][j], scaled[i][j] - slope * Math.abs(i - j));
        assert.equal(masked[i][j], j > i ? -Infinity : biased[i][j]);
      }
    }
  }
});

test("sinusoidal positions add sines and cosines to both sides' vectors", () => {
  const { memory } = engine.attend({ memory: engine.defaultMemory }).scenario;
  const trace = engine.attend({ memory, positions: "sinusoidal" });
  assert.ok(memory);
  for (const [step, vectors] of /** @type {[StepName, number[][]][]} */ ([
    ["embedded", trace.scenario.vectors],
    ["memory", memory.vectors],
  ])) {
    rowsOf(trace, step).forEach((row, p) =>
      row.forEach((x, c) => {
        const angle = p / 10_000 ** ((2 * Math.floor(c / 2)) / 6);
        assertNear(x, vectors[p][c] + (c % 2 === 0 ? Math.sin(angle) : Math.cos(angle)));
      }),
    );
  }
});

test("steps that a scenario does without read and explain as those in their place", () => {
  const trace = engine.attend({});
  /** @type {[StepName, StepName][]} */
  const pairs = [
    ["q_rotated", "q"],
    ["k_rotated", "k"],
    ["biased", "scaled"],
  ];
  for (const [absent, present] of pairs) {
    assert.deepEqual(trace.read(absent, { head: 1 }), trace.read(present, { head: 1 }));
    assert.equal(trace.explain(absent, { head: 1, row: 2, col: 0 }).step, present);
  }
});

/** @type {[StepName, Scenario, string, (string | null)[][]][]} */
const explained = [
  ["embedded", { positions: "sinusoidal" }, "position", [["x"], ["position"]]],
  [
    "q_rotated",
    { positions: "rotary" },
    "rotate",
    [
      [null, "cos pθ"],
      [null, "sin pθ"],
    ],
  ],
  [
    "k_rotated",
    { positions: "rotary" },
    "rotate",
    [
      [null, "cos pθ"],
      [null, "sin pθ"],
    ],
  ],
  ["biased", { positions: "alibi" }, "bias", [[null], ["−slope", "distance"]]],
  ["scaled", { ssmax: 0.5, temperature: 2 }, "scale", [[null, "1/√d_k", "s·ln n", "1/T"]]],
  ["weights", { sink: 1 }, "softmax", [["e^(s−max)", "1/Σ"]]],
  ["weights", { temperature: 0 }, "softmax", [["1 if s = max", "1/Σ"]]],
];

for (const [step, scenario, operation, labels] of explained) {
  test(`${step} with ${JSON.stringify(scenario)} is the sum of its labelled terms`, () => {
    const trace = engine.attend(scenario);
    const at = { head: step === "embedded" ? null : 1, row: 5, col: 3 };
    const told = trace.explain(step, at);
    assert.equal(told.operation, operation);
    assert.deepEqual(
      told.terms.map(({ factors }) => factors.map(({ label }) => label)),
      labels,
    );
    for (const { factors, product } of told.terms) {
      const wanted = factors.reduce((all, { value }) => all * value, 1);
      assertNear(product, wanted);
    }
    const sum = told.terms.reduce((all, { product }) => all + product, 0);
    assertNear(sum, told.value);
    const { cols, values } = trace.read(step, { head: 1 });
    assert.equal(told.value, values[at.row * cols + at.col]);
  });
}

test("temperature 0 shares a row among its largest scores", () => {
  const trace = engine.attend({ ...alternating, temperature: 0, mask: "causal" });
  rowsOf(trace, "weights").forEach((weights, row) => {
    const scores = rowsOf(trace, "masked")[row];
    const largest = Math.max(...scores);
    const winners = scores.filter((score) => score === largest).length;
    assert.deepEqual(
      weights,
      scores.map((score) => (score === largest ? 1 / winners : 0)),
    );
  });
  // The same key stands at several places of the last row, so more than one wins.
  assert.ok(rowsOf(trace, "weights")[7].filter((weight) => weight > 0).length > 1);
  assert.deepEqual(trace.read("scaled"), engine.attend(alternating).read("scaled"));
});

test("a sink takes σ / (σ + Σ e^score) of each row", () => {
  const sink = 2;
  const trace = engine.attend({ sink });
  rowsOf(trace, "weights").forEach((weights, row) => {
    const powers = rowsOf(trace, "masked")[row].map(Math.exp);
    const total = powers.reduce((sum, power) => sum + power, sink);
    weights.forEach((weight, col) => assertNear(weight, powers[col] / total));
    const { sink: part, sum, exps } = trace.softmaxRow({ head: 0, row });
    assertNear(part / sum, sink / total);
    assertNear(
      exps.reduce((all, exp) => all + exp, part),
      sum,
    );
  });
  assert.equal(engine.attend({}).softmaxRow({ head: 0, row: 0 }).sink, 0);
});

test("ssmax multiplies a row's scores by s·ln n, n the keys that it may attend to", () => {
  const ssmax = 0.7;
  const [plain, scaled] = [{}, { ssmax }].map((more) =>
    rowsOf(engine.attend({ mask: "causal", ...more }), "scaled"),
  );
  for (let i = 0; i < 9; i++) {
    for (let j = 0; j < 9; j++) assertNear(scaled[i][j], plain[i][j] * ssmax * Math.log(i + 1));
  }
});

test("a scenario with every option comes back from its trace", () => {
  const options = { positions: /** @type {const} */ ("alibi"), sink: 0.5, ssmax: 1.5 };
  const first = engine.attend(options);
  assert.deepEqual({ ...first.scenario, ...options }, first.scenario);
  assert.deepEqual(engine.attend(first.scenario).read("output"), first.read("output"));
});
