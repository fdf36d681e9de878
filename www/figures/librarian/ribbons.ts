/** A ribbon from each book that opens to its share of the page; on a phone they run as a river. */
import type { Box, Layout } from "./layout";
import { at, path, type Mark } from "./marks";

/** The thickness of a ribbon where it leaves its book, where its share is not thinner. */
const THIN = 6;
/** Thinner than this a ribbon is outlined. */
const THINNEST = 2;

/** The part of the page that each book fills: in reading order, and narrow from the right. */
export function segments({ isWide, writing }: Layout, shares: readonly number[]): Box[] {
  let from = 0;
  return shares.map((share) => {
    const start = from;
    from += share;
    return isWide
      ? { ...writing, y: writing.y + start * writing.h, h: share * writing.h }
      : { ...writing, x: writing.x + (1 - from) * writing.w, w: share * writing.w };
  });
}

export function ribbons(layout: Layout, shares: readonly number[]): Mark[] {
  const parts = segments(layout, shares);
  let from = 0;
  const marks = parts.map((part, i) => {
    const book = layout.books[i] as Box;
    const share = shares[i] ?? 0;
    const start = from;
    from += share;
    const shape = layout.river ? river(layout.river, book, part, start, share) : bow(book, part);
    // The smallest share still has a thread that can be seen.
    const width = layout.river ? layout.river.w * share : part.h;
    return path(width < THINNEST ? "ribbon thin" : "ribbon", shape);
  });
  // In front of the wide ones, or their neighbors' edges would cover them.
  const isThin = (mark: Mark) => mark.of.endsWith("thin");
  return [...marks.filter((mark) => !isThin(mark)), ...marks.filter(isThin)];
}

function bow(book: Box, part: Box): string {
  const [x0, x1] = [book.x + book.w, part.x];
  const middle = book.y + book.h / 2;
  const half = Math.min(THIN, part.h) / 2;
  const [a, b] = [at(middle - half), at(middle + half)];
  const [top, bottom] = [at(part.y), at(part.y + part.h)];
  const [near, far] = [at(x0 + (x1 - x0) * 0.62), at(x0 + (x1 - x0) * 0.4)];
  return `M${x0} ${a}C${near} ${a} ${far} ${top} ${x1} ${top}L${x1} ${bottom}C${far} ${bottom} ${near} ${b} ${x0} ${b}Z`;
}

/** Out of the book, round a bend, down its lane, and out over its part of the page. */
function river(lane: Box, book: Box, part: Box, start: number, share: number): string {
  const right = lane.x + lane.w * (1 - start);
  const left = right - lane.w * share;
  const x = book.x + book.w;
  const middle = book.y + book.h / 2;
  const half = Math.min(THIN, lane.w * share) / 2;
  const bend = middle + 24;
  const bank = lane.y + lane.h - 4;
  const [sea, turn] = [part.y, (bank + part.y) / 2];
  const [a, b] = [at(middle - half), at(middle + half)];
  const [l, r] = [at(left), at(right)];
  const [pl, pr] = [at(part.x), at(part.x + part.w)];
  return (
    `M${x} ${a}C${r} ${a} ${r} ${a} ${r} ${at(bend)}L${r} ${bank}C${r} ${turn} ${pr} ${turn} ${pr} ${sea}` +
    `L${pl} ${sea}C${pl} ${turn} ${l} ${turn} ${l} ${bank}L${l} ${at(bend + half)}C${l} ${b} ${l} ${b} ${x} ${b}Z`
  );
}
