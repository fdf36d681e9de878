/** The part of an axis that is drawn: a run of indices around a focus, and how much it leaves out. */
export interface AxisWindow {
  start: number;
  size: number;
  total: number;
}

/** A window of at most `capacity` indices with `focus` as near its middle as the ends allow. */
export function windowAround(total: number, capacity: number, focus: number): AxisWindow {
  const size = Math.min(total, Math.max(1, capacity));
  const start = Math.max(0, Math.min(total - size, focus - Math.floor(size / 2)));
  return { start, size, total };
}

export const whole = (total: number): AxisWindow => ({ start: 0, size: total, total });

export const isPartial = (axis: AxisWindow): boolean => axis.size < axis.total;

/** The drawn indices. */
export const indices = (axis: AxisWindow): number[] =>
  Array.from({ length: axis.size }, (_, i) => axis.start + i);

/** Where an index stands among the drawn ones, or −1. */
export const placeOf = (axis: AxisWindow, index: number): number =>
  index >= axis.start && index < axis.start + axis.size ? index - axis.start : -1;
