/** The vector of the default's asking token, its three matrices, and what they make of it. */
import type { Lab } from "../../engine/types";
import { LETTERS, rowOf, WEIGHTS } from "../../figures/projections/result";
import { cellText } from "../../views/format";
import { escape, tag } from "../markup";
import type { Picture } from "./picture";

const NAMES = 76;
const CELL = 38;
const ROW = 24;
const TOP = 40;
const GAP = 44;

export function projectionsPicture(engine: Lab): Picture {
  const trace = engine.attend({});
  try {
    const { tokens } = trace.scenario;
    const token = Math.max(0, tokens.indexOf("it"));
    const x = rowOf(trace.read("embedded"), token);
    const bottom = TOP + x.length * ROW + 34;
    const text = (at: number, y: number, content: string, role = "") =>
      tag("text", { x: at, y, class: role }, escape(content));
    let left = NAMES + CELL + GAP;
    const blocks = LETTERS.flatMap((letter) => {
      const { rows, cols, values } = trace.read(WEIGHTS[letter], { head: 0 });
      const product = rowOf(trace.read(letter, { head: 0 }), token);
      const start = left;
      left += cols * CELL + GAP;
      const right = start + cols * CELL;
      const middle = (col: number) => start + (col + 0.5) * CELL;
      return [
        text(start, 16, `W_${letter.toUpperCase()}`, `name ${letter}`),
        text(start, bottom - 18, letter, `name ${letter}`),
        ...Array.from(values, (value, i) =>
          text(
            middle(i % cols),
            TOP + Math.floor(i / cols) * ROW + 16,
            cellText(value, 2),
            x[Math.floor(i / cols)] ? "strong" : "",
          ),
        ),
        ...Array.from(product, (value, col) =>
          text(middle(col), bottom, cellText(value, 2), `strong ${letter}`),
        ),
        tag("path", {
          class: "thin",
          d: `M${start} ${TOP}v${rows * ROW}M${right} ${TOP}v${rows * ROW}`,
        }),
      ];
    });
    const component = Array.from(x, (value, i) => [
      text(0, TOP + i * ROW + 16, engine.features[i]?.name ?? String(i + 1), "start"),
      text(NAMES + CELL / 2, TOP + i * ROW + 16, cellText(value, 2), "strong"),
    ]).flat();
    return {
      width: left - GAP + 2,
      height: bottom + 8,
      title: `The vector of ${tokens[token] ?? ""} meets three matrices`,
      description: LETTERS.map(
        (letter) =>
          `${letter}: ${[...rowOf(trace.read(letter, { head: 0 }), token)].map((value) => cellText(value, 2)).join(", ")}`,
      ).join(". "),
      content: [text(0, 16, `${tokens[token] ?? ""}, x`, "name"), ...component, ...blocks],
    };
  } finally {
    trace.dispose();
  }
}
