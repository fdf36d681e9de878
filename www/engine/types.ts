// The engine's surface for the rest of the page, and for everybody who imports
// "attention-explainer/engine".

import type {
  Experiments,
  Explanation,
  Feature,
  GradientCheck,
  GradientName,
  HeadDesign,
  Language,
  Matrix,
  MatrixFile,
  MatrixFormat,
  Memory,
  OpenOptions,
  Program,
  Scenario,
  SoftmaxRow,
  Step,
  StepName,
  Target,
} from "./pkg/attention.js";

export type {
  Alignment,
  AlignmentSettings,
  Blend,
  BlendSettings,
  Cell,
  Comparison,
  Contributions,
  ContributionsSettings,
  Experiments,
  Explanation,
  Factor,
  Feature,
  GradientCheck,
  GradientName,
  HeadDesign,
  Histogram,
  Hull,
  KeyAlignment,
  Language,
  Mask,
  Matrix,
  MatrixFile,
  MatrixFormat,
  Memory,
  OpenOptions,
  Program,
  ProgramLine,
  SameOutput,
  ScalingSettings,
  ScalingStatistics,
  Scenario,
  Shares,
  SoftmaxRow,
  SoftmaxSettings,
  Step,
  StepName,
  Target,
  Term,
  TurnSettings,
  Turned,
  Weights,
} from "./pkg/attention.js";

/** Every intermediate of one forward pass; it never changes. */
export interface Trace {
  /** The whole scenario, defaults filled in; a new copy each time it is read. */
  readonly scenario: Scenario;
  /** `head` counts query heads from 0, and is 0 where it is left out. */
  read(step: StepName, at?: { head?: number | null }): Matrix;
  explain(step: StepName, at: { head?: number | null; row: number; col: number }): Explanation;
  softmaxRow(at: { head: number; row: number }): SoftmaxRow;
  /** The backward pass: how a number, or a loss, depends on everything recorded. */
  backward(target: Target): Gradients;
  /** Gives the memory back at once instead of when the object is collected. */
  dispose(): void;
}

/** Where a number stands within a step. */
type At = { head?: number | null; row: number; col: number };

/** The derivatives of one target, read and explained as steps are: `"grad:scores"`. */
export interface Gradients {
  /** The target's number. */
  readonly value: number;
  read(step: StepName | GradientName, at?: { head?: number | null }): Matrix;
  explain(step: StepName | GradientName, at: At): Explanation<StepName | GradientName>;
  /** The derivative by a cell, beside what finite differences say. */
  check(step: StepName | GradientName, at: At): GradientCheck;
  dispose(): void;
}

export interface Engine {
  /** Throws a {@link ScenarioError} where the scenario is not a valid one. */
  attend(scenario: Partial<Scenario>): Trace;
  /** The vectors that the default lexicon gives these tokens. */
  embed(tokens: string[]): Matrix;
  readonly steps: readonly Step[];
  readonly features: readonly Feature[];
  readonly design: readonly HeadDesign[];
  readonly defaultScenario: Scenario;
  readonly defaultMemory: Memory;
  /** Whether `attend` leaves `performance.measure` entries named "attention: scores", ... */
  setMarks(on: boolean): void;
}

/** The engine with the article's experiments. */
export interface Lab extends Engine {
  readonly experiments: Experiments;
}

/** The engine with programs and files. */
export interface Exchange extends Engine {
  /** The scenario as a program that prints the output and has every step under its name. */
  code(scenario: Partial<Scenario>, language: Language): Program;
  /**
   * A scenario from files: JSON, CSV, .npy, .npz and safetensors. What they leave out is the base's.
   * A {@link ScenarioError} names the file and the place in it.
   */
  open(files: readonly GivenFile[], options?: OpenOptions & { base?: Partial<Scenario> }): Scenario;
  /** A step's matrix, of one head, or of all, as a file that `open` takes back. */
  file(
    scenario: Partial<Scenario>,
    what: { step: StepName; head?: number | null; format: MatrixFormat },
  ): MatrixFile;
  /** Any numbers as CSV. */
  csv(table: Table): string;
}

/** Everything: what "attention-explainer/engine" gives. */
export interface WholeEngine extends Lab, Exchange {}

/** A file that somebody chose. */
export interface GivenFile {
  name: string;
  bytes: Uint8Array;
}

/** Numbers with names at their edges; null is a blank cell. */
export interface Table {
  names: readonly string[];
  rows: readonly { label: string; values: readonly (number | null)[] }[];
}

/** Told from other errors by its `name`, so that two copies of this module agree. */
export interface ScenarioError extends Error {
  name: "ScenarioError" | "EngineError";
  /** A path such as `vectors[2][1]`. */
  field: string;
  expected: string;
  got: string;
}
