/** A drawing inside the figure: each shape with its computed look, at its place. */
import { colorOf, paint } from "./color";
import { textLook, type Pen } from "./text";
import { rounded, type Attributes } from "./sheet";

/** What makes a shape that shape. */
const GEOMETRY: Readonly<Record<string, readonly string[]>> = {
  path: ["d", "pathLength"],
  line: ["x1", "y1", "x2", "y2", "pathLength"],
  rect: ["x", "y", "width", "height", "rx", "ry"],
  circle: ["cx", "cy", "r"],
  ellipse: ["cx", "cy", "rx", "ry"],
  polygon: ["points"],
  polyline: ["points"],
  text: ["x", "y", "dx", "dy", "rotate", "textLength", "lengthAdjust"],
  tspan: ["x", "y", "dx", "dy", "rotate"],
};

/** Computed properties that are drawn, and the value that need not be said. */
const STROKE: Readonly<Record<string, string>> = {
  "stroke-width": "1px",
  "stroke-dasharray": "none",
  "stroke-dashoffset": "0px",
  "stroke-linecap": "butt",
  "stroke-linejoin": "miter",
  "stroke-miterlimit": "4",
  "paint-order": "normal",
  "vector-effect": "none",
};

export function drawShapes(pen: Pen, parent: Element, svg: SVGSVGElement, opacity: number): void {
  const { x, y } = pen.sheet.area(svg.getBoundingClientRect());
  // A browser puts the whole drawing on whole pixels.
  const off = { x: Math.round(x) - x, y: Math.round(y) - y };
  const isOff = off.x !== 0 || off.y !== 0;
  const group = pen.sheet.add(parent, "g", {
    transform: isOff ? `translate(${rounded(off.x)} ${rounded(off.y)})` : null,
  });
  for (const child of svg.children) drawShape(pen, group, child, opacity);
  if (!group.hasChildNodes()) group.remove();
}

function drawShape(pen: Pen, parent: Element, element: Element, opacity: number): void {
  if (!(element instanceof SVGGraphicsElement)) return;
  const style = getComputedStyle(element);
  const whole = opacity * Number(style.opacity);
  if (style.display === "none" || whole === 0) return;
  const name = element.localName;
  if (name !== "text" && !(name in GEOMETRY)) {
    for (const child of element.children) drawShape(pen, parent, child, whole);
    return;
  }
  if (style.visibility !== "visible") return;
  const look = name === "text" ? {} : lookOf(style);
  if (name !== "text" && look["fill"] === "none" && look["stroke"] === undefined) return;
  const copy = pen.sheet.element(name, {
    ...geometryOf(element),
    ...look,
    opacity: whole < 1 ? whole : null,
    transform: placeOf(pen, element),
  });
  if (name === "text") {
    describe(pen, copy, style);
    copyText(pen, copy, element);
    if (copy.textContent.trim() === "") return;
  }
  parent.append(copy);
}

const geometryOf = (element: Element): Attributes =>
  Object.fromEntries(
    (GEOMETRY[element.localName] ?? []).map((name) => [name, element.getAttribute(name)]),
  );

function lookOf(style: CSSStyleDeclaration): Record<string, string | number | null> {
  const look: Record<string, string | number | null> = {
    ...paint("fill", style.fill, Number(style.fillOpacity)),
    "fill-rule": style.fillRule === "nonzero" ? null : style.fillRule,
  };
  if (!colorOf(style.stroke) || Number.parseFloat(style.strokeWidth) === 0) return look;
  Object.assign(look, paint("stroke", style.stroke, Number(style.strokeOpacity)));
  for (const [name, usual] of Object.entries(STROKE)) {
    const value = style.getPropertyValue(name);
    if (value !== usual && value !== "") look[name] = value.replaceAll("px", "");
  }
  return look;
}

function describe(pen: Pen, copy: Element, style: CSSStyleDeclaration): void {
  const attributes = {
    ...textLook(pen, style),
    ...lookOf(style),
    "text-anchor": style.textAnchor === "start" ? null : style.textAnchor,
    "dominant-baseline": style.dominantBaseline === "auto" ? null : style.dominantBaseline,
    "text-decoration": style.textDecorationLine === "none" ? null : style.textDecorationLine,
  };
  for (const [name, value] of Object.entries(attributes))
    if (value !== null) copy.setAttribute(name, String(value));
}

/** Text with its parts in other type; what a browser collapses is collapsed. */
function copyText(pen: Pen, copy: Element, element: Element): void {
  for (const node of element.childNodes) {
    if (node instanceof Text) copy.append(node.data.replace(/[ \t\n\r\f]+/g, " "));
    if (!(node instanceof SVGTextContentElement)) continue;
    const part = pen.sheet.add(copy, "tspan", geometryOf(node));
    describe(pen, part, getComputedStyle(node));
    copyText(pen, part, node);
  }
}

/** From a shape's own coordinates to the sheet's. */
function placeOf({ sheet }: Pen, element: SVGGraphicsElement): string | null {
  const at = element.getScreenCTM();
  if (!at) return null;
  const { a, b, c, d } = at;
  const { x, y } = sheet.place({ x: at.e, y: at.f });
  if (a === 1 && b === 0 && c === 0 && d === 1) return `translate(${rounded(x)} ${rounded(y)})`;
  const precise = [a, b, c, d].map((value) => Number(value.toFixed(5)));
  return `matrix(${[...precise, rounded(x), rounded(y)].join(" ")})`;
}
