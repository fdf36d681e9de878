/** The four designed heads on the default sentence, the pronoun's row marked in each. */
import type { Lab, Matrix } from "../../engine/types";
import { strings } from "../../strings";
import { classOf } from "../../views/colormap";
import { percentText } from "../../views/format";
import { escape, tag } from "../markup";
import type { Picture } from "./picture";

const CELL = 17;
const WORDS = { wide: 64, tall: 66 };
const GAP = 104;
const PRONOUN = 2;

export function headsPicture(engine: Lab): Picture {
  const heads = engine.design.length;
  const trace = engine.attend({ heads, kv_heads: heads });
  try {
    const { tokens, vectors } = trace.scenario;
    const row = Math.max(
      0,
      vectors.findIndex((vector) => vector[PRONOUN] === 1),
    );
    const all = engine.design.map(({ id }, head) => ({
      asks: strings.headAsks(id),
      weights: trace.read("weights", { head }),
    }));
    const side = tokens.length * CELL;
    const [across, down] = [WORDS.wide + side + GAP, WORDS.tall + side + 52];
    const peaks = all.map(({ weights }) => peak(weights, row));
    return {
      width: 2 * across,
      height: 2 * down - 12,
      title: "The weights of four heads, designed by hand",
      description: all
        .map(({ asks }, head) => {
          const { col, share } = peaks[head] ?? { col: 0, share: 0 };
          return `Head ${head + 1} (${asks}) leads “${tokens[row]}” to “${tokens[col]}”, ${percentText(share)}.`;
        })
        .join(" "),
      content: all.map(({ asks, weights }, head) =>
        tag(
          "g",
          { transform: `translate(${(head % 2) * across} ${Math.floor(head / 2) * down})` },
          ...tokens.map((token, i) =>
            tag(
              "text",
              {
                class: i === row ? "end strong" : "end",
                x: WORDS.wide - 7,
                y: WORDS.tall + i * CELL + 13,
              },
              escape(token),
            ),
          ),
          ...tokens.map((token, j) =>
            tag(
              "text",
              {
                class: "start",
                transform: `translate(${WORDS.wide + j * CELL + 13} ${WORDS.tall - 6}) rotate(-90)`,
              },
              escape(token),
            ),
          ),
          ...Array.from(weights.values, (value, index) =>
            tag("rect", {
              class: `weight-${classOf("weight", value, 1)}`,
              x: WORDS.wide + (index % weights.cols) * CELL,
              y: WORDS.tall + Math.floor(index / weights.cols) * CELL,
              width: CELL,
              height: CELL,
            }),
          ),
          tag("rect", {
            class: "q-line",
            x: WORDS.wide,
            y: WORDS.tall + row * CELL,
            width: side,
            height: CELL,
          }),
          tag(
            "text",
            { class: "start strong", x: WORDS.wide, y: WORDS.tall + side + 20 },
            escape(`${head + 1}  ${asks}`),
          ),
        ),
      ),
    };
  } finally {
    trace.dispose();
  }
}

function peak({ values, cols }: Matrix, row: number): { col: number; share: number } {
  const shares = values.subarray(row * cols, (row + 1) * cols);
  const share = Math.max(...shares);
  return { col: shares.indexOf(share), share };
}
