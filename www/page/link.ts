/**
 * Keeps the address in step with the figures. A change that the reader makes is a new entry in the
 * browser's history, so that *back* undoes it and *forward* does it again; another step or focus
 * only replaces the entry. The address of a place such as `#softmax` says nothing of figures, so
 * each entry of the history also notes what it stands for.
 */
import type { FigureElement } from "../figures/frame/element";
import { restorePart } from "../figures/frame/fragment";
import { isLink, readLink } from "../state/link";
import { linkStrings as strings } from "../strings/link";
import { say } from "./notice";
import { awaited, figureOf, figures, isStarted, nameOf, pageFragment, partNow } from "./states";

/** Browsers limit how often an address may change, and nobody undoes half a gesture. */
const PAUSE = 300;

/** What the address stands for. */
let shown = "";
let waiting = 0;
let isChange = false;

interface Entry {
  attention?: unknown;
}

const isNoted = (): boolean => typeof (history.state as Entry | null)?.attention === "string";

function note(how: "pushState" | "replaceState", url?: string): boolean {
  try {
    history[how]({ ...(history.state as Entry | null), attention: shown }, "", url);
    return true;
  } catch {
    // The browser counts, and has had enough: the next change writes this one as well.
    return false;
  }
}

function write(): void {
  waiting = 0;
  const [before, text] = [shown, pageFragment()];
  // An entry without a note is where the change has just led, such as the workbench.
  const how = isChange && isNoted() ? "pushState" : "replaceState";
  isChange = false;
  if (text === before && isNoted()) return;
  shown = text;
  const isPlace = text === before;
  const url = text ? `#${text}` : location.pathname + location.search;
  if (!note(how, isPlace ? undefined : url)) shown = before;
}

function later(): void {
  clearTimeout(waiting);
  waiting = window.setTimeout(write, PAUSE);
}

/** Shows what a fragment says, and every other figure as its author left it. */
function open(fragment: string): void {
  clearTimeout(waiting);
  waiting = 0;
  isChange = false;
  const link = readLink(fragment);
  if ("problem" in link) return say(strings.broken(link.problem));
  const wanted = new Map<FigureElement, string>();
  for (const [name, part] of link.parts) {
    const figure = figureOf(name);
    if (figure) wanted.set(figure, part);
    else say(strings.unknown(name));
  }
  // Figures hand on to each other what they show: those that were carried along are put right.
  for (let round = 0; round < 2; round += 1) for (const figure of figures()) show(figure, wanted);
  shown = pageFragment();
}

function show(figure: FigureElement, wanted: Map<FigureElement, string>): void {
  const part = wanted.get(figure) ?? "";
  awaited.delete(figure);
  if (!isStarted(figure)) {
    if (part) awaited.set(figure, part);
  } else if (partNow(figure) !== part) {
    try {
      restorePart(figure, part);
    } catch (error) {
      wanted.delete(figure);
      const title = figure.renderRoot.querySelector("[part=title]")?.textContent?.trim();
      say(strings.refused(title ?? nameOf(figure), (error as Error).message));
    }
  }
}

/** A figure further down gets its state when it starts. */
document.addEventListener("attention-ready", ({ target }) => {
  const figure = target as FigureElement;
  const part = awaited.get(figure);
  if (part === undefined) return;
  show(figure, new Map([[figure, part]]));
  if (!waiting) shown = pageFragment();
});

/** What has happened, or nothing where the page has just come. */
export function keep(event?: Event): void {
  if (event?.type === "attention-change") isChange = true;
  if (event?.type.startsWith("attention")) return later();
  const { attention } = (history.state ?? {}) as Entry;
  if (event && typeof attention === "string") {
    if (attention !== shown) open(attention);
  } else if (isLink(location.hash)) {
    open(location.hash);
    note("replaceState");
    if (!event) goToFigure();
  } else if (!waiting) {
    note("replaceState");
  }
}

/** Whoever opens a link to one figure wants to see it; a reload stays where it was. */
function goToFigure(): void {
  const [navigation] = performance.getEntriesByType("navigation");
  const link = readLink(location.hash);
  if ((navigation as PerformanceNavigationTiming | undefined)?.type !== "navigate") return;
  if ("problem" in link || link.parts.size !== 1) return;
  const [name = ""] = link.parts.keys();
  figureOf(name)?.scrollIntoView();
}

// An entry from before this was fetched is of the page as it was.
if (!isLink(location.hash)) note("replaceState");
