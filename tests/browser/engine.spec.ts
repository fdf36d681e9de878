// The engine as a browser gets it: from a careless host, and in a worker. (widget 17)

import { expect, test } from "@playwright/test";
import type { Matrix } from "attention-explainer/engine";

test("widget 17: the page computes where the host calls the wasm anything at all @desktop", async ({
  page,
}) => {
  await page.route("**/*.wasm", async (route) => {
    const response = await route.fetch();
    const headers = { ...response.headers(), "content-type": "application/octet-stream" };
    await route.fulfill({ response, headers });
  });
  await page.goto("/");
  const output = await page.evaluate(async () => {
    const figure = document.querySelector("attention-explainer") as HTMLElement & {
      ready: Promise<unknown>;
      read(step: string): { values: Float64Array };
    };
    await figure.ready;
    return figure.read("output").values.length;
  });
  expect(output).toBe(9 * 6);
});

test("engine.js computes in a worker under the strict policy @desktop", async ({ page }) => {
  await page.route("**/worker.js", (route) =>
    route.fulfill({
      contentType: "text/javascript",
      body: `import { load } from "./engine.js";
        const engine = await load();
        postMessage(engine.attend({}).read("weights"));`,
    }),
  );
  await page.goto("/");
  const sums = await page.evaluate(async () => {
    // The page's own policy wants worker addresses vouched for.
    const policy = Reflect.get(window, "trustedTypes").createPolicy("test", {
      createScriptURL: (url: string) => url,
    });
    const worker = new Worker(policy.createScriptURL("worker.js"), { type: "module" });
    const { rows, cols, values } = await new Promise<Matrix>((resolve, reject) => {
      worker.onmessage = ({ data }) => resolve(data);
      worker.onerror = ({ message }) => reject(new Error(message));
    });
    return Array.from({ length: rows }, (_, row) =>
      values.slice(row * cols, (row + 1) * cols).reduce((sum, weight) => sum + weight, 0),
    );
  });
  expect(sums).toHaveLength(9);
  for (const sum of sums) expect(sum).toBeCloseTo(1, 12);
});
