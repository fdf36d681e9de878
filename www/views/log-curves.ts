/** Curves over two logarithmic axes, with a point marked on each. Geometry by attributes only. */
import { svg, type SVGTemplateResult } from "lit";

export interface Curve {
  points: readonly { x: number; y: number }[];
  isDashed: boolean;
  mark: { x: number; y: number; label: string };
  /** Whether the mark's label stands above its point. */
  isAbove: boolean;
}

export interface LogCurvesProps {
  curves: readonly Curve[];
  width: number;
  height: number;
  xs: readonly { at: number; label: string }[];
  ys: readonly { at: number; label: string }[];
}

/** Room for the labels of the vertical axis. */
const LEFT = 44;
const BOTTOM = 24;
const TOP = 10;
const RIGHT = 12;

export function logCurves({ curves, width, height, xs, ys }: LogCurvesProps): SVGTemplateResult {
  const [left, right] = [xs[0]?.at ?? 1, xs.at(-1)?.at ?? 2];
  const [low, high] = [ys[0]?.at ?? 0.1, ys.at(-1)?.at ?? 1];
  const part = (value: number, from: number, to: number) =>
    (Math.log(value) - Math.log(from)) / (Math.log(to) - Math.log(from));
  const x = (value: number) => LEFT + part(value, left, right) * (width - LEFT - RIGHT);
  // What lies below the axis leaves through it: the curve is cut off there, not bent.
  const y = (value: number) =>
    height - BOTTOM - Math.max(-0.02, part(value, low, high)) * (height - BOTTOM - TOP);
  const path = (points: Curve["points"]) =>
    points
      .map((point, i) => `${i ? "L" : "M"}${x(point.x).toFixed(1)} ${y(point.y).toFixed(1)}`)
      .join("");
  return svg`<g class="curves">
    ${ys.map(
      ({
        at,
        label,
      }) => svg`<path class="rule" d=${`M${LEFT} ${y(at).toFixed(1)}H${width - RIGHT}`}></path>
        <text class="tick" x=${LEFT - 8} y=${(y(at) + 4).toFixed(1)} text-anchor="end">${label}</text>`,
    )}
    <path class="ruler-line" d=${`M${LEFT} ${height - BOTTOM}H${width - RIGHT}${xs
      .map(({ at }) => `M${x(at).toFixed(1)} ${height - BOTTOM}v5`)
      .join("")}`}></path>
    ${xs.map(
      ({ at, label }) =>
        svg`<text class="tick" x=${x(at).toFixed(1)} y=${height - BOTTOM + 18} text-anchor="middle">${label}</text>`,
    )}
    ${curves.map(
      ({ points, isDashed }) =>
        svg`<path class="curve ${isDashed ? "dashed" : ""}" d=${path(points)}></path>`,
    )}
    ${curves.map(({ mark, isDashed, isAbove }) => {
      const at = { x: x(mark.x), y: y(mark.y) };
      const isLate = at.x > width * 0.6;
      return svg`<circle class="mark-point ${isDashed ? "hollow" : ""}" cx=${at.x.toFixed(1)} cy=${at.y.toFixed(1)} r="5"></circle>
        <text class="mark-label" x=${(at.x + (isLate ? -9 : 9)).toFixed(1)} y=${(at.y + (isAbove ? -9 : 20)).toFixed(1)}
          text-anchor=${isLate ? "end" : "start"}>${mark.label}</text>`;
    })}
  </g>`;
}
