/** The pencil lies where the librarian is: at the slip, the strokes, the shares, the page. */
import { html, type TemplateResult } from "lit";
import { place } from "../../views/place";
import type { Box, Layout } from "./layout";
import { rowOf, type Numbers } from "./numbers";
import { segments } from "./ribbons";

/** Drawn with its tip up, at the origin. */
const PENCIL = html`<svg width="40" height="58" viewBox="-4 -3 40 58">
  <g transform="rotate(-27)">
    <path d="M0 0L4.4 11V50Q0 53.5 -4.4 50V11Z"></path>
    <path class="lead" d="M0 0L1.7 4.2H-1.7Z"></path>
    <path d="M-4.4 11Q-2.2 9.4 0 11Q2.2 9.4 4.4 11M0 11V45M-4.4 45H4.4"></path>
  </g>
</svg>`;
/** Where the tip is in the drawing of it. */
const TIP = { x: 4, y: 3 };

export function pencil(layout: Layout, { shares }: Numbers, reached: number): TemplateResult {
  const { x, y } = tip(layout, rowOf(shares, 0), reached);
  return html`<div class="pencil-place" aria-hidden="true" ${place({ x: x - TIP.x, y: y - TIP.y })}>
    ${PENCIL}
  </div>`;
}

function tip(layout: Layout, shares: readonly number[], reached: number): { x: number; y: number } {
  const { slip, matches, page, pageSlot, isWide } = layout;
  const last = matches.at(-1) as Box;
  switch (reached) {
    case 0:
      return { x: slip.x + slip.w - 34, y: slip.y + slip.h - (isWide ? 22 : 26) };
    case 1:
      // Narrow, where the river will run.
      return isWide
        ? { x: last.x + 62, y: last.y + 14 }
        : { x: last.x + last.w - 16, y: last.y + 6 };
    case 2: {
      // On the first cut of the page's edge.
      const { x, y, w, h } = segments(layout, shares)[0] as Box;
      return isWide
        ? { x: x + 8, y: y + Math.min(h, w) }
        : { x: Math.min(x + 2, page.x + page.w - 34), y: page.y + 6 };
    }
    default:
      return { x: page.x + page.w - 30, y: pageSlot.y - (isWide ? 26 : 28) };
  }
}
