// Figures come and go in a foreign page, and whatever they are fed stays text.
// (widget 1, 16, 22)

import type { FigureElement } from "../../www/figures/frame/element";
import { allReady, TAGS, visit, wasmOf, watchWasm } from "./support/foreign";
import { expect, test } from "./support/test";

interface Held {
  listeners: number;
  observed: number;
}

test("widget 22: figures that come and go leave no listener and no observer behind @desktop", async ({
  page,
  baseURL,
}) => {
  await watchWasm(page);
  await page.addInitScript(() => {
    const held: Held = { listeners: 0, observed: 0 };
    Object.assign(window, { held });
    // On what outlives a figure: the window, the document, media queries. Each listener counts once.
    const kept = new Map<EventTarget, Set<string>>();
    const names = new Map<unknown, number>();
    const lasts = (target: unknown) =>
      target === window || target === document || target instanceof MediaQueryList;
    const key = (type: string, listener: unknown) => {
      if (!names.has(listener)) names.set(listener, names.size);
      return `${type} ${names.get(listener) ?? 0}`;
    };
    const { addEventListener, removeEventListener } = EventTarget.prototype;
    EventTarget.prototype.addEventListener = function (this: EventTarget, type, listener, options) {
      // Two objects of one media query are one here, as a listener of either leaks.
      if (lasts(this) && !(typeof options === "object" && options.once)) {
        const own = kept.get(this) ?? new Set();
        if (!own.has(key(type, listener))) held.listeners += 1;
        kept.set(this, own.add(key(type, listener)));
      }
      addEventListener.call(this, type, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (
      this: EventTarget,
      type,
      listener,
      options,
    ) {
      if (lasts(this)) {
        // Removed from another object of the same media query, it is still there.
        if (kept.get(this)?.delete(key(type, listener))) held.listeners -= 1;
      }
      removeEventListener.call(this, type, listener, options);
    };
    for (const Observer of [IntersectionObserver, ResizeObserver, MutationObserver]) {
      const watched = new WeakMap<object, number>();
      const { observe, disconnect } = Observer.prototype as ResizeObserver;
      Object.assign(Observer.prototype, {
        observe(this: ResizeObserver, ...parts: [Element]) {
          held.observed += 1;
          watched.set(this, (watched.get(this) ?? 0) + 1);
          observe.apply(this, parts);
        },
        disconnect(this: ResizeObserver) {
          held.observed -= watched.get(this) ?? 0;
          watched.delete(this);
          disconnect.call(this);
        },
      });
    }
  });
  await visit(page, baseURL, { body: TAGS.map((tag) => `<${tag}></${tag}>`).join("") });
  await allReady(page);
  const held = () => page.evaluate(() => ({ ...(window as unknown as { held: Held }).held }));
  const before = { held: await held(), wasm: await wasmOf(page) };

  // The same figures, taken out and put back.
  await page.evaluate((tags) => {
    for (const tag of tags) {
      const figure = document.querySelector(tag) as HTMLElement;
      const home = figure.parentElement as HTMLElement;
      for (let i = 0; i < 100; i += 1) {
        figure.remove();
        home.append(figure);
      }
    }
  }, TAGS);
  await allReady(page);
  expect({ held: await held(), wasm: await wasmOf(page) }).toEqual(before);

  // New ones in their places, a hundred times.
  for (let round = 0; round < 5; round += 1) {
    await page.evaluate(async () => {
      for (let i = 0; i < 20; i += 1) {
        const figure = document.createElement("attention-explainer") as FigureElement;
        document.body.append(figure);
        await figure.ready;
        figure.remove();
      }
    });
  }
  expect(await held()).toEqual(before.held);
  expect((await wasmOf(page)).compilations).toBe(1);
});

test("widget 22: what removed figures held in the engine is free once they are collected @desktop", async ({
  page,
  baseURL,
}) => {
  await watchWasm(page);
  await visit(page, baseURL, { body: "<attention-explainer></attention-explainer>" });
  await allReady(page, "attention-explainer");
  const devtools = await page.context().newCDPSession(page);
  const bytes: number[] = [];
  for (let round = 0; round < 6; round += 1) {
    await page.evaluate(async () => {
      for (let i = 0; i < 30; i += 1) {
        const figure = document.createElement("attention-explainer") as FigureElement;
        document.body.append(figure);
        await figure.ready;
        figure.remove();
      }
    });
    // A finalizer runs in a task of its own; what it lets go of is found by the next collection.
    for (let i = 0; i < 2; i += 1) {
      await devtools.send("HeapProfiler.collectGarbage");
      await page.evaluate(() => new Promise((done) => setTimeout(done, 50)));
    }
    bytes.push((await wasmOf(page)).bytes);
  }
  // It grows to what thirty need, and then no more: 30 that stayed would take 0.2 MB.
  expect((bytes.at(-1) ?? NaN) - (bytes[1] ?? NaN)).toBeLessThan(2 ** 17);
});

const SCRIPTS = [
  `<img src=x onerror="pwned=1">`,
  `"><script>pwned=1</script>`,
  `<svg/onload=pwned=1>`,
  `javascript:pwned=1`,
  `\${pwned=1}`,
  `{"__proto__":{"pwned":1},"tokens":["<iframe srcdoc='<script>parent.pwned=1</script>'>","b"]}`,
  `{"constructor":{"prototype":{"pwned":1}}}`,
  `</style><style>*{background:url(/x)}</style>`,
  `url(http://evil.example/x)`,
  `\u2028pwned=1`,
];

test("widget 16: nothing that a figure is fed is run or fetched, even where no policy forbids it @desktop", async ({
  page,
  baseURL,
}) => {
  await visit(page, baseURL, { body: TAGS.map((tag) => `<${tag}></${tag}>`).join("") });
  await allReady(page);
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  page.on("dialog", (dialog) => {
    asked.push(dialog.message());
    void dialog.dismiss();
  });
  const found = await page.evaluate(
    async ([tags, scripts]) => {
      const results: Record<string, string[]> = {};
      for (const tag of tags) {
        const figure = document.querySelector(tag) as FigureElement;
        const problems: string[] = [];
        let refusals = 0;
        figure.addEventListener("attention-error", () => (refusals += 1));
        const names = (figure.constructor as typeof FigureElement).observedAttributes;
        const attempt = (feed: () => void) => {
          try {
            feed();
          } catch {
            refusals += 1;
          }
        };
        const look = async (fed: string) => {
          await figure.updateComplete;
          const root = figure.shadowRoot as ShadowRoot;
          if (
            root.querySelector(
              "img, script, iframe, link, object, embed, style, [onerror], [onload]",
            )
          )
            problems.push(`markup after ${fed}`);
          if (!root.querySelector("[part~=summary]")) problems.push(`no figure after ${fed}`);
        };
        for (const text of scripts) {
          for (const name of names) {
            attempt(() => figure.setAttribute(name, text));
            figure.removeAttribute(name);
          }
          await look(`attributes ${text}`);
          attempt(() =>
            figure.restore({
              settings: { tokens: [text, text], labels: [text], keys: text },
              view: { step: text },
            }),
          );
          attempt(() =>
            Reflect.set(figure, tag === "attention-explainer" ? "scenario" : "settings", {
              tokens: [text, "b"],
            }),
          );
          await look(`settings ${text}`);
          // A file of this name and content, dropped.
          for (const name of [text, "scenario.json", "vectors.csv", "q.npy"]) {
            const dataTransfer = new DataTransfer();
            dataTransfer.items.add(new File([text], name));
            figure.dispatchEvent(
              new DragEvent("drop", {
                dataTransfer,
                bubbles: true,
                composed: true,
                cancelable: true,
              }),
            );
          }
          for (let i = 0; i < 3; i += 1) await new Promise((done) => setTimeout(done));
          await look(`files ${text}`);
        }
        if (refusals === 0) problems.push("refused nothing");
        results[tag] = problems;
      }
      return results;
    },
    [[...TAGS], SCRIPTS] as const,
  );
  expect(found).toEqual(Object.fromEntries(TAGS.map((tag) => [tag, []])));
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done))));
  expect(asked).toEqual([]);
  expect(await page.evaluate(() => "pwned" in window || "pwned" in {})).toBe(false);
});
