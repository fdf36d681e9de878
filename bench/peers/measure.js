// Runs in the page: every contender in turn, round after round.

import { jaxjs } from "./jax.js";
import { mathjs } from "./mathjs.js";
import { onnx } from "./onnx.js";
import { drawWeights, ours, peaks } from "./ours.js";
import { tensorflow } from "./tensorflow.js";
import { typedArrays } from "./typed-arrays.js";

/** @typedef {{ n: number, d_model: number, heads: number, d_k: number }} Size */
/** @typedef {Record<"w_q" | "w_k" | "w_v" | "w_o", Float64Array>} Weights */
/** @typedef {Float32Array | Float64Array} Numbers */
/** @typedef {{ attend: (vectors: Numbers) => Numbers | Promise<Numbers>, dispose: () => unknown }} Layer */
/**
 * @typedef {object} Contender
 * @property {string} name
 * @property {"f32" | "f64"} number
 * @property {boolean} [keepsNothing] it computes the output only, so it is no peer
 * @property {(size: Size, weights: Weights) => Layer | Promise<Layer>} prepare
 */
/** @typedef {{ name: string, number: string, peer: boolean, times: number[], off: number }} Result */

const WARM_UP_CALLS = 10;
const WARM_UP_TIME = 400;
const ROUNDS = 25;
const ROUND_TIME = 20;
/** Milliseconds for all rounds of a contender; one so slow that they do not fit gets fewer. */
const TIME = 4000;

/** Different inputs, so that nobody can answer from memory. */
const INPUTS = 4;

/**
 * Times of a call in milliseconds, a round each, and operations per second from registers.
 * @param {Size} size
 * @returns {Promise<{ results: Result[], peak: Record<string, number> }>}
 */
export async function measure(size) {
  const weights = drawWeights(size);
  const inputs = Array.from({ length: INPUTS }, (_, seed) => draw(size.n * size.d_model, seed));
  const entries = [];
  for (const contender of [...ours, ...typedArrays, mathjs, tensorflow, jaxjs, ...onnx]) {
    const layer = await contender.prepare(size, weights);
    const Numbers = contender.number === "f32" ? Float32Array : Float64Array;
    const vectors = inputs.map((input) => Numbers.from(input));
    entries.push({ contender, layer, vectors, times: [], output: null, calls: 1, rounds: ROUNDS });
  }
  for (const entry of entries) {
    entry.output = Float64Array.from(await entry.layer.attend(entry.vectors[0]));
    const once = await time(entry, 1);
    if (once > TIME) {
      entry.rounds = 1;
      continue;
    }
    const warm = Math.min(WARM_UP_TIME, TIME / 2);
    let [spent, calls] = [once, 1];
    while (spent < warm || (calls < WARM_UP_CALLS && spent < TIME)) {
      spent += await time(entry, 1);
      calls++;
    }
    const call = (await time(entry, Math.min(calls, 10))) / Math.min(calls, 10);
    entry.calls = Math.max(1, Math.ceil(ROUND_TIME / call));
    entry.rounds = Math.min(ROUNDS, Math.max(1, Math.floor(TIME / (call * entry.calls))));
  }
  const rates = { f32: [], f64: [] };
  for (let round = 0; round < ROUNDS; round++) {
    for (const entry of entries) {
      // Fewer rounds are spread over all of them.
      const due = Math.floor(((round + 1) * entry.rounds) / ROUNDS);
      if (due > entry.times.length) entry.times.push((await time(entry, entry.calls)) / entry.calls);
    }
    for (const number of ["f32", "f64"]) rates[number].push(rate(peaks[number]));
  }
  const [{ output: expected }] = entries.filter(({ contender }) => contender.number === "f64");
  const results = entries.map(({ contender, times, output }) => ({
    name: contender.name,
    number: contender.number,
    peer: !ours.includes(contender) && !contender.keepsNothing,
    times,
    off: distance(output, expected),
  }));
  for (const { layer } of entries) await layer.dispose();
  return { results, peak: { f32: Math.max(...rates.f32), f64: Math.max(...rates.f64) } };
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
function rate(peak) {
  const start = performance.now();
  const operations = peak(1_000_000);
  return (operations / (performance.now() - start)) * 1000;
}

/** The largest difference, relative to the largest number. */
function distance(actual, expected) {
  let [difference, size] = [0, 0];
  for (let index = 0; index < expected.length; index++) {
    difference = Math.max(difference, Math.abs(actual[index] - expected[index]));
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
