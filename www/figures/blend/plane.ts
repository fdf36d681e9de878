/**
 * The values as points, all that weights could make of them as a thin line around, and the output
 * inside, with a ribbon from each value as wide as its weight. On the rulers, each entry by itself:
 * from the least value to the most, and the output between them.
 */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { drag } from "../../controls/drag";
import type { Blend } from "../../engine/types";
import { blendStrings as strings } from "../../strings/blend";
import type { Point } from "../../views/arrow";
import { classOf } from "../../views/colormap";
import { numberText } from "../../views/format";
import { names } from "./names";
import type { BlendSettings, Value } from "./scenario";

/** Room for the rulers. */
const RULER = { left: 46, bottom: 40 };
/** Half of what the plane spans when no value lies beyond. */
const SPAN = 3;
const STEP = 0.1;
/** Below this side, names stand alone where there would be much to say. */
const TIGHT = 380;
/** A weight of 1, as a part of the plane. */
const RIBBON = 0.09;

export interface PlaneProps {
  settings: BlendSettings;
  blend: Blend;
  /** Where the challenge's cross stands. */
  middle: readonly number[] | null;
  side: number;
  onMove: (key: number, value: Value) => void;
  onCommit: () => void;
}

interface Scale {
  span: number;
  size: number;
  x: (value: number) => number;
  y: (value: number) => number;
}

function scaleOf({ settings, side }: PlaneProps): Scale {
  const largest = Math.max(SPAN, ...settings.values.flat().map(Math.abs));
  const span = largest === SPAN ? SPAN : Math.ceil(largest * 1.05);
  const size = Math.max(80, side - RULER.left);
  const at = (value: number) => ((value / span + 1) / 2) * size;
  return { span, size, x: (value) => RULER.left + at(value), y: (value) => size - at(value) };
}

export function plane(props: PlaneProps): TemplateResult {
  const { settings, blend, middle } = props;
  const { labels, values, others } = settings;
  const { hull, corners, same_output: same } = blend;
  const scale = scaleOf(props);
  const { x, y, size } = scale;
  const place = (point: readonly number[]) => ({ x: x(point[0] ?? 0), y: y(point[1] ?? 0) });
  const output = place(hull.output);
  const weights = same?.weights ?? [];
  const points = values.map(place);
  const around = (corners ?? []).flatMap((key) => points[key ?? -1] ?? []);
  const outline = around.map((corner) => `${corner.x.toFixed(1)},${corner.y.toFixed(1)}`).join(" ");
  const texts = labels.map((name, key) => {
    const [share, other] = [weights[key] ?? 0, same?.others[key] ?? 0];
    // Two shares to a name take more room than a small plane has; they stand in the table.
    const isTight = size < TIGHT;
    const both = isTight ? "" : strings.shares(share, other);
    return { name, share: others ? both : strings.share(share) };
  });
  const heaviestFirst = [...points.keys()].sort((a, b) => (weights[b] ?? 0) - (weights[a] ?? 0));
  return html`<svg
    class="blend-plane"
    width=${size + RULER.left}
    height=${size + RULER.bottom}
    role="group"
    aria-label=${strings.planeName(hull.output, labels)}
  >
    <path class="axis" d=${`M${x(0)} 0V${size}M${RULER.left} ${y(0)}H${RULER.left + size}`}></path>
    ${around.length > 2 ? svg`<polygon class="hull" points=${outline}></polygon>` : svg`<polyline class="hull" points=${outline}></polyline>`}
    ${heaviestFirst.map((key) => ribbon(points[key] ?? output, output, weights[key] ?? 0, size, false))}
    ${
      others && same
        ? heaviestFirst.map((key) =>
            ribbon(points[key] ?? output, output, same.others[key] ?? 0, size, true),
          )
        : nothing
    }
    ${middle ? cross(place(middle)) : nothing} ${rulers(props, scale)}
    ${names({ names: texts, points: points.map((point, key) => ({ ...point, half: halfOf(weights[key] ?? 0, size) })), output, corners: around, left: RULER.left, size })}
    <circle class="output" data-step="head_output" cx=${output.x} cy=${output.y} r="9"></circle>
    ${points.map((point, key) => handle(props, key, point, scale))}
  </svg>`;
}

const halfOf = (weight: number, size: number): number => (weight * size * RIBBON) / 2;

/** From a value to the output, as wide as the weight, with round ends. */
function ribbon(
  from: Point,
  to: Point,
  weight: number,
  size: number,
  isOther: boolean,
): SVGTemplateResult | typeof nothing {
  const length = Math.hypot(to.x - from.x, to.y - from.y);
  if (length < 0.5 || (isOther && weight === 0)) return nothing;
  const half = halfOf(weight, size);
  const [nx, ny] = [(-(to.y - from.y) / length) * half, ((to.x - from.x) / length) * half];
  const edge = (at: Point, sign: number) =>
    `${(at.x + sign * nx).toFixed(2)} ${(at.y + sign * ny).toFixed(2)}`;
  const turn = `A${half.toFixed(2)} ${half.toFixed(2)} 0 0 0`;
  const kind = isOther ? "ribbon other" : `ribbon weight-${classOf("weight", weight, 1)}`;
  return svg`<path class=${kind} data-step="weights"
    d=${`M${edge(from, 1)}L${edge(to, 1)}${turn} ${edge(to, -1)}L${edge(from, -1)}${turn} ${edge(from, 1)}Z`}></path>`;
}

const cross = ({ x, y }: Point) =>
  svg`<path class="cross" d=${`M${x - 6} ${y - 6}l12 12m0 -12l-12 12`}></path>`;

/** Each entry by itself: the values' span, and the output in it. */
function rulers({ blend: { hull } }: PlaneProps, scale: Scale): SVGTemplateResult {
  const { x, y, size } = scale;
  const [low, high, output] = [hull.low, hull.high, hull.output].map((pair) => ({
    x: pair[0] ?? 0,
    y: pair[1] ?? 0,
  })) as [Point, Point, Point];
  const [left, bottom] = [RULER.left - 6, size + 6];
  return svg`<g class="rulers">
    <path class="guide" d=${`M${x(output.x)} ${y(output.y)}V${bottom}M${x(output.x)} ${y(output.y)}H${left}`}></path>
    <path class="ruler-line" d=${`M${RULER.left} ${bottom}H${RULER.left + size}M${left} 0V${size}`}></path>
    <path class="reach" d=${`M${x(low.x)} ${bottom}H${x(high.x)}M${left} ${y(low.y)}V${y(high.y)}`}></path>
    <path class="tip" d=${`M${x(output.x)} ${bottom - 7}v14M${left - 7} ${y(output.y)}h14`}></path>
    ${across(low.x, output.x, high.x, scale).map(
      ({ at, value, isOutput }) =>
        svg`<text class=${isOutput ? "tick now" : "tick"} x=${at} y=${size + 27} text-anchor="middle">${numberText(value)}</text>`,
    )}
    ${along(low.y, output.y, high.y, scale).map(
      ({ at, value, isOutput }) =>
        svg`<text class=${isOutput ? "tick now" : "tick"} x=${left - 9} y=${at + 4} text-anchor="end">${numberText(value)}</text>`,
    )}
  </g>`;
}

interface Tick {
  at: number;
  value: number;
  isOutput: boolean;
}

const across = (low: number, output: number, high: number, { x }: Scale): Tick[] =>
  ticks(low, output, high, x, 40);

const along = (low: number, output: number, high: number, { y }: Scale): Tick[] =>
  ticks(low, output, high, y, 18);

/** The output's number always; the ends' only where they don't run into it. */
function ticks(
  low: number,
  output: number,
  high: number,
  place: (value: number) => number,
  room: number,
): Tick[] {
  const now = { at: place(output), value: output, isOutput: true };
  const ends = [low, high].map((value) => ({ at: place(value), value, isOutput: false }));
  return [...ends.filter(({ at }) => Math.abs(at - now.at) >= room), now];
}

function handle(props: PlaneProps, key: number, point: Point, scale: Scale): SVGTemplateResult {
  const { settings, onCommit } = props;
  const [x, y] = settings.values[key] ?? [0, 0];
  const label = settings.labels[key] ?? "";
  return svg`<g class="value"
      @pointerdown=${(event: PointerEvent) => grab(event, key, scale, props)}>
    <circle class="target" cx=${point.x} cy=${point.y} r="22"></circle>
    <circle class="handle" data-step="v" cx=${point.x} cy=${point.y} r="6" tabindex="0" role="slider"
      aria-label=${strings.pointName(label)}
      aria-valuemin=${-scale.span} aria-valuemax=${scale.span} aria-valuenow=${x}
      aria-valuetext=${strings.pointText(x, y)}
      @keydown=${(event: KeyboardEvent) => {
        const move = MOVES[event.key];
        if (!move) return;
        event.preventDefault();
        const size = event.shiftKey ? 5 * STEP : STEP;
        props.onMove(key, [
          within(x + move[0] * size, scale.span),
          within(y + move[1] * size, scale.span),
        ]);
        onCommit();
      }}></circle>
  </g>`;
}

const MOVES: Record<string, [number, number] | undefined> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, 1],
  ArrowDown: [0, -1],
};

const within = (value: number, span: number) =>
  Math.round(Math.max(-span, Math.min(span, value)) * 100) / 100;

/** The scale stays as it was when the drag began, so that the point stays under the finger. */
function grab(event: PointerEvent, key: number, { span, size }: Scale, props: PlaneProps): void {
  const group = event.currentTarget as SVGGElement;
  const frame = group.ownerSVGElement?.getBoundingClientRect();
  if (event.button !== 0 || !frame) return;
  event.preventDefault();
  group.querySelector<SVGElement>(".handle")?.focus({ preventScroll: true });
  const value = (pixels: number) => (2 * pixels * span) / size - span;
  drag(event, group, {
    move: ({ x, y }) =>
      props.onMove(key, [
        within(value(x - frame.left - RULER.left), span),
        within(0 - value(y - frame.top), span),
      ]),
    end: props.onCommit,
  });
}
