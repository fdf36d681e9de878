/**
 * Where everything in the library stands, in CSS pixels, for a width and a number of books. Wide,
 * it reads from left to right: slip, cards, matches, books, ribbons, page. Narrow, the slip stands
 * over the cards, a row holds a card and its book, and the ribbons run as a river down into the page.
 */
import { INTERESTS, MOST_HELD } from "./library";

export interface Box {
  x: number;
  y: number;
  w: number;
  h: number;
}

export interface Layout {
  isWide: boolean;
  width: number;
  height: number;
  count: number;
  /** The width of one interest's place on a card, a book and the page. */
  slot: number;
  /** From row to row. */
  pitch: number;
  /** The length of the bar of 1, the same on cards, books and page, so that lengths add up. */
  unit: number;
  slip: Box;
  /** The slip's places, one for each interest. */
  slipSlots: Box[];
  cards: Box[];
  /** Where strokes and shares stand, right of the cards. */
  matches: Box[];
  books: Box[];
  /** The first slot of each card and book, and of the page. */
  cardSlots: Box[];
  bookSlots: Box[];
  pageSlot: Box;
  page: Box;
  /** The part of the page that is divided by the shares. */
  writing: Box;
  /** The lane that the ribbons run down in; narrow only. */
  river: Box | null;
}

export const WIDE = 920;
/** Where the numbers of a row stand, and how high they are. */
export const CELL = 24;
export const PITCH = { wide: 64, narrow: 66 };
/** The letter before a book's numbers, in the narrow layout. */
export const LETTER = 16;
/** The page's last lines: what it says of each interest. */
const FOOT = { wide: 62, narrow: 78 };
/** Beside them, room for the pencil. */
const PENCIL = 30;
const n = INTERESTS.length;

const indices = (count: number) => Array.from({ length: count }, (_, i) => i);

export const layOut = (width: number, count: number): Layout =>
  width >= WIDE ? wide(width, count) : narrow(width, count);

function wide(width: number, count: number): Layout {
  const pitch = PITCH.wide;
  const top = 48;
  const spare = Math.min(1, (width - WIDE) / 280);
  const slot = Math.round(36 + 12 * spare);
  const unit = (slot - 8) / MOST_HELD;
  const height = Math.max(5, count) * pitch - 6;
  const high = count * pitch - 6;

  const slipWidth = Math.round(138 + 38 * spare);
  const slipHeight = 2 * 20 + 34 + n * 30;
  const slip = { x: 1, y: top + Math.max(0, (high - slipHeight) / 2), w: slipWidth, h: slipHeight };
  const cardX = slip.x + slipWidth + Math.round(38 + 18 * spare);
  const cardWidth = n * slot + 20;
  const matchX = cardX + cardWidth + 10;
  const matchWidth = Math.round(132 + 24 * spare);
  const bookX = matchX + matchWidth + 22;
  const bookWidth = n * slot + 28;
  const pageWidth = n * slot + 28 + PENCIL;
  const page = { x: width - pageWidth - 1, y: top, w: pageWidth, h: height };
  const rows = indices(count).map((i) => top + i * pitch);
  const box = (x: number, w: number) => rows.map((y) => ({ x, y, w, h: pitch - 6 }));
  const cells = (x: number) => rows.map((y) => ({ x, y: y + 30, w: slot, h: CELL }));
  return {
    isWide: true,
    width,
    height: top + height + 12,
    count,
    slot,
    pitch,
    unit,
    slip,
    slipSlots: indices(n).map((j) => ({
      x: slip.x + 66,
      y: slip.y + 48 + j * 30,
      w: slot,
      h: CELL,
    })),
    cards: box(cardX, cardWidth),
    matches: rows.map((y) => ({ x: matchX, y: y + 17, w: matchWidth, h: CELL })),
    books: box(bookX, bookWidth),
    cardSlots: cells(cardX + 10),
    bookSlots: cells(bookX + 14),
    page,
    writing: { x: page.x, y: page.y + 10, w: page.w, h: page.h - FOOT.wide - 16 },
    pageSlot: { x: page.x + 14, y: page.y + page.h - FOOT.wide + 24, w: slot, h: CELL },
    river: null,
  };
}

function narrow(width: number, count: number): Layout {
  const pitch = PITCH.narrow;
  const left = 12;
  const slot = Math.min(84, Math.floor((width - left - (width < 320 ? 70 : 89)) / (2 * n)));
  const unit = (slot - 7) / MOST_HELD;
  const cardWidth = n * slot + 10;
  const bookX = left + cardWidth + 8;
  const bookWidth = n * slot + LETTER + 8;
  const lane = Math.min(96, width - bookX - bookWidth - 8);
  const slip = { x: left, y: 1, w: cardWidth, h: 82 };
  const top = slip.y + slip.h + 40;
  const rows = indices(count).map((i) => top + i * pitch);
  const bank = top + count * pitch;
  const page = { x: left, y: bank + 46, w: width - left - 1, h: 190 };
  const cells = (x: number) => rows.map((y) => ({ x, y: y + 28, w: slot, h: CELL }));
  return {
    isWide: false,
    width,
    height: page.y + page.h + 4,
    count,
    slot,
    pitch,
    unit,
    slip,
    slipSlots: indices(n).map((j) => ({
      x: slip.x + 5 + j * slot,
      y: slip.y + 48,
      w: slot,
      h: CELL,
    })),
    cards: rows.map((y) => ({ x: left, y, w: cardWidth, h: pitch - 8 })),
    matches: rows.map((y) => ({ x: bookX, y, w: bookWidth, h: CELL })),
    books: rows.map((y) => ({ x: bookX, y: y + 25, w: bookWidth, h: pitch - 33 })),
    cardSlots: cells(left + 5),
    bookSlots: cells(bookX + LETTER),
    page,
    writing: { x: page.x, y: page.y, w: page.w, h: page.h - FOOT.narrow - 4 },
    pageSlot: {
      x: page.x + 5,
      y: page.y + page.h - FOOT.narrow + 41,
      w: Math.min(90, Math.floor((page.w - 10 - PENCIL) / n)),
      h: CELL,
    },
    river: { x: width - 2 - lane, y: top, w: lane, h: bank - top + 12 },
  };
}
