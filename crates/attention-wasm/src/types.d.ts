// What crosses the boundary. These declarations become part of the generated
// module's types; a test compares them with what really comes across.

/** `values` is row-major: the cell of a row and a column is `values[row * cols + col]`. */
export interface Matrix {
  rows: number;
  cols: number;
  values: Float64Array;
}

/** What is attended to in cross-attention. */
export interface Memory {
  tokens: string[];
  vectors: number[][];
}

/** Seeded random numbers, the designed preset, or one's own four matrices. */
export type Weights =
  | { seed: number }
  | { preset: "grammar"; seed?: number }
  | { w_q: number[][]; w_k: number[][]; w_v: number[][]; w_o: number[][] };

/** A window lets token i attend to j where |i − j| is at most it; `true` means may attend. */
export type Mask = "none" | "causal" | { window: number } | boolean[][];

/** What a figure computes from. A field that is left out takes the default's value. */
export interface Scenario {
  tokens: string[];
  vectors: number[][];
  memory: Memory | null;
  heads: number;
  kv_heads: number;
  d_k: number;
  d_v: number;
  weights: Weights;
  scale: "sqrt_d_k" | "none";
  /** 0 is exact lookup: the largest scores of a row share its weight. */
  temperature: number;
  mask: Mask;
  positions: "none" | "sinusoidal" | "rotary" | "alibi";
  /** Scores are also multiplied by this number and ln n, n the keys that a row may attend to. */
  ssmax: number | null;
  /** An empty slot's part beside the keys: e^score / (sink + Σ e^score). */
  sink: number;
}

export type StepName =
  | "embedded"
  | "memory"
  | "w_q"
  | "w_k"
  | "w_v"
  | "w_o"
  | "q"
  | "k"
  | "v"
  | "q_rotated"
  | "k_rotated"
  | "scores"
  | "scaled"
  | "biased"
  | "masked"
  | "weights"
  | "head_output"
  | "concat"
  | "output";

/** The derivatives of a target by a step, which have that step's shape. */
export type GradientName = `grad:${StepName}`;

/** One number of one step; `head` is null where the step has no heads. */
export interface Cell<Name = StepName> {
  step: Name;
  head: number | null;
  row: number;
  col: number;
}

/** What derivatives are taken of: a number, or −ln of a token's probability after one row's output. */
export type Target =
  | { step: StepName; head?: number | null; row: number; col: number }
  | { loss: { row: number; token: number } };

/** A derivative of the backward pass beside one by finite differences of at most `epsilon`. */
export interface GradientCheck {
  analytic: number;
  numeric: number;
  epsilon: number;
  relativeError: number;
}

/** A number of a term: another cell's value, or a constant such as 1/√d_k that has a label. */
export interface Factor<Name = StepName> {
  value: number;
  label: string | null;
  cell: Cell<Name> | null;
}

/** `product` is the product of the factors. */
export interface Term<Name = StepName> {
  factors: Factor<Name>[];
  product: number;
}

/** A row of masked scores on its way to weights: e^(score − max) for each, and their sum. */
export interface SoftmaxRow {
  max: number;
  exps: Float64Array;
  /** The empty slot's part of the sum; 0 where there is none. */
  sink: number;
  sum: number;
}

/** Why a cell has its value: the sum of its terms. `inputs` can be explained in turn. */
export interface Explanation<Name = StepName> extends Cell<Name> {
  value: number;
  operation:
    | "given"
    | "position"
    | "dot"
    | "rotate"
    | "scale"
    | "bias"
    | "mask"
    | "softmax"
    | "copy"
    | "chain";
  terms: Term<Name>[];
  inputs: Cell<Name>[];
  softmax: { max: number; exps: number[]; sink: number; sum: number } | null;
}

/** A row of the engine's step table. */
export interface Step {
  name: StepName;
  symbol: string;
  equation: string;
  shape: [string, string];
  perHead: boolean;
  operands: StepName[];
  recipe: string;
}

/** A component of the token vectors that has a meaning. */
export interface Feature {
  name: string;
  positional: boolean;
}

/** What the columns of a designed head ask for and hand over. */
export interface HeadDesign {
  id: string;
  queryColumns: string[];
  valueColumns: string[];
}

/** A matrix on its way in: row-major, with each row's length, so that ragged ones can be named. */
export interface PackedMatrix {
  /** The field that it was taken out of, such as "memory.vectors". */
  path: string;
  lengths: Uint32Array;
  /** Numbers, or 0 and 1 for false and true. */
  values: Float64Array;
}

/** `counts` are of bins of equal width from `low` to `high`; `below` and `above` lie outside. */
export interface Histogram {
  low: number;
  high: number;
  counts: number[];
  below: number;
  above: number;
}

/**
 * The article's experiments. Settings that are left out take their default; one that is unknown
 * or out of range is refused by a `ScenarioError` that names it.
 */
export interface Experiments {
  /** Why scores are divided by √d_k: seeded normal queries and keys, with and without. */
  scaling(settings?: Partial<ScalingSettings>): Comparison;
  /** A query against keys: q·k = ‖q‖ ‖k‖ cos θ. */
  alignment(settings?: Partial<AlignmentSettings>): Alignment;
  /** One row of scores on its way to weights: softmax((s + shift) / temperature). */
  softmax(settings?: Partial<SoftmaxSettings>): Shares;
  /** Between which values an output lies, and other weights that give the same one. */
  blend(settings?: Partial<BlendSettings>): Blend;
  /** An output as the sum of what its heads add; without one of them; in another order. */
  heads(settings?: Partial<ContributionsSettings>): Contributions;
  /** The same attention by other weights: W_Q M and W_K M⁻ᵀ, or W_V M and M⁻¹ W_O. */
  gauge(settings?: Partial<TurnSettings>): Turned;
}

export interface ScalingSettings {
  /** 1 to 1,024. */
  d_k: number;
  /** 2 to 256. */
  keys: number;
  /** Queries, each with its own keys: 1 to 20,000. */
  samples: number;
  seed: number;
}

export interface Comparison {
  /** Weights are softmax(q·k). */
  unscaled: ScalingStatistics;
  /** Weights are softmax(q·k / √d_k). */
  scaled: ScalingStatistics;
}

export interface ScalingStatistics {
  /** √d_k, or 1 when scaled. */
  score_deviation: number;
  /** 41 bins from −4√d_k to 4√d_k, scaled or not. */
  scores: Histogram;
  mean_max_weight: number;
  /** 20 bins from 0 to 1. */
  max_weights: Histogram;
  /** Of ‖J‖_F, the Frobenius norm of softmax's Jacobian. */
  mean_jacobian: number;
  median_jacobian: number;
  /** log₁₀ ‖J‖_F, 40 bins from −20 to 0. */
  log_jacobians: Histogram;
  /** The first query's scores, one for each key, and its weights. */
  example_scores: number[];
  example_weights: number[];
}

export interface AlignmentSettings {
  /** 2 to 64 components from −1,000 to 1,000. */
  query: number[];
  /** 1 to 16 keys, each as wide as the query. */
  keys: number[][];
}

export interface Alignment {
  query_length: number;
  keys: KeyAlignment[];
  /** softmax(q·k). */
  weights: number[];
  /** softmax(q·k / √d), d the number of components. */
  scaled_weights: number[];
}

export interface KeyAlignment {
  /** q_c·k_c for each component. */
  products: number[];
  /** Their sum, q·k. */
  score: number;
  length: number;
  /** null where a length is 0, as is the angle, in degrees from 0 to 180. */
  cosine: number | null;
  angle: number | null;
  /** q·k / ‖q‖: the key's length along the query; 0 for a query of length 0. */
  along: number;
}

export interface SoftmaxSettings {
  /** 1 to 64 scores from −1,000 to 1,000; null where the mask forbids the key. */
  scores: (number | null)[];
  /** 0, or from 10⁻⁶ to 1,000. */
  temperature: number;
  /** Added to every score, from −1,000 to 1,000. */
  shift: number;
}

export interface Shares {
  /** score + shift; null where masked, as in `scaled`. */
  shifted: (number | null)[];
  /** (score + shift) / temperature; undivided at temperature 0. */
  scaled: (number | null)[];
  /** The largest of `scaled`. */
  max: number;
  /** e^(scaled − max). */
  exps: number[];
  sum: number;
  /** exps / sum; exactly 0 where masked. */
  weights: number[];
  /** In nats. */
  entropy: number;
  /** The weights at temperature 0. */
  exact_weights: number[];
  /** The weight of each key that is not masked as the temperature grows. */
  uniform: number;
}

export interface BlendSettings {
  scenario: Partial<Scenario>;
  head: number;
  row: number;
  /** Where the search for other weights goes. */
  seed: number;
}

export interface Blend {
  hull: Hull;
  /**
   * For d_v = 2: keys whose values are the corners of all blends, counter-clockwise from the
   * leftmost; null among them is the empty slot (`sink`), whose value is 0.
   */
  corners: (number | null)[] | null;
  /** null for more than 64 keys. */
  same_output: SameOutput | null;
}

/** One row of a head's output, and the least and the most of each component of its keys' values. */
export interface Hull {
  output: number[];
  low: number[];
  high: number[];
}

export interface SameOutput {
  weights: number[];
  /** Not negative, with the same sum and the same output. */
  others: number[];
  /** The largest difference between the two outputs: rounding. */
  difference: number;
  /** Σ |a − a′| / 2. */
  total_variation: number;
  /** The number of keys less the rank of [V 1]. */
  free_directions: number;
}

export interface ContributionsSettings {
  scenario: Partial<Scenario>;
  /** Heads whose parts are wanted: null is all, if their parts have at most 2²² numbers. */
  parts_of: number[] | null;
  /** A head to leave out. */
  dropped: number | null;
  /** Row i is to be what row order[i] was. */
  order: number[] | null;
}

export interface Contributions {
  parts_of: number[];
  /** (A V) W_O of each head of `parts_of`, n × d_model. */
  parts: Matrix[];
  /** The largest difference between the output and the sum over all heads: rounding. */
  difference: number;
  output: Matrix;
  /** The output without the head `dropped`, and each row's length of what was lost. */
  without: Matrix | null;
  lost: number[] | null;
  /** The largest difference between f(PX) and P f(X). */
  order_difference: number | null;
  reordered: Scenario | null;
}

export interface TurnSettings {
  scenario: Partial<Scenario>;
  /** A query head; its whole group is turned. */
  head: number;
  /** In degrees, from −360 to 360, in the plane of components 0 and 1. */
  angle: number;
  /** What component 0 is multiplied by afterwards, from 0.01 to 100. */
  stretch: number;
  /** Whether W_V and W_O are turned in place of W_Q and W_K. */
  values: boolean;
}

export interface Turned {
  /** With the turned weights. */
  scenario: Scenario;
  /** The head's queries, keys and values afterwards. */
  q: Matrix;
  k: Matrix;
  v: Matrix;
  /** The largest changes: rounding, unless positions are rotary. */
  scores_difference: number;
  weights_difference: number;
  output_difference: number;
}

/** What a program can be written in. */
export type Language = "numpy" | "pytorch" | "rust";

/** A program that computes a scenario and prints its output. */
export interface Program {
  text: string;
  lines: ProgramLine[];
  /** How its file's name ends: "py" or "rs". */
  extension: string;
}

/** A line, and the step whose numbers it makes, if it makes those of one. */
export interface ProgramLine {
  text: string;
  step: StepName | null;
}

/** How a matrix is written down. */
export type MatrixFormat = "csv" | "npy";

/** A matrix as a file; `shape` is (heads ×) rows × columns. */
export interface MatrixFile {
  name: string;
  shape: number[];
  bytes: Uint8Array<ArrayBuffer>;
}

/** What to take from files that hold more than one scenario's numbers. */
export interface OpenOptions {
  /** Takes only arrays whose name starts with this, and reads their names from there on. */
  prefix?: string | null;
  /** The first and the last query head of q, from 0. */
  heads?: [number, number] | null;
  /** The entry of a batch, from 0. */
  batch?: number | null;
}
