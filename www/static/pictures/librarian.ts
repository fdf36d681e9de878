/** The library as the reader finds it, with its page written. */
import type { Engine } from "../../engine/types";
import { layOut, type Box, type Layout } from "../../figures/librarian/layout";
import { firstLibrary, scenarioOf, type Library } from "../../figures/librarian/library";
import { at, text, type Mark } from "../../figures/librarian/marks";
import { numbersOf, rowOf, type Numbers } from "../../figures/librarian/numbers";
import { SCENE_STYLES } from "../../figures/librarian/scene-styles";
import { scene } from "../../figures/librarian/scene";
import { librarianStrings as strings } from "../../strings/librarian";
import { cellText, percentText } from "../../views/format";
import { escape, tag } from "../markup";
import type { Picture } from "./picture";

const WIDE = 1200;
const NARROW = 380;

/** The drawing, without what only the mathematics shows. */
function markup(marks: readonly Mark[]): string[] {
  return marks.map((mark) => {
    switch (mark.is) {
      case "path":
        return tag("path", { class: mark.of, d: mark.d });
      case "rect": {
        const { x, y, w, h, r } = mark;
        return tag("rect", {
          class: mark.of,
          x: at(x),
          y: at(y),
          width: at(w),
          height: at(h),
          rx: r,
        });
      }
      case "circle":
        return tag("circle", { class: mark.of, cx: at(mark.x), cy: at(mark.y), r: mark.r });
      case "text":
        return tag("text", { class: mark.of, x: at(mark.x), y: at(mark.y) }, escape(mark.text));
      case "group":
        return mark.of.includes("mathematics")
          ? ""
          : tag("g", { class: mark.of }, ...markup(mark.marks));
    }
  });
}

/** Files have no fonts of the page's: others that are everywhere, the serif's being wider. */
const FONTS =
  `:root{--sans:"IBM Plex Sans",system-ui,sans-serif;--serif:Georgia,serif}` +
  `.scene .script{font-size:9.5px}`;

export function librarianPicture(engine: Engine): Picture {
  const library = firstLibrary(strings.titles);
  const trace = engine.attend(scenarioOf(library, strings.visitor));
  const numbers = numbersOf(trace);
  trace.dispose();
  return { ...drawn(library, numbers, WIDE), narrow: drawn(library, numbers, NARROW) };
}

function drawn({ books }: Library, numbers: Numbers, width: number): Picture {
  const layout = layOut(width, books.length);
  const { isWide, cards, books: spines, height } = layout;
  const title = (box: Box | undefined, i: number, indent: number): Mark[] =>
    box ? [text("title-text", box.x + indent, box.y + 20, books[i]?.title ?? "")] : [];
  const titles = books.flatMap((_, i) => [
    ...title(cards[i], i, isWide ? 12 : 10),
    ...(isWide ? title(spines[i], i, 18) : []),
  ]);
  const shares = rowOf(numbers.shares, 0).map(
    (share, i) => `${books[i]?.title} ${percentText(share)}`,
  );
  const marks = [...scene({ layout, numbers, selected: -1, words: strings }), ...titles];
  return {
    width,
    height,
    title: strings.sceneName,
    description: `${strings.slip} ${strings.asked(numbers.question.values)}. ${shares.join(", ")}.`,
    content: [
      tag(
        "g",
        { class: `library ${isWide ? "wide" : "narrow"}` },
        tag("g", { class: "scene" }, ...markup(marks), ...answer(layout, numbers)),
      ),
    ],
    style: `text{text-anchor:start}${SCENE_STYLES}${FONTS}`,
  };
}

/** What the page says of each interest, which the live figure has in a table. */
const answer = ({ pageSlot }: Layout, numbers: Numbers): string[] =>
  markup(
    rowOf(numbers.answer, 0).map((amount, j) =>
      text("word v", pageSlot.x + j * pageSlot.w, pageSlot.y + 15, cellText(amount, 2)),
    ),
  );
