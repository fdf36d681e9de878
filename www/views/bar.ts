/** A small bar from a middle line: right for positive, left for negative. Geometry by attributes only. */
import { html, type TemplateResult } from "lit";

const HALF = 40;

export function matrixBar(value: number, limit: number): TemplateResult {
  const length = limit > 0 && Number.isFinite(value) ? (Math.abs(value) / limit) * HALF : 0;
  const x = value < 0 ? HALF - length : HALF;
  return html`<svg
    class="term-bar"
    viewBox="0 0 ${2 * HALF} 10"
    width=${2 * HALF}
    height="10"
    aria-hidden="true"
  >
    <rect x=${x.toFixed(1)} y="3" width=${length.toFixed(1)} height="4"></rect>
    <rect class="zero" x=${HALF - 0.5} y="0" width="1" height="10"></rect>
  </svg>`;
}
