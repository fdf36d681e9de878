/** One trace with what the views ask of it: each matrix read once, and names for every index. */
import type {
  Cell,
  Engine,
  Explanation,
  Matrix,
  Scenario,
  SoftmaxRow,
  StepName,
  Trace,
} from "../../engine/index";
import { strings } from "../../strings";
import { isHeadless } from "./view";

export class Model {
  #matrices = new Map<string, Matrix>();
  #explanation: { key: string; value: Explanation } | null = null;

  constructor(
    readonly engine: Engine,
    readonly trace: Trace,
    readonly scenario: Scenario,
  ) {}

  get isCross(): boolean {
    return this.scenario.memory !== null;
  }

  /** The keys' side: the memory's tokens, or the sentence itself. */
  get keyTokens(): readonly string[] {
    return (this.scenario.memory ?? this.scenario).tokens;
  }

  get modelSize(): number {
    return this.scenario.vectors[0]?.length ?? 0;
  }

  /** The step that holds the keys' side token vectors. */
  get keyVectors(): "memory" | "embedded" {
    return this.isCross ? "memory" : "embedded";
  }

  /** The steps that the crossing multiplies: queries and keys, turned where positions are rotary. */
  get crossed(): { q: "q" | "q_rotated"; k: "k" | "k_rotated" } {
    return this.scenario.positions === "rotary"
      ? { q: "q_rotated", k: "k_rotated" }
      : { q: "q", k: "k" };
  }

  read(step: StepName, head: number | null = null): Matrix {
    const key = isHeadless(step) ? step : `${step}/${head ?? 0}`;
    let matrix = this.#matrices.get(key);
    if (!matrix) {
      matrix = this.trace.read(step, { head });
      this.#matrices.set(key, matrix);
    }
    return matrix;
  }

  value({ step, head, row, col }: Cell): number {
    const { cols, values } = this.read(step, head);
    return values[row * cols + col] ?? NaN;
  }

  explain(cell: Cell): Explanation {
    const key = `${cell.step}/${cell.head}/${cell.row}/${cell.col}`;
    if (this.#explanation?.key !== key)
      this.#explanation = { key, value: this.trace.explain(cell.step, cell) };
    return this.#explanation.value;
  }

  softmaxRow(head: number, row: number): SoftmaxRow {
    return this.trace.softmaxRow({ head, row });
  }

  /** Whether columns have the meanings of the designed weights. */
  get #isDesigned(): boolean {
    return "preset" in this.scenario.weights && this.modelSize === this.engine.features.length;
  }

  /** The design that a head's queries follow, if it has one. */
  design(head: number) {
    return this.#isDesigned ? this.engine.design[head] : undefined;
  }

  query = (index: number): string => this.scenario.tokens[index] ?? "";

  key = (index: number): string => this.keyTokens[index] ?? "";

  feature = (index: number): string => {
    const feature = this.#isDesigned ? this.engine.features[index] : undefined;
    return feature ? strings.feature(feature.name) : String(index + 1);
  };

  /** A component of queries and keys. With shared key heads the design is the group's first head's. */
  queryColumn =
    (head: number) =>
    (index: number): string =>
      strings.column(this.design(this.#keyHeadDesign(head))?.queryColumns[index]) ??
      String(index + 1);

  valueColumn =
    (head: number) =>
    (index: number): string =>
      strings.column(this.design(this.#keyHeadDesign(head))?.valueColumns[index]) ??
      String(index + 1);

  #keyHeadDesign(head: number): number {
    const group = this.scenario.heads / this.scenario.kv_heads;
    return Math.floor(head / group) * group;
  }

  /** A column of the heads side by side, "head 2 · alive". */
  concatColumn = (index: number): string => {
    const head = Math.floor(index / this.scenario.d_v);
    return strings.headColumn(head, this.valueColumn(head)(index % this.scenario.d_v));
  };

  /** The names of a step's rows and columns. */
  axes(
    step: StepName,
    head: number,
  ): { row: (index: number) => string; col: (index: number) => string } {
    switch (step) {
      case "embedded":
      case "output":
        return { row: this.query, col: this.feature };
      case "memory":
        return { row: this.key, col: this.feature };
      case "w_q":
      case "w_k":
        return { row: this.feature, col: this.queryColumn(head) };
      case "w_v":
        return { row: this.feature, col: this.valueColumn(head) };
      case "w_o":
        return { row: this.valueColumn(head), col: this.feature };
      case "q":
        return { row: this.query, col: this.queryColumn(head) };
      case "k":
        return { row: this.key, col: this.queryColumn(head) };
      case "q_rotated":
        // Turned, two components share what each of them meant.
        return { row: this.query, col: (index) => String(index + 1) };
      case "k_rotated":
        return { row: this.key, col: (index) => String(index + 1) };
      case "v":
        return { row: this.key, col: this.valueColumn(head) };
      case "head_output":
        return { row: this.query, col: this.valueColumn(head) };
      case "concat":
        return { row: this.query, col: this.concatColumn };
      default:
        return { row: this.query, col: this.key };
    }
  }
}
