/**
 * The figure's default state as two drawings, for readers without JavaScript, for print, and for
 * the moment before the figure is there. Numbers in, markup out, once, at build time.
 */
import { classOf } from "../views/colormap";
import { cellText, percentText } from "../views/format";
import type { Matrix } from "../engine/types";
import { drawing, escape, tag } from "./markup";

export interface Sentence {
  tokens: readonly string[];
  /** The token that asks. */
  row: number;
  /** The weights of each head; the first is printed whole. */
  heads: readonly Matrix[];
}

const share = (weights: Matrix, row: number, col: number) =>
  weights.values[row * weights.cols + col] ?? 0;

/** What a head's row says, as a sentence. */
function summary({ tokens, row, heads }: Sentence): string {
  const rows = heads.map((weights, head) => {
    const parts = tokens.map((token, col) => `${token} ${percentText(share(weights, row, col))}`);
    return `Head ${head + 1}: ${parts.join(", ")}.`;
  });
  return `How much “${tokens[row]}” takes from each word. ${rows.join(" ")}`;
}

/** Widths of a share of 1 and of an average letter, in units of the drawing. */
const ARC = 12;
const LETTER = 8.6;

/** The sentence on one line, the first head's arcs above it and the second's below. */
export function sentencePicture(sentence: Sentence): string {
  const { tokens, row, heads } = sentence;
  const [gap, baseline, height] = [13, 122, 238];
  const widths = tokens.map((token) => Math.max(24, token.length * LETTER));
  const centers = widths.map((width, i) =>
    widths.slice(0, i).reduce((sum, w) => sum + w + gap, width / 2),
  );
  const width = widths.reduce((sum, w) => sum + w, gap * (tokens.length - 1));
  const from = centers[row] ?? 0;

  const arc = (weights: Matrix, side: 1 | -1) =>
    centers.map((to, col) => {
      const y = baseline - 6 + side * 33;
      const reach = Math.abs(to - from);
      const lift = y + side * (reach === 0 ? 18 : Math.min(84, 18 + reach * 0.26));
      const shape =
        reach === 0
          ? `M${from - 5} ${y}C${from - 16} ${lift} ${from + 16} ${lift} ${from + 5} ${y}`
          : `M${from.toFixed(1)} ${y}C${from.toFixed(1)} ${lift.toFixed(1)} ${to.toFixed(1)} ${lift.toFixed(1)} ${to.toFixed(1)} ${y}`;
      return tag("path", {
        class: "arc",
        d: shape,
        "stroke-width": share(weights, row, col) * ARC,
      });
    });
  const percent = (weights: Matrix, y: number) => {
    const largest = Math.max(...centers.map((_, col) => share(weights, row, col)));
    return centers.map((x, col) => {
      const value = share(weights, row, col);
      return tag(
        "text",
        { x, y, class: value === largest ? "percent most" : "percent" },
        percentText(value),
      );
    });
  };

  const [first, second] = heads;
  return drawing(
    "picture-sentence",
    width,
    height,
    `What “${tokens[row]}” attends to`,
    summary(sentence),
    ...(first ? [...arc(first, -1), ...percent(first, baseline - 24)] : []),
    ...(second ? [...arc(second, 1), ...percent(second, baseline + 22)] : []),
    ...tokens.map((token, col) =>
      tag(
        "text",
        { x: centers[col] ?? 0, y: baseline, class: col === row ? "word asks" : "word" },
        escape(token),
      ),
    ),
    tag("text", { x: 0, y: 12, class: "head" }, "head 1, above"),
    tag("text", { x: 0, y: height - 4, class: "head" }, "head 2, below"),
  );
}

/** The first head's weights, every number printed. */
export function weightsPicture({ tokens, row, heads }: Sentence): string {
  const weights = heads[0];
  if (!weights) return "";
  const [left, top, cell, line] = [70, 70, 40, 25];
  const size = { width: left + weights.cols * cell + 1, height: top + weights.rows * line + 1 };
  const x = (col: number) => left + col * cell;
  const y = (at: number) => top + at * line;
  return drawing(
    "picture-weights",
    size.width,
    size.height,
    "A, the weights of head 1",
    "One row for each word that asks, one column for each word that answers; every row adds up to 1.",
    tag("text", { x: 0, y: 14, class: "symbol" }, "A"),
    tag("text", { x: 16, y: 14, class: "head" }, "head 1"),
    tag("rect", { x: 0, y: y(row), width: size.width, height: line, class: "band" }),
    ...tokens.map((token, i) =>
      tag(
        "text",
        { x: left - 8, y: y(i) + 17, class: i === row ? "row asks" : "row" },
        escape(token),
      ),
    ),
    ...tokens.map((token, j) =>
      tag(
        "text",
        { transform: `translate(${x(j) + cell / 2 + 4} ${top - 8}) rotate(-90)`, class: "col" },
        escape(token),
      ),
    ),
    ...Array.from(weights.values, (value, index) => {
      const [i, j] = [Math.floor(index / weights.cols), index % weights.cols];
      const shade = classOf("weight", value, 1);
      return (
        tag("rect", { x: x(j), y: y(i), width: cell - 1, height: line - 1, class: `w${shade}` }) +
        tag(
          "text",
          { x: x(j) + cell / 2, y: y(i) + 17, class: `number on-w${shade}` },
          cellText(value, 2),
        )
      );
    }),
  );
}
