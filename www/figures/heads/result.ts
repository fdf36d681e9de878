/** What `<attention-heads>` computes from its settings, all of it by the engine. */
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
  trace: Trace;
  /** Of each head, as drawn. */
  weights: readonly Matrix[];
  /** The words of the drawn rows and columns, and the row of the one that asks. */
  drawn: { queries: readonly string[]; keys: readonly string[]; row: number };
  /** Of `shown`. */
  contributions: Contributions;
  /** How far the output for the shuffled words is from the shuffled output. */
  difference: number | null;
  /** The place in `shown` of the word that asks. */
  row: number;
}

/** Beyond this many numbers, only the first heads' parts are taken out. */
const MOST_NUMBERS = 1 << 20;
export const FEW = 8;

export function computeHeads(engine: Lab, settings: HeadsSettings): HeadsResult {
  const order = settings.order && [...settings.order];
  const written = engine.attend(settings.scenario);
  const { scenario } = written;
  const { length: n } = scenario.tokens;
  if (!Number.isInteger(settings.row) || settings.row < 0 || settings.row >= n) {
    written.dispose();
    throw new Error(`row: expected a whole number below ${n}, got ${String(settings.row)}`);
  }
  if (!order) return { scenario, ...read(engine, written, settings), difference: null };
  written.dispose();
  const { reordered, order_difference } = engine.experiments.heads({
    scenario,
    order,
    parts_of: [],
  });
  const trace = engine.attend(reordered ?? scenario);
  return { scenario, ...read(engine, trace, settings), difference: order_difference };
}

/** What is drawn of a trace. */
function read(engine: Lab, trace: Trace, { dropped, order, row: written, isBack }: HeadsSettings) {
  const shown = trace.scenario;
  const numbers = shown.heads * shown.tokens.length * (shown.vectors[0]?.length ?? 0);
  const parts_of = numbers > MOST_NUMBERS ? [...Array(Math.min(FEW, shown.heads)).keys()] : null;
  const columns = shown.memory ? null : order;
  const row = order ? order.indexOf(written) : written;
  try {
    const contributions = engine.experiments.heads({ scenario: shown, dropped, parts_of });
    const weights = Array.from({ length: shown.heads }, (_, head) => {
      const matrix = trace.read("weights", { head });
      return order && isBack ? putBack(matrix, order, columns) : matrix;
    });
    const { tokens: queries } = shown;
    const keys = (shown.memory ?? shown).tokens;
    const drawn =
      order && isBack
        ? {
            queries: backInOrder(queries, order),
            keys: columns ? backInOrder(keys, columns) : keys,
            row: written,
          }
        : { queries, keys, row };
    return { shown, trace, weights, drawn, contributions, row };
  } catch (error) {
    trace.dispose();
    throw error;
  }
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
