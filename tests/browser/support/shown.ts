// For each figure, numbers that it prints, held against the engine in Node, which computes them once
// more from what the figure says it computes from.

import type { Locator } from "@playwright/test";
import { load } from "attention-explainer/engine";
import type { Scenario } from "../../../www/engine/index";
import type { FigureElement } from "../../../www/figures/frame/element";
import { librarianStrings } from "../../../www/strings/librarian";
import { isRounded } from "./printed";
import { expect } from "./test";

/** Of a figure's settings, those that the numbers below are made from. */
interface Settings {
  row: number;
  token: number;
  head: number;
  query: number[];
  keys: number[][];
  scores: number[];
  shift: number;
  temperature: number;
}

interface Said {
  tag: string;
  settings: Settings;
  attended: Partial<Scenario> | null;
}

type Engine = Awaited<ReturnType<typeof load>>;
/** Where the numbers are printed, and what they should be. */
type Shown = (figure: Locator, engine: Engine, said: Said) => [Locator, readonly number[]];

/** A row of one step, or all of it. */
function step(
  engine: Engine,
  said: Said,
  name: "q" | "weights" | "head_output" | "output",
  row?: number,
  head = 0,
) {
  const { cols, values } = engine
    .attend(said.attended ?? {})
    .read(name, name === "output" ? {} : { head });
  return [...(row === undefined ? values : values.subarray(row * cols, (row + 1) * cols))];
}

const SHOWN: Record<string, Shown> = {
  "attention-explainer": (figure, engine, said) => [
    figure.getByRole("grid", { name: /^A, / }).locator("tbody td"),
    step(engine, said, "weights"),
  ],
  "attention-librarian": (figure, engine, said) => [
    figure
      .getByRole("grid", { name: librarianStrings.tables.weights, exact: true })
      .locator("td[role=gridcell]"),
    step(engine, said, "weights"),
  ],
  "attention-projections": (figure, engine, said) => {
    const { token, head } = said.settings;
    const word = said.attended?.tokens?.[token];
    return [
      figure.getByRole("grid", { name: `q of ${word}` }).locator("tbody td"),
      step(engine, said, "q", token, head),
    ];
  },
  "attention-dot-product": (figure, engine, { settings: { query, keys } }) => [
    figure.locator(".arrows-table td.score"),
    engine.experiments.alignment({ query, keys }).keys.map(({ score }) => score),
  ],
  "attention-scaling": (figure, engine, { settings }) => {
    const { unscaled, scaled } = engine.experiments.scaling(settings as object);
    return [
      figure.locator(".summary"),
      [
        unscaled.score_deviation,
        scaled.score_deviation,
        unscaled.mean_max_weight,
        scaled.mean_max_weight,
      ],
    ];
  },
  "attention-softmax": (figure, engine, { settings: { scores, temperature, shift } }) => [
    figure.locator(".weights-row .number-cell"),
    engine.experiments.softmax({ scores, temperature, shift }).weights,
  ],
  "attention-blend": (figure, engine, said) => [
    figure.locator(".between > span"),
    step(engine, said, "head_output", 0),
  ],
  "attention-heads": (figure, engine, said) => [
    figure.locator("table.sum tfoot tr:first-child td:not(.act)"),
    step(engine, said, "output", said.settings.row),
  ],
};

const NUMBER = /[-\u2212]?(\d+\.?\d*|\.\d+)/g;

/** Waits for a figure, and holds what it prints against the engine; answers its settings. */
export async function expectShown(figure: Locator): Promise<Settings> {
  await figure.scrollIntoViewIfNeeded();
  const said = await figure.evaluate(async (element) => {
    await customElements.whenDefined(element.localName);
    const { ready } = element as FigureElement;
    await ready;
    do await (element as FigureElement).updateComplete;
    while ((element as FigureElement).isUpdatePending);
    const { localName, attended, snapshot } = element as FigureElement;
    return { tag: localName, attended, settings: snapshot.settings };
  });
  await expect(figure.getByRole("alert"), `${said.tag} refuses its tag`).toHaveCount(0);
  const [printed, numbers] = SHOWN[said.tag]!(figure, await load(), said as Said);
  await printed.first().waitFor();
  const texts = await printed.allInnerTexts();
  // A cell has one number; a sentence has some, and the engine's are among them, in order.
  const found =
    texts.length === numbers.length ? texts : texts.flatMap((text) => text.match(NUMBER) ?? []);
  let from = 0;
  for (const number of numbers) {
    const at = found.findIndex(
      (text, i) => i >= from && (text.match(NUMBER) ?? []).some((each) => isRounded(each, number)),
    );
    expect(at, `${said.tag}: ${number} in ${texts.join(" | ")}`).toBeGreaterThanOrEqual(from);
    from = texts.length === numbers.length ? at + 1 : at;
  }
  expect(numbers.length).toBeGreaterThan(1);
  return (said as Said).settings;
}
