/**
 * What lies over the drawing: the titles of cards and books, which are the reader's text, and the
 * numbers as real tables. The tables are there in both views. The library paints words and strokes
 * in their places and leaves their digits to those who hear them; the mathematics prints them.
 */
import { html, nothing, type TemplateResult } from "lit";
import type { Cell, Matrix, StepName } from "../../engine/index";
import { librarianStrings as strings, type View } from "../../strings/librarian";
import type { MapName } from "../../views/colormap";
import { matrix, type Role } from "../../views/matrix";
import { place } from "../../views/place";
import { whole } from "../../views/window";
import type { Box, Layout } from "./layout";
import type { Numbers } from "./numbers";

export interface OverlayProps {
  layout: Layout;
  numbers: Numbers;
  titles: readonly string[];
  view: View;
  /** How far the steps have come: 0 the slip, 1 the matches, 2 the shares, 3 the page. */
  reached: number;
  selected: number;
  open: Cell | undefined;
  onSelect: (book: number) => void;
  onOpen: (cell: Cell) => void;
}

/** The rows of a table are as far apart as what they stand on; as in the styles. */
const SPACING = { slip: 6, wide: 40, narrow: 42, none: 0 };

export function overlay(props: OverlayProps): TemplateResult {
  const isMathematics = props.view === "mathematics";
  return html`${isMathematics ? heads(props) : nothing} ${titles(props)}
  ${tables(props, isMathematics)}`;
}

function titles({ layout, titles, selected, onSelect }: OverlayProps) {
  const at = (box: Box): Box => ({ ...box, h: layout.isWide ? box.h : Math.min(box.h, 28) });
  return titles.map(
    (title, i) =>
      html`<button
          class="title card-title"
          aria-pressed=${i === selected ? "true" : "false"}
          aria-label=${strings.editCard(title)}
          @click=${() => onSelect(i)}
          ${place(layout.cards[i] as Box)}
        >
          <bdi>${title}</bdi>
        </button>
        ${
          layout.isWide
            ? html`<button
                class="title book-title"
                tabindex="-1"
                aria-hidden="true"
                @click=${() => onSelect(i)}
                ${place(at(layout.books[i] as Box))}
              >
                <bdi>${title}</bdi>
              </button>`
            : nothing
        }`,
  );
}

/** The symbols over the columns. */
function heads({ layout, reached }: OverlayProps) {
  const { isWide, slip, cards, matches, books, page } = layout;
  const [card, match, book] = [cards[0], matches[0], books[0]] as [Box, Box, Box];
  const third = match.w / 3;
  const y = isWide ? 2 : card.y - 28;
  const head = (of: keyof typeof strings.symbols, box: Box, from = 0) =>
    reached < from
      ? nothing
      : html`<p class="symbol-head" aria-hidden="true" data-step=${of} ${place(box)}>
          ${strings.symbols[of]}
        </p>`;
  const line = (x: number, w: number) => ({ x, y, w, h: 24 });
  return html`${
    isWide
      ? head("q", { x: slip.x, y: slip.y - 28, w: slip.w, h: 24 })
      : head("q", { x: slip.x + slip.w + 10, y: slip.y + 34, w: 90, h: 24 })
  }
  ${head("k", line(card.x, card.w))}
  ${(["scores", "scaled", "weights"] as const).map(
    (of, i) => html`${head(of, line(match.x + i * third, third), i === 0 ? 1 : 2)}`,
  )}
  ${isWide ? head("v", line(book.x, book.w)) : nothing}
  ${
    isWide
      ? head("head_output", line(page.x, page.w), 3)
      : head("head_output", { x: page.x + 5, y: page.y + page.h - 75, w: 120, h: 24 }, 3)
  }
  ${isWide ? nothing : books.map((each) => html`<i class="v letter" aria-hidden="true" ${place({ x: each.x + 4, y: each.y + 2, w: 10, h: 24 })}>v</i>`)}`;
}

interface TableOf {
  step: keyof typeof strings.tables & StepName;
  data: Matrix;
  /** The first cell, and how far the rows are apart. */
  at: Box;
  spacing: keyof typeof SPACING;
  transposed?: boolean;
  role?: Role;
  map?: MapName;
}

function tables(props: OverlayProps, isMathematics: boolean) {
  const { layout, numbers, reached } = props;
  const { slot, isWide } = layout;
  const between = isWide ? "wide" : "narrow";
  const match = layout.matches[0] as Box;
  const third = match.w / 3;
  const column = (i: number): Box => ({ ...match, x: match.x + i * third, w: third });
  // The library shows a match left of its share, each where it can be tapped.
  const share = isWide ? 50 : 40;
  const [scores, shares] = isMathematics
    ? [column(0), column(2)]
    : [
        { ...match, w: match.w - share },
        { ...match, x: match.x + match.w - share, w: share },
      ];
  const table = (of: TableOf) => one(props, of);
  const first = layout.slipSlots[0] as Box;
  return html`${table({ step: "q", data: numbers.question, at: { ...first, w: slot }, spacing: isWide ? "slip" : "none", transposed: isWide, role: "q" })}
  ${table({ step: "k", data: numbers.keys, at: layout.cardSlots[0] as Box, spacing: between, role: "k" })}
  ${reached < 1 ? nothing : table({ step: "scores", data: numbers.scores, at: scores, spacing: between, transposed: true, map: "signed" })}
  ${reached < 2 || !isMathematics ? nothing : table({ step: "scaled", data: numbers.scaled, at: column(1), spacing: between, transposed: true, map: "signed" })}
  ${reached < 2 ? nothing : table({ step: "weights", data: numbers.shares, at: shares, spacing: between, transposed: true, map: "weight" })}
  ${table({ step: "v", data: numbers.values, at: layout.bookSlots[0] as Box, spacing: between, role: "v" })}
  ${reached < 3 ? nothing : table({ step: "head_output", data: numbers.answer, at: layout.pageSlot, spacing: "none", role: "v" })}`;
}

function one(props: OverlayProps, of: TableOf): TemplateResult {
  const { titles, selected, open, onOpen } = props;
  const { step, data, at, spacing, transposed = false, role = "plain", map } = of;
  const [rows, cols] = transposed ? [data.cols, data.rows] : [data.rows, data.cols];
  const gap = SPACING[spacing];
  const interest = (index: number) => strings.interests[index] ?? "";
  const title = (index: number) => titles[index] ?? "";
  const isByBook = step === "k" || step === "v" || transposed;
  const you = () => strings.visitor;
  const rowLabels = step === "q" && transposed ? interest : isByBook ? title : you;
  const name = step in strings.columns ? strings.columns[step as keyof typeof strings.columns] : "";
  const colLabels = step === "q" && transposed ? you : name ? () => name : interest;
  return html`<div
    class="field"
    data-step=${step}
    ${place({ x: at.x, y: at.y - 2 * gap, w: at.w * cols })}
  >
    <table
      class="rows-${spacing}"
      ${matrix({
        name: strings.tables[step],
        rows: data.rows,
        cols: data.cols,
        values: data.values,
        transposed,
        rowWindow: whole(rows),
        colWindow: whole(cols),
        rowLabels,
        colLabels,
        ...(map ? { map } : {}),
        role,
        litRow: isByBook && step !== "q" ? selected : -1,
        locate: (cell) =>
          cell.step === step
            ? transposed
              ? { row: cell.col, col: cell.row }
              : { row: cell.row, col: cell.col }
            : null,
        open,
        onPick: (row, col) =>
          onOpen({ step, head: 0, ...(transposed ? { row: col, col: row } : { row, col }) }),
      })}
    ></table>
  </div>`;
}
