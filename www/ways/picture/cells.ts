/** A heat map on a canvas as shapes: one path for each color, or the pixels where they are too many. */
import { RAMPS, type MapName, type Theme } from "../../views/colormap";
import { littleEndian } from "../../views/heatmap";
import { colorOf } from "./color";
import type { Area, Sheet } from "./sheet";

/** Rectangles in one map, from which on its pixels take less room than its shapes. */
const MOST_CELLS = 20_000;

/** Draws the map in a theme; answers whether it stayed a picture of pixels. */
export function drawCells(
  sheet: Sheet,
  parent: Element,
  canvas: HTMLCanvasElement,
  area: Area,
  theme: Recoloring,
): boolean {
  const { width, height } = canvas;
  if (width * height === 0) return false;
  // Read off a copy, which is kept where pixels can be read.
  const copy = document.createElement("canvas");
  Object.assign(copy, { width, height });
  const context = copy.getContext("2d", { willReadFrequently: true });
  if (!context) return false;
  context.drawImage(canvas, 0, 0);
  const image = context.getImageData(0, 0, width, height);
  const pixels = new Uint32Array(image.data.buffer);
  recolor(pixels, theme);
  const cells = cellsOf(pixels, width, height);
  if (cells.length > MOST_CELLS) {
    context.putImageData(image, 0, 0);
    sheet.add(parent, "image", {
      x: area.x,
      y: area.y,
      width: area.w,
      height: area.h,
      preserveAspectRatio: "none",
      "image-rendering": "pixelated",
      href: copy.toDataURL("image/png"),
    });
    return true;
  }
  const paths = new Map<number, string>();
  for (const { x, y, w, h, color } of cells)
    paths.set(color, `${paths.get(color) ?? ""}M${x} ${y}h${w}v${h}h${-w}z`);
  const group = sheet.add(parent, "g", {
    transform: `translate(${area.x} ${area.y}) scale(${area.w / width} ${area.h / height})`,
    "shape-rendering": "crispEdges",
  });
  for (const [color, d] of paths) {
    const alpha = (color >>> 24) / 255;
    sheet.add(group, "path", {
      d,
      fill: hexOf(color),
      "fill-opacity": alpha < 1 ? alpha : null,
    });
  }
  return false;
}

/** The theme that the canvas was drawn in, and the one that it is wanted in. */
export interface Recoloring {
  seen: Theme;
  wanted: Theme;
  /** Computed colors of paper and ink as seen, and as wanted. */
  pairs: readonly (readonly [string, string])[];
}

interface Cell {
  x: number;
  y: number;
  w: number;
  h: number;
  color: number;
}

/** Runs of one color, joined with an equal run in the row above. Clear pixels are none. */
function cellsOf(pixels: Uint32Array, width: number, height: number): Cell[] {
  const cells: Cell[] = [];
  let above = new Map<number, Cell>();
  for (let y = 0; y < height; y += 1) {
    const row = new Map<number, Cell>();
    for (let x = 0; x < width;) {
      const color = pixels[y * width + x] ?? 0;
      let end = x + 1;
      while (end < width && pixels[y * width + end] === color) end += 1;
      const upper = above.get(x);
      if (color >>> 24 !== 0) {
        if (upper?.w === end - x && upper.color === color) {
          upper.h += 1;
          row.set(x, upper);
        } else {
          const cell = { x, y, w: end - x, h: 1, color };
          cells.push(cell);
          row.set(x, cell);
        }
      }
      x = end;
    }
    above = row;
  }
  return cells;
}

/** The same classes in the other theme's colors: a canvas does not follow a style sheet. */
function recolor(pixels: Uint32Array, { seen, wanted, pairs }: Recoloring): void {
  if (seen === wanted) return;
  const other = new Map<number, number>();
  for (const [from, to] of pairs) {
    const [before, after] = [colorOf(from), colorOf(to)];
    if (before && after) other.set(littleEndian(before.hex), littleEndian(after.hex));
  }
  for (const map of Object.keys(RAMPS) as MapName[]) {
    const { [seen]: from, [wanted]: to } = RAMPS[map];
    from.fill.forEach((color, i) =>
      other.set(littleEndian(color), littleEndian(to.fill[i] ?? color)),
    );
  }
  for (const [i, pixel] of pixels.entries()) pixels[i] = other.get(pixel) ?? pixel;
}

const hexOf = (word: number): string => {
  const rgb = ((word & 255) << 16) | (word & 0xff00) | ((word >> 16) & 255);
  return `#${rgb.toString(16).padStart(6, "0")}`;
};
