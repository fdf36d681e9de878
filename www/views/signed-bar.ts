/** A number as a bar from a common zero, filled by the map of signed numbers. Geometry by attributes only. */
import { html, type TemplateResult } from "lit";
import { classOf } from "./colormap";

export interface SignedBarProps {
  value: number;
  /** What the whole width spans. */
  low: number;
  high: number;
  width: number;
  height: number;
}

export function signedBar({ value, low, high, width, height }: SignedBarProps): TemplateResult {
  const at = (number: number) => ((number - low) / (high - low || 1)) * (width - 1) + 0.5;
  const [zero, end] = [at(0), at(value)];
  const limit = Math.max(Math.abs(low), Math.abs(high));
  return html`<svg class="signed-bar" width=${width} height=${height} aria-hidden="true">
    <rect
      class="bar signed-${classOf("signed", value, limit)}"
      x=${Math.min(zero, end)}
      y="1.5"
      width=${Math.abs(end - zero)}
      height=${height - 3}
    ></rect>
    <path class="rule" d=${`M${zero} 0V${height}`}></path>
  </svg>`;
}
