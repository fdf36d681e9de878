// A figure's picture, opened alone, and what can be compared with the figure.

import type { Locator, Page } from "@playwright/test";
import { expect } from "./test";

export const STUDIO = "http://picture.example";

export interface Word {
  text: string;
  left: number;
  right: number;
  top: number;
}

/** Starts a figure of the article, on whole pixels and with nothing of the page over it. */
export async function settle(figure: Locator): Promise<void> {
  await figure.scrollIntoViewIfNeeded();
  await figure.evaluate(async (element) => {
    await customElements.whenDefined(element.localName);
    const own = element as HTMLElement & { ready: Promise<void>; updateComplete: Promise<unknown> };
    await own.ready;
    await document.fonts.ready;
    document.querySelector("nav")?.remove();
    const top = own.getBoundingClientRect().top + scrollY;
    own.style.marginTop = `${Math.ceil(top) - top + 40}px`;
    // Measured words draw their arcs in a second round, canvases in a frame of their own.
    for (let round = 0; round < 4; round += 1) {
      await new Promise(requestAnimationFrame);
      await own.updateComplete;
    }
    const running = own.shadowRoot?.getAnimations() ?? [];
    await Promise.all(running.map((animation) => animation.finished));
  });
}

export interface Wanted {
  theme?: "light" | "dark";
  hasControls?: boolean;
  width?: string;
}

/** The SVG that the dialog offers. The dialog stays open. */
export async function pictureOf(figure: Locator, wanted: Wanted = {}): Promise<string> {
  await figure.getByRole("toolbar").getByRole("button", { name: "Picture" }).click();
  const dialog = figure.getByRole("dialog");
  const preview = dialog.locator(".picture-preview");
  await expect(preview).toBeVisible({ timeout: 20_000 });
  const source = () => preview.getAttribute("src");
  const renewed = async (change: () => Promise<unknown>) => {
    const before = await source();
    await change();
    await expect.poll(source, { timeout: 20_000 }).not.toBe(before);
  };
  const { theme, hasControls, width } = wanted;
  if (theme && (await dialog.getByLabel("Colors").inputValue()) !== theme)
    await renewed(() => dialog.getByLabel("Colors").selectOption(theme));
  if (hasControls) await renewed(() => dialog.getByLabel("with the controls").check());
  if (width) await renewed(() => dialog.getByLabel("Width").selectOption(width));
  const url = (await source()) ?? "";
  return decodeURIComponent(url.slice(url.indexOf(",") + 1));
}

/** The SVG as a page of its own, as large as it is. */
export async function openAlone(page: Page, svg: string): Promise<Page> {
  const studio = await page.context().newPage();
  await studio.route(`${STUDIO}/**`, (route) =>
    route.request().isNavigationRequest()
      ? route.fulfill({ contentType: "image/svg+xml", body: svg })
      : route.fulfill({ status: 404, body: "" }),
  );
  const [, width = "0", height = "0"] = /^<svg[^>]* width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  await studio.setViewportSize({ width: Number(width), height: Number(height) });
  await studio.goto(`${STUDIO}/figure.svg`);
  await studio.evaluate(() => document.fonts.ready);
  return studio;
}

/** What a picture must not hold: what runs, what is foreign, what is fetched. */
export const forbidden = (studio: Page): Promise<string[]> =>
  studio.evaluate(() =>
    [...document.querySelectorAll("*")].flatMap((element) => {
      const names = ["script", "foreignObject", "a", "use", "iframe", "img"];
      const bad = names.includes(element.localName) ? [element.localName] : [];
      for (const { name, value } of element.attributes)
        if (/^on/i.test(name) || (/href|src/.test(name) && !/^(#|data:image\/png)/.test(value)))
          bad.push(`${element.localName} ${name}=${value}`);
      const urls =
        element.localName === "style" ? element.textContent.matchAll(/url\(([^)]{0,20})/g) : [];
      for (const [, url = ""] of urls) if (!url.startsWith("data:font/woff2;")) bad.push(url);
      return bad;
    }),
  );

/** Where numbers are seen in a figure or a picture, from its corner. Runs in the page. */
export const digitsIn = (element: Element): Word[] => {
  const root = element.shadowRoot ?? element;
  const main = root.querySelector(".figure, .workbench") ?? element;
  const corner = main.getBoundingClientRect();
  const isHidden = (from: Element | null): boolean => {
    for (let at = from; at; at = at.parentElement) {
      const { opacity, clipPath, display } = getComputedStyle(at);
      const isCut = clipPath.startsWith("inset");
      if (opacity === "0" || display === "none" || isCut) return true;
      if (at.matches("dialog, style, title, desc, .travel")) return true;
    }
    return !from?.checkVisibility({ visibilityProperty: true });
  };
  const words: Word[] = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const { data } = node as Text;
    if (!/\d/.test(data) || isHidden(node.parentElement)) continue;
    for (const match of data.matchAll(/[^ \t\n\r]+/g)) {
      if (!/\d/.test(match[0])) continue;
      const range = document.createRange();
      range.setStart(node, match.index);
      range.setEnd(node, match.index + match[0].length);
      const { left, right, top, width } = range.getBoundingClientRect();
      if (width < 1) continue;
      const at = { left: left - corner.left, right: right - corner.left, top: top - corner.top };
      words.push({ text: match[0], ...at });
    }
  }
  return words;
};

/** The share of pixels that two screenshots of one size do not have in common. */
export async function pixelDifference(page: Page, one: Buffer, other: Buffer): Promise<number> {
  const blank = await page.context().newPage();
  const urls = [one, other].map((png) => `data:image/png;base64,${png.toString("base64")}`);
  const share = await blank.evaluate(async (sources) => {
    const images = await Promise.all(
      sources.map(async (source) => {
        const image = new Image();
        image.src = source;
        await image.decode();
        return image;
      }),
    );
    const [width, height] = [images[0]?.width ?? 0, images[0]?.height ?? 0];
    const [a, b] = images.map((image) => {
      if (image.width !== width || image.height !== height) throw new Error("of another size");
      const context = new OffscreenCanvas(width, height).getContext("2d");
      context?.drawImage(image, 0, 0);
      return context?.getImageData(0, 0, width, height).data ?? new Uint8ClampedArray();
    });
    let different = 0;
    for (let i = 0; a && b && i < a.length; i += 4) {
      // A quarter of the way from black to white: more than an edge that is smoothed otherwise.
      if ([0, 1, 2].some((part) => Math.abs((a[i + part] ?? 0) - (b[i + part] ?? 0)) > 64))
        different += 1;
    }
    return different / (width * height);
  }, urls);
  await blank.close();
  return share;
}
