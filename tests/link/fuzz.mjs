// node tests/link/fuzz.mjs CORPUS INPUT SECONDS SEED: looks for a fragment that does anything but
// give states or a problem, and for a state that does not come back.
// node tests/link/fuzz.mjs FILE: runs one fragment.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { changed, defaults, readLink, standard, writeLink } from "./codec.mjs";

/** What is read can be written, and then gives the same. @param {string} fragment */
function holds(fragment) {
  const found = readLink(fragment, defaults);
  if ("problem" in found) {
    assert.ok(typeof found.problem === "string" && found.problem !== "");
    return;
  }
  for (const { scenario, view } of found.states.values()) {
    assert.deepEqual(Object.keys(scenario), Object.keys(standard.scenario));
    assert.deepEqual(Object.keys(view), Object.keys(standard.view));
    const numbers = [scenario.vectors, scenario.memory?.vectors ?? []].flat(2);
    assert.ok(numbers.every(Number.isFinite));
  }
  const written = writeLink(found.states, defaults);
  if ("fragment" in written && written.fragment !== "") {
    const again = readLink(written.fragment, defaults);
    assert.ok("states" in again);
    for (const [name, state] of again.states) assert.deepEqual(state, found.states.get(name));
    assert.deepEqual(writeLink(again.states, defaults), written);
  }
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). @param {number} seed */
function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS =
  "v1 / ? & = , ; : . # % %20 %00 %ED%A0%80 tokens vectors memory memory_vectors heads kv_heads d_k seed preset grammar w_q w_k w_v w_o mask none causal window: 0 1 -0 1e308 1e999 NaN null true step row __proto__ constructor attention-explainer <script>".split(
    " ",
  );

/** @param {() => number} random */
function maker(random) {
  /** @param {number} limit */
  const below = (limit) => Math.floor(random() * limit);
  /** @template T @param {T[]} list @returns {T} */
  const one = (list) => list[below(list.length)];
  const number = () =>
    one([below(9), random(), -random() * 10 ** below(300), 10 ** -below(320), -0, 5e-324]);
  /** @param {number} rows @param {number} cols */
  const matrix = (rows, cols) =>
    Array.from({ length: rows }, () => Array.from({ length: cols }, number));
  const labels = () =>
    Array.from({ length: 1 + below(4) }, () => one([...WORDS, "ä", "日本", "🙂", "a b", "'"]));
  const side = () => {
    const tokens = labels();
    const vectors = one([standard.embed(tokens), matrix(tokens.length, 1 + below(4))]);
    if (below(2) === 0) one(vectors)[0] = number();
    return { tokens, vectors };
  };

  /** Any state that a figure may have. */
  function state() {
    const queries = one([side(), {}]);
    const scenario = {
      ...queries,
      ...one([{}, { memory: side() }]),
      ...one([{}, { heads: below(9), kv_heads: below(9) }, { d_k: below(99), scale: "none" }]),
      ...one([{}, { temperature: number() }, { sink: number(), ssmax: number() }]),
      ...one([{}, { mask: { window: below(9) } }, { mask: "causal" }]),
      ...one([{}, { mask: matrix(2, 3).map((row) => row.map((value) => value > 0)) }]),
      ...one([
        {},
        { weights: { seed: below(9) } },
        { weights: { preset: "grammar", seed: below(9) } },
        { weights: { w_q: matrix(1, 2), w_k: matrix(2, 1), w_v: matrix(1, 1), w_o: matrix(3, 1) } },
      ]),
    };
    return changed(scenario, one([{}, { step: "q", head: below(4) }, { row: 1, playing: true }]));
  }

  /** A fragment with a few things changed. @param {string[]} corpus */
  function fragment(corpus) {
    let text = one(corpus);
    for (let changes = below(4); changes >= 0; changes -= 1) {
      const start = below(text.length + 1);
      const end = Math.min(text.length, start + below(one([3, 12, text.length + 1])));
      const other = one(corpus);
      const from = below(other.length);
      const middle = one([
        "",
        one(WORDS),
        String.fromCharCode(below(one([128, 65536]))),
        text.slice(start, end) + text.slice(start, end),
        other.slice(from, from + below(40)),
      ]);
      text = text.slice(0, start) + middle + text.slice(end);
    }
    return text;
  }
  return { below, state, fragment };
}

/** @param {string} folder @param {string} input @param {number} seconds @param {number} seed */
function search(folder, input, seconds, seed) {
  const corpus = readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"));
  const { below, state, fragment } = maker(randomOf(seed));
  let tried = corpus.length;
  let states = 0;
  let current = "";
  try {
    for (current of corpus) holds(current);
    const end = Date.now() + seconds * 1000;
    while (Date.now() < end) {
      tried += 1;
      if (below(4) > 0) {
        holds((current = fragment(corpus)));
        continue;
      }
      const made = state();
      const written = writeLink(new Map([["attention-explainer", made]]), defaults);
      assert.ok("fragment" in written, JSON.stringify(written));
      current = written.fragment;
      const found = readLink(current, defaults);
      const back = "states" in found && found.states.get("attention-explainer");
      if (current !== "") assert.deepEqual(back, made);
      states += 1;
      // What was made is a good start for what is broken.
      if (corpus.length < 500) corpus.push(current);
    }
  } catch (error) {
    writeFileSync(input, current);
    throw error;
  }
  console.log(`link: ${tried} inputs survived, ${states} of them whole states`);
}

const [first, input, seconds, seed] = process.argv.slice(2);
if (input === undefined) {
  holds(readFileSync(first, "utf8"));
  console.log("link: survived");
} else {
  search(first, input, Number(seconds), Number(seed));
}
