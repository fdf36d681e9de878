// The engine: heads side by side, column-major, every step of the trace kept.

import init, { Layer32, Layer64, peak } from "/engine/attention_bench.js";

const { memory } = await init({ module_or_path: "/engine/attention_bench_bg.wasm" });

/** @type {import("./measure.js").Contender[]} */
export const contenders = [
  { name: "engine, f32", number: "f32", ours: true, prepare: prepare(Layer32, Float32Array) },
  { name: "engine, f64", number: "f64", ours: true, prepare: prepare(Layer64, Float64Array) },
];

/** Multiplies and adds four f32 at a time without leaving the registers; returns its number of operations. */
export { peak };

/**
 * The weights that every contender gets, row-major.
 * @param {import("./measure.js").Size} size
 */
export function drawWeights({ n, d_model, heads, d_k }) {
  const layer = new Layer64(n, d_model, heads, d_k);
  const [w_q, w_k, w_v, w_o] = ["w_q", "w_k", "w_v", "w_o"].map((name) => layer.weights(name));
  layer.free();
  return { w_q, w_k, w_v, w_o };
}

function prepare(Layer, Numbers) {
  return ({ n, d_model, heads, d_k }) => {
    const layer = new Layer(n, d_model, heads, d_k);
    return {
      attend(vectors) {
        const output = layer.attend(vectors);
        // A view of the engine's memory, as the typed arrays' output is their own array.
        return new Numbers(memory.buffer, output, n * d_model);
      },
      dispose: () => layer.free(),
    };
  };
}
