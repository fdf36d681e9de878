// What one writes by hand: row-major typed arrays, made once, and loops whose
// innermost one runs along rows.

/** @type {import("./measure.js").Contender[]} */
export const typedArrays = [
  { name: "typed arrays, f32", number: "f32", prepare: prepareAs(Float32Array) },
  { name: "typed arrays, f64", number: "f64", prepare: prepareAs(Float64Array) },
];

function prepareAs(Numbers) {
  return ({ n, d_model, heads, d_k }, weights) => {
    const [w_q, w_k, w_v, w_o] = ["w_q", "w_k", "w_v", "w_o"].map((name) =>
      Numbers.from(weights[name]),
    );
    const width = heads * d_k;
    const [q, k, v, concat] = [0, 1, 2, 3].map(() => new Numbers(n * width));
    const [scores, scaled, attention] = [0, 1, 2].map(() => new Numbers(heads * n * n));
    const output = new Numbers(n * d_model);
    const transposed = new Numbers(d_k * n);
    const scale = 1 / Math.sqrt(d_k);
    return {
      attend(x) {
        multiply(q, x, w_q, n, d_model, width);
        multiply(k, x, w_k, n, d_model, width);
        multiply(v, x, w_v, n, d_model, width);
        concat.fill(0);
        for (let head = 0; head < heads; head++) {
          const [first, at] = [head * d_k, head * n * n];
          for (let j = 0; j < n; j++)
            for (let c = 0; c < d_k; c++) transposed[c * n + j] = k[j * width + first + c];
          scores.fill(0, at, at + n * n);
          // S = Q Kᵀ
          add(scores, at, n, q, first, width, transposed, 0, n, n, d_k, n);
          for (let i = at; i < at + n * n; i++) scaled[i] = scores[i] * scale;
          for (let i = at; i < at + n * n; i += n) softmax(attention, scaled, i, n);
          add(concat, first, width, attention, at, n, v, first, width, n, n, d_k);
        }
        multiply(output, concat, w_o, n, width, d_model);
        return output;
      },
      dispose() {},
    };
  };
}

/** c = a b, with a of rows × depth. */
function multiply(c, a, b, rows, depth, columns) {
  c.fill(0);
  add(c, 0, columns, a, 0, depth, b, 0, columns, rows, depth, columns);
}

/** c += a b for parts of matrices: each begins somewhere and has rows that far apart. */
function add(c, c0, c1, a, a0, a1, b, b0, b1, rows, depth, columns) {
  for (let i = 0; i < rows; i++) {
    const row = c0 + i * c1;
    for (let k = 0; k < depth; k++) {
      const factor = a[a0 + i * a1 + k];
      const from = b0 + k * b1;
      for (let j = 0; j < columns; j++) c[row + j] += factor * b[from + j];
    }
  }
}

function softmax(weights, scores, from, length) {
  let max = -Infinity;
  for (let j = from; j < from + length; j++) max = Math.max(max, scores[j]);
  let sum = 0;
  for (let j = from; j < from + length; j++) sum += weights[j] = Math.exp(scores[j] - max);
  for (let j = from; j < from + length; j++) weights[j] /= sum;
}
