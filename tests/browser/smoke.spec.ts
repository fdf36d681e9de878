import { expect, test } from "@playwright/test";

test("the page loads without a word on the console or a request to another origin", async ({
  page,
  baseURL,
}) => {
  const messages: string[] = [];
  const foreign: string[] = [];
  page.on("console", (message) => messages.push(`${message.type()}: ${message.text()}`));
  page.on("pageerror", (error) => messages.push(error.message));
  page.on("requestfailed", (request) => messages.push(`failed: ${request.url()}`));
  page.on("request", (request) => {
    const { origin, protocol } = new URL(request.url());
    if (protocol !== "data:" && origin !== baseURL) foreign.push(request.url());
  });
  await page.goto("/");
  await expect(page.locator("attention-explainer").first()).toBeVisible();
  await page.evaluate(async () => {
    const figure = document.querySelector("attention-explainer") as HTMLElement & {
      ready: Promise<unknown>;
    };
    await figure.ready;
  });
  expect(messages).toEqual([]);
  expect(foreign).toEqual([]);
});
