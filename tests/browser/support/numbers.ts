// Everything that the figure prints, held against what the engine says.

import { expect } from "@playwright/test";
import type { StepName } from "../../../www/engine/index";
import type { Figure, Grid, Numbers } from "./figure";
import { printedMatrices, strings, type Printed } from "./names";
import { isPreciseEnough, isRounded, isShare, percentages } from "./printed";

/** The engine's matrix as a printed one stands: turned, or with the drawn heads' rows stacked. */
function asPrinted(
  { step, head, transposed, stacked }: Printed,
  all: Record<string, Numbers[]>,
  drawn: number[],
) {
  const heads = all[step] ?? [];
  if (stacked) {
    const parts = drawn.flatMap((each) => heads[each] ?? []);
    const rows = parts.reduce((sum, part) => sum + part.rows, 0);
    return { rows, cols: parts[0]?.cols ?? 0, values: parts.flatMap(({ values }) => values) };
  }
  const data = heads[head ?? 0] ?? heads[0] ?? { rows: 0, cols: 0, values: [] };
  if (!transposed) return data;
  const { rows, cols, values } = data;
  const turned = Array.from({ length: rows * cols }, (_, i) => {
    return values[(i % rows) * cols + Math.floor(i / rows)] ?? NaN;
  });
  return { rows: cols, cols: rows, values: turned };
}

/** What is wrong with a grid's texts, cell by cell. */
function wrongCells(
  { name, cells }: Pick<Grid, "name" | "cells">,
  { rows, cols, values }: Numbers,
): string[] {
  if (cells.length !== rows || cells.some((row) => row.length !== cols))
    return [`${name}: ${cells.length} rows of ${cells[0]?.length} instead of ${rows} of ${cols}`];
  const largest = Math.max(0, ...values.filter(Number.isFinite).map(Math.abs));
  return cells.flatMap((row, i) =>
    row.flatMap((text, j) => {
      const value = values[i * cols + j] ?? NaN;
      const isRight = isRounded(text, value) && isPreciseEnough(text, value, largest);
      return isRight ? [] : [`${name} [${i}][${j}]: ${text} for ${value}`];
    }),
  );
}

/** Holds every matrix on the wide grid of a scenario that fits it, as head `head` is followed. */
export async function expectGridsToShowTheEngine(figure: Figure, head = 0): Promise<void> {
  const grids = await figure.grids();
  const { scenario, step, all } = await figure.everything();
  const shapeOf = (of: StepName) => all[of]?.[head] ?? all[of]?.[0] ?? { rows: 0, cols: 0 };
  const { rows, cols } = shapeOf("head_output");
  const drawn = Array.from({ length: scenario.heads }, (_, i) => i).filter((i) =>
    grids.some(({ name }) => name === strings.headOutputName(i, rows, cols)),
  );
  expect(drawn, "the heads that are drawn").toContain(head);
  const printed = printedMatrices(scenario, step, head, drawn, shapeOf);
  expect(new Set(grids.map(({ name }) => name))).toEqual(new Set(printed.map(({ name }) => name)));
  const wrong = printed.flatMap((each) =>
    grids
      .filter(({ name }) => name === each.name)
      .flatMap((grid) => wrongCells(grid, asPrinted(each, all, drawn))),
  );
  expect(wrong, "printed numbers that are not the engine's").toEqual([]);
}

/** The focused row between scores and weights: scaled, masked where there is a mask, e to that. */
export async function expectStripToShowTheEngine(figure: Figure, row: number, head = 0) {
  const { scenario, all } = await figure.everything();
  const { mask, positions, sink, temperature, tokens } = scenario;
  const rowOf = (step: StepName) => {
    const { cols, values } = all[step]?.[head] ?? { cols: 0, values: [] };
    return values.slice(row * cols, (row + 1) * cols);
  };
  const masked = rowOf("masked");
  // The empty slot counts as a key of score ln σ.
  const max = Math.max(...masked, Math.log(sink));
  const exps = masked.map((score) =>
    temperature === 0 ? Number(score === max) : Math.exp(score - max),
  );
  const wanted = [
    rowOf("scaled"),
    ...(mask === "none" && positions !== "alibi" ? [] : [masked]),
    exps,
  ];
  const strip = figure.element.getByRole("table", { name: strings.stripName(tokens[row] ?? "") });
  const lines = strip.getByRole("row");
  await expect(lines).toHaveCount(wanted.length);
  for (const [i, values] of wanted.entries()) {
    const texts = await lines.nth(i).getByRole("cell").allTextContents();
    const line = { name: `line ${i + 1} of the strip`, cells: [texts] };
    expect(wrongCells(line, { rows: 1, cols: values.length, values })).toEqual([]);
  }
  const slot = sink * Math.exp(-max);
  const sum = exps.reduce((total, exp) => total + exp, slot);
  const text = await figure.element.locator(".strip-sum").textContent();
  expect(isRounded(text?.match(/[\d.]+/)?.[0] ?? "", sum), `${text} for ${sum}`).toBe(true);
}

/** The shares above (first head) and below (next head) the words. */
export async function expectHeadlineToShowTheEngine(figure: Figure, row: number, head = 0) {
  const { heads, memory } = await figure.scenario();
  const drawn = heads > 1 ? [head, (head + 1) % heads] : [head];
  const words = figure.element.locator(memory ? ".words.keys .word" : ".words.queries .word");
  const texts = await words.evaluateAll((list) =>
    list.map((word) => [...word.querySelectorAll(".share")].map((share) => share.textContent)),
  );
  for (const [place, each] of drawn.entries()) {
    const { cols, values } = await figure.read("weights", each);
    const shares = values.slice(row * cols, (row + 1) * cols);
    expect(texts).toHaveLength(shares.length);
    for (const [j, share] of shares.entries())
      expect(isShare(texts[j]?.[place] ?? "", share), `${texts[j]?.[place]} for ${share}`).toBe(
        true,
      );
  }
}

/** The sentence under the figure names the word that gets most, and how much; last, the empty slot's part. */
export async function expectSummaryToShowTheEngine(figure: Figure, row: number, head = 0) {
  const { tokens, memory, sink } = await figure.scenario();
  const { cols, values } = await figure.read("weights", head);
  const keys = memory?.tokens ?? tokens;
  const ranked = values
    .slice(row * cols, (row + 1) * cols)
    .map((share, j) => ({ share, token: keys[j] ?? "" }))
    .sort((a, b) => b.share - a.share);
  const text = (await figure.summary.textContent()) ?? "";
  expect(text).toContain(tokens[row]);
  const shown = percentages(text);
  if (sink > 0) {
    const slot = ranked.reduce((rest, { share }) => rest - share, 1);
    expect(isShare(shown.pop() ?? "", slot), `the empty slot's ${slot} in “${text}”`).toBe(true);
  }
  expect(shown.length, text).toBeGreaterThan(0);
  for (const [place, share] of shown.entries()) {
    expect(isShare(share, ranked[place]?.share ?? NaN), `${share} in “${text}”`).toBe(true);
    if (shown.length > 1) expect(text).toContain(ranked[place]?.token);
  }
}
