/** An element's box: background, hatching and bars in it, borders, outline. */
import { colorOf, paint } from "./color";
import type { Area, Sheet } from "./sheet";

const SIDES = ["top", "right", "bottom", "left"] as const;

const px = (value: string): number => Number.parseFloat(value) || 0;

/** A box on whole pixels, where browsers put it too: its lines stay thin and sharp. */
export function snapped({ x, y, w, h }: Area): Area {
  const [left, top] = [Math.round(x), Math.round(y)];
  return { x: left, y: top, w: Math.round(x + w) - left, h: Math.round(y + h) - top };
}

export function drawBox(sheet: Sheet, parent: Element, style: CSSStyleDeclaration, exact: Area) {
  const area = snapped(exact);
  if (colorOf(style.backgroundColor))
    sheet.rect(parent, area, paint("fill", style.backgroundColor));
  if (style.backgroundImage !== "none") drawGradient(sheet, parent, style, area);
  const isShared = style.borderCollapse === "collapse" && style.display === "table-cell";
  drawBorders(sheet, parent, style, isShared ? exact : area, isShared);
  drawOutline(sheet, parent, style, area);
}

/** Cells share a border: it lies on the edge between them, not inside of one. */
function drawBorders(
  sheet: Sheet,
  parent: Element,
  style: CSSStyleDeclaration,
  area: Area,
  isShared: boolean,
) {
  const { x, y, w, h } = area;
  for (const side of SIDES) {
    const width = px(style.getPropertyValue(`border-${side}-width`));
    const color = style.getPropertyValue(`border-${side}-color`);
    const line = style.getPropertyValue(`border-${side}-style`);
    if (width === 0 || line === "none" || line === "hidden" || !colorOf(color)) continue;
    const by = isShared ? width / 2 : 0;
    const edge: Record<(typeof SIDES)[number], Area> = {
      top: { x, y: y - by, w, h: width },
      right: { x: x + w - width + by, y, w: width, h },
      bottom: { x, y: y + h - width + by, w, h: width },
      left: { x: x - by, y, w: width, h },
    };
    sheet.rect(parent, snapped(edge[side]), paint("fill", color));
  }
}

function drawOutline(sheet: Sheet, parent: Element, style: CSSStyleDeclaration, area: Area) {
  const width = px(style.outlineWidth);
  if (width === 0 || style.outlineStyle === "none" || !colorOf(style.outlineColor)) return;
  const by = px(style.outlineOffset) + width / 2;
  const { x, y, w, h } = area;
  sheet.rect(
    parent,
    { x: x - by, y: y - by, w: w + 2 * by, h: h + 2 * by },
    { fill: "none", ...paint("stroke", style.outlineColor), "stroke-width": width },
  );
}

// ── Gradients: a bar of one color, or lines that repeat ───────────────────────────────────────

interface Stop {
  color: string;
  at: string | undefined;
}

/** `repeating-linear-gradient(135deg, rgba(0, 0, 0, 0) 0px, rgb(…) 4px)`, as a browser computes it. */
function parse(image: string) {
  const [, repeats, list = ""] = /^(repeating-)?linear-gradient\((.*)\)$/.exec(image) ?? [];
  const parts = list.match(/(?:[^,(]|\([^)]*\))+/g)?.map((part) => part.trim()) ?? [];
  const angle = parts[0]?.endsWith("deg") ? px(parts.shift() ?? "") : 180;
  const stops = parts.flatMap((part): Stop[] => {
    const [, color = part, places = ""] = /^(\w+\([^)]*\)|\S+)\s*(.*)$/.exec(part) ?? [];
    const list = places.split(/\s+/).filter(Boolean);
    return list.length > 0 ? list.map((at) => ({ color, at })) : [{ color, at: undefined }];
  });
  return { isRepeating: repeats !== undefined, angle, stops };
}

function drawGradient(sheet: Sheet, parent: Element, style: CSSStyleDeclaration, area: Area) {
  const { isRepeating, angle, stops } = parse(style.backgroundImage);
  const tile = tileOf(style, area);
  const [first] = stops;
  if (!first) return;
  if (stops.every(({ color }) => color === first.color))
    return sheet.rect(parent, tile, paint("fill", first.color));

  // CSS measures along a line through the middle, which is as long as the corners need.
  const turn = (angle * Math.PI) / 180;
  const [dx, dy] = [Math.sin(turn), -Math.cos(turn)];
  const half = (Math.abs(tile.w * dx) + Math.abs(tile.h * dy)) / 2;
  const end = isRepeating ? px(stops.at(-1)?.at ?? "") : 2 * half;
  const start = { x: tile.x + tile.w / 2 - dx * half, y: tile.y + tile.h / 2 - dy * half };
  const fill = sheet.define(
    "linearGradient",
    {
      gradientUnits: "userSpaceOnUse",
      spreadMethod: isRepeating ? "repeat" : null,
      x1: start.x,
      y1: start.y,
      x2: start.x + dx * end,
      y2: start.y + dy * end,
    },
    ...stops.map(({ color, at }, i) => {
      const whole = colorOf(color);
      // A clear stop takes the color beside it, since it fades through black elsewhere.
      const beside = stops.map((stop) => colorOf(stop.color)).find(Boolean);
      return sheet.element("stop", {
        offset: at === undefined ? i / Math.max(1, stops.length - 1) : px(at) / end,
        "stop-color": (whole ?? beside)?.hex ?? "none",
        "stop-opacity": whole?.alpha ?? 0,
      });
    }),
  );
  sheet.rect(parent, tile, { fill });
}

/** Where a background image lies that does not repeat. */
function tileOf(style: CSSStyleDeclaration, { x, y, w, h }: Area): Area {
  if (style.backgroundRepeat !== "no-repeat") return { x, y, w, h };
  const [width = "auto", height = "auto"] = style.backgroundSize.split(" ");
  const size = {
    w: width === "auto" ? w : lengthOf(width, w),
    h: height === "auto" ? h : lengthOf(height, h),
  };
  return {
    x: x + lengthOf(style.backgroundPositionX, w - size.w),
    y: y + lengthOf(style.backgroundPositionY, h - size.h),
    ...size,
  };
}

/** `12%`, `2px` or `calc(100% - 2px)`. */
function lengthOf(text: string, whole: number): number {
  const terms = text.replace(/^calc\(|\)$/g, "").matchAll(/([+-]?)\s*([\d.]+)(%|px)/g);
  let sum = 0;
  for (const [, sign, value, unit] of terms)
    sum += (sign === "-" ? -1 : 1) * Number(value) * (unit === "%" ? whole / 100 : 1);
  return sum;
}
