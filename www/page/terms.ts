/**
 * Ties together what goes by one name: a term of the prose, its symbols in the equations, and its
 * matrices and cells in the figures. Pointing at one of them marks all, from either side. A mouse
 * or the focus marks for as long as it is there; a tap, a click or Enter until the next one, and
 * Escape ends it.
 *
 * An element says what it stands for by `data-term`; a figure by its property `hot` and its event
 * `attention-hot`. The names are those of the engine's steps.
 */
type Figure = Element & { hot?: string | null };

const marked = [...document.querySelectorAll<HTMLElement>("main [data-term]")];
const visible = new Set<Figure>();
let kept: string | null = null;
let shown: string | null = null;

const termAt = (target: EventTarget | null): string | null =>
  (target instanceof Element && target.closest("[data-term]")?.getAttribute("data-term")) || null;

function show(term: string | null): void {
  if (term === shown) return;
  shown = term;
  for (const each of marked) each.classList.toggle("hot", each.getAttribute("data-term") === term);
  for (const figure of visible) figure.hot = term;
}

function keep(term: string | null): void {
  kept = term;
  for (const each of marked)
    if (each.role) each.ariaPressed = String(each.getAttribute("data-term") === kept);
  show(kept);
}

/** Follows the figures that are on the screen; the others are left alone. */
export function tieTerms(figures: Iterable<Figure>): void {
  const watch = new IntersectionObserver((entries) => {
    for (const { target, isIntersecting } of entries) {
      const figure: Figure = target;
      if (isIntersecting) visible.add(figure);
      else visible.delete(figure);
      figure.hot = isIntersecting ? shown : null;
    }
  });
  for (const figure of figures) watch.observe(figure);

  // Words become buttons; the symbols of an equation answer to the pointer alone.
  for (const each of marked) {
    if (!(each instanceof HTMLElement)) continue;
    each.role = "button";
    each.tabIndex = 0;
    each.ariaPressed = "false";
  }

  document.addEventListener("pointerover", ({ target, pointerType }) => {
    // A figure says itself what is pointed at inside it.
    if (pointerType === "mouse" && !visible.has(target as Element)) show(termAt(target) ?? kept);
  });
  document.addEventListener("focusin", ({ target }) => show(termAt(target) ?? kept));
  document.addEventListener("focusout", () => show(kept));
  document.addEventListener("click", ({ target }) => {
    const term = termAt(target);
    keep(term === kept ? null : term);
  });
  document.addEventListener("keydown", (event) => {
    const { key, target } = event;
    if (key === "Escape") return keep(null);
    const isButton = target instanceof HTMLElement && target.hasAttribute("data-term");
    if (!isButton || (key !== "Enter" && key !== " ")) return;
    event.preventDefault();
    target.click();
  });
  document.addEventListener("attention-hot", (event) => {
    show((event as CustomEvent<{ hot: string | null }>).detail.hot ?? kept);
  });
}
