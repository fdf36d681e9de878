// math.js: dense matrices of JavaScript numbers.

import { script } from "./script.js";

await script("/node_modules/mathjs/lib/browser/math.js");

const { math } = globalThis;

/** @type {import("./measure.js").Contender} */
const layer = {
  name: `math.js ${math.version}`,
  number: "f64",
  prepare({ n, d_model, heads, d_k }, weights) {
    const width = heads * d_k;
    const w_q = matrix(weights.w_q, width);
    const w_k = matrix(weights.w_k, width);
    const w_v = matrix(weights.w_v, width);
    const w_o = matrix(weights.w_o, d_model);
    const columns = (all, head) => {
      const range = Array.from({ length: d_k }, (_, column) => head * d_k + column);
      return math.subset(all, math.index(math.range(0, n), range));
    };
    let kept = {};
    return {
      attend(vectors) {
        const x = matrix(vectors, d_model);
        const [q, k, v] = [w_q, w_k, w_v].map((w) => math.multiply(x, w));
        const perHead = Array.from({ length: heads }, (_, head) => {
          const scores = math.multiply(columns(q, head), math.transpose(columns(k, head)));
          const scaled = math.multiply(scores, 1 / Math.sqrt(d_k));
          const attention = math.matrix(scaled.toArray().map(softmax));
          return { scores, scaled, attention, output: math.multiply(attention, columns(v, head)) };
        });
        const concat = math.concat(...perHead.map(({ output }) => output), 1);
        const output = math.multiply(concat, w_o);
        kept = { x, q, k, v, perHead, concat, output };
        return Float64Array.from(kept.output.toArray().flat());
      },
      dispose() {
        kept = {};
      },
    };
  },
};

export const contenders = [layer];

function matrix(numbers, columns) {
  const rows = Array.from({ length: numbers.length / columns }, (_, row) =>
    Array.from(numbers.subarray(row * columns, (row + 1) * columns)),
  );
  return math.matrix(rows);
}

function softmax(scores) {
  const max = Math.max(...scores);
  const exps = scores.map((score) => Math.exp(score - max));
  const sum = exps.reduce((sum, exp) => sum + exp);
  return exps.map((exp) => exp / sum);
}
