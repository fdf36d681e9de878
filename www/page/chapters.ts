/** Lays out the chapters below the screen one by one while the page rests, so that scrolling finds them done. */

/** Where a browser has no idle time to tell of, a pause between two chapters. */
const PAUSE = 60;

const whenIdle: (run: () => void) => void =
  "requestIdleCallback" in window
    ? (run) => requestIdleCallback(run)
    : (run) => setTimeout(run, PAUSE);

export function layOutChapters(): void {
  const chapters = [...document.querySelectorAll(".prose")];
  const next = () => {
    const chapter = chapters.shift();
    if (!chapter) return;
    chapter.classList.add("laid-out");
    whenIdle(next);
  };
  whenIdle(next);
}
