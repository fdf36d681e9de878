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
