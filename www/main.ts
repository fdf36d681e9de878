/**
 * Boots the page: defines the hero, and the other figures when they come near; marks the contents
 * where you are, and lets the prose set the hero to the state that it talks about. Everything else
 * on the page works without this.
 */
import { AttentionExplainer } from "./figures/attention-explainer";
import { define, figures } from "./figures/registry";

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

const contents = new Map<string, HTMLAnchorElement>();
for (const link of document.querySelectorAll<HTMLAnchorElement>(".contents a")) {
  contents.set(link.hash.slice(1), link);
}

/** The band just below the contents; the section that crosses it is the one you read. */
const reading = new IntersectionObserver(
  (entries) => {
    const entered = entries.find(({ isIntersecting }) => isIntersecting);
    const link = entered && contents.get(entered.target.id);
    if (!link) return;
    for (const other of contents.values()) other.removeAttribute("aria-current");
    link.setAttribute("aria-current", "location");
    const strip = link.closest("ol");
    strip?.scrollTo({ left: link.offsetLeft - strip.clientWidth / 3 });
  },
  { rootMargin: "-25% 0px -74% 0px" },
);
for (const id of contents.keys()) {
  const section = document.getElementById(id);
  if (section) reading.observe(section);
}

/** A link such as “random weights, no division” sets the figure before it goes there. */
document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const link = event.target.closest<HTMLElement>("a[data-scenario]");
  const figure = document.querySelector("attention-explainer");
  if (link?.dataset["scenario"] && figure) {
    Object.assign(figure, { scenario: JSON.parse(link.dataset["scenario"]) as unknown });
  }
});
