/** Scores as bars, and the whole that they share out, beside what a lookup would do. */
import type { Lab } from "../../engine/types";
import { defaults, share } from "../../figures/softmax/settings";
import { classOf } from "../../views/colormap";
import { numberText } from "../../views/format";
import { shareText } from "../../views/share";
import { escape, tag } from "../markup";
import type { Picture } from "./picture";

const WIDTH = 760;
const BARS = { top: 24, height: 150, half: 34 };
const STRIP = { top: 262, height: 40, gap: 78 };

export function softmaxPicture(engine: Lab): Picture {
  const settings = defaults(engine);
  const { labels, scores } = settings;
  const { weights, exact_weights } = share(engine, settings);
  const [low, high] = [Math.min(0, ...scores), Math.max(0, ...scores)];
  const y = (score: number) => BARS.top + ((high - score) / (high - low)) * BARS.height;
  const x = (key: number) => ((key + 0.5) * WIDTH) / scores.length;
  const bar = (score: number, key: number) =>
    tag("rect", {
      class: "bin",
      x: x(key) - BARS.half,
      y: Math.min(y(0), y(score)),
      width: 2 * BARS.half,
      height: Math.abs(y(score) - y(0)),
    }) +
    tag("text", { x: x(key), y: y(score) + (score < 0 ? 16 : -6) }, numberText(score)) +
    tag(
      "text",
      { class: "k", x: x(key), y: BARS.top + BARS.height + 42 },
      escape(labels[key] ?? ""),
    );
  const strip = (name: string, shares: readonly number[], at: number) => {
    let start = 0;
    const parts = shares.map((part, key) => {
      const [left, wide] = [start * WIDTH, part * WIDTH];
      start += part;
      const shade = classOf("weight", part, 1);
      const text = `${labels[key] ?? ""} ${shareText(part)}`;
      const isRoomy = wide > text.length * 7;
      return (
        tag("rect", {
          class: `weight-${shade}`,
          x: left,
          y: at,
          width: wide,
          height: STRIP.height,
        }) +
        (isRoomy
          ? tag(
              "text",
              { class: `on weight-${shade}`, x: left + wide / 2, y: at + 25 },
              escape(text),
            )
          : "")
      );
    });
    return [tag("text", { class: "name", x: 0, y: at - 8 }, name), ...parts].join("");
  };
  const said = labels.map((label, key) => `${label} ${shareText(weights[key] ?? 0)}`);
  return {
    width: WIDTH,
    height: STRIP.top + STRIP.gap + STRIP.height + 2,
    title: "Five scores and the shares that softmax makes of them",
    description: `${said.join(", ")}. An exact lookup would give everything to the highest score.`,
    content: [
      tag("path", { class: "axis", d: `M0 ${y(0)}H${WIDTH}` }),
      ...scores.map(bar),
      strip("Softmax shares one whole among all keys", weights, STRIP.top),
      strip("An exact lookup gives it to the best", exact_weights, STRIP.top + STRIP.gap),
    ],
  };
}
