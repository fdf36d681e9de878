// Three engines behind one small surface: open a page, ask it, drag, press a key.

import { spawn } from "node:child_process";
import { once } from "node:events";
import puppeteer from "puppeteer-core";
import { Browser as Names, Builder, Capabilities, Origin } from "selenium-webdriver";
import { freePort } from "./serve.mjs";
import { find, missing } from "./tools.mjs";

/**
 * @typedef {object} Tab
 * @property {<T, A>(ask: (given: A) => T | Promise<T>, given?: A) => Promise<T>} ask
 *   Runs a function in the page, which sees nothing of this file.
 * @property {(at: { x: number, y: number }, dx: number) => Promise<void>} drag
 *   Presses the mouse there, moves it sideways in a few moves, and lets go.
 * @property {(at: { x: number, y: number }) => Promise<void>} click
 * @property {(keys: string) => Promise<void>} press - such as `x` or `Shift+Enter`
 * @property {string[]} foreign - requests to other origins; none was let through
 * @property {string[]} errors - what the page threw, where the browser tells
 *
 * @typedef {object} Engine
 * @property {string} name
 * @property {string | false} skip - why it cannot be used here
 * @property {(t: import("node:test").TestContext, address: string) => Promise<Tab>} open
 */

const WIDTH = 1100;
const HEIGHT = 900;
const MINI_BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1";

/** @type {Engine} */
export const chromium = {
  name: "Chromium",
  skip: !process.env.ATTENTION_BROWSER && "ATTENTION_BROWSER names none",
  open: (t, address) =>
    openInPuppeteer(t, address, {
      executablePath: process.env.ATTENTION_BROWSER,
      args: ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"],
    }),
};

/** @type {Engine} */
export const firefox = {
  name: "Firefox",
  skip: missing("firefox-esr") && missing("firefox"),
  open: (t, address) =>
    openInPuppeteer(t, address, {
      browser: "firefox",
      executablePath: find("firefox-esr") ?? find("firefox"),
    }),
};

/** @type {Engine} */
export const webkit = {
  name: "WebKitGTK",
  skip: missing("WebKitWebDriver", "xvfb-run", "xauth"),
  open: openInWebKit,
};

/**
 * @param {import("node:test").TestContext} t
 * @param {string} address
 * @param {import("puppeteer-core").LaunchOptions} options
 * @returns {Promise<Tab>}
 */
async function openInPuppeteer(t, address, options) {
  const browser = await puppeteer.launch({
    headless: true,
    defaultViewport: { width: WIDTH, height: HEIGHT },
    protocolTimeout: 600_000,
    timeout: 180_000,
    ...options,
  });
  t.after(() => browser.close());
  const page = await browser.newPage();
  page.setDefaultTimeout(180_000);
  const { origin, protocol } = new URL(address);
  /** @type {Tab["foreign"]} */
  const foreign = [];
  /** @type {Tab["errors"]} */
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  await page.setRequestInterception(true);
  page.on("request", (request) => {
    const url = new URL(request.url());
    const isOwn = url.origin === origin && url.protocol === protocol;
    if (isOwn || !url.protocol.startsWith("http")) return request.continue();
    foreign.push(request.url());
    return request.abort();
  });
  await page.goto(address, { waitUntil: "load", timeout: 180_000 });
  const { mouse, keyboard } = page;
  return {
    foreign,
    errors,
    ask: (ask, given) =>
      /** @type {Promise<any>} */ (page.evaluate(/** @type {any} */ (ask), given)),
    async drag({ x, y }, dx) {
      await mouse.move(x, y);
      await mouse.down();
      await mouse.move(x + dx, y, { steps: 4 });
      await mouse.up();
    },
    click: ({ x, y }) => mouse.click(x, y),
    async press(keys) {
      const [key = "", ...held] = keys.split("+").reverse();
      for (const each of held) await keyboard.down(/** @type {any} */ (each));
      await keyboard.press(/** @type {any} */ (key));
      for (const each of held) await keyboard.up(/** @type {any} */ (each));
    },
  };
}

/**
 * @param {import("node:test").TestContext} t
 * @param {string} address
 * @returns {Promise<Tab>}
 */
async function openInWebKit(t, address) {
  const port = await freePort();
  const driver = spawn(
    "xvfb-run",
    ["-a", "-s", "-screen 0 1280x1024x24", "WebKitWebDriver", `--port=${port}`],
    // A group of its own: the driver and its display end together.
    { detached: true, stdio: "ignore" },
  );
  /** @type {import("selenium-webdriver").WebDriver | undefined} */
  let browser;
  t.after(async () => {
    await browser?.quit().catch(() => {});
    if (driver.exitCode !== null || driver.pid === undefined) return;
    const ended = once(driver, "exit");
    process.kill(-driver.pid, "SIGTERM");
    await ended;
  });
  await answers(port);
  const capabilities = new Capabilities({
    browserName: "MiniBrowser",
    "webkitgtk:browserOptions": {
      binary: `${MINI_BROWSER}/MiniBrowser`,
      args: ["--automation", `--geometry=${WIDTH}x${HEIGHT}`],
    },
  });
  browser = await new Builder()
    .usingServer(`http://127.0.0.1:${port}`)
    .forBrowser(Names.SAFARI)
    .withCapabilities(capabilities)
    .build();
  await browser.manage().setTimeouts({ script: 180_000, pageLoad: 180_000 });
  await browser.get(address);
  return {
    foreign: [],
    errors: [],
    async ask(ask, given) {
      const body = `
        const done = arguments[arguments.length - 1];
        Promise.resolve(arguments[0]).then(${ask}).then(
          (value) => done({ value }), (error) => done({ error: String(error) }));`;
      const answer = /** @type {any} */ (await browser.executeAsyncScript(body, given ?? null));
      if (answer.error) throw new Error(answer.error);
      return answer.value;
    },
    async drag({ x, y }, dx) {
      const origin = Origin.VIEWPORT;
      const moves = browser.actions({ async: true });
      moves.move({ x: Math.round(x), y: Math.round(y), origin }).press();
      for (const part of [0.25, 0.5, 0.75, 1])
        moves.move({ x: Math.round(x + dx * part), y: Math.round(y), origin, duration: 50 });
      await moves.release().perform();
    },
    async click({ x, y }) {
      const at = { x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT };
      await browser.actions({ async: true }).move(at).click().perform();
    },
    async press(keys) {
      await browser?.actions({ async: true }).sendKeys(keys).perform();
    },
  };
}

/**
 * Waits until a driver listens.
 *
 * @param {number} port
 */
async function answers(port) {
  for (let tries = 0; tries < 300; tries += 1) {
    try {
      await fetch(`http://127.0.0.1:${port}/status`);
      return;
    } catch {
      await new Promise((later) => setTimeout(later, 200));
    }
  }
  throw new Error("WebKitWebDriver did not start within a minute");
}
