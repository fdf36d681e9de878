/**
 * What the reader changes: prose and chapters set the workbench to the state that they talk about,
 * and the address holds what differs from the page as it was.
 */
import type { FigureElement, Snapshot } from "../figures/frame/element";

/** Shows a state in the workbench, as a change that its undo takes back. */
async function show(settings: object, view: Snapshot["view"] = {}, isQuiet = false): Promise<void> {
  const figure = document.querySelector("attention-explainer");
  await figure?.ready;
  try {
    figure?.restore({ settings, view }, isQuiet);
  } catch (error) {
    figure?.refuse(error);
  }
}

/** Fetched when there is something to write or to read. */
const keep = (event: Event): void => void import("./link").then(({ keep }) => keep(event));

export function followChanges(): void {
  // A link to the article leads here; a page that knows where else says so in the same place.
  document.documentElement.dataset["article"] = "";
  // Figures that were drawn before did not know.
  for (const figure of document.querySelectorAll<FigureElement>(".experiment:defined"))
    figure.requestUpdate();

  // What is opened in its chapter opens in the workbench, on the row that was looked at. The chapters
  // keep what they have: theirs is where it comes from.
  document.addEventListener("attention-open", ({ detail: { scenario, ...view } }) => {
    void show(scenario, view, true);
    location.hash = "workbench";
  });

  // A link such as “random weights, no division” sets the figure before it goes there.
  document.addEventListener("click", ({ target }) => {
    const link = target instanceof Element && target.closest<HTMLElement>("a[data-scenario]");
    if (link) void show(JSON.parse(link.dataset["scenario"] ?? "") as object);
  });

  for (const type of ["attention-change", "attention-view", "popstate", "hashchange"])
    addEventListener(type, keep);
}
