// The backward pass of the shipped module.
import assert from "node:assert/strict";
import { test } from "node:test";
import { load } from "attention-explainer/engine";

const engine = await load();
/** @type {import("attention-explainer/engine").Target} */
const weight = { step: "weights", head: 0, row: 6, col: 1 };

test("the derivatives of a weight by its row of scores are the softmax Jacobian", () => {
  const trace = engine.attend({});
  const gradients = trace.backward(weight);
  const { cols, values: a } = trace.read("weights", { head: 0 });
  const jacobian = gradients.read("grad:scaled", { head: 0 });
  assert.equal(gradients.value, a[6 * cols + 1]);
  for (let j = 0; j < cols; j += 1) {
    const own = a[6 * cols + 1] ?? 0;
    const expected = own * ((j === 1 ? 1 : 0) - (a[6 * cols + j] ?? 0));
    assert.ok(Math.abs((jacobian.values[6 * cols + j] ?? 0) - expected) < 1e-15);
  }
});

test("a derivative is explained by names that can be asked for in turn, down to the vectors", () => {
  const gradients = engine.attend({ positions: "rotary" }).backward({ loss: { row: 6, token: 1 } });
  const at = { row: 6, col: 0 };
  const open = [gradients.explain("grad:embedded", at)];
  const seen = new Set();
  while (open.length > 0 && seen.size < 300) {
    const why = open.pop();
    if (!why) break;
    const sum = why.terms.reduce((total, term) => total + term.product, 0);
    assert.ok(sum === why.value || Math.abs(sum - why.value) < 1e-12, why.step);
    for (const input of why.inputs) {
      const key = JSON.stringify(input);
      if (seen.has(key)) continue;
      seen.add(key);
      open.push(gradients.explain(input.step, input));
    }
  }
  assert.ok(seen.size > 100);
});

test("a derivative stands beside its finite difference", () => {
  const gradients = engine.attend({ kv_heads: 1 }).backward({ step: "output", row: 6, col: 0 });
  const check = gradients.check("k", { head: 1, row: 1, col: 2 });
  assert.equal(check.analytic, gradients.read("grad:k", { head: 1 }).values[1 * 4 + 2]);
  assert.ok(check.relativeError < 1e-6, JSON.stringify(check));
});

test("a target that is none, and a gradient without a target, are refused by name", () => {
  const trace = engine.attend({});
  for (const [target, message] of /** @type {const} */ ([
    [undefined, /^target: expected/],
    [{ loss: { row: 0, token: 99 } }, /^token: expected a whole number below 9/],
    [{ step: "outputs", row: 0, col: 0 }, /^step: expected/],
    [{ step: "output", row: 0, col: -1 }, /^col: expected/],
  ])) {
    // @ts-expect-error not targets
    assert.throws(() => trace.backward(target), { message });
  }
  // @ts-expect-error a trace has no derivatives
  assert.throws(() => trace.read("grad:scores"), /step: expected.*grad:scores/);
  const lookup = engine.attend({ temperature: 0 });
  assert.throws(() => lookup.backward(weight), /temperature: expected a number above 0/);
});

test("the derivatives of a trace that was disposed of can still be read", () => {
  const trace = engine.attend({});
  const gradients = trace.backward(weight);
  trace.dispose();
  assert.equal(gradients.read("grad:scores", { head: 0 }).rows, 9);
  gradients.dispose();
  assert.throws(() => gradients.read("scores"), /disposed/);
});
