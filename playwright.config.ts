import { defineConfig, devices } from "@playwright/test";

/** `cargo xtask test` finds the browser, serves `dist/` and says both here. */
const { ATTENTION_URL, ATTENTION_BROWSER, CHROME_PATH } = process.env;
const port = 4173;

const [width, height] = [360, 740];

export default defineConfig({
  testDir: "tests/browser",
  workers: 2,
  retries: 0,
  forbidOnly: true,
  fullyParallel: true,
  // Two workers on a busy two-core machine: a test that is slow there is not wrong.
  timeout: 90_000,
  expect: { timeout: 15_000 },
  reporter: "list",
  use: {
    baseURL: ATTENTION_URL ?? `http://127.0.0.1:${port}`,
    // Every test would fetch the whole article for its next visit; offline.spec.ts does.
    serviceWorkers: "block",
    launchOptions: {
      executablePath: ATTENTION_BROWSER ?? CHROME_PATH ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  webServer: ATTENTION_URL
    ? undefined
    : {
        command: `cargo xtask serve --port ${port}`,
        url: `http://127.0.0.1:${port}`,
        reuseExistingServer: true,
        timeout: 600_000,
      },
  // A test with @phone or @desktop in its title runs in that project alone.
  projects: [
    {
      name: "desktop",
      grepInvert: /@phone/,
      use: { ...devices["Desktop Chrome"], viewport: { width: 1440, height: 900 } },
    },
    {
      name: "phone",
      grepInvert: /@desktop/,
      use: { ...devices["Pixel 7"], viewport: { width, height }, hasTouch: true, isMobile: true },
    },
  ],
});
