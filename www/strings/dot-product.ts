/** What `<attention-dot-product>` says. */
import { html, type TemplateResult } from "lit";
import { word } from "../strings";
import { numberText } from "../views/format";
import { shareText } from "../views/share";

const share = (value: number) => html`<b class="number">${shareText(value)}</b>`;
const q = html`<i class="q" data-step="q">q</i>`;
const k = html`<i class="k" data-step="k">k</i>`;
const qk = html`${q} · ${k}`;
/** A score: two decimals, which a large one does without. */
const scoreText = (value: number) => numberText(value, Math.abs(value) < 1000 ? 2 : 0);
const score = (value: number) => html`<b class="number">${scoreText(value)}</b>`;
const degrees = (value: number, decimals = 0) => `${numberText(value, decimals)}°`;

/** The two features that the plane is spanned by. */
const AXES = ["noun", "alive"];

/** "a", "a and b", "a, b and c". */
const list = (items: readonly TemplateResult[]) =>
  items.map((item, i) => html`${i === 0 ? "" : i === items.length - 1 ? " and " : ", "}${item}`);

export interface Standing {
  label: string;
  length: number;
  score: number;
  weight: number;
  angle: number | null;
}

export const dotStrings = {
  heading: "One query, five keys",
  axis: (axis: number) => AXES[axis] ?? "",
  planeName:
    "A plane with an arrow for the query and one for each key; drag their tips or move them with the arrow keys",
  queryHandle: (label: string) => `Query of ${label}`,
  keyHandle: (label: string) => `Key of ${label}`,
  arrowText: (x: number, y: number) => `${AXES[0]} ${numberText(x)}, ${AXES[1]} ${numberText(y)}`,
  keyText: (x: number, y: number, value: number) =>
    `${dotStrings.arrowText(x, y)}; score ${scoreText(value)}`,
  degrees,
  scoreText,
  exactDegrees: (angle: number) => degrees(angle, 1),

  shadowLength: (along: number) => `shadow ${numberText(along)}`,

  tableName: "The query, the keys, their scores and weights",
  score: html`<i class="q">q</i> · <i class="k">k</i>`,
  weight: "weight",
  look: (label: string) => `Look at the key of ${label}`,
  component: (label: string, axis: number) => `${label}: ${AXES[axis]}`,

  meets: (query: string, key: string) => html`${word(query, "q")} meets ${word(key, "k")}`,
  dot: qk,
  byLengths: html`‖${q}‖ ‖${k}‖ cos <i>θ</i>`,
  byShadow: html`‖${q}‖ × shadow`,
  sum: "multiply and add",
  lengths: "lengths and angle",
  shadow: html`${q}’s length times ${k}’s shadow on it`,
  context: html`Two entries to a vector, so that it fits on paper. In a model they are typically 64
  to 256, and nobody has named them. The weights are those of the plain scores; the next chapter
  divides them first.`,
  noAngle: "One of the two arrows has no length, so there is no angle; the score is 0.",

  summary: (query: string, best: readonly Standing[], closest: Standing | null): TemplateResult => {
    const [first] = best;
    if (!first) return html``;
    if (best.length > 1)
      return html`${list(best.map(({ label }) => word(label)))} tie at ${score(first.score)} and
      take ${share(first.weight)} each.`;
    const wins = html`${word(first.label)} has the highest score, ${score(first.score)}, and takes
    ${share(first.weight)} of the weight`;
    if (!closest || closest.angle === null || first.angle === null) return html`${wins}.`;
    return closest.label === first.label
      ? html`${wins}. It also points closest to ${word(query)}: ${degrees(first.angle)} away.`
      : html`${wins}, though it points ${degrees(first.angle)} away from ${word(query)} and
        ${word(closest.label)} only ${degrees(closest.angle)}:
        ${first.length > closest.length ? "it is longer." : "both point away, and it is shorter."}`;
  },

  double: (label: string) => html`make ${word(label)} twice as long`,
  halve: (label: string) => html`make ${word(label)} half as long`,
  doubled: html` and watch its score, its angle and its weight.`,
  halved: html` again, and its score halves with it.`,

  question: (label: string) =>
    html`You make the key of ${word(label)} twice as long, and it points where it did. What becomes
    of its score?`,
  options: ["It stays: the angle is the same", "It doubles", "It grows fourfold"],
  answer: (angle: number | null, value: number) =>
    html`${angle === null ? "" : html`still ${degrees(angle, 1)} away, and its score is `}${score(value)},
      twice what it was. A score is alignment <em>times</em> both lengths.`,

  task: html`Make a key win although another one points closer to the query.`,
  taskStatus: (query: string, best: Standing, closest: Standing | null) =>
    best.angle === null || !closest || closest.angle === null
      ? html`${word(best.label)} wins, and has no angle.`
      : closest.label === best.label
        ? html`${word(best.label)} wins, and nothing points closer to ${word(query)} than its
          ${degrees(best.angle)}.`
        : html`${word(best.label)} wins at ${degrees(best.angle)}; ${word(closest.label)} is at
          ${degrees(closest.angle)}.`,
  taskTie: "Several keys share the highest score.",
  taskHint: html`A score is two lengths times a cosine. What the cosine loses, a length can make up
  for.`,

  resize: (label: string) => html`${word(label, "k")}, in the same direction`,
  twice: "twice as long",
  half: "half as long",
  shift: "add the same to every key",
  shiftAxis: (axis: number) => html`<i>${AXES[axis]}</i>`,
  shiftName: (axis: number) => `added to ${AXES[axis]} of every key`,
  shiftText: (axis: number, value: number) =>
    `${numberText(value)} added to ${AXES[axis]} of every key`,
  unshifted: html`Every score moves by the same amount then, and no weight moves at all: only the
  differences between scores count.`,
  shifted: (by: number) =>
    html`Every score has moved by ${score(by)}, the dot product of ${q} with what was added. No
    weight has moved: only the differences between scores count.`,
};
