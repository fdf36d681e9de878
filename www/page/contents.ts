/** Marks in the contents which chapter you read, how far into it you are, and what lies behind you. */

/** The chapter that crosses this line, a share of the screen's height from its top, is the one you read. */
const LINE = 0.25;

const chapters = [...document.querySelectorAll<HTMLAnchorElement>(".contents a")].flatMap(
  (link) => {
    const section = document.getElementById(link.hash.slice(1));
    return section ? [{ link, section }] : [];
  },
);

let current: HTMLAnchorElement | null = null;
let isQueued = false;

function mark(): void {
  isQueued = false;
  const line = innerHeight * LINE;
  const boxes = chapters.map(({ section }) => section.getBoundingClientRect());
  const at = Math.max(
    0,
    boxes.findLastIndex(({ top }) => top <= line),
  );
  const box = boxes[at];
  const link = chapters[at]?.link;
  if (!link || !box) return;
  const share = Math.min(1, Math.max(0, (line - box.top) / box.height));
  link.style.setProperty("--read", `${Math.round(share * 100)}%`);
  if (link === current) return;
  current = link;
  for (const [i, each] of chapters.entries()) {
    each.link.classList.toggle("read", i < at);
    if (i === at) each.link.setAttribute("aria-current", "location");
    else each.link.removeAttribute("aria-current");
  }
  const strip = link.closest("ol");
  strip?.scrollTo({ left: link.offsetLeft - strip.clientWidth / 3 });
}

function queue(): void {
  if (isQueued) return;
  isQueued = true;
  requestAnimationFrame(mark);
}

export function markPlace(): void {
  addEventListener("scroll", queue, { passive: true });
  addEventListener("resize", queue);
  queue();
}
