// Dragging with a mouse and with a finger, from the middle of an element.

import type { Locator, Page } from "@playwright/test";

async function middleOf(target: Locator) {
  await target.scrollIntoViewIfNeeded();
  const box = await target.boundingBox();
  if (!box) throw new Error("what is dragged is not on the screen");
  return { x: box.x + box.width / 2, y: box.y + box.height / 2 };
}

export async function dragMouse(page: Page, target: Locator, dx: number, dy: number) {
  const { x, y } = await middleOf(target);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx, y + dy, { steps: 5 });
  await page.mouse.up();
}

/** Through the browser's own input, so that it may also be taken for a scroll. */
export async function dragFinger(page: Page, target: Locator, dx: number, dy: number) {
  const { x, y } = await middleOf(target);
  const session = await page.context().newCDPSession(page);
  const touch = (type: "touchStart" | "touchMove", part: number) =>
    session.send("Input.dispatchTouchEvent", {
      type,
      touchPoints: [{ x: x + dx * part, y: y + dy * part }],
    });
  await touch("touchStart", 0);
  for (const part of [0.25, 0.5, 0.75, 1]) await touch("touchMove", part);
  await session.send("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  await session.detach();
}

/** The numbers of a text, in order, with the sign that the page prints. */
export const numbersIn = (text: string | null): number[] =>
  (text ?? "")
    .replace(/\u2212/g, "-")
    .match(/-?\d*\.?\d+(e-?\d+)?/g)
    ?.map(Number) ?? [];
