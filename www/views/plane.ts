/** A plane with numbered axes: where a pair of numbers stands, and back. Geometry by attributes only. */
import { svg, type SVGTemplateResult } from "lit";
import type { Point } from "./arrow";
import { numberText } from "./format";

export interface Plane {
  width: number;
  height: number;
  /** Half of what is seen of each axis. */
  reach: Point;
  toPixels: (x: number, y: number) => Point;
  toNumbers: (pixels: Point) => Point;
}

/** What stands around the plane: numbers below and to the left, the vertical axis's name above. */
export const MARGIN = { left: 22, right: 8, top: 24, bottom: 22 };

const SPANS = [2.5, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000];

/** The smallest span from the middle up to which all points are seen. */
export function spanOf(points: readonly Point[], width: number, height: number): number {
  const { x, y } = innerSize(width, height);
  const largest = Math.max(
    0,
    ...points.map((at) => Math.max(Math.abs(at.y), Math.abs(at.x) * (y / x))),
  );
  return SPANS.find((span) => span >= largest) ?? largest;
}

export function plane(width: number, height: number, span: number): Plane {
  const inner = innerSize(width, height);
  const unit = inner.y / 2 / span;
  const middle = { x: MARGIN.left + inner.x / 2, y: MARGIN.top + inner.y / 2 };
  return {
    width,
    height,
    reach: { x: inner.x / 2 / unit, y: span },
    toPixels: (x, y) => ({ x: middle.x + x * unit, y: middle.y - y * unit }),
    toNumbers: ({ x, y }) => ({ x: (x - middle.x) / unit, y: (middle.y - y) / unit }),
  };
}

const innerSize = (width: number, height: number): Point => ({
  x: Math.max(1, width - MARGIN.left - MARGIN.right),
  y: Math.max(1, height - MARGIN.top - MARGIN.bottom),
});

export interface AxisNames {
  x: string;
  y: string;
}

export function axes(
  { width, height, reach, toPixels }: Plane,
  names: AxisNames,
): SVGTemplateResult {
  const step = stepFor(reach.y);
  const ticks = (half: number) => {
    const most = Math.floor(half / step + 1e-9);
    return Array.from({ length: 2 * most + 1 }, (_, i) => (i - most) * step);
  };
  const decimals = step < 1 ? 1 : 0;
  const [left, right] = [MARGIN.left, width - MARGIN.right];
  const [top, bottom] = [MARGIN.top, height - MARGIN.bottom];
  const zero = toPixels(0, 0);
  return svg`<g class="axes" aria-hidden="true">
    ${ticks(reach.x).map((value) => {
      const { x } = toPixels(value, 0);
      // The name of the axis stands at its right end.
      const isFree = x < right - 8 * (names.x.length + 2) - 12;
      return svg`<path class="rule" d=${`M${x} ${top}V${bottom}`}></path>
        ${isFree ? svg`<text class="tick" x=${x} y=${bottom + 16} text-anchor="middle">${numberText(value, decimals)}</text>` : ""}`;
    })}
    ${ticks(reach.y).map((value) => {
      const { y } = toPixels(0, value);
      return svg`<path class="rule" d=${`M${left} ${y}H${right}`}></path>
        <text class="tick" x=${left - 6} y=${y + 4} text-anchor="end">${numberText(value, decimals)}</text>`;
    })}
    <path class="axis" d=${`M${left} ${zero.y}H${right}M${zero.x} ${top}V${bottom}`}></path>
    <text class="axis-name" x=${right} y=${bottom + 16} text-anchor="end">${names.x} →</text>
    <text class="axis-name" x=${zero.x} y=${top - 8} text-anchor="middle">${names.y} ↑</text>
  </g>`;
}

/** About three lines on each side of the middle. */
function stepFor(span: number): number {
  const power = 10 ** Math.floor(Math.log10(span / 2.5));
  return power * ([1, 2, 5].find((step) => span / (step * power) <= 4) ?? 10);
}
