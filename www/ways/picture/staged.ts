/** The same figure in the same state at another width, where nobody sees it. */
import type { FigureElement } from "../../figures/frame/element";

/** Hands `take` a figure of `width` CSS pixels, which is gone afterwards. */
export async function staged<T>(
  figure: FigureElement,
  width: number,
  take: (figure: FigureElement) => Promise<T>,
): Promise<T> {
  const copy = document.createElement(figure.localName) as FigureElement;
  Object.assign(copy.style, { position: "fixed", left: "-9999px", top: "0", width: `${width}px` });
  // Within the figure, so that fonts and colors come down to it as they came to the figure.
  (figure.shadowRoot?.querySelector("dialog") ?? figure).append(copy);
  try {
    await copy.ready;
    copy.restore(figure.snapshot);
    await settled(copy);
    return await take(copy);
  } finally {
    copy.remove();
  }
}

/** Drawn, measured words drawn once more, and nothing on its way. */
async function settled(figure: FigureElement): Promise<void> {
  for (let round = 0; round < 3; round += 1) {
    await new Promise(requestAnimationFrame);
    await figure.updateComplete;
  }
  for (const animation of figure.shadowRoot?.getAnimations() ?? []) animation.finish();
}
