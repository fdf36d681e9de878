/** A figure's code and data, out of the page and into it. */
import type { FigureElement } from "../figures/frame/element";
import { Pane } from "./code/pane";
import type { Way } from "./way";

/** What a reader has chosen stays when the dialog is opened again. */
const panes = new WeakMap<FigureElement, Pane>();

export const code: Way = {
  draw(figure, redraw) {
    const pane = panes.get(figure) ?? new Pane(figure);
    panes.set(figure, pane);
    return pane.draw(redraw);
  },
};
