/** Walks what the figure shows, in the order in which it is painted, and draws each part. */
import { drawBox, snapped } from "./boxes";
import { drawCells, type Recoloring } from "./cells";
import { drawControl } from "./controls";
import { drawRule } from "./math";
import { drawShapes } from "./shapes";
import type { Area } from "./sheet";
import { drawText, type Decoration, type Pen } from "./text";

export interface Walk extends Pen {
  theme: Recoloring;
  /** Maps that stayed pixels. */
  pixelMaps: number;
}

/** What comes from outside of an element and what CSS does not inherit. */
interface Around {
  decorations: readonly Decoration[];
  /** Degrees that boxes around are turned by. */
  turned: number;
}

/** What is no part of the drawing: the dialog itself, and operands on their way. */
const ASIDE = "dialog, style, script, template, .travel, slot";
const ATOMIC = /^inline-|^none$/;

export function drawAll(walk: Walk, root: ShadowRoot): void {
  for (const child of root.children)
    drawElement(walk, walk.sheet.root, child, { decorations: [], turned: 0 });
}

function drawElement(walk: Walk, parent: Element, element: Element, around: Around): void {
  if (element.matches(ASIDE) || !element.checkVisibility()) return;
  const style = getComputedStyle(element);
  const opacity = Number(style.opacity);
  // What only screen readers are told is cut away to nothing.
  if (opacity === 0 || style.clipPath !== "none") return;
  if (element instanceof SVGSVGElement) {
    if (style.visibility === "visible") drawShapes(walk, parent, element, opacity);
    return;
  }
  const { sheet } = walk;
  const area = sheet.area(element.getBoundingClientRect());
  const group = opacity < 1 ? sheet.add(parent, "g", { opacity }) : parent;
  if (style.visibility === "visible" && style.display !== "contents") {
    if (style.display === "inline") drawInline(walk, group, element, style);
    else drawBox(sheet, group, style, area);
    if (
      element instanceof HTMLCanvasElement &&
      drawCells(sheet, group, element, snapped(area), walk.theme)
    )
      walk.pixelMaps += 1;
    drawControl(walk, group, element, area);
  }
  for (const which of ["::before", "::after"]) drawPseudo(walk, group, element, which, area);
  drawChildren(walk, clipped(walk, group, element, style, area), element, style, around);
  if (element.namespaceURI?.endsWith("/MathML")) drawRule(walk, group, element, style);
}

function drawChildren(
  walk: Walk,
  parent: Element,
  element: Element,
  style: CSSStyleDeclaration,
  around: Around,
): void {
  if (element instanceof HTMLSelectElement || element instanceof HTMLCanvasElement) return;
  const within = { decorations: decorated(style, around), turned: around.turned + turnOf(style) };
  for (const node of element.childNodes) {
    if (node instanceof Element) drawElement(walk, parent, node, within);
    else if (node instanceof Text && style.visibility === "visible")
      drawText(walk, parent, node, style, within.decorations, within.turned);
  }
}

/** A box on each line. */
function drawInline(
  { sheet }: Walk,
  parent: Element,
  element: Element,
  style: CSSStyleDeclaration,
) {
  for (const rect of element.getClientRects()) drawBox(sheet, parent, style, sheet.area(rect));
}

/** A pseudo-element that draws is a box at a place of its own. */
function drawPseudo({ sheet }: Walk, parent: Element, element: Element, which: string, area: Area) {
  const style = getComputedStyle(element, which);
  if (style.content === "none" || style.content === "normal" || style.position !== "absolute")
    return;
  const [left, top, w, h] = [style.left, style.top, style.width, style.height].map(
    Number.parseFloat,
  ) as [number, number, number, number];
  const { borderLeftWidth, borderTopWidth } = getComputedStyle(element);
  const x = area.x + Number.parseFloat(borderLeftWidth) + left;
  const y = area.y + Number.parseFloat(borderTopWidth) + top;
  drawBox(sheet, parent, style, { x, y, w, h });
}

/** Where a box cuts off what is larger than it, so does the picture. */
function clipped(
  { sheet }: Walk,
  parent: Element,
  element: Element,
  { overflowX, overflowY }: CSSStyleDeclaration,
  { x, y, w, h }: Area,
): Element {
  const { scrollWidth, clientWidth, scrollHeight, clientHeight } = element;
  const cuts =
    (overflowX !== "visible" && scrollWidth > clientWidth) ||
    (overflowY !== "visible" && scrollHeight > clientHeight);
  if (!cuts || !(element instanceof HTMLElement) || clientWidth === 0) return parent;
  const shape = sheet.element("rect", { x, y, width: w, height: h });
  return sheet.add(parent, "g", { "clip-path": sheet.define("clipPath", {}, shape) });
}

function decorated(style: CSSStyleDeclaration, { decorations }: Around): readonly Decoration[] {
  const reaches =
    !ATOMIC.test(style.display) && style.float === "none" && !/absolute|fixed/.test(style.position);
  const from = reaches ? decorations : [];
  if (style.textDecorationLine === "none") return from;
  return [
    ...from,
    {
      line: style.textDecorationLine,
      color: style.textDecorationColor,
      thickness: style.textDecorationThickness,
      offset: style.textUnderlineOffset,
    },
  ];
}

function turnOf({ rotate, transform }: CSSStyleDeclaration): number {
  const own = rotate === "none" ? 0 : Number.parseFloat(rotate);
  if (transform === "none") return own;
  const { a, b } = new DOMMatrix(transform);
  return own + Math.round((Math.atan2(b, a) * 180) / Math.PI);
}
