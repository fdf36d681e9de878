/** What `<attention-scaling>` says. */
import { html, type TemplateResult } from "lit";
import { numberText, percentText } from "../views/format";

const dk = html`<span data-step="d_k"><i>d</i><sub>k</sub></span>`;
const qk = html`<i class="q" data-step="q">q</i>·<i class="k" data-step="k">k</i>`;
const number = (value: number, decimals = 2) =>
  html`<b class="number">${numberText(value, decimals)}</b>`;

/** A number that may be very small, as people write it. */
export function smallText(value: number): string {
  if (value === 0) return "0";
  if (value >= 0.001) return numberText(value, value < 0.01 ? 4 : value < 0.1 ? 3 : 2);
  const [digits, power] = value.toExponential(1).split("e");
  return `${digits} × 10${superscript(Number(power))}`;
}

export const superscript = (power: number): string =>
  String(power).replace(/./g, (sign) => (sign === "-" ? "⁻" : ("⁰¹²³⁴⁵⁶⁷⁸⁹"[Number(sign)] ?? "")));

export const scalingStrings = {
  heading: "Divided and not divided",
  unscaled: "Not divided",
  scaled: html`Divided by √<i>d</i><sub>k</sub>`,
  curve: "What a typical gradient has left",
  spread: (value: number) => html`spread of ${qk}: ${numberText(value)}`,
  scoresName: (queries: number, keys: number, value: number) =>
    `Histogram of ${queries * keys} scores, standard deviation ${numberText(value)}`,
  weights: (keys: number) =>
    html`one query’s <span data-step="weights">weights</span> on ${keys} keys`,
  weightsName: (largest: number) =>
    `The weights of one query, the largest first: ${percentText(largest)}`,
  gradient: html`size of the gradient, ‖<i>J</i>‖, for each query`,
  gradientName: (median: number) =>
    `Histogram of the size of the softmax derivative over all queries, median ${smallText(median)}`,
  median: (value: number, isShort: boolean) =>
    isShort ? `half below ${smallText(value)}` : `half of them below ${smallText(value)}`,
  curveName: (unscaled: number, scaled: number) =>
    `Median size of the softmax derivative against the key size: ${smallText(unscaled)} not divided, ${smallText(scaled)} divided`,
  curveLegend: html`median ‖<i>J</i>‖ against ${dk}`,
  markUnscaled: (value: number) => `${smallText(value)} not divided`,
  markScaled: (value: number) => `${smallText(value)} divided`,
  details: (unscaled: number, scaled: number, maxU: number, maxS: number) =>
    html`‖<i>J</i>‖ is the size of softmax’s derivative: how much the weights still move when the
    scores do, which is what learning needs. Over all queries, the largest weight is ${number(maxU)}
    on average not divided, and ${number(maxS)} divided. The mean of ‖<i>J</i>‖ is
    ${number(unscaled)} and ${number(scaled)}: where the median dies, a few undecided queries keep
    the mean up.`,
  keySize: html`Key size ${dk}`,
  keySizeName: "Key size d_k",
  keySizeText: (value: number) => `d_k ${value}`,
  keys: "Keys",
  keysText: (value: number) => `${value} keys for each query`,
  queries: "Queries drawn",
  queriesText: (value: number) => `${value} queries`,
  seed: "The draw",
  reroll: "Draw new numbers",
  isolated: (d_k: number) => html`set ${dk} to ${d_k}`,
  small: ". The two sides nearly agree.",
  large: ". One key takes almost everything.",
  summary: (
    d_k: number,
    dev: number,
    scaledDev: number,
    max: number,
    scaledMax: number,
  ): TemplateResult =>
    html`With ${dk} = ${number(d_k, 0)} the scores spread ${number(dev)} instead of
    ${number(scaledDev)}, and the best key gets ${number(max)} of the weight on average instead of
    ${number(scaledMax)}.`,
  question: html`From ${dk} = 64 to ${dk} = 256, four times as many numbers are added up. The spread
  of ${qk} …`,
  options: ["stays as it is", "doubles", "becomes four times as large"],
  answer: (d_k: number, dev: number) =>
    html`at ${dk} = ${d_k} the spread is ${number(dev)}, close to √${d_k}: twice what it was at 64.
    Sums of independent numbers spread like the root of their count.`,
  task: html`Leave the division alone, and calm the undivided side: bring its average largest weight
  under 40 % with 16 keys or fewer.`,
  taskStatus: (keys: number, max: number) => html`With ${keys} keys it is ${percentText(max)}.`,
  taskHint: html`The spread of a score is √${dk}. What has to be small for that to be small?`,
};
