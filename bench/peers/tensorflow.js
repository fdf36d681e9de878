// TensorFlow.js on its WebAssembly backend, with SIMD. The backend computes
// before it returns; the output is fetched, the other tensors stay in its memory.

import { script } from "./script.js";

await script("/node_modules/@tensorflow/tfjs-core/dist/tf-core.min.js");
await script("/node_modules/@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.min.js");

const { tf } = globalThis;
tf.wasm.setWasmPaths("/node_modules/@tensorflow/tfjs-backend-wasm/dist/");
await tf.setBackend("wasm");
await tf.ready();

/** @type {import("./measure.js").Contender} */
const layer = {
  name: `TensorFlow.js ${tf.version_core} wasm`,
  number: "f32",
  prepare({ n, d_model, heads, d_k }, weights) {
    const width = heads * d_k;
    const constant = (numbers, shape) => tf.tensor(Float32Array.from(numbers), shape);
    const [w_q, w_k, w_v] = ["w_q", "w_k", "w_v"].map((name) =>
      constant(weights[name], [d_model, width]),
    );
    const w_o = constant(weights.w_o, [width, d_model]);
    const scale = tf.scalar(1 / Math.sqrt(d_k));
    let kept = [];
    const perHead = (all) => tf.transpose(tf.reshape(all, [n, heads, d_k]), [1, 0, 2]);
    return {
      attend(vectors) {
        tf.dispose(kept);
        kept = tf.tidy(() => {
          const x = tf.tensor(vectors, [n, d_model]);
          const [q, k, v] = [w_q, w_k, w_v].map((w) => tf.matMul(x, w));
          const scores = tf.matMul(perHead(q), perHead(k), false, true);
          const scaled = tf.mul(scores, scale);
          const attention = tf.softmax(scaled);
          const outputs = tf.matMul(attention, perHead(v));
          const concat = tf.reshape(tf.transpose(outputs, [1, 0, 2]), [n, width]);
          return [x, q, k, v, scores, scaled, attention, concat, tf.matMul(concat, w_o)];
        });
        return kept.at(-1).dataSync();
      },
      dispose: () => tf.dispose([kept, w_q, w_k, w_v, w_o, scale]),
    };
  },
};

export const contenders = [layer];
