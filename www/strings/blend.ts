/** What `<attention-blend>` says. */
import { html, nothing, type TemplateResult } from "lit";
import { numberText, percentText, tinyText } from "../views/format";

const v = html`<i class="v">v</i>`;
const number = (value: number, decimals = 2) =>
  html`<b class="number">${numberText(value, decimals)}</b>`;
const name = (label: string) => html`<b class="word-in-text"><bdi>${label}</bdi></b>`;
const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const blendStrings = {
  heading: "A blend of values",
  planeName: (output: readonly number[], labels: readonly string[]) =>
    `The values of ${labels.join(", ")} as points; the output at ${numberText(output[0] ?? 0)}, ${numberText(output[1] ?? 0)}, inside the line around them`,
  output: "output",
  share: percentText,
  shares: (share: number, other: number) => `${percentText(share)} or ${percentText(other)}`,
  pointName: (label: string) => `Value of ${label}`,
  pointText: (x: number, y: number) => `entry 1 ${numberText(x)}, entry 2 ${numberText(y)}`,
  between: (entry: number, low: number, output: number, high: number) =>
    html`<span class="entry">entry ${entry + 1}</span> ${numberText(low)} ≤ ${number(output)} ≤
      ${numberText(high)}`,

  tableName: "Each key’s value, score and weight",
  key: html`key`,
  value: (entry: number) => html`${v}<sub>${entry + 1}</sub>`,
  score: html`score <i>s</i>`,
  weight: html`weight <i>a</i>`,
  weightOrOther: html`weight <i>a</i>, other <i>a</i>′`,
  valueField: (label: string, entry: number) => `Value of ${label}, entry ${entry + 1}`,
  scoreField: (label: string) => `Score of ${label}`,
  scoreSlider: (label: string) => `Score of ${label}, slider`,
  scoreText: (score: number, share: number) =>
    `score ${numberText(score, 1)}, weight ${percentText(share)}`,
  rounded: "Shares are rounded; the exact ones add up to 100 %.",

  showOthers: "Different weights, same output",
  searchAgain: "Other ones",
  others: (variation: number, difference: number, keys: number, free: number) =>
    free === 0
      ? html`There are no others here: ${count(keys, "value", "values")} that lie like this leave
        the weights no direction to move in without moving the output.`
      : html`<b class="number">${percentText(variation)}</b> of the weight stands elsewhere, and the
          two outputs
          ${difference === 0 ? "do not differ at all" : html`differ by ${tinyText(difference)}, a rounding of the last digits`}.
          ${count(keys, "weight", "weights")} for two numbers:
          ${count(free, "direction is", "directions are")} left in which they can move unnoticed. So
          a weight by itself does not say how much its key mattered; what would, depends on what you
          call mattering.`,

  equal: "make all scores equal",
  equalEffect: ", and the output is the plain average.",
  ahead: (label: string) => html`give ${name(label)} a score of 8`,
  aheadEffect: ": the blend is all but a lookup.",
  question: html`Set the scores to anything you like. Where can the output get?`,
  options: [
    "anywhere in the plane",
    "onto or inside the thin line",
    "only from one value to the next",
  ],
  answer: (low: readonly number[], output: readonly number[], high: readonly number[]) =>
    html`nowhere beyond the values. With a score of 8 for one key entry 1 is
    ${number(output[0] ?? 0)}, between ${numberText(low[0] ?? 0)} and ${numberText(high[0] ?? 0)};
    no score brings it out, since no weight is negative and they come to 1.`,
  summary: (
    label: string,
    share: number,
    output: readonly number[],
    isShared: boolean,
  ): TemplateResult =>
    isShared
      ? html`All values take the same part, and the output is their average:
        ${number(output[0] ?? 0)} and ${number(output[1] ?? 0)}.`
      : html`The output, ${number(output[0] ?? 0)} and ${number(output[1] ?? 0)}, is
          <b class="number">${percentText(share)}</b> ${name(label)}, and lies between all values.`,
  summaryOthers: (first: string, share: number, other: number) =>
    html` With the other weights ${name(first)} has ${percentText(other)} instead of
    ${percentText(share)}, and the output is where it was.`,
  task: (a: string, b: string) =>
    html`By scores alone, bring the output to the middle between ${name(a)} and ${name(b)} (the
    cross, to within 0.1), and give each of the two less than 10 %.`,
  taskStatus: (
    output: readonly number[],
    middle: readonly number[],
    a: number,
    b: number,
    isMoved: boolean,
  ) =>
    html`The output is at ${numberText(output[0] ?? 0)}, ${numberText(output[1] ?? 0)}, the middle
    at ${numberText(middle[0] ?? 0)}, ${numberText(middle[1] ?? 0)}; the two have ${percentText(a)}
    and ${percentText(b)}.${isMoved ? " A value has been moved: Reset puts it back." : nothing}`,
  taskHint: (others: readonly string[]) =>
    html`The cross also lies inside the triangle of ${others.join(", ")}.`,
};
