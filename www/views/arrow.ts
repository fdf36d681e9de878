/** The outline of an arrow from a point to a tip: a line, and a head that is filled. */

export interface Point {
  x: number;
  y: number;
}

const HEAD = { length: 12, half: 4 };

/** A line of no length is no arrow. */
export function arrowPath(tip: Point, from: Point = { x: 0, y: 0 }): string {
  const length = Math.hypot(tip.x - from.x, tip.y - from.y);
  if (length < 1) return "";
  const [ux, uy] = [(tip.x - from.x) / length, (tip.y - from.y) / length];
  // A short arrow has a short head.
  const back = Math.min(HEAD.length, length);
  const half = (HEAD.half * back) / HEAD.length;
  const base = { x: tip.x - ux * back, y: tip.y - uy * back };
  return (
    `M${from.x} ${from.y}L${base.x} ${base.y}` +
    `M${base.x - uy * half} ${base.y + ux * half}L${tip.x} ${tip.y}` +
    `L${base.x + uy * half} ${base.y - ux * half}Z`
  );
}
