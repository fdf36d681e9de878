/** Text as text: every word where the browser has put it, on the baseline that it stands on. */
import { paint } from "./color";
import type { Fonts } from "./fonts";
import type { Metrics } from "./metrics";
import { rounded, type Attributes, type Point, type Sheet } from "./sheet";

/** A line under or through text. Descendants do not inherit it, they are drawn upon. */
export interface Decoration {
  line: string;
  color: string;
  thickness: string;
  offset: string;
}

export interface Pen {
  sheet: Sheet;
  fonts: Fonts;
  metrics: Metrics;
}

/** A word, or the part of it on one line. */
interface Piece {
  text: string;
  /** White space that follows, so that words which are copied out stay apart. */
  space: string;
  rect: DOMRect;
}

/** Font, size and all else of a text's look, as attributes. */
export function textLook(pen: Pen, style: CSSStyleDeclaration): Attributes {
  const { fontSize, fontWeight, fontStyle, fontStretch, letterSpacing } = style;
  const classes = [
    style.fontVariantNumeric.includes("tabular-nums") ? "t" : "",
    style.fontSynthesis === "none" ? "s" : "",
  ].join("");
  return {
    class: [...classes].join(" ") || null,
    "font-family": pen.fonts.family(style),
    "font-size": Number.parseFloat(fontSize),
    "font-weight": fontWeight === "400" ? null : fontWeight,
    "font-style": fontStyle === "normal" ? null : fontStyle,
    "font-stretch": fontStretch === "100%" || fontStretch === "normal" ? null : fontStretch,
    "letter-spacing": letterSpacing === "normal" ? null : Number.parseFloat(letterSpacing),
  };
}

export function drawText(
  pen: Pen,
  parent: Element,
  node: Text,
  style: CSSStyleDeclaration,
  decorations: readonly Decoration[],
  turned: number,
): void {
  if (Number.parseFloat(style.fontSize) === 0) return;
  const angle = turned + angleOf(style.writingMode);
  const isUpright = angle % 180 === 0;
  const pieces = cutToFit(node, piecesOf(node), isUpright);
  const look = { ...textLook(pen, style), ...paint("fill", style.color) };
  for (const line of linesOf(pieces, isUpright))
    drawLine(pen, parent, line, { style, look, decorations, angle });
}

const angleOf = (mode: string): number =>
  mode === "vertical-rl" || mode === "vertical-lr" ? 90 : mode === "sideways-lr" ? -90 : 0;

interface LineLook {
  style: CSSStyleDeclaration;
  look: Attributes;
  decorations: readonly Decoration[];
  angle: number;
}

function drawLine(pen: Pen, parent: Element, line: readonly Piece[], how: LineLook): void {
  const { sheet, metrics } = pen;
  const { style, look, decorations, angle } = how;
  const [first] = line;
  const last = line.at(-1);
  if (!first || !last) return;
  const { ascent } = metrics.of(style);
  const shown = (text: string) => transformed(text, style.textTransform);
  // Along the line from its start, whichever way it runs.
  const start = startOf(first.rect, angle, ascent);
  const along = (rect: DOMRect) => distance(first.rect, rect, angle);
  const origin = onLine(sheet.place(start), angle);
  const length = along(last.rect) + extent(last.rect, angle);
  const isTurned = angle !== 0;
  const at = isTurned ? { x: 0, y: 0 } : origin;
  const target = isTurned
    ? sheet.add(parent, "g", {
        transform: `translate(${rounded(origin.x)} ${rounded(origin.y)}) rotate(${angle})`,
      })
    : parent;
  for (const decoration of decorations)
    drawDecoration(pen, target, decoration, { ...at, length, style, ascent });
  if (line.length === 1) {
    sheet.add(target, "text", { ...at, ...look }, shown(first.text));
    return;
  }
  const text = sheet.add(target, "text", { y: at.y, ...look });
  for (const piece of line)
    sheet.add(text, "tspan", { x: at.x + along(piece.rect) }, shown(piece.text) + piece.space);
}

function drawDecoration(
  { sheet }: Pen,
  parent: Element,
  { line, color, thickness, offset }: Decoration,
  at: { x: number; y: number; length: number; style: CSSStyleDeclaration; ascent: number },
): void {
  const size = Number.parseFloat(at.style.fontSize);
  const h = Math.max(1, Number.parseFloat(thickness) || size / 10);
  const gap = Number.isNaN(Number.parseFloat(offset))
    ? Math.max(1, Math.ceil(h / 2))
    : Number.parseFloat(offset);
  const y = line.includes("line-through") ? at.y - at.ascent / 3 - h / 2 : at.y + gap;
  sheet.rect(parent, { x: at.x, y, w: at.length, h }, paint("fill", color));
}

// ── Where the words are ───────────────────────────────────────────────────────────────────────

const rectsOf = (node: Text, from: number, to: number): DOMRect[] => {
  const range = document.createRange();
  range.setStart(node, from);
  range.setEnd(node, to);
  return [...range.getClientRects()].filter(({ width, height }) => width > 0 && height > 0);
};

function piecesOf(node: Text): Piece[] {
  return [...node.data.matchAll(/[^ \t\n\r\f]+/g)].flatMap((match): Piece[] => {
    const [word] = match;
    const end = match.index + word.length;
    const space = /^[ \t\n\r\f]/.test(node.data.slice(end)) ? " " : "";
    const rects = rectsOf(node, match.index, end);
    const [only] = rects;
    if (only && rects.length === 1) return [{ text: word, space, rect: only }];
    return charactersOf(node, match.index, word).map((piece) => ({ ...piece, space: "" }));
  });
}

/** A word that the line's end has broken, letter by letter and joined again on each line. */
function charactersOf(node: Text, from: number, word: string): Piece[] {
  const joined: Piece[] = [];
  let at = from;
  for (const character of word) {
    const [rect] = rectsOf(node, at, at + character.length);
    at += character.length;
    if (!rect) continue;
    const last = joined.at(-1);
    if (last && Math.abs(last.rect.top - rect.top) < 1) {
      last.text += character;
      last.rect = around(last.rect, rect);
    } else joined.push({ text: character, space: "", rect });
  }
  return joined;
}

const around = (a: DOMRect, b: DOMRect): DOMRect => {
  const [left, top] = [Math.min(a.left, b.left), Math.min(a.top, b.top)];
  const [right, bottom] = [Math.max(a.right, b.right), Math.max(a.bottom, b.bottom)];
  return new DOMRect(left, top, right - left, bottom - top);
};

function linesOf(pieces: readonly Piece[], isUpright: boolean): Piece[][] {
  const lines: Piece[][] = [];
  for (const piece of pieces) {
    const line = lines.at(-1);
    const [before] = line ?? [];
    const isSame =
      before !== undefined &&
      (isUpright
        ? Math.abs(before.rect.top - piece.rect.top) < 1
        : Math.abs(before.rect.left - piece.rect.left) < 1);
    if (line && isSame) line.push(piece);
    else lines.push([piece]);
  }
  return lines;
}

/** Text that its box cuts with an ellipsis, cut likewise. */
function cutToFit(node: Text, pieces: Piece[], isUpright: boolean): Piece[] {
  const box = isUpright ? cutBy(node.parentElement) : null;
  if (!box) return pieces;
  const style = getComputedStyle(box);
  const edge = box.getBoundingClientRect();
  const right = edge.right - Number.parseFloat(style.paddingRight);
  if (pieces.every(({ rect }) => rect.right <= right + 0.5)) return pieces;
  // The ellipsis takes about as much room as the font is high.
  const room = right - Number.parseFloat(style.fontSize) * 0.75;
  const kept: Piece[] = [];
  for (const match of node.data.matchAll(/\S/gu)) {
    const [rect] = rectsOf(node, match.index, match.index + match[0].length);
    if (!rect) continue;
    const last = kept.at(-1);
    if (rect.right > room && last) {
      last.text += "…";
      return kept;
    }
    if (last) {
      const isWord = rect.left - last.rect.right < 1;
      last.text += (isWord ? "" : " ") + match[0];
      last.rect = around(last.rect, rect);
    } else kept.push({ text: match[0], space: "", rect });
  }
  return kept;
}

function cutBy(element: Element | null): Element | null {
  for (let at = element; at; at = at.parentElement) {
    const { display, textOverflow, overflowX } = getComputedStyle(at);
    if (display === "inline" || display === "contents") continue;
    const cuts =
      textOverflow === "ellipsis" && overflowX !== "visible" && !/flex|grid/.test(display);
    return cuts && at.scrollWidth > at.clientWidth ? at : null;
  }
  return null;
}

/** Browsers put a baseline on a whole pixel. */
const onLine = ({ x, y }: Point, angle: number): Point =>
  angle % 180 === 0 ? { x, y: Math.round(y) } : { x: Math.round(x), y };

/** Where the baseline of a line begins, in the window. */
function startOf(rect: DOMRect, angle: number, ascent: number) {
  switch (((angle % 360) + 360) % 360) {
    case 90:
      return { x: rect.right - ascent, y: rect.top };
    case 180:
      return { x: rect.right, y: rect.bottom - ascent };
    case 270:
      return { x: rect.left + ascent, y: rect.bottom };
    default:
      return { x: rect.left, y: rect.top + ascent };
  }
}

/** From one piece's start to another's, along the line. */
function distance(from: DOMRect, to: DOMRect, angle: number): number {
  switch (((angle % 360) + 360) % 360) {
    case 90:
      return to.top - from.top;
    case 180:
      return from.right - to.right;
    case 270:
      return from.bottom - to.bottom;
    default:
      return to.left - from.left;
  }
}

const extent = (rect: DOMRect, angle: number): number =>
  angle % 180 === 0 ? rect.width : rect.height;

// ── What the style sheet makes of letters ─────────────────────────────────────────────────────

function transformed(text: string, how: string): string {
  switch (how) {
    case "uppercase":
      return text.toUpperCase();
    case "lowercase":
      return text.toLowerCase();
    // MathML: a variable of one letter is slanted.
    case "math-auto":
      return [...text].length === 1 ? slanted(text) : text;
    default:
      return text;
  }
}

/** A letter from Unicode's italic mathematical alphabet, which has its own h. */
function slanted(letter: string): string {
  if (letter === "h") return "\u210e";
  const alphabets = [
    ["A", "Z", 0x1d434],
    ["a", "z", 0x1d44e],
    ["\u0391", "\u03a9", 0x1d6e2],
    ["\u03b1", "\u03c9", 0x1d6fc],
  ] as const;
  for (const [first, last, start] of alphabets) {
    if (letter < first || letter > last) continue;
    return String.fromCodePoint(start + letter.charCodeAt(0) - first.charCodeAt(0));
  }
  return letter;
}
