// From each chapter to the workbench by its own button: the workbench then reads the numbers that
// the chapter computed and prints, the chapters keep what they had, and undo brings back what the
// workbench showed before.

import type { Page } from "@playwright/test";
import type { Alignment, Matrix, Shares, StepName } from "../../www/engine/types";
import type { HeadsResult } from "../../www/figures/heads/result";
import type { ProjectionsResult } from "../../www/figures/projections/result";
import { Chapter } from "./support/chapter";
import { Figure } from "./support/figure";
import { BLOG, serveBlog } from "./support/host";
import { isRounded, isShare, percentages } from "./support/printed";
import { expect, test } from "./support/test";

const BUTTON = "Open in the workbench";

interface Framed extends HTMLElement {
  settings: object;
  result: unknown;
}

type Rows = Partial<Record<StepName, number[]>>;

interface Case {
  tag: string;
  /** What is not as the figure starts. */
  settings: object;
  act?: (chapter: Chapter) => Promise<void>;
  /** The chapter's own numbers; runs in the page. */
  numbers: (figure: Framed) => Rows;
  /** Where the chapter prints some of them. */
  printed: { step: StepName; cells: string };
  /** Where the workbench opens. */
  at: { step: StepName; head?: number; row?: number; col?: number };
}

const CASES: Case[] = [
  {
    tag: "attention-librarian",
    settings: { question: [0, 3, 0.5, -1], step: "share" },
    numbers: (figure) => {
      const { read } = figure as unknown as { read: (step: StepName) => Matrix };
      const row = (step: StepName) => [...read.call(figure, step).values];
      return {
        q: row("q"),
        scores: row("scores"),
        scaled: row("scaled"),
        weights: row("weights"),
        head_output: row("head_output"),
      };
    },
    printed: { step: "weights", cells: ".field[data-step=weights] tbody td" },
    at: { step: "weights" },
  },
  {
    tag: "attention-projections",
    settings: { token: 2, head: 1, angle: 30, stretch: 1.5 },
    numbers: (figure) => {
      const { after } = figure.result as ProjectionsResult;
      const row = (step: StepName) => {
        const { cols, values } = after.read(step, 1);
        return [...values.subarray(2 * cols, 3 * cols)];
      };
      const steps: StepName[] = ["q", "k", "v", "scores", "weights", "head_output", "output"];
      return Object.fromEntries(steps.map((step) => [step, row(step)]));
    },
    printed: { step: "v", cells: ".field.outcome:nth-last-child(1 of .outcome) td.v" },
    at: { step: "q", head: 1, row: 2 },
  },
  {
    tag: "attention-dot-product",
    settings: { word: "dog", query: [0.7, -1.1], shift: [0.3, -0.2], chosen: 2 },
    numbers: (figure) => {
      const { keys, weights } = figure.result as Alignment;
      return { scores: keys.map(({ score }) => score), weights };
    },
    printed: { step: "scores", cells: "td.score b" },
    at: { step: "scores", col: 2 },
  },
  {
    tag: "attention-softmax",
    settings: {
      scores: [2, 1, -0.5],
      labels: ["a", "b"],
      shift: 0.7,
      temperature: 0.3,
      masked: [1],
    },
    numbers: (figure) => {
      const { shifted, scaled, weights } = figure.result as Shares;
      // A mask comes after the scores, which the workbench shows without it.
      const { scores, shift } = figure.settings as { scores: number[]; shift: number };
      const masked = scaled.map((score) => score ?? -Infinity);
      return { scores: shifted.map((at, i) => at ?? (scores[i] ?? NaN) + shift), masked, weights };
    },
    printed: { step: "masked", cells: "tr:has([data-step=scaled]) td.number-cell" },
    at: { step: "weights" },
  },
  {
    tag: "attention-blend",
    settings: { scores: [1, 0.5, 0, -1, 2.25] },
    numbers: (figure) => {
      const { blend } = figure.result as {
        blend: { same_output: { weights: number[] }; hull: { output: number[] } };
      };
      const { scores } = figure.settings as { scores: number[] };
      return { scores, weights: blend.same_output.weights, head_output: blend.hull.output };
    },
    printed: { step: "weights", cells: "td.weight .percent" },
    at: { step: "head_output" },
  },
  {
    tag: "attention-heads",
    settings: { row: 4, order: [8, 7, 6, 5, 4, 3, 1, 2, 0] },
    act: async ({ element, page }) => {
      await element.locator('.tile[data-head="0"]').focus();
      await page.keyboard.press("ArrowRight");
      await page.keyboard.press("ArrowRight");
    },
    numbers: (figure) => {
      const { weights, contributions, row } = figure.result as HeadsResult;
      const at = ({ cols, values }: Matrix) => [...values.subarray(row * cols, (row + 1) * cols)];
      return { weights: at(weights[2] as Matrix), output: at(contributions.output) };
    },
    printed: { step: "output", cells: "table.sum tfoot tr:first-child td:not(:last-child)" },
    at: { step: "weights", head: 2, row: 4 },
  },
];

/** What the chapter has, and the one that takes the workbench's scenario. */
const kept = (page: Page, tag: string) =>
  page.evaluate(
    (tags) => tags.map((each) => (document.querySelector(each) as Framed).settings),
    [tag, "attention-heads"],
  );

const isPrinted = (text: string, value: number): boolean =>
  text.includes("%") ? isShare(text, value) : isRounded(text, value);

for (const { tag, settings, act, numbers, printed, at } of CASES) {
  test(`${tag} opens its own numbers in the workbench, and undo takes them back @desktop`, async ({
    page,
  }) => {
    const workbench = new Figure(page);
    await page.goto("/");
    await new Chapter(page, "attention-heads").ready();
    const chapter = await new Chapter(page, tag).ready();
    await workbench.ready();
    await chapter.set(settings);
    await act?.(chapter);
    await chapter.ready();
    const expected = await chapter.element.evaluate(numbers);
    const texts = await chapter.element.locator(printed.cells).allTextContents();
    const values = expected[printed.step] ?? [];
    expect(texts).toHaveLength(values.length);
    texts.forEach((text, i) =>
      expect(isPrinted(text, values[i] ?? NaN), `${text} for ${values[i]}`).toBe(true),
    );
    const [before, others] = [await workbench.scenario(), await kept(page, tag)];

    await chapter.button(BUTTON).click();
    await expect.poll(() => workbench.scenario()).not.toEqual(before);
    await expect(workbench.element).toBeInViewport();
    await expect(workbench.message).toHaveCount(0);
    const { step, head = 0, row = 0 } = at;
    for (const [name, wanted] of Object.entries(expected) as [StepName, number[]][]) {
      const { cols, values } = await workbench.read(name, head);
      expect(values.slice(row * cols, (row + 1) * cols), name).toEqual(wanted);
    }
    // What the workbench prints: the open cell, and the share of the key that gets most.
    expect(await workbench.step()).toBe(step);
    const open =
      (await workbench.element.locator("[aria-selected=true]").first().textContent()) ?? "";
    const numbersThere = expected[step] ?? [];
    const largest = numbersThere.toSorted((a, b) => Math.abs(b) - Math.abs(a))[0] ?? NaN;
    const shown = at.col === undefined ? largest : numbersThere[at.col];
    expect(isRounded(open, shown ?? NaN), open).toBe(true);
    if (expected.weights) {
      const said = (await workbench.summary.textContent()) ?? "";
      expect(said).toContain(`In head ${head + 1}`);
      const share = Math.max(...expected.weights);
      expect(isShare(percentages(said)[0] ?? "", share), said).toBe(true);
    }
    // What the workbench hands on is taken when its taker is on the screen.
    await new Chapter(page, "attention-heads").ready();
    expect(await kept(page, tag)).toEqual(others);

    await workbench.button("Undo").click();
    expect(await workbench.scenario()).toEqual(before);
  });
}

test("a chapter's figure without a workbench, or on another page, has no such button @desktop", async ({
  page,
  baseURL,
}) => {
  const scaling = await new Chapter(page, "attention-scaling").open();
  await expect(scaling.button("Link")).toBeVisible();
  await expect(scaling.button(BUTTON)).toHaveCount(0);
  await serveBlog(page, baseURL, "<attention-softmax></attention-softmax>");
  await page.goto(BLOG);
  const softmax = await new Chapter(page, "attention-softmax").ready();
  await expect(softmax.button("Link")).toBeVisible();
  await expect(softmax.button(BUTTON)).toHaveCount(0);
});
