/**
 * Two components of a token as an arrow to drag: the plane is a pointer target, the handle takes
 * arrow keys, and number fields beside it give the same without dragging.
 */
import { html, svg, type TemplateResult } from "lit";
import { arrowPath } from "../views/arrow";

export interface VectorPadProps {
  name: string;
  x: number;
  y: number;
  xName: string;
  yName: string;
  /** Half the span of the plane. */
  span: number;
  onInput: (x: number, y: number) => void;
  onCommit: () => void;
}

const HALF = 80;
const STEP = 0.1;

const rounded = (value: number) => Math.round(value * 100) / 100;

export function vectorPad(props: VectorPadProps): TemplateResult {
  const { name, x, y, xName, yName, span } = props;
  const at = (value: number) => Math.max(-1, Math.min(1, value / span)) * HALF;
  const tip = { x: at(x), y: -at(y) };
  return html`<svg
    class="vector-pad"
    viewBox=${`${-HALF - 14} ${-HALF - 14} ${2 * HALF + 28} ${2 * HALF + 28}`}
    width=${2 * HALF + 28}
    height=${2 * HALF + 28}
    role="group"
    aria-label=${name}
    @pointerdown=${(event: PointerEvent) => drag(event, props)}
  >
    <rect class="plane" x=${-HALF} y=${-HALF} width=${2 * HALF} height=${2 * HALF}></rect>
    ${[-0.5, 0, 0.5].map(
      (part) => svg`<path class=${part === 0 ? "axis" : "rule"}
        d=${`M${-HALF} ${part * 2 * HALF * 0.5}H${HALF}M${part * HALF} ${-HALF}V${HALF}`}></path>`,
    )}
    <text class="axis-name" x=${HALF} y="-6" text-anchor="end">${xName}</text>
    <text class="axis-name" x="6" y=${-HALF + 12}>${yName}</text>
    <path class="arrow" d=${arrowPath(tip)}></path>
    <circle class="target" cx=${tip.x} cy=${tip.y} r="22"></circle>
    <circle
      class="handle"
      cx=${tip.x}
      cy=${tip.y}
      r="6"
      tabindex="0"
      role="slider"
      aria-label=${`${xName}, ${yName}`}
      aria-valuemin=${-span}
      aria-valuemax=${span}
      aria-valuenow=${x}
      aria-valuetext=${`${xName} ${rounded(x)}, ${yName} ${rounded(y)}`}
      @keydown=${(event: KeyboardEvent) => key(event, props)}
    ></circle>
  </svg>`;
}

function drag(event: PointerEvent, { span, onInput, onCommit }: VectorPadProps): void {
  if (event.button !== 0) return;
  const pad = event.currentTarget as SVGSVGElement;
  const { left, top, width } = pad.getBoundingClientRect();
  const scale = (2 * HALF + 28) / width;
  const move = ({ clientX, clientY }: PointerEvent) => {
    const value = (pixels: number) => {
      const part = (pixels * scale - HALF - 14) / HALF;
      return rounded(Math.max(-1, Math.min(1, part)) * span);
    };
    onInput(value(clientX - left), 0 - value(clientY - top));
  };
  event.preventDefault();
  pad.setPointerCapture(event.pointerId);
  pad.querySelector<SVGElement>(".handle")?.focus({ preventScroll: true });
  move(event);
  const end = () => {
    pad.removeEventListener("pointermove", move);
    onCommit();
  };
  pad.addEventListener("pointermove", move);
  pad.addEventListener("lostpointercapture", end, { once: true });
}

function key(event: KeyboardEvent, { x, y, span, onInput, onCommit }: VectorPadProps): void {
  const moves: Record<string, [number, number] | undefined> = {
    ArrowLeft: [-1, 0],
    ArrowRight: [1, 0],
    ArrowUp: [0, 1],
    ArrowDown: [0, -1],
  };
  const move = moves[event.key];
  if (!move) return;
  event.preventDefault();
  event.stopPropagation();
  const size = event.shiftKey ? 5 * STEP : STEP;
  const bounded = (value: number) => rounded(Math.max(-span, Math.min(span, value)));
  onInput(bounded(x + move[0] * size), bounded(y + move[1] * size));
  onCommit();
}
