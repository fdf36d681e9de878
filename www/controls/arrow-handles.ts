/**
 * The tips of arrows, to drag: each answers to a finger, a mouse and the arrow keys. Where tips lie
 * on one another, the nearest is taken.
 */
import { svg, type SVGTemplateResult } from "lit";
import type { Point } from "../views/arrow";
import type { Plane } from "../views/plane";
import { drag, keepTouch } from "./drag";

export interface ArrowHandle {
  x: number;
  y: number;
  name: string;
  valueText: string;
  /** The hue: `q` or `k`. */
  role: string;
  /** A pointer took it. */
  onGrab: () => void;
  onInput: (x: number, y: number) => void;
}

const STEP = 0.1;
const RING = 10;
const TARGET = 22;

export function arrowHandles(
  plane: Plane,
  handles: readonly ArrowHandle[],
  onCommit: () => void,
): SVGTemplateResult {
  const grab = (event: PointerEvent) => {
    if (event.button !== 0) return;
    event.preventDefault();
    const group = event.currentTarget as SVGGElement;
    const at = within(group, event);
    const distance = ({ x, y }: ArrowHandle) => {
      const tip = plane.toPixels(x, y);
      return Math.hypot(tip.x - at.x, tip.y - at.y);
    };
    const nearest = handles.reduce((best, handle) =>
      distance(handle) < distance(best) ? handle : best,
    );
    follow(event, plane, nearest, onCommit);
    const index = handles.indexOf(nearest);
    group.querySelectorAll<SVGElement>(".handle")[index]?.focus({ preventScroll: true });
  };
  return svg`<g class="handles" @pointerdown=${grab}>
    ${handles.map((handle) => {
      const tip = plane.toPixels(handle.x, handle.y);
      return svg`<g class=${handle.role} data-step=${handle.role}>
        <circle class="target" cx=${tip.x} cy=${tip.y} r=${TARGET} @touchstart=${keepTouch}></circle>
        <circle class="handle" cx=${tip.x} cy=${tip.y} r=${RING} tabindex="0" role="slider"
          aria-label=${handle.name} aria-valuetext=${handle.valueText}
          aria-valuemin="-1000" aria-valuemax="1000" aria-valuenow=${handle.x}
          @keydown=${(event: KeyboardEvent) => step(event, handle, onCommit)}></circle>
      </g>`;
    })}
  </g>`;
}

const rounded = (value: number, places = 2) => Number(value.toFixed(places)) + 0;
const bounded = (value: number, reach: number) => Math.max(-reach, Math.min(reach, value));

/** A place in the window as one in the drawing, which may be shown smaller than it is. */
function within(group: SVGGElement, { clientX, clientY }: MouseEvent): Point {
  const drawing = group.ownerSVGElement;
  const box = drawing?.getBoundingClientRect() ?? { left: 0, top: 0, width: 1 };
  const scale = (drawing?.width.baseVal.value ?? 1) / box.width;
  return { x: (clientX - box.left) * scale, y: (clientY - box.top) * scale };
}

function follow(
  event: PointerEvent,
  plane: Plane,
  handle: ArrowHandle,
  onCommit: () => void,
): void {
  const group = event.currentTarget as SVGGElement;
  const start = within(group, event);
  const tip = plane.toPixels(handle.x, handle.y);
  handle.onGrab();
  drag(event, group, {
    move: ({ x, y }) => {
      // The tip keeps its distance from the finger, so that a touch moves nothing.
      const here = within(group, { clientX: x, clientY: y } as MouseEvent);
      const at = plane.toNumbers({ x: tip.x + here.x - start.x, y: tip.y + here.y - start.y });
      handle.onInput(rounded(bounded(at.x, plane.reach.x)), rounded(bounded(at.y, plane.reach.y)));
    },
    end: onCommit,
  });
}

const MOVES: Record<string, readonly [number, number] | undefined> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

function step(event: KeyboardEvent, { x, y, onInput }: ArrowHandle, onCommit: () => void): void {
  const move = MOVES[event.key];
  if (!move || event.ctrlKey || event.metaKey || event.altKey) return;
  event.preventDefault();
  const size = event.shiftKey ? 5 * STEP : STEP;
  onInput(rounded(x + move[0] * size, 6), rounded(y + move[1] * size, 6));
  onCommit();
}
