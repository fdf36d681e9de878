/** The arrows on their plane, the angle between the query and one key, and that key's shadow. */
import { html, nothing, svg, type SVGTemplateResult, type TemplateResult } from "lit";
import { arrowHandles, type ArrowHandle } from "../../controls/arrow-handles";
import { dotStrings as strings } from "../../strings/dot-product";
import { arrowPath, type Point } from "../../views/arrow";
import { placeLabels, type Label } from "../../views/labels";
import { axes, type Plane } from "../../views/plane";
import { withKey, type DotResult, type DotSettings } from "./settings";

const ARC = { roomy: 56, tight: 40 };
const LETTER = 8;
/** From this width on the shadow's length is written beside it. */
const ROOMY = 420;

export interface DrawingProps {
  plane: Plane;
  settings: DotSettings;
  result: DotResult;
  input: (edit: DotSettings) => void;
  commit: () => void;
  onGrab: (key: number | null) => void;
}

export function drawing(props: DrawingProps): TemplateResult {
  const { plane, settings, result } = props;
  const { width, height } = plane;
  return html`<svg
    class="plane"
    width=${width}
    height=${height}
    viewBox=${`0 0 ${width} ${height}`}
    role="group"
    aria-label=${strings.planeName}
  >
    ${axes(plane, { x: strings.axis(0), y: strings.axis(1) })} ${shifts(plane, settings, result)}
    ${projection(plane, settings, result)} ${arrows(plane, settings, result)}
    ${names(plane, settings, result)} ${arrowHandles(plane, handles(props), props.commit)}
  </svg>`;
}

const tipOf = (plane: Plane, [x = 0, y = 0]: readonly number[]): Point => plane.toPixels(x, y);

/** From where each key was to where what is added to all of them took it. */
function shifts(plane: Plane, { keys, shift }: DotSettings, { shown }: DotResult) {
  if (shift.every((part) => part === 0)) return nothing;
  return svg`<g class="shifts">${keys.map((key, i) => {
    const [from, to] = [tipOf(plane, key), tipOf(plane, shown[i] ?? key)];
    return svg`<circle cx=${from.x} cy=${from.y} r="2.5"></circle>
      <path d=${`M${from.x} ${from.y}L${to.x} ${to.y}`}></path>`;
  })}</g>`;
}

/** Where the chosen key's tip falls onto the query's line. */
function footOf(plane: Plane, { query, chosen }: DotSettings, result: DotResult): Point {
  const along = result.keys[chosen]?.along ?? 0;
  const length = result.query_length || 1;
  return tipOf(
    plane,
    query.map((part) => (part / length) * along),
  );
}

function projection(plane: Plane, settings: DotSettings, result: DotResult) {
  const { query, chosen } = settings;
  const of = result.keys[chosen];
  const key = result.shown[chosen];
  if (!of || !key || result.query_length === 0) return nothing;
  const unit = query.map((part) => part / result.query_length);
  const along = (size: number) =>
    tipOf(
      plane,
      unit.map((part) => part * size),
    );
  const [zero, foot, tip] = [along(0), footOf(plane, settings, result), tipOf(plane, key)];
  // The line of the query, as far as the shadow needs it.
  const ends = [
    along(Math.min(0, of.along)),
    along(Math.max(result.query_length, of.along)),
  ] as const;
  return svg`<g class="projection">
    <path class="line-of-q" d=${`M${ends[0].x} ${ends[0].y}L${ends[1].x} ${ends[1].y}`}></path>
    <path class="shadow" d=${`M${zero.x} ${zero.y}L${foot.x} ${foot.y}`}></path>
    <path class="fall" d=${`M${tip.x} ${tip.y}L${foot.x} ${foot.y}`}></path>
    ${rightAngle(foot, tip, zero)}
    ${of.angle === null ? nothing : svg`<path class="arc" d=${arc(plane, query, key)}></path>`}
  </g>`;
}

function rightAngle(foot: Point, tip: Point, zero: Point): SVGTemplateResult | typeof nothing {
  const towards = (to: Point): Point | null => {
    const length = Math.hypot(to.x - foot.x, to.y - foot.y);
    return length < 16
      ? null
      : { x: ((to.x - foot.x) / length) * 8, y: ((to.y - foot.y) / length) * 8 };
  };
  const [up, back] = [towards(tip), towards(zero)];
  if (!up || !back) return nothing;
  return svg`<path class="corner" d=${`M${foot.x + up.x} ${foot.y + up.y}l${back.x} ${back.y}l${-up.x} ${-up.y}`}></path>`;
}

const angleOf = ([x = 0, y = 0]: readonly number[]) => Math.atan2(y, x);

const radiusOf = ({ width }: Plane): number => (width >= ROOMY ? ARC.roomy : ARC.tight);

/** From one arrow to the other, the short way round. */
function arc(plane: Plane, query: readonly number[], key: readonly number[]): string {
  const zero = plane.toPixels(0, 0);
  const radius = radiusOf(plane);
  const at = (angle: number) =>
    `${zero.x + radius * Math.cos(angle)} ${zero.y - radius * Math.sin(angle)}`;
  const [from, to] = [angleOf(query), angleOf(key)];
  const isLeft = Math.sin(to - from) >= 0;
  return `M${at(from)}A${radius} ${radius} 0 0 ${isLeft ? 0 : 1} ${at(to)}`;
}

function arrows(plane: Plane, { query, chosen }: DotSettings, { shown }: DotResult) {
  const zero = plane.toPixels(0, 0);
  const arrow = (to: readonly number[], role: string) =>
    svg`<path class=${`arrow ${role}`} data-step=${role[0]} d=${arrowPath(tipOf(plane, to), zero)}></path>`;
  return svg`<g class="arrows" aria-hidden="true">
    ${shown.map((key, i) => arrow(key, i === chosen ? "k chosen" : "k"))} ${arrow(query, "q")}
  </g>`;
}

/** The words at the tips, and the angle in its arc. */
function names(plane: Plane, settings: DotSettings, result: DotResult): SVGTemplateResult {
  const { word, query, labels, chosen } = settings;
  const zero = plane.toPixels(0, 0);
  const tips = [query, ...result.shown].map((arrow) => tipOf(plane, arrow));
  const named = (text: string, at: Point): Label => ({
    at,
    towards: { x: at.x - zero.x, y: at.y - zero.y },
    width: (text.length + 1.5) * LETTER,
    height: 18,
    distance: 13,
    farther: 18,
  });
  const key = result.shown[chosen] ?? [];
  const angle = result.keys[chosen]?.angle ?? null;
  const middle = angleOf(query) + turnTo(angleOf(query), angleOf(key)) / 2;
  const radius = radiusOf(plane);
  const inArc: Label = {
    at: { x: zero.x + radius * Math.cos(middle), y: zero.y - radius * Math.sin(middle) },
    towards: { x: Math.cos(middle), y: -Math.sin(middle) },
    width: 34,
    height: 16,
    distance: 4,
    farther: 110,
  };
  const along = result.keys[chosen]?.along ?? 0;
  const foot = footOf(plane, settings, result);
  const [tip = zero] = tips.slice(chosen + 1);
  const shadow = strings.shadowLength(along);
  const atFoot: Label = {
    at: { x: (zero.x + foot.x) / 2, y: (zero.y + foot.y) / 2 },
    // On the side that the key is not on.
    towards: { x: foot.x - tip.x, y: foot.y - tip.y },
    width: shadow.length * 6.6,
    height: 16,
    distance: 8,
    farther: 36,
  };
  const isRoomy = plane.width >= ROOMY && Math.hypot(foot.x - zero.x, foot.y - zero.y) > 60;
  const all = tips.map((at, i) => named(i === 0 ? word : (labels[i - 1] ?? ""), at));
  const places = placeLabels(
    [...all, ...(angle === null ? [] : [inArc]), ...(isRoomy ? [atFoot] : [])],
    {
      width: plane.width,
      height: plane.height,
      points: tips.map((at) => ({ ...at, radius: 11 })),
      lines: [...tips.map((at) => [zero, at] as const), [zero, foot], [tip, foot]],
    },
  );
  const text = (i: number, role: string, letter: string, label: string) => {
    const at = places[i] ?? zero;
    return svg`<text class=${`name ${role}`} x=${at.x.toFixed(1)} y=${(at.y + 5).toFixed(1)} text-anchor="middle"><tspan class="letter">${letter}</tspan> ${label}</text>`;
  };
  const small = (at: Point | undefined, role: string, content: string) =>
    at
      ? svg`<text class=${role} x=${at.x.toFixed(1)} y=${(at.y + 4).toFixed(1)} text-anchor="middle">${content}</text>`
      : nothing;
  return svg`<g class="names" aria-hidden="true">
    ${text(0, "q", "q", word)}
    ${labels.map((label, i) => text(i + 1, i === chosen ? "k chosen" : "k", "k", label))}
    ${angle === null ? nothing : small(places[all.length], "angle", strings.degrees(angle))}
    ${isRoomy ? small(places.at(-1), "angle of-shadow", shadow) : nothing}
  </g>`;
}

/** The signed turn from one direction to another, at most half a circle. */
const turnTo = (from: number, to: number): number =>
  Math.atan2(Math.sin(to - from), Math.cos(to - from));

function handles({ settings, result, input, onGrab }: DrawingProps): ArrowHandle[] {
  const { word, query, labels } = settings;
  const [qx = 0, qy = 0] = query;
  return [
    {
      x: qx,
      y: qy,
      role: "q",
      name: strings.queryHandle(word),
      valueText: strings.arrowText(qx, qy),
      onGrab: () => onGrab(null),
      onInput: (x, y) => input({ ...settings, query: [x, y] }),
    },
    ...result.shown.map(([x = 0, y = 0], i) => ({
      x,
      y,
      role: "k",
      name: strings.keyHandle(labels[i] ?? ""),
      valueText: strings.keyText(x, y, result.keys[i]?.score ?? 0),
      onGrab: () => onGrab(i),
      onInput: (nx: number, ny: number) => input(withKey(settings, i, [nx, ny])),
    })),
  ];
}
