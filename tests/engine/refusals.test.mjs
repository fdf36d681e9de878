// Whatever comes, the engine says what is wrong with it, and works on.

import assert from "node:assert/strict";
import { test } from "node:test";
import { isScenarioError, load } from "attention-explainer/engine";

const engine = await load();
const output = engine.attend({}).read("output");

/** After a refusal the next valid call must give what it always gave. */
function assertAlive() {
  const trace = engine.attend({});
  assert.deepEqual(trace.read("output"), output);
  trace.dispose();
}

/** @param {unknown} scenario @returns {import("attention-explainer/engine").ScenarioError} */
function refusal(scenario) {
  try {
    engine.attend(/** @type {any} */ (scenario));
  } catch (error) {
    assert.ok(isScenarioError(error), String(error));
    assert.ok(
      error.message.startsWith(`${error.field}: expected ${error.expected}, got ${error.got}`),
      error.message,
    );
    assertAlive();
    return error;
  }
  return assert.fail("the scenario was accepted");
}

const row = [0, 0, 0, 0, 0, 0];
const two = ["a", "b"];
/** @type {unknown[]} */
const sparse = new Array(6);
/** @type {Record<string, unknown>} */
const cyclic = {};
cyclic.tokens = [cyclic];
cyclic.memory = cyclic;
const thrower = () => {
  throw new Error("boo");
};
const { proxy: revoked, revoke } = Proxy.revocable({}, {});
revoke();
const matrices = { w_q: [[1]], w_k: [[1]], w_v: [[1]], w_o: [[1]] };

/** @type {[what: string, scenario: unknown, field: string, message: RegExp][]} */
const refused = [
  ["a number for a scenario", 5, "scenario", /expected an object, got 5/],
  ["nothing", undefined, "scenario", /expected an object/],
  ["a list", [], "scenario", /expected an object/],
  ["a function", () => 1, "scenario", /got a function/],
  ["an unknown field", { haeds: 2 }, "haeds", /unknown field/],
  ["__proto__ as a field", JSON.parse('{"__proto__": {"heads": 2}}'), "__proto__", /unknown field/],
  ["an unknown nested field", { mask: { windw: 2 } }, "mask.windw", /unknown field/],
  ["no heads", { heads: 0 }, "heads", /from 1 to 128, got 0/],
  ["heads as text", { heads: "2" }, "heads", /got "2"/],
  ["heads as BigInt", { heads: 2n }, "heads", /got a bigint/],
  ["half a head", { heads: 1.5 }, "heads", /whole number.*got 1\.5/],
  ["NaN heads", { heads: NaN }, "heads", /got NaN/],
  ["heads that kv_heads does not divide", { heads: 4, kv_heads: 3 }, "kv_heads", /divisor/],
  ["a huge d_k", { d_k: 1e300 }, "d_k", /from 1 to 512/],
  [
    "more numbers than are recorded",
    { heads: 128, d_k: 512, d_v: 512, tokens: Array(512).fill("a") },
    "scenario",
    /at most \d+ numbers/,
  ],
  ["a negative temperature", { temperature: -0.5 }, "temperature", /above 0, or 0.*got -0\.5/],
  ["infinite temperature", { temperature: Infinity }, "temperature", /got Infinity/],
  ["an unknown scale", { scale: "sqrt" }, "scale", /sqrt_d_k/],
  [
    "unknown positions",
    { positions: "learned" },
    "positions",
    /"none", "sinusoidal", "rotary" or "alibi", got "learned"/,
  ],
  ["rotary positions of odd keys", { positions: "rotary", d_k: 5 }, "d_k", /even.*got 5/],
  ["an ssmax of 0", { ssmax: 0 }, "ssmax", /null, or a finite number above 0.*got 0/],
  ["an ssmax as text", { ssmax: "1" }, "ssmax", /got "1"/],
  ["a negative sink", { sink: -1 }, "sink", /not negative, got -1/],
  ["an infinite sink", { sink: Infinity }, "sink", /got Infinity/],
  ["a sink of an exact lookup", { sink: 1, temperature: 0 }, "sink", /temperature is 0.*got 1/],
  ["a symbol", { mask: Symbol("causal") }, "mask", /got a symbol/],
  ["no tokens", { tokens: [] }, "tokens", /1 to 512/],
  ["a million tokens", { tokens: Array(1e6).fill("a") }, "tokens", /512.*got 1000000/],
  ["a blank token", { tokens: ["a", " "], vectors: [row, row] }, "tokens[1]", /not blank/],
  ["a number for a token", { tokens: ["a", 1] }, "tokens[1]", /got 1/],
  [
    "a hole among tokens",
    { tokens: Object.assign([], { 0: "a", 2: "b" }) },
    "tokens[1]",
    /got null/,
  ],
  ["a token of 65 characters", { tokens: ["x".repeat(65)] }, "tokens[0]", /64 characters/],
  ["a token of 10⁶ characters", { tokens: ["x".repeat(1e6)] }, "tokens[0]", /1000000 characters/],
  [
    "NaN in a vector",
    { tokens: two, vectors: [row, [0, NaN, 0, 0, 0, 0]] },
    "vectors[1][1]",
    /got NaN/,
  ],
  [
    "∞ in a vector",
    { tokens: two, vectors: [row, [Infinity, 0, 0, 0, 0, 0]] },
    "vectors[1][0]",
    /finite.*Infinity/,
  ],
  [
    "text in a vector",
    { tokens: two, vectors: [row, ["1"]] },
    "vectors[1][0]",
    /a number, got "1"/,
  ],
  ["a hole in a vector", { tokens: ["a"], vectors: [sparse] }, "vectors[0][0]", /got nothing/],
  [
    "a vector that is no list",
    { tokens: ["a"], vectors: [{ length: 6 }] },
    "vectors[0]",
    /a list of numbers, got an object/,
  ],
  ["ragged vectors", { tokens: two, vectors: [row, [1, 2]] }, "vectors[1]", /row of 6/],
  ["too few vectors", { tokens: two, vectors: [row] }, "vectors", /2 rows/],
  ["empty vectors", { tokens: two, vectors: [[], []] }, "vectors", /numbers/],
  [
    "vectors of a length that lies",
    { tokens: ["a"], vectors: new Proxy([], { get: () => 2 ** 53 }) },
    "vectors",
    /at most/,
  ],
  [
    "a row of too many numbers",
    { tokens: ["a"], vectors: [Array(70_000).fill(0)] },
    "vectors[0]",
    /at most/,
  ],
  [
    "numbers in a mask",
    {
      tokens: two,
      mask: [
        [1, 1],
        [1, 1],
      ],
    },
    "mask[0][0]",
    /boolean, got 1/,
  ],
  ["a mask of the wrong shape", { tokens: two, mask: [[true]] }, "mask", /2 rows of 2/],
  [
    "a row that may attend to nothing",
    {
      tokens: two,
      mask: [
        [true, true],
        [false, false],
      ],
    },
    "mask[1]",
    /at least one/,
  ],
  ["a memory without tokens", { memory: {} }, "memory.tokens", /.*/],
  [
    "a memory of wide vectors",
    { memory: { tokens: ["a"], vectors: [[1]] } },
    "memory.vectors",
    /6 numbers/,
  ],
  ["weights without rule", { weights: {} }, "weights", /seed/],
  ["one matrix of four", { weights: { w_k: [[1]] } }, "weights.w_q", /.*/],
  ["matrices of the wrong shape", { weights: matrices }, "weights.w_q", /6 rows of 8/],
  ["a negative seed", { weights: { seed: -1 } }, "weights.seed", /whole number/],
  ["a seed and matrices", { weights: { seed: 1, ...matrices } }, "weights.w_q", /.*/],
  ["an object within itself", cyclic, "tokens[0].tokens[0]", /nested too deeply/],
  [
    "a getter that throws",
    {
      get heads() {
        return thrower();
      },
    },
    "heads",
    /error "boo"/,
  ],
  ["a proxy that throws", new Proxy({}, { ownKeys: thrower }), "scenario", /error "boo"/],
  [
    "a row that throws",
    { tokens: ["a"], vectors: [new Proxy(row, { get: thrower })] },
    "vectors[0]",
    /error "boo"/,
  ],
  ["a revoked proxy", revoked, "scenario", /cannot be|error/],
  ["a nested revoked proxy", { memory: revoked }, "memory", /error/],
  [
    "a number that overflows",
    { tokens: ["a"], vectors: [Array(6).fill(1e300)] },
    "scores",
    /overflow/,
  ],
];

for (const [what, scenario, field, message] of refused) {
  test(`${what} is refused`, () => {
    const error = refusal(scenario);
    assert.match(error.message, message);
    assert.equal(error.field, field);
  });
}

test("a list may lie about its length", () => {
  for (const length of [-1, 1.5, NaN, Infinity, 2n, "1", null, Symbol("length"), {}]) {
    for (const row of [
      new Proxy([], { get: () => length }),
      new Proxy([1], { get: () => length }),
    ]) {
      refusal({ tokens: row });
      refusal({ tokens: ["a"], vectors: row });
      refusal({ tokens: ["a"], vectors: [row] });
    }
  }
});

test("labels that look dangerous are labels", () => {
  const tokens = ["<img src=x onerror=alert(1)>", "שלום", "👩‍👩‍👧", "a", "a", "__proto__"];
  assert.deepEqual(engine.attend({ tokens }).scenario.tokens, tokens);
});

test("a field that is undefined counts as left out", () => {
  assert.deepEqual(engine.attend({ heads: undefined, mask: undefined }).read("output"), output);
});

/** @type {unknown[]} */
const hostile = [
  undefined,
  null,
  NaN,
  -1,
  0.5,
  1e9,
  2 ** 60,
  -0,
  Infinity,
  "",
  "0",
  "weights",
  true,
  1n,
  Symbol("x"),
  {},
  [],
  [0],
  () => 0,
  new Proxy({}, { get: thrower }),
  revoked,
  Object.create(null),
  new Date(0),
  { valueOf: thrower },
  { toString: thrower },
  cyclic,
  new Float64Array(3),
  new DataView(new ArrayBuffer(8)),
];

test("any value in the place of any argument is answered or refused", () => {
  const trace = engine.attend({});
  const weights = trace.read("weights");
  let refusals = 0;
  /** @param {() => unknown} call */
  const attempt = (call) => {
    try {
      call();
    } catch (error) {
      assert.ok(!(error instanceof WebAssembly.RuntimeError), String(error));
      refusals += 1;
    }
    assert.deepEqual(trace.read("weights"), weights);
  };
  const any = /** @type {any} */ (trace);
  for (const value of hostile) {
    attempt(() => any.read(value, { head: 0 }));
    attempt(() => any.read("weights", { head: value }));
    attempt(() => any.read("weights", value));
    attempt(() => any.explain(value, { head: 0, row: 0, col: 0 }));
    attempt(() => any.explain("weights", { head: value, row: value, col: value }));
    attempt(() => any.explain("output", { row: 0, col: value }));
    attempt(() => any.explain("masked", value));
    attempt(() => any.softmaxRow({ head: 0, row: value }));
    attempt(() => any.softmaxRow(value));
    attempt(() => engine.embed(/** @type {any} */ (value)));
    attempt(() => engine.embed(/** @type {any} */ ([value])));
  }
  assert.ok(refusals > 200, `${refusals} refusals`);
  assertAlive();
});

test("any value in the place of any field is accepted or refused", () => {
  const fields = Object.keys(engine.defaultScenario);
  for (const value of [
    ...hostile,
    ...hostile.map((inner) => [inner]),
    ...hostile.map((inner) => [[inner]]),
  ]) {
    const nested = [
      { tokens: value },
      { window: value },
      { seed: value },
      { w_q: value },
      { preset: value },
    ];
    for (const field of fields) {
      for (const content of [value, ...nested]) {
        try {
          engine.attend({ [field]: content }).dispose();
        } catch (error) {
          assert.ok(isScenarioError(error), `${field}: ${error}`);
        }
      }
    }
  }
  assertAlive();
});

test("cells outside of a step are refused by name", () => {
  const trace = engine.attend({});
  /** @type {[() => unknown, string][]} */
  const calls = [
    [() => trace.read("weights", { head: 2 }), "head"],
    [() => trace.explain("weights", { head: 0, row: 9, col: 0 }), "row"],
    [() => trace.explain("weights", { head: 0, row: 0, col: 9 }), "col"],
    [() => trace.softmaxRow({ head: 0, row: 99 }), "row"],
    [() => trace.read(/** @type {any} */ ("attention")), "step"],
  ];
  for (const [call, field] of calls) {
    assert.throws(call, { name: "EngineError", field });
  }
});
