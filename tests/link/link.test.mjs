// A link restores the state that it was made of, is readable, and does no harm.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { changed, defaults, read, readLink, standard, write } from "./codec.mjs";

const old = JSON.parse(readFileSync(new URL("old-links.json", import.meta.url), "utf8"));

test("the default is the empty fragment, and nothing is restored from it", () => {
  assert.equal(write(changed()), "");
  assert.equal(write(changed({ weights: { seed: 7, preset: "grammar" } })), "");
  for (const fragment of ["", "#", "#two-heads", "values"]) {
    assert.deepEqual(readLink(fragment, defaults), { states: new Map() });
  }
});

test("a link from last year opens", () => {
  assert.ok(old.length >= 10);
  for (const { fragment, scenario, view } of old) {
    assert.deepEqual(read(fragment), changed(scenario, view), fragment);
    assert.equal(write(changed(scenario, view)), fragment);
    assert.deepEqual(read(`#${fragment}`), changed(scenario, view));
  }
});

test("key/value heads follow the heads where nothing is said", () => {
  assert.equal(write(changed({ heads: 4, kv_heads: 4 })), "v1/attention-explainer?heads=4");
  assert.equal(
    write(changed({ heads: 4, kv_heads: 2 })),
    "v1/attention-explainer?heads=4&kv_heads=2",
  );
});

test("every number comes back bit for bit", () => {
  for (const number of [0.1, -0, 5e-324, 1.7976931348623157e308, -1e21, 1e-7, 123456789.125]) {
    const vectors = standard.scenario.vectors.map((row) => [...row]);
    vectors[1][2] = number;
    const state = changed({ vectors, temperature: number });
    const back = read(write(state));
    assert.deepEqual(back, state);
    assert.ok(typeof back === "object" && Object.is(back.scenario.temperature, number));
  }
});

test("labels of any kind come back, and do not escape", () => {
  const tokens = [
    "a,b",
    "x&y=z",
    "%",
    "#?/;:+",
    "ä 日本 🙂",
    "<script>",
    " a ",
    "'\"`",
    "__proto__",
  ];
  const state = changed({ tokens, vectors: standard.embed(tokens) });
  const fragment = write(state);
  assert.match(fragment, /^[\w!'()*.~,;:=&%/?-]+$/);
  assert.deepEqual(read(fragment), state);
});

test("a link that is broken, foreign or hostile is a sentence", () => {
  const figure = "v1/attention-explainer?";
  for (const [fragment, problem] of [
    ["v2/attention-explainer?heads=2", 'expected a link of version v1, got "v2"'],
    ["v1/needle?keys=10", 'there is no figure "needle" on this page'],
    ["v1/__proto__?heads=2", 'there is no figure "__proto__" on this page'],
    [
      "v1/attention-explainer/attention-explainer",
      'expected the figure "attention-explainer" once',
    ],
    [`${figure}heads`, 'expected parameters such as heads=2, got "heads"'],
    [`${figure}heads=2&heads=3`, 'expected "heads" once'],
    [`${figure}heds=2`, 'there is no parameter "heds"'],
    [`${figure}__proto__=2`, 'there is no parameter "__proto__"'],
    [`${figure}heads=2?d_k=3`, 'expected one "?" after "attention-explainer"'],
    [`${figure}heads=2x`, 'heads: expected a finite number, got "2x"'],
    [`${figure}temperature=1e999`, 'temperature: expected a finite number, got "1e999"'],
    [`${figure}heads=`, "heads: expected a number or a name, got nothing"],
    [`${figure}tokens=%E0%A4`, 'tokens: expected escapes such as %20, got "%E0%A4"'],
    [`${figure}tokens=a,,b`, "tokens: expected a label"],
    [`${figure}vectors=9.0:1`, 'vectors: expected cells such as 0.1:0.5, got "9.0:1"'],
    [`${figure}vectors=0.0:1,x`, 'vectors: expected cells such as 0.1:0.5, got "x"'],
    [`${figure}vectors=1,2;3,NaN`, 'vectors: expected a finite number, got "NaN"'],
    [`${figure}memory_vectors=1,2`, "expected a memory for memory_vectors"],
    [`${figure}w_q=1`, "expected w_k as well"],
    [`${figure}seed=1&w_q=1`, "expected a seed or matrices, got both"],
    [`${figure}mask=<b>`, "mask: expected a name, window:2, or rows of 0 and 1"],
    [`${figure}tokens=${"a".repeat(20_000)}`, "expected at most 16000 characters, got 20030"],
  ]) {
    assert.deepEqual(readLink(fragment, defaults), { problem });
  }
});

test("a state that no link holds is a sentence", () => {
  const huge = Array.from({ length: 3 }, () =>
    Array.from({ length: 900 }, Math.sqrt.bind(null, 2)),
  );
  assert.match(write(changed({ vectors: huge })), /^problem: a link holds 16000 characters, and /);
  assert.match(
    write(changed({ temperature: NaN })),
    /^problem: expected a finite number, got "NaN"/,
  );
  assert.match(write(changed({ scale: "true" })), /^problem: "true" cannot be written/);
  assert.match(write(changed({ tokens: ["\ud800"] })), /^problem: a label that is not text/);
  assert.match(write(changed({}, { secret: 1 })), /^problem: the view has no "secret"/);
});

test("what is read shares nothing with the default", () => {
  const state = read("v1/attention-explainer?heads=4");
  assert.ok(typeof state === "object");
  state.scenario.tokens[0] = "changed";
  state.scenario.vectors[0][0] = 99;
  state.view.step = "changed";
  assert.deepEqual(standard.scenario.tokens[0], "the");
  assert.notEqual(standard.scenario.vectors[0][0], 99);
  assert.equal(standard.view.step, "weights");
});
