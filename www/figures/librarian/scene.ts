/**
 * The library and, in the same places, the mathematics. What is drawn here is shape; titles and the
 * tables of numbers lie over it (overlay.ts).
 */
import { percentText } from "../../views/format";
import { INTERESTS } from "./library";
import { CELL, LETTER, type Box, type Layout } from "./layout";
import { at, circle, group, groupFor, path, rect, text, type Mark } from "./marks";
import { entry, rowOf, type Numbers } from "./numbers";
import { ribbons, segments } from "./ribbons";
import { tally } from "./tally";
import { term, writing } from "./writing";

/** The reader-facing words of the drawing. */
export interface SceneWords {
  interests: readonly string[];
  slip: string;
  not: (interest: string) => string;
  /** Over each column. */
  heads: Record<"slip" | "cards" | "match" | "share" | "books" | "page", string>;
}

export interface SceneProps {
  layout: Layout;
  numbers: Numbers;
  /** The book that is being edited, −1 for none. */
  selected: number;
  words: SceneWords;
}

const each = INTERESTS.map((_, j) => j);

export function scene({ layout, numbers, selected, words }: SceneProps): Mark[] {
  const shares = rowOf(numbers.shares, 0);
  const scores = rowOf(numbers.scores, 0);
  const parts = segments(layout, shares);
  const { interests } = words;
  return [
    groupFor("scores", "threads", ...threads(layout)),
    group("rod", ...rod(layout)),
    groupFor(
      "k",
      "cards",
      ...layout.cards.flatMap((card, i) => catalogCard(layout, card, i === selected)),
    ),
    group("shelf", ...shelf(layout)),
    groupFor(
      "v",
      "books",
      ...layout.books.flatMap((book, i) => spine(layout, book, i, i === selected)),
    ),
    groupFor("weights", "ribbons", ...ribbons(layout, shares)),
    groupFor("head_output", "page", ...pageOf(layout, parts)),
    groupFor("q", "slip", ...slipOf(layout, words)),
    group("heads library", ...libraryHeads(layout, words)),
    group("bars", ...bars(layout, numbers)),
    group("copied", ...copied(layout, numbers)),
    group("words", ...named(layout, numbers, words)),
    group("words library", ...held(layout, numbers, words)),
    group("words mathematics", ...columnNames(layout, words)),
    groupFor(
      "scores",
      "tallies library",
      ...layout.matches.flatMap((box, i) =>
        tally(scores[i] ?? 0, strokesIn(layout, box), layout.isWide ? "tall" : "low"),
      ),
    ),
    group("shares library", ...layout.matches.map((box, i) => percent(box, shares[i] ?? 0))),
    group(
      "script library",
      ...parts.flatMap((part, i) => writing(layout, part, rowOf(numbers.values, i), interests)),
    ),
    group(
      "terms mathematics",
      ...parts.flatMap((part, i) => term(layout, part, shares[i] ?? 0, rowOf(numbers.values, i))),
    ),
  ];
}

/** Strokes stand left of the share. */
const strokesIn = ({ isWide }: Layout, box: Box): Box => ({
  ...box,
  x: box.x + (isWide ? 4 : LETTER),
  w: box.w - (isWide ? 56 : LETTER + 40),
});

const percent = (box: Box, share: number): Mark =>
  text("share", box.x + box.w, box.y + 17, percentText(share));

function libraryHeads(layout: Layout, { heads }: SceneWords): Mark[] {
  const { isWide, slip, cards, matches, books, page, pageSlot } = layout;
  const [card, match, book] = [cards[0], matches[0], books[0]] as [Box, Box, Box];
  if (isWide)
    return [
      text("head", slip.x, slip.y - 12, heads.slip),
      text("head", card.x, 18, heads.cards),
      text("head match-head", match.x + 4, 18, heads.match),
      text("head end share-head", match.x + match.w, 18, heads.share),
      text("head", book.x, 18, heads.books),
      text("head", page.x, 18, heads.page),
    ];
  const y = card.y - 12;
  return [
    text("head", card.x, y, heads.cards),
    text("head match-head", match.x + LETTER, y, heads.match),
    text("head end share-head", match.x + match.w, y, heads.share),
    text("head sum", page.x + 5, pageSlot.y - 22, heads.page),
  ];
}

/** The slip is held against every card. */
function threads({ isWide, slip, cards }: Layout): Mark[] {
  return cards.map((card) => {
    const y = card.y + card.h / 2;
    if (!isWide) {
      const from = slip.y + slip.h / 2;
      return path(
        "thread",
        `M${slip.x} ${from}H6Q3 ${from} 3 ${from + 3}V${y - 4}Q3 ${y} 7 ${y}H${card.x}`,
      );
    }
    const [x0, y0] = [slip.x + slip.w, slip.y + slip.h / 2];
    const middle = at((x0 + card.x) / 2);
    return path("thread", `M${x0} ${at(y0)}C${middle} ${at(y0)} ${middle} ${y} ${card.x} ${y}`);
  });
}

/** Between the places of the second and the third interest. */
const rodAt = ({ isWide, slot }: Layout): number => (isWide ? 10 : 5) + 2 * slot - 4;

function rod(layout: Layout): Mark[] {
  const { cards } = layout;
  const [first, last] = [cards[0] as Box, cards.at(-1) as Box];
  const x = first.x + rodAt(layout);
  return [
    path("rail", `M${x} ${first.y - 6}V${last.y + last.h + 6}`),
    circle("knob", x, last.y + last.h + 8, 3.5),
  ];
}

/** A card with a cut corner, a ruled line, and the hole that the rod goes through. */
function catalogCard(layout: Layout, { x, y, w, h }: Box, isSelected: boolean): Mark[] {
  const { isWide } = layout;
  const cut = 9;
  const rule = y + (isWide ? 28.5 : 26.5);
  return [
    path(
      isSelected ? "card selected" : "card",
      `M${x} ${y + h}V${y + cut}L${x + cut} ${y}H${x + w}V${y + h}Z`,
    ),
    path("rule k", `M${x + 1} ${rule}H${x + w - 1}`),
    circle("hole", x + rodAt(layout), y + h - 4, 2),
  ];
}

function shelf({ isWide, books }: Layout): Mark[] {
  if (!isWide) return [];
  const [first, last] = [books[0] as Box, books.at(-1) as Box];
  const [left, right] = [first.x - 9, first.x + first.w + 9];
  const bottom = last.y + last.h + 1.5;
  return [
    path("board", `M${left - 5} ${bottom}H${right}`),
    path("upright", `M${left} ${first.y - 3}V${bottom}`),
  ];
}

/** How far a book's back stands out from its neighbors'. */
const DEPTHS = [0, 5, 2, 7, 3, 0, 6, 1];

function spine({ isWide }: Layout, book: Box, i: number, isSelected: boolean): Mark[] {
  const inset = isWide ? (DEPTHS[i] ?? 0) : 0;
  const x = book.x + inset;
  const w = book.w - inset;
  const band = (at_: number) => path("rule v", `M${at_} ${book.y + 0.5}V${book.y + book.h - 0.5}`);
  return [
    rect(isSelected ? "book selected" : "book", x, book.y, w, book.h, 3),
    ...(isWide ? [band(x + 4.5), band(x + w - 7.5), band(x + w - 4.5)] : [band(x + w - 3.5)]),
  ];
}

function pageOf(layout: Layout, parts: readonly Box[]): Mark[] {
  const { isWide, page, pageSlot } = layout;
  const { x, y, w, h } = page;
  const fold = 13;
  // Narrow, the river comes in over the upper edge, so the corner that is folded is the lower one.
  const outline = isWide
    ? `M${x} ${y}H${x + w - fold}L${x + w} ${y + fold}V${y + h}H${x}Z`
    : `M${x} ${y}H${x + w}V${y + h - fold}L${x + w - fold} ${y + h}H${x}Z`;
  const corner = isWide
    ? `M${x + w - fold} ${y}V${y + fold}H${x + w}`
    : `M${x + w - fold} ${y + h}V${y + h - fold}H${x + w}`;
  const ticks = parts.slice(1).map((part, i) => {
    const before = parts[i] as Box;
    return isWide ? path("cut", `M${x} ${at(part.y)}h6`) : path("cut", `M${at(before.x)} ${y}v6`);
  });
  const foot = pageSlot.y - (isWide ? 23.5 : 40.5);
  return [
    path("sheet", outline),
    path("fold", corner),
    ...ticks,
    path("rule", `M${x + 10} ${foot}H${x + w - 10}`),
  ];
}

/** Torn off a pad: the lower edge is ragged. */
function slipOf({ isWide, slip }: Layout, { slip: heading }: SceneWords): Mark[] {
  const { x, y, w, h } = slip;
  const teeth = Math.round(w / 9);
  const tooth = w / teeth;
  const ragged = Array.from(
    { length: teeth },
    (_, i) =>
      `L${at(x + w - (i + 0.5) * tooth)} ${at(y + h - 4)}L${at(x + w - (i + 1) * tooth)} ${at(y + h)}`,
  ).join("");
  return [
    path("ticket", `M${x} ${y}H${x + w}V${at(y + h)}${ragged}Z`),
    text("slip-title", x + (isWide ? 12 : 8), y + (isWide ? 24 : 20), heading),
    path("rule q", `M${x + 8} ${at(y + (isWide ? 35.5 : 28.5))}H${x + w - 8}`),
  ];
}

/** A number's size as a bar under its place: the same in both views. */
function bars({ unit, slot, slipSlots, cardSlots, bookSlots }: Layout, numbers: Numbers): Mark[] {
  const low = (box: Box) => box.y + CELL - 3;
  const asked = slipSlots.map((box, j) => {
    const amount = entry(numbers.question, 0, j);
    // What is asked away has a hollow bar.
    const of = amount < 0 ? "bar q less" : "bar q";
    return rect(of, box.x, low(box), Math.abs(amount) * unit, 3);
  });
  const cards = cardSlots.flatMap((box, i) =>
    each.map((j) => rect("bar k", box.x + j * slot, low(box), entry(numbers.keys, i, j) * unit, 3)),
  );
  const books = bookSlots.flatMap((box, i) =>
    each.map((j) =>
      rect("bar held", box.x + j * slot, low(box), entry(numbers.values, i, j) * unit, 3),
    ),
  );
  return [...asked, ...cards, ...books];
}

/** The part of each book's bar that is copied, and on the page the same parts, end to end. */
function copied({ unit, slot, bookSlots, pageSlot }: Layout, { shares, values }: Numbers): Mark[] {
  const length = (i: number, j: number) => entry(shares, 0, i) * entry(values, i, j) * unit;
  const solid = bookSlots.flatMap((box, i) =>
    each.map((j) => rect("bar v", box.x + j * slot, box.y + CELL - 3, length(i, j), 3)),
  );
  const sums = each.flatMap((j) => {
    let from = pageSlot.x + j * pageSlot.w;
    return bookSlots.map((_, i) => {
      const part = length(i, j);
      const bar = rect("bar v sum", from, pageSlot.y + CELL - 3, part - 0.6, 4);
      from += part;
      return bar;
    });
  });
  return [...solid, ...sums];
}

/** What is asked and what is written: in words in both views, as the names of the numbers. */
function named(layout: Layout, numbers: Numbers, words: SceneWords): Mark[] {
  const { isWide, slip, slipSlots, pageSlot } = layout;
  const asked = slipSlots.map((box, j) => {
    const amount = entry(numbers.question, 0, j);
    const name = words.interests[j] ?? "";
    const of = amount === 0 ? "word faint" : "word q";
    const said = amount < 0 ? words.not(name) : name;
    return isWide ? text(of, slip.x + 12, box.y + 16, said) : text(of, box.x, box.y - 3, said);
  });
  const written = each.map((j) =>
    text(
      entry(numbers.answer, 0, j) === 0 ? "word faint sum" : "word v sum",
      pageSlot.x + j * pageSlot.w,
      pageSlot.y - 4,
      words.interests[j] ?? "",
    ),
  );
  return [group("asked", ...asked), ...written];
}

/** What is advertised and contained, in words; the mathematics has its numbers in their places. */
function held(layout: Layout, numbers: Numbers, { interests }: SceneWords): Mark[] {
  const { cardSlots, bookSlots, slot } = layout;
  const words = (slots: Box[], matrix: Numbers["keys"], role: string) =>
    slots.flatMap((box, i) =>
      each
        .filter((j) => entry(matrix, i, j) !== 0)
        .map((j) => text(`word ${role}`, box.x + j * slot, box.y + 15, interests[j] ?? "")),
    );
  return [...words(cardSlots, numbers.keys, "k"), ...words(bookSlots, numbers.values, "v")];
}

/** The names of the columns of K and V. Narrow, the slip over the cards has them, and V's go below. */
function columnNames(
  { isWide, cardSlots, bookSlots, books, slot }: Layout,
  { interests }: SceneWords,
) {
  const names = (x: number, y: number) =>
    each.map((j) => text("column", x + j * slot, y, interests[j] ?? ""));
  const [card, book] = [cardSlots[0] as Box, bookSlots[0] as Box];
  const last = books.at(-1) as Box;
  return isWide
    ? [...names(card.x, 40), ...names(book.x, 40)]
    : names(book.x, last.y + last.h + 13);
}
