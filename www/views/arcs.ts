/**
 * Arcs from the asking word to every word, as wide as its share. On one line they rise above the
 * words (or hang below); between lines of a wrapped sentence they run from edge to edge.
 */
import { svg, type SVGTemplateResult } from "lit";

/** A word's box relative to the drawing. */
export interface WordBox {
  x: number;
  y: number;
  w: number;
  h: number;
}

/** The width of a share of 1, in CSS pixels. */
const FULL = 12;

/** Shares below this are left out of the drawing: they would be hairlines thinner than 0.3 px. */
const THINNEST = 0.02;

/** `lift` is how far an arc may rise from its line. */
export function arcs(
  from: WordBox,
  to: readonly WordBox[],
  shares: ArrayLike<number>,
  side: "above" | "below",
  lift: number,
) {
  return to.map((box, j): SVGTemplateResult | null => {
    const share = shares[j] ?? 0;
    if (share < THINNEST) return null;
    return svg`<path class="arc ${side}" d=${path(from, box, side, lift)} stroke-width=${(share * FULL).toFixed(2)}></path>`;
  });
}

function path(from: WordBox, to: WordBox, side: "above" | "below", most: number): string {
  const x0 = from.x + from.w / 2;
  const x1 = to.x + to.w / 2;
  const isSameLine = Math.abs(from.y - to.y) < from.h / 2;
  if (!isSameLine) {
    const isUp = to.y < from.y;
    const y0 = isUp ? from.y : from.y + from.h;
    const y1 = isUp ? to.y + to.h : to.y;
    const middle = (y0 + y1) / 2;
    return `M${x0} ${y0}C${x0} ${middle} ${x1} ${middle} ${x1} ${y1}`;
  }
  const y = side === "above" ? from.y : from.y + from.h;
  const direction = side === "above" ? -1 : 1;
  if (Math.abs(x1 - x0) < 1) {
    const top = y + direction * 14;
    return `M${x0 - 4} ${y}C${x0 - 12} ${top} ${x0 + 12} ${top} ${x0 + 4} ${y}`;
  }
  const top = y + direction * Math.min(most, 10 + Math.abs(x1 - x0) * 0.16);
  return `M${x0} ${y}C${x0} ${top} ${x1} ${top} ${x1} ${y}`;
}
