/** One whole, cut into shares: the length is always the same. Geometry by attributes only. */
import { html, nothing, svg, type TemplateResult } from "lit";
import { classOf } from "./colormap";
import { shareText } from "./share";

export interface ShareStripProps {
  shares: readonly number[];
  labels: readonly string[];
  /** What the drawing says to those who do not see it. */
  name: string;
  width: number;
  height: number;
}

const LETTER = 7.6;
const DIGIT = 6.4;

export function shareStrip(props: ShareStripProps): TemplateResult {
  const { shares, labels, name, width, height } = props;
  let start = 0;
  const parts = shares.map((share, i) => {
    const room = { x: start, width: share * width, height };
    start += room.width;
    return share > 0 ? part(room, share, labels[i] ?? "") : nothing;
  });
  return html`<svg class="strip" width=${width} height=${height} role="img" aria-label=${name}>
    ${parts}
    <rect class="whole" x="0.5" y="0.5" width=${Math.max(1, width - 1)} height=${height - 1}></rect>
  </svg>`;
}

interface Room {
  x: number;
  width: number;
  height: number;
}

/** Its name and its share are written where there is room. */
function part({ x, width, height }: Room, share: number, label: string) {
  const shade = `weight-${classOf("weight", share, 1)}`;
  const percent = shareText(share);
  const isPrinted = width - 10 >= percent.length * DIGIT;
  const isNamed = isPrinted && width - 10 >= label.length * LETTER;
  const [middle, line] = [x + width / 2, height / 2 + 5];
  return svg`<g class=${shade}>
    <rect class=${`${shade} part`} x=${x} y="0" width=${width} height=${height}></rect>
    ${isNamed ? svg`<text x=${middle} y=${line - 9} text-anchor="middle">${label}</text>` : nothing}
    ${isPrinted ? svg`<text class="percent" x=${middle} y=${isNamed ? line + 9 : line} text-anchor="middle">${percent}</text>` : nothing}
  </g>`;
}
