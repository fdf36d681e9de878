/** Every sentence and name that a figure says to its reader, in one place to translate. */
import { html, nothing, type TemplateResult } from "lit";
import type { Explanation, Scenario, StepName } from "./engine/index";
import { frameStrings } from "./strings/frame";
import { numberText, percentText } from "./views/format";

/** A token as the reader's own word; isolated, so that right-to-left labels do not turn the sentence. */
export const word = (token: string, role = ""): TemplateResult =>
  html`<b class="word-in-text ${role}"><bdi>${token}</bdi></b>`;

const STEP_NAMES: Record<StepName, string> = {
  embedded: "vectors",
  memory: "memory vectors",
  w_q: "query weights",
  w_k: "key weights",
  w_v: "value weights",
  w_o: "output weights",
  q: "queries",
  k: "keys",
  v: "values",
  q_rotated: "turned queries",
  k_rotated: "turned keys",
  scores: "scores",
  scaled: "scaled",
  biased: "less with distance",
  masked: "masked",
  weights: "weights",
  head_output: "blend",
  concat: "side by side",
  output: "output",
};

const SYMBOLS: Record<StepName, string> = {
  embedded: "X",
  memory: "X_m",
  w_q: "W_Q",
  w_k: "W_K",
  w_v: "W_V",
  w_o: "W_O",
  q: "Q",
  k: "K",
  v: "V",
  q_rotated: "Q′",
  k_rotated: "K′",
  scores: "S",
  scaled: "S/√d_k",
  biased: "B",
  masked: "M",
  weights: "A",
  head_output: "O",
  concat: "Z",
  output: "Y",
};

/** The engine's ids for designed columns and heads, in words. */
const COLUMNS: Record<string, string> = {
  noun: "noun",
  verb: "verb",
  pronoun: "pronoun",
  alive: "alive",
  "clock x": "clock x",
  "clock y": "clock y",
};

const HEADS: Record<string, string> = {
  pronoun_noun: "which noun does a pronoun mean?",
  verb_subject: "who does what the verb says?",
  previous_word: "which word came just before?",
  same_kind: "which words are of my kind?",
};

export interface NarrationContext {
  query: string;
  key: string;
  head: number;
  open: Explanation | null;
  scenario: Scenario;
  /** The focused pair's weight. */
  share: number;
}

const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

export const strings = {
  ...frameStrings,
  title: "The workbench",
  stepName: (step: StepName) => STEP_NAMES[step],
  symbolText: (step: StepName) => SYMBOLS[step],
  feature: (name: string) => COLUMNS[name] ?? name,
  column: (name: string | undefined) => name,
  headAsks: (id: string) => HEADS[id] ?? id,
  headShort: (head: number) => `head ${head + 1}`,
  headOf: (head: number, heads: number) => `Head ${head + 1} of ${heads}`,
  showHead: (head: number) => `Show head ${head + 1}`,
  headColumn: (head: number, column: string) => `${head + 1} · ${column}`,
  above: "above the words",
  below: "below the words",

  matrixName: (step: StepName, rows: number, cols: number, transposed: boolean) =>
    `${SYMBOLS[step]}${transposed ? " transposed" : ""}, ${STEP_NAMES[step]}, ${transposed ? `${cols} × ${rows}` : `${rows} × ${cols}`}`,
  headOutputName: (head: number, rows: number, cols: number) =>
    `O ${head + 1}, blend of head ${head + 1}, ${rows} × ${cols}`,
  headWeightsName: (head: number) => `A ${head + 1}, weights of head ${head + 1}`,
  shownRows: (from: number, to: number) => `rows ${from}–${to}`,
  shownColumns: (from: number, to: number) => `columns ${from}–${to}`,
  concatNote: (heads: number, size: number, drawn: number) =>
    drawn < heads
      ? `all ${heads} heads side by side, ${size} columns; ${drawn} heads drawn`
      : heads === 1
        ? `one head, ${size} columns`
        : `the heads side by side, ${size} columns`,
  stripName: (query: string) => `The row of ${query} from scores to weights`,
  stripScaled: ({ scale, temperature, ssmax, d_k }: Scenario) =>
    html`${scale === "sqrt_d_k" ? html`÷ √<i>d</i><sub>k</sub>${ssmax === null ? ` = √${d_k}` : nothing}` : "not divided"}${ssmax === null ? nothing : html` × ${numberText(ssmax)} ln <i>n</i>`}${temperature === 1 || temperature === 0 ? nothing : html` ÷ ${numberText(temperature)}`}`,
  stripMasked: ({ mask, positions }: Scenario) =>
    positions !== "alibi" ? "masked" : mask === "none" ? "less distance" : "less distance, masked",
  expName: (query: string, { temperature }: Scenario) =>
    temperature === 0
      ? `1 where a masked score of ${query} is the largest, 0 elsewhere`
      : `e to the power of the masked scores of ${query}, less the largest`,
  stripExp: ({ temperature }: Scenario) =>
    temperature === 0 ? "1 if the largest" : html`<i>e</i> ^ (that − largest)`,
  sum: (sum: number, slot: number) =>
    `sum ${numberText(sum)}${slot > 0 ? `, ${numberText(slot)} of it the empty slot` : ""}`,

  narrate(step: StepName, context: NarrationContext): TemplateResult {
    const { open, scenario, share } = context;
    const isLookup = scenario.temperature === 0;
    const q = word(context.query, "q");
    const k = word(context.key, "k");
    const result = open ? html`<b class="number">${numberText(open.value)}</b>` : nothing;
    const multipliers = (open?.terms[0]?.factors ?? [])
      .slice(1)
      .filter((f) => f.value !== 1)
      .map((f) => html`× ${numberText(f.value, 3)} `);
    switch (step) {
      case "embedded":
        return scenario.positions === "sinusoidal"
          ? html`${q} enters as a row of numbers: its vector, plus sines and cosines of its place.
            Everything that follows is computed from rows like this one.`
          : html`${q} enters as a row of numbers. Everything that follows is computed from rows like
            this one.`;
      case "q":
        return html`What is ${q} looking for? Its row meets each column of <i class="q">W</i
          ><sub>Q</sub>: that is its query.`;
      case "k":
        return html`What does ${k} offer to be found by? Its row meets each column of
          <i class="k">W</i><sub>K</sub>: that is its key.`;
      case "v":
        return html`What does ${k} hand over once found? Its row meets each column of
          <i class="v">W</i><sub>V</sub>: that is its value.`;
      case "scores":
        return html`The query of ${q} meets the key of
        ${k}${scenario.positions === "rotary" ? html`, each turned by the angles of its place` : nothing}:
        ${count(scenario.d_k, "product", "products")}, added up. The score is ${result}.`;
      case "scaled":
        if (scenario.ssmax !== null)
          return html`All scores of ${q} are multiplied alike, ${multipliers}so that attention stays
            sharp when there are more words: ln <i>n</i> grows with how many ${q} may look at.`;
        return scenario.scale === "none" && (scenario.temperature === 1 || isLookup)
          ? html`Nothing divides the scores of ${q}: they go on as they are, and grow with the size
            of the keys.`
          : html`All scores of ${q} shrink alike,
            ${multipliers}${isLookup ? "which leaves the largest the largest" : "so that softmax does not overreact"}.`;
      case "masked":
        return open && open.value === -Infinity
          ? html`${q} may not look at ${k}: the score becomes −∞, and its share will be exactly 0.`
          : scenario.positions === "alibi"
            ? html`Each place from ${q} to ${k} takes this head’s slope <i>m</i> off the score. ${q}
                may look at ${k}, so ${result} is left. A forbidden pair would become −∞.`
            : html`${q} may look at ${k}, so the score stays ${result}. A forbidden pair would
              become −∞.`;
      case "weights":
        if (isLookup)
          return html`At temperature 0 the largest score of ${q} gets everything; <i>c</i> equally
            large ones share it. ${k} gets ${percentText(share)}.`;
        if (scenario.sink > 0)
          return html`Softmax turns the row of ${q} into shares that add up to 1 with that of an
          empty slot, which hands nothing over. ${k} gets ${percentText(share)}.`;
        return html`Softmax turns the row of ${q} into shares that add up to 1. ${k} gets
        ${percentText(share)}.`;
      case "head_output":
        return html`${q} takes ${percentText(share)} of the value of ${k}, and its share of every
        other value. The blend is this head’s answer.`;
      case "concat":
        return html`The ${count(scenario.heads, "answer", "answers")} for ${q}
        ${scenario.heads === 1 ? "is" : "are"} set side by side. Nothing is computed.`;
      case "output":
        return html`<i>W</i><sub>O</sub> mixes the heads’ answers into the row that leaves the layer
          for ${q}.`;
      default:
        return html``;
    }
  },

  summary(
    query: string,
    ranked: { token: string; share: number }[],
    evenShare: boolean,
    head: string,
    /** The empty slot's share. */
    slot: number,
  ): TemplateResult {
    const [first, second] = ranked;
    const q = word(query, "q");
    if (!first) return html``;
    const rest = slot > 0 ? html` The empty slot gets ${percentText(slot)}.` : nothing;
    if (evenShare)
      return html`${q} has no preference in ${head}: every word gets about
      ${percentText((ranked.at(Math.floor(ranked.length / 2)) ?? first).share)}.${rest}`;
    // Words that read as the same share are not told apart: none of them has won.
    const alike = ranked.filter(({ share }) => percentText(share) === percentText(first.share));
    if (alike.length > 1) {
      const others =
        alike.length === 2 && second
          ? html`${word(second.token, "k")} alike`
          : html`${alike.length - 1} others alike`;
      return html`In ${head}, ${q} attends most to ${word(first.token, "k")} and ${others},
      ${percentText(first.share)} each.${rest}`;
    }
    return html`In ${head}, ${q} attends most to ${word(first.token, "k")},
    ${percentText(first.share)}${second && second.share > 0 ? html`, then to ${word(second.token, "k")}, ${percentText(second.share)}` : nothing}.${rest}`;
  },
  drawn: (parts: readonly string[], query: string) =>
    html`Drawn around ${word(query, "q")}: ${parts.join(", ")}.`,
  drawnPart: (drawn: number, total: number, what: string) => `${drawn} of ${total} ${what}`,
  axes: {
    queries: "words",
    keys: "keys",
    model: "features",
    key: "key components",
    value: "value components",
    heads: "heads",
  },
  rounded: (slot: number) =>
    slot > 0
      ? `Shares are rounded; the exact ones and the empty slot’s, ${percentText(slot)}, add up to 100 %.`
      : "Shares are rounded; the exact ones add up to 100 %.",

  why: (value: string) => `Why ${value}?`,
  whyIntro(
    explanation: Explanation,
    row: string,
    col: string,
    { scale, temperature, ssmax, positions }: Scenario,
  ): TemplateResult {
    const { step, operation, head, softmax } = explanation;
    const turned = positions === "rotary" ? "′" : nothing;
    const inHead = head === null ? nothing : html` in head ${head + 1}`;
    switch (operation) {
      case "given":
        return step === "embedded" || step === "memory"
          ? html`Given: component <b>${col}</b> of the token vector of ${word(row)}. Here the
              arithmetic begins.`
          : html`Given: a weight${inHead}, row <b>${row}</b>, column <b>${col}</b>. Training would
              have found it; here it was set.`;
      case "position":
        return html`Component <b>${col}</b> of the token vector of ${word(row)}, plus the sine or
          cosine of its place. Here the arithmetic begins.`;
      case "rotate":
        return html`You turn two neighboring components of ${word(row)}, as one arrow, by an angle
          <i>pθ</i>: its place <i>p</i>, counted from 0, times the speed <i>θ</i> of this pair.`;
      case "bias":
        return html`The score of ${word(row, "q")} and ${word(col, "k")}, less the slope
        of${head === null ? nothing : html` head ${head + 1}`} for every place that they are apart.`;
      case "dot":
        return step === "head_output"
          ? html`Each word’s share of the attention of ${word(row, "q")}, times its value in column
              <b>${col}</b>, added up.`
          : step === "scores"
            ? html`The row of ${word(row, "q")} in <i class="q">Q</i>${turned} meets the column of
                ${word(col, "k")} in <i class="k">K</i>${turned}<sup>T</sup>: multiply pair by pair,
                add up.`
            : html`The row of ${word(row)} meets column <b>${col}</b>${inHead}: multiply pair by
                pair, add up.`;
      case "scale":
        return html`The score of ${word(row, "q")} and
        ${word(col, "k")}${scale === "none" && (temperature === 1 || temperature === 0) ? nothing : ", divided"}${
          ssmax === null
            ? nothing
            : html`, times ${numberText(ssmax)} ln <i>n</i>: ${word(row, "q")} may attend to
                <i>n</i> words`
        }.`;
      case "mask":
        return explanation.value === -Infinity
          ? html`${word(row, "q")} may not attend to ${word(col, "k")}.`
          : html`${word(row, "q")} may attend to ${word(col, "k")}: the score passes unchanged.`;
      case "softmax":
        if (temperature === 0)
          return html`At temperature 0 the largest scores share the weight of the row of
          ${word(row, "q")} evenly; the others get none.`;
        return html`<i>e</i> to the power of this score, as a share of the same for all of the row
          of ${word(row, "q")}${softmax && softmax.sink > 0 ? html` and an empty slot` : nothing}.
          The largest score is taken off first; shares depend on differences only.`;
      case "copy":
        return html`The same number, set beside the other heads’.`;
      case "chain":
        return html`How fast the target changes with this number: through each number made from it,
        added up.`;
    }
  },
  /** What the terms of a sum of a few are about, where no cell says it. */
  addends: {
    position: ["vector", "place"],
    bias: ["score", "distance"],
  },
  emptySlot: "empty slot",
  total: "sum",
  moreTerms: (count_: number) => `Show the next ${count_}`,
  trail: "The way here",
  startOf: "start",
  forbidden: "forbidden",

  steps: "Steps",
  back: "Back",
  next: "Next",
  play: "Play",
  pause: "Pause",
  stepValue: (index: number, total: number, name: string) => `${index + 1} of ${total}, ${name}`,
  youAreAt: (index: number, total: number) => `step ${index + 1} of ${total}`,

  wholeMatrix: (step: StepName, rows: number, cols: number) =>
    html`All of <b>${SYMBOLS[step]}</b>, ${rows} × ${cols}: one patch a number`,
  allHeads: (heads: number) =>
    html`The weights of all ${heads} heads, on one scale: one patch a number`,
  allHeadsNote: "Tap a head to follow it.",
  patch: (row: string, col: string, value: string) =>
    html`${word(row)}, ${word(col)}: <b class="number">${value}</b>`,

  words: "Words",
  sentence: "The sentence",
  sentenceHint: "Type your own; words are split at spaces.",
  memorySentence: "The other sentence, which answers",
  wordLabel: (token: string) => html`The word ${word(token, "q")}`,
  label: "Spelling",
  moveEarlier: "Move earlier",
  moveLater: "Move later",
  remove: "Remove",
  addAfter: "Add a word after",
  newWord: "word",
  vectorOf: "The vector of",
  vectorChoice: "Whose vector",
  vectorOption: (token: string, row: number, isMemory: boolean) =>
    `${row + 1} ${token}${isMemory ? ", other sentence" : ""}`,
  vectorHint: "Drag a number, a slider or the arrow: everything follows.",
  component: (name: string, token: string) => `${name} of ${token}`,
  padOf: (token: string) => `Two components of ${token} as an arrow`,
  horizontal: "across",
  vertical: "up",

  keySize: html`Key size <i>d</i><sub>k</sub>`,
  keySizeName: "Key size d_k",
  valueSize: html`Value size <i>d</i><sub>v</sub>`,
  valueSizeName: "Value size d_v",
  heads: "Heads",
  kvHeads: "Key/value heads",
  temperature: "Temperature",
  divideBy: "Divide scores by",
  nothing: "nothing",
  mask: "Mask",
  masks: { none: "none", causal: "causal", window: "window", own: "own" },
  windowWidth: "Window, words each way",
  forbid: (query: string, key: string) => html`Forbid ${word(query, "q")} → ${word(key, "k")}`,
  allow: (query: string, key: string) => html`Allow ${word(query, "q")} → ${word(key, "k")}`,
  attendTo: "Attend to",
  self: "itself",
  cross: "another sentence",
  weights: "Weights",
  designed: "designed",
  random: "random",
  own: "your own",
  seed: "Seed",
  reroll: "Roll again",
  keySizeText: (value: number, { scale }: Scenario) =>
    `d_k ${value}, ${scale === "none" ? "scores not divided" : `scores divided by the root of ${value}`}`,
  headsText: (value: number) => count(value, "head", "heads"),
  kvText: (value: number, heads: number) =>
    value === heads
      ? "one for each head"
      : value === 1
        ? "one shared by all heads"
        : `${value} shared by ${heads} heads`,
  temperatureText: (value: number) =>
    value === 1
      ? "1, as trained"
      : value === 0
        ? "0, an exact lookup"
        : value < 1
          ? `${numberText(value)}, sharper, towards a lookup`
          : `${numberText(value)}, flatter, towards an even share`,
  valueText: (value: number) => `d_v ${value}`,

  tries: {
    alive: (token: string) => html`take <i>alive</i> away from ${word(token)}`,
    aliveEffect: (query: string) => html`and watch ${word(query)} lose its noun.`,
    unscaled: html`stop dividing by √<i>d</i><sub>k</sub>, with <i>d</i><sub>k</sub> at 64`,
    unscaledEffect: "and watch the shares sharpen.",
    scaled: html`divide by √<i>d</i><sub>k</sub> again`,
    scaledEffect: "and watch the shares calm down.",
  },
};
