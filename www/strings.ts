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
  biased: "distance penalty",
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

/** “1 head”, “2 heads”. */
export const count = (n: number, one: string, many: string) => `${n} ${n === 1 ? one : many}`;

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

  steps: "Steps",
  back: "Back",
  next: "Next",
  play: "Play",
  pause: "Pause",
  stepValue: (index: number, total: number, name: string) => `${index + 1} of ${total}, ${name}`,
  youAreAt: (index: number, total: number) => `step ${index + 1} of ${total}`,

  kvText: (value: number, heads: number) =>
    value === heads
      ? "one for each head"
      : value === 1
        ? "one shared by all heads"
        : `${value} shared by ${heads} heads`,

  tries: {
    alive: (token: string) => html`take <i>alive</i> away from ${word(token)}`,
    aliveEffect: (query: string) => html`and watch ${word(query)} lose its noun.`,
    unscaled: html`stop dividing by √<i>d</i><sub>k</sub>, with <i>d</i><sub>k</sub> at 64`,
    unscaledEffect: "and watch the shares sharpen.",
    scaled: html`divide by √<i>d</i><sub>k</sub> again`,
    scaledEffect: "and watch the shares calm down.",
  },
};
