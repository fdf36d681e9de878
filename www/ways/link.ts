/** A figure's state, and the whole page's, as an address. */
import { html, nothing } from "lit";
import type { FigureElement } from "../figures/frame/element";
import { fragmentOf, partOf } from "../figures/frame/fragment";
import { figures, nameOf, pageFragment } from "../page/states";
import { writeLink } from "../state/link";
import { waysStrings as strings } from "../strings/ways";
import { copyable } from "./copyable";
import type { Way } from "./way";

/** The one file of the project that lies beside the article wherever it is copied to. */
const SCRIPT = /^https?:.*\/attention-explainer\.js$/;

/** Where the article is, seen from this page, if the page says so: `<html data-article>`. */
const said = () => document.documentElement.dataset["article"];

/** The article's address: as the page says, or beside the script that brought the figure; or unknown. */
export function articleAddress(): URL | null {
  const place = said();
  if (place !== undefined) return new URL(place, location.href);
  const [script = ""] = import.meta.url.split(/[?#]/);
  return SCRIPT.test(script) ? new URL("index.html", script) : null;
}

export const link: Way = {
  draw(figure, redraw) {
    const base = articleAddress();
    if (!base) return html`<p>${strings.linkUnknown}</p>`;
    const isHere = said() === "" && figures().includes(figure);
    const own = isHere ? ownFragment(figure) : fragmentOf(figure);
    const withHash = (fragment: string) => {
      const url = new URL(base);
      url.hash = fragment;
      return url.href;
    };
    // As it was, a figure is found by its chapter.
    const section = isHere ? (figure.closest("section[id]")?.id ?? "") : "";
    const whole = isHere ? pageFragment() : "";
    return html`<p>${isHere ? strings.link : strings.linkElsewhere}</p>
      ${
        "problem" in own
          ? html`<p role="status">${strings.linkProblem(own.problem)}</p>`
          : copyable(strings.linkName, withHash(own.text || section), redraw)
      }
      ${
        whole !== "" && !("text" in own && own.text === whole)
          ? html`<p>${strings.linkPage}</p>
              ${copyable(strings.linkPageName, withHash(whole), redraw)}`
          : nothing
      }`;
  },
};

function ownFragment(figure: FigureElement) {
  const part = partOf(figure, figure.authored);
  return "text" in part ? writeLink([[nameOf(figure), part.text]]) : part;
}
