/** Shares as bars side by side, the largest first if they are sorted; filled by the map of weights. */
import { svg, type SVGTemplateResult } from "lit";
import { classOf } from "./colormap";

export interface ShareBarsProps {
  shares: readonly number[];
  width: number;
  height: number;
  /** What stands above the first bar. */
  label: string;
}

const LABEL_ROOM = 18;

export function shareBars({ shares, width, height, label }: ShareBarsProps): SVGTemplateResult {
  const step = width / shares.length;
  const gap = step > 6 ? 1.5 : step > 2 ? 0.5 : 0;
  const full = height - LABEL_ROOM;
  const first = (shares[0] ?? 0) * full;
  return svg`<g class="share-bars">
    ${shares.map((share, i) => {
      const tall = share * full;
      return svg`<rect class="share-bar weight-${classOf("weight", share, 1)}" x=${(i * step).toFixed(1)}
        y=${(height - tall).toFixed(1)} width=${Math.max(0.5, step - gap).toFixed(1)} height=${tall.toFixed(1)}></rect>`;
    })}
    <path class="ruler-line" d=${`M0 ${height}H${width}`}></path>
    <text class="mark-label" x="0" y=${(height - first - 6).toFixed(1)}>${label}</text>
  </g>`;
}
