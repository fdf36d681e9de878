/** A score in pencil: a stroke for each point, every fifth across, a short one for what is left. */
import { numberText } from "../../views/format";
import type { Box } from "./layout";
import { at, path, text, type Mark } from "./marks";

const HEIGHT = { tall: 19, low: 15 };
/** From stroke to stroke and, beside it, from five to five, as far apart as there is room. */
const SPACINGS = [
  [6.2, 9],
  [4.8, 7],
  [3.6, 5],
] as const;

export function tally(score: number, { x, y, h, w }: Box, height: keyof typeof HEIGHT): Mark[] {
  const size = Math.abs(score);
  const high = HEIGHT[height];
  const top = y + (h - high) / 2;
  const middle = y + h / 2;
  if (size === 0)
    return [path("pencil", `M${x + 3} ${middle}m-3 0a3 4.6 0 1 1 6 0a3 4.6 0 1 1 -6 0`)];
  const strokes = Math.ceil(size);
  const widthAt = ([stroke, five]: readonly [number, number]) =>
    strokes * stroke + Math.floor((strokes - 1) / 5) * (five - stroke);
  const isNegative = score < 0;
  const left = x + (isNegative ? 15 : 1);
  const spacing = SPACINGS.find((each) => widthAt(each) <= w - (left - x));
  // More than there is room for is written as a number.
  if (!spacing)
    return [
      text("pencil-number", x, middle + 5, numberText(score, Number.isInteger(score) ? 0 : 2)),
    ];

  const [stroke, five] = spacing;
  const marks = isNegative ? [path("pencil", `M${x} ${at(middle)}h6`)] : [];
  let pen = left;
  for (let i = 0; i < strokes; i += 1) {
    const length = high * Math.min(1, size - i);
    if (i % 5 === 4 && length === high) {
      const start = pen - 4 * stroke - 3;
      marks.push(path("pencil", `M${at(start)} ${at(top + high - 2.5)}L${at(pen)} ${at(top + 2)}`));
      pen += five - stroke;
    } else {
      const lean = i % 2 === 0 ? 0.5 : -0.3;
      const bottom = top + high;
      marks.push(
        path(
          "pencil",
          `M${at(pen + lean)} ${at(bottom - length)}Q${at(pen + 0.9)} ${at(bottom - length / 2)} ${at(pen - lean)} ${at(bottom)}`,
        ),
      );
      if (i % 5 === 4) pen += five - stroke;
    }
    pen += stroke;
  }
  return marks;
}
