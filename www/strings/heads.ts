/** What `<attention-heads>` says. */
import { html, nothing, type TemplateResult } from "lit";
import type { Scenario } from "../engine/index";
import { strings as workbench, word } from "../strings";
import { numberText, percentText, tinyText } from "../views/format";

const number = (value: number, decimals = 2) =>
  html`<b class="number">${numberText(value, decimals)}</b>`;

/** From here on a difference is not rounding any more. */
const ROUNDING = 1e-9;

const POSITIONS: Record<Scenario["positions"], string> = {
  none: "none",
  sinusoidal: "waves (sinusoidal)",
  rotary: "turned (rotary)",
  alibi: "distance penalty (ALiBi)",
};

export const headsStrings = {
  heading: "Heads side by side",
  feature: workbench.feature,
  positionNames: POSITIONS,
  whose: "The word that asks",
  designed: (count: number) =>
    count === 1 ? "Designed by hand: head 1" : `Designed by hand: heads 1 to ${count}`,
  designedNote: html`Each matrix is one head’s weights <i data-step="weights">A</i>: a row for each
    word that asks, a column for each word that answers.`,
  seeded: (from: number, to: number) =>
    from === to
      ? `Seeded, not designed: head ${to}`
      : `Seeded, not designed: heads ${from} to ${to}`,
  seededNote:
    "Random numbers that look for nothing. What they hand over is made small, so that the designed heads stay readable in the sum.",
  own: (count: number) => (count === 1 ? "The head" : `Heads 1 to ${count}`),
  ownNote: "With weights of your own.",
  open: "Choose a head to open it in the workbench.",
  group: "Heads. Arrow keys move from one to the next, Enter opens one in the workbench.",
  asks: workbench.headAsks,
  finds: (asking: string, found: string, share: number) =>
    html`${word(asking, "q")} → ${word(found, "k")} ${percentText(share)}`,
  tileText: (head: number, asking: string, found: string, share: number) =>
    `Head ${head + 1}: ${asking} takes most from ${found}, ${percentText(share)}`,
  scale: "weight, in every head on this scale",

  sumHeading: (label: string) => html`What the heads add up to, for ${word(label, "q")}`,
  sumName: (label: string) => `The output of ${label} as a sum over heads`,
  sumNote: html`<i data-step="concat">Z</i>
    <span data-step="w_o"><i>W</i><sub>O</sub></span> multiplies all heads at once. It is the sum of
    what each head makes of its own rows of <i>W</i><sub>O</sub>:`,
  part: "head",
  sum: "sum = output",
  without: (head: number) => `without head ${head + 1}`,
  drop: "drop",
  dropName: (head: number) => `Drop head ${head + 1}`,
  putBack: "put back",
  more: (more: number) => html`and ${more} more, all in the sum`,
  showAll: (heads: number) => `Show all ${heads}`,
  showFew: "Show the first ones",
  columnsCut: (shown: number, all: number) => `${shown} of ${all} entries`,
  adds: (difference: number) =>
    html`Added up by hand they differ from the output by
    ${difference === 0 ? "nothing at all" : html`${tinyText(difference)} at most: the rounding of a computer’s numbers`}.`,
  lostHeading: (head: number) => `What each word loses without head ${head + 1}`,
  lostNote: html`the length of the change of its output`,
  lostNone: "Drop a head, and you see here what the output of each word loses.",
  lostName: (head: number) => `What the output of each word loses without head ${head + 1}`,

  heads: "Heads",
  headsText: (heads: number) => (heads === 1 ? "1 head" : `${heads} heads`),
  positions: "Positions added",
  order: "Order of the words",
  shuffle: "Shuffle the words",
  shuffleAgain: "Shuffle again",
  unshuffle: "As written",
  shown: "Rows and columns",
  asShuffled: "as shuffled",
  backInOrder: "put back in order",

  shuffled: (difference: number, scenario: Scenario) => {
    const why =
      scenario.positions === "none"
        ? "the mask goes by places"
        : "positions go by places, and the words have changed theirs";
    return difference <= ROUNDING
      ? html`Shuffled, every word takes from every word what it took before: the same patterns, rows
        and columns reordered. The output
        ${difference === 0 ? "does not differ in any digit" : html`differs by ${tinyText(difference)} at most, a rounding of the last digits`}.`
      : html`Shuffled, the words take different shares: ${why}. The output differs by up to
        ${number(difference)}.`;
  },
  clock: html`The words move with their whole vectors, and here those have two entries that say
    where a word stood: the hand of its clock. So even <i>previous word</i> finds the word that
    stood before it when the sentence was written. Attention itself does not see the order.`,
  withPositions: html`Positions that are added now go by the new places. The vectors also keep their
  old clock hands, which are entries like any other.`,

  summary: (
    asking: string,
    found: readonly { head: number; label: string; share: number; isItself: boolean }[],
  ): TemplateResult =>
    html`${word(asking, "q")} takes most from
    ${found.map(({ head, label, share, isItself }, i) => {
      const join = i === 0 ? nothing : i === found.length - 1 ? " and from " : ", from ";
      return html`${join}${isItself ? "itself" : word(label, "k")} in head ${head + 1}
      (${percentText(share)})`;
    })}.`,
  summaryDropped: (head: number, label: string, lost: number) =>
    html` Without head ${head + 1} the output of ${word(label, "q")} changes by ${number(lost)}.`,

  many: html`run 128 heads`,
  manyEffect: ": four have a task, the rest are noise.",
  four: html`keep the four designed heads`,
  fourEffect: ", and drop one of them below.",
  question: html`The words are shuffled, and every word keeps its vector. What becomes of the heads’
  patterns?`,
  options: [
    "they all change",
    "they stay, with rows and columns reordered",
    "only the head for the previous word changes",
  ],
  answer: (difference: number) =>
    html`they stay: between the two outputs no number differs by more than
    ${difference === 0 ? "0" : tinyText(difference)}. Attention sees a set of vectors; an order has
    to be written into them, or added.`,
  task: (label: string) =>
    html`One head brings ${word(label, "q")} most of what it knows of something alive. Drop the one
      that costs it more than half of <i>alive</i>.`,
  taskStatus: (label: string, output: number, without: number | null) =>
    html`<i>alive</i> in the output of ${word(label, "q")} is
      ${numberText(output)}${without === null ? ", with all heads" : html`, and ${numberText(without)} without the head that you dropped`}.`,
  taskHint: html`Which heads lead it to a word that is alive, and how much of that do they hand on?
    The column <i>alive</i> of the table says it.`,
};
