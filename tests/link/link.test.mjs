// A link restores the state that it was made of, is readable, and does no harm.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { changed, defaults, isLink, read, readLink, standard, write } from "./codec.mjs";
import { maker, randomOf } from "./random.mjs";

const old = JSON.parse(readFileSync(new URL("old-links.json", import.meta.url), "utf8"));

test("the default is the empty fragment, and nothing is restored from it", () => {
  assert.equal(write(changed()), "");
  assert.equal(write(changed({ weights: { seed: 7, preset: "grammar" } })), "");
  for (const fragment of ["", "#", "#two-heads", "values"]) {
    assert.deepEqual(readLink(fragment), { parts: new Map() });
    assert.ok(!isLink(fragment));
  }
});

test("a link from last year opens", () => {
  const names = new Set();
  for (const { figure = "attention-explainer", fragment, view, ...given } of old) {
    const state = changed(given.scenario ?? given.settings, view, figure);
    if (given.in_scenario)
      Object.assign(/** @type {any} */ (state.settings).scenario, given.in_scenario);
    assert.deepEqual(read(fragment, figure), state, fragment);
    assert.equal(write(state, figure), fragment);
    assert.deepEqual(read(`#${fragment}`, figure), state);
    names.add(figure);
  }
  assert.deepEqual([...names].sort(), Object.keys(defaults).sort());
});

test("any state of any figure comes back", () => {
  const { state } = maker(randomOf(1));
  for (const name of Object.keys(defaults)) {
    for (let tries = 0; tries < 300; tries += 1) {
      const made = state(name);
      const fragment = write(made, name);
      assert.doesNotMatch(fragment, /^problem/);
      if (fragment !== "") assert.deepEqual(read(fragment, name), made, fragment);
      else assert.deepEqual(made, changed({}, {}, name));
    }
  }
});

test("several figures share a link", () => {
  const heads = "v1/attention-heads?heads=8&dropped=1";
  const link = `${heads}/attention-scaling?d_k=512`;
  assert.deepEqual(
    read(link, "attention-scaling"),
    read(link.replace(heads, "v1"), "attention-scaling"),
  );
  assert.deepEqual(read(link, "attention-heads"), read(heads, "attention-heads"));
  assert.equal(read(link, "attention-blend"), undefined);
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
    const vectors = standard.settings.vectors.map((row) => [...row]);
    vectors[1][2] = number;
    const state = changed({ vectors, temperature: number });
    const back = read(write(state));
    assert.deepEqual(back, state);
    assert.ok(
      typeof back === "object" && Object.is(/** @type {any} */ (back.settings).temperature, number),
    );
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
    assert.equal(read(fragment), `problem: ${problem}`);
  }
});

test("a chapter's link that is broken or hostile is a sentence", () => {
  for (const [name, part, problem] of [
    ["scaling", "d_k=1e400", 'd_k: expected a finite number, got "1e400"'],
    ["scaling", "d_k=many", 'd_k: expected a finite number, got "many"'],
    ["scaling", "constructor=4", 'there is no parameter "constructor"'],
    ["blend", "others=5", 'others: expected true or false, got "5"'],
    ["blend", "values=1,2;NaN,3", 'values: expected a finite number, got "NaN"'],
    ["blend", "values=[[1", 'values: expected JSON, got "[[1"'],
    [
      "blend",
      `values=${"[".repeat(20)}${"]".repeat(20)}`,
      "values: expected less deeply nested JSON",
    ],
    ["softmax", "scores=1,%ZZ", 'scores: expected escapes such as %20, got "%ZZ"'],
    ["librarian", "books=1e9", 'books: expected a whole number up to 512, got "1000000000"'],
    ["librarian", "books=-1", 'books: expected a whole number up to 512, got "-1"'],
    ["librarian", "books=4&books.3.title=New", "expected books.3.card as well"],
    ["librarian", "books.7.title=New", 'there is no parameter "books.7.title"'],
    ["librarian", "books.0.__proto__=1", 'there is no parameter "books.0.__proto__"'],
    ["heads", "row=1&row=2", 'expected "row" once'],
  ]) {
    assert.equal(read(`v1/attention-${name}?${part}`, `attention-${name}`), `problem: ${problem}`);
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
  const state = /** @type {any} */ (read("v1/attention-explainer?heads=4"));
  state.settings.tokens[0] = "changed";
  state.settings.vectors[0][0] = 99;
  state.view.step = "changed";
  assert.deepEqual(standard.settings.tokens[0], "the");
  assert.notEqual(standard.settings.vectors[0][0], 99);
  assert.equal(standard.view.step, "weights");
  const library = /** @type {any} */ (
    read("v1/attention-librarian?step=ask", "attention-librarian")
  );
  library.settings.books[0].card[0] = 99;
  const { settings } = /** @type {any} */ (defaults["attention-librarian"]);
  assert.notEqual(settings.books[0].card[0], 99);
});
