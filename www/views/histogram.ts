/** How often numbers fall where: bars on a ruler. Geometry by attributes only. */
import { svg, type SVGTemplateResult } from "lit";

export interface Bins {
  low: number;
  high: number;
  counts: ArrayLike<number>;
}

export interface HistogramProps {
  bins: Bins;
  /** The count that takes the whole height: the same for plots that are compared. */
  most: number;
  width: number;
  height: number;
  ticks: readonly { at: number; label: string }[];
  /** A number to point out on the ruler. */
  mark?: { at: number; label: string } | undefined;
}

/** Room for the ruler's labels. */
export const RULER = 24;
const LABEL_ROOM = 18;

export function histogram({
  bins: { low, high, counts },
  most,
  width,
  height,
  ticks,
  mark,
}: HistogramProps): SVGTemplateResult {
  const x = (value: number) =>
    (Math.max(0, Math.min(1, (value - low) / (high - low))) * width).toFixed(1);
  const bin = width / counts.length;
  const full = height - LABEL_ROOM;
  return svg`<g class="histogram">
    ${Array.from(counts, (count, i) => {
      const tall = most > 0 ? (count / most) * full : 0;
      return svg`<rect class="bin" x=${(i * bin + 0.5).toFixed(1)} y=${(height - tall).toFixed(1)}
        width=${Math.max(0.5, bin - 1).toFixed(1)} height=${tall.toFixed(1)}></rect>`;
    })}
    <path class="ruler-line" d=${`M0 ${height}H${width}${ticks.map(({ at }) => `M${x(at)} ${height}v5`).join("")}`}></path>
    ${ticks.map(
      ({ at, label }) =>
        svg`<text class="tick" x=${x(at)} y=${height + 18} text-anchor=${anchor(at, low, high, 0.03)}>${label}</text>`,
    )}
    ${
      mark
        ? svg`<path class="mark" d=${`M${x(mark.at)} ${LABEL_ROOM - 4}V${height}`}></path>
          <text class="mark-label" x=${x(mark.at)} y=${LABEL_ROOM - 8}
            text-anchor=${anchor(mark.at, low, high, 0.4)}>${mark.label}</text>`
        : ""
    }
  </g>`;
}

/** A label near an end stays inside: `margin` is how near, as a part of the ruler. */
function anchor(at: number, low: number, high: number, margin: number) {
  const part = (at - low) / (high - low);
  return part < margin ? "start" : part > 1 - margin ? "end" : "middle";
}
