/** The values as points, the line around them, and the output inside with a ribbon to each. */
import { blendDefaults, blendScenario } from "../../figures/blend/scenario";
import type { Lab } from "../../engine/types";
import { classOf } from "../../views/colormap";
import { numberText, percentText } from "../../views/format";
import { escape, tag } from "../markup";
import type { Picture } from "./picture";

const SIDE = 360;
const SPAN = 3;
const NAMES = 100;
/** A weight of 1. */
const RIBBON = 32;

export function blendPicture(engine: Lab): Picture {
  const settings = blendDefaults(engine);
  const { labels, values } = settings;
  const { hull, corners, same_output } = engine.experiments.blend({
    scenario: blendScenario(settings),
  });
  const weights = same_output?.weights ?? [];
  const x = (value: number) => NAMES + ((value / SPAN + 1) / 2) * SIDE;
  const y = (value: number) => ((1 - value / SPAN) / 2) * SIDE;
  const [outX = 0, outY = 0] = hull.output;
  const points = (corners ?? []).flatMap((key) => {
    const value = key === null ? undefined : values[key];
    return value ? [`${x(value[0]).toFixed(1)},${y(value[1]).toFixed(1)}`] : [];
  });
  const share = (key: number) => weights[key] ?? 0;
  const shares = labels.map((label, key) => `${label} ${percentText(share(key))}`).join(", ");
  return {
    width: SIDE + 2 * NAMES,
    height: SIDE,
    title: "Five values as points of a plane, and their blend",
    description: `The weights are ${shares}. The output lies between the values, at ${numberText(outX)}, ${numberText(outY)}.`,
    content: [
      tag("path", { class: "rule", d: `M${x(0)} 0V${SIDE}M${x(-SPAN)} ${y(0)}h${SIDE}` }),
      tag("polygon", { fill: "none", stroke: "var(--v)", points: points.join(" ") }),
      ...values.map(([vx, vy], key) => {
        const [dx, dy] = [x(outX) - x(vx), y(outY) - y(vy)];
        const half = (share(key) * RIBBON) / 2 / Math.hypot(dx, dy);
        const corners = [
          [x(vx) - dy * half, y(vy) + dx * half],
          [x(outX) - dy * half, y(outY) + dx * half],
          [x(outX) + dy * half, y(outY) - dx * half],
          [x(vx) + dy * half, y(vy) - dx * half],
        ];
        return tag("polygon", {
          class: `weight-${classOf("weight", share(key), 1)}`,
          stroke: "var(--line)",
          points: corners.map(([px = 0, py = 0]) => `${px.toFixed(1)},${py.toFixed(1)}`).join(" "),
        });
      }),
      ...values.flatMap(([vx, vy], key) => {
        const side = vx < 0 ? -1 : 1;
        const at = { x: x(vx) + side * 12, class: side < 0 ? "end" : "start" };
        return [
          tag("circle", { class: "v", cx: x(vx), cy: y(vy), r: 6 }),
          tag(
            "text",
            { ...at, class: `${at.class} strong`, y: y(vy) - 2 },
            escape(labels[key] ?? ""),
          ),
          tag("text", { ...at, y: y(vy) + 15 }, escape(percentText(share(key)))),
        ];
      }),
      tag("circle", { class: "ink", cx: x(outX), cy: y(outY), r: 7 }),
      tag("text", { class: "strong", x: x(outX), y: y(outY) - 18 }, "output"),
    ],
  };
}
