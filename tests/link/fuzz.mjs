// node tests/link/fuzz.mjs CORPUS INPUT SECONDS SEED: looks for a fragment that does anything but
// give states or a problem, and for a state that does not come back.
// node tests/link/fuzz.mjs FILE: runs one fragment.

import assert from "node:assert/strict";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { defaults, read, readLink, readState, write, writeState } from "./codec.mjs";
import { maker, randomOf } from "./random.mjs";

/** What is read can be written, and then gives the same. @param {string} fragment */
function holds(fragment) {
  const link = readLink(fragment);
  if ("problem" in link) return isSaid(link.problem);
  for (const [name, part] of link.parts) {
    if (!Object.hasOwn(defaults, name)) continue;
    const standard = defaults[name];
    const found = readState(part, standard);
    if ("problem" in found) {
      isSaid(found.problem);
      continue;
    }
    const { state } = found;
    assert.deepEqual(Object.keys(state.settings), Object.keys(standard.settings));
    assert.deepEqual(Object.keys(state.view), Object.keys(standard.view));
    const written = writeState(state, standard);
    if ("problem" in written) {
      isSaid(written.problem);
      continue;
    }
    const again = readState(written.text, standard);
    assert.ok("state" in again);
    assert.deepEqual(again.state, state);
    assert.deepEqual(writeState(again.state, standard), written);
  }
}

/** @param {unknown} problem */
const isSaid = (problem) => assert.ok(typeof problem === "string" && problem !== "");

/** @param {string} folder @param {string} input @param {number} seconds @param {number} seed */
function search(folder, input, seconds, seed) {
  const corpus = readdirSync(folder)
    .sort()
    .map((name) => readFileSync(join(folder, name), "utf8"));
  const { below, state, fragment } = maker(randomOf(seed));
  let tried = corpus.length;
  let states = 0;
  const names = Object.keys(defaults);
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
      const name = names[below(names.length)];
      const made = state(name);
      current = write(made, name);
      assert.doesNotMatch(current, /^problem/);
      if (current !== "") assert.deepEqual(read(current, name), made);
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
