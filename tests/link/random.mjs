// Random states and fragments, the same for the same seed.

import { changed, defaults, standard } from "./codec.mjs";

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). @param {number} seed */
export function randomOf(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const WORDS =
  "v1 / ? & = , ; : . # % %20 %00 %ED%A0%80 tokens vectors memory memory_vectors heads kv_heads d_k seed preset grammar w_q w_k w_v w_o mask none causal window: 0 1 -0 1e308 1e999 NaN null true step row __proto__ constructor attention-explainer attention-librarian attention-softmax attention-heads books books.3.title books.3.card order masked scores [ { %22 [[1,2]] <script>".split(
    " ",
  );

/** @param {() => number} random */
export function maker(random) {
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

  /** Any scenario that a figure may have. */
  function scenario() {
    const queries = one([side(), {}]);
    return {
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
  }

  const pair = () => [number(), number()];
  const list = () => Array.from({ length: below(5) }, number);
  const book = () => ({ title: one(labels()), card: list(), content: list() });
  /** What the settings of each figure may be, by the kind of each. @type {Record<string, () => object>} */
  const settings = {
    "attention-librarian": () => ({
      question: list(),
      books: Array.from({ length: below(6) }, book),
      step: one(WORDS),
    }),
    "attention-projections": () => ({ token: below(9), angle: number(), values: below(2) === 0 }),
    "attention-dot-product": () => ({
      word: one(labels()),
      query: pair(),
      labels: labels(),
      keys: labels().map(pair),
    }),
    "attention-scaling": () => ({ d_k: below(1024), keys: number(), samples: number() }),
    "attention-softmax": () => ({
      labels: one([[], labels()]),
      scores: list(),
      masked: one([[], [0], [below(9), below(9)]]),
      shift: number(),
    }),
    "attention-blend": () => ({ scores: list(), values: list().map(pair), others: below(2) === 0 }),
    "attention-heads": () => ({
      dropped: one([null, below(9)]),
      order: one([null, [], [0], [2, 1, 0]]),
      isBack: below(2) === 0,
    }),
  };

  /** Any state that a figure may have. @param {string} name */
  function state(name) {
    if (name === "attention-explainer")
      return changed(
        scenario(),
        one([{}, { step: "q", head: below(4) }, { row: 1, playing: true }]),
      );
    const standard = /** @type {{ scenario?: object }} */ (defaults[name].settings).scenario;
    const whole = standard ? { scenario: { ...standard, ...one([{}, scenario()]) } } : {};
    return changed({ ...whole, ...one([{}, settings[name]()]) }, {}, name);
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
