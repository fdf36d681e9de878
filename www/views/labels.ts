/**
 * Where the names of points in a drawing go, so that they cover neither each other nor what they
 * name: each takes the best of a few places around its point, in the order given.
 */
import type { Point } from "./arrow";

export interface Label {
  /** What it names. */
  at: Point;
  /** Where it would rather stand, seen from there; any length. */
  towards: Point;
  width: number;
  height: number;
  /** How far from the point, and how much farther where that is too crowded. */
  distance: number;
  farther?: number;
}

export interface Surroundings {
  width: number;
  height: number;
  /** Round things that should stay visible. */
  points: readonly (Point & { radius: number })[];
  /** Lines that should stay visible. */
  lines: readonly (readonly [Point, Point])[];
}

/** A label's middle. */
export type Placed = Point;

interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const PLACES = 12;
/** What is worse than what. */
const COST = { label: 60, outside: 40, point: 10, line: 4, turn: 1, pixel: 0.06 };
/** Steps outwards, in pixels. */
const STEP = 18;

export function placeLabels(labels: readonly Label[], around: Surroundings): Placed[] {
  const taken: Box[] = [];
  return labels.map((label) => {
    const wanted = Math.atan2(label.towards.y, label.towards.x);
    let best: { cost: number; at: Placed; box: Box } | null = null;
    const steps = 1 + Math.floor((label.farther ?? 0) / STEP);
    for (let place = 0; place < PLACES * steps; place += 1) {
      // 0, +30°, −30°, +60°, …, and the same farther out
      const [round, out] = [place % PLACES, Math.floor(place / PLACES) * STEP];
      const turn = (Math.ceil(round / 2) * (round % 2 ? 1 : -1) * 2 * Math.PI) / PLACES;
      const at = beside(label, wanted + turn, out);
      const box = boxOf(at, label);
      const cost =
        COST.turn * Math.abs(turn) +
        COST.pixel * out +
        COST.label * taken.filter((other) => overlap(box, other)).length +
        COST.outside * outside(box, around) +
        COST.point * around.points.filter((point) => near(box, point)).length +
        COST.line * around.lines.filter(([a, b]) => crosses(box, a, b)).length;
      if (!best || cost < best.cost) best = { cost, at, box };
    }
    if (!best) return label.at;
    taken.push(best.box);
    return best.at;
  });
}

/** The middle of a label whose near edge is `distance` and `out` from its point. */
function beside({ at, width, height, distance }: Label, angle: number, out: number): Point {
  const [x, y] = [Math.cos(angle), Math.sin(angle)];
  const reach = Math.min(
    width / 2 / Math.max(Math.abs(x), 1e-6),
    height / 2 / Math.max(Math.abs(y), 1e-6),
  );
  const far = reach + distance + out;
  return { x: at.x + x * far, y: at.y + y * far };
}

const boxOf = ({ x, y }: Point, { width, height }: Label): Box => ({
  left: x - width / 2,
  right: x + width / 2,
  top: y - height / 2,
  bottom: y + height / 2,
});

const overlap = (a: Box, b: Box): boolean =>
  a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom;

const outside = (box: Box, { width, height }: Surroundings): number =>
  Number(box.left < 0) +
  Number(box.top < 0) +
  Number(box.right > width) +
  Number(box.bottom > height);

function near(box: Box, { x, y, radius }: Point & { radius: number }): boolean {
  const [dx, dy] = [
    x - Math.min(box.right, Math.max(box.left, x)),
    y - Math.min(box.bottom, Math.max(box.top, y)),
  ];
  return Math.hypot(dx, dy) < radius;
}

/** Whether any of a line lies in a box: Liang and Barsky's clipping. */
function crosses(box: Box, a: Point, b: Point): boolean {
  const [dx, dy] = [b.x - a.x, b.y - a.y];
  let [enter, leave] = [0, 1];
  for (const [step, room] of [
    [-dx, a.x - box.left],
    [dx, box.right - a.x],
    [-dy, a.y - box.top],
    [dy, box.bottom - a.y],
  ] as const) {
    if (step === 0 && room < 0) return false;
    if (step < 0) enter = Math.max(enter, room / step);
    if (step > 0) leave = Math.min(leave, room / step);
  }
  return enter < leave;
}
