/**
 * Boots the page: defines the hero, and the other figures when they come near; then helps to read
 * (`page/`), and lets the prose set the hero to the state that it talks about. Everything else on
 * the page works without this.
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

/** What reading is helped by comes when there is something to read. */
addEventListener("load", () => {
  const all = document.querySelectorAll(["attention-explainer", ...figures.keys()].join());
  void import("./page/reading").then(({ helpReading }) => helpReading(all));
});

/** A head that is opened in its chapter opens in the workbench, on the row that was looked at. */
document.addEventListener("attention-open", ({ detail: { scenario, ...at } }) => {
  const figure = document.querySelector("attention-explainer");
  void figure?.ready.then(() => {
    figure.scenario = scenario;
    figure.look(at);
    location.hash = "workbench";
  });
});

/** A link such as “random weights, no division” sets the figure before it goes there. */
document.addEventListener("click", (event) => {
  if (!(event.target instanceof Element)) return;
  const link = event.target.closest<HTMLElement>("a[data-scenario]");
  const figure = document.querySelector("attention-explainer");
  if (link?.dataset["scenario"] && figure) {
    Object.assign(figure, { scenario: JSON.parse(link.dataset["scenario"]) as unknown });
  }
});
