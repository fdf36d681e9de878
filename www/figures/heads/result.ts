/** What `<attention-heads>` computes from its settings, all of it by the engine. */
import { describe, refuse } from "../../engine/refuse";
import type { Contributions, Lab, Matrix, Scenario, Trace } from "../../engine/types";

export interface HeadsSettings {
  scenario: Partial<Scenario>;
  /** The word that asks, by its place in the scenario. */
  row: number;
  /** The head that is left out. */
  dropped: number | null;
  /** Another order: the word at place i stood at `order[i]`. */
  order: readonly number[] | null;
  /** Whether a shuffled matrix is drawn with its rows and columns put back. */
  isBack: boolean;
}

export interface HeadsResult {
  /** As written, defaults filled in. */
  scenario: Scenario;
  /** As computed and drawn: in the order that was asked for. */
  shown: Scenario;
  /** Of each head, as drawn. */
  weights: readonly Matrix[];
  /** The words of the drawn rows and columns. */
  queries: readonly string[];
  keys: readonly string[];
  /** Of `shown`. */
  contributions: Contributions;
  /** How far the output for the shuffled words is from the shuffled output. */
  difference: number | null;
  /** The place in `shown` of the word that asks, and among the drawn rows. */
  row: number;
  drawnRow: number;
}

/** Beyond this many numbers, only the first heads' parts are taken out. */
const MOST_NUMBERS = 1 << 20;
export const FEW = 8;

/** Computes what the settings ask for, and keeps what the last ones have in common with them. */
export class HeadsComputer {
  #attended: { of: HeadsSettings; is: Attended } | null = null;
  #added: { of: Attended; dropped: number | null; is: Contributions } | null = null;

  compute(engine: Lab, settings: HeadsSettings): HeadsResult {
    const { order, dropped, row: written, isBack } = settings;
    const last = this.#attended;
    const isSame =
      last?.of.scenario === settings.scenario &&
      last.of.order === order &&
      last.of.isBack === isBack;
    const attended = last && isSame ? last.is : attend(engine, settings);
    const { shown, scenario } = attended;
    const { length: n } = scenario.tokens;
    if (!Number.isInteger(written) || written < 0 || written >= n)
      refuse("row", `a whole number below ${n}`, describe(written));
    const contributions =
      this.#added?.of === attended && this.#added.dropped === dropped
        ? this.#added.is
        : engine.experiments.heads({ scenario: shown, dropped, parts_of: partsOf(shown) });
    this.#attended = { of: settings, is: attended };
    this.#added = { of: attended, dropped, is: contributions };
    const row = order ? order.indexOf(written) : written;
    return { ...attended, contributions, row, drawnRow: isBack ? written : row };
  }
}

type Attended = Omit<HeadsResult, "contributions" | "row" | "drawnRow">;

/** The weights of all heads, in the order that was asked for and as they are drawn. */
function attend(engine: Lab, settings: HeadsSettings): Attended {
  const order = settings.order && [...settings.order];
  const written = engine.attend(settings.scenario);
  const { scenario } = written;
  if (!order) return { scenario, ...read(written, null, false), difference: null };
  written.dispose();
  const { reordered, order_difference: difference } = engine.experiments.heads({
    scenario,
    order,
    parts_of: [],
  });
  const trace = engine.attend(reordered ?? scenario);
  return { scenario, ...read(trace, order, settings.isBack), difference };
}

function read(trace: Trace, order: readonly number[] | null, isBack: boolean) {
  const shown = trace.scenario;
  const columns = shown.memory ? null : order;
  const all = Array.from({ length: shown.heads }, (_, head) => trace.read("weights", { head }));
  trace.dispose();
  const keys = (shown.memory ?? shown).tokens;
  if (!order || !isBack) return { shown, weights: all, queries: shown.tokens, keys };
  return {
    shown,
    weights: all.map((matrix) => putBack(matrix, order, columns)),
    queries: backInOrder(shown.tokens, order),
    keys: columns ? backInOrder(keys, columns) : keys,
  };
}

/** All heads' parts, or the first ones' where all would be too many numbers. */
function partsOf({ heads, tokens, vectors }: Scenario): number[] | null {
  const numbers = heads * tokens.length * (vectors[0]?.length ?? 0);
  return numbers > MOST_NUMBERS ? [...Array(Math.min(FEW, heads)).keys()] : null;
}

function backInOrder<T>(shuffled: readonly T[], order: readonly number[]): T[] {
  const back = [...shuffled];
  order.forEach((from, to) => {
    back[from] = shuffled[to] as T;
  });
  return back;
}

/** A shuffled matrix with its rows, and its columns where they were shuffled too, as written. */
function putBack(
  { rows, cols, values }: Matrix,
  order: readonly number[],
  columns: readonly number[] | null,
): Matrix {
  const back = new Float64Array(values.length);
  for (let i = 0; i < rows; i += 1) {
    for (let j = 0; j < cols; j += 1) {
      const [row, col] = [order[i] ?? i, columns?.[j] ?? j];
      back[row * cols + col] = values[i * cols + j] ?? 0;
    }
  }
  return { rows, cols, values: back };
}
