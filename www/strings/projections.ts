/** What the figure of chapter 2 says. */
import { html, type TemplateResult } from "lit";
import { numberText } from "../views/format";

export type Letter = "q" | "k" | "v";

const word = (text: string, role = "") => html`<bdi class="word-in-text ${role}">${text}</bdi>`;

const letter = (role: Letter) => html`<i class="math ${role}">${role}</i>`;
const upper = (role: Letter) => html`<i class="math ${role}">W<sub>${role.toUpperCase()}</sub></i>`;

/** A change that should be none: an exact 0, or how little rounding has left of it. */
export function changeText(change: number): TemplateResult {
  if (change === 0) return html`<span class="number">0</span>`;
  if (change >= 1e-4) return html`<span class="number">${numberText(change, 3)}</span>`;
  const [digits, exponent] = change.toExponential(0).split("e");
  return html`<span class="number">${digits} · 10<sup>−${exponent?.replace("-", "")}</sup></span>`;
}

/** Less than this is rounding. */
const ROUNDING = 1e-9;
const rounding = (change: number) =>
  change === 0 ? "" : change < ROUNDING ? ", a rounding of the last digits" : "";

export const projectionsStrings = {
  title: "One vector, three rows",
  word,
  letter,
  upper,
  try: (token: string, feature: string) =>
    html`turn <i>${feature}</i> of <i>${token}</i> down to 0`,
  tryEffect: " and watch its question go out.",
  tryAny: "turn every query by 60°",
  tryAnyEffect: " and see whether a weight moves.",

  whose: "Whose vector",
  vectorOf: (token: string) => html`${word(token)}, its vector <i class="math">x</i>`,
  component: (feature: string, token: string) => `${feature} of ${token}`,
  componentValue: (feature: string, value: number) => `${feature} ${numberText(value)}`,
  matrixName: (role: Letter, rows: number, cols: number) =>
    `W ${role.toUpperCase()}, ${rows} × ${cols}`,
  rowName: (role: Letter, token: string) => `${role} of ${token}`,
  meaning: { q: "asks for", k: "is found by", v: "hands over" },
  sum: "Each row times its number, added up:",
  whichMatrix: "Which matrix",
  shownRows: (from: number, to: number, total: number) => `components ${from}–${to} of ${total}`,
  next: "next components",
  previous: "previous components",
  rest: (shown: number, total: number) => `${shown} of ${total} columns`,
  positions: "The number of a place is added to each component before the matrices.",
  memory: "Here the sentence asks itself. Its memory is kept for the workbench.",

  turnTitle: (values: boolean) =>
    values
      ? html`Turn ${letter("v")} one way, <i class="math">W<sub>O</sub></i> back`
      : html`Turn ${letter("q")} and ${letter("k")} together`,
  turnIntro: (values: boolean) =>
    values
      ? html`Every value is multiplied by a matrix <i class="math">M</i>, and the rows of
          <i class="math">W<sub>O</sub></i> that take it back by what undoes it.`
      : html`Every query is multiplied by a matrix <i class="math">M</i>, and every key by the
          transpose of what undoes it.`,
  planeName: (values: boolean) =>
    values ? "Components 1 and 2 of the values" : "Components 1 and 2 of the query and the keys",
  handle: "angle of the turn",
  degrees: (angle: number) => `${numberText(angle, 0)} degrees`,
  ghost: "thin: before the turn",
  onlyTwo: (width: number) => `the first 2 of ${width} components`,
  angle: "Turn, in degrees",
  stretch: "Stretch of the first component",
  times: (stretch: number) => `times ${numberText(stretch)}`,
  turned: "What is turned",
  queriesAndKeys: html`${letter("q")} and ${letter("k")}`,
  valuesAndOutput: html`${letter("v")} and <i class="math">W<sub>O</sub></i>`,
  head: "Head",
  headName: (head: number) => `${head + 1}`,
  before: "before",
  after: "after",
  total: "sum",
  scoreOf: (query: string, key: string) => html`Score of ${word(query, "q")} and ${word(key, "k")}`,
  outputOf: (token: string, feature: string) => html`Output of ${word(token)}, <b>${feature}</b>`,
  otherTerms: (count: number) => `${count} more`,
  scores: "score",
  weights: "weight",
  output: "output",
  scoresName: (token: string) => `scores of ${token} after the turn`,
  weightsName: (token: string) => `weights of ${token} after the turn`,
  outputName: (token: string) => `output of ${token} after the turn`,
  tooNarrow: (values: boolean) =>
    `A turn needs a plane: give ${values ? "values" : "queries and keys"} at least two components.`,
  rotary: "With rotary positions a turn by the word’s place comes in between, and scores can move.",

  silent: (token: string) =>
    html`${word(token)} asks for nothing here: every number of its ${letter("q")} is 0.`,
  asks: (token: string, question: string, asked: number, offer: string | null, offered: number) =>
    html`${word(token, "q")} asks most for <i>${question}</i>,
      <span class="number">${numberText(asked)}</span>${
        offer === null
          ? html`, and offers nothing to be found by.`
          : html`; its key has most of <i>${offer}</i>,
              <span class="number">${numberText(offered)}</span>.`
      }`,
  movedBy: (change: number) => html`<span class="hint">moved by</span> ${changeText(change)}`,
  moved: (values: boolean, scores: number, output: number) =>
    values
      ? html`Every value is another, and the output has
        ${output === 0 ? html`not moved.` : html`moved by ${changeText(output)} at most${rounding(output)}.`}`
      : html`Every ${letter("q")} and ${letter("k")} is another, and no score has
        ${scores === 0 ? html`moved.` : html`moved by more than ${changeText(scores)}${rounding(scores)}.`}`,

  question: html`All queries turn by a right angle, and all keys with them. What do the weights do?`,
  options: ["They turn with them", "They stay as they are", "They even out"],
  answer: (change: number) =>
    html`the largest change of a weight is ${changeText(change)}${rounding(change)}.`,

  task: (asker: string, model: string) =>
    html`Make ${word(asker)} ask as ${word(model)} does: change its vector until their queries point
    the same way, and are as long.`,
  status: (angle: number | null, length: number, wanted: number) =>
    html`${
        angle === null
          ? html`One of the queries is 0, and points nowhere;`
          : html`The queries stand <span class="number">${numberText(angle, 0)}°</span> apart;`
      }
      their lengths are <span class="number">${numberText(length)}</span> and
      <span class="number">${numberText(wanted)}</span>.`,
  hint: (asker: string) =>
    html`Choose ${word(asker)}. Each row of ${upper("q")} is what one component adds to the query:
    take out what the other word has not, and put in what it has.`,
};
