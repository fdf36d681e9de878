/**
 * Follows a pressed pointer until it is let go. However often it reports, `move` is called once a
 * frame at most, and always with the last place.
 */
import type { Point } from "../views/arrow";

/**
 * `@touchstart=${keepTouch}` on what can be dragged: the page does not scroll from there. Not every
 * browser heeds `touch-action` on shapes inside of an SVG.
 */
export const keepTouch = {
  handleEvent: (event: Event) => event.preventDefault(),
  passive: false,
};

export interface Drag {
  move: (at: Point) => void;
  end: () => void;
}

/** `on` captures the pointer; places are in the window's pixels. */
export function drag(event: PointerEvent, on: Element, { move, end }: Drag): void {
  let last: Point | null = null;
  let frame = 0;
  const flush = () => {
    frame = 0;
    if (last) move(last);
    last = null;
  };
  const follow = (moved: Event) => {
    const { clientX, clientY } = moved as PointerEvent;
    last = { x: clientX, y: clientY };
    frame ||= requestAnimationFrame(flush);
  };
  const stop = () => {
    on.removeEventListener("pointermove", follow);
    cancelAnimationFrame(frame);
    flush();
    end();
  };
  on.setPointerCapture(event.pointerId);
  on.addEventListener("pointermove", follow);
  on.addEventListener("lostpointercapture", stop, { once: true });
}
