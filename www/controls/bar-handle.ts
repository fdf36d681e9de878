/**
 * A number as a bar whose top can be dragged. Also a tap beside the top brings it there, and the
 * arrow keys move it; a number field stands elsewhere.
 */
import { html, svg, type TemplateResult } from "lit";
import { classOf } from "../views/colormap";
import { numberText } from "../views/format";
import { drag, keepTouch } from "./drag";

/** The numbers at the bottom and the top of a bar's room. */
export interface Domain {
  low: number;
  high: number;
}

export interface BarHandleProps {
  name: string;
  valueText: string;
  /** null for a bar that is out of the game. */
  value: number | null;
  domain: Domain;
  width: number;
  height: number;
  onGrab: () => void;
  onInput: (value: number) => void;
  onCommit: () => void;
}

const STOPS = [2, 3, 4, 5, 6, 8, 10, 15, 20, 30, 50, 100, 200, 500, 1000, 2000, 5000];
const PADDING = { top: 30, bottom: 22 };
const HALF_TARGET = 22;
const STEP = 0.1;
const MINUS_INFINITY = numberText(-Infinity);

/** Room for all of these, and for a little more. */
export function domainOf(values: readonly number[]): Domain {
  const stop = (least: number) => STOPS.find((each) => each >= least) ?? least;
  return {
    low: -stop(Math.max(2, -1.08 * Math.min(...values))),
    high: stop(Math.max(4, 1.08 * Math.max(...values))),
  };
}

export function barHandle(props: BarHandleProps): TemplateResult {
  const { value, domain, width, height, onInput, onCommit } = props;
  const scale = scaleOf(domain, height);
  const zero = scale.toPixels(0);
  const half = Math.min(34, width / 2 - 3);
  const middle = width / 2;
  const tap = (event: MouseEvent) => {
    const column = event.currentTarget as SVGSVGElement;
    if (value === null || (event.target as Element).matches(".target")) return;
    const { top, height: tall } = column.getBoundingClientRect();
    onInput(scale.toNumber(((event.clientY - top) * height) / tall));
    onCommit();
  };
  return html`<svg
    class="bar-handle"
    width=${width}
    height=${height}
    viewBox=${`0 0 ${width} ${height}`}
    @click=${tap}
  >
    <rect class="column" width=${width} height=${height}></rect>
    <path class="axis" d=${`M-1 ${zero}H${width + 1}`}></path>
    ${value === null ? gone() : bar(value)}
  </svg>`;

  /** Below everything that has a number. */
  function gone() {
    const bottom = height - PADDING.bottom;
    return svg`<path class="gone" d=${`M${middle} ${zero}V${bottom}m-4 -6l4 6l4 -6`}></path>
      <text class="bar-value" x=${middle} y=${bottom + 17} text-anchor="middle">${MINUS_INFINITY}</text>`;
  }

  function bar(value: number) {
    const top = scale.toPixels(value);
    const limit = Math.max(-domain.low, domain.high);
    return svg`<rect class=${`bar signed-${classOf("signed", value, limit)}`} x=${middle - half}
        width=${2 * half} y=${Math.min(zero, top)} height=${Math.abs(zero - top)}></rect>
      <text class="bar-value" x=${middle} y=${value < 0 ? top + 17 : top - 9} text-anchor="middle">${numberText(value)}</text>
      <path class="grip" tabindex="0" role="slider" aria-orientation="vertical"
        aria-label=${props.name} aria-valuemin=${domain.low} aria-valuemax=${domain.high}
        aria-valuenow=${value} aria-valuetext=${props.valueText}
        d=${`M${middle - half} ${top}H${middle + half}`}
        @keydown=${(event: KeyboardEvent) => step(event, value, props)}></path>
      <rect class="target" x="0" width=${width} y=${top - HALF_TARGET} height=${2 * HALF_TARGET}
        @touchstart=${keepTouch} @pointerdown=${(event: PointerEvent) => grab(event, value, props, scale)}></rect>`;
  }
}

interface Scale {
  toPixels: (value: number) => number;
  toNumber: (pixels: number) => number;
}

const rounded = (value: number) => Number(value.toFixed(1)) + 0;

function scaleOf({ low, high }: Domain, height: number): Scale {
  const unit = (height - PADDING.top - PADDING.bottom) / (high - low);
  return {
    toPixels: (value) => PADDING.top + (high - value) * unit,
    toNumber: (pixels) =>
      rounded(Math.min(high, Math.max(low, high - (pixels - PADDING.top) / unit))),
  };
}

function grab(event: PointerEvent, value: number, props: BarHandleProps, scale: Scale): void {
  if (event.button !== 0) return;
  event.preventDefault();
  const target = event.currentTarget as SVGRectElement;
  const column = target.ownerSVGElement;
  const ratio = props.height / (column?.getBoundingClientRect().height || props.height);
  const from = { pixels: scale.toPixels(value), y: event.clientY };
  column?.querySelector<SVGElement>(".grip")?.focus({ preventScroll: true });
  props.onGrab();
  drag(event, target, {
    move: ({ y }) => props.onInput(scale.toNumber(from.pixels + (y - from.y) * ratio)),
    end: props.onCommit,
  });
}

function step(event: KeyboardEvent, value: number, { domain, onInput, onCommit }: BarHandleProps) {
  const size = event.shiftKey ? 5 * STEP : STEP;
  const targets: Record<string, number | undefined> = {
    ArrowUp: value + size,
    ArrowRight: value + size,
    ArrowDown: value - size,
    ArrowLeft: value - size,
    PageUp: value + 1,
    PageDown: value - 1,
    Home: domain.low,
    End: domain.high,
  };
  const to = targets[event.key];
  if (to === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  onInput(Number(to.toFixed(6)) + 0);
  onCommit();
}
