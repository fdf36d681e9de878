/**
 * Boots the page: defines the figure, marks the contents where you are, and lets the prose set
 * the figure to the state that it talks about. Everything else on the page works without this.
 */
import "./figures/define";

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
