// Runs in the page: every contender in turn, round after round.

import { contenders as ours, drawWeights, peak } from "./ours.js";

/** @typedef {{ n: number, d_model: number, heads: number, d_k: number }} Size */
/** @typedef {Record<"w_q" | "w_k" | "w_v" | "w_o", Float64Array>} Weights */
/** @typedef {Float32Array | Float64Array} Numbers */
/** @typedef {{ attend: (vectors: Numbers) => Numbers | Promise<Numbers>, dispose: () => unknown }} Layer */
/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {"f32" | "f64"} number
 * @property {boolean} [ours]
 * @property {boolean} [keepsNothing] it records no step, so it does less than the others
 * @property {(size: Size, weights: Weights) => Layer | Promise<Layer>} prepare
 */
/**
 * @typedef {object} Result
 * @property {string} name
 * @property {string} number
 * @property {boolean} peer
 * @property {number[]} times milliseconds of a call, one number for each round
 * @property {number} off the largest error, relative to the largest number
 */

const PEERS = [
  "./typed-arrays.js?f32",
  "./typed-arrays.js?f64",
  "./mathjs.js",
  "./tensorflow.js",
  "./jax.js",
  "./onnx.js",
];

const WARM_UP_CALLS = 10;
const WARM_UP_TIME = 400;
const ROUNDS = 25;
const ROUND_TIME = 20;
/** Milliseconds that the page's clock moves on by. */
const CLOCK = 0.1;
/** Milliseconds for all rounds of a contender; a slower one gets fewer, spread over all of them. */
const TIME = 2000;
/** A peer whose second call still takes so many milliseconds answers no more inputs: they are its warm-up. */
const SLOW = 1000;
/** Nor does one whose first call does: being compiled better would not help. */
const HOPELESS = 10000;

/** Different inputs, so that nobody can answer from memory. */
const INPUTS = 4;

/**
 * @param {Size} size
 * @param {(doing: string) => Promise<void>} report told what is about to be done
 * @returns {Promise<{ results: Result[], absent: string[], peak: number[] }>} the peak in
 *   operations per second, one number for each round
 */
export async function measure(size, report) {
  const absent = [];
  const contenders = [...ours];
  for (const module of PEERS) {
    await report(`loading ${module}`);
    try {
      contenders.push(...(await import(module)).contenders);
    } catch (error) {
      absent.push(`${module.replace(/^\.\/|\.js.*$/g, "")}: ${error}`);
    }
  }
  const weights = drawWeights(size);
  const inputs = Array.from({ length: INPUTS }, (_, seed) => draw(size.n * size.d_model, seed));
  const entries = [];
  for (const contender of contenders) {
    await report(`first calls of ${contender.name}`);
    try {
      entries.push(await prepare(contender, size, weights, inputs));
    } catch (error) {
      absent.push(`${contender.name}: ${error}`);
    }
  }
  for (const entry of entries) {
    await report(`warming up ${entry.contender.name}`);
    await warmUp(entry);
  }
  await report(`${ROUNDS} rounds of all`);
  const rates = [];
  for (let round = 1; round <= ROUNDS; round++) {
    for (const entry of entries) {
      const due = Math.floor((round * entry.rounds) / ROUNDS);
      if (due > entry.times.length) {
        entry.times.push((await time(entry, entry.calls)) / entry.calls);
      }
    }
    rates.push(rate());
  }
  const expected = entries.find(({ contender }) => contender.ours && contender.number === "f64");
  const results = entries.map(({ contender, times, outputs }) => ({
    name: contender.name,
    number: contender.number,
    peer: !contender.ours && !contender.keepsNothing,
    times,
    off: Math.max(...outputs.map((output, at) => distance(output, expected.outputs[at]))),
  }));
  for (const { layer } of entries) await layer.dispose();
  return { results, absent, peak: rates };
}

/** A layer, what it answers to each input, and how long the quickest answer took. */
async function prepare(contender, size, weights, inputs) {
  const layer = await contender.prepare(size, weights);
  const Numbers = contender.number === "f32" ? Float32Array : Float64Array;
  const vectors = inputs.map((input) => Numbers.from(input));
  const outputs = [];
  let once = Infinity;
  for (const input of vectors) {
    const start = performance.now();
    const output = await layer.attend(input);
    once = Math.min(once, performance.now() - start);
    outputs.push(Float64Array.from(output));
    if (!contender.ours && once > (outputs.length > 1 ? SLOW : HOPELESS)) break;
  }
  return { contender, layer, vectors, outputs, once, times: [], calls: 1, rounds: ROUNDS };
}

/** Until the browser has compiled it well; then how many calls make a round. */
async function warmUp(entry) {
  if (entry.once > TIME) {
    entry.rounds = 0;
    entry.times = [entry.once];
    return;
  }
  if (entry.once > SLOW) {
    entry.rounds = 1;
    return;
  }
  const start = performance.now();
  let [done, spent] = [0, 0];
  while (spent < TIME / 2 && (done < WARM_UP_CALLS || spent < WARM_UP_TIME)) {
    await time(entry, 1);
    done++;
    spent = performance.now() - start;
  }
  // Of many calls: the clock is coarse, and for it a single one may take no time at all.
  const calls = Math.ceil((ROUND_TIME * done) / spent);
  const call = Math.max(await time(entry, calls), CLOCK) / calls;
  entry.calls = Math.max(1, Math.ceil(ROUND_TIME / call));
  entry.rounds = Math.min(ROUNDS, Math.max(1, Math.floor(TIME / (call * entry.calls))));
}

async function time({ layer, vectors }, calls) {
  const start = performance.now();
  for (let call = 0; call < calls; call++) {
    const output = layer.attend(vectors[call % INPUTS]);
    // Waiting costs time, so only those wait that have to.
    if (output instanceof Promise) await output;
  }
  return performance.now() - start;
}

/** Operations per second. */
function rate() {
  const start = performance.now();
  const operations = peak(5_000_000);
  return (operations / (performance.now() - start)) * 1000;
}

function distance(actual, expected) {
  let [difference, size] = [0, 0];
  for (let index = 0; index < expected.length; index++) {
    // Not `Math.max`, so that NaN is infinitely far.
    const apart = Math.abs(actual[index] - expected[index]);
    difference = apart <= difference ? difference : apart;
    size = Math.max(size, Math.abs(expected[index]));
  }
  return actual.length === expected.length ? difference / size : Infinity;
}

/** Numbers in ±√3, so that their variance is 1: a linear congruential generator. */
function draw(length, seed) {
  let state = seed + 1;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state / 2 ** 31 - 1) * Math.sqrt(3);
  });
}
