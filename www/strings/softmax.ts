/** What `<attention-softmax>` says. */
import { html, type TemplateResult } from "lit";
import { word } from "../strings";
import { cellText, numberText } from "../views/format";
import { shareText } from "../views/share";

const MINUS = "\u2212";
const PERCENT = "\u00a0%";

const number = (value: number, decimals = 2) =>
  html`<b class="number">${numberText(value, decimals)}</b>`;
const share = (value: number) => html`<b class="number">${shareText(value)}</b>`;
const list = (items: readonly TemplateResult[]) =>
  items.map((item, i) => html`${i === 0 ? "" : i === items.length - 1 ? " and " : ", "}${item}`);

/** A number as it was typed. */
const typed = (value: number) => String(Number(value.toFixed(6)));

/** A number of the table that may be very small, in at most seven characters. */
function smallText(value: number): string {
  if (value === 0 || value >= 0.001) return cellText(value, 4);
  return value.toExponential(0).replace("-", MINUS);
}

/** A weight to four decimals; what is not exactly 0 or 1 is not printed as if it were. */
function weightText(value: number): string {
  if (value > 0 && value < 0.00005) return "<\u202f.0001";
  if (value < 1 && value >= 0.99995) return ">\u202f.9999";
  return cellText(value, 4);
}

export interface Standing {
  label: string;
  /** With what is added to all. */
  score: number;
  weight: number;
}

export const softmaxStrings = {
  heading: "Scores in, shares out",
  tableName: "From each key’s score to its weight",
  together: "together",
  drag: "drag a bar’s top",
  score: html`score <i>s</i>`,
  mask: "masked",
  scaled: (temperature: number, shift: number) => {
    const sum = html`<i>s</i> ${shift < 0 ? MINUS : "+"} ${typed(Math.abs(shift))}`;
    return temperature === 0 ? html`${sum}, not divided` : html`(${sum}) / ${typed(temperature)}`;
  },
  exp: (max: number) => html`<i>e</i> ^ (that ${MINUS} ${numberText(max)})`,
  share: html`divided by the sum: <b>weight</b>`,
  lookup: "an exact lookup’s weight",
  sum: (value: number) => numberText(value, 4),
  whole: "1",

  barName: (label: string) => `Score of ${label}`,
  barText: (score: number | null, weight: number) =>
    score === null ? "masked" : `${numberText(score)}, weight ${shareText(weight)}`,
  scoreOf: (label: string) => `Score of ${label}, typed`,
  maskOf: (label: string) => `Mask ${label}`,
  scaledCell: (value: number | null) => (value === null ? `${MINUS}∞` : numberText(value)),
  expCell: smallText,
  weight: weightText,

  soft: (temperature: number) =>
    temperature === 0
      ? html`Softmax at <i>T</i> = 0: the lookup itself`
      : html`Softmax at <i>T</i> = ${typed(temperature)}`,
  exact: html`Exact lookup: the best key takes all`,
  equal: (each: number) =>
    html`Equal shares, as <i>T</i> grows without end: ${shareText(each)} each`,
  stripText: (labels: readonly string[], shares: readonly number[]) =>
    labels.map((label, i) => `${label} ${shareText(shares[i] ?? 0)}`).join(", "),

  rounding: (printed: string | null) =>
    printed === null
      ? "The weights come to 1. Some are too small, or too close to 1, to be printed in full."
      : printed === "1"
        ? "The weights come to 1, also as they are printed."
        : `The weights come to 1. As printed they come to ${printed}, since each is rounded for itself.`,

  summary: (
    temperature: number,
    best: readonly Standing[],
    second: Standing | null,
    masked: readonly string[],
  ): TemplateResult => {
    const [first] = best;
    if (!first) return html``;
    const tail = masked.length
      ? html` ${list(masked.map((label) => word(label)))} ${masked.length === 1 ? "is" : "are"}
        masked and ${masked.length === 1 ? "gets" : "get"} exactly 0.`
      : "";
    const names = list(best.map(({ label }) => word(label)));
    if (temperature === 0)
      return best.length > 1
        ? html`At temperature 0 this is a lookup with ${best.length} best keys: ${names} get
          ${share(first.weight)} each.${tail}`
        : html`At temperature 0 this is a lookup: ${names} gets everything.${tail}`;
    if (best.length > 1) return html`${names} tie and get ${share(first.weight)} each.${tail}`;
    return second
      ? html`${names} gets ${share(first.weight)}, ${word(second.label)} ${share(second.weight)}:
        all of it is shared out, whatever the scores.${tail}`
      : html`${names} is the only key left and gets everything.${tail}`;
  },

  cool: html`cool it to 0.1`,
  cooled: ", and it is almost a lookup.",
  warm: html`warm it to 10`,
  warmed: ", and the shares are almost equal.",

  question: "Every score goes up by 10. What becomes of the weights?",
  options: ["They all grow", "The largest grows, the others shrink", "They stay as they are"],
  answer: (label: string, score: number, weight: number) =>
    html`${word(label)} has a score of ${number(score)} now, and ${share(weight)} as before: a shift
      cancels out, since it is in every power of <i>e</i> and in their sum.`,

  task: html`Bring the best two keys within half a point of each other, and still give the best one
  more than 99${PERCENT}.`,
  taskStatus: (best: Standing, second: Standing) =>
    html`${word(best.label)} has ${number(best.score)}, ${word(second.label)}
    ${number(second.score)}, and ${word(best.label)} takes ${share(best.weight)}.`,
  taskAlone: "There are not two keys to compare.",
  taskHint: html`Scores are divided by the temperature before anything else. What does that do to a
  small lead?`,

  temperature: html`temperature <i>T</i>`,
  temperatureName: "temperature",
  temperatureText: (value: number) =>
    value === 0 ? "temperature 0, an exact lookup" : `temperature ${typed(value)}`,
  shift: "added to every score",
  shiftText: (value: number) => `${numberText(value, 1)} added to every score`,
  tie: "make the best two tie",
  ties: "What if two keys are best?",
};
