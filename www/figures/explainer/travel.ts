/** When a step is taken, its operands travel to their result. Interruptible; nothing moves under reduced motion. */
import type { Cell, Explanation } from "../../engine/index";
import { drawnCell } from "../../views/matrix";

const DURATION = 240;
const MOST_TRAVELLERS = 24;

export class Travel {
  #running: Animation[] = [];

  /** Sends the drawn operands of a cell to it, over `layer`, which covers the figure. */
  start(root: ParentNode, layer: HTMLElement, explanation: Explanation): void {
    this.stop();
    layer.replaceChildren();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const target = drawnCell(root, explanation);
    if (!target) return;
    const origin = layer.getBoundingClientRect();
    const end = target.getBoundingClientRect();
    for (const cell of operandsOf(explanation)) {
      const source = drawnCell(root, cell);
      if (source) this.#send(layer, source, origin, end);
    }
  }

  stop(): void {
    for (const animation of this.#running) animation.cancel();
    this.#running = [];
  }

  #send(layer: HTMLElement, source: HTMLElement, origin: DOMRect, end: DOMRect): void {
    const begin = source.getBoundingClientRect();
    const ghost = document.createElement("span");
    ghost.className = `traveller ${source.className}`;
    ghost.textContent = source.textContent;
    Object.assign(ghost.style, {
      left: `${begin.left - origin.left}px`,
      top: `${begin.top - origin.top}px`,
      width: `${begin.width}px`,
      height: `${begin.height}px`,
    });
    layer.append(ghost);
    const move = `translate(${end.left - begin.left}px, ${end.top - begin.top}px)`;
    const animation = ghost.animate(
      [
        { transform: "none", opacity: 1 },
        { transform: move, opacity: 0.2 },
      ],
      { duration: DURATION, easing: "ease-in-out", fill: "forwards" },
    );
    const remove = () => ghost.remove();
    animation.finished.then(remove, remove);
    this.#running.push(animation);
  }
}

function operandsOf({ terms, inputs }: Explanation): Cell[] {
  const cells = terms.flatMap((term) => term.factors.flatMap(({ cell }) => (cell ? [cell] : [])));
  return (cells.length > 0 ? cells : inputs).slice(0, MOST_TRAVELLERS);
}
