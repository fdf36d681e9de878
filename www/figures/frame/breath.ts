/** How long a page that is not shown, and so has no frames, is waited for. */
const LONGEST = 100;

/** Lets the browser show what has been drawn, and answer the reader, before there is more. */
export const breath = (): Promise<void> =>
  new Promise((done) => {
    if (document.hidden) return void setTimeout(done);
    setTimeout(done, LONGEST);
    requestAnimationFrame(() => setTimeout(done));
  });
