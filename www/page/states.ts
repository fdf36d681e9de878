/** The figures of this page by the names that a link gives them, and what it says of each. */
import type { FigureElement } from "../figures/frame/element";
import { partOf } from "../figures/frame/fragment";
import { figures as later } from "../figures/registry";
import { writeLink } from "../state/link";

const TAGS = ["attention-explainer", ...later.keys()];

/** What a link says of figures that have not started yet. */
export const awaited = new Map<FigureElement, string>();

export const figures = (): FigureElement[] => [
  ...document.querySelectorAll<FigureElement>(TAGS.join()),
];

export function isStarted(figure: FigureElement): boolean {
  try {
    return figure.engine !== undefined;
  } catch {
    return false;
  }
}

/**
 * A figure's name: its tag. Another one of the same tag adds its `id` or, if it has none, its place
 * among them, counted from 1: `attention-heads:mine`, `attention-heads:2`.
 */
export function nameOf(figure: FigureElement): string {
  const { localName, id } = figure;
  const place = [...document.querySelectorAll(localName)].indexOf(figure);
  if (place === 0) return localName;
  return `${localName}:${/^\d*$/.test(id) ? place + 1 : encodeURIComponent(id)}`;
}

export function figureOf(name: string): FigureElement | undefined {
  const [tag = "", other] = name.split(":");
  if (!TAGS.includes(tag)) return undefined;
  const all = figures().filter(({ localName }) => localName === tag);
  if (other === undefined) return all[0];
  if (/^\d+$/.test(other)) return all[Number(other) - 1];
  return all.find(({ id }) => encodeURIComponent(id) === other);
}

/** What the link says of a figure as it stands; nothing where no link can hold it. */
export function partNow(figure: FigureElement): string {
  const part = awaited.get(figure);
  if (part !== undefined || !isStarted(figure)) return part ?? "";
  const written = partOf(figure, figure.authored);
  return "text" in written ? written.text : "";
}

/** The fragment of the whole page. If it is too long, what needs most of it stays out. */
export function pageFragment(): string {
  const parts = figures().map((figure) => [nameOf(figure), partNow(figure)] as const);
  parts.sort(([, a], [, b]) => a.length - b.length);
  const longest = parts.map(([name]) => name);
  const inOrder = () =>
    figures().flatMap((each) => parts.filter(([name]) => name === nameOf(each)));
  for (;;) {
    const written = writeLink(inOrder());
    if ("text" in written || longest.length === 0) return "text" in written ? written.text : "";
    longest.pop();
    parts.pop();
  }
}
