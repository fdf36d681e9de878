/**
 * Symbols, captions and matrices say by `data-step` what they stand for; what the reader points at,
 * here or in the text, is marked in all of them at once, without drawing anything anew.
 */

/** The step of the element that an event is about. */
export const stepAt = (event: Event): string | null =>
  (event.target as Element).closest("[data-step]")?.getAttribute("data-step") ?? null;

export function markPointed(root: ParentNode, step: string | null): void {
  for (const each of root.querySelectorAll("[data-step]"))
    each.toggleAttribute("data-hot", each.getAttribute("data-step") === step);
}
