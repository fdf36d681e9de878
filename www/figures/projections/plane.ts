/** Two components of a few vectors as arrows: thin as they were, full as they are after the turn. */
import { svg, html, nothing, type SVGTemplateResult, type TemplateResult } from "lit";
import type { Letter } from "../../strings/projections";

export interface Arrow {
  role: Letter;
  labels: readonly string[];
  before: readonly [number, number];
  after: readonly [number, number];
}

export interface PlaneProps {
  name: string;
  arrows: readonly Arrow[];
  angle: number;
  handleName: string;
  angleText: string;
  /** Turns until the first arrow points where the pointer is. */
  onTurn: (angle: number) => void;
  onCommit: () => void;
}

const HALF = 112;
const MARGIN = 32;
const KEY_STEP = 5;

export function plane(props: PlaneProps): TemplateResult {
  const { name, arrows } = props;
  const limit = Math.max(
    1e-9,
    ...arrows.flatMap(({ before, after }) => [...before, ...after].map(Math.abs)),
  );
  const at = ([x, y]: readonly [number, number]) => ({
    x: (x / limit) * HALF,
    y: (-y / limit) * HALF,
  });
  const side = 2 * (HALF + MARGIN);
  const tip = arrows[0] ? at(arrows[0].after) : { x: 0, y: 0 };
  return html`<svg
    class="plane"
    viewBox="${-side / 2} ${-side / 2} ${side} ${side}"
    width=${side}
    height=${side}
    role="group"
    aria-label=${name}
  >
    <path class="axis" d="M${-HALF} 0H${HALF}M0 ${-HALF}V${HALF}"></path>
    ${arrows.map(({ before }) => svg`<path class="ghost" d=${shaft(at(before))}></path>`)}
    ${[...arrows].reverse().map(({ role, after }) => svg`<path class="arrow ${role}" d=${head(at(after))}></path>`)}
    ${arrows.map((arrow) => label(arrow, at(arrow.after)))}
    ${Math.hypot(tip.x, tip.y) < 1 ? nothing : handleOf(tip, props)}
  </svg>`;
}

interface Point {
  x: number;
  y: number;
}

/** What stands at the tip, beyond it. */
function label({ role, labels }: Arrow, tip: Point): SVGTemplateResult {
  const length = Math.max(1, Math.hypot(tip.x, tip.y));
  const beyond = 1 + 10 / length;
  const isSteep = Math.abs(tip.x) < 0.35 * length;
  const anchor = isSteep ? "middle" : tip.x < 0 ? "end" : "start";
  const drop = tip.y > 0.35 * length ? 12 : Math.abs(tip.y) <= 0.35 * length ? 4 : 0;
  return svg`<text
    class="tip ${role}"
    x=${tip.x * beyond}
    y=${tip.y * beyond + drop}
    text-anchor=${anchor}
  >${labels.join(", ")}</text>`;
}

const shaft = ({ x, y }: Point) => `M0 0L${x.toFixed(2)} ${y.toFixed(2)}`;

function head({ x, y }: Point): string {
  const length = Math.hypot(x, y);
  if (length < 1) return "";
  const [ux, uy] = [x / length, y / length];
  const size = Math.min(10, length / 2);
  const base = { x: x - ux * size, y: y - uy * size };
  return `M0 0L${base.x} ${base.y}M${base.x - uy * 4} ${base.y + ux * 4}L${x} ${y}L${base.x + uy * 4} ${base.y - ux * 4}Z`;
}

function handleOf({ x, y }: Point, props: PlaneProps): SVGTemplateResult {
  return svg`<circle class="target" cx=${x} cy=${y} r="22"
      @pointerdown=${(event: PointerEvent) => drag(event, props)}></circle>
    <circle class="handle" cx=${x} cy=${y} r="6" tabindex="0" role="slider"
      aria-label=${props.handleName} aria-valuemin="-180" aria-valuemax="180"
      aria-valuenow=${props.angle} aria-valuetext=${props.angleText}
      @pointerdown=${(event: PointerEvent) => drag(event, props)}
      @keydown=${(event: KeyboardEvent) => key(event, props)}></circle>`;
}

const folded = (angle: number) => ((((angle + 180) % 360) + 360) % 360) - 180;

function drag(event: PointerEvent, { angle, onTurn, onCommit }: PlaneProps): void {
  if (event.button !== 0) return;
  const grip = event.currentTarget as SVGElement;
  const { left, top, width, height } = (
    grip.ownerSVGElement as SVGSVGElement
  ).getBoundingClientRect();
  const pointed = ({ clientX, clientY }: PointerEvent) =>
    (Math.atan2(top + height / 2 - clientY, clientX - left - width / 2) * 180) / Math.PI;
  // By how far the pointer has gone round, so that a stretch does not make the arrow jump.
  const start = pointed(event);
  event.preventDefault();
  grip.setPointerCapture(event.pointerId);
  const move = (moved: PointerEvent) => onTurn(Math.round(folded(angle + pointed(moved) - start)));
  grip.addEventListener("pointermove", move);
  grip.addEventListener(
    "lostpointercapture",
    () => {
      grip.removeEventListener("pointermove", move);
      onCommit();
    },
    { once: true },
  );
}

function key(event: KeyboardEvent, { angle, onTurn, onCommit }: PlaneProps): void {
  const steps: Record<string, number | undefined> = {
    ArrowLeft: 1,
    ArrowUp: 1,
    ArrowRight: -1,
    ArrowDown: -1,
  };
  const step = steps[event.key];
  if (!step) return;
  event.preventDefault();
  event.stopPropagation();
  onTurn(folded(angle + step * KEY_STEP));
  onCommit();
}
