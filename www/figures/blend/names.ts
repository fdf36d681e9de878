/** The values' names and shares and the output's name, placed where they cover little. */
import { svg, type SVGTemplateResult } from "lit";
import { blendStrings as strings } from "../../strings/blend";
import type { Point } from "../../views/arrow";
import { placeLabels } from "../../views/labels";

export interface NamesProps {
  /** Each value's name, and its share as text. */
  names: readonly { name: string; share: string }[];
  /** Where the values stand, with half the width of what is drawn there, and the output. */
  points: readonly (Point & { half: number })[];
  output: Point;
  /** Places of values that are corners of the line around them, in order. */
  corners: readonly Point[];
  /** The plane's left edge and its side. */
  left: number;
  size: number;
}

const LETTER = 7.6;

export function names({
  names: texts,
  points,
  output,
  corners,
  left,
  size,
}: NamesProps): SVGTemplateResult[] {
  // The ruler to the left is no room for names.
  const inside = ({ x, y }: Point): Point => ({ x: x - left, y });
  const away = (point: Point, from: Point): Point => ({ x: point.x - from.x, y: point.y - from.y });
  const far = (point: Point): number => Math.hypot(point.x - output.x, point.y - output.y);
  const nearest = points.reduce((best, point) => (far(point) < far(best) ? point : best));
  const center = {
    x: points.reduce((sum, { x }) => sum + x, 0) / points.length,
    y: points.reduce((sum, { y }) => sum + y, 0) / points.length,
  };
  const edges = corners.map((corner, i) => [corner, corners[(i + 1) % corners.length]] as const);
  const spokes = points.map((point) => [point, output] as const);
  const room = { distance: 10, farther: 18 };
  const placed = placeLabels(
    [
      {
        at: inside(output),
        towards: away(output, nearest),
        width: 50,
        height: 18,
        ...room,
      },
      ...points.map((point, key) => ({
        at: inside(point),
        towards: away(point, center),
        width: LETTER * Math.max(...Object.values(texts[key] ?? {}).map(({ length }) => length)),
        height: texts[key]?.share ? 34 : 18,
        distance: Math.max(room.distance, point.half + 4),
        farther: room.farther,
      })),
    ],
    {
      width: size,
      height: size,
      points: [{ ...output, half: 0 }, ...points].map((point) => ({
        ...inside(point),
        radius: Math.max(9, point.half + 3),
      })),
      lines: [...edges, ...spokes].map(([a, b]) => [inside(a), inside(b ?? a)] as const),
    },
  );
  return placed.map(({ x, y }, i) => {
    const text = texts[i - 1];
    return text
      ? svg`<text class="value-name" x=${x + left} y=${text.share ? y - 3 : y + 5} text-anchor="middle">${text.name}</text>
          <text class="value-share" x=${x + left} y=${y + 14} text-anchor="middle">${text.share}</text>`
      : svg`<text class="output-name" x=${x + left} y=${y + 5} text-anchor="middle">${strings.output}</text>`;
  });
}
