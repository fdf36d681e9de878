/** The page being written: each book's part is filled with what the book contains. */
import { cellText } from "../../views/format";
import type { Box, Layout } from "./layout";
import { at, path, text, type Mark } from "./marks";

const LINE = 13.5;
/** An average letter and a space of the handwriting, rather too wide than too narrow. */
const LETTER = 5.4;
const SPACE = 3.6;
const MARGIN = 14;

/** The lines of a part: where they start, on which baseline, how long they may be. */
function lines({ isWide }: Layout, part: Box): { x: number; y: number; length: number }[] {
  const margin = isWide ? MARGIN : Math.min(6, part.w / 6);
  const above = isWide ? 0 : 8;
  const count = Math.floor((part.h - above) / LINE);
  const length = part.w - 2 * margin;
  if (count === 0) return [{ x: part.x + margin, y: part.y + part.h / 2 + 3.5, length }];
  const first = part.y + above + (part.h - above - count * LINE) / 2;
  return Array.from({ length: count }, (_, i) => ({
    x: part.x + margin,
    y: first + i * LINE + LINE - 3.5,
    length,
  }));
}

/** The interests of a book in turn, each as often as its part of the content asks for. */
function* wordsOf(content: readonly number[], names: readonly string[]): Generator<string> {
  const total = content.reduce((sum, amount) => sum + amount, 0);
  const owed = content.map(() => 0);
  while (total > 0) {
    content.forEach((amount, j) => (owed[j] = (owed[j] ?? 0) + amount / total));
    const next = owed.indexOf(Math.max(...owed));
    owed[next] = (owed[next] ?? 0) - 1;
    yield names[next] ?? "";
  }
}

/** Handwriting too small to read. */
function scribble(x: number, y: number, length: number): string {
  const waves = Math.max(1, Math.floor(length / 7));
  return `M${at(x)} ${at(y)}${"q1.75 -3 3.5 0t3.5 0".repeat(waves)}`;
}

const widthOf = (word: string) => word.length * LETTER + SPACE;

/** A part's lines in words; too little room for a word, or nothing to tell, is a stroke. */
export function writing(
  layout: Layout,
  part: Box,
  content: readonly number[],
  names: readonly string[],
): Mark[] {
  const words = wordsOf(content, names);
  let waiting = words.next().value;
  const isFlat = layout.isWide && part.h < LINE;
  return lines(layout, part).flatMap(({ x, y, length }, i) => {
    if (length < 2 || (layout.isWide && part.h < 1.5)) return [];
    const line: string[] = [];
    let room = length + SPACE;
    while (!isFlat && waiting !== undefined && widthOf(waiting) <= room) {
      line.push(waiting);
      room -= widthOf(waiting);
      waiting = words.next().value;
    }
    if (line.length > 0) return [text("script", x, y, line.join(" "))];
    if (waiting === undefined)
      return [path("stroke empty", `M${at(x)} ${at(y - 3.5)}h${at(0.3 * length)}`)];
    return [path("stroke", scribble(x, y - 3.5, length * (0.94 - 0.07 * (i % 3))))];
  });
}

/** The same part as mathematics: its weight times its value, in a line or, narrow, as a column. */
export function term(
  { isWide }: Layout,
  part: Box,
  share: number,
  value: readonly number[],
): Mark[] {
  const weight = cellText(share, 2);
  const entries = value.map((each) => cellText(each, 2));
  if (isWide) {
    const words = `${weight} × (${entries.join(", ")})`;
    return part.h < LINE - 1 ? [] : [text("term", part.x + MARGIN, part.y + part.h / 2 + 4, words)];
  }
  const x = part.x + Math.min(6, part.w / 6);
  if (part.w < 36) return [];
  return [`${weight} ×`, ...entries].map((words, i) =>
    text(i === 0 ? "term" : "term v", x, part.y + 20 + 17 * i, words),
  );
}
