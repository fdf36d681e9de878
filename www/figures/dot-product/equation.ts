/** One score three ways, with its real operands: as a sum of products, by lengths and angle, as a shadow. */
import { html, type TemplateResult } from "lit";
import { dotStrings as strings } from "../../strings/dot-product";
import { numberText } from "../../views/format";
import type { DotResult, DotSettings } from "./settings";

/** A number that was given, with the digits that it has; in brackets where a minus would run into a sign. */
const given = (value: number, isFirst = false): string => {
  const text = String(Number(value.toFixed(4))).replace("-", "\u2212");
  return value < 0 && !isFirst ? `(${text})` : text;
};

/** A number that was computed: three decimals. */
const found = (value: number, isFirst = false): string => {
  const text = numberText(value, 3);
  return text.startsWith("\u2212") && !isFirst ? `(${text})` : text;
};

const total = (value: number): TemplateResult =>
  html`<b class="total">${strings.scoreText(value)}</b>`;

export function equation(
  { word, query, labels, chosen }: DotSettings,
  result: DotResult,
): TemplateResult {
  const of = result.keys[chosen];
  const key = result.shown[chosen];
  if (!of || !key) throw new Error("There is no such key.");
  const q = (text: string) => html`<span class="q">${text}</span>`;
  const k = (text: string) => html`<span class="k">${text}</span>`;
  const pairs = query.map(
    (part, axis) =>
      html`${axis === 0 ? "" : " + "}${q(given(part, axis === 0))} × ${k(given(key[axis] ?? 0))}`,
  );
  const products = of.products.map(
    (product, axis) => html`${axis === 0 ? "" : " + "}${given(product, axis === 0)}`,
  );
  return html`<div class="equation">
    <h4>${strings.meets(word, labels[chosen] ?? "")}</h4>
    <p class="line">
      <span class="side">${strings.sum}</span>
      <span>${strings.dot} = ${pairs}</span>
      <span>= ${products} = ${total(of.score)}</span>
    </p>
    ${
      of.cosine === null || of.angle === null
        ? html`<p class="line none">${strings.noAngle}</p>`
        : html`<p class="line">
              <span class="side">${strings.lengths}</span>
              <span
                >${strings.byLengths} = ${q(found(result.query_length))} × ${k(found(of.length))} ×
                cos ${strings.exactDegrees(of.angle)}</span
              >
              <span
                >= ${q(found(result.query_length))} × ${k(found(of.length))} × ${found(of.cosine)} =
                ${total(of.score)}</span
              >
            </p>
            <p class="line">
              <span class="side">${strings.shadow}</span>
              <span
                >${strings.byShadow} = ${q(found(result.query_length))} × ${found(of.along)} =
                ${total(of.score)}</span
              >
            </p>`
    }
    <p class="hint context">${strings.context}</p>
  </div>`;
}
