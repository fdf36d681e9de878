/** The library as the reader finds it, with its page written. */
import type { Engine } from "../../engine/types";
import { layOut } from "../../figures/librarian/layout";
import { firstLibrary, scenarioOf } from "../../figures/librarian/library";
import { at, text, type Mark } from "../../figures/librarian/marks";
import { numbersOf, rowOf } from "../../figures/librarian/numbers";
import { SCENE_STYLES } from "../../figures/librarian/scene-styles";
import { scene } from "../../figures/librarian/scene";
import { librarianStrings as strings } from "../../strings/librarian";
import { percentText } from "../../views/format";
import { escape, tag } from "../markup";
import type { Picture } from "./picture";

const WIDTH = 1200;

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

export function librarianPicture(engine: Engine): Picture {
  const library = firstLibrary(strings.titles);
  const trace = engine.attend(scenarioOf(library, strings.visitor));
  const numbers = numbersOf(trace);
  trace.dispose();
  const layout = layOut(WIDTH, library.books.length);
  const titles = library.books.flatMap(({ title }, i) => {
    const [card, book] = [layout.cards[i], layout.books[i]];
    return card && book
      ? [
          text("title-text", card.x + 12, card.y + 20, title),
          text("title-text", book.x + 18, book.y + 20, title),
        ]
      : [];
  });
  const shares = rowOf(numbers.shares, 0).map(
    (share, i) => `${library.books[i]?.title} ${percentText(share)}`,
  );
  return {
    width: WIDTH,
    height: layout.height,
    title: strings.sceneName,
    description: `${strings.slip} ${strings.asked(numbers.question.values)}. ${shares.join(", ")}.`,
    content: [
      tag(
        "g",
        { class: "library wide" },
        tag(
          "g",
          { class: "scene" },
          ...markup([...scene({ layout, numbers, selected: -1, words: strings }), ...titles]),
        ),
      ),
    ],
    style: `text{text-anchor:start}${SCENE_STYLES}`,
  };
}
