// The page for a test, watched: no test may leave a word on the console, an uncaught error, a
// violated policy or a request to another origin.

import { test as base, expect, type Page } from "@playwright/test";
import { Figure } from "./figure";
import { BLOG, serveBlog, siteOf } from "./host";

export { expect };
export { Figure } from "./figure";

interface Fixtures {
  /** What the page said or asked for that it should not have. */
  complaints: string[];
  /** The article with its figure, computed and drawn. */
  figure: Figure;
  /** A figure alone on a page, which is quicker where the article does not matter. */
  lone: Figure;
}

export const test = base.extend<Fixtures>({
  complaints: [
    async ({ page, baseURL }, use) => {
      const complaints: string[] = [];
      watch(page, siteOf(baseURL).origin, complaints);
      await use(complaints);
      expect(complaints, "words on the console, errors, foreign requests").toEqual([]);
    },
    { auto: true },
  ],
  figure: async ({ page }, use) => {
    await page.goto("/");
    await use(await new Figure(page).ready());
  },
  lone: async ({ page, baseURL }, use) => {
    await serveBlog(page, baseURL, "<attention-explainer></attention-explainer>");
    await page.goto(BLOG);
    await use(await new Figure(page).ready());
  },
});

function watch(page: Page, home: string, complaints: string[]): void {
  page.on("console", (message) => {
    const text = message.text();
    // See playwright.config.ts.
    if (text.includes("Service Worker registration blocked by Playwright")) return;
    complaints.push(`${message.type()}: ${text}`);
  });
  page.on("pageerror", (error) => complaints.push(`uncaught: ${error.message}`));
  page.on("requestfailed", (request) => complaints.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    const isOwn = origin === home || origin === new URL(page.url()).origin;
    if (protocol.startsWith("http") && !isOwn && !request.isNavigationRequest())
      complaints.push(`to another origin: ${request.url()}`);
  });
}
