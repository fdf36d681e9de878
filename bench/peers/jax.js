// jax-js on its WebAssembly backend: one compiled function that returns every
// step. The page is not isolated, so that it finds no shared memory and one thread.

import * as jax from "/node_modules/@jax-js/jax/dist/index.js";

await jax.init("wasm");
jax.defaultDevice("wasm");
const { numpy: np, nn, jit, blockUntilReady } = jax;

/** @type {import("./measure.js").Contender} */
const layer = {
  name: "jax-js wasm",
  number: "f32",
  prepare({ n, d_model, heads, d_k }, weights) {
    const width = heads * d_k;
    const array = (numbers, shape) => np.array(Float32Array.from(numbers)).reshape(shape);
    const [w_q, w_k, w_v] = ["w_q", "w_k", "w_v"].map((name) =>
      array(weights[name], [d_model, width]),
    );
    const w_o = array(weights.w_o, [width, d_model]);
    const perHead = (all) => np.transpose(all.reshape([n, heads, d_k]), [1, 0, 2]);
    const compute = jit((x, w_q, w_k, w_v, w_o) => {
      const q = np.matmul(x.ref, w_q);
      const k = np.matmul(x.ref, w_k);
      const v = np.matmul(x, w_v);
      const keys = np.transpose(perHead(k.ref), [0, 2, 1]);
      const scores = np.matmul(perHead(q.ref), keys);
      const scaled = scores.ref.mul(1 / Math.sqrt(d_k));
      const attention = nn.softmax(scaled.ref);
      const outputs = np.matmul(attention.ref, perHead(v.ref));
      const concat = np.transpose(outputs, [1, 0, 2]).reshape([n, width]);
      const output = np.matmul(concat.ref, w_o);
      return [q, k, v, scores, scaled, attention, concat, output];
    });
    let kept = [];
    const drop = () => kept.forEach((array) => array.dispose());
    return {
      async attend(vectors) {
        drop();
        const x = np.array(vectors).reshape([n, d_model]);
        kept = await blockUntilReady(compute(x, w_q.ref, w_k.ref, w_v.ref, w_o.ref));
        return kept.at(-1).ref.dataSync();
      },
      dispose() {
        drop();
        [w_q, w_k, w_v, w_o].forEach((array) => array.dispose());
      },
    };
  },
};

export const contenders = [layer];
