/** What “why this number?” says. */
import { html, nothing, type TemplateResult } from "lit";
import type { Explanation, Scenario } from "../engine/index";
import { word } from "../strings";
import { numberText } from "../views/format";

export const whyStrings = {
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
};
