/** People's own files in a figure: what it computes from is read by the engine, and refused by it. */
import { checkSizes, loadExchange } from "../../engine/exchange";
import type { Exchange, GivenFile, OpenOptions } from "../../engine/types";
import { isScenarioError, refuse } from "../../engine/refuse";
import type { FigureElement } from "../../figures/frame/element";

/** A `File` is one. */
export interface Chosen {
  readonly name: string;
  readonly size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** Shows what is in the files, as a change that can be undone; throws a sentence on bad ones. */
export async function openFiles(
  figure: FigureElement,
  files: readonly Chosen[],
  options: OpenOptions = {},
): Promise<void> {
  checkSizes(files);
  const [exchange] = await Promise.all([loadExchange(), figure.ready]);
  const read = await Promise.all(
    files.map(async (file) => ({
      name: file.name,
      bytes: new Uint8Array(await file.arrayBuffer()),
    })),
  );
  const base = figure.attended;
  const settings = settingsIn(figure, exchange, read);
  if (settings) return restoreSettings(figure, read[0]?.name ?? "", settings);
  const scenario = exchange.open(read, { ...options, ...(base ? { base } : {}) });
  const snapshot = figure.attending(scenario);
  if (snapshot) figure.restore(snapshot);
}

/** The figure's own settings, where the only file has these and no scenario. */
function settingsIn(
  figure: FigureElement,
  exchange: Exchange,
  files: readonly GivenFile[],
): object | null {
  const takesScenario = figure.attending(exchange.defaultScenario) !== null;
  const [file, ...others] = files;
  if (!file) return null;
  const isJson = others.length === 0 && /\.json$/i.test(file.name);
  if (takesScenario && !isJson) return null;
  if (!isJson) return refuse(file.name, "one file of this figure’s settings, .json", "others");
  const value = parsed(file.bytes);
  if (takesScenario) {
    const own = settingsOf(figure).filter((name) => !(name in exchange.defaultScenario));
    return value && own.some((name) => Object.hasOwn(value, name)) ? value : null;
  }
  return value ?? refuse(file.name, "an object as JSON", "something else");
}

const settingsOf = (figure: FigureElement): string[] => Object.keys(figure.authored.settings);

function parsed(bytes: Uint8Array): object | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes));
    return typeof value === "object" && !Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}

function restoreSettings(figure: FigureElement, name: string, settings: object): void {
  const known = settingsOf(figure);
  const unknown = Object.keys(settings).find((key) => !known.includes(key));
  if (unknown !== undefined)
    refuse(`${name}: ${unknown.slice(0, 64)}`, `one of ${known.join(", ")}`, "another setting");
  try {
    figure.restore({ ...figure.snapshot, settings });
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const named = new Error(`${name}: ${error.message}`, { cause: error });
    throw isScenarioError(error) ? Object.assign(named, { name: error.name }) : named;
  }
}
