// What one writes by hand: row-major typed arrays, made once, and a product that
// sums up 2 × 4 numbers of its result at a time, which here was three to five
// times as fast as a loop along rows. Every size measured is a multiple of that.
//
// Loaded once for each number type, because code that sees both is slower.

const Numbers = import.meta.url.endsWith("f32") ? Float32Array : Float64Array;
const number = Numbers === Float32Array ? "f32" : "f64";

/** @type {import("./measure.js").Contender[]} */
export const contenders = [
  {
    name: `typed arrays, ${number}`,
    number,
    prepare({ n, d_model, heads, d_k }, weights) {
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
          product(q, 0, width, x, 0, d_model, w_q, 0, width, n, d_model, width);
          product(k, 0, width, x, 0, d_model, w_k, 0, width, n, d_model, width);
          product(v, 0, width, x, 0, d_model, w_v, 0, width, n, d_model, width);
          for (let head = 0; head < heads; head++) {
            const first = head * d_k;
            const at = head * n * n;
            for (let j = 0; j < n; j++)
              for (let c = 0; c < d_k; c++) transposed[c * n + j] = k[j * width + first + c];
            product(scores, at, n, q, first, width, transposed, 0, n, n, d_k, n);
            for (let i = at; i < at + n * n; i++) scaled[i] = scores[i] * scale;
            for (let i = at; i < at + n * n; i += n) softmax(attention, scaled, i, n);
            product(concat, first, width, attention, at, n, v, first, width, n, n, d_k);
          }
          product(output, 0, d_model, concat, 0, width, w_o, 0, d_model, n, width, d_model);
          return output;
        },
        dispose() {},
      };
    },
  },
];

/** c = a b for parts of matrices: each begins somewhere and has rows that far apart. */
function product(c, c0, c1, a, a0, a1, b, b0, b1, rows, depth, columns) {
  for (let i = 0; i < rows; i += 2) {
    for (let j = 0; j < columns; j += 4) {
      let s00 = 0;
      let s01 = 0;
      let s02 = 0;
      let s03 = 0;
      let s10 = 0;
      let s11 = 0;
      let s12 = 0;
      let s13 = 0;
      const first = a0 + i * a1;
      const second = first + a1;
      for (let k = 0, at = b0 + j; k < depth; k++, at += b1) {
        const x = a[first + k];
        const y = a[second + k];
        const u0 = b[at];
        const u1 = b[at + 1];
        const u2 = b[at + 2];
        const u3 = b[at + 3];
        s00 += x * u0;
        s01 += x * u1;
        s02 += x * u2;
        s03 += x * u3;
        s10 += y * u0;
        s11 += y * u1;
        s12 += y * u2;
        s13 += y * u3;
      }
      const at = c0 + i * c1 + j;
      c[at] = s00;
      c[at + 1] = s01;
      c[at + 2] = s02;
      c[at + 3] = s03;
      c[at + c1] = s10;
      c[at + c1 + 1] = s11;
      c[at + c1 + 2] = s12;
      c[at + c1 + 3] = s13;
    }
  }
}

function softmax(weights, scores, from, length) {
  let max = -Infinity;
  for (let j = from; j < from + length; j++) if (scores[j] > max) max = scores[j];
  let sum = 0;
  for (let j = from; j < from + length; j++) sum += weights[j] = Math.exp(scores[j] - max);
  const inverse = 1 / sum;
  for (let j = from; j < from + length; j++) weights[j] *= inverse;
}
