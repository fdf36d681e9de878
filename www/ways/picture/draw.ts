/** A figure as an SVG that stands alone: text as text, shapes as shapes, its fonts inside. */
import type { FigureElement } from "../../figures/frame/element";
import { paint } from "./color";
import { Fonts } from "./fonts";
import { Metrics } from "./metrics";
import { posed, themeOf, type Pose } from "./pose";
import { Sheet } from "./sheet";
import { drawAll, type Walk } from "./walk";

export interface Picture {
  svg: string;
  width: number;
  height: number;
  /** Heat maps with too many cells for shapes. */
  pixelMaps: number;
  /** Families that the page brings and that could not be put into the picture. */
  missing: string[];
}

/** Around the drawing, in CSS pixels. */
const MARGIN = 16;

export async function drawPicture(figure: FigureElement, pose: Pose): Promise<Picture> {
  const root = figure.shadowRoot;
  if (!root) throw new Error("The figure has not started yet.");
  const seen = themeOf(figure);
  const looks = () => [getComputedStyle(figure).backgroundColor, getComputedStyle(figure).color];
  const before = looks();
  const walk = posed(figure, root, pose, (): Walk => {
    const after = looks();
    const area = boundsOf(root);
    const sheet = new Sheet(
      { x: area.left - MARGIN, y: area.top - MARGIN },
      Math.ceil(area.width) + 2 * MARGIN,
      Math.ceil(area.height) + 2 * MARGIN,
    );
    const pairs = before.map((color, i) => [color, after[i] ?? color] as const);
    const theme = { seen, wanted: pose.theme, pairs };
    const next = { sheet, fonts: new Fonts(), metrics: new Metrics(root), theme, pixelMaps: 0 };
    const paper = { x: 0, y: 0, w: sheet.width, h: sheet.height };
    sheet.rect(sheet.root, paper, paint("fill", after[0] ?? ""));
    drawAll(next, root);
    return next;
  });
  const { sheet, fonts, pixelMaps } = walk;
  const missing = await fonts.embed(sheet);
  sheet.root.prepend(
    sheet.element("title", {}, textOf(root, "[part~=title]")),
    sheet.element("desc", {}, describe(figure, root)),
  );
  return { svg: sheet.toString(), width: sheet.width, height: sheet.height, pixelMaps, missing };
}

/** The box of all that is drawn, which the posed figure may be higher than. */
function boundsOf(root: ShadowRoot): DOMRect {
  const main = root.querySelector(".figure, .workbench");
  if (!main) throw new Error("The figure shows nothing yet.");
  return main.getBoundingClientRect();
}

const textOf = (root: ShadowRoot, selector: string): string =>
  (root.querySelector(selector)?.textContent ?? "").replace(/[ \t\n\r\f]+/g, " ").trim();

/** What it says, and what it was computed from, so that the picture can be made again. */
function describe(figure: FigureElement, root: ShadowRoot): string {
  const summary = textOf(root, "[part~=summary]");
  const { settings, view } = figure.snapshot;
  return `${summary}\n<${figure.localName}> ${JSON.stringify({ settings, view })}`;
}
