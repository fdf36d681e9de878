/**
 * A figure for the moment in which its picture is taken: without its controls, in the wanted theme.
 * All of it happens between two frames, so nobody sees it.
 */
import type { FigureElement } from "../../figures/frame/element";
import type { Theme } from "../../views/colormap";

/** What is there to be pressed and not to be read; the same as on paper. */
const CONTROLS =
  ".try, .prediction, .controls, .knobs, .toolbar, .stepper, .map, .moves, .challenge, .message";

const without = new CSSStyleSheet();
without.replaceSync(`:is(${CONTROLS}) { display: none !important; }`);

/** What a page may color its figures with; `--attention-…`. */
const PALETTE = ["paper", "ink", "ink-2", "line", "hair", "band"].concat(
  ["q", "k", "v"].flatMap((role) => [role, `${role}-tint`]),
);

export interface Pose {
  theme: Theme;
  hasControls: boolean;
}

/** The theme that the figure is shown in, whoever decided it. */
export function themeOf(figure: FigureElement): Theme {
  const before = figure.style.color;
  figure.style.color = "light-dark(rgb(0, 0, 0), rgb(255, 255, 255))";
  const { color } = getComputedStyle(figure);
  figure.style.color = before;
  return color === "rgb(255, 255, 255)" ? "dark" : "light";
}

export function posed<T>(
  figure: FigureElement,
  root: ShadowRoot,
  { theme, hasControls }: Pose,
  take: () => T,
): T {
  const { style } = figure;
  const before = style.cssText;
  const paper = getComputedStyle(figure).backgroundColor;
  const isOther = theme !== themeOf(figure);
  // A copy: the list itself would change with what is set.
  const sheets = [...root.adoptedStyleSheets];
  // The page around keeps its height, and with it the reader's place.
  style.minHeight = `${figure.getBoundingClientRect().height}px`;
  style.colorScheme = theme;
  // A page whose colors know one theme only has nothing to say about the other.
  if (isOther && getComputedStyle(figure).backgroundColor === paper)
    for (const name of PALETTE) style.setProperty(`--attention-${name}`, "initial");
  if (!hasControls) root.adoptedStyleSheets = [...sheets, without];
  try {
    return take();
  } finally {
    root.adoptedStyleSheets = sheets;
    style.cssText = before;
  }
}
