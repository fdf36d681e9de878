/** The lines of a formula; its letters are text like any other. */
import { snapped } from "./boxes";
import { paint } from "./color";
import type { Pen } from "./text";
import type { Area } from "./sheet";

/** Of the font's size: how thick a rule is. */
const RULE = 0.068;

/** The bar of a fraction, the sign of a root. */
export function drawRule(
  pen: Pen,
  parent: Element,
  element: Element,
  style: CSSStyleDeclaration,
): void {
  const { sheet } = pen;
  const thickness = Number.parseFloat(style.fontSize) * RULE;
  const area = sheet.area(element.getBoundingClientRect());
  const parts = [...element.children].map((child) => sheet.area(child.getBoundingClientRect()));
  const [first, second] = parts;
  const last = parts.at(-1);
  if (!first || !last) return;
  if (element.localName === "mfrac" && second) {
    const middle = axisBeside(pen, element) ?? (first.y + first.h + second.y) / 2;
    const [left, right] = [first, second].reduce<[number, number]>(
      ([from, to], { x, w }) => [Math.min(from, x), Math.max(to, x + w)],
      [Infinity, -Infinity],
    );
    const bar = { x: left, y: middle - thickness / 2, w: right - left, h: thickness };
    sheet.rect(parent, snapped(bar), paint("fill", style.color));
  }
  if (element.localName === "msqrt")
    drawRoot(pen, parent, { ...area, w: last.x + last.w - area.x }, first.x, thickness, style);
}

/** The height of a fraction's bar: half an x above the baseline of the sign beside it. */
function axisBeside({ sheet, metrics }: Pen, fraction: Element): number | null {
  const sign = [...(fraction.parentElement?.children ?? [])].find(
    ({ localName }) => localName === "mo",
  );
  if (!sign) return null;
  const style = getComputedStyle(sign);
  const range = document.createRange();
  range.selectNodeContents(sign);
  const { left, top } = range.getBoundingClientRect();
  const baseline = sheet.place({ x: left, y: top + metrics.of(style).ascent }).y;
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return null;
  context.font = `${style.fontSize} ${style.fontFamily}`;
  return baseline - context.measureText("x").actualBoundingBoxAscent / 2;
}

/** A tick, a long stroke up, and a bar over what is under the root. */
function drawRoot(
  { sheet }: Pen,
  parent: Element,
  { x, y, w, h }: Area,
  inside: number,
  thickness: number,
  style: CSSStyleDeclaration,
): void {
  const sign = inside - x;
  const top = Math.round(y) + thickness / 2;
  const at = (part: number, down: number) => `${x + sign * part} ${y + h * down}`;
  const stroke = { fill: "none", ...paint("stroke", style.color) };
  sheet.add(parent, "path", {
    d: `M${at(0.08, 0.62)}L${at(0.28, 0.52)}`,
    ...stroke,
    "stroke-width": thickness * 0.8,
  });
  sheet.add(parent, "path", {
    d: `M${at(0.26, 0.53)}L${at(0.52, 0.97)}`,
    ...stroke,
    "stroke-width": thickness * 1.6,
  });
  sheet.add(parent, "path", {
    d: `M${at(0.52, 0.98)}L${inside} ${top}H${x + w}`,
    ...stroke,
    "stroke-width": thickness,
  });
}
