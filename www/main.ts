/**
 * Boots the page: defines the hero, and the other figures when they come near; then helps to read
 * (`page/`) and follows what the reader changes. Everything else on the page works without this.
 */
import { AttentionExplainer } from "./figures/attention-explainer";
import { define, figures } from "./figures/registry";

// Fetched already, as the document asks for it; ready too, it is there when the first formula is
// drawn, which would move in it otherwise.
document.fonts.load("1em 'Attention Math'").catch(() => undefined);

customElements.define("attention-explainer", AttentionExplainer);

/** A figure's code comes while there is still a screen to scroll. */
const coming = new IntersectionObserver(
  (entries) => {
    for (const { isIntersecting, target } of entries) {
      if (!isIntersecting) continue;
      coming.unobserve(target);
      void define(target.localName);
    }
  },
  { rootMargin: "900px" },
);
for (const tag of figures.keys()) {
  for (const figure of document.querySelectorAll(`${tag}:not(:defined)`)) coming.observe(figure);
}

/** What reading is helped by comes when there is something to read. */
addEventListener("load", () => {
  void import("./page/reading").then(({ helpReading }) => helpReading());
});

/** An address that holds a state is opened at once. */
if (/^#v\d/.test(location.hash)) void import("./page/link").then(({ keep }) => keep());
