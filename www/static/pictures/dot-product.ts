/** The query and the keys as arrows, and the score and the weight of each key. */
import type { Lab } from "../../engine/types";
import { align, DOT_DEFAULTS } from "../../figures/dot-product/settings";
import { dotStrings } from "../../strings/dot-product";
import { arrowPath } from "../../views/arrow";
import { numberText } from "../../views/format";
import { plane, spanOf } from "../../views/plane";
import { shareText } from "../../views/share";
import { escape, tag } from "../markup";
import type { Picture } from "./picture";

const PLANE = { width: 420, height: 360 };
const ROWS = { x: 470, score: 660, weight: 740, top: 60, step: 30 };

export function dotProductPicture(engine: Lab): Picture {
  const { word, query, labels } = DOT_DEFAULTS;
  const { keys, shown, weights } = align(engine, DOT_DEFAULTS);
  const { width, height } = PLANE;
  const points = [query, ...shown].map(([x = 0, y = 0]) => ({ x, y }));
  const drawn = plane(width, height, spanOf(points, width, height));
  const [zero, end] = [drawn.toPixels(0, 0), drawn.toPixels(drawn.reach.x, drawn.reach.y)];
  const arrow = ([x = 0, y = 0]: readonly number[], role: string, label: string) => {
    const tip = drawn.toPixels(x, y);
    // Names stand beyond the tips.
    const far = Math.hypot(tip.x - zero.x, tip.y - zero.y) || 1;
    const name = {
      x: tip.x + ((tip.x - zero.x) / far) * (10 + label.length * 3),
      y: tip.y + ((tip.y - zero.y) / far) * 14 + 4,
    };
    return (
      tag("path", { class: role, d: arrowPath(tip, zero) }) +
      tag("path", { class: `${role}-line`, d: arrowPath(tip, zero) }) +
      tag("text", { class: role, ...name }, escape(label))
    );
  };
  const cell = (x: number, row: number, text: string, role = "end") =>
    tag("text", { class: role, x, y: ROWS.top + row * ROWS.step }, escape(text));
  const said = labels.map(
    (label, i) =>
      `${label}: score ${numberText(keys[i]?.score ?? 0)}, weight ${shareText(weights[i] ?? 0)}`,
  );
  return {
    width: 780,
    height,
    title: `The query of “${word}” and five keys as arrows`,
    description: `${said.join("; ")}.`,
    content: [
      tag("path", {
        class: "thin",
        d: `M${2 * zero.x - end.x} ${zero.y}H${end.x}M${zero.x} ${2 * zero.y - end.y}V${end.y}`,
      }),
      tag("text", { x: end.x - 16, y: zero.y + 18 }, dotStrings.axis(0)),
      tag("text", { x: zero.x, y: end.y - 6 }, dotStrings.axis(1)),
      ...shown.map((key, i) => arrow(key, "k", labels[i] ?? "")),
      arrow(query, "q", word),
      cell(ROWS.score, 0, "q · k"),
      cell(ROWS.weight, 0, dotStrings.weight),
      ...labels.flatMap((label, i) => [
        cell(ROWS.x, i + 1, label, "start k"),
        cell(ROWS.score, i + 1, numberText(keys[i]?.score ?? 0)),
        cell(ROWS.weight, i + 1, shareText(weights[i] ?? 0)),
      ]),
    ],
  };
}
