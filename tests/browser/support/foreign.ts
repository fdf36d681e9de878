// A page of somebody who wrote it without a thought of us: any policy, any style sheet, any tag.

import type { Page } from "@playwright/test";
import type { FigureElement } from "../../../www/figures/frame/element";
import { BLOG, siteOf } from "./host";

/** Every element of `attention-explainer.js`. */
export const TAGS = [
  "attention-explainer",
  "attention-blend",
  "attention-dot-product",
  "attention-heads",
  "attention-librarian",
  "attention-projections",
  "attention-scaling",
  "attention-softmax",
] as const;

/** The strictest policy under which wasm runs at all. */
export const STRICT =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
  "require-trusted-types-for 'script'";

export const SCRIPT = `<script type="module" src="/attention-explainer.js"></script>`;

interface Foreign {
  body: string;
  /** The policy's header; none where it is left out. */
  policy?: string;
  /** Attributes of `<html>`. */
  html?: string;
  /** The page's style sheet. */
  css?: string;
  /** What stands at the end of the page; the tag that loads the figures, if nothing else is said. */
  scripts?: string;
}

/** Shows the page at `blog.example`; the site's own files lie beside it. */
export async function visit(
  page: Page,
  baseURL: string | undefined,
  { body, policy, html = "", css = "", scripts = SCRIPT }: Foreign,
): Promise<void> {
  const { origin } = siteOf(baseURL);
  const text =
    `<!doctype html><html lang="en" ${html}><meta charset="utf-8"><title>A blog</title>` +
    `<meta name="viewport" content="width=device-width"><link rel="icon" href="/favicon.svg">` +
    `<link rel="stylesheet" href="/blog.css"><main>${body}</main>${scripts}</html>`;
  const headers: Record<string, string> = policy ? { "content-security-policy": policy } : {};
  await page.route(`${BLOG}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === "/") await route.fulfill({ contentType: "text/html", headers, body: text });
    else if (pathname === "/blog.css") await route.fulfill({ contentType: "text/css", body: css });
    else await route.fulfill({ response: await route.fetch({ url: origin + pathname }) });
  });
  await page.goto(BLOG);
}

/** Waits until these figures show all that they are. */
export async function allReady(page: Page, selector: string = TAGS.join()): Promise<void> {
  await page.evaluate(async (chosen) => {
    for (const element of document.querySelectorAll(chosen)) {
      await customElements.whenDefined(element.localName);
      const figure = element as FigureElement;
      await figure.ready;
      do await figure.updateComplete;
      while (figure.isUpdatePending);
    }
  }, selector);
}

/** What can be read of each figure, by the place that it has in the page. */
export const textsOf = (page: Page, selector: string = TAGS.join()): Promise<string[]> =>
  page.evaluate(
    (chosen) =>
      [...document.querySelectorAll(chosen)].map((figure) => {
        const parts: string[] = [];
        const visitNode = (node: Node): void => {
          if (node instanceof Text) parts.push(node.data.trim());
          if (node instanceof Element && node.matches(".travel, [aria-live], style")) return;
          for (const child of node.childNodes) visitNode(child);
        };
        if (figure.shadowRoot) visitNode(figure.shadowRoot);
        return parts.filter(Boolean).join("\n");
      }),
    selector,
  );

/** Counts how often a module is compiled and keeps its memories, before anything else runs. */
export const watchWasm = (page: Page): Promise<unknown> =>
  page.addInitScript(() => {
    const kept = { compilations: 0, memories: [] as WebAssembly.Memory[] };
    Object.assign(window, { wasm: kept });
    for (const name of ["compile", "compileStreaming", "instantiate"] as const) {
      const original = WebAssembly[name] as (...parts: unknown[]) => Promise<unknown>;
      Reflect.set(WebAssembly, name, async (source: unknown, ...rest: unknown[]) => {
        if (!(source instanceof WebAssembly.Module)) kept.compilations += 1;
        const made = await original(source, ...rest);
        const { exports } = (made as { instance?: WebAssembly.Instance }).instance ?? {};
        if (exports) kept.memories.push(exports["memory"] as WebAssembly.Memory);
        return made;
      });
    }
  });

/** How often a module was compiled, and how many bytes its instances hold. */
export const wasmOf = (page: Page): Promise<{ compilations: number; bytes: number }> =>
  page.evaluate(() => {
    const { wasm } = window as unknown as {
      wasm: { compilations: number; memories: WebAssembly.Memory[] };
    };
    const bytes = wasm.memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
    return { compilations: wasm.compilations, bytes };
  });
