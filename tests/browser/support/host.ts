// Other people's pages: an origin of their own, a policy as strict as ours, one script tag.

import type { Page } from "@playwright/test";

export const siteOf = (baseURL: string | undefined) => new URL(baseURL ?? "http://127.0.0.1");

export const BLOG = "http://blog.example";

const POLICY =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
  "img-src 'self' data:; require-trusted-types-for 'script'";

/** A page at `blog.example` that loads the one-file element; `scripts` are further files of the blog. */
export async function serveBlog(
  page: Page,
  baseURL: string | undefined,
  body: string,
  scripts: Record<string, string> = {},
  policy = POLICY,
): Promise<void> {
  const { origin } = siteOf(baseURL);
  const tags = Object.keys(scripts).map((name) => `<script src="/${name}"></script>`);
  const html =
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>A blog</title>` +
    `<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,"><main><h1>A blog</h1>${body}</main>${tags.join("")}` +
    `<script type="module" src="/attention-explainer.js"></script></html>`;
  await page.route(`${BLOG}/**`, async (route) => {
    const path = new URL(route.request().url()).pathname;
    const headers = { "content-security-policy": policy };
    const script = scripts[path.slice(1)];
    if (path === "/") await route.fulfill({ contentType: "text/html", headers, body: html });
    else if (script !== undefined)
      await route.fulfill({ contentType: "text/javascript", headers, body: script });
    else await route.fulfill({ response: await route.fetch({ url: origin + path }) });
  });
}

/** The whole site under a path of another host, as a static host would serve a folder. */
export async function serveUnder(
  page: Page,
  baseURL: string | undefined,
  prefix: string,
): Promise<string[]> {
  const { origin } = siteOf(baseURL);
  const asked: string[] = [];
  await page.route(`${BLOG}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    asked.push(pathname);
    if (!pathname.startsWith(prefix)) return route.fulfill({ status: 404, body: "" });
    const response = await route.fetch({ url: `${origin}/${pathname.slice(prefix.length)}` });
    return route.fulfill({ response });
  });
  return asked;
}

/** Where figures are served from when the blog shows them in iframes. */
export const FIGURES = "http://figures.example";

/** A page at `blog.example` under a strict policy that shows what `figures.example` serves. */
export async function serveFrames(
  page: Page,
  baseURL: string | undefined,
  body: string,
): Promise<void> {
  const { origin } = siteOf(baseURL);
  const policy =
    `default-src 'self'; script-src ${FIGURES}; frame-src ${FIGURES} 'self'; style-src 'self'; ` +
    "img-src data:; require-trusted-types-for 'script'";
  const html =
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>A blog</title>` +
    `<meta name="viewport" content="width=device-width"><link rel="icon" href="data:,">` +
    `<h1>A blog</h1>${body}<script src="${FIGURES}/attention-embed.js"></script></html>`;
  await page.route(`${BLOG}/**`, (route) =>
    route.fulfill({
      contentType: "text/html",
      headers: { "content-security-policy": policy },
      body: new URL(route.request().url()).pathname === "/" ? html : "<p>another page</p>",
    }),
  );
  await page.route(`${FIGURES}/**`, async (route) => {
    const { pathname, search } = new URL(route.request().url());
    await route.fulfill({ response: await route.fetch({ url: origin + pathname + search }) });
  });
}
